package grouping

import "slices"

// maxDropout is how many members there may be for [search.withstand].
const maxDropout = 64

// dropout weighs how an assignment stands somebody leaving: what it costs at
// best once a member is gone and at most one other has moved, added up over all
// members, tier by tier.
type dropout struct {
	stay []*state // of those who stay when the member of that number leaves
}

// spareSteps returns how many of all steps are set aside for [search.withstand],
// up to a number beyond which it hardly gets further. It is 0 where one member
// less does not make one of the largest groups smaller and leave all else alone,
// where groups have a place of their own, and where there are too many members
// or values.
func (gr *Grouper) spareSteps(p *problem, steps int64) int64 {
	n := p.n
	if n > maxDropout || len(p.sizes) < 2 || len(p.homes) > 0 || p.cells > int64(MaxCells/n) {
		return 0
	}
	spare := min(steps/8, max(100_000, int64(25*n*n*n)))
	if spare < int64(4*n*n) {
		return 0
	}
	tables := int64(0)
	for _, t := range p.counts {
		tables += int64(len(t.total)) * int64(len(p.sizes)) * int64(n)
	}
	fewer, ok := gr.policy.Sizes.splitInto(n-1, len(p.sizes))
	if tables > maxTables || !ok || len(fewer) != len(p.sizes) {
		return 0
	}
	return spare
}

// newDropout returns what [search.withstand] needs where steps are set aside.
func (gr *Grouper) newDropout(p *problem, members []*Member) *dropout {
	sizes, _ := gr.policy.Sizes.splitInto(p.n-1, len(p.sizes))
	d := &dropout{stay: make([]*state, p.n)}
	for m := range d.stay {
		others := slices.Delete(slices.Clone(members), m, m+1)
		d.stay[m] = newState(gr.problem(others, sizes), make([]int32, p.n-1)) // seated by without
	}
	return d
}

// withstand looks for an assignment that costs the same as the best one and
// stands somebody leaving better.
func (s *search) withstand(d *dropout, steps int64) {
	s.steps, s.recounting = steps, int64(s.p.n)
	for _, t := range s.p.counts {
		s.recounting += int64(len(t.total))
	}
	s.take(s.best)
	least := s.mended(d)
	for s.steps > 0 {
		s.kick(2 + int(s.dice.below(3)))
		s.descend()
		if s.steps > 0 && !better(s.least, s.cost) {
			cost := s.mended(d)
			if better(s.cost, s.least) || !better(least, cost) {
				least = cost
				copy(s.best, s.seat)
				copy(s.least, s.cost)
			}
		}
		s.take(s.best)
	}
}

// mended returns what d weighs.
func (s *search) mended(d *dropout) []int64 {
	total := make([]int64, len(s.cost))
	for at, leaver := range s.seat {
		for tier, cost := range s.mend(d.stay[leaver], leaver, s.group[at]) {
			total[tier] += cost
		}
	}
	return total
}

// mend returns the least cost when the leaver has gone from group g and at most
// one other has moved.
func (s *search) mend(stay *state, leaver, g int32) []int64 {
	var least []int64
	keep := func() {
		if least == nil || better(stay.cost, least) {
			least = append(least[:0], stay.cost...)
		}
	}
	sizes, large := s.p.sizes, s.p.sizes[0]
	if sizes[g] == large {
		s.without(stay, leaver, g, nowhere, nowhere)
		keep()
	}
	for from := int32(0); int(from) < len(sizes) && sizes[from] == large; from++ {
		for to := range int32(len(sizes)) {
			// A gap is filled, or another group becomes a large one.
			if from == g || to != g && (sizes[g] < large || sizes[to] == large) {
				continue
			}
			moved, first := s.without(stay, leaver, g, from, to)
			keep()
			for other := range int32(large - 1) {
				stay.swap(moved, first+other) // that one moves instead
				keep()
			}
			s.steps -= int64(large) * s.p.price
		}
	}
	return least
}

// nowhere stands for the groups and the mover of a move that does not take place.
const nowhere = -1

// without seats everybody but the leaver from group g, with the last member of
// one group moved to another. It returns that one's seat and the first seat of
// the group left.
func (s *search) without(stay *state, leaver, g, from, to int32) (moved, first int32) {
	s.steps -= s.recounting * s.p.price
	large := s.p.sizes[0]
	front, back := int32(0), int32(0) // the next seats of large groups and of others
	for _, size := range stay.p.sizes {
		if size == large {
			back += int32(size)
		}
	}
	mover := int32(nowhere)
	if from != nowhere {
		mover = s.seat[s.begin[from+1]-1]
	}
	for h, size := range s.p.sizes {
		h := int32(h)
		if h == g || h == from {
			size--
		}
		if h == to {
			size++
		}
		at := &back
		if size == large {
			at = &front
		}
		put := func(m int32) {
			if m > leaver {
				m-- // the others are numbered anew
			}
			stay.seat[*at] = m
			*at++
		}
		if h == from {
			first = *at
		}
		for _, m := range s.members(h) {
			if m != leaver && m != mover {
				put(m)
			}
		}
		if h == to {
			moved = *at
			put(mover)
		}
	}
	stay.recount()
	return moved, first
}
