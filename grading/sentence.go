package grading

import (
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// said returns the pieces of the sentence that says what was decided and why.
func (r Result) said(total string, places int) []Said {
	why, needs := r.deciding()
	if why.Code == "nothing-to-grade" {
		return []Said{{Code: "nothing_to_grade"}}
	}
	var list saying
	switch r.Decision {
	case Certified, NotCertified:
		list.add(string(r.Decision))
	default:
		list.add(string(Pending))
	}
	if r.Outcome != "" {
		list.add("outcome", "outcome", r.outcome(r.Outcome), "name", r.Outcome)
	}
	if r.Decision == Pending {
		list.add("total_so_far", "total", trimmed(total))
	} else {
		list.add("total", "total", trimmed(total))
	}
	if r.AboveCap.Sign() > 0 {
		list.add("capped", "sum", about(r.Total.Plus(r.AboveCap), places))
	}
	if r.Decision != Certified || r.Possible != r.Outcome {
		list.atBest(r.Best, r.Total, places)
	}
	if r.Possible != r.Outcome {
		list.add("possible", "outcome", r.outcome(r.Possible), "name", r.Possible)
	}
	list.limit("required", why.Need)
	if name := r.decidingOutcome(); name != "" && r.Decision != Certified {
		list.add("for_outcome", "outcome", r.outcome(name), "name", name)
	}
	for _, need := range needs {
		if need.Verdict != rule.Met && need.Path != "" { // the total has no path
			r.lacking(&list, need, places)
		}
	}
	list.counted(r.Weightings)
	return list
}

// deciding returns the finding that explains the decision, and the findings of the needs.
// In the short form of a scheme, this is the finding of the certificate. In a scheme with
// outcomes, it is the finding of the outcome that is reached. If the person is not
// certified, it is the finding of the last outcome that certifies.
func (r Result) deciding() (why rule.Finding, needs []rule.Finding) {
	name := r.decidingOutcome()
	for _, f := range r.Findings {
		switch {
		case name != "":
			if f.Path == keyed("outcomes", name) {
				return f, f.Parts
			}
		case f.Code == "minimum":
			needs = append(needs, f)
		default:
			why = f
		}
	}
	return why, needs
}

// decidingOutcome returns the name of the outcome that explains the decision. It returns
// "" for a scheme without outcomes.
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

// keyed is rule.Key without a limit on the length: the path of a finding
// identifies an outcome or a component by its whole name.
func keyed(path, name string) string { return path + "[" + strconv.QuoteToGraphic(name) + "]" }

// unkeyed returns the name in a path made by keyed("outcomes", name). It returns "" for
// any other path.
func unkeyed(path string) string {
	name, _ := strconv.Unquote(strings.TrimSuffix(strings.TrimPrefix(path, "outcomes["), "]"))
	return name
}

// outcome returns the title of the outcome with the given name, or the name if the
// outcome has no title.
func (r Result) outcome(name string) string {
	for _, f := range r.Findings {
		if f.Path == keyed("outcomes", name) && f.Detail != "" {
			return f.Detail
		}
	}
	return name
}

// lacking adds to the list what percentage the component of a need must reach, and what
// percentage it has.
func (r Result) lacking(list *saying, need rule.Finding, places int) {
	limit, _ := strings.CutSuffix(need.Need, "% of full marks")
	p, found := part(r.Parts, need.Path)
	if !found {
		list.limit("needs", limit, "component", need.Path)
		return
	}
	list.limit("needs", limit, "component", p.name(), "id", p.Component)
	var have exact.Rational
	if err := have.UnmarshalText([]byte(strings.TrimSuffix(need.Have, "%"))); err != nil {
		return
	}
	switch {
	case p.Status == StatusPending && p.Have == handedIn:
		list.add("needs_mark_of_handed_in")
		return
	case p.Status == StatusPending && (p.Have == stillOpen || p.Parts != nil && have.Sign() == 0):
		list.add("needs_mark")
		return
	}
	least, _ := parseLimit(limit)
	places, _ = tellingPlaces(have.Rat(), least.Rat(), places)
	code := "has"
	if p.Status == StatusPending {
		code = "has_so_far"
	}
	list.add(code, "percent", about(have, places))
}

// part returns the part of the component with the given path, which is the result of
// keyed("", id).
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

// said returns the pieces of the sentence about a part: what the person has, what the
// part adds to the total, and what full marks need. Everything except the mark itself is
// in percent of the total.
func (p *Part) said(points string, places int) []Said {
	list := saying{{"component", map[string]string{"component": p.name(), "id": p.Component}}}
	seen := p.seen()
	list = append(list, seen...)
	if p.Status != StatusExcused {
		list.open(p)
	}
	switch {
	case p.Status == StatusExcused:
		list.add("not_counted")
		return list
	case p.Dropped:
		list.add("dropped")
		return list
	case p.Full.Sign() == 0:
		list.add("counts_nothing")
	case seen[0].Code == "points":
		list.add("equals", "points", trimmed(points), "full", about(p.Full, places))
	default:
		list.add("adds", "points", trimmed(points), "full", about(p.Full, places))
	}
	list.atBest(p.Best, p.Points, places)
	if p.Points.Compare(p.Full) < 0 && !strings.HasSuffix(p.Need, " points") {
		list.fullNeeds(p.need())
	}
	list.counted(p.Weightings)
	return list
}

// about returns t rounded half up to the given number of decimal places, without trailing
// zeros.
func about(t exact.Rational, places int) string {
	return trimmed(fixed(rounded(t.Rat(), places), places))
}

// trimmed cuts off the trailing zeros of a decimal.
func trimmed(text string) string {
	if !strings.Contains(text, ".") {
		return text
	}
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
