package admission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// compile turns a checked test into a node. Codes of parts are their kinds.
func (p Policy) compile(t Test) node {
	switch {
	case t.Role != nil:
		return leaf(kindRole, "role", "role", node{texts: slices.Clone(t.Role.In)}, strings.Join(t.Role.In, ", "))
	case t.Gender != nil:
		var texts []string
		for _, g := range t.Gender.In {
			texts = append(texts, string(g))
		}
		return leaf(kindGender, "gender", "gender", node{texts: texts}, strings.Join(texts, ", "))
	case t.Country != nil:
		return p.compileCountry(*t.Country)
	case t.Degree != nil:
		need := t.Degree.AtLeast.String()
		if t.Degree.AtLeast != 0 {
			need = "at least " + need
		}
		if t.Degree.Relevant {
			need = strings.TrimPrefix(need+", relevant", ", ")
		}
		return leaf(kindDegree, "degree", "degree", node{least: int(t.Degree.AtLeast), relevant: t.Degree.Relevant}, need)
	case t.Experience != nil:
		least := t.Experience.AtLeastMonths
		return leaf(kindExperience, "experience", "experience_months", node{least: least}, "at least "+strconv.Itoa(least))
	case t.Language != nil:
		return leaf(kindLanguage, "language", rule.Key("languages", t.Language.Tag),
			node{name: t.Language.Tag, least: int(t.Language.AtLeast)}, "at least "+t.Language.AtLeast.String())
	case t.Document != nil:
		return leaf(kindDocument, "document", rule.Key("documents", t.Document.Name), node{name: t.Document.Name}, "true")
	case t.Number != nil:
		var needs []string
		if !t.Number.AtLeast.IsZero() {
			needs = append(needs, "at least "+t.Number.AtLeast.String())
		}
		if !t.Number.AtMost.IsZero() {
			needs = append(needs, "at most "+t.Number.AtMost.String())
		}
		return leaf(kindNumber, "number", rule.Key("numbers", t.Number.Name),
			node{name: t.Number.Name, bounds: [2]exact.Decimal{t.Number.AtLeast, t.Number.AtMost}}, strings.Join(needs, ", "))
	case t.Attribute != nil:
		texts := slices.Clone(t.Attribute.In)
		if t.Attribute.Equals != "" {
			texts = []string{t.Attribute.Equals}
		}
		return leaf(kindAttribute, "attribute", rule.Key("attributes", t.Attribute.Name),
			node{name: t.Attribute.Name, texts: texts}, strings.Join(texts, ", "))
	case t.All != nil:
		return p.branch(kindAll, "all", t.All, len(t.All))
	case t.Any != nil:
		return p.branch(kindAny, "any", t.Any, 1)
	case t.Not != nil:
		return p.branch(kindNot, "not", []Test{*t.Not}, 1)
	default:
		return p.branch(kindAtLeastOf, "at_least_of", t.AtLeastOf.Tests, t.AtLeastOf.Count)
	}
}

func leaf(k kind, code, path string, n node, need string) node {
	n.kind, n.size = k, 1
	n.finding = rule.Finding{Code: code, Path: path, Need: need}
	n.open = "not stated"
	return n
}

func (p Policy) branch(k kind, code string, tests []Test, least int) node {
	n := node{kind: k, least: least, size: 1, finding: rule.Finding{Code: code}}
	if k == kindAtLeastOf {
		n.finding.Need = "at least " + strconv.Itoa(least)
	}
	for _, t := range tests {
		part := p.compile(t)
		n.size += part.size
		n.parts = append(n.parts, part)
	}
	return n
}

func (p Policy) compileCountry(t CountryTest) node {
	n := node{statuses: map[country.Country]rule.Verdict{}}
	if t.In != nil {
		for c := range country.All() {
			n.statuses[c] = rule.Of(slices.Contains(t.In, c.Alpha2()))
		}
		return leaf(kindCountry, "country", "country", n, strings.Join(t.In, ", "))
	}
	list, _ := p.list(t.List)
	for c := range country.All() {
		if status := list.status(c, t.On); status != "" {
			n.statuses[c] = rule.Of(status == t.Status)
		}
	}
	need := t.Status + " in " + list.name
	if t.On != "" {
		need += " on " + string(t.On)
	}
	n = leaf(kindCountry, "country", "country", n, need)
	n.open = "no status in " + list.name
	return n
}
