package grouping

import "slices"

// problem is one policy over one set of members, in integers. Members are
// numbered in the order of their ids, groups in the order of their sizes,
// larger first; tier 0 holds what must be met.
type problem struct {
	n      int
	ids    []string
	sizes  []int
	class  []int32 // of each group: the index of its size among the different sizes
	widths []int   // the different sizes, larger first
	tiers  []int   // the number each tier has in the policy; the first is 0
	counts []*counts
	sums   []*sums
	report []func(*state, *RuleReport) // per rule, in the order of the policy
	scale  []int64                     // per tier: what a unit of its cost weighs in the search
}

// counts is a rule whose cost adds up over values and groups, each part
// depending on the group's size and on how many of its members have the value.
type counts struct {
	tier   int
	weight int64
	names  []string // of the values, sorted
	value  []int32  // of each member, -1 for none
	total  []int32  // members with each value
	first  []int32  // of each value: where its row begins in up
	up     [][]int64
	cost   func(v int32, size, count int64) int64
}

// sums is a rule whose cost adds up |sum of part over the members| over groups.
type sums struct {
	tier   int
	weight int64
	part   []int64 // of each member
	units  []int64 // what the members stated
	known  []bool
}

func newCounts(p *problem, tier int, weight int64, values []string, known []bool) *counts {
	t := &counts{tier: tier, weight: weight, value: make([]int32, p.n)}
	for i, value := range values {
		if known[i] {
			t.names = append(t.names, value)
		}
	}
	slices.Sort(t.names)
	t.names = slices.Clip(slices.Compact(t.names))
	t.total = make([]int32, len(t.names))
	for i, value := range values {
		t.value[i] = -1
		if known[i] {
			v, _ := slices.BinarySearch(t.names, value)
			t.value[i] = int32(v)
			t.total[v]++
		}
	}
	return t
}

// tabulate fills up: what one more member of a value costs a group, by size,
// value and how many there are.
func (t *counts) tabulate(p *problem) {
	t.first = make([]int32, len(t.total)+1)
	for v, total := range t.total {
		t.first[v+1] = t.first[v] + min(total, int32(p.widths[0]))
	}
	t.up = make([][]int64, len(p.widths))
	for class, width := range p.widths {
		row := make([]int64, t.first[len(t.total)])
		for v := range t.total {
			size := int64(width)
			for c := range int64(t.first[v+1] - t.first[v]) {
				row[int64(t.first[v])+c] = t.weight * (t.cost(int32(v), size, c+1) - t.cost(int32(v), size, c))
			}
		}
		t.up[class] = row
	}
}

// spread is the cost of a [SpreadRule].
func (t *counts) spread(n int64) func(v int32, size, count int64) int64 {
	return func(v int32, size, count int64) int64 { return abs(n*count - size*int64(t.total[v])) }
}

// reach is the most that swapping two members changes the cost.
func (t *counts) reach() int64 {
	most := int64(0)
	for _, row := range t.up {
		for _, step := range row {
			most = max(most, abs(step))
		}
	}
	return 4 * most
}

func (t *sums) reach() int64 {
	if len(t.part) == 0 {
		return 0
	}
	return 2 * t.weight * (slices.Max(t.part) - slices.Min(t.part))
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

// most returns an upper bound of the cost of each tier, MaxCost+1 where that
// is exceeded.
func (p *problem) most() []int64 {
	most := make([]int64, len(p.tiers))
	add := func(tier int, weight, cost int64) {
		if cost > MaxCost/weight || most[tier] > MaxCost-weight*cost {
			most[tier] = MaxCost + 1
			return
		}
		most[tier] += weight * cost
	}
	for _, t := range p.counts {
		add(t.tier, t.weight, 2*int64(p.n)*int64(p.n))
	}
	for _, t := range p.sums {
		parts := int64(0)
		for _, part := range t.part {
			parts = min(parts+abs(part), MaxCost+1)
		}
		add(t.tier, t.weight, parts)
	}
	return most
}

// weigh sets scale so that one unit of a tier weighs more than a swap can
// change in all tiers below it. Where int64 has no room for that, the ratio of
// neighbouring tiers is cut: scale guides the search, and which of two
// assignments is better is decided tier by tier.
func (p *problem) weigh() {
	reach := make([]int64, len(p.tiers))
	for _, t := range p.counts {
		reach[t.tier] += t.reach()
	}
	for _, t := range p.sums {
		reach[t.tier] += t.reach()
	}
	for ratio := int64(1) << 56; !p.scaled(reach, ratio); ratio /= 2 {
	}
}

// scaled sets scale with ratios of at most ratio and reports whether all
// changes together fit.
func (p *problem) scaled(reach []int64, ratio int64) bool {
	const room = 1 << 61
	p.scale = make([]int64, len(p.tiers))
	below, last := int64(0), int64(1)
	for tier := len(p.tiers) - 1; tier >= 0; tier-- {
		scale := below + 1
		if last < scale/ratio {
			scale = last * ratio
		}
		if reach[tier] > (room-below)/scale {
			return false
		}
		p.scale[tier], last = scale, scale
		below += scale * reach[tier]
	}
	return true
}
