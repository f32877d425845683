package grouping

import "slices"

// state is an assignment of members to groups, with what it takes to weigh a
// swap at once. Seats are numbered group by group.
type state struct {
	p     *problem
	seat  []int32           // the member on each seat
	group []int32           // of each seat
	begin []int32           // the first seat of each group, and the number of seats
	count [][]int32         // per counts term: by group and value; nil where too large
	spare []map[int64]int32 // per counts term: the same, where count is nil
	sum   [][]int64         // per sums term: by group
	list  [][]int64         // per lists term: the cost of each group
	away  []int64           // per homes term: how many are elsewhere
	cost  []int64           // per tier
}

func newState(p *problem, seat []int32) *state {
	s := &state{
		p: p, seat: seat, group: make([]int32, p.n), begin: make([]int32, 1, len(p.sizes)+1),
		count: make([][]int32, len(p.counts)), spare: make([]map[int64]int32, len(p.counts)), sum: make([][]int64, len(p.sums)), list: make([][]int64, len(p.lists)),
		away: make([]int64, len(p.homes)), cost: make([]int64, len(p.tiers)),
	}
	at := int32(0)
	for g, size := range p.sizes {
		for range size {
			s.group[at] = int32(g)
			at++
		}
		s.begin = append(s.begin, at)
	}
	tables := int64(maxTables)
	for k, t := range p.counts {
		if cells := int64(len(p.sizes)) * int64(len(t.total)); cells <= min(maxCells, tables) {
			s.count[k] = make([]int32, cells)
			tables -= cells
		} else {
			s.spare[k] = map[int64]int32{}
		}
	}
	for k := range p.sums {
		s.sum[k] = make([]int64, len(p.sizes))
	}
	for k := range p.lists {
		s.list[k] = make([]int64, len(p.sizes))
	}
	s.recount()
	return s
}

// members returns the seats of a group.
func (s *state) members(g int32) []int32 { return s.seat[s.begin[g]:s.begin[g+1]] }

// recount computes everything from the seats.
func (s *state) recount() {
	clear(s.cost)
	for k, t := range s.p.counts {
		s.cost[t.tier] += t.weight * s.tally(k, t)
	}
	for k, t := range s.p.sums {
		for g := range s.p.sizes {
			s.sum[k][g] = 0
			for _, member := range s.members(int32(g)) {
				s.sum[k][g] += t.part[member]
			}
			s.cost[t.tier] += t.weight * abs(s.sum[k][g])
		}
	}
	for k, t := range s.p.lists {
		for g := range s.p.sizes {
			s.list[k][g] = t.excess(t.measure(s.members(int32(g))))
			s.cost[t.tier] += t.weight * s.list[k][g]
		}
	}
	for k, t := range s.p.homes {
		s.away[k] = 0
		for at, member := range s.seat {
			s.away[k] += t.away(member, s.group[at])
		}
		s.cost[t.tier] += t.weight * max(0, s.away[k]-t.free)
	}
}

// groupsOf returns how many groups there are of each width.
func (p *problem) groupsOf() []int64 {
	groups := make([]int64, len(p.widths))
	for _, class := range p.class {
		groups[class]++
	}
	return groups
}

func (t *homes) away(member, group int32) int64 {
	if home := t.home[member]; home >= 0 && home != group {
		return 1
	}
	return 0
}

