package grouping_test

import (
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// alikes returns members with a number z. Each group is a pair: how many members to make,
// and the number that these members have.
func alikes(groups ...[2]int) (members []grouping.Member) {
	for _, group := range groups {
		for range group[0] {
			members = append(members, grouping.Member{Numbers: map[string]exact.Decimal{"z": exact.MustDecimal(strconv.Itoa(group[1]))}})
		}
	}
	for i, m := range many(len(members)) {
		members[i].ID = m.ID
	}
	return members
}

func conflictOf(t *testing.T, p grouping.Policy, members []grouping.Member, steps int) *grouping.ConflictError {
	t.Helper()
	_, err := compile(t, p).Form(members, grouping.Options{Steps: steps})
	var conflict *grouping.ConflictError
	require.ErrorAs(t, err, &conflict)
	return conflict
}

// A reason must hold in every division that the sizes allow, not only in the divisions
// that Form tries. For more than 64 people, Form tries at most 16 divisions. In each of
// them, the group sizes differ by at most one.
func TestReasonsHoldInDivisionsThatAreNotTried(t *testing.T) {
	alike := grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("0")}}
	apart := func(n int) grouping.Rule {
		return grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{ids(many(n))}}}
	}
	together := func(n int) grouping.Rule {
		return grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{ids(many(n))}}}
	}
	pin := func(group, n int) grouping.Rule {
		return grouping.Rule{Pin: &grouping.PinRule{Pins: []grouping.Pin{{Group: group, Members: ids(many(n))}}}}
	}
	for _, test := range []struct {
		name   string
		sizes  grouping.Sizes
		n      int
		rule   grouping.Rule
		reason bool
	}{
		{"as many apart as groups of two", grouping.Sizes{Min: 2, Max: 10}, 100, apart(50), false},
		{"one more", grouping.Sizes{Min: 2, Max: 10}, 100, apart(51), true},
		{"a pin to the last group of two", grouping.Sizes{Min: 2, Max: 10}, 100, pin(50, 1), false},
		{"a pin past it", grouping.Sizes{Min: 2, Max: 10}, 100, pin(51, 1), true},
		{"together in a group of the largest size", grouping.Sizes{Min: 50, Max: 70}, 130, together(70), false},
		{"one more than it holds", grouping.Sizes{Min: 50, Max: 70}, 130, together(71), true},
		{"pinned to a group of the largest size", grouping.Sizes{Min: 50, Max: 70}, 130, pin(1, 70), false},
		{"one more than it holds, pinned", grouping.Sizes{Min: 50, Max: 70}, 130, pin(1, 71), true},
	} {
		p := grouping.Policy{Sizes: test.sizes, Must: must("m", test.rule)}
		_, err := compile(t, p).Form(many(test.n), grouping.Options{Steps: 1000})
		var conflict *grouping.ConflictError
		if !test.reason && err == nil {
			continue // a formation was found
		}
		require.ErrorAs(t, err, &conflict, test.name)
		assert.Equal(t, test.reason, conflict.Proved, test.name)
		assert.Equal(t, test.reason, len(conflict.Because) > 0, test.name)
	}

	// Of 190 people, 50 have the number 0, 70 have 100 and 70 have 200, and three have
	// the value "yes" in the category "lead". Both rules can be kept, but not if the
	// group sizes differ by at most one.
	members := alikes([2]int{50, 0}, [2]int{70, 100}, [2]int{70, 200})
	for i := range members {
		members[i].Categories = map[string]string{"lead": "no"}
	}
	for _, i := range []int{0, 60, 180} {
		members[i].Categories["lead"] = "yes"
	}
	lead := grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "lead", In: []string{"yes"}, Count: 1}}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 50, Max: 70}, Must: append(must("lead", lead), must("alike", alike)...)}
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"alike"}}, conflictOf(t, p, members, 10_000), "nobody differs from 49 others, and three are enough to lead three groups")
	members[0].Categories["lead"] = "no"
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"lead"}, Proved: true, Because: []grouping.Because{{Code: "lead", IDs: []string{members[60].ID, members[180].ID}, Have: 2, Need: 3,
		Detail: "lead needs 3 people, 1 in each of 3 groups, and has 2"}}}, conflictOf(t, p, members, 10_000))
	members = alikes([2]int{49, 0}, [2]int{71, 100}, [2]int{70, 200})
	p.Must = must("alike", alike)
	conflict := conflictOf(t, p, members, 10_000)
	assert.True(t, conflict.Proved, "49 people have nobody else near")
	assert.Len(t, conflict.Because, 49)
}

