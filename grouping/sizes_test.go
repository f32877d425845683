package grouping_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping"
)

func TestSplit(t *testing.T) {
	tests := []struct {
		name  string
		sizes grouping.Sizes
		n     int
		want  []int
	}{
		{"range", grouping.Sizes{Min: 5, Max: 6}, 32, []int{6, 6, 5, 5, 5, 5}},
		{"fewest groups", grouping.Sizes{Min: 5, Max: 6}, 60, []int{6, 6, 6, 6, 6, 6, 6, 6, 6, 6}},
		{"count in range", grouping.Sizes{Min: 5, Max: 6, Count: 12}, 60, []int{5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5}},
		{"count alone", grouping.Sizes{Count: 3}, 8, []int{3, 3, 2}},
		{"exact", grouping.Sizes{Exact: []int{2, 4, 3}}, 9, []int{4, 3, 2}},
		{"nobody", grouping.Sizes{Min: 5, Max: 6}, 0, []int{}},
		{"one", grouping.Sizes{Min: 1, Max: 1}, 1, []int{1}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := test.sizes.Split(test.n)
			require.NoError(t, err)
			assert.Equal(t, test.want, got)
		})
	}
}

// For every range of sizes and number of people, Split is compared with an oracle. People
// can be divided if some number of groups, with sizes within the range, adds up to the
// number of people. Split then makes the fewest such groups.
func TestSplitFitsExactlyWhenItCan(t *testing.T) {
	for low := 1; low <= 8; low++ {
		for high := low; high <= 9; high++ {
			reachable := map[int]int{0: 0} // the fewest groups for each number of people
			for groups := 1; groups <= 40; groups++ {
				for n := groups * low; n <= groups*high; n++ {
					if _, ok := reachable[n]; !ok {
						reachable[n] = groups
					}
				}
			}
			for n := 0; n <= 40; n++ {
				got, err := grouping.Sizes{Min: low, Max: high}.Split(n)
				groups, ok := reachable[n]
				require.Equal(t, ok, err == nil, "%d people in %d-%d", n, low, high)
				if !ok {
					continue
				}
				total := 0
				for i, size := range got {
					require.True(t, low <= size && size <= high)
					require.True(t, i == 0 || size <= got[i-1] && size >= got[0]-1)
					total += size
				}
				require.Equal(t, n, total)
				require.Len(t, got, groups)
			}
		}
	}
}

// fits is an oracle of Split: it reports whether n people divide into some number of
// groups, each within the sizes.
func fits(s grouping.Sizes, n int) bool {
	if len(s.Exact) > 0 {
		total := 0
		for _, size := range s.Exact {
			total += size
		}
		return n == total
	}
	low, high := s.Min, s.Max
	if high == 0 {
		low, high = 1, n
	}
	for groups := 0; groups <= n; groups++ {
		if (s.Count == 0 || s.Count == groups) && groups*low <= n && n <= groups*high {
			return true
		}
	}
	return false
}

