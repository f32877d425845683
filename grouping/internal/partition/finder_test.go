package partition_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// The number of nodes of a proof is also the same on every machine if one tier has several
// sums, lists that cost something from the first member on, or costs that are not convex.
// Each of these has a bound of its own that cuts off groups.
func TestNodesOfProofsByTerms(t *testing.T) {
	const n = 12
	for name, test := range map[string]struct {
		add   func(w world, p *partition.Problem)
		nodes []int64
	}{
		"three sums": {func(w world, p *partition.Problem) {
			for range 3 {
				s := &partition.Sums{Term: partition.Term{Tier: 1, Weight: 1}, Part: make([]int64, n)}
				total := int64(0)
				for m := range n - 1 {
					s.Part[m] = int64(w.IntN(41)) - 20
					total += s.Part[m]
				}
				s.Part[n-1] = -total
				p.Sums = append(p.Sums, s)
			}
		}, []int64{63370, 63376, 19478}},
		"a list and a sum": {func(w world, p *partition.Problem) {
			s := &partition.Sums{Term: partition.Term{Tier: 1, Weight: 1}, Part: make([]int64, n)}
			far := make([]int64, n)
			alike := partition.Everybody(n)
			for m := range n / 2 {
				s.Part[m], far[m] = int64(w.IntN(20)), int64(w.IntN(30))
				s.Part[n-1-m] = -s.Part[m]
			}
			p.Sums = append(p.Sums, s)
			p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Tier: 1, Weight: 1}, Alike: alike, Reach: 30 * n, Price: 1,
				Measure: func(members []int32) (most int64) {
					for _, m := range members {
						most = max(most, far[m])
					}
					return most
				}, Excess: func(most int64) int64 { return most }})
		}, []int64{93966, 63131, 19202}},
		"not alone": {func(w world, p *partition.Problem) {
			c := &partition.Counts{Term: partition.Term{Tier: 1, Weight: 3}, Value: make([]int32, n), Least: 3}
			for m := range c.Value {
				c.Value[m] = int32(w.IntN(4))
			}
			c.Tally(4)
			c.Cost = func(_ int32, _, count int64) int64 {
				if count == 0 {
					return 0
				}
				return max(0, 3-count)
			}
			p.Counts = append(p.Counts, c)
		}, []int64{26437, 19937, 23365}},
	} {
		var nodes []int64
		for seed := range 3 {
			w := newWorld(uint64(60 + seed))
			p := partition.New(n, []int{5, 4, 3}, 2)
			p.Counts = append(p.Counts, spread(p, 1, 3, []int32{0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2}))
			test.add(w, p)
			p.Tabulate()
			p.Weigh()
			s, _, spent := p.ProveFrom(partition.Everybody(n), 10_000_000, 0)
			require.Equal(t, s.Least, s.Bound)
			nodes = append(nodes, spent)
		}
		assert.Equal(t, test.nodes, nodes, name)
	}
}
