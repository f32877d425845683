package admission

import (
	"container/heap"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Top accumulates the best n of any number of applicants in the space of a few.
// Parts of a stream can be ranked apart and merged, in any order and grouping:
// the result is the one of the whole. It is for one goroutine at a time.
//
// Somebody who is plainly worse than the n best so far is passed over after the
// first key that says so; requirements are asked only of whoever would enter,
// and lots are drawn only where all keys tie.
type Top struct {
	s    *Selector
	n    int
	seed string
	lots *lottery
	best map[uint64]*worstFirst // by the floors people carry
	ids  map[string]bool        // of everybody kept
}

// Top returns an empty accumulator for the best n, in a lottery with a seed.
func (s *Selector) Top(n int, seed string) (*Top, error) {
	var r rule.Report
	if n < 1 || n > MaxCapacity {
		r.Add("n", "range", "from 1 to 1000000")
	}
	if seed != "" && !document.ValidID(seed) {
		r.Add("seed", "seed", "at most 128 bytes without control characters")
	}
	if err := r.Violations().Err(); err != nil {
		return nil, err
	}
	return &Top{s: s, n: n, seed: seed, lots: newLottery(seed), best: map[uint64]*worstFirst{}, ids: map[string]bool{}}, nil
}

// Add considers one applicant; whoever is not eligible is passed over. Values
// that an intake would refuse count as absent, and nothing of a is kept that
// the caller could change. Ids must differ: the same person added twice counts
// once, two people of one id may or may not.
func (t *Top) Add(a Applicant) {
	kept := t.best[t.s.carries(&a)]
	if kept != nil && len(kept.people) > t.n && !t.beats(&a, kept.people[0]) {
		return
	}
	if eligibility, _ := t.s.eligibility(&a); eligibility != Eligible {
		return
	}
	t.keep(t.s.candidate(a.clone()))
}

// beats reports whether an applicant, eligible or not, could come before the
// worst one kept. It allocates nothing unless a lot is drawn.
func (t *Top) beats(a *Applicant, worst *candidate) bool {
	met := uint64(0)
	for i := range t.s.keys {
		k := &t.s.keys[i]
		if k.score != nil {
			score, counts := k.score.of(a)
			if !counts {
				return false // incomplete
			}
			if order := k.score.compare(score, worst.scores[k.place]); order != 0 {
				return order < 0
			}
			continue
		}
		if k.meets(a, met) {
			met |= 1 << i
		}
		if mine, theirs := met>>i&1, worst.met>>i&1; mine != theirs {
			return mine > theirs
		}
	}
	c := candidate{a: a}
	return t.lots.compare(&c, worst) < 0
}

// keep puts a candidate among the best, and lets the worst go when there are
// more than n and one: the one shows a tie at the cut.
func (t *Top) keep(c *candidate) {
	kept := t.best[c.carries]
	if kept == nil {
		kept = &worstFirst{t: t}
		t.best[c.carries] = kept
	}
	if t.ids[c.a.ID] {
		return
	}
	t.ids[c.a.ID] = true
	heap.Push(kept, c)
	if len(kept.people) > t.n+1 {
		delete(t.ids, heap.Pop(kept).(*candidate).a.ID)
	}
}

// Merge adds what another accumulator has kept; that one stays as it is. Both
// must be of the same policy, n and seed: violation other-policy.
func (t *Top) Merge(other *Top) error {
	if other.s.digest != t.s.digest || other.n != t.n || other.seed != t.seed {
		return rule.Violations{{Code: "other-policy", Detail: "not of the same policy, number and seed"}}
	}
	for _, kept := range other.best {
		for _, c := range kept.people {
			if mine := t.best[c.carries]; mine == nil || len(mine.people) <= t.n || t.compare(c, mine.people[0]) < 0 {
				t.keep(clone(c))
			}
		}
	}
	return nil
}

// Applicants returns copies of the applicants kept, the best first: what to
// send where an accumulator itself cannot go, and to add there.
func (t *Top) Applicants() []Applicant {
	var all []Applicant
	for _, c := range t.order() {
		all = append(all, *c.a.clone())
	}
	return all
}

// Result returns the first n of the call order as [Selector.Select] would admit
// them, floors included, but without Merit and Lottery. The error is
// seed-required where some of those kept tie and there is no seed.
func (t *Top) Result() ([]Placement, error) {
	merit := t.order()
	if t.seed == "" && t.s.tied(merit, none) {
		return nil, errSeed()
	}
	called, by := t.s.call(merit, none)
	p := &pool{s: t.s, called: called[:min(t.n, len(called))], by: by}
	out := []Placement{}
	for i := range p.called {
		out = append(out, p.placeCalled(i))
	}
	return out, nil
}

// order returns everybody kept in the order of merit.
func (t *Top) order() []*candidate {
	var all []*candidate
	for _, kept := range t.best {
		all = append(all, kept.people...)
	}
	return t.s.rank(all, t.lots, none)
}

func (t *Top) compare(a, b *candidate) int {
	if order, _ := t.s.compare(a, b, none); order != 0 {
		return order
	}
	return t.lots.compare(a, b)
}

// worstFirst is a heap with the worst candidate on top.
type worstFirst struct {
	t      *Top
	people []*candidate
}

// Len is how many are kept.
func (w *worstFirst) Len() int { return len(w.people) }

// Less reports whether i comes after j in the order.
func (w *worstFirst) Less(i, j int) bool { return w.t.compare(w.people[i], w.people[j]) > 0 }

// Swap exchanges two.
func (w *worstFirst) Swap(i, j int) { w.people[i], w.people[j] = w.people[j], w.people[i] }

// Push appends one.
func (w *worstFirst) Push(c any) { w.people = append(w.people, c.(*candidate)) }

// Pop removes the last one.
func (w *worstFirst) Pop() any {
	last := len(w.people) - 1
	c := w.people[last]
	w.people = w.people[:last]
	return c
}

// clone returns a copy that shares nothing with a.
func (a *Applicant) clone() *Applicant {
	c := *a
	if c.Degree = clone(a.Degree); c.Degree != nil {
		c.Degree.Relevant = clone(a.Degree.Relevant)
	}
	c.ExperienceMonths = clone(a.ExperienceMonths)
	c.Languages, c.Documents = maps.Clone(a.Languages), maps.Clone(a.Documents)
	c.Numbers, c.Attributes = maps.Clone(a.Numbers), maps.Clone(a.Attributes)
	c.Reviews = slices.Clone(a.Reviews)
	for i := range c.Reviews {
		c.Reviews[i].Scores = maps.Clone(c.Reviews[i].Scores)
	}
	return &c
}
