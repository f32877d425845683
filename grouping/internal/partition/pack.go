package partition

import (
	"cmp"
	"fmt"
	"slices"
)

// maxPack is the largest number of states that packing looks at.
const maxPack = 100_000

// packing divides members into groups of given widths. Members of different classes
// cannot share a group, so each class fills whole groups. A state is the first class that
// is still to be divided, together with the numbers of groups that are left. States that
// failed are not tried again.
type packing struct {
	widths []int
	left   []int   // of each width: the groups that are not filled yet
	counts []int   // of each class: the number of its members; the largest class first
	chosen [][]int // of each class: how many groups of each width it fills
	failed map[string]bool
	states int
}

// fill divides all classes from the given index on. It reports whether it succeeds.
func (k *packing) fill(class int) bool {
	if class == len(k.counts) {
		return true
	}
	key := fmt.Sprint(class, k.left)
	if k.failed[key] {
		return false
	}
	k.chosen[class] = make([]int, len(k.widths))
	if k.take(class, 0, k.counts[class]) {
		return true
	}
	k.failed[key] = true
	return false
}

// take divides n members of a class into groups of the widths k.widths[width:]. Then it
// divides the later classes. It reports whether it succeeds.
func (k *packing) take(class, width, n int) bool {
	if k.states++; k.states > maxPack {
		return false
	}
	if n == 0 {
		return k.fill(class + 1)
	}
	if width == len(k.widths) {
		return false
	}
	for many := min(k.left[width], n/k.widths[width]); many >= 0; many-- {
		k.left[width] -= many
		k.chosen[class][width] = many
		if k.take(class, width+1, n-many*k.widths[width]) {
			return true
		}
		k.left[width] += many
	}
	return false
}

// packed returns an assignment in which all members of each group are alike for the term.
// It returns nil if it finds no such assignment.
func (p *Problem) packed(t *Lists) []int32 {
	classes := map[int32][]int32{}
	for m, class := range t.Alike {
		classes[class] = append(classes[class], int32(m))
	}
	var all [][]int32
	for _, members := range classes {
		all = append(all, members)
	}
	slices.SortFunc(all, func(a, b []int32) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0])) })
	k := &packing{widths: p.widths, left: make([]int, len(p.widths)), chosen: make([][]int, len(all)), failed: map[string]bool{}}
	free := make([][]int, len(p.widths)) // groups of each width
	for g, class := range p.class {
		k.left[class]++
		free[class] = append(free[class], g)
	}
	for _, members := range all {
		k.counts = append(k.counts, len(members))
	}
	if !k.fill(0) {
		return nil
	}
	groups := make([][]int32, len(p.Sizes))
	for class, members := range all {
		for width, many := range k.chosen[class] {
			for range many {
				g := free[width][0]
				free[width] = free[width][1:]
				groups[g], members = members[:p.widths[width]], members[p.widths[width]:]
			}
		}
	}
	return slices.Concat(groups...)
}
