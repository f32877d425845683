package partition

import "slices"

// maxIdle is the number of attempts without an improvement after which the climb makes a
// larger perturbation.
const maxIdle = 400

// climb is an iterated local search. It perturbs the assignment by a few random swaps and
// descends to the next local optimum. If this optimum is not acceptable, the search goes
// back to the last acceptable optimum. After about maxIdle attempts in a row without an
// improvement, it makes a larger perturbation, and continues from the optimum that
// follows even if this optimum is worse.
func (s *Search) climb() {
	if len(s.p.Sizes) < 2 {
		return
	}
	before := s.steps
	s.descend()
	s.keep()
	home, cost := slices.Clone(s.seat), slices.Clone(s.Cost)
	for idle := 0; s.steps > 0 && !s.Proved() && !s.p.Meter.stopped(); idle++ {
		s.p.Meter.Spend(before - s.steps)
		before = s.steps
		far := idle >= maxIdle
		if far {
			s.kick(s.p.N / 2)
		} else {
			s.nudge(s.p.Tiers - 1)
		}
		s.descend()
		s.keep()
		if far || Better(s.Cost, cost) {
			idle = 0
		}
		if far || s.acceptable(cost) {
			copy(home, s.seat)
			copy(cost, s.Cost)
		} else {
			s.take(home)
		}
	}
	s.p.Meter.Spend(before - s.steps)
}

// nudge perturbs the assignment. It draws one of the tiers except the last. If it draws
// tier 0, it makes up to four random swaps (see kick). If it draws another tier, it makes
// a few swaps that leave the costs of this tier and of the tiers above unchanged.
func (s *Search) nudge(tiers int) {
	tier := 0
	if tiers > 1 {
		tier = int(s.dice.below(tiers))
	}
	if tier == 0 {
		s.kick(2 + int(s.dice.below(3)))
		return
	}
	for range 2 + s.dice.below(5) {
		s.drift(tier)
	}
}

// kick makes a number of random swaps.
func (s *Search) kick(swaps int) {
	for range swaps {
		a, b := s.dice.below(s.p.N), s.dice.below(s.p.N)
		if s.group[a] != s.group[b] {
			s.swap(a, b)
		}
	}
}

// drift makes a random swap that leaves the costs of a tier and of the tiers above
// unchanged, if it finds one.
func (s *Search) drift(tier int) {
	limit := s.p.scale[tier] - 1 // one unit of the tier outweighs all tiers below
	for range 2 * s.p.N {
		a, b := s.dice.below(s.p.N), s.dice.below(s.p.N)
		if s.group[a] == s.group[b] {
			continue
		}
		s.steps -= s.p.price
		if d := s.delta(a, b, limit); -limit <= d && d <= limit {
			s.swap(a, b)
			return
		}
	}
}

// acceptable reports whether the climb continues from the present assignment, instead of
// from the earlier assignment with the given cost. It is true if the present assignment
// is not worse. If the present assignment is only slightly worse, and only in the last
// tier, it is true one time in eight.
func (s *Search) acceptable(cost []int64) bool {
	last := len(cost) - 1
	switch upper := cost[:last]; {
	case Better(s.Cost[:last], upper):
		return true
	case Better(upper, s.Cost[:last]):
		return false
	}
	slack := int64(0)
	if s.dice.below(8) == 0 {
		slack = 2 * int64(s.p.N)
	}
	return s.Cost[last] <= cost[last]+slack
}

// descend makes improving swaps until there are none.
func (s *Search) descend() {
	n := int32(s.p.N)
	a := s.dice.below(s.p.N)
	for idle := int32(0); idle < n && s.steps > 0; idle++ {
		a++
		if a >= n {
			a = 0
		}
		for b := s.begin[s.group[a]+1]; b < n; b++ {
			s.steps -= s.p.price
			if s.delta(a, b, 0) < 0 {
				s.swap(a, b)
				idle = -1
			}
		}
	}
}
