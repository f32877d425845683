package grouping_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// Groups made elsewhere are assessed as they are, whatever their sizes. The test recounts
// their costs, and the findings name each required rule that the groups break.
func TestAssessAgainstRecounting(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 1))}
	broken := 0
	for i := range cases(300, 20_000) {
		n := 2 + w.IntN(7)
		members, p := w.members(n), w.policy(n, 1+w.IntN(min(3, n)))
		groups := make([][]string, 1+w.IntN(n))
		for k, at := range w.Perm(n) {
			g := k
			if k >= len(groups) {
				g = w.IntN(len(groups))
			}
			groups[g] = append(groups[g], members[at].ID)
		}
		f, err := compile(t, p).Assess(groups, members, grouping.Options{Steps: 1})
		require.NoError(t, err)
		require.Len(t, f.Names, len(groups))
		for g := range groups {
			require.ElementsMatch(t, groups[g], f.Groups[g], "case %d: the order of groups", i)
		}
		tiers := tierCosts(p, members, f.Groups)
		for _, tier := range f.Tiers {
			require.Equal(t, tiers[tier.Number], tier.Cost, "case %d", i)
			require.LessOrEqual(t, tier.Bound, tier.Cost)
		}
		found := map[string]rule.Finding{}
		for _, finding := range f.Findings {
			found[finding.Code] = finding
		}
		for k, m := range p.Must {
			c := cost(m.Rule, members, f.Groups)
			require.Equal(t, c, f.Rules[k].Cost, "case %d", i)
			_, ok := found[m.Code]
			require.Equal(t, c > 0, ok, "case %d: %s", i, m.Code)
			if ok {
				require.NotEmpty(t, found[m.Code].Parts, "case %d: %s", i, m.Code)
				broken++
			}
		}
		_, ok := found["sizes"]
		even := len(groups) == p.Sizes.Count
		for _, group := range groups {
			even = even && (len(group) == n/len(groups) || len(group) == (n+len(groups)-1)/len(groups))
		}
		require.Equal(t, !even, ok, "case %d: %v", i, groups)
	}
	require.Positive(t, broken)
}

func TestAssessFindings(t *testing.T) {
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: must("rivals", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"a", "b"}}}})}
	gr := compile(t, p)
	f, err := gr.Assess([][]string{{"c", "d"}, {"b", "a", "e", "f"}}, letters("abcdefg"), grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"c", "d"}, {"b", "a", "e", "f"}}, f.Groups)
	assert.Equal(t, []string{"1", "2"}, f.Names)
	assert.Equal(t, []rule.Finding{
		{Code: "sizes", Path: "groups", Verdict: rule.NotMet, Need: "groups of 2 to 3", Have: "4, 2", Parts: []rule.Finding{
			{Code: "sizes", Path: "groups[1]", Verdict: rule.NotMet, Need: "groups of 2 to 3", Have: "4"}}},
		{Code: "rivals", Path: "must[0]", Verdict: rule.NotMet, Need: "a cost of 0 in every group", Parts: []rule.Finding{
			{Code: "rivals", Path: "groups[1]", Verdict: rule.NotMet, Need: "a cost of 0", Have: "b, a, e, f", Detail: "costs 1"}}},
		{Code: "not-placed", Path: "groups", Verdict: rule.NotMet, Need: "every member in a group", Have: "g"},
	}, f.Findings)
	_, err = gr.Assess([][]string{{"a", "z"}, {"a"}, {}}, letters("ab"), grouping.Options{Seed: "\xff"})
	assert.Equal(t, []string{"seed seed", "groups[0][1] unknown-id", "groups[1][0] duplicate-id", "groups[2] required"}, codes(err))
}

