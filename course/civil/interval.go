package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Interval is a stretch of time from Start up to, but not including, End. Only the
// instants matter, not the zones that they are written in.
type Interval struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// maxIntervals is how many intervals a person may state: enough for several on each day
// of a year.
const maxIntervals = 10_000

// minYear and maxYear are the first and the last year in which intervals may lie. Package
// grouping counts instants in int64 nanoseconds, which can hold all of these years.
const (
	minYear = 1900
	maxYear = 2199
)

// CheckIntervals reports what is wrong with the intervals at path: more than 10,000
// intervals, a start or an end that is missing, an end that is not after its start (code
// "interval"), and a start or an end outside the years 1900 to 2199.
func CheckIntervals(path string, all []Interval, r *rule.Report) {
	if len(all) > maxIntervals {
		r.Add(path, "too-many", "at most 10,000 intervals")
		return
	}
	for i, a := range all {
		at := rule.Index(path, i)
		if a.Start.IsZero() {
			r.Put(rule.Required(rule.Field(at, "start")))
		}
		if a.End.IsZero() {
			r.Put(rule.Required(rule.Field(at, "end")))
		}
		switch {
		case !r.Clean(at):
		case !a.Start.Before(a.End):
			r.Add(at, "interval", "must end after it starts")
		case a.Start.UTC().Year() < minYear || a.End.UTC().Year() > maxYear:
			r.Add(at, "range", "from the year 1900 to 2199")
		}
	}
}
