package grouping_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// For most cohorts of 40 to 60 people, all tiers are proved, both with three tiers and
// with a single tier. For 80 and 120 people, the results are only logged. All of this takes
// minutes, so a run without the long tests tries only one cohort.
func TestLargerCohorts(t *testing.T) {
	if !long() {
		f, err := compile(t, grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, "gender", "region")}).Form(cohort(t, "c1000.csv")[:40], grouping.Options{})
		require.NoError(t, err)
		assert.True(t, f.Tiers[0].Proved)
		return
	}
	all := cohort(t, "c1000.csv")
	for _, n := range []int{40, 50, 60, 80, 120} {
		tiers, one := 0, 0
		for i := range 6 {
			members := all[i*130 : i*130+n]
			three := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: append(spreads(1, "gender"), append(spreads(2, "region"), spreads(3, "sector", "organisation")...)...)}
			single := grouping.Policy{Sizes: grouping.Sizes{Min: 5, Max: 6}, Prefer: spreads(1, fiveCategories...)}
			start := time.Now()
			f, err := compile(t, three).Form(members, grouping.Options{Steps: 100_000_000})
			require.NoError(t, err)
			if f.Tiers[2].Proved {
				tiers++
			}
			took := time.Since(start)
			start = time.Now()
			g, err := compile(t, single).Form(members, grouping.Options{Steps: 200_000_000})
			require.NoError(t, err)
			if g.Tiers[0].Proved {
				one++
			}
			t.Logf("%d members, cohort %d: three tiers %v in %v; one tier %+v in %v", n, i, f.Tiers, took, g.Tiers[0], time.Since(start))
		}
		if n <= 60 {
			assert.GreaterOrEqual(t, tiers, 5, "three tiers of %d", n)
			assert.GreaterOrEqual(t, one, 5, "one tier of %d", n)
		}
	}
}
