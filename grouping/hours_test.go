package grouping_test

import (
	"errors"
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

// slots returns times to meet: 10 to 30 minutes in about 60 % of the half hours of a day.
func (w world) slots() []civil.Interval {
	var all []civil.Interval
	for half := range 48 {
		if from := w.IntN(3); w.chance(60) {
			start := day.Add(time.Duration(3*half+from) * 10 * time.Minute)
			all = append(all, civil.Interval{Start: start, End: start.Add(time.Duration(1+w.IntN(3-from)) * 10 * time.Minute)})
		}
	}
	return all
}

// boundByProof puts the members into groups in the order of their ids, assesses these
// groups and returns the bound of the first tier. The groups usually cost more than the
// best ones, so a bound that equals the least cost is not simply the cost of these
// groups.
func boundByProof(t *testing.T, p grouping.Policy, members []grouping.Member, sizes []int) int64 {
	t.Helper()
	groups, rest := make([][]string, len(sizes)), ids(members)
	for g, size := range sizes {
		groups[g], rest = rest[:size], rest[size:]
	}
	scored, err := compile(t, p).Assess(groups, members)
	require.NoError(t, err)
	return scored.Tiers[0].Bound
}

// Most people state a long list of times at which they can meet. Some state none, and
// some state the same times as others. If one rule requires common hours and another
// prefers them, Form finds the best of all formations.
func TestManyHoursAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 61))}
	conflicts, missed := 0, 0
	for i := range cases(60, 5000) {
		n := 5 + w.IntN(3)
		members := letters("abcdefgh"[:n])
		for m := range members {
			switch {
			case m > 0 && w.chance(20):
				members[m].Available = slices.Clone(members[w.IntN(m)].Available)
			case w.chance(90):
				members[m].Available = w.slots()
			}
		}
		rule := func(minutes int) grouping.Rule {
			return grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: minutes, Stretch: 10 * w.IntN(3)}}
		}
		p := grouping.Policy{Sizes: grouping.Sizes{Count: 2 + w.IntN(2)}, Prefer: []grouping.Preference{{Code: "hours", Tier: 1, Weight: new(1), Rule: rule(400)}}}
		if w.chance(50) {
			p.Must = []grouping.Requirement{{Code: "must", Rule: rule(10 + 10*w.IntN(20)), Optional: true}}
		}
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		_, best := optimum(p, members, sizes)
		f, err := compile(t, p).Form(members, grouping.Options{Seed: strconv.Itoa(i)})
		var conflict *grouping.ConflictError
		if errors.As(err, &conflict) {
			conflicts++
			require.Nil(t, best, "case %d", i)
			require.True(t, conflict.Proved, "case %d", i)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, best, []int64{f.Tiers[0].Cost}, "case %d", i)
		require.True(t, f.Tiers[0].Proved, "case %d", i)
		if best[0] > 0 {
			missed++
		}
		require.Equal(t, best[0], boundByProof(t, p, members, sizes), "case %d", i)
	}
	assert.Positive(t, conflicts)
	assert.Positive(t, missed)
}

// A stretch counts if it is at least as long as required, to the nanosecond, and has no
// gap.
func TestStretchesOfCommonHours(t *testing.T) {
	at := func(minutes int, more time.Duration) time.Time {
		return day.Add(time.Duration(minutes)*time.Minute + more)
	}
	first, last := time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2199, 12, 31, 23, 59, 0, 0, time.UTC)
	for _, test := range []struct {
		name  string
		times []civil.Interval
		want  int64
	}{
		{"all years, more nanoseconds than an int64 counts", []civil.Interval{{Start: first, End: last}}, (last.Unix() - first.Unix()) / 60},
		{"just long enough, twice", []civil.Interval{{Start: at(0, 0), End: at(30, 0)}, {Start: at(60, 0), End: at(90, 0)}}, 60},
		{"a nanosecond short", []civil.Interval{{Start: at(0, 0), End: at(40, 0)}, {Start: at(60, 0), End: at(90, -1)}}, 40},
		{"and the first", []civil.Interval{{Start: at(0, 1), End: at(30, 0)}, {Start: at(60, 0), End: at(95, 0)}}, 35},
		{"in two parts that touch", []civil.Interval{{Start: at(0, 0), End: at(20, 0)}, {Start: at(20, 0), End: at(30, 0)}}, 30},
		{"in two parts with a gap", []civil.Interval{{Start: at(0, 0), End: at(20, 0)}, {Start: at(20, 1), End: at(30, 0)}}, 0},
		{"seconds that make no minute", []civil.Interval{{Start: at(0, 0), End: at(30, 59*time.Second)}}, 30},
	} {
		members := []grouping.Member{{ID: "a", Available: test.times}}
		f, err := compile(t, one(grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 100, Stretch: 30}})).Form(members, grouping.Options{})
		require.NoError(t, err, test.name)
		assert.Equal(t, []int64{test.want}, f.Rules[0].Groups, test.name)
	}
}

