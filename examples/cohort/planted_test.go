package main

import (
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// planted is a mistake of a platform: either a fault in its grading, or a wrong
// definition.
type planted struct {
	name   string
	wrong  *platform
	scheme *grading.Scheme // the wrong definition; nil for a fault in the grading
}

// plant returns every mistake about a scheme that these tests know.
func plant(grader *grading.Grader) []planted {
	p := &planting{grader: grader}
	has := partsOf(grader.Scheme())
	for _, fault := range engineFaults {
		if part, _, _ := strings.Cut(fault, "-"); rareParts[part] && !has[part] {
			continue // the scheme does not have this part
		}
		p.list = append(p.list, planted{name: fault, wrong: &platform{scheme: grader.Scheme(), fault: fault}})
	}
	s := grader.Scheme()
	p.totals(s)
	p.weightings("scheme", s.Weightings, func(s *grading.Scheme) *[]grading.Weighting { return &s.Weightings })
	n := 0
	walk(s.Components, func(c *grading.Component) { p.component(n, *c); n++ })
	return p.list
}

// rareParts holds the parts of a scheme that many definitions do not have. A fault whose
// name begins with a rare part is planted only in a scheme with that part.
var rareParts = map[string]bool{"weightings": true, "extra": true, "cap": true, "drops": true, "sessions": true, "items": true, "levels": true, "completion": true, "group": true}

// partsOf returns which rare parts a scheme has.
func partsOf(s grading.Scheme) map[string]bool {
	has := map[string]bool{"weightings": len(s.Weightings) > 0, "cap": !s.Cap.IsZero()}
	add := func(part string, is bool) { has[part] = has[part] || is }
	walk(s.Components, func(c *grading.Component) {
		a := c.Award
		add("extra", c.ExtraCredit)
		add("completion", a.Completion != nil)
		add("sessions", a.Attendance != nil)
		add("levels", a.Levels != nil)
		add("items", a.Items != nil)
		add("drops", a.Items != nil && a.Items.DropLowest+a.Items.DropHighest > 0)
		if g := a.Group; g != nil {
			add("group", true)
			add("drops", g.DropLowest+g.DropHighest > 0)
			add("weightings", len(g.Weightings) > 0)
		}
	})
	return has
}

type planting struct {
	grader *grading.Grader
	list   []planted
}

func (p *planting) with(name string, change func(*grading.Scheme)) {
	s := p.grader.Scheme()
	change(&s)
	p.list = append(p.list, planted{name, &platform{scheme: s}, &s})
}

// change adds a mistake that changes one component. The parameter number is its position
// in the order that the function walk follows, from 0.
func (p *planting) change(name string, number int, change func(*grading.Component)) {
	p.with(name, func(s *grading.Scheme) {
		n := 0
		walk(s.Components, func(c *grading.Component) {
			if n == number {
				change(c)
			}
			n++
		})
	})
}

func shift(d exact.Decimal, by string) exact.Decimal {
	return exact.Decimal{Decimal: d.Add(exact.MustDecimal(by).Decimal)}
}

// limits adds mistakes about one threshold: a comparison that is strict instead of
// inclusive, or the reverse, and a limit that is too high or too low.
func (p *planting) limits(name string, at func(*grading.Scheme) (above, atLeast **exact.Decimal)) {
	p.with(name+": the other comparison", func(s *grading.Scheme) { a, b := at(s); swap(a, b) })
	for _, by := range []string{"1", "-1", "0.1", "-0.1", "5", "-5"} {
		p.with(name+" "+by, func(s *grading.Scheme) {
			above, atLeast := at(s)
			for _, d := range []**exact.Decimal{above, atLeast} {
				if *d != nil {
					*d = new(shift(**d, by))
				}
			}
		})
	}
}

func (p *planting) totals(s grading.Scheme) {
	if len(s.Outcomes) == 0 {
		p.limits("certificate", func(s *grading.Scheme) (above, atLeast **exact.Decimal) {
			return &s.Certificate.Above, &s.Certificate.AtLeast
		})
	}
	for i, o := range s.Outcomes {
		p.limits(o.Name, func(s *grading.Scheme) (above, atLeast **exact.Decimal) {
			return &s.Outcomes[i].Above, &s.Outcomes[i].AtLeast
		})
		p.with(o.Name+": certifies or not", func(s *grading.Scheme) { s.Outcomes[i].Certifies = !s.Outcomes[i].Certifies })
		if len(s.Outcomes) > 1 {
			p.with(o.Name+" left out", func(s *grading.Scheme) { s.Outcomes = slices.Delete(s.Outcomes, i, i+1) })
		}
		for k, n := range o.Needs {
			p.limits(o.Name+" need "+n.Component, func(s *grading.Scheme) (above, atLeast **exact.Decimal) {
				return &s.Outcomes[i].Needs[k].Above, &s.Outcomes[i].Needs[k].AtLeast
			})
			p.with(o.Name+" need "+n.Component+" left out", func(s *grading.Scheme) {
				s.Outcomes[i].Needs = slices.Delete(s.Outcomes[i].Needs, k, k+1)
			})
			other := s.Components[(i+k)%len(s.Components)].ID
			p.with(o.Name+" need of "+other, func(s *grading.Scheme) { s.Outcomes[i].Needs[k].Component = other })
		}
	}
	if !s.Cap.IsZero() {
		p.with("cap 5 lower", func(s *grading.Scheme) { s.Cap = shift(s.Cap, "-5") })
	}
}

// weightings adds mistakes about the weightings that a scheme or a group has besides the
// weights of its components.
func (p *planting) weightings(name string, list []grading.Weighting, at func(*grading.Scheme) *[]grading.Weighting) {
	for i, w := range list {
		p.with(name+": a weighting left out", func(s *grading.Scheme) { *at(s) = slices.Delete(*at(s), i, i+1) })
		for _, id := range slices.Sorted(maps.Keys(w)) {
			p.with(name+": weight of "+id+" in a weighting", func(s *grading.Scheme) { (*at(s))[i][id] = shift(w[id], "2") })
		}
	}
}

func (p *planting) component(n int, c grading.Component) {
	add := func(name string, change func(*grading.Component)) { p.change(c.ID+": "+name, n, change) }
	add("weight more", func(c *grading.Component) { c.Weight = shift(c.Weight, "1") })
	add("weight twice", func(c *grading.Component) { c.Weight = exact.Decimal{Decimal: c.Weight.Add(c.Weight.Decimal)} })
	add("a little more weight", func(c *grading.Component) { c.Weight = shift(c.Weight, "0.25") })
	if c.Weight.Rational().Compare(whole) > 0 {
		add("weight less", func(c *grading.Component) { c.Weight = shift(c.Weight, "-1") })
	}
	add("no weight", func(c *grading.Component) { c.Weight = dec(0) })
	add("extra credit or not", func(c *grading.Component) { c.ExtraCredit = !c.ExtraCredit })
	add("dropped or never", func(c *grading.Component) { c.NeverDrop = !c.NeverDrop })
	if c.Minimum != nil {
		p.limits(c.ID+" minimum", func(s *grading.Scheme) (above, atLeast **exact.Decimal) {
			var none *exact.Decimal
			above, atLeast = &none, &none
			walk(s.Components, func(x *grading.Component) {
				if x.ID == c.ID {
					atLeast = &x.Minimum
				}
			})
			return above, atLeast
		})
	}
	p.award(c, add)
}

func (p *planting) award(c grading.Component, add func(string, func(*grading.Component))) {
	switch a := c.Award; {
	case a.Attendance != nil:
		add("another credit", func(c *grading.Component) {
			c.Award.Attendance.Credit = map[grading.Credit]grading.Credit{"all_sessions": "per_session", "per_session": "all_sessions"}[c.Award.Attendance.Credit]
		})
		add("may miss one more", func(c *grading.Component) { c.Award.Attendance.MayMiss++ })
		if a.Attendance.MayMiss > 0 {
			add("may miss one less", func(c *grading.Component) { c.Award.Attendance.MayMiss-- })
		}
		add("one session more", func(c *grading.Component) { c.Award.Attendance.Sessions++ })
	case a.Points != nil:
		add("a higher maximum", func(c *grading.Component) { c.Award.Points.Max = shift(c.Award.Points.Max, "1") })
		add("nothing above the maximum", func(c *grading.Component) { c.Award.Points.UpTo = exact.Decimal{} })
	case a.Levels != nil:
		for i := range a.Levels.Levels {
			add("another level", func(c *grading.Component) {
				c.Award.Levels.Levels[i].Points = shift(c.Award.Levels.Levels[i].Points, "2")
			})
		}
		add("a higher maximum", func(c *grading.Component) { c.Award.Levels.Max = shift(c.Award.Levels.Max, "5") })
	case a.Items != nil:
		p.items(*a.Items, add)
	case a.Group != nil:
		p.group(c.ID, *a.Group, add)
	}
}

func (p *planting) items(a grading.ItemsAward, add func(string, func(*grading.Component))) {
	add("the other mean", func(c *grading.Component) {
		c.Award.Items.Combine = map[grading.Combine]grading.Combine{"sum": "mean", "mean": "sum"}[c.Award.Items.Combine]
	})
	add("one more low item", func(c *grading.Component) { c.Award.Items.DropLowest++ })
	add("one more high item", func(c *grading.Component) { c.Award.Items.DropHighest++ })
	if a.DropLowest > 0 {
		add("one low item less", func(c *grading.Component) { c.Award.Items.DropLowest-- })
	}
	if a.DropHighest > 0 {
		add("one high item less", func(c *grading.Component) { c.Award.Items.DropHighest-- })
	}
	if a.MinItems > 0 {
		add("one item less at least", func(c *grading.Component) { c.Award.Items.MinItems-- })
	}
	add("one item more at least", func(c *grading.Component) { c.Award.Items.MinItems++ })
	if len(a.NeverDrop) > 0 {
		add("all items can go", func(c *grading.Component) { c.Award.Items.NeverDrop = nil })
	}
}

func (p *planting) group(id string, a grading.GroupAward, add func(string, func(*grading.Component))) {
	add("one more low one", func(c *grading.Component) { c.Award.Group.DropLowest++ })
	add("one more high one", func(c *grading.Component) { c.Award.Group.DropHighest++ })
	if a.DropLowest > 0 {
		add("one low one less", func(c *grading.Component) { c.Award.Group.DropLowest-- })
	}
	if a.DropHighest > 0 {
		add("one high one less", func(c *grading.Component) { c.Award.Group.DropHighest-- })
	}
	p.weightings(id, a.Weightings, func(s *grading.Scheme) *[]grading.Weighting {
		var at *[]grading.Weighting
		walk(s.Components, func(c *grading.Component) {
			if c.ID == id {
				at = &c.Award.Group.Weightings
			}
		})
		return at
	})
}

// differs reports whether the mistaken platform's decision about marks differs from that
// of the given verdict.
func (m planted) differs(marks grading.Marks, want verdict) bool {
	return m.wrong.decide(marks).decision != want.decision
}

// matters reports whether a mistake changes at least one decision. It compares the
// decisions about a sample of marks. If the mistake is a wrong definition, it also
// compares the decisions about up to 400 vectors of this definition.
func (m planted) matters(grader *grading.Grader, sample people) bool {
	for i, marks := range sample.marks {
		if m.differs(marks, sample.verdicts[i]) {
			return true
		}
	}
	if m.scheme == nil {
		return false
	}
	wrong, err := grading.Compile(*m.scheme)
	if err != nil {
		return false
	}
	n := 0
	for v := range wrong.Vectors() {
		if n++; n > 400 {
			break
		}
		if result, err := grader.Grade(v.Marks); err == nil && result.Decision != v.Decision {
			return true
		}
	}
	return false
}

// shuffled returns the mistakes in random order.
func shuffled(r *rand.Rand, list []planted) []planted {
	r.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	return list
}
