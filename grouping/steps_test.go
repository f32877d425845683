package grouping_test

import (
	"errors"
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

// spent returns how often a call reports its progress, and the steps done at the last
// report.
func spent(t *testing.T, call func(progress) error) (reports int, done int64) {
	t.Helper()
	_ = call(func(_, _ int64) bool { reports++; return true })
	asked := 0
	err := call(func(_, _ int64) bool { asked++; return asked < reports })
	var stopped *grouping.StopError
	if reports > 0 {
		require.True(t, errors.As(err, &stopped), "%v", err)
		done = stopped.Done
	}
	return reports, done
}

// The steps that calls take were recorded once. They must be the same on every machine,
// since the result of a call depends on the number of steps it may take. A change that is
// meant to alter the search records new numbers here. No other change may alter them:
// different numbers show a different search, even if it finds groups of the same cost.
func TestStepsOfCalls(t *testing.T) {
	of1000, of32 := cohort(t, "c1000.csv"), cohort(t, "n32_0.csv")
	w := world{rand.New(rand.NewPCG(16, 51))}
	summed, inSums := hidden(w, 70)
	sum := grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1")}}
	inTiers, _ := optima(t)[0].inTiers()
	// Seven of these fifteen rules are in conflict with each other.
	var chain []grouping.Requirement
	for i := range 15 {
		rule := grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{ids(many(24)[i+5 : i+7])}}}
		switch {
		case i%2 == 0 && i < 12:
			rule = grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{ids(many(20)[i/2 : i/2+2])}}}
		case i == 3:
			rule = grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"m00000", "m00006"}}}}
		}
		chain = append(chain, grouping.Requirement{Code: fmt.Sprint(i), Rule: rule})
	}
	// In each of thirty categories, 14 of 70 people lead, just enough for one in each of
	// the 14 groups.
	leading, scarce := many(70), grouping.Policy{Sizes: grouping.Sizes{Count: 14}}
	for m := range leading {
		leading[m].Categories = map[string]string{}
	}
	for i := range 30 {
		code := fmt.Sprint(i)
		for m := range leading {
			if (m+1)*(2*i+1)%71 <= 14 {
				leading[m].Categories[code] = "yes"
			}
		}
		scarce.Must = append(scarce.Must, grouping.Requirement{Code: code, Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: code, In: []string{"yes"}, Count: 1}}})
	}
	spread := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: append(spreads(1, "gender"), spreads(2, "region", "country")...)}
	form := func(p grouping.Policy, members []grouping.Member, steps int) func(progress) error {
		gr := compile(t, p)
		return func(p progress) error {
			_, err := gr.Form(members, grouping.Options{Steps: steps, Progress: p})
			return err
		}
	}
	reform := func(p grouping.Policy, before, after []grouping.Member, steps int, moves int) func(progress) error {
		gr := compile(t, p)
		f, err := gr.Form(before, grouping.Options{Steps: 20_000})
		require.NoError(t, err)
		return func(p progress) error {
			_, err := gr.Reform(f, after, grouping.ReformOptions{Steps: steps, Moves: &moves, Progress: p})
			return err
		}
	}
	among := func(p grouping.Policy, f grouping.Formation, members []grouping.Member, steps int) func(progress) error {
		gr := compile(t, p)
		return func(p progress) error {
			_, err := gr.Reform(f, members, grouping.ReformOptions{Steps: steps, Progress: p})
			return err
		}
	}
	blocks := slices.Clone(of1000[:24])
	for i := range blocks {
		blocks[i].Lists = map[string][]string{"block": {fmt.Sprint(i / 13)}}
	}
	joining := slices.Clone(of1000[:3])
	for i := range joining {
		joining[i].ID = fmt.Sprint("new ", i)
	}
	listed := slices.Clone(of1000[:100])
	for i := range listed {
		start := day.Add(time.Duration(i*7%11) * time.Hour)
		listed[i].Available = []civil.Interval{{Start: start, End: start.Add(9 * time.Hour)}}
		listed[i].Lists = map[string][]string{"topic": {fmt.Sprint(i * i % 7), fmt.Sprint(i%5 + 7)}}
	}
	d := exact.MustDecimal
	lists := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: []grouping.Preference{
		{Code: "topic", Tier: 1, Rule: grouping.Rule{Agree: &grouping.AgreeRule{List: "topic", Costs: []exact.Decimal{d("0"), d("1")}, Otherwise: d("3")}}},
		{Code: "hours", Tier: 2, Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 240}}},
		{Code: "span", Tier: 3, Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: d("1"), Within: d("5")}}},
		{Code: "sector", Tier: 4, Rule: grouping.Rule{Agree: &grouping.AgreeRule{Category: "sector", Otherwise: d("1")}}},
		{Code: "alone", Tier: 4, Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{List: "topic"}}},
	}}
	tight := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: append(spreads(1, "country"), spreads(2, "region")...), Must: []grouping.Requirement{
		{Code: "women", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "gender", In: []string{"F"}, Count: 1}}},
		{Code: "near", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "years", Unit: d("0.1"), Within: d("9")}}},
		{Code: "mixed", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "sector", Count: new(3)}}},
	}}
	for _, test := range []struct {
		name    string
		call    func(progress) error
		reports int
		done    int64
	}{
		{"32 in tiers", form(inTiers, of32, 100_000), 33, 97442},
		{"of each one who leaves", form(grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "gender")}, of1000[:24], 2_000_000), 39, 248346},
		{"100", form(spread, of1000[:100], 400_000), 81, 231322},
		{"400", form(spread, of1000[:400], 50_000), 128, 49984},
		{"100 with required rules", form(grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "region"), Must: must("mixed", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "organisation", Count: new(1)}})}, of1000[:100], 400_000), 3, 10972},
		{"100 with lists", form(lists, listed, 400_000), 89, 231645},
		{"30 with lists", form(lists, listed[:30], 50_000), 6, 44898},
		{"tight required rules", form(tight, of1000[:160], 100_000), 192, 69696},
		{"tight required rules of more", form(tight, of1000[:286], 60_000), 267, 86464},
		{"in other sizes", form(grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 5}, Prefer: spreads(1, "gender"), Must: must("block", grouping.Rule{Agree: &grouping.AgreeRule{Category: "section", Otherwise: d("1")}})}, sectioned(31, 27, 22), 60_000), 125, 137392},
		{"in hours", form(grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "gender"), Must: must("hours", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 420}})}, listed, 60_000), 97, 64860},
		{"a conflict that is not proved", form(grouping.Policy{Sizes: grouping.Sizes{Min: 4, Max: 6}, Must: must("sum", sum)}, summed, 2000), 238, 6266},
		{"of many divisions", form(grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 8}, Must: must("sum", sum)}, summed, 2000), 340, 8807},
		{"of hours", form(grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Must: append(must("hours", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 540}}), must("gender", grouping.Rule{AtMost: &grouping.AtMostRule{Category: "gender", Count: new(5)}})...)}, listed, 2000), 322, 9960},
		{"of hours of 64", form(grouping.Policy{Sizes: grouping.Sizes{Min: 7, Max: 8}, Must: must("hours", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 480}})}, listed[:64], 2000), 9, 6270},
		{"in other sizes of 24", form(grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 4}, Prefer: spreads(1, fiveCategories...), Must: must("block", grouping.Rule{Agree: &grouping.AgreeRule{List: "block", Otherwise: d("1")}})}, blocks, 40_000), 21, 44756},
		{"of sections", form(grouping.Policy{Sizes: perSection, Prefer: spreads(1, "gender")}, sectioned(40, 60), 20_000), 2, 6952},
		{"a conflict of thirty rules, each far to find", form(scarce, leading, 5000), 254, 60849},
		{"a conflict of many rules", form(grouping.Policy{Sizes: grouping.Sizes{Count: 10}, Must: chain}, many(80), 2000), 496, 24032},
		{"a conflict of many rules, proved", form(grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Must: chain}, many(20), 20_000), 680, 75266},
		{"reform", reform(inTiers, of32, append(joining, of32[2:]...), 60_000, 3), 74, 114769},
		{"reform among many divisions", among(grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 8}, Must: must("sum", sum)}, inSums, summed, 2000), 243, 13305},
		{"reform of two groups", among(grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "region", "sector")}, grouping.Formation{Groups: [][]string{ids(of1000[:6]), ids(of1000[6:11])}}, of1000[:11], 20_000), 44, 8054},
		{"reform in the present sizes", among(grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 8}, Must: must("sets", grouping.Rule{Together: &grouping.TogetherRule{Sets: inSums.Groups}})}, inSums, summed, 500), 19, 1907},
		{"reform of many", reform(spread, of1000[:90], of1000[4:93], 60_000, 5), 51, 61158},
	} {
		reports, done := spent(t, test.call)
		assert.Equal(t, [2]int64{int64(test.reports), test.done}, [2]int64{int64(reports), done}, test.name)
	}
}

