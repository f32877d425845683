package partition_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// A set holds members who must be in one group. Blocks first seats the members who are
// bound to a group (Homes in tier 0), each together with the member's set. Then it seats
// the other sets, the largest first, each in the group with the most room. All other
// members fill the remaining seats.
func TestBlocks(t *testing.T) {
	for _, test := range []struct {
		name  string
		sizes []int
		sets  [][]int32
		homes []int32
		want  []int32
	}{
		{"no sets: the assignment remains", []int{3, 3}, nil, []int32{1, 1, 1, 0, 0, 0}, []int32{0, 1, 2, 3, 4, 5}},
		{"the largest set first", []int{2, 4}, [][]int32{{0, 0, 1, 1, 1, -1}}, nil, []int32{0, 1, 2, 3, 4, 5}},
		{"two pairs in a group", []int{4, 2}, [][]int32{{0, 1, 2, 2, 1, 0}}, nil, []int32{0, 5, 1, 4, 2, 3}},
		{"bound to the first group", []int{2, 4}, [][]int32{{-1, -1, -1, 0, -1, 0}}, []int32{-1, -1, -1, -1, -1, 0}, []int32{3, 5, 0, 1, 2, 4}},
		{"bound to the second group", []int{4, 2}, [][]int32{{-1, -1, -1, 0, -1, 0}}, []int32{-1, -1, -1, 1, -1, -1}, []int32{0, 1, 2, 4, 3, 5}},
		{"a member alone at home", []int{3, 3}, [][]int32{{0, 0, -1, -1, -1, -1}}, []int32{-1, -1, -1, -1, -1, 0}, []int32{5, 2, 3, 0, 1, 4}},
		{"bound to a group that does not exist", []int{3, 3}, [][]int32{{-1, -1, -1, -1, 0, 0}}, []int32{-1, -1, -1, -1, 2, -1}, []int32{0, 1, 2, 4, 5, 3}},
		{"no room at home", []int{2, 4}, [][]int32{{-1, -1, 0, 0, 0, -1}}, []int32{-1, -1, -1, 0, -1, -1}, []int32{0, 1, 2, 3, 4, 5}},
		{"no room anywhere", []int{3, 3}, [][]int32{{0, 0, 1, 1, 2, 2}}, nil, []int32{2, 3, 4, 0, 1, 5}},
		{"joined by two terms", []int{2, 4}, [][]int32{{0, -1, -1, 0, -1, -1}, {-1, -1, -1, 0, -1, 0}}, nil, []int32{1, 2, 0, 3, 5, 4}},
	} {
		p := partition.New(6, test.sizes, 2)
		for _, set := range test.sets {
			p.Counts = append(p.Counts, must(3, set...))
		}
		if test.homes != nil {
			p.Homes = append(p.Homes,
				&partition.Homes{Term: partition.Term{Tier: 1, Weight: 1}, Home: slices.Repeat([]int32{0}, 6)}, // a wish, which binds nobody
				&partition.Homes{Term: partition.Term{Weight: 1}, Home: test.homes})
		}
		assert.Equal(t, test.want, p.Blocks(partition.Everybody(6)), test.name)
	}
}

// Blocks gives every member a seat. Here all sets are pairs and all groups have even
// sizes, so no pair is parted.
func TestBlocksOfPairs(t *testing.T) {
	w := newWorld(56)
	for range 100 {
		sizes, n := []int{}, 0
		for range 1 + w.IntN(4) {
			sizes = append(sizes, 2*(1+w.IntN(3)))
			n += sizes[len(sizes)-1]
		}
		p := partition.New(n, sizes, 1)
		value := make([]int32, n)
		seat := partition.Everybody(n)
		for m := range value {
			value[m] = int32(m / 2)
		}
		p.Counts = append(p.Counts, must(n/2, value...))
		p.Tabulate()
		p.Weigh()
		w.Shuffle(n, func(a, b int) { seat[a], seat[b] = seat[b], seat[a] })
		seat = p.Blocks(seat)
		require.Equal(t, partition.Everybody(n), slices.Sorted(slices.Values(seat)))
		require.Zero(t, partition.NewState(p, seat).Cost[0])
	}
}
