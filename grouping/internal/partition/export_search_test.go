package partition

// MulDiv opens mulDiv.
func MulDiv(a, b, c int64) int64 { return mulDiv(a, b, c) }

// Unlimited is a limit that no value reaches.
const Unlimited = unlimited

// MostCost opens mostCost.
func (p *Problem) MostCost(tier int) int64 { return p.mostCost(tier) }

// ScaleOf opens scaleOf; a negative tier is one without terms.
func (p *Problem) ScaleOf(tier int, cost int64) int64 { return p.scaleOf(tier, cost) }

// Reach returns the largest change of each tier's cost by a swap.
func (p *Problem) Reach() []int64 { return p.reach() }

// Weights returns the weights of the tiers, what a swap can change in all tiers of
// preferences together, what it can change after each counts term, and the steps of
// weighing one swap.
func (p *Problem) Weights() (scale []int64, light int64, rest []int64, price int64) {
	return p.scale, p.light, p.rest, p.price
}

// Delta opens delta.
func (s *State) Delta(a, b int32, limit int64) int64 { return s.delta(a, b, limit) }

// Seats returns the members on all seats.
func (s *State) Seats() []int32 { return s.seat }

// Strained opens strained.
func (s *Search) Strained(seat int32) bool { return s.strained(seat) }

// Repair opens repair. It may take any number of steps.
func (s *Search) Repair() {
	s.steps = 1 << 40
	s.repair(s.steps)
}

// Drift opens drift.
func (s *Search) Drift(tier int) { s.drift(tier) }

// Acceptable opens acceptable.
func (s *Search) Acceptable(cost []int64) bool { return s.acceptable(cost) }

// Climb climbs for a number of steps, and returns the number that the dice show next.
func (s *Search) Climb(steps int64) uint64 {
	s.steps = steps
	s.climb()
	return s.dice.source.Uint64()
}

// Anneal anneals for a number of steps, and returns the number that the dice show next.
func (s *Search) Anneal(steps int64) uint64 {
	s.steps = steps
	s.anneal()
	return s.dice.source.Uint64()
}

// Swap swaps the members on two seats of different groups.
func (s *Search) Swap(a, b int32) { s.swap(a, b) }

// Mended returns the sum over all members of the least cost after the member has left and
// at most one other has moved.
func (s *Search) Mended(without func(m int) *Problem) []int64 {
	d := &dropout{}
	for m := range s.p.N {
		p := without(m)
		d.stay = append(d.stay, NewState(p, make([]int32, p.N)))
	}
	return s.mended(d)
}

// SpendNodes spends nodes of a proof that has a number of them left. It returns whether
// the proof may continue after each time.
func SpendNodes(meter *Meter, left int64, many ...int64) (on []bool) {
	n := &nodes{left: left, watched: left, meter: meter}
	for _, m := range many {
		on = append(on, n.spend(m))
	}
	return on
}

// Columns makes a master of some groups of two of four members, who are all of their own
// type. The price of every member is 0. It returns whether the groups were new, what the
// bound of the prices is, and how many nodes a climb to a target takes of those left.
func Columns(groups [][]uint8, costs []int64, target, left int64) (fresh []bool, bound, spent int64) {
	p := New(4, []int{2, 2}, 2)
	n := &nodes{left: left, watched: left}
	m := newMaster(p.kinds(), p.typesBy(func(_, _ int32) bool { return false }), 16, n)
	for i, g := range groups {
		fresh = append(fresh, m.use(0, g, costs[i]))
	}
	_, bound = m.climb(make([]int64, 4), target, 5)
	return fresh, bound, left - n.left
}
