package admission_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every function that reads a broken input reports it in the same way each time, in the
// order of the document. This holds even if a report is full in the middle of one
// applicant.
func TestViolationsComeInOneOrder(t *testing.T) {
	t.Parallel()
	sel, as := reference(t)
	roster := opened(t, sel, as, choose(t, sel, as))
	p := admission.Policy{Capacity: 1, Lists: []admission.List{{Name: "own", Source: "s", AsOf: on("2024-01-01"), Status: map[string]string{}}}}
	broken := func(n int) admission.Applicant {
		a := admission.Applicant{
			ID: "z", Country: "KE", Languages: map[string]admission.LanguageLevel{}, Documents: map[string]bool{}, Numbers: map[string]exact.Decimal{},
			Attributes: map[string]string{}, Reviews: []admission.Review{{Reviewer: "r", Scores: map[string]exact.Decimal{}}},
		}
		for i := range n {
			key := strconv.Itoa(i)
			a.Languages["e"+key], a.Documents[key+"\n"], a.Numbers[key], a.Attributes[key], a.Reviews[0].Scores[key] = "x", true, exact.Decimal{}, "a\nb", dec("-1")
		}
		return a
	}
	for _, n := range []int{3, 190} {
		for i := range n {
			p.Lists[0].Status["k"+strconv.Itoa(i)] = "x\n"
		}
		for name, try := range map[string]func() error{
			"Policy.Validate": func() error { return p.Validate() },
			"ValidateApplicants": func() error {
				return sel.ValidateApplicants(slices.Repeat([]admission.Applicant{broken(n)}, 12))
			},
			"Select": func() error {
				_, err := sel.Select(admission.Intake{Applicants: []admission.Applicant{broken(n), broken(n)}})
				return err
			},
			"Open": func() error {
				_, err := sel.Open(admission.Intake{Applicants: []admission.Applicant{broken(n), broken(n)}}, admission.Selection{}, day(1))
				return err
			},
			"Apply": func() error {
				_, _, err := sel.Apply(roster, applied(1, broken(n)), applied(1, broken(n)))
				return err
			},
			"Live.Apply": func() error {
				live, err := sel.Live(roster)
				require.NoError(t, err)
				_, err = live.Apply(applied(1, broken(n)))
				return err
			},
			"Live": func() error {
				r := roster
				r.Applicants = append([]admission.Applicant{broken(n)}, r.Applicants...)
				_, err := sel.Live(r)
				return err
			},
		} {
			want := codes(t, try())
			assert.NotEmpty(t, want)
			if name == "ValidateApplicants" {
				assert.Equal(t, n == 190, want[len(want)-1] == [2]string{"and-more", ""}, "more than a report holds")
			}
			for range 2 {
				assert.Equal(t, want, codes(t, try()), name)
			}
		}
	}
}