// The nearest numbers and the relaxations of a size error are compared with an oracle,
// which tries every number of people and every change of the sizes.
func TestSizeErrorOffersTheNearest(t *testing.T) {
	var all []grouping.Sizes
	for low := 1; low <= 6; low++ {
		for high := low; high <= 7; high++ {
			for count := range 4 {
				all = append(all, grouping.Sizes{Min: low, Max: high, Count: count})
			}
		}
	}
	for count := 1; count <= 5; count++ {
		all = append(all, grouping.Sizes{Count: count})
	}
	all = append(all, grouping.Sizes{Exact: []int{2, 3}}, grouping.Sizes{Exact: []int{1}}, grouping.Sizes{Exact: []int{7, 2, 2, 5}})
	refused := 0
	for _, s := range all {
		for n := 1; n <= 30; n++ {
			split, err := s.Split(n)
			require.Equal(t, fits(s, n), err == nil, "%d in %s", n, s)
			if err == nil {
				continue
			}
			require.Nil(t, split)
			refused++
			var size *grouping.SizeError
			require.ErrorAs(t, err, &size)
			require.Equal(t, n, size.N)
			require.Equal(t, s, size.Sizes)
			near := []int{}
			for below := n - 1; below > 0; below-- {
				if fits(s, below) {
					near = append(near, below)
					break
				}
			}
			for above := n + 1; above <= 60; above++ {
				if fits(s, above) {
					near = append(near, above)
					break
				}
			}
			if len(s.Exact) > 0 {
				near = []int{0}
				for _, size := range s.Exact {
					near[0] += size
				}
			}
			require.Equal(t, near, size.Nearest, "%d in %s", n, s)
			relaxed := []grouping.Sizes{}
			if len(s.Exact) > 0 && n >= len(s.Exact) {
				// Add one person after the other to the smallest group, or take one after
				// the other from the largest.
				sizes := slices.Clone(s.Exact)
				for total := near[0]; total != n; {
					if total < n {
						sizes[slices.Index(sizes, slices.Min(sizes))]++
						total++
					} else {
						sizes[slices.Index(sizes, slices.Max(sizes))]--
						total--
					}
				}
				slices.Sort(sizes)
				slices.Reverse(sizes)
				relaxed = append(relaxed, grouping.Sizes{Exact: sizes})
			}
			for _, step := range []grouping.Sizes{{Min: -1}, {Max: 1}, {Count: -1}, {Count: 1}} {
				if len(s.Exact) > 0 || s.Max == 0 && step.Count == 0 || s.Count == 0 && step.Count != 0 {
					continue
				}
				for by := 1; by <= 60; by++ {
					other := grouping.Sizes{Min: s.Min + by*step.Min, Max: s.Max + by*step.Max, Count: s.Count + by*step.Count}
					if s.Max > 0 && other.Min < 1 || s.Count > 0 && other.Count < 1 {
						break
					}
					if fits(other, n) {
						relaxed = append(relaxed, other)
						break
					}
				}
			}
			got := []grouping.Sizes{}
			for _, r := range size.Relaxations {
				got = append(got, r.Sizes)
				split, err := r.Sizes.Split(n)
				require.NoError(t, err)
				require.Equal(t, split, r.Split)
			}
			require.Equal(t, relaxed, got, "%d in %s", n, s)
		}
	}
	require.NotZero(t, refused)
}

