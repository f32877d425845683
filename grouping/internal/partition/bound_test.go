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
	for i, value := range [][]int32{outer, inner} {
		p.Counts = append(p.Counts, spread(p, tier, 2+2*i, value))
	}
}

// spread returns a term that wants the members with each value spread evenly.
func spread(p *partition.Problem, tier, values int, value []int32) *partition.Counts {
	c := &partition.Counts{Term: partition.Term{Tier: tier, Weight: 1}, Value: value, Convex: true}
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

// least returns the least cost of tier 1 over all assignments.
func least(p *partition.Problem) int64 {
	least := int64(math.MaxInt64)
	every(p, func(seat []int32) {
		least = min(least, partition.NewState(p, slices.Clone(seat)).Cost[1])
	})
	return least
}

// For groups of one or two sizes, the bound of a term with convex costs is the least cost
// of the term. For groups of two sizes, the bound of a family of terms whose values nest
// is also the least cost of the family.
func TestBoundsOfNestedTermsAreExact(t *testing.T) {
	w := newWorld(53)
	joined, widths := 0, [4]int{}
	for i := range cases(1000, 50_000) {
		n := 3 + w.IntN(5)
		sizes := w.sizes(n)
		lacks := int32(w.IntN(2)) // whether some members have no value
		narrow := len(slices.Compact(slices.Clone(sizes)))
		if narrow > 2 {
			continue
		}
		widths[narrow]++
		p := partition.New(n, sizes, 2)
		outer, inner, parts := make([]int32, n), make([]int32, n), make([]int32, n)
		for m := range n {
			outer[m] = int32(w.IntN(3)) - lacks
			if inner[m] = -1; outer[m] >= 0 {
				inner[m] = 2*outer[m] + int32(w.IntN(2))
			}
			if parts[m] = -1; inner[m] >= 0 && w.chance(70) {
				parts[m] = 2*inner[m] + int32(w.IntN(2))
			}
		}
		for k, value := range [][]int32{outer, inner, parts}[:1+i%3] {
			c := spread(p, 1, 3<<k, value)
			if i%2 == 0 { // members cost more or less by the size of their group
				slope := [8]int64{}
				for size := range slope {
					slope[size] = int64(w.IntN(7))
				}
				c.Cost = func(_ int32, size, count int64) int64 { return slope[size]*count + max(0, count-1) }
			}
			c.Weight = int64(1 + w.IntN(3))
			p.Counts = append(p.Counts, c)
		}
		p.Tabulate()
		p.Weigh()
		sum := int64(0)
		for _, c := range p.Counts {
			sum += p.TermBound(c)
		}
		if len(p.Counts) == 1 {
			require.Equal(t, least(p), sum, "case %d", i)
		}
		if narrow == 2 {
			require.Equal(t, least(p), p.FamilyBound(), "case %d", i)
			require.LessOrEqual(t, p.Bound()[1], least(p), "case %d", i)
			require.GreaterOrEqual(t, p.Bound()[1], sum, "case %d", i)
			if sum < p.Bound()[1] {
				joined++
			}
		}
	}
	assert.Positive(t, joined)
	assert.Positive(t, widths[1])
	assert.Positive(t, widths[2])
}

// The bound of a term with a single value is its least cost, for costs of any form in
// groups of any sizes. With several values, it is the sum of the bounds of the values.
func TestBoundsOfSingleValuesAreExact(t *testing.T) {
	w := newWorld(54)
	for i := range cases(250, 10_000) {
		n := 2 + w.IntN(6)
		p := partition.New(n, w.sizes(n), 2)
		cost := make([]int64, n+1)
		for c := range cost {
			cost[c] = int64(w.IntN(9))
		}
		c := &partition.Counts{Term: partition.Term{Tier: 1, Weight: int64(1 + w.IntN(3))}, Value: make([]int32, n), Cost: func(_ int32, size, count int64) int64 { return size * cost[count] }}
		for m := range c.Value {
			c.Value[m] = int32(w.IntN(2)) - 1
		}
		c.Tally(1)
		p.Counts = append(p.Counts, c)
		p.Tabulate()
		p.Weigh()
		require.Equal(t, least(p), p.Bound()[1], "case %d", i)
		require.Equal(t, least(p), p.TermBound(c), "case %d", i)
		c.Tally(2) // a second value, without members
		require.Equal(t, least(p), p.TermBound(c), "case %d", i)
	}
}

// The bound of a [partition.Sums] term is the least sum of |x| if each group gets one
// number x and all numbers add up to 0. The number x of a group differs from a possible
// sum of the group by a multiple of step, the greatest common divisor of all differences
// between parts.
func TestBoundsOfSumsAreExact(t *testing.T) {
	w := newWorld(55)
	for i := range 300 {
		n := 1 + w.IntN(8)
		p := partition.New(n, w.sizes(n), 2)
		s := &partition.Sums{Term: partition.Term{Tier: 1, Weight: 1}, Part: make([]int64, n)}
		total, unit := int64(0), int64(1+w.IntN(3))
		for m := range s.Part {
			s.Part[m] = unit * int64(w.IntN(5))
			total += s.Part[m]
		}
		step := int64(0)
		for m := range s.Part {
			s.Part[m] = int64(n)*s.Part[m] - total
			step = gcd(step, s.Part[m]-s.Part[0])
		}
		p.Sums = append(p.Sums, s)
		p.Tabulate()
		p.Weigh()
		want := int64(0)
		if step > 0 {
			want = math.MaxInt64
			var choose func(g int, sum, cost int64)
			choose = func(g int, sum, cost int64) {
				if g == len(p.Sizes) {
					if sum == 0 {
						want = min(want, cost)
					}
					return
				}
				for times := int64(-2); times <= 2; times++ {
					x := int64(p.Sizes[g])*s.Part[0]%step + times*step
					choose(g+1, sum+x, cost+max(x, -x))
				}
			}
			choose(0, 0, 0)
		}
		require.Equal(t, want, p.Bound()[1], "case %d: %v in %v", i, s.Part, p.Sizes)
		require.LessOrEqual(t, want, least(p))
	}
}

// Bound adds up the weighted bounds of the terms of each tier. After SetBound it returns
// the bounds that were set.
func TestBoundAddsUp(t *testing.T) {
	p := partition.New(5, []int{3, 2}, 3)
	p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Tier: 2, Weight: 3}, Floor: []int64{4, 7, 5, 3, 1}})
	p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Tier: 2, Weight: 2}, Home: []int32{1, 1, 1, 1, 2}})
	p.Sums = append(p.Sums, &partition.Sums{Term: partition.Term{Tier: 1, Weight: 5}, Part: []int64{1, 1, 1, 1, -4}})
	p.Counts = append(p.Counts, spread(p, 1, 1, []int32{0, -1, -1, -1, -1}))
	bound := p.Bound()
	assert.Equal(t, []int64{0, 5*4 + 4, 3*(7+3) + 2*3}, bound)
	bound[1] = 1
	assert.Equal(t, int64(24), p.Bound()[1], "a copy")
	p.SetBound([]int64{1, 2, 3})
	assert.Equal(t, []int64{1, 2, 3}, p.Bound())
	p.SetBound(nil)
	assert.Equal(t, int64(24), p.Bound()[1])
}

