package grading

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
)

// trim chooses which items of a list are dropped. First it drops t.low items, to make the
// share as high as possible. Then it drops t.high of the remaining items, to make the
// share as low as possible. The first choice is the one that leads to the highest share
// after the second choice.
//
// The surplus of an item at a share q is earned - q·possible. Surpluses decide whether
// the share of the list is at least q: drop the t.low smallest and the t.high largest,
// and see whether the remaining ones add up to 0 or more. So the share is found by
// iteration, as in Dinkelbach's method: take the share q of a choice, drop the items by
// their surpluses at q, and repeat until the share no longer rises.
type trim struct {
	loose     []item // may be dropped; in the order of the last call of rank
	even      bool   // loose items are of one size: one ranking finds the lowest and the highest
	scaled    bool   // numbers were multiplied: earned by unit.earned, possible by unit.possible
	unit      kept
	fixed     kept   // the sum of the protected items
	pending   []item // protected and pending
	low, high int
}

// kept is the sum of some items.
type kept struct{ earned, possible exact.Rational }

func (k kept) share() exact.Rational { return k.earned.Over(k.possible) }

// compare compares the shares without making fractions of them.
func (k kept) compare(other kept) int {
	return k.earned.Times(other.possible).Compare(other.earned.Times(k.possible))
}

// newTrim prepares the choice of the items to drop. All given items count. Of the items
// that may be dropped, at least one is kept. If the numbers low and high are too large
// together, high is reduced first.
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
	if !t.even {
		t.whole()
	}
	most := max(len(t.loose)-1, 0)
	t.low = min(low, most)
	t.high = min(high, most-t.low)
	return t
}

// whole turns the earned and the possible points into whole numbers if any of them is
// beyond 64 bits. It multiplies the earned points by their common denominator, and the
// possible points by the common denominator of the possible points, so that sums and
// comparisons have no fractions to reduce.
func (t *trim) whole() {
	earned, possible := []*exact.Rational{&t.fixed.earned}, []*exact.Rational{&t.fixed.possible}
	for _, list := range [][]item{t.loose, t.pending} {
		for i := range list {
			earned, possible = append(earned, &list[i].earned), append(possible, &list[i].possible)
		}
	}
	if !wide(earned) && !wide(possible) {
		return
	}
	t.scaled, t.unit = true, kept{commonUnit(earned), commonUnit(possible)}
	for i := range earned {
		*earned[i], *possible[i] = earned[i].Times(t.unit.earned), possible[i].Times(t.unit.possible)
	}
}

// wide reports whether any of the numbers is beyond 64 bits.
func wide(all []*exact.Rational) bool {
	return slices.ContainsFunc(all, func(n *exact.Rational) bool {
		_, _, narrow := n.Fraction()
		return !narrow
	})
}

// commonUnit returns the least common denominator of all numbers.
func commonUnit(all []*exact.Rational) exact.Rational {
	unit := big.NewInt(1)
	for _, n := range all {
		den := n.Rat().Denom()
		unit.Mul(unit, den.Quo(den, new(big.Int).GCD(nil, nil, unit, den)))
	}
	return exact.FromRat(new(big.Rat).SetInt(unit))
}

// finish gives every pending item the largest possible share, and reports
// whether any item is pending.
func (t *trim) finish(most exact.Rational) bool {
	if t.scaled {
		most = most.Times(t.unit.earned).Over(t.unit.possible)
	}
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

// solve returns the sum of the kept items. It also sorts the loose items: first the
// t.low items that are dropped, then the kept ones, then the t.high items that are
// dropped.
func (t *trim) solve() kept {
	k := t.best()
	if t.scaled {
		return kept{k.earned.Over(t.unit.earned), k.possible.Over(t.unit.possible)}
	}
	return k
}

// best does the work of solve. If the numbers of the items are scaled, the sum that best
// returns is scaled, too.
func (t *trim) best() kept {
	if t.even {
		if t.low+t.high > 0 {
			t.rank(t.loose, kept{possible: one})
		}
		return t.sum(t.loose[t.low:])
	}
	best := t.leastWithout(t.loose[t.low:]) // any choice will do to begin with
	for {
		t.rank(t.loose, best)
		next := t.leastWithout(t.loose[t.low:])
		if next.compare(best) <= 0 {
			return next
		}
		best = next
	}
}

// leastWithout drops t.high of the given items, chosen so that the share of the kept
// items is smallest. It moves the dropped items to the end of the slice and returns the
// sum of the kept items.
func (t *trim) leastWithout(rest []item) kept {
	least := t.sum(rest)
	for t.high > 0 {
		t.rank(rest, least)
		next := t.sum(rest)
		if next.compare(least) >= 0 {
			return next
		}
		least = next
	}
	return least
}

// sum adds up the items that are kept: the protected ones, and the given ones without the
// last t.high.
func (t *trim) sum(rest []item) kept {
	rest = rest[:len(rest)-t.high]
	if len(rest) <= fewItems {
		k := t.fixed
		for i := range rest {
			k = kept{k.earned.Plus(rest[i].earned), k.possible.Plus(rest[i].possible)}
		}
		return k
	}
	earned, possible := []exact.Rational{t.fixed.earned}, []exact.Rational{t.fixed.possible}
	for _, it := range rest {
		earned, possible = append(earned, it.earned), append(possible, it.possible)
	}
	return kept{exact.Sum(earned), exact.Sum(possible)}
}

// fewItems is the largest number of items that are added up one by one; more
// items are added up by exact.Sum.
const fewItems = 16

// rank sorts items by their surplus at the share of k, the smallest first. Items with
// equal surpluses are ordered by id and position, so that it is certain which of them is
// dropped.
func (t *trim) rank(items []item, k kept) {
	for i := range items {
		it := &items[i]
		it.gain, it.cost = it.earned.Times(k.possible), k.earned.Times(it.possible)
	}
	slices.SortFunc(items, func(a, b item) int {
		left, right := a.gain, b.gain
		if a.cost != b.cost {
			left, right = left.Plus(b.cost), right.Plus(a.cost)
		}
		return cmp.Or(left.Compare(right), cmp.Compare(a.id, b.id), cmp.Compare(a.position, b.position))
	})
}

// dropped returns the items that were dropped by the method solve.
func (t *trim) dropped() []item {
	return append(slices.Clone(t.loose[:t.low]), t.loose[len(t.loose)-t.high:]...)
}
