package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/examples/courses"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// times returns how often a property is tried: `few` times in ordinary tests, and 200
// times as often in the tests of .ci/long.
func times(few int) int {
	if os.Getenv("COHORT_LONG") != "" {
		return 200 * few
	}
	return few
}

// A platform without a fault decides as the library does, about the vectors and about
// random marks.
func TestPlatformIsRight(t *testing.T) {
	t.Parallel()
	for n := range times(1) {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			r := rand.New(rand.NewPCG(11, uint64(n)))
			grader, err := grading.Compile(randomScheme(r))
			require.NoError(t, err)
			right := &platform{scheme: grader.Scheme()}
			check := func(marks grading.Marks, want verdict) {
				have := right.decide(marks)
				require.Equal(t, want.decision, have.decision, "%s", canonical(marks))
				require.Equal(t, want.outcome, have.outcome, "%s", canonical(marks))
				require.Equal(t, want.total.String(), have.total.String(), "%s", canonical(marks))
			}
			sample := sampleOf(r, grader, 300)
			for i, marks := range sample.marks {
				check(marks, sample.verdicts[i])
			}
			for _, v := range vectorsOf(grader) {
				check(v.Marks, verdict{v.Decision, v.Outcome, v.Total})
			}
		})
	}
}

// found counts the mistakes that change a decision (live) and the live mistakes that
// vectors find (killed). It also has the largest number of vectors of a definition, and the
// longest time to make them.
type found struct {
	live, killed, vectors int
	slowest               time.Duration
}

// findMistakes plants mistakes in a random definition until 40 of them change a
// decision, and looks for them with the definition's vectors.
func (f *found) findMistakes(t *testing.T, r *rand.Rand) {
	t.Helper()
	grader, err := grading.Compile(randomScheme(r))
	require.NoError(t, err)
	var vectors []grading.Vector
	f.slowest = max(f.slowest, cpu(t, func() { vectors = vectorsOf(grader) }))
	f.vectors = max(f.vectors, len(vectors))
	sample := sampleOf(r, grader, min(10*times(50), 2000))
	here := 0
	for _, m := range shuffled(r, plant(grader)) {
		switch {
		case here == 40:
			return
		case slices.ContainsFunc(vectors, func(v grading.Vector) bool { return m.differs(v.Marks, verdict{decision: v.Decision}) }):
			f.killed++
		case m.matters(grader, sample):
			t.Logf("of %d vectors none finds: %s", len(vectors), m.name)
		default:
			continue
		}
		here, f.live = here+1, f.live+1
	}
}

// Vectors find nearly all mistakes that change a decision (see planted.matters).
func TestVectorsFindMistakes(t *testing.T) {
	t.Parallel()
	var f found
	for n := range times(1) {
		t.Run(strconv.Itoa(n), func(t *testing.T) { f.findMistakes(t, rand.New(rand.NewPCG(7, uint64(n)))) })
	}
	t.Logf("%d of %d mistakes found; at most %d vectors; %v at most", f.killed, f.live, f.vectors, f.slowest)
	require.Positive(t, f.live)
	assert.GreaterOrEqual(t, f.killed*100, f.live*98)
	assert.Less(t, f.vectors, 5000)
	assert.Less(t, f.slowest, 5*time.Second)
}

// The vectors of courses agree with the grader, and each of the three decisions
// occurs.
func TestVectorsOfCourses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dpg", "bootcamp", "training"} {
		grader := load(t, name).Grading()
		vectors := vectorsOf(grader)
		require.Less(t, len(vectors), 5000)
		ids, decisions := map[string]bool{}, map[grading.Decision]bool{}
		for _, v := range vectors {
			result, err := grader.Grade(v.Marks)
			require.NoError(t, err, v.ID)
			assert.Equal(t, result.Decision, v.Decision, v.ID)
			assert.Equal(t, result.Total.String(), v.Total.String(), v.ID)
			assert.False(t, ids[v.ID], v.ID)
			ids[v.ID], decisions[v.Decision] = true, true
		}
		assert.Len(t, decisions, 3, name)
	}
}

// The command judge can recognize some mistakes. If such a mistake changes the decision
// or the total of a vector of a course, the command names the rule that was misread.
func TestJudgeNamesTheRule(t *testing.T) {
	t.Parallel()
	for name, each := range map[string]int{"training": 3, "dpg": 60} {
		grader := load(t, name).Grading()
		vectors := vectorsOf(grader)
		mistakes := mistakesOf(grader)
		for n := 0; n < len(mistakes); n += each {
			m := mistakes[n]
			answers, wrongs := make([]*answer, len(vectors)), 0
			for i, v := range vectors {
				result, err := m.decide(v.Marks)
				require.NoError(t, err)
				answers[i] = &answer{ID: v.ID, Decision: result.Decision, Total: &result.Total}
				if !right(v, answers[i]) {
					wrongs++
				}
			}
			list := judged(grader, vectors, answers)
			require.Len(t, list, wrongs, "%s: %+v", name, m.topic)
			named := map[string]bool{}
			for _, w := range list {
				named[w.Rule] = true
			}
			if wrongs > 0 {
				assert.True(t, named[m.topic.rule], "%s: %+v is named %v", name, m.topic, named)
			}
		}
	}
}

func load(t *testing.T, name string) *course.Course {
	t.Helper()
	data, known := courses.Document(name)
	require.True(t, known)
	c, err := course.Load(data, zones)
	require.NoError(t, err)
	return c
}

// canonical returns marks as JSON with sorted keys.
func canonical(marks grading.Marks) string {
	text, err := json.Marshal(marks)
	if err != nil {
		return ""
	}
	return string(text)
}
