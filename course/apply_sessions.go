package course

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// session is a session of the course with its sittings, as indices into Course.sittings.
type session struct {
	id       string
	sittings []int
}

// sessionsOf lists the sittings by planned time, and the sessions by the planned time of
// their first sittings.
func sessionsOf(t *schedule.Timetable) (sittings []string, sessions []session) {
	at := map[string]int{}
	for i, s := range t.Sessions() {
		id := s.ID
		if s.Repeats != "" {
			id = s.Repeats
		}
		n, known := at[id]
		if !known {
			n = len(sessions)
			at[id] = n
			sessions = append(sessions, session{id: id})
		}
		sittings = append(sittings, s.ID)
		sessions[n].sittings = append(sessions[n].sittings, i)
	}
	return sittings, sessions
}

// sittingOf returns the index of the sitting with an id. If there is none, it adds a
// violation at path (unless path already has one) and returns false.
func (d *draft) sittingOf(path, id string) (int, bool) {
	i := slices.Index(d.course.sittings, id)
	if i < 0 && d.report.Clean(path) {
		d.report.Put(rule.UnknownName(path, "unknown-session", "session", id, d.course.sittings))
	}
	return i, i >= 0
}

// planned returns the planned times of a sitting.
func (s *state) planned(id string) schedule.LocalSession {
	for _, local := range s.times.In(time.UTC) {
		if local.ID == id {
			return local
		}
	}
	return schedule.LocalSession{}
}

// setSitting replaces the state of a sitting.
func (d *draft) setSitting(i int, to sitting) {
	d.state.sittings = slices.Clone(d.state.sittings)
	d.state.sittings[i] = to
}

func (d *draft) plan(p *Planned) {
	if d.needs(d.course.schedule == nil, "no schedule") || d.closedByEnd() {
		return
	}
	to := schedule.Planned{Session: p.Session, Deadline: p.Deadline, Start: p.Start, End: p.End} // without the reason, which the entry keeps
	if p.Deadline != "" && p.Start.IsZero() {
		to.Start, to.End = p.End, civil.DateTime{}
	}
	times, err := d.state.times.Move(to)
	if err != nil {
		for _, v := range violationsOf(err) {
			if p.Deadline != "" && v.Path == "start" {
				v.Path = deadlineField(p)
			}
			d.report.Put(v)
		}
		return
	}
	if p.Deadline != "" {
		d.state.times = times
		if past, err := times.InTime(p.Deadline, d.entry.At); !d.trusting && err == nil && !past {
			d.refuse(deadlineField(p), "not-ahead", "want a time ahead")
		}
		return
	}
	i := slices.Index(d.course.sittings, p.Session) // a session that could be moved is known
	d.state.times = times
	start := d.state.planned(p.Session).Start
	d.setSitting(i, sitting{status: schedule.StatusOpen, start: start})
	if !d.trusting && start.Before(d.entry.At) {
		d.refuse("start", "not-ahead", "want a time ahead; a session that took place at another time is held")
		return
	}
	d.forget(i)
	d.reckonAll()
}

// deadlineField returns the name of the field that states the time of a deadline.
func deadlineField(p *Planned) string {
	if p.Start.IsZero() {
		return "end"
	}
	return "start"
}

// countable returns a copy of rows in which the rows of people who never applied have
// valid times. So the entry stays valid if, for example, a host is still in the meeting
// and the host's row has no end. The ids in these rows are still checked, and the people
// are counted.
func (d *draft) countable(rows []schedule.Segment) []schedule.Segment {
	rows = slices.Clone(rows)
	for i := range rows {
		if _, applied := d.find(rows[i].Participant); !applied {
			rows[i].Join, rows[i].MeetingEnd = d.entry.At, nil
			rows[i].Leave = &rows[i].Join
		}
	}
	return rows
}

func (d *draft) hold(h *schedule.Held) {
	if d.needs(d.course.schedule == nil, "no schedule") {
		return
	}
	if d.course.attended == nil && d.needs(len(h.Rows) > 0, "no rule that says what counts as attended") {
		return
	}
	stated := *h
	stated.Rows = d.countable(h.Rows)
	if d.trusting && d.entry.Decided != nil && d.entry.Decided.Held != nil {
		stated.Start, stated.End = &d.entry.Decided.Held.Start, &d.entry.Decided.Held.End
	}
	there, err := d.state.times.Attend(stated, d.course.attendanceRule())
	if err != nil {
		d.report.Put(violationsOf(err)...)
		return
	}
	if !d.trusting && d.entry.At.Before(there.End) {
		d.refuse("session", "too-early", "the session ends later, at "+there.End.Format(time.RFC3339))
		return
	}
	i := slices.Index(d.course.sittings, h.Session) // a session that could be held is known
	d.forget(i)
	strangers := 0
	for _, a := range there.People {
		who, applied := d.find(a.Participant)
		if !applied {
			strangers++
			continue
		}
		p := d.edit(who)
		p.presence = append(slices.Clip(p.presence), presence{i, a.Seconds, a.Attended})
		p.reached = true
	}
	if !d.trusting {
		d.entry.Decided = &Decided{Held: &HeldTimes{Start: there.Start, End: there.End, Strangers: strangers}}
		d.entry.Held = kept(h, d.applied)
	}
	if decided := d.entry.Decided; decided != nil && decided.Held != nil {
		if strangers = decided.Held.Strangers; strangers < 0 || strangers > maxStrangers {
			d.refuse("", "decided", "the number of strangers is not from 0 to 1,000,000")
		}
	}
	d.setSitting(i, sitting{status: schedule.StatusHeld, start: there.Start, end: there.End, strangers: strangers})
	d.reckonAll()
}

// maxStrangers is the largest number of strangers at a sitting. It equals the largest
// number of rows of a sitting.
const maxStrangers = 1_000_000

// forget removes the presence of all people at a sitting.
func (d *draft) forget(sitting int) {
	for i := range d.state.people.n {
		if p := d.state.people.at(i); p.at(sitting) != nil {
			edited := d.edit(i)
			edited.presence = slices.DeleteFunc(slices.Clone(p.presence), func(at presence) bool { return at.sitting == sitting })
		}
	}
}

// at returns the presence of a person at a sitting, or nil.
func (p *person) at(sitting int) *presence {
	for i := range p.presence {
		if p.presence[i].sitting == sitting {
			return &p.presence[i]
		}
	}
	return nil
}

func (d *draft) cancel(o *Cancelled) {
	if d.needs(d.course.schedule == nil, "no schedule") {
		return
	}
	i, known := d.sittingOf("session", o.Session)
	if !known {
		return
	}
	d.forget(i)
	d.setSitting(i, sitting{status: schedule.StatusCancelled, start: d.state.sittings[i].start})
	d.reckonAll()
}
