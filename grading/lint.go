package grading

import (
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Lint reports parts of the scheme that are legal but probably not intended,
// with paths below the scheme. It compares exact best cases of people who are
// excused from nothing, and enumerates no combinations. In schemes with
// thousands of levels or needs it checks only the first ones, and looks at no
// more than 2,097,152 weights in all.
//
//   - certificate-unreachable: full marks in everything do not certify.
//   - certificate-certain: a person with no marks at all is certified.
//   - dead-level: nobody at this level can be certified, whatever else they
//     earn.
//   - full-unreachable: the award cannot give its maximum, since its best
//     level, or the largest multiple of its step, lies below that maximum.
//   - weightless: the component has no weight under any weighting, no minimum
//     and no need.
//   - open-ended-list: the scheme does not say how many items there are, so a
//     list is complete however few items it shows.
//   - not-nested: an outcome can be reached without the one below it.
//   - nothing-dropped: a group has drops, but at most one of its components may be
//     dropped, and the last such component is always kept; or a component is marked
//     never_drop in a group that has no drops.
//   - may-miss: may_miss covers all sessions, but full credit still takes one
//     attended session.
func (g *Grader) Lint() []rule.Finding {
	if g.made() != nil {
		return nil
	}
	l := linter{g: g, best: make([]worth, len(g.components)), work: maxWork / g.effort()}
	for i := range l.best {
		best := g.components[i].best
		l.best[i] = worth{status: StatusGraded, worst: best, best: best}
	}
	l.certificate()
	for i := range g.components {
		l.component(i)
	}
	l.drops(&g.root, g.scheme.Components, "")
	for i := range g.components {
		if c := &g.components[i]; c.group != nil {
			l.drops(c.group, c.Award.Group.Components, c.path+".award.group.")
		}
	}
	l.nested()
	return l.findings
}

type linter struct {
	g        *Grader
	best     []worth // full marks in everything
	possible bool    // whether full marks in everything certify
	work     int     // how many more times the marks may be settled
	findings []rule.Finding
}

func (l *linter) add(code, path, detail string, source *rule.Source) {
	l.findings = append(l.findings, rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Detail: detail, Source: copied(source)})
}

// with computes the result of full marks in everything except one component, which gets
// the given share. If the component is a group, it gets this share whatever its own
// components are worth. The second value is false if the budget is used up.
func (l *linter) with(component int, share exact.Rational) (settled, bool) {
	if l.work--; l.work < 0 {
		return settled{}, false
	}
	return l.g.settleAs(l.best, component, share), true
}

// settleAs computes the result for ws, but with the given share for one component, a leaf
// or a group.
func (g *Grader) settleAs(ws []worth, component int, share exact.Rational) settled {
	fixed := make([]worth, len(ws))
	copy(fixed, ws)
	for i := len(g.components) - 1; i >= 0; i-- {
		if gr := g.components[i].group; gr != nil {
			fixed[i] = g.worthOf(gr, fixed)
		}
		if i == component {
			fixed[i] = worth{status: StatusGraded, worst: share, best: share}
		}
	}
	return g.decide(fixed)
}

func (l *linter) certificate() {
	g := l.g
	path, source := "certificate", g.scheme.Certificate.Source
	if !g.short() {
		path, source = "outcomes", nil
	}
	best := g.settle(l.best)
	none := g.settle(make([]worth, len(l.best)))
	l.possible = best.decision == Certified
	switch {
	case !l.possible && g.short():
		l.add("certificate-unreachable", path, "full marks in everything do not certify: at most "+best.total.String()+", "+g.outcomes[0].total.text+" is needed, and every minimum", source)
	case !l.possible:
		l.add("certificate-unreachable", path, "full marks in everything reach no outcome that certifies", source)
	case none.decision == Certified:
		l.add("certificate-certain", path, "nobody can miss the certificate", source)
	}
}

func (l *linter) component(i int) {
	c := &l.g.components[i]
	if !l.counts(i) {
		l.add("weightless", c.path+".weight", strconv.Quote(c.ID)+" neither counts nor has a minimum", c.Source)
	}
	if c.best.Compare(one) < 0 && c.group == nil {
		l.add("full-unreachable", c.path+".award", strconv.Quote(c.ID)+" cannot reach its maximum: at most "+c.best.Times(c.max).String()+" of "+c.max.String(), c.Source)
	}
	if a := c.Award.Items; a != nil && a.MinItems == 0 && (a.Combine == combineSum || len(a.NeverDrop) == 0) {
		l.add("open-ended-list", c.path+".award.items", strconv.Quote(c.ID)+" is complete however few items it shows: state min_items, or a group of components", c.Source)
	}
	if a := c.Award.Attendance; a != nil && a.MayMiss >= a.Sessions {
		l.add("may-miss", c.path+".award.attendance.may_miss", strconv.Quote(c.ID)+" has only "+strconv.Itoa(a.Sessions)+" sessions: one still has to be attended", c.Source)
	}
	if l.possible && c.Award.Levels != nil {
		l.levels(i)
	}
}

