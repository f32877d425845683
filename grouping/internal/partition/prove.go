package partition

import (
	"math/bits"
	"slices"
)

// maxProve is the largest number of members for a proof by prices.
const maxProve = 64

// settled is a tier whose least cost is known, with the prices that prove this cost.
type settled struct {
	tier  int
	cost  int64
	scale int64
	price []int64 // of each member
	low   []int64 // per kind: the least value of a group
	slack int64   // a group with a larger excess is in no assignment of this cost
	open  bool    // the slack is a grain or more, so that the prices alone do not prove the cost
}

// prover proves the least cost of one tier after the other. If the best assignment known
// so far costs more than the least cost, the prover also finds a better one.
type prover struct {
	p       *Problem
	kinds   []kind
	nodes   *nodes
	settled []settled
	cases   []*prover // one for each pattern of the upper tiers; nil before branch has made them
	best    []int32
	least   []int64
	bound   []int64
	polish  func() // improves best in the tiers below the settled ones
	few     int    // the largest number of groups with which the search for prices starts from all groups
	ways    int    // the largest number of patterns of an upper tier that are looked at one by one
	quick   int64  // partial covers to look at before branching
	leaf    int64  // partial covers to look at in a node of the tree
	wide    int    // the largest number of groups in a cover search
}

// quickCalls and leafCalls were found by trial on cohorts of 32 to 50 members. The prover
// looks at quickCalls partial covers before it branches, and at leafCalls in each node of
// the tree.
const (
	quickCalls = 10_000
	leafCalls  = 2_000
)

// nodes counts the nodes that a proof may still spend.
type nodes struct {
	budget  int64
	watched int64 // the value of budget at the last report to the meter
	meter   *Meter
}

// watchNodes is the number of nodes between two reports to the meter.
const watchNodes = 1 << 14

// spend takes a number of nodes from the budget. It reports whether the proof may
// continue.
func (n *nodes) spend(many int64) bool {
	if n.budget -= many; n.watched-n.budget >= watchNodes {
		return n.report()
	}
	return n.budget >= 0
}

// report adds to the meter what was spent since the last report. It reports whether the
// proof may continue.
func (n *nodes) report() bool {
	n.meter.Spend((n.watched - n.budget) * nodeSteps)
	if n.meter.stopped() {
		n.budget = -1
	}
	n.watched = n.budget
	return n.budget >= 0
}

// prover returns a prover that starts from an assignment (best) with its cost (least) and
// the bounds known so far. The parameter budget is the number of nodes that the prover
// may spend.
func (p *Problem) prover(budget int64, best []int32, least, bound []int64) *prover {
	return &prover{p: p, kinds: p.kinds(), nodes: &nodes{budget: budget, watched: budget, meter: p.Meter}, best: best, least: least, bound: bound, quick: quickCalls, leaf: leafCalls, wide: maxColumns, few: maxWhole, ways: maxPatterns}
}

// scaleOf returns the scale of the prices of a tier. It is a power of 2 that leaves room
// for exact sums over any groups. At usual costs it also leaves room for programs that
// read JSON numbers as 64-bit floating point.
func (p *Problem) scaleOf(tier int, cost int64) int64 {
	most := p.mostCost(tier)
	return 1 << max(0, min(24, 46-bits.Len64(uint64(cost)), 58-bits.Len64(uint64(most))))
}

// run settles one tier after the other, up to the first tier that it cannot settle. It
// returns the number of tiers settled.
func (pr *prover) run() int {
	for tier := range pr.p.Tiers {
		if !pr.tier(tier) {
			return tier
		}
	}
	return pr.p.Tiers
}

// prices returns the prices of the types, taken from the prices of their members.
func (s *settled) prices(t *types) []int64 {
	price := make([]int64, len(t.first))
	for k, m := range t.first {
		price[k] = s.price[m]
	}
	return price
}

