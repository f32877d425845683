package partition

import (
	"cmp"
	"slices"
)

// exact goes through all assignments, seating one member after the other, and
// leaves out what cannot come before the best known one: a seating is left as
// soon as a bound of its completions shows that. Of groups that nothing tells
// apart, and of members that no rule tells apart, one order is tried.
type exact struct {
	p      *Problem
	last   int     // the last tier that counts
	floor  []int64 // per tier: no assignment is below
	nodes  int     // left
	order  []int32 // members in the order of seating
	twin   []bool  // by position in order: no rule tells the member from the one before
	group  []int32 // by position in order: where it is seated
	inside [][]int32
	count  [][]int32 // per counts term: by group and value
	left   [][]int32 // per counts term: members of each value not yet seated
	part   [][]int64 // per counts term: the bound of each value, weighted
	sum    [][]int64 // per sums term: by group
	list   [][]int64 // per lists term: the cost of each group so far
	away   []int64
	low    []int64 // per tier: bound of what the seating so far leads to, counts and lists
	best   []int32 // seats; nil until one better than least is found
	least  []int64
}

func newExact(p *Problem, floor, least []int64) *exact {
	e := &exact{p: p, floor: floor, least: slices.Clone(least), inside: make([][]int32, len(p.Sizes)), group: make([]int32, p.N), low: make([]int64, p.Tiers)}
	for m := range p.N {
		e.order = append(e.order, int32(m))
	}
	slices.SortStableFunc(e.order, func(a, b int32) int { return p.compare(a, b) })
	for i, m := range e.order {
		e.twin = append(e.twin, i > 0 && len(p.Lists) == 0 && p.compare(e.order[i-1], m) == 0)
	}
	for _, t := range p.Counts {
		e.count = append(e.count, make([]int32, len(p.Sizes)*len(t.Total)))
		e.left = append(e.left, slices.Clone(t.Total))
		e.part = append(e.part, make([]int64, len(t.Total)))
	}
	for k, t := range p.Counts {
		for v := range t.Total {
			e.part[k][v] = e.valueBound(k, int32(v))
			e.low[t.Tier] += e.part[k][v]
		}
	}
	for range p.Sums {
		e.sum = append(e.sum, make([]int64, len(p.Sizes)))
	}
	for range p.Lists {
		e.list = append(e.list, make([]int64, len(p.Sizes)))
	}
	e.away = make([]int64, len(p.Homes))
	return e
}

// compare orders members by what the rules read of them: 0 means that no rule
// over counts, sums or homes tells them apart.
func (p *Problem) compare(a, b int32) int {
	for _, t := range p.Homes {
		if c := cmp.Compare(t.Home[b], t.Home[a]); c != 0 {
			return c
		}
	}
	for _, t := range p.Counts {
		if c := cmp.Compare(t.Value[b], t.Value[a]); c != 0 {
			return c
		}
	}
	for _, t := range p.Sums {
		if c := cmp.Compare(t.Part[a], t.Part[b]); c != 0 {
			return c
		}
	}
	return 0
}

// valueBound is the least weighted cost of one value when those not yet seated
// may go wherever there is room.
func (e *exact) valueBound(k int, v int32) int64 {
	t := e.p.Counts[k]
	values := len(t.Total)
	total := int64(0)
	if !t.Convex {
		for g := range e.p.Sizes {
			c := int64(e.count[k][g*values+int(v)])
			size := int64(e.p.Sizes[g])
			room := min(size-int64(len(e.inside[g])), int64(e.left[k][v]))
			least := t.Cost(v, size, c)
			for more := int64(1); more <= room; more++ {
				least = min(least, t.Cost(v, size, c+more))
			}
			total += t.Weight * least
		}
		return total
	}
	given := make([]int32, 0, 64)
	for g := range e.p.Sizes {
		c := e.count[k][g*values+int(v)]
		total += t.Weight * t.Cost(v, int64(e.p.Sizes[g]), int64(c))
		given = append(given, c)
	}
	for range e.left[k][v] {
		best, price := -1, int64(0)
		for g := range e.p.Sizes {
			if int(given[g])-int(e.count[k][g*values+int(v)]) >= e.p.Sizes[g]-len(e.inside[g]) {
				continue
			}
			if up := t.up[e.p.class[g]][t.first[v]+given[g]]; best < 0 || up < price {
				best, price = g, up
			}
		}
		given[best]++
		total += price
	}
	return total
}

