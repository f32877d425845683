package grouping_test

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// What a rule over one category calls unavoidable is what its best formation
// costs, no less and no more.
func TestUnavoidableIsTheOptimumOfOneRule(t *testing.T) {
	w := world{rand.New(rand.NewPCG(9, 4))}
	for i := range cases(200, 20_000) {
		n := 2 + w.IntN(6)
		members := w.members(n)
		category, missing := w.pick("x", "y"), w.pick("", "p", "s")
		var k grouping.Rule
		switch w.IntN(4) {
		case 0:
			k.Spread = &grouping.SpreadRule{Category: category, Missing: missing}
		case 1:
			k.AtLeast = &grouping.AtLeastRule{Category: category, In: []string{"p"}, Count: 1 + w.IntN(2), Missing: missing}
		case 2:
			k.AtMost = &grouping.AtMostRule{Category: category, Count: new(w.IntN(2)), Missing: missing}
		case 3:
			k.NotAlone = &grouping.NotAloneRule{Category: category, In: []string{"q"}, Missing: missing}
		}
		p := grouping.Policy{Sizes: grouping.Sizes{Count: 1 + w.IntN(min(3, n))}, Prefer: []grouping.Preference{{Code: "a", Tier: 1, Rule: k}}}
		f, err := compile(t, p).Form(members, grouping.Options{})
		require.NoError(t, err)
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		least := int64(-1)
		every(members, sizes, func(groups [][]string) {
			if c := cost(k, members, groups); least < 0 || c < least {
				least = c
			}
		})
		require.Equal(t, least, f.Rules[0].Unavoidable, "case %d: %s in %v", i, f.Rules[0].Kind, sizes)
	}
}
