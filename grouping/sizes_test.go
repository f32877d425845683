package grouping_test

import (
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

// Every range and number of people against the definition: some number of
// groups, all within the range, adding up.
func TestSplitFitsExactlyWhenItCan(t *testing.T) {
	for low := 1; low <= 8; low++ {
		for high := low; high <= 9; high++ {
			reachable := map[int]int{0: 0} // people to fewest groups
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

func TestSizeError(t *testing.T) {
	_, err := grouping.Sizes{Min: 5, Max: 6}.Split(19)
	var size *grouping.SizeError
	require.ErrorAs(t, err, &size)
	assert.Equal(t, &grouping.SizeError{
		N: 19, Sizes: grouping.Sizes{Min: 5, Max: 6}, Nearest: []int{18, 20},
		Relaxations: []grouping.Relaxation{
			{Sizes: grouping.Sizes{Min: 4, Max: 6}, Split: []int{5, 5, 5, 4}},
			{Sizes: grouping.Sizes{Min: 5, Max: 7}, Split: []int{7, 6, 6}},
		},
	}, size)
	assert.EqualError(t, err, "grouping: 19 people do not divide into groups of 5 to 6; these numbers do: [18 20]; groups of 4 to 6 would give [5 5 5 4]; groups of 5 to 7 would give [7 6 6]")
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
