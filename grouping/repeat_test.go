package grouping_test

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
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

// The outcomes below were recorded on amd64. With the same seed and number of steps,
// every machine and every later version gives the same outcomes, even if the steps end
// the search early. A version that changes the search must also change the text before
// the seed in partition.NewDice.
func TestASeedStandsForItsFormations(t *testing.T) {
	// further adds three tiers, each with a different kind of rule.
	further := func(p grouping.Policy) grouping.Policy {
		p.Prefer = append(p.Prefer,
			grouping.Preference{Code: "hours", Tier: 7, Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 150, Stretch: 60}}},
			grouping.Preference{Code: "balance", Tier: 8, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: exact.MustDecimal("1")}}},
			grouping.Preference{Code: "range", Tier: 9, Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("3")}}})
		return p
	}
	inTiers, _ := optima(t)[0].inTiers()
	inOneTier, _ := optima(t)[0].inOneTier()
	large := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, fiveCategories...)}
	of32, of1000 := cohort(t, "n32_0.csv"), cohort(t, "c1000.csv")
	for _, members := range [][]grouping.Member{of32, of1000} {
		for i := range members {
			start := day.Add(time.Duration(i%6) * 50 * time.Minute)
			members[i].Available = []civil.Interval{{Start: start, End: start.Add(6 * time.Hour)}, {Start: start.Add(9 * time.Hour), End: start.Add(11 * time.Hour)}}
		}
	}
	pairs := make([][]string, 10) // of the first 20 members
	for i := range 20 {
		pairs[i%10] = append(pairs[i%10], of1000[i].ID)
	}
	strict := further(grouping.Policy{Sizes: large.Sizes, Prefer: spreads(1, "region"), Must: []grouping.Requirement{
		{Code: "women", Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"F"}}}},
		{Code: "organisation", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "organisation", Count: new(1)}}},
		{Code: "pairs", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: pairs}}},
		{Code: "alike", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("24")}}},
	}})
	tight := func(years int) grouping.Policy {
		return further(grouping.Policy{Sizes: large.Sizes, Prefer: spreads(1, "country"), Must: []grouping.Requirement{
			{Code: "women", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "gender", In: []string{"F"}, Count: 1}}},
			{Code: "near", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: exact.MustDecimal("0.1"), Within: exact.MustDecimal(strconv.Itoa(years))}}},
			{Code: "mixed", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "sector", Count: new(3)}}},
			{Code: "pairs", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: pairs[:3]}}},
		}})
	}
	pinned := grouping.Policy{Sizes: grouping.Sizes{Count: 24}, Prefer: spreads(1, "country"), Must: []grouping.Requirement{
		{Code: "pin", Rule: grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 3, Members: pairs[0]}, {Group: 7, Members: pairs[1]}, {Group: 8, Members: pairs[2]}}}}},
		{Code: "balance", Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "half", Unit: exact.MustDecimal("1")}}},
	}}
	for i := range 240 {
		of1000[i].Numbers["half"] = exact.MustDecimal(strconv.Itoa(i % 2))
	}
	for _, test := range []struct {
		name    string
		policy  grouping.Policy
		members []grouping.Member
		steps   []int
		want    string
	}{
		{"tiers", further(inTiers), of32, []int{1, 700, 4000, 60_000}, "861b3f6f27aa5bfa"},
		{"one tier", inOneTier, of32, []int{2000, 20_000, 600_000}, "ffb20038f5ae07d0"},
		{"one tier in groups of 8", grouping.Policy{Sizes: grouping.Sizes{Exact: []int{8, 8, 8, 8}}, Prefer: further(inOneTier).Prefer}, of32, []int{2000, 20_000, 600_000}, "efc8c14c80f0b123"},
		{"required rules", strict, of1000[:100], []int{3000, 30_000, 100_000}, "17e3a998d0913e05"},
		{"a thousand", large, of1000, []int{1, 20_000, 60_000}, "6256ca770ce700a1"},
		{"a thousand in tiers", further(grouping.Policy{Sizes: large.Sizes, Prefer: append(spreads(1, "gender"), append(spreads(2, "region"), spreads(3, "nobody's")...)...)}), of1000, []int{60_000}, "36a1e3c6ac854aa3"},
		{"one tier to its end", inOneTier, of32, []int{3_000_000}, "43b46331ff10269a"},
		{"pinned and balanced", pinned, of1000[:240], []int{20_000, 200_000}, "dd384f885107fd47"},
		{"settled", grouping.Policy{Sizes: large.Sizes, Prefer: spreads(1, "gender")}, of1000[:200], []int{60_000}, "8846e52150d38152"},
		{"tight required rules", tight(8), of1000[:160], []int{30_000, 100_000, 300_000}, "c64697780b8a8138"},
		{"tighter", tight(9), of1000[:286], []int{100_000, 300_000}, "f763fec80976325e"},
		{"and for more", tight(10), of1000[:355], []int{100_000, 300_000}, "d38fa77f94e3e1d2"},
		{"a thousand with required rules", strict, of1000, []int{100_000, 300_000}, "84f87d2388128896"},
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
		gr := compile(t, further(inTiers))
		f, err := gr.Form(of32, grouping.Options{Steps: 10_000})
		require.NoError(t, err)
		for i, steps := range []int{1, 500, 5000, 50_000} {
			members := append(slices.Clone(of32[i:]), of1000[:i/2]...)
			all = append(all, outcome(gr.Reform(f, members, grouping.ReformOptions{Seed: strconv.Itoa(i), Steps: steps, Moves: new(3 * i)})))
		}
		assert.Equal(t, "422b4ed897de32cd", fingerprint(all))
	})
	t.Run("reform with new required rules", func(t *testing.T) {
		var all []any
		f, err := compile(t, large).Form(of1000[:100], grouping.Options{Steps: 50_000})
		require.NoError(t, err)
		for i, steps := range []int{2000, 30_000, 300_000} {
			all = append(all, outcome(compile(t, strict).Reform(f, of1000[:100], grouping.ReformOptions{Steps: steps, Swaps: [][2]string{{f.Groups[i][0], f.Groups[9][i]}}})))
			all = append(all, outcome(compile(t, strict).Reform(f, of1000[i:102+i], grouping.ReformOptions{Steps: steps})))
		}
		assert.Equal(t, "b8092ac55acc5a57", fingerprint(all))
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
				all = append(all, outcome(gr.Reform(f, members[2:], grouping.ReformOptions{Seed: o.Seed, Steps: o.Steps})))
			}
		}
		assert.Equal(t, "eaa948df5219bce8", fingerprint(all))
	})
}

// outcome returns a formation, or the reason why there is none.
func outcome(f grouping.Formation, err error) any {
	if conflict, ok := err.(*grouping.ConflictError); ok { //nolint:errorlint // the error itself
		return conflict.Codes // without texts for people
	}
	if err != nil {
		return err
	}
	f.Names = nil // the search does not decide the names
	return f
}

func fingerprint(all []any) string {
	text, err := json.Marshal(all)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%x", sha256.Sum256(text))[:16]
}
