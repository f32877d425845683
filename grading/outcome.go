package grading

import (
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// maxOutcomeRules is how many outcomes a scheme may have.
const maxOutcomeRules = 20

// outcome is a compiled OutcomeRule or certificate.
type outcome struct {
	name, title string
	certifies   bool
	total       threshold
	needs       []need
	source      *rule.Source
}

// threshold is a lower limit on a number.
type threshold struct {
	limit     exact.Rational
	inclusive bool   // a number equal to the limit is enough
	text      string // "above 80"
}

// need is a threshold on the share of a component.
type need struct {
	component int
	threshold
}

func newThreshold(above, atLeast *exact.Decimal) threshold {
	if above != nil {
		return threshold{above.Rational(), false, "above " + above.String()}
	}
	return threshold{atLeast.Rational(), true, "at least " + atLeast.String()}
}

// percent converts a threshold in percent to a threshold on a share of full marks.
func (t threshold) percent() threshold {
	return threshold{t.limit.Over(hundred), t.inclusive, t.text + "% of full marks"}
}

func (t *threshold) reached(n exact.Rational) bool {
	c := n.Compare(t.limit)
	return c > 0 || c == 0 && t.inclusive
}

// verdict returns Met if the worst case reaches the threshold, Unknown if only
// the best case does, and NotMet otherwise.
func (t *threshold) verdict(worst, best exact.Rational) rule.Verdict {
	switch {
	case t.reached(worst):
		return rule.Met
	case t.reached(best):
		return rule.Unknown
	}
	return rule.NotMet
}

// compileOutcomes returns the outcomes of the scheme. For a scheme in the short form it
// returns one outcome, made of the certificate and the minimums.
func (g *Grader) compileOutcomes() []outcome {
	if len(g.scheme.Outcomes) == 0 {
		c := g.scheme.Certificate
		o := outcome{certifies: true, total: newThreshold(c.Above, c.AtLeast), source: c.Source}
		for i := range g.components {
			if minimum := g.components[i].Minimum; minimum != nil {
				o.needs = append(o.needs, need{i, newThreshold(nil, minimum).percent()})
			}
		}
		return []outcome{o}
	}
	list := make([]outcome, len(g.scheme.Outcomes))
	for i, o := range g.scheme.Outcomes {
		list[i] = outcome{name: o.Name, title: o.Title, certifies: o.Certifies, total: newThreshold(o.Above, o.AtLeast), source: o.Source}
		for _, n := range o.Needs {
			list[i].needs = append(list[i].needs, need{g.index[n.Component], newThreshold(n.Above, n.AtLeast).percent()})
		}
	}
	return list
}

// short reports whether the scheme states a certificate in place of outcomes.
func (g *Grader) short() bool { return len(g.scheme.Outcomes) == 0 }

// holds reports whether the outcome holds: in the best case if the parameter best is
// true, otherwise in the worst case. The parameter total is the total in that case.
func (o *outcome) holds(total exact.Rational, ws []worth, best bool) bool {
	if !o.total.reached(total) {
		return false
	}
	for i := range o.needs {
		n := &o.needs[i]
		if s := &ws[n.component]; s.status != StatusExcused && !n.reached(s.value(best)) {
			return false
		}
	}
	return true
}

// settled has the totals and the decision of a person's marks.
type settled struct {
	total, best       exact.Rational
	decision          Decision
	assured, possible string // names of outcomes
	over              exact.Rational
	empty             bool   // nothing to grade
	chosen            choice // weighting and drops of the scheme in the worst case
}

// settle computes the shares of the groups from the shares of their components, and then
// decides (see settleGroups and decide). All worst cases occur together, and so do all
// best cases, since a higher mark never lowers a share.
func (g *Grader) settle(ws []worth) settled {
	g.settleGroups(ws)
	return g.decide(ws)
}

// decide computes the totals and the decision from ws, in which settleGroups has already
// computed the groups.
func (g *Grader) decide(ws []worth) settled {
	root := g.worthOf(&g.root, ws)
	s := settled{decision: Pending, empty: root.status == StatusExcused, chosen: root.chosen}
	if s.empty {
		return s
	}
	s.total, s.over = g.capped(root.worst)
	s.best, _ = g.capped(root.best)
	certified, certifiable, assured, possible := false, false, false, false
	for i := range g.outcomes {
		o := &g.outcomes[i]
		worst := o.holds(s.total, ws, false)
		best := worst || o.holds(s.best, ws, true)
		if worst && !assured {
			s.assured, assured = o.name, true
		}
		if best && !possible {
			s.possible, possible = o.name, true
		}
		certified = certified || worst && o.certifies
		certifiable = certifiable || best && o.certifies
	}
	switch {
	case certified:
		s.decision = Certified
	case !certifiable:
		s.decision = NotCertified
	}
	return s
}

// capped converts the share of the root group to a total in percent. It returns the
// total, which is at most the cap, and what the cap cuts off.
func (g *Grader) capped(share exact.Rational) (total, over exact.Rational) {
	total = share.Times(hundred)
	if g.cap != nil && total.Compare(*g.cap) > 0 {
		return *g.cap, total.Minus(*g.cap)
	}
	return total, exact.Rational{}
}
