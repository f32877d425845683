package main

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// topic is a rule, the component to which the rule applies, and a text that says how
// the rule is misread.
type topic struct{ rule, component, text string }

// mistake is a way to misread one rule of a scheme, and the function that grades
// marks in that way.
type mistake struct {
	topic  topic
	decide func(grading.Marks) (grading.Result, error)
}

// mistakesOf returns the mistakes that the command "cohort judge" can recognize. Each
// mistake is about one rule.
func mistakesOf(grader *grading.Grader) []mistake {
	m := mistaken{grader: grader, scheme: grader.Scheme()}
	m.thresholds()
	m.rounding()
	for _, c := range leavesOf(m.scheme.Components) {
		m.states(c)
	}
	m.awards()
	m.whole()
	for _, c := range leavesOf(m.scheme.Components) {
		m.marks(topic{"component", c.ID, "it is left out"}, c.ID, func(grading.Mark) grading.Mark { return grading.Mark{Excused: true} })
		m.marks(topic{"component", c.ID, "it gives nothing"}, c.ID, func(grading.Mark) grading.Mark { return grading.Mark{Missing: true} })
	}
	return m.list
}

// mistaken collects the mistakes about one scheme.
type mistaken struct {
	grader *grading.Grader
	scheme grading.Scheme
	list   []mistake
}

// with adds a mistake that grades marks by a changed scheme, if that scheme compiles.
func (m *mistaken) with(t topic, change func(*grading.Scheme)) {
	other := m.grader.Scheme()
	change(&other)
	if grader, err := grading.Compile(other); err == nil {
		m.list = append(m.list, mistake{t, grader.Grade})
	}
}

// marks adds a mistake that replaces the mark of a component by what the function change
// returns for it.
func (m *mistaken) marks(t topic, component string, change func(grading.Mark) grading.Mark) {
	m.list = append(m.list, mistake{t, func(marks grading.Marks) (grading.Result, error) {
		mark, there := marks[component]
		if !there {
			mark = grading.Mark{Pending: true}
		}
		other := maps.Clone(marks)
		other[component] = change(mark)
		return m.grader.Grade(other)
	}})
}

// swap exchanges the two forms of a threshold: "above" becomes "at least", or the
// reverse.
func swap(above, atLeast **exact.Decimal) { *above, *atLeast = *atLeast, *above }

func (m *mistaken) thresholds() {
	const equal = "a total that is the threshold is on the other side"
	if m.scheme.Certificate.Above != nil || m.scheme.Certificate.AtLeast != nil {
		m.with(topic{"threshold", "", equal}, func(s *grading.Scheme) { swap(&s.Certificate.Above, &s.Certificate.AtLeast) })
	}
	for i, o := range m.scheme.Outcomes {
		m.with(topic{"threshold", "", equal + ", for " + o.Name}, func(s *grading.Scheme) { swap(&s.Outcomes[i].Above, &s.Outcomes[i].AtLeast) })
		for k, need := range o.Needs {
			m.with(topic{"need", need.Component, "not asked for, for " + o.Name}, func(s *grading.Scheme) {
				s.Outcomes[i].Needs = slices.Delete(s.Outcomes[i].Needs, k, k+1)
			})
			m.with(topic{"need", need.Component, "what is exactly needed is on the other side, for " + o.Name}, func(s *grading.Scheme) {
				swap(&s.Outcomes[i].Needs[k].Above, &s.Outcomes[i].Needs[k].AtLeast)
			})
		}
	}
	m.eachComponent(func(i int, c *grading.Component) {
		if c.Minimum != nil {
			m.change(topic{"need", c.ID, "its minimum is not asked for"}, i, func(c *grading.Component) { c.Minimum = nil })
		}
	})
}

// eachComponent calls visitor for each component, groups included. It passes the position
// of the component in the order that the function walk follows, and the component.
func (m *mistaken) eachComponent(visitor func(int, *grading.Component)) {
	scheme, n := m.grader.Scheme(), 0
	walk(scheme.Components, func(c *grading.Component) { visitor(n, c); n++ })
}

// walk calls visitor for each component of a list, each group before its components.
func walk(list []grading.Component, visitor func(*grading.Component)) {
	for i := range list {
		visitor(&list[i])
		if g := list[i].Award.Group; g != nil {
			walk(g.Components, visitor)
		}
	}
}

// change adds a mistake that grades by a scheme with one component changed. The parameter
// number is its position, as eachComponent counts.
func (m *mistaken) change(t topic, number int, change func(*grading.Component)) {
	m.with(t, func(s *grading.Scheme) {
		n := 0
		walk(s.Components, func(c *grading.Component) {
			if n == number {
				change(c)
			}
			n++
		})
	})
}

