package admission

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// node is a compiled test: what it asks for, and how a finding about it reads.
type node struct {
	kind  kind
	parts []node

	name         string   // tag of a language, or name of a document, number or attribute
	texts        []string // roles, genders, attribute values
	of           CountryOf
	statuses     map[string]rule.Verdict
	least        int              // smallest degree level, language level, or number of months, reviews or tests met
	relevant     bool             // a degree must be relevant
	bounds       [2]exact.Decimal // of a number or a score: at least, at most
	score        *scorer
	size         int          // number of findings of this node and of its parts
	finding      rule.Finding // code, path and need; report sets the other fields
	open         string       // detail of an unknown verdict
	unclassified string       // detail if the applicant states a country that the list does not classify
}

type kind uint8

const (
	kindRole kind = iota
	kindGender
	kindCountry
	kindDegree
	kindExperience
	kindLanguage
	kindDocument
	kindNumber
	kindAttribute
	kindScore
	kindAll
	kindAny
	kindNot
	kindAtLeastOf
)

// eval answers the test for one applicant. A value that an intake would refuse counts as
// absent. eval allocates memory only when it compares a number with a bound, and one of
// them has more than 18 digits once both are written with the same number of decimal
// places.
func (n *node) eval(a *Applicant) rule.Verdict {
	switch n.kind {
	case kindRole:
		return n.among(a.Role)
	case kindGender:
		if !a.Gender.disclosed() {
			return rule.Unknown
		}
		return n.among(string(a.Gender))
	case kindCountry:
		return n.country(a)
	case kindDegree:
		return n.degree(a.Degree)
	case kindExperience:
		if !statesMonths(a) {
			return rule.Unknown
		}
		return rule.Of(*a.ExperienceMonths >= n.least)
	case kindLanguage:
		level := a.Languages[n.name].order()
		if level == 0 {
			return rule.Unknown
		}
		return rule.Of(level >= n.least)
	case kindDocument:
		handedIn, stated := a.Documents[n.name]
		if !stated {
			return rule.Unknown
		}
		return rule.Of(handedIn)
	case kindNumber:
		return n.number(a.Numbers[n.name])
	case kindAttribute:
		return n.among(a.Attributes[n.name])
	case kindScore:
		return n.scored(a)
	default:
		return n.combine(a)
	}
}

// combine evaluates the parts in strong Kleene logic.
func (n *node) combine(a *Applicant) rule.Verdict {
	met, unknown := 0, 0
	for i := range n.parts {
		switch n.parts[i].eval(a) {
		case rule.Met:
			met++
		case rule.Unknown:
			unknown++
		}
	}
	return n.count(met, unknown)
}

// count returns the verdict of the node. The parameters are the numbers of its parts that
// are met and that are unknown. The field n.least says how many parts must be met: every
// part for the kind "all", one part for "any", and the stated number for "at_least_of".
// The kind "not" has one part, and negates the verdict.
func (n *node) count(met, unknown int) rule.Verdict {
	verdict := rule.NotMet
	switch {
	case met >= n.least:
		verdict = rule.Met
	case met+unknown >= n.least:
		verdict = rule.Unknown
	}
	if n.kind == kindNot {
		return rule.Not(verdict)
	}
	return verdict
}

// openTo reports whether facts that the applicant may still state can lead to the verdict
// met, and whether they can lead to not_met. A country that a list does not classify
// leads to neither verdict.
func (n *node) openTo(a *Applicant) (met, notMet bool) {
	if len(n.parts) == 0 {
		switch verdict := n.eval(a); {
		case verdict != rule.Unknown:
			return verdict == rule.Met, verdict == rule.NotMet
		case n.kind == kindCountry && statesCountry(a, n.of):
			return false, false
		}
		return true, true
	}
	met1, not1 := 0, 0
	for i := range n.parts {
		m, not := n.parts[i].openTo(a)
		if m {
			met1++
		}
		if not {
			not1++
		}
	}
	met, notMet = met1 >= n.least, not1 > len(n.parts)-n.least
	if n.kind == kindNot {
		return notMet, met
	}
	return met, notMet
}

func (n *node) among(text string) rule.Verdict {
	switch {
	case slices.Contains(n.texts, text):
		return rule.Met
	case !statesText(text):
		return rule.Unknown
	}
	return rule.NotMet
}

// country answers a country test. If the applicant states several countries of the kind
// n.of, one that meets the test is enough.
func (n *node) country(a *Applicant) rule.Verdict {
	if n.of == served {
		return n.statuses[a.Country]
	}
	any, stated := rule.NotMet, false
	for _, code := range a.others(n.of) {
		if !country.Alpha2(code).IsZero() {
			any, stated = rule.Any(any, n.statuses[code]), true
		}
	}
	if !stated {
		return rule.Unknown
	}
	return any
}

// statesCountry reports whether the applicant states a country of the given kind that an
// intake accepts.
func statesCountry(a *Applicant, of CountryOf) bool {
	if of == served {
		return !country.Alpha2(a.Country).IsZero()
	}
	return slices.ContainsFunc(a.others(of), func(code string) bool { return !country.Alpha2(code).IsZero() })
}

// statesText reports whether text is a role or an attribute that an intake accepts.
func statesText(text string) bool {
	return text != "" && len(text) <= maxText && document.ValidLine(text)
}

// statesMonths reports whether experience is stated and in its range.
func statesMonths(a *Applicant) bool {
	return a.ExperienceMonths != nil && 0 <= *a.ExperienceMonths && *a.ExperienceMonths <= maxMonths
}

func (n *node) degree(d *Degree) rule.Verdict {
	if d == nil {
		return rule.Unknown
	}
	level, relevance := rule.Unknown, rule.Unknown
	switch {
	case n.least == 0:
		level = rule.Met
	case d.Level.order() > 0:
		level = rule.Of(d.Level.order() >= n.least)
	}
	switch {
	case !n.relevant:
		relevance = rule.Met
	case d.Level == "none":
		relevance = rule.NotMet
	case d.Relevant != nil:
		relevance = rule.Of(*d.Relevant)
	}
	return rule.All(level, relevance)
}

func (n *node) number(d exact.Decimal) rule.Verdict {
	if !usable(d) {
		return rule.Unknown
	}
	atLeast, atMost := n.bounds[0], n.bounds[1]
	return rule.Of((atLeast.IsZero() || compareDecimals(d, atLeast) >= 0) && (atMost.IsZero() || compareDecimals(d, atMost) <= 0))
}

// scored tests the score and the number of complete reviews. With fewer reviews than
// asked for, the score can still change, so the verdict is unknown.
func (n *node) scored(a *Applicant) rule.Verdict {
	score, reviewed := n.score.of(a)
	if !reviewed || n.score.complete(a) < n.least {
		return rule.Unknown
	}
	return rule.Of(score.Compare(n.bounds[0].Rational()) >= 0)
}

// usable reports whether a number is stated and of a size that a document can hold.
func usable(d exact.Decimal) bool { return !d.IsZero() && d.Bounded() }

// compareDecimals compares bounded decimals exactly, as integers if they fit.
func compareDecimals(a, b exact.Decimal) int {
	places := max(-int(a.Exponent()), -int(b.Exponent()), 0)
	x, fits := a.Scaled(places)
	y, fit := b.Scaled(places)
	if fits && fit {
		return cmp.Compare(x, y)
	}
	return a.Rat().Cmp(b.Rat())
}
