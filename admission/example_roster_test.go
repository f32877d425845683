package admission_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
)

func ExampleParse() {
	p, err := admission.Parse([]byte(`{"capacity": 3, "shares": [
		{"code": "women", "of": {"test": {"gender": {"in": ["woman"]}}}, "at_least": {"percent": "50"}},
		{"code": "one-a-country", "of": {"country": "served"}, "at_most": {"count": 1}}]}`))
	fmt.Println(p.Shares[1].Code, *p.Shares[1].AtMost.Count, err)
	_, err = admission.Parse([]byte(`{"capacity": 3, "shares": [{"code": "region", "of": {"region": "served"}, "groups": {"Europa": {"at_most": {"count": 1}}}}]}`))
	fmt.Println(err)
	// Output:
	// one-a-country 1 <nil>
	// shares[0].groups["Europa"]: unknown-region: want Africa, Americas, Asia, Europe or Oceania
}

// One share asks for at least half of the seats for women; the other allows at most one
// seat for each country. A person waits if somebody from the same country has a seat.
func ExampleShare() {
	one := 1
	woman := admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}
	selector, err := admission.Compile(admission.Policy{
		Capacity: 3,
		Priority: []admission.Priority{{Code: "registered", Key: admission.Key{Number: &admission.NumberKey{Name: "at", First: "lowest"}}}},
		Shares: []admission.Share{
			{Code: "women", Title: "half of the seats for women", Of: admission.ShareOf{Test: &woman}, AtLeast: &admission.Bound{Percent: exact.MustDecimal("50")}},
			{Code: "one-a-country", Title: "one a country", Of: admission.ShareOf{Country: "served"}, AtMost: &admission.Bound{Count: &one}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var intake admission.Intake
	for i, a := range []admission.Applicant{
		{ID: "adam", Country: "KE", Gender: "man"}, {ID: "ben", Country: "FR", Gender: "man"},
		{ID: "cleo", Country: "KE", Gender: "woman"}, {ID: "dina", Country: "IN", Gender: "woman"},
	} {
		a.Numbers = map[string]exact.Decimal{"at": exact.MustDecimal(fmt.Sprint(i))}
		intake.Applicants = append(intake.Applicants, a)
	}
	s, err := selector.Select(intake)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range s.Admitted {
		fmt.Println("admitted", p.ID, p.Shares)
	}
	for _, p := range s.Waitlist {
		fmt.Println("waiting", p.ID, p.Waits)
	}
	for _, share := range s.Audit.Shares {
		fmt.Println(share.Code, "kept:", share.Kept)
	}
	// Output:
	// admitted cleo [women]
	// admitted ben []
	// admitted dina []
	// waiting adam [{one-a-country KE}]
	// women kept: true
	// one-a-country kept: true
}

// An admission as it happens: applications, the selection, a late application, and the
// offers that are overdue.
func ExampleSelector_Roster() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	day := func(n int) time.Time { return time.Date(2024, 10, n, 12, 0, 0, 0, time.UTC) }
	as := applicants()
	late := as[3]
	late.Documents = map[string]bool{"cv": true}
	roster, decided, err := selector.Apply(selector.Roster(),
		admission.Event{At: day(1), Applied: &as[0]}, admission.Event{At: day(1), Applied: &as[1]},
		admission.Event{At: day(1), Applied: &as[2]}, admission.Event{At: day(1), Applied: &as[3]},
		admission.Event{At: day(2), Selected: &admission.Selected{AnswerBy: day(9)}},
		admission.Event{At: day(3), Applied: &late},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range roster.Entries {
		fmt.Println(e.ID, e.Status, e.Since.Format(time.DateOnly))
	}
	fmt.Println(len(decided[4].Selection.Admitted), "admitted; overdue on the 9th:", len(roster.Overdue(day(9), 0)))
	// Output:
	// chi offered 2024-10-02
	// ana offered 2024-10-02
	// dee waiting 2024-10-03
	// ben waiting 2024-10-02
	// 2 admitted; overdue on the 9th: 2
}

// A selection becomes a roster, without selecting again. One more seat goes to the first
// person who waits.
func ExampleSelector_Open() {
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
	fmt.Println(roster.Seats(), err)
	events := []admission.Event{{At: roster.At, Seats: &admission.Seats{Capacity: 3}}}
	next, _, err := selector.Apply(roster, events...)
	fmt.Println(next.Seats(), err)
	fmt.Println(len(selector.VerifyRoster(roster, events, next)))
	// Output:
	// [chi ana] <nil>
	// [chi ana ben] <nil>
	// 0
}

func ExampleSelector_Replay() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2024, 10, 14, 12, 0, 0, 0, time.UTC)
	a := applicants()[0]
	events := []admission.Event{{At: at, Applied: &a}, {At: at, Selected: &admission.Selected{}}}
	_, decided, err := selector.Apply(selector.Roster(), events...)
	if err != nil {
		fmt.Println(err)
		return
	}
	roster, err := selector.Replay(selector.Roster(), events, decided)
	fmt.Println(roster.Seats(), err)
	decided[1].Selection.Admitted = nil
	_, err = selector.Replay(selector.Roster(), events, decided)
	fmt.Println(err)
	// Output:
	// [ana] <nil>
	// [1].selected: recorded: 1 applicant not in the selection
}

func ExampleSelector_Receipts() {
	selector, err := admission.Compile(admission.Policy{Capacity: 1})
	if err != nil {
		fmt.Println(err)
		return
	}
	receipts, err := selector.Receipts(admission.Intake{
		Applicants: []admission.Applicant{{ID: "A1", Country: "KE"}},
		Closed: &admission.Closed{
			Draw:  admission.Draw{Source: "drand, default chain, round 367", At: time.Date(2024, 10, 14, 12, 0, 0, 0, time.UTC)},
			Nonce: "5f0c6e9a",
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	// The digest can be computed from the salt and the application with this command:
	//
	// printf 'cohort-receipt-v1\n%s\n%s' SALT '{"country":"KE","id":"A1"}' | sha256sum
	fmt.Println(receipts[0].ID, len(receipts[0].Salt), len(receipts[0].Digest))
	// Output: A1 64 64
}

func ExampleSelector_Lint() {
	share := admission.Share{Code: "nationality", Of: admission.ShareOf{Country: "nationality"}, AtMost: &admission.Bound{Percent: exact.MustDecimal("10")}}
	selector, err := admission.Compile(admission.Policy{Capacity: 8, Shares: []admission.Share{share}})
	if err != nil {
		fmt.Println(err)
		return
	}
	findings, err := selector.Lint(admission.Intake{})
	for _, f := range findings {
		fmt.Println(f.Code, f.Path, f.Detail)
	}
	fmt.Println(err)
	// Output:
	// no-seat shares[0].at_most less than one of 8 seats: it keeps everybody of the group out
	// <nil>
}
