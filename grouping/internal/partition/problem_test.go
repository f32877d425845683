package partition_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// For each kind of term, the test takes the largest weight at which the highest possible
// cost of the tier is at most MaxCost. With this weight the problem is within range, and
// with a weight that is one higher it is out of range.
func TestCostsWithinRange(t *testing.T) {
	const most = partition.MaxCost
	term := func(weight int64) partition.Term { return partition.Term{Tier: 1, Weight: weight} }
	counts := func(weight, least int64, convex bool, values int) *partition.Counts {
		c := &partition.Counts{Term: term(weight), Value: make([]int32, 6), Convex: convex, Least: least, Cost: func(_ int32, _, _ int64) int64 { return 0 }}
		c.Tally(values)
		return c
	}
	for name, test := range map[string]struct {
		units int64 // the most that the term costs at a weight of 1
		add   func(p *partition.Problem, weight int64)
	}{
		"any count: twice the square of the members": {72, func(p *partition.Problem, w int64) { p.Counts = append(p.Counts, counts(w, 0, true, 3)) }},
		"so many in each group":                      {3 * 5, func(p *partition.Problem, w int64) { p.Counts = append(p.Counts, counts(w, 5, true, 1)) }},
		"not alone, of few values":                   {3 * 5, func(p *partition.Problem, w int64) { p.Counts = append(p.Counts, counts(w, 5, false, 1)) }},
		"not alone, of many":                         {6 * 5, func(p *partition.Problem, w int64) { p.Counts = append(p.Counts, counts(w, 5, false, 9)) }},
		"sums": {12, func(p *partition.Problem, w int64) {
			p.Sums = append(p.Sums, &partition.Sums{Term: term(w), Part: []int64{1, -2, 3, 3, -2, -1}})
		}},
		"lists": {3 * 7, func(p *partition.Problem, w int64) {
			p.Lists = append(p.Lists, &partition.Lists{Term: term(w), Reach: 7})
		}},
		"homes": {6, func(p *partition.Problem, w int64) { p.Homes = append(p.Homes, &partition.Homes{Term: term(w)}) }},
	} {
		for _, other := range []int64{0, 1000} { // the most that another term of the tier costs per group
			p := partition.New(6, []int{2, 2, 2}, 3)
			p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Tier: 2, Weight: 1}, Reach: most / 3}, &partition.Lists{Term: term(1), Reach: other})
			test.add(p, (most-3*other)/test.units)
			assert.True(t, p.WithinRange(), "%s, and %d", name, other)
			p.Terms()[slices.IndexFunc(p.Terms(), func(t *partition.Term) bool { return t.Tier == 1 && t.Weight > 1 })].Weight++
			assert.False(t, p.WithinRange(), "%s, and %d", name, other)
		}
	}
	p := partition.New(2, []int{1, 1}, 1)
	p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Weight: 1}, Reach: math.MaxInt64}, &partition.Lists{Term: partition.Term{Weight: math.MaxInt64}, Reach: 0})
	assert.False(t, p.WithinRange())
}

// A problem fits if it takes at most 2^24 cells.
func TestCells(t *testing.T) {
	p := partition.New(3, []int{2, 1}, 1)
	require.Equal(t, 2, p.Widest())
	require.Zero(t, partition.New(0, nil, 1).Widest())
	assert.True(t, p.Take(partition.MaxCells-6))
	c := &partition.Counts{Value: []int32{0, 0, 1}, Cost: func(_ int32, _, _ int64) int64 { return 0 }}
	c.Tally(2) // two of one value and one of another, in groups of two sizes
	p.Counts = append(p.Counts, c)
	p.Tabulate()
	assert.True(t, p.Fits(), "six cells")
	p.Tabulate() // takes no cells again
	assert.True(t, p.Fits(), "the same six cells")
	assert.False(t, p.Take(1))
	assert.False(t, p.Fits())

	p = partition.New(1, []int{1}, 1)
	assert.True(t, p.Take(partition.MaxCells))
	assert.False(t, p.Take(1))

	p = partition.New(0, nil, 1)
	p.Counts = append(p.Counts, must(2))
	p.Tabulate()
	p.Weigh()
	assert.Equal(t, []int64{0}, partition.NewState(p, nil).Cost, "nobody")
}

