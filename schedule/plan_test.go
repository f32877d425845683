package schedule_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// faults returns the path and the code of each violation.
func faults(err error) []string {
	var all []string
	var vs rule.Violations
	if errors.As(err, &vs) {
		for _, v := range vs {
			all = append(all, v.Path+" "+v.Code)
		}
	}
	return all
}

// parsePlan reads a plan from JSON and compiles what could be read. It returns the
// plan, and the violations found in reading and in compiling it.
func parsePlan(text string) (schedule.Plan, error) {
	var plan schedule.Plan
	err := document.Parse([]byte(text), &plan, func(r *rule.Report) {
		plan.Check(r)
		var found rule.Violations
		if _, err := schedule.Compile(plan, pinned); errors.As(err, &found) {
			r.Put(found...)
		}
	})
	return plan, err
}

func TestEveryViolationAtOnce(t *testing.T) {
	t.Parallel()
	_, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [
		{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T15:00"},
		{"id": "a", "start": "2024-10-30T16:00", "end": "2024-10-30T18:00"},
		{"id": "b", "start": "2024-10-30T17:59", "end": "2024-10-30T19:00", "utc": "2024-10-30T17:59:00Z"},
		{"id": "c", "start": "2025-03-30T02:00", "end": "2025-03-30T04:00"},
		{"id": "d", "start": "2025-10-26T01:00", "end": "2025-10-26T02:59:59"},
		{"id": "e", "start": "2025-11-31T01:00", "end": "2025-11-30T02:00", "titel": "e"},
		{"id": "f", "start": "1969-12-31T23:59:59", "end": "1970-01-01T01:00", "clock_change": "never"},
		{"id": "", "start": "2025-12-01T09:00"},
		{"id": "h", "start": "2026-01-01T00:00", "end": "2026-01-08T00:00:01"},
		{"id": "i", "start": "2036-01-01T00:00", "end": "2036-01-08T00:00"}]}`)
	assert.Equal(t, []string{
		"sessions plan-span",
		"sessions[0].end end-before-start",
		"sessions[1].id duplicate-id",
		"sessions[2] overlap",
		"sessions[2].utc utc",
		"sessions[3].start clock-gap",
		"sessions[4].end clock-overlap",
		"sessions[5].start wall-time",
		"sessions[5].titel unknown-key",
		"sessions[6].start range",
		"sessions[6].clock_change unknown-value",
		"sessions[7].end required",
		"sessions[7].id required",
		"sessions[8].end range",
	}, faults(err))
}

func TestCheckWithoutZonesAgrees(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	assert.NoError(t, plan.Validate())
	plan.Sessions[1].Start = civil.MustDateTime("2024-10-30T16:59:59")
	plan.Sessions[1].End = civil.MustDateTime("2024-10-30T19:00")
	assert.Equal(t, []string{"sessions[1] overlap"}, faults(plan.Validate()))
	_, err := schedule.Compile(plan, pinned)
	assert.Equal(t, []string{"sessions[1] overlap"}, faults(err))

	plan = parse(t, published)
	plan.Sessions[0].End = plan.Sessions[0].Start
	plan.Sessions[1].End = plan.Sessions[1].Start.AddDays(-1)
	plan.Zone = "CET"
	assert.Equal(t, []string{"zone zone-name", "sessions[0].end end-before-start", "sessions[1].end end-before-start"}, faults(plan.Validate()))
}

// When clocks go back, they show an hour twice. Two sessions with the same wall
// times, of which one is held the first time and the other the second time, do not
// overlap.
func TestBothPassesOfAnHour(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [
		{"id": "second", "start": "2025-10-26T02:00", "end": "2025-10-26T02:50", "clock_change": "later"},
		{"id": "first", "start": "2025-10-26T02:00", "end": "2025-10-26T02:50", "clock_change": "earlier"}]}`)
	require.NoError(t, err)
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	assert.Equal(t, "first", table.Sessions()[0].ID)
	assert.Equal(t, "second", table.Sessions()[1].ID)
}

