package partition_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Assign finds the best of all assignments.
func TestAssignAgainstEveryAssignment(t *testing.T) {
	w := newWorld(3)
	for i := range cases(300, 20_000) {
		rows := 1 + w.IntN(5)
		columns := rows + w.IntN(3)
		gain := make([][]int64, rows)
		for r := range gain {
			for range columns {
				gain[r] = append(gain[r], int64(w.IntN(2+w.IntN(20))))
			}
		}
		sum := func(column []int) (total int64) {
			for r, c := range column {
				total += gain[r][c]
			}
			return total
		}
		got := partition.Assign(gain)
		seen := map[int]bool{}
		for _, c := range got {
			require.False(t, seen[c])
			seen[c] = true
		}
		for order := range permutations(columns) {
			require.LessOrEqual(t, sum(order[:rows]), sum(got), "case %d: %v", i, gain)
		}
	}
	require.Empty(t, partition.Assign(nil))
}

// permutations yields all orders of n numbers.
func permutations(n int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		order := make([]int, 0, n)
		used := make([]bool, n)
		var place func() bool
		place = func() bool {
			if len(order) == n {
				return yield(order)
			}
			for i := range n {
				if used[i] {
					continue
				}
				used[i], order = true, append(order, i)
				more := place()
				used[i], order = false, order[:len(order)-1]
				if !more {
					return false
				}
			}
			return true
		}
		place()
	}
}
