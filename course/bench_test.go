package course_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/require"
)

// openCourse returns the reference course without admission rules, so that it is open to
// everybody.
func openCourse(tb testing.TB) *course.Course {
	tb.Helper()
	d := dpg.Definition()
	d.Admission, d.Stated = nil, nil
	return courseOf(tb, d)
}

// crowd returns a run in which n people take part.
func crowd(tb testing.TB, n int) *course.Run {
	tb.Helper()
	run := openCourse(tb).Run()
	batch := make([]course.Entry, n)
	for i := range batch {
		batch[i] = at(0, applied(learner(i)))
	}
	_, err := run.Record(batch...)
	require.NoError(tb, err)
	return run
}

func learner(i int) string { return fmt.Sprintf("L%06d", i) }

// BenchmarkMark records a mark and regrades the person. The cost must not depend on the
// number of people in the run.
func BenchmarkMark(b *testing.B) {
	for _, n := range []int{32, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			run := crowd(b, n)
			i := 0
			for b.Loop() {
				i++
				_, err := run.Record(at(1, marked(learner(i%n), "participation", grading.Mark{Points: new(exact.MustDecimal("15"))})))
				require.NoError(b, err)
			}
		})
	}
}

// BenchmarkMarksOfManyLearners records 400,000 marks of 100,000 learners in batches of
// 1,000.
func BenchmarkMarksOfManyLearners(b *testing.B) {
	d := small()
	var components []grading.Component
	for i := range 4 {
		components = append(components, grading.Component{ID: fmt.Sprint("part-", i), Weight: exact.MustDecimal("25"), Award: grading.Award{Completion: &grading.CompletionAward{}}})
	}
	d.Grading.Components = components
	c := courseOf(b, d)
	for b.Loop() {
		b.StopTimer()
		run := c.Run()
		batch := make([]course.Entry, 0, 1000)
		flush := func(e course.Entry) {
			if batch = append(batch, e); len(batch) == cap(batch) {
				_, err := run.Record(batch...)
				require.NoError(b, err)
				batch = batch[:0]
			}
		}
		for i := range 100_000 {
			flush(at(0, applied(learner(i))))
		}
		b.StartTimer()
		for n := range 400_000 {
			flush(at(1, marked(learner(n%100_000), components[n/100_000].ID, grading.Mark{Completed: new(n%3 > 0)})))
		}
	}
}

// reference returns a whole run of the reference course with the applicants of the
// example. At most the given number of preferences is used to form groups; with one or
// none the groups are formed quickly.
func reference(tb testing.TB, preferences int) (*course.Course, *course.Run) {
	tb.Helper()
	d := dpg.Definition()
	d.Grouping.Prefer = d.Grouping.Prefer[:min(preferences, len(d.Grouping.Prefer))]
	c := courseOf(tb, d)
	run := c.Run()
	var entries []course.Entry
	for _, a := range applicants(tb) {
		entries = append(entries, at(0, course.Entry{Applied: &a}))
	}
	entries = append(entries, at(1, course.Entry{Selected: &admission.Selected{Seed: "a seed"}}), at(2, course.Entry{Grouped: &course.Grouped{}}))
	_, err := run.Record(entries...)
	require.NoError(tb, err)
	seats := run.State().Seats
	live := []course.Entry{}
	for n, id := range seats {
		if n%4 > 0 {
			live = append(live, at(3, marked(id, "quiz", grading.Mark{Completed: new(true)})))
		}
	}
	var last time.Time
	for s, session := range c.Schedule().Sessions() {
		held := &schedule.Held{Session: session.ID}
		for n, id := range seats {
			if (n+s)%7 > 0 {
				held.Rows = append(held.Rows, row(id, session.Start, session.End))
			}
		}
		live, last = append(live, course.Entry{At: session.End, Held: held}), session.End
	}
	for n, id := range seats {
		live = append(live, course.Entry{At: last, Marked: &course.Marked{Participant: id, Component: "participation", Mark: grading.Mark{Points: new(exact.MustDecimal([]string{"15", "5", "10", "7.5"}[n%4]))}}})
	}
	for n, name := range []string{"1", "2", "3", "4", "5", "6"} {
		level := []string{"submission", "good", "excellent"}[n%3]
		live = append(live, course.Entry{At: last, Project: &course.ProjectMark{Group: name, Mark: grading.Mark{Level: level}}})
	}
	_, err = run.Record(append(live, course.Entry{At: last, Ended: &course.Ended{}})...)
	require.NoError(tb, err)
	return c, run
}

func row(id string, join, leave time.Time) schedule.Segment {
	return schedule.Segment{Participant: id, Join: join, Leave: &leave}
}

// BenchmarkRecordReference records the entries of the reference run without their
// decisions, so every decision is made again.
func BenchmarkRecordReference(b *testing.B) {
	c, run := reference(b, 9)
	entries := run.Journal()[1:] // the run opens its journal itself
	for i := range entries {
		entries[i].Decided, entries[i].Digest = nil, ""
	}
	for b.Loop() {
		_, err := c.Run().Record(entries...)
		require.NoError(b, err)
	}
}

// BenchmarkResumeReference resumes the journal of the reference run. The recorded
// decisions are taken over.
func BenchmarkResumeReference(b *testing.B) {
	c, run := reference(b, 9)
	journal := run.Journal()
	for b.Loop() {
		_, err := c.Resume(journal)
		require.NoError(b, err)
	}
}

// BenchmarkJournalOfManyApplicants records 10,000 applicants and measures the size of
// their journal in bytes.
func BenchmarkJournalOfManyApplicants(b *testing.B) {
	c := courseOf(b, dpg.Definition())
	people := applicants(b)
	for b.Loop() {
		run := c.Run()
		batch := make([]course.Entry, 0, 10_001)
		for i := range 10_000 {
			a := people[i%len(people)]
			a.ID = learner(i)
			batch = append(batch, at(0, course.Entry{Applied: &a}))
		}
		_, err := run.Record(append(batch, at(1, course.Entry{Selected: &admission.Selected{Seed: "a seed"}}))...)
		require.NoError(b, err)
		size := 0
		for _, e := range run.Journal() {
			line := text(b, e)
			_, err := course.ParseEntry([]byte(line))
			require.NoError(b, err)
			size += len(line) + len("\n")
		}
		require.Less(b, size, 10_000_000)
		b.ReportMetric(float64(size), "journal-bytes")
	}
}

// BenchmarkState computes a state, which covers all people.
func BenchmarkState(b *testing.B) {
	run := crowd(b, 10_000)
	for b.Loop() {
		require.Len(b, run.State().Seats, 10_000)
	}
}

// BenchmarkPerson returns everything about one person. The first call computes the
// explanations of everybody; they are computed again only after an entry about
// applications or seats, or an erasure.
func BenchmarkPerson(b *testing.B) {
	_, run := reference(b, 0)
	id := run.State().Seats[3]
	for b.Loop() {
		_, known := run.Person(id, nil)
		require.True(b, known)
	}
}
