package partition

import "slices"

// Settle seats members in their homes while there is room, and the others where
// seats are left.
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
