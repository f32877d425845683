package grading

import (
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// sentence says what was decided and why.
func (r Result) sentence(total string, places int) string {
	text := "Still open"
	switch r.Decision {
	case Certified:
		text = "Certified"
	case NotCertified:
		text = "Not certified"
	}
	if r.Outcome != "" {
		text += ", " + r.outcome(r.Outcome)
	}
	text += ": the total is " + trimmed(total)
	if r.Decision == Pending {
		text += " so far"
	}
	if r.Decision != Certified || r.Possible != r.Outcome {
		text += atBest(r.Best, r.Total, places)
	}
	if r.Possible != r.Outcome {
		text += " (" + r.outcome(r.Possible) + ")"
	}
	why, needs := r.deciding()
	if why.Code == "nothing-to-grade" {
		return "Nothing to grade: everything that counts is excused."
	}
	if why.Need != "" {
		text += "; " + required(why.Need)
	}
	if name := r.outcome(r.decidingOutcome()); name != "" && r.Decision != Certified {
		text += " for " + name
	}
	for _, need := range needs {
		if need.Verdict != rule.Met && need.Path != "" { // the total has no path
			text += r.lacking(need, places)
		}
	}
	return text + "."
}

// deciding returns the rule that says why, and its needs: the certificate; of
// outcomes the one that is reached or, without a certificate, the last that
// would bring it.
func (r Result) deciding() (why rule.Finding, needs []rule.Finding) {
	name := r.decidingOutcome()
	for _, f := range r.Findings {
		switch {
		case name != "" && f.Path == keyed("outcomes", name):
			return f, f.Parts
		case name == "" && f.Code == "minimum":
			needs = append(needs, f)
		case name == "" && f.Path == "":
			why = f
		}
	}
	return why, needs
}

// decidingOutcome returns the name of the outcome that says why, empty for a
// scheme without outcomes.
func (r Result) decidingOutcome() string {
	if r.Decision == Certified {
		return r.Outcome
	}
	last := ""
	for _, f := range r.Findings {
		if f.Code == "certificate" && f.Path != "" {
			last = f.Path
		}
	}
	return unkeyed(last)
}

// keyed is rule.Key for a whole name, however long: a finding says by its path
// which outcome or component it is about.
func keyed(path, name string) string { return path + "[" + strconv.QuoteToGraphic(name) + "]" }

// unkeyed returns the name in a path that keyed made of outcomes.
func unkeyed(path string) string {
	quoted, found := strings.CutPrefix(path, "outcomes[")
	name, err := strconv.Unquote(strings.TrimSuffix(quoted, "]"))
	if !found || err != nil {
		return ""
	}
	return name
}

// outcome returns the title of an outcome, or its name.
func (r Result) outcome(name string) string {
	for _, f := range r.Findings {
		if f.Path == keyed("outcomes", name) && f.Detail != "" {
			return f.Detail
		}
	}
	return name
}

// required says what a total must be: "more than 80 is required".
func required(need string) string {
	if limit, above := strings.CutPrefix(need, "above "); above {
		need = "more than " + limit
	}
	return need + " is required"
}

// lacking says what a component must reach, and what it has.
func (r Result) lacking(need rule.Finding, places int) string {
	limit, _ := strings.CutSuffix(need.Need, "% of full marks")
	t, _ := parseThreshold(limit)
	if above, strict := strings.CutPrefix(limit, "above "); strict {
		limit = "more than " + above
	}
	text := ", and " + limit + "%"
	p, found := part(r.Parts, need.Path)
	if !found {
		return text + " in " + need.Path
	}
	text += " in " + p.name()
	var have exact.Rational
	if err := have.UnmarshalText([]byte(strings.TrimSuffix(need.Have, "%"))); err != nil {
		return text
	}
	switch {
	case p.Status == StatusPending && have.Sign() == 0 && p.Have == handedIn:
		return text + " (" + handedIn + ")"
	case p.Status == StatusPending && have.Sign() == 0:
		return text + " (not marked yet)"
	}
	places, _ = tellingPlaces(have.Rat(), t.limit.Rat(), places)
	text += " (it has " + about(have, places) + "%"
	if p.Status == StatusPending {
		text += " so far"
	}
	return text + ")"
}

// part returns the part whose component has a path.
func part(parts []Part, path string) (Part, bool) {
	for _, p := range parts {
		if keyed("", p.Component) == path {
			return p, true
		}
		if found, there := part(p.Parts, path); there {
			return found, true
		}
	}
	return Part{}, false
}

func (p *Part) name() string {
	if p.Title != "" {
		return p.Title
	}
	return p.Component
}

// sentence says what was seen, what it adds to the total, and what was lacking.
// Everything but the mark itself is in percent of the total.
func (p *Part) sentence(points string, places int) string {
	text := p.name() + ": " + p.Have
	switch {
	case p.Status == StatusExcused:
		return text + ", not counted."
	case p.Dropped:
		return text + ", dropped."
	}
	full, scored := strings.CutSuffix(p.Need, " points")
	if earned, marked := strings.CutSuffix(p.Have, " points"); scored && marked {
		text = p.name() + ": " + earned + " of " + full + " points = "
	} else {
		text += "; "
	}
	text += trimmed(points) + " of " + about(p.Full, places) + " % of the total" + atBest(p.Best, p.Points, places)
	if p.Points.Compare(p.Full) < 0 && !scored {
		text += "; full marks need " + p.Need
	}
	return text + "."
}

// atBest says what something can still become.
func atBest(best, now exact.Rational, places int) string {
	if best.Compare(now) <= 0 { // less where the best case counts otherwise
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
