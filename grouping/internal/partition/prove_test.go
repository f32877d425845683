package partition_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// every calls f with the seats of every assignment.
func every(p *partition.Problem, f func(seat []int32)) {
	groups := make([][]int32, len(p.Sizes))
	var place func(m int)
	place = func(m int) {
		if m == p.N {
			f(slices.Concat(groups...))
			return
		}
		for g, size := range p.Sizes {
			if len(groups[g]) < size {
				groups[g] = append(groups[g], int32(m))
				place(m + 1)
				groups[g] = groups[g][:len(groups[g])-1]
			}
		}
	}
	place(0)
}

// The proof alone, from any assignment, ends at what going through all assignments
// finds: the best where everything in tier 0 can be met, and otherwise that it
// cannot.
func TestProofAgainstEveryAssignment(t *testing.T) {
	w := newWorld(1)
	refuted, improved := 0, 0
	for i := range cases(600, 50_000) {
		p := w.problem(1+w.IntN(7), 4)
		var best []int64
		every(p, func(seat []int32) {
			if cost := partition.NewState(p, slices.Clone(seat)).Cost; best == nil || partition.Better(cost, best) {
				best = cost
			}
		})
		seat := partition.Everybody(p.N)
		before := partition.NewState(p, slices.Clone(seat)).Cost
		s := p.ProveFrom(seat, 10_000_000)
		if best[0] > 0 {
			refuted++
			require.True(t, s.Hopeless(), "case %d", i)
			continue
		}
		require.Equal(t, best, s.Least, "case %d", i)
		require.Equal(t, best, s.Bound, "case %d", i)
		require.Equal(t, s.Least, partition.NewState(p, slices.Clone(s.Best)).Cost)
		if partition.Better(s.Least, before) {
			improved++
		}
	}
	require.Positive(t, refuted)
	require.Positive(t, improved)
}
