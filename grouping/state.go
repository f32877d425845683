package grouping

import "slices"

// state is an assignment of members to groups, with what a swap needs to be
// weighed at once. Seats are numbered group by group.
type state struct {
	p     *problem
	seat  []int32   // the member on each seat
	group []int32   // of each seat
	begin []int32   // the first seat of each group
	count [][]int32 // per counts rule: by group and value
	sum   [][]int64 // per sums rule: by group
	cost  []int64   // per tier
}

func newState(p *problem, seat []int32) *state {
	s := &state{p: p, seat: seat, group: make([]int32, p.n), begin: make([]int32, len(p.sizes)+1), cost: make([]int64, len(p.tiers))}
	at := 0
	for g, size := range p.sizes {
		s.begin[g] = int32(at)
		for range size {
			s.group[at] = int32(g)
			at++
		}
	}
	s.begin[len(p.sizes)] = int32(at)
	for range p.counts {
		s.count = append(s.count, nil)
	}
	for range p.sums {
		s.sum = append(s.sum, nil)
	}
	s.recount()
	return s
}

// recount computes everything from the seats.
func (s *state) recount() {
	clear(s.cost)
	for k, t := range s.p.counts {
		if s.count[k] == nil {
			s.count[k] = make([]int32, len(s.p.sizes)*len(t.total))
		}
		clear(s.count[k])
		for at, member := range s.seat {
			if v := t.value[member]; v >= 0 {
				s.count[k][int(s.group[at])*len(t.total)+int(v)]++
			}
		}
		for g, size := range s.p.sizes {
			for v := range t.total {
				s.cost[t.tier] += t.weight * t.cost(int32(v), int64(size), int64(s.count[k][g*len(t.total)+v]))
			}
		}
	}
	for k, t := range s.p.sums {
		if s.sum[k] == nil {
			s.sum[k] = make([]int64, len(s.p.sizes))
		}
		clear(s.sum[k])
		for at, member := range s.seat {
			s.sum[k][s.group[at]] += t.part[member]
		}
		for _, sum := range s.sum[k] {
			s.cost[t.tier] += t.weight * abs(sum)
		}
	}
}

// delta returns what swapping the members on seats a and b changes, weighed.
func (s *state) delta(a, b int32) int64 {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	change := int64(0)
	for k, t := range s.p.counts {
		change += s.p.scale[t.tier] * s.countDelta(k, t, g, h, i, j)
	}
	for k, t := range s.p.sums {
		change += s.p.scale[t.tier] * s.sumDelta(k, t, g, h, i, j)
	}
	return change
}

// countDelta is the change of one rule when i leaves g for h and j comes.
func (s *state) countDelta(k int, t *counts, g, h, i, j int32) int64 {
	v, w := t.value[i], t.value[j]
	if v == w {
		return 0
	}
	change := int64(0)
	upG, upH := t.up[s.p.class[g]], t.up[s.p.class[h]]
	inG, inH := s.count[k][int(g)*len(t.total):], s.count[k][int(h)*len(t.total):]
	if v >= 0 {
		change += upH[t.first[v]+inH[v]] - upG[t.first[v]+inG[v]-1]
	}
	if w >= 0 {
		change += upG[t.first[w]+inG[w]] - upH[t.first[w]+inH[w]-1]
	}
	return change
}

func (s *state) sumDelta(k int, t *sums, g, h, i, j int32) int64 {
	d := t.part[j] - t.part[i]
	inG, inH := s.sum[k][g], s.sum[k][h]
	return t.weight * (abs(inG+d) - abs(inG) + abs(inH-d) - abs(inH))
}

// swap exchanges the members on seats a and b.
func (s *state) swap(a, b int32) {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	for k, t := range s.p.counts {
		s.cost[t.tier] += s.countDelta(k, t, g, h, i, j)
		values := int32(len(t.total))
		if v := t.value[i]; v >= 0 {
			s.count[k][g*values+v]--
			s.count[k][h*values+v]++
		}
		if w := t.value[j]; w >= 0 {
			s.count[k][h*values+w]--
			s.count[k][g*values+w]++
		}
	}
	for k, t := range s.p.sums {
		s.cost[t.tier] += s.sumDelta(k, t, g, h, i, j)
		d := t.part[j] - t.part[i]
		s.sum[k][g] += d
		s.sum[k][h] -= d
	}
	s.seat[a], s.seat[b] = j, i
}

// take makes seat the assignment.
func (s *state) take(seat []int32) {
	copy(s.seat, seat)
	s.recount()
}

// better reports whether cost a comes before b, tier by tier.
func better(a, b []int64) bool { return slices.Compare(a, b) < 0 }
