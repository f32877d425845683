package grading

import (
	"math/big"
	"slices"
)

// random makes up to 3000 attempts, each with random marks, a random outcome and a random
// leaf. If the leaf decides on the outcome, given the marks of the other leaves, random
// emits vectors in which the leaf has marks around the least share that reaches the
// outcome (see pivot). If the leaf does not decide, random emits the random marks
// themselves in about one of four such attempts. It ends early after 200 attempts in a
// row without a new vector.
func (m *maker) random() {
	vain := 0
	for range 3000 {
		if vain == 200 || m.full() {
			return
		}
		before := len(m.seen)
		marks := m.randomMarks(m.chance.intN(2) == 0)
		o := &m.g.outcomes[m.chance.intN(len(m.g.outcomes))]
		leaf := m.leaves[m.chance.intN(len(m.leaves))]
		if !m.pivot(o, leaf, marks, ", all else by chance") && m.chance.intN(4) == 0 {
			m.emit(marks, "Marks by chance")
		}
		if vain++; len(m.seen) > before {
			vain = 0
		}
	}
}

// rare makes vectors in which a leaf decides on an outcome while a component is excused
// (see excusing). After that, it looks for leaves that do not decide on the certificate
// in any vector so far (see decides). For each of them, it lowers the other leaves in
// random order until the leaf decides: first with no leaf excused, and then with one leaf
// after the other excused.
func (m *maker) rare() {
	m.excusing()
	for _, leaf := range m.leaves {
		for n := range 6 * len(m.leaves) {
			if m.decides(leaf) || m.full() {
				break
			}
			others := m.shuffled(leaf)
			for i := range m.g.outcomes {
				marks := m.blocked(i, leaf, n)
				if n >= len(m.leaves) {
					marks = m.with(marks, m.leaves[n%len(m.leaves)], Mark{Excused: true})
				}
				m.descend(i, leaf, marks, others)
			}
		}
	}
}

// excusing looks, for every outcome and every component (a leaf or a group), for marks
// with which some leaf decides on the outcome while the component is excused. It emits
// vectors with the marks found. Needs of an excused component do not bind.
func (m *maker) excusing() {
	for i := range m.g.outcomes {
		for at := range m.g.components {
			for k, leaf := range m.leaves {
				if m.full() {
					return
				}
				if !m.g.holds(at, leaf) && m.descend(i, leaf, m.excused(at, m.blocked(i, leaf, 0)), m.order(nil, k, 1)) {
					break
				}
			}
		}
	}
}

// excused returns marks with one component excused. If the component is a group, every
// leaf in it is excused.
func (m *maker) excused(component int, marks Marks) Marks {
	for _, leaf := range m.leaves {
		if m.g.holds(component, leaf) {
			marks = m.with(marks, leaf, Mark{Excused: true})
		}
	}
	return marks
}

// shuffled returns all leaves except the given one, in random order.
func (m *maker) shuffled(leaf int) []int {
	others := slices.DeleteFunc(slices.Clone(m.leaves), func(other int) bool { return other == leaf })
	for i := range others {
		k := m.chance.intN(i + 1)
		others[i], others[k] = others[k], others[i]
	}
	return others
}

// decides reports whether the leaf decides on the certificate in some vector so far, with
// marks on both sides of the pivot.
func (m *maker) decides(leaf int) bool {
	return slices.ContainsFunc(m.pivots[leaf], func(p pivot) bool { return p.certificate })
}

// randomMarks returns random marks. If the parameter alike is true, most leaves have
// about the same share, so that totals are low, high and in between.
func (m *maker) randomMarks(alike bool) Marks {
	marks := Marks{}
	level := big.NewRat(int64(m.chance.intN(21)), 20)
	for _, leaf := range m.leaves {
		c := &m.g.components[leaf]
		if alike && m.chance.intN(3) > 0 {
			marks[c.ID] = c.markNear(new(big.Rat).Mul(level, c.best.Rat()))
		} else if mark := m.randomMark(leaf); mark.groups() > 0 {
			marks[c.ID] = mark
		}
	}
	return marks
}

// randomMark returns a random mark, or an empty Mark if the leaf is to have none.
func (m *maker) randomMark(leaf int) Mark {
	c := &m.g.components[leaf]
	switch m.chance.intN(12) {
	case 0:
		return Mark{Missing: true}
	case 1:
		return Mark{Excused: true}
	case 2:
		return Mark{}
	}
	if c.Award.Items != nil {
		return c.Award.Items.randomMark(&m.chance)
	}
	if list := m.sessions[leaf]; list != nil && m.chance.intN(2) == 0 {
		return list[m.chance.intN(len(list))]
	}
	return c.markNear(new(big.Rat).Mul(big.NewRat(int64(m.chance.intN(21)), 20), c.best.Rat()))
}

// chance is a pseudorandom generator with the same numbers on every machine:
// splitmix64.
type chance uint64

func (c *chance) intN(n int) int {
	*c += 0x9e3779b97f4a7c15
	z := uint64(*c)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return int((z ^ z>>31) % uint64(n))
}