// finder returns a finder for the groups of kind k that the settled tiers allow: groups
// that can be in an assignment with the settled costs. The finder has one lens (see the
// type lens) for each settled tier, and the last lens is for the given tier.
func (pr *prover) finder(k int, t *types, tier int, scale int64, price []int64, limit int64) *finder {
	f := newFinder(pr.p, &pr.kinds[k], t, pr.nodes)
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

// tier settles one tier, after the tiers above it. It reports whether it succeeds.
func (pr *prover) tier(tier int) bool {
	free, whole := pr.p.free(tier)
	switch {
	case !pr.p.hasTerms(tier):
		return true
	case pr.cases != nil:
		return pr.inCases(tier)
	case tier == 0:
		return pr.musts()
	case !whole:
		return false
	case free > 0 && pr.least[tier] == 0:
		// The slack is for the members who may be away from home, in all groups together.
		pr.settle(settled{tier: tier, cost: free, scale: 1, slack: free})
		return true
	}
	m, ok := pr.minimise(tier, tier, free)
	switch {
	case pr.cases != nil:
		return pr.inCases(tier)
	case !ok:
		return false
	}
	cost := pr.least[tier] + free
	s := settled{tier: tier, cost: cost, scale: m.scale, low: m.low, slack: m.scale*cost - m.bound, price: make([]int64, pr.p.N)}
	s.open = s.slack >= m.scale*pr.p.grain(tier)
	for member, k := range m.types.index {
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

// free returns the weighted cost that the field Free can save in the [Homes] terms of a
// tier. If the result ok is true and the tier costs more than 0, the costs of the groups
// add up to the cost of the tier plus this number. The result ok is true if this number
// is 0, or if the tier has a single term.
func (p *Problem) free(tier int) (free int64, ok bool) {
	terms := 0
	for _, t := range p.Terms() {
		if t.Tier == tier {
			terms++
		}
	}
	for _, t := range p.Homes {
		if t.Tier == tier {
			free += t.Weight * t.Free
		}
	}
	return free, free == 0 || terms == 1
}

// musts settles tier 0: it leaves out the groups that cost something there. If the search
// found no assignment of the remaining groups, musts finds one or proves that there is
// none.
func (pr *prover) musts() bool {
	if pr.bound[0] > 0 {
		return false // it is already proved that tier 0 cannot be met
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

// noTier is a tier without terms: every group that the settled tiers allow costs nothing
// in it.
const noTier = -1

// minimise finds the least cost of a tier. It returns a master whose prices prove this
// cost, or leave a gap that minimise has searched. The prices are for the types of
// members that the tiers up to upTo distinguish. They are for the cost of the tier plus
// free, the result of [Problem.free] for the tier, because this is what the costs of the
// groups add up to. For noTier, minimise looks for any assignment: every assignment costs
// 0, and the cost to beat is 1. minimise reports false if it could not finish: the nodes
// are used up, there are too many groups, or the prover has branched into patterns.
func (pr *prover) minimise(tier, upTo int, free int64) (*master, bool) {
	cost, grain := int64(1), int64(1)
	if tier != noTier {
		cost, grain = pr.least[tier]+free, pr.p.grain(tier)
	}
	m := newMaster(pr.kinds, pr.p.types(upTo), pr.p.scaleOf(tier, cost), pr.nodes)
	m.bound = -unlimited
	done := pr.maximise(m, tier, m.scale*cost, grain)
	if tier != noTier {
		gap := (cost*m.scale - m.bound) / (m.scale * grain)
		pr.bound[tier] = max(pr.bound[tier], cost-gap*grain-free)
	}
	if !done {
		return nil, false
	}
	shown := tier != noTier && pr.bound[tier] == pr.least[tier] // by these prices or by an earlier bound
	if !shown && m.scale*cost-m.bound >= m.scale*grain && !pr.close(m, tier, cost, grain) {
		return nil, false
	}
	return m, true
}

// prove settles tiers within the steps, and finds better assignments on the way.
func (s *Search) prove(steps int64) {
	if s.p.N > maxProve {
		return
	}
	s.settle(s.p.prover(steps/nodeSteps, s.Best, s.Least, s.Bound), steps)
}

// settle lets a prover settle tiers. The prover shares the best assignment and the bounds
// of the search.
func (s *Search) settle(pr *prover, steps int64) {
	pr.polish = func() {
		s.steps = min(steps/8, 20*int64(s.p.N*s.p.N))
		s.take(s.Best)
		s.climb()
	}
	if pr.run() == s.p.Tiers && s.p.Certify && pr.cases != nil {
		// The tiers that were settled by patterns have no prices for a certificate, so
		// they are settled again with the remaining nodes.
		pr = s.p.prover(pr.nodes.budget, s.Best, s.Least, s.Bound)
		pr.run()
	}
	pr.nodes.report()
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

// nodeSteps is the number of steps that take as long as one node of the proof.
const nodeSteps = 2
