package partition_test

import (
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// MulDiv divides a product by a number. It is exact even if the product has more than 64
// bits, and its result is limited to -Unlimited and Unlimited.
func TestMulDiv(t *testing.T) {
	const top = partition.Unlimited
	for _, test := range [][4]int64{
		{7, 3, 2, 10}, {-7, 3, 2, -10}, {7, -3, 2, -10}, {-7, -3, 2, 10}, {0, -3, 2, 0}, {-5, 0, 7, 0}, {1, -1, 2, 0},
		{top, 1, 1, top}, {top + 1, 1, 1, top}, {top - 1, -1, 1, 1 - top},
		{1 << 40, 1 << 40, 1, top}, {1 << 40, -1 << 40, 1, -top}, // the low 64 bits are 0
		{1 << 40, 1 << 40, 1 << 19, top}, {1 << 40, 1 << 40, 1 << 20, 1 << 60}, {math.MaxInt64, math.MaxInt64, math.MaxInt64, top},
		{1 << 34, 1 << 33, 8, top}, {1 << 34, 1 << 33, 4, top}, {1 << 34, 1 << 33, 3, top}, {1 << 34, 1 << 33, 2, top},
	} {
		assert.Equal(t, test[3], partition.MulDiv(test[0], test[1], test[2]), "%v", test)
	}
	w := newWorld(61)
	for range 2000 {
		a, b, c := w.Int64()>>w.IntN(63)-1<<w.IntN(62), w.Int64()>>w.IntN(63)-1<<w.IntN(62), 1+w.Int64()>>w.IntN(63)
		q := new(big.Int).Quo(new(big.Int).Mul(big.NewInt(a), big.NewInt(b)), big.NewInt(c))
		switch limit := big.NewInt(top); {
		case q.Cmp(limit) > 0:
			q = limit
		case q.CmpAbs(limit) > 0:
			q = limit.Neg(limit)
		}
		require.Equal(t, q.Int64(), partition.MulDiv(a, b, c), "%d * %d / %d", a, b, c)
	}
}

// A group is taken into use only once. A climb ends when it reaches its target, or after
// the pass in which the nodes run out. A pass over 28 groups takes one node.
func TestClimbEnds(t *testing.T) {
	for _, test := range []struct{ target, budget, spent, bound int64 }{
		{192, 100, 1, 192}, // four groups that cost 3, at a scale of 16
		{191, 100, 1, 192},
		{193, 100, 5, 192},
		{193, 2, 3, 192},
		{193, 0, 1, 192},
	} {
		bound, spent, err := partition.ClimbOf(func(a, b uint8) int64 { return 3 + int64(min(1, a)*min(1, b)) }, test.target, test.budget)
		require.NoError(t, err)
		assert.Equal(t, test.spent, spent, "%+v", test)
		assert.GreaterOrEqual(t, bound, test.bound, "%+v", test)
	}
	bound, _, _ := partition.ClimbOf(func(a, b uint8) int64 { return 3 }, 1000, 100)
	assert.Equal(t, int64(192), bound)
}

// A meter reports at once, and then after each five-hundredth of the total. It never
// reports more than the total, and ends when the caller stops it.
func TestMeter(t *testing.T) {
	var reports []string
	m := &partition.Meter{Total: 2_000_000, Report: func(done, total int64) bool {
		reports = append(reports, fmt.Sprintf("%d/%d", done, total))
		return done < 2_000_000
	}}
	for _, steps := range []int64{1, 3999, 1, 3999, -9, 1, 20_000, 3999, 1, 3_000_000, 5000, 5000} {
		m.Spend(steps)
	}
	assert.Equal(t, []string{"1/2000000", "4001/2000000", "8001/2000000", "28001/2000000", "32001/2000000", "2000000/2000000"}, reports)
	assert.True(t, m.Stopped)
	assert.Equal(t, int64(3_042_001), m.Done)

	reports = nil
	m = &partition.Meter{Total: 499, Report: func(done, _ int64) bool { reports = append(reports, fmt.Sprint(done)); return true }}
	for range 3 {
		m.Spend(1)
		m.Spend(0)
	}
	assert.Equal(t, []string{"1", "2", "3"}, reports, "each step of a short call")

	m = &partition.Meter{Total: 10}
	m.Spend(4)
	assert.Equal(t, int64(4), m.Done, "nobody watches")
	(*partition.Meter)(nil).Spend(4)
}

// A proof ends when it has no nodes left, or at its next report if the caller has stopped
// it. It reports to the meter after at least 16,384 nodes, and each node counts as two
// steps.
func TestNodesAreSpent(t *testing.T) {
	m := &partition.Meter{}
	assert.Equal(t, []bool{true, true}, partition.SpendNodes(m, 40_000, 16_000, 383))
	assert.Zero(t, m.Done)
	assert.Equal(t, []bool{true, true}, partition.SpendNodes(m, 40_000, 16_000, 384))
	assert.Equal(t, int64(2*16_384), m.Done)
	m = &partition.Meter{}
	assert.Equal(t, []bool{true, true, true, false}, partition.SpendNodes(m, 40_000, 16_390, 16_390, 7_220, 1))
	assert.Equal(t, int64(4*16_390), m.Done)
	assert.Equal(t, []bool{true, false}, partition.SpendNodes(nil, 5, 5, 1))
	assert.Equal(t, []bool{true}, partition.SpendNodes(nil, 20_000, 20_000))
	assert.Equal(t, []bool{false}, partition.SpendNodes(nil, 20_000, 20_001))
	m = &partition.Meter{Stopped: true}
	assert.Equal(t, []bool{true, false, false}, partition.SpendNodes(m, 40_000, 16_000, 384, 1))
}

// lists adds a [partition.Lists] term to a tier. The parameter reach is the most that a
// group can cost.
func lists(p *partition.Problem, tier int, reach int64) {
	p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Tier: tier, Weight: 1}, Reach: reach, Alike: make([]int32, p.N),
		Measure: func([]int32) int64 { return 0 }, Excess: func(m int64) int64 { return m }})
}

