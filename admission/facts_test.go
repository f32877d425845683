package admission_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// verdict returns the verdict of a test on an applicant. The test is the only requirement
// of a policy, with the level "required".
func verdict(t testing.TB, test admission.Test, a admission.Applicant) rule.Verdict {
	t.Helper()
	sel := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: test}}})
	eligibility, _ := sel.Eligibility(a)
	finding := sel.Assess(a).Findings[0]
	require.Equal(t, map[rule.Verdict]admission.Eligibility{rule.Met: admission.Eligible, rule.NotMet: admission.Ineligible, rule.Unknown: admission.Incomplete}[finding.Verdict], eligibility)
	return finding.Verdict
}

// If the fact that a test asks for is stated, the test is met or not met. If the fact is
// absent, in whichever way, the test and its negation are unknown. If applicants are
// assessed without an intake, values that an intake would refuse count as absent.
func TestAbsentFactIsNeverNo(t *testing.T) {
	t.Parallel()
	full := admission.Applicant{
		ID: "a", Country: "KE", Gender: "woman", Role: "official",
		Degree: &admission.Degree{Level: "postgraduate", Relevant: new(true)}, ExperienceMonths: new(36),
		Languages: map[string]admission.LanguageLevel{"en": "fluent"}, Documents: map[string]bool{"cv": true},
		Numbers: map[string]exact.Decimal{"n": dec("1")}, Attributes: map[string]string{"sector": "it"},
	}
	type change func(*admission.Applicant)
	leaves := map[string]struct {
		test   admission.Test
		absent []change
	}{
		"role": {admission.Test{Role: &admission.RoleTest{In: []string{"official"}}}, []change{
			func(a *admission.Applicant) { a.Role = "" }, func(a *admission.Applicant) { a.Role = "other\n" },
			func(a *admission.Applicant) { a.Role = strings.Repeat("x", 256+1) },
		}},
		"gender": {admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}, []change{
			func(a *admission.Applicant) { a.Gender = "" }, func(a *admission.Applicant) { a.Gender = "undisclosed" },
			func(a *admission.Applicant) { a.Gender = "female" },
		}},
		"country": {admission.Test{Country: &admission.CountryTest{Status: "developing"}}, []change{
			func(a *admission.Applicant) { a.Country = "XK" }, func(a *admission.Applicant) { a.Country = "TW" }, func(a *admission.Applicant) { a.Country = "AQ" },
			func(a *admission.Applicant) { a.Country = "??" },
		}},
		"degree": {admission.Test{Degree: &admission.DegreeTest{AtLeast: "undergraduate", Relevant: true}}, []change{
			func(a *admission.Applicant) { a.Degree = nil }, func(a *admission.Applicant) { a.Degree = &admission.Degree{} },
			func(a *admission.Applicant) { a.Degree = &admission.Degree{Level: "undergraduate"} },
			func(a *admission.Applicant) { a.Degree = &admission.Degree{Relevant: new(true)} },
		}},
		"experience": {admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 36}}, []change{
			func(a *admission.Applicant) { a.ExperienceMonths = nil }, func(a *admission.Applicant) { a.ExperienceMonths = new(-1) },
			func(a *admission.Applicant) { a.ExperienceMonths = new(1200 + 1) },
		}},
		"language": {admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: "fluent"}}, []change{
			func(a *admission.Applicant) { a.Languages = nil },
			func(a *admission.Applicant) { a.Languages = map[string]admission.LanguageLevel{"fr": "native"} },
		}},
		"document": {admission.Test{Document: &admission.DocumentTest{Name: "cv"}}, []change{
			func(a *admission.Applicant) { a.Documents = nil }, func(a *admission.Applicant) { a.Documents = map[string]bool{"CV": true} },
		}},
		"number": {admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: dec("1")}}, []change{
			func(a *admission.Applicant) { a.Numbers = nil },
			func(a *admission.Applicant) {
				a.Numbers = map[string]exact.Decimal{"n": {Decimal: dec("1").Shift(70)}}
			},
		}},
		"attribute": {admission.Test{Attribute: &admission.AttributeTest{Name: "sector", Equals: "it"}}, []change{
			func(a *admission.Applicant) { a.Attributes = nil },
			func(a *admission.Applicant) { a.Attributes = map[string]string{"sector": "other\x00"} },
		}},
	}
	composite := map[string]func(admission.Test) admission.Test{
		"all": func(x admission.Test) admission.Test { return admission.Test{All: []admission.Test{x, x}} },
		"any": func(x admission.Test) admission.Test { return admission.Test{Any: []admission.Test{x, x}} },
		"not": func(x admission.Test) admission.Test { return admission.Test{Not: &x} },
		"at_least_of": func(x admission.Test) admission.Test {
			return admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 1, Tests: []admission.Test{x, x}}}
		},
	}
	for field := range reflect.TypeFor[admission.Test]().Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		_, leaf := leaves[name]
		assert.True(t, leaf || composite[name] != nil || name == "score", "kind %s is not tried", name)
	}
	for name, leaf := range leaves {
		assert.Equal(t, rule.Met, verdict(t, leaf.test, full), name)
		assert.Equal(t, rule.NotMet, verdict(t, admission.Test{Not: &leaf.test}, full), name)
		for i, remove := range leaf.absent {
			a := full
			remove(&a)
			assert.Equal(t, rule.Unknown, verdict(t, leaf.test, a), "%s, absence %d", name, i)
			for outer, wrap := range composite {
				assert.Equal(t, rule.Unknown, verdict(t, wrap(leaf.test), a), "%s of %s, absence %d", outer, name, i)
				assert.Equal(t, rule.Unknown, verdict(t, wrap(admission.Test{Not: &leaf.test}), a), "%s of not %s, absence %d", outer, name, i)
			}
		}
	}
}

