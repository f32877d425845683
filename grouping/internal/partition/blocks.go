package partition

import (
	"cmp"
	"slices"
)

// blocks returns an assignment that puts members who must be in one group together, as
// far as a greedy choice can: the largest sets first, each in the group with the most
// room. Sets of equal size are taken in the order of their first members in the slice
// seat.
func (p *Problem) blocks(seat []int32) []int32 {
	if !slices.ContainsFunc(p.Counts, (*Counts).mustBeWhole) {
		return seat
	}
	groups := make([][]int32, len(p.Sizes))
	room := func(g int) int { return p.Sizes[g] - len(groups[g]) }
	var free [][]int32 // sets that may go to any group
	var rest []int32   // members without a seat
	for _, set := range p.joined(seat) {
		switch g := p.place(set); {
		case g < 0 && len(set) > 1:
			free = append(free, set)
		case g >= 0 && len(set) <= room(g):
			groups[g] = append(groups[g], set...)
		default:
			rest = append(rest, set...)
		}
	}
	top := p.Widest()
	byRoom := make([][]int, top+1)
	for g := range groups {
		byRoom[room(g)] = append(byRoom[room(g)], g)
	}
	slices.SortStableFunc(free, func(a, b []int32) int { return cmp.Compare(len(b), len(a)) })
	for _, set := range free {
		for len(byRoom[top]) == 0 {
			top--
		}
		if len(set) > top {
			rest = append(rest, set...)
			continue
		}
		last := len(byRoom[top]) - 1
		g := byRoom[top][last]
		byRoom[top] = byRoom[top][:last]
		groups[g] = append(groups[g], set...)
		byRoom[room(g)] = append(byRoom[room(g)], g)
	}
	for g := range groups {
		more := room(g)
		groups[g] = append(groups[g], rest[:more]...)
		rest = rest[more:]
	}
	return slices.Concat(groups...)
}

// mustBeWhole reports whether, for each value of the term, all members with this value
// must be in one group.
func (t *Counts) mustBeWhole() bool { return t.Tier == 0 && !t.Convex && t.Least == 0 }

// joined returns the sets of members who must be in one group, directly or through other
// members. The sets, and the members of each set, are in the order in which the slice
// seat lists the members.
func (p *Problem) joined(seat []int32) [][]int32 {
	next := Everybody(p.N) // a forest: the root represents the set
	find := func(m int32) int32 {
		for next[m] != m {
			next[m] = next[next[m]]
			m = next[m]
		}
		return m
	}
	for _, t := range p.Counts {
		if !t.mustBeWhole() {
			continue
		}
		first := slices.Repeat([]int32{-1}, len(t.Total))
		for m, v := range t.Value {
			switch {
			case v < 0:
			case first[v] < 0:
				first[v] = int32(m)
			default:
				next[find(int32(m))] = find(first[v])
			}
		}
	}
	at := make(map[int32]int, p.N)
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

// tooLarge reports whether more members must share a group than the largest group holds.
func (p *Problem) tooLarge() bool {
	if !slices.ContainsFunc(p.Counts, (*Counts).mustBeWhole) {
		return false
	}
	return slices.ContainsFunc(p.joined(Everybody(p.N)), func(set []int32) bool { return len(set) > p.Widest() })
}

// place returns the group to which a [Homes] term in tier 0 binds some member of the set,
// or -1 if no such term binds a member of the set to a group.
func (p *Problem) place(set []int32) int {
	for _, t := range p.Homes {
		for _, m := range set {
			if home := int(t.Home[m]); t.Tier == 0 && home >= 0 && home < len(p.Sizes) {
				return home
			}
		}
	}
	return -1
}
