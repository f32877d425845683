package partition

import (
	"fmt"
	"math"
	"slices"
)

// nested returns the least weighted cost of a family in groups of two widths, that is, of
// two different sizes. Members who are alike in all terms of the family are a class. It
// is enough to decide how many members of each class are in groups of the first width,
// since within each width every value is shared evenly. The seats of the first width are
// handed out one by one, each to the class whose cost grows least. This is exact: sums of
// convex functions over nested sets are M-natural-convex, so a best choice remains part
// of a best choice as seats are added.
func (p *Problem) nested(terms []*Counts) int64 {
	n := p.newNesting(terms)
	least := n.start()
	if len(terms) == 1 {
		return least + n.handOut(p.N)
	}
	n.divide(p.N)
	for range n.seats() {
		class, price := n.cheapest()
		n.give(class)
		least += price
	}
	return least
}

// nesting is the state of the calculation in the method nested: the seats in groups of
// the first width are given to members, one after the other.
type nesting struct {
	terms  []*Counts
	groups []int64   // the number of groups of each width
	size   [2]int64  // the size of a group of each width
	given  [][]int64 // per term and value: the number of members in groups of the first width
	grows  [][]int64 // per term and value: what one more member in these groups costs
	class  [][]int32 // for each class of members alike in all terms: its values, by term
	left   []int64   // of each class: the number of members who are not in these groups
}

func (p *Problem) newNesting(terms []*Counts) *nesting {
	return &nesting{
		terms: terms, groups: p.groupsOf(), size: [2]int64{int64(p.widths[0]), int64(p.widths[1])},
		given: make([][]int64, len(terms)), grows: make([][]int64, len(terms)),
	}
}

// seats returns the number of seats in groups of the first width.
func (n *nesting) seats() int64 { return n.groups[0] * n.size[0] }

// cost returns the weighted cost of value v. The parameter first says how many members
// with the value are in groups of the first width; all other members with the value are
// in groups of the second width.
func (n *nesting) cost(t *Counts, v int32, first int64) int64 {
	return t.Weight * (t.even(v, n.size[0], n.groups[0], first) + t.even(v, n.size[1], n.groups[1], int64(t.Total[v])-first))
}

// start sets n.given and n.grows for the start, when no member has a seat in a group of
// the first width. It returns the cost of all terms at the start.
func (n *nesting) start() int64 {
	total := int64(0)
	for k, t := range n.terms {
		n.given[k], n.grows[k] = make([]int64, len(t.Total)), make([]int64, len(t.Total))
		for v := range t.Total {
			none := n.cost(t, int32(v), 0)
			total += none
			n.grows[k][v] = n.cost(t, int32(v), 1) - none
		}
	}
	return total
}

// divide divides members into classes, whose members are alike in all terms.
func (n *nesting) divide(members int) {
	index := map[string]int{}
	for m := range members {
		values := make([]int32, len(n.terms))
		for k, t := range n.terms {
			values[k] = t.Value[m]
		}
		key := fmt.Sprint(values)
		if _, ok := index[key]; !ok {
			index[key], n.class, n.left = len(n.class), append(n.class, values), append(n.left, 0)
		}
		n.left[index[key]]++
	}
}

// cheapest returns the class whose cost grows least with one more seat, and this growth.
func (n *nesting) cheapest() (class int, price int64) {
	class, price = -1, math.MaxInt64
	for c, values := range n.class {
		if n.left[c] == 0 {
			continue
		}
		sum := int64(0)
		for k, v := range values {
			if v >= 0 {
				sum += n.grows[k][v]
			}
		}
		if sum < price {
			class, price = c, sum
		}
	}
	return class, price
}

// give gives a seat of the first width to a class.
func (n *nesting) give(class int) {
	n.left[class]--
	for k, v := range n.class[class] {
		if v >= 0 {
			n.given[k][v]++
			n.grows[k][v] = n.cost(n.terms[k], v, n.given[k][v]+1) - n.cost(n.terms[k], v, n.given[k][v])
		}
	}
}

// handOut returns by how much the cost of a single term grows when the seats of the first
// width are handed out. A price is what one more member with a value adds to the cost in
// groups of the first width. From member to member with this value, the prices never
// fall, because costs are convex. So the result is the sum of the lowest prices of all
// values, one price for each seat.
func (n *nesting) handOut(members int) int64 {
	t := n.terms[0]
	prices := make([]int64, 0, members)
	for v, total := range t.Total {
		before := n.cost(t, int32(v), 0)
		for given := range int64(total) {
			after := n.cost(t, int32(v), given+1)
			prices = append(prices, after-before)
			before = after
		}
	}
	for len(prices) < members { // members without a value cost nothing anywhere
		prices = append(prices, 0)
	}
	slices.Sort(prices)
	growth := int64(0)
	for _, price := range prices[:n.seats()] {
		growth += price
	}
	return growth
}
