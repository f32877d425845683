package grouping_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// Reform merges earlier groups. For each new group it chooses the earlier group that the
// new one continues, in a way that moves the fewest members, even if there are too many
// ways to try them all.
func TestReformOfMergers(t *testing.T) {
	w := world{rand.New(rand.NewPCG(2, 8))}
	tried := 0
	for i := range cases(30, 1500) {
		n, later := 8+w.IntN(12), 2+w.IntN(3)
		members := w.members(n)
		var groups [][]string
		for _, m := range members {
			if len(groups) == 0 || w.chance(45) && len(groups) < 8 {
				groups = append(groups, nil)
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], m.ID)
		}
		p := grouping.Policy{Sizes: grouping.Sizes{Count: later}, Must: must("t", grouping.Rule{Together: &grouping.TogetherRule{Sets: w.sets(n)}}), Prefer: spreads(1, "x")}
		before := grouping.Formation{Groups: groups}
		after, err := compile(t, p).Reform(before, members, grouping.ReformOptions{Seed: strconv.Itoa(i), Steps: steps(50_000)})
		if err != nil {
			continue
		}
		tried++
		require.Len(t, after.Change.Moves, moved(before, after))
		for order := range arrangements(later, len(groups)) {
			other := grouping.Formation{Groups: after.Groups, Change: &grouping.Change{Continues: order}}
			require.GreaterOrEqual(t, moved(before, other), len(after.Change.Moves), "case %d: %v from %v", i, after.Groups, groups)
		}
	}
	require.Positive(t, tried)
}

// New groups are matched to earlier groups so that the sum of the members in common is as
// large as possible. One swapped member counts for more than all other members.
func TestContinuedAgainstEveryArrangement(t *testing.T) {
	w := world{rand.New(rand.NewPCG(5, 8))}
	swapped := 0
	for i := range cases(200, 10_000) {
		n := 4 + w.IntN(7)
		members := w.members(n)
		divide := func(groups int) [][]string {
			divided := make([][]string, groups)
			for k, at := range w.Perm(n) {
				g := k
				if k >= groups {
					g = w.IntN(groups)
				}
				divided[g] = append(divided[g], members[at].ID)
			}
			return divided
		}
		earlier, groups := divide(2+w.IntN(3)), divide(1+w.IntN(4))
		groups[0] = append(groups[0], "z") // a member who joins
		members = append(members, grouping.Member{ID: "z"})
		at := map[string]int{}
		for g, group := range earlier {
			for _, id := range group {
				at[id] = g + 1
			}
		}
		var swaps [][2]string
		if w.chance(50) {
			a, b := earlier[0][0], earlier[1][0]
			swaps = append(swaps, [2]string{a, b})
			at[a], at[b] = at[b], at[a]
		}
		gain := func(continues []int) (total int) {
			for g, group := range groups {
				for _, id := range group {
					if continues[g] > 0 && at[id] == continues[g] {
						total++
						if len(swaps) > 0 && slices.Contains(swaps[0][:], id) {
							total += n + 1
							swapped++
						}
					}
				}
			}
			return total
		}
		got, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1}}).Continued(groups, earlier, members, swaps)
		require.NoError(t, err)
		named := slices.DeleteFunc(slices.Clone(got), func(g int) bool { return g == 0 })
		slices.Sort(named)
		require.Equal(t, named, slices.Compact(slices.Clone(named)), "no group goes on twice")
		for g, group := range groups {
			require.True(t, got[g] == 0 || slices.ContainsFunc(group, func(id string) bool { return at[id] == got[g] }), "nothing in common")
		}
		for other := range arrangements(len(groups), len(earlier)) {
			require.LessOrEqual(t, gain(other), gain(got), "case %d: %v from %v, %v", i, groups, earlier, swaps)
		}
	}
	require.Positive(t, swapped)
}

// The matching of up to 256 groups to earlier groups is the best one. With more groups,
// it is greedy: the two groups with the most members in common are matched first.
func TestContinuedOfManyGroups(t *testing.T) {
	for _, more := range []int{254, 255} {
		earlier := [][]string{{"a", "b", "c", "d", "e"}, {"f", "g"}}
		groups := [][]string{{"a", "b", "c", "f", "g"}, {"d", "e"}}
		exact, greedy := []int{2, 1}, []int{1, 0}
		members := letters("abcdefg")
		for i := range more {
			id := fmt.Sprint("m", i)
			members = append(members, grouping.Member{ID: id})
			earlier, groups = append(earlier, []string{id}), append(groups, []string{id})
			exact, greedy = append(exact, i+3), append(greedy, i+3)
		}
		got, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1}}).Continued(groups, earlier, members, nil)
		require.NoError(t, err)
		want := exact
		if more == 255 {
			want = greedy
		}
		require.Equal(t, want, got)
	}
}

// arrangements yields every way to give each of n groups a different earlier group or
// none. Earlier groups are counted from 1, and 0 means none.
func arrangements(n, earlier int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		var next func(given []int) bool
		next = func(given []int) bool {
			if len(given) == n {
				return yield(given)
			}
			for g := range earlier + 1 {
				if (g == 0 || !slices.Contains(given, g)) && !next(append(given, g)) {
					return false
				}
			}
			return true
		}
		next(nil)
	}
}

// With 60 steps, Reform searches from a single matching of new groups to earlier
// groups. In the formation that it finds, another matching has more members in common.
// Change.Continues must hold this other matching.
func TestReformContinuesWhatItFound(t *testing.T) {
	before := grouping.Formation{Groups: [][]string{{"a", "b", "c"}, {"d", "e", "f"}, {"g", "h"}}}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: must("together", grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"a", "d", "g", "h"}}}})})
	after, err := gr.Reform(before, letters("abcdefgh"), grouping.ReformOptions{Steps: 60})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"a", "d", "g", "h"}, {"b", "c", "e", "f"}}, after.Groups)
	require.Equal(t, 3, after.Change.Continues[0])
	require.Len(t, after.Change.Moves, 4)

	// With more than 256 groups, matching the pairs with the most members in common first
	// is not always best. Here the group of c, d, e, f and g continues the group of f and
	// g.
	sizes, members := []int{5, 5}, letters("abcdefgxyz")
	before = grouping.Formation{Groups: [][]string{ids(members[:5]), {"f", "g"}}}
	for _, m := range many(255) {
		sizes, members, before.Groups = append(sizes, 1), append(members, m), append(before.Groups, []string{m.ID})
	}
	pin := grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: []string{"a", "b"}}, {Group: 2, Members: []string{"c", "d", "e", "f", "g"}}}}}
	gr = compile(t, grouping.Policy{Sizes: grouping.Sizes{Exact: sizes}, Must: must("pin", pin)})
	after, err = gr.Reform(before, members, grouping.ReformOptions{Steps: 20_000})
	require.NoError(t, err)
	require.Len(t, after.Change.Moves, 3)
	for _, move := range after.Change.Moves {
		require.Contains(t, []string{"c", "d", "e"}, move.ID)
	}
}