// The scale of the prices of a tier is a power of 2 from 1 to 2^24. If the scale is more
// than 1, the scale times the cost of the best assignment is below 2^46, and the scale
// times the highest possible cost of the tier is below 2^58.
func TestScales(t *testing.T) {
	p := partition.New(2, []int{2}, 4)
	lists(p, 1, 1<<34-1)
	lists(p, 2, 1<<34)
	lists(p, 3, 1<<53)
	for _, test := range []struct {
		tier       int
		cost, want int64
	}{
		{-1, 1, 1 << 24}, {0, 0, 1 << 24}, {0, 1<<22 - 1, 1 << 24}, {0, 1 << 22, 1 << 23}, {0, 1 << 40, 1 << 5}, {0, 1 << 44, 2}, {0, 1 << 45, 1}, {0, 1 << 50, 1},
		{1, 5, 1 << 24}, {2, 5, 1 << 23}, {2, 1 << 30, 1 << 15}, {3, 5, 1 << 4},
	} {
		assert.Equal(t, test.want, p.ScaleOf(test.tier, test.cost), "%+v", test)
	}
}

// The highest possible cost of a tier is exact up to MaxCost. Any higher cost is given as
// MaxCost + 1.
func TestMostCost(t *testing.T) {
	const most = partition.MaxCost
	sums := func(weight int64, parts ...int64) *partition.Problem {
		p := partition.New(len(parts), []int{len(parts)}, 2)
		p.Sums = append(p.Sums, &partition.Sums{Term: partition.Term{Tier: 1, Weight: weight}, Part: parts})
		return p
	}
	for _, test := range []struct {
		p    *partition.Problem
		want int64
	}{
		{sums(1, most), most},
		{sums(1, most-5, 5), most},
		{sums(1, most-5, 6), most + 1},
		{sums(1, most, most, 1, most), most + 1},
		{sums(1, most, 1, most), most + 1},
		{sums(2, most/2, 1), most + 1},
		{sums(2, most/2, 0), most - 1},
		{sums(most), 0},
		{sums(most, 1), most},
		{sums(most, 1, 0, 0), most},
		{sums(most, 0, 0, 1, 1), most + 1},
		{sums(1<<62, 1, 1, 1, 1), most + 1},
		{sums(1<<62, 3, 3), most + 1},
	} {
		assert.Equal(t, test.want, test.p.MostCost(1), "%+v", test.p.Sums[0])
		assert.Equal(t, test.want <= most, test.p.WithinRange())
		assert.Zero(t, test.p.MostCost(0))
	}
	p := partition.New(4, []int{2, 2}, 2)
	p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Tier: 1, Weight: 1 << 62}})
	assert.Equal(t, int64(most+1), p.MostCost(1), "a weight that does not fit four times into 64 bits")
	p.Homes[0].Weight = 3
	assert.Equal(t, int64(12), p.MostCost(1))
	lists(p, 1, 5)
	assert.Equal(t, int64(22), p.MostCost(1))
	p.Lists[0].Weight, p.Lists[0].Reach = 7, most/14-1
	assert.Equal(t, 12+14*int64(most/14-1), p.MostCost(1))
	p.Homes = nil
	lists(p, 1, most/2-6)
	assert.Equal(t, int64(most+1), p.MostCost(1))
	// Each of two groups can be short of three members with each of five values. That
	// makes 30, although there are only four members.
	c := &partition.Counts{Term: partition.Term{Tier: 1, Weight: 1}, Convex: true, Least: 3, Value: make([]int32, 4)}
	c.Tally(5)
	p.Homes, p.Lists, p.Counts = nil, nil, append(p.Counts, c)
	assert.Equal(t, int64(30), p.MostCost(1))
	c.Convex = false
	assert.Equal(t, int64(12), p.MostCost(1), "but of four members, only four are too few with their values")
}

