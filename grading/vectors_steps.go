package grading

import (
	"math/big"
	"slices"
)

// steps puts every leaf at each of its steps, or in part, and takes another one,
// which has no steps or many, to where that decides: so what each step is worth
// is decided exactly. Beside the best step the leaf is open, too.
func (m *maker) steps() {
	fine := slices.Clone(m.leaves)
	slices.SortStableFunc(fine, func(a, b int) int { return m.fineness(b) - m.fineness(a) })
	for _, leaf := range m.leaves {
		by := slices.DeleteFunc(slices.Clone(fine), func(other int) bool { return other == leaf })
		for _, share := range m.g.components[leaf].parts() {
			for i := range m.g.outcomes {
				if m.full() {
					return
				}
				m.step(i, leaf, share, by[:min(len(by), 3)])
			}
		}
	}
}

// step takes one of several leaves to where it decides beside a share of a leaf.
func (m *maker) step(i, leaf int, share *big.Rat, by []int) {
	o, c := &m.g.outcomes[i], &m.g.components[leaf]
	for _, other := range by {
		rest := slices.DeleteFunc(m.order(nil, slices.Index(m.leaves, other), 1), func(x int) bool { return x == leaf })
		marks, found := m.lowered(i, other, m.with(m.blocked(i, other, 0), leaf, c.markNear(share)), rest)
		if !found {
			continue
		}
		m.pivot(o, other, marks, ", "+c.ID+" in part")
		if share.Cmp(c.best.Rat()) == 0 {
			b, _ := m.asks(o, other, marks)
			for _, mark := range m.g.components[other].marksAround(b.least) {
				m.emit(m.with(m.with(marks, other, mark), leaf, Mark{Pending: true}), c.ID+" is pending, and "+o.called()+" needs all of it")
			}
		}
		return
	}
}

// fineness returns how many different marks a leaf can have.
func (m *maker) fineness(leaf int) int {
	if n, discrete := m.g.components[leaf].stepCount(0); discrete {
		return n
	}
	return maxOutcomes
}

// parts returns shares of a leaf: the best, and its steps, at most eight of them,
// or some in between.
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

// order returns the leaves beginning beside one of them, those of a component
// first.
func (m *maker) order(first *int, from, step int) []int {
	var head, tail []int
	for i := range len(m.leaves) - 1 {
		leaf := m.leaves[((from+step*(i+1))%len(m.leaves)+len(m.leaves))%len(m.leaves)]
		if first != nil && m.g.holds(*first, leaf) {
			head = append(head, leaf)
		} else {
			tail = append(tail, leaf)
		}
	}
	return append(head, tail...)
}
