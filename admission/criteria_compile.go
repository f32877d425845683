package admission

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// compile turns a checked test into a node. In findings, the test has the code of its
// requirement, key or share. The parts of a test have their kinds as codes, such as role.
func (s *Selector) compile(p Policy, t Test) node {
	switch {
	case t.Country != nil:
		return p.compileCountry(*t.Country)
	case t.Score != nil:
		return s.compileScoreTest(*t.Score)
	case t.All != nil:
		return s.branch(p, kindAll, "all", t.All, len(t.All))
	case t.Any != nil:
		return s.branch(p, kindAny, "any", t.Any, 1)
	case t.Not != nil:
		return s.branch(p, kindNot, "not", []Test{*t.Not}, 1)
	case t.AtLeastOf != nil:
		return s.branch(p, kindAtLeastOf, "at_least_of", t.AtLeastOf.Tests, t.AtLeastOf.Count)
	}
	return t.compileFact()
}

// compileFact compiles a test of one fact that the applicant states.
func (t Test) compileFact() node {
	switch {
	case t.Role != nil:
		return leaf(kindRole, "role", "role", node{texts: slices.Clone(t.Role.In)}, strings.Join(t.Role.In, ", "))
	case t.Gender != nil:
		genders := texts(t.Gender.In)
		return leaf(kindGender, "gender", "gender", node{texts: genders}, strings.Join(genders, ", "))
	case t.Degree != nil:
		need := string(t.Degree.AtLeast)
		if need != "" {
			need = "at least " + need
		}
		if t.Degree.Relevant {
			need = strings.TrimPrefix(need+", relevant", ", ")
		}
		return leaf(kindDegree, "degree", "degree", node{least: t.Degree.AtLeast.order(), relevant: t.Degree.Relevant}, need)
	case t.Experience != nil:
		least := t.Experience.AtLeastMonths
		return leaf(kindExperience, "experience", "experience_months", node{least: least}, "at least "+strconv.Itoa(least))
	case t.Language != nil:
		return leaf(kindLanguage, "language", rule.Key("languages", t.Language.Tag),
			node{name: t.Language.Tag, least: t.Language.AtLeast.order()}, "at least "+string(t.Language.AtLeast.plain()))
	case t.Document != nil:
		return leaf(kindDocument, "document", rule.Key("documents", t.Document.Name), node{name: t.Document.Name}, "true")
	case t.Number != nil:
		return leaf(kindNumber, "number", rule.Key("numbers", t.Number.Name),
			node{name: t.Number.Name, bounds: [2]exact.Decimal{t.Number.AtLeast, t.Number.AtMost}}, between(t.Number.AtLeast, t.Number.AtMost))
	default:
		values := slices.Clone(t.Attribute.In)
		if t.Attribute.Equals != "" {
			values = []string{t.Attribute.Equals}
		}
		return leaf(kindAttribute, "attribute", rule.Key("attributes", t.Attribute.Name),
			node{name: t.Attribute.Name, texts: values}, strings.Join(values, ", "))
	}
}

// between returns a text with the bounds that are set.
func between(atLeast, atMost exact.Decimal) string {
	var needs []string
	if !atLeast.IsZero() {
		needs = append(needs, "at least "+atLeast.String())
	}
	if !atMost.IsZero() {
		needs = append(needs, "at most "+atMost.String())
	}
	return strings.Join(needs, ", ")
}

func leaf(k kind, code, path string, n node, need string) node {
	n.kind, n.size = k, 1
	n.finding = rule.Finding{Code: code, Path: path, Need: need}
	n.open = "not stated"
	return n
}

func (s *Selector) branch(p Policy, k kind, code string, tests []Test, least int) node {
	n := node{kind: k, least: least, size: 1, finding: rule.Finding{Code: code}}
	if k == kindAtLeastOf {
		n.finding.Need = "at least " + strconv.Itoa(least)
	}
	for _, t := range tests {
		part := s.compile(p, t)
		n.size += part.size
		n.parts = append(n.parts, part)
	}
	return n
}

func (p Policy) compileCountry(t CountryTest) node {
	n := node{statuses: map[string]rule.Verdict{}, of: cmp.Or(t.Of, served)}
	path := "country"
	if n.of != served {
		path = "countries." + string(n.of)
	}
	if t.In != nil {
		for c := range country.All() {
			n.statuses[c.String()] = rule.Of(slices.Contains(t.In, c.String()))
		}
		return leaf(kindCountry, "country", path, n, strings.Join(t.In, ", "))
	}
	list, _ := p.list(t.List)
	for c := range country.All() {
		if status := list.status(c, t.On); status != "" {
			n.statuses[c.String()] = rule.Of(status == t.Status)
		}
	}
	need := t.Status + " in " + list.name
	if !t.On.IsZero() {
		need += " on " + t.On.String()
	}
	n = leaf(kindCountry, "country", path, n, need)
	n.unclassified = "no status in " + list.name
	return n
}

// compileScoreTest compiles a score test, with the scorer of the key that it reads.
func (s *Selector) compileScoreTest(t ScoreTest) node {
	n := node{least: t.Reviews, bounds: [2]exact.Decimal{t.AtLeast}}
	for i := range s.keys {
		if s.keys[i].code == t.Key {
			n.score = s.keys[i].score
		}
	}
	need := between(t.AtLeast, exact.Decimal{})
	if t.Reviews > 0 {
		need = strings.TrimPrefix(need+", "+count(t.Reviews, "complete review"), ", ")
	}
	n = leaf(kindScore, "score", "reviews", n, need)
	n.open = "not enough complete reviews"
	return n
}

// count returns a number with the thing counted: 1 review, 2 reviews.
func count(n int, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return strconv.Itoa(n) + " " + thing
}
