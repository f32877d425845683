package grouping

import (
	"cmp"
	"slices"
)

// problem is one policy over one set of members, in integers. Members are
// numbered in the order of their ids; tier 0 holds what must be met.
type problem struct {
	n      int
	ids    []string
	sizes  []int   // of each group
	widths []int   // the different sizes, larger first
	class  []int32 // of each group: the index of its size in widths
	pinned []bool  // of each group
	tiers  []int   // the number each tier has in the policy; the first is 0
	rules  []RuleReport
	counts []*counts
	sums   []*sums
	lists  []*lists
	homes  []*homes
	scale  []int64 // per tier: what a unit of its cost weighs in the search
	strict bool    // whether anything must be met
	light  int64   // the most that all tiers but the first weigh in a swap
	most   int64   // units of what must be met that a swap counts at most
	price  int64   // of weighing a swap, in steps
	cells  int64   // of memory for terms; above MaxCells they are not complete
	floor  []int64 // what bound returns, once it has
	rest   []int64 // per counts term: the most that preferences after it weigh in a swap
}

// term is what every part of a rule has in common.
type term struct {
	rule   int // index into rules
	tier   int // index into tiers
	weight int64
}

// counts is a rule whose cost adds up over values and groups, each part
// depending on the group's size and on how many of its members have the value.
type counts struct {
	term
	names  []string // of the values, sorted
	value  []int32  // of each member, -1 for none
	total  []int32  // members with each value
	convex bool     // cost is convex in the count
	least  int64    // members that a group must have of a value; 0 where no number is asked for
	cost   func(v int32, size, count int64) int64
	first  []int32   // of each value: where its row begins in up
	up     [][]int64 // weighted growth of cost by one more, per class
}

// lists is a rule whose cost is computed from the members of a group; it never
// falls when one more joins.
type lists struct {
	term
	measure func(members []int32) int64
	excess  func(measure int64) int64 // its cost
	reach   int64                     // the most a group can cost
	price   int                       // of computing two groups, in steps
}

// homes is a rule that wants members in a certain group: its cost is how many
// are elsewhere, beyond a number that is free.
type homes struct {
	term
	home []int32 // of each member, -1 for none
	free int64
}

// newProblem returns the problem of n members in groups of the given sizes,
// without rules.
func newProblem(ids []string, sizes []int) *problem {
	p := &problem{n: len(ids), ids: ids, sizes: sizes, class: make([]int32, len(sizes)), pinned: make([]bool, len(sizes)), tiers: []int{0}}
	p.widths = slices.Compact(slices.SortedFunc(slices.Values(sizes), func(a, b int) int { return b - a }))
	for g, size := range sizes {
		p.class[g] = int32(slices.Index(p.widths, size))
	}
	return p
}

// everybody returns the numbers of n members.
func everybody(n int) []int32 {
	all := make([]int32, n)
	for m := range all {
		all[m] = int32(m)
	}
	return all
}

// widest is the size of the largest group.
func (p *problem) widest() int {
	if len(p.widths) == 0 {
		return 0
	}
	return p.widths[0]
}

// MaxCells bounds the memory of one problem: a cell is a number for a member, or
// for a value in groups of one size.
const MaxCells = 1 << 24

// take reports whether there is room for so many more cells.
func (p *problem) take(cells int64) bool {
	p.cells += cells
	return p.cells <= MaxCells
}

// terms returns what all parts of all rules have in common.
func (p *problem) terms() []*term {
	var all []*term
	for _, t := range p.counts {
		all = append(all, &t.term)
	}
	for _, t := range p.sums {
		all = append(all, &t.term)
	}
	for _, t := range p.lists {
		all = append(all, &t.term)
	}
	for _, t := range p.homes {
		all = append(all, &t.term)
	}
	return all
}

// tabulate fills up: what one more member of a value costs a group.
func (t *counts) tabulate(p *problem) {
	t.first = make([]int32, len(t.total)+1)
	for v, total := range t.total {
		t.first[v+1] = t.first[v] + min(total, int32(p.widths[0]))
	}
	if !p.take(int64(len(p.widths)) * int64(t.first[len(t.total)])) {
		return
	}
	t.up = make([][]int64, len(p.widths))
	for class, width := range p.widths {
		row := make([]int64, t.first[len(t.total)])
		for v := range t.total {
			before := t.cost(int32(v), int64(width), 0)
			for c := range t.first[v+1] - t.first[v] {
				after := t.cost(int32(v), int64(width), int64(c)+1)
				row[t.first[v]+c] = t.weight * (after - before)
				before = after
			}
		}
		t.up[class] = row
	}
}

