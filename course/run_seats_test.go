package course_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A person holds a seat from the offer on, even before accepting it, until the person
// leaves.
func TestTenures(t *testing.T) {
	t.Parallel()
	for id, lines := range map[string]string{
		"a1": `{"at":"2025-03-03T12:00:00Z","held":{"session":"s1"}}
			{"at":"2025-03-04T10:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}`, // accepted before s1
		"a2": `{"at":"2025-03-03T12:00:00Z","held":{"session":"s1"}}
			{"at":"2025-03-04T10:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`, // offered and never accepted
	} {
		run := workshopWith(t, 10)
		recordLines(t, run, lines+`
			{"at":"2025-03-10T11:05:00Z","held":{"session":"s2"}}
			{"at":"2025-03-10T19:05:00Z","held":{"session":"s2-evening"}}
			{"at":"2025-03-11T09:00:00Z","answered":{"applicant":"`+id+`","answer":"reinstated"}}
			{"at":"2025-03-12T09:00:00Z","seats":{"capacity":5}}`)
		attendance := run.State().Attendance[id]
		require.NotNil(t, attendance, id)
		assert.Equal(t, []string{"not_attended", "excused", "open"}, []string{string(attendance["s1"]), string(attendance["s2"]), string(attendance["s3"])}, id)
	}
}

// If a person is erased, the number of seats that was last stated decides whether others
// get a seat.
func TestErasedAfterMoreSeats(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","seats":{"capacity":5}}
		{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a3"}}`)
	assert.Equal(t, []string{"a1", "a2", "a4", "a5", "a8"}, slices.Sorted(slices.Values(run.State().Seats)))
	requireResumes(t, run)
	same(t, allOf(t, run), allOf(t, run.Clone()), "with a roster that is made again")
}

// A second application of a person replaces the first.
func TestAppliedAgain(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	for range 2 {
		run := courseOf(t, d).Run()
		recordLines(t, run, `{"at":"2025-02-01T09:01:00Z","applied":{"id":"a1","country":"KE","gender":"woman","languages":{"en":"fluent"}}}
			{"at":"2025-02-02T09:01:00Z","applied":{"id":"a1","country":"KE","gender":"woman","languages":{"en":"fluent"},"time_zone":"Africa/Nairobi"}}`)
		if d.Admission != nil {
			recordLines(t, run, `{"at":"2025-02-20T12:00:00Z","selected":{"seed":"s"}}`)
		}
		p, _ := run.Person("a1")
		require.NotEmpty(t, p.Sessions)
		assert.Equal(t, "2025-03-03T12:00:00+03:00", p.Sessions[0].Start.Format(time.RFC3339))
		d.Admission = nil
	}
}

// If a person with a seat is erased after the end, the seat stays free. If an erasure
// gives nobody a seat, the entry that records the erasure has no decision.
func TestErasedWithNothingToGive(t *testing.T) {
	t.Parallel()
	run, _ := ended(t)
	recorded := recordLines(t, run, `{"at":"2025-03-21T09:00:00Z","erased":{"id":"a1"}}`)
	assert.Nil(t, recorded[0].Entry.Decided)
	assert.Equal(t, []string{"a2", "a3", "a4"}, slices.Sorted(slices.Values(run.State().Seats)))
	assert.Equal(t, []string{"a5"}, run.State().Waitlist)
	run = halfway(t)
	recorded = recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a5"}}
		{"at":"2025-03-05T09:00:00Z","erased":{"id":"a4"}}`)
	assert.Nil(t, recorded[0].Entry.Decided)
	assert.Nil(t, recorded[1].Entry.Decided, "nobody waits")
	assert.Len(t, run.State().Seats, 3)
}

// A person who applies after the selection is offered a seat if one is free, and waits
// otherwise.
func TestAppliedLate(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	late := `{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}`
	recordLines(t, run, late)
	p, _ := run.Person("a8")
	assert.Equal(t, "waiting", p.Status)
	run = halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","seats":{"capacity":9}}`+"\n"+late)
	p, _ = run.Person("a8")
	assert.Equal(t, "offered", p.Status)
	assert.Contains(t, run.State().Seats, "a8")
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}
		{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a4","answer":"declined"}}`)
	assert.Equal(t, []string{}, run.State().Groups["south"], "a group of which everybody left is still there")
}

