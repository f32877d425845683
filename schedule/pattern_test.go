package schedule_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// rhythm is the published timeline, written as a pattern. The course page describes the
// pattern in prose.
const rhythm = `{"zone": "Europe/Zurich", "pattern": {"from": "2024-10-28", "weekdays": ["wednesday", "friday"], "count": 4, "at": "15:00", "minutes": 120,
	"then": [{"after": 4, "days": 14, "at": "14:00", "minutes": 180}]}}`

// expand reads a plan with a pattern. It returns the plan as it was read, and the
// plan with the sessions that the pattern yields.
func expand(t testing.TB, text string) (pattern, plan schedule.Plan) {
	t.Helper()
	pattern, err := schedule.Parse([]byte(text))
	require.NoError(t, err)
	plan, err = pattern.Expand()
	require.NoError(t, err)
	return pattern, plan
}

func starts(plan schedule.Plan) (all []string) {
	for _, s := range plan.Sessions {
		all = append(all, s.ID+" "+s.Start.String()+" "+s.End.String())
	}
	return all
}

func TestPatternOfThePublishedTimeline(t *testing.T) {
	t.Parallel()
	pattern, plan := expand(t, rhythm)
	want := parse(t, published)
	want.Sessions[0].Title = ""
	assert.Equal(t, want, plan)

	text, err := json.Marshal(pattern)
	require.NoError(t, err)
	assert.JSONEq(t, rhythm, string(text))
	pattern.Pattern.From = civil.MustDate("2024-10-30")
	again, err := pattern.Expand()
	require.NoError(t, err)
	assert.Equal(t, plan, again, "the first day counts")

	table, err := schedule.Compile(pattern, pinned)
	require.NoError(t, err)
	spelled, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	assert.Equal(t, spelled.Sessions(), table.Sessions())
	same, err := plan.Expand()
	require.NoError(t, err)
	assert.Equal(t, plan, same, "a plan without a pattern is as it is")
}

func TestPatternPassesOverDays(t *testing.T) {
	t.Parallel()
	pattern, plan := expand(t, `{"zone": "Europe/Zurich", "pattern": {"from": "2025-03-29", "weekdays": ["sunday", "tuesday"], "count": 3, "at": "02:30", "minutes": 1440,
		"avoid": ["2025-04-01", "2025-04-06"], "clock_change": "later", "then": [{"after": 3, "days": 0, "at": "23:00"}, {"after": 4, "days": 1, "minutes": 30}]}}`)
	assert.Equal(t, []string{
		"session-1 2025-03-30T02:30 2025-03-31T02:30", "session-2 2025-04-08T02:30 2025-04-09T02:30", "session-3 2025-04-13T02:30 2025-04-14T02:30",
		"session-4 2025-04-13T23:00 2025-04-14T23:00", "session-5 2025-04-14T02:30 2025-04-14T03:00",
	}, starts(plan))
	assert.EqualValues(t, "later", plan.Sessions[0].ClockChange)
	_, err := schedule.Compile(plan, pinned)
	assert.Equal(t, []string{"sessions[3] overlap", "sessions[4] overlap"}, faults(err), "that is for the sessions to say")
	_, err = schedule.Compile(pattern, pinned)
	assert.Equal(t, []string{"pattern overlap"}, faults(err))
	assert.Contains(t, err.Error(), "session-4: starts before an earlier session has ended")
}

