package grading

import (
	"math/big"
	"sort"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
)

// markNear returns a mark that is worth the given share or, if there is none, a mark
// that is worth the next lower share.
func (c *component) markNear(share *big.Rat) Mark {
	switch n, discrete := c.stepCount(0); {
	case discrete:
		most := exact.FromRat(share)
		above := sort.Search(n, func(k int) bool { return c.step(k, 0).share.Compare(most) > 0 })
		return c.step(max(above-1, 0), 0).mark
	case c.Award.Items != nil:
		return c.Award.Items.mark(decimalBelow(new(big.Rat).Mul(share, big.NewRat(100, 1)), 2))
	default:
		points := decimalBelow(new(big.Rat).Mul(share, c.max.Rat()), 2)
		return Mark{Points: &points}
	}
}

// marksAround returns the marks just below, at and just above a share. Some may be
// below 0 or above what the award gives.
func (c *component) marksAround(share *big.Rat) []Mark {
	if n, discrete := c.stepCount(0); discrete {
		list := c.stepsAround(share, n)
		if a := c.Award.Attendance; a != nil && a.Credit == perSession {
			list = append(list, a.closest(share)...)
		}
		return list
	}
	size := c.max.Rat()
	if c.Award.Items != nil {
		size = big.NewRat(100, 1)
	}
	var list []Mark
	for _, points := range around(new(big.Rat).Mul(share, size)) {
		if c.Award.Items != nil {
			list = append(list, c.Award.Items.mark(points))
		} else {
			list = append(list, Mark{Points: &points})
		}
	}
	return list
}

// stepsAround does what marksAround does, for an award of n steps. The best step must
// be worth at least the share.
func (c *component) stepsAround(share *big.Rat, n int) []Mark {
	least := exact.FromRat(share)
	k := sort.Search(n, func(k int) bool { return c.step(k, 0).share.Compare(least) >= 0 })
	list := []Mark{c.step(k, 0).mark}
	if k > 0 {
		list = append(list, c.step(k-1, 0).mark)
	}
	if k+1 < n && c.step(k, 0).share.Compare(least) == 0 { // and the step above
		list = append(list, c.step(k+1, 0).mark)
	}
	return list
}

// closest returns two marks of attendance: one with the highest share below the given
// share, and one with the lowest share that is at least the given share. It tries 0 to 39
// excused sessions.
func (a *AttendanceAward) closest(share *big.Rat) []Mark {
	var list [2]Mark
	var shares [2]*big.Rat
	for excused := range min(a.Sessions, 40) {
		attended := new(big.Rat).Mul(share, big.NewRat(int64(a.asked(excused)), 1))
		whole, _, _ := exact.FromRat(attended).Ceil().Fraction()
		least := int(whole)
		for side, n := range [2]int{least - 1, least} {
			s := big.NewRat(int64(n), int64(a.asked(excused)))
			if shares[side] == nil || side == 0 && s.Cmp(shares[0]) > 0 || side == 1 && s.Cmp(shares[1]) < 0 {
				shares[side], list[side] = s, Mark{Attended: new(n), Held: new(a.Sessions), ExcusedSessions: excused}
			}
		}
	}
	return list[:]
}

// around returns decimals around a value: for 0, 2 and 5 decimal places, the nearest one
// below the value and the nearest one above. The value itself comes first if it has at
// most 12 decimal places.
func around(value *big.Rat) []exact.Decimal {
	list := []exact.Decimal{}
	if places, ends := value.FloatPrec(); ends && places <= 12 {
		list = append(list, decimalBelow(value, places))
	}
	for _, places := range [...]int{0, 2, 5} {
		below := decimalBelow(value, places)
		if below.Rat().Cmp(value) == 0 {
			list = append(list, decimalBelow(new(big.Rat).Sub(value, unit(places)), places))
		} else {
			list = append(list, below)
		}
		list = append(list, decimalBelow(new(big.Rat).Add(value, unit(places)), places))
	}
	return list
}

func unit(places int) *big.Rat { return new(big.Rat).SetFrac(big.NewInt(1), power(places)) }

// decimalBelow returns a number cut off at a number of decimal places. The result
// cannot be a mark if the number is below 0, or if its text is too long for a decimal.
func decimalBelow(r *big.Rat, places int) exact.Decimal {
	scaled := scaled(r, places)
	d, _ := exact.ParseDecimal(trimmed(fixed(new(big.Int).Quo(scaled.Num(), scaled.Denom()), places)))
	return d
}

// mark returns a list of equal items that each earn the given percentage. The whole list
// then earns this percentage, whatever is dropped. The list has at least as many items as
// the award asks for, and more items than the award drops, up to maxItems.
func (a *ItemsAward) mark(percent exact.Decimal) Mark {
	n := max(a.MinItems, min(a.DropLowest+a.DropHighest+2, maxItems))
	items := make([]ItemMark, 0, n)
	for _, id := range a.NeverDrop {
		items = append(items, ItemMark{ID: id, Earned: &percent, Possible: exact.MustDecimal("100")})
	}
	taken := idsOf(items)
	for len(items) < n {
		items = append(items, ItemMark{ID: taken.free(len(items)), Earned: &percent, Possible: exact.MustDecimal("100")})
	}
	return Mark{Items: items}
}

// itemIDs holds the ids of the items of a list.
type itemIDs map[string]bool

func idsOf(items []ItemMark) itemIDs {
	taken := itemIDs{}
	for i := range items {
		taken[items[i].ID] = true
	}
	return taken
}

// free returns an id for the next item of a list of n items, and takes it.
func (taken itemIDs) free(n int) string {
	for {
		n++
		if id := "item" + strconv.Itoa(n); !taken[id] {
			taken[id] = true
			return id
		}
	}
}

// fewSessions is the largest number of sessions for which [AttendanceAward.marks] returns
// all marks without excused sessions.
const fewSessions = 6

// marks returns marks of attendance whose numbers of held, attended and excused
// sessions are at or next to a limit, such as may_miss or the sessions that full credit
// takes. For a course of at most fewSessions it also returns all marks without excused
// sessions. For a nil award it returns nil.
func (a *AttendanceAward) marks() []Mark {
	if a == nil {
		return nil
	}
	var list []Mark
	add := func(attended, held, excused int) {
		if attended >= 0 && attended+excused <= held && held <= a.Sessions {
			list = append(list, Mark{Attended: new(attended), Held: new(held), ExcusedSessions: excused})
		}
	}
	if a.Sessions <= fewSessions {
		for held := range fewSessions + 1 {
			for attended := range fewSessions + 1 {
				add(attended, held, 0)
			}
		}
	}
	for _, held := range []int{0, 1, a.Sessions / 2, a.Sessions - 1, a.Sessions} {
		for _, attended := range []int{0, 1, held - a.MayMiss - 1, held - a.MayMiss, held - 1, held, a.asked(0) - 1, a.asked(0)} {
			add(attended, held, 0)
		}
	}
	for _, excused := range []int{1, 2, a.MayMiss + 1, a.Sessions - 1, a.Sessions} {
		for _, attended := range []int{0, a.asked(excused) - 1, a.asked(excused)} {
			add(attended, a.Sessions, excused)
			add(attended, a.Sessions-1, excused)
		}
	}
	return list
}
