package admission

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// rules finds requirements that nobody can fail, and keys and shares that never
// make a difference.
func (l *lint) rules(p Policy) {
	required := map[string]string{} // code by test
	for i, q := range p.Requirements {
		path := rule.Field(rule.Index("requirements", i), "test")
		if q.Test.certain() {
			l.add("cannot-fail", path, "", "", "everybody who answers meets it")
		}
		l.scores(path, q.Test, false)
		if q.Level == "required" {
			required[q.Test.text()] = q.Code
		}
	}
	keys := map[string]string{}
	for i, k := range p.Priority {
		if k.Key.Matching == nil {
			continue
		}
		path, text := rule.Field(rule.Index("priority", i), "key.matching.test"), k.Key.Matching.Test.text()
		switch {
		case required[text] != "":
			l.add("no-effect", path, "", "", "every eligible applicant meets it: it is the requirement "+required[text])
		case keys[text] != "":
			l.add("no-effect", path, "", "", "the earlier key "+keys[text]+" asks the same")
		case k.Key.Matching.Test.certain():
			l.add("no-effect", path, "", "", "everybody who answers meets it")
		}
		if keys[text] == "" && k.Key.Matching.Within == "" {
			keys[text] = k.Code
		}
	}
	l.shares(p, required)
}

// shares finds shares that never make a difference, and percentages that look like
// fractions. The map required has the code of each requirement of the level "required",
// by the text of its test.
func (l *lint) shares(p Policy, required map[string]string) {
	for i, s := range p.Shares {
		at := rule.Index("shares", i)
		if s.Of.Test != nil && s.AtMost == nil && required[s.Of.Test.text()] != "" {
			l.add("no-effect", rule.Field(at, "of.test"), "", "", "every eligible applicant meets it: it is the requirement "+required[s.Of.Test.text()])
		}
		l.percents(at, Bounds{AtLeast: s.AtLeast, AtMost: s.AtMost})
		for _, name := range slices.Sorted(maps.Keys(s.Groups)) {
			l.percents(rule.Key(rule.Field(at, "groups"), name), s.Groups[name])
		}
		if s.AtLeast != nil && s.AtLeast.Count != nil && *s.AtLeast.Count == 0 && s.AtMost == nil && len(s.Groups) == 0 {
			l.add("no-effect", rule.Field(at, "at_least"), "at least 1", "0", "asks for nothing")
		}
	}
}

// scores finds score tests in t that are one of several ways to meet a requirement. The
// parameter oneOfSeveral says whether t itself is only one of them.
func (l *lint) scores(path string, t Test, oneOfSeveral bool) {
	if t.Score != nil && oneOfSeveral {
		l.add("review-for-all", rule.Field(path, "score"), "", "", "the key "+t.Score.Key+" asks everybody for a review, also those who need none here; a number of the applicant asks nobody")
	}
	for i, part := range t.All {
		l.scores(rule.Index(rule.Field(path, "all"), i), part, oneOfSeveral)
	}
	for i, part := range t.Any {
		l.scores(rule.Index(rule.Field(path, "any"), i), part, true)
	}
	if t.Not != nil {
		l.scores(rule.Field(path, "not"), *t.Not, oneOfSeveral)
	}
	if of := t.AtLeastOf; of != nil {
		for i, part := range of.Tests {
			l.scores(rule.Index(rule.Field(path, "at_least_of.tests"), i), part, oneOfSeveral || of.Count < len(of.Tests))
		}
	}
}

// percents finds percentages that look like fractions in the bounds at a path.
func (l *lint) percents(path string, b Bounds) {
	l.percent(rule.Field(path, "at_least"), b.AtLeast)
	l.percent(rule.Field(path, "at_most"), b.AtMost)
}

// percent finds a percentage that looks like a fraction.
func (l *lint) percent(path string, b *Bound) {
	if b == nil || b.Count != nil || b.Percent.Sign() == 0 {
		return
	}
	if one := exact.MustDecimal("1"); compareDecimals(b.Percent, one) < 0 {
		l.add("below-one-percent", rule.Field(path, "percent"), "1 or more", b.Percent.String(), "is less than 1 percent of "+strconv.Itoa(int(l.seats))+" seats: a fraction is written as a percentage, 0.5 as 50")
	}
}

// text returns the test as canonical JSON. Tests that differ only in how the same values
// are written, such as the order of a set, have the same text.
func (t Test) text() string {
	t = t.clone()
	t.normalize()
	return string(canonical(t))
}

// certain reports whether the form of a test shows that every applicant who states the
// facts meets it: it accepts all genders, or accepts both a test and its negation.
func (t Test) certain() bool {
	if t.Gender != nil {
		return len(slices.Compact(slices.Sorted(slices.Values(t.Gender.In)))) == 3
	}
	seen := map[string]bool{}
	for _, part := range t.Any {
		seen[part.text()] = true
	}
	for _, part := range t.Any {
		if part.certain() || part.Not != nil && seen[part.Not.text()] {
			return true
		}
	}
	return false
}
