package course_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Erasing many people in one batch gives what erasing them one by one gives, whatever
// state the run is in and whoever gets their seats.
func TestErasuresInABatch(t *testing.T) {
	t.Parallel()
	erased := 0
	for seed := range uint64(rounds(24, 1000)) {
		l := live(t, 110000+seed, int(10+seed%50))
		var batch []course.Entry
		for _, i := range l.Perm(9)[:5] {
			batch = append(batch, course.Entry{At: l.now, Erased: &course.Erased{ID: fmt.Sprint("p", i)}})
			if l.chance(20) {
				batch = append(batch, course.Entry{At: l.now, Applied: applied(fmt.Sprint("p", i)).Applied})
			}
			if l.chance(10) {
				batch = append(batch, course.Entry{At: l.now, Key: "k", Excused: &course.Excused{Participants: []string{fmt.Sprint("p", i)}, Component: "quiz"}})
			}
		}
		single := l.run.Clone()
		var accepted []course.Entry
		var recorded []course.Recorded
		for _, e := range batch {
			if r, err := single.Record(e); err == nil {
				accepted, recorded = append(accepted, e), append(recorded, r...)
			}
		}
		together := l.run.Clone()
		again, err := together.Record(accepted...)
		require.NoError(t, err, "seed %d", seed)
		same(t, allOf(t, single), allOf(t, together), "seed %d", seed)
		require.Len(t, again, len(recorded), "seed %d", seed)
		for i := range again {
			same(t, text(t, recorded[i].Changes), text(t, again[i].Changes), "seed %d", seed)
		}
		erased += len(accepted)
	}
	assert.Greater(t, erased, 40)
}

// A person can be erased only once in a batch, and nothing is kept of a batch that is
// refused.
func TestErasedTwiceInABatch(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	record(t, run, applied("a"), applied("b"))
	before := stored(t, run)
	gone := func(id string) course.Entry { return at(9, course.Entry{Erased: &course.Erased{ID: id}}) }
	_, err := run.Record(gone("a"), gone("b"), gone("a"))
	assert.Equal(t, []string{"[2].erased.id unknown-applicant"}, lines(t, err))
	_, err = run.Record(gone("a"), at(9, marked("a", "quiz", grading.Mark{Completed: new(true)})))
	assert.Equal(t, []string{"[1].marked.participant unknown-applicant"}, lines(t, err))
	assert.Equal(t, before, stored(t, run))
	record(t, run, gone("a"), at(9, applied("a")), gone("a"), gone("b"), at(9, applied("b")))
	assert.Equal(t, []string{"b"}, run.State().Seats)
	requireResumes(t, run)
}

// A person was erased, and the journal still contains the person's parts. Resume leaves
// these parts out, and also the parts that name the person's certificate. It keeps the
// parts of another person who uses the same id later.
func TestErasedFromAJournalNotWrittenAgain(t *testing.T) {
	t.Parallel()
	run := courseOf(t, small()).Run()
	certify := func(id, number string) {
		record(t, run, applied(id), marked(id, "quiz", grading.Mark{Completed: new(true)}),
			course.Entry{Issued: &course.Issued{Participant: id, Certificate: number}}, course.Entry{Revoked: &course.Revoked{Certificate: number, Reason: "an error"}})
	}
	certify("a", "C1")
	certify("b", "C2")
	journal := run.Journal()
	erased := record(t, run, course.Entry{Erased: &course.Erased{ID: "a"}})
	certify("a", "C3")
	journal = append(append(journal, erased[0].Entry), run.Journal()[len(journal)+1:]...)
	require.Contains(t, text(t, journal), `"C1"`)
	again, err := run.Course().Resume(journal)
	require.NoError(t, err)
	same(t, allOf(t, run), allOf(t, again), "not written again")
	for number, left := range map[string]int{"C1": 0, "C2": 2, "C3": 2} {
		assert.Equal(t, left, strings.Count(stored(t, again), `"`+number+`"`), number)
	}
}

// At the end of a retention period everybody is erased in one batch. The time grows with
// the number of entries, not with entries times erasures. The same is true of resuming a
// journal that still has the erased parts.
func TestEverybodyErased(t *testing.T) {
	t.Parallel()
	const people = 2000
	run := courseOf(t, small()).Run()
	var batch, erasures []course.Entry
	for i := range people {
		batch = append(batch, at(0, applied(learner(i))), at(0, marked(learner(i), "quiz", grading.Mark{Completed: new(true)})),
			at(0, course.Entry{Issued: &course.Issued{Participant: learner(i), Certificate: "C" + learner(i)}}))
		erasures = append(erasures, at(1, course.Entry{Erased: &course.Erased{ID: learner(i)}}))
	}
	record(t, run, batch...)
	journal := run.Journal()
	begun := time.Now()
	recorded := record(t, run, erasures...)
	assert.Empty(t, run.State().Seats)
	for _, r := range recorded {
		journal = append(journal, r.Entry)
	}
	again, err := run.Course().Resume(journal)
	require.NoError(t, err)
	assert.Less(t, time.Since(begun), 20*time.Second)
	same(t, allOf(t, run), allOf(t, again), "not written again")
	assert.NotContains(t, stored(t, again)[:1000], learner(0))
	assert.False(t, slices.ContainsFunc(again.Journal(), func(e course.Entry) bool { return e.Applied != nil || e.Marked != nil || e.Issued != nil }))
}
