package grouping

import (
	"cmp"
	"slices"
)

// Bounds on how many divisions into groups are considered.
const (
	maxSplits    = 200    // for up to 64 members
	maxLarge     = 16     // for more members: even divisions only
	maxPartition = 20_000 // divisions that are generated to choose from
)

// splits returns the divisions of n people into group sizes, larger first; there must be
// sizes that fit n. The divisions are in the order of preference. More even divisions
// come first (see uneven). Equally even divisions are in the order of the number of
// groups: fewest first or, if [Sizes.Prefer] is "small", most first. Divisions with the
// same number of groups are in the order of the sum of the squares of their sizes. The
// result whole tells whether these are all divisions that the sizes allow.
func (s Sizes) splits(n int) (all [][]int, whole bool) {
	if s.Max == 0 {
		sizes, _ := s.split(n)
		return [][]int{sizes}, true
	}
	counts := s.evens(n)
	most := len(counts)
	if n > maxProved {
		most = min(most, maxLarge)
	}
	for _, count := range counts[:most] {
		all = append(all, even(n, count))
	}
	if n > maxProved {
		return all, most == len(counts) && s.Max-s.Min < 2
	}
	budget := maxPartition
	for i, count := range counts {
		for sizes := range divisions(n, count, s.Min, s.Max, &budget) {
			if !slices.Equal(sizes, all[i]) {
				all = append(all, sizes)
			}
		}
	}
	order := make(map[int]int, len(counts))
	for i, count := range counts {
		order[count] = i
	}
	slices.SortStableFunc(all, func(a, b []int) int {
		return cmp.Or(
			cmp.Compare(uneven(a), uneven(b)),
			cmp.Compare(order[len(a)], order[len(b)]),
			cmp.Compare(squares(a), squares(b)),
		)
	})
	whole = len(all) <= maxSplits // if the budget ran out, there are far more than maxSplits
	return all[:min(maxSplits, len(all))], whole
}

// evens returns the numbers of groups that n people can form, preferred numbers first.
// There must be sizes that fit n.
func (s Sizes) evens(n int) []int {
	least, most := s.counts(n)
	var counts []int
	for count := least; count <= most; count++ {
		counts = append(counts, count)
	}
	if s.Prefer == preferSmall {
		slices.Reverse(counts)
	}
	return counts
}

// uneven returns the difference between the largest and the smallest size, or 1 if they
// are equal: sizes that differ by one are as even as equal sizes.
func uneven(sizes []int) int { return max(1, sizes[0]-sizes[len(sizes)-1]) }

func squares(sizes []int) (total int) {
	for _, size := range sizes {
		total += size * size
	}
	return total
}

// divisions yields the ways to divide n people into the given number of groups. Each size
// is at least low and at most high, and each way lists the larger sizes first. The
// parameter budget limits the number of ways; divisions ends early when it is used up.
func divisions(n, count, low, high int, budget *int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		sizes := make([]int, 0, count)
		var extend func(rest, high int) bool
		extend = func(rest, high int) bool {
			left := count - len(sizes)
			if left == 0 {
				*budget--
				return *budget > 0 && yield(slices.Clone(sizes))
			}
			for size := min(high, rest-low*(left-1)); size*left >= rest && size >= low; size-- {
				sizes = append(sizes, size)
				more := extend(rest-size, size)
				sizes = sizes[:len(sizes)-1]
				if !more {
					return false
				}
			}
			return true
		}
		extend(n, high)
	}
}
