package grouping_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// A formation of a thousand people in 182 groups, with five categories in one tier, costs
// less than 8,000 more than the bound. For comparison: one person too many or too few in
// one group costs 1,000.
func TestAThousandMembers(t *testing.T) {
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6, Count: 182}, Prefer: spreads(1, fiveCategories...)}
	f, err := compile(t, p).Form(cohort(t, "c1000.csv"), grouping.Options{Seed: "a", Steps: steps(400_000)})
	require.NoError(t, err)
	require.Len(t, f.Groups, 182)
	excess := (f.Tiers[0].Cost - f.Tiers[0].Bound) / 1000
	if !testing.Short() {
		assert.LessOrEqual(t, excess, int64(7))
	}
	assert.False(t, f.Tiers[0].Proved && excess > 0)
}

// Required rules of several kinds are kept in a cohort of 240 people. The groups of this
// cohort are found by annealing instead of the local search.
func TestRequiredRulesOfALargeCohort(t *testing.T) {
	members := cohort(t, "c1000.csv")[:240]
	for i := range members {
		start := day.Add(time.Duration(i%3) * 4 * time.Hour)
		members[i].Available = []civil.Interval{{Start: start, End: start.Add(12 * time.Hour)}}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "region"), Must: []grouping.Requirement{
		{Code: "women", Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"F"}}}},
		{Code: "organisation", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "organisation", Count: new(1)}}},
		{Code: "friends", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{members[0].ID, members[100].ID}}}}},
		{Code: "rivals", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{members[1].ID, members[2].ID, members[3].ID}}}}},
		{Code: "hours", Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 240, Stretch: 60}}},
	}}
	f, err := compile(t, p).Form(members, grouping.Options{Seed: "a", Steps: steps(300_000)})
	require.NoError(t, err)
	for _, m := range p.Must {
		assert.Zero(t, cost(m.Rule, members, f.Groups), m.Code)
	}
}

// A required rule that the best formation keeps anyway does not stop the search from
// finding this formation. In the best formation, every group of six has two women and
// four men, so nobody is alone.
func TestRequiredRulesAreNoHills(t *testing.T) {
	for _, n := range []int{60, 120, 150, 156, 300, 600} {
		if testing.Short() && n > 156 {
			break
		}
		members := make([]grouping.Member, n)
		for i := range members {
			members[i] = grouping.Member{ID: fmt.Sprintf("m%04d", i), Categories: map[string]string{"g": []string{"w", "m", "m"}[i%3]}}
		}
		alone := grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "g"}}
		first := append([]grouping.Preference{{Code: "alone", Tier: 1, Rule: alone}}, spreads(2, "g")...)
		for _, p := range []grouping.Policy{{Prefer: spreads(1, "g"), Must: must("alone", alone)}, {Prefer: first}} {
			p.Sizes.Count = n / 6
			f, err := compile(t, p).Form(members, grouping.Options{Steps: 12_000 * n})
			require.NoError(t, err)
			for _, tier := range f.Tiers {
				require.Zero(t, tier.Cost, "%d members", n)
				require.True(t, tier.Proved)
			}
		}
	}
}

// There is only one way to form a single group. So its cost is proved at once, for any
// number of members; the rule here is a range.
func TestOneGroupIsProved(t *testing.T) {
	for _, n := range []int{1, 40, 100, 200} {
		members := cohort(t, "c1000.csv")[:n]
		p := one(grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("0")}})
		f, err := compile(t, p).Form(members, grouping.Options{})
		require.NoError(t, err)
		assert.Equal(t, cost(p.Prefer[0].Rule, members, f.Groups), f.Tiers[0].Cost)
		assert.Equal(t, grouping.Tier{Number: 1, Cost: f.Tiers[0].Cost, Bound: f.Tiers[0].Cost, Proved: true}, f.Tiers[0])
		assert.Equal(t, n > 1, f.Tiers[0].Cost > 0)
	}
}

