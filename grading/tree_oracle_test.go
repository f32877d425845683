package grading_test

import (
	"math/big"

	"github.com/cohortkit/cohort/grading"
)

// The oracle of trees follows the package documentation word by word. It uses
// fractions of any size and tries every set of drops and every weighting.

type treeOracle struct {
	scheme grading.Scheme
	marks  grading.Marks
	best   bool
	// fixed gives a leaf a share in place of its mark.
	fixed map[string]*big.Rat
}

// share returns the share of a component and whether it counts.
func (o treeOracle) share(c grading.Component) (*big.Rat, bool) {
	if a := c.Award.Group; a != nil {
		return o.group(a.Components, a.Weightings, a.DropLowest, a.DropHighest)
	}
	if share, there := o.fixed[c.ID]; there {
		return share, true
	}
	m, given := o.marks[c.ID]
	return oracleShare(c, m, given, o.best)
}

type treeChild struct {
	weight, share    *big.Rat
	extra, protected bool
}

// group returns the share of a group: the highest over its weightings.
func (o treeOracle) group(components []grading.Component, further []grading.Weighting, low, high int) (*big.Rat, bool) {
	var most *big.Rat
	counts := false
	for n := range len(further) + 1 {
		var children []treeChild
		for _, c := range components {
			weight := rat(c.Weight)
			if n > 0 {
				weight = ratio(0, 1)
				if w, there := further[n-1][c.ID]; there {
					weight = rat(w)
				}
			}
			share, counted := o.share(c)
			if counted && weight.Sign() > 0 && !c.ExtraCredit {
				counts = true
			}
			if !counted {
				if n == 0 {
					continue // own weights: left out, and the other weights are scaled
				}
				share = ratio(0, 1) // further weightings: counts as zero
			}
			if weight.Sign() > 0 {
				children = append(children, treeChild{weight, share, c.ExtraCredit, c.NeverDrop || c.ExtraCredit})
			}
		}
		if share, offered := trimmed(children, low, high); offered && (most == nil || share.Cmp(most) > 0) {
			most = share
		}
	}
	if !counts {
		return ratio(0, 1), false
	}
	return most, true
}

// trimmed returns the share of the children after the drops. It returns false if
// the children that remain have no weight.
func trimmed(children []treeChild, low, high int) (*big.Rat, bool) {
	loose := 0
	for _, c := range children {
		if !c.protected {
			loose++
		}
	}
	low = min(low, max(loose-1, 0))
	high = min(high, max(loose-low-1, 0))
	var most *big.Rat
	eachDrop(children, low, func(rest []treeChild) {
		var least *big.Rat
		eachDrop(rest, high, func(kept []treeChild) {
			if share, ok := weighted(kept); ok && (least == nil || share.Cmp(least) < 0) {
				least = share
			}
		})
		if least != nil && (most == nil || least.Cmp(most) > 0) {
			most = least
		}
	})
	return most, most != nil
}

func weighted(children []treeChild) (*big.Rat, bool) {
	sum, base := ratio(0, 1), ratio(0, 1)
	for _, c := range children {
		sum.Add(sum, new(big.Rat).Mul(c.weight, c.share))
		if !c.extra {
			base.Add(base, c.weight)
		}
	}
	if base.Sign() == 0 {
		return nil, false
	}
	return sum.Quo(sum, base), true
}

// eachDrop removes n of the children that are not protected, in every possible way, and
// calls f with the children that remain. It removes children in ascending order, so that
// no list comes twice.
func eachDrop(children []treeChild, n int, f func([]treeChild)) {
	var walk func(from, n int, kept []treeChild)
	walk = func(from, n int, kept []treeChild) {
		if n == 0 {
			f(append(append([]treeChild(nil), kept...), children[from:]...))
			return
		}
		for i := from; i < len(children); i++ {
			if !children[i].protected {
				walk(i+1, n-1, append(append([]treeChild(nil), kept...), children[from:i]...))
			}
		}
	}
	walk(0, n, nil)
}

// total returns the total in percent and whether there is anything to grade.
func (o treeOracle) total() (*big.Rat, bool) {
	share, counts := o.group(o.scheme.Components, o.scheme.Weightings, 0, 0)
	if !counts {
		return ratio(0, 1), false
	}
	total := share.Mul(share, ratio(100, 1))
	if !o.scheme.Cap.IsZero() && total.Cmp(rat(o.scheme.Cap)) > 0 {
		total = rat(o.scheme.Cap)
	}
	return total, true
}

// find returns the component with an id, at any depth of the tree.
func find(components []grading.Component, id string) (grading.Component, bool) {
	for _, c := range components {
		if c.ID == id {
			return c, true
		}
		if a := c.Award.Group; a != nil {
			if found, there := find(a.Components, id); there {
				return found, true
			}
		}
	}
	return grading.Component{}, false
}

// leavesOf returns the components that are not groups.
func leavesOf(components []grading.Component) []grading.Component {
	var list []grading.Component
	for _, c := range components {
		if a := c.Award.Group; a != nil {
			list = append(list, leavesOf(a.Components)...)
		} else {
			list = append(list, c)
		}
	}
	return list
}

// reached returns, by the name of each outcome, whether the outcome is reached.
func (o treeOracle) reached() map[string]bool {
	holds := map[string]bool{}
	total, anything := o.total()
	for _, rule := range o.scheme.Outcomes {
		ok := anything
		if rule.Above != nil {
			ok = ok && total.Cmp(rat(*rule.Above)) > 0
		} else {
			ok = ok && total.Cmp(rat(*rule.AtLeast)) >= 0
		}
		for _, n := range rule.Needs {
			c, _ := find(o.scheme.Components, n.Component)
			share, counts := o.share(c)
			if !counts {
				continue
			}
			percent := new(big.Rat).Mul(share, ratio(100, 1))
			if n.Above != nil {
				ok = ok && percent.Cmp(rat(*n.Above)) > 0
			} else {
				ok = ok && percent.Cmp(rat(*n.AtLeast)) >= 0
			}
		}
		holds[rule.Name] = ok
	}
	return holds
}

// judged is the oracle's result for marks.
type judged struct {
	total, best       *big.Rat
	decision          grading.Decision
	outcome, possible string
}

func judge(s grading.Scheme, marks grading.Marks) judged {
	worst := treeOracle{scheme: s, marks: marks}
	best := treeOracle{scheme: s, marks: marks, best: true}
	var j judged
	var anything bool
	j.total, anything = worst.total()
	j.best, _ = best.total()
	low, high := worst.reached(), best.reached()
	j.decision = grading.NotCertified
	for _, o := range s.Outcomes {
		if j.outcome == "" && low[o.Name] {
			j.outcome = o.Name
		}
		if j.possible == "" && high[o.Name] {
			j.possible = o.Name
		}
		switch {
		case !o.Certifies:
		case low[o.Name]:
			j.decision = grading.Certified
		case high[o.Name] && j.decision == grading.NotCertified:
			j.decision = grading.Pending
		}
	}
	if !anything {
		j.decision = grading.Pending
	}
	return j
}
