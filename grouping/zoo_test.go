package grouping_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// zoo returns policies that differ widely from the policy of the reference course. They
// are for members of the known cohorts, to whom TestZoo adds an offset, times to meet and
// topics.
func zoo(members []grouping.Member) map[string]grouping.Policy {
	d := exact.MustDecimal
	sizes := grouping.Sizes{Min: 5, Max: 6}
	prefer := func(tier int, code string, k grouping.Rule) grouping.Preference {
		return grouping.Preference{Code: code, Tier: tier, Rule: k}
	}
	years := grouping.Rule{Balance: &grouping.BalanceRule{Number: "years", Unit: d("1")}}
	offset := grouping.Rule{Balance: &grouping.BalanceRule{Number: "offset", Unit: d("1")}}
	span := grouping.Rule{Range: &grouping.RangeRule{Number: "offset", Unit: d("1"), Within: d("6")}}
	hours := grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 240}}
	alone := grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"F"}}}
	women := grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "gender", In: []string{"F"}, Count: 2}}
	region := grouping.Rule{AtMost: &grouping.AtMostRule{Category: "region", Count: new(3)}}
	gather := grouping.Rule{Gather: &grouping.GatherRule{Category: "sector"}}
	id := func(at ...int) (ids []string) {
		for _, i := range at {
			ids = append(ids, members[i].ID)
		}
		return ids
	}
	apart := grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{id(0, 1, 2), id(5, 6)}}}
	together := grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{id(8, 20)}}}
	pin := grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: id(3)}, {Group: 4, Members: id(9)}}}}
	keep := grouping.Rule{Keep: &grouping.KeepRule{Groups: [][]string{id(10, 11, 12), id(13, 14)}}}
	var rounds [][]string
	for r := range 5 {
		for g := range 6 {
			var group []string
			for m := range members {
				if (m*(r+1)+m/6*r)%6 == g {
					group = append(group, members[m].ID)
				}
			}
			rounds = append(rounds, group)
		}
	}
	repeat := grouping.Rule{AvoidRepeat: &grouping.AvoidRepeatRule{Groups: rounds}}
	agree := grouping.Rule{Agree: &grouping.AgreeRule{List: "topic", Costs: []exact.Decimal{d("0"), d("1"), d("2")}, Otherwise: d("5")}}
	weighted := func(p grouping.Preference, weight int) grouping.Preference { p.Weight = &weight; return p }
	return map[string]grouping.Policy{
		"must mix":             {Sizes: sizes, Must: []grouping.Requirement{{Code: "most", Rule: region}, {Code: "apart", Rule: apart}, {Code: "pair", Rule: together}}, Prefer: append(spreads(1, "gender"), spreads(2, "sector")...)},
		"common hours":         {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "hours", hours)}, spreads(2, "gender")...)},
		"range":                {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "span", span)}, spreads(2, "gender")...)},
		"gather first":         {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "gather", gather)}, spreads(2, "gender")...)},
		"balance first":        {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "years", years)}, spreads(2, "gender")...)},
		"one soup":             {Sizes: sizes, Prefer: append(spreads(1, "gender", "region", "sector"), weighted(prefer(1, "years", years), 1), weighted(prefer(1, "alone", alone), 40), weighted(prefer(1, "most", region), 20))},
		"pins and keep":        {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "pin", pin), prefer(2, "keep", keep)}, spreads(3, "gender", "region")...)},
		"at least and at most": {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "women", women), prefer(1, "most", region)}, spreads(2, "sector")...)},
		"two balances":         {Sizes: sizes, Prefer: append(spreads(1, "gender"), prefer(2, "years", years), prefer(3, "offset", offset))},
		"five rounds":          {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "repeat", repeat)}, spreads(2, "gender")...)},
		"agree":                {Sizes: sizes, Prefer: append([]grouping.Preference{prefer(1, "topic", agree)}, spreads(2, "gender", "region")...)},
	}
}

// For most policies of the zoo, the last tier is proved on cohorts of 31 to 34 people. The
// ordinary run tries one cohort.
func TestZoo(t *testing.T) {
	names := []string{"n32_0", "n32_8", "n31_3", "n34_4"}
	steps := 0
	if !long() {
		names = names[2:3]
		steps = 400_000
	} else {
		steps = 100_000_000
	}
	proved, all := 0, 0
	for _, name := range names {
		members := cohort(t, name+".csv")
		for i := range members {
			m := &members[i]
			zone := i * 7 % 24
			m.Numbers["offset"] = exact.MustDecimal(fmt.Sprint(zone - 11))
			from := day.Add(time.Duration(zone*60-300) * time.Minute)
			m.Available = []civil.Interval{{Start: from, End: from.Add(14 * time.Hour)}}
			topics := []string{"health", "payments", "registry", "identity", "maps"}
			m.Lists = map[string][]string{"topic": {topics[i%5], topics[(i*i+1)%5], topics[(i+2)%5]}}
			if m.Lists["topic"][0] == m.Lists["topic"][1] || m.Lists["topic"][1] == m.Lists["topic"][2] || m.Lists["topic"][0] == m.Lists["topic"][2] {
				m.Lists["topic"] = m.Lists["topic"][:1]
			}
		}
		for what, p := range zoo(members) {
			start := time.Now()
			f, err := compile(t, p).Form(members, grouping.Options{Steps: steps})
			require.NoError(t, err, what)
			all++
			last := f.Tiers[len(f.Tiers)-1]
			if last.Proved {
				proved++
			} else {
				t.Logf("not proved: %s on %s: %v", what, name, f.Tiers)
			}
			if long() {
				t.Logf("%s on %s: %v in %v", what, name, f.Tiers, time.Since(start))
			}
			for k, q := range p.Prefer {
				require.Equal(t, cost(q.Rule, members, f.Groups), f.Rules[len(p.Must)+k].Cost, "%s: %s", what, q.Code)
			}
		}
	}
	t.Logf("%d of %d proved", proved, all)
	if long() {
		assert.GreaterOrEqual(t, proved, 42)
	} else {
		assert.GreaterOrEqual(t, proved, 6)
	}
}