// A proof finds the least cost of rules over lists, categories and numbers, even if it
// starts from groups filled with the members in the order of their ids.
func TestBoundsOfListsAgainstEveryFormation(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 62))}
	d := exact.MustDecimal
	for i := range cases(100, 5000) {
		n := 4 + w.IntN(4)
		members := w.members(n)
		rule := []grouping.Rule{
			{Agree: &grouping.AgreeRule{List: "l", Costs: []exact.Decimal{d("0"), d("1")}, Otherwise: d("3")}},
			{Agree: &grouping.AgreeRule{Category: "x", Otherwise: d("1")}},
			{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("2")}},
			{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("0"), Missing: d("4")}},
			{NotAlone: &grouping.NotAloneRule{List: "l"}},
		}[i%5]
		p := grouping.Policy{Sizes: grouping.Sizes{Count: 2 + w.IntN(2)}, Prefer: []grouping.Preference{{Code: "rule", Tier: 1, Weight: new(1), Rule: rule}}}
		sizes, err := p.Sizes.Split(n)
		require.NoError(t, err)
		_, best := optimum(p, members, sizes)
		require.Equal(t, best[0], boundByProof(t, p, members, sizes), "case %d", i)
	}
}

// The unavoidable cost of common hours equals an independent count. The smallest group
// has three members. So a member's group can meet only in the minutes in which this
// member and at least two other members are free. If these minutes are fewer than the
// rule asks for, the group costs at least the difference.
func TestUnavoidableHours(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 63))}
	partly := 0
	for i := range 40 {
		members := letters("abcdefg")
		for m := range members {
			if w.chance(90) {
				members[m].Available = slices.DeleteFunc(w.slots(), func(civil.Interval) bool { return w.chance(40) })
			}
		}
		var floors []int64
		for _, m := range members {
			minutes := int64(0)
			for slot := range 144 {
				at := day.Add(time.Duration(slot) * 10 * time.Minute)
				free := func(m grouping.Member) bool {
					return m.Available == nil || slices.ContainsFunc(m.Available, func(a civil.Interval) bool { return !at.Before(a.Start) && at.Before(a.End) })
				}
				others := 0
				for _, other := range members {
					if free(other) {
						others++
					}
				}
				if free(m) && others >= 3 {
					minutes += 10
				}
			}
			if floors = append(floors, max(0, 300-minutes)); m.Available == nil {
				floors[len(floors)-1] = 0
			}
		}
		slices.Sort(floors)
		want := floors[6] + floors[2] // the highest floor for the group of four, and the fifth highest for the other group
		f, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: one(grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 300}}).Prefer}).Form(members, grouping.Options{Steps: 1})
		require.NoError(t, err)
		require.Equal(t, want, f.Rules[0].Unavoidable, "case %d", i)
		if want > 0 {
			partly++
		}
	}
	assert.Greater(t, partly, 10)
}

// The unavoidable cost of a range is compared with a search of all sets of members. The
// group of a member costs at least as much as the cheapest set that holds the member. The
// sets in the search have as many members as the smallest group, less the members without
// a number.
func TestUnavoidableRange(t *testing.T) {
	w := world{rand.New(rand.NewPCG(16, 64))}
	d := exact.MustDecimal
	for i := range 100 {
		members, z, known := letters("abcdefg"), make([]int64, 7), []int{}
		for m := range members {
			if i%2 == 0 || w.chance(90) {
				z[m] = int64(w.IntN(60)) - 20
				members[m].Numbers = map[string]exact.Decimal{"z": d(strconv.FormatInt(z[m], 10))}
				known = append(known, m)
			}
		}
		size := 3 - (7 - len(known)) // the number of members with a number in the smallest group
		floors := make([]int64, 7)
		for _, m := range known {
			if size < 2 {
				break
			}
			floors[m] = 1000
			for set := range 1 << len(known) {
				low, high, many, in := int64(1000), int64(-1000), 0, false
				for k, other := range known {
					if set>>k&1 != 0 {
						low, high, many, in = min(low, z[other]), max(high, z[other]), many+1, in || other == m
					}
				}
				if in && many == size {
					floors[m] = min(floors[m], max(0, high-low-4))
				}
			}
		}
		slices.Sort(floors)
		f, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2}, Prefer: one(grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("4")}}).Prefer}).Form(members, grouping.Options{Steps: 1})
		require.NoError(t, err)
		require.Equal(t, floors[6]+floors[2], f.Rules[0].Unavoidable, "case %d", i)
	}
}
