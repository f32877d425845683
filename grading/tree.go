package grading

import "github.com/cohortkit/cohort/course/exact"

var (
	one     = exact.Whole(1)
	hundred = exact.Whole(100)
)

// group is a group of components, or the scheme itself, with its weights.
type group struct {
	children   []int // components
	low, high  int   // how many are dropped
	weightings []weighting
	weighs     []bool // by child: whether it has a weight in any weighting and is not extra credit
}

// weighting is one way to weigh a group. The first weighting of a group has the
// components' own weights.
type weighting struct {
	weights []exact.Rational // by child
	base    exact.Rational   // their sum without extra credit
	shares  []exact.Rational // weights over base
}

// newGroup returns a group whose children are still to be filled in.
func newGroup(components []Component, further []Weighting) group {
	gr := group{children: make([]int, len(components)), weighs: make([]bool, len(components))}
	for n := range len(further) + 1 {
		w := weighting{weights: make([]exact.Rational, len(components)), shares: make([]exact.Rational, len(components))}
		for i, c := range components {
			weight := c.Weight
			if n > 0 {
				weight = further[n-1][c.ID]
			}
			w.weights[i] = weight.Rational()
			if !c.ExtraCredit {
				w.base = w.base.Plus(w.weights[i])
				gr.weighs[i] = gr.weighs[i] || w.weights[i].Sign() > 0
			}
		}
		for i := range components {
			w.shares[i] = w.weights[i].Over(w.base)
		}
		gr.weightings = append(gr.weightings, w)
	}
	return gr
}

// choice is the result of a group under one of its weightings.
type choice struct {
	weighting int
	share     exact.Rational
	base      exact.Rational // the sum of the weights kept, without extra credit
	whole     bool           // base is the base of the weighting
	dropped   []bool         // by child; nil for none
}

// choose returns the result of the first weighting under which the group has the highest
// share. It compares best cases if the parameter best is true, otherwise worst cases. The
// share of a group with everything excused is 0.
func (g *Grader) choose(gr *group, ws []worth, best bool) choice {
	chosen, found := choice{}, false
	for n := range gr.weightings {
		if c, offered := g.weigh(gr, n, ws, best); offered && (!found || c.share.Compare(chosen.share) > 0) {
			chosen, found = c, true
		}
	}
	return chosen
}

// weigh returns the result of group gr under the weighting with index n. It also reports
// whether the weighting can be used: some component that counts and is not extra credit
// must have a weight in it. Under the components' own weights, excused components are
// left out and the other weights are scaled. Under a further weighting, excused
// components count as zero.
func (g *Grader) weigh(gr *group, n int, ws []worth, best bool) (choice, bool) {
	if gr.low+gr.high > 0 {
		return g.trimmed(gr, n, ws, best)
	}
	w, c := &gr.weightings[n], choice{weighting: n, whole: true}
	c.base = w.base
	if n == 0 && gr.excuses(ws) {
		c.whole, c.base = false, exact.Rational{}
		for i, child := range gr.children {
			if ws[child].status != StatusExcused && !g.components[child].ExtraCredit {
				c.base = c.base.Plus(w.weights[i])
			}
		}
	}
	if c.base.Sign() == 0 {
		return choice{}, false
	}
	switch {
	case len(gr.children) > fewItems:
		c.share = manyWeighted(gr, w.weights, ws, best).Over(c.base)
	case c.whole:
		c.share = weighted(gr, w.shares, ws, best)
	default:
		c.share = weighted(gr, w.weights, ws, best).Over(c.base)
	}
	return c, true
}

// weighted returns the sum, over all children, of a child's weight times what it is
// worth. Excused children are worth 0.
func weighted(gr *group, weights []exact.Rational, ws []worth, best bool) exact.Rational {
	var sum exact.Rational
	for i, child := range gr.children {
		sum = sum.Plus(weights[i].Times(ws[child].value(best)))
	}
	return sum
}

// manyWeighted returns the same sum as the function weighted. It is fast even with many
// children and long numbers.
func manyWeighted(gr *group, weights []exact.Rational, ws []worth, best bool) exact.Rational {
	var list []exact.Rational
	for i, child := range gr.children {
		list = append(list, weights[i].Times(ws[child].value(best)))
	}
	return exact.Sum(list)
}

// excuses reports whether any child is excused.
func (gr *group) excuses(ws []worth) bool {
	for _, child := range gr.children {
		if ws[child].status == StatusExcused {
			return true
		}
	}
	return false
}

// trimmed is like weigh, but for a group that drops components. It may drop the children
// that have a weight, are not extra credit and are not protected by never_drop.
func (g *Grader) trimmed(gr *group, n int, ws []worth, best bool) (choice, bool) {
	w := &gr.weightings[n]
	items := make([]item, 0, len(gr.children))
	for i, child := range gr.children {
		s, c := &ws[child], &g.components[child]
		if w.weights[i].Sign() == 0 || n == 0 && s.status == StatusExcused {
			continue
		}
		it := item{id: c.ID, position: i, protected: c.NeverDrop || c.ExtraCredit, earned: w.weights[i].Times(s.value(best))}
		if !c.ExtraCredit {
			it.possible = w.weights[i]
		}
		items = append(items, it)
	}
	t := newTrim(items, gr.low, gr.high)
	kept := t.solve()
	if kept.possible.Sign() == 0 {
		return choice{}, false
	}
	c := choice{weighting: n, share: kept.share(), base: kept.possible, dropped: make([]bool, len(gr.children))}
	for _, it := range t.dropped() {
		c.dropped[it.position] = true
	}
	return c, true
}

// factor returns the weight of child i in the group's share.
func (gr *group) factor(c *choice, i int) exact.Rational {
	w := &gr.weightings[c.weighting]
	switch {
	case c.base.Sign() == 0 || c.dropped != nil && c.dropped[i]:
		return exact.Rational{}
	case c.whole:
		return w.shares[i]
	}
	return w.weights[i].Over(c.base)
}

// excused reports whether every child that has a weight and is not extra credit
// is excused.
func (gr *group) excused(ws []worth) bool {
	for i, child := range gr.children {
		if gr.weighs[i] && ws[child].status != StatusExcused {
			return false
		}
	}
	return true
}

// settleGroups computes what the groups are worth from what their children are
// worth.
func (g *Grader) settleGroups(ws []worth) {
	for i := len(g.components) - 1; i >= 0; i-- {
		if gr := g.components[i].group; gr != nil {
			ws[i] = g.worthOf(gr, ws)
		}
	}
}

// worthOf returns what a group is worth.
func (g *Grader) worthOf(gr *group, ws []worth) worth {
	out := worth{status: StatusExcused, chosen: g.choose(gr, ws, false)}
	if gr.excused(ws) {
		return out
	}
	out.status, out.worst = StatusMissing, out.chosen.share
	for _, child := range gr.children {
		switch ws[child].status {
		case StatusPending:
			out.status = StatusPending
		case StatusGraded:
			if out.status == StatusMissing {
				out.status = StatusGraded
			}
		}
	}
	out.best = out.worst
	if out.status == StatusPending {
		out.best = g.choose(gr, ws, true).share
	}
	return out
}
