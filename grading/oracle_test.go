package grading_test

import (
	"math/big"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// The oracle grades in the slow and obvious way. It uses fractions of any size
// and tries each choice of items to drop, in the worst and in the best case of
// the open marks.

func rat(d exact.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic("no number")
	}
	return r
}

func ratio(n, d int) *big.Rat { return big.NewRat(int64(n), int64(d)) }

// oracleShare returns the share of full marks that a mark gives (in the best case if
// best is set, otherwise in the worst case), and whether the component counts. If given
// is false there is no mark, and the component is open.
func oracleShare(c grading.Component, m grading.Mark, given, best bool) (*big.Rat, bool) {
	zero, full := ratio(0, 1), ratio(1, 1)
	open := func() (*big.Rat, bool) {
		if best {
			return full, true
		}
		return zero, true
	}
	switch a := c.Award; {
	case !given || m.Pending || m.HandedIn:
		if a.Levels != nil && best {
			top := zero
			for _, l := range a.Levels.Levels {
				if rat(l.Points).Cmp(top) > 0 {
					top = rat(l.Points)
				}
			}
			return new(big.Rat).Quo(top, rat(a.Levels.Max)), true
		}
		if a.Points != nil && best && !a.Points.Step.IsZero() {
			top := zero
			limit := rat(a.Points.Max)
			if !a.Points.UpTo.IsZero() {
				limit = rat(a.Points.UpTo)
			}
			for top.Cmp(limit) <= 0 {
				full = top
				top = new(big.Rat).Add(top, rat(a.Points.Step))
			}
			return new(big.Rat).Quo(full, rat(a.Points.Max)), true
		}
		if a.Points != nil && best && !a.Points.UpTo.IsZero() {
			return new(big.Rat).Quo(rat(a.Points.UpTo), rat(a.Points.Max)), true
		}
		return open()
	case m.Missing:
		return zero, true
	case m.Excused:
		return zero, false
	case a.Completion != nil:
		if *m.Completed {
			return full, true
		}
		return zero, true
	case a.Attendance != nil:
		bound := a.Attendance.Sessions - m.ExcusedSessions
		if bound == 0 {
			return zero, false
		}
		attended, asked := *m.Attended, bound-min(a.Attendance.MayMiss, bound-1)
		if best {
			attended += a.Attendance.Sessions - *m.Held
		}
		attended = min(attended, asked)
		if a.Attendance.Credit == "all_sessions" && attended < asked {
			attended = 0
		}
		return ratio(attended, asked), true
	case a.Points != nil:
		return new(big.Rat).Quo(rat(*m.Points), rat(a.Points.Max)), true
	case a.Levels != nil:
		for _, l := range a.Levels.Levels {
			if l.Name == m.Level {
				return new(big.Rat).Quo(rat(l.Points), rat(a.Levels.Max)), true
			}
		}
		panic("no level")
	default:
		if len(m.Items) == 0 && a.Items.MinItems == 0 && (len(a.Items.NeverDrop) == 0 || a.Items.Combine == "sum") {
			return open()
		}
		return oracleItems(*a.Items, m.Items, best)
	}
}

type oracleItem struct {
	earned, possible *big.Rat
	protected        bool
}

func oracleItems(a grading.ItemsAward, marks []grading.ItemMark, best bool) (*big.Rat, bool) {
	var items []oracleItem
	shown := len(marks)
	for _, m := range marks {
		it := oracleItem{ratio(0, 1), ratio(1, 1), m.ID != "" && slices.Contains(a.NeverDrop, m.ID)}
		if !m.Possible.IsZero() {
			it.possible = rat(m.Possible)
		}
		switch {
		case m.Excused:
			continue
		case m.Earned != nil:
			it.earned = rat(*m.Earned)
		case (m.Pending || m.HandedIn) && best:
			it.earned = it.possible
		}
		items = append(items, it)
	}
	if a.Combine == "mean" {
		expect := func(protected bool) {
			it := oracleItem{ratio(0, 1), ratio(1, 1), protected}
			if best {
				it.earned = ratio(1, 1)
			}
			items, shown = append(items, it), shown+1
		}
		for _, id := range a.NeverDrop {
			if !slices.ContainsFunc(marks, func(m grading.ItemMark) bool { return m.ID == id }) {
				expect(true)
			}
		}
		for shown < a.MinItems {
			expect(false)
		}
	}
	if len(items) == 0 {
		return ratio(0, 1), false
	}
	loose := 0
	for _, it := range items {
		if !it.protected {
			loose++
		}
	}
	loose = max(loose-1, 0) // the last item that may be dropped stays
	low := min(a.DropLowest, loose)
	high := min(a.DropHighest, loose-low)
	// The share is the maximum, over all ways to drop `low` items, of the minimum, over
	// all ways to drop `high` of the remaining items.
	var most *big.Rat
	each(items, low, func(rest []oracleItem) {
		var least *big.Rat
		each(rest, high, func(kept []oracleItem) {
			if share := oracleCombine(a.Combine, kept); least == nil || share.Cmp(least) < 0 {
				least = share
			}
		})
		if most == nil || least.Cmp(most) > 0 {
			most = least
		}
	})
	return most, true
}

func oracleCombine(combine grading.Combine, items []oracleItem) *big.Rat {
	earned, possible := ratio(0, 1), ratio(0, 1)
	for _, it := range items {
		if combine == "mean" {
			earned.Add(earned, new(big.Rat).Quo(it.earned, it.possible))
			possible.Add(possible, ratio(1, 1))
		} else {
			earned.Add(earned, it.earned)
			possible.Add(possible, it.possible)
		}
	}
	return earned.Quo(earned, possible)
}

// each removes n unprotected items in every possible way, and calls f with the items that
// are left.
func each(items []oracleItem, n int, f func([]oracleItem)) {
	if n == 0 {
		f(items)
		return
	}
	for i, it := range items {
		if !it.protected {
			// The same items are removed in every order. One order would be enough, but
			// this code is simpler.
			each(slices.Delete(slices.Clone(items), i, i+1), n-1, f)
		}
	}
}

func oracleTotal(s grading.Scheme, marks grading.Marks, best bool) (total *big.Rat, minimums, anything bool) {
	sum, base, minimums := ratio(0, 1), ratio(0, 1), true
	for _, c := range s.Components {
		m, given := marks[c.ID]
		share, counts := oracleShare(c, m, given, best)
		if !counts {
			continue
		}
		if !c.ExtraCredit {
			base.Add(base, rat(c.Weight))
		}
		sum.Add(sum, new(big.Rat).Mul(rat(c.Weight), share))
		if c.Minimum != nil && new(big.Rat).Mul(share, ratio(100, 1)).Cmp(rat(*c.Minimum)) < 0 {
			minimums = false
		}
	}
	if base.Sign() == 0 {
		return base, minimums, false
	}
	return sum.Mul(sum, ratio(100, 1)).Quo(sum, base), minimums, true
}

func oracle(s grading.Scheme, marks grading.Marks) (*big.Rat, grading.Decision) {
	passes := func(best bool) (*big.Rat, bool, bool) {
		total, minimums, anything := oracleTotal(s, marks, best)
		if s.Certificate.Above != nil {
			return total, anything, minimums && total.Cmp(rat(*s.Certificate.Above)) > 0
		}
		return total, anything, minimums && total.Cmp(rat(*s.Certificate.AtLeast)) >= 0
	}
	total, anything, worst := passes(false)
	_, _, best := passes(true)
	switch {
	case !anything:
		return total, grading.Pending
	case worst:
		return total, grading.Certified
	case best:
		return total, grading.Pending
	}
	return total, grading.NotCertified
}
