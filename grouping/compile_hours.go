package grouping

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"time"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// commonHours adds a term over the times at which all members of a group are
// available. Time is cut into pieces where an availability begins or ends; each
// member is a set of pieces.
func (p *compiled) commonHours(t partition.Term, members []*Member, k *CommonHoursRule) {
	var cuts []int64
	for _, m := range members {
		if m.Available == nil {
			p.rules[t.Rule].Missing++
		}
		for _, a := range m.Available {
			cuts = append(cuts, a.Start.UnixNano(), a.End.UnixNano())
		}
	}
	p.vacuousIf(t, p.rules[t.Rule].Missing == len(members))
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	pieces := max(0, len(cuts)-1)
	words := (pieces + 63) / 64
	if !p.Take(int64(words) * int64(p.N)) {
		return
	}
	free := make([][]uint64, p.N) // nil for members without times
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
	minutes := func(word func(w int) uint64) int64 {
		var total, run time.Duration
		end := -1 // the first piece after the run
		finish := func() {
			if run >= stretch {
				total += run
			}
			run = 0
		}
		for w := range words {
			for common := word(w); common != 0; common &= common - 1 {
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
	measure := func(members []int32) int64 {
		if !slices.ContainsFunc(members, func(m int32) bool { return free[m] != nil }) {
			return need // no member states times
		}
		return minutes(func(w int) uint64 {
			common := ^uint64(0)
			for _, m := range members {
				if free[m] != nil {
					common &= free[m][w]
				}
			}
			return common
		})
	}
	// What a member costs a group at least: the times at which enough others are free.
	enough := crowded(free, words, p.smallest())
	floor := make([]int64, p.N)
	for m, pieces := range free {
		if pieces != nil {
			floor[m] = max(0, need-minutes(func(w int) uint64 { return pieces[w] & enough[w] }))
		}
	}
	excess := func(minutes int64) int64 { return max(0, need-minutes) }
	// Members free at the same times are interchangeable.
	alike, index := make([]int32, p.N), map[string]int32{}
	for m, pieces := range free {
		alike[m] = -1
		if pieces != nil {
			var text []byte
			for _, word := range pieces {
				text = binary.LittleEndian.AppendUint64(text, word)
			}
			key := string(text)
			if _, ok := index[key]; !ok {
				index[key] = int32(len(index))
			}
			alike[m] = index[key]
		}
	}
	p.Lists = append(p.Lists, &partition.Lists{Term: t, Measure: measure, Excess: excess, Alike: alike, Order: starts(members), Floor: floor, Reach: need, Price: words * p.Widest() / 8})
}

// crowded returns the pieces of time at which as many members are free as the
// smallest group has. Members who state no times are free at any.
func crowded(free [][]uint64, words, size int) []uint64 {
	counts := make([]int32, 64*words)
	silent := 0
	for _, pieces := range free {
		if pieces == nil {
			silent++
		}
		for w, word := range pieces {
			for ; word != 0; word &= word - 1 {
				counts[64*w+bits.TrailingZeros64(word)]++
			}
		}
	}
	enough := make([]uint64, words)
	for at, count := range counts {
		if int(count)+silent >= size {
			enough[at/64] |= 1 << (at % 64)
		}
	}
	return enough
}

// starts are the first instants at which members are free.
func starts(members []*Member) []int64 {
	all := make([]int64, len(members))
	for i, m := range members {
		for k, a := range m.Available {
			if at := a.Start.UnixNano(); k == 0 || at < all[i] {
				all[i] = at
			}
		}
	}
	return all
}
