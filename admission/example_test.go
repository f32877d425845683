package admission_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
)

// policy returns a policy that admits two people who have a CV: first those from
// developing countries, then in the order of their reviews.
func policy() admission.Policy {
	return admission.Policy{
		Capacity: 2,
		Requirements: []admission.Requirement{
			{Code: "cv", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "cv"}}},
		},
		Priority: []admission.Priority{
			{Code: "developing", Key: admission.Key{Matching: &admission.MatchingKey{
				Test: admission.Test{Country: &admission.CountryTest{Status: "developing"}},
			}}},
			{Code: "letter", Key: admission.Key{Score: &admission.ScoreKey{
				Parts: []admission.ScorePart{{Name: "letter", Weight: exact.MustDecimal("1")}},
				Max:   exact.MustDecimal("10"), OverReviewers: "mean",
			}}},
		},
	}
}

func person(id, country, letter string, documents map[string]bool) admission.Applicant {
	return admission.Applicant{ID: id, Country: country, Documents: documents, Reviews: []admission.Review{
		{Reviewer: "R1", Scores: map[string]exact.Decimal{"letter": exact.MustDecimal(letter)}},
	}}
}

func applicants() []admission.Applicant {
	cv := map[string]bool{"cv": true}
	return []admission.Applicant{
		person("ana", "BR", "7", cv), person("ben", "DE", "9", cv), person("chi", "KE", "8", cv),
		person("dee", "KE", "10", nil), person("eli", "KE", "10", map[string]bool{"cv": false}),
	}
}

func ExampleCompile() {
	_, err := admission.Compile(admission.Policy{Requirements: []admission.Requirement{
		{Code: "english", Level: "required", Test: admission.Test{Country: &admission.CountryTest{List: "rich", Status: "no"}}},
	}})
	fmt.Println(err)
	// Output:
	// capacity: required: is required
	// requirements[0].test.country.list: unknown-list: want unsd-2021-12, ldc, lldc or sids
}

func ExampleSelector_Select() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	selection, err := selector.Select(admission.Intake{Applicants: applicants(), Seed: "published in advance"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range selection.Admitted {
		fmt.Printf("admitted %d %s %q\n", p.Rank, p.ID, p.DecidedBy)
	}
	for _, p := range selection.Waitlist {
		fmt.Printf("waiting %d %s %q\n", p.Rank, p.ID, p.DecidedBy)
	}
	for _, p := range selection.Incomplete {
		fmt.Println("incomplete", p.ID, p.Reasons)
	}
	for _, p := range selection.Ineligible {
		fmt.Println("ineligible", p.ID, p.Reasons)
	}
	for _, k := range selection.Audit.Keys {
		fmt.Println("without", k.Code, "in:", k.Lost, "out:", k.Gained)
	}
	// Output:
	// admitted 1 chi ""
	// admitted 2 ana "letter"
	// waiting 3 ben "developing"
	// incomplete dee [cv]
	// ineligible eli [cv]
	// without developing in: [ben] out: [ana]
	// without letter in: [] out: []
}

func ExampleSelector_Assess() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	a := selector.Assess(applicants()[3])
	fmt.Println(a.Eligibility, a.Reasons)
	for _, f := range a.Findings {
		fmt.Println(f.Verdict, f.Code, f.Path, f.Detail)
	}
	// Output:
	// incomplete [cv]
	// unknown cv documents["cv"] not stated
	// met review-score reviews
}

func ExampleSelector_Eligibility() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	e, why := selector.Eligibility(applicants()[4])
	fmt.Println(e, selector.Codes(why))
	// Output: ineligible [cv]
}

func ExampleSelector_Explain() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	intake := admission.Intake{Applicants: applicants()}
	selection, err := selector.Select(intake)
	if err != nil {
		fmt.Println(err)
		return
	}
	roster, err := selector.Open(intake, selection, time.Date(2024, 10, 14, 12, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	explained, err := selector.Explain(roster, "ben", "dee")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range explained {
		fmt.Println(strings.TrimSpace(fmt.Sprint(e.ID, " ", e.Without, " ", e.Against, " ", e.DecidedBy)))
		fmt.Println(e.Text)
	}
	// Output:
	// ben [developing] ana developing
	// On the waitlist, place 1. Without developing this person would have a seat. The last person who got a seat ranks ahead by: developing.
	// dee []
	// Not decided yet. Still missing: cv.
}

func ExampleSelector_Verify() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	intake := admission.Intake{Applicants: applicants()}
	published, err := selector.Select(intake)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(selector.Verify(intake, published)))
	published.Admitted[0], published.Admitted[1] = published.Admitted[1], published.Admitted[0]
	for _, f := range selector.Verify(intake, published) {
		fmt.Println(f.Code, f.Path, f.Detail)
	}
	// Output:
	// 0
	// order admitted[0] comes before a person who is ahead by letter
}

func ExampleSelector_Apply() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2024, 10, 14, 12, 0, 0, 0, time.UTC)
	var events []admission.Event
	for _, a := range applicants() {
		events = append(events, admission.Event{At: at, Applied: &a})
	}
	events = append(events,
		admission.Event{At: at.AddDate(0, 0, 1), Selected: &admission.Selected{}},
		admission.Event{At: at.AddDate(0, 0, 2), Answered: &admission.Answered{Applicant: "chi", Answer: admission.StatusAccepted}},
		admission.Event{At: at.AddDate(0, 0, 3), Answered: &admission.Answered{Applicant: "ana", Answer: admission.StatusDeclined}},
	)
	roster, decided, err := selector.Apply(selector.Roster(), events...)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range decided[len(applicants()):] {
		for _, c := range d.Changes {
			fmt.Println(c.At.Format(time.DateOnly), c.ID, c.From, c.To)
		}
	}
	fmt.Println(roster.Seats())
	again, err := selector.Replay(selector.Roster(), events, decided)
	fmt.Println(again.Seats(), err)
	// Output:
	// 2024-10-16 chi offered accepted
	// 2024-10-17 ana offered declined
	// 2024-10-17 ben waiting offered
	// [chi ben]
	// [chi ben] <nil>
}

func ExampleSelector_Top() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	var shards [2]*admission.Top
	for i := range shards {
		if shards[i], err = selector.Top(2, "published in advance"); err != nil {
			fmt.Println(err)
			return
		}
	}
	for i, a := range applicants() {
		shards[i%2].Add(a)
	}
	if err := shards[0].Merge(shards[1]); err != nil {
		fmt.Println(err)
		return
	}
	best, err := shards[0].Result()
	if err != nil {
		fmt.Println(err)
		return
	}
	var names []string
	for _, p := range best {
		names = append(names, p.ID)
	}
	fmt.Println(strings.Join(names, ", "))
	// Output: chi, ana
}

func ExampleSelector_Commit() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	before, err := selector.Commit(admission.Intake{Applicants: applicants()})
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := selector.Select(admission.Intake{Applicants: applicants(), Seed: "drawn in public"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(before == after.Audit.Digests)
	fmt.Println(before.Order) // printf 'ana\nben\nchi\n' | sha256sum
	// Output:
	// true
	// 0fd1a81e7a5faa07f3e147741d3574f1ff6b0cc17548631f0076f5888ac2ca42
}