func TestPatternViolations(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`{}`: {"at required", "count range", "from required", "minutes range", "weekdays required"},
		`{"from": "2024-10-28", "weekdays": ["Friday"], "count": 1001, "at": "15", "minutes": 10081, "avoid": ["soon"], "clock_change": "x",
			"then": [{"after": 0, "days": -1, "at": "x", "minutes": 10081}, {"after": 1001, "days": 3661}]}`: {
			"weekdays[0] unknown-value", "count range", "at time-of-day", "minutes range", "avoid[0] date", "clock_change unknown-value",
			"then[0].after range", "then[0].days range", "then[0].at time-of-day", "then[0].minutes range", "then[1].after range", "then[1].days range",
		},
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 2, "at": "15:00", "minutes": 1, "then": [{"after": 2, "days": 1}, {"after": 4, "days": 1}]}`: {"then[1].after unknown-session"},
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 0, "at": "15:00", "minutes": 1, "then": [{"after": 2, "days": 1}]}`:                          {"count range"},
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 2, "at": "15:00", "minutes": 1, "then": [{"after": 0, "days": 1}]}`:                          {"then[0].after range"},
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 2, "at": "15:00", "minutes": 1, "then": [{"after": 2, "days": -1}]}`:                         {"then[0].days range"},
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 523, "at": "15:00", "minutes": 1}`:                                                           nil,
		`{"from": "2024-10-26", "weekdays": ["friday"], "count": 523, "at": "15:00", "minutes": 1}`:                                                           nil, // the last session is on day 3660
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 524, "at": "15:00", "minutes": 1}`:                                                           {"from plan-span"},
		`{"from": "2024-10-28", "weekdays": ["friday", "monday"], "count": 1000, "at": "15:00", "minutes": 10080}`:                                            nil,
		`{"from": "2024-10-28", "weekdays": ["friday", "monday"], "count": 1000, "at": "15:00", "minutes": 10080, "then": [{"after": 1000, "days": 3660}]}`:   {"then too-many"},
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 1, "at": "23:59:59", "minutes": 1, "then": [{"after": 1, "days": 1, "at": "24:00"}]}`:        {"then[0].at time-of-day"},
		`{"from": "2024-10-28", "weekdays": ["friday"], "count": 1, "at": "24:00", "minutes": 1}`:                                                             {"at time-of-day"},
	} {
		plan, err := schedule.Parse([]byte(`{"zone": "UTC", "pattern": ` + text + `}`))
		for i := range want {
			want[i] = "pattern." + want[i]
		}
		assert.Equal(t, want, faults(err), text)
		assert.Zero(t, plan.Pattern != nil && want != nil)
	}
	_, plan := expand(t, rhythm)
	assert.NotEmpty(t, plan.Sessions)
	one, _ := expand(t, rhythm)
	one.Pattern.Then[0].After = 5
	_, err := one.Expand()
	assert.Equal(t, []string{"pattern.then[0].after unknown-session"}, faults(err))
	assert.Contains(t, err.Error(), "want the number of an earlier session, 1 to 4")
	one.Pattern.Then = append(one.Pattern.Then, schedule.Follow{After: 6, Days: 1})
	one.Pattern.Then[0].After = 4
	_, err = one.Expand()
	assert.Contains(t, err.Error(), "1 to 5")
}

// A session that follows a number of days after an earlier session must not fall on a
// date to avoid.
func TestPatternAvoidsWhatFollows(t *testing.T) {
	t.Parallel()
	const text = `{"zone": "UTC", "pattern": {"from": "2024-11-13", "weekdays": ["wednesday"], "count": 1, "at": "15:00", "minutes": 60,
		"avoid": ["2024-11-27"], "then": [{"after": 1, "days": 13}, {"after": 2, "days": %d}]}}`
	for days, want := range map[int][]string{0: nil, 1: {"pattern.then[1].days avoided-date"}, 2: nil} {
		_, err := schedule.Parse(fmt.Appendf(nil, text, days))
		assert.Equal(t, want, faults(err), days)
	}
}

func TestSessionsOrAPattern(t *testing.T) {
	t.Parallel()
	const session = `{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}`
	const pattern = `{"from": "2024-10-28", "weekdays": ["friday"], "count": 1, "at": "15:00", "minutes": 60}`
	for text, want := range map[string][]string{
		`{"zone": "UTC", "sessions": [` + session + `], "pattern": ` + pattern + `}`: {"pattern one-of"},
		`{"zone": "UTC"}`:                                                                           {"sessions required"},
		`{"zone": "UTC", "sessions": []}`:                                                           {"sessions too-few"},
		`{"zone": "UTC", "pattern": ` + pattern + `}`:                                               nil,
		`{"zone": "UTC", "deadlines": [{"id": "d", "at": "2024-10-30T15:00"}]}`:                     nil,
		`{"zone": "UTC", "pattern": ` + pattern + `, "deadlines": [{"id": "d", "at": "24-10-30"}]}`: {"deadlines[0].at wall-time"},
		`{"zone": "UTC", "pattern": ` + pattern + `, "deadlines": [{"id": "d"}]}`:                   {"deadlines[0].at required"},
	} {
		_, err := schedule.Parse([]byte(text))
		assert.Equal(t, want, faults(err), text)
	}
	// For each of these plans one violation is reported, without further violations
	// that would only follow from it.
	for text, want := range map[string][]string{
		`{"zone": "UTC", "sessions": [` + session + `], "pattern": ` + pattern + `}`:                                                                      {"pattern one-of"},
		`{"zone": "Europe/Geneva", "sessions": [` + session + `]}`:                                                                                        {"zone unknown-zone"},
		`{"zone": "Europe/Geneva", "pattern": ` + pattern + `}`:                                                                                           {"zone unknown-zone"},
		`{"zone": "Europe/Zurich", "pattern": ` + pattern + `, "deadlines": [{"id": "d", "at": "2025-03-30T02:30", "utc": "2025-03-30T01:30:00Z"}]}`:      {"deadlines[0].at clock-gap"},
		`{"zone": "Europe/Zurich", "sessions": [{"id": "a", "start": "2025-03-30T02:30", "end": "2025-03-30T04:00", "utc": "2025-03-30T01:30:00Z"}]}`:     {"sessions[0].start clock-gap"},
		`{"zone": "Europe/Zurich", "sessions": [{"id": "a", "start": "2025-03-30T01:30", "end": "2025-03-30T02:30", "utc_end": "2025-03-30T01:30:00Z"}]}`: {"sessions[0].end clock-gap"},
		`{"zone": "UTC", "pattern": {"from": "2024-10-28", "weekdays": ["friday"], "count": 1, "at": "15:00", "minutes": 60,
			"then": [{"after": 1, "days": 3660}, {"after": 2, "days": 1}]}}`: {"pattern plan-span"},
		`{"zone": "UTC", "pattern": {"from": "9999-01-01", "weekdays": ["friday"], "count": 1, "at": "15:00", "minutes": 60}}`: {"pattern range"},
	} {
		var plan schedule.Plan
		require.NoError(t, document.Decode([]byte(text), &plan))
		_, err := schedule.Compile(plan, pinned)
		assert.Equal(t, want, faults(err), text)
	}
	// Violations of a session that a pattern yields are reported at the pattern.
	plan, err := schedule.Parse([]byte(`{"zone": "Europe/Zurich", "pattern": {"from": "2025-03-30", "weekdays": ["sunday"], "count": 1, "at": "02:30", "minutes": 60},
		"deadlines": [{"id": "d", "at": "2025-03-30T02:30"}]}`))
	require.NoError(t, err)
	_, err = schedule.Compile(plan, pinned)
	assert.Equal(t, []string{"pattern clock-gap", "deadlines[0].at clock-gap"}, faults(err))
	assert.Contains(t, err.Error(), "session-1: ")
}

// move returns the move of a session to a start.
func move(session, start string) schedule.Planned {
	return schedule.Planned{Session: session, Start: civil.MustDateTime(start)}
}

func TestMove(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	plan.Sessions[4].UTC = new(time.Date(2024, 11, 22, 13, 0, 0, 0, time.UTC))
	plan.Sessions[4].UTCEnd = new(time.Date(2024, 11, 22, 16, 0, 0, 0, time.UTC))
	plan.Sessions[4].Source = &rule.Source{Section: "timeline", Item: 5}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	before := table.Sessions()
	moved, err := table.Move(move("session-5", "2025-04-04T16:30"))
	require.NoError(t, err, "the stated instants were those of the old time")
	assert.Equal(t, before[:4], moved.Sessions()[:4])
	last := moved.Sessions()[4]
	assert.Equal(t, "2025-04-04T16:30 2025-04-04T19:30", civil.DateTimeOf(last.Start).String()+" "+civil.DateTimeOf(last.End).String())
	assert.Equal(t, "2025-04-04T14:30:00Z", last.Start.UTC().Format(time.RFC3339), "in summer time by then")
	assert.Equal(t, before, table.Sessions(), "the timetable itself stays")
	other, err := moved.Move(move("session-1", "2024-10-29T15:00"))
	require.NoError(t, err)
	assert.Equal(t, last, other.Sessions()[4])
}

func TestMoveViolations(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Deadlines = []schedule.Deadline{{ID: "quiz", At: civil.MustDateTime("2024-10-30T14:59")}}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	at := civil.MustDateTime("2024-11-20T15:00")
	for name, c := range map[string]struct {
		to   schedule.Planned
		want []string
	}{
		"nothing":              {schedule.Planned{}, []string{" one-of", "start required"}},
		"both":                 {schedule.Planned{Session: "a", Deadline: "quiz", Start: at}, []string{"deadline one-of"}},
		"no such session":      {schedule.Planned{Session: "quiz", Start: at}, []string{"session unknown-session"}},
		"no such deadline":     {schedule.Planned{Deadline: "a", Start: at}, []string{"deadline unknown-deadline"}},
		"no deadline's id":     {schedule.Planned{Deadline: "a\n", Start: at}, []string{"deadline id"}},
		"a deadline's end":     {schedule.Planned{Deadline: "quiz", Start: at, End: at}, []string{"end not-applicable"}},
		"no start":             {schedule.Planned{Session: "a"}, []string{"start required"}},
		"an id that cannot be": {schedule.Planned{Session: "a\n", Start: at}, []string{"session id"}},
		"a reason that cannot": {schedule.Planned{Session: "a", Start: at, Reason: "\a"}, []string{"reason text"}},
		"a policy":             {schedule.Planned{Session: "a", Start: at, ClockChange: "never"}, []string{"clock_change unknown-value"}},
		"a session":            {schedule.Planned{Session: "a", Start: at}, nil},
		"a deadline":           {schedule.Planned{Deadline: "quiz", Start: at}, nil},
	} {
		_, err := table.Move(c.to)
		assert.Equal(t, c.want, faults(err), name)
	}
}

// Move uses the zone data with which the timetable was compiled.
func TestTimetableMoves(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Deadlines = []schedule.Deadline{{ID: "quiz", At: civil.MustDateTime("2024-10-30T14:59")}}
	plan, err := plan.Stamped(pinned)
	require.NoError(t, err)
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	before := table.Sessions()
	show := func(table *schedule.Timetable, err error) string {
		require.NoError(t, err)
		text := ""
		for _, s := range table.Sessions() {
			text += s.ID + " " + s.Start.Format("2 Jan 15:04") + " to " + s.End.Format("15:04") + ", "
		}
		return text + table.Deadlines(nil)[0].At.Format("2 Jan 15:04")
	}
	assert.Equal(t, "a 30 Oct 15:00 to 17:00, b2 2 Nov 03:00 to 05:00, c 6 Nov 15:00 to 17:00, b 20 Nov 15:00 to 17:00, 30 Oct 13:59", show(table.Move(move("b", "2024-11-20T15:00"))))
	assert.Equal(t, "a 30 Oct 15:00 to 17:00, b 1 Nov 15:00 to 17:00, b2 2 Nov 04:00 to 06:00, c 6 Nov 15:00 to 17:00, 30 Oct 13:59", show(table.Move(move("b2", "2024-11-02T04:00"))))
	longer := move("c", "2024-11-07T15:00")
	longer.End = civil.MustDateTime("2024-11-07T18:00")
	moved, err := table.Move(longer)
	assert.Equal(t, "a 30 Oct 15:00 to 17:00, b 1 Nov 15:00 to 17:00, b2 2 Nov 03:00 to 05:00, c 7 Nov 15:00 to 18:00, 30 Oct 13:59", show(moved, err))
	assert.Equal(t, "a 30 Oct 15:00 to 17:00, b 1 Nov 15:00 to 17:00, b2 2 Nov 03:00 to 05:00, c 7 Nov 15:00 to 18:00, 31 Oct 23:00",
		show(moved.Move(schedule.Planned{Deadline: "quiz", Start: civil.MustDateTime("2024-11-01T00:00")})))
	assert.Equal(t, before, table.Sessions(), "the timetable itself stays")
	_, err = table.Move(move("a", "2024-11-01T16:00"))
	assert.Equal(t, []string{"start overlap"}, faults(err))
	_, err = table.Move(move("b", "2024-11-06T14:00"))
	assert.Equal(t, []string{"start overlap"}, faults(err))
	assert.EqualError(t, err, "start: overlap: c: starts before an earlier session has ended")
	_, err = table.Move(move("c", "2024-11-01T16:00"))
	assert.EqualError(t, err, "start: overlap: starts before an earlier session has ended", "the session itself needs no name")
	_, err = table.Move(move("a", "2025-03-30T02:30"))
	assert.Equal(t, []string{"start clock-gap"}, faults(err))
	_, err = table.Move(move("b2", "2025-03-30T00:30"))
	assert.Equal(t, []string{"start clock-gap"}, faults(err), "the end follows the start")
	ends := move("b2", "2025-03-30T00:30")
	ends.End = civil.MustDateTime("2025-03-30T02:30")
	_, err = table.Move(ends)
	assert.Equal(t, []string{"end clock-gap"}, faults(err))
	_, err = table.Move(schedule.Planned{Deadline: "quiz", Start: civil.MustDateTime("2025-03-30T02:30")})
	assert.Equal(t, []string{"start clock-gap"}, faults(err))
	_, err = table.Move(schedule.Planned{Deadline: "quiz", Start: civil.MustDateTime("1969-03-30T02:30")})
	assert.Equal(t, []string{"start range"}, faults(err))
	gap := move("a", "2025-03-30T02:30")
	gap.ClockChange = "later"
	_, err = table.Move(gap)
	assert.NoError(t, err)
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
	again := parse(t, repeated)
	again.Deadlines = []schedule.Deadline{{ID: "d", At: civil.MustDateTime("2024-11-20T23:59"), UTC: new(stamp)}}
	again.Sessions[1].Repeats[0].UTC = new(stamp)
	moved := again.MoveAll(1, 5)
	assert.Equal(t, schedule.Repeat{ID: "b2", Start: civil.MustDateTime("2024-11-03T03:05"), End: civil.MustDateTime("2024-11-03T05:05")}, moved.Sessions[1].Repeats[0])
	assert.Equal(t, schedule.Deadline{ID: "d", At: civil.MustDateTime("2024-11-22T00:04")}, moved.Deadlines[0])
	pattern, _ := expand(t, rhythm)
	pattern.Pattern.Count = 0
	assert.Equal(t, pattern, pattern.MoveAll(1, 5), "a pattern that is wrong stays")
	for _, far := range []int{1 << 30, -1 << 31} {
		assert.True(t, plan.MoveAll(far, 0).Sessions[0].Start.IsZero())
	}
	assert.Equal(t, []string{"sessions[0].start required", "sessions[0].end required"},
		faults(func() error { _, err := schedule.Compile(plan.MoveAll(365*8000, 0), pinned); return err }())[:2])
}
