package grouping

import (
	"math"
	"slices"
)

// bound returns, per tier, a cost that no assignment is below: the sum of what
// each rule costs at least on its own.
func (p *problem) bound() []int64 {
	bound := make([]int64, len(p.tiers))
	for _, t := range p.counts {
		bound[t.tier] += t.weight * t.bound(p)
	}
	for _, t := range p.sums {
		bound[t.tier] += t.weight * t.bound(p)
	}
	return bound
}

// bound is the least cost of a rule whose cost is convex in the count.
//
// Groups of one size share a value evenly: every other way costs at least as
// much, and rows and columns of whole numbers can always be met by rounding each
// cell up or down. So only how much of each value goes to each size is open.
// With two sizes that is one number for each value with a fixed sum, and handing
// out units by least marginal cost is exact. With more sizes each value is
// handed out on its own, which ignores how many seats there are.
func (t *counts) bound(p *problem) int64 {
	if len(p.sizes) == 0 || !t.convex {
		return 0
	}
	groups := p.groupsOf()
	// even is the cost of units of v shared evenly by the groups of a size.
	even := func(v, class int, units int64) int64 {
		q, r := units/groups[class], units%groups[class]
		size := int64(p.widths[class])
		return r*t.cost(int32(v), size, q+1) + (groups[class]-r)*t.cost(int32(v), size, q)
	}
	least := int64(0)
	if len(p.widths) != 2 {
		for v, total := range t.total {
			least += handOut(int64(total), len(p.widths), func(class int, units int64) int64 {
				if units > groups[class]*int64(p.widths[class]) {
					return math.MaxInt64
				}
				return even(v, class, units)
			})
		}
		return least
	}
	// Start with everything in the second size and move what the first holds.
	seats := groups[0] * int64(p.widths[0])
	unvalued := int64(p.n)
	for v, total := range t.total {
		unvalued -= int64(total)
		least += even(v, 1, int64(total))
	}
	gain := func(v int, moved int64) int64 {
		if v == len(t.total) { // members without a value cost nothing anywhere
			if moved > unvalued {
				return math.MaxInt64
			}
			return 0
		}
		total := int64(t.total[v])
		if moved > total {
			return math.MaxInt64
		}
		return even(v, 0, moved) + even(v, 1, total-moved) - even(v, 1, total)
	}
	return least + handOut(seats, len(t.total)+1, gain)
}

// handOut gives units to takers one by one, each to the one whose cost grows
// least, and returns the sum of their costs: the minimum when every cost is
// convex. A cost of MaxInt64 says that a taker is full.
func handOut(units int64, takers int, cost func(taker int, units int64) int64) int64 {
	type offer struct {
		price int64
		taker int
	}
	held := make([]int64, takers)
	spent := make([]int64, takers)
	var heap []offer
	push := func(taker int) {
		next := cost(taker, held[taker]+1)
		if next == math.MaxInt64 {
			return
		}
		heap = append(heap, offer{next - spent[taker], taker})
		for i := len(heap) - 1; i > 0 && heap[i].price < heap[(i-1)/2].price; i = (i - 1) / 2 {
			heap[i], heap[(i-1)/2] = heap[(i-1)/2], heap[i]
		}
	}
	total := int64(0)
	for taker := range takers {
		spent[taker] = cost(taker, 0)
		total += spent[taker]
		push(taker)
	}
	for range units {
		if len(heap) == 0 {
			break
		}
		top := heap[0]
		last := len(heap) - 1
		heap[0] = heap[last]
		heap = heap[:last]
		for i := 0; ; {
			child := 2*i + 1
			if child+1 < last && heap[child+1].price < heap[child].price {
				child++
			}
			if child >= last || heap[i].price <= heap[child].price {
				break
			}
			heap[i], heap[child] = heap[child], heap[i]
			i = child
		}
		held[top.taker]++
		spent[top.taker] += top.price
		total += top.price
		push(top.taker)
	}
	return total
}

// bound is the least sum of |sum of parts| over groups when only what every
// choice of members has in common is known: parts are congruent modulo the
// greatest common divisor of their differences, so a group's sum is a fixed
// remainder plus a multiple of it, and all sums add up to that of all members.
func (t *sums) bound(p *problem) int64 {
	if p.n == 0 {
		return 0
	}
	step, all := int64(0), int64(0)
	for _, part := range t.part {
		step = gcd(step, abs(part-t.part[0]))
		all += part
	}
	if step == 0 {
		least := int64(0)
		for _, size := range p.sizes {
			least += abs(int64(size) * t.part[0])
		}
		return least
	}
	// Every group starts at its largest sum not above 0; what is left is
	// handed out in steps.
	low := make([]int64, len(p.sizes))
	for g, size := range p.sizes {
		low[g] = int64(size) * t.part[0] % step
		if low[g] > 0 {
			low[g] -= step
		}
		all -= low[g]
	}
	steps := all / step
	least := int64(0)
	for _, sum := range low {
		least += abs(sum)
	}
	gains := make([]int64, len(low)) // of the first step of each group
	for g, sum := range low {
		gains[g] = abs(sum+step) - abs(sum)
	}
	slices.Sort(gains)
	for i := range min(steps, int64(len(gains))) {
		least += gains[i]
	}
	// Further steps, or steps down, each cost a whole step.
	return least + step*max(0, steps-int64(len(gains)), -steps)
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
