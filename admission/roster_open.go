package admission

import (
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Open makes a roster from a selection and its intake, without selecting again. Admitted
// people hold an offer that begins at the given instant. The findings of the selection
// are not needed. The error is [rule.Violations]. It reports what is wrong with the
// intake or the instant, and refuses a selection that was made from other people or under
// another policy.
func (s *Selector) Open(in Intake, made Selection, at time.Time) (Roster, error) {
	if err := s.ready(); err != nil {
		return Roster{}, err
	}
	err := document.Check(in, func(r *rule.Report) {
		s.checkIntake(in, r)
		checkInstant(r, "at", at)
	})
	if err != nil {
		return Roster{}, err
	}
	var r rule.Report
	m := s.motion(s.Roster())
	m.r.Capacity = made.Audit.Capacity
	for i := range in.Applicants {
		a := in.Applicants[i].clone()
		m.add(Entry{ID: a.ID, Status: StatusApplied, Since: stored(at)})
		m.keep(a)
	}
	for _, ruling := range in.Rulings {
		m.setRuling(ruling)
	}
	m.r.Closed = clone(in.Closed)
	if m.r.Closed != nil {
		m.r.Closed.Draw.At = stored(m.r.Closed.Draw.At)
		m.r.Commitment = new(made.Audit.Digests)
	}
	m.recorded = &Decided{Selection: &made}
	m.event(Event{At: stored(at), Selected: &Selected{Seed: in.Seed}}, &r)
	if err := r.Violations().Err(); err != nil {
		return Roster{}, err
	}
	return m.finish(), nil
}

// fits reports whether a selection has the present format and was made with this policy,
// these people, this number of seats and this seed. It adds what is wrong to r.
func (s *Selector) fits(made Selection, in Intake, capacity int, r *rule.Report) bool {
	if made.Format != format {
		r.Add("", "format", "want a selection of format 1")
	}
	if made.Audit.Digests.Policy != s.digest {
		r.Add("", "other-policy", "the selection is of another policy")
	}
	if made.Audit.Capacity != capacity || len(made.Admitted) > capacity {
		r.Add("", "recorded", "the selection is for another number of seats")
	}
	if made.Audit.Seed != in.Seed {
		r.Add("", "recorded", "the selection is made with another seed")
	}
	left := make(map[string]bool, len(in.Applicants))
	for i := range in.Applicants {
		left[in.Applicants[i].ID] = true
	}
	for _, list := range made.lists() {
		for i, p := range list.people {
			at := spot{r, list.name, i}
			if !left[p.ID] {
				at.add("id", "unknown-id", "did not apply, or is listed twice")
				continue
			}
			delete(left, p.ID)
			if !p.Eligibility.valid() {
				at.add("eligibility", "unknown-value", "want ineligible, incomplete or eligible")
			}
			e := Entry{ID: p.ID, Status: list.status, Keys: p.Keys, Groups: p.Groups}
			if list.status == StatusOffered {
				e.Rank = 1
			}
			s.checkEntry(&e, at)
		}
	}
	if len(left) > 0 {
		r.Add("", "recorded", count(len(left), "applicant")+" not in the selection")
	}
	return r.Clean("")
}