// delta returns what swapping the members on two seats of different groups
// changes, weighed by scale. It stops early, with some number above limit, as
// soon as the change is certain to be above it.
func (s *state) delta(a, b int32, limit int64) int64 {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	change := int64(0)
	if s.p.strict {
		change = s.p.must(s.mustDelta(a, b))
		if change-s.p.light > limit {
			return change - s.p.light
		}
	}
	for k, t := range s.p.counts {
		if v, w := t.value[i], t.value[j]; v != w && t.tier > 0 {
			change += s.p.scale[t.tier] * s.countDelta(k, t, g, h, v, w)
			if change-s.p.rest[k] > limit {
				return change
			}
		}
	}
	for k, t := range s.p.sums {
		if t.tier > 0 {
			change += s.p.scale[t.tier] * s.sumDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.homes {
		if t.tier > 0 {
			change += s.p.scale[t.tier] * s.homeDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.lists {
		if t.tier > 0 {
			change += s.p.scale[t.tier] * s.listDelta(k, t, a, b)
		}
	}
	return change
}

// mustDelta is the change of what must be met.
func (s *state) mustDelta(a, b int32) int64 {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	change := int64(0)
	for k, t := range s.p.counts {
		if t.tier > 0 {
			break // those of tier 0 come first
		}
		if v, w := t.value[i], t.value[j]; v != w {
			change += s.countDelta(k, t, g, h, v, w)
		}
	}
	for k, t := range s.p.sums {
		if t.tier == 0 {
			change += s.sumDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.homes {
		if t.tier == 0 {
			change += s.homeDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.lists {
		if t.tier == 0 {
			change += s.listDelta(k, t, a, b)
		}
	}
	return change
}

// countDelta is the change of a term when v leaves g for h and w comes.
func (s *state) countDelta(k int, t *counts, g, h, v, w int32) int64 {
	upG, upH := t.up[s.p.class[g]], t.up[s.p.class[h]]
	change := int64(0)
	if v >= 0 {
		at := t.first[v]
		change += upH[at+s.counted(k, t, h, v)] - upG[at+s.counted(k, t, g, v)-1]
	}
	if w >= 0 {
		at := t.first[w]
		change += upG[at+s.counted(k, t, g, w)] - upH[at+s.counted(k, t, h, w)-1]
	}
	return change
}

func (s *state) sumDelta(k int, t *sums, g, h, i, j int32) int64 {
	d := t.part[j] - t.part[i]
	inG, inH := s.sum[k][g], s.sum[k][h]
	return t.weight * (abs(inG+d) - abs(inG) + abs(inH-d) - abs(inH))
}

func (s *state) homeDelta(k int, t *homes, g, h, i, j int32) int64 {
	moved := t.away(i, h) - t.away(i, g) + t.away(j, g) - t.away(j, h)
	return t.weight * (max(0, s.away[k]+moved-t.free) - max(0, s.away[k]-t.free))
}

func (s *state) listDelta(k int, t *lists, a, b int32) int64 {
	inG, inH := s.listCosts(t, a, b)
	return t.weight * (inG - s.list[k][s.group[a]] + inH - s.list[k][s.group[b]])
}

// listCosts returns the costs of both groups after a swap.
func (s *state) listCosts(t *lists, a, b int32) (inG, inH int64) {
	s.seat[a], s.seat[b] = s.seat[b], s.seat[a]
	inG = t.excess(t.measure(s.members(s.group[a])))
	inH = t.excess(t.measure(s.members(s.group[b])))
	s.seat[a], s.seat[b] = s.seat[b], s.seat[a]
	return inG, inH
}

// swap exchanges the members on two seats of different groups.
func (s *state) swap(a, b int32) {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	for k, t := range s.p.counts {
		v, w := t.value[i], t.value[j]
		if v == w {
			continue
		}
		s.cost[t.tier] += s.countDelta(k, t, g, h, v, w)
		if v >= 0 {
			s.enter(k, t, g, v, -1)
			s.enter(k, t, h, v, 1)
		}
		if w >= 0 {
			s.enter(k, t, h, w, -1)
			s.enter(k, t, g, w, 1)
		}
	}
	for k, t := range s.p.sums {
		s.cost[t.tier] += s.sumDelta(k, t, g, h, i, j)
		d := t.part[j] - t.part[i]
		s.sum[k][g] += d
		s.sum[k][h] -= d
	}
	for k, t := range s.p.homes {
		s.cost[t.tier] += s.homeDelta(k, t, g, h, i, j)
		s.away[k] += t.away(i, h) - t.away(i, g) + t.away(j, g) - t.away(j, h)
	}
	for k, t := range s.p.lists {
		inG, inH := s.listCosts(t, a, b)
		s.cost[t.tier] += t.weight * (inG - s.list[k][g] + inH - s.list[k][h])
		s.list[k][g], s.list[k][h] = inG, inH
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
