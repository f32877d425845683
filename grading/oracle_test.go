package grading_test

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/grading"
)

// The oracle grades the slow and obvious way: fractions of any size, every
// choice of what to drop, the worst and the best of every open mark.

func rat(d document.Decimal) *big.Rat {
	r, ok := new(big.Rat).SetString(d.String())
	if !ok {
		panic("no number")
	}
	return r
}

func ratio(n, d int) *big.Rat { return big.NewRat(int64(n), int64(d)) }

// oracleShare returns the share of full marks, in the best case if best, and
// whether the component counts.
func oracleShare(c grading.Component, m grading.Mark, given, best bool) (*big.Rat, bool) {
	zero, full := ratio(0, 1), ratio(1, 1)
	open := func() (*big.Rat, bool) {
		if best {
			return full, true
		}
		return zero, true
	}
	switch a := c.Award; {
	case !given || m.Pending:
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
			for top.Cmp(rat(a.Points.Max)) <= 0 {
				full = top
				top = new(big.Rat).Add(top, rat(a.Points.Step))
			}
			return new(big.Rat).Quo(full, rat(a.Points.Max)), true
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
		attended := *m.Attended
		if best {
			attended += a.Attendance.Sessions - *m.Held
		}
		if a.Attendance.Credit == grading.AllSessions && attended < a.Attendance.Sessions {
			attended = 0
		}
		return ratio(attended, a.Attendance.Sessions), true
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
		if len(m.Items) == 0 && a.Items.MinItems == 0 {
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
		case m.Pending && best:
			it.earned = it.possible
		}
		items = append(items, it)
	}
	for range a.MinItems - len(marks) {
		items = append(items, oracleItem{ratio(0, 1), ratio(1, 1), false})
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
	low := min(a.DropLowest, loose)
	high := min(a.DropHighest, loose-low)
	// The maximum over what low may remove of the minimum over what high may
	// then remove.
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
		if combine == grading.Mean {
			earned.Add(earned, new(big.Rat).Quo(it.earned, it.possible))
			possible.Add(possible, ratio(1, 1))
		} else {
			earned.Add(earned, it.earned)
			possible.Add(possible, it.possible)
		}
	}
	return earned.Quo(earned, possible)
}

// each calls f with every list that n removals of unprotected items leave.
func each(items []oracleItem, n int, f func([]oracleItem)) {
	if n == 0 {
		f(items)
		return
	}
	for i, it := range items {
		if !it.protected {
			// Removing in ascending order would be enough; this is the oracle.
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

// chooser makes schemes and marks by chance.
type chooser interface {
	IntN(n int) int
}

func pick[T any](r chooser, from ...T) T { return from[r.IntN(len(from))] }

// anyScheme returns a scheme of 1 to 5 components of any award.
func anyScheme(r chooser) grading.Scheme {
	s := grading.Scheme{Weights: grading.Relative}
	for i := range 1 + r.IntN(5) {
		c := grading.Component{
			ID: "c" + strconv.Itoa(i), Weight: dec(pick(r, "0", "1", "2", "3.5", "10", "0.125", "60")), Award: anyAward(r),
			ExtraCredit: i > 0 && r.IntN(6) == 0,
		}
		if i == 0 {
			c.Weight = dec(pick(r, "1", "7", "30"))
		}
		if r.IntN(5) == 0 {
			c.Minimum = new(dec(pick(r, "0", "33.3", "50", "80", "100")))
		}
		s.Components = append(s.Components, c)
	}
	limit := new(dec(pick(r, "0", "40", "50", "66.6", "80", "99")))
	if r.IntN(2) == 0 {
		s.Certificate.Above = limit
	} else {
		s.Certificate.AtLeast = limit
	}
	return s
}

func anyAward(r chooser) grading.Award {
	switch r.IntN(5) {
	case 0:
		return grading.Award{Completion: &grading.CompletionAward{}}
	case 1:
		return grading.Award{Attendance: &grading.AttendanceAward{Sessions: 1 + r.IntN(6), Credit: pick(r, grading.AllSessions, grading.PerSession)}}
	case 2:
		return grading.Award{Points: &grading.PointsAward{Max: dec(pick(r, "15", "7", "4.5", "100"))}}
	case 3:
		return grading.Award{Levels: &grading.LevelsAward{Max: dec("60"), Levels: []grading.Level{
			{Name: "good", Points: dec("50")}, {Name: "none", Points: dec("0")}, {Name: "best", Points: dec(pick(r, "60", "57.5"))},
		}}}
	default:
		return anyItems(r)
	}
}

func anyItems(r chooser) grading.Award {
	a := grading.ItemsAward{Combine: pick(r, grading.Sum, grading.Mean), DropLowest: r.IntN(3), DropHighest: r.IntN(3)}
	if r.IntN(2) == 0 {
		a.NeverDrop = []string{"i0", "i3"}
	}
	if a.Combine == grading.Mean && r.IntN(3) == 0 {
		a.MinItems = 1 + r.IntN(5)
	}
	return grading.Award{Items: &a}
}

// anyMarks returns marks that fit the scheme, but for drops, which may leave
// nothing.
func anyMarks(r chooser, s grading.Scheme) grading.Marks {
	marks := grading.Marks{}
	for _, c := range s.Components {
		if m, there := anyMark(r, c.Award); there {
			marks[c.ID] = m
		}
	}
	return marks
}

func anyMark(r chooser, a grading.Award) (grading.Mark, bool) {
	switch r.IntN(9) {
	case 0:
		return grading.Mark{}, false
	case 1:
		return grading.Mark{Missing: true}, true
	case 2:
		return grading.Mark{Excused: true}, true
	case 3:
		return grading.Mark{Pending: true}, true
	}
	switch {
	case a.Completion != nil:
		return grading.Mark{Completed: new(r.IntN(2) == 0)}, true
	case a.Attendance != nil:
		held := r.IntN(a.Attendance.Sessions + 1)
		return grading.Mark{Attended: new(r.IntN(held + 1)), Held: new(held)}, true
	case a.Points != nil:
		return grading.Mark{Points: new(anyPoints(r, a.Points.Max))}, true
	case a.Levels != nil:
		return grading.Mark{Level: pick(r, "none", "good", "best")}, true
	}
	items := []grading.ItemMark{}
	for i := range 3 + r.IntN(4) {
		items = append(items, anyItem(r, i))
	}
	return grading.Mark{Items: items}, true
}

func anyPoints(r chooser, limit document.Decimal) document.Decimal {
	d := dec(fmt.Sprintf("%d.%02d", r.IntN(100), r.IntN(100)))
	if rat(d).Cmp(rat(limit)) > 0 {
		return limit
	}
	return d
}

func anyItem(r chooser, i int) grading.ItemMark {
	possible := 1 + r.IntN(12)
	m := grading.ItemMark{ID: "i" + strconv.Itoa(i), Possible: dec(strconv.Itoa(possible))}
	switch r.IntN(8) {
	case 0:
		m.Missing = true
	case 1:
		m.Excused = true
	case 2:
		m.Pending = true
	default:
		m.Earned = new(dec(strconv.Itoa(r.IntN(possible + 1))))
	}
	return m
}