// By default, every tier of preferences gets the same number of steps. Required rules
// double the total number of steps. In large cohorts, the number of steps is proportional
// to the number of members.
func TestDefaultSteps(t *testing.T) {
	for _, test := range []struct {
		n, tiers int
		strict   bool
		asked    int
		want     int64
	}{
		{32, 1, false, 7, 7},
		{32, 1, false, 0, 3_400_000},
		{32, 2, false, 0, 3_400_000},
		{32, 4, false, 0, 10_200_000},
		{32, 4, true, 0, 20_400_000},
		{22_666, 2, false, 0, 3_400_000},
		{22_667, 2, false, 0, 3_400_050},
		{1_000_000, 16, true, 0, math.MaxInt32},
	} {
		p := partition.New(test.n, []int{test.n}, test.tiers)
		if test.strict {
			p.Homes = append(p.Homes, &partition.Homes{Home: make([]int32, test.n)})
		}
		p.Weigh()
		assert.Equal(t, test.strict, p.Strict())
		assert.Equal(t, test.want, p.DefaultSteps(test.asked), "%+v", test)
	}
}

// Tighten raises the bounds of a search to the costs of the best assignment.
func TestTighten(t *testing.T) {
	w := newWorld(31)
	for i := range 100 {
		p := w.problem(1+w.IntN(6), 4)
		least := best(p)
		s := p.NewSearch(partition.Everybody(p.N), partition.NewDice(""))
		cost := slices.Clone(s.Cost)
		s.Tighten(1_000_000)
		switch {
		case len(p.Sizes) < 2:
			require.Equal(t, cost, s.Bound, "case %d: there is no other", i)
		case least[0] > 0:
			require.True(t, s.Hopeless(), "case %d", i)
		default:
			require.Equal(t, least, s.Bound, "case %d", i)
		}
	}
}

// Withstand looks among the best assignments for one that stays good when a member leaves.
// It finds the same one on every machine.
func TestWithstandOfASeed(t *testing.T) {
	all := ""
	for i, n := range []int{11, 16, 22} {
		values := make([][]int32, 2)
		w := newWorld(uint64(40 + i))
		for k := range values {
			for range n {
				values[k] = append(values[k], int32(w.IntN(3+k)))
			}
		}
		problem := func(without int) *partition.Problem {
			left := n
			if without >= 0 {
				left--
			}
			sizes := evenly(left, (n+5)/6)
			var value [2][]int32
			for k := range values {
				value[k] = slices.Clone(values[k])
				if without >= 0 {
					value[k] = slices.Delete(value[k], without, without+1)
				}
			}
			p := partition.New(len(value[0]), sizes, 3)
			for k := range value {
				p.Counts = append(p.Counts, spread(p, 1+k, 3+k, value[k]))
			}
			p.Tabulate()
			p.Weigh()
			return p
		}
		p := problem(-1)
		p.Meter = &partition.Meter{}
		fewer := problem(0).Sizes
		spare := p.Spare(2_000_000, fewer)
		require.Positive(t, spare)
		s := p.Solve("seed", 20_000)
		s.Withstand(problem, spare)
		all += fmt.Sprintln(n, spare, s.Best, s.Least, p.Meter.Done)
	}
	assert.Equal(t, ""+
		"11 100000 [6 1 10 2 9 0 4 5 3 7 8] [0 24 20] 100083\n"+
		"16 102400 [8 3 13 1 9 2 12 6 15 10 14 5 0 11 4 7] [0 44 64] 102201\n"+
		"22 250000 [20 15 21 17 2 6 19 3 14 5 12 16 18 8 7 13 11 4 9 0 1 10] [0 56 112] 248397\n", all)
}
