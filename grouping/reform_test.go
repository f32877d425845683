package grouping_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// moved returns the number of members who changed groups. A group and the earlier group
// that it continues, according to Change.Continues, count as one group.
func moved(before, after grouping.Formation) int {
	from := map[string]int{}
	for g, group := range before.Groups {
		for _, id := range group {
			from[id] = g + 1
		}
	}
	n := 0
	for g, group := range after.Groups {
		for _, id := range group {
			if from[id] != 0 && from[id] != after.Change.Continues[g] {
				n++
			}
		}
	}
	return n
}

// If one member leaves a cohort of 32, at most one other member moves. With several
// tiers, the first tier of the reform costs as much as the first tier of a fresh
// formation. The long test removes every member in turn. It also checks that, on average,
// a reform costs at most 0.25 % more than a fresh formation if one tier has five
// categories, and at most 0.5 % more if there are three tiers.
func TestOneLeaver(t *testing.T) {
	count, every, one := 50_000, 7, 11
	if long() {
		count, every, one = 0, 1, 1 // a count of 0 is the default number of steps
	} else if testing.Short() {
		count = 5000
	}
	for name, policy := range map[string]func(known) (grouping.Policy, []int64){"tiers": known.inTiers, "one tier": known.inOneTier} {
		t.Run(name, func(t *testing.T) {
			var over, could, worst [3]int64 // for each tier: added up over this tier and the tiers above
			for i, k := range optima(t)[:20] {
				if i%every > 0 {
					continue
				}
				members := cohort(t, k.Cohort)
				p, _ := policy(k)
				p.Prefer = slices.DeleteFunc(p.Prefer, func(q grouping.Preference) bool { return q.Tier > 3 })
				gr := compile(t, p)
				before, err := gr.Form(members, grouping.Options{Seed: "a", Steps: count})
				require.NoError(t, err)
				for leaver := 0; leaver < 32; leaver += one {
					left := slices.Delete(slices.Clone(members), leaver, leaver+1)
					after, err := gr.Reform(before, left, grouping.ReformOptions{Seed: "b", Steps: count})
					require.NoError(t, err)
					require.LessOrEqual(t, moved(before, after), 1)
					require.Len(t, after.Change.Moves, moved(before, after))
					require.Equal(t, []string{members[leaver].ID}, after.Change.Left)
					require.Empty(t, after.Change.Joined)
					more, fresh := int64(0), int64(0)
					for tier := range after.Tiers {
						more += after.Tiers[tier].Cost - after.Change.Fresh[tier].Cost
						fresh += after.Change.Fresh[tier].Cost
						over[tier], could[tier] = over[tier]+more, could[tier]+fresh
						worst[tier] = max(worst[tier], 10_000*more/fresh)
					}
					if len(after.Tiers) > 1 {
						require.Equal(t, after.Change.Fresh[0].Cost, after.Tiers[0].Cost)
					}
				}
			}
			for tier := range over {
				if could[tier] > 0 {
					t.Logf("tiers up to %d, over a fresh formation: %d of 1,000,000 in all, %d of 10,000 at worst", tier+1, 1_000_000*over[tier]/could[tier], worst[tier])
				}
			}
			if long() && name == "one tier" {
				assert.LessOrEqual(t, 400*over[0], could[0])
			} else if long() {
				assert.LessOrEqual(t, 200*over[2], could[2])
			}
		})
	}
}

// Reforms of small cohorts are compared with all formations in the same sizes. The reform
// is the best of all in this order: the required rules, the number of moves above the
// allowed number, the costs of the tiers, and the number of moves.
func TestReformAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(7, 2))}
	beyond := 0
	for i := range cases(250, 5000) {
		n := 3 + w.IntN(4)
		earlier, later := 2, 2
		if w.chance(50) && n > 3 {
			earlier, later = 1+w.IntN(4), 1+w.IntN(3)
		}
		members, p := w.members(n), w.policy(n, earlier)
		without := p
		without.Must = nil // so that the earlier groups break some rules
		before, err := compile(t, without).Form(members, grouping.Options{Steps: steps(20_000)})
		require.NoError(t, err)
		at := w.IntN(n)
		members = slices.Delete(members, at, at+1)
		members = append(members, w.members(n + w.IntN(3))[n:]...)
		allowed := w.IntN(3)
		p.Sizes.Count = later
		after, err := compile(t, p).Reform(before, members, grouping.ReformOptions{Seed: strconv.Itoa(i), Steps: steps(40_000), Moves: &allowed})
		if err != nil {
			var conflict *grouping.ConflictError
			require.ErrorAs(t, err, &conflict)
			continue
		}
		sizes, err := p.Sizes.Split(len(members))
		require.NoError(t, err)
		moves := len(after.Change.Moves)
		require.Equal(t, moves, moved(before, after))
		if moves > allowed {
			beyond++
		}
		weigh := func(groups [][]string, moves int) []int64 {
			cs := costsOf(p, members, groups)
			return append(slices.Insert(cs, 1, int64(max(0, moves-allowed))), int64(moves))
		}
		got := weigh(after.Groups, moves)
		for k, tier := range after.Tiers {
			require.Equal(t, tier.Proved, tier.Cost == tier.Bound && (k == 0 || after.Tiers[k-1].Proved))
			require.LessOrEqual(t, tier.Bound, tier.Cost, "case %d: tier %d", i, tier.Number)
		}
		every(members, sizes, func(groups [][]string) {
			// Try every way to choose the earlier groups that the groups continue. A group
			// is new only if there are fewer earlier groups than groups.
			for order := range permutations(max(earlier, later)) {
				continues := make([]int, later)
				for g := range continues {
					if continues[g] = order[g] + 1; continues[g] > earlier {
						continues[g] = 0
					}
				}
				other := grouping.Formation{Groups: groups, Change: &grouping.Change{Continues: continues}}
				require.LessOrEqual(t, slices.Compare(got, weigh(groups, moved(before, other))), 0, "case %d: %v weighs %v, but %v", i, after.Groups, got, groups)
			}
		})
	}
	require.True(t, testing.Short() || beyond > 0)
}

