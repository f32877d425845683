package partition

import (
	"slices"
)

// maxWhole is the default of prover.few, the largest number of groups with which the
// search for prices starts from all groups.
const maxWhole = 30_000

// whole takes all groups into use. It reports false, and takes none, if there are too
// many groups or the nodes are used up.
func (pr *prover) whole(m *master, tier int) bool {
	total := 0
	for k := range pr.kinds {
		f := pr.finder(k, m.types, tier, 1, nil, unlimited)
		f.sortBy = max(0, f.sortBy-1)
		f.found = func(path []uint8, cost int64) {
			total++
			f.stop = total > pr.few
			m.work[k].add(sorted(path), cost)
		}
		if !f.run() {
			for k := range m.work {
				m.work[k] = columns{size: m.work[k].size}
			}
			return false
		}
	}
	return true
}

func sorted(types []uint8) []uint8 {
	s := slices.Clone(types)
	slices.Sort(s)
	return s
}

// start takes the first groups into use. It reports false if the nodes are used up and a
// kind has no group in use.
func (pr *prover) start(m *master, tier int) bool {
	pr.neighbours(m, tier)
	for k := range pr.kinds {
		if m.work[k].len() > 0 {
			continue
		}
		// For this kind, the settled tiers allow none of the groups of the best assignment and
		// none of their neighbours. So the search for prices starts from the first allowed
		// groups that the finder finds.
		f := pr.finder(k, m.types, tier, 1, nil, unlimited)
		f.found = func(path []uint8, cost int64) {
			m.use(k, slices.Clone(path), cost)
			f.stop = m.work[k].len() >= 100
		}
		if !f.run() && m.work[k].len() == 0 {
			return false
		}
	}
	return true
}

// neighbours takes into use the groups of the best assignment, and all groups that differ
// from one of them by one member. It leaves out the groups that the settled tiers do not
// allow.
func (pr *prover) neighbours(m *master, tier int) {
	for k := range pr.kinds {
		for g := range pr.p.Sizes {
			if pr.p.Sizes[g] != pr.kinds[k].size {
				continue
			}
			group := slices.Clone(pr.members(int32(g)))
			pr.admit(m, tier, k, group)
			for i, leaver := range group {
				for joiner := range int32(pr.p.N) {
					if !slices.Contains(group, joiner) {
						group[i] = joiner
						pr.admit(m, tier, k, group)
						group[i] = leaver
					}
				}
			}
		}
	}
}

// admit takes a group into use if the settled tiers allow it.
func (pr *prover) admit(m *master, tier, k int, group []int32) {
	types := make([]uint8, len(group))
	for i, member := range group {
		types[i] = m.types.index[member]
	}
	slices.Sort(types)
	if m.known[k][string(types)] || !pr.allowed(k, group) {
		return
	}
	m.use(k, types, pr.p.groupCost(tier, &pr.kinds[k], group))
}

// allowed reports whether a group has the makeup of kind k and the settled tiers allow
// it.
func (pr *prover) allowed(k int, group []int32) bool {
	if !pr.kinds[k].makeup.holds(group) {
		return false
	}
	for i := range pr.settled {
		if pr.settled[i].excess(pr.p, k, &pr.kinds[k], group) > pr.settled[i].slack {
			return false
		}
	}
	return true
}
