package course_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// smallAdmission returns a course with 1 to 3 seats. Chance decides whether its policy has a
// key, and whether it has a share.
func smallAdmission(t testing.TB, r *rand.Rand) *course.Course {
	t.Helper()
	d := small()
	d.Admission = &admission.Policy{Capacity: 1 + r.IntN(3)}
	if r.IntN(2) == 0 {
		d.Admission.Priority = []admission.Priority{{Code: "first", Key: admission.Key{Number: &admission.NumberKey{Name: "n", First: "lowest"}}}}
	}
	if r.IntN(2) == 0 {
		of := admission.ShareOf{Test: &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}
		d.Admission.Shares = []admission.Share{{Code: "women", Of: of, AtMost: &admission.Bound{Count: new(1)}}}
	}
	return courseOf(t, d)
}

// anyAdmission returns a random entry about one of ten people or about the number of seats.
func anyAdmission(r *rand.Rand) course.Entry {
	id := fmt.Sprint("p", r.IntN(10))
	switch r.IntN(12) {
	case 0, 1, 2:
		return course.Entry{Applied: &admission.Applicant{
			ID: id, Country: "KE", Gender: []admission.Gender{"woman", "man"}[r.IntN(2)],
			Numbers: map[string]exact.Decimal{"n": exact.MustDecimal(fmt.Sprint(1 + r.IntN(5)))},
		}}
	case 3:
		return course.Entry{Ruled: &admission.Ruled{Applicant: id, Decision: []admission.Decision{admission.Admit, admission.Exclude, admission.Lift}[r.IntN(3)], Reason: "r"}}
	case 4:
		return course.Entry{Seats: &admission.Seats{Capacity: 1 + r.IntN(4)}}
	}
	answers := []admission.Status{admission.StatusAccepted, admission.StatusDeclined, admission.StatusWithdrawn, admission.StatusRemoved, admission.StatusReinstated, admission.StatusReinstated}
	return course.Entry{Answered: &admission.Answered{Applicant: id, Answer: answers[r.IntN(len(answers))]}}
}

// After random erasures, an audit of the journal finds no decision that differs, and the
// journal can be resumed.
func TestAuditOfRandomErasures(t *testing.T) {
	t.Parallel()
	erasures := 0
	for seed := range uint64(rounds(150, 5000)) {
		r := rand.New(rand.NewPCG(seed, 7))
		run := smallAdmission(t, r).Run()
		for range 8 {
			_, _ = run.Record(course.Entry{At: start, Applied: anyApplicant(r)})
		}
		for n := range 60 {
			e := anyAdmission(r)
			switch {
			case n == 10:
				e = course.Entry{Selected: &admission.Selected{Seed: "s"}}
			case r.IntN(8) == 0:
				e = course.Entry{Erased: &course.Erased{ID: fmt.Sprint("p", r.IntN(10))}}
			}
			e.At = start
			if _, err := run.Record(e); err == nil && e.Erased != nil {
				erasures++
			}
		}
		for _, f := range found(run.Course(), run.Journal()) {
			require.Contains(t, f, "erased: ", "seed %d", seed)
		}
		requireResumes(t, run)
	}
	assert.Greater(t, erasures, 100)
}

// anyApplicant returns one of ten people, with the facts that the keys and shares of
// smallAdmission need.
func anyApplicant(r *rand.Rand) *admission.Applicant {
	for {
		if e := anyAdmission(r); e.Applied != nil {
			return e.Applied
		}
	}
}