// tight returns a problem with one term for each sign, in tiers 1, 2 and so on. Every
// swap of members with different values changes the cost of each term by the most that a
// swap can change it. The signs decide whether the costs rise or fall.
func tight(signs ...int64) *partition.Problem {
	p := partition.New(4, []int{2, 2}, 1+len(signs))
	for k, sign := range signs {
		c := &partition.Counts{Term: partition.Term{Tier: 1 + k, Weight: 1}, Value: []int32{0, 0, 1, 1}}
		c.Tally(2)
		c.Cost = func(_ int32, _, count int64) int64 { return 1 + sign*(count-1)*(count-1) }
		p.Counts = append(p.Counts, c)
	}
	p.Tabulate()
	p.Weigh()
	return p
}

// One unit of a tier weighs more than all that a swap can change in the tiers below. If
// there is no room for such large weights, the weight of a tier is at most a certain
// power of 2 times the weight of the tier below.
func TestWeights(t *testing.T) {
	weights := func(n int, reach ...int64) (scale []int64, light int64) {
		p := partition.New(n, []int{n - 1, 1}, len(reach))
		for tier, r := range reach {
			if r > 0 {
				lists(p, tier, r)
			}
		}
		p.Weigh()
		scale, light, rest, price := p.Weights()
		assert.Empty(t, rest)
		assert.Equal(t, int64(1), price)
		return scale, light
	}
	for _, test := range []struct {
		reach, scale []int64 // a swap can change twice the reach
		light        int64
	}{
		{[]int64{0}, []int64{1 << 20}, 0},
		{[]int64{9, 0}, []int64{1 << 20, 1}, 0},
		{[]int64{0, 5, 3}, []int64{1 << 20, 7, 1}, 76},
		{[]int64{0, 1, 5, 3}, []int64{1 << 20, 77, 7, 1}, 230},
		{[]int64{0, 1 << 20}, []int64{1<<22 + 1, 1}, 1 << 21},
		{[]int64{0, 1<<18 - 1}, []int64{1 << 20, 1}, 1<<19 - 2},
		{[]int64{0, 1 << 18}, []int64{1<<20 + 1, 1}, 1 << 19},
		{[]int64{0, 1 << 19}, []int64{1<<21 + 1, 1}, 1 << 20},
		{[]int64{0, 1 << 59}, []int64{1<<61 + 1, 1}, 1 << 60},                                   // just enough room
		{[]int64{0, 1 << 50, 1 << 50}, []int64{1<<60 + 1<<52 + 1, 1 << 8, 1}, 1<<59 + 1<<51},    // no room for a weight of 2^51+1, nor of 2^9
		{[]int64{0, 1<<29 - 1, 1 << 29}, []int64{1<<61 - 3, 1<<30 + 1, 1}, 1<<60 - 2},           // just room
		{[]int64{0, 1 << 29, 1 << 29}, []int64{1<<60 + 1<<31 + 1, 1 << 29, 1}, 1<<59 + 1<<30},   // no room for 2^30+1
		{[]int64{0, 1<<29 - 1, 3 << 28}, []int64{1<<60 + 1<<30 + 1, 1 << 29, 1}, 1<<59 + 1<<29}, // no room for 3·2^29+1
		{[]int64{0, 9, 1 << 29, 1 << 29}, []int64{13<<56 + 1<<31 + 1, 1 << 54, 1 << 27, 1}, 13<<55 + 1<<30},
		{[]int64{0, 1 << 58, 1<<58 - 1, 1}, []int64{1<<61 + 1, 1, 1, 1}, 1 << 60}, // no room for any ratio
	} {
		scale, light := weights(3, test.reach...)
		assert.Equal(t, test.scale, scale, "%v", test.reach)
		assert.Equal(t, test.light, light, "%v", test.reach)
	}

	p := tight(1, 1, 1)
	lists(p, 2, 6)
	p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Tier: 0, Weight: 5}, Home: make([]int32, 4)})
	p.Sums = append(p.Sums, &partition.Sums{Term: partition.Term{Tier: 3, Weight: 3}, Part: []int64{-2, 0, -1, 3}})
	assert.Equal(t, []int64{10, 4, 4 + 12, 4 + 30}, p.Reach())
	p = partition.New(0, nil, 2)
	p.Sums = append(p.Sums, &partition.Sums{Term: partition.Term{Tier: 1, Weight: 3}})
	assert.Equal(t, []int64{0, 0}, p.Reach(), "nobody")
}

