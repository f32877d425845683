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
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// listed compiles rule k for members in a single group, and returns the term of type
// [partition.Lists] of the compiled problem.
func listed(t *testing.T, k grouping.Rule, members []grouping.Member) *partition.Lists {
	t.Helper()
	p, err := compile(t, one(k)).Problem(members)
	require.NoError(t, err)
	require.Len(t, p.Lists, 1)
	return p.Lists[0]
}

// kinds renumbers the kinds of members: the kind that occurs first becomes 0, the next
// new kind 1, and so on. Kind -1 keeps its number.
func kinds(alike []int32) (numbers []int) {
	seen := map[int32]int{-1: -1}
	for _, kind := range alike {
		if _, ok := seen[kind]; !ok {
			seen[kind] = len(seen) - 1
		}
		numbers = append(numbers, seen[kind])
	}
	return numbers
}

// Members are alike for a rule exactly if the rule reads the same facts from them. It
// does not matter whether a time is stated as one interval or as several that touch.
// Members who state nothing are alike, too. The field Order holds a sort key for each
// member: the member's first time for a common_hours rule, and the member's number for a
// range rule. For an agree rule, the keys only put members who are alike next to each
// other.
func TestMembersWhoAreAlike(t *testing.T) {
	times := func(hours ...int) (all []civil.Interval) {
		for i := 0; i < len(hours); i += 2 {
			all = append(all, civil.Interval{Start: day.Add(time.Duration(hours[i]) * time.Hour), End: day.Add(time.Duration(hours[i+1]) * time.Hour)})
		}
		return all
	}
	nano := func(hour int) int64 { return day.Add(time.Duration(hour) * time.Hour).UnixNano() }
	d := exact.MustDecimal
	members := letters("abcdefg")
	for i, m := range []grouping.Member{
		{Available: times(9, 12), Numbers: map[string]exact.Decimal{"z": d("3")}, Lists: map[string][]string{"l": {"x", "y"}}},
		{},
		{Available: times(9, 10, 10, 12), Numbers: map[string]exact.Decimal{"z": d("3")}, Lists: map[string][]string{"l": {"x", "y"}}},
		{Available: times(13, 14, 8, 9), Numbers: map[string]exact.Decimal{"z": d("1")}, Lists: map[string][]string{"l": {"y", "x"}}},
		{Available: []civil.Interval{}, Numbers: map[string]exact.Decimal{"z": d("-2")}, Lists: map[string][]string{"l": {"x"}}},
		{},
		{Available: times(8, 9, 13, 14), Numbers: map[string]exact.Decimal{"z": d("1")}, Lists: map[string][]string{"l": {"y", "x"}}},
	} {
		m.ID = members[i].ID
		members[i] = m
	}
	hours := listed(t, grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}, members)
	assert.Equal(t, []int{0, -1, 0, 1, 2, -1, 1}, kinds(hours.Alike))
	assert.Equal(t, []int64{nano(9), 0, nano(9), nano(8), 0, 0, nano(8)}, hours.Order)
	span := listed(t, grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("1")}}, members)
	assert.Equal(t, []int{0, -1, 0, 1, 2, -1, 1}, kinds(span.Alike))
	assert.Equal(t, []int64{3, 0, 3, 1, -2, 0, 1}, span.Order)
	agree := listed(t, grouping.Rule{Agree: &grouping.AgreeRule{List: "l", Otherwise: d("1")}}, members)
	assert.Equal(t, []int{0, 1, 0, 2, 3, 1, 2}, kinds(agree.Alike))
	for m, kind := range agree.Alike {
		assert.Equal(t, int64(kind), agree.Order[m])
	}
}

// The field Apart says that a group always costs something if two of its members are not
// alike. It is set only if all members state the value or number that the rule reads, and
// if every difference between two members costs something.
func TestMembersWhoMustBeApart(t *testing.T) {
	d := exact.MustDecimal
	agree := func(list, category, otherwise string, costs ...exact.Decimal) grouping.Rule {
		return grouping.Rule{Agree: &grouping.AgreeRule{List: list, Category: category, Costs: costs, Otherwise: d(otherwise)}}
	}
	span := func(within string) grouping.Rule {
		return grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d(within)}}
	}
	for _, test := range []struct {
		name          string
		rule          grouping.Rule
		all, notOfAll bool // the wanted Apart if all members state what the rule reads, and if one does not
	}{
		{"one value of a category", agree("", "c", "1"), true, false},
		{"with a first choice for free", agree("", "c", "1", d("0")), true, false},
		{"with a first choice at a cost", agree("", "c", "2", d("1")), false, false},
		{"at no cost", agree("", "c", "0"), false, false},
		{"a list, which can hold the values of others", agree("l", "", "1"), false, false},
		{"one number", span("0"), true, false},
		{"numbers next to each other", span("1"), false, false},
	} {
		members := letters("abc")
		for i := range members {
			value := fmt.Sprint(i + 1)
			members[i].Categories = map[string]string{"c": value}
			members[i].Lists = map[string][]string{"l": {value}}
			members[i].Numbers = map[string]exact.Decimal{"z": d(value)}
		}
		assert.Equal(t, test.all, listed(t, test.rule, members).Apart, test.name)
		members[1] = grouping.Member{ID: "b"}
		assert.Equal(t, test.notOfAll, listed(t, test.rule, members).Apart, "%s, which one member does not state", test.name)
	}
}

// The field Price is the number of steps to compute the costs of two groups. It grows
// with the size of the groups. For common hours, it also grows with the number of pieces
// of time: a set of pieces takes one 64-bit word for every 64 pieces.
func TestPricesOfLists(t *testing.T) {
	d := exact.MustDecimal
	members := many(72)
	for i := range members {
		members[i].Lists = map[string][]string{"l": {"x"}}
		members[i].Numbers = map[string]exact.Decimal{"z": d("1")}
	}
	for pieces, words := range map[int]int{1: 1, 63: 1, 64: 1, 65: 2, 128: 2, 129: 3} {
		members[0].Available = nil
		for k := range pieces {
			start := day.Add(time.Duration(k) * time.Minute)
			members[0].Available = append(members[0].Available, civil.Interval{Start: start, End: start.Add(time.Minute)})
		}
		k := listed(t, grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 200}}, members)
		assert.Equal(t, words*9, k.Price, "%d pieces", pieces)
		assert.Equal(t, int64(pieces), k.Measure([]int32{0, 1}))
	}
	assert.Equal(t, 9, listed(t, grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: d("1"), Within: d("1")}}, members).Price)
	assert.Equal(t, 36, listed(t, grouping.Rule{Agree: &grouping.AgreeRule{List: "l", Otherwise: d("1")}}, members).Price)
}
