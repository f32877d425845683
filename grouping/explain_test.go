package grouping_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// The change that Explain states for a swap is the difference in cost between the groups
// after the swap and before it.
func TestExplainAgainstTheSwappedGroups(t *testing.T) {
	w := world{rand.New(rand.NewPCG(8, 3))}
	explained := 0
	for i := range cases(200, 10_000) {
		n := 2 + w.IntN(7)
		members, p := w.members(n), w.policy(n, 1+w.IntN(min(3, n)))
		gr := compile(t, p)
		f, err := gr.Form(members, grouping.Options{Steps: 2000})
		if err != nil {
			continue
		}
		before := tierCosts(p, members, f.Groups)
		for g, group := range f.Groups {
			for at, id := range group {
				place, err := gr.Explain(f, members, id)
				require.NoError(t, err)
				require.Equal(t, id, place.ID)
				require.Equal(t, g+1, place.Group)
				require.Len(t, place.Swaps, n-len(group))
				broken := false
				for k, swap := range place.Swaps {
					groups := cloneGroups(f.Groups)
					h := swap.Group - 1
					require.Len(t, swap.Tiers, len(f.Tiers))
					other := slices.Index(groups[h], swap.With)
					groups[g][at], groups[h][other] = groups[h][other], groups[g][at]
					after := tierCosts(p, members, groups)
					for k, tier := range f.Tiers {
						require.Equal(t, after[tier.Number]-before[tier.Number], swap.Tiers[k], "case %d", i)
					}
					changes := map[string]int64{}
					for _, change := range swap.Rules {
						require.NotZero(t, change.Change)
						changes[change.Code] = change.Change
					}
					breaks := false
					for _, m := range p.Must {
						require.Equal(t, cost(m.Rule, members, groups), changes[m.Code], "case %d", i)
						breaks = breaks || changes[m.Code] > 0
					}
					for _, q := range p.Prefer {
						require.Equal(t, cost(q.Rule, members, groups)-cost(q.Rule, members, f.Groups), changes[q.Code], "case %d", i)
					}
					require.True(t, breaks || !broken, "swaps that keep every required rule come first")
					if k > 0 && !breaks {
						require.LessOrEqual(t, slices.Compare(place.Swaps[k-1].Tiers, swap.Tiers), 0)
					}
					broken = breaks
					explained++
				}
			}
		}
	}
	require.NotZero(t, explained)
}

func cloneGroups(groups [][]string) [][]string {
	clone := slices.Clone(groups)
	for g := range clone {
		clone[g] = slices.Clone(clone[g])
	}
	return clone
}

func TestExplainOfSomethingElse(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}})
	members := []grouping.Member{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	f, err := gr.Form(members, grouping.Options{})
	require.NoError(t, err)
	_, err = gr.Explain(f, members, "z")
	assert.Equal(t, []string{"id unknown-id"}, codes(err))
	for name, groups := range map[string][][]string{
		"twice":    {{"a", "b"}, {"a"}},
		"stranger": {{"a", "b"}, {"z"}},
		"sizes":    {{"a"}, {"b", "c"}},
		"fewer":    {{"a", "b"}},
		"none":     nil,
	} {
		_, err = gr.Explain(grouping.Formation{Groups: groups}, members, "a")
		assert.Equal(t, []string{"groups formation"}, codes(err), name)
	}
	_, err = gr.Explain(f, append(members, grouping.Member{}), "z")
	assert.Equal(t, []string{"[3].id required", "groups formation", "id unknown-id"}, codes(err))
}

// Explain accepts a formation only if the policy allows its sizes and larger groups come
// first.
func TestExplainHoldsTheSizes(t *testing.T) {
	members := many(7)
	for _, test := range []struct {
		sizes grouping.Sizes
		split []int
		want  []string
	}{
		{grouping.Sizes{Min: 2, Max: 5}, []int{5, 2}, nil},
		{grouping.Sizes{Min: 3, Max: 5}, []int{5, 2}, []string{"groups formation"}},
		{grouping.Sizes{Min: 2, Max: 4}, []int{5, 2}, []string{"groups formation"}},
		{grouping.Sizes{Min: 2, Max: 5}, []int{2, 5}, []string{"groups formation"}},
		{grouping.Sizes{Min: 2, Max: 5, Count: 3}, []int{5, 2}, []string{"groups formation"}},
		{grouping.Sizes{Count: 2}, []int{5, 2}, []string{"groups formation"}},
		{grouping.Sizes{Count: 2}, []int{4, 3}, nil},
		{grouping.Sizes{Exact: []int{2, 5}}, []int{5, 2}, nil},
		{grouping.Sizes{Exact: []int{3, 4}}, []int{5, 2}, []string{"groups formation"}},
	} {
		var f grouping.Formation
		at := 0
		for _, size := range test.split {
			var group []string
			for range size {
				group = append(group, members[at].ID)
				at++
			}
			f.Groups = append(f.Groups, group)
		}
		_, err := compile(t, grouping.Policy{Sizes: test.sizes}).Explain(f, members, members[0].ID)
		assert.Equal(t, test.want, codes(err), "%v in %s", test.split, test.sizes)
	}
}
