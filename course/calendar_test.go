package course_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The calendar of a run shows sessions at the times to which they were moved and marks
// the cancelled ones. Its sequence number grows, so that other programs see that it is
// newer.
func TestCalendarOfARun(t *testing.T) {
	t.Parallel()
	c := courseOf(t, dpg.Definition())
	run := c.Run()
	options := schedule.CalendarOptions{Run: "r", Domain: "example.org", Stamp: start}
	calendar := func() string {
		text, err := run.Calendar(options)
		require.NoError(t, err)
		return string(text)
	}
	assert.Contains(t, calendar(), "DTSTART:20241030T140000Z")
	assert.Contains(t, calendar(), "SEQUENCE:0")
	record(t, run,
		course.Entry{Planned: &course.Planned{Session: "session-1", Start: civil.MustDateTime("2024-10-30T16:00")}},
		course.Entry{Cancelled: &course.Cancelled{Session: "session-5"}})
	text := calendar()
	assert.Contains(t, text, "DTSTART:20241030T150000Z")
	assert.NotContains(t, text, "DTSTART:20241030T140000Z")
	assert.Equal(t, 1, strings.Count(text, "STATUS:CANCELLED"))
	assert.Contains(t, text, "SEQUENCE:2")
	assert.Equal(t, "2024-10-30T16:00:00+01:00", run.Timetable().Sessions()[0].Start.Format(time.RFC3339))

	_, err := run.Calendar(schedule.CalendarOptions{})
	assert.ErrorContains(t, err, "required")
	var none *course.Run
	_, err = none.Calendar(options)
	assert.ErrorContains(t, err, "order")
	assert.Nil(t, none.Timetable())
	d := dpg.Definition()
	d.Schedule, d.Attendance, d.Outline, d.Stated, d.Project.ReleasedAfter, d.Project.PresentedIn = nil, nil, nil, nil, "", ""
	_, err = courseOf(t, d).Run().Calendar(options)
	assert.ErrorContains(t, err, "needs")
}

// calendarLines returns the values of a property in the calendar of a run, one for each
// line that states the property.
func calendarLines(t *testing.T, run *course.Run, property string) []string {
	t.Helper()
	text, err := run.Calendar(schedule.CalendarOptions{Run: "r", Domain: "example.org", Stamp: start})
	require.NoError(t, err)
	var found []string
	for line := range strings.SplitSeq(strings.ReplaceAll(string(text), "\r\n ", ""), "\r\n") {
		if rest, has := strings.CutPrefix(line, property+":"); has {
			found = append(found, rest)
		}
	}
	return found
}

// A session in the calendar is described by its topics.
func TestTopicsInTheCalendar(t *testing.T) {
	t.Parallel()
	escape := strings.NewReplacer(`\`, `\\`, ",", `\,`, ";", `\;`)
	d := dpg.Definition()
	var want []string
	for _, s := range d.Outline {
		want = append(want, "- "+escape.Replace(strings.Join(s.Topics, "\n- ")))
	}
	for i := range want {
		want[i] = strings.ReplaceAll(want[i], "\n", `\n`)
	}
	run := courseOf(t, d).Run()
	assert.Equal(t, want, calendarLines(t, run, "DESCRIPTION"))
	record(t, run, course.Entry{Planned: &course.Planned{Session: "session-5", Start: civil.MustDateTime("2024-11-23T16:00"), Reason: strings.Repeat("x", 5000)}})
	assert.Equal(t, want, calendarLines(t, run, "DESCRIPTION"), "wherever it is moved to")

	d.Schedule.Sessions[0].Description = "its own"
	d.Outline[1].Topics = nil
	d.Outline[2].Topics = []string{"first"}
	for range 198 {
		d.Outline[2].Topics = append(d.Outline[2].Topics, strings.Repeat("é", 250))
	}
	got := calendarLines(t, courseOf(t, d).Run(), "DESCRIPTION")
	require.Len(t, got, 4)
	assert.Equal(t, []string{"its own", want[3], want[4]}, []string{got[0], got[2], got[3]})
	assert.True(t, strings.HasPrefix(got[1], `- first\n- éé`) && strings.HasSuffix(got[1], `é\n...`))
	assert.Equal(t, 8, strings.Count(got[1], `\n`), "the topics that fit")
}

// Sessions that come from a pattern are also described by their topics.
func TestTopicsOfAPattern(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	d.Schedule = &schedule.Plan{Zone: "Europe/Zurich", Pattern: &schedule.Pattern{
		From: civil.MustDate("2024-10-28"), Weekdays: []civil.Weekday{"wednesday", "friday"}, Count: 5, At: civil.MustTimeOfDay("15:00"), Minutes: 120,
	}}
	c := courseOf(t, d)
	got := calendarLines(t, c.Run(), "DESCRIPTION")
	require.Len(t, got, 5)
	for i, text := range got {
		assert.Contains(t, strings.ReplaceAll(text, `\,`, ","), d.Outline[i].Topics[0])
	}
	assert.NotNil(t, c.Definition().Schedule.Pattern, "the definition stays")
}

// For a sitting that was held, the calendar shows the times at which it was held. Each
// held, planned or cancelled entry increases the sequence number by 1, and no other entry
// does. If the options state a sequence number, the calendar has that number instead.
func TestSequenceOfACalendar(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	assert.Equal(t, []string{"1", "1", "1", "1"}, calendarLines(t, run, "SEQUENCE")[:4], "held once")
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","held":{"session":"s1","start":"2025-03-03T08:30:00Z","end":"2025-03-03T10:15:00Z"}}
		{"at":"2025-03-05T09:00:00Z","planned":{"session":"s3","start":"2025-03-20T10:00"}}
		{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s2"}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"session":"s3"}}`)
	assert.Equal(t, "4", calendarLines(t, run, "SEQUENCE")[0])
	assert.Contains(t, calendarLines(t, run, "DTSTART"), "20250303T083000Z")
	assert.Contains(t, calendarLines(t, run, "DTEND"), "20250303T101500Z")
	text, err := run.Calendar(schedule.CalendarOptions{Run: "r", Domain: "example.org", Stamp: start, Sequence: 17})
	require.NoError(t, err)
	assert.Contains(t, string(text), "SEQUENCE:17")
	assert.NotContains(t, string(text), "SEQUENCE:4")
}

// Topics that just fit in a description are shown in full. If they have one character
// more, the last topic gives way to dots.
func TestRoomForTopics(t *testing.T) {
	t.Parallel()
	for last, whole := range map[int]bool{94: true, 95: false} {
		d := workshop(t).Definition()
		topics := slices.Repeat([]string{strings.Repeat("x", 297)}, 13) // 300 characters a line
		d.Outline = []course.OutlineSession{{Session: "s1", Topics: append(topics, strings.Repeat("y", last))}}
		text := calendarLines(t, courseOf(t, d).Run(), "DESCRIPTION")[0]
		assert.Equal(t, whole, strings.HasSuffix(text, "y"), last)
		assert.Equal(t, !whole, strings.HasSuffix(text, "x\\n..."), last)
	}
}

// A schedule may have deadlines and no sessions.
func TestScheduleOfDeadlines(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Schedule.Sessions, d.Attendance = nil, nil
	d.Grading.Components[1].Award = d.Grading.Components[0].Award
	run := courseOf(t, d).Run()
	assert.Empty(t, run.Timetable().Sessions())
	assert.Len(t, run.Timetable().Deadlines(time.UTC), 1)
}
