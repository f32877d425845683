package partition

import "slices"

// Prices is the certificate of one tier: prices that prove its least cost, see
// [Problem.Verify].
type Prices struct {
	Tier  int
	Cost  int64
	Scale int64
	Price []int64 // of each member
}

// Certificate returns prices for every tier of preferences. The prices of a tier without
// terms are 0. Certificate returns nil if the best assignment does not meet tier 0. It also
// returns nil if the search did not find prices for every tier with terms.
func (s *Search) Certificate() []Prices {
	if s.Least[0] > 0 {
		return nil
	}
	all := []Prices{}
	for tier := 1; tier < s.p.Tiers; tier++ {
		if !s.p.hasTerms(tier) {
			all = append(all, Prices{Tier: tier, Scale: 1, Price: make([]int64, s.p.N)})
			continue
		}
		at := slices.IndexFunc(s.settled, func(t settled) bool { return t.tier == tier })
		if at < 0 {
			return nil
		}
		t := &s.settled[at]
		all = append(all, Prices{Tier: tier, Cost: s.Least[tier], Scale: t.scale, Price: slices.Clone(t.price)})
	}
	return all
}

// Limits of [Problem.Verify].
const (
	maxCheckNodes = 20_000_000 // nodes for listing groups
	maxCheckCover = 200_000    // partial covers in one search
	maxCheckPrice = 1 << 50    // the largest absolute value of a price
	maxCount      = 10_000     // the largest number of assignments that are counted
)

// CheckSteps limits the steps of one call of [Problem.Verify].
const CheckSteps = maxCheckNodes * nodeSteps

// Reasons why a certificate does not hold.
const (
	WrongCost   = "the groups do not have this cost"
	WrongPrices = "the scale or the prices are out of range"
	Beaten      = "a formation of lower cost exists"
	TooWide     = "the gap is too wide to go through"
)

// Verify checks that no assignment has lower costs than the given one (parameter seat).
// For each tier, it computes a lower bound from the prices and all possible groups. If
// this bound is below the cost, it searches the assignments that cost less and that the
// bound does not rule out. Verify returns the first tier that fails and the reason; the
// reason is empty if no tier fails. The result count is the number of assignments with
// the same costs, or 0 if this number is not known.
//
// The parameter tiers must hold, in order, every tier of preferences that has terms. The
// prices need not come from a search: whatever they are, Verify accepts no assignment that
// is not the best.
func (p *Problem) Verify(seat []int32, tiers []Prices) (tier int, reason string, count int64) {
	pr := p.prover(maxCheckNodes, seat, NewState(p, slices.Clone(seat)).Cost, make([]int64, p.Tiers))
	pr.quick = maxCheckCover
	return pr.certify(tiers, maxCount)
}

// certify is [Problem.Verify] for the assignment pr.best. It looks at no more than
// pr.quick partial covers in one search, and counts no more assignments than the limit.
func (pr *prover) certify(tiers []Prices, limit int64) (tier int, reason string, count int64) {
	for _, t := range pr.p.Homes {
		if t.Free > 0 {
			return t.Tier, WrongCost, 0 // because of Free, the cost is not the sum of the costs of the groups
		}
	}
	if pr.least[0] > 0 {
		return 0, WrongCost, 0
	}
	if pr.p.hasTerms(0) {
		pr.settle(settled{tier: 0, scale: 1})
	}
	for i := range tiers {
		if reason := pr.verify(&tiers[i], tiers[:i+1]); reason != "" {
			return tiers[i].Tier, reason, 0
		}
	}
	return 0, "", pr.count(limit)
}

