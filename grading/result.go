package grading

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Decision says whether a person is certified.
type Decision string

// The three decisions. Pending stands only while open marks can still change it,
// or where nothing is left to grade.
const (
	Certified    Decision = "certified"
	NotCertified Decision = "not_certified"
	Pending      Decision = "pending"
)

// Valid reports whether d is one of the names there are.
func (d Decision) Valid() bool { return d == Certified || d == NotCertified || d == Pending }

// Status says where a part stands.
type Status string

// The four things that are not the same.
const (
	StatusGraded  Status = "graded"  // marked in full
	StatusMissing Status = "missing" // counts as zero: nothing was handed in
	StatusExcused Status = "excused" // does not count; the rest is scaled
	StatusPending Status = "pending" // some of it is still open
)

// Valid reports whether s is one of the names there are.
func (s Status) Valid() bool {
	return s == StatusGraded || s == StatusMissing || s == StatusExcused || s == StatusPending
}

// Result is what one person's marks come to and why.
type Result struct {
	// Total is in percent points and counts what is open as zero.
	Total    Total    `json:"total"`
	Decision Decision `json:"decision"`
	// Certificate is the threshold that was applied.
	Certificate Certificate `json:"certificate"`
	// Parts has one part per component of the scheme, in its order; their
	// points add up to the total exactly.
	Parts []Part `json:"parts"`
	// Findings are the rules that made the decision: certificate first, then
	// the minimums.
	Findings []rule.Finding `json:"findings"`
}

// Part is what one component adds to the total.
type Part struct {
	Component string `json:"component"`
	Title     string `json:"title,omitzero"`
	Status    Status `json:"status"`
	// Points is what the part adds to the total. What is open counts as
	// zero, so it is the worst case as well.
	Points Total `json:"points"`
	// Best is what the part adds if everything open turns out in full.
	Best Total `json:"best"`
	// Full is what full marks add, 0 if the component is excused.
	Full Total `json:"full"`
	// Need is what full marks want, Have is what was seen.
	Need string `json:"need"`
	Have string `json:"have"`
	// Items says what became of each item of an [ItemsAward]; missing ones
	// that the award asked for stand at the end.
	Items  []ItemPart   `json:"items,omitzero"`
	Source *rule.Source `json:"source,omitzero"`
}

// Grade returns what the marks come to. The error is nil or [rule.Violations]
// with paths such as ["quiz"].points.
func (g *Grader) Grade(marks Marks) (Result, error) {
	standings := make([]standing, len(g.components))
	if !g.read(marks, standings) {
		return Result{}, document.Check(marks, func(r *rule.Report) { g.CheckMarks(marks, r) })
	}
	return g.result(standings), nil
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

func (g *Grader) result(standings []standing) Result {
	base := g.active(standings)
	r := Result{Certificate: g.scheme.Certificate.clone(), Parts: make([]Part, len(standings))}
	var best Total
	for i, s := range standings {
		c := &g.components[i]
		p := Part{Component: c.ID, Title: c.Title, Status: s.status, Need: c.need, Have: s.have, Items: s.items, Source: copied(c.Source)}
		if s.status != StatusExcused && base.sign() > 0 {
			p.Full = c.full
			if base != g.base {
				p.Full = c.weight.times(hundred).over(base)
			}
			p.Points, p.Best = p.Full.times(s.worst), p.Full.times(s.best)
		}
		r.Total, best = r.Total.plus(p.Points), best.plus(p.Best)
		r.Parts[i] = p
	}
	if base.sign() == 0 {
		r.Decision = Pending
		r.Findings = []rule.Finding{{Code: "nothing-to-grade", Need: "a component that is not excused", Source: copied(g.scheme.Certificate.Source)}}
		return r
	}
	g.decide(&r, best, standings)
	return r
}

// active returns the sum of the weights that count: extra credit and what is
// excused aside.
func (g *Grader) active(standings []standing) Total {
	base := g.base
	for i, s := range standings {
		if s.status == StatusExcused && !g.components[i].ExtraCredit {
			base = base.minus(g.components[i].weight)
		}
	}
	return base
}

func (g *Grader) decide(r *Result, best Total, standings []standing) {
	verdict := open(g.passes(r.Total), g.passes(best))
	certificate := rule.Finding{Code: "certificate", Need: g.need, Have: r.Total.String(), Verdict: verdict, Source: copied(g.scheme.Certificate.Source)}
	r.Findings = []rule.Finding{certificate}
	for i, s := range standings {
		c := &g.components[i]
		if c.Minimum == nil || s.status == StatusExcused {
			continue
		}
		met := open(s.worst.compare(c.minimum) >= 0, s.best.compare(c.minimum) >= 0)
		verdict = rule.All(verdict, met)
		r.Findings = append(r.Findings, rule.Finding{
			Code: "minimum", Path: rule.Key("", c.ID), Need: "at least " + c.Minimum.String() + "% of full marks",
			Have: s.worst.times(hundred).String() + "%", Verdict: met, Source: copied(c.Source),
		})
	}
	r.Decision = map[rule.Verdict]Decision{rule.Met: Certified, rule.NotMet: NotCertified, rule.Unknown: Pending}[verdict]
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
func (g *Grader) passes(total Total) bool {
	c := total.compare(g.limit)
	return c > 0 || c == 0 && g.inclusive
}
