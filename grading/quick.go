package grading

import (
	"math/bits"

	"github.com/cohortkit/cohort/course/exact"
)

// quickPlaces is how many decimal places a mark may have on the quick path.
const (
	quickPlaces = 4
	quickUnit   = 10_000 // 10^quickPlaces
)

// quick adds up marks in whole numbers. Every amount that a mark can add to the total is
// a multiple of 1/den, and the highest marks of all components add up to less than 2^64
// such multiples, so that no sum can overflow. A scheme for which there is no such den
// has no quick path. If the marks of a person do not fit the quick path, GradeColumns
// grades this person in the way that Grade does.
type quick struct {
	den       uint64
	limit     uint64 // the threshold, in 1/den
	inclusive bool
	scales    []scale
}

// scale says how one component's marks become whole numbers of units. A completion, an
// attended session and full attendance under the credit "all_sessions" are one unit each;
// a point is 10^quickPlaces units.
type scale struct {
	award  Award
	size   exact.Rational // units of full marks
	unit   uint64         // what a unit adds, in 1/den
	max    uint64         // units of the highest mark
	best   uint64         // units of the largest share that the award can give
	least  uint64         // units that reach the component's minimum
	step   uint64         // units of the award's step, 0 for none
	levels []uint64       // units of each level
}

// newQuick returns the quick path of a scheme, or nil if the scheme has no quick path. A
// scheme with a quick path is flat and has one weighting, a certificate and no cap.
func newQuick(g *Grader) *quick {
	if !g.short() || g.cap != nil || len(g.root.weightings) > 1 {
		return nil
	}
	limit := g.outcomes[0].total
	q := &quick{inclusive: limit.inclusive, scales: make([]scale, len(g.components)), den: 1}
	values, fits := []exact.Rational{limit.limit}, true
	for i := range g.components {
		full := g.root.weightings[0].shares[i].Times(hundred) // component i is child i of the root, for newScale refuses groups
		s, value, ok := newScale(&g.components[i], full)
		if !ok {
			return nil
		}
		q.scales[i], values = s, append(values, value)
	}
	for _, value := range values {
		_, den, narrow := value.Fraction()
		if !narrow || !fits {
			return nil
		}
		q.den, fits = lcm(q.den, den)
	}
	var most exact.Rational
	for i := range q.scales {
		s, unit := &q.scales[i], values[i+1].Times(exact.Whole(q.den))
		s.unit, _ = units(unit)
		most = most.Plus(unit.Times(exact.Whole(s.max)))
	}
	_, narrow := units(most)
	least, ok := units(limit.limit.Times(exact.Whole(q.den)))
	q.limit = least
	if !fits || !narrow || !ok {
		return nil
	}
	return q
}

// units returns t as an integer, and whether t is a whole number that fits in 64 bits.
func units(t exact.Rational) (uint64, bool) {
	n, d, narrow := t.Fraction()
	return n, narrow && d == 1
}

// lcm returns the least common multiple, and whether it fits in 64 bits.
func lcm(a, b uint64) (uint64, bool) {
	g, r := a, b
	for r != 0 {
		g, r = r, g%r
	}
	hi, lo := bits.Mul64(a/g, b)
	return lo, hi == 0
}

// newScale returns the scale of a component, and what one unit adds to the total. The
// parameter full is what full marks in the component add to the total.
func newScale(c *component, full exact.Rational) (s scale, unit exact.Rational, ok bool) {
	ok = true
	units := func(t exact.Rational) uint64 {
		n, whole := units(t)
		ok = ok && whole
		return n
	}
	s.award = c.Award
	size := one
	switch a := c.Award; {
	case a.Items != nil || a.Group != nil:
		return s, unit, false
	case a.Attendance != nil && a.Attendance.Credit == perSession:
		size = c.max
	case a.Points != nil:
		size = c.max.Times(exact.Whole(quickUnit))
		s.step = units(a.Points.Step.Rational().Times(exact.Whole(quickUnit)))
	case a.Levels != nil:
		size = c.max.Times(exact.Whole(quickUnit))
		for _, level := range a.Levels.Levels {
			s.levels = append(s.levels, units(level.Points.Rational().Times(exact.Whole(quickUnit))))
		}
	}
	s.size, s.max, s.best = size, units(c.most.Over(c.max).Times(size)), units(c.best.Times(size))
	s.least = units(c.minimum.Times(size).Ceil())
	return s, full.Over(size), ok
}

// grade fills in a person's standing, and reports whether all marks of the
// person fit the quick path.
func (q *quick) grade(columns []Column, person int, out *Standing) bool {
	var worst, best uint64
	worstReaches, bestReaches := true, true
	for i := range q.scales {
		s := &q.scales[i]
		low, high, ok := s.read(&columns[i], person)
		if !ok {
			return false
		}
		worst, best = worst+low*s.unit, best+high*s.unit
		worstReaches, bestReaches = worstReaches && low >= s.least, bestReaches && high >= s.least
	}
	out.Total = exact.Ratio(worst, q.den)
	switch {
	case q.passes(worst) && worstReaches:
		out.Decision = Certified
	case q.passes(best) && bestReaches:
		out.Decision = Pending
	default:
		out.Decision = NotCertified
	}
	return true
}

func (q *quick) passes(sum uint64) bool { return sum > q.limit || sum == q.limit && q.inclusive }

// read returns the units of a mark in the worst and in the best case, and whether the
// mark fits the quick path. Both are 0 if it does not fit.
func (s *scale) read(column *Column, person int) (low, high uint64, ok bool) {
	switch column.status(person) {
	case StatusGraded:
	case StatusMissing:
		return 0, 0, true
	case StatusPending:
		return 0, s.best, true
	default:
		return low, high, false
	}
	switch {
	case column.Points != nil:
		d := column.Points[person]
		if d.IsZero() {
			return 0, s.best, true
		}
		n, fits := d.Scaled(quickPlaces)
		units := uint64(n)
		ok = fits && n >= 0 && units <= s.max && (s.step == 0 || units%s.step == 0)
		return units, units, ok
	case column.Levels != nil:
		return s.level(column.Levels[person])
	case column.Completed != nil:
		if column.Completed[person] {
			return 1, 1, true
		}
		return 0, 0, true
	case column.Attended != nil:
		return s.sessions(column, person)
	}
	return 0, s.best, true
}

func (s *scale) level(name string) (low, high uint64, ok bool) {
	if name == "" {
		return 0, s.best, true
	}
	for i := range s.award.Levels.Levels {
		if s.award.Levels.Levels[i].Name == name {
			return s.levels[i], s.levels[i], true
		}
	}
	return low, high, false
}

func (s *scale) sessions(column *Column, person int) (low, high uint64, ok bool) {
	sessions := s.award.Attendance.Sessions
	attended, held := column.Attended[person], sessions
	if column.Held != nil {
		held = column.Held[person]
	}
	if attended < 0 || attended > held || held > sessions {
		return low, high, false
	}
	if column.Excused != nil && column.Excused[person] != 0 {
		return low, high, false
	}
	asked := s.award.Attendance.asked(0)
	reach := min(attended+sessions-held, asked)
	attended = min(attended, asked)
	if s.award.Attendance.Credit == allSessions {
		attended, reach = attended/asked, reach/asked // all or nothing
	}
	return uint64(attended), uint64(reach), true
}
