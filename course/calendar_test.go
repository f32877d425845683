package course_test

import (
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

// The calendar of a run has sessions where they were moved to, marks those that
// were cancelled, and tells readers that it is newer.
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