// If sizes vary widely, a set of rules is tried in many divisions. Even then, naming a
// conflict takes little more than 12 times the steps asked for.
func TestStepsOfAConflictAreBounded(t *testing.T) {
	members := many(64)
	for i := range members {
		members[i].Categories = map[string]string{"x": fmt.Sprint(i * 7 % 5), "y": fmt.Sprint(i * i % 7), "z": fmt.Sprint(i * 3 % 11)}
		members[i].Numbers = map[string]exact.Decimal{"n": exact.MustDecimal(fmt.Sprint(i * 37 % 61))}
	}
	apart := [][]string{ids(members[:3]), ids(members[3:7])}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 64}, Must: []grouping.Requirement{
		{Code: "one", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "x", In: []string{"0"}, Count: 1}}},
		{Code: "few", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "x", In: []string{"1"}, Count: new(1)}}},
		{Code: "company", Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "y"}}},
		{Code: "two", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "z", In: []string{"0"}, Count: 2}}},
		{Code: "near", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "n", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("30")}}},
		{Code: "apart", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: apart}}},
	}})
	const steps = 40_000
	_, done := spent(t, func(p progress) error {
		_, err := gr.Form(members, grouping.Options{Seed: "s", Steps: steps, Progress: p})
		return err
	})
	assert.Greater(t, done, int64(5*steps), "the conflict takes far more than the steps of one search")
	assert.Less(t, done, int64(14*steps))
}

