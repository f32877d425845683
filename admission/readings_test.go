package admission_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// qualified returns a person who meets every requirement of the reference course.
func qualified(id string) admission.Applicant {
	return admission.Applicant{
		ID: id, Country: "KE", Gender: "man", Role: "policymaker",
		Degree: &admission.Degree{Level: "undergraduate", Relevant: new(true)}, ExperienceMonths: new(0),
		Languages: map[string]admission.LanguageLevel{"en": "fluent"},
		Documents: map[string]bool{"questionnaire": true, "cv": true, "motivation_letter": true, "recommendation_letter": false},
		Numbers:   map[string]exact.Decimal{"digital_services": dec("1")},
		Reviews:   []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{"questionnaire": dec("5"), "letter": dec("5")}}},
	}
}

func requirement(p *admission.Policy, code string) *admission.Requirement {
	for i := range p.Requirements {
		if p.Requirements[i].Code == code {
			return &p.Requirements[i]
		}
	}
	return nil
}

// The text of the course page about admission can be read in several ways, and only the
// policy states which reading is taken. The same person is assessed under the reading
// taken and under another reading.
func TestReadings(t *testing.T) {
	t.Parallel()
	doc := func(name string) admission.Test {
		return admission.Test{Document: &admission.DocumentTest{Name: name}}
	}
	for _, c := range []struct {
		code        string
		who         func(*admission.Applicant)
		taken       admission.Eligibility
		other       func(*admission.Policy)
		otherOutput admission.Eligibility
	}{
		{"who", func(a *admission.Applicant) { a.Role = "consultant" }, admission.Ineligible, func(p *admission.Policy) {
			requirement(p, "public-sector-role").Test.Role.In = []string{"policymaker", "consultant"}
		}, admission.Eligible},
		{"basics", func(*admission.Applicant) {}, admission.Eligible, func(p *admission.Policy) {
			p.Requirements = append(p.Requirements, admission.Requirement{Code: "basics", Level: "desired", Test: doc("basics")})
		}, admission.Eligible},
		{"degree", func(a *admission.Applicant) {
			a.Degree.Relevant, a.ExperienceMonths = new(false), new(36)
		}, admission.Eligible, func(p *admission.Policy) {
			degree, months := requirement(p, "degree-or-experience").Test.Any[0], requirement(p, "degree-or-experience").Test.Any[1]
			without := admission.Test{Not: &admission.Test{Degree: &admission.DegreeTest{AtLeast: "undergraduate"}}}
			requirement(p, "degree-or-experience").Test.Any = []admission.Test{degree, {All: []admission.Test{without, months}}}
		}, admission.Ineligible},
		{"service", func(a *admission.Applicant) { a.Numbers["digital_services"] = dec("0") }, admission.Ineligible, func(p *admission.Policy) {
			requirement(p, "digital-service").Level = "desired"
		}, admission.Eligible},
		{"english", func(a *admission.Applicant) { a.Languages["en"] = "intermediate" }, admission.Ineligible, func(p *admission.Policy) {
			requirement(p, "fluent-english").Test.Language.AtLeast = "intermediate"
		}, admission.Eligible},
		{"papers", func(a *admission.Applicant) { a.Documents["motivation_letter"] = false }, admission.Ineligible, func(p *admission.Policy) {
			requirement(p, "application-complete").Test = admission.Test{All: []admission.Test{doc("questionnaire"), {Any: []admission.Test{doc("cv"), doc("recommendation_letter"), doc("motivation_letter")}}}}
		}, admission.Eligible},
		{"papers", func(*admission.Applicant) {}, admission.Eligible, func(p *admission.Policy) {
			requirement(p, "application-complete").Test = admission.Test{All: []admission.Test{doc("questionnaire"), doc("cv"), doc("recommendation_letter"), doc("motivation_letter")}}
		}, admission.Ineligible},
	} {
		var p admission.Policy
		read(t, "policy.json", &p)
		a := qualified("a")
		c.who(&a)
		got, _ := compile(t, p).Eligibility(a)
		assert.Equal(t, c.taken, got, c.code)
		c.other(&p)
		got, _ = compile(t, p).Eligibility(a)
		assert.Equal(t, c.otherOutput, got, "%s, the other reading", c.code)
		if findings := compile(t, p).Assess(a).Findings; c.code == "basics" {
			basics := findings[slices.IndexFunc(findings, func(f rule.Finding) bool { return f.Code == "basics" })]
			assert.Equal(t, rule.Unknown, basics.Verdict, "asked for, and open")
		}
	}
}

