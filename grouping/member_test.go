package grouping_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// Each limit on what a member states is tested with the last value that is allowed, or
// with the first that is not, or with both.
func TestEveryMemberRule(t *testing.T) {
	d := exact.MustDecimal
	facts := func(n int) (categories map[string]string, numbers map[string]exact.Decimal) {
		categories, numbers = map[string]string{}, map[string]exact.Decimal{}
		for i := range n {
			categories[fmt.Sprint(i)], numbers[fmt.Sprint(i)] = "", d("1")
		}
		return categories, numbers
	}
	most, mostNumbers := facts(512)
	more, moreNumbers := facts(513)
	at := func(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC) }
	hour := civil.Interval{Start: day, End: day.Add(time.Hour)}
	tests := []struct {
		name   string
		member grouping.Member
		want   []string
	}{
		{"an id of 128 bytes", grouping.Member{ID: strings.Repeat("a", 128)}, nil},
		{"of 129", grouping.Member{ID: strings.Repeat("a", 129)}, []string{"[0].id id"}},
		{"512 facts", grouping.Member{ID: "a", Categories: most, Numbers: mostNumbers}, nil},
		{"513", grouping.Member{ID: "a", Categories: more, Numbers: moreNumbers}, []string{"[0].categories too-many", "[0].numbers too-many"}},
		{"a value of 1024 bytes", grouping.Member{ID: "a", Categories: map[string]string{"x": strings.Repeat("v", 1024)}}, nil},
		{"of 1025", grouping.Member{ID: "a", Categories: map[string]string{"x": strings.Repeat("v", 1025)}}, []string{`[0].categories["x"] too-long`}},
		{"a value of two lines", grouping.Member{ID: "a", Categories: map[string]string{"x": "v\nw"}}, []string{`[0].categories["x"] text`}},
		{"a category without a name", grouping.Member{ID: "a", Categories: map[string]string{"": "v"}}, []string{`[0].categories[""] id`}},
		{"a number without a name", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"": d("1")}}, []string{`[0].numbers[""] id`}},
		{"no number", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"x": {}}}, []string{`[0].numbers["x"] required`}},
		{"a number of more than 64 characters", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"x": {Decimal: d("1").Shift(70)}}}, []string{`[0].numbers["x"] decimal`}},
		{"a number of whole units", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"n": d("1.5")}}, nil},
		{"and of half a unit", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"n": d("1.25")}}, []string{`[0].numbers["n"] unit`}},
		{"the number a rule reads, absent", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"n": {}}}, []string{`[0].numbers["n"] required`}},
		{"of more than 64 characters", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"n": {Decimal: d("1").Shift(-70)}}}, []string{`[0].numbers["n"] decimal`}},
		{"2^31 units", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"n": d("1073741824")}}, nil},
		{"one more", grouping.Member{ID: "a", Numbers: map[string]exact.Decimal{"n": d("1073741824.5")}}, []string{`[0].numbers["n"] unit-range`}},
		{"a list", grouping.Member{ID: "a", Lists: map[string][]string{"topic": {"health", ""}}}, nil},
		{"a list without a name", grouping.Member{ID: "a", Lists: map[string][]string{"": {"v"}}}, []string{`[0].lists[""] id`}},
		{"a value listed twice", grouping.Member{ID: "a", Lists: map[string][]string{"x": {"v", "w", "v"}}}, []string{`[0].lists["x"][2] duplicate-value`}},
		{"a listed value of two lines", grouping.Member{ID: "a", Lists: map[string][]string{"x": {"v\n"}}}, []string{`[0].lists["x"][0] text`}},
		{"a listed value of 1025 bytes", grouping.Member{ID: "a", Lists: map[string][]string{"x": {strings.Repeat("v", 1025)}}}, []string{`[0].lists["x"][0] too-long`}},
		{"a listed value of 1024", grouping.Member{ID: "a", Lists: map[string][]string{"x": {strings.Repeat("v", 1024)}}}, nil},
		{"512 lists", grouping.Member{ID: "a", Lists: lists(512)}, nil},
		{"513", grouping.Member{ID: "a", Lists: lists(513)}, []string{"[0].lists too-many"}},
		{"101 equal values", grouping.Member{ID: "a", Lists: map[string][]string{"x": slices.Repeat([]string{"v"}, 101)}}, []string{`[0].lists["x"] too-many`}},
		{"100 values", grouping.Member{ID: "a", Lists: map[string][]string{"x": values(100)}}, nil},
		{"101 values", grouping.Member{ID: "a", Lists: map[string][]string{"x": values(101)}}, []string{`[0].lists["x"] too-many`}},
		{"10,000 intervals", grouping.Member{ID: "a", Available: slices.Repeat([]civil.Interval{hour}, 10_000)}, nil},
		{"10,001", grouping.Member{ID: "a", Available: slices.Repeat([]civil.Interval{hour}, 10_001)}, []string{"[0].available too-many"}},
		{"no end", grouping.Member{ID: "a", Available: []civil.Interval{{Start: day}}}, []string{"[0].available[0].end required"}},
		{"no start", grouping.Member{ID: "a", Available: []civil.Interval{{End: day}}}, []string{"[0].available[0].start required"}},
		{"no time at all", grouping.Member{ID: "a", Available: []civil.Interval{hour, {Start: day, End: day}}}, []string{"[0].available[1] interval"}},
		{"from 1900 to 2199", grouping.Member{ID: "a", Available: []civil.Interval{{Start: at(1900), End: at(2200).Add(-1)}}}, nil},
		{"before", grouping.Member{ID: "a", Available: []civil.Interval{{Start: at(1900).Add(-1), End: at(1900)}}}, []string{"[0].available[0] range"}},
		{"after", grouping.Member{ID: "a", Available: []civil.Interval{{Start: at(2000), End: at(2200)}}}, []string{"[0].available[0] range"}},
	}
	half := grouping.Rule{Balance: &grouping.BalanceRule{Number: "n", Unit: d("0.5")}}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := compile(t, one(half)).Form([]grouping.Member{test.member}, grouping.Options{})
			assert.Equal(t, test.want, codes(err))
		})
	}
	p := one(half)
	p.Must = []grouping.Requirement{{Code: "third", Rule: grouping.Rule{Range: &grouping.RangeRule{Number: "n", Unit: d("3"), Within: d("3")}}}}
	_, err := compile(t, p).Form([]grouping.Member{{ID: "a", Numbers: map[string]exact.Decimal{"n": d("2")}}}, grouping.Options{})
	assert.Equal(t, []string{`[0].numbers["n"] unit`}, codes(err), "two rules read it, each in its unit")
	_, err = compile(t, p).Form([]grouping.Member{{ID: "a", Numbers: map[string]exact.Decimal{"n": d("6")}}}, grouping.Options{})
	assert.NoError(t, err)
}

