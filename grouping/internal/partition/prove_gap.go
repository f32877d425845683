package partition

import (
	"cmp"
	"math/bits"
	"slices"
)

// maxColumns is the default of prover.wide, the largest number of groups in a cover
// search.
const maxColumns = 200_000

// close searches for an assignment that costs less than the given cost. The excess of a
// group is its value (see master) minus the least value of its kind. In a better
// assignment, the excesses of all groups add up to at most the gap. close looks for
// assignments whose total excess is within a budget. It raises the budget up to the gap,
// and stops at the first budget that admits a better assignment. The first budget is
// gap % grain: costs differ by multiples of the grain, so this budget admits only the
// lowest cost that the bound of the master allows. close reports false if it could not
// finish, as minimise does.
func (pr *prover) close(m *master, tier int, cost, grain int64) bool {
	grain *= m.scale
	gap := m.scale*cost - grain - m.bound
	calls := pr.quick
	if pr.firstOpen() >= 0 {
		calls /= 8 // patterns are likely to settle the tier sooner
	}
	for budget := gap % grain; ; budget = min(gap, 2*budget+grain) {
		columns, ok := pr.columns(m, tier, budget)
		if !ok {
			return false
		}
		t := newTree(pr, m, columns, budget, grain)
		ok = t.quick(calls) || !pr.branch() && t.run()
		if t.best != nil {
			pr.take(m.types, columns, t.best)
		}
		if !ok || t.best != nil || budget == gap {
			return ok && pr.nodes.report()
		}
	}
}

// columns returns every possible group whose excess is at most the budget, in the order
// of excess. The excess of a group is its value minus the least value of its kind.
// columns reports false if there are too many such groups, or if the nodes are used up.
func (pr *prover) columns(m *master, tier int, budget int64) ([]column, bool) {
	var all []column
	for k := range pr.kinds {
		group := make([]int32, pr.kinds[k].size)
		f := pr.finder(k, m.types, tier, m.scale, m.price, m.low[k]+budget)
		f.found = func(path []uint8, value int64) {
			f.stop = len(all) >= pr.wide
			c := column{kind: k, types: sorted(path), excess: value - m.low[k]}
			for i, t := range c.types {
				group[i] = m.types.first[t]
				value += m.price[t]
				c.mask |= 1 << t
			}
			c.many = bits.OnesCount64(c.mask) < len(c.types)
			c.cost = value / m.scale
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
		return cmp.Or(cmp.Compare(a.excess, b.excess), cmp.Compare(a.kind, b.kind), slices.Compare(a.types, b.types))
	})
	return all, true
}

// take turns a cover into an assignment. If this assignment is better than the best one
// known so far, it becomes the best one.
func (pr *prover) take(t *types, columns []column, cover []int32) {
	members := make([][]int32, len(t.first))
	for m, k := range t.index {
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