// What the course page says about the order of the applicants can be understood in
// several ways. The policy takes one of them, and this decides which of two people comes
// first.
func TestReadingsOfTheOrder(t *testing.T) {
	t.Parallel()
	from := func(country string, gender admission.Gender, score string) func(*admission.Applicant) {
		return func(a *admission.Applicant) {
			a.Country, a.Gender = country, gender
			a.Reviews[0].Scores["letter"] = dec(score)
		}
	}
	key := func(p *admission.Policy, code string) *admission.Priority {
		for i := range p.Priority {
			if p.Priority[i].Code == code {
				return &p.Priority[i]
			}
		}
		return nil
	}
	reorder := func(codes ...string) func(*admission.Policy) {
		return func(p *admission.Policy) {
			var keys []admission.Priority
			for _, code := range codes {
				keys = append(keys, *key(p, code))
			}
			p.Priority = keys
		}
	}
	everywhere := func(p *admission.Policy) { key(p, "women").Key.Matching.Within = "" }
	for _, c := range []struct {
		code       string
		a, b       func(*admission.Applicant)
		taken, not string
		other      func(*admission.Policy)
	}{
		{"priority", from("KE", "man", "1"), from("CH", "man", "9"), "a", "b", reorder("review", "developing-country", "women")},
		{"priority", from("KE", "man", "1"), from("CH", "man", "9"), "a", "b", reorder("review")},
		{"women", from("KE", "woman", "1"), from("KE", "man", "9"), "a", "b", reorder("developing-country", "review", "women")},
		{"women", from("CH", "woman", "1"), from("CH", "man", "9"), "b", "a", everywhere},
		{"women", from("KE", "woman", "1"), from("KE", "man", "9"), "a", "b", reorder("developing-country", "review")},
		{"women", from("CH", "woman", "1"), from("KE", "man", "9"), "b", "a", func(p *admission.Policy) {
			reorder("developing-country", "review")(p)
			p.Shares = []admission.Share{floor("women", "50", admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}})}
		}},
		{"undisclosed", from("KE", "", "9"), from("KE", "man", "1"), "a", "a", everywhere},
		{"country", from("XK", "man", "9"), from("KE", "man", "1"), "b", "a", func(p *admission.Policy) {
			p.Overrides = []admission.Override{{List: "unsd-2021-12", Country: "XK", Status: "developing"}}
		}},
		{"country", from("UA", "man", "1"), from("CH", "man", "9"), "b", "a", func(p *admission.Policy) {
			p.Lists = []admission.List{{Name: "dac", Source: "OECD", AsOf: on("2024-01-01"), Status: map[string]string{"UA": "recipient"}}}
			key(p, "developing-country").Key.Matching.Test.Country = &admission.CountryTest{List: "dac", Status: "recipient"}
		}},
		{"selection", from("KE", "man", "9"), func(a *admission.Applicant) {
			from("KE", "man", "1")(a)
			a.Reviews[0].Scores["questionnaire"] = dec("9")
		}, "a", "b", func(p *admission.Policy) { key(p, "review").Key.Score.Parts[0].Weight = dec("500") }},
	} {
		var p admission.Policy
		read(t, "policy.json", &p)
		a, b := qualified("a"), qualified("b")
		c.a(&a)
		c.b(&b)
		if c.code == "undisclosed" {
			b.Gender = "other"
		}
		as := []admission.Applicant{a, b}
		assert.Equal(t, c.taken, called(choose(t, compile(t, p), as))[0], c.code)
		c.other(&p)
		assert.Equal(t, c.not, called(choose(t, compile(t, p), as))[0], "%s, the other reading", c.code)
	}
}

