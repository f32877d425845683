package grouping_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
)

// zoned returns n members who are free for some hours a day, in zones all around the
// world.
func zoned(n int, free time.Duration) []grouping.Member {
	members := many(n)
	for i := range members {
		from := day.Add(time.Duration(i*7919%24) * time.Hour)
		members[i].Available = []civil.Interval{{Start: from, End: from.Add(free)}}
	}
	return members
}

// Form keeps a required common-hours rule for 300 people: it puts people of nearby zones
// into one group. The long tests try up to 2,000 people.
func TestCommonHoursInMustAtSize(t *testing.T) {
	sizes, seeds := []int{300}, 1
	if long() {
		sizes, seeds = []int{300, 600, 1000, 1500, 2000}, 3
	}
	for _, n := range sizes {
		members := zoned(n, 9*time.Hour)
		p := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Must: must("hours", grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 480}})}
		for seed := range seeds {
			start := time.Now()
			f, err := compile(t, p).Form(members, grouping.Options{Seed: strconv.Itoa(seed)})
			t.Logf("%d members, seed %d: %v", n, seed, time.Since(start))
			if assert.NoError(t, err, "%d members, seed %d", n, seed) {
				require.Zero(t, f.Rules[0].Cost)
			}
		}
	}
}

// All people of a group must have the same number, and the people with each number fit
// exactly into some of the groups.
func TestExactPackingInMust(t *testing.T) {
	all := []int{60, 105}
	if long() {
		all = append(all, 300)
	}
	for _, n := range all {
		members := many(n)
		var sizes []int
		at := 0
		for value := 0; at < n; value++ {
			size := min(3+value%4, n-at)
			for i := at; i < at+size; i++ {
				members[i*7919%n].Numbers = map[string]exact.Decimal{"block": exact.MustDecimal(fmt.Sprint(value / 3))}
			}
			sizes = append(sizes, size)
			at += size
		}
		p := grouping.Policy{Sizes: grouping.Sizes{Exact: sizes}, Must: must("alike", grouping.Rule{Range: &grouping.RangeRule{Number: "block", Unit: exact.MustDecimal("1"), Within: exact.MustDecimal("0")}})}
		f, err := compile(t, p).Form(members, grouping.Options{})
		require.NoError(t, err, "%d members", n)
		require.Zero(t, f.Rules[0].Cost)
	}
}
