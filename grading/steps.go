package grading

import (
	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
)

// step is one mark that an award can give and the share it is worth.
type step struct {
	mark  Mark
	share exact.Rational
}

// stepCount returns the number of different marks that the award can give to a
// person who is excused from some sessions, and false if they cannot be counted or
// are more than maxOutcomes.
func (c *component) stepCount(excused int) (int, bool) {
	switch a := c.Award; {
	case a.Completion != nil:
		return 2, true
	case a.Attendance != nil && a.Attendance.Credit == allSessions:
		return 2, true
	case a.Attendance != nil:
		return a.Attendance.asked(excused) + 1, true
	case a.Levels != nil:
		return len(a.Levels.Levels) + 1, true
	case a.Points != nil && !a.Points.Step.IsZero():
		n := c.most.Over(a.Points.Step.Rational()).Floor()
		if n.Compare(exact.Whole(maxOutcomes)) < 0 {
			most, _, _ := n.Fraction()
			return int(most) + 1, true
		}
	}
	return 0, false
}

// stepsWithin returns the marks a discrete award can still give to a person whose
// mark m is worth s, lowest share first.
func (c *component) stepsWithin(m Mark, s worth) []step {
	var list []step
	n, _ := c.stepCount(m.ExcusedSessions)
	for i := range n {
		if next := c.step(i, m.ExcusedSessions); next.share.Compare(s.worst) >= 0 && next.share.Compare(s.best) <= 0 {
			list = append(list, next)
		}
	}
	return list
}

// step returns mark i of a discrete award, lowest share first. A missing mark
// comes before a level that gives no points.
func (c *component) step(i, excused int) step {
	switch a := c.Award; {
	case a.Completion != nil:
		return step{Mark{Completed: new(i == 1)}, exact.Whole(uint64(i))}
	case a.Attendance != nil:
		attended := i
		if a.Attendance.Credit == allSessions {
			attended = i * a.Attendance.asked(excused)
		}
		return step{
			Mark{Attended: new(attended), Held: new(a.Attendance.Sessions), ExcusedSessions: excused},
			a.Attendance.share(attended, excused),
		}
	case a.Levels != nil && i == 0:
		return step{Mark{Missing: true}, exact.Rational{}}
	case a.Levels != nil:
		level := c.ladder[i-1]
		return step{Mark{Level: level.Name}, level.Points.Rational().Over(c.max)}
	default:
		points := exact.Decimal{Decimal: a.Points.Step.Mul(decimal.NewFromInt(int64(i)))}
		return step{Mark{Points: &points}, points.Rational().Over(c.max)}
	}
}
