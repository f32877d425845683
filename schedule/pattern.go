package schedule

import (
	"errors"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
)

// Pattern is a rhythm that a plan's sessions follow. From a date on, there is a session
// on certain days of each week, until a number of sessions is reached. Then further
// sessions follow, each a number of days after an earlier session. The sessions have the
// ids session-1, session-2 and so on.
type Pattern struct {
	// From is the first day that may hold a session.
	From     civil.Date      `json:"from,omitzero" validate:"required"`
	Weekdays []civil.Weekday `json:"weekdays" validate:"required,min=1,max=7,dive,name=monday tuesday wednesday thursday friday saturday sunday"`
	Count    int             `json:"count" validate:"min=1,max=1000"`
	At       civil.TimeOfDay `json:"at,omitzero" validate:"required"`
	// Minutes is the length of a session on the clock. If the clocks change during a
	// session, the session lasts longer or shorter than Minutes.
	Minutes int `json:"minutes" validate:"min=1,max=10080"`
	// Avoid names days on which no session starts. The weekly sessions skip these days.
	// The sessions that the field Then adds must not start on them.
	Avoid       []civil.Date      `json:"avoid,omitzero" validate:"max=1000,dive,required"`
	Then        []Follow          `json:"then,omitzero" validate:"max=999,dive"`
	ClockChange civil.ClockChange `json:"clock_change,omitzero" validate:"omitempty,name=earlier later compatible"`
}

// Follow is one more session, a number of days after an earlier one.
type Follow struct {
	After   int             `json:"after" validate:"min=1,max=1000"` // number of a session, from 1
	Days    int             `json:"days" validate:"min=0,max=3660"`
	At      civil.TimeOfDay `json:"at,omitzero"`                                 // absent: as the pattern says
	Minutes int             `json:"minutes,omitzero" validate:"min=0,max=10080"` // absent: as the pattern says
}

// check reports what is wrong with p beyond its shape. The sessions that p yields are
// checked when they are resolved.
func (p Pattern) check(r *rule.Report) {
	checkStart("at", p.At, r)
	if r.Clean("count", "then") && p.Count+len(p.Then) > maxSessions {
		r.Note("then", "too-many", "at most 1,000 sessions")
	}
	for i, f := range p.Then {
		at := r.At(rule.Index("then", i))
		checkStart("at", f.At, at)
		if at.Clean("after") && r.Clean("count") && f.After > p.Count+i {
			at.Add("after", "unknown-session", "want the number of an earlier session, 1 to "+strconv.Itoa(p.Count+i))
		}
	}
	if !r.Clean("from", "weekdays", "avoid", "count") {
		return
	}
	days, ok := p.days()
	if !ok {
		r.Note("from", "plan-span", "the days are not found within ten years")
		return
	}
	for i, f := range p.Then {
		at := rule.Index("then", i)
		if !r.Clean(at) || f.After > len(days) {
			return
		}
		day := days[f.After-1].AddDays(f.Days)
		if slices.Contains(p.Avoid, day) {
			r.Add(rule.Field(at, "days"), "avoided-date", "falls on "+day.String()+", a date to avoid; choose another number of days")
		}
		days = append(days, day)
	}
}

// checkStart reports the time 24:00, at which no session can start.
func checkStart(path string, at civil.TimeOfDay, r *rule.Report) {
	if r.Clean(path) && at == civil.MustTimeOfDay("24:00") {
		r.Add(path, "time-of-day", "want 00:00 to 23:59:59; 24:00 is the start of the next day")
	}
}

// Expand returns p with its pattern replaced by the sessions that the pattern yields,
// in the order in which the pattern names them. A plan without a pattern is returned
// as it is. The error is nil or [rule.Violations] of the pattern.
func (p Plan) Expand() (Plan, error) {
	whole := p.clone()
	if p.Pattern == nil {
		return whole, nil
	}
	if vs := violationsAt(p.Validate(), "pattern"); len(vs) > 0 {
		return Plan{}, vs
	}
	whole.Pattern = nil
	for _, s := range p.Pattern.sessions() {
		s.ID = "session-" + strconv.Itoa(len(whole.Sessions)+1)
		whole.Sessions = append(whole.Sessions, s)
	}
	return whole, nil
}

// violationsAt returns the violations of err at a path or below it.
func violationsAt(err error, path string) rule.Violations {
	var vs rule.Violations
	errors.As(err, &vs)
	return slices.DeleteFunc(vs, func(v rule.Violation) bool {
		at := v.Path
		for at != path && at != "" {
			at = rule.Parent(at)
		}
		return at != path
	})
}

// sessions returns the sessions of a checked pattern, without their ids.
func (p Pattern) sessions() []Session {
	var all []Session
	add := func(day civil.Date, at civil.TimeOfDay, minutes int) {
		start := at.On(day)
		all = append(all, Session{Start: start, End: start.AddSeconds(60 * int64(minutes)), ClockChange: p.ClockChange})
	}
	days, _ := p.days()
	for _, day := range days {
		add(day, p.At, p.Minutes)
	}
	for _, f := range p.Then {
		at, minutes := p.At, p.Minutes
		if f.At != (civil.TimeOfDay{}) {
			at = f.At
		}
		if f.Minutes != 0 {
			minutes = f.Minutes
		}
		add(all[f.After-1].Start.AddDays(f.Days).Date(), at, minutes)
	}
	return all
}

// days returns the days of the weekly sessions. It returns false if there are fewer
// than Count such days within the longest span of a plan.
func (p Pattern) days() ([]civil.Date, bool) {
	var days []civil.Date
	for n := 0; n <= maxSpanDays && len(days) < p.Count; n++ {
		day := p.From.AddDays(n)
		if slices.Contains(p.Weekdays, day.Weekday()) && !slices.Contains(p.Avoid, day) {
			days = append(days, day)
		}
	}
	return days, len(days) == p.Count
}
