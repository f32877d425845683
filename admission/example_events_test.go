package admission_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
)

// happen applies events, each a JSON object, one day after the other, to an admission
// with the two seats of the example policy. It prints who has a seat, who waits and who
// left, and reports each event that cannot happen.
func happen(events ...string) {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	roster := selector.Roster()
	for _, a := range applicants()[:4] {
		roster, _, _ = selector.Apply(roster, admission.Event{At: time.Date(2024, 10, 1, 12, 0, 0, 0, time.UTC), Applied: &a})
	}
	for i, text := range events {
		e := admission.Event{At: time.Date(2024, 10, 2+i, 12, 0, 0, 0, time.UTC)}
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			fmt.Println(err)
			return
		}
		next, _, err := selector.Apply(roster, e)
		if err != nil {
			fmt.Println(strings.TrimPrefix(err.Error(), "[0]."))
			continue
		}
		roster = next
	}
	var people []string
	for _, e := range roster.Entries {
		people = append(people, e.ID+" "+string(e.Status))
	}
	fmt.Println(strings.Join(people, "; "))
}

const selected = `{"selected": {"answer_by": "2024-10-20T00:00:00Z"}}`

// A late application takes its own place among the people who wait. People who hold a
// seat keep it.
func ExampleEvent_applied() {
	happen(selected, `{"applied": {"id": "fay", "country": "KE", "documents": {"cv": true}, "reviews": [{"reviewer": "R1", "scores": {"letter": "10"}}]}}`)
	// Output: chi offered; ana offered; fay waiting; ben waiting; dee incomplete
}

// A reviewed event adds a review, replaces the earlier review of the same reviewer, or
// strikes a review.
func ExampleReviewed() {
	happen(`{"reviewed": {"applicant": "ana", "review": {"reviewer": "R1", "scores": {"letter": "9"}}}}`, selected)
	happen(`{"reviewed": {"applicant": "ana", "reviewer": "R1", "struck": true, "reason": "knows the applicant"}}`, selected)
	// Output:
	// ana offered; chi offered; ben waiting; dee incomplete
	// chi offered; ben offered; ana incomplete; dee incomplete
}

// The organisers decide outside the policy. If all seats are held, they raise the number
// of seats first.
func ExampleRuled() {
	happen(`{"ruled": {"applicant": "dee", "decision": "admit", "reason": "speaks on the last day"}}`, selected)
	happen(`{"ruled": {"applicant": "chi", "decision": "exclude", "reason": "took the course before"}}`,
		`{"ruled": {"applicant": "chi", "decision": "lift", "reason": "was somebody else"}}`, selected)
	happen(selected, `{"ruled": {"applicant": "ben", "decision": "admit", "reason": "an appeal"}}`)
	// Output:
	// dee offered; chi offered; ana waiting; ben waiting
	// chi offered; ana offered; ben waiting; dee incomplete
	// ruled.decision: full-house: all 2 seats are held: raise the number of seats first
	// chi offered; ana offered; ben waiting; dee incomplete
}

// The list is fixed before anybody can know the seed. Nothing is added to it until the
// selection.
func ExampleClosed() {
	happen(`{"closed": {"draw": {"source": "drand, default chain, round 367", "at": "2024-10-04T12:00:00Z"}, "nonce": "5f0c6e9a"}}`,
		`{"ruled": {"applicant": "dee", "decision": "admit", "reason": "forgot"}}`,
		`{"selected": {"seed": "9b3e"}}`)
	// Output:
	// ruled: closed: the list is closed until the selection
	// chi offered; ana offered; ben waiting; dee incomplete
}

// A seat that is given up goes to the next person at once. A person who left and is
// reinstated waits ahead of the others.
func ExampleAnswered() {
	happen(selected, `{"answered": {"applicant": "chi", "answer": "accepted"}}`, `{"answered": {"applicant": "ana", "answer": "declined"}}`,
		`{"answered": {"applicant": "ana", "answer": "reinstated"}}`)
	happen(selected, `{"answered": {"applicant": "ana", "answer": "expired"}}`)
	// Output:
	// chi accepted; ben offered; ana waiting; dee incomplete
	// answered.answer: answer-by: no offer expires before 2024-10-20T00:00:00Z
	// chi offered; ana offered; ben waiting; dee incomplete
}

// Added seats are given at once. If the number of seats is lowered, nobody loses a seat:
// the lower number takes effect as people leave.
func ExampleSeats() {
	happen(selected, `{"seats": {"capacity": 3}}`)
	happen(selected, `{"seats": {"capacity": 1}}`, `{"answered": {"applicant": "chi", "answer": "declined"}}`)
	// Output:
	// chi offered; ana offered; ben offered; dee incomplete
	// chi declined; ana offered; ben waiting; dee incomplete
}

// From the stated instant on, a seat that is given up stays free.
func ExamplePromotionsEnd() {
	happen(selected, `{"promotions_end": {"until": "2024-10-04T12:00:00Z"}}`, `{"answered": {"applicant": "chi", "answer": "declined"}}`)
	// Output: chi declined; ana offered; ben waiting; dee incomplete
}

