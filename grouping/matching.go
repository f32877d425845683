package grouping

import (
	"cmp"
	"maps"
	"math"
	"slices"
)

// maxMatched is how many groups are matched to earlier ones exactly, in time that
// grows with their number cubed.
const maxMatched = 256

// shared is how many members a group of an assignment has in common with an earlier
// one. Who was swapped counts for more than all others.
type shared map[slotGroup]int64

type slotGroup struct{ slot, group int32 }

func (r *reform) shared(seat []int32) shared {
	common, at := shared{}, 0
	for slot, size := range r.sizes {
		for _, m := range seat[at : at+size] {
			if pair := (slotGroup{int32(slot), r.old[m]}); r.old[m] >= 0 {
				common[pair]++
				if r.swapped[m] {
					common[pair] += int64(len(r.members))
				}
			}
		}
		at += size
	}
	return common
}

// of is what groups have in common with those they go on as.
func (s shared) of(slots []int32) (total int64) {
	for slot, g := range slots {
		total += s[slotGroup{int32(slot), g}]
	}
	return total
}

// continued returns the earlier group that each group goes on as, -1 for none, so
// that as few members as can be have moved. Of more than maxMatched groups those
// with most in common are matched first.
func (r *reform) continued(common shared) []int32 {
	slots := slices.Repeat([]int32{-1}, len(r.sizes))
	earlier := slices.Sorted(maps.Keys(r.present()))
	if max(len(slots), len(earlier)) > maxMatched {
		pairs := slices.SortedFunc(maps.Keys(common), func(a, b slotGroup) int {
			return cmp.Or(cmp.Compare(common[b], common[a]), cmp.Compare(a.slot, b.slot), cmp.Compare(a.group, b.group))
		})
		taken := map[int32]bool{}
		for _, pair := range pairs {
			if slots[pair.slot] < 0 && !taken[pair.group] {
				slots[pair.slot], taken[pair.group] = pair.group, true
			}
		}
		return slots
	}
	gain := make([][]int64, len(slots))
	for slot := range slots {
		gain[slot] = make([]int64, max(len(slots), len(earlier)))
		for k, g := range earlier {
			gain[slot][k] = common[slotGroup{int32(slot), g}]
		}
	}
	for slot, k := range assign(gain) {
		if gain[slot][k] > 0 {
			slots[slot] = earlier[k]
		}
	}
	return slots
}

// assign gives every row a column of its own so that the sum of gains is the
// largest there is; there are at least as many columns as rows. Rows are added one
// by one, each along the path that costs least (the Hungarian method).
func assign(gain [][]int64) (column []int) {
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