func TestSizeError(t *testing.T) {
	tests := []struct {
		name  string
		sizes grouping.Sizes
		n     int
		want  grouping.SizeError
		text  string
	}{
		{"between", grouping.Sizes{Min: 5, Max: 6}, 19, grouping.SizeError{Nearest: []int{18, 20}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Min: 4, Max: 6}, Split: []int{5, 5, 5, 4}},
			{Sizes: grouping.Sizes{Min: 5, Max: 7}, Split: []int{7, 6, 6}},
		}}, "grouping: 19 people do not divide into groups of 5 to 6; these numbers do: [18 20]; groups of 4 to 6 would give [5 5 5 4]; groups of 5 to 7 would give [7 6 6]"},
		{"exact", grouping.Sizes{Exact: []int{2, 3}}, 4, grouping.SizeError{Nearest: []int{5}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Exact: []int{2, 2}}, Split: []int{2, 2}},
		}}, "grouping: 4 people do not divide into groups of exactly [2 3]; these numbers do: [5]; groups of exactly [2 2] would give [2 2]"},
		{"fewer than groups", grouping.Sizes{Exact: []int{2, 3}}, 1, grouping.SizeError{Nearest: []int{5}, Relaxations: []grouping.Relaxation{}},
			"grouping: 1 person cannot divide into groups of exactly [2 3]; these numbers do: [5]"},
		{"exactly one", grouping.Sizes{Exact: []int{2}}, 4, grouping.SizeError{Nearest: []int{2}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Exact: []int{4}}, Split: []int{4}},
		}}, "grouping: 4 people do not divide into groups of exactly [2]; these numbers do: [2]; groups of exactly [4] would give [4]"},
		{"count of one", grouping.Sizes{Min: 2, Max: 2, Count: 1}, 1, grouping.SizeError{Nearest: []int{2}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Min: 1, Max: 2, Count: 1}, Split: []int{1}},
		}}, "grouping: 1 person cannot divide into 1 groups of 2 to 2; these numbers do: [2]; 1 groups of 1 to 2 would give [1]"},
		{"count", grouping.Sizes{Count: 3}, 2, grouping.SizeError{Nearest: []int{3}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Count: 2}, Split: []int{1, 1}},
		}}, "grouping: 2 people do not divide into 3 groups; these numbers do: [3]; 2 groups would give [1 1]"},
		{"count and range", grouping.Sizes{Min: 2, Max: 2, Count: 2}, 3, grouping.SizeError{Nearest: []int{4}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Min: 1, Max: 2, Count: 2}, Split: []int{2, 1}},
		}}, "grouping: 3 people do not divide into 2 groups of 2 to 2; these numbers do: [4]; 2 groups of 1 to 2 would give [2 1]"},
		{"far less than nobody", grouping.Sizes{Count: 3}, math.MinInt, grouping.SizeError{Nearest: []int{3}, Relaxations: []grouping.Relaxation{}},
			fmt.Sprintf("grouping: %d people do not divide into 3 groups; these numbers do: [3]", math.MinInt)},
		{"in large groups", grouping.Sizes{Min: 1_000_000, Max: 1_000_000}, math.MinInt, grouping.SizeError{Nearest: []int{1_000_000}, Relaxations: []grouping.Relaxation{}},
			fmt.Sprintf("grouping: %d people do not divide into groups of 1000000 to 1000000; these numbers do: [1000000]", math.MinInt)},
		{"less than nobody", grouping.Sizes{Min: 5, Max: 6}, -1, grouping.SizeError{Nearest: []int{5}, Relaxations: []grouping.Relaxation{}},
			"grouping: -1 people do not divide into groups of 5 to 6; these numbers do: [5]"},
		{"next to less than nobody", grouping.Sizes{Min: 1, Max: 2}, -1, grouping.SizeError{Nearest: []int{1}, Relaxations: []grouping.Relaxation{}},
			"grouping: -1 people do not divide into groups of 1 to 2; these numbers do: [1]"},
		{"one more than there may be", grouping.Sizes{Min: 1, Max: 1_000_000}, 1_000_000 + 1, grouping.SizeError{Nearest: []int{1_000_000}, Relaxations: []grouping.Relaxation{}},
			"grouping: 1000001 people do not divide into groups of 1 to 1000000 of at most 1000000 people in all; these numbers do: [1000000]"},
		{"exactly too many", grouping.Sizes{Exact: []int{1_000_000, 1}}, 5, grouping.SizeError{Nearest: []int{}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Exact: []int{4, 1}}, Split: []int{4, 1}},
		}}, "grouping: 5 people do not divide into groups of exactly [1000000 1]; groups of exactly [4 1] would give [4 1]"},
		{"the most, exactly", grouping.Sizes{Exact: []int{999_999, 1}}, 5, grouping.SizeError{Nearest: []int{1_000_000}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Exact: []int{4, 1}}, Split: []int{4, 1}},
		}}, "grouping: 5 people do not divide into groups of exactly [999999 1]; these numbers do: [1000000]; groups of exactly [4 1] would give [4 1]"},
		{"nothing above", grouping.Sizes{Min: 600_000, Max: 999_999}, 1_000_000, grouping.SizeError{Nearest: []int{999_999}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Min: 500_000, Max: 999_999}, Split: []int{500_000, 500_000}},
			{Sizes: grouping.Sizes{Min: 600_000, Max: 1_000_000}, Split: []int{1_000_000}},
		}}, "grouping: 1000000 people do not divide into groups of 600000 to 999999; these numbers do: [999999]; groups of 500000 to 999999 would give [500000 500000]; groups of 600000 to 1000000 would give [1000000]"},
		{"the last one above", grouping.Sizes{Min: 1_000_000, Max: 1_000_000}, 999_999, grouping.SizeError{Nearest: []int{1_000_000}, Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Min: 999_999, Max: 1_000_000}, Split: []int{999_999}},
		}}, "grouping: 999999 people do not divide into groups of 1000000 to 1000000; these numbers do: [1000000]; groups of 999999 to 1000000 would give [999999]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			split, err := test.sizes.Split(test.n)
			require.Nil(t, split)
			var size *grouping.SizeError
			require.ErrorAs(t, err, &size)
			test.want.N, test.want.Sizes = test.n, test.sizes
			assert.Equal(t, &test.want, size)
			assert.EqualError(t, err, test.text)
			if len(test.sizes.Exact) > 0 {
				size.Sizes.Exact[0] = 77
				assert.NotEqual(t, 77, test.sizes.Exact[0], "the error has sizes of its own")
			}
		})
	}
}

