package grading

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Grader grades by one scheme. It never changes and serves any number of
// goroutines.
type Grader struct {
	scheme     Scheme
	components []component
	index      map[string]int // component by id
	base       exact.Rational // sum of the weights, extra credit aside
	limit      exact.Rational // the certificate's threshold
	inclusive  bool           // whether reaching the threshold suffices
	need       string         // what the certificate wants, for people
	sources    []rule.Source  // of the components that have one
	quick      *quick         // nil where the scheme has no quick path
}

// component is a Component with what grading needs of it worked out.
type component struct {
	Component
	weight  exact.Rational
	full    exact.Rational // what full marks add to the total when nobody is excused
	minimum exact.Rational // share of the full marks
	max     exact.Rational // of points, levels and sessions
	need    string
	tooMuch string  // detail of a mark above the maximum
	ladder  []Level // the levels, lowest first
}

// Compile checks the scheme and returns its grader. The error is nil or
// [rule.Violations]; their codes are listed in the package documentation. The
// grader shares nothing with scheme.
func Compile(scheme Scheme) (*Grader, error) {
	if err := document.Check(scheme, scheme.Check); err != nil {
		return nil, err
	}
	scheme = scheme.clone()
	g := &Grader{scheme: scheme, index: make(map[string]int, len(scheme.Components)), need: scheme.Certificate.need()}
	limit, inclusive := scheme.Certificate.threshold()
	g.limit, g.inclusive = limit.Rational(), inclusive
	for i, c := range scheme.Components {
		g.index[c.ID] = i
		if !c.ExtraCredit {
			g.base = g.base.Plus(c.Weight.Rational())
		}
	}
	g.components = make([]component, len(scheme.Components))
	for i, c := range scheme.Components {
		g.components[i] = compile(c, g.base)
		if c.Source != nil {
			g.sources = append(g.sources, *c.Source)
		}
	}
	g.quick = newQuick(g)
	return g, nil
}

func compile(c Component, base exact.Rational) component {
	out := component{Component: c, weight: c.Weight.Rational()}
	out.full = out.weight.Times(hundred).Over(base)
	if c.Minimum != nil {
		out.minimum = c.Minimum.Rational().Over(hundred)
	}
	out.max, out.need = c.Award.full()
	out.tooMuch = "at most " + out.max.String()
	if c.Award.Levels != nil {
		out.ladder = slices.Clone(c.Award.Levels.Levels)
		slices.SortStableFunc(out.ladder, func(a, b Level) int { return a.Points.Rational().Compare(b.Points.Rational()) })
	}
	return out
}

// full returns the most the award's own scale has, and what full marks need, for
// people.
func (a Award) full() (limit exact.Rational, need string) {
	switch {
	case a.Attendance != nil:
		limit = exact.Whole(uint64(a.Attendance.asked(0)))
		if a.Attendance.Credit == AllSessions && a.Attendance.MayMiss == 0 {
			return limit, "all " + limit.String() + " sessions"
		}
		return limit, limit.String() + " sessions"
	case a.Points != nil:
		limit = a.Points.Max.Rational()
		return limit, limit.String() + " points"
	case a.Levels != nil:
		limit = a.Levels.Max.Rational()
		return limit, limit.String() + " points"
	case a.Items != nil:
		return one, "every item in full"
	}
	return one, "completion"
}

// Scheme returns a copy of the definition the grader was compiled from.
func (g *Grader) Scheme() Scheme { return g.scheme.clone() }

// clone copies all that can be changed through s.
func (s Scheme) clone() Scheme {
	s.Components = slices.Clone(s.Components)
	for i := range s.Components {
		c := &s.Components[i]
		c.Award, c.Minimum, c.Source = c.Award.clone(), copied(c.Minimum), copied(c.Source)
	}
	s.Certificate = s.Certificate.clone()
	return s
}

func (c Certificate) clone() Certificate {
	return Certificate{Above: copied(c.Above), AtLeast: copied(c.AtLeast), Source: copied(c.Source)}
}

func (a Award) clone() Award {
	a = Award{copied(a.Completion), copied(a.Attendance), copied(a.Points), copied(a.Levels), copied(a.Items)}
	if a.Levels != nil {
		a.Levels.Levels = slices.Clone(a.Levels.Levels)
	}
	if a.Items != nil {
		a.Items.NeverDrop = slices.Clone(a.Items.NeverDrop)
	}
	return a
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}

// CheckMarks reports everything that does not fit the scheme, with paths such
// as ["quiz"].points below r's own.
func (g *Grader) CheckMarks(marks Marks, r *rule.Report) {
	for _, id := range slices.Sorted(maps.Keys(marks)) {
		at := r.At(rule.Key("", id))
		i, known := g.index[id]
		if !known {
			at.Add("", "unknown-component", "the scheme has no component of this id")
			continue
		}
		m := marks[id]
		g.components[i].read(&m, &faults{report: at})
	}
}

// CheckMark checks one mark alone, with paths below the mark: points, items[3].
// The error is nil or [rule.Violations].
func (g *Grader) CheckMark(component string, mark Mark) error {
	i, known := g.index[component]
	if !known {
		return rule.Violations{{Code: "unknown-component", Detail: "the scheme has no component of this id"}}
	}
	var f faults
	if g.components[i].read(&mark, &f); !f.found {
		return nil
	}
	return document.Check(mark, func(r *rule.Report) { g.components[i].read(&mark, &faults{report: r}) })
}

// Parse reads a scheme from JSON and checks it. The error is nil or
// [rule.Violations], in the order of the text.
func Parse(data []byte) (Scheme, error) {
	var s Scheme
	err := document.Parse(data, &s, func(r *rule.Report) { s.Check(r) })
	return s, err
}

// ParseMarks reads one person's marks from JSON and checks them against the
// scheme. The error is nil or [rule.Violations], in the order of the text.
func (g *Grader) ParseMarks(data []byte) (Marks, error) {
	var m Marks
	err := document.Parse(data, &m, func(r *rule.Report) { g.CheckMarks(m, r) })
	return m, err
}