// A problem is refused if its members state too many different times.
func TestSizesOfProblemsAreBounded(t *testing.T) {
	members := make([]grouping.Member, 24_000)
	for i := range members {
		start := day.Add(time.Duration(2*i) * time.Second)
		members[i] = grouping.Member{ID: fmt.Sprint(i), Available: []civil.Interval{{Start: start, End: start.Add(time.Second)}}}
	}
	gr := compile(t, one(grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}))
	_, err := gr.Form(members, grouping.Options{Steps: 1})
	assert.Equal(t, []string{" problem-size"}, codes(err))
}

// scattered returns n members with three random numbers below 1,000,000 each, and three
// preferences that balance these numbers, each in a tier by itself. The costs of these
// preferences are high.
func scattered(n int) (members []grouping.Member, heavy []grouping.Preference) {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	for i := range n {
		numbers := map[string]exact.Decimal{}
		for tier := range 3 {
			numbers[strconv.Itoa(tier)] = exact.MustDecimal(strconv.Itoa(r.IntN(1_000_000)))
		}
		members = append(members, grouping.Member{ID: fmt.Sprintf("m%05d", i), Numbers: numbers})
	}
	for tier := range 3 {
		heavy = append(heavy, grouping.Preference{Code: strconv.Itoa(tier), Tier: 1 + tier, Rule: grouping.Rule{
			Balance: &grouping.BalanceRule{Number: strconv.Itoa(tier), Unit: exact.MustDecimal("1")}}})
	}
	return members, heavy
}

// No preference outweighs a required rule, whatever the number of members. Here the
// required rule puts a few pairs among many people together, and Form never reports a
// conflict.
func TestRequiredRulesWeighMoreThanAllElse(t *testing.T) {
	for _, n := range []int{66, 200, 1000} {
		members, heavy := scattered(n)
		var pairs [][]string
		for i := range 12 {
			pairs = append(pairs, []string{members[i].ID, members[n-1-i].ID})
		}
		k := grouping.Rule{Together: &grouping.TogetherRule{Sets: pairs}}
		p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Must: []grouping.Requirement{{Code: "pairs", Rule: k}}, Prefer: heavy}
		for _, steps := range []int{30_000, 300_000} {
			f, err := compile(t, p).Form(members, grouping.Options{Steps: steps})
			require.NoError(t, err, "%d members, %d steps", n, steps)
			require.Zero(t, cost(k, members, f.Groups))
		}
	}
}

// Among 2,000 people, the conflict names the three rules that cannot be kept together.
// Without one of these rules, Form keeps all others.
func TestConflictInALargeCohort(t *testing.T) {
	members, heavy := scattered(2000)
	set := func(code string, apart bool, ids ...int) grouping.Requirement {
		var names []string
		for _, i := range ids {
			names = append(names, members[i].ID)
		}
		if apart {
			return grouping.Requirement{Code: code, Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{names}}}}
		}
		return grouping.Requirement{Code: code, Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{names}}}}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: heavy,
		Must: []grouping.Requirement{set("first", false, 1, 2), set("second", false, 2, 3), set("apart", true, 1, 3), set("other", false, 7, 8)}}
	_, err := compile(t, p).Form(members, grouping.Options{Steps: 200_000})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"first", "second", "apart"}}, conflict, "not proved")
	p.Must = append(p.Must[:2], p.Must[3])
	f, err := compile(t, p).Form(members, grouping.Options{Steps: 200_000})
	require.NoError(t, err)
	for _, m := range p.Must {
		assert.Zero(t, cost(m.Rule, members, f.Groups))
	}
}

// If Form can keep a set of rules within the steps of a call, the call does not name this
// set as a conflict. Here each rule puts a pair together, and the pairs form a chain.
// Five pairs in a row are six people, who do not fit in a group of five.
func TestConflictOfAChain(t *testing.T) {
	members := many(1000)
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 200}}
	for i := range 12 {
		p.Must = append(p.Must, grouping.Requirement{Code: fmt.Sprint(i), Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{members[i].ID, members[i+1].ID}}}}})
	}
	_, err := compile(t, p).Form(members, grouping.Options{Steps: 300_000})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	require.Len(t, conflict.Codes, 5, "%v", conflict.Codes)
	require.True(t, conflict.Proved, "six who must be in a group of five")
	p.Must = slices.DeleteFunc(p.Must, func(m grouping.Requirement) bool { return !slices.Contains(conflict.Codes[:4], m.Code) })
	_, err = compile(t, p).Form(members, grouping.Options{Steps: 300_000})
	require.NoError(t, err)
}

