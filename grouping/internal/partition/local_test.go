package partition_test

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

func homes(p *partition.Problem, tier int, home ...int32) {
	p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Tier: tier, Weight: 1}, Home: home})
}

// counted adds a term to tier 0 and returns it. If n members of a group have a value,
// this value costs cost(n) in the group.
func counted(p *partition.Problem, value []int32, cost func(count int64) int64) *partition.Counts {
	c := &partition.Counts{Term: partition.Term{Weight: 1}, Value: value, Cost: func(_ int32, _, count int64) int64 { return cost(count) }}
	c.Tally(int(slices.Max(value)) + 1)
	p.Counts = append(p.Counts, c)
	return c
}

// A member is strained if tier 0 has a cost because of a value of the member, because of
// the member's group as a whole, or because the member is away from home.
func TestStrainedMembers(t *testing.T) {
	for name, test := range map[string]struct {
		add  func(p *partition.Problem)
		want []int32 // the strained among members 0 and 1, 2 and 3, 4 and 5
	}{
		"nothing to keep": {func(*partition.Problem) {}, nil},
		"a value that is there once too often": {func(p *partition.Problem) {
			counted(p, []int32{0, 0, 0, 1, -1, 1}, func(count int64) int64 { return max(0, count-1) })
		}, []int32{0, 1}},
		"values that are somewhere else too": {func(p *partition.Problem) {
			counted(p, []int32{0, 0, -1, 1, 1, -1}, func(count int64) int64 { return count * (2 - count) })
		}, []int32{3, 4}},
		"one too few, in a group": {func(p *partition.Problem) {
			c := counted(p, []int32{0, -1, -1, -1, 0, 0}, func(count int64) int64 { return max(0, 1-count) })
			c.Convex, c.Least = true, 1
		}, []int32{2, 3}},
		"two too few": {func(p *partition.Problem) {
			c := counted(p, []int32{0, -1, -1, -1, 0, 0}, func(count int64) int64 { return max(0, 2-count) })
			c.Convex, c.Least = true, 2
		}, []int32{0, 1, 2, 3}},
		"sums of 1, 0 and -1": {func(p *partition.Problem) {
			p.Sums = append(p.Sums, &partition.Sums{Term: partition.Term{Weight: 1}, Part: []int64{3, -2, 4, -4, -3, 2}})
		}, []int32{0, 1, 4, 5}},
		"lists that cost 1, 0 and 2": {func(p *partition.Problem) {
			p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Weight: 1}, Reach: 2, Alike: make([]int32, 6), Excess: func(m int64) int64 { return m },
				Measure: func(members []int32) int64 { return map[int32]int64{0: 1, 2: 0, 4: 2}[min(members[0], members[1])] }})
		}, []int32{0, 1, 4, 5}},
		"away from home": {func(p *partition.Problem) { homes(p, 0, 0, 1, 1, -1, 3, 2) }, []int32{1, 4}},
	} {
		for tier := range 2 {
			p := partition.New(6, []int{2, 2, 2}, 2)
			test.add(p)
			for _, term := range p.Terms() {
				term.Tier = tier
			}
			p.Tabulate()
			p.Weigh()
			s := p.NewSearch(partition.Everybody(6), partition.NewDice(""))
			var got []int32
			for m := range int32(6) {
				if s.Strained(m) {
					got = append(got, m)
				}
			}
			if tier > 0 {
				test.want = nil
			}
			assert.Equal(t, test.want, got, "%s, in tier %d", name, tier)
		}
	}
}

// Repair ends when tier 0 is met, or when no swap of a strained member helps.
func TestRepair(t *testing.T) {
	w := newWorld(71)
	met, stuck := 0, 0
	for i := range 150 {
		p := w.problem(4+w.IntN(5), 3)
		s := p.NewSearch(partition.Everybody(p.N), partition.NewDice(""))
		before := slices.Clone(s.Cost)
		s.Repair()
		if before[0] == 0 {
			require.Equal(t, partition.Everybody(p.N), s.Seats())
			continue
		}
		if s.Cost[0] == 0 {
			met++
			continue
		}
		stuck++
		for a := range int32(p.N) {
			for b := range int32(p.N) {
				if s.GroupOf(a) != s.GroupOf(b) && s.Strained(a) {
					require.GreaterOrEqual(t, s.Delta(a, b, 0), int64(0), "case %d", i)
				}
			}
		}
	}
	require.Positive(t, met)
	require.Positive(t, stuck)
}

// A drift never changes the cost of its tier or of a tier above, not even by one unit. In
// the tiers below, it accepts every change.
func TestDrift(t *testing.T) {
	for _, signs := range [][]int64{{1, 1, 1}, {-1, 1, 1}, {1, -1, -1}} {
		for tier := 1; tier < 4; tier++ {
			s := tight(signs...).NewSearch(partition.Everybody(4), partition.NewDice(""))
			s.Drift(tier) // any swap changes every tier
			require.Equal(t, partition.Everybody(4), s.Seats(), "%v, tier %d", signs, tier)
		}
	}
	for _, test := range []struct {
		tier  int
		signs []int64
	}{{1, []int64{0, 1, 1}}, {1, []int64{0, -1, -1}}, {2, []int64{0, 0, 1}}, {2, []int64{0, 0, -1}}} {
		s := tight(test.signs...).NewSearch(partition.Everybody(4), partition.NewDice(""))
		before := slices.Clone(s.Cost)
		s.Drift(test.tier)
		require.NotEqual(t, before, s.Cost, "%+v", test)
	}
	for home := range int32(2) {
		p := partition.New(2, []int{1, 1}, 2)
		homes(p, 1, home, -1)
		p.Weigh()
		s := p.NewSearch(partition.Everybody(2), partition.NewDice(""))
		s.Drift(1)
		require.Equal(t, partition.Everybody(2), s.Seats(), "one unit, home %d", home)
	}
}