// If one member leaves, no group is dissolved as long as the sizes allow this.
func TestReformKeepsTheNumberOfGroups(t *testing.T) {
	members := cohort(t, "n31_0.csv")
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "gender")}
	gr := compile(t, p)
	before, err := gr.Form(members, grouping.Options{Steps: 20_000})
	require.NoError(t, err)
	require.Len(t, before.Groups, 6)
	for leaver := range members {
		left := slices.Delete(slices.Clone(members), leaver, leaver+1)
		after, err := gr.Reform(before, left, grouping.ReformOptions{Steps: 20_000})
		require.NoError(t, err)
		require.Len(t, after.Groups, 6)
		require.LessOrEqual(t, len(after.Change.Moves), 1)
		require.LessOrEqual(t, after.Tiers[0].Bound, after.Tiers[0].Cost)
	}
	// All six members of a group leave: there is one group less, and nobody moves.
	gone := slices.DeleteFunc(slices.Clone(members), func(m grouping.Member) bool { return slices.Contains(before.Groups[0], m.ID) })
	after, err := gr.Reform(before, gone, grouping.ReformOptions{Steps: 20_000})
	require.NoError(t, err)
	assert.Len(t, after.Groups, 5)
	assert.Empty(t, after.Change.Moves)
}

// A proved tier stays proved if nothing has changed, however short the search is.
func TestReformKeepsProofs(t *testing.T) {
	k := optima(t)[4]
	members := cohort(t, k.Cohort)
	p, _ := k.inTiers()
	p.Prefer = slices.DeleteFunc(p.Prefer, func(q grouping.Preference) bool { return q.Tier == 4 })
	gr := compile(t, p)
	before, err := gr.Form(members, grouping.Options{Steps: 300_000})
	require.NoError(t, err)
	after, err := gr.Reform(before, members, grouping.ReformOptions{Steps: 1})
	require.NoError(t, err)
	proved := 0
	for i, tier := range before.Tiers {
		if tier.Proved && after.Tiers[i].Bound == tier.Bound {
			assert.True(t, after.Tiers[i].Proved)
			proved++
		}
	}
	assert.Positive(t, proved)
	assert.Equal(t, before.Groups, after.Groups)
}

