package admission

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Apply returns the roster after the events, in their order, and what changed
// for whom. After each event free seats go to whoever waits, in call order. The
// roster given is left as it is.
//
// Nobody who holds an offer is moved: fewer seats take effect as people leave,
// and somebody whose application becomes complete joins the waitlist, at the
// place of his or her keys, lot and floors. Nobody else's place changes but for
// that; whoever leaves while waiting is passed over when the turn comes.
//
// The error is [rule.Violations] with paths such as [2].id, and then nothing was
// applied: unknown-id, status where an event cannot happen to somebody of that
// status (so also to anybody who left), time-order where an instant lies before
// the one of an earlier event, seed-required where a lot is needed and there is
// no seed, duplicate-seed where there is one. Instants are kept in UTC.
func (s *Selector) Apply(r Roster, events ...Event) (Roster, []Change, error) {
	if err := document.Check(r, func(report *rule.Report) { s.CheckRoster(r, report) }); err != nil {
		return Roster{}, nil, err
	}
	next, changes := r.clone(), []Change{}
	err := document.Check(events, func(report *rule.Report) {
		for i, e := range events {
			at := report.At(rule.Index("", i))
			e.At, e.Until = stored(e.At), stored(e.Until)
			e.check(s, at)
			if n := len(next.Log); n > 0 && at.Clean("at") && e.At.Before(next.Log[n-1].At) {
				at.Add("at", "time-order", "before an earlier event")
			}
			if at.Clean("") {
				changes = append(changes, s.step(&next, e, at)...)
			}
		}
	})
	if err != nil {
		return Roster{}, nil, err
	}
	return next, changes, nil
}

// step applies one well-formed event, or reports why it cannot happen.
func (s *Selector) step(r *Roster, e Event, report *rule.Report) []Change {
	var changes []Change
	switch e.Kind {
	case EventCapacity:
		r.Capacity = *e.Capacity
	case EventDeadline:
		r.PromoteUntil = e.Until
	case EventSeed:
		if r.Seed != "" {
			report.Add("seed", "duplicate-seed", "there is a seed already")
			return nil
		}
		r.Seed = e.Seed
	default:
		i := slices.IndexFunc(r.Entries, func(entry Entry) bool { return entry.ID == e.ID })
		if i < 0 {
			report.Add("id", "unknown-id", "not on the roster")
			return nil
		}
		entry := &r.Entries[i]
		change := Change{At: e.At, ID: e.ID, From: entry.Status, To: e.Kind.status()}
		if !e.Kind.befalls(entry.Status) {
			report.Add("id", "status", "cannot happen to somebody of that status")
			return nil
		}
		if e.Kind == EventCompleted {
			if !s.complete(r, i, e.Applicant) {
				report.Add("id", "seed-required", "ties with somebody who waits, so the lottery needs a seed: state one in an event first")
				return nil
			}
			change.To = r.status(e.ID)
		} else {
			entry.Status = change.To
		}
		changes = append(changes, change)
	}
	r.Log = append(r.Log, e.clone())
	return append(changes, r.promote(e)...)
}

func (r *Roster) status(id string) Status {
	for i := range r.Entries {
		if r.Entries[i].ID == id {
			return r.Entries[i].Status
		}
	}
	return ""
}

// promote offers the free seats to whoever waits, in call order.
func (r *Roster) promote(e Event) []Change {
	if !r.PromoteUntil.IsZero() && !e.At.Before(r.PromoteUntil) {
		return nil
	}
	var changes []Change
	free := r.free()
	for i := range r.Entries {
		if entry := &r.Entries[i]; free > 0 && entry.Status == StatusWaiting {
			changes = append(changes, Change{At: e.At, ID: entry.ID, From: StatusWaiting, To: StatusOffered})
			entry.Status, entry.Called = StatusOffered, true
			free--
		}
	}
	return changes
}

// complete assesses entry i anew and places it. It reports false where that
// would take a lottery and there is no seed.
func (s *Selector) complete(r *Roster, i int, a *Applicant) bool {
	assessed := s.assess(a)
	switch assessed.Eligibility {
	case Incomplete:
		r.Entries[i] = Entry{ID: a.ID, Status: StatusIncomplete, Reasons: assessed.Reasons}
		return true
	case Ineligible:
		r.Entries[i] = Entry{ID: a.ID, Status: StatusIneligible, Reasons: assessed.Reasons}
		return true
	}
	c := s.candidate(a)
	var p Placement
	s.explain(&p, c)
	return s.insert(r, i, Entry{ID: a.ID, Status: StatusWaiting, Ranked: true, Keys: p.Keys, Carries: p.Carries})
}
