package partition

import "fmt"

// MulDiv exports the function mulDiv to the tests.
func MulDiv(a, b, c int64) int64 { return mulDiv(a, b, c) }

// Unlimited is a limit that no value reaches.
const Unlimited = unlimited

// MostCost exports the method mostCost to the tests.
func (p *Problem) MostCost(tier int) int64 { return p.mostCost(tier) }

// ScaleOf exports the method scaleOf to the tests. The tier -1 stands for a tier without
// terms.
func (p *Problem) ScaleOf(tier int, cost int64) int64 { return p.scaleOf(tier, cost) }

// Reach returns the largest change of each tier's cost by a swap.
func (p *Problem) Reach() []int64 { return p.reach() }

// Weights returns four fields that Weigh sets:
//   - scale: the weight of each tier;
//   - light: the most that a swap can change in all tiers of preferences together;
//   - rest: for each k, the part of light that does not come from the first k+1 terms of
//     p.Counts;
//   - price: the number of steps that weighing one swap takes.
func (p *Problem) Weights() (scale []int64, light int64, rest []int64, price int64) {
	return p.scale, p.light, p.rest, p.price
}

// Delta exports the method delta to the tests.
func (s *State) Delta(a, b int32, limit int64) int64 { return s.delta(a, b, limit) }

// Seats returns the members on all seats.
func (s *State) Seats() []int32 { return s.seat }

// Strained exports the method strained to the tests.
func (s *Search) Strained(seat int32) bool { return s.strained(seat) }

// Repair exports the method repair to the tests. It may take any number of steps.
func (s *Search) Repair() {
	s.steps = 1 << 40
	s.repair(s.steps)
}

// Drift exports the method drift to the tests.
func (s *Search) Drift(tier int) { s.drift(tier) }

// Acceptable exports the method acceptable to the tests.
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

// SpendNodes spends amounts[0] nodes, then amounts[1] nodes, and so on. After each
// amount, it states whether a proof may continue. The parameter budget is the number of
// nodes that the proof may spend.
func SpendNodes(meter *Meter, budget int64, amounts ...int64) (on []bool) {
	n := &nodes{budget: budget, watched: budget, meter: meter}
	for _, amount := range amounts {
		on = append(on, n.spend(amount))
	}
	return on
}

// ClimbOf climbs from prices of 0, in up to five passes over all pairs of eight members.
// The group of a and b costs cost(a, b). The parameter budget is the number of nodes that
// may be spent. ClimbOf returns the bound at the end and the number of nodes spent.
func ClimbOf(cost func(a, b uint8) int64, target, budget int64) (bound, spent int64, err error) {
	p := New(8, []int{2, 2, 2, 2}, 2)
	n := &nodes{budget: budget, watched: budget}
	m := newMaster(p.kinds(), p.typesBy(func(_, _ int32) bool { return false }), 16, n)
	for b := range uint8(8) {
		for a := range b {
			if !m.use(0, []uint8{b, a}, cost(a, b)) || m.use(0, []uint8{a, b}, cost(a, b)) {
				err = fmt.Errorf("%d and %d", a, b)
			}
		}
	}
	if m.work[0].len() != 28 {
		err = fmt.Errorf("%d groups", m.work[0].len())
	}
	_, bound = m.climb(make([]int64, 8), target, 5)
	return bound, budget - n.budget, err
}
