package course

import (
	"maps"
	"slices"
	"time"

	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// state holds everything that follows from the entries so far. Its slices are never
// changed in place, so that a copy of a state is cheap and does not change when the
// original does. For the same reason, people are kept in pages (see the type people).
type state struct {
	last   time.Time // time of the last entry
	opened bool
	people people
	seating
	times    *schedule.Timetable // with the moves so far
	sittings []sitting           // in the order of Course.sittings
	groupState
	ended bool
	// bindsLater means that a session counts even for a person who got a seat after it
	// began.
	bindsLater bool
}

// sitting is the state of one sitting of a session.
type sitting struct {
	status     schedule.Status // open, held or cancelled
	start, end time.Time       // held times; until it is held, start is the planned start and end is zero
	strangers  int
}

// begin returns the state before anything has happened.
func (c *Course) begin() state {
	s := state{times: c.schedule, people: people{owner: new(int)}}
	for _, planned := range c.schedule.In(time.UTC) { // in the order of Course.sittings
		s.sittings = append(s.sittings, sitting{status: schedule.StatusOpen, start: planned.Start})
	}
	s.bindsLater = c.attended != nil && c.attended.JoinedLater == "absent"
	s.capacity = c.capacity
	return s
}

func (s state) fork() state {
	s.people = s.people.fork()
	return s
}

// dispatch applies the current entry by its kind.
func (d *draft) dispatch() {
	switch e := d.entry; {
	case e.Opened != nil:
		d.open(e.Opened)
	case e.Amended != nil:
		d.amend(e.Amended)
	case e.Applied != nil, e.Reviewed != nil, e.Ruled != nil, e.Closed != nil, e.Selected != nil, e.Answered != nil, e.Seats != nil, e.PromotionsEnd != nil:
		d.seat(e)
	case e.Grouped != nil:
		d.group(e.Grouped)
	case e.Planned != nil:
		d.plan(e.Planned)
	case e.Held != nil:
		d.hold(e.Held)
	case e.Cancelled != nil:
		d.cancel(e.Cancelled)
	case e.Excused != nil:
		d.excuse(e.Excused)
	case e.Marked != nil:
		d.mark(e.Marked)
	case e.Project != nil:
		d.markProject(e.Project)
	case e.Overridden != nil:
		d.override(e.Overridden)
	case e.Ended != nil:
		d.end(e.Ended)
	case e.Issued != nil:
		d.issue(e.Issued)
	case e.Revoked != nil:
		d.revoke(e.Revoked)
	case e.Erased != nil:
		d.erase(e.Erased)
	case e.Decided != nil:
		d.seatsWentOn() // the entry's content was erased
	}
}

// refuse reports that the current entry is refused; path is relative to the entry's
// content.
func (d *draft) refuse(path, code, detail string) { d.report.Add(path, code, detail) }

func (d *draft) open(o *Opened) {
	switch {
	case d.state.opened:
		d.refuse("", "order", "a journal is opened once, by its first entry")
	case o.Course != d.course.digest && !d.trusting: // see isCourseOf
		d.refuse("course", "other-course", "the run is under another definition")
	default:
		d.state.opened = true
	}
}

// amend checks that the entry names the definition of this course, and changes nothing. A
// run that is resumed under a changed definition uses the changed definition from the
// first entry on, and keeps the recorded decisions.
func (d *draft) amend(a *Amended) {
	if a.Course != d.course.digest && !d.trusting {
		d.refuse("course", "other-course", "want the digest of the definition that the run is under; to change it, resume the journal under the other definition, with this entry at its end")
	}
}

// participant returns the index of a person. It also reports whether the person takes
// part now or took part before leaving, and refuses the current entry if neither is true.
func (d *draft) participant(path, id string) (i int, takes bool) {
	i, known := d.find(id)
	takes = known && d.state.people.at(i).took()
	switch {
	case !known:
		d.refuse(path, "unknown-applicant", "nobody with this id applied")
	case !takes:
		d.refuse(path, "no-seat", "this person has no seat")
	}
	return i, takes
}

// needs refuses the current entry if rules that it needs are missing in the course, and
// returns the parameter missing. The parameter phrase names the rules, as in "no
// schedule".
func (d *draft) needs(missing bool, phrase string) bool {
	if missing {
		d.refuse("", "needs", "the course has "+phrase)
	}
	return missing
}

// closedByEnd reports whether the course has ended. If it has, closedByEnd refuses the
// current entry.
func (d *draft) closedByEnd() bool {
	if d.state.ended {
		d.refuse("", "ended", "the course has ended")
	}
	return d.state.ended
}

func (d *draft) override(o *Overridden) {
	i, known := d.participant("participant", o.Participant)
	if !known {
		return
	}
	p := d.state.people.at(i)
	switch {
	case o.Lift && p.decision == nil:
		d.refuse("lift", "no-override", "there is no decision beside the marks to lift")
	case o.Lift:
		d.editResult(i).decision = nil
	default:
		d.editResult(i).decision = o
	}
}

func (d *draft) issue(o *Issued) {
	i, known := d.participant("participant", o.Participant)
	if !known {
		return
	}
	p := d.state.people.at(i)
	holder, void := d.certificate(o.Certificate)
	switch {
	case p.number != "":
		d.refuse("participant", "has-certificate", "revoke the earlier certificate first")
	case void || holder >= 0:
		d.refuse("certificate", "duplicate-certificate", "was issued before")
	case decisionOf(p) != string(grading.Certified) && !d.trusting:
		d.refuse("participant", "not-certified", "the decision is not certified")
	default:
		p = d.edit(i)
		p.number, p.result.ever = o.Certificate, true
		d.certificates[o.Certificate] = certificate{person: i}
	}
}

// certificate describes an issued certificate: person is the index of the person who got
// it, and revoked is the index of the entry that revoked it, or 0.
type certificate struct{ person, revoked int }

// certificate returns the index of the person who holds the certificate with this number,
// or -1, and reports whether it was revoked.
func (d *draft) certificate(number string) (holder int, void bool) {
	c, known := d.certificates[number]
	if !known {
		return -1, false
	}
	if c.revoked > 0 && c.revoked < len(d.entries) {
		revoked := d.entries[c.revoked].Revoked
		void = revoked != nil && revoked.Certificate == number
	}
	if void || c.person >= d.state.people.n || d.state.people.at(c.person).number != number {
		return -1, void
	}
	return c.person, false
}

func (d *draft) revoke(o *Revoked) {
	i, void := d.certificate(o.Certificate)
	switch {
	case void:
		d.refuse("certificate", "revoked", "is void already")
	case i < 0:
		d.refuse("certificate", "unknown-certificate", "was not issued")
	default:
		d.edit(i).number = ""
		d.certificates[o.Certificate] = certificate{person: i, revoked: len(d.entries)}
	}
}

// eachTaking calls do(i, p) for every person p who takes part; i is the index of the
// person.
func (d *draft) eachTaking(do func(i int, p *person)) {
	for i := range d.state.people.n {
		if p := d.state.people.at(i); p.seated() {
			do(i, p)
		}
	}
}

// changes lists the changes that the current entry made, person by person. The people are
// in the order in which they applied.
func (d *draft) changes() []Change {
	list := []Change{}
	for _, i := range d.touched() {
		list = append(list, d.changed(d.before[i], d.state.people.at(i))...)
	}
	return list
}

// touched returns the indices of the people whom the current entry touched, in order.
func (d *draft) touched() []int { return slices.Sorted(maps.Keys(d.before)) }

// changed lists the differences between a person before and after an entry. If before is
// nil, the person is new.
func (d *draft) changed(before, after *person) []Change {
	if before == nil {
		before = &person{}
	}
	var list []Change
	note := func(what, of, from, to string) {
		if from != to {
			list = append(list, Change{after.id, what, of, from, to})
		}
	}
	note("status", "", string(before.status), string(after.status))
	note("group", "", before.group, after.group)
	if after.counts() {
		for _, s := range d.course.sessions {
			from, to := "", string(d.state.attendance(after, s))
			if before.counts() {
				from = string(d.earlier.attendance(before, s))
			} else if to == string(schedule.StatusOpen) {
				continue
			}
			note("attendance", s.id, from, to)
		}
	}
	note("total", "", before.result.text(), after.result.text())
	note("outcome", "", before.result.outcome, after.result.outcome)
	note("decision", "", decisionOf(before), decisionOf(after))
	note("certificate", "", before.number, after.number)
	return list
}