// states adds mistakes that treat a mark in one state (excused, missing, pending, handed
// in) as if it were another mark. For an attendance component it also adds the mistakes
// of sessions.
func (m *mistaken) states(c grading.Component) {
	full := inFull(c.Award)
	for _, s := range []struct {
		is       func(grading.Mark) bool
		rule, of string
		to       grading.Mark
	}{
		{func(m grading.Mark) bool { return m.Excused }, "excused", "excused counts as zero", grading.Mark{Missing: true}},
		{func(m grading.Mark) bool { return m.Excused }, "excused", "excused counts in full", full},
		{func(m grading.Mark) bool { return m.Excused }, "excused", "excused leaves it open", grading.Mark{Pending: true}},
		{func(m grading.Mark) bool { return m.Missing }, "missing", "missing is left out", grading.Mark{Excused: true}},
		{func(m grading.Mark) bool { return m.Missing }, "missing", "missing leaves it open", grading.Mark{Pending: true}},
		{func(m grading.Mark) bool { return m.Pending }, "pending", "what is open counts as zero", grading.Mark{Missing: true}},
		{func(m grading.Mark) bool { return m.Pending }, "pending", "what is open is left out", grading.Mark{Excused: true}},
		{func(m grading.Mark) bool { return m.HandedIn }, "handed-in", "what has no mark yet counts as zero", grading.Mark{Missing: true}},
		{func(m grading.Mark) bool { return m.HandedIn }, "handed-in", "what has no mark yet counts in full", full},
		{func(m grading.Mark) bool { return m.HandedIn }, "handed-in", "what has no mark yet is left out", grading.Mark{Excused: true}},
	} {
		m.marks(topic{s.rule, c.ID, s.of}, c.ID, func(mark grading.Mark) grading.Mark {
			if s.is(mark) {
				return s.to
			}
			return mark
		})
	}
	if a := c.Award.Attendance; a != nil {
		m.sessions(c.ID, a.Sessions)
	}
}

// inFull returns a mark that earns everything an award gives.
func inFull(a grading.Award) grading.Mark {
	switch {
	case a.Attendance != nil:
		return grading.Mark{Attended: new(a.Attendance.Sessions), Held: new(a.Attendance.Sessions)}
	case a.Points != nil:
		return grading.Mark{Points: new(a.Points.Max)}
	case a.Levels != nil:
		best := slices.MaxFunc(a.Levels.Levels, func(a, b grading.Level) int { return a.Points.Rational().Compare(b.Points.Rational()) })
		return grading.Mark{Level: best.Name}
	case a.Items != nil:
		one := exact.MustDecimal("1")
		var list []grading.ItemMark
		for _, id := range a.Items.NeverDrop {
			list = append(list, grading.ItemMark{ID: id, Earned: &one, Possible: one})
		}
		for len(list) < max(a.Items.MinItems, 1) {
			list = append(list, grading.ItemMark{Earned: &one, Possible: one})
		}
		return grading.Mark{Items: list}
	}
	return grading.Mark{Completed: new(true)}
}

// sessions adds mistakes that miscount the excused sessions or the sessions still to come
// in an attendance mark.
func (m *mistaken) sessions(id string, n int) {
	count := func(rule, text string, change func(attended, held, excused int) (int, int, int)) {
		m.marks(topic{rule, id, text}, id, func(mark grading.Mark) grading.Mark {
			if mark.Attended == nil || mark.Held == nil {
				return mark
			}
			attended, held, excused := change(*mark.Attended, *mark.Held, mark.ExcusedSessions)
			return grading.Mark{Attended: &attended, Held: &held, ExcusedSessions: excused}
		})
	}
	count("excused-sessions", "an excused session counts as missed", func(a, h, _ int) (int, int, int) { return a, h, 0 })
	count("excused-sessions", "an excused session counts as attended", func(a, h, x int) (int, int, int) { return a + x, h, 0 })
	count("sessions-to-come", "sessions still to come count as missed", func(a, _, x int) (int, int, int) { return a, n, x })
	count("sessions-to-come", "whoever attended all so far has attended all", func(a, h, x int) (int, int, int) {
		if a == h {
			return n, n, 0
		}
		return a, n, x
	})
}

