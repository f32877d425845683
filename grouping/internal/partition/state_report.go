package partition

// GroupOf returns the group of a seat.
func (s *State) GroupOf(seat int32) int32 { return s.group[seat] }

// Away returns the number of members who are not in the group that term k of
// Problem.Homes gives them.
func (s *State) Away(k int) int64 { return s.away[k] }

// HasTable reports whether the counts of term k are kept in a table.
func (s *State) HasTable(k int) bool { return s.count[k] != nil }

// Count returns how many members of a group have value v in term k of Problem.Counts.
func (s *State) Count(k int, group, v int32) int32 { return s.counted(k, s.p.Counts[k], group, v) }

// CountsCost returns the cost of term k of Problem.Counts, without its weight.
func (s *State) CountsCost(k int) int64 { return s.tally(k, s.p.Counts[k]) }

// SwapChanges computes, for each rule, how its weighted cost changes when the members on
// two seats of different groups are swapped. It adds this number to the rule's element of
// the slice changes.
func (s *State) SwapChanges(a, b int32, changes []int64) {
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	for k, t := range s.p.Counts {
		if v, w := t.Value[i], t.Value[j]; v != w {
			changes[t.Rule] += s.countDelta(k, t, g, h, v, w)
		}
	}
	for k, t := range s.p.Sums {
		changes[t.Rule] += s.sumDelta(k, t, g, h, i, j)
	}
	for k, t := range s.p.Homes {
		changes[t.Rule] += s.homeDelta(k, t, g, h, i, j)
	}
	for k, t := range s.p.Lists {
		changes[t.Rule] += s.listDelta(k, t, a, b)
	}
}

// Sum returns the sum of a group in term k of Problem.Sums.
func (s *State) Sum(k int, group int32) int64 { return s.sum[k][group] }

// ListCost returns the cost of a group in term k of Problem.Lists, without the weight of
// the term.
func (s *State) ListCost(k int, group int32) int64 { return s.list[k][group] }

// GroupCosts returns the cost of a rule in each group, without its weight. If a [Homes]
// term wants a member in another group, the cost is in the group that the member is in.
func (s *State) GroupCosts(rule int) []int64 {
	costs := make([]int64, len(s.p.Sizes))
	for k, t := range s.p.Counts {
		if t.Rule == rule && s.count[k] != nil { // if there is no table, there are too many values to go through
			s.addCounts(k, t, costs)
		}
	}
	for k, t := range s.p.Sums {
		if t.Rule == rule {
			for g, sum := range s.sum[k] {
				costs[g] += abs(sum)
			}
		}
	}
	for k, t := range s.p.Lists {
		if t.Rule == rule {
			for g, cost := range s.list[k] {
				costs[g] += cost
			}
		}
	}
	for _, t := range s.p.Homes {
		if t.Rule == rule {
			s.addAway(t, costs)
		}
	}
	return costs
}

// addCounts adds the cost of the [Counts] term k in each group to the slice costs.
func (s *State) addCounts(k int, t *Counts, costs []int64) {
	for g, size := range s.p.Sizes {
		for v := range t.Total {
			costs[g] += t.Cost(int32(v), int64(size), int64(s.counted(k, t, int32(g), int32(v))))
		}
	}
}

// addAway counts, for each group, the members whose home is another group. It adds this
// number to the cost of the group.
func (s *State) addAway(t *Homes, costs []int64) {
	for at, m := range s.seat {
		costs[s.group[at]] += t.away(m, s.group[at])
	}
}