// run seats everybody; it reports whether it went through all assignments.
func (e *exact) run(last, nodes int) bool {
	e.last, e.nodes = last, nodes
	return e.seat(0)
}

// hopeless reports whether no completion can come before the best.
func (e *exact) hopeless() bool {
	for tier := range e.last + 1 {
		low := e.low[tier]
		for k, t := range e.p.Sums {
			if t.Tier == tier {
				low += t.Weight * e.sumBound(k)
			}
		}
		for k, t := range e.p.Homes {
			if t.Tier == tier {
				low += t.Weight * max(0, e.away[k]-t.Free)
			}
		}
		if c := cmp.Compare(max(low, e.floor[tier]), e.least[tier]); c != 0 {
			return c > 0
		}
	}
	return true
}

// sumBound is the least of the sum over groups of |sum|: full groups are
// settled, and the others make up for them, since all sums add up to a constant.
func (e *exact) sumBound(k int) int64 {
	settled, rest := int64(0), int64(0)
	for g, size := range e.p.Sizes {
		if len(e.inside[g]) == size {
			settled += abs(e.sum[k][g])
			rest -= e.sum[k][g]
		}
	}
	return settled + abs(rest)
}

func (e *exact) seat(at int) bool {
	if e.hopeless() {
		return true
	}
	if at == e.p.N {
		e.found()
		return true
	}
	if e.nodes--; e.nodes < 0 {
		return false
	}
	m := e.order[at]
	for g := range e.p.Sizes {
		if len(e.inside[g]) == e.p.Sizes[g] || e.twin[at] && int32(g) < e.group[at-1] || e.mirrored(g) {
			continue
		}
		low := slices.Clone(e.low)
		undo := e.enter(m, g)
		e.group[at] = int32(g)
		done := e.seat(at + 1)
		e.leave(m, g, undo)
		e.low = low
		if !done {
			return false
		}
	}
	return true
}

// mirrored reports whether an empty group before g is just like it.
func (e *exact) mirrored(g int) bool {
	if len(e.inside[g]) > 0 || e.p.Pinned[g] {
		return false
	}
	for h := range g {
		if len(e.inside[h]) == 0 && !e.p.Pinned[h] && e.p.Sizes[h] == e.p.Sizes[g] {
			return true
		}
	}
	return false
}

// change is the bound of one value before a member was seated.
type change struct {
	k    int
	v    int32
	part int64
}

func (e *exact) enter(m int32, g int) []change {
	e.inside[g] = append(e.inside[g], m)
	var undo []change
	for k, t := range e.p.Counts {
		if v := t.Value[m]; v >= 0 {
			e.count[k][g*len(t.Total)+int(v)]++
			e.left[k][v]--
		}
	}
	full := len(e.inside[g]) == e.p.Sizes[g]
	for k, t := range e.p.Counts {
		for v := range t.Total {
			if !full && int32(v) != t.Value[m] {
				continue
			}
			if bound := e.valueBound(k, int32(v)); bound != e.part[k][v] {
				undo = append(undo, change{k, int32(v), e.part[k][v]})
				e.low[t.Tier] += bound - e.part[k][v]
				e.part[k][v] = bound
			}
		}
	}
	for k, t := range e.p.Sums {
		e.sum[k][g] += t.Part[m]
	}
	for k, t := range e.p.Lists {
		cost := t.Excess(t.Measure(e.inside[g]))
		e.low[t.Tier] += t.Weight * (cost - e.list[k][g])
		e.list[k][g] = cost
	}
	for k, t := range e.p.Homes {
		e.away[k] += t.away(m, int32(g))
	}
	return undo
}

func (e *exact) leave(m int32, g int, undo []change) {
	e.inside[g] = e.inside[g][:len(e.inside[g])-1]
	for k, t := range e.p.Counts {
		if v := t.Value[m]; v >= 0 {
			e.count[k][g*len(t.Total)+int(v)]--
			e.left[k][v]++
		}
	}
	for _, c := range undo {
		e.part[c.k][c.v] = c.part
	}
	for k, t := range e.p.Sums {
		e.sum[k][g] -= t.Part[m]
	}
	for k, t := range e.p.Lists {
		e.list[k][g] = t.Excess(t.Measure(e.inside[g]))
	}
	for k, t := range e.p.Homes {
		e.away[k] -= t.away(m, int32(g))
	}
}

// found keeps the seating, which is better than the best so far.
func (e *exact) found() {
	e.best = slices.Concat(e.inside...)
	e.least = NewState(e.p, slices.Clone(e.best)).Cost
}
