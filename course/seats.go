package course

import (
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
)

// seating is the state of admission that the run itself keeps; the roster is in
// [Run.live].
type seating struct {
	capacity int
	selected bool
	seed     string // seed of the lottery, also used to form groups
}

// seat applies an entry about applications and seats.
func (d *draft) seat(e *Entry) {
	switch {
	case d.closedByEnd():
	case d.course.admission == nil:
		d.seatFreely(e)
	default:
		if e.Applied != nil && !d.trusting {
			if d.course.checkUnits(*e.Applied, d.report); !d.report.Clean("") {
				d.validate(e.Applied, d.course.admission) // for what else is wrong; the roster stays as it is
				return
			}
		}
		d.seatBySelector(e)
	}
}

// validate reports everything that is wrong with the application itself. It returns true
// if nothing is wrong.
func (d *draft) validate(a *admission.Applicant, by *admission.Selector) bool {
	err := by.ValidateApplicants([]admission.Applicant{*a})
	for _, v := range violationsOf(err) {
		d.report.Add(strings.TrimPrefix(v.Path, "[0]."), v.Code, v.Detail)
	}
	return err == nil
}

// event returns an entry in the form that the roster takes.
func event(e *Entry) admission.Event {
	return admission.Event{
		At: e.At, By: e.By, Applied: e.Applied, Reviewed: e.Reviewed, Ruled: e.Ruled, Closed: e.Closed,
		Selected: e.Selected, Answered: e.Answered, Seats: e.Seats, PromotionsEnd: e.PromotionsEnd,
	}
}

// seatBySelector lets the roster decide, or takes over the recorded decision.
func (d *draft) seatBySelector(e *Entry) {
	live := d.liveRoster()
	if live == nil {
		d.refuse("", "decided", "the roster cannot be made again")
		return
	}
	decided := e.Decided.ofAdmission()
	var err error
	if d.trusting {
		err = d.replayOn(live, e, d.state.selected)
	} else {
		decided, err = live.Apply(event(e))
	}
	if err != nil {
		d.whole.Put(violationsOf(err)...)
		return
	}
	d.rosterMoved()
	d.follow(e, decided, live)
	if !d.trusting {
		e.Decided = decidedBy(decided, d.state.selected)
	}
}

// follow updates the people after the roster has changed.
func (d *draft) follow(e *Entry, decided admission.Decided, live *admission.Live) {
	switch {
	case e.Applied != nil:
		if i, known := d.find(e.Applied.ID); known {
			d.edit(i).applicant = e.Applied
		} else {
			d.newPerson(e.Applied)
		}
	case e.Selected != nil:
		d.state.selected, d.state.seed = true, e.Selected.Seed
		for i := range d.state.people.n {
			d.setStatus(i, live)
		}
	case e.Seats != nil:
		d.state.capacity = e.Seats.Capacity
	}
	switch {
	case d.state.selected:
		d.moved(decided.Changes, live)
	case e.Answered != nil: // withdrawn, removed or reinstated
		d.moved([]admission.Change{{ID: e.Answered.Applicant}}, live)
	}
}

// setStatus updates a person's status from the roster.
func (d *draft) setStatus(i int, live *admission.Live) {
	entry, _ := live.Find(d.state.people.at(i).id)
	if d.state.people.at(i).status == entry.Status {
		return
	}
	p := d.editResult(i)
	was := p.seated()
	p.status = entry.Status
	switch now := p.seated(); {
	case now && !was:
		p.sit(d.entry.At)
	case was && !now:
		p.leave(d.entry.At)
	}
}

// liveRoster returns the roster after the entries of the draft.
func (d *draft) liveRoster() *admission.Live {
	if d.live == nil {
		d.live, d.seen = d.rosterOf(d.entries), len(d.entries)
	}
	return d.live
}

// rosterMoved notes that the roster has taken the current entry.
func (d *draft) rosterMoved() { d.seen, d.snapshot = len(d.entries)+1, nil }

