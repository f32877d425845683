package grouping_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// mixed is a random policy whose groups differ in size now and then, and that
// may have a must that cannot be met.
func (w world) mixed(n int) grouping.Policy {
	p := w.policy(n, 1+w.IntN(min(3, n)))
	if w.chance(20) && n > 3 {
		p.Sizes = grouping.Sizes{Exact: []int{1, n - 3, 2}}
	}
	return p
}

// The exact search alone, from any seating, ends at what going through all
// formations finds: all tiers when every must can be kept, the least that is
// broken otherwise.
func TestExactSearchAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(1, 12))}
	for i := range cases(600, 20_000) {
		n := 1 + w.IntN(7)
		members, p := w.members(n), w.mixed(n)
		least, groups, _, proved, err := compile(t, p).Exact(members)
		require.NoError(t, err)
		require.True(t, proved, "case %d", i)
		require.Equal(t, least, costsOf(p, members, groups), "case %d: %v", i, groups)
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		broken := int64(-1)
		every(members, sizes, func(groups [][]string) {
			if c := costsOf(p, members, groups)[0]; broken < 0 || c < broken {
				broken = c
			}
		})
		require.Equal(t, broken, least[0], "case %d", i)
		if broken == 0 {
			_, best := optimum(p, members, sizes)
			require.Equal(t, best, append([]int64{}, least[1:]...), "case %d", i)
		}
	}
}

// How many seatings the exact search looks at says how far it gets in a second:
// fewer are welcome.
func TestSeatingsOfTheExactSearch(t *testing.T) {
	looked := func(p grouping.Policy, members []grouping.Member) int {
		_, _, seatings, _, err := compile(t, p).Exact(members)
		require.NoError(t, err)
		return seatings
	}
	w := world{rand.New(rand.NewPCG(6, 12))}
	every, spread := 0, 0
	for range 100 {
		n := 7 + w.IntN(5)
		every += looked(w.mixed(n), w.members(n))
	}
	for i := range 5 {
		members := cohort(t, fmt.Sprintf("n31_%d.csv", i))
		spread += looked(grouping.Policy{Sizes: grouping.Sizes{Count: 3}, Prefer: spreads(1, fiveCategories...)}, members[:12+i])
		spread += looked(grouping.Policy{Sizes: grouping.Sizes{Count: 2 + i}, Prefer: append(spreads(1, "gender"), spreads(2, "region", "sector")...)}, members[:11+i])
	}
	assert.LessOrEqual(t, every, 4320)
	assert.LessOrEqual(t, spread, 8912)
}

// Where swaps lead nowhere for long the climb begins again further off. Here it
// finds the best years there are known to be only so, and only after so many.
func TestTheClimbBeginsAgain(t *testing.T) {
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}}
	p.Prefer = append(spreads(1, "gender"), append(spreads(2, "region"), spreads(3, "sector", "organisation")...)...)
	p.Prefer = append(p.Prefer, grouping.Preference{Code: "years", Tier: 4, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: exact.MustDecimal("1")}}})
	f, err := compile(t, p).Form(cohort(t, "rugged.csv"), grouping.Options{Seed: "c", Steps: 3_000_000})
	require.NoError(t, err)
	var costs []int64
	for _, tier := range f.Tiers {
		costs = append(costs, tier.Cost)
	}
	assert.Equal(t, []int64{144, 96, 2180, 1900}, costs)
}
