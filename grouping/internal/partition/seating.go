package partition

import (
	"cmp"
	"slices"
)

// Settle seats each member m in group home[m], as long as the group has free seats. The
// other members get the remaining seats.
func (p *Problem) Settle(home []int32) []int32 {
	groups := make([][]int32, len(p.Sizes))
	var rest []int32
	for m, g := range home {
		if g >= 0 && int(g) < len(groups) && len(groups[g]) < p.Sizes[g] {
			groups[g] = append(groups[g], int32(m))
		} else {
			rest = append(rest, int32(m))
		}
	}
	for g, size := range p.Sizes {
		free := size - len(groups[g])
		groups[g] = append(groups[g], rest[:free]...)
		rest = rest[free:]
	}
	return slices.Concat(groups...)
}

// SolveSorted looks for an assignment near a sorted one. It uses the first [Lists] term
// of tier 0 whose field Order is set, and seats the members in this order. If the field
// Apart of the term is set and [Problem.packed] finds an assignment, the search starts
// from that assignment instead. SolveSorted returns nil if there is no such term, or if
// there is only one group.
func (p *Problem) SolveSorted(seed string, steps int64) *Search {
	at := slices.IndexFunc(p.Lists, func(t *Lists) bool { return t.Tier == 0 && t.Order != nil })
	if at < 0 || len(p.Sizes) < 2 {
		return nil
	}
	order, seat := p.Lists[at].Order, Everybody(p.N)
	if p.Lists[at].Apart {
		if packed := p.packed(p.Lists[at]); packed != nil {
			seat = packed
			order = make([]int64, p.N)
		}
	}
	slices.SortStableFunc(seat, func(a, b int32) int { return cmp.Compare(order[a], order[b]) }) // stable, so that a packed seat remains
	s := p.NewSearch(seat, NewDice(seed))
	s.Refine(steps)
	return s
}
