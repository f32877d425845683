package grouping_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// known is one cohort of testdata with its proved optima: the costs of several tiers and
// of a balance rule in a last tier, and the cost of five categories in a single tier.
type known struct {
	Cohort string
	Sizes  []int
	Tiers  []struct {
		Spread []string
		Cost   int64
	}
	OneTier *struct {
		Spread []string
		Cost   int64
	} `json:"one_tier"`
	ThenBalance *struct {
		Number string
		Cost   int64
	} `json:"then_balance"`
}

func optima(t testing.TB) []known {
	data, err := os.ReadFile("testdata/optima.json")
	require.NoError(t, err)
	var all []known
	require.NoError(t, json.Unmarshal(data, &all))
	require.Len(t, all, 36)
	return all
}

// cohort reads the members of a file of testdata.
func cohort(t testing.TB, name string) []grouping.Member {
	data, err := os.ReadFile("testdata/" + name)
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	var members []grouping.Member
	for _, row := range rows[1:] {
		m := grouping.Member{ID: row[0], Categories: map[string]string{}, Numbers: map[string]exact.Decimal{}}
		for c, name := range rows[0][1:6] {
			m.Categories[name] = row[c+1]
		}
		m.Numbers["years"] = exact.MustDecimal(row[6])
		members = append(members, m)
	}
	return members
}

func spreads(tier int, categories ...string) []grouping.Preference {
	var prefer []grouping.Preference
	for _, c := range categories {
		prefer = append(prefer, grouping.Preference{Code: c, Tier: tier, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: c}}})
	}
	return prefer
}

func compile(t testing.TB, p grouping.Policy) *grouping.Grouper {
	gr, err := grouping.Compile(p)
	require.NoError(t, err)
	return gr
}

// inTiers returns the policy that has several tiers, with the balance rule in the last
// one, and the optimum of this policy.
func (k known) inTiers() (p grouping.Policy, optimum []int64) {
	p.Sizes = grouping.Sizes{Min: 5, Max: 6}
	for i, tier := range k.Tiers {
		p.Prefer = append(p.Prefer, spreads(i+1, tier.Spread...)...)
		optimum = append(optimum, tier.Cost)
	}
	if k.ThenBalance != nil {
		p.Prefer = append(p.Prefer, grouping.Preference{Code: "years", Tier: 4, Rule: grouping.Rule{
			Balance: &grouping.BalanceRule{Number: k.ThenBalance.Number, Unit: exact.MustDecimal("1")}}})
		optimum = append(optimum, k.ThenBalance.Cost)
	}
	return p, optimum
}

var fiveCategories = []string{"gender", "country", "region", "sector", "organisation"}

func (k known) inOneTier() (p grouping.Policy, optimum []int64) {
	return grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, k.OneTier.Spread...)}, []int64{k.OneTier.Cost}
}

// checkOptimum checks a formation against the optimum: no bound is above it, no cost is
// below it, and no proof is false. It reports whether the optimum was reached and whether
// all of it was proved.
func checkOptimum(t *testing.T, f grouping.Formation, optimum []int64) (reached, proved bool) {
	require.Len(t, f.Tiers, len(optimum))
	reached, proved = true, true
	for i, tier := range f.Tiers {
		if slices.Equal(costs(f.Tiers[:i]), optimum[:i]) {
			require.LessOrEqual(t, tier.Bound, optimum[i], "bound of tier %d", tier.Number)
			require.GreaterOrEqual(t, tier.Cost, optimum[i], "cost of tier %d", tier.Number)
		}
		require.Equal(t, tier.Proved, tier.Cost == tier.Bound && (i == 0 || f.Tiers[i-1].Proved))
		if tier.Proved {
			require.Equal(t, optimum[i], tier.Cost, "false proof of tier %d", tier.Number)
		}
		reached = reached && tier.Cost == optimum[i]
		proved = proved && tier.Proved
	}
	return reached, proved
}

// Every known optimum is reached and proved, with every seed and the default steps.
// The ordinary run tries some of the cohorts, with one seed.
func TestKnownOptima(t *testing.T) {
	seeds := 1
	if long() {
		seeds = 9
	}
	var took []time.Duration
	for i, k := range optima(t) {
		if !long() && i%12 > 0 || testing.Short() && i > 4 {
			continue
		}
		members := cohort(t, k.Cohort)
		try := func(name string, p grouping.Policy, optimum []int64) {
			gr := compile(t, p)
			for seed := range seeds {
				start := time.Now()
				f, err := gr.Form(members, grouping.Options{Seed: strconv.Itoa(seed)})
				took = append(took, time.Since(start))
				require.NoError(t, err)
				for g, group := range f.Groups {
					require.Len(t, group, k.Sizes[g])
				}
				reached, proved := checkOptimum(t, f, optimum)
				assert.True(t, reached && proved, "%s of %s, seed %d: %v, not %v", name, k.Cohort, seed, f.Tiers, optimum)
				if seed == 0 {
					f, err := gr.Form(members, grouping.Options{Steps: 40_000})
					require.NoError(t, err)
					checkOptimum(t, f, optimum)
				}
			}
		}
		p, optimum := k.inTiers()
		try("tiers", p, optimum)
		p.Prefer = slices.DeleteFunc(p.Prefer, func(q grouping.Preference) bool { return q.Tier == 4 })
		try("three tiers", p, optimum[:3])
		if k.OneTier != nil {
			p, optimum := k.inOneTier()
			try("one tier", p, optimum)
		}
	}
	slices.Sort(took)
	t.Logf("%d formations, %v in the median, %v at most", len(took), took[len(took)/2], took[len(took)-1])
	if long() {
		assert.Less(t, took[len(took)/2], 200*time.Millisecond)
		assert.Less(t, took[len(took)-1], 2*time.Second)
	}
}

// The order in which members are passed does not change the formation. Another seed gives
// other groups of the same cost.
func TestOrderOfMembers(t *testing.T) {
	p, _ := optima(t)[0].inTiers()
	gr := compile(t, p)
	members := cohort(t, "n32_0.csv")
	o := grouping.Options{Seed: "order", Steps: 50_000}
	want, err := gr.Form(members, o)
	require.NoError(t, err)
	slices.Reverse(members)
	for range 3 {
		members = append(members[7:], members[:7]...)
		got, err := gr.Form(members, o)
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	other, err := gr.Form(members, grouping.Options{Seed: "another", Steps: 50_000})
	require.NoError(t, err)
	assert.NotEqual(t, want.Groups, other.Groups, "the seed decides between equals")
}
