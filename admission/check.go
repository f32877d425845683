package admission

import (
	"slices"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a policy, besides those in the tags of its fields.
const (
	MaxTests         = 1000 // tests of one policy, those inside others included
	MaxTestDepth     = 16   // tests inside tests
	MaxPercentPlaces = 9    // digits after the point of a floor's percent
)

// Codes that results use themselves.
const (
	codeReview  = "review-score"
	codeRuling  = "ruling"
	codeLottery = "lottery"
)

// Check reports everything that is wrong with p.
func (p Policy) Check(r *rule.Report) {
	if !p.measured(r) {
		return
	}
	r.AddAll(document.Shape(p))
	uniqueCodes(r, "requirements", len(p.Requirements), func(i int) string { return p.Requirements[i].Code })
	uniqueCodes(r, "priority", len(p.Priority), func(i int) string { return p.Priority[i].Code })
	uniqueCodes(r, "floors", len(p.Floors), func(i int) string { return p.Floors[i].Code })
	p.checkLists(r)
	p.checkOverrides(r)
	p.eachTest(func(path string, t Test) { p.checkTest(r.At(path), t) })
	for i, k := range p.Priority {
		at := r.At(rule.Join(rule.Index("priority", i), "key"))
		if k.Key.Matching != nil {
			p.checkWithin(at, i)
		}
		if k.Key.Score != nil {
			k.Key.Score.check(at.At("score"))
		}
	}
	for i, f := range p.Floors {
		f.check(r.At(rule.Index("floors", i)))
	}
}

// measured reports whether the tests of p stay within the limits. It comes
// before anything that follows pointers to their end: a literal can hold a test
// that contains itself.
func (p Policy) measured(r *rule.Report) bool {
	left, deep := MaxTests, false
	var measure func(t Test, depth int)
	measure = func(t Test, depth int) {
		left--
		deep = deep || depth > MaxTestDepth
		for _, inner := range t.inner() {
			if left < 0 || deep {
				return
			}
			measure(inner, depth+1)
		}
	}
	fits := true
	root := func(path string, t Test) {
		measure(t, 1)
		if fits && (deep || left < 0) {
			r.Unreadable(path, "test-size", "at most 1000 tests in a policy, at most 16 inside each other")
			fits = false
		}
	}
	p.roots(root)
	return fits
}

// roots calls visit with every test that stands in no other one.
func (p Policy) roots(visit func(path string, t Test)) {
	for i, q := range p.Requirements {
		visit(rule.Field(rule.Index("requirements", i), "test"), q.Test)
	}
	for i, k := range p.Priority {
		if k.Key.Matching != nil {
			visit(rule.Field(rule.Index("priority", i), "key.matching.test"), k.Key.Matching.Test)
		}
	}
	for i, f := range p.Floors {
		visit(rule.Field(rule.Index("floors", i), "test"), f.Test)
	}
}

// eachTest calls visit with every test, outer ones first.
func (p Policy) eachTest(visit func(path string, t Test)) {
	var walk func(path string, t Test)
	walk = func(path string, t Test) {
		visit(path, t)
		for i, inner := range t.All {
			walk(rule.Index(rule.Field(path, "all"), i), inner)
		}
		for i, inner := range t.Any {
			walk(rule.Index(rule.Field(path, "any"), i), inner)
		}
		if t.Not != nil {
			walk(rule.Field(path, "not"), *t.Not)
		}
		if t.AtLeastOf != nil {
			for i, inner := range t.AtLeastOf.Tests {
				walk(rule.Index(rule.Field(path, "at_least_of.tests"), i), inner)
			}
		}
	}
	p.roots(walk)
}

// inner returns the tests that stand directly in t.
func (t Test) inner() []Test {
	all := slices.Concat(t.All, t.Any)
	if t.Not != nil {
		all = append(all, *t.Not)
	}
	if t.AtLeastOf != nil {
		all = append(all, t.AtLeastOf.Tests...)
	}
	return all
}

func uniqueCodes(r *rule.Report, list string, n int, code func(int) string) {
	seen := map[string]bool{}
	for i := range n {
		path := rule.Field(rule.Index(list, i), "code")
		switch c := code(i); {
		case !r.Clean(path):
		case c == codeReview || c == codeRuling || c == codeLottery:
			r.Add(path, "reserved-code", "review-score, ruling and lottery are codes of results")
		case seen[c]:
			r.Add(path, "duplicate-code", "is listed twice")
		default:
			seen[c] = true
		}
	}
}

func (p Policy) checkWithin(r *rule.Report, i int) {
	within := p.Priority[i].Key.Matching.Within
	if within == "" {
		return
	}
	for _, earlier := range p.Priority[:i] {
		if earlier.Code == within && earlier.Key.Matching != nil {
			return
		}
	}
	r.Add("matching.within", "within", "must be the code of an earlier matching key")
}

func (k ScoreKey) check(r *rule.Report) {
	if r.Clean("max") && k.Max.Sign() <= 0 {
		r.Add("max", "range", "must be above 0")
	}
	seen := map[string]bool{}
	for i, part := range k.Parts {
		path := rule.Index("parts", i)
		if weight := rule.Field(path, "weight"); r.Clean(weight) && part.Weight.Sign() <= 0 {
			r.Add(weight, "range", "must be above 0")
		}
		if name := rule.Field(path, "name"); r.Clean(name) {
			if seen[part.Name] {
				r.Add(name, "duplicate-name", "is listed twice")
			}
			seen[part.Name] = true
		}
	}
}

func (f Floor) check(r *rule.Report) {
	if !r.Clean("percent") {
		return
	}
	if n, ok := f.Percent.Scaled(MaxPercentPlaces); !ok || n < 0 || n > 100*percentUnit {
		r.Add("percent", "range", "from 0 to 100, with at most 9 digits after the point")
	}
}

func (p Policy) checkLists(r *rule.Report) {
	seen := map[string]bool{}
	for i, l := range p.Lists {
		at := r.At(rule.Index("lists", i))
		if at.Clean("name") {
			if seen[l.Name] || country.List(l.Name).Valid() {
				at.Add("name", "duplicate-list", "a list of this name is already there")
			}
			seen[l.Name] = true
		}
		if at.Clean("as_of") && !l.AsOf.Valid() {
			at.Add("as_of", "format", "want a day such as 2024-10-30")
		}
		for code, status := range l.Status {
			path := rule.Key("status", code)
			if country.Alpha2(code).IsZero() {
				at.Add(path, "unknown-country", "want an ISO 3166-1 alpha-2 code in capitals, or XK")
			}
			if !document.ValidID(status) {
				at.Add(path, "id", "1 to 128 bytes without control characters")
			}
		}
	}
}

func (p Policy) checkOverrides(r *rule.Report) {
	type place struct {
		list country.List
		code string
	}
	seen := map[place]bool{}
	for i, o := range p.Overrides {
		at := r.At(rule.Index("overrides", i))
		if at.Clean("country") && country.Alpha2(o.Country).IsZero() {
			at.Add("country", "unknown-country", "want an ISO 3166-1 alpha-2 code in capitals, or XK")
		}
		if at.Clean("list", "status") && !slices.Contains(o.List.Statuses(), country.Status(o.Status)) {
			at.Add("status", "unknown-status", "not a status of that list")
		}
		if at.Clean("list", "country") {
			if seen[place{o.List, o.Country}] {
				at.Add("country", "duplicate-override", "the list already has one for this country")
			}
			seen[place{o.List, o.Country}] = true
		}
	}
}
