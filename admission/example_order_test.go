package admission_test

import (
	"fmt"
	"strings"

	"github.com/cohortkit/cohort/admission"
)

// callInOrder prints who is called for the seats of a policy, and who waits.
func callInOrder(policy, applicants string) {
	p, err := admission.Parse([]byte(policy))
	if err != nil {
		fmt.Println(err)
		return
	}
	selector, err := admission.Compile(p)
	if err != nil {
		fmt.Println(err)
		return
	}
	intake, err := selector.ParseIntake([]byte(`{"applicants": [` + applicants + `], "seed": "beacon round 1000"}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	selection, err := selector.Select(intake)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, list := range [][]admission.Placement{selection.Admitted, selection.Waitlist} {
		var line []string
		for _, p := range list {
			text := p.ID
			if len(p.Shares) > 0 {
				text += " by " + strings.Join(p.Shares, ", ")
			}
			for _, g := range p.Waits {
				text += " waits for " + g.Share + " of " + g.Group
			}
			line = append(line, text)
		}
		fmt.Println(strings.Join(line, "; "))
	}
	for _, p := range selection.Incomplete {
		fmt.Println("incomplete:", p.ID, p.Reasons)
	}
}

// byRank is a priority that orders people by the number called "rank", so that examples
// of shares need no reviews.
const byRank = `"priority": [{"code": "rank", "key": {"number": {"name": "rank", "first": "lowest"}}}]`

func ExampleMatchingKey() {
	callInOrder(`{"capacity": 2, "priority": [
		{"code": "developing", "key": {"matching": {"test": {"country": {"status": "developing"}}}}},
		{"code": "women", "key": {"matching": {"test": {"gender": {"in": ["woman"]}}, "within": "developing"}}}]}`,
		`{"id": "adam", "country": "KE", "gender": "man"}, {"id": "bea", "country": "CH", "gender": "woman"}, {"id": "cleo", "country": "IN", "gender": "woman"}`)
	// Output:
	// cleo; adam
	// bea
}

func ExampleScoreKey() {
	for _, over := range []string{"mean", "median", "trimmed_mean"} {
		callInOrder(`{"capacity": 1, "priority": [{"code": "review", "key": {"score": {"max": "10", "over_reviewers": "`+over+`", "parts": [
			{"name": "letter", "weight": "2"}, {"name": "plan", "weight": "1"}]}}}]}`,
			`{"id": "adam", "reviews": [{"reviewer": "r1", "scores": {"letter": "9", "plan": "9"}}, {"reviewer": "r2", "scores": {"letter": "9", "plan": "9"}}, {"reviewer": "r3", "scores": {"letter": "0", "plan": "0"}}]},
			{"id": "bea", "reviews": [{"reviewer": "r1", "scores": {"letter": "8", "plan": "7"}}]}`)
	}
	// Output:
	// bea
	// adam
	// adam
	// bea
	// adam
	// bea
}

// First come, first served. People without the number come last.
func ExampleNumberKey() {
	callInOrder(`{"capacity": 2, "priority": [{"code": "registered", "key": {"number": {"name": "at", "first": "lowest"}}}]}`,
		`{"id": "adam", "numbers": {"at": "20241001.1230"}}, {"id": "bea"}, {"id": "cleo", "numbers": {"at": "20240930.0900"}}`)
	// Output:
	// cleo; adam
	// bea
}

// At least half of the seats go to women. The share is checked each time that a seat is
// given.
func ExampleShare_percent() {
	callInOrder(`{"capacity": 2, `+byRank+`, "shares": [{"code": "half", "of": {"test": {"gender": {"in": ["woman"]}}}, "at_least": {"percent": "50"}}]}`,
		`{"id": "adam", "gender": "man", "numbers": {"rank": "1"}}, {"id": "ben", "gender": "man", "numbers": {"rank": "2"}}, {"id": "cleo", "gender": "woman", "numbers": {"rank": "3"}}`)
	// Output:
	// cleo by half; adam
	// ben
}

// At most one seat goes to each country. A second person from a country waits until the
// first person gives up the seat.
func ExampleShare_country() {
	callInOrder(`{"capacity": 2, `+byRank+`, "shares": [{"code": "one-a-country", "of": {"country": "served"}, "at_most": {"count": 1}}]}`,
		`{"id": "adam", "country": "KE", "numbers": {"rank": "1"}}, {"id": "bea", "country": "KE", "numbers": {"rank": "2"}}, {"id": "cleo", "country": "FR", "numbers": {"rank": "3"}}`)
	// Output:
	// adam; cleo
	// bea waits for one-a-country of KE
}

// At most a tenth of the seats go to each nationality. A person with two nationalities
// counts in both, and a person who states no nationality is incomplete.
func ExampleShare_nationality() {
	callInOrder(`{"capacity": 10, `+byRank+`, "shares": [{"code": "tenth", "of": {"country": "nationality"}, "at_most": {"percent": "10"}}]}`,
		`{"id": "adam", "countries": {"nationality": ["KE", "CH"]}, "numbers": {"rank": "1"}}, {"id": "bea", "countries": {"nationality": ["CH"]}, "numbers": {"rank": "2"}}, {"id": "cleo", "numbers": {"rank": "3"}}`)
	// Output:
	// adam
	// bea waits for tenth of CH
	// incomplete: cleo [tenth]
}

// At least one seat goes to every region that people apply from.
func ExampleShare_region() {
	callInOrder(`{"capacity": 2, `+byRank+`, "shares": [{"code": "every-region", "of": {"region": "served"}, "at_least": {"count": 1}}]}`,
		`{"id": "adam", "country": "KE", "numbers": {"rank": "1"}}, {"id": "bea", "country": "UG", "numbers": {"rank": "2"}}, {"id": "cleo", "country": "FJ", "numbers": {"rank": "3"}}`)
	// Output:
	// adam; cleo by every-region
	// bea
}

// The share sets bounds for single values of an attribute.
func ExampleShare_groups() {
	callInOrder(`{"capacity": 3, `+byRank+`, "shares": [{"code": "age", "of": {"attribute": "age"}, "groups": {
		"16-29": {"at_least": {"count": 1}, "at_most": {"count": 2}}, "60+": {"at_most": {"count": 1}}}}]}`,
		`{"id": "adam", "attributes": {"age": "60+"}, "numbers": {"rank": "1"}}, {"id": "bea", "attributes": {"age": "60+"}, "numbers": {"rank": "2"}},
		{"id": "cleo", "attributes": {"age": "30-59"}, "numbers": {"rank": "3"}}, {"id": "dan", "attributes": {"age": "16-29"}, "numbers": {"rank": "4"}}`)
	// Output:
	// dan by age; adam; cleo
	// bea waits for age of 60+
}

// With leave_open, the seats that a share still needs stay free if too few people of its
// group apply.
func ExampleShare_leaveOpen() {
	policy := `{"capacity": 4, ` + byRank + `, "shares": [{"code": "partners", "of": {"test": {"attribute": {"name": "kind", "equals": "partner"}}}, "at_least": {"count": 3}ELSE}]}`
	applicants := `{"id": "adam", "attributes": {"kind": "partner"}, "numbers": {"rank": "3"}}, {"id": "bea", "attributes": {"kind": "other"}, "numbers": {"rank": "1"}}, {"id": "cleo", "attributes": {"kind": "other"}, "numbers": {"rank": "2"}}`
	callInOrder(strings.Replace(policy, "ELSE", "", 1), applicants)
	callInOrder(strings.Replace(policy, "ELSE", `, "else": "leave_open"`, 1), applicants)
	// Output:
	// adam by partners; bea; cleo
	//
	// adam by partners; bea
	// cleo
}

// The policy has its own list, and gives one country another status in a built-in list.
func ExampleList() {
	callInOrder(`{"capacity": 1,
		"lists": [{"name": "union", "source": "our statutes", "as_of": "2024-10-30", "status": {"FR": "member", "DE": "member"}}],
		"overrides": [{"list": "unsd-2021-12", "country": "XK", "status": "developing", "reason": "as the ministry counts"}],
		"priority": [{"code": "union", "key": {"matching": {"test": {"country": {"list": "union", "status": "member"}}}}},
			{"code": "developing", "key": {"matching": {"test": {"country": {"status": "developing"}}}}}]}`,
		`{"id": "adam", "country": "XK"}, {"id": "bea", "country": "FR"}, {"id": "cleo", "country": "CH"}`)
	// Output:
	// bea
	// adam; cleo
}