// Facts with the value false, none or 0 answer a test. They are not absent facts.
func TestAnswersAreAnswers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		test admission.Test
		a    admission.Applicant
	}{
		"document":                 {admission.Test{Document: &admission.DocumentTest{Name: "cv"}}, admission.Applicant{Documents: map[string]bool{"cv": false}}},
		"no degree":                {admission.Test{Degree: &admission.DegreeTest{AtLeast: "undergraduate"}}, admission.Applicant{Degree: &admission.Degree{Level: "none"}}},
		"no degree, no relevance":  {admission.Test{Degree: &admission.DegreeTest{Relevant: true}}, admission.Applicant{Degree: &admission.Degree{Level: "none"}}},
		"irrelevant, level absent": {admission.Test{Degree: &admission.DegreeTest{AtLeast: "undergraduate", Relevant: true}}, admission.Applicant{Degree: &admission.Degree{Relevant: new(false)}}},
		"months":                   {admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 1}}, admission.Applicant{ExperienceMonths: new(0)}},
		"language":                 {admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: "basic"}}, admission.Applicant{Languages: map[string]admission.LanguageLevel{"en": "none"}}},
		"number":                   {admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: dec("1")}}, admission.Applicant{Numbers: map[string]exact.Decimal{"n": dec("0")}}},
		"other gender":             {admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}, admission.Applicant{Gender: "other"}},
	} {
		assert.Equal(t, rule.NotMet, verdict(t, c.test, c.a), name)
	}
	relevant := admission.Test{Degree: &admission.DegreeTest{Relevant: true}}
	assert.Equal(t, rule.Met, verdict(t, relevant, admission.Applicant{Degree: &admission.Degree{Relevant: new(true)}}))
}