func TestSizesAreChecked(t *testing.T) {
	tests := []struct {
		name  string
		sizes grouping.Sizes
		want  []string
	}{
		{"nothing", grouping.Sizes{}, []string{" required"}},
		{"min alone", grouping.Sizes{Min: 5}, []string{"max required"}},
		{"max alone", grouping.Sizes{Max: 5}, []string{"min required"}},
		{"min above max", grouping.Sizes{Min: 6, Max: 5}, []string{"min min-above-max"}},
		{"negative", grouping.Sizes{Min: -1, Max: -1}, []string{"min range", "max range"}},
		{"negative min", grouping.Sizes{Min: -1, Max: 3}, []string{"min range"}},
		{"negative count", grouping.Sizes{Count: -1}, []string{"count range"}},
		{"too large", grouping.Sizes{Min: 1, Max: 1_000_000 + 1}, []string{"max range"}},
		{"exact of 0", grouping.Sizes{Exact: []int{0}}, []string{"exact[0] range"}},
		{"exact and others", grouping.Sizes{Min: 1, Max: 2, Count: 1, Exact: []int{1}}, []string{"min sizes-conflict", "max sizes-conflict", "count sizes-conflict"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			split, err := test.sizes.Split(5)
			assert.Nil(t, split)
			assert.Equal(t, test.want, codes(err))
		})
	}
	split, err := grouping.Sizes{Min: 1, Max: 1_000_000}.Split(1_000_000)
	require.NoError(t, err)
	assert.Equal(t, []int{1_000_000}, split)
	_, err = grouping.Sizes{Min: 1, Max: 2}.Split(math.MaxInt)
	var size *grouping.SizeError
	require.ErrorAs(t, err, &size)
	assert.Equal(t, []int{1_000_000}, size.Nearest)
	assert.Empty(t, size.Relaxations)
	exact := grouping.Sizes{Exact: []int{1, 2}}
	split, err = exact.Split(3)
	require.NoError(t, err)
	assert.Equal(t, []int{2, 1}, split)
	assert.Equal(t, []int{1, 2}, exact.Exact)
}

func TestImpossibleNumbers(t *testing.T) {
	var impossible []int
	for n := 1; n <= 100; n++ {
		if _, err := (grouping.Sizes{Min: 5, Max: 6}).Split(n); err != nil {
			impossible = append(impossible, n)
		}
	}
	assert.Equal(t, []int{1, 2, 3, 4, 7, 8, 9, 13, 14, 19}, impossible)
}

