package grouping_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// A thousand people in 182 groups, five categories in one tier: close to the
// bound, which counts in units of one person in one group here.
func TestAThousandMembers(t *testing.T) {
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6, Count: 182}, Prefer: spreads(1, fiveCategories...)}
	f, err := compile(t, p).Form(cohort(t, "c1000.csv"), grouping.Options{Seed: "a", Steps: 400_000})
	require.NoError(t, err)
	require.Len(t, f.Groups, 182)
	excess := (f.Tiers[0].Cost - f.Tiers[0].Bound) / 1000
	assert.LessOrEqual(t, excess, int64(7))
	assert.False(t, f.Tiers[0].Proved && excess > 0)
}

// Rules of every sort hold in a cohort too large to climb.
func TestMustsOfALargeCohort(t *testing.T) {
	members := cohort(t, "c1000.csv")[:240]
	for i := range members {
		start := day.Add(time.Duration(i%3) * 4 * time.Hour)
		members[i].Available = []grouping.Interval{{Start: start, End: start.Add(12 * time.Hour)}}
	}
	p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "region"), Must: []grouping.Requirement{
		{Code: "women", Rule: grouping.Rule{NotAlone: &grouping.NotAloneRule{Category: "gender", In: []string{"F"}}}},
		{Code: "organisation", Rule: grouping.Rule{AtMost: &grouping.AtMostRule{Category: "organisation", Count: new(1)}}},
		{Code: "friends", Rule: grouping.Rule{Together: &grouping.TogetherRule{Sets: [][]string{{members[0].ID, members[100].ID}}}}},
		{Code: "rivals", Rule: grouping.Rule{Apart: &grouping.ApartRule{Sets: [][]string{{members[1].ID, members[2].ID, members[3].ID}}}}},
		{Code: "hours", Rule: grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 240, Stretch: 60}}},
	}}
	f, err := compile(t, p).Form(members, grouping.Options{Seed: "a", Steps: 300_000})
	require.NoError(t, err)
	for _, m := range p.Must {
		assert.Zero(t, cost(m.Rule, members, f.Groups), m.Code)
	}
}

// Too many different times of too many people are refused rather than laid out.
func TestSizesOfProblemsAreBounded(t *testing.T) {
	members := make([]grouping.Member, 24_000)
	for i := range members {
		start := day.Add(time.Duration(2*i) * time.Second)
		members[i] = grouping.Member{ID: fmt.Sprint(i), Available: []grouping.Interval{{Start: start, End: start.Add(time.Second)}}}
	}
	gr := compile(t, one(grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}))
	_, err := gr.Form(members, grouping.Options{Steps: 1})
	assert.Equal(t, []string{" problem-size"}, codes(err))
}
