package grouping_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// Members rank topics. Form finds the least possible cost, and the report holds the topic
// that each group agrees on. If a required agree rule reads a category, all members of a
// group have one value.
func TestAgree(t *testing.T) {
	d := exact.MustDecimal
	members := letters("abcdef")
	for i, list := range [][]string{{"health", "payments"}, {"payments"}, {"health"}, {"payments", "health"}, {"registry", "health"}, {}} {
		members[i].Lists = map[string][]string{"topic": list}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: []grouping.Preference{{Code: "topic", Tier: 1, Rule: grouping.Rule{
		Agree: &grouping.AgreeRule{List: "topic", Costs: []exact.Decimal{d("0"), d("1")}, Otherwise: d("5")}}}}}
	f, err := compile(t, p).Form(members, grouping.Options{Proof: true})
	require.NoError(t, err)
	assert.Equal(t, grouping.Tier{Number: 1, Cost: 1, Bound: 1, Proved: true}, f.Tiers[0], "e gets the second of the list")
	assert.ElementsMatch(t, []string{"health", "payments"}, f.Rules[0].Chosen)
	assert.ElementsMatch(t, []int64{0, 1}, f.Rules[0].Groups)
	assert.Equal(t, 1, f.Rules[0].Missing)
	require.NoError(t, compile(t, p).CheckProof(members, f))

	section := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("section", grouping.Rule{Agree: &grouping.AgreeRule{Category: "section", Otherwise: d("1")}})}
	for i := range members {
		members[i].Categories = map[string]string{"section": []string{"1", "2"}[i%2]}
	}
	f, err = compile(t, section).Form(members, grouping.Options{})
	require.NoError(t, err)
	assert.ElementsMatch(t, [][]string{{"a", "c", "e"}, {"b", "d", "f"}}, f.Groups)
}

// A listed value whose rank is beyond the stated costs counts as not listed. Without costs,
// all listed values cost nothing. If several values cost the same, the first in order is
// chosen.
func TestAgreeCosts(t *testing.T) {
	d := exact.MustDecimal
	for _, test := range []struct {
		name   string
		costs  []exact.Decimal
		lists  [][]string
		cost   int64
		chosen string
	}{
		{"one cost, and the second of a list", []exact.Decimal{d("0")}, [][]string{{"x", "y"}, {"y"}}, 5, "x"},
		{"two costs", []exact.Decimal{d("0"), d("2")}, [][]string{{"x", "y"}, {"y"}}, 2, "y"},
		{"no costs", nil, [][]string{{"x", "y"}, {"y"}}, 0, "y"},
		{"as good as each other", nil, [][]string{{"d", "c", "b", "a"}, {"a", "c", "b", "d"}}, 0, "a"},
		{"nobody lists any", nil, [][]string{{}, nil}, 0, ""},
		{"one who lists none", []exact.Decimal{d("1")}, [][]string{nil, {"x"}}, 1, "x"},
	} {
		members := letters("ab")
		for i, list := range test.lists {
			members[i].Lists = map[string][]string{"topic": list}
		}
		f, err := compile(t, one(grouping.Rule{Agree: &grouping.AgreeRule{List: "topic", Costs: test.costs, Otherwise: d("5")}})).Form(members, grouping.Options{})
		require.NoError(t, err)
		assert.Equal(t, test.cost, f.Tiers[0].Cost, test.name)
		assert.Equal(t, []string{test.chosen}, f.Rules[0].Chosen, test.name)
	}
}

