package grouping_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

const reference = `{"sizes":{"min":5,"max":6},"prefer":[` +
	`{"code":"gender","tier":1,"rule":{"spread":{"category":"gender"}}},` +
	`{"code":"experience","tier":4,"weight":2,"rule":{"balance":{"number":"experience_months","unit":"1"}},"source":{"section":"delivery","item":2}}]}`

func TestPolicyRoundTrip(t *testing.T) {
	var p grouping.Policy
	require.NoError(t, document.Decode([]byte(reference), &p))
	text, err := json.Marshal(p)
	require.NoError(t, err)
	assert.Equal(t, reference, string(text))
}

func codes(err error) []string {
	var vs rule.Violations
	var out []string
	errors.As(err, &vs)
	for _, v := range vs {
		out = append(out, v.Path+" "+v.Code)
	}
	return out
}

func TestCompileReportsEverything(t *testing.T) {
	spread := grouping.Rule{Spread: &grouping.SpreadRule{Category: "c"}}
	tests := []struct {
		name   string
		policy grouping.Policy
		want   []string
	}{
		{"no sizes", grouping.Policy{}, []string{"sizes required"}},
		{"min-above-max", grouping.Policy{Sizes: grouping.Sizes{Min: 6, Max: 5}}, []string{"sizes.min min-above-max"}},
		{"max alone", grouping.Policy{Sizes: grouping.Sizes{Max: 5}}, []string{"sizes.min required"}},
		{"exact and min", grouping.Policy{Sizes: grouping.Sizes{Min: 1, Exact: []int{3, 0}}}, []string{"sizes.min sizes-conflict", "sizes.exact[1] range"}},
		{"no kind, no tier, no code", grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: []grouping.Preference{{}}},
			[]string{"prefer[0].code required", "prefer[0].tier range", "prefer[0].rule one-of"}},
		{"duplicate-code", grouping.Policy{Sizes: grouping.Sizes{Count: 2},
			Must:   []grouping.Requirement{{Code: "a", Rule: spread}},
			Prefer: []grouping.Preference{{Code: "a", Tier: 1, Rule: spread}}},
			[]string{"prefer[0].code duplicate-code"}},
		{"unit", grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: []grouping.Preference{
			{Code: "a", Tier: 1, Weight: new(0), Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: exact.MustDecimal("0")}}},
			{Code: "b", Tier: 1, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "n"}}},
			{Code: "c", Tier: 1, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: exact.MustDecimal("0.5"), Missing: exact.MustDecimal("0.7")}}},
		}}, []string{"prefer[0].weight range", "prefer[0].rule.balance.unit unit", "prefer[1].rule.balance.unit required", "prefer[2].rule.balance.missing unit"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := grouping.Compile(test.policy)
			assert.Equal(t, test.want, codes(err))
		})
	}
}

func TestNobodyFormsNoGroups(t *testing.T) {
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: []grouping.Preference{
		{Code: "a", Tier: 1, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "c"}}},
		{Code: "b", Tier: 1, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: exact.MustDecimal("1")}}}}})
	require.NoError(t, err)
	f, err := gr.Form(nil, grouping.Options{})
	require.NoError(t, err)
	assert.Empty(t, f.Groups)
	_, err = gr.Form([]grouping.Member{{ID: "a"}}, grouping.Options{})
	var size *grouping.SizeError
	require.ErrorAs(t, err, &size)
	assert.Equal(t, 1, size.N)
}

func TestMembersAreChecked(t *testing.T) {
	gr, err := grouping.Compile(grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Prefer: []grouping.Preference{
		{Code: "a", Tier: 1, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: exact.MustDecimal("0.5")}}}}})
	require.NoError(t, err)
	_, err = gr.Form([]grouping.Member{
		{ID: "x", Numbers: map[string]exact.Decimal{"n": exact.MustDecimal("1.25")}},
		{ID: "x", Categories: map[string]string{"": "secret"}},
		{Available: []civil.Interval{{}}},
		{ID: "y", Numbers: map[string]exact.Decimal{"m": {}}},
	}, grouping.Options{})
	assert.Equal(t, []string{
		`[0].numbers["n"] unit`,
		`[1].id duplicate-id`, `[1].categories[""] id`,
		`[2].id required`, `[2].available[0].start required`, `[2].available[0].end required`,
		`[3].numbers["m"] required`,
	}, codes(err))
	assert.NotContains(t, err.Error(), "secret")
}

// If a Grouper was not made by Compile, every call returns the code not-compiled and does
// nothing else.
func TestOnlyACompiledGrouperAnswers(t *testing.T) {
	members, f := letters("ab"), grouping.Formation{Groups: [][]string{{"a"}, {"b"}}}
	for name, gr := range map[string]*grouping.Grouper{"nil": nil, "zero": {}} {
		_, formed := gr.Form(members, grouping.Options{})
		_, reformed := gr.Reform(f, members, grouping.ReformOptions{})
		_, assessed := gr.Assess(f.Groups, members)
		_, explained := gr.Explain(f, members, "a")
		_, parsed := gr.ParseMembers([]byte(`[{"id":"a"}]`))
		for i, err := range []error{formed, reformed, assessed, explained, parsed, gr.CheckMembers(members), gr.CheckProof(members, f)} {
			assert.Equal(t, []string{" not-compiled"}, codes(err), "%s, %d", name, i)
		}
	}
}

// Numbers are checked for every rule that reads them, required or preferred, in the order
// of their names.
func TestNumbersOfEveryRuleAreChecked(t *testing.T) {
	balance := func(name string) grouping.Rule {
		return grouping.Rule{Balance: &grouping.BalanceRule{Number: name, Unit: exact.MustDecimal("0.5")}}
	}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Must: must("b", balance("b")),
		Prefer: []grouping.Preference{{Code: "c", Tier: 1, Rule: balance("c")}, {Code: "a", Tier: 1, Rule: balance("a")}, {Code: "again", Tier: 2, Rule: balance("b")}}})
	third := exact.MustDecimal("0.3")
	err := gr.CheckMembers([]grouping.Member{{ID: "x", Numbers: map[string]exact.Decimal{"a": third, "b": third, "c": third, "d": third}}})
	assert.Equal(t, []string{`[0].numbers["a"] unit`, `[0].numbers["b"] unit`, `[0].numbers["c"] unit`}, codes(err))
}
