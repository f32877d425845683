package grading_test

import (
	"fmt"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// chooser is a source of randomness for schemes and marks.
type chooser interface {
	IntN(n int) int
}

func pick[T any](r chooser, from ...T) T { return from[r.IntN(len(from))] }

// anyScheme returns a scheme of 1 to 5 components, each with a random award that is not a
// group.
func anyScheme(r chooser) grading.Scheme {
	s := grading.Scheme{Weights: "relative"}
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
		return grading.Award{Attendance: &grading.AttendanceAward{Sessions: 1 + r.IntN(6), Credit: pick[grading.Credit](r, "all_sessions", "per_session"), MayMiss: max(r.IntN(6)-3, 0)}}
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
	a := grading.ItemsAward{Combine: pick[grading.Combine](r, "sum", "mean"), DropLowest: r.IntN(3), DropHighest: r.IntN(3)}
	if r.IntN(2) == 0 {
		a.NeverDrop = []string{"i0", "i3"}
	}
	if a.Combine == "mean" && r.IntN(3) == 0 {
		a.MinItems = 1 + r.IntN(5)
	}
	return grading.Award{Items: &a}
}

// anyMarks returns random marks that fit the scheme.
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
		return grading.Mark{Pending: true, HandedIn: r.IntN(2) == 0}, true
	}
	switch {
	case a.Completion != nil:
		return grading.Mark{Completed: new(r.IntN(2) == 0)}, true
	case a.Attendance != nil:
		held := r.IntN(a.Attendance.Sessions + 1)
		m := grading.Mark{Attended: new(r.IntN(held + 1)), Held: new(held)}
		if r.IntN(3) == 0 {
			m.ExcusedSessions = r.IntN(held - *m.Attended + 1)
		}
		return m, true
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

func anyPoints(r chooser, limit exact.Decimal) exact.Decimal {
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