// must returns a term of tier 0: for each value, all members who have it must be in one
// group.
func must(values int, value ...int32) *partition.Counts {
	c := &partition.Counts{Term: partition.Term{Weight: 1}, Value: value}
	c.Tally(values)
	c.Cost = func(v int32, _, count int64) int64 { return count * (int64(c.Total[v]) - count) }
	return c
}

// If two sets that must each stay together share a member, they must be in one group. If
// together they do not fit into the largest group, tier 0 has a bound of 1.
func TestBoundOfSetsThatAreTooLarge(t *testing.T) {
	for _, test := range []struct {
		terms [][]int32
		want  int64
	}{
		{[][]int32{{0, 0, 1, 1, -1}}, 0},
		{[][]int32{{0, 0, -1, -1, -1}, {-1, 0, 0, -1, -1}}, 0},
		{[][]int32{{0, 0, 1, 1, -1}, {-1, 0, 0, -1, -1}}, 1},
		{[][]int32{{0, 0, 0, -1, 0}}, 6}, // 3 in one group and 1 in the other; each counts those in the other group
	} {
		p := partition.New(5, []int{3, 2}, 2)
		for _, value := range test.terms {
			p.Counts = append(p.Counts, must(2, value...))
		}
		assert.Equal(t, test.want, p.Bound()[0], "%v", test.terms)
		p.Counts = append(p.Counts, spread(p, 1, 1, []int32{0, 0, 0, 0, 0}))
		assert.Equal(t, test.want, p.Bound()[0], "with a term that spreads")
	}
	p := partition.New(5, []int{3, 2}, 1)
	assert.Equal(t, []int64{0}, p.Bound())
}