func ExampleRoster_Overdue() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	day := func(n int) time.Time { return time.Date(2024, 10, n, 12, 0, 0, 0, time.UTC) }
	a, b := applicants()[0], applicants()[1]
	roster, _, err := selector.Apply(selector.Roster(), admission.Event{At: day(1), Applied: &a}, admission.Event{At: day(1), Applied: &b},
		admission.Event{At: day(2), Selected: &admission.Selected{}}, admission.Event{At: day(3), Answered: &admission.Answered{Applicant: "ana", Answer: admission.StatusAccepted}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, e := range roster.Overdue(day(16), 14*24*time.Hour) {
		fmt.Println(e.Answered.Applicant, e.Answered.Answer, e.At.Format(time.DateOnly))
	}
	// Output: ben expired 2024-10-16
}

// ExplainAgainst says, for any person with a seat and any person who waits, why the one
// has the seat and the other waits.
func ExampleSelector_ExplainAgainst() {
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
	for _, holder := range roster.Seats() {
		explanations, err := selector.ExplainAgainst(roster, holder, "ben")
		fmt.Println(holder, explanations[0].DecidedBy, explanations[0].Own.Value, explanations[0].Others.Value, err)
	}
	// Output:
	// chi developing not_met met <nil>
	// ana developing not_met met <nil>
}

// A Live keeps a roster in memory, so the time for an event depends only on what the
// event changes.
func ExampleSelector_Live() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	live, err := selector.Live(selector.Roster())
	if err != nil {
		fmt.Println(err)
		return
	}
	at := time.Date(2024, 10, 1, 12, 0, 0, 0, time.UTC)
	for _, a := range applicants() {
		if _, err := live.Apply(admission.Event{At: at, Applied: &a}); err != nil {
			fmt.Println(err)
			return
		}
	}
	if _, err := live.Apply(admission.Event{At: at, Selected: &admission.Selected{}}); err != nil {
		fmt.Println(err)
		return
	}
	decided, err := live.Apply(admission.Event{At: at, Answered: &admission.Answered{Applicant: "chi", Answer: admission.StatusWithdrawn}})
	for _, c := range decided.Changes {
		fmt.Println(c.ID, c.From, c.To)
	}
	ben, known := live.Find("ben")
	fmt.Println(ben.Status, ben.Rank, known, err)
	fmt.Println(live.Roster().Seats())
	// Output:
	// chi offered withdrawn
	// ben waiting offered
	// offered 3 true <nil>
	// [ana ben]
}

func ExampleSelector_VerifyRoster() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	var events []admission.Event
	at := time.Date(2024, 10, 1, 12, 0, 0, 0, time.UTC)
	for _, a := range applicants() {
		events = append(events, admission.Event{At: at, Applied: &a})
	}
	events = append(events, admission.Event{At: at, Selected: &admission.Selected{}})
	roster, _, err := selector.Apply(selector.Roster(), events...)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(selector.VerifyRoster(selector.Roster(), events, roster)))
	roster.Entries[0], roster.Entries[2] = roster.Entries[2], roster.Entries[0]
	for _, f := range selector.VerifyRoster(selector.Roster(), events, roster) {
		fmt.Println(f.Code, f.Path, f.Detail)
	}
	// Output:
	// 0
	// order entries[0] another person's turn comes first
}

// Parts of a stream of applicants can be ranked by separate accumulators and then merged.
// If an accumulator is on another machine, its applicants can be sent and added instead.
func ExampleTop_Merge() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	first, _ := selector.Top(2, "")
	second, _ := selector.Top(2, "")
	for i, a := range applicants() {
		if i%2 == 0 {
			first.Add(a)
		} else {
			second.Add(a)
		}
	}
	if err := first.Merge(second); err != nil {
		fmt.Println(err)
		return
	}
	placements, err := first.Result()
	for _, p := range placements {
		fmt.Println(p.Rank, p.ID)
	}
	sent, _ := selector.Top(2, "")
	for _, a := range first.Applicants() {
		sent.Add(a)
	}
	again, _ := sent.Result()
	fmt.Println(len(again), err)
	// Output:
	// 1 chi
	// 2 ana
	// 2 <nil>
}

func ExamplePolicy_Validate() {
	p := policy()
	p.Requirements[0].Level = "needed"
	p.Priority[1].Key.Score.OverReviewers = "mode"
	fmt.Println(p.Validate())
	// Output:
	// requirements[0].level: unknown-value: want required or desired
	// priority[1].key.score.over_reviewers: unknown-value: want mean, median or trimmed_mean
}

// All mistakes of all applicants are reported at once, without the applicants' values.
func ExampleSelector_ParseApplicants() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = selector.ParseApplicants([]byte(`[{"id": "a", "country": "Kenya", "gender": "f"}, {"id": "a", "country": "KE", "experience_months": -1}]`))
	fmt.Println(err)
	fmt.Println(selector.ValidateApplicants(applicants()))
	// Output:
	// [0].country: unknown-country: want an ISO 3166-1 alpha-2 code in capitals, or XK
	// [0].gender: unknown-value: want woman, man, other or undisclosed
	// [1].id: duplicate-id: another applicant has it
	// [1].experience_months: range: from 0 to 1200
	// <nil>
}

func ExampleSelector_ParseIntake() {
	selector, err := admission.Compile(policy())
	if err != nil {
		fmt.Println(err)
		return
	}
	intake, err := selector.ParseIntake([]byte(`{"applicants": [{"id": "a", "country": "KE"}], "seed": "beacon round 1000",
		"rulings": [{"id": "a", "decision": "admit", "by": "the board", "reason": "invited"}]}`))
	fmt.Println(len(intake.Applicants), err)
	_, err = selector.ParseIntake([]byte(`{"applicants": [], "rulings": [{"id": "a", "decision": "admit", "by": "the board"}]}`))
	fmt.Println(err)
	// Output:
	// 1 <nil>
	// rulings[0].reason: required: is required
	// rulings[0].id: unknown-id: not an applicant
}