// Each kind of test with a bound is asked about a value at the bound, and about a value
// just outside it.
func TestBoundaries(t *testing.T) {
	t.Parallel()
	at := func(text string) admission.Applicant {
		return admission.Applicant{Numbers: map[string]exact.Decimal{"n": dec(text)}}
	}
	number := func(n admission.NumberTest) admission.Test {
		n.Name = "n"
		return admission.Test{Number: &n}
	}
	months := admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 36}}
	fluent := admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: "fluent"}}
	english := func(level admission.LanguageLevel) admission.Applicant {
		return admission.Applicant{Languages: map[string]admission.LanguageLevel{"en": level}}
	}
	graduate := admission.Test{Degree: &admission.DegreeTest{AtLeast: "undergraduate", Relevant: true}}
	degree := func(level admission.DegreeLevel) admission.Applicant {
		return admission.Applicant{Degree: &admission.Degree{Level: level, Relevant: new(true)}}
	}
	two := admission.Test{AtLeastOf: &admission.AtLeastOfTest{Count: 2, Tests: []admission.Test{
		{Document: &admission.DocumentTest{Name: "a"}}, {Document: &admission.DocumentTest{Name: "b"}}, {Document: &admission.DocumentTest{Name: "c"}},
	}}}
	papers := func(pairs ...any) admission.Applicant {
		a := admission.Applicant{Documents: map[string]bool{}}
		for i := 0; i < len(pairs); i += 2 {
			a.Documents[pairs[i].(string)] = pairs[i+1].(bool)
		}
		return a
	}
	for _, c := range []struct {
		name string
		test admission.Test
		a    admission.Applicant
		want rule.Verdict
	}{
		{"35 months", months, admission.Applicant{ExperienceMonths: new(35)}, rule.NotMet},
		{"36 months", months, admission.Applicant{ExperienceMonths: new(36)}, rule.Met},
		{"just below 1", number(admission.NumberTest{AtLeast: dec("1")}), at("0.99999999999999999999999999999999"), rule.NotMet},
		{"1", number(admission.NumberTest{AtLeast: dec("1")}), at("1"), rule.Met},
		{"1.000", number(admission.NumberTest{AtLeast: dec("1")}), at("1.000"), rule.Met},
		{"at most 1", number(admission.NumberTest{AtMost: dec("1")}), at("1"), rule.Met},
		{"just above 1", number(admission.NumberTest{AtMost: dec("1")}), at("1.00000000000000000000000000000001"), rule.NotMet},
		{"above, in integers", number(admission.NumberTest{AtMost: dec("1")}), at("1.01"), rule.NotMet},
		{"below, in integers", number(admission.NumberTest{AtLeast: dec("-1")}), at("-1.01"), rule.NotMet},
		{"large", number(admission.NumberTest{AtLeast: dec("1234567890123456789012345678901234567890")}), at("1234567890123456789012345678901234567890.0"), rule.Met},
		{"intermediate", fluent, english("intermediate"), rule.NotMet},
		{"fluent", fluent, english("fluent"), rule.Met},
		{"native", fluent, english("native"), rule.Met},
		{"no degree", graduate, degree("none"), rule.NotMet},
		{"undergraduate", graduate, degree("undergraduate"), rule.Met},
		{"postgraduate", graduate, degree("postgraduate"), rule.Met},
		{"one of two", two, papers("a", true, "b", false, "c", false), rule.NotMet},
		{"one of two, one open", two, papers("a", true, "b", false), rule.Unknown},
		{"one of two, two open", two, papers("a", true), rule.Unknown},
		{"none of two, one open", two, papers("a", false, "b", false), rule.NotMet},
		{"two of two, one open", two, papers("a", true, "c", true), rule.Met},
	} {
		assert.Equal(t, c.want, verdict(t, c.test, c.a), c.name)
	}
}

// The verdict of a finding, or of a part of a finding, depends on one test alone. A
// policy that has only this test gives the same verdict.
func TestReasonsStandAlone(t *testing.T) {
	t.Parallel()
	var same func(t *testing.T, p admission.Policy, test admission.Test, f rule.Finding, a admission.Applicant)
	same = func(t *testing.T, p admission.Policy, test admission.Test, f rule.Finding, a admission.Applicant) {
		p.Requirements, p.Priority, p.Shares = []admission.Requirement{{Code: "alone", Level: "required", Test: test}}, nil, nil
		alone := compile(t, p).Assess(a).Findings[0]
		require.Equal(t, alone.Verdict, f.Verdict)
		require.Equal(t, alone.Parts, f.Parts)
		require.Equal(t, alone.Have, f.Have)
		inner := slices.Concat(test.All, test.Any)
		if test.Not != nil {
			inner = append(inner, *test.Not)
		}
		if test.AtLeastOf != nil {
			inner = append(inner, test.AtLeastOf.Tests...)
		}
		require.Len(t, f.Parts, len(inner))
		for i, part := range inner {
			same(t, p, part, f.Parts[i], a)
		}
	}
	for i := range rounds(60, 5000) {
		r := newRandom(uint64(i))
		p := r.policy(false)
		a := r.applicant("a")
		for j, f := range compile(t, p).Assess(a).Findings[:len(p.Requirements)] {
			same(t, p, p.Requirements[j].Test, f, a)
		}
	}
}

func TestDesiredDecidesNothing(t *testing.T) {
	t.Parallel()
	p := admission.Policy{Capacity: 1, Requirements: []admission.Requirement{
		{Code: "basics", Level: "desired", Test: admission.Test{Document: &admission.DocumentTest{Name: "cv"}}, Source: &rule.Source{Section: "audience", Item: 2}},
	}}
	sel := compile(t, p)
	for _, a := range []admission.Applicant{{}, {Documents: map[string]bool{"cv": false}}, {Documents: map[string]bool{"cv": true}}} {
		got := sel.Assess(a)
		assert.Equal(t, admission.Eligible, got.Eligibility)
		assert.Empty(t, got.Reasons)
		assert.Equal(t, &rule.Source{Section: "audience", Item: 2}, got.Findings[0].Source)
	}
}

