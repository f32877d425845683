package schedule

import (
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Claims holds the statements of a course page about its sessions. [Timetable.Lint]
// compares the timetable with them. An absent field claims nothing.
type Claims struct {
	Sessions *CountClaim     `json:"sessions,omitzero"`
	Minutes  *MinutesClaim   `json:"minutes,omitzero"`
	Weekly   []WeeklyClaim   `json:"weekly,omitzero" validate:"max=100,dive"`
	Between  []BetweenClaim  `json:"between,omitzero" validate:"max=1000,dive"`
	Weekdays []WeekdaysClaim `json:"weekdays,omitzero" validate:"max=100,dive"`
	Avoid    []AvoidClaim    `json:"avoid,omitzero" validate:"max=1000,dive"`
}

// CountClaim says how many sessions the course has.
type CountClaim struct {
	Count  int          `json:"count" validate:"min=1,max=1000"`
	Source *rule.Source `json:"source,omitzero"`
}

// MinutesClaim says how many minutes each session lasts. Elapsed minutes count, not
// those between two wall times.
type MinutesClaim struct {
	Each   int          `json:"each" validate:"min=1,max=10080"`
	Source *rule.Source `json:"source,omitzero"`
}

// WeeklyClaim says how many sessions each week has, and over how many weeks the
// sessions spread. Weeks go from Monday to Sunday by the course's own calendar.
type WeeklyClaim struct {
	Of     []string     `json:"of,omitzero" validate:"max=1000,dive,id"`  // session ids; absent: all
	Each   int          `json:"each,omitzero" validate:"min=0,max=1000"`  // sessions a week; 0: not claimed
	Weeks  int          `json:"weeks,omitzero" validate:"min=0,max=1000"` // weeks from the first session to the last; 0: not claimed
	Source *rule.Source `json:"source,omitzero"`
}

// BetweenClaim says how many days lie between two sessions, by the dates at which
// they start in the course's zone: 14 from a Friday to the Friday two weeks later,
// even if the clocks change in between.
type BetweenClaim struct {
	From   string       `json:"from" validate:"id"`
	To     string       `json:"to" validate:"id"`
	Days   int          `json:"days" validate:"min=-3660,max=3660"`
	Source *rule.Source `json:"source,omitzero"`
}

// WeekdaysClaim says on which days of the week sessions start.
type WeekdaysClaim struct {
	Of     []string        `json:"of,omitzero" validate:"max=1000,dive,id"` // session ids; absent: all
	In     []civil.Weekday `json:"in" validate:"required,min=1,max=7,dive,name=monday tuesday wednesday thursday friday saturday sunday"`
	Source *rule.Source    `json:"source,omitzero"`
}

// AvoidClaim names a date, such as a holiday, on which no session is to be held. A
// session that touches the date only in part counts too. Dates are those of the
// course's calendar.
type AvoidClaim struct {
	Date   civil.Date   `json:"date,omitzero" validate:"required"`
	Name   string       `json:"name,omitzero" validate:"max=200,line"`
	Source *rule.Source `json:"source,omitzero"`
}

// Check reports what is wrong with the form of c. [Timetable.Lint] reports sessions
// that do not exist.
func (c Claims) Check(r *rule.Report) { r.Put(document.Shape(c)...) }
