package partition

import "slices"

// State is an assignment of members to groups. Its sums and counts make it fast to
// compute how a swap changes the cost. Seats are numbered group by group.
type State struct {
	p     *Problem
	seat  []int32           // the member on each seat
	group []int32           // the group of each seat
	begin []int32           // the first seat of each group, and the number of seats
	count [][]int32         // per term of p.Counts: by group and value; nil where too large
	spare []map[int64]int32 // per term of p.Counts: the same, where count is nil
	sum   [][]int64         // per term of p.Sums: by group
	list  [][]int64         // per term of p.Lists: the cost of each group
	away  []int64           // per term of p.Homes: the number of members away from home
	Cost  []int64           // per tier
}

// NewState returns the state of a given assignment. The state keeps the slice seat and
// changes it.
func NewState(p *Problem, seat []int32) *State {
	s := &State{
		p: p, seat: seat, group: make([]int32, p.N), begin: []int32{0},
		count: make([][]int32, len(p.Counts)), spare: make([]map[int64]int32, len(p.Counts)), sum: make([][]int64, len(p.Sums)), list: make([][]int64, len(p.Lists)),
		away: make([]int64, len(p.Homes)), Cost: make([]int64, p.Tiers),
	}
	at := int32(0)
	for g, size := range p.Sizes {
		for range size {
			s.group[at] = int32(g)
			at++
		}
		s.begin = append(s.begin, at)
	}
	tables := int64(maxTables)
	for k, t := range p.Counts {
		if cells := int64(len(p.Sizes)) * int64(len(t.Total)); cells <= min(maxCells, tables) {
			s.count[k] = make([]int32, cells)
			tables -= cells
		} else {
			s.spare[k] = map[int64]int32{}
		}
	}
	for k := range p.Sums {
		s.sum[k] = make([]int64, len(p.Sizes))
	}
	for k := range p.Lists {
		s.list[k] = make([]int64, len(p.Sizes))
	}
	s.recount()
	return s
}

// Members returns the members of a group.
func (s *State) Members(g int32) []int32 { return s.seat[s.begin[g]:s.begin[g+1]] }

// recount computes the counts, the sums and all costs again from the seats.
func (s *State) recount() {
	clear(s.Cost)
	for k, t := range s.p.Counts {
		s.Cost[t.Tier] += t.Weight * s.tally(k, t)
	}
	for k, t := range s.p.Sums {
		for g := range s.p.Sizes {
			s.sum[k][g] = 0
			for _, member := range s.Members(int32(g)) {
				s.sum[k][g] += t.Part[member]
			}
			s.Cost[t.Tier] += t.Weight * abs(s.sum[k][g])
		}
	}
	for k, t := range s.p.Lists {
		for g := range s.p.Sizes {
			s.list[k][g] = t.Excess(t.Measure(s.Members(int32(g))))
			s.Cost[t.Tier] += t.Weight * s.list[k][g]
		}
	}
	for k, t := range s.p.Homes {
		s.away[k] = 0
		for at, member := range s.seat {
			s.away[k] += t.away(member, s.group[at])
		}
		s.Cost[t.Tier] += t.Weight * max(0, s.away[k]-t.Free)
	}
}

// groupsOf returns the number of groups of each width.
func (p *Problem) groupsOf() []int64 {
	groups := make([]int64, len(p.widths))
	for _, class := range p.class {
		groups[class]++
	}
	return groups
}

func (t *Homes) away(member, group int32) int64 {
	if home := t.Home[member]; home >= 0 && home != group {
		return 1
	}
	return 0
}

