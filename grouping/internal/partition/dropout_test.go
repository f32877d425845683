package partition_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// leaving returns a random problem of n members in groups of two sizes that differ by one
// at most, and a function that returns the problem of all members except one.
func (w world) leaving(n, groups int) (p *partition.Problem, without func(m int) *partition.Problem) {
	values := make([][]int32, 2)
	for k := range values {
		for range n {
			values[k] = append(values[k], int32(w.IntN(3+k))-1)
		}
	}
	numbers := make([]int32, n)
	for m := range numbers {
		numbers[m] = int32(w.IntN(9))
	}
	problem := func(without int) *partition.Problem {
		var value [2][]int32
		number := slices.Clone(numbers)
		for k := range values {
			value[k] = slices.Clone(values[k])
		}
		if without >= 0 {
			for k := range values {
				value[k] = slices.Delete(value[k], without, without+1)
			}
			number = slices.Delete(number, without, without+1)
		}
		p := partition.New(len(number), evenly(len(number), groups), 4)
		p.Counts = append(p.Counts, spread(p, 1, 2, value[0]), spread(p, 2, 3, value[1]))
		p.Lists = append(p.Lists, &partition.Lists{Term: partition.Term{Tier: 3, Weight: 1}, Reach: 8, Alike: number, Price: 2, Excess: func(m int64) int64 { return m },
			Measure: func(members []int32) int64 {
				low, high := number[members[0]], number[members[0]]
				for _, m := range members {
					low, high = min(low, number[m]), max(high, number[m])
				}
				return int64(high - low)
			}})
		p.Tabulate()
		p.Weigh()
		return p
	}
	return problem(-1), func(m int) *partition.Problem { return problem(m) }
}

// Mended returns the least costs after a member has left and at most one other member has
// moved. The test compares them with the costs of all such moves that lead to the wanted
// sizes.
func TestMendedAgainstEveryMove(t *testing.T) {
	w := newWorld(91)
	for i := range 60 {
		groups := 2 + i%2
		n := 2*groups + 1 + w.IntN(6)
		p, without := w.leaving(n, groups)
		seat := partition.Everybody(n)
		w.Shuffle(n, func(i, j int) { seat[i], seat[j] = seat[j], seat[i] })
		s := p.NewSearch(seat, partition.NewDice(""))
		group := make([]int, n) // the group of each member
		for at, m := range s.Seats() {
			group[m] = int(s.GroupOf(int32(at)))
		}
		want := make([]int64, p.Tiers)
		for leaver := range n {
			q := without(leaver)
			var least []int64
			try := func() {
				members := make([][]int32, groups)
				for m, g := range group {
					switch {
					case m < leaver:
						members[g] = append(members[g], int32(m))
					case m > leaver:
						members[g] = append(members[g], int32(m-1))
					}
				}
				slices.SortStableFunc(members, func(a, b []int32) int { return len(b) - len(a) })
				for g, size := range q.Sizes {
					if len(members[g]) != size {
						return
					}
				}
				if cost := partition.NewState(q, slices.Concat(members...)).Cost; least == nil || partition.Better(cost, least) {
					least = cost
				}
			}
			try()
			for m := range n {
				from := group[m]
				for g := range groups {
					if group[m] = g; m != leaver && g != from {
						try()
					}
				}
				group[m] = from
			}
			for tier, cost := range least {
				want[tier] += cost
			}
		}
		require.Equal(t, want, s.Mended(without), "case %d: %v", i, p.Sizes)
		require.Equal(t, seat, s.Seats())
	}
}

