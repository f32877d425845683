package schedule_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// A record lists at most 1,000,000 people, those of all excuses together: more
// are refused before any of them is looked at.
func TestPeopleOfARecord(t *testing.T) {
	t.Parallel()
	table := timetable()
	session := table.Sessions()[0].ID
	by := schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: "until_end"}
	many := slices.Repeat([]string{"p"}, 500_001)
	tooMany := func(r schedule.Record, path string) bool {
		_, err := table.Attendance(r, by)
		return errors.Is(err, rule.Violation{Code: "too-many", Path: path})
	}
	excuses := func(n int) schedule.Record {
		return schedule.Record{Excused: []schedule.Excuse{{Session: session, Participants: many[:500_000]}, {Session: session, Participants: many[:n]}}}
	}
	assert.False(t, tooMany(excuses(500_000), "excused"))
	assert.True(t, tooMany(excuses(500_001), "excused"))
	two := append(slices.Clone(many), many...)
	assert.False(t, tooMany(schedule.Record{Participants: two[:1_000_000]}, "participants"))
	assert.True(t, tooMany(schedule.Record{Participants: two[:1_000_001]}, "participants"))
}
