package course_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A clone and its run are independent: an entry recorded in one of them does not change a
// person in the other. There are enough people to fill two of the pages in which a run
// keeps people.
func TestClonesOfManyPeople(t *testing.T) {
	t.Parallel()
	const people = 70
	run := courseOf(t, small()).Run()
	for i := range people {
		record(t, run, applied(learner(i)))
	}
	certified := func(run *course.Run) []string {
		state := run.State()
		return slices.DeleteFunc(slices.Sorted(maps.Keys(state.Results)), func(id string) bool { return state.Results[id].Decision != "certified" })
	}
	done := grading.Mark{Completed: new(true)}
	clone := run.Clone()
	var here, there []string
	for i := range people {
		if i%2 == 0 {
			record(t, run, marked(learner(i), "quiz", done))
			here = append(here, learner(i))
		} else {
			record(t, clone, marked(learner(i), "quiz", done))
			there = append(there, learner(i))
		}
	}
	assert.Equal(t, here, certified(run))
	assert.Equal(t, there, certified(clone))
	record(t, clone, applied("another"))
	_, known := run.Person("another")
	assert.False(t, known)
	record(t, run, applied("one more"), marked("one more", "quiz", done), applied("another"))
	_, known = clone.Person("another")
	assert.True(t, known, "whatever place it has in the run")
	assert.Contains(t, certified(run), "one more")
	for _, r := range []*course.Run{run, clone} {
		requireResumes(t, r)
	}
}

// For a person who was offered no seat, Person returns the status and its explanation,
// and no sessions, marks or result.
func TestPersonWithoutASeat(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	for id, status := range map[string]string{"a5": "waiting", "a6": "ineligible", "a7": "incomplete"} {
		p, known := run.Person(id)
		require.True(t, known)
		assert.Equal(t, status, p.Status)
		assert.Equal(t, "2025-02-20T12:00:00Z", p.Since.Format(time.RFC3339), "since the selection")
		assert.NotNil(t, p.Seat)
		assert.Empty(t, p.Sessions)
		assert.Empty(t, p.Marks)
		assert.Empty(t, p.Needed)
		assert.Nil(t, p.Result)
		assert.Nil(t, p.Group)
		assert.Empty(t, p.Decision)
	}
	p, _ := workshopWith(t, 7).Person("a1")
	assert.Equal(t, "applied", p.Status)
	assert.Nil(t, p.Seat, "before the selection there is nothing to explain")
}

// Seats that are given in a clone are not given in the run.
func TestClonesOfSeats(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	clone := run.Clone()
	recordLines(t, clone, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}`)
	assert.Equal(t, []string{"a1", "a3", "a4", "a5"}, slices.Sorted(slices.Values(clone.State().Seats)))
	assert.Equal(t, []string{"a1", "a2", "a4", "a5"}, slices.Sorted(slices.Values(run.State().Seats)))
	requireResumes(t, run)
}

// While a person holds a seat and something is open, the field Needed says what is still
// needed. Otherwise the field is empty.
func TestPersonOverTime(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	p, _ := run.Person("a1")
	assert.Equal(t, []string{"attendance", "essay", "project"}, slices.Sorted(maps.Keys(p.Needed)))
	assert.Equal(t, &course.PersonGroup{Name: "north", Companions: []string{"a2"}}, p.Group)
	assert.Equal(t, "W-1", p.Certificate)
	assert.Equal(t, grading.Certified, p.Override.Decision)
	assert.True(t, p.EverCertified)
	assert.Equal(t, totalOf(run, "a1"), p.Result.Total.String())
	p.Override.Decision = "x"
	p, _ = run.Person("a1")
	assert.Equal(t, grading.Certified, p.Override.Decision, "it shares nothing with the run")

	shown := p.Shown(2)
	assert.Equal(t, "overridden_certified", shown.Said[0].Code)
	assert.Equal(t, "Certified by a decision of the organisers; by the marks: "+p.Result.Shown(2).Sentence, shown.Sentence)

	left := run.Clone()
	recordLines(t, left, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}`)
	p, _ = left.Person("a1")
	assert.Empty(t, p.Needed)
	assert.Nil(t, p.Group)
	assert.Equal(t, []string{"left", "W-1"}, []string{p.Decision, p.Certificate})
	assert.Equal(t, left.State().Results["a1"].Best, p.Result.Best, "nothing is open any more")
	assert.Equal(t, grading.NotCertified, p.Result.Decision)
	assert.False(t, p.Marks["essay"].Missing, "the marks stay as they are")
	shown = p.Shown(2)
	assert.Equal(t, "left", shown.Said[0].Code)
	assert.Equal(t, "Left the course; by the marks: "+p.Result.Shown(2).Sentence, shown.Sentence, "the override decides nothing about a person who left")
	other, _ := left.Person("a2")
	assert.Equal(t, &course.PersonGroup{Name: "north", Companions: []string{}}, other.Group, "who left is no companion")

	recordLines(t, run, toTheEnd)
	p, _ = run.Person("a1")
	assert.Empty(t, p.Needed, "nothing is open after the end")
	assert.Equal(t, []string{"attendance", "essay", "project"}, slices.Sorted(slices.Values(p.TakenAsMissing)))
}

