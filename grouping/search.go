package grouping

import (
	"crypto/sha256"
	"math/bits"
	"math/rand/v2"
	"slices"
)

// dice draws numbers from a seed. It uses the bits of ChaCha8 alone: the
// methods of rand.Rand differ between 32 and 64 bits.
type dice struct{ source *rand.ChaCha8 }

func newDice(seed string) *dice {
	return &dice{rand.NewChaCha8(sha256.Sum256([]byte("cohort-grouping-v1\n" + seed)))}
}

// below returns a number in [0, n).
func (d *dice) below(n int) int32 {
	high, _ := bits.Mul64(d.source.Uint64(), uint64(n))
	return int32(high)
}

func (d *dice) shuffle(list []int32) {
	for i := len(list) - 1; i > 0; i-- {
		j := d.below(i + 1)
		list[i], list[j] = list[j], list[i]
	}
}

// search looks for the assignment with the least cost.
type search struct {
	*state
	dice  *dice
	bound []int64 // per tier
	steps int64   // left
	best  []int32
	least []int64 // the cost of best

	recounting int64 // a formation from its seats, in steps
}

// solve looks for the best assignment, from a random one.
func (p *problem) solve(seed string, steps int64) *search {
	seat := everybody(p.n)
	dice := newDice(seed)
	dice.shuffle(seat)
	s := p.newSearch(p.blocks(seat), dice)
	s.improve(steps)
	return s
}

// improve looks for the best assignment, however far from the one there is.
func (s *search) improve(steps int64) {
	n := s.p.n
	switch {
	case len(s.p.sizes) < 2:
		s.bound = slices.Clone(s.cost)
	case n > maxClimb:
		s.steps = steps
		s.anneal()
		s.keep()
	default:
		if n > maxExact {
			// Annealing gets over hills that a climb does not; the climb
			// begins where it ended.
			s.steps = steps / 4
			steps -= s.steps
			s.anneal()
			s.keep()
		}
		s.exhaust(steps)
	}
}

// exhaust climbs. A short climb finds most optima; what it cannot prove goes to the
// exact search for a while, and then the climb goes on.
func (s *search) exhaust(steps int64) {
	n := int64(s.p.n)
	first := min(steps/2, 100*n*n)
	s.steps = first
	s.climb()
	s.complete(int(steps / max(1, n*n*n/20)))
	s.take(s.best)
	s.steps = steps - first
	s.climb()
}

// solveFrom looks for the best assignment around a given one.
func (p *problem) solveFrom(seat []int32, seed string, steps int64) *search {
	s := p.newSearch(seat, newDice(seed))
	s.steps = steps
	s.repair(steps / 2)
	s.exhaust(max(0, s.steps))
	return s
}

// refine looks for the best assignment around the one there is, in time
// proportional to the members.
func (s *search) refine(steps int64) {
	s.steps = steps
	s.repair(steps / 2)
	if s.p.n > maxClimb {
		s.shake(s.steps, 0, s.p.light)
		s.keep()
	} else {
		s.climb()
	}
}

// repair moves members who stand where a rule in must is not kept, each by the
// best swap there is, as long as that helps and steps last.
func (s *search) repair(steps int64) {
	last := s.steps - steps
	for improved := true; improved; {
		improved = false
		for a := range int32(s.p.n) {
			if s.cost[0] == 0 || s.steps <= last {
				return
			}
			if !s.strained(a) {
				continue
			}
			best, least := a, int64(0)
			weigh := func(from, to int32) {
				for b := from; b < to; b++ {
					s.steps -= s.p.price
					if change := s.delta(a, b, least); change < least {
						best, least = b, change
					}
				}
			}
			g := s.group[a]
			weigh(0, s.begin[g])
			weigh(s.begin[g+1], int32(s.p.n))
			if best != a {
				s.swap(a, best)
				improved = true
			}
		}
	}
}

// strained reports whether a rule in must is not kept for the member on a seat,
// or for all of the group.
func (s *search) strained(a int32) bool {
	g, m := s.group[a], s.seat[a]
	for k, t := range s.p.counts {
		v := t.value[m]
		if t.convex && t.least > 0 {
			v = 0 // the members that the group lacks have one value in common
		}
		if t.tier == 0 && v >= 0 && t.cost(v, int64(s.p.sizes[g]), int64(s.counted(k, t, g, v))) > 0 {
			return true
		}
	}
	for k, t := range s.p.sums {
		if t.tier == 0 && s.sum[k][g] != 0 {
			return true
		}
	}
	for k, t := range s.p.lists {
		if t.tier == 0 && s.list[k][g] > 0 {
			return true
		}
	}
	for _, t := range s.p.homes {
		if t.tier == 0 && t.away(m, g) > 0 {
			return true
		}
	}
	return false
}

func (p *problem) newSearch(seat []int32, dice *dice) *search {
	s := &search{state: newState(p, seat), dice: dice, bound: p.bound()}
	s.best, s.least = slices.Clone(s.seat), slices.Clone(s.cost)
	return s
}

// maxExact is how many members the exact search is tried with.
const maxExact = 64

// complete closes the gap between cost and bound, one tier after the other, as
// far as nodes carry, and returns how many are left.
func (s *search) complete(nodes int) (left int) {
	for tier := range s.p.tiers {
		if s.p.n > maxExact || s.least[0] > 0 && tier > 0 {
			break
		}
		if s.least[tier] == s.bound[tier] {
			continue
		}
		e := newExact(s.p, s.bound, s.least)
		done := e.run(tier, nodes)
		nodes = e.nodes
		if e.best != nil {
			copy(s.best, e.best)
			copy(s.least, e.least)
		}
		if !done {
			break
		}
		s.bound[tier] = s.least[tier]
	}
	return nodes
}

// keep remembers the assignment if it is the best so far.
func (s *search) keep() {
	if better(s.cost, s.least) {
		copy(s.best, s.seat)
		copy(s.least, s.cost)
	}
}

// proved reports whether there is nothing left to find: every tier costs what it
// must, or what must be met cannot.
func (s *search) proved() bool {
	return slices.Equal(s.least, s.bound) || s.least[0] > 0 && s.least[0] == s.bound[0]
}
