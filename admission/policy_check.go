package admission

import (
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a policy, besides those in the tags of its fields.
const (
	maxTests         = 1000 // tests of one policy, including those inside others
	maxTestDepth     = 16   // depth of tests inside tests
	maxPercentPlaces = 9    // digits after the point of a share's percent
)

// Values of NumberKey.First.
const (
	lowest  = "lowest"
	highest = "highest"
)

// Codes that results use. The rules of a policy may not have them.
const (
	codeReview     = "review-score"
	codeRuling     = "ruling"
	codeLottery    = "lottery"
	codeLater      = "came_later"
	codeReinstated = "reinstated"
)

var reserved = []string{codeReview, codeRuling, codeLottery, codeLater, codeReinstated}

// Check reports everything that is wrong with p.
func (p Policy) Check(r *rule.Report) {
	if !p.measured(r) {
		return
	}
	for _, v := range document.Shape(p) {
		if v.Code == "one-of" && strings.HasSuffix(v.Path, "].of") && !r.Clean(v.Path) {
			continue // the groups of a share that could not be read
		}
		r.Put(v)
	}
	if p.Format != 0 && p.Format != format {
		r.Add("format", "format", "want "+strconv.Itoa(format)+", the only version there is")
	}
	p.checkCodes(r)
	p.checkLists(r)
	p.checkOverrides(r)
	keys := p.readableKeys(r)
	p.eachTest(func(path string, t Test) { p.checkTest(r.At(path), t, keys) })
	for i, k := range p.Priority {
		at := r.At(rule.Join(rule.Index("priority", i), "key"))
		if k.Key.Matching != nil && keys && at.Clean("matching.within") {
			p.checkWithin(at, i)
		}
		if n := k.Key.Number; n != nil && n.First != "" && n.First != lowest && n.First != highest {
			at.Put(rule.UnknownValue("number.first", lowest, highest))
		}
		if k.Key.Score != nil {
			k.Key.Score.check(at.At("score"))
		}
	}
	for i, s := range p.Shares {
		s.check(r.At(rule.Index("shares", i)), p.Capacity)
	}
}

// measured reports whether the tests of p are within the limits. It must come before
// every check that follows pointers to their end, since a policy made in Go can hold a
// test that contains itself.
func (p Policy) measured(r *rule.Report) bool {
	left, deep := maxTests, false
	var measure func(t Test, depth int)
	measure = func(t Test, depth int) {
		left--
		deep = deep || depth > maxTestDepth
		for _, list := range t.inner() {
			for _, inner := range list {
				if left < 0 || deep {
					return
				}
				measure(inner, depth+1)
			}
		}
	}
	fits := true
	p.roots(func(path string, t Test) {
		measure(t, 1)
		if fits && (deep || left < 0) {
			r.Unreadable(path, "test-size", "at most 1000 tests in a policy, at most 16 inside each other")
			fits = false
		}
	})
	return fits
}

// roots calls the function visit for every test that is not inside another test.
func (p Policy) roots(visit func(path string, t Test)) {
	for i, q := range p.Requirements {
		visit(rule.Field(rule.Index("requirements", i), "test"), q.Test)
	}
	for i, k := range p.Priority {
		if k.Key.Matching != nil {
			visit(rule.Field(rule.Index("priority", i), "key.matching.test"), k.Key.Matching.Test)
		}
	}
	for i, s := range p.Shares {
		if s.Of.Test != nil {
			visit(rule.Field(rule.Index("shares", i), "of.test"), *s.Of.Test)
		}
	}
}

// eachTest calls the function visit for every test, and for an outer test before the
// tests inside it.
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

// inner returns the lists of tests directly inside t.
func (t Test) inner() [4][]Test {
	lists := [4][]Test{t.All, t.Any}
	if t.Not != nil {
		lists[2] = []Test{*t.Not}
	}
	if t.AtLeastOf != nil {
		lists[3] = t.AtLeastOf.Tests
	}
	return lists
}

// checkCodes requires unique codes. No two requirements may have the same code; nor may
// any two keys or shares, since the code of a key or a share can be the reason for a
// place.
func (p Policy) checkCodes(r *rule.Report) {
	seen := map[string]bool{}
	for i, q := range p.Requirements {
		checkCode(r, rule.Index("requirements", i), q.Code, seen)
	}
	seen = map[string]bool{}
	for i, k := range p.Priority {
		checkCode(r, rule.Index("priority", i), k.Code, seen)
	}
	for i, s := range p.Shares {
		checkCode(r, rule.Index("shares", i), s.Code, seen)
	}
}

func checkCode(r *rule.Report, at, code string, seen map[string]bool) {
	path := rule.Field(at, "code")
	if !r.Clean(path) {
		return
	}
	for _, c := range reserved {
		if code == c {
			r.Add(path, "reserved-code", "is a code of results, as are "+rule.List("or", reserved...))
			return
		}
	}
	if seen[code] {
		r.Add(path, "duplicate-code", "another one has this code")
	}
	seen[code] = true
}

// readableKeys reports whether the code and the kind of every key could be read. If not,
// a code that no key seems to have may be the code of a key that could not be read.
func (p Policy) readableKeys(r *rule.Report) bool {
	if len(p.Priority) == 0 {
		return r.Clean("priority")
	}
	for i, k := range p.Priority {
		if !r.Clean(rule.Field(rule.Index("priority", i), "code")) || len(document.Kinds(k.Key)) == 0 {
			return false
		}
	}
	return true
}

func (p Policy) checkWithin(r *rule.Report, i int) {
	within := p.Priority[i].Key.Matching.Within
	if within == "" {
		return
	}
	var names []string
	for _, earlier := range p.Priority[:i] {
		if earlier.Key.Matching == nil {
			continue
		}
		if earlier.Code == within {
			return
		}
		names = append(names, earlier.Code)
	}
	if len(names) == 0 {
		r.Add("matching.within", "within", "there is no earlier matching key to be within")
		return
	}
	r.Add("matching.within", "within", "want the code of an earlier matching key: "+rule.List("or", names...))
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
