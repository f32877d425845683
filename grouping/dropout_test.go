package grouping_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// mended adds up, over all members, the best costs after the member has left and at most
// one other member has moved. It returns nil if the number of groups changes when a
// member leaves.
func mended(p grouping.Policy, members []grouping.Member, groups [][]string) []int64 {
	total := []int64{}
	for _, leaver := range members {
		others := slices.DeleteFunc(slices.Clone(members), func(m grouping.Member) bool { return m.ID == leaver.ID })
		sizes, err := p.Sizes.Split(len(others))
		if err != nil || len(sizes) != len(groups) {
			return nil
		}
		var best []int64
		every(others, sizes, func(after [][]string) {
			// Match the new groups with the earlier groups in every way. A match counts
			// if at most one member is in another group than before.
			for order := range permutations(len(groups)) {
				moves := 0
				for g, group := range after {
					for _, id := range group {
						if !slices.Contains(groups[order[g]], id) {
							moves++
						}
					}
				}
				if moves > 1 {
					continue
				}
				if cs := costsOf(p, others, after); best == nil || slices.Compare(cs, best) < 0 {
					best = cs
				}
			}
		})
		for i, c := range best {
			if i == len(total) {
				total = append(total, 0)
			}
			total[i] += c
		}
	}
	return total
}

// costsOf returns the cost of the required rules, followed by the costs of the tiers.
func costsOf(p grouping.Policy, members []grouping.Member, groups [][]string) []int64 {
	cs, there := []int64{0}, tierCosts(p, members, groups)
	for _, m := range p.Must {
		cs[0] += cost(m.Rule, members, groups)
	}
	for number := range 4 {
		if c, ok := there[number]; ok {
			cs = append(cs, c)
		}
	}
	return cs
}

func permutations(n int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		var order []int
		var next func() bool
		next = func() bool {
			if len(order) == n {
				return yield(order)
			}
			for i := range n {
				if !slices.Contains(order, i) {
					order = append(order, i)
					if !next() {
						return false
					}
					order = order[:len(order)-1]
				}
			}
			return true
		}
		next()
	}
}

// Among all formations that cost as much as the one that Form chooses, none is better
// after a member has left.
func TestDropoutAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(9, 4))}
	chosen := 0
	for i := range cases(500, 5000) {
		n, k := 4+w.IntN(4), 2
		if w.chance(25) {
			n, k = 5+w.IntN(2), 3
		}
		members, p := w.members(n), w.policy(n, k)
		pins := slices.ContainsFunc(p.Must, func(m grouping.Requirement) bool { return m.Rule.Pin != nil }) ||
			slices.ContainsFunc(p.Prefer, func(q grouping.Preference) bool { return q.Rule.Pin != nil })
		f, err := compile(t, p).Form(members, grouping.Options{Steps: 200_000})
		if pins || err != nil {
			continue // groups are pinned to positions, or there is no formation
		}
		cs, got := costsOf(p, members, f.Groups), mended(p, members, f.Groups)
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		every(members, sizes, func(groups [][]string) {
			if slices.Compare(costsOf(p, members, groups), cs) != 0 {
				return
			}
			other := mended(p, members, groups)
			require.LessOrEqual(t, slices.Compare(got, other), 0, "case %d: %v, mended for %v, and %v for %v", i, f.Groups, got, groups, other)
			if slices.Compare(got, other) < 0 {
				chosen++
			}
		})
	}
	require.Positive(t, chosen, "there was nothing to choose")
}

// Among formations of equal cost, Form chooses one that remains good after a member
// leaves. For this choice it reserves an eighth of its steps, but at most 25*n^3 or
// 100,000 steps (whichever is larger). It reserves no steps if they would be fewer than
// 4*n^2, or if the choice is impossible.
func TestStepsSetAsideForDropouts(t *testing.T) {
	count := func(groups int) grouping.Policy { return grouping.Policy{Sizes: grouping.Sizes{Count: groups}} }
	pinned := count(2)
	pinned.Must = must("pin", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: []string{"m0"}}}}})
	met := func(sets int) grouping.Policy {
		p := count(10)
		p.Must = must("new", grouping.Rule{AvoidRepeat: &grouping.AvoidRepeatRule{Groups: make([][]string, sets)}})
		return p
	}
	for _, test := range []struct {
		name           string
		policy         grouping.Policy
		n, steps, want int
	}{
		{"an eighth", count(9), 64, 8_000_000, 1_000_000},
		{"at most", count(9), 64, 100_000_000, 25 * 64 * 64 * 64},
		{"of few members", count(2), 4, 1_000_000, 100_000},
		{"at least", count(2), 4, 512, 64},
		{"less", count(2), 4, 511, 0},
		{"64 members at most", count(9), 65, 8_000_000, 0},
		{"one group", count(1), 10, 8_000_000, 0},
		{"groups with a place", pinned, 10, 8_000_000, 0},
		{"as many groups", grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}}, 26, 8_000_000, 25 * 26 * 26 * 26},
		{"another number of groups", grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}}, 25, 8_000_000, 0},
		{"sizes of no others", grouping.Policy{Sizes: grouping.Sizes{Exact: []int{5, 5}}}, 10, 8_000_000, 0},
		{"values times groups times members are 2^24", met(27_962), 60, 8_000_000, 1_000_000},
		{"more", met(27_963), 60, 8_000_000, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			members := make([]grouping.Member, test.n)
			for i := range members {
				members[i].ID = fmt.Sprint("m", i)
			}
			got, err := compile(t, test.policy).SpareSteps(members, test.steps)
			require.NoError(t, err)
			require.Equal(t, test.want, got)
		})
	}
}

// If the sizes of several groups change when a member leaves, Form does not choose among
// formations of equal cost by what happens after a member has left.
func TestDropOutOfOtherSizes(t *testing.T) {
	members := letters("abcdefg")
	for i, team := range []string{"p", "q", "q", "r", "p", "p", "q"} {
		members[i].Categories = map[string]string{"team": team}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 1, Max: 3}, Must: must("teams", grouping.Rule{Gather: &grouping.GatherRule{Category: "team"}})}
	for _, rivals := range []string{"abdfg", "c"} {
		p.Prefer = append(p.Prefer, grouping.Preference{Code: rivals, Tier: 1, Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{strings.Split(rivals, "")}}}})
	}
	f, err := compile(t, p).Form(members, grouping.Options{Steps: 20_000})
	require.NoError(t, err)
	require.Equal(t, [][]string{{"a", "e", "f"}, {"b", "c", "g"}, {"d"}}, f.Groups)
	require.Equal(t, "other-sizes", f.Findings[0].Code)
}
