package grouping

import (
	"cmp"
	"slices"
)

// exactSearch goes through all assignments, seating one member after the other, and
// leaves out what cannot come before the best known one: a seating is left as
// soon as a bound of its completions shows that. Of groups that nothing tells
// apart, and of members that no rule tells apart, one order is tried.
type exactSearch struct {
	p      *problem
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

func newExact(p *problem, floor, least []int64) *exactSearch {
	e := &exactSearch{p: p, floor: floor, least: slices.Clone(least), inside: make([][]int32, len(p.sizes)), group: make([]int32, p.n), low: make([]int64, len(p.tiers))}
	for m := range p.n {
		e.order = append(e.order, int32(m))
	}
	slices.SortStableFunc(e.order, func(a, b int32) int { return p.compare(a, b) })
	for i, m := range e.order {
		e.twin = append(e.twin, i > 0 && len(p.lists) == 0 && p.compare(e.order[i-1], m) == 0)
	}
	for _, t := range p.counts {
		e.count = append(e.count, make([]int32, len(p.sizes)*len(t.total)))
		e.left = append(e.left, slices.Clone(t.total))
		e.part = append(e.part, make([]int64, len(t.total)))
	}
	for k, t := range p.counts {
		for v := range t.total {
			e.part[k][v] = e.valueBound(k, int32(v))
			e.low[t.tier] += e.part[k][v]
		}
	}
	for range p.sums {
		e.sum = append(e.sum, make([]int64, len(p.sizes)))
	}
	for range p.lists {
		e.list = append(e.list, make([]int64, len(p.sizes)))
	}
	e.away = make([]int64, len(p.homes))
	return e
}

// compare orders members by what the rules read of them: 0 means that no rule
// over counts, sums or homes tells them apart.
func (p *problem) compare(a, b int32) int {
	for _, t := range p.homes {
		if c := cmp.Compare(t.home[b], t.home[a]); c != 0 {
			return c
		}
	}
	for _, t := range p.counts {
		if c := cmp.Compare(t.value[b], t.value[a]); c != 0 {
			return c
		}
	}
	for _, t := range p.sums {
		if c := cmp.Compare(t.part[a], t.part[b]); c != 0 {
			return c
		}
	}
	return 0
}

// valueBound is the least weighted cost of one value when those not yet seated
// may go wherever there is room.
func (e *exactSearch) valueBound(k int, v int32) int64 {
	t := e.p.counts[k]
	values := len(t.total)
	total := int64(0)
	if !t.convex {
		for g := range e.p.sizes {
			c := int64(e.count[k][g*values+int(v)])
			size := int64(e.p.sizes[g])
			room := min(size-int64(len(e.inside[g])), int64(e.left[k][v]))
			least := t.cost(v, size, c)
			for more := int64(1); more <= room; more++ {
				least = min(least, t.cost(v, size, c+more))
			}
			total += t.weight * least
		}
		return total
	}
	given := make([]int32, 0, 64)
	for g := range e.p.sizes {
		c := e.count[k][g*values+int(v)]
		total += t.weight * t.cost(v, int64(e.p.sizes[g]), int64(c))
		given = append(given, c)
	}
	for range e.left[k][v] {
		best, price := -1, int64(0)
		for g := range e.p.sizes {
			if int(given[g])-int(e.count[k][g*values+int(v)]) >= e.p.sizes[g]-len(e.inside[g]) {
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
func (e *exactSearch) run(last, nodes int) bool {
	e.last, e.nodes = last, nodes
	return e.seat(0)
}

// hopeless reports whether no completion can come before the best.
func (e *exactSearch) hopeless() bool {
	for tier := range e.last + 1 {
		low := e.low[tier]
		for k, t := range e.p.sums {
			if t.tier == tier {
				low += t.weight * e.sumBound(k)
			}
		}
		for k, t := range e.p.homes {
			if t.tier == tier {
				low += t.weight * max(0, e.away[k]-t.free)
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
func (e *exactSearch) sumBound(k int) int64 {
	settled, rest := int64(0), int64(0)
	for g, size := range e.p.sizes {
		if len(e.inside[g]) == size {
			settled += abs(e.sum[k][g])
			rest -= e.sum[k][g]
		}
	}
	return settled + abs(rest)
}

func (e *exactSearch) seat(at int) bool {
	if e.hopeless() {
		return true
	}
	if at == e.p.n {
		e.found()
		return true
	}
	if e.nodes--; e.nodes < 0 {
		return false
	}
	m := e.order[at]
	for g := range e.p.sizes {
		if len(e.inside[g]) == e.p.sizes[g] || e.twin[at] && int32(g) < e.group[at-1] || e.mirrored(g) {
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
func (e *exactSearch) mirrored(g int) bool {
	if len(e.inside[g]) > 0 || e.p.pinned[g] {
		return false
	}
	for h := range g {
		if len(e.inside[h]) == 0 && !e.p.pinned[h] && e.p.sizes[h] == e.p.sizes[g] {
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

func (e *exactSearch) enter(m int32, g int) []change {
	e.inside[g] = append(e.inside[g], m)
	var undo []change
	for k, t := range e.p.counts {
		if v := t.value[m]; v >= 0 {
			e.count[k][g*len(t.total)+int(v)]++
			e.left[k][v]--
		}
	}
	full := len(e.inside[g]) == e.p.sizes[g]
	for k, t := range e.p.counts {
		for v := range t.total {
			if !full && int32(v) != t.value[m] {
				continue
			}
			if bound := e.valueBound(k, int32(v)); bound != e.part[k][v] {
				undo = append(undo, change{k, int32(v), e.part[k][v]})
				e.low[t.tier] += bound - e.part[k][v]
				e.part[k][v] = bound
			}
		}
	}
	for k, t := range e.p.sums {
		e.sum[k][g] += t.part[m]
	}
	for k, t := range e.p.lists {
		cost := t.excess(t.measure(e.inside[g]))
		e.low[t.tier] += t.weight * (cost - e.list[k][g])
		e.list[k][g] = cost
	}
	for k, t := range e.p.homes {
		e.away[k] += t.away(m, int32(g))
	}
	return undo
}

func (e *exactSearch) leave(m int32, g int, undo []change) {
	e.inside[g] = e.inside[g][:len(e.inside[g])-1]
	for k, t := range e.p.counts {
		if v := t.value[m]; v >= 0 {
			e.count[k][g*len(t.total)+int(v)]--
			e.left[k][v]++
		}
	}
	for _, c := range undo {
		e.part[c.k][c.v] = c.part
	}
	for k, t := range e.p.sums {
		e.sum[k][g] -= t.part[m]
	}
	for k, t := range e.p.lists {
		e.list[k][g] = t.excess(t.measure(e.inside[g]))
	}
	for k, t := range e.p.homes {
		e.away[k] -= t.away(m, int32(g))
	}
}

// found keeps the seating, which is better than the best so far.
func (e *exactSearch) found() {
	e.best = slices.Concat(e.inside...)
	e.least = newState(e.p, slices.Clone(e.best)).cost
}
