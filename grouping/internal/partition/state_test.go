package partition_test

import (
	"math"
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