func TestReformWithJoinersSwapsAndRequiredRules(t *testing.T) {
	members := cohort(t, "n32_0.csv")
	p, _ := optima(t)[0].inOneTier()
	gr := compile(t, p)
	before, err := gr.Form(members[:31], grouping.Options{Seed: "a", Steps: steps(30_000)})
	require.NoError(t, err)

	t.Run("a late arrival moves nobody", func(t *testing.T) {
		after, err := gr.Reform(before, members, grouping.ReformOptions{Seed: "a", Steps: steps(30_000)})
		require.NoError(t, err)
		assert.Equal(t, []string{members[31].ID}, after.Change.Joined)
		assert.Empty(t, after.Change.Moves)
		assert.Empty(t, after.Change.Left)
	})
	t.Run("nothing changed", func(t *testing.T) {
		after, err := gr.Reform(before, members[:31], grouping.ReformOptions{Seed: "z", Steps: steps(30_000)})
		require.NoError(t, err)
		assert.Equal(t, before.Groups, after.Groups)
		assert.Equal(t, []int{1, 2, 3, 4, 5, 6}, after.Change.Continues)
		assert.Empty(t, after.Change.Moves)
	})
	t.Run("a swap that was asked for", func(t *testing.T) {
		a, b := before.Groups[0][0], before.Groups[3][2]
		after, err := gr.Reform(before, members[:31], grouping.ReformOptions{Swaps: [][2]string{{a, b}}, Steps: steps(30_000)})
		require.NoError(t, err)
		require.Len(t, after.Change.Moves, 2)
		where := func(id string) int {
			return after.Change.Continues[slices.IndexFunc(after.Groups, func(g []string) bool { return slices.Contains(g, id) })]
		}
		assert.Equal(t, 4, where(a))
		assert.Equal(t, 1, where(b))
	})
	t.Run("swaps of strangers", func(t *testing.T) {
		a := before.Groups[0][0]
		_, err := gr.Reform(before, members, grouping.ReformOptions{Swaps: [][2]string{{a, a}, {members[31].ID, "nobody"}}, Steps: 1000})
		assert.Equal(t, []string{"swaps[0][1] duplicate-id", "swaps[1][0] unknown-id", "swaps[1][1] unknown-id"}, codes(err))
	})
	t.Run("a required rule that needs moves", func(t *testing.T) {
		p := p
		p.Must = []grouping.Requirement{{Code: "pair", Rule: grouping.Rule{
			Together: &grouping.TogetherRule{Sets: [][]string{{before.Groups[0][0], before.Groups[1][0]}}}}}}
		after, err := compile(t, p).Reform(before, members[:31], grouping.ReformOptions{Moves: new(0), Steps: steps(100_000)})
		require.NoError(t, err)
		assert.NotEmpty(t, after.Change.Moves)
		assert.LessOrEqual(t, len(after.Change.Moves), 2)
		assert.Zero(t, after.Rules[0].Cost)
	})
	t.Run("a swap against a required rule", func(t *testing.T) {
		a, b := before.Groups[0][0], before.Groups[1][0]
		p := p
		p.Must = []grouping.Requirement{{Code: "stay", Rule: grouping.Rule{
			Together: &grouping.TogetherRule{Sets: [][]string{before.Groups[0][:2], before.Groups[1][:2], {before.Groups[0][1], before.Groups[1][1], before.Groups[2][0]}}}}},
			{Code: "apart", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{a, b}}}}}}
		_, err := compile(t, p).Reform(before, members[:31], grouping.ReformOptions{Swaps: [][2]string{{a, b}}, Steps: 20_000})
		var conflict *grouping.ConflictError
		require.ErrorAs(t, err, &conflict)
		p.Must = []grouping.Requirement{{Code: "stay", Rule: grouping.Rule{
			Together: &grouping.TogetherRule{Sets: [][]string{{a, b}}}}}}
		_, err = compile(t, p).Reform(before, members[:31], grouping.ReformOptions{Swaps: [][2]string{{a, b}}, Steps: 20_000})
		assert.Equal(t, []string{"swaps swap-conflict"}, codes(err))
	})
	t.Run("a formation with somebody twice", func(t *testing.T) {
		twice := before
		twice.Groups = append([][]string{{before.Groups[1][0]}}, before.Groups...)
		twice.Names = nil
		_, err := gr.Reform(twice, members, grouping.ReformOptions{})
		assert.Equal(t, []string{"groups[2][0] duplicate-id"}, codes(err))
	})
	t.Run("fewer groups", func(t *testing.T) {
		after, err := gr.Reform(before, members[:28], grouping.ReformOptions{Steps: steps(30_000)})
		require.NoError(t, err)
		assert.Len(t, after.Groups, 5)
		assert.Len(t, after.Change.Left, 3)
	})
}

func letters(text string) (members []grouping.Member) {
	for _, id := range text {
		members = append(members, grouping.Member{ID: string(id)})
	}
	return members
}

func must(code string, k grouping.Rule) []grouping.Requirement {
	return []grouping.Requirement{{Code: code, Rule: k}}
}

// Reform keeps the number of groups if fewer groups would break a required rule. It forms
// fewer groups if the earlier number of groups would break a required rule.
func TestReformInEitherNumberOfGroups(t *testing.T) {
	apart := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: must("apart", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"a", "b", "c"}}}})}
	gr := compile(t, apart)
	before := grouping.Formation{Groups: [][]string{{"a", "d", "g"}, {"b", "e"}, {"c", "f"}}}
	after, err := gr.Reform(before, letters("abcdef"), grouping.ReformOptions{Steps: 20_000})
	require.NoError(t, err)
	assert.Len(t, after.Groups, 3)
	assert.Empty(t, after.Change.Moves)
	place, err := gr.Explain(after, letters("abcdef"), "a")
	require.NoError(t, err)
	assert.Len(t, place.Swaps, 4, "with everybody in another group")

	lead := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 4}, Must: must("lead", grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "x", In: []string{"p"}, Count: 1}})}
	members := letters("abcdefgh")
	members[0].Categories, members[1].Categories = map[string]string{"x": "p"}, map[string]string{"x": "p"}
	after, err = compile(t, lead).Reform(grouping.Formation{Groups: [][]string{{"a", "c", "d"}, {"b", "e", "f"}, {"g", "h"}}}, members,
		grouping.ReformOptions{Swaps: [][2]string{{"c", "e"}}, Steps: 20_000})
	require.NoError(t, err)
	require.Len(t, after.Groups, 2)
	assert.Subset(t, after.Groups[0], []string{"a", "e"})
	assert.Subset(t, after.Groups[1], []string{"b", "c"})
}

