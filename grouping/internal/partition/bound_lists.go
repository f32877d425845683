package partition

import (
	"slices"
)

// Bound returns a lower bound on the cost: a group costs at least the highest floor of
// its members. The sum over groups is least if the members with the highest floors are in
// the largest group, those with the next highest floors in the next largest, and so on.
func (t *Lists) Bound(p *Problem) int64 {
	if t.Floor == nil {
		return 0
	}
	floors := slices.Clone(t.Floor)
	slices.Sort(floors)
	slices.Reverse(floors)
	total, at := int64(0), 0
	for class, groups := range p.groupsOf() {
		for range groups {
			total += floors[at]
			at += p.widths[class]
		}
	}
	return total
}

// Bound returns the number of members for whom there is no room in their home groups,
// minus Free, but at least 0. For a term without a rule, Bound returns 0, because
// problems that share a bound may differ in such terms; see [Problem.SetBound].
func (t *Homes) Bound(p *Problem) int64 {
	if t.Rule < 0 {
		return 0
	}
	inside, total := make([]int64, len(p.Sizes)+1), -t.Free
	for _, home := range t.Home {
		if home >= 0 {
			inside[home]++
		}
	}
	for g, size := range p.Sizes {
		total += max(0, inside[g]-int64(size))
	}
	return max(0, total+inside[len(p.Sizes)])
}
