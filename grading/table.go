package grading

import (
	"iter"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// maxOutcomes bounds how many marks of one component are enumerated, and how many
// combinations of marks of a scheme. The package documentation states the budget that
// follows from this number.
const maxOutcomes = 1 << 20

// maxAnswers is the largest number of combinations that [Grader.Prove] or
// [Grader.Combinations] returns.
const maxAnswers = 10_000

// table holds all marks that the leaves to be enumerated can have.
type table struct {
	g      *Grader
	leaves []int // the components to be enumerated
	steps  [][]step
	counts []int
	ws     []worth // what the other components are worth
}

func (g *Grader) newTable(leaves []int) *table {
	return &table{g: g, leaves: leaves, steps: make([][]step, len(leaves)), ws: make([]worth, len(g.components))}
}

// leaves returns the components that are not groups.
func (g *Grader) leaves() []int {
	if g.made() != nil {
		return nil
	}
	var list []int
	for i := range g.components {
		if g.components[i].group == nil {
			list = append(list, i)
		}
	}
	return list
}

// allSteps returns every mark of every component. It returns an error if a component has
// no steps, or if there are more combinations than the limit.
func (g *Grader) allSteps(limit int) (*table, error) {
	if err := g.made(); err != nil {
		return nil, err
	}
	t := g.newTable(g.leaves())
	if err := g.discrete(t.leaves, func(int) int { return 0 }, limit); err != nil {
		return nil, err
	}
	for i, leaf := range t.leaves {
		n, _ := g.components[leaf].stepCount(0)
		for k := range n {
			t.steps[i] = append(t.steps[i], g.components[leaf].step(k, 0))
		}
	}
	t.count()
	return t, nil
}

// openSteps returns the marks that the open components can still have.
func (g *Grader) openSteps(marks Marks, ws []worth) (*table, error) {
	var open []int
	for _, leaf := range g.leaves() {
		if ws[leaf].status == StatusPending {
			open = append(open, leaf)
		}
	}
	t := g.newTable(open)
	copy(t.ws, ws)
	if err := g.discrete(open, func(leaf int) int { return marks[g.components[leaf].ID].ExcusedSessions }, g.budget()); err != nil {
		return nil, err
	}
	for i, leaf := range open {
		c := &g.components[leaf]
		t.steps[i] = c.stepsWithin(marks[c.ID], ws[leaf])
	}
	t.count()
	return t, nil
}

func (t *table) count() {
	t.counts = make([]int, len(t.steps))
	for i, steps := range t.steps {
		t.counts[i] = len(steps)
	}
}

// discrete returns an error if the marks of the leaves cannot be enumerated, or if they
// have more combinations than the limit.
func (g *Grader) discrete(leaves []int, excused func(leaf int) int, limit int) error {
	var vs rule.Violations
	product := one
	for _, leaf := range leaves {
		c := &g.components[leaf]
		n, ok := c.stepCount(excused(leaf))
		if !ok {
			vs = append(vs, rule.Violation{Code: "not-discrete", Path: c.path + ".award", Detail: "the award has no steps, or too many"})
		}
		product = product.Times(exact.Whole(uint64(n)))
	}
	if vs == nil && product.Compare(exact.Whole(uint64(limit))) > 0 {
		vs = rule.Violations{{Code: "too-many", Path: "components", Detail: "more combinations than are enumerated: " + strconv.Itoa(limit)}}
	}
	return vs.Err()
}

// budget returns how many combinations of marks one call may go through.
func (g *Grader) budget() int {
	if g.quick != nil {
		return min(4*maxOutcomes/len(g.components), maxOutcomes)
	}
	return maxOutcomes / 4 / g.effort()
}

// effort returns a measure of the work that [Grader.settle] takes: the number of weights
// in all weightings of the scheme. If the sizes and weights of the components have 512
// digits or more together, the measure is multiplied, because a sum of fractions with
// unrelated denominators has the digits of all of them.
func (g *Grader) effort() int {
	n, digits := len(g.root.children)*len(g.root.weightings), 0
	for i := range g.components {
		c := &g.components[i]
		digits += length(c.Weight)
		switch a := c.Award; {
		case a.Points != nil:
			digits += length(a.Points.Max)
		case a.Levels != nil:
			digits += length(a.Levels.Max)
		}
		if gr := c.group; gr != nil {
			n += len(gr.children) * len(gr.weightings)
		}
	}
	return n * (1 + digits/512)
}

// settle computes the total and the decision for the combination in which leaf i of the
// table has its mark number at[i].
func (t *table) settle(at []int) settled {
	for i, k := range at {
		share := t.steps[i][k].share
		t.ws[t.leaves[i]] = worth{status: StatusGraded, worst: share, best: share}
	}
	return t.g.settle(t.ws)
}

// judge returns a function that reports whether a combination certifies, and whether
// its total is exactly the threshold of an outcome that certifies. Open marks of
// components outside the table count as zero.
func (t *table) judge() func(at []int) (certified, on bool) {
	if quick := t.quick(); quick != nil {
		return quick
	}
	return func(at []int) (certified, on bool) {
		s := t.settle(at)
		for i := range t.g.outcomes {
			o := &t.g.outcomes[i]
			on = on || o.certifies && s.total.Compare(o.total.limit) == 0
		}
		return s.decision == Certified, on
	}
}

// quick returns a fast form of the function that judge returns, or nil if there is none.
// The fast form adds whole numbers (see the type [quick]), so the scheme and all marks
// must fit the quick path.
func (t *table) quick() func(at []int) (certified, on bool) {
	q := t.g.quick
	if q == nil {
		return nil
	}
	fixed, reached, whole := uint64(0), true, true
	worthOf := func(leaf int, share exact.Rational) (uint64, bool) {
		s := &q.scales[leaf]
		n, ok := units(share.Times(s.size))
		whole = whole && ok
		return n * s.unit, n >= s.least
	}
	open := make(map[int]bool, len(t.leaves))
	for _, leaf := range t.leaves {
		open[leaf] = true
	}
	for i := range t.ws {
		if t.ws[i].status == StatusExcused {
			return nil
		}
		if !open[i] {
			n, ok := worthOf(i, t.ws[i].worst)
			fixed, reached = fixed+n, reached && ok
		}
	}
	adds, reaches := make([][]uint64, len(t.steps)), make([][]bool, len(t.steps))
	for i, steps := range t.steps {
		adds[i], reaches[i] = make([]uint64, len(steps)), make([]bool, len(steps))
		for k, s := range steps {
			adds[i][k], reaches[i][k] = worthOf(t.leaves[i], s.share)
		}
	}
	if !whole {
		return nil
	}
	return func(at []int) (certified, on bool) {
		sum, ok := fixed, reached
		for i, k := range at {
			sum, ok = sum+adds[i][k], ok && reaches[i][k]
		}
		return ok && q.passes(sum), sum == q.limit
	}
}

// leastCombinations calls f with every combination that certifies but would not if any
// one of its marks were a step lower.
func (t *table) leastCombinations(f func(at []int)) error {
	strides, size := make([]int, len(t.counts)), 1
	for i := len(t.counts) - 1; i >= 0; i-- {
		strides[i] = size
		size *= t.counts[i]
	}
	certified, n := make([]bool, size), 0
	judge := t.judge()
	for at := range combinations(t.counts) {
		certified[n], _ = judge(at)
		n++
	}
	n = -1
	found := 0
	for at := range combinations(t.counts) {
		n++
		if !certified[n] || lowered(certified, n, at, strides) {
			continue
		}
		if found++; found > maxAnswers {
			return rule.Violations{{Code: "too-many", Path: "components", Detail: "more than " + strconv.Itoa(maxAnswers) + " answers"}}
		}
		f(at)
	}
	return nil
}

// lowered reports whether some mark of combination n can be a step lower so that the
// combination still certifies.
func lowered(certified []bool, n int, at, strides []int) bool {
	for i, k := range at {
		if k > 0 && certified[n-strides[i]] {
			return true
		}
	}
	return false
}

// combinations yields every list of indices, each below its count, with the last index
// changing fastest. Each time, it yields the same slice.
func combinations(counts []int) iter.Seq[[]int] {
	return func(yield func([]int) bool) {
		at := make([]int, len(counts))
		for yield(at) {
			i := len(at) - 1
			for ; i >= 0; i-- {
				if at[i]++; at[i] < counts[i] {
					break
				}
				at[i] = 0
			}
			if i < 0 {
				return
			}
		}
	}
}