// A swap names two people. It is removed if either of them is erased.
func TestErasedFromSwaps(t *testing.T) {
	t.Parallel()
	for n := range 2 {
		run := formed(t)
		var pair []string
		for _, ids := range run.State().Groups {
			pair = append(pair, ids[0])
		}
		require.Len(t, pair, 2)
		recordLines(t, run, `{"at":"2025-02-24T08:00:00Z","salt":"s","grouped":{"swaps":[["`+pair[0]+`","`+pair[1]+`"]],"moves":2}}
			{"at":"2025-02-24T08:00:00Z","erased":{"id":"`+pair[n]+`"}}`)
		journal := run.Journal()
		assert.Empty(t, journal[11].Grouped.Swaps)
		assert.Contains(t, journal[11].Removed, "grouped.swaps.0")
		again, err := run.Course().Resume(rewritten(t, journal))
		require.NoError(t, err)
		same(t, allOf(t, run), allOf(t, again), "resumed")
	}
}

// A course without admission rules takes a second application as a course with a free
// seat does: a person who withdrew gets a seat again, and a person who was removed must
// first be reinstated.
func TestAppliedAgainAfterLeaving(t *testing.T) {
	t.Parallel()
	for _, withAdmission := range []bool{false, true} {
		d, seated := small(), "accepted"
		if withAdmission {
			d.Admission, seated = &admission.Policy{Capacity: 5}, "offered"
		}
		for answer, want := range map[string]struct {
			refused []string
			status  string
			since   int // minutes after the start
		}{
			"withdrawn": {nil, seated, 4},
			"removed":   {[]string{"[0].applied.id status"}, "removed", 3},
		} {
			run := courseOf(t, d).Run()
			record(t, run, at(1, applied("a")))
			if withAdmission {
				record(t, run, at(1, course.Entry{Selected: &admission.Selected{Seed: "s"}}))
			}
			record(t, run, at(3, course.Entry{Answered: &admission.Answered{Applicant: "a", Answer: admission.Status(answer)}}))
			p, _ := run.Person("a")
			assert.Equal(t, start.Add(3*time.Minute), p.Since, "since the person left")
			recorded, err := run.Record(at(4, applied("a")))
			assert.Equal(t, want.refused, lines(t, err), answer)
			if err == nil {
				assert.Equal(t, course.Change{Participant: "a", What: "status", From: answer, To: want.status}, recorded[0].Changes[0])
			}
			p, _ = run.Person("a")
			assert.Equal(t, want.status, p.Status, answer)
			assert.Equal(t, start.Add(time.Duration(want.since)*time.Minute), p.Since, answer)
			requireResumes(t, run)
		}
	}
}