// A plan is unchanged by a round trip through JSON.
func TestPlanRoundTrip(t *testing.T) {
	t.Parallel()
	const text = `{"zone":"Europe/Zurich","sessions":[{"id":"a","title":"A","start":"2025-10-26T02:30:01","end":"2025-10-26T03:30","clock_change":"later","utc":"2025-10-26T01:30:01Z","source":{"section":"timeline","item":1}}]}`
	plan, err := parsePlan(text)
	require.NoError(t, err)
	again, err := json.Marshal(plan)
	require.NoError(t, err)
	assert.Equal(t, text, string(again))
}

// A stated instant reveals that the rules of the zone have changed since the
// announcement. Almaty moved from UTC+6 to UTC+5 in March 2024.
func TestUTCRevealsChangedRules(t *testing.T) {
	t.Parallel()
	const text = `{"zone": "Asia/Almaty", "sessions": [{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00", "utc": "2024-10-30T%s"}]}`
	for stated, fine := range map[string]bool{"10:00:00Z": true, "15:00:00+05:00": true, "09:00:00Z": false, "10:00:00.000000001Z": false} {
		_, err := parsePlan(fmt.Sprintf(text, stated))
		if fine {
			assert.NoError(t, err, stated)
			continue
		}
		require.ErrorIs(t, err, rule.Violation{Code: "utc", Path: "sessions[0].utc"}, stated)
		assert.Contains(t, err.Error(), "2024-10-30T10:00:00Z")
	}
}

