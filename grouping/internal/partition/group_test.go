package partition_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// For any group, the proof computes the cost that follows from the definitions of the
// terms. The costs of the groups of an assignment add up to the cost of the assignment.
func TestCostsOfGroups(t *testing.T) {
	w := newWorld(51)
	for i := range 200 {
		p := w.problem(2+w.IntN(9), 5)
		seat := partition.Everybody(p.N)
		w.Shuffle(p.N, func(a, b int) { seat[a], seat[b] = seat[b], seat[a] })
		total := make([]int64, p.Tiers)
		for g, at := 0, 0; g < len(p.Sizes); g++ {
			home := int32(-1)
			if slices.ContainsFunc(p.Homes, func(t *partition.Homes) bool { return slices.Contains(t.Home, int32(g)) }) {
				home = int32(g)
			}
			for tier := range total {
				members := seat[at : at+p.Sizes[g]]
				cost := p.GroupCost(tier, int32(g), members)
				require.Equal(t, costOf(p, tier, home, members), cost, "case %d: tier %d, group %d", i, tier, g)
				total[tier] += cost
			}
			at += p.Sizes[g]
		}
		require.Equal(t, partition.NewState(p, seat).Cost, total, "case %d", i)
	}
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return max(a, -a)
}

// The costs of all assignments differ by multiples of the grain. The test also pins how
// often the grain is the greatest number with this property, since proofs take longer
// with smaller grains.
func TestGrainsAgainstEveryAssignment(t *testing.T) {
	w := newWorld(52)
	tiers, exact := [5]int{}, [5]int{}
	for i := range 1000 {
		n := 3 + w.IntN(4)
		sizes := w.sizes(n)
		for len(sizes) < 2 {
			sizes = w.sizes(n)
		}
		p := partition.New(n, sizes, 3)
		kind := i % 5 // of the terms
		for len(p.Terms()) < 1+i/5%2 {
			term := partition.Term{Tier: 1, Weight: int64(1 + w.IntN(6))}
			w.term(p, term)
			switch {
			case kind < 2 && len(p.Counts) == 0, kind == 2 && len(p.Sums) == 0, kind == 3 && len(p.Lists) == 0:
				p.Counts, p.Sums, p.Lists, p.Homes = nil, nil, nil, nil
			}
		}
		for _, t := range p.Counts {
			for m := range t.Value {
				if kind == 0 { // all members have a value
					t.Value[m] = max(0, t.Value[m])
				}
			}
			t.Tally(len(t.Total))
		}
		for _, t := range p.Sums {
			if kind == 2 { // small parts that add up to 0
				last := int64(0)
				for m := range t.Part[1:] {
					t.Part[m] = int64(w.IntN(7)) - 3
					last -= t.Part[m]
				}
				t.Part[n-1] = last
			}
		}
		if w.chance(20) { // terms of other tiers do not count
			w.term(p, partition.Term{Tier: 2, Weight: 1})
		}
		p.Tabulate()
		p.Weigh()
		differ, first := int64(0), int64(-1)
		every(p, func(seat []int32) {
			cost := partition.NewState(p, slices.Clone(seat)).Cost[1]
			if first < 0 {
				first = cost
			}
			differ = gcd(differ, cost-first)
		})
		require.Positive(t, p.Grain(1))
		require.Zero(t, differ%p.Grain(1), "case %d: costs differ by %d, grain %d", i, differ, p.Grain(1))
		if differ > 0 {
			tiers[kind]++
			if differ == p.Grain(1) {
				exact[kind]++
			}
		}
	}
	assert.Equal(t, [5]int{121, 136, 170, 164, 138}, tiers)
	assert.Equal(t, [5]int{40, 46, 18, 116, 67}, exact)
}

// A term that always costs the same does not make the grain smaller.
func TestGrainBesideConstantCosts(t *testing.T) {
	p := partition.New(4, []int{2, 2}, 2)
	term := partition.Term{Tier: 1, Weight: 1}
	p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Tier: 1, Weight: 6}, Home: []int32{0, 1, -1, -1}})
	p.Sums = append(p.Sums, &partition.Sums{Term: term, Part: make([]int64, 4)})
	p.Counts = append(p.Counts, &partition.Counts{Term: term, Value: []int32{-1, -1, -1, -1}}, spread(p, 1, 1, make([]int32, 4)))
	p.Tabulate()
	assert.Equal(t, int64(6), p.Grain(1))
	assert.Equal(t, int64(1), p.Grain(0), "a tier without terms")
}
