package schedule_test

import (
	"errors"
	"testing"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// faults returns path and code of each violation.
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

func parsePlan(text string) (schedule.Plan, error) {
	var plan schedule.Plan
	err := document.Parse([]byte(text), &plan, func(r *rule.Report) { plan.CheckIn(pinned, r) })
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
	assert.NoError(t, document.Check(plan, plan.Check))
	plan.Sessions[1].Start = schedule.MustWall("2024-10-30T16:59:59")
	plan.Sessions[1].End = schedule.MustWall("2024-10-30T19:00")
	assert.Equal(t, []string{"sessions[1] overlap"}, faults(document.Check(plan, plan.Check)))
	_, err := schedule.Compile(plan, pinned)
	assert.Equal(t, []string{"sessions[1] overlap"}, faults(err))
}

// Two sessions in the two passes of one repeated hour do not overlap.
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

func TestClockShifts(t *testing.T) {
	t.Parallel()
	table := reference(t)
	for name, want := range map[string][]schedule.ClockShift{
		"Europe/Zurich":    nil,
		"Asia/Kathmandu":   nil,
		"Africa/Cairo":     {{Session: "session-2", Seconds: -3600}},
		"America/New_York": {{Session: "session-3", Seconds: -3600}},
	} {
		assert.Equal(t, want, table.ClockShifts(zone(t, name)), name)
	}
	assert.Equal(t, "from session-3 on 1 h earlier by your clock", schedule.ClockShift{Session: "session-3", Seconds: -3600}.String())
	assert.Equal(t, "from b on 44 min 30 s later by your clock", schedule.ClockShift{Session: "b", Seconds: 2670}.String())
}

func TestCheckOfClaims(t *testing.T) {
	t.Parallel()
	claims := schedule.Claims{
		Sessions: &schedule.CountClaim{Count: 5},
		Minutes:  &schedule.MinutesClaim{Each: 120, Source: &rule.Source{Section: "delivery", Item: 1}},
		Weekly:   []schedule.WeeklyClaim{{Of: []string{"session-1", "session-2", "session-3", "session-4"}, Each: 2, Weeks: 2}},
		Between:  []schedule.BetweenClaim{{From: "session-4", To: "session-5", Days: 14}},
		Weekdays: []schedule.WeekdaysClaim{{In: []schedule.Weekday{schedule.Wednesday, schedule.Friday}}},
		Avoid:    []schedule.AvoidClaim{{Date: schedule.MustDate("2024-10-31")}},
	}
	require.NoError(t, document.Check(claims, claims.Check))
	assert.Equal(t, []rule.Finding{{
		Code: "stated-minutes", Path: "sessions[4]", Verdict: rule.NotMet, Need: "120", Have: "180",
		Source: &rule.Source{Section: "delivery", Item: 1},
	}}, reference(t).Check(claims))
}
