package admission_test

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const seed = "ITU-DPG-2024/2024-10-14"

func read(t testing.TB, name string, into any) {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	require.NoError(t, document.Decode(data, into))
}

func reference(t testing.TB) (*admission.Selector, []admission.Applicant) {
	t.Helper()
	var policy admission.Policy
	read(t, "policy.json", &policy)
	sel, err := admission.Compile(policy)
	require.NoError(t, err)
	var applicants []admission.Applicant
	read(t, "applicants.json", &applicants)
	return sel, applicants
}

func TestReferenceCourse(t *testing.T) {
	t.Parallel()
	sel, applicants := reference(t)
	s, err := sel.Select(admission.Intake{Applicants: applicants, Seed: seed})
	require.NoError(t, err)
	assert.Equal(t, admission.Counts{Applicants: 120, Eligible: 60, Incomplete: 10, Ineligible: 50, Admitted: 32, Waitlisted: 28}, s.Audit.Counts)
	assert.Len(t, s.Admitted, 32)
	assert.Len(t, s.Waitlist, 28)
	assert.Len(t, s.Incomplete, 10)
	assert.Len(t, s.Ineligible, 50)
	assert.Len(t, s.Audit.Lottery.Tied, 3)
	assert.Equal(t, 2, s.Audit.Lottery.Seats)
	require.Len(t, s.Audit.Lists, 1)
	assert.Equal(t, "unsd-2021-12", s.Audit.Lists[0].Name)

	var open []string
	for _, p := range append(s.Admitted, s.Waitlist...) {
		for _, f := range p.Findings {
			if f.Verdict == rule.Unknown && f.Code == "developing-country" {
				open = append(open, f.Have)
			}
		}
	}
	assert.Equal(t, []string{"XK"}, open)

	want, err := json.Marshal(s)
	require.NoError(t, err)
	for range 5 {
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(applicants), func(i, j int) { applicants[i], applicants[j] = applicants[j], applicants[i] })
		again, err := sel.Select(admission.Intake{Applicants: applicants, Seed: seed})
		require.NoError(t, err)
		got, err := json.Marshal(again)
		require.NoError(t, err)
		require.JSONEq(t, string(want), string(got))
	}
}
