package grouping_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// A cohort of 32 whose tiers are proved at once, one that takes all steps, and
// five categories in one tier.
func BenchmarkForm32(b *testing.B) {
	all := optima(b)
	inTiers, _ := all[1].inTiers()
	hard, _ := all[0].inTiers()
	oneTier, _ := all[0].inOneTier()
	for _, c := range []struct {
		name, cohort string
		policy       grouping.Policy
	}{{"proved", "n32_2.csv", inTiers}, {"tiers", "n32_0.csv", hard}, {"one-tier", "n32_0.csv", oneTier}} {
		b.Run(c.name, func(b *testing.B) {
			gr, members := compile(b, c.policy), cohort(b, c.cohort)
			for b.Loop() {
				_, err := gr.Form(members, grouping.Options{Seed: "bench"})
				require.NoError(b, err)
			}
		})
	}
}

// manyMembers repeats the members of a file under new ids.
func manyMembers(b *testing.B, n int) []grouping.Member {
	base := cohort(b, "c10000.csv")
	members := make([]grouping.Member, n)
	for i := range members {
		members[i] = base[i%len(base)]
		members[i].ID = fmt.Sprintf("%s-%d", members[i].ID, i/len(base))
	}
	return members
}

// The scaling table: five categories in one tier, with the excess of the cost
// over its bound in units of one person in one group.
func BenchmarkFormMany(b *testing.B) {
	for _, n := range []int{1000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			members := manyMembers(b, n)
			if n == 1000 {
				members = cohort(b, "c1000.csv")
			}
			gr := compile(b, grouping.Policy{Sizes: grouping.Sizes{Count: n * 2 / 11}, Prefer: spreads(1, fiveCategories...)})
			var f grouping.Formation
			for b.Loop() {
				var err error
				f, err = gr.Form(members, grouping.Options{Seed: "bench"})
				require.NoError(b, err)
			}
			b.ReportMetric(float64(f.Tiers[0].Cost-f.Tiers[0].Bound)/float64(n), "excess")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/member")
		})
	}
}

func BenchmarkReform32(b *testing.B) {
	p, _ := optima(b)[0].inOneTier()
	gr, members := compile(b, p), cohort(b, "n32_0.csv")
	before, err := gr.Form(members, grouping.Options{Seed: "bench"})
	require.NoError(b, err)
	for b.Loop() {
		_, err := gr.Reform(before, members[1:], grouping.ReformOptions{Seed: "bench"})
		require.NoError(b, err)
	}
}
