package partition

// maxCells bounds the size of one table of counts, and maxTables the size of all tables
// together. A table that would exceed them is replaced by a map of the counts that are
// not 0, which is slower.
const (
	maxCells  = 1 << 22
	maxTables = 1 << 24
)

// tally counts the values of a term and returns its cost without weight.
func (s *State) tally(k int, t *Counts) int64 {
	clear(s.count[k])
	clear(s.spare[k])
	cost := int64(0)
	groupsOf := s.p.groupsOf()
	for v := range t.Total {
		// Start as if no group had the value. The loop below corrects this for the groups
		// that have it.
		for class, groups := range groupsOf {
			cost += groups * t.Cost(int32(v), int64(s.p.widths[class]), 0)
		}
	}
	for g := range s.p.Sizes {
		size := int64(s.p.Sizes[g])
		for _, member := range s.Members(int32(g)) {
			if v := t.Value[member]; v >= 0 {
				before := int64(s.counted(k, t, int32(g), v))
				s.enter(k, t, int32(g), v, 1)
				cost += t.Cost(v, size, before+1) - t.Cost(v, size, before)
			}
		}
	}
	return cost
}

// counted returns how many members of a group have a value.
func (s *State) counted(k int, t *Counts, group, v int32) int32 {
	if s.count[k] != nil {
		return s.count[k][int(group)*len(t.Total)+int(v)]
	}
	return s.spare[k][int64(group)*int64(len(t.Total))+int64(v)]
}

// enter adds n to the count of value v in a group.
func (s *State) enter(k int, t *Counts, group, v, n int32) {
	if s.count[k] != nil {
		s.count[k][int(group)*len(t.Total)+int(v)] += n
		return
	}
	cell := int64(group)*int64(len(t.Total)) + int64(v)
	if s.spare[k][cell] += n; s.spare[k][cell] == 0 {
		delete(s.spare[k], cell)
	}
}