// forgetRoster makes the next entry build a new roster. Record calls it if the roster has
// taken an entry that was not recorded in the end. Clone calls it because two runs cannot
// share a roster.
func (r *Run) forgetRoster() { r.live, r.snapshot = nil, nil }

// rosterOf replays recorded entries on a new roster. If one of them cannot be replayed,
// it returns nil, which is a roster that refuses every event.
func (r *Run) rosterOf(entries []Entry) *admission.Live {
	roster := r.course.admission.Roster()
	roster.Capacity = r.capacity
	live, err := r.course.admission.Live(roster)
	capacity, selected := r.capacity, false
	for i := range entries {
		e := &entries[i]
		switch {
		case !e.isEvent():
		case e.kind() == "erased" || e.kind() == "":
			err = live.Replay(seatsGoOn(e.At, capacity), e.Decided.ofAdmission())
		default:
			err = r.replayOn(live, e, selected)
			selected = selected || e.Selected != nil
		}
		if err != nil {
			return nil
		}
		if e.Seats != nil {
			capacity = e.Seats.Capacity
		}
	}
	return live
}

// isEvent reports whether a roster takes an entry as an event. An erasure, or an entry that
// lost its content, is an event only if it has a decision about other people.
func (e *Entry) isEvent() bool {
	switch e.kind() {
	case "applied", "reviewed", "ruled", "closed", "selected", "answered", "seats", "promotions_end":
		return true
	case "erased", "":
		return e.Decided != nil
	}
	return false
}

// replayOn replays an entry on a roster. Before the selection, only a closing of the list
// has a recorded decision, the commitment. All other entries before the selection are
// applied again.
func (r *Run) replayOn(live *admission.Live, e *Entry, selected bool) error {
	if selected || e.Selected != nil || e.Closed != nil {
		return live.Replay(event(e), r.underThisPolicy(e.Decided.ofAdmission()))
	}
	_, err := live.Apply(event(e))
	return err
}

// underThisPolicy returns a recorded decision with the digest of the policy that the run
// uses now: an amended run keeps the selection that was made under an earlier policy.
func (r *Run) underThisPolicy(d admission.Decided) admission.Decided {
	if d.Selection != nil && r.amended {
		made := *d.Selection
		made.Audit.Digests.Policy = r.course.admission.Roster().Policy
		d.Selection = &made
	}
	return d
}

// seatsGoOn returns an event that changes nothing itself. The decision to which it leads
// says who gets the seat of an erased person.
func seatsGoOn(at time.Time, capacity int) admission.Event {
	return admission.Event{At: at, Seats: &admission.Seats{Capacity: capacity}}
}

// onRoster reports whether a person has a seat or may still get one. If such a person is
// erased, the decision about other people can change.
func (d *draft) onRoster(p *person) bool {
	return d.course.admission != nil && !d.state.ended &&
		(p.status.Seated() || p.status == admission.StatusWaiting || p.status == admission.StatusIncomplete)
}

// leaveSeat gives an erased person's seat to others, and records whose status changed.
func (d *draft) leaveSeat(i int) {
	p := d.state.people.at(i)
	if !d.onRoster(p) {
		return
	}
	live := d.liveRoster()
	gone := &admission.Answered{Applicant: p.id, Answer: admission.StatusWithdrawn}
	decided, err := live.Apply(admission.Event{At: d.entry.At, Answered: gone})
	if err != nil {
		d.whole.Put(violationsOf(err)...)
		return
	}
	d.rosterMoved()
	changes := slices.DeleteFunc(decided.Changes, func(c admission.Change) bool { return c.ID == p.id })
	if len(changes) > 0 {
		d.entry.Decided = &Decided{Changes: changes}
		d.moved(changes, live)
	}
}

// newPerson adds a person who applied.
func (d *draft) newPerson(a *admission.Applicant) *person {
	p := &person{id: a.ID, applicant: a, status: admission.StatusApplied}
	i := d.state.people.add(p)
	d.index[a.ID] = i
	d.before[i] = nil
	d.regrade = append(d.regrade, i)
	return p
}
