package course

import (
	"slices"
	"strings"

	"github.com/cohortkit/cohort/admission"
)

// snapshot is the present roster as plain data. The map why holds the explanations by the
// id of the person. It is nil until an explanation is needed.
type snapshot struct {
	roster admission.Roster
	why    map[string]admission.Explanation
}

// roster returns the roster as plain data, or nil if the course has none.
func (r *Run) roster() *snapshot {
	d := draft{Run: r, state: r.state, entries: r.entries}
	live := d.liveRoster()
	switch {
	case live == nil:
		return nil
	case r.snapshot == nil:
		r.snapshot = &snapshot{roster: live.Roster()}
	}
	return r.snapshot
}

// explain returns the explanation of a person's status. It computes the explanations of
// all people at once, which takes little longer than computing one.
func (t *snapshot) explain(live *admission.Live, id string) admission.Explanation {
	if t.why == nil {
		all := live.Explain()
		t.why = make(map[string]admission.Explanation, len(all))
		for _, why := range all {
			t.why[why.ID] = why
		}
	}
	return copied(t.why[id])
}

// seatsOf fills in the seats and applications of a state.
func (r *Run) seatsOf(s *State) {
	snapshot := r.roster()
	if snapshot == nil {
		for i := range r.state.people.n {
			switch p := r.state.people.at(i); {
			case p.seated():
				s.Seats = append(s.Seats, p.id)
			case p.status.Left():
				s.Left[p.id] = string(p.status)
			}
		}
		slices.SortFunc(s.Seats, compareNames)
		return
	}
	for _, e := range snapshot.roster.Entries {
		switch {
		case e.Status.Seated():
			s.Seats = append(s.Seats, e.ID)
		case e.Status == admission.StatusWaiting:
			s.Waitlist = append(s.Waitlist, e.ID)
		case e.Status == admission.StatusIncomplete:
			s.Incomplete[e.ID] = slices.Sorted(slices.Values(e.Reasons))
		case e.Status == admission.StatusIneligible:
			s.Ineligible[e.ID] = slices.Sorted(slices.Values(e.Reasons))
		case e.Status.Left():
			s.Left[e.ID] = string(e.Status)
		}
	}
}

// seatOf fills in a person's status and its explanation.
func (r *Run) seatOf(out *Person, p *person) {
	snapshot := r.roster()
	if snapshot == nil {
		last := p.tenures[len(p.tenures)-1] // everybody who applied has or had a seat
		out.Since = last.to
		if p.seated() {
			out.Since = last.from
		}
		return
	}
	entry, _ := r.live.Find(p.id)
	out.Since = entry.Since
	if !r.state.selected {
		return
	}
	why := snapshot.explain(r.live, p.id)
	why.Against, why.Others = "", nil // they are about other people
	for n, code := range why.Without {
		if strings.HasPrefix(code, "ruling:") && code != "ruling:"+p.id {
			why.Without[n] = "ruling"
		}
	}
	out.Seat = &why
}
