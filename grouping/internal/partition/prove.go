package partition

import (
	"cmp"
	"math/bits"
	"slices"
)

// maxProve is how many members there may be for a proof by prices.
const maxProve = 64

// settled is a tier whose least cost is known, with the prices that show it. Groups
// whose value is more than slack above the least of their kind are in no assignment
// of that cost.
type settled struct {
	tier  int
	cost  int64
	scale int64
	price []int64 // of each member
	low   []int64 // per kind
	slack int64
}

// prover proves the least cost of one tier after the other, and finds it where the
// search did not.
type prover struct {
	p       *Problem
	kinds   []kind
	nodes   int64
	settled []settled
	best    []int32
	least   []int64
	bound   []int64
	watched int64  // the nodes at the last report to the meter
	polish  func() // improves best in the tiers below those settled
}

// scaleOf is the scale of the prices of a tier: a power of 2 with room for exact
// sums of any groups, and for programs that read JSON numbers as 64-bit floating
// point where the cost is usual.
func (p *Problem) scaleOf(tier int, cost int64) int64 {
	most := int64(0)
	if tier != noTier {
		most = p.mostCost(tier)
	}
	return 1 << max(0, min(24, 46-bits.Len64(uint64(cost)), 58-bits.Len64(uint64(most))))
}

// run settles tiers until one cannot be settled within the nodes, and returns how
// many there are.
func (pr *prover) run() int {
	for tier := range pr.p.Tiers {
		if !pr.tier(tier) {
			return tier
		}
	}
	return pr.p.Tiers
}

// watch counts the nodes used up and reports whether the call goes on.
func (pr *prover) watch() bool {
	pr.p.Meter.Spend((pr.watched - pr.nodes) * nodeSteps)
	pr.watched = pr.nodes
	return !pr.p.Meter.stopped()
}

// prices of the types, from those of members.
func (s *settled) prices(t *types) []int64 {
	price := make([]int64, len(t.first))
	for k, m := range t.first {
		price[k] = s.price[m]
	}
	return price
}

// finder returns a finder of the groups of kind k that an assignment with the
// settled costs can have, with a lens for the tier at hand.
func (pr *prover) finder(k int, t *types, tier int, scale int64, price []int64, limit int64) *finder {
	f := newFinder(pr.p, &pr.kinds[k], t, &pr.nodes)
	for i := range pr.settled {
		s := &pr.settled[i]
		f.add(pr.p, &pr.kinds[k], s.tier, s.scale, s.prices(t), s.low[k]+s.slack)
	}
	f.add(pr.p, &pr.kinds[k], tier, scale, price, limit)
	return f
}

// hasTerms reports whether a tier has terms.
func (p *Problem) hasTerms(tier int) bool {
	return slices.ContainsFunc(p.Terms(), func(t *Term) bool { return t.Tier == tier })
}

// tier settles one tier, given those above.
func (pr *prover) tier(tier int) bool {
	free, whole := pr.p.free(tier)
	switch {
	case !pr.p.hasTerms(tier):
		return true
	case tier == 0:
		return pr.musts()
	case !whole:
		return false
	case free > 0 && pr.least[tier] == 0:
		// What is free is a budget of all groups together.
		pr.settle(settled{tier: tier, scale: 1, slack: free})
		return true
	}
	m, ok := pr.minimise(tier, tier, free)
	if !ok {
		return false
	}
	cost := pr.least[tier] + free
	s := settled{tier: tier, cost: cost, scale: m.scale, low: m.low, slack: m.scale*cost - m.bound, price: make([]int64, pr.p.N)}
	for member, k := range m.types.of {
		s.price[member] = m.price[k]
	}
	pr.settle(s)
	return true
}

// settle adds a settled tier.
func (pr *prover) settle(s settled) {
	if s.price == nil {
		s.price, s.low = make([]int64, pr.p.N), make([]int64, len(pr.kinds))
	}
	pr.settled = append(pr.settled, s)
	pr.bound[s.tier] = pr.least[s.tier]
}

// free returns what is free in the homes of a tier. Its cost is a sum over groups
// only where that is 0 or the tier has no other terms: otherwise ok is false.
func (p *Problem) free(tier int) (free int64, ok bool) {
	terms := 0
	for _, t := range p.Terms() {
		if t.Tier == tier {
			terms++
		}
	}
	for _, t := range p.Homes {
		if t.Tier == tier {
			free += t.Free
		}
	}
	return free, free == 0 || terms == 1
}

// musts settles tier 0: groups that cost something there are out of the question.
// Where the search found no assignment of the others, either there is none, or it
// is found here.
func (pr *prover) musts() bool {
	bound := pr.bound[0]
	if bound > 0 {
		return false // refuted already
	}
	pr.settle(settled{tier: 0, scale: 1})
	if pr.least[0] == 0 {
		return true
	}
	pr.bound[0] = 0
	if _, ok := pr.minimise(noTier, 0, 0); ok && pr.least[0] > 0 {
		pr.bound[0] = 1
	}
	return pr.least[0] == 0
}

// noTier has no terms: every group that the settled tiers allow costs nothing in it.
const noTier = -1

