package partition

import (
	"math/bits"
	"slices"
)

// Bound is the least sum of |sum of part| over groups when only what every
// choice of members has in common is known: parts are congruent modulo the
// greatest common divisor of their differences, so the sum of a group is a
// fixed remainder plus a multiple of that, and all sums add up to 0.
func (t *Sums) Bound(p *Problem) int64 {
	step := int64(0)
	for _, part := range t.Part {
		step = gcd(step, abs(part-t.Part[0]))
	}
	if step == 0 {
		return 0 // nobody, or all alike and adding up to 0
	}
	// Every group starts at its largest sum not above 0, which is above -step.
	// What is then lacking to 0 is a number of steps, each for another group:
	// best for those that are lowest.
	lows := make([]int64, len(p.Sizes))
	steps, rest := 0, int64(0)
	for g, size := range p.Sizes {
		if lows[g] = multiple(int64(size), t.Part[0], step); lows[g] > 0 {
			lows[g] -= step
		}
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
	if part %= step; part < 0 {
		part += step
	}
	high, low := bits.Mul64(uint64(times), uint64(part))
	return int64(bits.Rem64(high, low, uint64(step)))
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}
