package admission_test

import (
	"encoding/json"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/require"
)

// busy is an intake in which everything happens: shares that bind, lots at the
// cut, rulings of both kinds, open and failed requirements.
func busy(t testing.TB) (*admission.Selector, admission.Intake, admission.Selection) {
	t.Helper()
	var p admission.Policy
	read(t, "policy.json", &p)
	p.Capacity = 31
	p.Shares = []admission.Share{
		floor("africa", "45", admission.Test{Country: &admission.CountryTest{List: "ldc", Status: "member", On: on("2024-10-30")}}),
		floor("men", "15", admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"man"}}}),
	}
	p.Requirements = append(p.Requirements, admission.Requirement{Code: "postgraduate", Level: admission.Desired,
		Test: admission.Test{Degree: &admission.DegreeTest{AtLeast: admission.Postgraduate}}, Source: &rule.Source{Section: "entry", Item: 1}})
	sel := compile(t, p)
	_, as := reference(t)
	in := admission.Intake{Applicants: as, Seed: seed, Rulings: []admission.Ruling{
		{ID: as[5].ID, Decision: admission.Admit, By: "organiser", Reason: "guest"},
		{ID: as[1].ID, Decision: admission.Admit, By: "organiser", Reason: "guest"},
		{ID: "A005", Decision: admission.Exclude, By: "organiser", Reason: "conflict"},
	}}
	s, err := sel.Select(in)
	require.NoError(t, err)
	return sel, in, s
}

// reread takes a value through JSON, as a publication would.
func reread[T any](t testing.TB, v T) T {
	t.Helper()
	text, err := json.Marshal(v)
	require.NoError(t, err)
	var back T
	require.NoError(t, json.Unmarshal(text, &back))
	return back
}