// In a course without admission rules, earlier versions accepted the application of a
// person who had left, and recorded no decision. In such a journal the person still has
// no seat, even after the end, and an audit finds nothing.
func TestAppliedAgainInEarlierJournals(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	record(t, run, at(1, applied("a")), at(1, applied("b")))
	for i, id := range []string{"a", "b"} {
		answer := []admission.Status{"withdrawn", "removed"}[i]
		record(t, run, at(3, course.Entry{Answered: &admission.Answered{Applicant: id, Answer: answer}}))
	}
	record(t, run, at(4, course.Entry{Excused: &course.Excused{Participants: []string{"a"}, Component: "quiz"}}))
	journal := run.Journal()
	journal[len(journal)-1].Excused = nil
	journal[len(journal)-1].Applied = applied("a").Applied
	again := rechainedAsItIs(t, journal)
	journal[len(journal)-1].Applied = applied("b").Applied
	for _, journal := range [][]course.Entry{again, rechainedAsItIs(t, journal)} {
		resumed, err := run.Course().Resume(journal)
		require.NoError(t, err)
		assert.Empty(t, resumed.State().Seats)
		assert.Empty(t, found(run.Course(), journal))
		record(t, resumed, at(9, course.Entry{Ended: &course.Ended{}}))
		requireResumes(t, resumed)
	}
	record(t, run, at(5, applied("a")))
	assert.Equal(t, []string{"a"}, run.State().Seats)
	assert.Empty(t, found(run.Course(), run.Journal()))
	again = run.Journal()
	again[len(again)-1].Decided.Changes[0].ID = "b"
	resumed, err := run.Course().Resume(rechainedAsItIs(t, again))
	require.NoError(t, err)
	assert.Empty(t, resumed.State().Seats, "the seat of somebody else")
	assert.Len(t, found(run.Course(), rechainedAsItIs(t, again)), 1)
	assert.Nil(t, record(t, run, at(5, applied("a")))[0].Entry.Decided, "who has a seat keeps it")
	record(t, run, at(6, course.Entry{Erased: &course.Erased{ID: "a"}}))
	requireResumes(t, run)
}

// The fields of an answer are checked in the same way with and without admission rules.
func TestAnswersAreChecked(t *testing.T) {
	t.Parallel()
	for _, withAdmission := range []bool{false, true} {
		d := small()
		if withAdmission {
			d.Admission = &admission.Policy{Capacity: 5}
		}
		run := courseOf(t, d).Run()
		record(t, run, applied("a"))
		for name, c := range map[string]struct {
			answered admission.Answered
			want     string
		}{
			"a control character": {admission.Answered{Applicant: "a", Answer: "withdrawn", Reason: "\x1b[2J"}, "[0].answered.reason text"},
			"not UTF-8":           {admission.Answered{Applicant: "a", Answer: "withdrawn", Reason: "\xff"}, "[0].answered.reason text"},
			"a long reason":       {admission.Answered{Applicant: "a", Answer: "withdrawn", Reason: strings.Repeat("x", 2_000_000)}, "[0].answered.reason too-long"},
			"no applicant":        {admission.Answered{Answer: "withdrawn"}, "[0].answered.applicant required"},
			"no id":               {admission.Answered{Applicant: "a\n", Answer: "withdrawn"}, "[0].answered.applicant id"},
			"no answer":           {admission.Answered{Applicant: "a"}, "[0].answered.answer required"},
			"no such answer":      {admission.Answered{Applicant: "a", Answer: "gone"}, "[0].answered.answer unknown-value"},
		} {
			_, err := run.Record(at(9, course.Entry{Answered: &c.answered}))
			assert.Equal(t, []string{c.want}, lines(t, err), "%s, admission %t", name, withAdmission)
		}
		record(t, run, at(9, course.Entry{By: strings.Repeat("b", 256), Answered: &admission.Answered{Applicant: "a", Answer: "withdrawn", Reason: "ill"}}))
	}
}

// A state lists seats in the order in which they were given, or by id in a course without
// admission rules.
func TestOrderOfSeats(t *testing.T) {
	t.Parallel()
	free := courseOf(t, small()).Run()
	record(t, free, applied("z"), applied("a"), applied("m"))
	assert.Equal(t, []string{"a", "m", "z"}, free.State().Seats)
	d := small()
	d.Admission = &admission.Policy{Capacity: 1, Priority: []admission.Priority{{Code: "first", Key: admission.Key{Number: &admission.NumberKey{Name: "n", First: "lowest"}}}}}
	run := courseOf(t, d).Run()
	for id, n := range map[string]string{"z": "1", "a": "2"} {
		record(t, run, course.Entry{Applied: &admission.Applicant{ID: id, Country: "KE", Numbers: map[string]exact.Decimal{"n": exact.MustDecimal(n)}}})
	}
	record(t, run, course.Entry{Selected: &admission.Selected{}}, course.Entry{Seats: &admission.Seats{Capacity: 2}})
	assert.Equal(t, []string{"z", "a"}, run.State().Seats)
}
