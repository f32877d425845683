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

// best returns the least cost of all assignments.
func best(p *partition.Problem) (least []int64) {
	every(p, func(seat []int32) {
		if cost := partition.NewState(p, slices.Clone(seat)).Cost; least == nil || partition.Better(cost, least) {
			least = cost
		}
	})
	return least
}

// The proof starts from an assignment that is usually not the best, and its result agrees
// with a search of all assignments. If tier 0 can be met, the proof finds the best
// assignment. Otherwise it shows that tier 0 cannot be met. In three of four cases, the
// proof may look at only 1 to 3 partial covers before branching, so that it has to
// branch.
func TestProofAgainstEveryAssignment(t *testing.T) {
	w := newWorld(1)
	refuted, improved := 0, 0
	for i := range cases(600, 100_000) {
		p := w.problem(1+w.IntN(7), 4)
		least := best(p)
		seat := partition.Everybody(p.N)
		before := partition.NewState(p, slices.Clone(seat)).Cost
		s, _, _ := p.ProveFrom(seat, 10_000_000, int64(i%4))
		if least[0] > 0 {
			refuted++
			require.True(t, s.Hopeless(), "case %d", i)
			continue
		}
		require.Equal(t, least, s.Least, "case %d", i)
		require.Equal(t, least, s.Bound, "case %d", i)
		require.Equal(t, s.Least, partition.NewState(p, slices.Clone(s.Best)).Cost)
		if partition.Better(s.Least, before) {
			improved++
		}
	}
	require.Positive(t, refuted)
	require.Positive(t, improved)
}

// gathering returns a problem whose first tier of preferences gathers members with the
// same value. In such a tier, prices leave gaps.
func (w world) gathering() *partition.Problem {
	p := partition.New(6+w.IntN(3), nil, 4)
	for p.Sizes = w.sizes(p.N); len(p.Sizes) < 2; {
		p.Sizes = w.sizes(p.N)
	}
	p = partition.New(p.N, p.Sizes, 4)
	gather := &partition.Counts{Term: partition.Term{Tier: 1, Weight: 1}, Value: make([]int32, p.N)}
	for m := range gather.Value {
		gather.Value[m] = int32(w.IntN(3))
	}
	gather.Tally(3)
	gather.Cost = func(v int32, _, count int64) int64 { return count * (int64(gather.Total[v]) - count) }
	p.Counts = append(p.Counts, gather)
	for tier := 2; tier < 4; tier++ {
		w.term(p, partition.Term{Tier: tier, Weight: 1})
		w.counts(p, partition.Term{Tier: tier, Weight: 1})
	}
	p.Tabulate()
	p.Weigh()
	return p
}

// If an upper tier has terms that gather members with the same value, the tiers below it
// are settled separately for each pattern (see prover.branch).
func TestProofByPatterns(t *testing.T) {
	w := newWorld(2)
	patterns, within := 0, 0
	for i := range cases(200, 10_000) {
		p := w.gathering()
		least := best(p)
		s, branched, _ := p.ProveFrom(partition.Everybody(p.N), 10_000_000, 1)
		require.Equal(t, least, s.Least, "case %d", i)
		require.Equal(t, least, s.Bound, "case %d", i)
		if branched > 0 {
			patterns++
		}
		if branched > 1 {
			within++
		}
	}
	require.Positive(t, patterns)
	require.Positive(t, within)
}
