package schedule

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Planned says that a session, or one of its sittings, or a deadline is moved
// to another wall time of the plan's zone.
type Planned struct {
	Session  string `json:"session,omitzero" validate:"omitempty,id"` // or the id of a sitting
	Deadline string `json:"deadline,omitzero" validate:"omitempty,id"`
	// Start is the new start of the session, or the new time of the deadline.
	Start civil.DateTime `json:"start,omitzero" validate:"required"`
	// End is the new end of the session. If End is absent, the session keeps its length
	// on the clock. A deadline has no end.
	End         civil.DateTime    `json:"end,omitzero"`
	ClockChange civil.ClockChange `json:"clock_change,omitzero" validate:"omitempty,name=earlier later compatible"`
	Reason      string            `json:"reason,omitzero" validate:"max=1000,text"`
}

// move moves one sitting or deadline in place, and reports a move that is not
// possible. [Compile] reports whether the new time fits.
func (p Plan) move(to Planned, r *rule.Report) {
	r.Put(document.Shape(to)...)
	switch {
	case to.Session != "" && to.Deadline != "":
		r.Note("deadline", "one-of", "two kinds are set: session, deadline; keep one")
	case to.Session == "" && to.Deadline == "":
		r.Note("", "one-of", "want a session or a deadline")
	case to.Deadline != "":
		p.moveDeadline(to, r)
	default:
		p.moveSession(to, r)
	}
}

func (p Plan) moveDeadline(to Planned, r *rule.Report) {
	i := slices.IndexFunc(p.Deadlines, func(d Deadline) bool { return d.ID == to.Deadline })
	if !to.End.IsZero() {
		r.Add("end", "not-applicable", "a deadline has no end; the start is its time")
	}
	if i < 0 {
		if r.Clean("deadline") {
			r.Put(rule.UnknownName("deadline", "unknown-deadline", "deadline", to.Deadline, p.deadlineIDs()))
		}
		return
	}
	d := &p.Deadlines[i]
	d.At, d.ClockChange, d.UTC = to.Start, to.ClockChange, nil
}

func (p Plan) moveSession(to Planned, r *rule.Report) {
	for i := range p.Sessions {
		s := &p.Sessions[i]
		if s.ID == to.Session {
			s.Start, s.End = to.times(s.Start, s.End)
			s.ClockChange, s.UTC, s.UTCEnd = to.ClockChange, nil, nil
			return
		}
		for n := range s.Repeats {
			if again := &s.Repeats[n]; again.ID == to.Session {
				again.Start, again.End = to.times(again.Start, again.End)
				again.ClockChange, again.UTC, again.UTCEnd = to.ClockChange, nil, nil
				return
			}
		}
	}
	if r.Clean("session") {
		r.Put(rule.UnknownName("session", "unknown-session", "session", to.Session, p.sittingIDs()))
	}
}

// times returns the new start and end of a sitting that lasted from start to end
// before the move.
func (to Planned) times(start, end civil.DateTime) (from, until civil.DateTime) {
	if !to.End.IsZero() {
		return to.Start, to.End
	}
	return to.Start, to.Start.AddSeconds(end.Unix() - start.Unix())
}

// violationsOf returns the violations of p, the plan after the move, as violations of the
// move: their path becomes start or end.
func (p Plan) violationsOf(to Planned, found rule.Violations) rule.Violations {
	own := ""                  // the path of the moved sitting
	ids := map[string]string{} // of sittings, by path
	for _, s := range p.sittings() {
		ids[s.path] = s.ID
		if to.Session == s.ID {
			own = s.path
		}
	}
	moved := make(rule.Violations, len(found))
	for i, v := range found {
		if id, known := ids[v.Path]; known && v.Path != own {
			v.Detail = id + ": " + v.Detail
		}
		if v.Path == rule.Field(own, "end") && !to.End.IsZero() {
			v.Path = "end"
		} else {
			v.Path = "start"
		}
		moved[i] = v
	}
	return moved
}

// MoveAll returns p with every sitting and deadline moved by a number of days and
// minutes on the clock: later, or earlier where they are negative. A course at 15:00
// stays at 15:00 when it moves across a clock change. Stated UTC instants are left
// out. A plan with a pattern is expanded first; if that is not possible, it is
// returned unchanged.
func (p Plan) MoveAll(days, minutes int) Plan {
	moved, err := p.Expand()
	if err != nil {
		return p.clone()
	}
	later := func(w civil.DateTime) civil.DateTime { return w.AddDays(days).AddSeconds(60 * int64(minutes)) }
	for i := range moved.Sessions {
		s := &moved.Sessions[i]
		s.Start, s.End, s.UTC, s.UTCEnd = later(s.Start), later(s.End), nil, nil
		for n := range s.Repeats {
			again := &s.Repeats[n]
			again.Start, again.End, again.UTC, again.UTCEnd = later(again.Start), later(again.End), nil, nil
		}
	}
	for i := range moved.Deadlines {
		d := &moved.Deadlines[i]
		d.At, d.UTC = later(d.At), nil
	}
	return moved
}

// Stamped returns p with the UTC instants of its wall times by the zone data given. The
// new instants replace stated ones. A plan that is published with its instants reveals a
// later change of the zone's rules. The error is nil or [rule.Violations].
func (p Plan) Stamped(zones civil.Zones) (Plan, error) {
	plain := p.MoveAll(0, 0)
	t, err := Compile(plain, zones)
	if err != nil {
		return Plan{}, err
	}
	utc := func(at time.Time) *time.Time { return new(at.UTC()) }
	for i := range plain.Sessions {
		s := &plain.Sessions[i]
		slot := t.slots[t.index[s.ID]]
		s.UTC, s.UTCEnd = utc(slot.start), utc(slot.end)
		for n := range s.Repeats {
			slot := t.slots[t.index[s.Repeats[n].ID]]
			s.Repeats[n].UTC, s.Repeats[n].UTCEnd = utc(slot.start), utc(slot.end)
		}
	}
	for i := range plain.Deadlines {
		for _, d := range t.deadlines {
			if d.ID == plain.Deadlines[i].ID {
				plain.Deadlines[i].UTC = utc(d.at)
			}
		}
	}
	return plain, nil
}

// clone returns a copy of p that shares nothing with it.
func (p Plan) clone() Plan {
	p.Sessions, p.Deadlines = slices.Clone(p.Sessions), slices.Clone(p.Deadlines)
	for i := range p.Sessions {
		s := &p.Sessions[i]
		s.UTC, s.UTCEnd, s.Source = clone(s.UTC), clone(s.UTCEnd), clone(s.Source)
		s.Repeats = slices.Clone(s.Repeats)
		for n := range s.Repeats {
			s.Repeats[n].UTC, s.Repeats[n].UTCEnd = clone(s.Repeats[n].UTC), clone(s.Repeats[n].UTCEnd)
		}
	}
	for i := range p.Deadlines {
		p.Deadlines[i].UTC, p.Deadlines[i].Source = clone(p.Deadlines[i].UTC), clone(p.Deadlines[i].Source)
	}
	if p.Pattern != nil {
		pattern := *p.Pattern
		pattern.Weekdays, pattern.Avoid = slices.Clone(pattern.Weekdays), slices.Clone(pattern.Avoid)
		pattern.Then = slices.Clone(pattern.Then)
		p.Pattern = &pattern
	}
	return p
}

func clone[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}
