package grading

import (
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Lint holds the scheme against itself and returns what is legal and can hardly
// be meant, with paths below the scheme. It compares exact best cases of people
// who are excused from nothing; it enumerates nothing.
//
//   - certificate-unreachable: full marks in everything do not certify.
//   - certificate-certain: no marks at all certify.
//   - dead-level: nobody at this level can certify, whatever else they earn.
//   - full-unreachable: the award cannot give its maximum, since its best
//     level, or the largest multiple of its step, lies below.
//   - weightless: the component neither counts nor has a minimum.
func (g *Grader) Lint() []rule.Finding {
	var findings []rule.Finding
	add := func(code, path, detail string, source *rule.Source) {
		findings = append(findings, rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Detail: detail, Source: copied(source)})
	}
	best, possible, certain := exact.Rational{}, true, g.passes(exact.Rational{})
	for i := range g.components {
		c := &g.components[i]
		best = best.Plus(c.full.Times(c.best()))
		possible = possible && c.best().Compare(c.minimum) >= 0
		certain = certain && c.minimum.Sign() == 0
	}
	possible = possible && g.passes(best)
	switch limit := "certificate"; {
	case !possible:
		add("certificate-unreachable", limit, "full marks in everything do not certify: at most "+best.String()+", "+g.need+" is needed, and every minimum", g.scheme.Certificate.Source)
	case certain:
		add("certificate-certain", limit, "nobody can miss the certificate", g.scheme.Certificate.Source)
	}
	for i := range g.components {
		c := &g.components[i]
		at := rule.Index("components", i)
		if c.weight.Sign() == 0 && c.minimum.Sign() == 0 {
			add("weightless", at+".weight", strconv.Quote(c.ID)+" neither counts nor has a minimum", c.Source)
		}
		if share := c.best(); share.Compare(one) < 0 {
			add("full-unreachable", at+".award", strconv.Quote(c.ID)+" cannot reach its maximum: at most "+share.Times(c.max).String()+" of "+c.max.String(), c.Source)
		}
		if !possible || c.Award.Levels == nil {
			continue
		}
		rest := best.Minus(c.full.Times(c.best()))
		for j, level := range c.Award.Levels.Levels {
			share := level.Points.Rational().Over(c.max)
			path, name := rule.Index(at+".award.levels.levels", j), strconv.Quote(level.Name)
			switch most := rest.Plus(c.full.Times(share)); {
			case !g.passes(most):
				add("dead-level", path, name+" can never certify: at most "+most.String()+", not "+g.need, c.Source)
			case share.Compare(c.minimum) < 0:
				add("dead-level", path, name+" can never certify: it lies below the minimum of "+c.Minimum.String()+"%", c.Source)
			}
		}
	}
	return findings
}