// Groups of the largest and the smallest allowed size give no finding. A group that is
// one person too large or too small is named in a part of the finding. If the policy
// states only the number of groups, uneven sizes are a finding without parts.
func TestAssessAtTheEdgesOfSizes(t *testing.T) {
	for _, test := range []struct {
		name   string
		sizes  grouping.Sizes
		groups [][]string
		wrong  []string
	}{
		{"the largest and the smallest", grouping.Sizes{Min: 2, Max: 3}, [][]string{{"a", "b", "c"}, {"d", "e"}}, nil},
		{"one more than the largest", grouping.Sizes{Min: 2, Max: 3}, [][]string{{"a", "b", "c"}, {"d", "e", "f", "g"}, {"h", "i"}}, []string{"groups[1]"}},
		{"one less than the smallest", grouping.Sizes{Min: 2, Max: 3}, [][]string{{"a"}, {"b", "c"}, {"d", "e", "f"}}, []string{"groups[0]"}},
		{"larger than one", grouping.Sizes{Min: 1, Max: 1}, [][]string{{"a"}, {"b", "c"}}, []string{"groups[1]"}},
		{"one exact group", grouping.Sizes{Exact: []int{3}}, [][]string{{"a", "b", "c"}}, nil},
		{"another number of exact groups", grouping.Sizes{Exact: []int{3}}, [][]string{{"a", "b"}, {"c"}}, []string{}},
		{"uneven, of a number of groups", grouping.Sizes{Count: 2}, [][]string{{"a"}, {"b", "c", "d"}}, []string{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var ids []string
			for _, group := range test.groups {
				ids = append(ids, group...)
			}
			f, err := compile(t, grouping.Policy{Sizes: test.sizes}).Assess(test.groups, letters(strings.Join(ids, "")))
			require.NoError(t, err)
			if test.wrong == nil {
				assert.Empty(t, f.Findings)
				return
			}
			require.Len(t, f.Findings, 1)
			wrong := []string{}
			for _, part := range f.Findings[0].Parts {
				wrong = append(wrong, part.Path)
			}
			assert.Equal(t, test.wrong, wrong)
		})
	}
}

// The bound and the unavoidable cost do not depend on the order of the groups. Two of the
// three people are never available; the bound puts both into the larger group, whichever
// group is listed first.
func TestUnavoidableInAnyOrderOfGroups(t *testing.T) {
	members := letters("abc")
	members[2].Available = []civil.Interval{{Start: day, End: day.Add(2 * time.Hour)}}
	members[0].Available, members[1].Available = []civil.Interval{}, []civil.Interval{}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 2}, Prefer: []grouping.Preference{
		{Code: "meet", Tier: 1, Weight: new(1), Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}}}})
	for _, groups := range [][][]string{{{"a"}, {"b", "c"}}, {{"b", "c"}, {"a"}}} {
		f, err := gr.Assess(groups, members, grouping.Options{Steps: 1})
		require.NoError(t, err)
		assert.Equal(t, []grouping.Tier{{Number: 1, Cost: 120, Bound: 60}}, f.Tiers, "%v", groups)
		assert.Equal(t, int64(60), f.Rules[0].Unavoidable, "%v", groups)
	}
}

// An assessment states the seed and steps of its options, the cost of each group, and the
// ids of members who are in no group. Each method that takes a formation refuses costs
// that are too large.
func TestAssessDetails(t *testing.T) {
	apart := must("apart", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"a", "b", "c", "d", "e", "f"}}}})
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 6}, Must: apart})
	f, err := gr.Assess([][]string{{"a", "b", "c", "d", "e", "f"}}, letters("zabcdefyx"), grouping.Options{Seed: "s", Steps: 17})
	require.NoError(t, err)
	assert.Equal(t, "s", f.Seed)
	assert.Equal(t, 17, f.Steps)
	require.Len(t, f.Findings, 2)
	assert.Equal(t, "costs 15", f.Findings[0].Parts[0].Detail, "pairs of six")
	assert.Equal(t, "x, y, z", f.Findings[1].Have)

	heavy := grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: exact.MustDecimal("1")}}
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}}
	for _, code := range []string{"a", "b", "c"} {
		p.Prefer = append(p.Prefer, grouping.Preference{Code: code, Tier: 1, Weight: new(1_000_000), Rule: heavy})
	}
	members := letters("ab")
	for i, n := range []string{"0", "2147483648"} {
		members[i].Numbers = map[string]exact.Decimal{"n": exact.MustDecimal(n)}
	}
	heavyweight, earlier := compile(t, p), grouping.Formation{Groups: [][]string{{"a"}, {"b"}}, Proof: &grouping.Proof{}}
	_, assessed := heavyweight.Assess(earlier.Groups, members)
	_, explained := heavyweight.Explain(earlier, members, "a")
	_, reformed := heavyweight.Reform(earlier, members, grouping.ReformOptions{})
	for i, err := range []error{assessed, explained, reformed, heavyweight.CheckProof(members, earlier)} {
		assert.Equal(t, []string{" cost-range"}, codes(err), "%d", i)
	}
}

