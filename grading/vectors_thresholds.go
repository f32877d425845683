package grading

import "math/big"

// thresholds makes vectors in which every leaf decides on every outcome (see pivot), as
// far as that is possible.
func (m *maker) thresholds() {
	full, half := m.inFull(), m.at(big.NewRat(1, 2))
	m.emit(Marks{}, "Nothing is marked")
	m.emit(full, "Everything in full")
	m.emit(m.at(new(big.Rat)), "Nothing was earned")
	m.emit(m.all(Mark{Excused: true}), "Everything is excused")
	for _, try := range []func(i, k, leaf int){
		func(i, _, leaf int) { m.pivot(&m.g.outcomes[i], leaf, full, ", all else in full") },
		func(i, _, leaf int) { m.pivot(&m.g.outcomes[i], leaf, half, ", all else at half") },
		func(i, k, leaf int) { m.descend(i, leaf, full, m.order(nil, k, 1)) },
		func(i, k, leaf int) { m.descend(i, leaf, m.blocked(i, leaf, 0), m.order(nil, k, -1)) },
		func(i, k, leaf int) { m.descend(i, leaf, m.blocked(i, leaf, 1), m.order(nil, k, 1)) },
		func(i, k, leaf int) {
			for _, n := range m.g.outcomes[i].needs {
				if m.g.holds(n.component, leaf) {
					m.descend(i, leaf, m.blocked(i, leaf, 0), m.order(&n.component, k, 1))
				}
			}
		},
	} {
		for i := range m.g.outcomes {
			for k, leaf := range m.leaves {
				if m.full() {
					return
				}
				try(i, k, leaf)
			}
		}
	}
}

// blocked returns full marks, changed so that one need of each outcome that is better
// than outcome i is just not met. The index of this need is k, modulo the number of
// needs. A need on the leaf, or on a group that holds the leaf, changes nothing.
func (m *maker) blocked(i, leaf, k int) Marks {
	marks := m.inFull()
	for _, better := range m.g.outcomes[:i] {
		if len(better.needs) == 0 {
			continue
		}
		n := &better.needs[k%len(better.needs)]
		below := new(big.Rat).Sub(n.limit.Rat(), big.NewRat(1, 1000))
		if m.g.holds(n.component, leaf) || below.Sign() < 0 {
			continue
		}
		for _, other := range m.leaves {
			if m.g.holds(n.component, other) {
				marks = m.with(marks, other, m.g.components[other].markNear(below))
			}
		}
	}
	return marks
}

// descend lowers the leaves in the given order, as far as the outcome stays within reach,
// until the given leaf decides. It emits vectors with the marks found, and reports
// whether it found such marks.
func (m *maker) descend(i, leaf int, marks Marks, order []int) bool {
	marks, found := m.lowered(i, leaf, marks, order)
	return found && m.pivot(&m.g.outcomes[i], leaf, marks, ", others in part")
}

// lowered does the work of the method descend. It returns marks with which the given leaf
// decides, and whether it found any. It goes through the other leaves three times: a leaf
// is lowered in steps of a fourth of its best share the first time, then of a 16th, and
// then of a 64th.
func (m *maker) lowered(i, leaf int, marks Marks, order []int) (Marks, bool) {
	o := &m.g.outcomes[i]
	switch _, ask := m.asks(o, leaf, marks); ask {
	case something:
		return marks, true
	case impossible:
		return nil, false
	}
	for _, parts := range [...]int64{4, 16, 64} {
		for _, other := range order {
			next, decides := m.lower(o, leaf, marks, other, parts)
			if decides || m.full() {
				return next, decides
			}
			marks = next
		}
	}
	return nil, false
}

// lower lowers the mark of another leaf (other) in at most four steps, each of which is
// 1/parts of the best share of that leaf. It reports whether the given leaf then decides.
func (m *maker) lower(o *outcome, leaf int, marks Marks, other int, parts int64) (Marks, bool) {
	c := &m.g.components[other]
	share, step := m.shareOf(other, marks), new(big.Rat).Mul(c.best.Rat(), big.NewRat(1, parts))
	for range 4 {
		if share.Sign() == 0 || m.full() {
			break
		}
		if share.Sub(share, step); share.Sign() < 0 {
			share.SetInt64(0)
		}
		next := m.with(marks, other, c.markNear(share))
		_, ask := m.asks(o, leaf, next)
		if ask == impossible {
			break
		}
		if marks = next; ask == something {
			return marks, true
		}
	}
	return marks, false
}

// shareOf returns the share that a leaf has in the worst case.
func (m *maker) shareOf(leaf int, marks Marks) *big.Rat {
	c := &m.g.components[leaf]
	mark := marks[c.ID]
	return c.read(&mark, &faults{}).worst.Rat()
}
