package grading

import (
	"math/big"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
)

// lists emits vectors with lists of items that earn about the share that an outcome
// needs: lists with items of different sizes, with one item too few, with one more item
// in each state, and without an item that is never dropped. It also emits vectors with
// random lists.
func (m *maker) lists() {
	for _, leaf := range m.leaves {
		c := &m.g.components[leaf]
		a := c.Award.Items
		if a == nil {
			continue
		}
		for _, p := range m.pivots[leaf] {
			for _, offset := range [...]int64{0, -1, 1, -50} { // thousandths
				share := new(big.Rat).Add(p.share, big.NewRat(offset, 1000))
				for _, mark := range slices.Concat(a.unlike(share), a.short(share)) {
					m.emit(m.with(p.others, leaf, mark), "Items of "+c.ID+" around what is needed")
				}
			}
		}
		others := m.backgrounds(leaf, m.inFull())
		for i := range 60 {
			mark := a.randomMark(&m.chance)
			if i%4 == 0 {
				mark.Items = mark.Items[:len(mark.Items)-1]
			}
			m.emit(m.with(others[i%len(others)], leaf, mark), "Items of "+c.ID)
		}
	}
}

// short returns lists of equal items. A list has one item fewer than min_items, exactly
// min_items, or one more. Each length comes twice: with all items that are never dropped,
// and without the last of them. A list that is too short for these items is made longer.
// The last list comes again with one more item, which is missing, excused, pending or
// handed in.
func (a *ItemsAward) short(share *big.Rat) []Mark {
	percent := decimalBelow(new(big.Rat).Mul(share, big.NewRat(100, 1)), 4)
	item := func(id string) ItemMark {
		return ItemMark{ID: id, Earned: &percent, Possible: exact.MustDecimal("100")}
	}
	var list []Mark
	for _, ids := range [][]string{a.NeverDrop, a.NeverDrop[:max(len(a.NeverDrop)-1, 0)]} {
		for _, n := range [...]int{a.MinItems - 1, a.MinItems, a.MinItems + 1} {
			var items []ItemMark
			for _, id := range ids {
				items = append(items, item(id))
			}
			taken := idsOf(items)
			for len(items) < n {
				items = append(items, item(taken.free(len(items))))
			}
			list = append(list, Mark{Items: items})
		}
	}
	whole := list[len(list)-1].Items
	for _, state := range [...]ItemMark{{Missing: true}, {Excused: true}, {Pending: true}, {HandedIn: true}} {
		state.ID, state.Possible = idsOf(whole).free(len(whole)), exact.MustDecimal("100")
		list = append(list, Mark{Items: append(slices.Clone(whole), state)})
	}
	return list
}

// unlike returns lists with two items of different sizes that count, and as
// many others as the award drops. In some lists the mean of the two items gives
// the share, in others their sum. If the award has items that are never
// dropped, further lists have one of these as the first or the second item.
func (a *ItemsAward) unlike(share *big.Rat) []Mark {
	var list []Mark
	for _, sizes := range [...][2]int64{{1, 9}, {9, 1}, {3, 7}} {
		for _, weights := range [...][2]int64{{1, 1}, sizes} {
			high, low := parted(share, a.most().Rat(), weights)
			list = append(list, a.pair(high, low, sizes, -1))
			if len(a.NeverDrop) > 0 {
				list = append(list, a.pair(high, low, sizes, 0), a.pair(high, low, sizes, 1))
			}
		}
	}
	return list
}

// parted returns two shares whose weighted mean is the given share. The first is as large
// as this mean allows, but at most the limit. If no such shares exist, the shares
// returned are out of range: the second is too large, or one of them is below 0.
func parted(share, limit *big.Rat, weights [2]int64) (high, low *big.Rat) {
	whole := new(big.Rat).Mul(share, big.NewRat(weights[0]+weights[1], 1))
	high = new(big.Rat).Quo(whole, big.NewRat(weights[0], 1))
	if high.Cmp(limit) > 0 {
		high.Set(limit)
	}
	low = new(big.Rat).Sub(whole, new(big.Rat).Mul(high, big.NewRat(weights[0], 1)))
	return high, low.Quo(low, big.NewRat(weights[1], 1))
}

// pair returns a list of two items with the shares high and low and the given sizes. It
// adds the items that the award will drop: items with share 0 for DropLowest, and items
// with the best share for DropHighest, at most maxItems/4 of each. If the parameter fixed
// is 0 or 1, the item at that index has an id from NeverDrop.
func (a *ItemsAward) pair(high, low *big.Rat, sizes [2]int64, fixed int) Mark {
	mark, taken := Mark{}, itemIDs{}
	add := func(share *big.Rat, size int64) {
		possible := exact.MustDecimal(strconv.FormatInt(100*size, 10))
		earned := decimalBelow(new(big.Rat).Mul(share, possible.Rat()), 6)
		item := ItemMark{Earned: &earned, Possible: possible}
		if len(mark.Items) == fixed {
			item.ID = a.NeverDrop[0]
			taken[item.ID] = true
		} else {
			item.ID = taken.free(len(mark.Items))
		}
		mark.Items = append(mark.Items, item)
	}
	add(high, sizes[0])
	add(low, sizes[1])
	for range min(a.DropLowest, maxItems/4) {
		add(new(big.Rat), sizes[1])
	}
	for range min(a.DropHighest, maxItems/4) {
		add(a.most().Rat(), sizes[1])
	}
	return mark
}

// randomMark returns a random list of items of different sizes, some of them
// missing, excused or pending.
func (a *ItemsAward) randomMark(r *chance) Mark {
	m := a.mark(exact.MustDecimal("50"))
	for i := range m.Items {
		it := &m.Items[i]
		size := 4 * (1 + r.intN(5))
		earned := exact.MustDecimal(strconv.Itoa(r.intN(size + 1)))
		it.Possible, it.Earned = exact.MustDecimal(strconv.Itoa(size)), &earned
		switch r.intN(9) {
		case 0:
			it.Earned, it.Missing = nil, true
		case 1:
			it.Earned, it.Excused = nil, true
		case 2:
			it.Earned, it.Pending = nil, true
		}
	}
	return m
}

// weights returns the work of grading marks. The unit is one weight that is read (see
// maxWork). The items of long lists add to the work, because they are read and sorted.
func (m *maker) weights(marks Marks) int {
	items := 0
	for _, mark := range marks {
		items += len(mark.Items)
	}
	return m.effort + itemWeights*max(0, items-freeItems)
}

const (
	freeItems   = 40 // the number of items that do not count
	itemWeights = 10 // the work of each further item
)
