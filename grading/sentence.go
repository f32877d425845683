package grading

import (
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// sentence says what was decided and why.
func (r Result) sentence(total string, places int) string {
	total = trimmed(total)
	var reasons []string
	for _, f := range r.Findings {
		switch f.Code {
		case "nothing-to-grade":
			return "Nothing to grade: everything that counts is excused."
		case "certificate":
			reasons = append(reasons, "the certificate needs "+f.Need)
		case "minimum":
			if f.Verdict != rule.Met {
				reasons = append(reasons, "it needs "+f.Need+" in "+r.title(f.Path)+", which has "+f.Have)
			}
		}
	}
	why := strings.Join(reasons, ", and ") + "."
	switch r.Decision {
	case Certified:
		return "Certified: the total is " + total + "; " + why
	case NotCertified:
		return "Not certified: the total is " + total + atBest(r.Best, r.Total, places) + "; " + why
	default:
		return "Still open: the total is " + total + " so far" + atBest(r.Best, r.Total, places) + "; " + why
	}
}

// title returns the title of the component at path.
func (r Result) title(path string) string {
	for _, p := range r.Parts {
		if rule.Key("", p.Component) == path {
			return p.name()
		}
	}
	return path
}

func (p Part) name() string {
	if p.Title != "" {
		return p.Title
	}
	return p.Component
}

// sentence says what was seen and what was lacking.
func (p Part) sentence(points string, places int) string {
	text := p.name() + ": " + p.Have
	if p.Status == StatusExcused {
		return text + ", not counted."
	}
	text += "; " + trimmed(points) + " of " + about(p.Full, places) + " points" + atBest(p.Best, p.Points, places)
	if p.Points.Compare(p.Full) < 0 {
		text += "; full marks need " + p.Need
	}
	return text + "."
}

// atBest says what something can still become.
func atBest(best, now exact.Rational, places int) string {
	if best.Compare(now) == 0 {
		return ""
	}
	return ", at best " + about(best, places)
}

// about returns t rounded half up, without trailing zeros.
func about(t exact.Rational, places int) string {
	return trimmed(fixed(rounded(t.Rat(), places), places))
}

// trimmed cuts trailing zeros behind a point.
func trimmed(text string) string {
	if !strings.Contains(text, ".") {
		return text
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