// delta returns how the weighed cost of all tiers changes if the members on seats a and
// b, in different groups, are swapped. If this change exceeds the limit, delta may return
// any number above the limit.
func (s *State) delta(a, b int32, limit int64) int64 {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	change := int64(0)
	if s.p.strict {
		change = s.p.must(s.mustDelta(a, b))
		if change-s.p.light > limit {
			return change - s.p.light
		}
	}
	for k, t := range s.p.Counts {
		if v, w := t.Value[i], t.Value[j]; v != w && t.Tier > 0 {
			change += s.p.scale[t.Tier] * s.countDelta(k, t, g, h, v, w)
			if change-s.p.rest[k] > limit {
				return change
			}
		}
	}
	for k, t := range s.p.Sums {
		if t.Tier > 0 {
			change += s.p.scale[t.Tier] * s.sumDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.Homes {
		if t.Tier > 0 {
			change += s.p.scale[t.Tier] * s.homeDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.Lists {
		if t.Tier > 0 {
			change += s.p.scale[t.Tier] * s.listDelta(k, t, a, b)
		}
	}
	return change
}

// mustDelta returns the change of the cost of tier 0 by swapping the members on seats a
// and b.
func (s *State) mustDelta(a, b int32) int64 {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	change := int64(0)
	for k, t := range s.p.Counts {
		if t.Tier > 0 {
			break // the terms of tier 0 come first
		}
		if v, w := t.Value[i], t.Value[j]; v != w {
			change += s.countDelta(k, t, g, h, v, w)
		}
	}
	for k, t := range s.p.Sums {
		if t.Tier == 0 {
			change += s.sumDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.Homes {
		if t.Tier == 0 {
			change += s.homeDelta(k, t, g, h, i, j)
		}
	}
	for k, t := range s.p.Lists {
		if t.Tier == 0 {
			change += s.listDelta(k, t, a, b)
		}
	}
	return change
}

// countDelta returns the change of the weighted cost of a term when a member with value v
// moves from group g to h, and a member with value w from h to g.
func (s *State) countDelta(k int, t *Counts, g, h, v, w int32) int64 {
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

func (s *State) sumDelta(k int, t *Sums, g, h, i, j int32) int64 {
	d := t.Part[j] - t.Part[i]
	inG, inH := s.sum[k][g], s.sum[k][h]
	return t.Weight * (abs(inG+d) - abs(inG) + abs(inH-d) - abs(inH))
}

func (s *State) homeDelta(k int, t *Homes, g, h, i, j int32) int64 {
	moved := t.away(i, h) - t.away(i, g) + t.away(j, g) - t.away(j, h)
	return t.Weight * (max(0, s.away[k]+moved-t.Free) - max(0, s.away[k]-t.Free))
}

func (s *State) listDelta(k int, t *Lists, a, b int32) int64 {
	inG, inH := s.listCosts(t, a, b)
	return t.Weight * (inG - s.list[k][s.group[a]] + inH - s.list[k][s.group[b]])
}

// listCosts returns the costs of the groups of seats a and b in a [Lists] term after the
// members on these seats are swapped.
func (s *State) listCosts(t *Lists, a, b int32) (inG, inH int64) {
	s.seat[a], s.seat[b] = s.seat[b], s.seat[a]
	inG = t.Excess(t.Measure(s.Members(s.group[a])))
	inH = t.Excess(t.Measure(s.Members(s.group[b])))
	s.seat[a], s.seat[b] = s.seat[b], s.seat[a]
	return inG, inH
}

// swap swaps the members on two seats of different groups.
func (s *State) swap(a, b int32) {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	for k, t := range s.p.Counts {
		v, w := t.Value[i], t.Value[j]
		if v == w {
			continue
		}
		s.Cost[t.Tier] += s.countDelta(k, t, g, h, v, w)
		if v >= 0 {
			s.enter(k, t, g, v, -1)
			s.enter(k, t, h, v, 1)
		}
		if w >= 0 {
			s.enter(k, t, h, w, -1)
			s.enter(k, t, g, w, 1)
		}
	}
	for k, t := range s.p.Sums {
		s.Cost[t.Tier] += s.sumDelta(k, t, g, h, i, j)
		d := t.Part[j] - t.Part[i]
		s.sum[k][g] += d
		s.sum[k][h] -= d
	}
	for k, t := range s.p.Homes {
		s.Cost[t.Tier] += s.homeDelta(k, t, g, h, i, j)
		s.away[k] += t.away(i, h) - t.away(i, g) + t.away(j, g) - t.away(j, h)
	}
	for k, t := range s.p.Lists {
		inG, inH := s.listCosts(t, a, b)
		s.Cost[t.Tier] += t.Weight * (inG - s.list[k][g] + inH - s.list[k][h])
		s.list[k][g], s.list[k][h] = inG, inH
	}
	s.seat[a], s.seat[b] = j, i
}

// take replaces the assignment by a copy of the given one.
func (s *State) take(seat []int32) {
	copy(s.seat, seat)
	s.recount()
}

// Better reports whether cost a is less than b, tier by tier.
func Better(a, b []int64) bool { return slices.Compare(a, b) < 0 }
