package main

import (
	"encoding/binary"
	"math/rand/v2"
	"strconv"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
)

// applyFn makes the applications of one part.
type applyFn struct{ N, Parts int }

// ProcessElement emits the applications number part, part+Parts, part+2*Parts and so on.
func (f *applyFn) ProcessElement(part int, emit func(admission.Applicant)) {
	for i := part; i < f.N; i += f.Parts {
		emit(applicant(i))
	}
}

var countries = []string{"KE", "IN", "PE", "NP", "BR", "TN", "FR", "DE", "US", "JP", "UG", "MX"}

// scores are the scores that a review can give.
var scores = func() (list []exact.Decimal) {
	for i := range 21 {
		list = append(list, exact.MustDecimal(strconv.FormatFloat(float64(i)/2, 'f', 1, 64)))
	}
	return list
}()

var one = exact.MustDecimal("1")

// applicant returns synthetic applicant number n, who is the same in every call.
func applicant(n int) admission.Applicant {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], uint64(n))
	r := rand.New(rand.NewChaCha8(seed))
	a := admission.Applicant{
		ID: "A" + strconv.Itoa(n), Country: countries[r.IntN(len(countries))], Gender: []admission.Gender{"woman", "man"}[r.IntN(2)],
		Role: []string{"policymaker", "government_official", "consultant"}[r.IntN(3)], ExperienceMonths: new(r.IntN(120)),
		Numbers: map[string]exact.Decimal{"digital_services": one}, Languages: map[string]admission.LanguageLevel{"en": "fluent"},
		Documents: map[string]bool{"questionnaire": true, "cv": r.IntN(10) > 0, "motivation_letter": true},
	}
	for _, reviewer := range []string{"R1", "R2"} {
		a.Reviews = append(a.Reviews, admission.Review{Reviewer: reviewer, Scores: map[string]exact.Decimal{
			"questionnaire": scores[r.IntN(len(scores))], "letter": scores[r.IntN(len(scores))],
		}})
	}
	return a
}
