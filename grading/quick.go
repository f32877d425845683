package grading

// quickPlaces is how many decimal places a mark may have on the quick path.
const quickPlaces = 4

// quick adds up marks in whole numbers: everything a mark can add is a multiple
// of 1/den, and all of a scheme's full marks together stay below 2^64 of them,
// so that no sum can overflow. A scheme for which there is no such den has no
// quick path; who does not fit it is graded like everybody else by Grade.
type quick struct {
	den       uint64
	limit     uint64 // the threshold, in 1/den
	inclusive bool
	scales    []scale
}

// scale is how one component's marks become whole numbers: an attended session
// is one unit, so is a completion, and a point is 10^quickPlaces.
type scale struct {
	award  Award
	unit   uint64   // what a unit adds, in 1/den
	max    uint64   // units of full marks
	best   uint64   // units of the best that can be had
	least  uint64   // units that reach the component's minimum
	step   uint64   // units that every mark is a multiple of
	levels []uint64 // units of each level
}

// newQuick returns the quick path of a scheme, nil if it has none.
func newQuick(g *Grader) *quick {
	q := &quick{inclusive: g.inclusive, scales: make([]scale, len(g.components)), den: g.limit.den()}
	values, fits := make([]Total, len(g.components)), g.limit.wide == nil
	for i := range g.components {
		s, value, ok := newScale(&g.components[i])
		if !ok || value.wide != nil || !fits {
			return nil
		}
		q.den, fits = product(q.den/gcd(q.den, value.den()), value.den())
		q.scales[i], values[i] = s, value
	}
	var most Total
	for i := range q.scales {
		s, unit := &q.scales[i], values[i].times(whole(q.den))
		s.unit = unit.num
		most = most.plus(unit.times(whole(s.max)))
	}
	limit := g.limit.times(whole(q.den))
	q.limit = limit.num
	if !fits || most.wide != nil || limit.wide != nil {
		return nil
	}
	return q
}

// newScale returns how a component's marks become units and what a unit adds.
func newScale(c *component) (s scale, unit Total, ok bool) {
	ok = true
	units := func(t Total) uint64 {
		ok = ok && t.wide == nil && t.less == 0
		return t.num
	}
	s.award = c.Award
	size := one
	switch a := c.Award; {
	case a.Items != nil:
		return s, unit, false
	case a.Attendance != nil && a.Attendance.Credit == PerSession:
		size = c.max
	case a.Points != nil:
		size = c.max.times(whole(powers[quickPlaces]))
		s.step = units(exactly(a.Points.Step).times(whole(powers[quickPlaces])))
	case a.Levels != nil:
		size = c.max.times(whole(powers[quickPlaces]))
		for _, level := range a.Levels.Levels {
			s.levels = append(s.levels, units(exactly(level.Points).times(whole(powers[quickPlaces]))))
		}
	}
	s.max, s.best = units(size), units(c.best().times(size))
	s.least = units(c.minimum.times(size).ceil())
	return s, c.full.over(size), ok
}

// grade fills a person's standing, unless the person has a mark that does not
// fit in here.
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
	out.Total = Total{num: worst, less: q.den - 1}
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

// read returns the units of a mark in the worst and in the best case.
func (s *scale) read(column *Column, person int) (low, high uint64, ok bool) {
	switch column.status(person) {
	case StatusGraded:
	case StatusMissing:
		return 0, 0, true
	case StatusPending:
		return 0, s.best, true
	default:
		return 0, 0, false
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
	return 0, 0, false
}

func (s *scale) sessions(column *Column, person int) (low, high uint64, ok bool) {
	sessions := s.award.Attendance.Sessions
	attended, held := column.Attended[person], sessions
	if column.Held != nil {
		held = column.Held[person]
	}
	if attended < 0 || attended > held || held > sessions {
		return 0, 0, false
	}
	reach := attended + sessions - held
	if s.award.Attendance.Credit == AllSessions {
		// All or nothing: whole courses of sessions.
		attended, reach = attended/sessions, reach/sessions
	}
	return uint64(attended), uint64(reach), true
}
