package grouping_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

func one(k grouping.Rule) grouping.Policy {
	return grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Prefer: []grouping.Preference{{Code: "a", Tier: 1, Rule: k}}}
}

func TestRulesAreChecked(t *testing.T) {
	d := exact.MustDecimal
	many := make([][]string, 65)
	for i := range many {
		many[i] = []string{"a"}
	}
	tests := []struct {
		name string
		rule grouping.Rule
		want []string
	}{
		{"two kinds", grouping.Rule{Spread: &grouping.SpreadRule{Category: "c"}, Gather: &grouping.GatherRule{Category: "c"}}, []string{"prefer[0].rule one-of"}},
		{"no category", grouping.Rule{Gather: &grouping.GatherRule{}}, []string{"prefer[0].rule.gather.category required"}},
		{"alone is one", grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "c", Count: new(1)}}, []string{"prefer[0].rule.not_alone.count range"}},
		{"two are not alone", grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "c", Count: new(2)}}, nil},
		{"at least none", grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "c"}}, []string{"prefer[0].rule.at_least.in too-few", "prefer[0].rule.at_least.count range"}},
		{"at most nothing stated", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "c"}}, []string{"prefer[0].rule.at_most.count required"}},
		{"at most none", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "c", Count: new(0)}}, nil},
		{"a list, and a category that has no name", grouping.Rule{NotAlone: &grouping.NotAloneRule{List: "t", Category: "\n"}}, []string{"prefer[0].rule.not_alone.category id"}},
		{"no unit for what is missing", grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: d("0"), Missing: d("1")}}, []string{"prefer[0].rule.balance.unit unit"}},
		{"range below 0", grouping.Rule{Range: &grouping.RangeRule{Number: "n", Unit: d("1"), Within: d("-1")}}, []string{"prefer[0].rule.range.within range"}},
		{"range of 0", grouping.Rule{Range: &grouping.RangeRule{Number: "n", Unit: d("1"), Within: d("0")}}, nil},
		{"range off its unit", grouping.Rule{Range: &grouping.RangeRule{Number: "n", Unit: d("2"), Within: d("3"), Missing: d("1")}}, []string{"prefer[0].rule.range.within unit", "prefer[0].rule.range.missing unit"}},
		{"no hours", grouping.Rule{CommonHours: &grouping.CommonHoursRule{}}, []string{"prefer[0].rule.common_hours.minutes range"}},
		{"no sets", grouping.Rule{Together: &grouping.TogetherRule{}}, []string{"prefer[0].rule.together.sets too-few"}},
		{"ids of sets", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"a", "", "a"}, {"\n"}}}},
			[]string{"prefer[0].rule.apart.sets[0][1] required", "prefer[0].rule.apart.sets[0][2] duplicate-id", "prefer[0].rule.apart.sets[1][0] id"}},
		{"64 sets", grouping.Rule{AvoidRepeat: &grouping.AvoidRepeatRule{Groups: many[:64]}}, nil},
		{"65 sets", grouping.Rule{Keep: &grouping.KeepRule{Groups: many}}, []string{"prefer[0].rule.keep.groups[64][0] too-many"}},
		{"pinned twice", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: []string{"a"}}, {Group: 0, Members: []string{"a"}}}}},
			[]string{"prefer[0].rule.pin.pins[1].group range", "prefer[0].rule.pin.pins[1].members[0] duplicate-id"}},
		{"2^31 units", grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: d("0.001"), Missing: d("2147483.648")}}, nil},
		{"one more", grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: d("0.001"), Missing: d("2147483.649")}}, []string{"prefer[0].rule.balance.missing unit-range"}},
		{"as many below 0", grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: d("0.001"), Missing: d("-2147483.648")}}, nil},
		{"one more below 0", grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: d("0.001"), Missing: d("-2147483.649")}}, []string{"prefer[0].rule.balance.missing unit-range"}},
		{"long decimals", grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: d("0." + strings.Repeat("0", 50) + "1"), Missing: d("1")}}, []string{"prefer[0].rule.balance.missing unit-range"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := grouping.Compile(one(test.rule))
			assert.Equal(t, test.want, codes(err))
		})
	}
}

// A Grouper keeps its own copy of the policy. If the caller changes the policy later, the
// Grouper does not change.
func TestGrouperIsFrozen(t *testing.T) {
	sets := [][]string{{"a", "b"}}
	p := grouping.Policy{Sizes: grouping.Sizes{Exact: []int{2, 2}}, Must: []grouping.Requirement{
		{Code: "pair", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: sets}}}}}
	gr := compile(t, p)
	p.Sizes.Exact[0], sets[0][1], p.Must[0].Code = 3, "c", "changed"
	f, err := gr.Form([]grouping.Member{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}, grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"a", "b"}, {"c", "d"}}, f.Groups)
	assert.Equal(t, "pair", f.Rules[0].Code)
}

// A pinned group is listed at its position, and the other groups around it.
func TestPinnedGroupsKeepTheirPlace(t *testing.T) {
	members := []grouping.Member{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}, {ID: "e"}, {ID: "f"}, {ID: "g"}}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 3}, Must: []grouping.Requirement{{Code: "pin", Rule: grouping.Rule{
		Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 3, Members: []string{"a", "g"}}, {Group: 1, Members: []string{"f", "nobody"}}}}}}}})
	f, err := gr.Form(members, grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "g"}, f.Groups[2])
	assert.Contains(t, f.Groups[0], "f")
	assert.Len(t, f.Groups[0], 3)
	assert.Equal(t, 1, f.Rules[0].Missing)
}