// A person whose gender is undisclosed ranks like a person of a gender that the key does
// not name. So only the score counts.
func TestUndisclosedLosesToNobodyWithoutPriority(t *testing.T) {
	t.Parallel()
	sel, _ := reference(t)
	high, low := qualified("high"), qualified("low")
	high.Gender, low.Gender = "undisclosed", "man"
	high.Reviews[0].Scores["letter"] = dec("5.01")
	s := choose(t, sel, []admission.Applicant{low, high})
	assert.Equal(t, []string{"high", "low"}, called(s))
	assert.Equal(t, "unknown", s.Admitted[0].Keys[1].Value)
	last := s.Admitted[0].Findings[len(s.Admitted[0].Findings)-1]
	assert.Equal(t, rule.Finding{Code: "women", Path: "gender", Verdict: rule.Unknown, Need: "woman", Have: "undisclosed", Detail: "not stated"}, last)
}

// Top does not check applicants. All reviews of an applicant count, even if there are
// more than an intake may hold.
func TestManyReviewsUnchecked(t *testing.T) {
	t.Parallel()
	sel, as, _ := twoSeats(t)
	top, err := sel.Top(2, "")
	require.NoError(t, err)
	for range 500 {
		as[3].Reviews = append(as[3].Reviews, admission.Review{Reviewer: "r", Scores: map[string]exact.Decimal{"a": dec("10")}})
	}
	for _, a := range as {
		top.Add(a)
	}
	best, err := top.Result()
	require.NoError(t, err)
	assert.Equal(t, "d", best[0].ID)
	assert.Equal(t, "5006/501", best[0].Keys[0].Value)
}

func scoreOf(t testing.TB, over string, marks ...string) (value, spread string) {
	t.Helper()
	sel := compile(t, admission.Policy{Capacity: 1, Priority: []admission.Priority{{Code: "k", Key: admission.Key{Score: &admission.ScoreKey{
		Parts: []admission.ScorePart{{Name: "a", Weight: dec("1")}, {Name: "b", Weight: dec("2")}}, Max: dec("10"), OverReviewers: over,
	}}}}})
	a := admission.Applicant{ID: "x", Country: "KE"}
	for i := 0; i+1 < len(marks); i += 2 {
		scores := map[string]exact.Decimal{}
		for j, part := range []string{"a", "b"} {
			if marks[i+j] != "" {
				scores[part] = dec(marks[i+j])
			}
		}
		a.Reviews = append(a.Reviews, admission.Review{Reviewer: string(rune('A' + i)), Scores: scores})
	}
	s, err := sel.Select(admission.Intake{Applicants: []admission.Applicant{a}})
	require.NoError(t, err)
	if len(s.Admitted) == 0 {
		require.Equal(t, []string{"review-score"}, s.Incomplete[0].Reasons)
		return "", ""
	}
	return s.Admitted[0].Keys[0].Value, s.Admitted[0].Keys[0].Spread
}

// The computed scores are those that were worked out by hand. A review with the marks a
// and b counts as (a + 2b)/3.
func TestScores(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		over          string
		marks         []string
		value, spread string
	}{
		{"mean", []string{"9", "6"}, "7", ""},
		{"mean", []string{"10", "10", "0", "0"}, "5", "10"},
		{"mean", []string{"1", "0", "1", "0"}, "1/3", "0"},
		{"mean", []string{"9", "6", "9", ""}, "7", ""}, // the second review does not count
		{"mean", []string{"9", "", "", "6"}, "", ""},   // two incomplete reviews do not count either
		{"mean", nil, "", ""},
		{"median", []string{"1", "1", "9", "9", "2", "2"}, "2", "8"},
		{"median", []string{"1", "1", "9", "9", "2", "2", "4", "4"}, "3", "8"},
		{"median", []string{"1", "1", "2", "2"}, "1.5", "1"},
		{"trimmed_mean", []string{"1", "1", "9", "9", "2", "2", "5", "5"}, "3.5", "8"},
		{"trimmed_mean", []string{"1", "1", "9", "9", "2", "2"}, "2", "8"},
		{"trimmed_mean", []string{"1", "1", "9", "9"}, "5", "8"},
		{"trimmed_mean", []string{"1", "1"}, "1", ""},
		{"mean", []string{"0.00001", "0.00001"}, "0.00001", ""}, // more digits after the point than the fast path takes
	} {
		value, spread := scoreOf(t, c.over, c.marks...)
		assert.Equal(t, [2]string{c.value, c.spread}, [2]string{value, spread}, "%s of %v", c.over, c.marks)
	}
}