// verify checks the prices c of one tier. The parameter tiers has the prices of all tiers
// above, followed by c. The result says why c does not hold; it is empty if c holds.
func (pr *prover) verify(c *Prices, tiers []Prices) string {
	p := pr.p
	if c.Cost != pr.least[c.Tier] {
		return WrongCost
	}
	most := p.mostCost(c.Tier)
	if c.Scale < 1 || c.Scale > 1<<24 || most > unlimited/c.Scale || len(c.Price) != p.N {
		return WrongPrices
	}
	for _, price := range c.Price {
		if abs(price) > maxCheckPrice {
			return WrongPrices
		}
	}
	// Members of one type are interchangeable and have one price in every tier.
	t := p.typesBy(func(a, b int32) bool {
		return p.alike(a, b, upTo(c.Tier)) && !slices.ContainsFunc(tiers, func(u Prices) bool { return u.Price[a] != u.Price[b] })
	})
	m := newMaster(pr.kinds, t, c.Scale, pr.nodes)
	m.price = make([]int64, len(t.first))
	for k, member := range t.first {
		m.price[k] = c.Price[member]
	}
	if !pr.lows(m, c) {
		return TooWide
	}
	grain := p.grain(c.Tier)
	gap := c.Scale*c.Cost - m.bound // not below 0, since the bound counts the groups of pr.best too
	if gap >= c.Scale*grain {
		if reason := pr.through(m, c, gap-c.Scale*grain); reason != "" {
			return reason
		}
	}
	pr.settle(settled{tier: c.Tier, cost: c.Cost, scale: c.Scale, price: c.Price, low: m.low, slack: gap})
	return ""
}

// lows computes the least value of a group of each kind, and from these values the bound.
// It reports false when the nodes are used up.
func (pr *prover) lows(m *master, c *Prices) bool {
	m.bound, m.low = 0, make([]int64, len(pr.kinds))
	for _, price := range c.Price {
		m.bound += price
	}
	for k := range pr.kinds {
		kind := &pr.kinds[k]
		m.low[k] = unlimited
		for _, g := range kind.groups {
			value := settled{tier: c.Tier, scale: c.Scale, price: c.Price, low: make([]int64, len(pr.kinds))}
			m.low[k] = min(m.low[k], value.excess(pr.p, k, kind, pr.members(g)))
		}
		f := pr.finder(k, m.types, c.Tier, c.Scale, m.price, m.low[k]-1)
		last := &f.lenses[len(f.lenses)-1]
		f.found = func(_ []uint8, value int64) {
			m.low[k] = min(m.low[k], value)
			last.limit = m.low[k] - 1
		}
		if !f.run() {
			return false
		}
		m.bound += int64(len(kind.groups)) * m.low[k]
	}
	return true
}

// members returns the members of a group of the best assignment.
func (pr *prover) members(g int32) []int32 {
	at := 0
	for _, size := range pr.p.Sizes[:g] {
		at += size
	}
	return pr.best[at : at+pr.p.Sizes[g]]
}

// through searches the gap between the bound of the prices and the cost of the
// certificate. It returns the reason why the certificate does not hold, or an empty text
// if the certificate holds. It searches small parts of the gap first, since they often
// have a better assignment, if there is one.
func (pr *prover) through(m *master, c *Prices, gap int64) string {
	for budget := m.scale; ; budget *= 2 {
		budget = min(budget, gap)
		columns, ok := pr.columns(m, c.Tier, budget)
		if !ok {
			return TooWide
		}
		beaten := false
		search := pr.newCover(m.types, columns, budget)
		search.calls = pr.quick
		search.each = func([]int32) bool { beaten = true; return false }
		done := search.run()
		switch {
		case beaten:
			return Beaten
		case !done:
			return TooWide
		case budget == gap:
			return ""
		}
	}
}

// count returns the number of assignments with the least costs of all tiers. It returns 0
// if this number is above the limit, or if the search is too long. The order of groups of
// one kind does not matter.
func (pr *prover) count(limit int64) int64 {
	m := newMaster(pr.kinds, pr.p.typesBy(func(_, _ int32) bool { return false }), 1, pr.nodes)
	m.price, m.low = make([]int64, pr.p.N), make([]int64, len(pr.kinds))
	columns, ok := pr.columns(m, noTier, 0)
	if !ok {
		return 0
	}
	count := int64(0)
	search := pr.newCover(m.types, columns, 0)
	search.calls = pr.quick
	search.each = func([]int32) bool { count++; return count <= limit }
	if !search.run() {
		return 0
	}
	return count
}
