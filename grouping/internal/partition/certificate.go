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

// Certificate returns prices for every tier of preferences that has terms. If the search
// did not settle all of these tiers (prove their least costs), it returns nil.
func (s *Search) Certificate() []Prices {
	if !slices.Equal(s.Least, s.Bound) {
		return nil
	}
	all := []Prices{}
	for tier := 1; tier < s.p.Tiers; tier++ {
		if !s.p.hasTerms(tier) {
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
)

// CheckSteps limits the steps of one call of [Problem.Verify].
const CheckSteps = maxCheckNodes * nodeSteps

// Reasons why a certificate does not hold.
const (
	WrongCost   = "the groups do not have this cost"
	WrongPrices = "the scale or the prices are out of range"
	NoBound     = "the prices bound the cost above that of the groups themselves"
	Beaten      = "a formation of lower cost exists"
	TooWide     = "the gap is too wide to go through"
)

// Verify checks that no assignment has lower costs than the assignment in seat. For each
// tier, it computes a lower bound from the prices and all possible groups. If this bound
// is below the cost, it searches the assignments that cost less than seat and are not
// ruled out by the bound. Verify returns the first tier that fails and the reason; the
// reason is empty if no tier fails. count is the number of assignments with the same
// costs, or 0 if this number is not known.
func (p *Problem) Verify(seat []int32, tiers []Prices) (tier int, reason string, count int64) {
	s := NewState(p, slices.Clone(seat))
	pr := p.prover(maxCheckNodes, seat, s.Cost, make([]int64, p.Tiers))
	if s.Cost[0] > 0 {
		return 0, WrongCost, 0
	}
	if p.hasTerms(0) {
		pr.settle(settled{tier: 0, scale: 1})
	}
	for i := range tiers {
		if reason := pr.verify(&tiers[i], tiers[:i+1]); reason != "" {
			return tiers[i].Tier, reason, 0
		}
	}
	return 0, "", pr.count()
}

// verify checks the prices c of one tier. all holds the prices of the tiers above, and c.
// It returns the reason why c does not hold, or an empty text if c holds.
func (pr *prover) verify(c *Prices, all []Prices) string {
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
		return p.alike(a, b, upTo(c.Tier)) && !slices.ContainsFunc(all, func(u Prices) bool { return u.Price[a] != u.Price[b] })
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
	gap := c.Scale*c.Cost - m.bound
	if gap < 0 {
		return NoBound
	}
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
		search := pr.newCover(m.types, columns, budget, 1)
		search.calls = maxCheckCover
		ok = search.run()
		switch {
		case search.best != nil:
			return Beaten
		case !ok:
			return TooWide
		case budget == gap:
			return ""
		}
	}
}

// maxCount is the largest number of assignments that are counted.
const maxCount = 10_000

// count returns the number of assignments with the least costs of all tiers, or 0 if
// there are too many to count. The order of groups of one kind does not matter.
func (pr *prover) count() int64 {
	m := newMaster(pr.kinds, pr.p.typesBy(func(_, _ int32) bool { return false }), 1, pr.nodes)
	m.price, m.low = make([]int64, pr.p.N), make([]int64, len(pr.kinds))
	columns, ok := pr.columns(m, noTier, 0)
	if !ok {
		return 0
	}
	count := int64(0)
	search := pr.newCover(m.types, columns, 0, 1)
	search.calls = maxCheckCover
	search.each = func([]int32) bool { count++; return count <= maxCount }
	if !search.run() {
		return 0
	}
	return count
}
