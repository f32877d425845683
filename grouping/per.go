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

// perCode is the code of the rule in must that [Sizes.Per] is.
const perCode = "per"

// requirement is the rule in must that members of a group have one value.
func (s Sizes) requirement() Requirement {
	return Requirement{Code: perCode, Rule: Rule{Agree: &AgreeRule{Category: s.Per, Otherwise: exact.MustDecimal("1")}}}
}

// path is where the policy states rule i in must. The first is that of Sizes.Per, if
// sizes have one.
func (gr *Grouper) path(i int) string {
	if gr.policy.Sizes.Per == "" {
		return rule.Index("must", i)
	}
	if i == 0 {
		return "sizes.per"
	}
	return rule.Index("must", i-1)
}

// block is the number of members with one value of the category that sizes are per; of
// all members, if they are per nothing.
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

// value is what a member has of the category that sizes are per.
func (gr *Grouper) value(m *Member) string { return m.Categories[gr.policy.Sizes.Per] }

// own returns the sizes that the policy prefers for some members, larger first. The
// error is a [*SizeError].
func (gr *Grouper) own(members []*Member) ([]int, error) {
	sizes := []int{}
	for _, b := range gr.blocks(members) {
		of, ok := gr.policy.Sizes.split(b.n)
		if !ok {
			err := gr.policy.Sizes.sizeError(b.n)
			err.Value = b.value
			return nil, err
		}
		sizes = append(sizes, of...)
	}
	return largerFirst(sizes), nil
}

func largerFirst(sizes []int) []int {
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	return sizes
}

// splits returns the sizes that members who fit can be divided into, those preferred
// first, and whether these are all: of several blocks, a combination of what is
// preferred in each.
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
		of, exhaustive := gr.policy.Sizes.splits(b.n)
		whole = whole && exhaustive
		var next []ranked
		for _, c := range combined {
			for rank, sizes := range of {
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

// splitsOfMany combines what is preferred first in each block, what is second, and so on:
// even divisions only.
func (gr *Grouper) splitsOfMany(blocks []block) (all [][]int, whole bool) {
	s := gr.policy.Sizes
	most := 0
	whole = s.Max-s.Min < 2
	for _, b := range blocks {
		of := len(s.evens(b.n))
		whole = whole && of == 1
		most = max(most, of)
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

// seated looks for the best assignment from one in which each block fills the groups it
// is divided into. It returns nil if sizes are not per a category, or others than those.
func (gr *Grouper) seated(p *compiled, members []*Member, seed string, steps int64) *partition.Search {
	if gr.policy.Sizes.Per == "" {
		return nil
	}
	var parts []division
	for _, b := range gr.blocks(members) {
		of, _ := gr.policy.Sizes.split(b.n)
		parts = append(parts, division{of, slices.Repeat([]string{b.value}, len(of))})
	}
	d := join(parts)
	if !slices.Equal(d.sizes, p.Sizes) {
		return nil
	}
	of := map[string][]int32{}
	for m, member := range members {
		of[gr.value(member)] = append(of[gr.value(member)], int32(m))
	}
	var seat []int32
	for g, value := range d.values {
		seat = append(seat, of[value][:d.sizes[g]]...)
		of[value] = of[value][d.sizes[g]:]
	}
	s := p.NewSearch(seat, partition.NewDice(seed))
	s.Improve(steps)
	return s
}

// division is sizes of groups, larger first, and the value of each group's members of
// the category that sizes are per; no values if they are per nothing.
type division struct {
	sizes  []int
	values []string
}

// join joins the divisions of blocks.
func join(of []division) (d division) {
	type group struct {
		size  int
		value string
	}
	var all []group
	for _, part := range of {
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
