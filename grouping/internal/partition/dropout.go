package partition

// maxDropout is the largest number of members for which [Search.Withstand] is used.
const maxDropout = 64

// dropout measures how robust an assignment is. For each member, it takes the least cost
// after this member has left and at most one other has moved. These costs are added up
// tier by tier.
type dropout struct {
	stay []*State // stay[m] is the state of the other members after member m has left
}

// Spare returns the steps to reserve for [Search.Withstand]. The number is limited,
// because Withstand rarely finds more with further steps. The parameter sizes holds the
// sizes of the groups for one member less, or nil if no sizes fit. The result is 0 if the
// number of groups would change, if there are [Homes] terms, if there are too many
// members or values, or if the steps are too few.
func (p *Problem) Spare(steps int64, sizes []int) int64 {
	n := p.N
	if n > maxDropout || len(p.Sizes) < 2 || len(p.Homes) > 0 || p.cells > int64(MaxCells/n) {
		return 0
	}
	spare := min(steps/8, max(100_000, int64(25*n*n*n)))
	if spare < int64(4*n*n) {
		return 0
	}
	tables := int64(0)
	for _, t := range p.Counts {
		tables += int64(len(t.Total)) * int64(len(p.Sizes)) * int64(n)
	}
	if tables > maxTables || len(sizes) != len(p.Sizes) {
		return 0
	}
	return spare
}

// Withstand considers assignments that cost as much as the best assignment. Among them,
// it looks for the most robust: an assignment that remains good after any single member
// leaves (see [Search.mended]). The call without(m) returns the problem of all members
// except m.
func (s *Search) Withstand(without func(m int) *Problem, steps int64) {
	d := &dropout{stay: make([]*State, s.p.N)}
	for m := range d.stay {
		p := without(m)
		d.stay[m] = NewState(p, make([]int32, p.N)) // Search.seatOthers seats the members
	}
	s.steps, s.recounting = steps, int64(s.p.N)
	for _, t := range s.p.Counts {
		s.recounting += int64(len(t.Total))
	}
	s.take(s.Best)
	before := s.steps
	least := s.mended(d)
	for s.steps > 0 && !s.p.Meter.stopped() {
		s.p.Meter.Spend(before - s.steps)
		before = s.steps
		s.kick(2 + int(s.dice.below(3)))
		s.descend()
		if s.steps > 0 && !Better(s.Least, s.Cost) {
			cost := s.mended(d)
			if Better(s.Cost, s.Least) || !Better(least, cost) {
				least = cost
				copy(s.Best, s.seat)
				copy(s.Least, s.Cost)
			}
		}
		s.take(s.Best)
	}
}

// mended calls mend for each member of the present assignment. It returns the sum of the
// costs, tier by tier.
func (s *Search) mended(d *dropout) []int64 {
	total := make([]int64, len(s.Cost))
	for at, leaver := range s.seat {
		for tier, cost := range s.mend(d.stay[leaver], leaver, s.group[at]) {
			total[tier] += cost
		}
	}
	return total
}

// mend returns the least cost after the leaver has left group g and at most one other
// member has moved.
func (s *Search) mend(stay *State, leaver, g int32) []int64 {
	var least []int64
	keep := func() {
		if least == nil || Better(stay.Cost, least) {
			least = append(least[:0], stay.Cost...)
		}
	}
	sizes, large := s.p.Sizes, s.p.Sizes[0]
	if sizes[g] == large {
		s.seatOthers(stay, leaver, g, nowhere, nowhere)
		keep()
	}
	for from := int32(0); int(from) < len(sizes) && sizes[from] == large; from++ {
		for to := range int32(len(sizes)) {
			// Skip a move if the groups would then not have the sizes of the problem
			// without the leaver. The mover may go to group g or, if g is large, to any
			// group that is not large.
			if from == g || to != g && (sizes[g] < large || sizes[to] == large) {
				continue
			}
			moved, first := s.seatOthers(stay, leaver, g, from, to)
			keep()
			for other := range int32(large - 1) {
				stay.swap(moved, first+other) // the member on this seat moves in place of the last
				keep()
			}
			s.steps -= int64(large) * s.p.price
		}
	}
	return least
}

// nowhere stands for a group, or for a member, if no member moves.
const nowhere = -1

// seatOthers fills the parameter stay, the state of all members except the leaver. In s,
// the leaver is in group g. The other members keep their groups, except that the last
// member of the group source moves to the group target. If source equals the constant
// nowhere, no member moves. The results are the new seat of the member who moved and the
// first seat of the group source.
func (s *Search) seatOthers(stay *State, leaver, g, source, target int32) (moved, first int32) {
	s.steps -= s.recounting * s.p.price
	large := s.p.Sizes[0]
	front, back := int32(0), stay.p.seatsOf(large) // the next free seat in the large groups, and in the other groups
	mover := int32(nowhere)
	if source != nowhere {
		mover = s.seat[s.begin[source+1]-1]
	}
	for h, size := range s.p.Sizes {
		h := int32(h)
		if h == g || h == source {
			size--
		}
		if h == target {
			size++
		}
		at := &back
		if size == large {
			at = &front
		}
		if h == source {
			first = *at
		}
		*at = s.stayIn(h, stay, *at, leaver, mover)
		if h == target {
			moved = *at
			stay.seat[*at] = renumber(mover, leaver)
			*at++
		}
	}
	stay.recount()
	return moved, first
}

// stayIn seats the members of group h who neither leave nor move, from the given seat on.
// It returns the next seat.
func (s *Search) stayIn(h int32, stay *State, at, leaver, mover int32) int32 {
	for _, m := range s.Members(h) {
		if m != leaver && m != mover {
			stay.seat[at] = renumber(m, leaver)
			at++
		}
	}
	return at
}

// renumber returns the number of a member after another has left. The numbers of members
// after the leaver fall by 1.
func renumber(m, leaver int32) int32 {
	if m > leaver {
		return m - 1
	}
	return m
}

// seatsOf returns the number of seats in groups of a size.
func (p *Problem) seatsOf(width int) int32 {
	seats := 0
	for _, size := range p.Sizes {
		if size == width {
			seats += size
		}
	}
	return int32(seats)
}
