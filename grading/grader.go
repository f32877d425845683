package grading

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Grader grades by one scheme. It never changes and is safe for concurrent use.
type Grader struct {
	scheme Scheme
	// components lists all components of the tree, each group before its
	// components.
	components []component
	index      map[string]int // component by id
	root       group
	outcomes   []outcome
	cap        *exact.Rational // on the total, nil for none
	sources    int             // how many components have a source
	quick      *quick          // nil where the scheme has no quick path
}

// component is a Component with the values that grading derives from it.
type component struct {
	Component
	path    string         // in the scheme
	group   *group         // nil for a component that is not a group
	parent  int            // index of the group, or -1 for the root
	place   int            // index among the children of the parent
	minimum exact.Rational // a share of full marks, 0 for none
	max     exact.Rational // full marks on the award's own scale
	most    exact.Rational // the highest mark in points: max, or more if the award allows it
	best    exact.Rational // the largest share the award can give; of no meaning for a group
	need    string
	tooMuch string  // detail of the violation if a mark is too high
	bits    int     // of a list: how many bits the denominator of its mean may have
	ladder  []Level // the levels, lowest first
}

// Compile checks the scheme and returns its grader. The error is nil or
// [rule.Violations]; their codes are listed in the package documentation. The grader
// shares no memory with scheme.
func Compile(scheme Scheme) (*Grader, error) {
	if err := scheme.Validate(); err != nil {
		return nil, err
	}
	scheme = scheme.clone()
	g := &Grader{scheme: scheme, index: map[string]int{}}
	g.root = g.grow(scheme.Components, scheme.Weightings, -1, "components")
	if !scheme.Cap.IsZero() {
		g.cap = new(scheme.Cap.Rational())
	}
	g.shareBits()
	g.outcomes = g.compileOutcomes()
	g.quick = newQuick(g)
	return g, nil
}

// shareBits divides the limit maxMeans evenly among the components that are lists
// combined by mean.
func (g *Grader) shareBits() {
	means := 0
	for i := range g.components {
		if a := g.components[i].Award.Items; a != nil && a.Combine == combineMean {
			means++
		}
	}
	for i := range g.components {
		g.components[i].bits = maxMeans / max(means, 1)
	}
}

// grow appends the components of a group, and all components below them, to
// g.components. It returns the group.
func (g *Grader) grow(components []Component, weightings []Weighting, parent int, path string) group {
	gr := newGroup(components, weightings)
	for i, c := range components {
		at := len(g.components)
		gr.children[i], g.index[c.ID] = at, at
		out := compile(c)
		out.parent, out.place, out.path = parent, i, rule.Index(path, i)
		g.components = append(g.components, out)
		if c.Source != nil {
			g.sources++
		}
		if a := c.Award.Group; a != nil {
			grown := g.grow(a.Components, a.Weightings, at, out.path+".award.group.components")
			grown.low, grown.high = a.DropLowest, a.DropHighest
			g.components[at].group = &grown
		}
	}
	return gr
}

func compile(c Component) component {
	out := component{Component: c}
	if c.Minimum != nil {
		out.minimum = c.Minimum.Rational().Over(hundred)
	}
	out.max, out.best, out.need = c.Award.full()
	out.most = out.max
	if a := c.Award.Points; a != nil && !a.UpTo.IsZero() {
		out.most = a.UpTo.Rational()
	}
	out.tooMuch = "at most " + out.most.String()
	if c.Award.Levels != nil {
		out.ladder = slices.Clone(c.Award.Levels.Levels)
		slices.SortStableFunc(out.ladder, func(a, b Level) int { return a.Points.Rational().Compare(b.Points.Rational()) })
		out.best = out.ladder[len(out.ladder)-1].Points.Rational().Over(out.max)
	}
	return out
}

// These texts say what a list of items or a group needs for full marks. If items or
// components may be dropped, or if there are several weightings, only those that count
// must be in full.
const (
	everyItem         = "every item in full"
	countedItems      = "every item that counts in full"
	everyComponent    = "every component in full"
	countedComponents = "every component that counts in full"
)