// A review counts for a key if it has every score of the key, each from 0 to the lowest
// Max of all keys that use that score. Values that an intake refuses count as not stated,
// and Have does not show them.
func TestRefusedValuesCountForNothing(t *testing.T) {
	t.Parallel()
	score := func(code, limit string) admission.Priority {
		return admission.Priority{Code: code, Key: admission.Key{Score: &admission.ScoreKey{
			Parts: []admission.ScorePart{{Name: "a", Weight: dec("1")}}, Max: dec(limit), OverReviewers: "mean"}}}
	}
	sel := compile(t, admission.Policy{Capacity: 1, Priority: []admission.Priority{score("wide", "10"), score("narrow", "5")}})
	for _, c := range []struct {
		score string
		want  admission.Eligibility
	}{{"0", admission.Eligible}, {"5", admission.Eligible}, {"5.0001", admission.Incomplete}, {"-0.0001", admission.Incomplete}} {
		a := admission.Applicant{ID: "x", Country: "KE", Reviews: []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"a": dec(c.score)}}}}
		got, _ := sel.Eligibility(a)
		assert.Equal(t, c.want, got, c.score)
		_, err := sel.Select(admission.Intake{Applicants: []admission.Applicant{a}})
		assert.Equal(t, c.want == admission.Eligible, err == nil, "as the intake says")
		top, err := sel.Top(1, "")
		require.NoError(t, err)
		top.Add(a)
		best, err := top.Result()
		require.NoError(t, err)
		assert.Len(t, best, map[bool]int{true: 1}[c.want == admission.Eligible], c.score)
	}

	most := admission.Applicant{Role: strings.Repeat("x", 256), ExperienceMonths: new(1200)}
	assert.Equal(t, rule.NotMet, verdict(t, admission.Test{Role: &admission.RoleTest{In: []string{"official"}}}, most), "the longest text is stated")
	assert.Equal(t, rule.Met, verdict(t, admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 36}}, most), "and the most months")

	foreign := admission.Applicant{Countries: admission.Countries{Nationality: []string{"ZZ", "CH"}}}
	kenyan := admission.Test{Country: &admission.CountryTest{Of: "nationality", In: []string{"KE"}}}
	assert.Equal(t, rule.NotMet, verdict(t, kenyan, foreign), "of the countries that are some")
	origin := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required", Test: kenyan}}})
	assert.Equal(t, "CH", origin.Assess(foreign).Findings[0].Have)

	refused := admission.Applicant{Languages: map[string]admission.LanguageLevel{"en": "fluent\n"}, Role: "a\nb", Gender: "z\u202e", Country: "x\ny", ExperienceMonths: new(-5), Numbers: map[string]exact.Decimal{"n": {Decimal: dec("1").Shift(70)}}, Attributes: map[string]string{"s": "a\x00"}}
	asked := compile(t, admission.Policy{Capacity: 1, Requirements: []admission.Requirement{
		{Code: "1", Level: "desired", Test: admission.Test{Role: &admission.RoleTest{In: []string{"x"}}}},
		{Code: "2", Level: "desired", Test: admission.Test{Experience: &admission.ExperienceTest{AtLeastMonths: 36}}},
		{Code: "3", Level: "desired", Test: admission.Test{Number: &admission.NumberTest{Name: "n", AtLeast: dec("1")}}},
		{Code: "5", Level: "desired", Test: admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}},
		{Code: "6", Level: "desired", Test: admission.Test{Country: &admission.CountryTest{In: []string{"KE"}}}},
		{Code: "7", Level: "desired", Test: admission.Test{Language: &admission.LanguageTest{Tag: "en", AtLeast: "fluent"}}},
		{Code: "4", Level: "desired", Test: admission.Test{Attribute: &admission.AttributeTest{Name: "s", Equals: "x"}}},
	}})
	for _, f := range asked.Assess(refused).Findings {
		assert.Equal(t, [2]string{"unknown", ""}, [2]string{f.Verdict.String(), f.Have}, f.Code)
		assert.NotEmpty(t, f.Detail)
	}
}
