package partition_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// nesting adds two terms to a tier, both of which spread values. Each value of the second
// term is a part of a value of the first, as a country is a part of a region.
func (w world) nesting(p *partition.Problem, tier int) {
	outer, inner := make([]int32, p.N), make([]int32, p.N)
	for m := range outer {
		outer[m] = int32(w.IntN(3)) - 1
		if inner[m] = -1; outer[m] >= 0 {
			inner[m] = 2*outer[m] + int32(w.IntN(2))
		}
	}
	for i, of := range [][]int32{outer, inner} {
		p.Counts = append(p.Counts, spread(p, tier, 2+2*i, of))
	}
}

// spread returns a term that wants the members with each value spread evenly.
func spread(p *partition.Problem, tier, values int, of []int32) *partition.Counts {
	c := &partition.Counts{Term: partition.Term{Tier: tier, Weight: 1}, Value: of, Convex: true}
	c.Tally(values)
	c.Cost = func(v int32, size, count int64) int64 {
		d := int64(p.N)*count - size*int64(c.Total[v])
		return max(d, -d)
	}
	return c
}

// No assignment costs less in a tier than the bound of the tier. The test also pins how
// many bounds equal the least cost of their tier over all assignments, since proofs take
// longer with weaker bounds.
func TestBoundsAgainstEveryAssignment(t *testing.T) {
	w := newWorld(8)
	tiers, met := 0, 0
	for i := range 300 {
		p := w.problem(2+w.IntN(6), 4)
		if i%2 == 0 {
			p = partition.New(4+w.IntN(5), nil, 3)
			p = partition.New(p.N, w.sizes(p.N), 3)
			w.nesting(p, 1)
			w.counts(p, partition.Term{Tier: 1 + w.IntN(2), Weight: int64(1 + w.IntN(3))})
			p.Tabulate()
			p.Weigh()
		}
		var least []int64
		every(p, func(seat []int32) {
			cost := partition.NewState(p, slices.Clone(seat)).Cost
			if least == nil {
				least = slices.Clone(cost)
			}
			for tier := range cost {
				least[tier] = min(least[tier], cost[tier])
			}
		})
		for tier, bound := range p.Bound() {
			require.LessOrEqual(t, bound, least[tier], "case %d, tier %d", i, tier)
			if least[tier] > 0 {
				tiers++
				if bound == least[tier] {
					met++
				}
			}
		}
	}
	assert.Equal(t, [2]int{265, 332}, [2]int{met, tiers})
}

// A group costs at least the highest floor of its members. The sum over groups is least
// if the members with the highest floors are together.
func TestBoundOfFloors(t *testing.T) {
	p := partition.New(5, []int{3, 2}, 1)
	for _, test := range []struct {
		floor []int64
		want  int64
	}{
		{nil, 0},
		{[]int64{0, 0, 0, 0, 0}, 0},
		{[]int64{0, 7, 0, 0, 0}, 7},
		{[]int64{4, 7, 5, 0, 0}, 7},
		{[]int64{4, 7, 5, 3, 1}, 10},
	} {
		assert.Equal(t, test.want, (&partition.Lists{Floor: test.floor}).Bound(p), "%v", test.floor)
	}
}

// The bound of floors is compared with all assignments. An assignment costs the sum of
// the highest floors of its groups, and the bound is the least such cost. The order in
// which the sizes of the groups are stated does not matter.
func TestBoundOfFloorsAgainstEveryAssignment(t *testing.T) {
	w := newWorld(14)
	for i := range cases(100, 2000) {
		n := 1 + w.IntN(7)
		sizes := w.sizes(n)
		w.Shuffle(len(sizes), func(a, b int) { sizes[a], sizes[b] = sizes[b], sizes[a] })
		p := partition.New(n, sizes, 1)
		l := &partition.Lists{Floor: make([]int64, n)}
		for m := range l.Floor {
			l.Floor[m] = int64(w.IntN(5))
		}
		least := int64(math.MaxInt64)
		every(p, func(seat []int32) {
			sum, at := int64(0), 0
			for _, size := range sizes {
				highest := int64(0)
				for _, m := range seat[at : at+size] {
					highest = max(highest, l.Floor[m])
				}
				sum, at = sum+highest, at+size
			}
			least = min(least, sum)
		})
		require.Equal(t, least, l.Bound(p), "case %d: floors %v in groups of %v", i, l.Floor, sizes)
	}
}

// The bound is the number of members for whom there is no room in their home groups, less
// the number of members who may be in other groups. For a term without a rule, the bound
// is 0.
func TestBoundOfHomes(t *testing.T) {
	p := partition.New(5, []int{3, 2}, 1)
	for _, test := range []struct {
		home []int32
		free int64
		rule int
		want int64
	}{
		{[]int32{0, 0, 0, 1, 1}, 0, 0, 0},
		{[]int32{0, 0, 0, 0, -1}, 0, 0, 1},
		{[]int32{1, 1, 1, 1, -1}, 0, 0, 2},
		{[]int32{1, 1, 1, 2, 2}, 0, 0, 3},
		{[]int32{1, 1, 1, 2, 2}, 2, 0, 1},
		{[]int32{1, 1, 1, 2, 2}, 4, 0, 0},
		{[]int32{1, 1, 1, 2, 2}, 0, -1, 0},
	} {
		h := &partition.Homes{Term: partition.Term{Rule: test.rule}, Home: test.home, Free: test.free}
		assert.Equal(t, test.want, h.Bound(p), "%+v", test)
	}
}