// A person who left before any mark, excuse or presence has no result, neither in Person
// nor in State.
func TestPersonWhoLeftAtOnce(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	record(t, run, applied("a"), course.Entry{Answered: &admission.Answered{Applicant: "a", Answer: admission.StatusWithdrawn}})
	p, known := run.Person("a")
	assert.True(t, known)
	assert.Equal(t, "left", p.Decision)
	assert.Nil(t, p.Result)
	assert.Nil(t, p.Shown(2))
	assert.Empty(t, p.Marks)
	assert.Empty(t, run.State().Results)
}

// Times are shown in the requested location, otherwise in the person's zone if it is
// known, and otherwise in the schedule's zone. A sitting that was held has the times at
// which it was held.
func TestPersonsTimes(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Admission = nil
	run := courseOf(t, d).Run()
	recordLines(t, run, `
		{"at":"2025-02-01T09:00:00Z","applied":{"id":"k","country":"KE","time_zone":"Africa/Nairobi"}}
		{"at":"2025-02-01T09:00:00Z","applied":{"id":"z","country":"CH"}}
		{"at":"2025-03-03T12:00:00Z","held":{"session":"s1","start":"2025-03-03T09:30:00Z","end":"2025-03-03T11:30:00Z"}}`)
	times := func(id string, in ...*time.Location) []string {
		p, known := run.Person(id, in...)
		require.True(t, known)
		assert.Equal(t, 2*time.Hour, p.Sessions[3].End.Sub(p.Sessions[3].Start), "as planned")
		return []string{p.Sessions[0].Start.Format(time.RFC3339), p.Sessions[0].End.Format(time.RFC3339), p.Sessions[3].Start.Format(time.RFC3339)}
	}
	assert.Equal(t, []string{"2025-03-03T12:30:00+03:00", "2025-03-03T14:30:00+03:00", "2025-03-17T12:00:00+03:00"}, times("k"))
	assert.Equal(t, []string{"2025-03-03T10:30:00+01:00", "2025-03-03T12:30:00+01:00", "2025-03-17T10:00:00+01:00"}, times("z"))
	assert.Equal(t, []string{"2025-03-03T09:30:00Z", "2025-03-03T11:30:00Z", "2025-03-17T09:00:00Z"}, times("k", time.UTC))
	assert.Equal(t, times("k"), times("k", nil))
	nowhere, err := course.Compile(d, func(name string) (*time.Location, error) {
		if name != "Europe/Zurich" {
			return nil, fmt.Errorf("unknown zone")
		}
		return time.LoadLocation(name)
	})
	require.NoError(t, err)
	run, err = nowhere.Resume(run.Journal())
	require.NoError(t, err)
	assert.Equal(t, times("z"), times("k"), "a zone that the source does not know")
}

// Without admission rules, a person with a seat can be withdrawn or removed, and a person
// who left can be reinstated. An answer changes nothing if the person already has the
// status to which the answer leads. All other answers are refused.
func TestAnswersWithoutAdmission(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		answers []string
		want    []string // violations of the last answer
		status  string
		changes int
	}{
		{[]string{"withdrawn"}, nil, "withdrawn", 2},
		{[]string{"removed"}, nil, "removed", 2},
		{[]string{"withdrawn", "withdrawn"}, nil, "withdrawn", 0},
		{[]string{"withdrawn", "removed"}, []string{"[0].answered.answer status"}, "withdrawn", 0},
		{[]string{"withdrawn", "reinstated"}, nil, "accepted", 2},
		{[]string{"reinstated"}, nil, "accepted", 0},
		{[]string{"accepted"}, nil, "accepted", 0},
		{[]string{"declined"}, []string{"[0].answered.answer status"}, "accepted", 0},
		{[]string{"expired"}, []string{"[0].answered.answer status"}, "accepted", 0},
		{[]string{"withdrawn", "accepted"}, []string{"[0].answered.answer status"}, "withdrawn", 0},
	} {
		run := courseOf(t, small()).Run()
		record(t, run, applied("a"))
		for i, answer := range c.answers {
			recorded, err := run.Record(at(9, course.Entry{Answered: &admission.Answered{Applicant: "a", Answer: admission.Status(answer)}}))
			if i < len(c.answers)-1 {
				require.NoError(t, err)
				continue
			}
			assert.Equal(t, c.want, lines(t, err), c.answers)
			if err == nil {
				assert.Len(t, recorded[0].Changes, c.changes, c.answers)
			}
		}
		p, _ := run.Person("a")
		assert.Equal(t, c.status, p.Status, c.answers)
		assert.Equal(t, c.status == "accepted", slices.Contains(run.State().Seats, "a"), c.answers)
		left := map[string]string{}
		if c.status != "accepted" {
			left["a"] = c.status
		}
		assert.Equal(t, left, run.State().Left, c.answers)
	}
	run := courseOf(t, small()).Run()
	record(t, run, applied("b"), applied("a"))
	_, err := run.Record(at(9, course.Entry{Answered: &admission.Answered{Applicant: "c", Answer: "withdrawn"}}))
	assert.Equal(t, []string{"[0].answered.applicant unknown-applicant"}, lines(t, err))
	p, _ := run.Person("a")
	assert.Equal(t, start.Add(time.Minute), p.Since)
	assert.Nil(t, p.Seat)
	_, err = run.Record(at(9, course.Entry{Applied: &admission.Applicant{ID: "d", Country: "XX"}}))
	assert.Equal(t, []string{"[0].applied.country unknown-country"}, lines(t, err))
	recorded := record(t, run, course.Entry{Applied: &admission.Applicant{ID: "a", Country: "PE"}})
	assert.Empty(t, recorded[0].Changes, "the application again")
	assert.Equal(t, []string{"a", "b"}, run.State().Seats)
}