func (l *linter) levels(i int) {
	c := &l.g.components[i]
	for j, level := range c.Award.Levels.Levels {
		share := level.Points.Rational().Over(c.max)
		s, asked := l.with(i, share)
		if !asked || s.decision == Certified {
			continue
		}
		path := rule.Index(c.path+".award.levels.levels", j)
		text := strconv.Quote(level.Name) + " can never certify: "
		switch o := &l.g.outcomes[0]; {
		case !l.g.short():
			text += "at most " + s.total.String() + " reaches no outcome that certifies"
		case !o.total.reached(s.total):
			text += "at most " + s.total.String() + ", not " + o.total.text
		case share.Compare(c.minimum) < 0:
			text += "it lies below the minimum of " + c.Minimum.String() + "%"
		default:
			text += "a group that holds it stays below its minimum"
		}
		l.add("dead-level", path, text, c.Source)
	}
}

// counts reports whether component i counts: it has a weight under some weighting, or
// some outcome needs more than 0 of it.
func (l *linter) counts(i int) bool {
	c := &l.g.components[i]
	for k := range l.g.outcomes {
		for _, n := range l.g.outcomes[k].needs {
			if n.component == i && n.limit.Sign() > 0 {
				return true
			}
		}
	}
	gr := &l.g.root
	if c.parent >= 0 {
		gr = l.g.components[c.parent].group
	}
	for _, w := range gr.weightings {
		if w.weights[c.place].Sign() > 0 {
			return true
		}
	}
	return false
}

// drops reports a group whose drops have no effect, and components marked never_drop in
// a group that drops nothing.
func (l *linter) drops(gr *group, components []Component, path string) {
	loose := 0
	for i, c := range components {
		switch {
		case c.NeverDrop && gr.low+gr.high == 0:
			l.add("nothing-dropped", rule.Index(path+"components", i)+".never_drop", strconv.Quote(c.ID)+" is in no group that drops anything", c.Source)
		case !c.NeverDrop && gr.weighs[i]:
			loose++
		}
	}
	if gr.low+gr.high > 0 && loose <= 1 {
		l.add("nothing-dropped", path+"drop_lowest", "nothing is dropped: at most one component may be, and the last that may stays", nil)
	}
}

// nested reports each outcome that a person can miss and still reach the outcome just
// above it.
func (l *linter) nested() {
	for i := 1; i < len(l.g.outcomes); i++ {
		upper, lower := &l.g.outcomes[i-1], &l.g.outcomes[i]
		path := rule.Index("outcomes", i)
		if easier(&upper.total, &lower.total) {
			l.add("not-nested", path, strconv.Quote(upper.name)+" can be reached without "+strconv.Quote(lower.name)+", which wants a higher total", lower.source)
		}
		for _, n := range lower.needs {
			if !l.implied(upper, n) {
				l.add("not-nested", path, strconv.Quote(upper.name)+" can be reached without "+strconv.Quote(lower.name)+", which wants more of "+strconv.Quote(l.g.components[n.component].ID), lower.source)
			}
		}
	}
}

// implied reports whether every person who reaches an outcome also meets a need. This is
// so if the outcome has the same or a stricter need, or if a person who misses the need
// cannot reach the outcome's total, even with full marks elsewhere. Once the budget is
// used up, implied returns true, so that nothing is reported.
func (l *linter) implied(o *outcome, n need) bool {
	for _, need := range o.needs {
		if need.component == n.component && !easier(&need.threshold, &n.threshold) {
			return true
		}
	}
	s, asked := l.with(n.component, n.limit)
	c := s.total.Compare(o.total.limit)
	return !asked || n.limit.Sign() == 0 && n.inclusive || c < 0 || c == 0 && (n.inclusive || !o.total.inclusive)
}

// easier reports whether some number reaches threshold x but not threshold y.
func easier(x, y *threshold) bool {
	c := x.limit.Compare(y.limit)
	return c < 0 || c == 0 && x.inclusive && !y.inclusive
}