// Reform moves only as many members as the required rules make necessary, whichever
// earlier groups the new groups continue.
func TestReformMovesNoMoreThanNeeded(t *testing.T) {
	together := func(ids ...string) grouping.Rule {
		return grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{ids}}}
	}
	for _, test := range []struct {
		earlier [][]string
		rule    grouping.Rule
		moves   int
	}{
		{[][]string{{"a", "b", "c"}, {"d", "e"}}, together("c", "d", "e"), 1},
		{[][]string{{"a", "b", "c"}, {"d", "e"}}, together("c", "d"), 1},
		{[][]string{{"a", "b"}, {"c", "d"}, {"e", "f"}}, grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"a", "b"}}}}, 2},
	} {
		p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("m", test.rule)}
		f := grouping.Formation{Groups: test.earlier}
		after, err := compile(t, p).Reform(f, letters(strings.Join(slices.Concat(test.earlier...), "")), grouping.ReformOptions{Steps: 20_000})
		require.NoError(t, err)
		assert.Len(t, after.Change.Moves, test.moves, "%v: %v", test.earlier, after.Groups)
		assert.Equal(t, test.moves, moved(f, after))
	}
}

// Every way to continue the earlier groups is tried once, as far as the steps allow: each
// way takes n² steps for n members. At most 64 ways are tried.
func TestReformLooksAtEveryWay(t *testing.T) {
	pin := must("pin", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: []string{"a"}}}}})
	for _, test := range []struct {
		name           string
		groups, people string
		sizes          []int
		must           []grouping.Requirement
		steps, want    int
	}{
		{"two large ones of four", "ab cd ef gh", "abcdef", []int{2, 2, 1, 1}, nil, 10_000, 6},
		{"all alike", "ab cd ef gh", "abcdefgh", []int{2, 2, 2, 2}, nil, 10_000, 1},
		{"one of four is dissolved, one of the others small", "ab cd ef gh", "abcdeg", []int{3, 2, 1}, nil, 10_000, 24},
		{"two of four go on", "ab cd ef gh", "abcdefgh", []int{4, 4}, nil, 10_000, 6},
		{"one has a place of its own", "ab cd ef gh", "abcdef", []int{2, 2, 1, 1}, pin, 10_000, 12},
		{"one has a place, one is dissolved", "ab cd ef gh", "abcdeg", []int{3, 2, 1}, pin, 10_000, 24},
		{"too many", "ab cd ef gh ij", "abcdefghij", []int{4, 3, 2, 1}, nil, 100_000, 64},
		{"steps for 5", "ab cd ef gh", "abcdef", []int{2, 2, 1, 1}, nil, 5 * 36, 5},
		{"and hardly for 5", "ab cd ef gh", "abcdef", []int{2, 2, 1, 1}, nil, 5*36 - 1, 4},
		{"steps for none", "ab cd ef gh", "abcdef", []int{2, 2, 1, 1}, nil, 1, 1},
		{"nobody", "ab", "", nil, nil, 100, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			var groups [][]string
			for _, ids := range strings.Fields(test.groups) {
				groups = append(groups, strings.Split(ids, ""))
			}
			p := grouping.Policy{Sizes: grouping.Sizes{Exact: test.sizes}, Must: test.must}
			if test.sizes == nil {
				p.Sizes = grouping.Sizes{Min: 1, Max: 2}
			}
			got, err := compile(t, p).Variants(groups, letters(test.people), test.steps)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

// A pin only determines the position at which a group is listed. Nobody moves because of
// a pin, whether the pin is required or preferred.
func TestReformMovesNobodyForAPosition(t *testing.T) {
	pin := func(group int, ids ...string) grouping.Rule {
		return grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: group, Members: ids}}}}
	}
	prefer := func(k grouping.Rule) []grouping.Preference {
		return []grouping.Preference{{Code: "p", Tier: 1, Rule: k}}
	}
	for _, test := range []struct {
		name    string
		earlier [][]string
		policy  grouping.Policy
		members string
	}{
		{"a new group has the place", [][]string{{"a", "b"}, {"c", "d"}}, grouping.Policy{Sizes: grouping.Sizes{Count: 3}, Must: must("p", pin(3, "d"))}, "abcdef"},
		{"another group has it", [][]string{{"a", "b"}, {"c", "d"}}, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("p", pin(1, "c"))}, "abcd"},
		{"a preference", [][]string{{"a", "c"}, {"b", "d"}}, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: prefer(pin(2, "b"))}, "abd"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := grouping.Formation{Groups: test.earlier}
			after, err := compile(t, test.policy).Reform(f, letters(test.members), grouping.ReformOptions{Moves: new(0), Steps: 20_000})
			require.NoError(t, err)
			assert.Empty(t, after.Change.Moves, "%v", after.Groups)
			assert.Zero(t, moved(f, after))
		})
	}
	// A tier takes the bound of the fresh formation only if all tiers above cost the same in
	// both formations. Here tier 1 costs more than in the fresh formation, so tier 2 does
	// not take the bound.
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: append(prefer(grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"c", "d"}}}}),
		grouping.Preference{Code: "q", Tier: 2, Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"c", "d"}}}}})}
	after, err := compile(t, p).Reform(grouping.Formation{Groups: [][]string{{"a", "b"}, {"c", "d"}}}, letters("abcd"), grouping.ReformOptions{Moves: new(0), Steps: 20_000})
	require.NoError(t, err)
	assert.Equal(t, []grouping.Tier{{Number: 1, Cost: 1}, {Number: 2}}, after.Tiers)
}

