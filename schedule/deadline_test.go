package schedule_test

import (
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// due compiles a plan of one deadline.
func due(t testing.TB, zone string, d schedule.Deadline) (*schedule.Timetable, error) {
	t.Helper()
	d.ID = "d"
	return schedule.Compile(schedule.Plan{Zone: zone, Deadlines: []schedule.Deadline{d}}, pinned)
}

func TestTheLastInstant(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		zone string
		of   schedule.Deadline
		last string
	}{
		"a quiz":               {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2024-10-30T14:59")}, "2024-10-30T13:59:00Z"},
		"seconds":              {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2024-10-30T23:59:59")}, "2024-10-30T22:59:59Z"},
		"anywhere":             {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true}, "2024-11-21T11:59:00Z"},
		"anywhere in a gap":    {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2025-03-30T02:30"), Anywhere: true}, "2025-03-30T14:30:00Z"},
		"in a gap, earlier":    {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2025-03-30T02:30"), ClockChange: "earlier"}, "2025-03-30T00:30:00Z"},
		"in a gap, later":      {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2025-03-30T02:30"), ClockChange: "later"}, "2025-03-30T01:30:00Z"},
		"in an overlap, first": {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2025-10-26T02:30"), ClockChange: "compatible"}, "2025-10-26T00:30:00Z"},
		"in an overlap, later": {"Europe/Zurich", schedule.Deadline{At: civil.MustDateTime("2025-10-26T02:30"), ClockChange: "later"}, "2025-10-26T01:30:00Z"},
	} {
		table, err := due(t, c.zone, c.of)
		require.NoError(t, err, name)
		last, err := time.Parse(time.RFC3339, c.last)
		require.NoError(t, err)
		assert.True(t, last.Equal(table.Deadlines(nil)[0].At), name)
		for at, want := range map[time.Time]bool{last.Add(-1): true, last: true, last.Add(1): false, last.In(zone(t, "Asia/Tokyo")): true} {
			got, err := table.InTime("d", at)
			require.NoError(t, err)
			assert.Equal(t, want, got, "%s: %v", name, at)
		}
	}
}

func TestDeadlineViolations(t *testing.T) {
	t.Parallel()
	at := civil.MustDateTime("2024-10-30T15:00")
	for name, c := range map[string]struct {
		of   schedule.Deadline
		want []string
	}{
		"in a gap":                    {schedule.Deadline{At: civil.MustDateTime("2025-03-30T02:30")}, []string{"deadlines[0].at clock-gap"}},
		"in an overlap":               {schedule.Deadline{At: civil.MustDateTime("2025-10-26T02:30")}, []string{"deadlines[0].at clock-overlap"}},
		"no time":                     {schedule.Deadline{}, []string{"deadlines[0].at required"}},
		"too early":                   {schedule.Deadline{At: civil.MustDateTime("1969-12-31T23:59:59")}, []string{"deadlines[0].at range"}},
		"first":                       {schedule.Deadline{At: civil.MustDateTime("1970-01-01T00:00")}, nil},
		"too late":                    {schedule.Deadline{At: civil.MustDateTime("9999-01-01T00:00")}, []string{"deadlines[0].at range"}},
		"last":                        {schedule.Deadline{At: civil.MustDateTime("9998-12-31T23:59:59"), Anywhere: true}, nil},
		"a policy anywhere":           {schedule.Deadline{At: at, Anywhere: true, ClockChange: "later"}, []string{"deadlines[0].clock_change not-applicable"}},
		"a policy":                    {schedule.Deadline{At: at, ClockChange: "never"}, []string{"deadlines[0].clock_change unknown-value"}},
		"announced at another moment": {schedule.Deadline{At: at, UTC: new(time.Date(2024, 10, 30, 15, 0, 0, 0, time.UTC))}, []string{"deadlines[0].utc utc"}},
		"announced":                   {schedule.Deadline{At: at, UTC: new(time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC))}, nil},
		"announced anywhere":          {schedule.Deadline{At: at, Anywhere: true, UTC: new(time.Date(2024, 10, 31, 3, 0, 0, 0, time.UTC))}, nil},
		"an address":                  {schedule.Deadline{At: at, URL: "a b"}, []string{"deadlines[0].url url"}},
	} {
		_, err := due(t, "Europe/Zurich", c.of)
		assert.Equal(t, c.want, faults(err), name)
	}
	other := schedule.Plan{Zone: "UTC", Deadlines: []schedule.Deadline{{ID: "d", At: at}}, Sessions: []schedule.Session{{ID: "d", Start: at, End: at.AddDays(1)}}}
	assert.NoError(t, other.Validate(), "sessions and deadlines have ids of their own")
	twice := schedule.Plan{Zone: "UTC", Deadlines: []schedule.Deadline{{ID: "d", At: at}, {ID: "d", At: at}}}
	assert.Equal(t, []string{"deadlines[1].id duplicate-id"}, faults(twice.Validate()))

	table, err := due(t, "UTC", schedule.Deadline{At: at})
	require.NoError(t, err)
	in, err := table.InTime("e", stamp)
	assert.False(t, in)
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-deadline", Path: "deadline"})
	assert.Contains(t, err.Error(), "there is d")
	in, err = table.InTime("d", time.Time{})
	assert.False(t, in)
	assert.ErrorIs(t, err, rule.Violation{Code: "required", Path: "at"})
	plan := schedule.Plan{Zone: "UTC", Deadlines: []schedule.Deadline{{ID: "second", At: at}, {ID: "first", At: at.AddDays(1)}}}
	two, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	_, err = two.InTime("third", stamp)
	assert.ErrorContains(t, err, "there are first and second")
	_, err = repeating(t).Attendance(schedule.Record{Excused: []schedule.Excuse{{Session: "session-9", Participants: []string{"p"}}}}, atLeast("80"))
	assert.ErrorContains(t, err, "there are a, b and c")
}

// A person whose local clock shows the deadline's wall time is still in time,
// anywhere on earth.
func TestAnywhereOnEarth(t *testing.T) {
	t.Parallel()
	wall := civil.MustDateTime("2024-11-20T23:59")
	table, err := due(t, "Europe/Zurich", schedule.Deadline{At: wall, Anywhere: true})
	require.NoError(t, err)
	last := table.Deadlines(nil)[0].At
	reached := false
	for _, name := range zoneNames(t) {
		shown, err := wall.In(zone(t, name), "later")
		require.NoError(t, err)
		in, err := table.InTime("d", shown)
		require.NoError(t, err)
		assert.True(t, in, name)
		reached = reached || shown.Equal(last)
		local := table.Deadlines(zone(t, name))[0]
		assert.True(t, last.Equal(local.At), name)
		assert.Equal(t, civil.DateTimeOf(local.At).Date().Sub(wall.Date()), local.DateShift, name)
	}
	assert.True(t, reached, "Etc/GMT+12 is the last")
}

func TestDeadlinesComeByTime(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	plan.Deadlines = []schedule.Deadline{
		{ID: "project", Title: "The project", At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true},
		{ID: "late", At: civil.MustDateTime("2024-11-21T12:59")},
		{ID: "early", At: civil.MustDateTime("2024-11-21T12:58")},
		{ID: "quiz", At: civil.MustDateTime("2024-10-30T14:59")},
	}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	var ids []string
	for _, d := range table.Deadlines(nil) {
		ids = append(ids, d.ID)
	}
	assert.Equal(t, []string{"quiz", "early", "late", "project"}, ids)
	tokyo := zone(t, "Asia/Tokyo")
	assert.Equal(t, schedule.LocalDeadline{
		ID: "project", Title: "The project", Anywhere: true, DateShift: 1, Abbreviation: "JST", At: time.Date(2024, 11, 21, 20, 59, 0, 0, tokyo),
	}, table.Deadlines(tokyo)[3])
}

// The session that a deadline is for must be in the plan, whether the plan lists its
// sessions or a pattern yields them.
func TestDeadlineBefore(t *testing.T) {
	t.Parallel()
	const pattern = `"pattern": {"from": "2024-10-28", "weekdays": ["friday"], "count": 2, "at": "15:00", "minutes": 60}`
	const sessions = `"sessions": [{"id": "session-1", "start": "2024-11-01T15:00", "end": "2024-11-01T16:00", "repeats": [{"id": "again", "start": "2024-11-02T15:00", "end": "2024-11-02T16:00"}]},
		{"id": "session-2", "start": "2024-11-08T15:00", "end": "2024-11-08T16:00"}]`
	for _, of := range []string{pattern, sessions} {
		for before, want := range map[string][]string{
			"session-1": nil, "session-2": nil, "session-3": {"deadlines[0].before unknown-session"},
			"again": {"deadlines[0].before unknown-session"}, " ": {"deadlines[0].before id"},
		} {
			var plan schedule.Plan
			require.NoError(t, document.Decode([]byte(`{"zone": "UTC", `+of+`, "deadlines": [{"id": "a", "at": "2024-11-01T15:00", "before": "`+before+`"}]}`), &plan))
			_, err := schedule.Compile(plan, pinned)
			assert.Equal(t, want, faults(err), before+of)
		}
	}
	_, err := parsePlan(`{"zone": "UTC", "deadlines": [{"id": "a", "at": "2024-11-01T15:00", "before": "session-1"}]}`)
	assert.Equal(t, []string{"deadlines[0].before unknown-session"}, faults(err))
}
