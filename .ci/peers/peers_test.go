package peers_test

import (
	"context"
	"os"
	"testing"

	"cel.dev/cel-go/cel"
	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// expressions are the requirements of the reference course in CEL. They use CEL's macro
// called "has", as its documentation advises, so that an absent fact yields false and no
// error.
var expressions = []string{
	`has(a.role) && a.role in ["government_official", "policymaker", "public_sector_professional"]`,
	`(has(a.degree) && has(a.degree.level) && has(a.degree.relevant) && a.degree.level in ["undergraduate", "postgraduate"] && a.degree.relevant) ||
	 (has(a.experience_months) && a.experience_months >= 36)`,
	`has(a.numbers) && has(a.numbers.digital_services) && a.numbers.digital_services >= 1`,
	`has(a.languages) && has(a.languages.en) && a.languages.en in ["fluent", "native"]`,
	`has(a.documents) && has(a.documents.questionnaire) && a.documents.questionnaire && has(a.documents.cv) && a.documents.cv &&
	 ((has(a.documents.recommendation_letter) && a.documents.recommendation_letter) || (has(a.documents.motivation_letter) && a.documents.motivation_letter))`,
}

const module = `package course

met contains "public-sector-role" if input.role in {"government_official", "policymaker", "public_sector_professional"}
met contains "degree-or-experience" if {
	input.degree.level in {"undergraduate", "postgraduate"}
	input.degree.relevant
}
met contains "degree-or-experience" if input.experience_months >= 36
met contains "digital-service" if input.numbers.digital_services >= 1
met contains "fluent-english" if input.languages.en in {"fluent", "native"}
met contains "application-complete" if {
	input.documents.questionnaire
	input.documents.cv
	letter
}
letter if input.documents.recommendation_letter
letter if input.documents.motivation_letter

postgraduate if input.degree.level == "postgraduate"
not_postgraduate if not postgraduate
`

func people(t testing.TB) ([]admission.Applicant, []map[string]any) {
	t.Helper()
	data, err := os.ReadFile("../../admission/testdata/applicants.json")
	require.NoError(t, err)
	var as []admission.Applicant
	require.NoError(t, document.Decode(data, &as))
	var facts []map[string]any
	for _, a := range as {
		facts = append(facts, factsOf(a))
	}
	return as, facts
}

// factsOf returns an applicant in the form that the other engines take.
func factsOf(a admission.Applicant) map[string]any {
	m := map[string]any{"country": a.Country}
	if a.Role != "" {
		m["role"] = a.Role
	}
	if a.Degree != nil {
		degree := map[string]any{}
		if a.Degree.Level != "" {
			degree["level"] = string(a.Degree.Level)
		}
		if a.Degree.Relevant != nil {
			degree["relevant"] = *a.Degree.Relevant
		}
		m["degree"] = degree
	}
	if a.ExperienceMonths != nil {
		m["experience_months"] = *a.ExperienceMonths
	}
	numbers, languages, documents := map[string]any{}, map[string]any{}, map[string]any{}
	for name, d := range a.Numbers {
		numbers[name] = int(d.IntPart())
	}
	for tag, level := range a.Languages {
		languages[tag] = string(level)
	}
	for name, handedIn := range a.Documents {
		documents[name] = handedIn
	}
	m["numbers"], m["languages"], m["documents"] = numbers, languages, documents
	return m
}

func selector(t testing.TB) *admission.Selector {
	t.Helper()
	p := *dpg.Definition().Admission
	p.Priority = nil // eligibility only, without reviews
	s, err := admission.Compile(p)
	require.NoError(t, err)
	return s
}

func program(t testing.TB, expression string) cel.Program {
	t.Helper()
	env, err := cel.NewEnv(cel.Variable("a", cel.DynType))
	require.NoError(t, err)
	ast, issues := env.Compile(expression)
	require.NoError(t, issues.Err())
	p, err := env.Program(ast, cel.EvalOptions(cel.OptOptimize))
	require.NoError(t, err)
	return p
}

func query(t testing.TB, of string) rego.PreparedEvalQuery {
	t.Helper()
	q, err := rego.New(rego.Query(of), rego.Module("course.rego", module)).PrepareForEval(context.Background())
	require.NoError(t, err)
	return q
}

// All three engines agree on who is eligible. People who are incomplete in package
// admission are not eligible in CEL and OPA.
func TestSamePeople(t *testing.T) {
	as, facts := people(t)
	s, q := selector(t), query(t, "data.course.met")
	var programs []cel.Program
	for _, e := range expressions {
		programs = append(programs, program(t, e))
	}
	open := 0
	for i, a := range as {
		e, _ := s.Eligibility(a)
		if e == admission.Incomplete {
			open++
		}
		byCEL := true
		for _, p := range programs {
			out, _, err := p.Eval(map[string]any{"a": facts[i]})
			require.NoError(t, err)
			byCEL = byCEL && out.Value() == true
		}
		results, err := q.Eval(context.Background(), rego.EvalInput(facts[i]))
		require.NoError(t, err)
		assert.Equal(t, e == admission.Eligible, byCEL, a.ID)
		assert.Equal(t, e == admission.Eligible, len(results[0].Expressions[0].Value.([]any)) == 5, a.ID)
	}
	t.Logf("%d people who are only incomplete are turned down by both", open)
	assert.NotZero(t, open)
}

// For a person who stated no degree, "not postgraduate" is true in both other
// engines; in package admission the person is incomplete.
func TestAbsentFactUnderNegation(t *testing.T) {
	nothing := map[string]any{"country": "KE"}
	out, _, err := program(t, `!(has(a.degree) && has(a.degree.level) && a.degree.level == "postgraduate")`).Eval(map[string]any{"a": nothing})
	require.NoError(t, err)
	assert.Equal(t, true, out.Value())
	results, err := query(t, "data.course.not_postgraduate").Eval(context.Background(), rego.EvalInput(nothing))
	require.NoError(t, err)
	assert.Equal(t, true, results[0].Expressions[0].Value)

	s, err := admission.Compile(admission.Policy{Capacity: 1, Requirements: []admission.Requirement{{Code: "q", Level: "required",
		Test: admission.Test{Not: &admission.Test{Degree: &admission.DegreeTest{AtLeast: "postgraduate"}}}}}})
	require.NoError(t, err)
	e, _ := s.Eligibility(admission.Applicant{ID: "a", Country: "KE"})
	assert.Equal(t, admission.Incomplete, e)
}

func BenchmarkEligibility(b *testing.B) {
	as, facts := people(b)
	b.Run("cohort/reasons", func(b *testing.B) {
		s := selector(b)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			s.Eligibility(as[i%len(as)])
		}
	})
	inputs := make([]any, len(facts))
	for i := range facts {
		inputs[i] = map[string]any{"a": facts[i]}
	}
	b.Run("cel/boolean", func(b *testing.B) {
		whole := "true"
		for _, e := range expressions {
			whole += " && (" + e + ")"
		}
		p := program(b, whole)
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, _, err := p.Eval(inputs[i%len(as)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("cel/reasons", func(b *testing.B) {
		var programs []cel.Program
		for _, e := range expressions {
			programs = append(programs, program(b, e))
		}
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			for _, p := range programs {
				if _, _, err := p.Eval(inputs[i%len(as)]); err != nil {
					b.Fatal(err)
				}
			}
		}
	})
	b.Run("opa/reasons", func(b *testing.B) {
		q := query(b, "data.course.met")
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			if _, err := q.Eval(context.Background(), rego.EvalInput(facts[i%len(as)])); err != nil {
				b.Fatal(err)
			}
		}
	})
}
