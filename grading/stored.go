package grading

import (
	"strconv"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a stored result, beyond those of the scheme it comes from.
const (
	maxFindings = maxOutcomeRules * (2 + maxComponents) // for each outcome: the outcome, its total and its needs
	maxText     = 4 * maxReason                         // characters of the texts Need and Have of a part
)

// check reports values that a result of Grade cannot have.
func (r *Result) check(report *rule.Report) {
	if !r.Decision.valid() && (r.Decision != "" || len(r.Parts) > 0) {
		report.Add("decision", "unknown-value", "want certified, not_certified or pending")
	}
	for path, name := range map[string]string{"outcome": r.Outcome, "possible": r.Possible} {
		if name != "" {
			checkID(name, path, report)
		}
	}
	limit := report.At("certificate")
	if r.Certificate != (Certificate{}) {
		checkThreshold(r.Certificate.Above, r.Certificate.AtLeast, limit)
		checkSource(r.Certificate.Source, limit)
	}
	count := 0
	r.checkParts(r.Parts, &count, 0, report, "parts")
	checkFindings(r.Findings, report)
	if !report.Clean("") {
		return
	}
	if points(r.Parts).Compare(r.Total.Plus(r.AboveCap)) != 0 {
		report.Add("parts", "points-total", "the points do not add up to the total")
	}
	if r.Best.Compare(r.Total) < 0 {
		report.Add("best", "range", "at least the total")
	}
	if c := r.Certificate; r.Decision == Certified && (c.Above != nil || c.AtLeast != nil) {
		if t := newThreshold(c.Above, c.AtLeast); !t.reached(r.Total) {
			report.Add("decision", "decision", "certified, though the total is not "+t.text)
		}
	}
}

// adrift reports whether the points of the result do not add up. It is a quick check of
// results that the method check has accepted, and of results in Go literals.
func (r *Result) adrift() bool {
	var drift func(parts []Part) bool
	drift = func(parts []Part) bool {
		for i := range parts {
			p := &parts[i]
			if len(p.Parts) > 0 && (points(p.Parts).Compare(p.Points) != 0 || drift(p.Parts)) {
				return true
			}
		}
		return false
	}
	return points(r.Parts).Compare(r.Total.Plus(r.AboveCap)) != 0 || drift(r.Parts)
}

// checkParts checks parts and the parts below them, and counts all of them.
func (r *Result) checkParts(parts []Part, count *int, depth int, report *rule.Report, path string) {
	if *count += len(parts); *count > maxComponents || depth > maxDepth {
		report.Add(path, "too-many", "at most "+strconv.Itoa(maxComponents)+" parts, at most "+strconv.Itoa(maxDepth)+" deep")
		return
	}
	for i := range parts {
		p, at := &parts[i], report.At(rule.Index(path, i))
		p.check(at)
		if len(p.Parts) == 0 {
			continue
		}
		r.checkParts(p.Parts, count, depth+1, at, "parts")
		if at.Clean("") && points(p.Parts).Compare(p.Points) != 0 {
			at.Add("parts", "points-total", "the points do not add up to those of the part")
		}
	}
}

// check reports values that a part cannot have. It does not check the parts below.
func (p *Part) check(r *rule.Report) {
	checkID(p.Component, "component", r)
	if !p.Status.valid() {
		r.Add("status", "unknown-value", statuses)
	}
	checkLine(p.Title, "title", 200, r)
	checkLine(p.Need, "need", maxText, r)
	checkLine(p.Have, "have", maxText, r)
	checkSource(p.Source, r)
	if len(p.Items) > maxItems {
		r.Add("items", "too-many", "at most "+strconv.Itoa(maxItems))
		return
	}
	for k, it := range p.Items {
		at := r.At(rule.Index("items", k))
		if it.ID != "" {
			checkID(it.ID, "id", at)
		}
		if !it.Status.valid() {
			at.Add("status", "unknown-value", statuses)
		}
	}
}

func checkID(id, path string, r *rule.Report) {
	if !document.ValidID(id) {
		r.Add(path, "id", "1 to 128 bytes of characters that can be seen, without spaces around them")
	}
}

const statuses = "want graded, missing, excused or pending"

// points returns the sum of the points of parts.
func points(parts []Part) exact.Rational {
	list := make([]exact.Rational, len(parts))
	for i := range parts {
		list[i] = parts[i].Points
	}
	return exact.Sum(list)
}

func checkFindings(findings []rule.Finding, r *rule.Report) {
	count := 0
	var walk func(list []rule.Finding, at *rule.Report, name string, depth int)
	walk = func(list []rule.Finding, at *rule.Report, name string, depth int) {
		if count += len(list); count > maxFindings || depth > 2 && len(list) > 0 {
			at.Add(name, "too-many", "at most "+strconv.Itoa(maxFindings))
			return
		}
		for i := range list {
			f, in := &list[i], at.At(rule.Index(name, i))
			checkID(f.Code, "code", in)
			for path, text := range map[string]string{"path": f.Path, "need": f.Need, "have": f.Have, "detail": f.Detail} {
				checkLine(text, path, 1<<20, in)
			}
			checkSource(f.Source, in)
			walk(f.Parts, in, "parts", depth+1)
		}
	}
	walk(findings, r, "findings", 0)
}

func checkSource(s *rule.Source, r *rule.Report) {
	if s != nil {
		checkLine(s.Section, "source.section", 64, r)
	}
}

// checkLine reports a text that is not one line, or that has more characters than the
// limit.
func checkLine(text, path string, limit int, r *rule.Report) {
	switch {
	case !document.ValidLine(text):
		r.Add(path, "text", "one line of UTF-8 without control characters")
	case utf8.RuneCountInString(text) > limit:
		r.Add(path, "too-long", "at most "+strconv.Itoa(limit)+" characters")
	}
}
