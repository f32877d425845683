package partition

import (
	"math/bits"
	"slices"
)

// Bound returns a lower bound of the sum over groups of |sum of parts|. Parts are congruent
// modulo the greatest common divisor of their differences, so the sum of a group is a
// fixed remainder plus a multiple of the divisor, and the sums of all groups add up to 0.
func (t *Sums) Bound(p *Problem) int64 {
	step := int64(0)
	for _, part := range t.Part {
		step = gcd(step, abs(part-t.Part[0]))
	}
	if step == 0 {
		return 0 // no members, or all parts are 0
	}
	// Each group starts at its largest possible sum below 0. Together, these sums are a
	// number of steps below 0. Each of these steps is added to a different group, first
	// to the groups with the lowest sums.
	lows := make([]int64, len(p.Sizes))
	steps, rest := 0, int64(0)
	for g, size := range p.Sizes {
		lows[g] = multiple(int64(size), t.Part[0], step) - step
		if rest -= lows[g]; rest >= step {
			steps, rest = steps+1, rest-step
		}
	}
	slices.Sort(lows)
	least := int64(0)
	for g, low := range lows {
		if g < steps {
			low += step
		}
		least += abs(low)
	}
	return least
}

// multiple returns times*part modulo step, in [0, step).
func multiple(times, part, step int64) int64 {
	part = part%step + step // above 0
	high, low := bits.Mul64(uint64(times), uint64(part))
	return int64(bits.Rem64(high, low, uint64(step)))
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