// minimise finds the least cost of a tier, and prices that show it. It reports false
// if the nodes are used up. The cost is counted without what is free. Of noTier it
// asks whether there is an assignment at all: one that is not there costs 1.
func (pr *prover) minimise(tier, upTo int, free int64) (*master, bool) {
	cost, grain := int64(1), int64(1)
	if tier != noTier {
		cost, grain = pr.least[tier]+free, pr.p.grain(tier)
	}
	m := newMaster(pr.kinds, pr.p.types(upTo), pr.p.scaleOf(tier, cost), &pr.nodes)
	if !pr.maximise(m, tier, m.scale*cost, grain) {
		return nil, false
	}
	if tier != noTier {
		gap := (cost*m.scale - m.bound) / (m.scale * grain)
		pr.bound[tier] = max(pr.bound[tier], cost-gap*grain-free)
	}
	if m.scale*cost-m.bound >= m.scale*grain && !pr.close(m, tier, cost, grain) {
		return nil, false
	}
	return m, true
}

// maximise looks for the best prices: a climb over the columns in use, then a
// search for groups of less value among all of them, until there are none.
func (pr *prover) maximise(m *master, tier int, target, grain int64) bool {
	whole := pr.whole(m, tier)
	if !whole && !pr.start(m, tier) {
		return false
	}
	for k := range m.work {
		if m.work[k].len() == 0 {
			// No group of the kind is allowed: there is no assignment.
			m.bound, m.price, m.low = target, make([]int64, len(m.types.first)), make([]int64, len(m.kinds))
			return true
		}
	}
	price := make([]int64, len(m.types.first))
	for t := range price {
		price[t] = target / int64(max(1, pr.p.N))
	}
	m.bound = -unlimited
	idle := 0
	for round := range 60 {
		passes := 60
		if whole {
			passes = 300
		} else if round == 0 {
			passes = 200
		}
		var ok bool
		price, _ = m.climb(price, target, passes)
		fresh, value, low, done := pr.search(m, tier, price, whole)
		if !done || !pr.watch() {
			return false
		}
		if value > m.bound {
			if (value-m.bound)/m.scale > 0 || value-m.bound > (target-m.bound)/16 {
				idle = 0
			}
			m.bound, m.price, m.low = value, slices.Clone(price), low
		} else {
			idle++
		}
		ok = target-m.bound < m.scale*grain
		if ok && (whole || fresh == 0 || round >= 3) || idle > 6 || target-m.bound < m.scale/64 {
			break
		}
		switch {
		case whole:
			idle += 3
		case fresh == 0:
			idle++
		}
	}
	return true
}

// maxWhole is how many groups are kept at once.
const maxWhole = 30_000