// If a person leaves at different times in a run and in its clone, each of the two runs
// uses its own time.
func TestClonesOfPeopleWhoLeave(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Admission = nil
	run := courseOf(t, d).Run()
	recordLines(t, run, `{"at":"2025-03-01T09:00:00Z","applied":{"id":"a1","country":"KE"}}`)
	clone := run.Clone()
	recordLines(t, clone, `{"at":"2025-03-17T08:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}`)
	recordLines(t, run, `{"at":"2025-03-17T10:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}`)
	for _, r := range []*course.Run{clone, run} { // s3 begins at 09:00
		recordLines(t, r, `{"at":"2025-03-17T10:30:00Z","answered":{"applicant":"a1","answer":"reinstated"}}
			{"at":"2025-03-17T11:00:00Z","held":{"session":"s3"}}`)
	}
	assert.Equal(t, "excused", string(clone.State().Attendance["a1"]["s3"]))
	assert.Equal(t, "not_attended", string(run.State().Attendance["a1"]["s3"]))
}

// In Person.Sessions, each sitting has the person's status for the session to which the
// sitting belongs. The companions are sorted by id.
func TestSessionsAndCompanionsOfAPerson(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Admission = nil
	run := courseOf(t, d).Run()
	recordLines(t, run, `{"at":"2025-02-01T09:00:00Z","applied":{"id":"c","country":"KE"}}
		{"at":"2025-02-01T09:00:00Z","applied":{"id":"b","country":"KE"}}
		{"at":"2025-02-01T09:00:00Z","applied":{"id":"a","country":"KE"}}
		{"at":"2025-02-02T09:00:00Z","grouped":{"groups":{"1":["c","a","b"]}}}
		{"at":"2025-03-03T11:00:00Z","held":{"session":"s1","rows":[{"participant":"b","join":"2025-03-03T09:00:00Z"}]}}
		{"at":"2025-03-10T19:00:00Z","held":{"session":"s2"}}
		{"at":"2025-03-10T19:00:00Z","held":{"session":"s2-evening"}}`)
	p, _ := run.Person("b")
	assert.Equal(t, []string{"a", "c"}, p.Group.Companions)
	var got []string
	for _, s := range p.Sessions {
		got = append(got, s.ID+" "+string(s.Attendance))
	}
	assert.Equal(t, []string{"s1 attended", "s2 not_attended", "s2-evening not_attended", "s3 open"}, got)
}

// A Person names nobody else, even if a ruling about another person affected the seat.
func TestSeatOfAPersonNamesNobody(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 7)
	recordLines(t, run, `{"at":"2025-02-10T09:00:00Z","ruled":{"applicant":"a5","decision":"admit","reason":"r"}}
		{"at":"2025-02-20T12:00:00Z","selected":{"seed":"noon"}}`)
	for _, id := range []string{"a1", "a2", "a3", "a4", "a5", "a7"} {
		p, _ := run.Person(id)
		for _, other := range []string{"a1", "a2", "a3", "a4", "a5", "a6", "a7"} {
			if other != id {
				assert.NotContains(t, text(t, p), other, "the page of %s", id)
			}
		}
	}
	p, _ := run.Person("a1")
	assert.Equal(t, []string{"ruling"}, p.Seat.Without)
	p, _ = run.Person("a5")
	assert.Equal(t, []string{"ruling:a5"}, p.Seat.Without, "one's own")
}