func abs(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}

// MaxCost bounds the cost of a tier, so that every program that reads numbers
// of JSON as 64-bit floating point still sees it exactly.
const MaxCost = 1<<53 - 1

// withinRange reports whether no tier can cost more than MaxCost.
func (p *problem) withinRange() bool {
	most := make([]int64, len(p.tiers))
	fits := true
	add := func(t term, times, each int64) {
		if each > 0 && (times > MaxCost/each/t.weight || most[t.tier] > MaxCost-times*each*t.weight) {
			fits = false
			return
		}
		most[t.tier] += times * each * t.weight
	}
	n := int64(p.n)
	for _, t := range p.counts {
		groups, values := int64(len(p.sizes)), int64(len(t.total))
		switch {
		case t.least == 0:
			add(t.term, 2*n, n) // no cost of a count is more than that in all
		case t.convex:
			add(t.term, groups, t.least) // what every group may lack
		default:
			add(t.term, min(n, groups*values), t.least)
		}
	}
	for _, t := range p.sums {
		for _, part := range t.part {
			add(t.term, 1, abs(part))
		}
	}
	for _, t := range p.lists {
		add(t.term, int64(len(p.sizes)), t.reach)
	}
	for _, t := range p.homes {
		add(t.term, n, 1)
	}
	return fits
}

// reach returns the most that swapping two members changes each tier.
func (p *problem) reach() []int64 {
	reach := make([]int64, len(p.tiers))
	for _, t := range p.counts {
		reach[t.tier] += t.reach()
	}
	for _, t := range p.sums {
		if p.n > 0 {
			reach[t.tier] += 2 * t.weight * (slices.Max(t.part) - slices.Min(t.part))
		}
	}
	for _, t := range p.lists {
		reach[t.tier] += 2 * t.weight * t.reach
	}
	for _, t := range p.homes {
		reach[t.tier] += 2 * t.weight
	}
	return reach
}

func (t *counts) reach() int64 {
	most := int64(0)
	for _, row := range t.up {
		for _, step := range row {
			most = max(most, abs(step))
		}
	}
	return 4 * most
}

// weigh sets scale so that one unit of a tier weighs more than a swap can
// change in all tiers below it. Where int64 has no room for that, the ratio of
// neighbouring tiers of preferences is cut: scale guides the search, and which
// of two assignments is better is decided tier by tier. What must be met is
// never cut.
func (p *problem) weigh() {
	reach := p.reach()
	if len(p.sizes) < 2 {
		clear(reach) // no swaps
	}
	for ratio := int64(1) << 56; !p.scaled(reach, ratio); ratio /= 2 {
	}
	// The terms that matter most come first, for [state.delta] to stop early.
	slices.SortStableFunc(p.counts, func(a, b *counts) int { return cmp.Compare(a.tier, b.tier) })
	rest := p.light
	p.rest = make([]int64, len(p.counts))
	for k, t := range p.counts {
		if t.tier > 0 {
			rest -= p.scale[t.tier] * t.reach()
		}
		p.rest[k] = rest
	}
	p.strict = slices.ContainsFunc(p.terms(), func(t *term) bool { return t.tier == 0 })
	p.price = int64(1 + len(p.counts)/16)
	for _, t := range p.lists {
		p.price += int64(t.price)
	}
}

// room bounds what a swap can weigh.
const room = 1 << 62

// scaled sets scale with ratios of at most ratio and reports whether all
// changes together fit, in half of the room.
func (p *problem) scaled(reach []int64, ratio int64) bool {
	p.scale = make([]int64, len(p.tiers))
	below, last := int64(0), int64(1)
	for tier := len(p.tiers) - 1; tier > 0; tier-- {
		scale := below + 1
		if last < scale/ratio {
			scale = last * ratio
		}
		if reach[tier] > (room/4-below)/scale {
			return false
		}
		p.scale[tier], last = scale, scale
		below += scale * reach[tier]
	}
	// Twice as much as all the others, so that a swap that breaks a must and
	// gains in all else is no small loss either.
	// And much, so that there are degrees of heat between one unit and none.
	p.light, p.scale[0] = below, max(2*below+1, 1<<20)
	p.most = room / p.scale[0]
	return true
}

// must weighs a change of what must be met: in proportion as far as there is
// room, and more than everything else in any case.
func (p *problem) must(change int64) int64 {
	return p.scale[0] * max(-p.most, min(change, p.most))
}