// Form and Reform accept up to math.MaxInt32 steps, and find the best groups with that
// many. If Moves is larger than the number of members, every member may move.
func TestMostStepsAndMoves(t *testing.T) {
	members := letters("abcdef")
	for i := range members {
		members[i].Categories = map[string]string{"pair": fmt.Sprint(i / 2)}
	}
	agree := grouping.Rule{Agree: &grouping.AgreeRule{Category: "pair", Otherwise: exact.MustDecimal("1")}}
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: must("pairs", agree)})
	f, err := gr.Form(members, grouping.Options{Steps: math.MaxInt32})
	require.NoError(t, err)
	assert.Equal(t, [][]string{{"a", "b"}, {"c", "d"}, {"e", "f"}}, f.Groups)
	assert.Equal(t, math.MaxInt32, f.Steps)

	wrong := [][]string{{"a", "c"}, {"b", "e"}, {"d", "f"}}
	for _, moves := range []int{math.MaxInt32, math.MaxInt} {
		g, err := gr.Reform(grouping.Formation{Groups: wrong}, members, grouping.ReformOptions{Steps: math.MaxInt32, Moves: &moves})
		require.NoError(t, err)
		assert.Equal(t, int64(0), g.Rules[0].Cost)
		assert.Len(t, g.Change.Moves, 3, "each group keeps one person")
	}
	if above := int64(math.MaxInt32) + 1; strconv.IntSize > 32 {
		_, err := gr.Form(members, grouping.Options{Steps: int(above)})
		assert.Equal(t, []string{"steps range"}, codes(err))
		_, err = gr.Reform(f, members, grouping.ReformOptions{Steps: int(above)})
		assert.Equal(t, []string{"steps range"}, codes(err))
	}
}
