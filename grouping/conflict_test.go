package grouping_test

import (
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

// If a count of people, groups or minutes shows that a rule cannot be kept, Form names
// the conflict at once, for any number of members, and proves it without a search.
func TestConflictAtOnce(t *testing.T) {
	d := exact.MustDecimal
	for _, n := range []int{30, 64, 65, 300, 3000} {
		members := many(n)
		for i := range members {
			members[i].Available = []civil.Interval{{Start: day, End: day.Add(8 * time.Hour)}}
			members[i].Numbers = map[string]exact.Decimal{"z": d(strconv.Itoa(i % 3))}
			members[i].Categories = map[string]string{"lead": "no"}
			members[i].Lists = map[string][]string{"topic": {"maps"}}
		}
		members[7].Available, members[8].Available = []civil.Interval{}, []civil.Interval{{Start: day, End: day.Add(time.Hour)}}
		members[9].Numbers["z"] = d("900")
		members[10].Categories["lead"] = "yes"
		id := func(i int) string { return members[i].ID }
		first := make([]string, 7)
		for i := range first {
			first[i] = id(i)
		}
		all := make([]string, n)
		for i := range all {
			all[i] = id(i)
		}
		for _, test := range []struct {
			name string
			rule grouping.Rule
			ids  []string // the people of the first reason; nil if there are too many
		}{
			{"never available", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 30}}, []string{id(7)}},
			{"too short", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 90}}, nil},
			{"far from all", grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("5")}}, []string{id(9)}},
			{"too few", grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "lead", In: []string{"yes"}, Count: 1}}, []string{id(10)}},
			{"too many", grouping.Rule{AtMost: &grouping.AtMostRule{List: "topic", Count: new(1)}}, all},
			{"a crowd that wants to be apart", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{all}}}, all},
			{"a crowd that wants to be together", grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{first}}}, first},
			{"a pin past the last group", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: n, Members: first[:1]}}}}, first[:1]},
			{"too many in one place", grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: 1, Members: first}}}}, first},
		} {
			p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "lead"), Must: must("m", test.rule)}
			asked := 0
			_, err := compile(t, p).Form(members, grouping.Options{Progress: func(_, _ int64) bool { asked++; return true }})
			var conflict *grouping.ConflictError
			require.ErrorAs(t, err, &conflict, "%s of %d", test.name, n)
			assert.True(t, conflict.Proved, "%s of %d", test.name, n)
			assert.Equal(t, []string{"m"}, conflict.Codes)
			assert.Zero(t, asked, "%s of %d: no search", test.name, n)
			require.NotEmpty(t, conflict.Because, test.name)
			if test.ids != nil {
				slices.Sort(test.ids)
				assert.Equal(t, test.ids, conflict.Because[0].IDs, "%s of %d", test.name, n)
			}
		}
	}
}

// Reform accepts a formation that keeps the rules, even if Form finds no such formation.
func TestReformKeepsWhatFormDoesNotFind(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 41))}
	missed := 0
	for range cases(3, 20) {
		members, f := hidden(w, 100)
		gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 5}, Prefer: spreads(1, "gender"), Must: must("sum", grouping.Rule{Balance: &grouping.BalanceRule{Number: "z", Unit: exact.MustDecimal("1")}})})
		_, err := gr.Form(members, grouping.Options{Steps: 1000})
		if err == nil {
			continue
		}
		var conflict *grouping.ConflictError
		require.ErrorAs(t, err, &conflict)
		require.False(t, conflict.Proved)
		missed++
		again, err := gr.Reform(f, members, grouping.ReformOptions{Steps: 1000})
		require.NoError(t, err)
		require.Empty(t, again.Change.Moves)
		require.Equal(t, again.Tiers, again.Change.Fresh)
		_, err = gr.Reform(grouping.Formation{}, members, grouping.ReformOptions{Steps: 1000})
		require.ErrorAs(t, err, &conflict)
	}
	require.Positive(t, missed)
}

// hidden returns n people who can be divided into groups of five with equal sums, and a
// formation with such groups.
func hidden(w world, n int) (members []grouping.Member, f grouping.Formation) {
	ids := w.Perm(n)
	for g := range n / 5 {
		var group []string
		rest := 100_000
		for i := range 5 {
			z := rest
			if i < 4 {
				z = w.IntN(rest / 2)
			}
			rest -= z
			m := grouping.Member{ID: fmt.Sprintf("p%03d", ids[g*5+i]), Numbers: map[string]exact.Decimal{"z": exact.MustDecimal(strconv.Itoa(z))}, Categories: map[string]string{"gender": w.pick("F", "M")}}
			members, group = append(members, m), append(group, m.ID)
		}
		f.Groups = append(f.Groups, group)
	}
	return members, f
}

// The report of not_alone holds only the values that the rule names. The report of common
// hours has -1 for a group in which nobody states times.
func TestReportsOfWhatIsAsked(t *testing.T) {
	members := letters("abcd")
	for i := range members {
		members[i].Categories = map[string]string{"gender": []string{"man", "woman", "other"}[i%3]}
	}
	members[0].Available = []civil.Interval{{Start: day, End: day.Add(time.Hour)}}
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: []grouping.Preference{
		{Code: "alone", Tier: 1, Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"woman", "other"}}}},
		{Code: "hours", Tier: 1, Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 90}}},
	}}
	f, err := compile(t, p).Assess([][]string{{"a", "b"}, {"c", "d"}}, members)
	require.NoError(t, err)
	assert.Equal(t, []grouping.ValueReport{
		{Value: "other", Total: 1, Groups: []int{0, 1}, Cost: 1},
		{Value: "woman", Total: 1, Groups: []int{1, 0}, Cost: 1},
	}, f.Rules[0].Values)
	assert.Equal(t, []int64{60, -1}, f.Rules[1].Groups)
	assert.Equal(t, int64(30), f.Rules[1].Cost)
}
