package grouping_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// form forms groups by a policy whose only rule is the preference k, and prints the
// groups and the report of the rule.
func form(sizes grouping.Sizes, k grouping.Rule, members ...grouping.Member) {
	gr, err := grouping.Compile(grouping.Policy{Sizes: sizes, Prefer: []grouping.Preference{{Code: "rule", Tier: 1, Rule: k}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	f, err := gr.Form(members, grouping.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(f.Groups, "cost", f.Rules[0].Cost)
	for _, v := range f.Rules[0].Values {
		fmt.Println(v.Value, v.Groups)
	}
	if f.Rules[0].Groups != nil {
		fmt.Println(f.Rules[0].Groups)
	}
}

// ofCategory returns a member with one category.
func ofCategory(id, category, value string) grouping.Member {
	return grouping.Member{ID: id, Categories: map[string]string{category: value}}
}

// number returns a member with one number.
func number(id, name, value string) grouping.Member {
	return grouping.Member{ID: id, Numbers: map[string]exact.Decimal{name: exact.MustDecimal(value)}}
}

// people returns members with nothing but their ids.
func people(ids ...string) (members []grouping.Member) {
	for _, id := range ids {
		members = append(members, grouping.Member{ID: id})
	}
	return members
}

func ExampleSpreadRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Spread: &grouping.SpreadRule{Category: "region"}},
		ofCategory("ana", "region", "Africa"), ofCategory("ben", "region", "Asia"), ofCategory("cai", "region", "Asia"), ofCategory("dee", "region", "Africa"))
	// Output:
	// [[ana cai] [ben dee]] cost 0
	// Africa [1 1]
	// Asia [1 1]
}

func ExampleGatherRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Gather: &grouping.GatherRule{Category: "topic"}},
		ofCategory("ana", "topic", "maps"), ofCategory("ben", "topic", "health"), ofCategory("cai", "topic", "health"), ofCategory("dee", "topic", "maps"))
	// Output:
	// [[ana dee] [ben cai]] cost 0
	// health [0 2]
	// maps [2 0]
}

func ExampleNotAloneRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"woman"}}},
		ofCategory("ana", "gender", "woman"), ofCategory("ben", "gender", "man"), ofCategory("cai", "gender", "man"), ofCategory("dee", "gender", "woman"))
	// Output:
	// [[ana dee] [ben cai]] cost 0
	// woman [2 0]
}

// Skills are a list, since people have several.
func ExampleAtLeastRule() {
	skilled := func(id string, skills ...string) grouping.Member {
		return grouping.Member{ID: id, Lists: map[string][]string{"skill": skills}}
	}
	form(grouping.Sizes{Count: 2}, grouping.Rule{AtLeast: &grouping.AtLeastRule{List: "skill", In: []string{"design"}, Count: 1}},
		skilled("ana", "design", "code"), skilled("ben", "design"), skilled("cai", "code"), skilled("dee"))
	// Output:
	// [[ana cai] [ben dee]] cost 0
	// design [1 1]
}

func ExampleAtMostRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{AtMost: &grouping.AtMostRule{Category: "employer", Count: new(1)}},
		ofCategory("ana", "employer", "city"), ofCategory("ben", "employer", "bank"), ofCategory("cai", "employer", "city"), ofCategory("dee", "employer", "bank"))
	// Output:
	// [[ana dee] [ben cai]] cost 0
	// bank [1 1]
	// city [1 1]
}

func ExampleBalanceRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: exact.MustDecimal("0.5")}},
		number("ana", "years", "1"), number("ben", "years", "2.5"), number("cai", "years", "4.5"), number("dee", "years", "6"))
	// Output:
	// [[ana dee] [ben cai]] cost 0
	// [14 14]
}

func ExampleRangeRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Range: &grouping.RangeRule{Number: "level", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("1")}},
		number("ana", "level", "1"), number("ben", "level", "5"), number("cai", "level", "2"), number("dee", "level", "4"))
	// Output:
	// [[ana cai] [ben dee]] cost 0
	// [1 1]
}

func ExampleCommonHoursRule() {
	free := func(id string, from int) grouping.Member {
		start := time.Date(2024, 11, 9, from, 0, 0, 0, time.UTC)
		return grouping.Member{ID: id, Available: []civil.Interval{{Start: start, End: start.Add(4 * time.Hour)}}}
	}
	form(grouping.Sizes{Count: 2}, grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 120}},
		free("ana", 6), free("ben", 15), free("cai", 8), free("dee", 16))
	// Output:
	// [[ana cai] [ben dee]] cost 0
	// [120 180]
}

func ExampleTogetherRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"ana", "dee"}}}}, people("ana", "ben", "cai", "dee")...)
	// Output:
	// [[ana dee] [ben cai]] cost 0
	// 1 [2 0]
}

func ExampleApartRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"ana", "cai"}, {"ana", "dee"}}}}, people("ana", "ben", "cai", "dee")...)
	// Output:
	// [[ana ben] [cai dee]] cost 0
	// 1 [1 1]
	// 2 [1 1]
}

func ExamplePinRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 2, Members: []string{"ana", "cai"}}}}}, people("ana", "ben", "cai", "dee")...)
	// Output:
	// [[ben dee] [ana cai]] cost 0
}

// In three rounds, everybody meets the three others.
func ExampleAvoidRepeatRule() {
	met := &grouping.AvoidRepeatRule{}
	for range 3 {
		p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}}
		if len(met.Groups) > 0 {
			p.Must = []grouping.Requirement{{Code: "new people", Rule: grouping.Rule{AvoidRepeat: met}}}
		}
		gr, err := grouping.Compile(p)
		if err != nil {
			fmt.Println(err)
			return
		}
		f, err := gr.Form(people("ana", "ben", "cai", "dee"), grouping.Options{Seed: "rounds"})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(f.Groups)
		met.Groups = append(met.Groups, f.Groups...)
	}
	// Output:
	// [[ana cai] [ben dee]]
	// [[ana ben] [cai dee]]
	// [[ana dee] [ben cai]]
}

func ExampleKeepRule() {
	form(grouping.Sizes{Count: 2}, grouping.Rule{Keep: &grouping.KeepRule{Groups: [][]string{{"ana", "eli"}, {"ben", "cai"}}}}, people("ana", "ben", "cai", "dee", "eli", "fay")...)
	// Output:
	// [[ana dee eli] [ben cai fay]] cost 0
	// 1 [2 0]
	// 2 [0 2]
}
