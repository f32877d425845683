package grading

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
)

// trim chooses what to drop from a list of items: first low items so that the
// share of the rest is highest, knowing that then high items go so that it is
// lowest. Among items that may be dropped, that is the maximum over what low
// removes of the minimum over what high then removes.
//
// Whether that value is at least q can be seen from the items' surplus
// earned - q·possible alone: drop the low smallest and the high largest and see
// whether the rest adds up to 0 or more. So the value is found by repeating:
// take the share q of a choice, and see what the surpluses at q would rather
// drop, until nothing is gained.
type trim struct {
	loose     []item // may be dropped; in the order of the last surplus
	even      bool   // loose items are of one size: the lowest and the highest can be seen
	fixed     kept   // what protected items add up to
	pending   []item // protected and pending
	low, high int
}

// kept is what some items add up to.
type kept struct{ earned, possible exact.Rational }

func (k kept) share() exact.Rational { return k.earned.Over(k.possible) }

// newTrim takes the items that count. The last one that may be dropped stays;
// where fewer may be dropped than asked for, the lowest go first.
func newTrim(items []item, low, high int) *trim {
	t := &trim{even: true, loose: make([]item, 0, len(items))}
	var earned, possible []exact.Rational
	for _, it := range items {
		if !it.protected {
			t.loose = append(t.loose, it)
			t.even = t.even && it.possible == t.loose[0].possible
			continue
		}
		earned, possible = append(earned, it.earned), append(possible, it.possible)
		if it.status == StatusPending {
			t.pending = append(t.pending, it)
		}
	}
	t.fixed = kept{exact.Sum(earned), exact.Sum(possible)}
	most := max(len(t.loose)-1, 0)
	t.low = min(low, most)
	t.high = min(high, most-t.low)
	return t
}

// finish gives everything pending the largest share there is and reports whether
// anything was.
func (t *trim) finish(most exact.Rational) bool {
	for _, it := range t.pending {
		t.fixed.earned = t.fixed.earned.Plus(it.possible.Times(most))
	}
	open := len(t.pending) > 0
	for i := range t.loose {
		if it := &t.loose[i]; it.status == StatusPending {
			it.earned, open = it.possible.Times(most), true
		}
	}
	return open
}

// solve returns what the kept items add up to and leaves the loose items in the
// order low dropped, kept, high dropped.
func (t *trim) solve() kept {
	if t.even {
		if t.low+t.high > 0 {
			t.rank(t.loose, exact.Rational{})
		}
		return t.sum(t.loose[t.low:])
	}
	best := t.leastWithout(t.loose[t.low:]) // any choice will do to begin with
	for {
		t.rank(t.loose, best.share())
		next := t.leastWithout(t.loose[t.low:])
		if next.share().Compare(best.share()) <= 0 {
			return next
		}
		best = next
	}
}

// leastWithout returns what rest adds up to without those high items that leave
// the smallest share, and moves them to its end.
func (t *trim) leastWithout(rest []item) kept {
	least := t.sum(rest)
	for t.high > 0 {
		t.rank(rest, least.share())
		next := t.sum(rest)
		if next.share().Compare(least.share()) >= 0 {
			return next
		}
		least = next
	}
	return least
}

// sum adds up all that is kept: the protected items and rest but for its high
// last ones.
func (t *trim) sum(rest []item) kept {
	rest = rest[:len(rest)-t.high]
	if len(rest) <= fewItems {
		k := t.fixed
		for i := range rest {
			k = kept{k.earned.Plus(rest[i].earned), k.possible.Plus(rest[i].possible)}
		}
		return k
	}
	earned, possible := make([]exact.Rational, 0, len(rest)+1), make([]exact.Rational, 0, len(rest)+1)
	for _, it := range rest {
		earned, possible = append(earned, it.earned), append(possible, it.possible)
	}
	return kept{exact.Sum(append(earned, t.fixed.earned)), exact.Sum(append(possible, t.fixed.possible))}
}

// fewItems is how many items are added up one by one, however long the numbers.
const fewItems = 16

// rank sorts items by their surplus over q: earned - q·possible. Equals stand in
// the order of id and position, so that what is dropped is never a matter of
// chance.
func (t *trim) rank(items []item, q exact.Rational) {
	slices.SortFunc(items, func(a, b item) int {
		left, right := a.earned, b.earned
		if a.possible != b.possible {
			left, right = left.Plus(q.Times(b.possible)), right.Plus(q.Times(a.possible))
		}
		return cmp.Or(left.Compare(right), cmp.Compare(a.id, b.id), cmp.Compare(a.position, b.position))
	})
}

// dropped returns the items that solve left out.
func (t *trim) dropped() []item {
	return append(slices.Clone(t.loose[:t.low]), t.loose[len(t.loose)-t.high:]...)
}
