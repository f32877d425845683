package partition

import (
	"crypto/sha256"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// Dice draws numbers from a seed. It uses only the bits of ChaCha8, since the methods of
// rand.Rand differ between 32 and 64 bits.
type Dice struct{ source *rand.ChaCha8 }

// NewDice returns the dice of a seed.
func NewDice(seed string) *Dice {
	return &Dice{rand.NewChaCha8(sha256.Sum256([]byte("cohort-grouping-v2\n" + seed)))}
}

// below returns a number in [0, n).
func (d *Dice) below(n int) int32 {
	high, _ := bits.Mul64(d.source.Uint64(), uint64(n))
	return int32(high)
}

func (d *Dice) shuffle(list []int32) {
	for i := len(list) - 1; i > 0; i-- {
		j := d.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// Search looks for the assignment of the least cost.
type Search struct {
	*State
	dice  *Dice
	Bound []int64 // per tier: a lower bound on the cost of every assignment
	steps int64   // the steps that are left
	Best  []int32 // the best seats so far
	Least []int64 // their cost

	settled    []settled // the tiers settled by a proof
	recounting int64     // the steps it takes to recount an assignment
}

// Solve looks for the best assignment, starting from a random one.
func (p *Problem) Solve(seed string, steps int64) *Search {
	seat := Everybody(p.N)
	dice := NewDice(seed)
	dice.shuffle(seat)
	s := p.NewSearch(p.blocks(seat), dice)
	s.Improve(steps)
	return s
}

// Improve looks for the best assignment, which may be far from the present one.
func (s *Search) Improve(steps int64) {
	n := s.p.N
	switch {
	case len(s.p.Sizes) < 2:
		s.Bound = slices.Clone(s.Cost)
		if s.p.Certify {
			s.prove(steps)
		}
	case n > maxClimb:
		s.steps = steps
		s.anneal()
		s.keep()
	default:
		if n > maxProve {
			// Annealing crosses barriers that stop a climb; the climb then starts
			// where annealing ended.
			s.steps = steps / 4
			steps -= s.steps
			s.anneal()
			s.keep()
		}
		s.exhaust(steps)
	}
}

// exhaust first climbs with a small part of the steps, which finds most optima or comes
// close. Three quarters of the other steps are for a proof, which also finds better
// assignments if there are any. A proof for a certificate gets at least certifySteps
// steps. If some tier is still not proved, exhaust climbs again with the last quarter.
func (s *Search) exhaust(steps int64) {
	n := int64(s.p.N)
	first := min(steps/4, 200*n*n)
	if s.p.Tiers == 1 {
		first = min(first, 10*n*n) // without preferences, a solution is soon found or refuted
	}
	s.steps = first
	s.climb()
	if s.p.Certify && !s.Hopeless() || !s.Proved() {
		share := (steps - first) / 4 * 3
		if s.p.Certify {
			share = max(share, certifySteps)
		}
		s.prove(share)
		s.take(s.Best)
	}
	s.steps = (steps - first) / 4
	s.climb()
}

// certifySteps is the least number of steps for a search for a certificate.
const certifySteps = 50_000_000

// SolveFrom looks for the best assignment around a given one.
func (p *Problem) SolveFrom(seat []int32, seed string, steps int64) *Search {
	s := p.NewSearch(seat, NewDice(seed))
	s.steps = steps
	s.repair(steps / 2)
	s.exhaust(max(0, s.steps))
	return s
}

// Refine looks for the best assignment around the present one, in time proportional
// to the number of members.
func (s *Search) Refine(steps int64) {
	s.steps = steps
	s.repair(steps / 2)
	if s.p.N > maxClimb {
		s.shake(s.steps, 0, s.p.light)
		s.keep()
	} else {
		s.climb()
	}
}

// repair makes the best swap for each member in a group that violates tier 0. It repeats
// this as long as it helps and the steps last.
func (s *Search) repair(steps int64) {
	last := s.steps - steps
	for improved := true; improved; {
		improved = false
		for a := range int32(s.p.N) {
			if s.Cost[0] == 0 || s.steps <= last {
				return
			}
			if !s.strained(a) {
				continue
			}
			if best := s.bestSwap(a); best != a {
				s.swap(a, best)
				improved = true
			}
		}
	}
}

// bestSwap returns the seat whose swap with the given seat helps most. If no swap helps,
// it returns the given seat.
func (s *Search) bestSwap(a int32) int32 {
	best, least := a, int64(0)
	g := s.group[a]
	for _, seats := range [2][2]int32{{0, s.begin[g]}, {s.begin[g+1], int32(s.p.N)}} {
		for b := seats[0]; b < seats[1]; b++ {
			s.steps -= s.p.price
			if change := s.delta(a, b, least); change < least {
				best, least = b, change
			}
		}
	}
	return best
}

// strained reports whether tier 0 is violated for the member on seat a, or for the whole
// group of this seat.
func (s *Search) strained(a int32) bool {
	g, m := s.group[a], s.seat[a]
	for k, t := range s.p.Counts {
		v := t.Value[m]
		if t.Convex && t.Least > 0 {
			v = 0 // the members that the group lacks have the one value of the term
		}
		if t.Tier == 0 && v >= 0 && t.Cost(v, int64(s.p.Sizes[g]), int64(s.counted(k, t, g, v))) > 0 {
			return true
		}
	}
	for k, t := range s.p.Sums {
		if t.Tier == 0 && s.sum[k][g] != 0 {
			return true
		}
	}
	for k, t := range s.p.Lists {
		if t.Tier == 0 && s.list[k][g] > 0 {
			return true
		}
	}
	for _, t := range s.p.Homes {
		if t.Tier == 0 && t.away(m, g) > 0 {
			return true
		}
	}
	return false
}

// NewSearch returns a search that starts from a given assignment. The search keeps the
// slice seat and changes it.
func (p *Problem) NewSearch(seat []int32, dice *Dice) *Search {
	s := &Search{State: NewState(p, seat), dice: dice, Bound: p.Bound()}
	s.Best, s.Least = slices.Clone(s.seat), slices.Clone(s.Cost)
	return s
}

// keep remembers the assignment if it is the best so far.
func (s *Search) keep() {
	if Better(s.Cost, s.Least) {
		copy(s.Best, s.seat)
		copy(s.Least, s.Cost)
	}
}

// Proved reports whether there is nothing left to find: every tier costs no more than its
// bound, or it is certain that tier 0 cannot be met.
func (s *Search) Proved() bool { return s.Hopeless() || slices.Equal(s.Least, s.Bound) }

// Hopeless reports whether it is certain that tier 0 cannot be met.
func (s *Search) Hopeless() bool { return s.Bound[0] > 0 }

// Strict reports whether tier 0 has terms.
func (p *Problem) Strict() bool { return p.strict }

// DefaultSteps returns steps or, if steps is 0, a default. For each tier of preferences,
// the default has 3,400,000 steps, or 150 steps per member if that is more. Without
// preferences, it is as large as for one tier. If tier 0 has terms, the default is twice
// as large. It is at most 2^31-1. A search of 3,400,000 steps finds the known optima of
// cohorts of 32.
func (p *Problem) DefaultSteps(steps int) int64 {
	if steps > 0 {
		return int64(steps)
	}
	each := int64(max(3_400_000, 150*p.N))
	if p.strict {
		each *= 2
	}
	return min(math.MaxInt32, each*int64(max(1, p.Tiers-1)))
}