// After Reform, a group that continues an earlier group keeps its name. A new group is
// named by a number that no earlier group had.
func TestNames(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}})
	f, err := gr.Form(letters("abcdefgh"), grouping.Options{})
	require.NoError(t, err)
	require.Equal(t, []string{"1", "2", "3"}, f.Names)
	f = grouping.Formation{Groups: [][]string{{"a", "b", "c"}, {"d", "e", "f"}, {"g", "h", "i"}}, Names: []string{"red", "2", "blue"}}
	after, err := gr.Reform(f, letters("abcghijklmno"), grouping.ReformOptions{})
	require.NoError(t, err)
	require.Len(t, after.Names, 4)
	for g, name := range after.Names {
		switch after.Groups[g][0] {
		case "a":
			assert.Equal(t, "red", name)
		case "g":
			assert.Equal(t, "blue", name)
		default:
			assert.Contains(t, []string{"3", "4"}, name, "2 is gone and not given again")
		}
	}
	for _, test := range []struct {
		name  string
		names []string
		want  []string
	}{
		{"formation", []string{"1"}, []string{"names formation"}},
		{"duplicate-id", []string{"1", "1", "2"}, []string{"names[1] duplicate-id"}},
		{"id", []string{"1", "", "2"}, []string{"names[1] id"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f.Names = test.names
			_, err := gr.Reform(f, letters("abcdefghi"), grouping.ReformOptions{})
			assert.Equal(t, test.want, codes(err))
		})
	}
}

// The name of a new group is 1 more than the largest number that names an earlier group.
// Names such as 007 or +5, and numbers from a million up, do not count as numbers.
func TestNamesOfNewGroups(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 2}})
	for _, test := range []struct {
		names []string
		want  string
	}{
		{nil, "3"},
		{[]string{"1", "2"}, "3"},
		{[]string{"12", "7"}, "13"},
		{[]string{"red", "007"}, "1"},
		{[]string{"+5", "3"}, "4"},
		{[]string{"-9", "blue"}, "1"},
		{[]string{"999999", "4"}, "1000000"},
		{[]string{"1000000", "4"}, "5"},
		{[]string{"1000000", "999999"}, "1000001"},
		{[]string{"1000001", "999999"}, "1000000"},
		{[]string{"9", "99999999999999999999"}, "10"},
	} {
		f := grouping.Formation{Groups: [][]string{{"a", "b"}, {"c", "d"}}, Names: test.names}
		after, err := gr.Reform(f, letters("abcdef"), grouping.ReformOptions{})
		require.NoError(t, err)
		require.Len(t, after.Groups, 3)
		assert.Equal(t, test.want, after.Names[2], "%v", test.names)
	}
}

// Assess computes bounds for groups made elsewhere. Each bound is the least cost of all
// formations in groups of the same sizes.
func TestAssessSaysTheGap(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 5))}
	for i := range cases(100, 5000) {
		n := 2 + w.IntN(6)
		members, p := w.members(n), w.policy(n, 1+w.IntN(min(3, n)))
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		_, best := optimum(p, members, sizes)
		groups := make([][]string, len(sizes))
		at := 0
		for g, size := range sizes {
			for range size {
				groups[g] = append(groups[g], members[at].ID)
				at++
			}
		}
		f, err := compile(t, p).Assess(groups, members, grouping.Options{})
		require.NoError(t, err)
		if best == nil {
			require.NotEmpty(t, f.Findings, "case %d", i)
			continue
		}
		for k, tier := range f.Tiers {
			require.Equal(t, best[k], tier.Bound, "case %d: tier %d", i, tier.Number)
		}
	}
}

// A tier is proved only if the tiers above it are proved, even if its cost equals its
// bound.
func TestProvedInOrder(t *testing.T) {
	members := letters("abcd")
	for i := range members {
		members[i].Categories = map[string]string{"g": []string{"w", "m"}[i/2], "same": "all"}
	}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: append(spreads(1, "g"), spreads(2, "same")...)})
	f, err := gr.Assess([][]string{{"a", "b"}, {"c", "d"}}, members)
	require.NoError(t, err)
	assert.Equal(t, []grouping.Tier{{Number: 1, Cost: 16}, {Number: 2}}, f.Tiers)
	f, err = gr.Assess([][]string{{"a", "c"}, {"b", "d"}}, members)
	require.NoError(t, err)
	assert.Equal(t, []grouping.Tier{{Number: 1, Proved: true}, {Number: 2, Proved: true}}, f.Tiers)
}