// If two members are swapped, their two groups continue, however many other groups are
// dissolved.
func TestReformOfSwapsBetweenSmallGroups(t *testing.T) {
	for _, test := range []struct{ n, earlier, later, a, b int }{{24, 12, 6, 23, 21}, {30, 15, 10, 29, 0}, {1800, 4, 3, 0, 1799}} {
		members := many(test.n)
		before := grouping.Formation{Groups: make([][]string, test.earlier)}
		for i, m := range members {
			g := i * test.earlier / test.n
			before.Groups[g] = append(before.Groups[g], m.ID)
		}
		a, b := members[test.a].ID, members[test.b].ID
		after, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: test.later}}).Reform(before, members, grouping.ReformOptions{Swaps: [][2]string{{a, b}}, Steps: 1_000_000})
		require.NoError(t, err, "%d members", test.n)
		for _, id := range []string{a, b} {
			from := slices.IndexFunc(before.Groups, func(g []string) bool {
				return !slices.Contains(g, id) && (slices.Contains(g, a) || slices.Contains(g, b))
			})
			to := slices.IndexFunc(after.Groups, func(g []string) bool { return slices.Contains(g, id) })
			require.Equal(t, from+1, after.Change.Continues[to])
		}
	}
}

// The work of a reform is bounded in two extreme cases: most groups are new, or one group
// holds nearly all members.
func TestWorkOfReformsIsBounded(t *testing.T) {
	members := many(20_000)
	nobody := grouping.Rule{AtMost: &grouping.AtMostRule{Category: "x", Missing: "p", Count: new(0)}}
	for _, test := range []struct {
		n     int
		sizes grouping.Sizes
	}{{600, grouping.Sizes{Count: 400}}, {20_000, grouping.Sizes{Exact: []int{19_999, 1}}}} {
		start := time.Now()
		p := grouping.Policy{Sizes: test.sizes, Prefer: []grouping.Preference{{Code: "n", Tier: 1, Rule: nobody}}}
		_, err := compile(t, p).Reform(grouping.Formation{Groups: [][]string{{"m00001", "m00002"}}}, members[:test.n], grouping.ReformOptions{Steps: 500_000})
		require.NoError(t, err)
		assert.Less(t, time.Since(start), 20*time.Second)
	}
	// The square of 65,536, the number of members, does not fit into 32 bits.
	got, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 3}}).Variants([][]string{{"m00001"}, {"m00002"}, {"m00003"}, {"m00004"}}, many(65_536), 1_000_000)
	require.NoError(t, err)
	assert.Equal(t, 1, got)
}

// many returns n members without facts.
func many(n int) []grouping.Member {
	members := make([]grouping.Member, n)
	for i := range members {
		members[i].ID = fmt.Sprintf("m%05d", i)
	}
	return members
}

// If every group is pinned to a position, each group keeps its position, however few of
// its people are still members.
func TestReformWhereEveryGroupHasItsPlace(t *testing.T) {
	var groups [][]string
	var pins []grouping.Pin
	people := ""
	for g := range 9 {
		lead := string(rune('a' + 3*(8-g)))
		group := []string{lead, string(rune(lead[0] + 1)), string(rune(lead[0] + 2))}
		groups, pins = append(groups, group), append(pins, grouping.Pin{Group: g + 1, Members: []string{lead}})
		people += strings.Join(group[:1+g%3], "") // one, two or three are still members
	}
	people += "123456789" // members who join
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 9}, Must: must("pin", grouping.Rule{Pin: &grouping.PinRule{Pins: pins}})}
	after, err := compile(t, p).Reform(grouping.Formation{Groups: groups}, letters(people), grouping.ReformOptions{Steps: 200_000})
	require.NoError(t, err)
	assert.Empty(t, after.Change.Moves)
	assert.Equal(t, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}, after.Change.Continues)
}

// With 260 groups, there are too many to match them to earlier groups exactly. Still,
// nobody moves when a member leaves, and two members move for a new required rule.
func TestReformOfManyGroups(t *testing.T) {
	members := many(6 * 260)
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}}
	before, err := compile(t, p).Form(members, grouping.Options{Steps: 1000})
	require.NoError(t, err)
	require.Len(t, before.Groups, 260)
	p.Must = must("pair", grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{before.Groups[3][0], before.Groups[200][5]}}}})
	for _, moves := range []int{0, 2} {
		gr := compile(t, grouping.Policy{Sizes: p.Sizes, Must: p.Must[:moves/2]})
		after, err := gr.Reform(before, members[1:], grouping.ReformOptions{Steps: 100_000})
		require.NoError(t, err)
		assert.Len(t, after.Change.Moves, moves)
		assert.Equal(t, moves, moved(before, after))
		continues := slices.Sorted(slices.Values(after.Change.Continues))
		assert.Len(t, slices.Compact(continues), 260)
		assert.Equal(t, 1, continues[0])
	}
}

