package grading

import (
	"iter"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Outcome is one combination of marks of a discrete scheme.
type Outcome struct {
	Marks    Marks          `json:"marks"`
	Total    exact.Rational `json:"total"`
	Decision Decision       `json:"decision"`
}

// Proof is what all the outcomes of a discrete scheme show together.
type Proof struct {
	Outcomes  int `json:"outcomes"`
	Certified int `json:"certified"`
	// OnThreshold is how many outcomes have exactly the total that the
	// certificate names: the ones that "above" and "at least" tell apart.
	OnThreshold int `json:"on_threshold"`
	// Least lists every set of components that certifies when they are in
	// full and nothing else is, and no longer does when any of them is left
	// out; by the order of the scheme.
	Least [][]string `json:"least"`
}

// Outcomes returns every combination of marks the scheme allows, nobody excused
// and nothing open, the last component changing fastest and each from its lowest
// mark to its highest. A scheme of which a component has no steps (code
// not-discrete), or one with more than [MaxOutcomes] combinations (code
// too-many), yields one error, a [rule.Violations], and nothing else.
//
//	for outcome, err := range g.Outcomes() { … }
func (g *Grader) Outcomes() iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		counts, err := g.discrete(func(int) bool { return true })
		if err != nil {
			yield(Outcome{}, err)
			return
		}
		standings := make([]standing, len(counts))
		for at := range combinations(counts) {
			marks := make(Marks, len(counts))
			for i, k := range at {
				s := g.components[i].step(k)
				marks[g.components[i].ID] = s.mark
				standings[i] = standing{status: StatusGraded, worst: s.share, best: s.share}
			}
			total, decision := g.settle(standings)
			if !yield(Outcome{marks, total, decision}, nil) {
				return
			}
		}
	}
}

// Prove goes through all outcomes. The error is that of [Grader.Outcomes].
func (g *Grader) Prove() (Proof, error) {
	var p Proof
	for o, err := range g.Outcomes() {
		if err != nil {
			return Proof{}, err
		}
		p.Outcomes++
		if o.Decision == Certified {
			p.Certified++
		}
		if o.Total.Compare(g.limit) == 0 {
			p.OnThreshold++
		}
	}
	p.Least = g.leastSets()
	return p, nil
}

// leastSets returns the least sets of components in full that certify.
func (g *Grader) leastSets() [][]string {
	// Two steps each, nothing and the most there is: a discrete scheme has at
	// least as many outcomes as that.
	all, counts := make([][]step, len(g.components)), make([]int, len(g.components))
	for i := range all {
		all[i], counts[i] = []step{{}, {share: g.components[i].best()}}, 2
	}
	var sets [][]string
	standings := make([]standing, len(all))
	for at := range combinations(counts) {
		if !g.least(all, at, standings) {
			continue
		}
		set := []string{}
		for i, k := range at {
			if k == 1 {
				set = append(set, g.components[i].ID)
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// least reports whether the combination certifies and none does in which one
// component is a step lower. Who is excused stays so.
func (g *Grader) least(all [][]step, at []int, standings []standing) bool {
	put := func(i, k int) {
		standings[i].worst, standings[i].best = all[i][k].share, all[i][k].share
	}
	for i, k := range at {
		put(i, k)
	}
	if _, decision := g.settle(standings); decision != Certified {
		return false
	}
	for i, k := range at {
		if k == 0 {
			continue
		}
		put(i, k-1)
		if _, decision := g.settle(standings); decision == Certified {
			return false
		}
		put(i, k)
	}
	return true
}

// discrete returns how many marks each wanted component can have, or why they
// cannot be enumerated.
func (g *Grader) discrete(wanted func(i int) bool) ([]int, error) {
	var vs rule.Violations
	counts, product := make([]int, len(g.components)), one
	for i := range g.components {
		if !wanted(i) {
			continue
		}
		n, ok := g.components[i].stepCount()
		if !ok {
			path := rule.Index("components", i) + ".award"
			vs = append(vs, rule.Violation{Code: "not-discrete", Path: path, Detail: "the award has no steps, or too many"})
		}
		counts[i], product = n, product.Times(exact.Whole(uint64(n)))
	}
	if vs == nil && product.Compare(exact.Whole(MaxOutcomes)) > 0 {
		vs = rule.Violations{{Code: "too-many", Path: "components", Detail: "more combinations than are enumerated"}}
	}
	return counts, vs.Err()
}

// combinations yields every choice of one index below each count, the last
// changing fastest. The slice is used again.
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