// A person who is named in several sets and is not a member is counted in Missing once.
// Sets are reported in the order of the policy, however they overlap.
func TestReportOfSets(t *testing.T) {
	sets := [][]string{{"a", "gone"}, {"a", "b"}, {"b", "gone"}, {"b", "c"}, {"c"}, {"a"}, {"b"}, {"c"}, {"a"}, {"b", "c"}, {"far"}}
	for kind, k := range map[string]grouping.Rule{
		"together": {Together: &grouping.TogetherRule{Sets: sets}}, "apart": {Apart: &grouping.ApartRule{Sets: sets}},
		"avoid_repeat": {AvoidRepeat: &grouping.AvoidRepeatRule{Groups: sets}}, "keep": {Keep: &grouping.KeepRule{Groups: sets}},
	} {
		f, err := compile(t, one(k)).Form([]grouping.Member{{ID: "a"}, {ID: "b"}, {ID: "c"}}, grouping.Options{})
		require.NoError(t, err)
		assert.Equal(t, kind, f.Rules[0].Kind)
		assert.Equal(t, 2, f.Rules[0].Missing)
		var order []string
		for _, value := range f.Rules[0].Values {
			order = append(order, value.Value)
		}
		assert.Equal(t, []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"}, order)
	}
}

func TestConflictIsNamed(t *testing.T) {
	spread := func(c string) grouping.Rule {
		return grouping.Rule{AtMost: &grouping.AtMostRule{Category: c, Count: new(5)}}
	}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: []grouping.Requirement{
		{Code: "fine", Rule: spread("x"), Optional: true},
		{Code: "pair", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"a", "b"}}}}},
		{Code: "also fine", Rule: spread("y"), Optional: true},
		{Code: "not a pair", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"b", "a"}}}}},
	}})
	_, err := gr.Form([]grouping.Member{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "d"}}, grouping.Options{})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"pair", "not a pair"}, Proved: true}, conflict)
	assert.EqualError(t, err, "grouping: no formation keeps all of pair, not a pair")
	assert.EqualError(t, &grouping.ConflictError{Codes: []string{"x"}}, "grouping: no formation was found that keeps all of x")
}

func TestCostsAreBounded(t *testing.T) {
	p := one(grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: exact.MustDecimal("1")}})
	members := func(high string) []grouping.Member {
		var ms []grouping.Member
		for i, value := range []string{"0", high} {
			ms = append(ms, grouping.Member{ID: string(rune('a' + i)), Numbers: map[string]exact.Decimal{"n": exact.MustDecimal(value)}})
		}
		return ms
	}
	// The numbers of two people are 2^31 apart, so the group of each could cost 2^31.
	// With a weight of 1,000,000, the two groups together cost just under 2^52. Two such
	// rules stay below 2^53, and a third rule is too many.
	p.Prefer[0].Weight = new(1_000_000)
	_, err := compile(t, p).Form(members("2147483648"), grouping.Options{})
	require.NoError(t, err)
	p.Prefer = append(p.Prefer, p.Prefer[0])
	p.Prefer[1].Code = "b"
	_, err = compile(t, p).Form(members("2147483648"), grouping.Options{})
	require.NoError(t, err)
	p.Prefer = append(p.Prefer, p.Prefer[0])
	p.Prefer[2].Code = "c"
	_, err = compile(t, p).Form(members("2147483648"), grouping.Options{})
	assert.Equal(t, []string{" cost-range"}, codes(err))
}

// The costs of rules over lists and ranges are bounded as well: the largest possible cost
// of one group, times the number of groups and the weight, must be below 2^53.
func TestCostsOfListsAreBounded(t *testing.T) {
	d := exact.MustDecimal
	form := func(k grouping.Rule, groups, n int) []string {
		members := many(n)
		for i := range members {
			members[i].Lists = map[string][]string{"topic": {"x"}}
			members[i].Numbers = map[string]exact.Decimal{"z": d([]string{"0", "2147483648"}[i%2])}
		}
		p := one(k)
		p.Sizes.Count, p.Prefer[0].Weight = groups, new(1_000_000)
		_, err := compile(t, p).Form(members, grouping.Options{Steps: 1})
		return codes(err)
	}
	agree := grouping.Rule{Agree: &grouping.AgreeRule{List: "topic", Otherwise: d("1000000")}}
	assert.Empty(t, form(agree, 4, 9004), "9,004 members at 10^12 each")
	assert.Equal(t, []string{" cost-range"}, form(agree, 4, 9008))
	span := grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("0")}}
	assert.Empty(t, form(span, 4, 20), "four groups at 2^31 times 10^6 each")
	assert.Equal(t, []string{" cost-range"}, form(span, 5, 20))
}

// If the required rules can be kept only in sizes that are not preferred, the costs in
// these sizes must be below 2^53, too.
func TestCostsAreBoundedInOtherSizes(t *testing.T) {
	d := exact.MustDecimal
	form := func(high string) error {
		members := sectioned(2, 2, 2, 1, 1) // five sections need five groups, and four are preferred
		for i := range members {
			members[i].Numbers = map[string]exact.Decimal{"z": d([]string{"0", high}[i%2])}
		}
		p := one(grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("0")}})
		p.Sizes, p.Prefer[0].Weight = grouping.Sizes{Min: 1, Max: 2}, new(1_000_000)
		p.Must = must("section", grouping.Rule{Agree: &grouping.AgreeRule{Category: "section", Otherwise: d("1")}})
		_, err := compile(t, p).Form(members, grouping.Options{Steps: 1000})
		return err
	}
	assert.NoError(t, form("1000000000"))
	assert.Equal(t, []string{" cost-range"}, codes(form("2147483648")))
}