// A group that is pinned to a position keeps it, however few of its people are still
// members.
func TestReformOfPinnedGroups(t *testing.T) {
	pin := func(group int, ids ...string) []grouping.Requirement {
		return must("pin", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: group, Members: ids}}}})
	}
	for _, test := range []struct {
		name      string
		earlier   [][]string
		must      []grouping.Requirement
		members   string
		moves     int
		continues []int
	}{
		{"one is left", [][]string{{"a", "b"}, {"c", "d"}, {"e", "f"}}, pin(1, "a"), "acdefg", 0, []int{1, 2, 3}},
		{"all are left", [][]string{{"a", "b"}, {"c", "d"}, {"e", "f"}}, pin(1, "a"), "abcefg", 0, []int{1, 2, 3}},
		{"a new one", [][]string{{"a", "b", "c"}, {"d", "e", "f"}}, pin(3, "a"), "abcdef", 2, []int{1, 2, 0}},
		{"a smaller one", [][]string{{"a", "b"}, {"c", "d", "e"}, {"f", "g"}}, pin(3, "f"), "abcefg", 0, []int{1, 2, 3}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := grouping.Formation{Groups: test.earlier}
			p := grouping.Policy{Sizes: grouping.Sizes{Count: 3}, Must: test.must}
			for _, steps := range []int{20_000, 1}[:2-min(1, test.moves)] { // without steps, if nobody moves
				after, err := compile(t, p).Reform(f, letters(test.members), grouping.ReformOptions{Steps: steps})
				require.NoError(t, err)
				assert.Len(t, after.Change.Moves, test.moves, "%v", after.Groups)
				assert.Equal(t, test.continues, after.Change.Continues, "%v", after.Groups)
				assert.Equal(t, test.moves, moved(f, after))
			}
		})
	}
}

// A search near the earlier formation may have too few steps to keep every required rule.
// If the fresh formation keeps the required rules, the reform starts from the fresh
// formation.
func TestReformWithTooFewSteps(t *testing.T) {
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 3}, Must: must("pair", grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"a", "c"}}}})}
	f := grouping.Formation{Groups: [][]string{{"a", "b"}, {"c", "d"}, {"e", "f"}}}
	formed, far := 0, 0
	for seed := range 200 {
		o := grouping.Options{Seed: strconv.Itoa(seed), Steps: 1}
		if _, err := compile(t, p).Form(letters("abcdefg"), o); err != nil {
			continue
		}
		formed++
		after, err := compile(t, p).Reform(f, letters("abcdefg"), grouping.ReformOptions{Seed: o.Seed, Steps: o.Steps})
		require.NoError(t, err)
		require.Zero(t, cost(p.Must[0].Rule, letters("abcdefg"), after.Groups))
		require.Equal(t, []string{"g"}, after.Change.Joined)
		require.Len(t, after.Change.Moves, moved(f, after))
		// Each new group continues the right earlier group: no earlier group that ended
		// has more members in common with it.
		for g, group := range after.Groups {
			same := 0
			if c := after.Change.Continues[g]; c > 0 {
				for _, id := range group {
					if slices.Contains(f.Groups[c-1], id) {
						same++
					}
				}
			}
			for c, earlier := range f.Groups {
				if slices.Contains(after.Change.Continues, c+1) {
					continue
				}
				other := 0
				for _, id := range group {
					if slices.Contains(earlier, id) {
						other++
					}
				}
				require.LessOrEqual(t, other, same)
			}
		}
		if len(after.Change.Moves) > 1 {
			far++
		}
	}
	require.Positive(t, formed)
	require.Positive(t, far)
}