// A million members are allowed, and one more is not.
func TestMostMembers(t *testing.T) {
	gr := compile(t, grouping.Policy{Sizes: grouping.Sizes{Count: 1}})
	assert.Equal(t, []string{" too-many"}, codes(gr.CheckMembers(make([]grouping.Member, 1_000_000+1))))
	if !testing.Short() {
		err := gr.CheckMembers(make([]grouping.Member, 1_000_000)) // none of them has an id
		assert.NotContains(t, codes(err), " too-many")
	}
}

func lists(n int) map[string][]string {
	all := map[string][]string{}
	for i := range n {
		all[fmt.Sprint(i)] = nil
	}
	return all
}

func values(n int) (list []string) {
	for i := range n {
		list = append(list, fmt.Sprint(i))
	}
	return list
}

// The time that all members of a group have in common is compared with a count in steps
// of ten minutes. Some members state so many intervals that the pieces of time do not fit
// in one 64-bit word.
func TestCommonHoursAgainstTheDay(t *testing.T) {
	w := world{rand.New(rand.NewPCG(4, 12))}
	found := 0
	for i := range cases(300, 5000) {
		var members []grouping.Member
		silent := 0
		for m := range 1 + w.IntN(3) {
			member := grouping.Member{ID: fmt.Sprint(m)}
			at := 0
			for range w.IntN(30) {
				at += 1 + w.IntN(3)
				length := 1 + w.IntN(5)
				if at+length > 144 {
					break // the day is over
				}
				start := day.Add(time.Duration(at) * 10 * time.Minute)
				member.Available = append(member.Available, civil.Interval{Start: start, End: start.Add(time.Duration(length) * 10 * time.Minute)})
				at += length
			}
			if len(member.Available) == 0 && w.chance(50) {
				member.Available = []civil.Interval{} // never available, not unknown
			}
			if member.Available == nil {
				silent++
			}
			members = append(members, member)
		}
		k := grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 1440, Stretch: 10 * w.IntN(4)}}
		f, err := compile(t, one(k)).Form(members, grouping.Options{})
		require.NoError(t, err)
		lacking := cost(k, members, f.Groups)
		require.Equal(t, lacking, f.Tiers[0].Cost, "case %d", i)
		common := 1440 - lacking
		if silent == len(members) {
			common = -1
		}
		require.Equal(t, []int64{common}, f.Rules[0].Groups, "case %d", i)
		require.Equal(t, silent, f.Rules[0].Missing)
		if lacking < 1440 && silent < len(members) {
			found++
		}
	}
	require.Positive(t, found)
}
