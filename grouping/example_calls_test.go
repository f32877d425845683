package grouping_test

import (
	"errors"
	"fmt"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// Policies and members are JSON documents. Everything that is wrong is reported at once.
func ExampleParse() {
	policy, err := grouping.Parse([]byte(`{
		"sizes": {"min": 2, "max": 3},
		"must": [{"code": "language", "rule": {"agree": {"list": "language", "otherwise": "1"}}}],
		"prefer": [{"code": "gender", "tier": 1, "rule": {"spread": {"category": "gender"}}}]}`))
	fmt.Println(len(policy.Must), len(policy.Prefer), err)
	_, err = grouping.Parse([]byte(`{"sizes": {"min": 4, "max": 3}, "prefer": [{"code": "years", "tier": 0, "rule": {"balance": {"number": "years", "unit": "0"}}}]}`))
	fmt.Println(err)
	// Output:
	// 1 1 <nil>
	// sizes.min: min-above-max: the smallest group cannot be larger than the largest
	// prefer[0].tier: range: want 1 to 100
	// prefer[0].rule.balance.unit: unit: must be more than 0
}

func ExampleGrouper_ParseMembers() {
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Prefer: []grouping.Preference{
		{Code: "years", Tier: 1, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: exact.MustDecimal("1")}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	members, err := gr.ParseMembers([]byte(`[
		{"id": "ana", "categories": {"gender": "woman"}, "numbers": {"years": "3"}, "lists": {"language": ["en", "fr"]},
		 "available": [{"start": "2024-11-09T08:00:00Z", "end": "2024-11-09T14:00:00+03:00"}]}]`))
	fmt.Println(members[0].Lists["language"], members[0].Available[0].End.Sub(members[0].Available[0].Start), err)
	_, err = gr.ParseMembers([]byte(`[{"id": "ana", "numbers": {"years": "3.5"}}, {"id": "ana", "category": {}}]`))
	fmt.Println(err)
	// Output:
	// [en fr] 3h0m0s <nil>
	// [0].numbers["years"]: unit: must be a whole multiple of the unit; the rule can say round
	// [1].id: duplicate-id: another member has this id
	// [1].category: unknown-key: no such key; there are id, categories, numbers, lists and available
}

// ParseFormation reads a stored formation, and Reform adapts it to the current members.
func ExampleParseFormation() {
	f, err := grouping.ParseFormation([]byte(`{"groups": [["ana", "ben"], ["cai", "dee"]], "names": ["red", "blue"], "tiers": [], "rules": [], "seed": "autumn", "steps": 1000}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}})
	if err != nil {
		fmt.Println(err)
		return
	}
	after, err := gr.Reform(f, people("ana", "ben", "cai", "dee", "eli"), grouping.ReformOptions{Seed: f.Seed})
	fmt.Println(after.Groups, after.Names, err)
	// Output:
	// [[ana ben eli] [cai dee]] [red blue] <nil>
}

// A caller can watch a call, and stop it.
func ExampleOptions_progress() {
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: []grouping.Preference{
		{Code: "country", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "country"}}},
		{Code: "sector", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "sector"}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	var members []grouping.Member
	for i := range 32 {
		members = append(members, grouping.Member{ID: fmt.Sprint("p", i), Categories: map[string]string{
			"country": fmt.Sprint(i * i % 13), "sector": fmt.Sprint(i * i % 7)}})
	}
	_, err = gr.Form(members, grouping.Options{Progress: func(done, total int64) bool {
		return done < total/100 // a progress bar would be drawn here
	}})
	var stopped *grouping.StopError
	fmt.Println(errors.As(err, &stopped), err)
	// Output:
	// true grouping: stopped by the caller
}

// The sizes are, in turn: groups of three; pairs, with one group of three because the
// number of people is odd; groups within one section; a number of groups; and a list of
// sizes.
func ExampleSizes() {
	for _, sizes := range []grouping.Sizes{
		{Min: 2, Max: 3},
		{Min: 2, Max: 3, Prefer: "small"},
		{Min: 2, Max: 3, Per: "section"},
		{Count: 2},
		{Exact: []int{5, 4}},
	} {
		gr, err := grouping.Compile(grouping.Policy{Sizes: sizes})
		if err != nil {
			fmt.Println(err)
			return
		}
		f, err := gr.Form([]grouping.Member{
			ofCategory("a1", "section", "A"), ofCategory("a2", "section", "A"), ofCategory("a3", "section", "A"), ofCategory("a4", "section", "A"), ofCategory("a5", "section", "A"),
			ofCategory("b1", "section", "B"), ofCategory("b2", "section", "B"), ofCategory("b3", "section", "B"), ofCategory("b4", "section", "B"),
		}, grouping.Options{})
		fmt.Println(f.Groups, err)
	}
	// Output:
	// [[a1 a2 a5] [a3 b2 b3] [a4 b1 b4]] <nil>
	// [[a3 b2 b4] [a1 a2] [a4 b1] [a5 b3]] <nil>
	// [[a1 a2 a3] [a4 a5] [b1 b2] [b3 b4]] <nil>
	// [[a1 a3 a4 a5 b3] [a2 b1 b2 b4]] <nil>
	// [[a3 b1 b2 b3 b4] [a1 a2 a4 a5]] <nil>
}

// If no member states the fact that a required rule reads, the rule is refused, unless it
// is optional.
func ExampleRequirement() {
	hours := grouping.Requirement{Code: "hours", Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}}
	for _, optional := range []bool{false, true} {
		hours.Optional = optional
		gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: []grouping.Requirement{hours}})
		if err != nil {
			fmt.Println(err)
			return
		}
		f, err := gr.Form(people("ana", "ben", "cai", "dee"), grouping.Options{})
		fmt.Println(len(f.Groups), err)
		for _, finding := range f.Findings {
			fmt.Println(finding.Code, finding.Verdict, finding.Have)
		}
	}
	// Output:
	// 0 must[0]: vacuous-rule: no member states what the rule asks for, or has a value it names; state optional if that may be
	// 2 <nil>
	// vacuous-rule unknown 4 of 4 lack it
}

// A conflict that can be found by counting has reasons that name the people.
func ExampleBecause() {
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: []grouping.Requirement{
		{Code: "lead", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "lead", In: []string{"yes"}, Count: 1}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = gr.Form([]grouping.Member{ofCategory("ana", "lead", "yes"), ofCategory("ben", "lead", "no"), ofCategory("cai", "lead", "no"), ofCategory("dee", "lead", "no")}, grouping.Options{})
	var conflict *grouping.ConflictError
	if errors.As(err, &conflict) {
		for _, b := range conflict.Because {
			fmt.Println(b.Code, b.IDs, b.Have, "of", b.Need, conflict.Proved)
		}
	}
	fmt.Println(err)
	// Output:
	// lead [ana] 1 of 2 true
	// grouping: no formation keeps all of lead; lead needs 2 people, 1 in each of 2 groups, and has 1
}

func ExampleSizeError() {
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3, Per: "section"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = gr.Form([]grouping.Member{ofCategory("a1", "section", "A"), ofCategory("a2", "section", "A"), ofCategory("b1", "section", "B")}, grouping.Options{})
	var size *grouping.SizeError
	if errors.As(err, &size) {
		fmt.Println(size.N, size.Value, size.Nearest)
	}
	fmt.Println(err)
	// Output:
	// 1 B [2]
	// grouping: 1 person with one value of section cannot divide into groups of 2 to 3 for each section; these numbers do: [2]; groups of 1 to 3 for each section would give [1]
}