// Reform makes groups as even as the allowed moves can make them. If a required rule can
// be kept only in other sizes, Reform uses those sizes.
func TestReformBetweenMinAndMax(t *testing.T) {
	named := func(sizes ...int) (groups [][]string, members []grouping.Member) {
		for g, size := range sizes {
			var group []string
			for i := range size {
				group = append(group, fmt.Sprint(g, i))
				members = append(members, grouping.Member{ID: group[i], Categories: map[string]string{"x": "all"}})
			}
			groups = append(groups, group)
		}
		return groups, members
	}
	sizes := func(groups [][]string) (sizes []int) {
		for _, group := range groups {
			sizes = append(sizes, len(group))
		}
		return sizes
	}
	groups, members := named(7, 7, 6)
	left := members[2:]
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 4, Max: 7}})
	for allowed, want := range map[int][]int{0: {7, 6, 5}, 1: {6, 6, 6}} {
		f, err := gr.Reform(grouping.Formation{Groups: groups}, left, grouping.ReformOptions{Moves: &allowed, Steps: 1000})
		require.NoError(t, err)
		assert.Equal(t, want, sizes(f.Groups))
		assert.Len(t, f.Change.Moves, allowed)
		_, err = gr.Explain(f, left, left[0].ID)
		assert.NoError(t, err)
	}

	groups, members = named(1, 5, 2)
	gr = compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 6}})
	for allowed, want := range map[int][]int{0: {5, 3}, 1: {5, 3}, 2: {4, 4}} {
		f, err := gr.Reform(grouping.Formation{Groups: groups}, members, grouping.ReformOptions{Moves: &allowed, Steps: 1000})
		require.NoError(t, err)
		assert.Equal(t, want, sizes(f.Groups), "%d allowed, the group of one cannot go on", allowed)
		assert.Len(t, f.Change.Moves, max(1, allowed))
	}

	groups, members = named(4, 2, 2)
	three := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 4}, Must: []grouping.Requirement{
		{Code: "three", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "x", Count: new(3)}}}}}
	f, err := compile(t, three).Reform(grouping.Formation{Groups: groups}, members, grouping.ReformOptions{Moves: new(0), Steps: 1000})
	require.NoError(t, err)
	assert.Equal(t, []int{3, 3, 2}, sizes(f.Groups), "the required rule allows no group of four")
	assert.Len(t, f.Change.Moves, 1)

	groups, members = named(7, 5)
	seven := grouping.Policy{Sizes: grouping.Sizes{Min: 4, Max: 7}, Must: []grouping.Requirement{
		{Code: "seven", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: groups[:1]}}}}}
	formed, err := compile(t, seven).Form(members, grouping.Options{Steps: 1000})
	require.NoError(t, err)
	assert.Equal(t, groups, formed.Groups, "two sixes cannot keep the required rule")
	f, err = compile(t, seven).Reform(grouping.Formation{Groups: groups}, members, grouping.ReformOptions{Steps: 1000})
	require.NoError(t, err)
	assert.Equal(t, groups, f.Groups, "but nobody has to move")
	assert.Empty(t, f.Change.Moves)
}

// Everything wrong with members, formation, options and swaps is reported at once.
func TestReformReportsEverything(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1}})
	f := grouping.Formation{Groups: [][]string{{"a", "b"}, {"a"}}}
	members := []grouping.Member{{ID: "a"}, {ID: "a"}, {ID: "\x00"}}
	o := grouping.ReformOptions{Seed: "\xff", Steps: -1, Moves: new(-1), Swaps: [][2]string{{"a", "z"}}}
	_, err := gr.Reform(f, members, o)
	assert.Equal(t, []string{"[1].id duplicate-id", "[2].id id", "steps range", "moves range", "seed seed", "groups[1][0] duplicate-id", "swaps[0][1] unknown-id"}, codes(err))
	_, err = gr.Form(members[:1], grouping.Options{Seed: o.Seed, Steps: o.Steps})
	assert.Equal(t, []string{"steps range", "seed seed"}, codes(err))
	_, err = gr.Form(members[:1], grouping.Options{Seed: strings.Repeat("s", 128)})
	assert.NoError(t, err)
	_, err = gr.Form(members[:1], grouping.Options{Seed: strings.Repeat("s", 129)})
	assert.Equal(t, []string{"seed seed"}, codes(err))
}

// One member may move for each member who left, no matter who joined. Reform refuses a
// number of members that cannot be divided into the sizes, as Form does.
func TestReformAllowsAMoveForEachWhoLeft(t *testing.T) {
	member := func(id string) grouping.Member {
		return grouping.Member{ID: id, Categories: map[string]string{"gender": id[:1]}}
	}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 2}, Prefer: spreads(1, "gender")})
	before := grouping.Formation{Groups: [][]string{{"w1", "w2"}, {"m1", "m2"}}}
	f, err := gr.Reform(before, []grouping.Member{member("w1"), member("w2"), member("m1"), member("m3")}, grouping.ReformOptions{})
	require.NoError(t, err)
	assert.Zero(t, f.Tiers[0].Cost)
	assert.Len(t, f.Change.Moves, 1)
	_, err = gr.Reform(before, []grouping.Member{member("w1"), member("w2"), member("m1")}, grouping.ReformOptions{})
	var size *grouping.SizeError
	assert.ErrorAs(t, err, &size)
}

// Reform keeps to Sizes.Exact and to Sizes.Count, even if that takes more moves than are
// allowed.
func TestReformOfExactSizes(t *testing.T) {
	members := many(8)
	groups := [][]string{{}, {}}
	for i, m := range members[:7] {
		groups[i/5] = append(groups[i/5], m.ID)
	}
	for _, test := range []struct {
		sizes grouping.Sizes
		want  []int
	}{{grouping.Sizes{Exact: []int{2, 5}}, []int{5, 2}}, {grouping.Sizes{Exact: []int{6, 1}}, []int{6, 1}}, {grouping.Sizes{Count: 2}, []int{4, 3}}} {
		f, err := compile(t, grouping.Policy{Sizes: test.sizes}).Reform(grouping.Formation{Groups: groups}, members[1:], grouping.ReformOptions{Moves: new(0), Steps: 1000})
		require.NoError(t, err)
		for g, size := range test.want {
			assert.Len(t, f.Groups[g], size, "%s", test.sizes)
		}
	}
}