// Spare reserves steps only for problems of at most 64 members and at least two groups,
// without [partition.Homes] terms. It reserves no steps if there would be fewer than 4·n²
// of them, if one member less would change the number of groups, or if the tables of
// the n problems with one member less do not fit.
func TestSpare(t *testing.T) {
	problem := func(n int, sizes ...int) *partition.Problem { return partition.New(n, sizes, 2) }
	with := func(p *partition.Problem, change func(p *partition.Problem)) *partition.Problem {
		change(p)
		return p
	}
	values := func(many ...int) func(p *partition.Problem) {
		return func(p *partition.Problem) {
			for _, n := range many {
				p.Counts = append(p.Counts, &partition.Counts{Total: make([]int32, n)})
			}
		}
	}
	taken := func(cells int64) func(p *partition.Problem) { return func(p *partition.Problem) { p.Take(cells) } }
	for name, test := range map[string]struct {
		p     *partition.Problem
		steps int64
		fewer []int
		want  int64
	}{
		"an eighth of the steps":         {problem(10, 5, 5), 80_000, []int{5, 4}, 10_000},
		"at most 100,000":                {problem(10, 5, 5), 8_000_000, []int{5, 4}, 100_000},
		"or 25 times the cube":           {problem(20, 10, 10), 8_000_000, []int{10, 9}, 200_000},
		"just enough":                    {problem(10, 5, 5), 3200, []int{5, 4}, 400},
		"not enough":                     {problem(10, 5, 5), 3199, []int{5, 4}, 0},
		"64 members":                     {problem(64, 32, 32), 8_000_000, []int{32, 31}, 1_000_000},
		"65 members":                     {problem(65, 33, 32), 8_000_000, []int{32, 32}, 0},
		"one group":                      {problem(5, 5), 80_000, []int{4}, 0},
		"no sizes for one less":          {problem(10, 5, 5), 80_000, nil, 0},
		"other groups":                   {problem(10, 5, 5), 80_000, []int{3, 3, 3}, 0},
		"homes":                          {with(problem(10, 5, 5), func(p *partition.Problem) { homes(p, 1, make([]int32, 10)...) }), 80_000, []int{5, 4}, 0},
		"just enough cells":              {with(problem(16, 8, 8), taken(1<<20)), 80_000, []int{8, 7}, 10_000},
		"not enough cells":               {with(problem(16, 8, 8), taken(1<<20+1)), 80_000, []int{8, 7}, 0},
		"just enough values":             {with(problem(16, 8, 8), values(1<<18, 1<<18)), 80_000, []int{8, 7}, 10_000},
		"one value too many for a table": {with(problem(16, 8, 8), values(1<<18, 1, 1<<18)), 80_000, []int{8, 7}, 0},
	} {
		assert.Equal(t, test.want, test.p.Spare(test.steps, test.fewer), name)
	}
}

// Withstand starts from the best assignment, even if the search is at another one.
// Afterwards, Least is the cost of the assignment Best.
func TestWithstand(t *testing.T) {
	all := ""
	for i := range 6 {
		p, without := newWorld(uint64(92+i)).leaving(11+i, 3)
		p.Meter = &partition.Meter{}
		s := p.NewSearch(partition.Everybody(p.N), partition.NewDice("seed"))
		s.Swap(0, int32(p.N-1))
		s.Withstand(without, 0)
		require.Equal(t, partition.Everybody(p.N), s.Best)
		require.Equal(t, s.Best, s.Seats())
		for a := range int32(3) {
			s.Swap(a, int32(p.N-1)-a)
		}
		s.Withstand(without, 30_000)
		require.Equal(t, partition.NewState(p, slices.Clone(s.Best)).Cost, s.Least)
		all += fmt.Sprintln(s.Best, s.Least, p.Meter.Done)
	}
	assert.Equal(t, ""+
		"[6 5 2 9 10 7 3 8 1 0 4] [0 24 32 14] 29412\n"+
		"[2 9 5 3 11 4 10 1 6 0 7 8] [0 16 48 14] 29988\n"+
		"[12 9 0 10 3 4 11 6 5 7 2 8 1] [0 28 34 11] 28890\n"+
		"[9 12 13 3 0 11 2 8 6 7 5 10 4 1] [0 24 32 13] 29340\n"+
		"[0 13 7 12 8 11 10 5 3 4 14 1 6 2 9] [0 0 40 15] 28500\n"+
		"[1 14 3 11 7 8 15 9 4 6 12 0 10 13 5 2] [0 20 36 12] 29520\n", all)
}
