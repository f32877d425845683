package admission

import (
	"container/heap"
	"encoding/binary"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Top accumulates the best n of any number of applicants, and keeps at most n+1 of each
// combination of groups in memory. Parts of a stream can be ranked separately and merged,
// in any order and grouping: the result is the same as for the whole stream. A Top is for
// one goroutine at a time.
//
// Top compares an applicant with the n best people so far key by key, and skips the
// applicant at the first key that is worse. Requirements are checked only for applicants
// who would be among the best, and lots are drawn only if all keys tie.
type Top struct {
	s    *Selector
	n    int
	seed string
	lots *lottery
	best map[string]*worstFirst // the people kept, by the key of their groups
	sole *worstFirst            // the element of best for people in no group, for speed
	ids  map[string]bool        // the ids of everybody kept
	key  []byte                 // scratch
}

// Top returns an empty accumulator for the best n, with a lottery of the given seed.
// Shares are computed for n seats.
func (s *Selector) Top(n int, seed string) (*Top, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	var r rule.Report
	if n < 1 || n > maxCapacity {
		r.Add("n", "range", "from 1 to 1000000")
	}
	if seed != "" && !document.ValidID(seed) {
		r.Add("seed", "seed", "at most 128 bytes without control characters")
	}
	if err := r.Violations().Err(); err != nil {
		return nil, err
	}
	return &Top{s: s, n: n, seed: seed, lots: newLottery(seed), best: map[string]*worstFirst{}, ids: map[string]bool{}}, nil
}

// Add considers one applicant, and skips an applicant who is not eligible. Values that an
// intake would refuse count as absent. Add copies the applicant, so the caller can change
// it afterwards. Different people must have different ids: of the applicants added with
// one id, at most one is kept. So a person who is added twice counts once. A Top that was
// not made by [Selector.Top] keeps nobody.
func (t *Top) Add(a Applicant) {
	if t == nil || t.s == nil {
		return
	}
	kept := t.sole
	if len(t.s.shares) > 0 {
		kept = t.best[string(t.groups(&a))]
	}
	if kept != nil && len(kept.people) > t.n && !t.beats(&a, kept.people[0]) {
		return
	}
	if eligibility, _ := t.s.eligibility(&a); eligibility != Eligible {
		return
	}
	t.keep(t.s.candidate(a.clone()))
}

// groups returns the groups of an applicant as a key, valid until the next call.
func (t *Top) groups(a *Applicant) []byte {
	t.key = t.key[:0]
	for i := range t.s.shares {
		t.s.shares[i].each(a, func(group string) { t.join(i, group) })
	}
	return t.key
}

func (t *Top) join(share int, group string) {
	t.key = binary.AppendUvarint(append(t.key, byte(share)), uint64(len(group)))
	t.key = append(t.key, group...)
}

// beats reports whether an applicant, eligible or not, could come before the worst person
// kept. It allocates nothing unless a lot is drawn.
func (t *Top) beats(a *Applicant, worst *candidate) bool {
	met := uint64(0)
	for i := range t.s.keys {
		k := &t.s.keys[i]
		switch {
		case k.score != nil:
			score, counts := k.score.of(a)
			if !counts {
				return false // the applicant is incomplete
			}
			if order := worst.scores[k.place].Compare(score); order != 0 {
				return order < 0
			}
			continue
		case k.number != nil:
			if usable(a.Numbers[k.number.Name]) {
				met |= 1 << i
			}
		case k.meets(a, met):
			met |= 1 << i
		}
		if mine, theirs := met>>i&1, worst.met>>i&1; mine != theirs {
			return mine > theirs
		}
		if k.number != nil && met>>i&1 == 1 {
			if order := k.number.compare(a.Numbers[k.number.Name], worst.numbers[k.place]); order != 0 {
				return order < 0
			}
		}
	}
	c := candidate{id: a.ID}
	return t.lots.compare(&c, worst) < 0
}

// keep puts a candidate among the best people of the same groups. It keeps at most n+1 of
// them and drops the worst. The person after the first n shows whether there is a tie at
// the cut.
func (t *Top) keep(c *candidate) {
	if t.ids[c.id] {
		return
	}
	kept := t.heapOf(c)
	if kept == nil {
		kept = &worstFirst{t: t}
		t.best[string(t.key)] = kept
		t.sole = t.best[""]
	}
	t.ids[c.id] = true
	heap.Push(kept, c)
	if len(kept.people) > t.n+1 {
		delete(t.ids, heap.Pop(kept).(*candidate).id)
	}
}

// heapOf returns the kept people who are in the same groups as c. It also sets t.key to
// the key of these groups.
func (t *Top) heapOf(c *candidate) *worstFirst {
	t.key = t.key[:0]
	for _, m := range c.groups {
		t.join(m.share, m.group)
	}
	return t.best[string(t.key)]
}

// Merge adds the people whom another accumulator has kept, and does not change that
// accumulator. Both must have the same policy, n and seed; otherwise the error is the
// violation other-policy.
func (t *Top) Merge(other *Top) error {
	if t == nil || other == nil || t.s == nil || other.s == nil || other.s.digest != t.s.digest || other.n != t.n || other.seed != t.seed {
		return rule.Violations{{Code: "other-policy", Detail: "not of the same policy, number and seed"}}
	}
	for _, kept := range other.best {
		for _, c := range kept.people {
			if mine := t.heapOf(c); mine == nil || len(mine.people) <= t.n || t.compare(c, mine.people[0]) < 0 {
				mine := *c
				t.keep(&mine)
			}
		}
	}
	return nil
}

// Applicants returns copies of the applicants kept, the best first. An accumulator cannot
// be sent to another process, but these applicants can, and can be added to an
// accumulator there.
func (t *Top) Applicants() []Applicant {
	var all []Applicant
	for _, c := range t.order() {
		all = append(all, *c.a.clone())
	}
	return all
}

// Result returns the first n people of the call order, as [Selector.Select] would admit
// them with n seats. The fields Merit and Lottery of the placements are not set. The
// error has the code seed-required if there is no seed and two of the kept people tie in
// all keys. It has the code not-compiled if the Top was not made by [Selector.Top].
func (t *Top) Result() ([]Placement, error) {
	if t == nil || t.s == nil {
		return nil, rule.Violations{{Code: "not-compiled", Detail: "a Top is made by Selector.Top"}}
	}
	merit := t.order()
	if t.seed == "" && t.s.tied(merit, none) {
		return nil, rule.Violations{errSeed("seed")}
	}
	out := []Placement{}
	p := &pool{s: t.s, capacity: t.n, calling: t.s.call(nil, merit, t.n, none, false)}
	p.calling.order = p.calling.order[:p.calling.seated]
	codes := t.s.reasons(nil, p.calling, t.n)
	for i := range p.calling.order {
		placed := p.placeCalled(i)
		placed.DecidedBy = codes[i]
		out = append(out, placed)
	}
	return out, nil
}

// order returns the people kept so far, sorted by merit.
func (t *Top) order() []*candidate {
	if t == nil || t.s == nil {
		return nil
	}
	var all []*candidate
	for _, kept := range t.best {
		all = append(all, kept.people...)
	}
	return t.s.rank(all, t.lots, none)
}

func (t *Top) compare(a, b *candidate) int { return t.s.merit(a, b, t.lots, none) }

// worstFirst is a heap with the worst candidate on top.
type worstFirst struct {
	t      *Top
	people []*candidate
}

// Len returns the number of candidates kept.
func (w *worstFirst) Len() int { return len(w.people) }

// Less reports whether candidate i comes after candidate j in the order.
func (w *worstFirst) Less(i, j int) bool { return w.t.compare(w.people[i], w.people[j]) > 0 }

// Swap exchanges two candidates.
func (w *worstFirst) Swap(i, j int) { w.people[i], w.people[j] = w.people[j], w.people[i] }

// Push appends a candidate.
func (w *worstFirst) Push(c any) { w.people = append(w.people, c.(*candidate)) }

// Pop removes the last candidate and returns it.
func (w *worstFirst) Pop() any {
	last := len(w.people) - 1
	c := w.people[last]
	w.people = w.people[:last]
	return c
}
