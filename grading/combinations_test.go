package grading_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Combinations returns exactly the least combinations of marks that certify: those of
// which no mark can be lowered without raising another. The test finds them by trying
// every combination.
func TestCombinationsAreTheLeast(t *testing.T) {
	t.Parallel()
	r, found := random("combinations"), 0
	for range rounds(2_000, 150) {
		s := discreteScheme(r)
		g, marks := compiled(t, s), stepMarks(r, s)
		got, err := g.Combinations(marks)
		require.NoError(t, err)

		// A way fills in the open marks so that the person is certified. It also has the
		// share of each component that was open.
		type way struct {
			shares []*big.Rat
			marks  grading.Marks
		}
		var ways []way
		full := grading.Scheme{}
		for _, c := range s.Components {
			if m, there := marks[c.ID]; !there || m.Pending {
				full.Components = append(full.Components, c)
			}
		}
		everything(full, func(open grading.Marks) {
			all := maps.Clone(marks)
			maps.Copy(all, open)
			if _, decision := oracle(s, all); decision != grading.Certified {
				return
			}
			w := way{marks: maps.Clone(open)}
			for _, c := range full.Components {
				x, _ := oracleShare(c, open[c.ID], true, false)
				w.shares = append(w.shares, x)
			}
			ways = append(ways, w)
		})
		below := func(a, b way) bool {
			less := false
			for i := range a.shares {
				if a.shares[i].Cmp(b.shares[i]) > 0 {
					return false
				}
				less = less || a.shares[i].Cmp(b.shares[i]) < 0
			}
			return less
		}
		want := map[string]bool{}
		for _, w := range ways {
			if !slices.ContainsFunc(ways, func(other way) bool { return below(other, w) }) {
				want[fmt.Sprint(w.shares)] = true
			}
		}
		seen := map[string]bool{}
		for _, combination := range got {
			var shares []*big.Rat
			for _, c := range full.Components {
				m, there := combination[c.ID]
				if !there {
					m = grading.Mark{Missing: true}
				}
				x, _ := oracleShare(c, m, true, false)
				shares = append(shares, x)
			}
			seen[fmt.Sprint(shares)] = true
		}
		assert.Equal(t, want, seen)
		assert.Len(t, got, len(want), "each comes once")
		found += len(got)
	}
	assert.Positive(t, found)
}

func TestCombinationsOfTheReference(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	marks := refMarks(true, 5, "0", "")
	delete(marks, "participation")
	delete(marks, "project")
	got, err := g.Combinations(marks)
	require.NoError(t, err)
	assert.Equal(t, []grading.Marks{
		{"project": {Level: "excellent"}},
		{"participation": {Points: new(dec("5.5"))}, "project": {Level: "good"}},
	}, got)

	// A combination has no fewer attended sessions than the person has now, and no more
	// than the person can still reach.
	marks["attendance"] = grading.Mark{Attended: new(3), Held: new(4)}
	got, err = g.Combinations(marks)
	require.NoError(t, err)
	assert.Equal(t, []grading.Marks{{"participation": {Points: new(dec("10.5"))}, "project": {Level: "excellent"}}}, got)

	// The combinations share no memory with each other. A component without steps is
	// allowed if it is marked or excused.
	s := reference()
	s.Components[2].Award.Points.Step = grading.PointsAward{}.Step
	s.Components = append(s.Components, grading.Component{ID: "hw", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}})
	three := grading.Marks{"participation": {Points: new(dec("15"))}, "hw": {Excused: true}}
	want := []grading.Marks{
		{"attendance": {Attended: new(5), Held: new(5)}, "project": {Level: "excellent"}},
		{"quiz": {Completed: new(true)}, "project": {Level: "excellent"}},
		{"quiz": {Completed: new(true)}, "attendance": {Attended: new(5), Held: new(5)}, "project": {Level: "good"}},
	}
	got, err = compiled(t, s).Combinations(three)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	*got[0]["attendance"].Attended, *got[0]["attendance"].Held, *got[1]["quiz"].Completed = 0, 0, false
	assert.Equal(t, want[2], got[2])

	got, err = g.Combinations(refMarks(true, 5, "15", "excellent"))
	require.NoError(t, err)
	assert.Equal(t, []grading.Marks{{}}, got, "certified with nothing more")
	got, err = g.Combinations(refMarks(true, 5, "15", "submission"))
	require.NoError(t, err)
	assert.Empty(t, got, "no hope")
}