// Form puts people who must be together in one group even before the search begins. Here
// most of the sets are pairs, and the pairs just fit into the groups. Five other people
// form a chain, and all five must be in the group to which one of them is pinned.
func TestSetsOfALargeCohortAreSeated(t *testing.T) {
	members := many(11_000) // 1,000 groups of 6 and 1,000 of 5
	var sets [][]string
	set := func(at, size int) (ids []string) {
		for _, m := range members[at : at+size] {
			ids = append(ids, m.ID)
		}
		return ids
	}
	for i := range 999 {
		sets = append(sets, set(6*i, 2), set(6*i+2, 2), set(6*i+4, 2))
	}
	for i := range 1000 {
		sets = append(sets, set(6000+5*i, 2), set(6002+5*i, 2))
	}
	chain := [][]string{set(5994, 3), set(5996, 3)}
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 2000}, Must: []grouping.Requirement{
		{Code: "sets", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: sets}}},
		{Code: "chain", Rule: grouping.Rule{Keep: &grouping.KeepRule{Groups: chain}}},
		{Code: "pin", Rule: grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 17, Members: set(5996, 1)}}}}},
	}}
	f, err := compile(t, p).Form(members, grouping.Options{Steps: 1000})
	require.NoError(t, err)
	for _, r := range f.Rules {
		require.Zero(t, r.Cost)
	}
	require.Subset(t, f.Groups[16], set(5994, 5))
}

// The default number of steps is the same on every machine.
func TestDefaultSteps(t *testing.T) {
	assert.Equal(t, 3_400_000, grouping.DefaultSteps(32, 0))
	assert.Equal(t, 3_400_000, grouping.DefaultSteps(32, 1))
	assert.Equal(t, 10_200_000, grouping.DefaultSteps(32, 3))
	assert.Equal(t, 15_000_000, grouping.DefaultSteps(100_000, 1))
	assert.Equal(t, math.MaxInt32, grouping.DefaultSteps(1_000_000, 15))
	_, strict := scattered(0)
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("x", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"a", "b"}}}}), Prefer: strict}
	f, err := compile(t, p).Form(letters("abc"), grouping.Options{})
	require.NoError(t, err)
	assert.Equal(t, 20_400_000, f.Steps)
}

// Some required rules are hard to keep together with the preferences. Form then finds a
// formation by searching without the preferences. Here the required rule puts 60 triples
// together among 600 people.
func TestPlantedRequiredRules(t *testing.T) {
	members, heavy := scattered(600)
	var triples [][]string
	for i := range 60 {
		triples = append(triples, []string{members[i].ID, members[599-i].ID, members[300+i].ID})
	}
	k := grouping.Rule{Together: &grouping.TogetherRule{Sets: triples}}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 5}, Must: must("triples", k), Prefer: heavy}
	f, err := compile(t, p).Form(members, grouping.Options{Steps: 600_000})
	require.NoError(t, err)
	assert.Zero(t, cost(k, members, f.Groups))
}

// Empty sets cost no time or memory per member: a search for 60 people with 60,000 empty
// sets takes no more than 20 seconds.
func TestManyEmptySets(t *testing.T) {
	k := grouping.Rule{AvoidRepeat: &grouping.AvoidRepeatRule{Groups: make([][]string, 60_000)}}
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 40}, Prefer: []grouping.Preference{{Code: "a", Tier: 1, Rule: k}}}
	start := time.Now()
	_, err := compile(t, p).Form(letters("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ12345678"), grouping.Options{Steps: 100_000})
	require.NoError(t, err)
	assert.Less(t, time.Since(start), 20*time.Second)
}