// Each case has two rules. One rule can only just be kept. The other rule, "guilty",
// wants four people in one group, although groups hold at most three. The conflict names
// only the rule "guilty".
func TestReasonsAtTheEdgeOfWhatCanBeKept(t *testing.T) {
	members := letters("abcdef")
	for i := range members {
		members[i].Categories = map[string]string{"x": []string{"p", "q"}[i/3], "one": "value"}
		members[i].Numbers = map[string]exact.Decimal{"z": exact.MustDecimal(strconv.Itoa(10 * i))}
		if i > 0 {
			members[i].Categories["mind"] = "one" // the first member has no value
		}
		members[i].Available = []civil.Interval{{Start: day.Add(time.Duration(i/2) * time.Hour), End: day.Add(time.Duration(i/2)*time.Hour + time.Hour)}}
	}
	pins := func(pins ...grouping.Pin) grouping.Rule { return grouping.Rule{Pin: &grouping.PinRule{Pins: pins}} }
	guilty := grouping.Requirement{Code: "guilty", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{"a", "b", "c", "d"}}}}}
	want := &grouping.ConflictError{Codes: []string{"guilty"}, Proved: true, Because: []grouping.Because{{Code: "guilty", IDs: []string{"a", "b", "c", "d"}, Have: 3, Need: 4,
		Detail: "4 people must be in one group, and the largest group holds 3"}}}
	for name, rule := range map[string]grouping.Rule{
		"one in each of two groups":                {AtLeast: &grouping.AtLeastRule{Category: "x", In: []string{"p"}, Count: 1}},
		"three for two groups":                     {AtLeast: &grouping.AtLeastRule{Category: "one", In: []string{"value"}, Count: 3}},
		"two in each of three groups":              {AtMost: &grouping.AtMostRule{Category: "one", Count: new(2)}},
		"apart in three groups":                    {Apart: &grouping.ApartRule{Sets: [][]string{{"a", "b", "c"}}}},
		"together in a group of three":             {Together: &grouping.TogetherRule{Sets: [][]string{{"d", "e"}, {"e", "f"}}}},
		"those of one value in a group":            {Gather: &grouping.GatherRule{Category: "x"}},
		"the hour that each pair shares":           {CommonHours: &grouping.CommonHoursRule{Minutes: 60}},
		"as near as the nearest neighbour":         {Range: &grouping.RangeRule{Number: "z", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("10")}},
		"three in one place, one in a last":        pins(grouping.Pin{Group: 1, Members: []string{"a", "b", "c"}}, grouping.Pin{Group: 3, Members: []string{"d"}}),
		"those without a value count for another":  {AtLeast: &grouping.AtLeastRule{Category: "rare", Missing: "none", In: []string{"none"}, Count: 1}},
		"what costs nothing":                       {Agree: &grouping.AgreeRule{Category: "x", Otherwise: exact.MustDecimal("0")}},
		"together, and of one mind, which is free": {Agree: &grouping.AgreeRule{Category: "mind", Costs: []exact.Decimal{exact.MustDecimal("0")}, Otherwise: exact.MustDecimal("1")}},
		"together, and of one mind":                {Agree: &grouping.AgreeRule{Category: "mind", Otherwise: exact.MustDecimal("1")}},
		"somebody who is not there":                pins(grouping.Pin{Group: 9, Members: []string{"z"}}, grouping.Pin{Group: 1, Members: []string{"a", "b", "c", "y"}}),
	} {
		p := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: append(must("innocent", rule), guilty)}
		assert.Equal(t, want, conflictOf(t, p, members, 0), name)
	}
	members[5].Numbers["z"] = exact.MustDecimal("54")
	members[5].Available[0].Start = members[5].Available[0].Start.Add(20 * time.Minute)
	for _, i := range []int{3, 4} {
		members[i].Available[0].End = members[i].Available[0].End.Add(time.Hour)
	}
	for _, test := range []struct {
		rule grouping.Rule
		want grouping.Because
	}{
		{grouping.Rule{AtMost: &grouping.AtMostRule{Category: "one", Count: new(1)}},
			grouping.Because{IDs: ids(members), Have: 3, Need: 6, Detail: "guilty allows 3 people alike, 1 in each of 3 groups, and has 6"}},
		{grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "x", In: []string{"p"}, Count: 2}},
			grouping.Because{IDs: []string{"a", "b", "c"}, Have: 3, Need: 4, Detail: "guilty needs 4 people, 2 in each of 2 groups, and has 3"}},
		{grouping.Rule{Range: &grouping.RangeRule{Number: "z", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("10")}},
			grouping.Because{IDs: []string{"f"}, Have: 10, Need: 14, Detail: "f differs from the nearest 1 other by 14 units, and 10 are allowed"}},
		{grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}},
			grouping.Because{IDs: []string{"f"}, Have: 40, Need: 60, Detail: "f shares at most 40 minutes with 1 other, and 60 are needed"}},
		{grouping.Rule{Keep: &grouping.KeepRule{Groups: [][]string{{"b", "c"}, {"f", "e", "c", "a"}}}},
			grouping.Because{IDs: []string{"a", "b", "c", "e", "f"}, Have: 3, Need: 5, Detail: "5 people must be in one group, and the largest group holds 3"}},
		{grouping.Rule{Gather: &grouping.GatherRule{Category: "mind"}},
			grouping.Because{IDs: []string{"b", "c", "d", "e", "f"}, Have: 3, Need: 5, Detail: "5 people must be in one group, and the largest group holds 3"}},
		{pins(grouping.Pin{Group: 2, Members: []string{"d", "b"}}, grouping.Pin{Group: 2, Members: []string{"a", "c"}}),
			grouping.Because{IDs: []string{"a", "b", "c", "d"}, Have: 3, Need: 4, Detail: "4 people are asked for in group 2, which holds at most 3"}},
	} {
		test.want.Code = "guilty"
		p := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: must("guilty", test.rule)}
		assert.Equal(t, []grouping.Because{test.want}, conflictOf(t, p, members, 0).Because)
	}
}

