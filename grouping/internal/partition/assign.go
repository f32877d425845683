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
	a := newMatching(gain)
	for row := range gain {
		a.add(row)
	}
	column = make([]int, len(gain))
	for c, r := range a.row {
		if r >= 0 {
			column[r] = c
		}
	}
	return column
}

// matching assigns the rows added so far to columns, with prices. For each of these rows,
// the gain minus the price is largest at the row's own column, so that no row prefers
// another column.
type matching struct {
	gain  [][]int64
	row   []int   // the row of each column, -1 for none
	price []int64 // of each column
	paid  []int64 // of each row with a column: the price of the column minus the gain

	// The cheapest paths from the row that is being added.
	least  []int64 // of each column: the cost of reaching it
	before []int   // of each column: the column before it on its path, -1 if it is the first
	done   []bool  // of each column: whether its least is final
}

func newMatching(gain [][]int64) *matching {
	columns := len(gain[0])
	return &matching{
		gain: gain, row: slices.Repeat([]int{-1}, columns), price: make([]int64, columns), paid: make([]int64, len(gain)),
		least: make([]int64, columns), before: make([]int, columns), done: make([]bool, columns),
	}
}

// add gives a column to the given row. Each row on the path to the free column moves on
// to the next column of the path.
func (a *matching) add(start int) {
	free := a.reach(start)
	a.reprice(start, free)
	for at := free; at >= 0; at = a.before[at] {
		if a.before[at] < 0 {
			a.row[at] = start
		} else {
			a.row[at] = a.row[a.before[at]]
		}
	}
}

// reach returns the free column that costs the least to reach from a row.
func (a *matching) reach(start int) int {
	for c := range a.done {
		a.least[c], a.done[c] = math.MaxInt64, false
	}
	from, at, far := start, -1, int64(0)
	for from >= 0 {
		at = a.next(from, at, far)
		a.done[at] = true
		from, far = a.row[at], a.least[at]
	}
	return at
}

// next continues the paths from the given row to all columns that are not done, and
// returns the nearest of these columns. The parameter at is the column that the row has,
// or -1 if the row has no column yet; far is the cost of reaching that column.
func (a *matching) next(from, at int, far int64) int {
	next := -1
	for c, done := range a.done {
		if done {
			continue
		}
		if cost := far + a.price[c] - a.gain[from][c] - a.paid[from]; cost < a.least[c] {
			a.least[c], a.before[c] = cost, at
		}
		if next < 0 || a.least[c] < a.least[next] {
			next = c
		}
	}
	return next
}

// reprice changes the prices after the path from the given row has reached a free column,
// so that again no row prefers another column.
func (a *matching) reprice(start, free int) {
	far := a.least[free]
	a.paid[start] += far
	for c, done := range a.done {
		if done && c != free {
			a.price[c] += far - a.least[c]
			a.paid[a.row[c]] += far - a.least[c]
		}
	}
}
