package partition_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// cases returns the number of cases to try: few in the ordinary run, a fifth of that with
// -short, and many with COHORT_LONG=1.
func cases(few, many int) int {
	switch {
	case os.Getenv("COHORT_LONG") != "":
		return many
	case testing.Short():
		return max(1, few/5)
	}
	return few
}

// world makes random problems.
type world struct{ *rand.Rand }

func newWorld(seed uint64) world { return world{rand.New(rand.NewPCG(seed, 1))} }

func (w world) chance(percent int) bool { return w.IntN(100) < percent }

// sizes divides n members into up to three groups, larger first.
func (w world) sizes(n int) []int {
	sizes := make([]int, 1+w.IntN(min(3, n)))
	for m := range n {
		if m < len(sizes) || w.chance(80) {
			sizes[m%len(sizes)]++
		} else {
			sizes[w.IntN(len(sizes))]++
		}
	}
	slices.SortFunc(sizes, func(a, b int) int { return b - a })
	return sizes
}

// evenly divides n members into groups whose sizes differ by at most 1, larger first.
func evenly(n, groups int) []int {
	sizes := make([]int, groups)
	for g := range sizes {
		sizes[g] = (n + groups - 1 - g) / groups
	}
	return sizes
}

// problem returns a problem of n members with up to the given number of terms of
// preferences, and up to two terms that must be met.
func (w world) problem(n, terms int) *partition.Problem {
	p := partition.New(n, w.sizes(n), 4)
	for range w.IntN(3) {
		w.term(p, partition.Term{Tier: 0, Weight: 1})
	}
	for range w.IntN(terms + 1) {
		w.term(p, partition.Term{Tier: 1 + w.IntN(3), Weight: int64(1 + w.IntN(3))})
	}
	p.Tabulate()
	p.Weigh()
	return p
}

// term adds a term of a random kind.
func (w world) term(p *partition.Problem, t partition.Term) {
	switch w.IntN(7) {
	case 0: // the sum of the parts is 0
		s := &partition.Sums{Term: t, Part: make([]int64, p.N)}
		total := int64(0)
		for m := range s.Part {
			s.Part[m] = int64(w.IntN(9))
			total += s.Part[m]
		}
		for m := range s.Part {
			s.Part[m] = int64(p.N)*s.Part[m] - total
		}
		p.Sums = append(p.Sums, s)
	case 1: // the difference of the largest and the smallest number
		numbers := make([]int32, p.N)
		for m := range numbers {
			numbers[m] = int32(w.IntN(9))
		}
		measure := func(members []int32) int64 {
			low, high := numbers[members[0]], numbers[members[0]]
			for _, m := range members {
				low, high = min(low, numbers[m]), max(high, numbers[m])
			}
			return int64(high - low)
		}
		within := int64(w.IntN(4))
		p.Lists = append(p.Lists, &partition.Lists{Term: t, Measure: measure, Excess: func(m int64) int64 { return max(0, m-within) }, Alike: numbers, Reach: 8, Price: 1})
	case 2:
		h := &partition.Homes{Term: t, Home: make([]int32, p.N)}
		for m := range h.Home {
			h.Home[m] = -1
			if w.chance(20) {
				h.Home[m] = int32(w.IntN(len(p.Sizes) + 1))
				if int(h.Home[m]) < len(p.Sizes) {
					p.Pinned[h.Home[m]] = true
				}
			}
		}
		p.Homes = append(p.Homes, h)
	default:
		w.counts(p, t)
	}
}

func (w world) counts(p *partition.Problem, t partition.Term) {
	c := &partition.Counts{Term: t, Value: make([]int32, p.N)}
	values := 1 + w.IntN(4)
	for m := range c.Value {
		c.Value[m] = int32(w.IntN(values+1)) - 1
	}
	c.Tally(values)
	n, least := int64(p.N), int64(1+w.IntN(3))
	switch w.IntN(5) {
	case 0, 1:
		c.Convex = true
		c.Cost = func(v int32, size, count int64) int64 {
			d := n*count - size*int64(c.Total[v])
			return max(d, -d)
		}
	case 2:
		c.Convex, c.Least = true, least
		c.Cost = func(_ int32, _, count int64) int64 { return max(0, least-count) }
	case 3:
		c.Least = least
		c.Cost = func(_ int32, _, count int64) int64 {
			if count == 0 {
				return 0
			}
			return max(0, least-count)
		}
	default:
		c.Cost = func(v int32, _, count int64) int64 { return count * (int64(c.Total[v]) - count) }
	}
	p.Counts = append(p.Counts, c)
}
