package schedule

import (
	"slices"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
)

// Move returns p with one session moved to start at another wall time: its end
// is as far from its start on the clock as before. A stated UTC instant is left
// out, since it was that of the old start. The error is nil or
// [rule.Violations] with code unknown-session.
func (p Plan) Move(id string, start civil.DateTime) (Plan, error) {
	i := slices.IndexFunc(p.Sessions, func(s Session) bool { return s.ID == id })
	if i < 0 {
		return Plan{}, rule.Violations{{Code: "unknown-session", Path: "id", Detail: "no session has this id"}}
	}
	moved := p.clone()
	s := &moved.Sessions[i]
	s.Start, s.End, s.UTC = start, start.AddSeconds(s.End.Unix()-s.Start.Unix()), nil
	return moved, nil
}

// MoveAll returns p with every session so many days and minutes later on the
// clock, or earlier where they are negative: a course at 15:00 stays at 15:00
// when it moves across a clock change. Stated UTC instants are left out.
func (p Plan) MoveAll(days, minutes int) Plan {
	moved := p.clone()
	for i := range moved.Sessions {
		s := &moved.Sessions[i]
		s.Start, s.End, s.UTC = s.Start.AddDays(days).AddMinutes(minutes), s.End.AddDays(days).AddMinutes(minutes), nil
	}
	return moved
}

func (p Plan) clone() Plan {
	p.Sessions = slices.Clone(p.Sessions)
	for i := range p.Sessions {
		p.Sessions[i] = p.Sessions[i].clone()
	}
	return p
}

func (s Session) clone() Session {
	if s.UTC != nil {
		s.UTC = new(*s.UTC)
	}
	if s.Source != nil {
		s.Source = new(*s.Source)
	}
	return s
}
