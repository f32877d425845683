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

// Proof summarises all outcomes of a discrete scheme.
type Proof struct {
	Outcomes  int `json:"outcomes"`
	Certified int `json:"certified"`
	// OnThreshold is how many combinations have a total that equals the threshold of a
	// certificate or of an [OutcomeRule] that certifies. "above" refuses such a total and
	// "at least" accepts it.
	OnThreshold int `json:"on_threshold"`
	// Least lists the smallest sets of components that suffice. A set suffices if full
	// marks in its components, and zero in all others, lead to a certificate. If any one
	// component is taken out of a smallest set, the set no longer suffices. The
	// components of a set are in the order of the scheme. A set never names a group; it
	// names components of the group.
	Least [][]string `json:"least"`
}

// Outcomes yields every combination of marks that the scheme allows, with no
// mark excused or open. The last component changes fastest, and each component
// goes from its lowest mark to its highest. A scheme with a component that has
// no steps (code not-discrete) or with more than 1,048,576 combinations (code
// too-many) yields one error, a [rule.Violations], and nothing else.
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

// Prove goes through all outcomes and returns a summary. It returns the same errors as
// [Grader.Outcomes], but has its own limit on the number of combinations, which the
// package documentation states. It also returns an error (code too-many) if there are
// more than 10,000 least sets.
func (g *Grader) Prove() (Proof, error) {
	if err := g.made(); err != nil {
		return Proof{}, err
	}
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

// leastSets returns the least sets of components, as in the field Least of [Proof].
func (g *Grader) leastSets(t *table) ([][]string, error) {
	// The table extremes has only two steps for each component: nothing and full marks.
	// Every component of t has at least two steps, so the new table has no more
	// combinations than t, which is within the limit.
	extremes := g.newTable(t.leaves)
	for i, leaf := range t.leaves {
		extremes.steps[i] = []step{{}, {share: g.components[leaf].best}}
	}
	extremes.count()
	var sets [][]string
	err := extremes.leastCombinations(func(at []int) {
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

// Combinations returns the least combinations of marks in the open components that lead
// to a certificate: if any one mark of a combination is lowered by a step, the
// combination no longer suffices. Combinations are in the order of [Grader.Outcomes]. An
// empty combination means that nothing more is needed; an empty list means that no marks
// in the open components suffice. The error is nil or [rule.Violations]: the mistakes in
// the marks, or a violation with the code not-discrete or too-many, as for Prove.
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
	err = t.leastCombinations(func(at []int) {
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
