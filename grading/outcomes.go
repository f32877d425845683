package grading

import (
	"iter"

	"github.com/cohortkit/cohort/course/exact"
)

// Outcome is one combination of marks of a discrete scheme.
type Outcome struct {
	Marks    Marks          `json:"marks"`
	Total    exact.Rational `json:"total"`
	Decision Decision       `json:"decision"`
	Outcome  string         `json:"outcome,omitzero"` // as [Result.Outcome]
}

// Proof is what all the outcomes of a discrete scheme show together.
type Proof struct {
	Outcomes  int `json:"outcomes"`
	Certified int `json:"certified"`
	// OnThreshold is how many outcomes have exactly the total of a certifying
	// threshold: those that "above" and "at least" decide differently.
	OnThreshold int `json:"on_threshold"`
	// Least lists every set of components that certifies when they are in
	// full and nothing else is, and no longer does when any of them is left
	// out; by the order of the scheme. Groups are listed by their components.
	Least [][]string `json:"least"`
}

// Outcomes returns every combination of marks the scheme allows, nobody excused
// and nothing open, the last component changing fastest and each from its lowest
// mark to its highest. A scheme of which a component has no steps (code
// not-discrete), or one with more than 1,048,576 combinations (code too-many),
// yields one error, a [rule.Violations], and nothing else.
//
//	for outcome, err := range g.Outcomes() { … }
func (g *Grader) Outcomes() iter.Seq2[Outcome, error] {
	return func(yield func(Outcome, error) bool) {
		t, err := g.allSteps(maxOutcomes)
		if err != nil {
			yield(Outcome{}, err)
			return
		}
		for at := range combinations(t.counts) {
			marks := make(Marks, len(at))
			for i, k := range at {
				marks[g.components[t.leaves[i]].ID] = t.steps[i][k].mark.copied()
			}
			s := t.settle(at)
			if !yield(Outcome{marks, s.total, s.decision, s.assured}, nil) {
				return
			}
		}
	}
}

// Prove goes through all outcomes. The error is that of [Grader.Outcomes], within
// the budget of the package documentation; more than 10,000 least sets are
// too-many, too.
func (g *Grader) Prove() (Proof, error) {
	t, err := g.allSteps(g.budget())
	if err != nil {
		return Proof{}, err
	}
	var p Proof
	judge := t.judge()
	for at := range combinations(t.counts) {
		certified, on := judge(at)
		p.Outcomes++
		if certified {
			p.Certified++
		}
		if on {
			p.OnThreshold++
		}
	}
	p.Least, err = g.leastSets(t)
	return p, err
}

// leastSets returns the least sets of components in full that certify.
func (g *Grader) leastSets(t *table) ([][]string, error) {
	// A component has at least two steps, nothing and full marks, so a discrete
	// scheme has at least this many outcomes.
	two := g.newTable(t.leaves)
	for i, leaf := range t.leaves {
		two.steps[i] = []step{{}, {share: g.components[leaf].best}}
	}
	two.count()
	var sets [][]string
	err := two.least(func(at []int) {
		set := []string{}
		for i, k := range at {
			if k == 1 {
				set = append(set, g.components[t.leaves[i]].ID)
			}
		}
		sets = append(sets, set)
	})
	if err != nil {
		return nil, err
	}
	return sets, nil
}

// Combinations returns the least marks in all open components together that
// certify: each combination certifies, and no longer does when any mark in it
// is lowered by a step. They come in the order of [Grader.Outcomes]. An empty
// combination means that nothing more is needed; no combination at all, that
// nothing open can certify. The error is nil or [rule.Violations]: of the
// marks, or not-discrete or too-many as with Prove.
func (g *Grader) Combinations(marks Marks) ([]Marks, error) {
	if err := g.made(); err != nil {
		return nil, err
	}
	ws := make([]worth, len(g.components))
	if !g.read(marks, ws) {
		return nil, g.refuse(marks)
	}
	t, err := g.openSteps(marks, ws)
	if err != nil {
		return nil, err
	}
	found := []Marks{}
	err = t.least(func(at []int) {
		combination := Marks{}
		for i, k := range at {
			if k > 0 {
				combination[g.components[t.leaves[i]].ID] = t.steps[i][k].mark.copied()
			}
		}
		found = append(found, combination)
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}
