package grading

import (
	"cmp"
	"math/big"
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
	scaled    bool   // numbers are in units: kept ones of unit.earned and unit.possible
	unit      kept
	fixed     kept   // what protected items add up to
	pending   []item // protected and pending
	low, high int
}

// kept is what some items add up to.
type kept struct{ earned, possible exact.Rational }

func (k kept) share() exact.Rational { return k.earned.Over(k.possible) }

// compare compares the shares without making fractions of them.
func (k kept) compare(other kept) int {
	return k.earned.Times(other.possible).Compare(other.earned.Times(k.possible))
}

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
	if !t.even {
		t.whole()
	}
	most := max(len(t.loose)-1, 0)
	t.low = min(low, most)
	t.high = min(high, most-t.low)
	return t
}

// whole multiplies what was earned, and what was possible, by what makes it whole
// numbers, if a number is beyond 64 bits: sums and comparisons then have no
// fractions to reduce.
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

// wide reports whether a number is beyond 64 bits.
func wide(all []*exact.Rational) bool {
	return slices.ContainsFunc(all, func(n *exact.Rational) bool {
		_, _, narrow := n.Fraction()
		return !narrow
	})
}

// commonUnit returns the least number that makes all numbers whole.
func commonUnit(all []*exact.Rational) exact.Rational {
	unit := big.NewInt(1)
	for _, n := range all {
		den := n.Rat().Denom()
		unit.Mul(unit, den.Quo(den, new(big.Int).GCD(nil, nil, unit, den)))
	}
	return exact.FromRat(new(big.Rat).SetInt(unit))
}

// finish gives everything pending the largest share there is and reports whether
// anything was.
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

// solve returns what the kept items add up to and leaves the loose items in the
// order low dropped, kept, high dropped.
func (t *trim) solve() kept {
	k := t.best()
	if t.scaled {
		return kept{k.earned.Over(t.unit.earned), k.possible.Over(t.unit.possible)}
	}
	return k
}

// best is solve in the units of the items.
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

// leastWithout drops the high items of rest whose loss leaves the smallest share:
// it moves them to the end and returns the sum of the others.
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
	earned, possible := []exact.Rational{t.fixed.earned}, []exact.Rational{t.fixed.possible}
	for _, it := range rest {
		earned, possible = append(earned, it.earned), append(possible, it.possible)
	}
	return kept{exact.Sum(earned), exact.Sum(possible)}
}

// fewItems is how many items are added up one by one, however long the numbers.
const fewItems = 16

// rank sorts items by their surplus over the share of what is kept: earned -
// share·possible. Equal items are ordered by id and position, so that which one is
// dropped is not a matter of chance.
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

// dropped returns the items that solve left out.
func (t *trim) dropped() []item {
	return append(slices.Clone(t.loose[:t.low]), t.loose[len(t.loose)-t.high:]...)
}