func TestAgreeRuleChecks(t *testing.T) {
	d := exact.MustDecimal
	for _, test := range []struct {
		name string
		rule grouping.Rule
		want []string
	}{
		{"required", grouping.Rule{Agree: &grouping.AgreeRule{List: "t"}}, []string{"must[0].rule.agree.otherwise required"}},
		{"neither", grouping.Rule{Agree: &grouping.AgreeRule{Otherwise: d("1")}}, []string{"must[0].rule.agree.category required"}},
		{"conflict", grouping.Rule{Agree: &grouping.AgreeRule{List: "t", Category: "c", Otherwise: d("1")}}, []string{"must[0].rule.agree.list conflict"}},
		{"range", grouping.Rule{Agree: &grouping.AgreeRule{List: "t", Costs: []exact.Decimal{d("-1"), d("0.5")}, Otherwise: d("1000001")}},
			[]string{"must[0].rule.agree.costs[0] range", "must[0].rule.agree.costs[1] range", "must[0].rule.agree.otherwise range"}},
		{"at the ends", grouping.Rule{Agree: &grouping.AgreeRule{List: "t", Costs: []exact.Decimal{d("0"), d("0")}, Otherwise: d("1000000")}}, nil},
		{"order", grouping.Rule{Agree: &grouping.AgreeRule{List: "t", Costs: []exact.Decimal{d("2"), d("1")}, Otherwise: d("1")}}, []string{"must[0].rule.agree.costs[1] order"}},
		{"order at the end", grouping.Rule{Agree: &grouping.AgreeRule{List: "t", Costs: []exact.Decimal{d("2")}, Otherwise: d("1")}}, []string{"must[0].rule.agree.otherwise order"}},
		{"a list that may be missing", grouping.Rule{NotAlone: &grouping.NotAloneRule{List: "t", Missing: "x"}}, []string{"must[0].rule.not_alone.missing conflict"}},
		{"neither of at_least", grouping.Rule{AtLeast: &grouping.AtLeastRule{In: []string{"x"}, Count: 1}}, []string{"must[0].rule.at_least.category required"}},
		{"both of at_most", grouping.Rule{AtMost: &grouping.AtMostRule{List: "t", Category: "c", Count: new(1)}}, []string{"must[0].rule.at_most.list conflict"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("m", test.rule)})
			assert.Equal(t, test.want, codes(err))
		})
	}
}

// A rule with Round rounds numbers to the nearest unit, and halves away from zero. The
// report holds how many numbers were rounded. Without Round, numbers between units are
// violations.
func TestRound(t *testing.T) {
	d := exact.MustDecimal
	members := letters("abcdef")
	for i, gpa := range []string{"3.333333333333", "2.5", "-2.5", "2.4999", "-0.5", "4"} {
		members[i].Numbers = map[string]exact.Decimal{"gpa": d(gpa)}
	}
	k := &grouping.BalanceRule{Number: "gpa", Unit: d("1"), Round: true}
	f, err := compile(t, one(grouping.Rule{Balance: k})).Assess([][]string{{"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}}, members, grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, []int64{3, 3, -3, 2, -1, 4}, f.Rules[0].Groups)
	assert.Equal(t, 5, f.Rules[0].Rounded)
	k.Round = false
	_, err = compile(t, one(grouping.Rule{Balance: k})).Form(members, grouping.Options{})
	assert.Len(t, codes(err), 5)
}

// If no member states the fact that a rule reads, the formation has a finding. For a
// required rule, there is a violation instead, unless its field Optional is true.
func TestVacuousRules(t *testing.T) {
	d := exact.MustDecimal
	for _, test := range []struct {
		name    string
		rule    grouping.Rule
		vacuous bool
	}{
		{"hours", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}, true},
		{"a name in other letters", grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "Gender"}}, true},
		{"a value nobody has", grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"women"}}}, true},
		{"a value somebody has", grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"women", "woman"}}}, false},
		{"a number", grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: d("1"), Within: d("1")}}, true},
		{"a number with a value where it is missing", grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: d("1"), Within: d("1"), Missing: d("0")}}, false},
		{"spread", grouping.Rule{Spread: &grouping.SpreadRule{Category: "region"}}, true},
		{"gather", grouping.Rule{Gather: &grouping.GatherRule{Category: "region"}}, true},
		{"at_most", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "region", Count: new(1)}}, true},
		{"at_most of a list", grouping.Rule{AtMost: &grouping.AtMostRule{List: "skill", Count: new(1)}}, true},
		{"agree", grouping.Rule{Agree: &grouping.AgreeRule{List: "topic", Otherwise: d("1")}}, true},
		{"at_least of a value nobody has", grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "gender", In: []string{"women"}, Count: 1}}, true},
		{"at_most of values nobody has", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "gender", In: []string{"women", "men"}, Count: new(1)}}, true},
		{"at_most of a value somebody has", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "gender", In: []string{"women", "woman"}, Count: new(2)}}, false},
		{"a value that missing gives", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "region", In: []string{"none"}, Missing: "none", Count: new(2)}}, false},
		{"not_alone of a list", grouping.Rule{NotAlone: &grouping.NotAloneRule{List: "language", In: []string{"fr"}}}, true},
		{"at_most of values nobody lists", grouping.Rule{AtMost: &grouping.AtMostRule{List: "language", In: []string{"fr"}, Count: new(1)}}, true},
		{"at_least of values nobody lists", grouping.Rule{AtLeast: &grouping.AtLeastRule{List: "language", In: []string{"fr"}, Count: 1}}, true},
		{"at_least of a value somebody lists", grouping.Rule{AtLeast: &grouping.AtLeastRule{List: "language", In: []string{"fr", "en"}, Count: 1}}, false},
		{"pairs of strangers", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"y", "z"}}}}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			members := letters("abcd")
			for i := range members {
				members[i].Categories = map[string]string{"gender": "woman"}
				members[i].Lists = map[string][]string{"language": {"en"}}
			}
			f, err := compile(t, one(test.rule)).Form(members, grouping.Options{Steps: 100})
			require.NoError(t, err)
			if test.vacuous {
				require.Len(t, f.Findings, 1)
				assert.Equal(t, "vacuous-rule", f.Findings[0].Code)
				assert.Equal(t, "prefer[0]", f.Findings[0].Path)
				assert.Equal(t, rule.Unknown, f.Findings[0].Verdict)
			} else {
				assert.Empty(t, f.Findings)
			}
			p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("m", test.rule)}
			_, err = compile(t, p).Form(members, grouping.Options{Steps: 100})
			if test.vacuous {
				assert.Equal(t, []string{"must[0] vacuous-rule"}, codes(err))
			} else {
				assert.NoError(t, err)
			}
			p.Must[0].Optional = true
			f, err = compile(t, p).Form(members, grouping.Options{Steps: 100})
			if test.rule.AtLeast != nil && test.vacuous {
				var conflict *grouping.ConflictError
				require.ErrorAs(t, err, &conflict, "nobody can be in every group")
				return
			}
			require.NoError(t, err)
			assert.Equal(t, test.vacuous, len(f.Findings) == 1)
			_, err = compile(t, p).Form(nil, grouping.Options{})
			var size *grouping.SizeError
			assert.ErrorAs(t, err, &size)
		})
	}
}

