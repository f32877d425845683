package admission

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Roster returns the roster of an admission to which nothing has happened yet.
func (s *Selector) Roster() Roster {
	if s == nil {
		return Roster{}
	}
	return Roster{Format: format, Policy: s.digest, Capacity: s.capacity, Applicants: []Applicant{}, Entries: []Entry{}, History: []Change{}}
}

// Apply applies events in their order. It returns the new roster, and the results of each
// event. After each event free seats go to those who wait, one after the other, as the
// shares say. The given roster is not changed.
//
// People who hold a seat are never moved: fewer seats, changed facts and rulings take
// effect as people leave. A late application, or new facts, put a person at his or her
// own place among those who wait. A person reinstated waits ahead of the others. An event
// that repeats the present state changes nothing.
//
// The error is [rule.Violations] with paths such as [2].answered.applicant, and then
// nothing was applied. Apply takes time in proportion to the people and the events.
func (s *Selector) Apply(r Roster, events ...Event) (Roster, []Decided, error) {
	return s.move(r, events, nil)
}

// Replay is Apply for events whose decisions were recorded. The result of each event
// comes from the parameter decided, and nothing is decided again. So a roster stays the
// same under a newer version of the library or its tables. The record is checked for
// consistency: changes that cannot have happened are violations with the code "recorded".
func (s *Selector) Replay(r Roster, events []Event, decided []Decided) (Roster, error) {
	if len(events) != len(decided) {
		return Roster{}, rule.Violations{{Code: "recorded", Path: "decided", Detail: "want one for each event"}}
	}
	next, _, err := s.move(r, events, decided)
	return next, err
}

func (s *Selector) move(r Roster, events []Event, recorded []Decided) (Roster, []Decided, error) {
	if err := s.ready(); err != nil {
		return Roster{}, nil, err
	}
	if err := document.Check(r, func(report *rule.Report) { s.checkRoster(r, report) }); err != nil {
		return Roster{}, nil, err
	}
	m := s.motion(r.clone())
	decided := make([]Decided, 0, len(events))
	err := document.Check(events, func(report *rule.Report) {
		for i := range events {
			at := report.At(rule.Index("", i))
			e := events[i].stored()
			e.check(s, at)
			if at.Clean("at") && e.At.Before(m.r.At) {
				at.Add("at", "time-order", "before an earlier event")
			}
			if !at.Clean("") {
				continue
			}
			if recorded != nil {
				m.recorded = new(recorded[i].clone())
			}
			decided = append(decided, m.event(e, at))
		}
	})
	if err != nil {
		return Roster{}, nil, err
	}
	return m.finish(), decided, nil
}

func (d Decided) clone() Decided {
	d.Commitment = clone(d.Commitment)
	if d.Selection != nil {
		d.Selection = new(d.Selection.kept())
	}
	if d.Entry != nil {
		d.Entry = new(d.Entry.clone())
	}
	changes := make([]Change, len(d.Changes))
	for i, c := range d.Changes {
		c.Groups, c.Shares = slices.Clone(c.Groups), slices.Clone(c.Shares)
		changes[i] = c
	}
	d.Changes = changes
	return d
}
