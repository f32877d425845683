package grouping_test

import (
	"fmt"

	"github.com/cohortkit/cohort/grouping"
)

func ExampleSizes_Split() {
	fmt.Println(grouping.Sizes{Min: 5, Max: 6}.Split(32))
	_, err := grouping.Sizes{Min: 5, Max: 6}.Split(13)
	fmt.Println(err)
	// Output:
	// [6 6 5 5 5 5] <nil>
	// grouping: 13 people do not divide into groups of 5 to 6; these numbers do: [12 15]; groups of 4 to 6 would give [5 4 4]; groups of 5 to 7 would give [7 6]
}

func ExampleGrouper_Form() {
	gr, err := grouping.Compile(grouping.Policy{
		Sizes: grouping.Sizes{Min: 2, Max: 3},
		Prefer: []grouping.Preference{
			{Code: "gender", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "gender"}}},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	member := func(id, gender string) grouping.Member {
		return grouping.Member{ID: id, Categories: map[string]string{"gender": gender}}
	}
	f, err := gr.Form([]grouping.Member{
		member("ana", "woman"), member("ben", "man"), member("cai", "man"),
		member("dee", "woman"), member("eli", "man"),
	}, grouping.Options{Seed: "autumn"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Groups)
	fmt.Printf("%+v\n", f.Tiers[0])
	for _, v := range f.Rules[0].Values {
		fmt.Println(v.Value, v.Groups)
	}
	// Output:
	// [[ana ben eli] [cai dee]]
	// {Number:1 Cost:4 Bound:4 Proved:true}
	// man [2 1]
	// woman [1 1]
}
