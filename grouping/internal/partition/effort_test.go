package partition_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// gathered returns a problem in which each tier of preferences has a term that gathers
// members with the same value. The bounds of such terms are too low, and proofs of their
// costs take long.
func (w world) gathered(n, groups, tiers int) *partition.Problem {
	p := partition.New(n, evenly(n, groups), tiers)
	for tier := 1; tier < tiers; tier++ {
		value := make([]int32, n)
		for m := range value {
			value[m] = int32(w.IntN(5))
		}
		c := counted(p, value, nil)
		c.Tier, c.Cost = tier, func(v int32, _, count int64) int64 { return count * (int64(c.Total[v]) - count) }
	}
	p.Tabulate()
	p.Weigh()
	return p
}

// A search shares its steps between climbing and proving. The steps that it takes are the
// same on every machine.
func TestStepsOfSearches(t *testing.T) {
	for _, test := range []struct {
		name  string
		n     int
		tiers int
		steps int64
		want  string
	}{
		{"a few steps", 16, 3, 4000, "[0 10 34] [0 0 0] 4066"},
		{"a few more", 17, 3, 4800, "[0 12 22] [0 12 0] 4841"},
		{"proved after a first climb", 9, 3, 100_000, "[0 12 2] [0 12 2] 21148"},
		{"proved after a first climb", 10, 4, 100_000, "[0 0 8 10] [0 0 8 10] 20253"},
		{"not possible", 8, 1, 100_000, "[1] [1] 684"},
		{"not possible in a few steps", 8, 1, 600, "[1] [1] 192"},
	} {
		p := newWorld(uint64(test.n)).gathered(test.n, 3, test.tiers)
		if test.tiers == 1 { // members 0 and 1 must be apart, and none of 0, 1 and 3 alone
			counted(p, []int32{0, 0, -1, -1, -1, -1, -1, -1}, func(count int64) int64 { return max(0, count-1) })
			counted(p, []int32{0, 0, -1, 0, -1, -1, -1, -1}, func(count int64) int64 { return count % 3 % 2 })
			p.Tabulate()
			p.Weigh()
		}
		p.Meter = &partition.Meter{}
		s := p.Solve("seed", test.steps)
		assert.Equal(t, test.want, fmt.Sprintf("%v %v %d", s.Least, s.Bound, p.Meter.Done), "%s: %d members", test.name, test.n)
	}
}

// With a single group there is nothing to search: its cost is the least cost.
func TestOneGroup(t *testing.T) {
	for _, n := range []int{5, 70, 160} {
		p := partition.New(n, []int{n}, 3)
		p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Tier: 1, Weight: 2}, Reach: 6, Alike: make([]int32, n), Price: 1,
			Measure: func(members []int32) int64 { return 6 }, Excess: func(m int64) int64 { return m }})
		p.Weigh()
		p.Meter = &partition.Meter{}
		s := p.Solve("seed", 10_000)
		assert.Equal(t, []int64{0, 12, 0}, s.Bound)
		assert.Zero(t, p.Meter.Done)
		assert.Nil(t, s.Certificate(), "nobody asked for it")
		s = p.SolveFrom(partition.Everybody(n), "seed", 10_000)
		assert.Equal(t, []int64{0, 12, 0}, s.Least)
		s.Refine(10_000)
		assert.Equal(t, []int64{0, 12, 0}, s.Least)
	}
}

// A search for a certificate may take fifty million steps, even if the caller allows
// fewer. Problems of more than 64 members get no certificate.
func TestStepsOfCertificates(t *testing.T) {
	for _, n := range []int{9, 64, 65} {
		p := partition.New(n, []int{n - n/2, n / 2}, 2)
		value := slices.Repeat([]int32{-1}, n)
		for m := range n/2 + 2 {
			value[n-1-m] = 0
		}
		c := counted(p, value, nil)
		c.Tier, c.Cost = 1, func(v int32, _, count int64) int64 { return count * (int64(c.Total[v]) - count) }
		p.Tabulate()
		p.Weigh()
		p.Certify = true
		s := p.Solve("seed", 0)
		require.Equal(t, n > 64, s.Certificate() == nil, "%d members", n)
	}
}

// A search that tightens bounds takes at most the given number of steps, plus a few for
// each better assignment that it finds, to climb from there.
func TestStepsOfTightening(t *testing.T) {
	for _, test := range []struct {
		n, groups, tiers int
		steps            int64
		want             string
	}{
		{24, 5, 3, 10_000, "[0 76 96] [0 20 50] 10026"},
		{12, 4, 4, 1200, "[0 14 18 14] [0 8 6 0] 1206"},
		{13, 4, 4, 30_000, "[0 2 28 22] [0 2 28 22] 10710"},
		{14, 4, 5, 4000, "[0 0 44 38 28] [0 0 44 38 28] 2484"},
		{15, 4, 5, 60_000, "[0 2 34 48 34] [0 2 34 48 34] 19698"},
	} {
		p := newWorld(81).gathered(test.n, test.groups, test.tiers)
		p.Meter = &partition.Meter{}
		s := p.NewSearch(partition.Everybody(p.N), partition.NewDice("seed"))
		s.Tighten(test.steps)
		assert.Equal(t, test.want, fmt.Sprintf("%v %v %d", s.Least, s.Bound, p.Meter.Done), "%d members", test.n)
	}
	assert.Equal(t, int64(1), partition.New(3, []int{3}, 2).DefaultSteps(1))
}

// Tiers that were settled by patterns are settled again for a certificate.
func TestCertificatesAfterPatterns(t *testing.T) {
	w := newWorld(82)
	patterns := 0
	for i := range 60 {
		p := w.gathered(9+i%4, 4, 3+i%2)
		for _, p.Certify = range []bool{false, true} {
			s := p.SettleWith(partition.Everybody(p.N), partition.Effort{Nodes: 1_000_000, Calls: 1, Few: -1})
			require.Equal(t, s.Least, s.Bound, "case %d", i)
			require.Equal(t, s.Patterns == 0 || p.Certify, s.Certificate() != nil, "case %d", i)
			patterns += s.Patterns
		}
	}
	require.Positive(t, patterns)
}
