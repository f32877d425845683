package partition_test

import (
	"math"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// For every kind of term, delta returns the exact change of the weighed cost, with tables
// of counts and without. The sign of this change agrees with a comparison tier by tier.
func TestSwapsCostWhatTheySay(t *testing.T) {
	w := newWorld(12)
	for i := range cases(400, 10_000) {
		p := w.problem(2+w.IntN(11), 4)
		require.NoError(t, p.TrySwaps(strconv.Itoa(i), 40, i%3 > 0), "case %d", i)
	}
}

// Patience is exponentially distributed: heat times -log2 of a number between 0 and 1.
// The linear approximation between powers of 2 exceeds this by at most 0.0861.
func TestPatience(t *testing.T) {
	for _, heat := range []int64{1 << 20, 1 << 44, 1<<56 - 1} {
		for i := range 2000 {
			drawn, patience := partition.Patience(strconv.Itoa(i), heat)
			got, want := float64(patience)/float64(heat), 64-math.Log2(float64(drawn))
			require.InDelta(t, want+0.043, got, 0.0432, "%x", drawn)
		}
	}
}

// A table of counts has at most 2^22 cells, and all tables together have at most 2^24. If
// the table of a term would be too large, the counts of the term are kept in a map.
func TestTablesOfCounts(t *testing.T) {
	const n = 2048
	p := partition.New(n, slices.Repeat([]int{1}, n), 2)
	values := []int{n + 1, n, n, n, n, 1}
	for _, many := range values {
		c := &partition.Counts{Term: partition.Term{Tier: 1, Weight: 1}, Value: slices.Repeat([]int32{-1}, n), Cost: func(_ int32, _, count int64) int64 { return count }}
		c.Value[7] = int32(many - 1)
		c.Tally(many)
		p.Counts = append(p.Counts, c)
	}
	s := partition.NewState(p, partition.Everybody(n))
	require.Equal(t, []int64{0, int64(len(values))}, s.Cost)
	for k, many := range values {
		require.Equal(t, many == n, s.HasTable(k), "term %d", k)
		require.Equal(t, int32(1), s.Count(k, 7, int32(many-1)))
	}
}
