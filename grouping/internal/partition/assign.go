package partition

import (
	"math"
	"slices"
)

// Assign gives each row a different column so that the sum of gains is as large as
// possible; there must be at least as many columns as rows. Rows are added one by
// one along the path that costs least (the Hungarian method).
func Assign(gain [][]int64) (column []int) {
	if len(gain) == 0 {
		return nil
	}
	columns := len(gain[0])
	row := slices.Repeat([]int{-1}, columns) // of each column
	price, paid := make([]int64, columns), make([]int64, len(gain))
	for start := range gain {
		// The least that reaching a column costs, and the column before it.
		least, before := slices.Repeat([]int64{math.MaxInt64}, columns), make([]int, columns)
		done := make([]bool, columns)
		from, at, far := start, -1, int64(0)
		for from >= 0 {
			next := -1
			for c := range columns {
				if done[c] {
					continue
				}
				if cost := far + price[c] - gain[from][c] - paid[from]; cost < least[c] {
					least[c], before[c] = cost, at
				}
				if next < 0 || least[c] < least[next] {
					next = c
				}
			}
			at, far = next, least[next]
			done[at], from = true, row[at]
		}
		// Prices under which no row would rather have another column.
		paid[start] += far
		for c := range columns {
			if done[c] && c != at {
				price[c] += far - least[c]
				paid[row[c]] += far - least[c]
			}
		}
		for at >= 0 {
			if before[at] < 0 {
				row[at] = start
			} else {
				row[at] = row[before[at]]
			}
			at = before[at]
		}
	}
	column = make([]int, len(gain))
	for c, r := range row {
		if r >= 0 {
			column[r] = c
		}
	}
	return column
}
