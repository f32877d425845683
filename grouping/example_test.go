package grouping_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course/exact"
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
	// [[ana cai eli] [ben dee]]
	// {Number:1 Cost:4 Bound:4 Proved:true}
	// man [2 1]
	// woman [1 1]
}

func ExampleGrouper_Reform() {
	gr, err := grouping.Compile(grouping.Policy{
		Sizes:  grouping.Sizes{Min: 2, Max: 3},
		Prefer: []grouping.Preference{{Code: "gender", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "gender"}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	member := func(id, gender string) grouping.Member {
		return grouping.Member{ID: id, Categories: map[string]string{"gender": gender}}
	}
	members := []grouping.Member{member("ana", "woman"), member("ben", "man"), member("cai", "man"), member("dee", "woman"), member("eli", "man")}
	before, err := gr.Form(members, grouping.Options{Seed: "autumn"})
	if err != nil {
		fmt.Println(err)
		return
	}
	// Dee leaves, Fay and Gil join.
	members = append(members[:3:3], member("eli", "man"), member("fay", "woman"), member("gil", "man"))
	after, err := gr.Reform(before, members, grouping.ReformOptions{Seed: "autumn"})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(before.Groups)
	fmt.Println(after.Groups, "moves", after.Change.Moves, "joined", after.Change.Joined, "left", after.Change.Left)
	fmt.Println("cost", after.Tiers[0].Cost, "formed anew", after.Change.Fresh[0].Cost)
	// Output:
	// [[ana cai eli] [ben dee]]
	// [[ana cai eli] [ben fay gil]] moves [] joined [fay gil] left [dee]
	// cost 0 formed anew 0
}

func ExampleGrouper_Explain() {
	gr, err := grouping.Compile(grouping.Policy{
		Sizes:  grouping.Sizes{Count: 2},
		Must:   []grouping.Requirement{{Code: "colleagues", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"ana", "ben"}}}}}},
		Prefer: []grouping.Preference{{Code: "region", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "region"}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	member := func(id, region string) grouping.Member {
		return grouping.Member{ID: id, Categories: map[string]string{"region": region}}
	}
	members := []grouping.Member{member("ana", "Africa"), member("ben", "Asia"), member("cai", "Asia"), member("dee", "Africa")}
	f, err := gr.Form(members, grouping.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	why, err := gr.Explain(f, members, "ana")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Groups)
	for _, swap := range why.Swaps {
		fmt.Println("with", swap.With, swap.Rules)
	}
	// Output:
	// [[ana cai] [ben dee]]
	// with ben [{region 1 16}]
	// with dee [{colleagues 0 1}]
}

func ExampleAvailability_Intervals() {
	evenings := grouping.Availability{Zone: "Africa/Cairo", First: "2024-10-31", Last: "2024-11-01",
		Hours: []grouping.Hours{{From: "20:00", To: "22:00"}}}
	intervals, err := evenings.Intervals(time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, i := range intervals { // Egypt's clocks go back in between
		fmt.Println(i.Start.UTC().Format(time.RFC3339), i.End.UTC().Format(time.RFC3339))
	}
	// Output:
	// 2024-10-31T17:00:00Z 2024-10-31T19:00:00Z
	// 2024-11-01T18:00:00Z 2024-11-01T20:00:00Z
}

func ExampleGrouper_CheckProof() {
	gr, err := grouping.Compile(grouping.Policy{
		Sizes:  grouping.Sizes{Min: 2, Max: 3},
		Prefer: []grouping.Preference{{Code: "gender", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "gender"}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	var members []grouping.Member
	for i, gender := range []string{"woman", "man", "man", "woman", "man"} {
		members = append(members, grouping.Member{ID: fmt.Sprintf("p%d", i), Categories: map[string]string{"gender": gender}})
	}
	f, err := gr.Form(members, grouping.Options{Seed: "autumn", Proof: true})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("formations as good as this one:", f.Proof.Formations)
	fmt.Println(gr.CheckProof(members, f))
	f.Tiers[0].Cost, f.Tiers[0].Bound, f.Proof.Tiers[0].Cost = 2, 2, 2
	fmt.Println(gr.CheckProof(members, f))
	// Output:
	// formations as good as this one: 6
	// <nil>
	// proof.tiers[0]: proof: the groups do not have this cost
}

func ExampleGrouper_Assess() {
	gr, err := grouping.Compile(grouping.Policy{
		Sizes:  grouping.Sizes{Min: 2, Max: 3},
		Must:   []grouping.Requirement{{Code: "rivals", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"ana", "ben"}}}}}},
		Prefer: []grouping.Preference{{Code: "gender", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "gender"}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	member := func(id, gender string) grouping.Member {
		return grouping.Member{ID: id, Categories: map[string]string{"gender": gender}}
	}
	members := []grouping.Member{member("ana", "woman"), member("ben", "man"), member("cai", "man"), member("dee", "woman")}
	f, err := gr.Assess([][]string{{"ben", "ana"}, {"dee", "cai"}}, members, grouping.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("cost %d, at least %d\n", f.Tiers[0].Cost, f.Tiers[0].Bound)
	for _, finding := range f.Findings {
		fmt.Println(finding.Code, finding.Path, finding.Parts[0].Path, finding.Parts[0].Have)
	}
	// Output:
	// cost 0, at least 0
	// rivals must[0] groups[0] ben, ana
}

func ExampleAgreeRule() {
	gr, err := grouping.Compile(grouping.Policy{
		Sizes: grouping.Sizes{Count: 2},
		Must:  []grouping.Requirement{{Code: "language", Rule: grouping.Rule{Agree: &grouping.AgreeRule{List: "language", Otherwise: exact.MustDecimal("1")}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	member := func(id string, languages ...string) grouping.Member {
		return grouping.Member{ID: id, Lists: map[string][]string{"language": languages}}
	}
	f, err := gr.Form([]grouping.Member{member("ana", "en", "fr"), member("ben", "fr"), member("cai", "es", "en"), member("dee", "en")}, grouping.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Groups, f.Rules[0].Chosen)
	// Output:
	// [[ana ben] [cai dee]] [fr en]
}

func ExampleConflictError() {
	gr, err := grouping.Compile(grouping.Policy{
		Sizes: grouping.Sizes{Min: 2, Max: 3},
		Must:  []grouping.Requirement{{Code: "friends", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"ana", "ben"}, {"ben", "cai"}, {"cai", "dee"}}}}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = gr.Form([]grouping.Member{{ID: "ana"}, {ID: "ben"}, {ID: "cai"}, {ID: "dee"}, {ID: "eli"}}, grouping.Options{})
	fmt.Println(err)
	// Output:
	// grouping: no formation keeps all of friends; 4 people must be in one group, and the largest group holds 3
}