// awards adds mistakes that misread the rules of awards.
func (m *mistaken) awards() {
	m.eachComponent(func(i int, c *grading.Component) {
		add := func(rule, text string, change func(*grading.Component)) { m.change(topic{rule, c.ID, text}, i, change) }
		switch a := c.Award; {
		case a.Attendance != nil:
			add("attendance", "part of the sessions gives a share, or all or nothing, the other way round", func(c *grading.Component) {
				c.Award.Attendance.Credit = map[grading.Credit]grading.Credit{"all_sessions": "per_session", "per_session": "all_sessions"}[c.Award.Attendance.Credit]
			})
			if a.Attendance.MayMiss > 0 {
				add("may-miss", "no session may be missed", func(c *grading.Component) { c.Award.Attendance.MayMiss = 0 })
			}
		case a.Items != nil:
			add("drop", "no item is dropped", func(c *grading.Component) { c.Award.Items.DropLowest, c.Award.Items.DropHighest = 0, 0 })
			add("never-drop", "an item that is never dropped is dropped", func(c *grading.Component) { c.Award.Items.NeverDrop = nil })
			add("min-items", "a short list is complete", func(c *grading.Component) { c.Award.Items.MinItems = 0 })
			add("points", "an item gives at most full marks", func(c *grading.Component) { c.Award.Items.UpToPercent = exact.Decimal{} })
			add("items", "a sum in place of a mean, or the other way round", func(c *grading.Component) {
				c.Award.Items.Combine = map[grading.Combine]grading.Combine{"sum": "mean", "mean": "sum"}[c.Award.Items.Combine]
				c.Award.Items.MinItems, c.Award.Items.NeverDrop = 0, nil
			})
		case a.Group != nil:
			add("drop", "no component is dropped", func(c *grading.Component) { c.Award.Group.DropLowest, c.Award.Group.DropHighest = 0, 0 })
			add("weighting", "the other weightings do not count", func(c *grading.Component) { c.Award.Group.Weightings = nil })
		case a.Points != nil && !a.Points.UpTo.IsZero():
			m.marks(topic{"points", c.ID, "points above full marks do not count"}, c.ID, func(mark grading.Mark) grading.Mark {
				if mark.Points != nil && mark.Points.Rational().Compare(a.Points.Max.Rational()) > 0 {
					return grading.Mark{Points: new(a.Points.Max)}
				}
				return mark
			})
		}
		if c.NeverDrop {
			add("never-drop", "it can be dropped", func(c *grading.Component) { c.NeverDrop = false })
		}
	})
}

// whole adds mistakes about rules that concern the scheme as a whole: its further
// weightings and its cap.
func (m *mistaken) whole() {
	if len(m.scheme.Weightings) > 0 {
		m.with(topic{"weighting", "", "the other weightings do not count"}, func(s *grading.Scheme) { s.Weightings = nil })
	}
	if !m.scheme.Cap.IsZero() {
		m.with(topic{"cap", "", "the total is not capped"}, func(s *grading.Scheme) { s.Cap = exact.Decimal{} })
	}
}

// rounding adds mistakes that round the total before it is compared with the
// thresholds.
func (m *mistaken) rounding() {
	passes := func(total exact.Rational) bool { return reached(m.scheme, total) }
	for _, r := range []struct {
		text string
		unit exact.Rational
	}{
		{"the total is rounded to a whole number first", exact.Whole(1)},
		{"the total is rounded to one place first", exact.Ratio(1, 10)},
		{"the total is rounded to two places first", exact.Ratio(1, 100)},
	} {
		m.list = append(m.list, mistake{topic{"exact", "", r.text}, func(marks grading.Marks) (grading.Result, error) {
			result, err := m.grader.Grade(marks)
			if err != nil || result.Decision == grading.Pending {
				return result, err
			}
			half := r.unit.Over(exact.Whole(2))
			rounded := result.Total.Plus(half).Over(r.unit).Floor().Times(r.unit)
			switch before, after := passes(result.Total), passes(rounded); {
			case !before && after:
				result.Decision = grading.Certified
			case before && !after:
				result.Decision = grading.NotCertified
			}
			result.Total = rounded
			return result, nil
		}})
	}
}

// reached reports whether a total is high enough for a certificate. It ignores what a
// certificate needs besides the total.
func reached(s grading.Scheme, total exact.Rational) bool {
	over := func(above, atLeast *exact.Decimal) bool {
		return above != nil && total.Compare(above.Rational()) > 0 || atLeast != nil && total.Compare(atLeast.Rational()) >= 0
	}
	for _, o := range s.Outcomes {
		if o.Certifies && over(o.Above, o.AtLeast) {
			return true
		}
	}
	return over(s.Certificate.Above, s.Certificate.AtLeast)
}