// full returns full marks on the award's own scale, the largest share that a
// mark can give, and a text that says what full marks need.
func (a Award) full() (limit, best exact.Rational, need string) {
	switch {
	case a.Attendance != nil:
		limit = exact.Whole(uint64(a.Attendance.asked(0)))
		need = limit.String() + " sessions"
		if a.Attendance.Credit == allSessions && a.Attendance.MayMiss == 0 {
			need = "all " + need
		}
		return limit, one, need
	case a.Points != nil:
		limit = a.Points.Max.Rational()
		return limit, a.Points.most().Over(limit), limit.String() + " points"
	case a.Levels != nil:
		limit = a.Levels.Max.Rational()
		return limit, one, limit.String() + " points"
	case a.Items != nil:
		need = everyItem
		if a.Items.DropLowest > 0 || a.Items.DropHighest > 0 {
			need = countedItems
		}
		return one, a.Items.most(), need
	case a.Group != nil:
		need = everyComponent
		if a.Group.DropLowest > 0 || a.Group.DropHighest > 0 || len(a.Group.Weightings) > 0 {
			need = countedComponents
		}
		return one, one, need
	}
	return one, one, "completion"
}

// most returns the highest number of points that a mark can have.
func (a *PointsAward) most() exact.Rational {
	most := a.Max.Rational()
	if !a.UpTo.IsZero() {
		most = a.UpTo.Rational()
	}
	if a.Step.IsZero() {
		return most
	}
	step := a.Step.Rational()
	return most.Over(step).Floor().Times(step)
}

// most returns the largest share that an item can have.
func (a *ItemsAward) most() exact.Rational {
	if a.UpToPercent.IsZero() {
		return one
	}
	return a.UpToPercent.Rational().Over(hundred)
}

// made returns a violation if Compile did not make the grader.
func (g *Grader) made() error {
	if g == nil || len(g.components) == 0 {
		return rule.Violations{{Code: "not-compiled", Detail: "a Grader is made by Compile"}}
	}
	return nil
}

// Scheme returns a copy of the definition the grader was compiled from.
func (g *Grader) Scheme() Scheme {
	if g.made() != nil {
		return Scheme{}
	}
	return g.scheme.clone()
}

// checkMarks reports everything that does not fit the scheme, with paths such
// as ["quiz"].points below the path of r.
func (g *Grader) checkMarks(marks Marks, r *rule.Report) {
	for _, id := range slices.Sorted(maps.Keys(marks)) {
		at := r.At(rule.Key("", id))
		i, known := g.index[id]
		if !known {
			at.Put(g.unknown(id))
			continue
		}
		m := marks[id]
		g.components[i].read(&m, &faults{report: at})
	}
}

// unknown returns the violation of an id that no component has.
func (g *Grader) unknown(id string) rule.Violation {
	var ids []string
	for _, leaf := range g.leaves() {
		ids = append(ids, g.components[leaf].ID)
	}
	return rule.UnknownName("", "unknown-component", "component", id, ids)
}

// CheckMark checks one mark alone. The error is nil or [rule.Violations], with paths that
// start at the mark, such as points or items[3].
func (g *Grader) CheckMark(component string, mark Mark) error {
	_, err := g.ReadMark(component, mark)
	return err
}

// Parse reads a scheme from JSON and checks it. The error is nil or
// [rule.Violations], in the order of the text.
func Parse(data []byte) (Scheme, error) {
	var s Scheme
	err := document.Parse(data, &s, func(r *rule.Report) { s.Check(r) })
	return s, err
}

// ParseRecord reads one person's record from JSON and checks it against the
// scheme. The error is nil or [rule.Violations], in the order of the text.
func (g *Grader) ParseRecord(data []byte) (Record, error) {
	var record Record
	if err := g.made(); err != nil {
		return record, err
	}
	err := document.Parse(data, &record, func(r *rule.Report) { g.checkRecord(record, r) })
	return record, err
}

// ParseMarks reads one person's marks from JSON and checks them against the
// scheme. The error is nil or [rule.Violations], in the order of the text.
func (g *Grader) ParseMarks(data []byte) (Marks, error) {
	var m Marks
	if err := g.made(); err != nil {
		return m, err
	}
	err := document.Parse(data, &m, func(r *rule.Report) { g.checkMarks(m, r) })
	return m, err
}
