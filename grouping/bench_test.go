package grouping_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

// Three problems of 32 people: tiers that are proved at once, tiers that take all steps,
// and five categories in one tier.
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

// manyMembers returns n members: the members of a file, repeated under new ids.
func manyMembers(b *testing.B, n int) []grouping.Member {
	base := cohort(b, "c10000.csv")
	members := make([]grouping.Member, n)
	for i := range members {
		members[i] = base[i%len(base)]
		members[i].ID = fmt.Sprintf("%s-%d", members[i].ID, i/len(base))
	}
	return members
}

// The benchmark divides 1,000, 10,000 and 100,000 people into groups, with five
// categories in one tier. It reports (cost - bound) / n as the metric "excess". One
// person too many with some value in a group adds n to the cost, so the metric counts
// such people.
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

// The benchmark forms each cohort of testdata/optima.json with a certificate. It uses the
// policy with several tiers, and also the policy with one tier if the optimum of that
// policy is known. Then it checks all certificates.
func BenchmarkProof(b *testing.B) {
	type formed struct {
		gr      *grouping.Grouper
		members []grouping.Member
		f       grouping.Formation
	}
	var all []formed
	for _, k := range optima(b) {
		tiers, _ := k.inTiers()
		policies := []grouping.Policy{tiers}
		if k.OneTier != nil {
			one, _ := k.inOneTier()
			policies = append(policies, one)
		}
		for _, p := range policies {
			all = append(all, formed{gr: compile(b, p), members: cohort(b, k.Cohort)})
		}
	}
	b.Run("form", func(b *testing.B) {
		var took []time.Duration
		proved := 0
		for b.Loop() {
			took, proved = nil, 0
			for i := range all {
				start := time.Now()
				f, err := all[i].gr.Form(all[i].members, grouping.Options{Seed: "bench", Proof: true})
				took = append(took, time.Since(start))
				require.NoError(b, err)
				all[i].f = f
				if !slices.ContainsFunc(f.Tiers, func(t grouping.Tier) bool { return !t.Proved }) {
					proved++
				}
			}
		}
		slices.Sort(took)
		b.ReportMetric(float64(proved), "proved")
		b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "median-ms")
		b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "worst-ms")
	})
	b.Run("check", func(b *testing.B) {
		for b.Loop() {
			for _, a := range all {
				require.NoError(b, a.gr.CheckProof(a.members, a.f))
			}
		}
	})
}
