package schedule

import (
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Pattern is a rhythm that a plan's sessions follow: so many sessions on certain
// days of the week from a day on, then sessions so many days after one of them.
type Pattern struct {
	Zone string `json:"zone"`
	// From is the first day that may hold a session.
	From     civil.Date      `json:"from,omitzero" validate:"required"`
	Weekdays []civil.Weekday `json:"weekdays" validate:"required,min=1,max=7,dive,name=monday tuesday wednesday thursday friday saturday sunday"`
	Count    int             `json:"count" validate:"min=1,max=1000"`
	At       civil.TimeOfDay `json:"at,omitzero" validate:"required"`
	// Minutes is how far a session's end is from its start on the clock. It
	// lasts an hour more or less where the clocks change meanwhile.
	Minutes int `json:"minutes" validate:"min=1,max=10080"`
	// Avoid names days that the weekly sessions pass over.
	Avoid       []civil.Date      `json:"avoid,omitzero" validate:"max=1000,dive,required"`
	Then        []Follow          `json:"then,omitzero" validate:"max=999,dive"`
	ClockChange civil.ClockChange `json:"clock_change,omitzero" validate:"omitempty,name=earlier later compatible"`
}

// Follow is one more session, so many days after an earlier one.
type Follow struct {
	After   int             `json:"after" validate:"min=1,max=1000"` // which session, from 1
	Days    int             `json:"days" validate:"min=0,max=3660"`
	At      civil.TimeOfDay `json:"at,omitzero"`                                 // absent: as the pattern says
	Minutes int             `json:"minutes,omitzero" validate:"min=0,max=10080"` // absent: as the pattern says
}

// Check reports all that is wrong with p, except for what can only be told of
// the sessions it yields: that is [Plan.Check].
func (p Pattern) Check(r *rule.Report) {
	r.AddAll(document.Shape(p))
	civil.CheckZone("zone", p.Zone, r)
	if r.Clean("count", "then") && p.Count+len(p.Then) > MaxSessions {
		r.Note("then", "too-many", "at most 1000 sessions in all")
	}
	for i, f := range p.Then {
		at := rule.Field(rule.Index("then", i), "after")
		if r.Clean(at, "count") && f.After > p.Count+i {
			r.Add(at, "unknown-session", "must be the number of an earlier session")
		}
	}
	if r.Clean("from", "weekdays", "avoid", "count") {
		if _, ok := p.days(); !ok {
			r.Note("from", "plan-span", "the days are not found within ten years")
		}
	}
}

// Plan returns the plan with the sessions of p, by the order in which p tells
// them, with ids session-1, session-2 and so on. The error is nil or
// [rule.Violations]; it is about p alone, the plan is still to be compiled.
func (p Pattern) Plan() (Plan, error) {
	if err := document.Check(p, p.Check); err != nil {
		return Plan{}, err
	}
	plan := Plan{Zone: p.Zone}
	add := func(day civil.Date, at civil.TimeOfDay, minutes int) {
		start := at.On(day)
		plan.Sessions = append(plan.Sessions, Session{
			ID:          "session-" + strconv.Itoa(len(plan.Sessions)+1),
			Start:       start,
			End:         start.AddMinutes(minutes),
			ClockChange: p.ClockChange,
		})
	}
	days, _ := p.days()
	for _, day := range days {
		add(day, p.At, p.Minutes)
	}
	for _, f := range p.Then {
		at, minutes := p.At, p.Minutes
		if !f.At.IsZero() {
			at = f.At
		}
		if f.Minutes != 0 {
			minutes = f.Minutes
		}
		add(plan.Sessions[f.After-1].Start.AddDays(f.Days).Date(), at, minutes)
	}
	return plan, nil
}

// days returns the days of the weekly sessions, false when there are not enough
// within the span of a plan.
func (p Pattern) days() ([]civil.Date, bool) {
	var days []civil.Date
	for n := 0; n <= MaxSpanDays && len(days) < p.Count; n++ {
		day := p.From.AddDays(n)
		if slices.Contains(p.Weekdays, day.Weekday()) && !slices.Contains(p.Avoid, day) {
			days = append(days, day)
		}
	}
	return days, len(days) == p.Count
}