// Terms are joined into families in problems of up to 1,024 members and up to 12 terms.
// In larger problems, each term is bounded alone, and the bound is weaker.
func TestLimitsOfJoining(t *testing.T) {
	for _, test := range []struct{ n, groups, terms, want int }{{8, 3, 2, 1}, {1024, 6, 2, 1}, {1025, 6, 2, 2}, {8, 2, 2, 2}, {8, 3, 12, 11}, {8, 3, 13, 13}} {
		var sizes []int
		for g := range test.groups {
			sizes = append(sizes, (test.n+test.groups-1-g)/test.groups)
		}
		p := partition.New(test.n, sizes, 2)
		outer, inner := make([]int32, test.n), make([]int32, test.n)
		for m := range test.n {
			outer[m], inner[m] = []int32{1, 0, 0, 1, 0, 0, 0, 0}[m%8], []int32{2, 1, 0, 3, 1, 1, 1, 0}[m%8]
		}
		for k := range test.terms {
			value := slices.Repeat([]int32{-1}, test.n)
			if k < 2 {
				value = [][]int32{outer, inner}[k]
			}
			p.Counts = append(p.Counts, spread(p, 1, 4, value))
		}
		assert.Equal(t, test.want, p.Families(), "%+v", test)
	}
}

// The bound of a single value is computed if the number of groups times the number of
// members times the largest size is at most 2^22; otherwise it is 0. If the cost is
// convex and all groups have one size, there is no limit.
func TestLimitsOfBounds(t *testing.T) {
	for _, test := range []struct {
		groups int
		convex bool
		want   int64
	}{
		{1024, false, 2 + 2}, // 3 members in groups of 2; each counts those elsewhere
		{1025, false, 0},
		{1024, true, 3*(2048-6) + 1021*6},
		{1025, true, 3*(2050-6) + 1022*6},
	} {
		p := partition.New(2*test.groups, slices.Repeat([]int{2}, test.groups), 2)
		value := slices.Repeat([]int32{-1}, p.N)
		value[3], value[5], value[7] = 0, 0, 0
		c := must(1, value...)
		if test.convex {
			c = spread(p, 1, 1, value)
		}
		c.Tier = 1
		p.Counts = append(p.Counts, c)
		assert.Equal(t, test.want, p.Bound()[1], "%+v", test)
	}
}

// The margin of a value is the cost that its last member adds, plus the cost that one
// more member would add.
func TestMargins(t *testing.T) {
	for many, want := range []int64{0, 1 + 1, 1 + 3, 3 + 3, 3 + 3} {
		p := partition.New(4, []int{2, 2}, 2)
		c := &partition.Counts{Term: partition.Term{Tier: 1, Weight: 1}, Value: make([]int32, 4), Convex: true, Cost: func(_ int32, _, count int64) int64 { return count * count }}
		for m := range c.Value[many:] {
			c.Value[m] = 1
		}
		c.Tally(2)
		p.Counts = append(p.Counts, c)
		p.Tabulate()
		assert.Equal(t, want, p.Margin(c, 0), "%d members", many)
	}
}
