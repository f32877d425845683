package schedule_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rhythm is the published timeline as the page tells it in prose.
const rhythm = `{"zone": "Europe/Zurich", "from": "2024-10-28", "weekdays": ["wednesday", "friday"], "count": 4, "at": "15:00", "minutes": 120,
	"then": [{"after": 4, "days": 14, "at": "14:00", "minutes": 180}]}`

func parsePattern(t testing.TB, text string) schedule.Pattern {
	t.Helper()
	var p schedule.Pattern
	require.NoError(t, document.Parse([]byte(text), &p, func(r *rule.Report) { p.Check(r) }))
	return p
}

func starts(plan schedule.Plan) (all []string) {
	for _, s := range plan.Sessions {
		all = append(all, s.ID+" "+s.Start.String()+" "+s.End.String())
	}
	return all
}

func TestPatternOfThePublishedTimeline(t *testing.T) {
	t.Parallel()
	pattern := parsePattern(t, rhythm)
	plan, err := pattern.Plan()
	require.NoError(t, err)
	want := parse(t, published)
	want.Sessions[0].Title = ""
	assert.Equal(t, want, plan)

	text, err := json.Marshal(pattern)
	require.NoError(t, err)
	assert.JSONEq(t, rhythm, string(text))
	pattern.From = civil.MustDate("2024-10-30")
	again, err := pattern.Plan()
	require.NoError(t, err)
	assert.Equal(t, plan, again, "the first day counts")
}

func TestPatternPassesOverDays(t *testing.T) {
	t.Parallel()
	pattern := parsePattern(t, `{"zone": "Europe/Zurich", "from": "2025-03-29", "weekdays": ["sunday", "tuesday"], "count": 3, "at": "02:30", "minutes": 1440,
		"avoid": ["2025-04-01", "2025-04-06"], "clock_change": "later", "then": [{"after": 3, "days": 0, "at": "23:00"}, {"after": 4, "days": 1, "minutes": 30}]}`)
	plan, err := pattern.Plan()
	require.NoError(t, err)
	assert.Equal(t, []string{
		"session-1 2025-03-30T02:30 2025-03-31T02:30", "session-2 2025-04-08T02:30 2025-04-09T02:30", "session-3 2025-04-13T02:30 2025-04-14T02:30",
		"session-4 2025-04-13T23:00 2025-04-14T23:00", "session-5 2025-04-14T02:30 2025-04-14T03:00",
	}, starts(plan))
	assert.Equal(t, civil.Later, plan.Sessions[0].ClockChange)
	_, err = schedule.Compile(plan, pinned)
	assert.Equal(t, []string{"sessions[3] overlap", "sessions[4] overlap"}, faults(err), "that is for the plan to say")
}

func TestPatternViolations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{}`: {"at required", "count range", "from required", "minutes range", "weekdays required", "zone required"},
		`{"zone": "CET", "from": "2024-10-28", "weekdays": ["Friday"], "count": 1001, "at": "15", "minutes": 10081, "avoid": ["soon"], "clock_change": "x",
			"then": [{"after": 0, "days": -1, "at": "x", "minutes": 10081}, {"after": 1001, "days": 3661}]}`: {
			"zone zone-name", "weekdays[0] unknown-value", "count range", "at time-of-day", "minutes range", "avoid[0] date", "clock_change unknown-value",
			"then[0].after range", "then[0].days range", "then[0].at time-of-day", "then[0].minutes range", "then[1].after range", "then[1].days range",
		},
		`{"zone": "UTC", "from": "2024-10-28", "weekdays": ["friday"], "count": 2, "at": "15:00", "minutes": 1, "then": [{"after": 2, "days": 1}, {"after": 4, "days": 1}]}`: {"then[1].after unknown-session"},
		`{"zone": "UTC", "from": "2024-10-28", "weekdays": ["friday"], "count": 523, "at": "15:00", "minutes": 1}`:                                                           nil,
		`{"zone": "UTC", "from": "2024-10-26", "weekdays": ["friday"], "count": 523, "at": "15:00", "minutes": 1}`:                                                           nil, // the last on day 3660
		`{"zone": "UTC", "from": "2024-10-28", "weekdays": ["friday"], "count": 524, "at": "15:00", "minutes": 1}`:                                                           {"from plan-span"},
		`{"zone": "UTC", "from": "2024-10-28", "weekdays": ["friday", "monday"], "count": 1000, "at": "15:00", "minutes": 10080}`:                                            nil,
		`{"zone": "UTC", "from": "2024-10-28", "weekdays": ["friday", "monday"], "count": 1000, "at": "15:00", "minutes": 10080, "then": [{"after": 1000, "days": 3660}]}`:   {"then too-many"},
	} {
		var p schedule.Pattern
		err := document.Parse([]byte(text), &p, func(r *rule.Report) { p.Check(r) })
		assert.Equal(t, want, faults(err), text)
		if want != nil {
			_, err := p.Plan()
			assert.Error(t, err)
		}
	}
}

func TestMove(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	plan.Sessions[4].UTC = new(time.Date(2024, 11, 22, 13, 0, 0, 0, time.UTC))
	plan.Sessions[4].Source = &rule.Source{Section: "timeline", Item: 5}
	moved, err := plan.Move("session-5", civil.MustDateTime("2025-04-04T16:30"))
	require.NoError(t, err)
	assert.Equal(t, "session-5 2025-04-04T16:30 2025-04-04T19:30", starts(moved)[4])
	assert.Equal(t, starts(plan)[:4], starts(moved)[:4])
	assert.Nil(t, moved.Sessions[4].UTC)
	assert.NotNil(t, plan.Sessions[4].UTC, "the plan itself stays")
	moved.Sessions[4].Source.Item = 6
	assert.Equal(t, 5, plan.Sessions[4].Source.Item, "nothing is shared")
	other, err := plan.Move("session-1", civil.MustDateTime("2024-10-29T15:00"))
	require.NoError(t, err)
	*other.Sessions[4].UTC = time.Time{}
	assert.False(t, plan.Sessions[4].UTC.IsZero(), "nothing is shared")

	table, err := schedule.Compile(moved, pinned)
	require.NoError(t, err)
	assert.Equal(t, "2025-04-04T14:30:00Z", table.Sessions()[4].Start.UTC().Format(time.RFC3339), "in summer time by then")

	_, err = plan.Move("session-6", civil.MustDateTime("2025-04-04T16:30"))
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-session"})
}

func TestMoveAll(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	later := plan.MoveAll(7*20, -90)
	assert.Equal(t, "session-1 2025-03-19T13:30 2025-03-19T15:30", starts(later)[0])
	assert.Equal(t, "session-5 2025-04-11T12:30 2025-04-11T15:30", starts(later)[4])
	assert.Equal(t, plan, later.MoveAll(-7*20, 90))
	table, err := schedule.Compile(later, pinned)
	require.NoError(t, err)
	assert.Equal(t, 12, table.Sessions()[0].Start.UTC().Hour())
	assert.Equal(t, 10, table.Sessions()[4].Start.UTC().Hour(), "the clocks changed, the wall time did not")
	for _, far := range []int{1 << 30, -1 << 31} {
		assert.True(t, plan.MoveAll(far, 0).Sessions[0].Start.IsZero())
	}
	assert.Equal(t, []string{"sessions[0].start required", "sessions[0].end required"},
		faults(func() error { _, err := schedule.Compile(plan.MoveAll(365*8000, 0), pinned); return err }())[:2])
}
