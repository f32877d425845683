package course_test

import (
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/require"
)

func courseOf(t testing.TB, d course.Definition) *course.Course {
	t.Helper()
	c, err := course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	return c
}

// start is the instant from which the times of the entries in these tests are counted.
var start = time.Date(2024, 1, 1, 9, 0, 0, 0, time.UTC)

// at returns e with the time n minutes after start, unless e already has a time.
func at(n int, e course.Entry) course.Entry {
	if e.At.IsZero() {
		e.At = start.Add(time.Duration(n) * time.Minute)
	}
	return e
}

// record records entries. Entries without a time get times that are a minute apart.
func record(t testing.TB, run *course.Run, entries ...course.Entry) []course.Recorded {
	t.Helper()
	n := len(run.Journal())
	for i := range entries {
		entries[i] = at(n+i, entries[i])
	}
	recorded, err := run.Record(entries...)
	require.NoError(t, err)
	return recorded
}

func applied(id string) course.Entry {
	return course.Entry{Applied: &admission.Applicant{ID: id, Country: "KE"}}
}

func marked(id, component string, mark grading.Mark) course.Entry {
	return course.Entry{Marked: &course.Marked{Participant: id, Component: component, Mark: mark}}
}