// The members who moved, joined and left are listed in the order of their ids. A move
// states the positions of the earlier and the new group. The formation states the seed
// and the steps of its options.
func TestReformListsEverybodyInOrder(t *testing.T) {
	pins := []grouping.Pin{{Group: 1, Members: []string{"a", "d", "f", "g", "y"}}, {Group: 2, Members: []string{"b", "c", "e", "h", "x"}}}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("pin", grouping.Rule{Pin: &grouping.PinRule{Pins: pins}})})
	before := grouping.Formation{Groups: [][]string{{"a", "b", "c", "d", "t", "s", "r"}, {"e", "f", "g", "h", "q", "p"}}}
	after, err := gr.Reform(before, letters("abcdefghxy"), grouping.ReformOptions{Seed: "s", Steps: 20_000})
	require.NoError(t, err)
	assert.Equal(t, []grouping.Move{{ID: "b", From: 1, To: 2}, {ID: "c", From: 1, To: 2}, {ID: "f", From: 2, To: 1}, {ID: "g", From: 2, To: 1}}, after.Change.Moves)
	assert.Equal(t, []string{"x", "y"}, after.Change.Joined)
	assert.Equal(t, []string{"p", "q", "r", "s", "t"}, after.Change.Left)
	assert.Equal(t, "s", after.Seed)
	assert.Equal(t, 20_000, after.Steps)
}

// Fresh holds the tiers of a formation made without regard to the earlier one. If that
// formation and the reform have the same sizes, the reform states the bound of Fresh.
func TestReformShowsTheFreshTiers(t *testing.T) {
	members := cohort(t, "c1000.csv")[:14]
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 4}, Prefer: spreads(1, fiveCategories...)})
	bound, err := gr.Bound(members)
	require.NoError(t, err)
	best, err := gr.Form(members, grouping.Options{})
	require.NoError(t, err)
	require.True(t, best.Tiers[0].Proved)
	require.Less(t, bound[1], best.Tiers[0].Cost, "only a proof finds this bound")
	slices.SortFunc(members, func(a, b grouping.Member) int {
		return cmp.Compare(a.Categories["region"]+a.ID, b.Categories["region"]+b.ID)
	})
	all := ids(members)
	before := grouping.Formation{Groups: [][]string{all[:4], all[4:8], all[8:11], all[11:]}}
	after, err := gr.Reform(before, members, grouping.ReformOptions{})
	require.NoError(t, err)
	assert.Empty(t, after.Change.Moves)
	assert.Equal(t, best.Tiers, after.Change.Fresh)
	assert.Greater(t, after.Tiers[0].Cost, best.Tiers[0].Cost)
	assert.Equal(t, best.Tiers[0].Cost, after.Tiers[0].Bound)
	assert.False(t, after.Tiers[0].Proved)
}

// If there are fewer groups than before, the largest earlier groups continue, even if the
// steps are too few to try other groups.
func TestTheLargestGroupsContinue(t *testing.T) {
	before := grouping.Formation{Groups: [][]string{{"a"}, {"b"}, {"c"}, {"d", "e", "f", "g", "h"}, {"i"}, {"j", "k", "l", "m"}, {"n"}}}
	after, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}}).Reform(before, letters("abcdefghijklmn"), grouping.ReformOptions{Steps: 1})
	require.NoError(t, err)
	assert.Equal(t, []int{4, 6}, after.Change.Continues)
	assert.Len(t, after.Change.Moves, 5)

	// The groups whose members were swapped have to continue. The largest new group still
	// continues the largest earlier group.
	before = grouping.Formation{Groups: [][]string{{"a", "b", "c", "d", "e"}, {"f", "g"}, {"h", "i"}}}
	after, err = compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 5}}).Reform(before, letters("abcdefghi"), grouping.ReformOptions{Steps: 1, Swaps: [][2]string{{"f", "h"}}})
	require.NoError(t, err)
	require.Len(t, after.Change.Moves, 2)
	assert.Equal(t, "f h", after.Change.Moves[0].ID+" "+after.Change.Moves[1].ID)
}

// If the policy's own sizes cannot keep the required rules, the fresh formation has the
// present sizes. Form tries to divide these 70 people into 9 to 24 groups, but the 35
// leads need 35 groups.
func TestFreshTiersInThePresentSizes(t *testing.T) {
	members := many(70)
	var before grouping.Formation
	for i := range members {
		members[i].Categories = map[string]string{"lead": []string{"yes", "no"}[i%2], "team": []string{"p", "p", "q", "q"}[i%4]}
		if i%2 == 1 {
			before.Groups = append(before.Groups, ids(members[i-1:i+1]))
		}
	}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 8}, Prefer: spreads(1, "team"),
		Must: must("lead", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "lead", In: []string{"yes"}, Count: new(1)}})})
	_, err := gr.Form(members, grouping.Options{Steps: 20_000})
	require.ErrorContains(t, err, "no formation was found")
	after, err := gr.Reform(before, members, grouping.ReformOptions{Steps: 20_000})
	require.NoError(t, err)
	assert.Empty(t, after.Change.Moves)
	assert.Less(t, after.Change.Fresh[0].Cost, after.Tiers[0].Cost)
}
