package grouping

import (
	"cmp"
	"slices"
)

// blocks returns an assignment in which members who must be in one group are, as
// far as that is found at once: the largest sets first, each where the least room
// is left for it. The order in seat decides between equals.
func (p *problem) blocks(seat []int32) []int32 {
	if !slices.ContainsFunc(p.counts, (*counts).mustBeWhole) {
		return seat
	}
	groups := make([][]int32, len(p.sizes))
	room := func(g int) int { return p.sizes[g] - len(groups[g]) }
	var rest []int32
	place := func(block []int32, g int) {
		if g >= 0 && len(block) <= room(g) {
			groups[g] = append(groups[g], block...)
		} else {
			rest = append(rest, block...)
		}
	}
	blocks := p.joined(seat)
	slices.SortStableFunc(blocks, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	var free [][]int32
	for _, block := range blocks {
		if g := p.place(block); g >= 0 {
			place(block, g)
		} else {
			free = append(free, block)
		}
	}
	byRoom := make([][]int, p.widest()+1)
	for g := range groups {
		byRoom[room(g)] = append(byRoom[room(g)], g)
	}
	for _, block := range free {
		at := len(block)
		for at < len(byRoom) && len(byRoom[at]) == 0 {
			at++
		}
		if at >= len(byRoom) {
			rest = append(rest, block...)
			continue
		}
		last := len(byRoom[at]) - 1
		g := byRoom[at][last]
		byRoom[at] = byRoom[at][:last]
		place(block, g)
		byRoom[room(g)] = append(byRoom[room(g)], g)
	}
	for g := range groups {
		more := room(g)
		groups[g] = append(groups[g], rest[:more]...)
		rest = rest[more:]
	}
	return slices.Concat(groups...)
}

// mustBeWhole reports whether people of one value must all be in one group.
func (t *counts) mustBeWhole() bool { return t.tier == 0 && !t.convex && t.least == 0 }

// joined returns the sets of members who must be in one group, directly or through
// others, each set and the sets in the order of seat.
func (p *problem) joined(seat []int32) [][]int32 {
	next := make([]int32, p.n) // towards the member that stands for the set
	for m := range next {
		next[m] = int32(m)
	}
	find := func(m int32) int32 {
		for next[m] != m {
			next[m] = next[next[m]]
			m = next[m]
		}
		return m
	}
	for _, t := range p.counts {
		if !t.mustBeWhole() {
			continue
		}
		first := slices.Repeat([]int32{-1}, len(t.total))
		for m, v := range t.value {
			switch {
			case v < 0:
			case first[v] < 0:
				first[v] = int32(m)
			default:
				next[find(int32(m))] = find(first[v])
			}
		}
	}
	at := make(map[int32]int, p.n)
	var sets [][]int32
	for _, m := range seat {
		r := find(m)
		if _, ok := at[r]; !ok {
			at[r], sets = len(sets), append(sets, nil)
		}
		sets[at[r]] = append(sets[at[r]], m)
	}
	return sets
}

// tooLarge reports whether members who must be in one group are more than any
// group holds.
func (p *problem) tooLarge() bool {
	if !slices.ContainsFunc(p.counts, (*counts).mustBeWhole) {
		return false
	}
	everybody := make([]int32, p.n)
	for m := range everybody {
		everybody[m] = int32(m)
	}
	return slices.ContainsFunc(p.joined(everybody), func(set []int32) bool { return len(set) > p.widest() })
}

// place returns the group where one of a set must be, -1 for any.
func (p *problem) place(set []int32) int {
	for _, t := range p.homes {
		for _, m := range set {
			if home := int(t.home[m]); t.tier == 0 && home >= 0 && home < len(p.sizes) {
				return home
			}
		}
	}
	return -1
}
