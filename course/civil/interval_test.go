package civil_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
)

// Each code is tested at the boundary of its rule.
func TestCheckIntervals(t *testing.T) {
	t.Parallel()
	at := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	hour := civil.Interval{Start: at(2025), End: at(2025).Add(time.Hour)}
	for name, c := range map[string]struct {
		all  []civil.Interval
		want []string
	}{
		"none":           {},
		"an hour":        {[]civil.Interval{hour}, nil},
		"10,000":         {slices.Repeat([]civil.Interval{hour}, 10_000), nil},
		"10,001":         {slices.Repeat([]civil.Interval{hour}, 10_001), []string{"free: too-many"}},
		"nothing stated": {[]civil.Interval{hour, {}}, []string{"free[1].start: required", "free[1].end: required"}},
		"no start":       {[]civil.Interval{{End: at(2025)}}, []string{"free[0].start: required"}},
		"no end":         {[]civil.Interval{{Start: at(2025)}}, []string{"free[0].end: required"}},
		"no time":        {[]civil.Interval{{Start: at(2025), End: at(2025)}}, []string{"free[0]: interval"}},
		"a nanosecond":   {[]civil.Interval{{Start: at(2025), End: at(2025).Add(1)}}, nil},
		"all there is":   {[]civil.Interval{{Start: at(1900), End: at(2200).Add(-1)}}, nil},
		"too early":      {[]civil.Interval{{Start: at(1900).Add(-1), End: at(1900)}}, []string{"free[0]: range"}},
		"too late":       {[]civil.Interval{{Start: at(2199), End: at(2200)}}, []string{"free[0]: range"}},
	} {
		var r rule.Report
		civil.CheckIntervals("free", c.all, &r)
		var got []string
		for _, v := range r.Violations() {
			got = append(got, v.Path+": "+v.Code)
		}
		assert.ElementsMatch(t, c.want, got, name)
	}
}