// A reason about people whom several rules join has the code of the first of these rules.
func TestReasonsOfSeveralRules(t *testing.T) {
	join := func(code string, sets ...[]string) grouping.Requirement {
		return grouping.Requirement{Code: code, Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: sets}}}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 2, Max: 3}, Must: []grouping.Requirement{join("first", []string{"b", "c"}), join("second", []string{"a", "c"}, []string{"d", "a"})}}
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"first", "second"}, Proved: true, Because: []grouping.Because{{Code: "first", IDs: []string{"a", "b", "c", "d"}, Have: 3, Need: 4,
		Detail: "4 people must be in one group, and the largest group holds 3"}}}, conflictOf(t, p, letters("abcdef"), 0))

	// Each pair must be together in one group, and a group may have only one value. The
	// reason names only the pair whose members have different values.
	members := letters("abcdef")
	for i := range members {
		members[i].Categories = map[string]string{"x": []string{"p", "q"}[i/3]}
	}
	agree := grouping.Requirement{Code: "agree", Rule: grouping.Rule{Agree: &grouping.AgreeRule{Category: "x", Otherwise: exact.MustDecimal("1")}}}
	p.Must = []grouping.Requirement{join("pairs", []string{"a", "b"}, []string{"d", "c"}), agree}
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"pairs", "agree"}, Proved: true, Because: []grouping.Because{{Code: "pairs", IDs: []string{"c", "d"}, Have: 1, Need: 2,
		Detail: "2 people must be in one group, which agrees on one x, and they have 2"}}}, conflictOf(t, p, members, 0))
}

// The conflict has a reason even if there is only one group. Without members, every rule
// is kept.
func TestReasonsOfOneGroupAndOfNone(t *testing.T) {
	p := grouping.Policy{Sizes: grouping.Sizes{Count: 1}, Must: must("apart", grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{"c", "a"}}}})}
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"apart"}, Proved: true, Because: []grouping.Because{{Code: "apart", IDs: []string{"a", "c"}, Have: 1, Need: 2,
		Detail: "2 people want to be in different groups, of which there are at most 1"}}}, conflictOf(t, p, letters("abc"), 0))

	all, err := grouping.Parse([]byte(everyKind))
	require.NoError(t, err)
	for _, sizes := range []grouping.Sizes{{Min: 2, Max: 3}, {Min: 2, Max: 3, Per: "x"}} {
		all.Sizes = sizes
		gr := compile(t, all)
		f, err := gr.Form(nil, grouping.Options{})
		require.NoError(t, err)
		require.Empty(t, f.Groups)
		_, err = gr.Reform(f, nil, grouping.ReformOptions{})
		require.NoError(t, err)
	}
}

// The number of people needed in all groups together can exceed 32 bits. The reason then
// gives the same number on every machine.
func TestReasonsBeyond32Bits(t *testing.T) {
	members := many(4300)
	for i := range members {
		members[i].Categories = map[string]string{"x": "p"}
	}
	most := grouping.Requirement{Code: "most", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "x", In: []string{"p"}, Count: new(1_000_000)}}}
	least := grouping.Requirement{Code: "least", Rule: grouping.Rule{AtLeast: &grouping.AtLeastRule{Category: "x", In: []string{"p"}, Count: 1_000_000}}}
	conflict := conflictOf(t, grouping.Policy{Sizes: grouping.Sizes{Count: 2150}, Must: []grouping.Requirement{most, least}}, members, 1000)
	assert.Equal(t, &grouping.ConflictError{Codes: []string{"least"}, Proved: true, Because: []grouping.Because{{Code: "least", IDs: ids(members), Have: 4300, Need: 2_150_000_000,
		Detail: "least needs 2150000000 people, 1000000 in each of 2150 groups, and has 4300"}}}, conflict)
}

// A conflict has at most 100 reasons.
func TestAHundredReasons(t *testing.T) {
	for n, want := range map[int]int{99: 99, 100: 100, 101: 100} {
		members := many(n)
		for i := range members {
			members[i].Categories = map[string]string{"town": strconv.Itoa(i)}
		}
		nowhere := grouping.Rule{AtMost: &grouping.AtMostRule{Category: "town", Count: new(0)}}
		conflict := conflictOf(t, grouping.Policy{Sizes: grouping.Sizes{Count: 20}, Must: must("town", nowhere)}, members, 1000)
		assert.Len(t, conflict.Because, want)
	}
}
