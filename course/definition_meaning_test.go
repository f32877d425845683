package course_test

import (
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In the digest of a definition 40 is the same as 40.00 and 0 is the same as 0.0, even in
// maps and lists.
func TestMeaningOfDecimals(t *testing.T) {
	t.Parallel()
	of := func(percent, weight, other, points string) string {
		d := workshop(t).Definition()
		share := admission.Bounds{AtMost: &admission.Bound{Percent: exact.MustDecimal(percent)}}
		d.Admission.Shares = []admission.Share{{Code: "places", Of: admission.ShareOf{Region: "residence"}, Groups: map[string]admission.Bounds{"Africa": share}}}
		d.Grading.Components[3].Award.Levels.Levels[0].Points = exact.MustDecimal(points)
		d.Grading.Weightings = []grading.Weighting{{"quiz": exact.MustDecimal(weight), "attendance": exact.MustDecimal("20"), "essay": exact.MustDecimal(other), "project": exact.MustDecimal("40")}}
		c, err := course.Compile(d, time.LoadLocation)
		require.NoError(t, err)
		return c.Digest()
	}
	digest := of("40", "10", "30", "0")
	assert.Equal(t, digest, of("40.00", "10", "30", "0"))
	assert.Equal(t, digest, of("40", "10.0", "30", "0"))
	assert.Equal(t, digest, of("40", "10", "30", "0.0"))
	assert.NotEqual(t, digest, of("41", "10", "30", "0"))
	assert.NotEqual(t, digest, of("40", "11", "29", "0"))
	assert.NotEqual(t, digest, of("40", "10", "30", "1"))
}

// A claim about group sizes is compared with the smallest and the largest possible group,
// even in a course without a number of seats.
func TestLintOfGroupSizes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		sizes   grouping.Sizes
		seats   int
		is      [2]int
		finding string
	}{
		{grouping.Sizes{Exact: []int{3, 4}}, 0, [2]int{3, 4}, ""},
		{grouping.Sizes{Exact: []int{3, 4}}, 0, [2]int{3, 5}, "3 to 4"},
		{grouping.Sizes{Exact: []int{3}}, 0, [2]int{2, 3}, "3 to 3"},
		{grouping.Sizes{Exact: []int{3, 4}}, 7, [2]int{3, 4}, ""},
		{grouping.Sizes{Exact: []int{4, 3}}, 7, [2]int{4, 4}, "3 to 4"},
		{grouping.Sizes{Min: 1, Max: 1}, 0, [2]int{1, 2}, "1 to 1"},
		{grouping.Sizes{Min: 1, Max: 1}, 0, [2]int{1, 1}, ""},
		{grouping.Sizes{Count: 3}, 0, [2]int{2, 2}, ""}, // depends on who applies
	} {
		d := small()
		d.Grouping = &grouping.Policy{Sizes: c.sizes}
		if c.seats > 0 {
			d.Admission = &admission.Policy{Capacity: c.seats}
		}
		d.Stated = &course.Stated{GroupSizes: &course.RangeClaim{Min: c.is[0], Max: c.is[1]}}
		got := ""
		for _, f := range courseOf(t, d).Lint() {
			if f.Code == "stated-group-sizes" {
				got = f.Have
			}
		}
		assert.Equal(t, c.finding, got, "%+v, stated %v", c.sizes, c.is)
	}
}

// A course is over when all its sittings have ended. The sitting that ends last may have
// begun before another one.
func TestDeadlineAfterTheEnd(t *testing.T) {
	t.Parallel()
	for at, want := range map[string]int{"2025-03-03T17:00": 0, "2025-03-03T18:00": 0, "2025-03-03T18:01": 1} {
		d := small()
		d.Schedule = &schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{
			{ID: "long", Start: civil.MustDateTime("2025-03-03T10:00"), End: civil.MustDateTime("2025-03-03T18:00"),
				Repeats: []schedule.Repeat{{ID: "short", Start: civil.MustDateTime("2025-03-03T14:00"), End: civil.MustDateTime("2025-03-03T16:00")}}},
		}, Deadlines: []schedule.Deadline{{ID: "quiz", At: civil.MustDateTime(at)}}}
		findings := 0
		for _, f := range courseOf(t, d).Lint() {
			if f.Code == "deadline-after-end" {
				findings++
			}
		}
		assert.Equal(t, want, findings, at)
	}
}

// If a schedule has sessions and a wrong pattern, an outline may still name the sessions.
func TestSessionsBesideAWrongPattern(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Outline = []course.OutlineSession{{Session: "s1", Topics: []string{"a start"}}}
	d.Schedule.Pattern = &schedule.Pattern{Weekdays: []civil.Weekday{"payday"}}
	got := lines(t, d.Validate())
	require.NotEmpty(t, got)
	for _, line := range got {
		assert.Contains(t, line, "schedule.pattern")
	}
}

// An outline of sessions that the schedule does not have is refused, even if the schedule
// has no sessions at all.
func TestOutlineWithoutSessions(t *testing.T) {
	t.Parallel()
	d := small()
	d.Schedule = &schedule.Plan{Zone: "UTC", Deadlines: []schedule.Deadline{{ID: "quiz", At: civil.MustDateTime("2025-03-03T10:00")}}}
	d.Outline = []course.OutlineSession{{Session: "s1", Topics: []string{"a start"}}}
	_, err := course.Compile(d, time.LoadLocation)
	assert.Contains(t, lines(t, err), "outline[0].session unknown-session")
	d.Outline = nil
	_, err = course.Compile(d, time.LoadLocation)
	assert.NotContains(t, lines(t, err), "outline[0].session unknown-session")
}
