package admission

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Live is a roster that is kept in memory while events come in one by one. An event takes
// time in proportion to what it changes, not to the number of people. A Live is for one
// goroutine at a time.
type Live struct{ m *motion }

// Live returns a Live that begins with a copy of the roster. The error is
// [rule.Violations]: what is wrong with the roster.
func (s *Selector) Live(r Roster) (*Live, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	if err := document.Check(r, func(report *rule.Report) { s.checkRoster(r, report) }); err != nil {
		return nil, err
	}
	return &Live{s.motion(r.clone())}, nil
}

// Apply is [Selector.Apply] for one event. After an error, l is unchanged.
func (l *Live) Apply(e Event) (Decided, error) { return l.step(e, nil) }

// Replay is [Selector.Replay] for one event. After an error, l must not be used any more,
// since the event may have been applied in part.
func (l *Live) Replay(e Event, decided Decided) error {
	_, err := l.step(e, &decided)
	return err
}

func (l *Live) step(e Event, recorded *Decided) (decided Decided, err error) {
	if l == nil || l.m == nil {
		return Decided{}, (*Selector)(nil).ready()
	}
	e = e.stored()
	at, events := l.m.r.At, l.m.r.Events
	err = document.Check(e, func(r *rule.Report) {
		e.check(l.m.s, r)
		if r.Clean("at") && e.At.Before(l.m.r.At) {
			r.Add("at", "time-order", "before an earlier event")
		}
		if !r.Clean("") {
			return
		}
		if l.m.recorded = nil; recorded != nil {
			l.m.recorded = new(recorded.clone())
		}
		decided = l.m.event(e, r)
	})
	if err != nil {
		l.m.r.At, l.m.r.Events = at, events
		return Decided{}, err
	}
	return decided, nil
}

// Find returns the entry of a person.
func (l *Live) Find(id string) (Entry, bool) {
	if l == nil || l.m == nil {
		return Entry{}, false
	}
	i, known := l.m.entries[id]
	if !known {
		return Entry{}, false
	}
	return l.m.r.Entries[i].clone(), true
}

// Explain is [Selector.Explain] of everybody on the present roster, which is not checked
// again.
func (l *Live) Explain() []Explanation {
	if l == nil || l.m == nil {
		return nil
	}
	r := l.Roster()
	x := l.m.s.explainer(&r)
	x.work()
	return x.everybody()
}

// Roster returns the present roster, which shares nothing with l.
func (l *Live) Roster() Roster {
	if l == nil || l.m == nil {
		return Roster{}
	}
	r := l.m.r.clone()
	r.Rulings = nil
	for _, ruling := range l.m.rulings {
		r.Rulings = append(r.Rulings, ruling)
	}
	return l.m.s.motion(r).finish()
}
