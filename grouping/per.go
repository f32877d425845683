package grouping

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// perCode is the code of the required rule that [Sizes.Per] adds.
const perCode = "per"

// requirement returns the required rule that [Sizes.Per] adds: all members of a group
// have the same value of the category Per.
func (s Sizes) requirement() Requirement {
	return Requirement{Code: perCode, Rule: Rule{Agree: &AgreeRule{Category: s.Per, Otherwise: exact.MustDecimal("1")}}}
}

// path returns the path of a required rule in the policy. The parameter i is the index of
// the rule among the required rules of gr. If [Sizes.Per] names a category, rule 0 is the
// rule that Per adds.
func (gr *Grouper) path(i int) string {
	if gr.policy.Sizes.Per == "" {
		return rule.Index("must", i)
	}
	if i == 0 {
		return "sizes.per"
	}
	return rule.Index("must", i-1)
}

// block is the number of members who have one value of the category [Sizes.Per]. If Per
// is empty, one block holds all members.
type block struct {
	value string
	n     int
}

func (gr *Grouper) blocks(members []*Member) []block {
	if gr.policy.Sizes.Per == "" {
		return []block{{n: len(members)}}
	}
	many := map[string]int{}
	for _, m := range members {
		many[gr.value(m)]++
	}
	var all []block
	for _, value := range slices.Sorted(maps.Keys(many)) {
		all = append(all, block{value, many[value]})
	}
	return all
}

// value returns a member's value of the category [Sizes.Per].
func (gr *Grouper) value(m *Member) string { return m.Categories[gr.policy.Sizes.Per] }

// preferredSizes returns the group sizes into which the policy prefers to divide the
// given members, larger first. If [Sizes.Per] names a category, each block is divided
// without regard to the other blocks. The error is a [*SizeError].
func (gr *Grouper) preferredSizes(members []*Member) ([]int, error) {
	sizes := []int{}
	for _, b := range gr.blocks(members) {
		part, ok := gr.policy.Sizes.split(b.n)
		if !ok {
			err := gr.policy.Sizes.sizeError(b.n)
			err.Value = b.value
			return nil, err
		}
		sizes = append(sizes, part...)
	}
	return largerFirst(sizes), nil
}

func largerFirst(sizes []int) []int {
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	return sizes
}

// splits returns divisions of the members into group sizes, preferred divisions first,
// and whether these are all divisions that the policy allows. There must be sizes that
// fit every block. If there are several blocks, each division returned combines one
// division of each block.
func (gr *Grouper) splits(members []*Member) (all [][]int, whole bool) {
	blocks := gr.blocks(members)
	switch {
	case len(blocks) == 1:
		return gr.policy.Sizes.splits(blocks[0].n)
	case len(members) > maxProved:
		return gr.splitsOfMany(blocks)
	}
	type ranked struct {
		sizes []int
		rank  int
	}
	combined, whole := []ranked{{}}, true
	for _, b := range blocks {
		divisions, exhaustive := gr.policy.Sizes.splits(b.n)
		whole = whole && exhaustive
		var next []ranked
		for _, c := range combined {
			for rank, sizes := range divisions {
				next = append(next, ranked{largerFirst(slices.Concat(c.sizes, sizes)), c.rank + rank})
			}
		}
		slices.SortStableFunc(next, func(a, b ranked) int { return cmp.Compare(a.rank, b.rank) })
		taken := map[string]bool{}
		combined = slices.DeleteFunc(next, func(c ranked) bool {
			key := fmt.Sprint(c.sizes)
			again := taken[key]
			taken[key] = true
			return again
		})
		whole = whole && len(combined) <= maxSplits
		combined = combined[:min(maxSplits, len(combined))]
	}
	for _, c := range combined {
		all = append(all, c.sizes)
	}
	return all, whole
}

// splitsOfMany does the work of splits for several blocks and more than 64 members. It
// combines the most preferred divisions of all blocks, then the second choices of all
// blocks, and so on. A block without further divisions keeps its last one. Only even
// divisions are used.
func (gr *Grouper) splitsOfMany(blocks []block) (all [][]int, whole bool) {
	s := gr.policy.Sizes
	most := 0
	whole = s.Max-s.Min < 2
	for _, b := range blocks {
		count := len(s.evens(b.n))
		whole = whole && count == 1
		most = max(most, count)
	}
	all = make([][]int, min(most, maxLarge))
	for _, b := range blocks {
		counts := s.evens(b.n)
		for k := range all {
			all[k] = append(all[k], even(b.n, counts[min(k, len(counts)-1)])...)
		}
	}
	for k := range all {
		largerFirst(all[k])
	}
	return all, whole
}

// seated looks for the best assignment if [Sizes.Per] names a category. The search starts
// from groups whose members have the same value. The result is nil if Per is empty, or if
// the sizes of p are not the preferred ones.
func (gr *Grouper) seated(p *compiled, members []*Member, seed string, steps int64) *partition.Search {
	if gr.policy.Sizes.Per == "" {
		return nil
	}
	var parts []division
	for _, b := range gr.blocks(members) {
		sizes, _ := gr.policy.Sizes.split(b.n)
		parts = append(parts, division{sizes, slices.Repeat([]string{b.value}, len(sizes))})
	}
	d := join(parts)
	if !slices.Equal(d.sizes, p.Sizes) {
		return nil
	}
	byValue := map[string][]int32{}
	for m, member := range members {
		byValue[gr.value(member)] = append(byValue[gr.value(member)], int32(m))
	}
	var seat []int32
	for g, value := range d.values {
		seat = append(seat, byValue[value][:d.sizes[g]]...)
		byValue[value] = byValue[value][d.sizes[g]:]
	}
	s := p.NewSearch(seat, partition.NewDice(seed))
	s.Improve(steps)
	return s
}

// division holds the sizes of groups and, if [Sizes.Per] names a category, the values of
// groups.
type division struct {
	sizes  []int    // larger first
	values []string // of each group: the value that its members share; nil if Per is empty
}

// join combines the divisions of all blocks into one.
func join(parts []division) (d division) {
	type group struct {
		size  int
		value string
	}
	var all []group
	for _, part := range parts {
		for g, size := range part.sizes {
			all = append(all, group{size, part.values[g]})
		}
	}
	slices.SortStableFunc(all, func(a, b group) int { return cmp.Compare(b.size, a.size) })
	for _, g := range all {
		d.sizes, d.values = append(d.sizes, g.size), append(d.values, g.value)
	}
	return d
}