// A plan exactly at a limit is valid. A plan one step beyond the limit has a
// violation.
func TestLimitsOfAPlan(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"first year":                       {`{"id": "a", "start": "1970-01-01T00:00", "end": "1970-01-01T01:00"}`, nil},
		"too early":                        {`{"id": "a", "start": "1969-12-31T23:59:59", "end": "1970-01-01T01:00"}`, []string{"sessions[0].start range"}},
		"last year":                        {`{"id": "a", "start": "9998-12-31T22:00", "end": "9998-12-31T23:59:59"}`, nil},
		"too late":                         {`{"id": "a", "start": "9998-12-31T22:00", "end": "9999-01-01T00:00"}`, []string{"sessions[0].end range"}},
		"a second":                         {`{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T15:00:01"}`, nil},
		"no time":                          {`{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T15:00"}`, []string{"sessions[0].end end-before-start"}},
		"seven days":                       {`{"id": "a", "start": "2024-10-30T15:00", "end": "2024-11-06T15:00"}`, nil},
		"longer":                           {`{"id": "a", "start": "2024-10-30T15:00", "end": "2024-11-06T15:00:01"}`, []string{"sessions[0].end range"}},
		"ten years":                        {`{"id": "a", "start": "2024-01-01T00:00", "end": "2024-01-01T01:00"}, {"id": "b", "start": "2034-01-08T00:00", "end": "2034-01-08T01:00"}`, nil},
		"more":                             {`{"id": "b", "start": "2034-01-08T00:00:01", "end": "2034-01-08T01:00"}, {"id": "a", "start": "2024-01-01T00:00", "end": "2024-01-01T01:00"}`, []string{"sessions plan-span"}},
		"touching":                         {`{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}, {"id": "b", "start": "2024-10-30T17:00", "end": "2024-10-30T18:00"}`, nil},
		"overlapping":                      {`{"id": "b", "start": "2024-10-30T16:59:59", "end": "2024-10-30T18:00"}, {"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}`, []string{"sessions[0] overlap"}},
		"within":                           {`{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}, {"id": "b", "start": "2024-10-30T15:00", "end": "2024-10-30T15:30"}, {"id": "c", "start": "2024-10-30T16:00", "end": "2024-10-30T16:30"}`, []string{"sessions[1] overlap", "sessions[2] overlap"}},
		"a long title":                     {`{"id": "a", "title": "` + strings.Repeat("é", 200) + `", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}`, nil},
		"a longer one":                     {`{"id": "a", "title": "` + strings.Repeat("é", 201) + `", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}`, []string{"sessions[0].title too-long"}},
		"none":                             {``, []string{"sessions too-few"}},
		"early alone":                      {`{"id": "a", "start": "1969-12-31T23:59:59", "end": "1970-01-01T01:00"}, {"id": "b", "start": "2024-10-30T15:00", "end": "2024-10-30T15:30"}`, []string{"sessions[0].start range"}},
		"no ids":                           {`{"id": "", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}, {"id": "", "start": "2024-10-31T15:00", "end": "2024-10-31T17:00"}`, []string{"sessions[0].id required", "sessions[1].id required"}},
		"no overlap of what has no length": {`{"id": "a", "start": "2025-03-30T02:30", "end": "2025-03-30T03:15", "clock_change": "later"}, {"id": "b", "start": "2025-03-30T03:20", "end": "2025-03-30T04:00"}`, []string{"sessions[0].end end-before-start"}},
		"backwards":                        {`{"id": "a", "start": "2025-10-26T01:30", "end": "2025-10-26T02:10", "clock_change": "earlier"}, {"id": "b", "start": "2025-10-26T02:40", "end": "2025-10-26T03:00", "clock_change": "later"}`, nil},
		"in the gap":                       {`{"id": "a", "start": "2025-03-30T02:30", "end": "2025-03-30T03:15", "clock_change": "later"}`, []string{"sessions[0].end end-before-start"}},
		"out of it":                        {`{"id": "a", "start": "2025-03-30T02:30", "end": "2025-03-30T03:15", "clock_change": "earlier"}`, nil},
		"by clock only":                    {`{"id": "a", "start": "2025-10-26T02:00", "end": "2025-10-26T02:50", "clock_change": "later"}, {"id": "b", "start": "2025-10-26T03:00", "end": "2025-10-26T04:00"}, {"id": "c", "start": "2025-10-26T01:00", "end": "2025-10-26T01:59:59"}`, nil},
		"by instant":                       {`{"id": "a", "start": "2025-10-26T01:30", "end": "2025-10-26T02:50", "clock_change": "later"}, {"id": "b", "start": "2025-10-26T02:55", "end": "2025-10-26T04:00", "clock_change": "earlier"}`, []string{"sessions[1] overlap"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [` + c.text + `]}`)
			assert.Equal(t, c.want, faults(err))
		})
	}
	many := schedule.Plan{Zone: "UTC"}
	for n := range 1000 + 1 {
		start := civil.MustDateTime("2024-01-01T15:00").AddDays(n)
		many.Sessions = append(many.Sessions, schedule.Session{ID: fmt.Sprint(n), Start: start, End: start.AddDays(1)})
	}
	_, err := schedule.Compile(many, pinned)
	assert.Equal(t, []string{"sessions too-many"}, faults(err))
	many.Sessions = many.Sessions[1:]
	_, err = schedule.Compile(many, pinned)
	assert.NoError(t, err)
}

// When a plan is part of a larger definition, the paths of its violations begin with
// the path of the plan. These violations are sorted together with the other
// violations of the definition.
func TestPlanWithinADocument(t *testing.T) {
	t.Parallel()
	type course struct {
		Schedule schedule.Plan `json:"schedule"`
	}
	var c course
	err := document.Parse([]byte(`{"schedule": {"zone": "EAT", "sessions": [{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T14:00"}]}, "x": 1}`), &c,
		func(r *rule.Report) { c.Schedule.Check(r.At("schedule")) })
	assert.Equal(t, []string{"schedule.zone zone-name", "schedule.sessions[0].end end-before-start", "x unknown-key"}, faults(err))
}
