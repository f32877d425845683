package schedule_test

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

type vectors struct {
	ClockChanges []struct {
		Zone                       string
		Wall                       civil.DateTime
		Kind                       string
		Compatible, Earlier, Later time.Time
		Note                       string
	} `json:"clock_changes"`
	Attendance []struct {
		Name           string
		SessionSeconds int       `json:"session_seconds"`
		Segments       [][2]*int `json:"segments"`
		Policy         string    `json:"missing_leave_policy"`
		Present        int64     `json:"present_seconds"`
		AtLeast80      bool      `json:"at_least_80_percent"`
		Error          string
	}
	LocalSessions []struct {
		Session      int
		Zone         string
		Start, End   string
		Abbreviation string
	} `json:"local_sessions"`
}

func load(t testing.TB) vectors {
	t.Helper()
	data, err := os.ReadFile("testdata/schedule.json")
	require.NoError(t, err)
	var v vectors
	require.NoError(t, json.Unmarshal(data, &v))
	require.Len(t, v.ClockChanges, 27)
	require.Len(t, v.Attendance, 16)
	require.Len(t, v.LocalSessions, 210)
	return v
}

// published is the timeline of the reference course.
const published = `{"zone": "Europe/Zurich", "sessions": [
	{"id": "session-1", "title": "Introduction", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"},
	{"id": "session-2", "start": "2024-11-01T15:00", "end": "2024-11-01T17:00"},
	{"id": "session-3", "start": "2024-11-06T15:00", "end": "2024-11-06T17:00"},
	{"id": "session-4", "start": "2024-11-08T15:00", "end": "2024-11-08T17:00"},
	{"id": "session-5", "start": "2024-11-22T14:00", "end": "2024-11-22T17:00"}]}`

func parse(t testing.TB, text string) schedule.Plan {
	t.Helper()
	var plan schedule.Plan
	require.NoError(t, document.Decode([]byte(text), &plan))
	return plan
}

func reference(t testing.TB) *schedule.Timetable {
	t.Helper()
	table, err := schedule.Compile(parse(t, published), pinned)
	require.NoError(t, err)
	return table
}

// For each wall time and each policy for clock changes, a session that starts at the wall
// time must start at the instant in the vector. The session must have a violation if, and
// only if, the wall time has no single instant and no policy is named.
func TestVectorsOfClockChanges(t *testing.T) {
	t.Parallel()
	for _, c := range load(t).ClockChanges {
		t.Run(c.Zone+"/"+c.Wall.String(), func(t *testing.T) {
			t.Parallel()
			loc := zone(t, c.Zone)
			for policy, want := range map[civil.ClockChange]time.Time{
				"": c.Compatible, "earlier": c.Earlier, "later": c.Later, "compatible": c.Compatible,
			} {
				at, err := c.Wall.In(loc, policy)
				assert.Equal(t, policy == "" && c.Kind != "unique", err != nil, c.Note)
				assert.True(t, err != nil || want.Equal(at), "%s: %v", policy, at)
				plan := schedule.Plan{Zone: c.Zone, Sessions: []schedule.Session{
					{ID: "a", Start: c.Wall, End: c.Wall.AddDays(2), ClockChange: policy},
				}}
				table, err := schedule.Compile(plan, pinned)
				if policy == "" && c.Kind != "unique" {
					code := "clock-" + c.Kind
					require.ErrorIs(t, err, rule.Violation{Code: code, Path: "sessions[0].start"})
					assert.Len(t, err, 1)
					continue
				}
				require.NoError(t, err)
				assert.True(t, want.Equal(table.Sessions()[0].Start), "%q: %v", policy, table.Sessions()[0].Start)
			}
		})
	}
}

func TestVectorsOfLocalSessions(t *testing.T) {
	t.Parallel()
	table := reference(t)
	course := table.Sessions()
	for _, c := range load(t).LocalSessions {
		local := table.In(zone(t, c.Zone))[c.Session-1]
		name := fmt.Sprint(c.Session, " in ", c.Zone)
		assert.Equal(t, c.Start, local.Start.Format(time.RFC3339), name)
		assert.Equal(t, c.End, local.End.Format(time.RFC3339), name)
		assert.Equal(t, c.Abbreviation, local.Abbreviation, name)
		shift := 0
		if !strings.HasPrefix(c.Start, course[c.Session-1].Start.Format(time.DateOnly)) {
			shift = 1 // no zone in the vectors is a day behind the course
		}
		assert.Equal(t, shift, local.DateShift, name)
	}
}

func TestVectorsOfAttendance(t *testing.T) {
	t.Parallel()
	for _, c := range load(t).Attendance {
		t.Run(c.Name, func(t *testing.T) {
			t.Parallel()
			start := civil.MustDateTime("2024-10-30T15:00")
			plan := schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{{ID: "s", Start: start}}}
			begin, err := start.In(zone(t, "Europe/Zurich"), "")
			require.NoError(t, err)
			plan.Sessions[0].End = civil.DateTimeOf(begin.Add(time.Duration(c.SessionSeconds) * time.Second))
			table, err := schedule.Compile(plan, pinned)
			require.NoError(t, err)
			var rows []schedule.Segment
			for _, segment := range c.Segments {
				row := schedule.Segment{Participant: "p", Session: "s", Join: begin.Add(time.Duration(*segment[0]) * time.Second)}
				if segment[1] != nil {
					row.Leave = new(begin.Add(time.Duration(*segment[1]) * time.Second))
				}
				rows = append(rows, row)
			}
			sitting, err := table.Attend(schedule.Held{Session: "s", Rows: rows}, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: c.Policy})
			if c.Error != "" {
				require.ErrorIs(t, err, rule.Violation{Code: "missing-leave", Path: "rows[0].leave"})
				return
			}
			require.NoError(t, err)
			var got schedule.Attendee
			if len(rows) > 0 {
				got = sitting.People[0]
			}
			assert.Equal(t, c.Present, got.Seconds)
			assert.Equal(t, c.AtLeast80, got.Attended)
		})
	}
}