// A required rule is refused even if there is only one member, who lacks the fact that
// the rule asks for.
func TestVacuousRuleOfOneMember(t *testing.T) {
	_, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Must: must("m", grouping.Rule{Spread: &grouping.SpreadRule{Category: "x"}})}).Form(letters("a"), grouping.Options{})
	assert.Equal(t, []string{"must[0] vacuous-rule"}, codes(err))
}

// If a rule reads a list, the field Missing of its report counts the members whose list
// is empty or absent.
func TestMissingOfLists(t *testing.T) {
	members := letters("abcdef")
	members[0].Lists = map[string][]string{"l": {"x", "y"}}
	members[1].Lists = map[string][]string{"l": {}}
	members[2].Lists = map[string][]string{"l": {"y"}}
	members[4].Lists = map[string][]string{"l": {"x"}}
	members[5].Lists = map[string][]string{"l": {"x"}}
	for name, k := range map[string]grouping.Rule{
		"agree":     {Agree: &grouping.AgreeRule{List: "l", Otherwise: exact.MustDecimal("1")}},
		"not_alone": {NotAlone: &grouping.NotAloneRule{List: "l"}},
		"at_least":  {AtLeast: &grouping.AtLeastRule{List: "l", In: []string{"x"}, Count: 1}},
		"at_most":   {AtMost: &grouping.AtMostRule{List: "l", Count: new(1)}},
		"at_most x": {AtMost: &grouping.AtMostRule{List: "l", In: []string{"x"}, Count: new(1)}},
	} {
		f, err := compile(t, one(k)).Form(members, grouping.Options{})
		require.NoError(t, err)
		assert.Equal(t, 2, f.Rules[0].Missing, name)
	}
}
