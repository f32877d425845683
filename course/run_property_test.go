package course_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A run can be stored after any entry, resumed and given the remaining entries. It is
// then byte for byte the same as the original run, although the original run also refused
// some entries.
func TestRandomRunsResumeAnywhere(t *testing.T) {
	t.Parallel()
	entries, refused := 0, 0
	for seed := range uint64(rounds(16, 2000)) {
		l := live(t, seed, 60)
		want := allOf(t, l.run)
		for k, prefix := range l.stored {
			if l.cutABatch(k) || k%4 != int(seed%4) && rounds(0, 1) == 0 {
				continue
			}
			run, err := l.course.Resume(prefix)
			require.NoError(t, err, "seed %d, after %d", seed, k)
			_, err = run.Record(l.given[k+1:]...)
			require.NoError(t, err, "seed %d, after %d", seed, k)
			same(t, want, allOf(t, run), "seed %d, after %d", seed, k)
		}
		again, err := l.course.Resume(rewritten(t, l.run.Journal()))
		require.NoError(t, err, "seed %d", seed)
		same(t, want, allOf(t, again), "seed %d", seed)
		entries += len(l.given)
		refused += l.refused
	}
	assert.Greater(t, entries, 400)
	assert.Greater(t, refused, 200)
}

// cutABatch reports whether entries k and k+1 were recorded in one batch. The journal
// that was stored after k then contains both.
func (l *lived) cutABatch(k int) bool {
	return k+1 < len(l.stored) && len(l.stored[k]) == len(l.stored[k+1])
}

// The stored journal holds everything: after resuming, Person and About also return the
// same as before.
func TestRandomRunsArePlainData(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds(6, 500)) {
		l := live(t, 7000+seed, 50)
		again, err := l.course.Resume(rewritten(t, l.run.Journal()))
		require.NoError(t, err, "seed %d", seed)
		same(t, allOf(t, l.run), allOf(t, l.run.Clone()), "seed %d, with a roster that is made again", seed)
		for i := range 9 {
			id := fmt.Sprint("p", i)
			mine, ok := l.run.Person(id, nil)
			theirs, there := again.Person(id, nil)
			require.Equal(t, ok, there)
			if !ok {
				require.NotContains(t, strings.ReplaceAll(text(t, l.run.Journal()), `"erased":{"id":"`+id+`"}`, ""), `"`+id+`"`, "seed %d: nothing is left", seed)
			}
			same(t, text(t, mine), text(t, theirs), "seed %d, %s", seed, id)
			same(t, text(t, l.run.About(id)), text(t, again.About(id)), "seed %d, %s", seed, id)
		}
	}
}

// A Person contains nothing about other people except the ids of the companions in the
// group.
func TestPersonIsAboutOnePerson(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds(12, 1000)) {
		l := live(t, 9000+seed, 50)
		for i := range 9 {
			person, known := l.run.Person(fmt.Sprint("p", i), nil)
			if !known {
				continue
			}
			person.Group = nil
			for other := range 9 {
				if other != i {
					require.NotContains(t, text(t, person), fmt.Sprintf("p%d", other), "seed %d", seed)
				}
			}
		}
	}
}

// Swapping neighbouring entries that have the same instant and are about different people
// changes the digest, but not the state.
func TestRandomRunsPermuted(t *testing.T) {
	t.Parallel()
	swaps := 0
	for seed := range uint64(rounds(24, 2000)) {
		l := live(t, 20000+seed, 50)
		permuted := slices.Clone(l.given)
		mine := 0
		for i := range len(permuted) - 1 {
			a, b := permuted[i], permuted[i+1]
			if a.At.Equal(b.At) && a.Key == "" && b.Key == "" && apart(a, b) {
				permuted[i], permuted[i+1] = b, a
				mine++
			}
		}
		if mine == 0 {
			continue
		}
		run := l.course.Run()
		_, err := run.Record(permuted...)
		require.NoError(t, err, "seed %d", seed)
		same(t, text(t, l.run.State()), text(t, run.State()), "seed %d", seed)
		require.NotEqual(t, l.run.Digest(), run.Digest())
		swaps += mine
	}
	assert.Greater(t, swaps, 5)
}

// apart reports whether two entries are about one person each, and about different
// people.
func apart(a, b course.Entry) bool {
	x, y := about(a), about(b)
	return x != "" && y != "" && x != y
}

// about returns the person whom an entry is about, or "" if it may be about several.
func about(e course.Entry) string {
	switch {
	case e.Marked != nil:
		return e.Marked.Participant
	case e.Overridden != nil:
		return e.Overridden.Participant
	case e.Excused != nil:
		return e.Excused.Participants[0]
	}
	return ""
}