// If a person who left is erased, the same people keep their seats, and the others wait in
// the same order. Later entries also have the same effect as without the erasure.
func TestErasuresMoveNobody(t *testing.T) {
	t.Parallel()
	erasures := 0
	for seed := range uint64(rounds(150, 5000)) {
		r := rand.New(rand.NewPCG(seed, 11))
		c := smallAdmission(t, r)
		with, without := c.Run(), c.Run()
		gone := map[string]bool{}
		both := func(e course.Entry) {
			e.At = start
			_, err := without.Record(e)
			_, other := with.Record(e)
			require.Equal(t, err, other, "seed %d", seed)
		}
		for range 12 {
			both(course.Entry{Applied: anyApplicant(r)})
		}
		both(course.Entry{Selected: &admission.Selected{Seed: "s"}})
		for range 60 {
			e := anyAdmission(r)
			if e.Seats == nil && gone[aboutWhom(e)] {
				continue
			}
			both(e)
			id := fmt.Sprint("p", r.IntN(10))
			if state := with.State(); r.IntN(4) == 0 && state.Left[id] != "" {
				_, err := with.Record(course.Entry{At: start, Erased: &course.Erased{ID: id}})
				require.NoError(t, err)
				gone[id] = true
				erasures++
			}
			a, b := with.State(), without.State()
			require.Equal(t, b.Seats, a.Seats, "seed %d", seed)
			require.Equal(t, b.Waitlist, a.Waitlist, "seed %d", seed)
		}
	}
	assert.Greater(t, erasures, 100)
}

// aboutWhom returns the id of the person whom an entry is about.
func aboutWhom(e course.Entry) string {
	switch {
	case e.Applied != nil:
		return e.Applied.ID
	case e.Ruled != nil:
		return e.Ruled.Applicant
	case e.Answered != nil:
		return e.Answered.Applicant
	}
	return ""
}

// A person who is reinstated waits behind everybody reinstated earlier, even if people who
// applied before the selection are erased in between. After an erasure, an audit still
// finds a forged number of an event that would change this order.
func TestReinstatedKeepTheirOrder(t *testing.T) {
	t.Parallel()
	d := small()
	d.Admission = &admission.Policy{Capacity: 1, Priority: []admission.Priority{{Code: "first", Key: admission.Key{Number: &admission.NumberKey{Name: "n", First: "lowest"}}}}}
	run := courseOf(t, d).Run()
	application := func(id string) course.Entry {
		n := map[string]string{"holder": "1", "a": "2", "b": "3", "x": "4", "y": "5", "z": "6"}[id]
		return course.Entry{Applied: &admission.Applicant{ID: id, Country: "KE", Numbers: map[string]exact.Decimal{"n": exact.MustDecimal(n)}}}
	}
	for _, id := range []string{"holder", "a", "b", "x", "y", "z"} {
		record(t, run, application(id))
	}
	answer := func(id string, answer admission.Status) course.Entry {
		return course.Entry{Answered: &admission.Answered{Applicant: id, Answer: answer}}
	}
	record(t, run, course.Entry{Selected: &admission.Selected{Seed: "s"}}, answer("a", "withdrawn"), answer("b", "withdrawn"), answer("a", "reinstated"))
	for _, id := range []string{"x", "y", "z"} {
		record(t, run, course.Entry{Erased: &course.Erased{ID: id}})
	}
	record(t, run, marked("holder", "quiz", grading.Mark{Completed: new(true)}), answer("b", "reinstated"), application("b"))
	assert.Equal(t, []string{"a", "b"}, run.State().Waitlist)

	first := slices.IndexFunc(run.Journal(), func(e course.Entry) bool { return e.Answered != nil && e.Answered.Answer == "reinstated" })
	last := len(run.Journal()) - 1 // the application of b, while b waits
	differs := func(entry int, forge func(d *course.Decided)) bool {
		journal := run.Journal()
		forge(journal[entry].Decided)
		list := found(run.Course(), rechainedAsItIs(t, journal))
		return slices.ContainsFunc(list, func(f string) bool { return strings.HasPrefix(f, rule.Index("", entry)+" differs") })
	}
	number := run.Journal()[first].Decided.Changes[0].Event
	for _, other := range []int{1, number + 4} { // x, y and z were three events
		assert.True(t, differs(first, func(d *course.Decided) { d.Entry.Reinstated, d.Entry.Joined, d.Changes[0].Event = other, other, other }), other)
	}
	assert.True(t, differs(first, func(d *course.Decided) { d.Entry.Reinstated++ }))
	assert.True(t, differs(first, func(d *course.Decided) { d.Entry.Joined++ }))
	assert.True(t, differs(last, func(d *course.Decided) { d.Entry.Reinstated-- }), "an earlier number")
	assert.True(t, differs(last, func(d *course.Decided) { d.Entry.Joined += 50 }))
	assert.False(t, differs(last, func(*course.Decided) {}))
}

