package grading

import (
	"math/big"
	"slices"
)

// steps gives each leaf its best share and some other shares (see parts), one at a time.
// For each share and each outcome, it looks for a second leaf that decides on the
// outcome, and emits vectors around the share at which the second leaf decides. It tries
// the three leaves with the largest number of different marks, so that a small error in
// the first leaf changes the result. If the first leaf has its best share, there are also
// vectors in which the first leaf is pending.
func (m *maker) steps() {
	fine := slices.Clone(m.leaves)
	slices.SortStableFunc(fine, func(a, b int) int { return m.fineness(b) - m.fineness(a) })
	for _, leaf := range m.leaves {
		candidates := slices.DeleteFunc(slices.Clone(fine), func(other int) bool { return other == leaf })
		for _, share := range m.g.components[leaf].parts() {
			for i := range m.g.outcomes {
				if m.full() {
					return
				}
				m.step(i, leaf, share, candidates[:min(len(candidates), 3)])
			}
		}
	}
}

// step gives a leaf the given share. It then looks for the first of the other leaves
// (candidates) that can decide on outcome i, and emits vectors in which this candidate
// has about the share at which it decides.
func (m *maker) step(i, leaf int, share *big.Rat, candidates []int) {
	o, c := &m.g.outcomes[i], &m.g.components[leaf]
	for _, other := range candidates {
		rest := slices.DeleteFunc(m.order(nil, slices.Index(m.leaves, other), 1), func(x int) bool { return x == leaf })
		marks, found := m.lowered(i, other, m.with(m.blocked(i, other, 0), leaf, c.markNear(share)), rest)
		if !found {
			continue
		}
		m.pivot(o, other, marks, ", "+c.ID+" in part")
		if share.Cmp(c.best.Rat()) == 0 {
			b, _ := m.asks(o, other, marks)
			for _, mark := range m.g.components[other].marksAround(b.least) {
				m.emit(m.with(m.with(marks, other, mark), leaf, Mark{Pending: true}), c.ID+" is pending, and "+o.label()+" needs all of it")
			}
		}
		return
	}
}

// fineness returns how many different marks a leaf can have. For a leaf without steps, it
// returns maxOutcomes.
func (m *maker) fineness(leaf int) int {
	if n, discrete := m.g.components[leaf].stepCount(0); discrete {
		return n
	}
	return maxOutcomes
}

// parts returns the best share of a leaf, followed by the shares of at most 15 of its
// steps. If the leaf has no steps, five evenly spaced shares, from 0 to below the best,
// follow instead.
func (c *component) parts() []*big.Rat {
	list := []*big.Rat{c.best.Rat()}
	n, discrete := c.stepCount(0)
	if !discrete {
		n = 5
	}
	for k := 0; k < n; k += max(n/8, 1) {
		if discrete {
			list = append(list, c.step(k, 0).share.Rat())
		} else {
			list = append(list, new(big.Rat).Mul(list[0], big.NewRat(int64(k), int64(n))))
		}
	}
	return list
}

// order returns all leaves except the one with the given index. It begins next to that
// leaf and goes forwards if step is 1, backwards if step is -1. If component is not nil,
// the leaves in that component come before the others.
func (m *maker) order(component *int, index, step int) []int {
	var head, tail []int
	for i := range len(m.leaves) - 1 {
		leaf := m.leaves[((index+step*(i+1))%len(m.leaves)+len(m.leaves))%len(m.leaves)]
		if component != nil && m.g.holds(*component, leaf) {
			head = append(head, leaf)
		} else {
			tail = append(tail, leaf)
		}
	}
	return append(head, tail...)
}
