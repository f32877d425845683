package grouping_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/grouping"
)

// What a seed and a number of steps stand for was written down once, on amd64:
// every machine and every later version repeats it, whether the search is cut
// short or comes to its end. A search that goes another way draws from another
// name, see newDice.
func TestASeedStandsForItsFormations(t *testing.T) {
	inYears := func(p grouping.Policy) grouping.Policy {
		p.Prefer = append(p.Prefer,
			grouping.Preference{Code: "balance", Tier: 8, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: document.MustDecimal("1")}}},
			grouping.Preference{Code: "range", Tier: 9, Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: document.MustDecimal("1"), Within: document.MustDecimal("3")}}})
		return p
	}
	inTiers, _ := optima(t)[0].inTiers()
	inOneTier, _ := optima(t)[0].inOneTier()
	large := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, fiveCategories...)}
	of32, of1000 := cohort(t, "n32_0.csv"), cohort(t, "c1000.csv")
	pairs := make([][]string, 10) // of the first 20 members
	for i := range 20 {
		pairs[i%10] = append(pairs[i%10], of1000[i].ID)
	}
	strict := inYears(grouping.Policy{Sizes: large.Sizes, Prefer: spreads(1, "region"), Must: []grouping.Requirement{
		{Code: "women", Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"F"}}}},
		{Code: "organisation", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "organisation", Count: new(1)}}},
		{Code: "pairs", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: pairs}}},
		{Code: "alike", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: document.MustDecimal("1"), Within: document.MustDecimal("24")}}},
	}})
	tight := func(years int) grouping.Policy {
		return grouping.Policy{Sizes: large.Sizes, Prefer: spreads(1, "sector"), Must: []grouping.Requirement{
			{Code: "women", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "gender", In: []string{"F"}, Count: 1}}},
			{Code: "alike", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: document.MustDecimal("0.1"), Within: document.MustDecimal(strconv.Itoa(years))}}},
			{Code: "mixed", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "sector", Count: new(3)}}},
			{Code: "pairs", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: pairs[:3]}}},
		}}
	}
	for _, test := range []struct {
		name    string
		policy  grouping.Policy
		members []grouping.Member
		steps   []int
		want    string
	}{
		{"tiers", inYears(inTiers), of32, []int{1, 700, 4000, 60_000}, "232593400989ad95"},
		{"one tier", inOneTier, of32, []int{2000, 20_000, 600_000}, "2ca9cd1d8af1ceed"},
		{"one tier in groups of 8", grouping.Policy{Sizes: grouping.Sizes{Exact: []int{8, 8, 8, 8}}, Prefer: inYears(inOneTier).Prefer}, of32, []int{2000, 20_000, 600_000}, "359085c18e47dfbe"},
		{"musts", strict, of1000[:100], []int{3000, 30_000, 100_000}, "486def0426edc5ee"},
		{"a thousand", large, of1000, []int{1, 20_000, 60_000}, "bb113cbb60f3d83e"},
		{"a thousand in tiers", inYears(grouping.Policy{Sizes: large.Sizes, Prefer: append(spreads(1, "gender"), append(spreads(2, "region"), spreads(3, "nobody's")...)...)}), of1000, []int{60_000}, "624b53c51c7e510a"},
		{"settled", grouping.Policy{Sizes: large.Sizes, Prefer: spreads(1, "gender")}, of1000[:200], []int{60_000}, "c749b6cfe721f849"},
		{"tight musts", tight(8), of1000[:160], []int{30_000, 100_000, 300_000}, "840c487b0ba5ed4c"},
		{"tighter", tight(9), of1000[:286], []int{100_000, 1_000_000}, "90b27525749fd64e"},
		{"and for more", tight(10), of1000[:355], []int{100_000, 1_000_000}, "2ec5ab83dc82d174"},
		{"a thousand with musts", strict, of1000, []int{100_000, 300_000}, "3bcd4c17a918b106"},
	} {
		t.Run(test.name, func(t *testing.T) {
			gr := compile(t, test.policy)
			var all []any
			for i, steps := range test.steps {
				all = append(all, outcome(gr.Form(test.members, grouping.Options{Seed: strconv.Itoa(i), Steps: steps})))
			}
			assert.Equal(t, test.want, fingerprint(all))
		})
	}
	t.Run("reform", func(t *testing.T) {
		var all []any
		gr := compile(t, inYears(inTiers))
		f, err := gr.Form(of32, grouping.Options{Steps: 10_000})
		require.NoError(t, err)
		for i, steps := range []int{1, 500, 5000, 50_000} {
			members := append(slices.Clone(of32[i:]), of1000[:i/2]...)
			all = append(all, outcome(gr.Reform(f, members, grouping.Options{Seed: strconv.Itoa(i), Steps: steps, Moves: new(3 * i)})))
		}
		assert.Equal(t, "0dffee3ce602c38d", fingerprint(all))
	})
	t.Run("every kind of rule", func(t *testing.T) {
		w := world{rand.New(rand.NewPCG(1, 3))}
		var all []any
		for i := range 60 {
			n := 6 + w.IntN(14)
			members, p := w.members(n), w.policy(n, 2+w.IntN(3))
			gr := compile(t, p)
			o := grouping.Options{Seed: strconv.Itoa(i), Steps: 1 << w.IntN(15)}
			f, err := gr.Form(members, o)
			all = append(all, outcome(f, err))
			if err == nil {
				all = append(all, outcome(gr.Reform(f, members[2:], o)))
			}
		}
		assert.Equal(t, "51bcfa9d1f96c052", fingerprint(all))
	})
}

// outcome is a formation, or why there is none.
func outcome(f grouping.Formation, err error) any {
	if err != nil {
		return err
	}
	return f
}

func fingerprint(all []any) string {
	text, err := json.Marshal(all)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%x", sha256.Sum256(text))[:16]
}