// The law over time (see the package documentation) holds for each entry. An entry that
// adds a fact never lowers a total, never raises a best total, and never changes a
// decision other than pending. Every change is reported.
func TestRandomRunsKeepTheLaw(t *testing.T) {
	t.Parallel()
	adding, named := 0, 0
	for seed := range uint64(rounds(24, 2000)) {
		l := live(t, 40000+seed, 60)
		run := l.course.Run()
		for n, e := range l.given {
			before := run.Clone()
			recorded, err := run.Record(e)
			require.NoError(t, err)
			was, is := before.State(), run.State()
			for id, now := range is.Results {
				earlier, there := was.Results[id]
				if !there || slices.Contains(was.Seats, id) != slices.Contains(is.Seats, id) {
					continue
				}
				if adds(before, e, id) {
					adding++
					where := fmt.Sprintf("seed %d, entry %d %s, %s: %s", seed, n, text(t, e), id, text(t, now))
					require.GreaterOrEqual(t, now.Total.Compare(earlier.Total), 0, where)
					require.LessOrEqual(t, now.Best.Compare(earlier.Best), 0, where)
					if earlier.Decision != "pending" {
						require.Equal(t, earlier.Decision, now.Decision, where)
					}
				}
				for what, pair := range map[string][2]string{
					"total": {earlier.Total.String(), now.Total.String()}, "decision": {earlier.Decision, now.Decision}, "outcome": {earlier.Outcome, now.Outcome}} {
					if pair[0] != pair[1] {
						named++
						require.Contains(t, recorded[len(recorded)-1].Changes, course.Change{Participant: id, What: what, From: pair[0], To: pair[1]}, "seed %d, entry %d", seed, n)
					}
				}
				for session, status := range is.Attendance[id] {
					if from := was.Attendance[id][session]; from != status {
						require.Contains(t, recorded[len(recorded)-1].Changes, course.Change{Participant: id, What: "attendance", Of: session, From: string(from), To: string(status)}, "seed %d, entry %d", seed, n)
					}
				}
			}
		}
	}
	assert.Greater(t, adding, 120)
	assert.Greater(t, named, 200)
}

// adds reports whether an entry settles something that was open for the person with the
// id.
func adds(before *course.Run, e course.Entry, id string) bool {
	state := before.State()
	if state.Ended {
		return false
	}
	result := state.Results[id]
	open := func(component string) bool { return slices.Contains(result.Open, component) }
	person, _ := before.Person(id, nil)
	if result.Decision == "left" || person.Override != nil || e.Overridden != nil {
		return false
	}
	switch {
	case e.Held != nil:
		return firstOf(before, e.Held.Session)
	case e.Cancelled != nil:
		return firstOf(before, e.Cancelled.Session)
	case e.Marked != nil && e.Marked.Participant == id:
		return open(e.Marked.Component)
	case e.Project != nil:
		return person.Group == nil || person.Group.Name != e.Project.Group || open("project")
	case e.Excused != nil && e.Excused.Participants[0] == id && !e.Excused.Lift:
		if e.Excused.Component != "" {
			mark, there := person.Marks[e.Excused.Component]
			return open(e.Excused.Component) && (!there || mark.Pending || mark.HandedIn)
		}
		return state.Attendance[id][e.Excused.Session] == "open"
	case e.Ended != nil:
		return true
	}
	return false
}

// firstOf reports whether no entry of a run has held or cancelled the sitting.
func firstOf(run *course.Run, sitting string) bool {
	return !slices.ContainsFunc(run.Journal(), func(e course.Entry) bool {
		return e.Held != nil && e.Held.Session == sitting || e.Cancelled != nil && e.Cancelled.Session == sitting
	})
}

// A clone and the run from which it was cloned do not affect each other.
func TestRandomRunsCloned(t *testing.T) {
	t.Parallel()
	for seed := range uint64(rounds(8, 500)) {
		l := live(t, 60000+seed, 25)
		here := &lived{Rand: l.Rand, course: l.course, run: l.run, state: l.state, now: l.now, given: l.given, begins: l.begins, ends: l.ends}
		there := &lived{Rand: l.Rand, course: l.course, run: l.run.Clone(), state: l.state, now: l.now, given: slices.Clone(l.given), begins: l.begins, ends: l.ends}
		here.given = slices.Clip(here.given)
		for range 12 {
			here.happen(t)
			there.happen(t)
		}
		for _, way := range []*lived{here, there} {
			again := l.course.Run()
			_, err := again.Record(way.given...)
			require.NoError(t, err)
			same(t, allOf(t, way.run), allOf(t, again), "seed %d", seed)
		}
	}
}