// whole takes all groups into use if they are few enough.
func (pr *prover) whole(m *master, tier int) bool {
	total := 0
	for k := range pr.kinds {
		f := pr.finder(k, m.types, tier, 1, nil, unlimited)
		f.sortBy = max(0, f.sortBy-1)
		f.found = func(path []uint8, cost int64) {
			total++
			f.stop = total > maxWhole
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

// start takes groups into use to begin with.
func (pr *prover) start(m *master, tier int) bool {
	pr.neighbours(m, tier)
	for k := range pr.kinds {
		if m.work[k].len() > 0 {
			continue
		}
		// Neither the groups there are nor their neighbours: the first that are
		// allowed.
		f := pr.finder(k, m.types, tier, 1, nil, unlimited)
		f.found = func(path []uint8, cost int64) {
			m.use(k, sorted(path), cost)
			f.stop = m.work[k].len() == 100
		}
		if !f.run() && m.work[k].len() == 0 {
			return false
		}
	}
	return true
}

// neighbours takes into use the groups of the best assignment and all that differ
// from them by one member, where the settled tiers allow.
func (pr *prover) neighbours(m *master, tier int) {
	for k := range pr.kinds {
		for _, g := range pr.kinds[k].groups {
			group := slices.Clone(pr.members(g))
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
		types[i] = m.types.of[member]
	}
	slices.Sort(types)
	if m.known[k][string(types)] || !pr.allowed(k, group) {
		return
	}
	m.use(k, types, pr.p.groupCost(tier, &pr.kinds[k], group))
}

// allowed reports whether the settled tiers allow a group.
func (pr *prover) allowed(k int, group []int32) bool {
	for i := range pr.settled {
		if pr.settled[i].excess(pr.p, k, &pr.kinds[k], group) > pr.settled[i].slack {
			return false
		}
	}
	return true
}

// excess is the value of a group above the least of its kind.
func (s *settled) excess(p *Problem, k int, kind *kind, group []int32) int64 {
	value := s.scale*p.groupCost(s.tier, kind, group) - s.low[k]
	for _, m := range group {
		value -= s.price[m]
	}
	return value
}

// search looks among all groups for those of less value than any in use, takes them
// into use and returns how many there are, the bound of the prices and the least
// value of each kind.
func (pr *prover) search(m *master, tier int, price []int64, whole bool) (fresh int, bound int64, low []int64, done bool) {
	low = make([]int64, len(m.kinds))
	bound = m.value(price, low)
	if whole {
		return 0, bound, low, true
	}
	type found struct {
		types []uint8
		value int64
	}
	for k := range m.kinds {
		var all []found
		f := pr.finder(k, m.types, tier, m.scale, price, low[k]-1)
		last := &f.lenses[len(f.lenses)-1]
		f.found = func(path []uint8, value int64) {
			all = append(all, found{slices.Clone(path), value})
			if len(all) == 1500 {
				slices.SortFunc(all, func(a, b found) int { return cmp.Compare(a.value, b.value) })
				all = all[:300]
				last.limit = all[299].value - 1
			}
		}
		if !f.run() {
			return 0, 0, nil, false
		}
		slices.SortFunc(all, func(a, b found) int { return cmp.Compare(a.value, b.value) })
		for i, x := range all {
			if i == 300 {
				break
			}
			cost := x.value
			for _, t := range x.types {
				cost += price[t]
			}
			slices.Sort(x.types)
			if m.use(k, x.types, cost/m.scale) {
				fresh++
			}
		}
		if len(all) > 0 {
			bound -= int64(len(m.kinds[k].groups)) * (low[k] - all[0].value)
			low[k] = all[0].value
		}
	}
	return fresh, bound, low, true
}

// maxColumns is how many groups a cover search takes.
const maxColumns = 200_000

// close goes through the gap that prices leave: every better assignment consists of
// groups whose values exceed the least ones by no more than the gap in all. Small
// gaps are searched first.
func (pr *prover) close(m *master, tier int, cost, grain int64) bool {
	for budget := m.scale * grain; ; budget *= 2 {
		gap := m.scale*(cost-grain) - m.bound
		if gap < 0 {
			return true
		}
		budget = min(budget, gap)
		columns, ok := pr.columns(m, tier, budget)
		if !ok {
			return false
		}
		c := newCover(pr.kinds, m.types, columns, pr.budgets(budget), m.scale*grain, &pr.nodes)
		ok = c.run() && pr.watch()
		if c.best != nil {
			pr.take(m.types, columns, c.best)
		}
		if !ok {
			return false
		}
		if c.best != nil || budget == gap {
			return true
		}
	}
}

// columns returns the groups whose values exceed the least of their kinds by no
// more than a budget, those with the least excess first.
func (pr *prover) columns(m *master, tier int, budget int64) ([]column, bool) {
	var all []column
	for k := range pr.kinds {
		group := make([]int32, pr.kinds[k].size)
		f := pr.finder(k, m.types, tier, m.scale, m.price, m.low[k]+budget)
		f.found = func(path []uint8, value int64) {
			f.stop = len(all) == maxColumns
			c := column{kind: k, types: sorted(path), spend: []int64{value - m.low[k]}}
			for i, t := range c.types {
				group[i] = m.types.first[t]
				c.many = c.many || c.mask>>t&1 != 0
				c.mask |= 1 << t
			}
			for i := range pr.settled {
				c.spend = append(c.spend, pr.settled[i].excess(pr.p, k, &pr.kinds[k], group))
			}
			all = append(all, c)
		}
		if !f.run() {
			return nil, false
		}
	}
	slices.SortStableFunc(all, func(a, b column) int {
		return cmp.Or(cmp.Compare(a.spend[0], b.spend[0]), cmp.Compare(a.kind, b.kind), slices.Compare(a.types, b.types))
	})
	return all, true
}

// take makes an assignment of a cover the best one.
func (pr *prover) take(t *types, columns []column, cover []int32) {
	members := make([][]int32, len(t.first))
	for m, k := range t.of {
		members[k] = append(members[k], int32(m))
	}
	groups := make([][]int32, len(pr.p.Sizes))
	used := make([]int, len(pr.kinds))
	for _, i := range cover {
		c := &columns[i]
		g := pr.kinds[c.kind].groups[used[c.kind]]
		used[c.kind]++
		for _, t := range c.types {
			groups[g] = append(groups[g], members[t][0])
			members[t] = members[t][1:]
		}
	}
	seat := slices.Concat(groups...)
	if cost := NewState(pr.p, seat).Cost; Better(cost, pr.least) {
		copy(pr.best, seat)
		copy(pr.least, cost)
		if pr.polish != nil {
			pr.polish()
		}
	}
}

// prove settles tiers, and with them finds better assignments, within the steps.
func (s *Search) prove(steps int64) {
	if s.p.N > maxProve {
		return
	}
	pr := &prover{p: s.p, kinds: s.p.kinds(), nodes: steps / nodeSteps, best: s.Best, least: s.Least, bound: s.Bound}
	pr.watched = pr.nodes
	pr.polish = func() {
		s.steps = min(steps/8, 20*int64(s.p.N*s.p.N))
		s.take(s.Best)
		s.climb()
	}
	pr.run()
	s.settled = pr.settled
}

// Tighten raises the bounds, and may find a better assignment on the way.
func (s *Search) Tighten(steps int64) {
	if len(s.p.Sizes) < 2 {
		s.Bound = slices.Clone(s.Cost)
		return
	}
	s.prove(steps)
}

// nodeSteps is how many steps a node of the proof takes the time of.
const nodeSteps = 2