// Without an erasure, each recorded number must be the same when the decision is made again.
func TestAuditOfNumbersWithoutAnErasure(t *testing.T) {
	t.Parallel()
	d := small()
	of := admission.ShareOf{Test: &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}
	d.Admission = &admission.Policy{Capacity: 2, Shares: []admission.Share{{Code: "women", Of: of, AtMost: &admission.Bound{Count: new(1)}}}}
	run := courseOf(t, d).Run()
	applied := func(gender admission.Gender) course.Entry {
		return course.Entry{Applied: &admission.Applicant{ID: "a", Country: "KE", Gender: gender}}
	}
	record(t, run, applied("man"), course.Entry{Selected: &admission.Selected{Seed: "s"}}, applied("woman"))
	for name, forge := range map[string]func(e *admission.Entry){
		"the number of the seat": func(e *admission.Entry) { e.Rank++ },
		"an earlier event":       func(e *admission.Entry) { e.Joined++ },
	} {
		journal := run.Journal()
		assert.Empty(t, found(run.Course(), journal))
		forge(journal[3].Decided.Entry)
		assert.Equal(t, []string{"[3] differs: the decision comes out differently"}, found(run.Course(), rechainedAsItIs(t, journal)), name)
	}
}

// The numbers of the events of a journal rise between two erasures, and none is above the
// number of its entry. So nobody who was reinstated can be put behind another person.
func TestAuditOfForgedOrders(t *testing.T) {
	t.Parallel()
	d := small()
	d.Admission = &admission.Policy{Capacity: 1}
	run := courseOf(t, d).Run()
	ids := []string{"a", "b", "c", "x", "y", "z"}
	for _, id := range ids {
		record(t, run, course.Entry{Applied: &admission.Applicant{ID: id, Country: "KE"}})
	}
	answer := func(id string, answer admission.Status) course.Entry {
		return course.Entry{Answered: &admission.Answered{Applicant: id, Answer: answer}}
	}
	record(t, run, course.Entry{Selected: &admission.Selected{Seed: "s"}})
	waiting := run.State().Waitlist
	first, second := waiting[0], waiting[1]
	record(t, run, answer(first, "withdrawn"), answer(second, "withdrawn"), answer(first, "reinstated"), answer(second, "reinstated"))
	for _, id := range waiting[2:] {
		record(t, run, course.Entry{Erased: &course.Erased{ID: id}})
	}
	require.Equal(t, []string{first, second}, run.State().Waitlist)
	honest := found(run.Course(), run.Journal())
	reinstated := slices.IndexFunc(run.Journal(), func(e course.Entry) bool { return e.Answered != nil && e.Answered.Answer == "reinstated" })
	for by := -3; by <= 4; by++ {
		journal := run.Journal()
		decided := journal[reinstated].Decided
		decided.Entry.Reinstated, decided.Entry.Joined = decided.Entry.Reinstated+by, decided.Entry.Joined+by
		decided.Changes[0].Event += by
		list := found(run.Course(), rechainedAsItIs(t, journal))
		assert.Equal(t, by == 0, slices.Equal(honest, list), "%d: %s", by, list)
	}
	for _, number := range []int{-1, 0, reinstated + 2, 1_000_000_000} {
		journal := run.Journal()
		journal[reinstated].Decided.Changes[0].Event = number
		journal = rechainedAsItIs(t, journal)
		_, err := run.Course().Resume(journal)
		if assert.Len(t, violationList(err), 1, number) {
			assert.Equal(t, rule.Index("", reinstated)+".decided.changes", violationList(err)[0].Path)
		}
		assert.Contains(t, strings.Join(found(run.Course(), journal), "\n"), rule.Index("", reinstated)+" differs", number)
	}
}
