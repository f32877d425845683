package grouping

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Availability gives the times at which a person can meet, by the clock of a zone: the
// given hours of every day from First to Last.
type Availability struct {
	Zone  string  `json:"zone" validate:"required,max=128"`
	First string  `json:"first" validate:"required,max=10"` // a date, as in 2024-11-09
	Last  string  `json:"last" validate:"required,max=10"`
	Hours []Hours `json:"hours" validate:"min=1,max=20,dive"`
}

// Hours is a part of every day, or of the given days of the week: for example, from 18:00
// to 21:30. If To is 24:00, the part ends at midnight. If To is not after From, the part
// ends on the next day.
type Hours struct {
	Days []civil.Weekday `json:"days,omitzero" validate:"max=7,dive,name=monday tuesday wednesday thursday friday saturday sunday"`
	From string          `json:"from" validate:"required,max=5"`
	To   string          `json:"to" validate:"required,max=5"`
}

// weekdays holds the days in the order of time.Weekday.
var weekdays = [...]civil.Weekday{"sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"}

// minYear and maxYear are the first and the last year in which the intervals of a member
// may lie. The dates of an availability must lie strictly between these years: in UTC,
// its intervals can begin before the first date and end after the last one.
const (
	minYear = 1900
	maxYear = 2199
)

// maxDays bounds how many days an availability may span.
const maxDays = 366

// check reports everything wrong with a, except zones that the caller does not have.
func (a Availability) check(r *rule.Report) {
	r.Put(document.Shape(a)...)
	if r.Clean("zone") {
		civil.CheckZone("zone", a.Zone, r)
	}
	first, firstOK := date(r, "first", a.First)
	last, lastOK := date(r, "last", a.Last)
	if firstOK && lastOK {
		switch days := last.Sub(first) / (24 * time.Hour); {
		case days < 0:
			r.Add("last", "interval", "must not be before first")
		case days >= maxDays:
			r.Add("last", "range", "at most 366 days")
		}
	}
	for i, h := range a.Hours {
		at := r.At(rule.Index("hours", i))
		if _, ok := clock(h.From); !ok && at.Clean("from") || h.From == "24:00" {
			at.Add("from", "format", "want hours and minutes, as in 18:00")
		}
		if _, ok := clock(h.To); !ok && at.Clean("to") {
			at.Add("to", "format", "want hours and minutes, as in 18:00, or 24:00")
		}
	}
}

func date(r *rule.Report, path, text string) (time.Time, bool) {
	day, err := time.Parse(time.DateOnly, text)
	if r.Clean(path) && (err != nil || day.Year() <= minYear || day.Year() >= maxYear) {
		r.Add(path, "format", "want a date from 1901 to 2198, as in 2024-11-09")
	}
	return day, r.Clean(path)
}

// clock parses a time of day such as 18:00, up to 24:00. It reports false if text has
// another form.
func clock(text string) (time.Duration, bool) {
	if text == "24:00" {
		return 24 * time.Hour, true
	}
	at, err := time.Parse("15:04", text)
	return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute, err == nil && len(text) == 5
}

// Intervals returns the intervals in which the clock of the zone shows one of the hours,
// in UTC, in order and without overlaps. When clocks are set back, an hour counts both
// times it is shown; when they are set forward, an hour that is not shown does not count.
// The result is never nil; an empty result means that there is no time. The function
// zones loads a zone, as time.LoadLocation does. The error is [rule.Violations].
func (a Availability) Intervals(zones civil.Zones) ([]civil.Interval, error) {
	var loc *time.Location
	err := document.Check(a, func(r *rule.Report) {
		if a.check(r); r.Clean("zone") {
			loc = civil.LoadZone("zone", a.Zone, zones, r)
		}
	})
	if err != nil {
		return nil, err
	}
	var all []civil.Interval
	first, _ := time.Parse(time.DateOnly, a.First)
	last, _ := time.Parse(time.DateOnly, a.Last)
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		for _, h := range a.Hours {
			if len(h.Days) > 0 && !slices.Contains(h.Days, weekdays[day.Weekday()]) {
				continue
			}
			from, _ := clock(h.From)
			to, _ := clock(h.To)
			if to <= from {
				to += 24 * time.Hour
			}
			all = append(all, civil.Shown(civil.DateTimeOf(day.Add(from)), civil.DateTimeOf(day.Add(to)), loc)...)
		}
	}
	return union(all), nil
}

// union joins intervals that overlap or touch.
func union(all []civil.Interval) []civil.Interval {
	slices.SortFunc(all, func(a, b civil.Interval) int { return a.Start.Compare(b.Start) })
	joined := []civil.Interval{}
	for _, next := range all {
		if n := len(joined); n > 0 && !joined[n-1].End.Before(next.Start) {
			if next.End.After(joined[n-1].End) {
				joined[n-1].End = next.End
			}
		} else {
			joined = append(joined, next)
		}
	}
	return joined
}
