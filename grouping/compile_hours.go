package grouping

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"time"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// times holds the times of each member as a set of pieces. Time is cut into pieces
// wherever an interval of any member begins or ends.
type times struct {
	cuts    []int64
	words   int        // 64-bit words of a set
	free    [][]uint64 // the pieces in which each member is free; nil for members without times
	stretch uint64     // nanoseconds
}

// commonHours adds a term over the times at which all members of a group are available.
func (p *compiled) commonHours(t partition.Term, members []*Member, k *CommonHoursRule) {
	h := &times{cuts: cuts(members), stretch: uint64(k.Stretch) * uint64(time.Minute)}
	for _, m := range members {
		if m.Available == nil {
			p.rules[t.Rule].Missing++
		}
	}
	p.vacuousIf(t, p.rules[t.Rule].Missing == len(members))
	h.words = (len(h.cuts) + 62) / 64 // n cuts are the ends of n-1 pieces
	if !p.Take(int64(h.words) * int64(p.N)) {
		return
	}
	for _, m := range members {
		h.free = append(h.free, h.pieces(m))
	}
	p.timed[t.Rule] = h
	need := int64(k.Minutes)
	// A group that holds a member can meet only while the member and enough other people
	// to fill the smallest group are free. If this time is shorter than the rule asks
	// for, the group costs at least the minutes lacking.
	enough, floor := crowded(h.free, h.words, p.smallest()), make([]int64, p.N)
	for m, pieces := range h.free {
		if pieces != nil {
			floor[m] = max(0, need-h.minutes(func(w int) uint64 { return pieces[w] & enough[w] }))
		}
	}
	p.Lists = append(p.Lists, &partition.Lists{Term: t,
		Measure: func(members []int32) int64 { return h.common(members, need) },
		Excess:  func(minutes int64) int64 { return max(0, need-minutes) },
		Alike:   h.alike(), Order: starts(members), Floor: floor, Reach: need, Price: h.words * p.Widest() / 8})
}

// cuts returns the instants at which an interval of any member begins or ends, in order.
func cuts(members []*Member) []int64 {
	var all []int64
	for _, m := range members {
		for _, a := range m.Available {
			all = append(all, a.Start.UnixNano(), a.End.UnixNano())
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// pieces returns the set of pieces of time (see times) in which a member is free, or nil
// for a member who states no times.
func (h *times) pieces(m *Member) []uint64 {
	if m.Available == nil {
		return nil
	}
	set := make([]uint64, h.words)
	for _, a := range m.Available {
		from, _ := slices.BinarySearch(h.cuts, a.Start.UnixNano())
		to, _ := slices.BinarySearch(h.cuts, a.End.UnixNano())
		for at := from; at < to; at++ {
			set[at/64] |= 1 << (at % 64)
		}
	}
	return set
}

// common returns the number of minutes in which all members of a group are free. If no
// member of the group states times, it returns the fallback.
func (h *times) common(members []int32, fallback int64) int64 {
	if !h.stated(members) {
		return fallback
	}
	return h.minutes(func(w int) uint64 {
		common := ^uint64(0)
		for _, m := range members {
			if h.free[m] != nil {
				common &= h.free[m][w]
			}
		}
		return common
	})
}

// stated reports whether any of the members states times.
func (h *times) stated(members []int32) bool {
	return slices.ContainsFunc(members, func(m int32) bool { return h.free[m] != nil })
}

// minutes returns the total length, in minutes, of a set of pieces of time. The set is a
// bit set, and word(w) returns its 64-bit word with index w. Pieces that follow each
// other without a gap make a stretch, and stretches shorter than h.stretch are not
// counted.
func (h *times) minutes(word func(w int) uint64) int64 {
	var total, run uint64 // nanoseconds; the years 1900 to 2199 have more than an int64 can count
	end := -1             // the piece after the run
	finish := func() {
		if run >= h.stretch {
			total += run
		}
		run = 0
	}
	for w := range h.words {
		for set := word(w); set != 0; set &= set - 1 {
			at := w*64 + bits.TrailingZeros64(set)
			if at != end {
				finish()
			}
			run += uint64(h.cuts[at+1] - h.cuts[at])
			end = at + 1
		}
	}
	finish()
	return int64(total / uint64(time.Minute))
}

// alike returns a number for each member. Members who are free at the same times have the
// same number. Members who state no times have the number -1.
func (h *times) alike() []int32 {
	numbers, index := make([]int32, len(h.free)), map[string]int32{}
	for m, pieces := range h.free {
		numbers[m] = -1
		if pieces == nil {
			continue
		}
		var text []byte
		for _, word := range pieces {
			text = binary.LittleEndian.AppendUint64(text, word)
		}
		if _, ok := index[string(text)]; !ok {
			index[string(text)] = int32(len(index))
		}
		numbers[m] = index[string(text)]
	}
	return numbers
}

// crowded returns the pieces of time in which at least a given number of members (size)
// are free. Members who state no times are always free.
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

// starts returns the first instant at which each member is free, 0 for members without
// times.
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