// Weighing a swap takes one step, one more step for every 16 terms of the kind
// [partition.Counts], and the Price of each term of the kind [partition.Lists].
func TestPriceOfSwaps(t *testing.T) {
	for _, test := range []struct {
		counts int
		lists  []int
		want   int64
	}{{0, nil, 1}, {14, nil, 1}, {15, nil, 1}, {16, nil, 2}, {17, nil, 2}, {31, nil, 2}, {32, nil, 3}, {48, []int{5, 7}, 16}} {
		p := partition.New(2, []int{1, 1}, 2)
		for range test.counts {
			p.Counts = append(p.Counts, spread(p, 1, 1, []int32{0, 0}))
		}
		for _, price := range test.lists {
			lists(p, 1, 1)
			p.Lists[len(p.Lists)-1].Price = price
		}
		p.Tabulate()
		p.Weigh()
		_, _, _, price := p.Weights()
		assert.Equal(t, test.want, price, "%+v", test)
	}
}

// In a tight problem (see tight), two bounds are exact: the reach of each tier and, for
// each term, how much a swap can change in the terms that follow it. Delta returns the
// exact change if this is at most the limit, and otherwise a number above the limit.
func TestTightChanges(t *testing.T) {
	for _, signs := range [][]int64{{1, 1, 1}, {-1, -1, -1}, {1, -1, 1}, {-1, 1, -1}} {
		p := tight(signs...)
		scale, light, rest, _ := p.Weights()
		require.Equal(t, []int64{0, 4, 4, 4}, p.Reach())
		require.Equal(t, []int64{1 << 20, 25, 5, 1}, scale)
		require.Equal(t, int64(124), light)
		require.Equal(t, []int64{24, 4, 0}, rest)
		s := partition.NewState(p, []int32{0, 1, 2, 3})
		change := -4 * (25*signs[0] + 5*signs[1] + signs[2])
		for limit := change - 130; limit <= change+130; limit++ {
			if got := s.Delta(1, 2, limit); limit < change {
				require.Greater(t, got, limit)
			} else {
				require.Equal(t, change, got)
			}
		}
	}
	// Terms of tier 0 come first. The results light and rest do not include them.
	p := tight(1, 1)
	p.Counts[1].Tier = 0
	p.Weigh()
	_, light, rest, _ := p.Weights()
	assert.Equal(t, int64(4), light)
	assert.Equal(t, []int64{4, 0}, rest)
}