// After people have left and joined, the sizes of a reform are compared with all possible
// sizes. If the allowed moves do not bring all sizes into the range, the reform makes as
// few further moves as possible. The sizes are the most even ones that can be reached
// with the allowed and the further moves.
func TestSizesAfterALeave(t *testing.T) {
	w := world{rand.New(rand.NewPCG(5, 5))}
	uneven, forced := 0, 0
	for i := range cases(1500, 20_000) {
		s := grouping.Sizes{Min: 1 + w.IntN(3)}
		s.Max = s.Min + w.IntN(4)
		var before grouping.Formation
		var members []grouping.Member
		var present []int
		for range 1 + w.IntN(4) {
			var group []string
			stay := w.IntN(6)
			for m := range stay + w.IntN(3) {
				id := fmt.Sprint(len(before.Groups), "-", m)
				if group = append(group, id); m < stay {
					members = append(members, grouping.Member{ID: id})
				}
			}
			before.Groups = append(before.Groups, group)
			if stay > 0 {
				present = append(present, stay)
			}
		}
		for j := range w.IntN(3) {
			members = append(members, grouping.Member{ID: fmt.Sprint("new", j)})
		}
		n := len(members)
		if n == 0 || !fits(s, n) {
			continue
		}
		allowed := w.IntN(4)
		gr := compile(t, grouping.Policy{Sizes: s})
		after, err := gr.Reform(before, members, grouping.ReformOptions{Moves: &allowed, Steps: 3000})
		require.NoError(t, err)
		require.Equal(t, moved(before, after), len(after.Change.Moves))
		_, err = gr.Explain(after, members, members[0].ID)
		require.NoError(t, err)

		least, most := n, math.MaxInt // the least number of moves, and the least sum of the squares of sizes
		groups := max((n+s.Max-1)/s.Max, min(len(present), n/s.Min))
		each := func(visit func(sizes []int, moves int)) {
			sizesWithin(s, n, groups, nil, func(sizes []int) { visit(sizes, leaving(sizes, present)) })
		}
		each(func(_ []int, moves int) { least = min(least, moves) })
		each(func(sizes []int, moves int) {
			if moves <= max(allowed, least) {
				most = min(most, squares(sizes))
			}
		})
		var got []int
		for _, group := range after.Groups {
			got = append(got, len(group))
		}
		require.Len(t, got, groups)
		require.Equal(t, most, squares(got), "case %d: %v of %v present in %s, %d allowed", i, got, present, s, allowed)
		require.Equal(t, leaving(got, present), len(after.Change.Moves), "case %d: %v of %v present in %s, %d allowed", i, got, present, s, allowed)
		if got[0]-got[len(got)-1] > 1 {
			uneven++
		}
		if least > allowed {
			forced++
		}
	}
	require.Positive(t, uneven)
	require.Positive(t, forced)
}

func squares(sizes []int) (total int) {
	for _, size := range sizes {
		total += size * size
	}
	return total
}

// sizesWithin calls visit with each list of sizes that add up to n: one size for each of
// the groups, from s.Min to s.Max.
func sizesWithin(s grouping.Sizes, n, groups int, sizes []int, visit func(sizes []int)) {
	if groups == 0 {
		if n == 0 {
			visit(sizes)
		}
		return
	}
	for size := s.Min; size <= min(n, s.Max); size++ {
		sizesWithin(s, n-size, groups-1, append(sizes, size), visit)
	}
}

// leaving returns the least number of people who must leave their group, over all ways to
// give the groups the new sizes. Everybody must leave a group that gets no size.
func leaving(sizes, present []int) int {
	if len(present) == 0 {
		return 0
	}
	least := present[0] + leaving(sizes, present[1:]) // the first group does not continue
	for g, size := range sizes {
		rest := slices.Delete(slices.Clone(sizes), g, g+1)
		least = min(least, max(0, present[0]-size)+leaving(rest, present[1:]))
	}
	return least
}

// The text of an error lists the sizes of up to 100 groups. For a larger number of
// groups, the text gives only this number and the range of the sizes, because a policy of
// a few bytes can have a million groups.
func TestSizeErrorOfManyGroups(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]string{
		201:     "; groups of 1 to 2 would give 101 groups of 1 to 2; groups of 2 to 3 would give [3 3 3 ",
		999_999: "; groups of 1 to 2 would give 500000 groups of 1 to 2; groups of 2 to 3 would give 333333 groups of 3 to 3",
	} {
		_, err := grouping.Sizes{Min: 2, Max: 2}.Split(n)
		require.ErrorContains(t, err, want)
		assert.Less(t, len(err.Error()), 1000)
	}
}
