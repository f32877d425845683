package grading

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Grade grades the marks. The error is nil or [rule.Violations] with paths such
// as ["quiz"].points.
func (g *Grader) Grade(marks Marks) (Result, error) {
	if err := g.made(); err != nil {
		return Result{}, err
	}
	ws := make([]worth, len(g.components))
	if !g.read(marks, ws) {
		return Result{}, g.refuse(marks)
	}
	return g.result(ws), nil
}

// SoFar returns the total of the marks so far: anything still open does not
// count, as if the person were excused from it. The total is 0 if nothing is
// marked. The error is nil or [rule.Violations].
func (g *Grader) SoFar(marks Marks) (exact.Rational, error) {
	if err := g.made(); err != nil {
		return exact.Rational{}, err
	}
	marked := Marks{}
	for i := range g.components {
		if c := &g.components[i]; c.group == nil {
			marked[c.ID] = c.soFar(markOr(marks, c.ID))
		}
	}
	ws := make([]worth, len(g.components))
	if !g.read(marks, ws) || !g.read(marked, ws) {
		return exact.Rational{}, g.refuse(marks)
	}
	return g.settle(ws).total, nil
}

// soFar returns the mark, changed so that the person is excused from everything in it
// that is open.
func (c *component) soFar(m Mark) Mark {
	o, open := c.open(m)
	switch {
	case !open:
	case o.Sessions > 0:
		m.Held, m.ExcusedSessions = new(*m.Held+o.Sessions), m.ExcusedSessions+o.Sessions
	case o.Items > 0:
		m.Items = append(slices.Clone(m.Items), c.Award.Items.expected(m.Items)...)
		for i := range m.Items {
			if it := &m.Items[i]; it.open() {
				it.Pending, it.HandedIn, it.Excused = false, false, true
			}
		}
	default:
		return Mark{Excused: true}
	}
	return m
}

// refuse returns everything that is wrong with the marks.
func (g *Grader) refuse(marks Marks) error {
	return document.Check(marks, func(r *rule.Report) { g.checkMarks(marks, r) })
}

// read sets the elements of ws for all components that are not groups. Each element says
// what the mark of its component is worth. read reports whether all marks fit the scheme.
func (g *Grader) read(marks Marks, ws []worth) bool {
	return fill(g, marks, ws, func(c *component, m Mark) (worth, bool) {
		var f faults
		w := c.read(&m, &f)
		return w, !f.found
	})
}

// fill does the work of [Grader.read] for marks or readings, by component id. Its
// parameter read returns what one mark or reading is worth, and whether it fits the
// scheme.
func fill[M any](g *Grader, marks map[string]M, ws []worth, read func(c *component, m M) (worth, bool)) bool {
	known, all := 0, true
	for i := range g.components {
		c := &g.components[i]
		m, there := marks[c.ID]
		if !there {
			ws[i] = c.pending()
			continue
		}
		known++
		var fits bool
		ws[i], fits = read(c, m)
		all = all && fits
	}
	return all && known == len(marks)
}

// result decides by what the marks are worth (see settle). It returns the totals and the
// decision with their explanation.
func (g *Grader) result(ws []worth) Result {
	s := g.settle(ws)
	r := Result{
		Total: s.total, Best: s.best, AboveCap: s.over, Decision: s.decision, Outcome: s.assured, Possible: s.possible,
		Certificate: g.scheme.Certificate.clone(),
	}
	e := explainer{g: g, ws: ws, sources: make([]rule.Source, g.sources)}
	full := hundred
	if s.empty {
		full = exact.Rational{}
	}
	r.Weightings, r.Parts = e.parts(&g.root, s.chosen, full, full)
	if s.empty {
		r.Findings = []rule.Finding{{Code: "nothing-to-grade", Need: "a component that counts and is not excused", Source: r.Certificate.Source}}
		return r
	}
	r.Findings = g.findings(ws, &s, r.Certificate.Source)
	return r
}

// findings returns the rules that made the decision.
func (g *Grader) findings(ws []worth, s *settled, source *rule.Source) []rule.Finding {
	if g.short() {
		o := &g.outcomes[0]
		total := rule.Finding{Code: "certificate", Need: o.total.text, Have: s.total.String(), Verdict: o.total.verdict(s.total, s.best), Source: source}
		return append([]rule.Finding{total}, g.needs(o, ws, "minimum")...)
	}
	list := make([]rule.Finding, len(g.outcomes))
	for i := range g.outcomes {
		o := &g.outcomes[i]
		total := rule.Finding{Code: "total", Need: o.total.text, Have: s.total.String(), Verdict: o.total.verdict(s.total, s.best)}
		code := "outcome"
		if o.certifies {
			code = "certificate"
		}
		list[i] = rule.Finding{
			Code: code, Path: keyed("outcomes", o.name), Need: o.total.text, Have: s.total.String(), Detail: o.title,
			Source: copied(o.source), Parts: append([]rule.Finding{total}, g.needs(o, ws, "need")...),
		}
		verdict := rule.Met
		for _, part := range list[i].Parts {
			verdict = rule.All(verdict, part.Verdict)
		}
		list[i].Verdict = verdict
	}
	return list
}

// needs returns a finding for each need of the outcome, except needs that do not bind
// the person.
func (g *Grader) needs(o *outcome, ws []worth, code string) []rule.Finding {
	var list []rule.Finding
	for i := range o.needs {
		n := &o.needs[i]
		c, s := &g.components[n.component], &ws[n.component]
		if s.status == StatusExcused {
			continue
		}
		list = append(list, rule.Finding{
			Code: code, Path: keyed("", c.ID), Need: n.text, Have: s.worst.Times(hundred).String() + "%",
			Verdict: n.verdict(s.worst, s.best), Source: copied(c.Source),
		})
	}
	return list
}
