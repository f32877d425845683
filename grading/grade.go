package grading

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Grade returns what the marks come to. The error is nil or [rule.Violations]
// with paths such as ["quiz"].points.
func (g *Grader) Grade(marks Marks) (Result, error) {
	standings := make([]standing, len(g.components))
	if !g.read(marks, standings) {
		return Result{}, g.refuse(marks)
	}
	return g.result(standings), nil
}

// refuse returns everything that is wrong with the marks.
func (g *Grader) refuse(marks Marks) error {
	return document.Check(marks, func(r *rule.Report) { g.CheckMarks(marks, r) })
}

// read fills the standings and reports whether all marks fit.
func (g *Grader) read(marks Marks, standings []standing) bool {
	var f faults
	known := 0
	for i := range g.components {
		c := &g.components[i]
		m, there := marks[c.ID]
		if !there {
			standings[i] = c.pending()
			continue
		}
		known++
		standings[i] = c.read(&m, &f)
	}
	return !f.found && known == len(marks)
}

// result explains what settle decides.
func (g *Grader) result(standings []standing) Result {
	base, total, best := g.sums(standings)
	r := Result{Total: total, Certificate: g.scheme.Certificate.clone(), Parts: make([]Part, len(standings))}
	_, r.Decision = g.settle(standings)
	sources := slices.Clone(g.sources)
	for i, s := range standings {
		c, full := &g.components[i], g.full(i, s, base)
		r.Parts[i] = Part{
			Component: c.ID, Title: c.Title, Status: s.status, Points: full.Times(s.worst), Best: full.Times(s.best), Full: full,
			Need: c.need, Have: s.have, Items: s.items,
		}
		if c.Source != nil {
			r.Parts[i].Source, sources = &sources[0], sources[1:]
		}
	}
	if base.Sign() == 0 {
		r.Findings = []rule.Finding{{Code: "nothing-to-grade", Need: "a component that counts and is not excused", Source: r.Certificate.Source}}
		return r
	}
	r.Findings = []rule.Finding{{
		Code: "certificate", Need: g.need, Have: total.String(), Verdict: open(g.passes(total), g.passes(best)), Source: r.Certificate.Source,
	}}
	for i, s := range standings {
		if c := &g.components[i]; c.binds(s) {
			r.Findings = append(r.Findings, rule.Finding{
				Code: "minimum", Path: rule.Key("", c.ID), Need: "at least " + c.Minimum.String() + "% of full marks",
				Have: s.worst.Times(hundred).String() + "%", Verdict: c.reaches(s), Source: r.Parts[i].Source,
			})
		}
	}
	return r
}

// settle returns the total and the decision.
func (g *Grader) settle(standings []standing) (exact.Rational, Decision) {
	base, total, best := g.sums(standings)
	if base.Sign() == 0 {
		return total, Pending
	}
	verdict := open(g.passes(total), g.passes(best))
	for i, s := range standings {
		if c := &g.components[i]; c.binds(s) {
			verdict = rule.All(verdict, c.reaches(s))
		}
	}
	switch verdict {
	case rule.Met:
		return total, Certified
	case rule.NotMet:
		return total, NotCertified
	}
	return total, Pending
}

// sums returns the sum of the weights that count, extra credit and what is
// excused aside, and the total in the worst and in the best case.
func (g *Grader) sums(standings []standing) (base, total, best exact.Rational) {
	base = g.base
	for i, s := range standings {
		if s.status == StatusExcused && !g.components[i].ExtraCredit {
			base = base.Minus(g.components[i].weight)
		}
	}
	for i, s := range standings {
		full := g.full(i, s, base)
		total, best = total.Plus(full.Times(s.worst)), best.Plus(full.Times(s.best))
	}
	return base, total, best
}

// full returns what full marks in component i add to the total: its weight of
// all the weights that count, in percent. Extra credit is scaled like the rest,
// so that an excused component leaves the total as if the scheme never had it.
func (g *Grader) full(i int, s standing, base exact.Rational) exact.Rational {
	switch c := &g.components[i]; {
	case s.status == StatusExcused || base.Sign() == 0:
		return exact.Rational{}
	case base == g.base:
		return c.full
	default:
		return c.weight.Times(hundred).Over(base)
	}
}

// binds reports whether the component has a minimum for somebody who stands so.
func (c *component) binds(s standing) bool { return c.Minimum != nil && s.status != StatusExcused }

// reaches returns whether the minimum is reached.
func (c *component) reaches(s standing) rule.Verdict {
	return open(s.worst.Compare(c.minimum) >= 0, s.best.Compare(c.minimum) >= 0)
}

// open is the verdict of a rule that holds in the worst case, or in the best.
func open(worst, best bool) rule.Verdict {
	switch {
	case worst:
		return rule.Met
	case best:
		return rule.Unknown
	}
	return rule.NotMet
}

// passes reports whether a total reaches the certificate's threshold.
func (g *Grader) passes(total exact.Rational) bool {
	c := total.Compare(g.limit)
	return c > 0 || c == 0 && g.inclusive
}
