package grouping

import (
	"math/bits"
	"slices"
	"time"
)

// commonHours adds a term over the times at which all of a group are available.
// The line of time is cut wherever somebody's availability begins or ends; each
// member is a set of the pieces.
func (p *problem) commonHours(t term, members []*Member, k *CommonHoursRule) {
	var cuts []int64
	for _, m := range members {
		if m.Available == nil {
			p.rules[t.rule].Missing++
		}
		for _, a := range m.Available {
			cuts = append(cuts, a.Start.UnixNano(), a.End.UnixNano())
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	pieces := max(0, len(cuts)-1)
	words := (pieces + 63) / 64
	if !p.take(int64(words) * int64(p.n)) {
		return
	}
	free := make([][]uint64, p.n) // nil: not counted
	for i, m := range members {
		if m.Available != nil {
			free[i] = make([]uint64, words)
		}
		for _, a := range m.Available {
			from, _ := slices.BinarySearch(cuts, a.Start.UnixNano())
			to, _ := slices.BinarySearch(cuts, a.End.UnixNano())
			for at := from; at < to; at++ {
				free[i][at/64] |= 1 << (at % 64)
			}
		}
	}
	stretch := time.Duration(k.Stretch) * time.Minute
	need := int64(k.Minutes)
	measure := func(members []int32) int64 {
		if !slices.ContainsFunc(members, func(m int32) bool { return free[m] != nil }) {
			return need // nothing is known that narrows the group
		}
		var total, run time.Duration
		end := -1 // the piece after the run
		finish := func() {
			if run >= stretch {
				total += run
			}
			run = 0
		}
		for w := range words {
			common := ^uint64(0)
			for _, m := range members {
				if free[m] != nil {
					common &= free[m][w]
				}
			}
			for ; common != 0; common &= common - 1 {
				at := w*64 + bits.TrailingZeros64(common)
				if at != end {
					finish()
				}
				run += time.Duration(cuts[at+1] - cuts[at])
				end = at + 1
			}
		}
		finish()
		return int64(total / time.Minute)
	}
	excess := func(minutes int64) int64 { return max(0, need-minutes) }
	p.lists = append(p.lists, &lists{term: t, measure: measure, excess: excess, reach: need, price: words * p.widest() / 8})
}
