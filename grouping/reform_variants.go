package grouping

import (
	"fmt"
	"maps"
	"slices"
)

// maxVariants is the largest number of continuations from which a reform searches (see
// [continuations]). maxTries is the largest number of continuations that are generated to
// find new ones, including duplicates.
const (
	maxVariants = 64
	maxTries    = 4096
)

// continuations collects continuations. A continuation is a list, called slots in the
// code. It holds, for each new group, the earlier group that the new group continues, or
// -1 for none.
type continuations struct {
	division                  // of the new groups
	valueOf  map[int32]string // the value of each earlier group
	pinned   []bool           // whether people are pinned to the position of each new group
	limit    int              // the largest number of continuations
	tries    int              // candidates so far
	all      [][]int32
	seen     map[string]bool // by key
}

// variants returns the given continuation and others made from it. Those that a single
// change makes come first. A change does one of three things:
//   - it exchanges two groups of different sizes;
//   - it exchanges two groups of equal size, if people are pinned to the position of one
//     of them;
//   - it lets a new group continue an earlier group that was to be dissolved.
//
// There are at most maxVariants continuations. With n members, there are also at most
// r.steps/(n*n), so that each search has the steps to weigh every swap once. The given
// continuation is always among them.
func (r *reform) variants(slots []int32) [][]int32 {
	n := int64(len(r.members))
	c := &continuations{
		division: r.division, valueOf: r.valueOf, pinned: r.gr.problem(r.members, r.sizes).Pinned,
		limit: int(min(maxVariants, r.steps/max(1, n*n))),
		all:   [][]int32{slots}, seen: map[string]bool{},
	}
	c.seen[c.key(slots)] = true
	groups := slices.Sorted(maps.Keys(r.present()))
	for at := 0; at < len(c.all) && len(c.all) < c.limit; at++ {
		c.vary(c.all[at], groups)
	}
	return c.all
}

// vary adds the continuations that a single change makes from the given one (slots). The
// parameter groups holds the earlier groups that still have members.
func (c *continuations) vary(slots, groups []int32) {
	dissolved := slices.DeleteFunc(slices.Clone(groups), func(g int32) bool { return slices.Contains(slots, g) })
	values := c.valuesOf(slots, c.valueOf)
	for a := range slots {
		for b := range a {
			if slots[a] != slots[b] && (c.sizes[a] != c.sizes[b] && values[a] == values[b] || c.sizes[a] == c.sizes[b] && (c.pinned[a] || c.pinned[b])) {
				c.add(slots, func(variant []int32) { variant[a], variant[b] = variant[b], variant[a] })
			}
		}
		for _, g := range dissolved {
			if c.valueOf[g] != values[a] {
				continue
			}
			c.add(slots, func(variant []int32) { variant[a] = g })
		}
	}
}

// add adds a changed copy of slots, if it is new and there is room.
func (c *continuations) add(slots []int32, change func(variant []int32)) {
	if c.tries++; len(c.all) == c.limit || c.tries > maxTries {
		return
	}
	variant := slices.Clone(slots)
	change(variant)
	if key := c.key(variant); !c.seen[key] {
		c.all, c.seen[key] = append(c.all, variant), true
	}
}

// key returns a text that identifies a continuation. Two continuations have the same text
// if they differ only in the order of groups of equal size to which no people are pinned.
func (c *continuations) key(slots []int32) string {
	groups := make([][3]int, len(slots))
	for slot, g := range slots {
		groups[slot] = [3]int{c.sizes[slot], -1, int(g)}
		if c.pinned[slot] {
			groups[slot][1] = slot
		}
	}
	slices.SortFunc(groups, func(a, b [3]int) int { return slices.Compare(a[:], b[:]) })
	return fmt.Sprint(groups)
}
