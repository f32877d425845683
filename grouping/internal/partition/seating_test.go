package partition_test

import (
	"slices"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// alike returns a problem in which all members of a group must have the same number. For
// each k, many[k] members have the number k.
func alike(sizes []int, many ...int) *partition.Problem {
	var numbers []int32
	for number, n := range many {
		numbers = append(numbers, slices.Repeat([]int32{int32(number)}, n)...)
	}
	// Mix the numbers, so that consecutive members rarely have the same number.
	n := len(numbers)
	mixed, order := make([]int32, n), make([]int64, n)
	for m := range mixed {
		mixed[m] = numbers[m*7%n]
		order[m] = int64(mixed[m])
	}
	p := partition.New(n, sizes, 1)
	p.Lists = append(p.Lists, &partition.Lists{Alike: mixed, Order: order, Apart: true, Reach: int64(n), Price: 1, Term: partition.Term{Weight: 1},
		Measure: func(members []int32) int64 {
			different := int64(-1)
			for i, m := range members {
				if !slices.ContainsFunc(members[:i], func(other int32) bool { return mixed[other] == mixed[m] }) {
					different++
				}
			}
			return max(0, different)
		}, Excess: func(m int64) int64 { return m }})
	p.Weigh()
	return p
}

// Every member has a number (see alike). SolveSorted packs members into groups so that
// all members of a group have the same number, if that is possible. It needs no search
// for this.
func TestPacking(t *testing.T) {
	for _, test := range []struct {
		sizes []int
		many  []int
		fits  bool
	}{
		{[]int{3, 3, 2, 2, 2}, []int{4, 5, 3}, true}, // 2+2, 3+2, 3
		{[]int{3, 3, 2, 2, 2}, []int{1, 9, 2}, false},
		{[]int{4, 4, 3}, []int{4, 7}, true},
		{[]int{4, 4, 3}, []int{8, 3}, true},
		{[]int{4, 4, 3}, []int{6, 5}, false},
		{[]int{5, 4, 3, 3, 1}, []int{6, 10}, true},  // 3+3, or 5+1
		{[]int{5, 4, 3, 3, 1}, []int{2, 14}, false}, // no group of 2
		{[]int{6, 6, 5, 5}, []int{11, 11}, true},
		{[]int{6, 6, 5, 5}, []int{10, 12}, true},
		{[]int{6, 6, 5, 5}, []int{9, 13}, false},
	} {
		p := alike(test.sizes, test.many...)
		s := p.SolveSorted("", 0)
		require.NotNil(t, s)
		assert.Equal(t, test.fits, s.Least[0] == 0, "%v in %v", test.many, test.sizes)
	}
	p := alike([]int{4}, 2, 2)
	assert.Nil(t, p.SolveSorted("", 0), "one group")
	p = alike([]int{2, 2}, 2, 2)
	p.Lists[0].Order = nil
	assert.Nil(t, p.SolveSorted("", 0), "no order")
	p = alike([]int{2, 2}, 2, 2)
	p.Lists[0].Tier = 1
	assert.Nil(t, p.SolveSorted("", 0), "no required rule")
}

// Settle seats each member in the given group while this group has room, and all other
// members on the remaining seats.
func TestSettle(t *testing.T) {
	p := partition.New(7, []int{3, 2, 2}, 1)
	for _, test := range []struct {
		home, want []int32
	}{
		{[]int32{0, 0, 0, 1, 1, 2, 2}, []int32{0, 1, 2, 3, 4, 5, 6}},
		{[]int32{2, 1, 0, 2, 1, 0, 0}, []int32{2, 5, 6, 1, 4, 0, 3}},
		{[]int32{1, 1, 1, 1, -1, 3, 2}, []int32{2, 3, 4, 0, 1, 6, 5}},
		{[]int32{-1, -1, 0, 1, 1, 2, 0}, []int32{2, 6, 0, 3, 4, 5, 1}},
		{[]int32{-1, -1, -1, -1, -1, -1, -1}, []int32{0, 1, 2, 3, 4, 5, 6}},
	} {
		assert.Equal(t, test.want, p.Settle(test.home), "%v", test.home)
	}
}

// Each member has a number, and the members of a group must have the same number. Packing
// succeeds if and only if each group can be given to one of these numbers so that, for
// every number, the sizes of its groups add up to the count of its members.
func TestPackingAgainstEveryChoice(t *testing.T) {
	w := newWorld(57)
	fit := [2]int{}
	for i := range cases(1000, 50_000) {
		sizes := make([]int, 1+w.IntN(6))
		for g := range sizes {
			sizes[g] = 1 + w.IntN(5)
		}
		many := make([]int, 1+w.IntN(4))
		for g := range sizes {
			many[w.IntN(len(many))] += sizes[g]
		}
		for range w.IntN(3) { // one member has another number
			from, to := w.IntN(len(many)), w.IntN(len(many))
			if many[from] > 0 {
				many[from]--
				many[to]++
			}
		}
		if n := sum(many); n%7 == 0 { // the steps of 7 in alike would not mix these members
			continue
		}
		fits := false
		var choose func(g int)
		left := slices.Clone(many)
		choose = func(g int) {
			if g == len(sizes) {
				fits = true
				return
			}
			for number := range left {
				if left[number] >= sizes[g] {
					left[number] -= sizes[g]
					choose(g + 1)
					left[number] += sizes[g]
				}
			}
		}
		choose(0)
		p := alike(sizes, many...)
		seat := p.Packed(p.Lists[0])
		require.Equal(t, fits, seat != nil, "case %d: %v in %v", i, many, sizes)
		if !fits {
			fit[0]++
			continue
		}
		fit[1]++
		require.Equal(t, partition.Everybody(p.N), slices.Sorted(slices.Values(seat)), "case %d", i)
		require.Zero(t, partition.NewState(p, seat).Cost[0], "case %d", i)
	}
	assert.Positive(t, fit[0])
	assert.Positive(t, fit[1])
}

func sum(numbers []int) (total int) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// Packing remembers the states that failed. Otherwise it would try classes of the same
// size in every order. It gives up after 100,000 states.
func TestPackingOfManyGroups(t *testing.T) {
	for _, test := range []struct {
		widths, groups, many []int
		found                bool
	}{
		{[]int{6, 5, 3, 2}, []int{4, 9, 5, 8}, []int{12, 11, 11, 11, 11, 11, 11, 11, 11}, true}, // in 2,916 states
		{[]int{13, 10, 8, 6, 4, 2}, []int{4, 7, 5, 4, 7, 2}, []int{83, 55, 41, 39}, false},      // would take 119,205
	} {
		var sizes []int
		for k, width := range test.widths {
			sizes = append(sizes, slices.Repeat([]int{width}, test.groups[k])...)
		}
		p := alike(sizes, test.many...)
		assert.Equal(t, test.found, p.Packed(p.Lists[0]) != nil, "%v", test.many)
	}
}

// Packing always fills the same groups. It takes larger classes first and, of two classes
// of one size, the one with the earlier member.
func TestPackingIsRepeatable(t *testing.T) {
	for range 10 {
		p := partition.New(10, []int{3, 2, 1, 2, 1, 1}, 1)
		packed := p.Packed(&partition.Lists{Alike: []int32{7, 5, 5, 7, 4, 3, 3, 3, 2, 7}})
		assert.Equal(t, []int32{0, 3, 9, 5, 6, 7, 1, 2, 4, 8}, packed)
	}
}

// If the field Apart of the term is false, SolveSorted seats the members in the order of
// the term, and then searches. It does so even for two groups.
func TestSortedStart(t *testing.T) {
	p := alike([]int{3, 2}, 1, 2, 2)
	p.Lists[0].Apart = false
	p.Lists[0].Order = []int64{5, 4, 4, 1, 0}
	s := p.SolveSorted("", 0)
	require.NotNil(t, s)
	assert.Equal(t, []int32{4, 3, 1, 2, 0}, s.Best)
	assert.Equal(t, []int64{2}, s.Least, "numbers 1, 2 and 2, 1 and 0")
	assert.Equal(t, []int64{1}, p.SolveSorted("", 1000).Least)
	p = alike([]int{3, 2}, 3, 2)
	p.Lists[0].Order = []int64{5, 4, 4, 1, 0}
	assert.Equal(t, []int64{0}, p.SolveSorted("", 0).Least, "packed, whatever the order")
	p.Lists[0].Apart = false
	assert.Equal(t, []int32{4, 3, 1, 2, 0}, p.SolveSorted("", 0).Best, "sorted, though it can be packed")
}

// Members who must share a group share it from the start, even if one of them must be in
// a certain group. If no group has room for all of them, every member still gets a seat.
func TestSetsAreSeatedTogether(t *testing.T) {
	for _, test := range []struct {
		name  string
		sizes []int
		sets  [][]int32 // the set of each member, by term
		home  []int32
		keeps bool
	}{
		{"pairs", []int{3, 3, 2}, [][]int32{{0, 1, 2, 3, 3, 2, 1, 0}}, nil, false},
		{"pairs in pairs", []int{2, 2, 2, 2}, [][]int32{{0, 1, 2, 3, 3, 2, 1, 0}}, nil, true},
		{"the largest first", []int{4, 4}, [][]int32{{0, 0, 1, 1, 1, 1, 0, -1}}, nil, true},
		{"joined by two terms", []int{4, 4}, [][]int32{{0, -1, 0, -1, -1, -1, 1, 1}, {-1, 0, 0, -1, -1, -1, -1, -1}}, nil, true},
		{"at a home", []int{4, 4}, [][]int32{{0, -1, 0, -1, -1, 0, -1, -1}}, []int32{-1, -1, 1, -1, -1, -1, -1, 1}, true},
		{"at different homes", []int{4, 4}, [][]int32{{0, -1, 0, -1, -1, 1, -1, 1}}, []int32{-1, -1, 1, -1, -1, -1, -1, 0}, true},
		{"no room", []int{4, 4}, [][]int32{{0, 0, 0, 0, 0, 1, 1, 1}}, nil, false},
	} {
		for seed := range 20 {
			p := partition.New(8, test.sizes, 1)
			for _, set := range test.sets {
				p.Counts = append(p.Counts, must(4, set...))
			}
			if test.home != nil {
				p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Weight: 1}, Home: test.home})
			}
			p.Tabulate()
			p.Weigh()
			s := p.Solve(strconv.Itoa(seed), 0)
			seats := slices.Clone(s.Best)
			slices.Sort(seats)
			require.Equal(t, partition.Everybody(8), seats, test.name)
			require.Equal(t, test.keeps, s.Least[0] == 0, "%s, seed %d: %v", test.name, seed, s.Best)
			require.Equal(t, test.name == "no room", s.Hopeless(), test.name)
		}
	}
}