// An assignment that is no worse is acceptable. An assignment that is worse only in the
// last tier, by at most twice the number of members, is acceptable one time in eight.
func TestAcceptable(t *testing.T) {
	p := partition.New(5, []int{3, 2}, 3)
	homes(p, 0, 0, 0, 0, 1, 1)
	p.Weigh()
	s := p.NewSearch(partition.Everybody(5), partition.NewDice("seed"))
	s.Cost = []int64{3, 20, 100}
	for _, test := range []struct {
		cost []int64
		want int // in 8000
	}{
		{[]int64{3, 20, 100}, 8000},
		{[]int64{3, 20, 101}, 8000},
		{[]int64{3, 21, 0}, 8000},
		{[]int64{4, 0, 0}, 8000},
		{[]int64{3, 20, 99}, 1000},
		{[]int64{3, 20, 90}, 1000},
		{[]int64{3, 20, 89}, 0},
		{[]int64{3, 20, 0}, 0},
		{[]int64{3, 19, 100}, 0},
		{[]int64{3, 19, 999}, 0},
		{[]int64{2, 20, 100}, 0},
		{[]int64{2, 99, 999}, 0},
	} {
		got := 0
		for range 8000 {
			if s.Acceptable(test.cost) {
				got++
			}
		}
		assert.InDelta(t, test.want, got, 50, "%v", test.cost)
	}
	s.Cost = []int64{7}
	assert.True(t, s.Acceptable([]int64{7}))
	assert.False(t, s.Acceptable([]int64{-4}))
}

// A climb continues from a larger perturbation after 400 failures. Annealing cools only
// the tiers that have something to gain. The seed determines a climb and an annealing,
// down to the last random number.
func TestClimbsOfASeed(t *testing.T) {
	climb := (*partition.Search).Climb
	anneal := (*partition.Search).Anneal
	for _, test := range []struct {
		name     string
		n, tiers int
		steps    int64
		run      func(s *partition.Search, steps int64) uint64
		must     int   // the number of members whose home is the last group, which holds n/3 members
		weight   int64 // of the [partition.Homes] term
		want     string
	}{
		{"one tier", 9, 1, 30_000, climb, 4, 1, "[1] [1] e354 30000"},
		{"two", 10, 2, 120_000, climb, 0, 1, "[0 12] [0 12] a2b7 120000"},
		{"three", 11, 3, 120_000, climb, 2, 1, "[0 4 18] [0 4 18] 4965 120046"},
		{"four", 12, 4, 20_000, climb, 4, 1, "[0 20 32 20] [0 20 32 20] 5160 20022"},
		{"annealing, met", 20, 3, 20_000, anneal, 2, 1, "[2 64 56] [0 22 46] d257 19968"},
		{"annealing, not met by one", 21, 2, 20_000, anneal, 8, 1, "[8 52] [1 20] d269 19840"},
		{"annealing, large numbers in tier 0", 24, 2, 200_000, anneal, 0, 1, "[41974 86] [24 92] 6ea6 198976"},
		{"annealing, large numbers in tier 1", 25, 3, 200_000, anneal, 0, 1, "[0 42962 110] [0 102 106] d989 200000"},
	} {
		w := newWorld(uint64(test.n))
		p := partition.New(test.n, []int{(test.n + 2) / 3, (test.n + 1) / 3, test.n / 3}, test.tiers)
		home := slices.Repeat([]int32{-1}, test.n)
		for m := range test.must {
			home[m] = 2
		}
		if test.must > 0 || test.tiers == 1 {
			homes(p, 0, home...)
			p.Homes[0].Rule, p.Homes[0].Weight = -1, test.weight // without a bound
		}
		for tier := range test.tiers {
			value := make([]int32, test.n)
			for m := range value {
				value[m] = int32(w.IntN(4))
			}
			if tier > 0 {
				c := counted(p, value, nil)
				c.Tier, c.Cost = tier, func(v int32, _, count int64) int64 { return count * (int64(c.Total[v]) - count) }
			}
		}
		if test.n >= 24 { // a swap can change much, but most change little
			p.Sums = append(p.Sums, &partition.Sums{Term: partition.Term{Tier: test.n - 24, Weight: 1}, Part: make([]int64, test.n)})
			for m := range int64(12) {
				p.Sums[0].Part[m], p.Sums[0].Part[m+12] = 7*m*m+1, -7*m*m-1
			}
			p.Sums[0].Part[0], p.Sums[0].Part[12] = 20_000, -20_000
		}
		p.Tabulate()
		p.Weigh()
		p.Meter = &partition.Meter{}
		s := p.NewSearch(partition.Everybody(p.N), partition.NewDice("seed"))
		drawn := test.run(s, test.steps)
		sum := sha256.Sum256(fmt.Append(nil, s.Seats(), s.Best, drawn))
		assert.Equal(t, test.want, fmt.Sprintf("%v %v %x %d", s.Least, s.Cost, sum[:2], p.Meter.Done), test.name)
	}
}
