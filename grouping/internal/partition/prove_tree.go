package partition

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// tree looks for a better assignment among columns by branch and bound. It raises the
// bound over the remaining columns, drops columns whose excess is too large, and branches
// on whether two members share a group (Ryan and Foster, 1981).
type tree struct {
	*cover
	m     *master
	limit int64   // the largest bound that leaves room for a better assignment
	share []int64 // of each column: the number of groups it stands for in a fractional solution
	leaf  int64   // partial covers to look at in a node
}

// Settings of the tree, found by trial on cohorts of 50.
const (
	rootPasses = 300 // passes of the climb at the root
	nodePasses = 60  // passes of the climb at each other node
)

func newTree(pr *prover, m *master, columns []column, budget, grain int64) *tree {
	c := pr.newCover(m.types, columns, budget)
	c.step = grain
	return &tree{leaf: pr.leaf, cover: c, m: m, limit: m.bound + budget, share: make([]int64, len(columns))}
}

// quick runs the search without branching. It visits at most the given number of partial
// covers.
func (b *tree) quick(calls int64) bool {
	b.calls = calls
	return b.cover.run()
}

// run searches by branching; it reports false when the nodes are used up.
func (b *tree) run() bool {
	if b.best != nil {
		b.improve()
	}
	all := make([]int32, len(b.columns))
	for i := range all {
		all[i] = int32(i)
	}
	slices.SortStableFunc(all, func(i, j int32) int { return cmp.Compare(b.columns[i].kind, b.columns[j].kind) })
	return b.node(all, b.m.price, rootPasses)
}

// improve lowers the limit so that only assignments that cost less than the best cover
// are within the limit.
func (b *tree) improve() {
	cost := int64(0)
	for _, i := range b.best {
		cost += b.columns[i].cost
	}
	b.limit = min(b.limit, b.m.scale*cost-b.step)
}

// node searches among the active columns. The climb starts from the given prices.
func (b *tree) node(active []int32, price []int64, passes int) bool {
	m := b.master(active)
	if m.barred() {
		return true
	}
	price, bound := m.climb(price, b.limit+1, passes)
	if bound > b.limit {
		return true
	}
	active = b.filter(m, active, price, bound)
	x, y := b.pair(active)
	if b.search(active, b.limit-bound, x >= 0) {
		return true
	}
	if b.nodes.budget < 0 {
		return false
	}
	for _, together := range []bool{true, false} {
		var rest []int32
		for _, i := range active {
			if b.keeps(i, x, y, together) {
				rest = append(rest, i)
			}
		}
		if !b.node(rest, price, nodePasses) {
			return false
		}
	}
	return true
}

// master returns a master over the active columns, which are in the order of their kinds.
func (b *tree) master(active []int32) *master {
	m := newMaster(b.m.kinds, b.m.types, b.m.scale, b.nodes)
	for _, i := range active {
		c := &b.columns[i]
		m.work[c.kind].add(c.types, c.cost)
	}
	m.shares = make([][]int64, len(m.kinds))
	for k := range m.shares {
		m.shares[k] = make([]int64, m.work[k].len())
	}
	return m
}

// filter drops the columns that are in no assignment within the limit.
func (b *tree) filter(m *master, active []int32, price []int64, bound int64) []int32 {
	low := make([]int64, len(m.kinds))
	m.value(price, low)
	var kept []int32
	at := make([]int, len(m.kinds))
	for _, i := range active {
		k := b.columns[i].kind
		b.excess[i], b.share[i] = m.values[k][at[k]]-low[k], m.shares[k][at[k]]
		at[k]++
		if b.excess[i] <= b.limit-bound {
			kept = append(kept, i)
		}
	}
	return kept
}

// search looks for covers that consist of active columns. If limited is true, it visits
// at most b.leaf partial covers.
func (b *tree) search(active []int32, budget int64, limited bool) bool {
	order := slices.Clone(active)
	slices.SortStableFunc(order, func(i, j int32) int { return cmp.Compare(b.excess[i], b.excess[j]) })
	b.budget, b.calls = budget, math.MaxInt64
	if limited {
		b.calls = b.leaf
	}
	done := b.cover.node(order, 0)
	if b.best != nil {
		b.improve()
	}
	return done
}

// pair returns two types, x and y, to branch on. Type x has a single member, and the
// question is whether the group of this member holds a member of type y. A pair is
// considered only if the answer yes drops some columns and the answer no drops others.
// The share of a pair is the sum of the shares of the columns that hold both types. pair
// returns the pair whose share is nearest to one half. If there is no pair, x is negative.
func (b *tree) pair(active []int32) (x, y int) {
	n := len(b.m.types.first)
	share, both, with := make([]int64, n*n), make([]int32, n*n), make([]int32, n)
	for _, i := range active {
		for rest := b.columns[i].mask; rest != 0; rest &= rest - 1 {
			s := bits.TrailingZeros64(rest)
			with[s]++
			for others := rest & (rest - 1); others != 0; others &= others - 1 {
				t := bits.TrailingZeros64(others)
				share[s*n+t] += b.share[i]
				both[s*n+t]++
			}
		}
	}
	x, y = -1, -1
	most := int64(-1)
	for s := range n {
		for t := s + 1; t < n; t++ {
			open := max(0, min(share[s*n+t], shareUnit-share[s*n+t]))
			if both[s*n+t] == 0 || open <= most {
				continue
			}
			switch single, both := b.m.types.many, both[s*n+t]; {
			case single[s] == 1 && (both < with[s] || single[t] == 1 && both < with[t]):
				x, y, most = s, t, open
			case single[t] == 1 && both < with[t]:
				x, y, most = t, s, open
			}
		}
	}
	return x, y
}

// keeps reports whether column i remains after branching on types x and y. If together is
// true, the member of type x must share a group with a member of type y; otherwise it
// must not.
func (b *tree) keeps(i int32, x, y int, together bool) bool {
	mask := b.columns[i].mask
	hasX, hasY := mask>>x&1 != 0, mask>>y&1 != 0
	switch {
	case !together:
		return !hasX || !hasY
	case b.m.types.many[y] == 1:
		return hasX == hasY
	}
	return !hasX || hasY
}
