package partition

import (
	"math"
	"math/bits"
	"slices"
)

// maxClimb is the largest number of members for whom the method climb is used. Larger
// cohorts are only annealed, which takes time in proportion to the number of members.
const maxClimb = 150

// anneal swaps members at random and accepts losses at a falling temperature
// (Kirkpatrick, Gelatt and Vecchi, 1983). The tiers are cooled one after the other, from
// tier 0 down. While a tier below tier 0 is cooled, the temperature is low enough that
// the costs of the tiers above it hardly rise. No swap that raises the cost of tier 0 is
// made in this phase.
func (s *Search) anneal() {
	s.repair(s.steps / 2)
	reach := s.p.reach()
	var warm []int // the tiers to cool: those that a swap can change, without tier 0 if it is met
	for tier := range reach {
		if reach[tier] > 0 && (tier > 0 || s.Cost[0] > 0) {
			warm = append(warm, tier)
		}
	}
	const levels, octave = 64, 6
	for at, tier := range warm {
		share := s.steps / int64(len(warm)-at)
		hot, limit := s.p.scale[tier]*max(1, reach[tier]/128), s.p.light
		if tier == 0 {
			hot, limit = min(1<<56, s.p.scale[0]*max(1, min(reach[0], s.p.most)/128)), math.MaxInt64
		}
		for level := range levels {
			if s.optimal() || s.p.Meter.stopped() {
				return
			}
			// Over each octave (6 levels), the temperature falls to one half, in equal
			// steps. The 64 levels are ten octaves and the first four levels of another.
			heat := hot >> (level / octave)
			heat -= heat * int64(level%octave) / (2 * octave)
			s.shake(share/levels, heat, limit)
			s.p.Meter.Spend(share / levels)
		}
		if tier == 0 {
			s.repair(s.steps / 2)
		}
	}
}

// optimal reports whether every tier costs no more than its bound.
func (s *Search) optimal() bool { return slices.Equal(s.Cost, s.Bound) }

// shake weighs random swaps. It makes a swap if its loss is at most limit and at most a
// number that [Dice.patience] draws for the temperature (heat).
func (s *Search) shake(steps int64, heat, limit int64) {
	for ; steps > 0; steps -= s.p.price {
		s.steps -= s.p.price
		a, b := s.dice.below(s.p.N), s.dice.below(s.p.N)
		if s.group[a] == s.group[b] {
			continue
		}
		if most := min(limit, s.dice.patience(heat)); s.delta(a, b, most) <= most {
			s.swap(a, b)
		}
	}
}

// patience returns the largest loss to accept: heat times an exponentially distributed
// number, as a whole number. It exceeds x·heat with a probability of about 2^-x.
func (d *Dice) patience(heat int64) int64 {
	u := d.source.Uint64()
	zeros := bits.LeadingZeros64(u)
	// log is 64 - log2(u) in units of 2^-16. The position of the first 1 in u gives the
	// whole part. The bits after this 1, the mantissa, approximate the rest linearly.
	mantissa := u << (zeros + 1) >> 48
	log := uint64(zeros+1)<<16 - mantissa
	high, low := bits.Mul64(uint64(heat), log)
	return int64(high<<48 | low>>16)
}
