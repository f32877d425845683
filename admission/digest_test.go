package admission_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// requireIntake requires that the digest of an intake is the hash of text.
func requireIntake(t *testing.T, in admission.Intake, text string) {
	t.Helper()
	digests, err := compile(t, drawOnly).Commit(in)
	require.NoError(t, err)
	require.Equal(t, sum(text), digests.Intake, text)
}

// The digest of an intake in which every field is stated is the hash of canonical JSON,
// which is written by hand here.
func TestDigestOfEverything(t *testing.T) {
	t.Parallel()
	east := time.FixedZone("", 3*3600)
	a := admission.Applicant{
		ID: "a", Country: "KE", Countries: admission.Countries{Nationality: []string{"UG"}, Residence: []string{"TZ", "CH"}}, Gender: "woman", Role: `the "chief"\`,
		Degree: &admission.Degree{Level: "none", Relevant: new(false)}, ExperienceMonths: new(12),
		Languages: map[string]admission.LanguageLevel{"sw": "native", "en": "c1"}, Documents: map[string]bool{"cv": false, "bio": true},
		Numbers: map[string]exact.Decimal{"y": dec("-0.50"), "x": dec("20")}, Attributes: map[string]string{"sector": "it", "city": "Nairobi"},
		Reviews: []admission.Review{
			{Reviewer: "s", Scores: map[string]exact.Decimal{"q": dec("7.0"), "p": dec("3")}}, {Reviewer: "r"},
		},
		TimeZone:  "Africa/Nairobi",
		Available: []civil.Interval{{Start: day(2), End: day(3)}, {Start: day(1).In(east), End: day(2).In(east)}},
	}
	applicant := `{"attributes":{"city":"Nairobi","sector":"it"},` +
		`"available":[{"end":"2024-10-17T09:00:00Z","start":"2024-10-16T09:00:00Z"},{"end":"2024-10-18T09:00:00Z","start":"2024-10-17T09:00:00Z"}],` +
		`"countries":{"nationality":["UG"],"residence":["CH","TZ"]},"country":"KE","degree":{"level":"none","relevant":false},` +
		`"documents":{"bio":true,"cv":false},"experience_months":12,"gender":"woman","id":"a","languages":{"en":"fluent","sw":"native"},` +
		`"numbers":{"x":"20","y":"-0.5"},"reviews":[{"reviewer":"r"},{"reviewer":"s","scores":{"p":"3","q":"7"}}],"role":"the \"chief\"\\","time_zone":"Africa/Nairobi"}`
	in := admission.Intake{Seed: "not in it", Applicants: []admission.Applicant{a}}
	requireIntake(t, in, `{"applicants":[`+applicant+`],"rulings":[]}`)
	in.Closed = &admission.Closed{Draw: admission.Draw{Source: "<s>", At: day(1), Otherwise: "o"}, Nonce: "n"}
	in.Rulings = []admission.Ruling{{ID: "b", Decision: admission.Exclude, By: "x", Reason: "y"}, {ID: "a", Decision: admission.Admit, By: "x", Reason: "y"}}
	in.Applicants = append([]admission.Applicant{{ID: "b", Gender: "undisclosed", Degree: &admission.Degree{}}}, in.Applicants...)
	requireIntake(t, in, `{"applicants":[`+applicant+`,{"id":"b"}],"closed":{"draw":{"at":"2024-10-16T09:00:00Z","otherwise":"o","source":"<s>"},"nonce":"n"},`+
		`"rulings":[{"by":"x","decision":"admit","id":"a","reason":"y"},{"by":"x","decision":"exclude","id":"b","reason":"y"}]}`)

	// Countries and degrees with only one field are written with that field alone.
	in = admission.Intake{Applicants: []admission.Applicant{
		{ID: "a", Countries: admission.Countries{Residence: []string{"CH"}}, Degree: &admission.Degree{Relevant: new(true)}},
		{ID: "b", Countries: admission.Countries{Nationality: []string{"CH"}}, Degree: &admission.Degree{Level: "postgraduate"}},
	}}
	requireIntake(t, in, `{"applicants":[{"countries":{"residence":["CH"]},"degree":{"relevant":true},"id":"a"},{"countries":{"nationality":["CH"]},"degree":{"level":"postgraduate"},"id":"b"}],"rulings":[]}`)
}

// Numbers of any form and size are written in their shortest form: 40.0 as 40.
func TestDigestWritesNumbersShort(t *testing.T) {
	t.Parallel()
	for _, digits := range []string{"0", "1", "5", "-5", "10", "-120", "123456789012345678", "-123456789012345670", "9223372036854775807", "9999999999999999999", "10000000000000000000"} {
		for exponent := int32(-21); exponent <= 2; exponent++ {
			d := exact.Decimal{Decimal: decimal.RequireFromString(digits).Shift(exponent)}
			want := d.String()
			if strings.Contains(want, ".") {
				want = strings.TrimRight(strings.TrimRight(want, "0"), ".")
			}
			in := admission.Intake{Applicants: []admission.Applicant{{ID: "a", Numbers: map[string]exact.Decimal{"n": d}}}}
			requireIntake(t, in, `{"applicants":[{"id":"a","numbers":{"n":"`+want+`"}}],"rulings":[]}`)
		}
	}
	// The weights of a policy are written in their shortest form, too.
	policy := func(weight string) string {
		p := admission.Policy{Capacity: 1, Priority: []admission.Priority{{Code: "k", Key: admission.Key{Score: &admission.ScoreKey{
			Parts: []admission.ScorePart{{Name: "a", Weight: dec(weight)}}, Max: dec("10"), OverReviewers: "mean"}}}}}
		digests, err := compile(t, p).Commit(admission.Intake{})
		require.NoError(t, err)
		return digests.Policy
	}
	assert.Equal(t, policy("40"), policy("40.0"))
	assert.NotEqual(t, policy("40"), policy("4"))
	assert.NotEqual(t, policy("40"), policy("400"))
	assert.NotEqual(t, policy("0.4"), policy("0.04"))
	assert.Equal(t, policy("0.5"), policy("0.50"))
}
