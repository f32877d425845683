package partition

import "slices"

// maxPatterns is the default of prover.ways, the largest number of patterns that are
// looked at one by one.
const maxPatterns = 64

// patternCalls is the number of partial covers that are looked at to find the patterns.
const patternCalls = 2_000

// branch makes a case for each pattern of the assignments with the settled costs. A
// pattern is the number of groups of each makeup. Prices can leave a gap in an upper
// tier, as they do for rules that gather members with the same value. The tiers below
// must then consider groups that are in no assignment of the settled cost. But often only
// few patterns have this cost. branch reports false if there are too many patterns, or if
// the prices leave no gap.
func (pr *prover) branch() bool {
	first := pr.firstOpen()
	if first < 0 {
		return false
	}
	for last := len(pr.settled) - 1; last >= first; last-- {
		if pr.patterns(last) {
			return true
		}
	}
	return false
}

// firstOpen returns the index of the first settled tier where prices leave a gap, or -1
// if there is none.
func (pr *prover) firstOpen() int {
	return slices.IndexFunc(pr.settled, func(s settled) bool { return s.open })
}

// patterns lists the patterns of the settled tiers up to the given index, if there are
// few, and makes a prover for each of them. These provers are the cases. It then settles
// the later tiers again, each tier in all cases. It reports false if it cannot list all
// patterns within its limits, or if a tier cannot be settled.
func (pr *prover) patterns(last int) bool {
	upper := &prover{p: pr.p, kinds: pr.kinds, nodes: pr.nodes, settled: pr.settled[:last+1], wide: pr.wide}
	m := newMaster(pr.kinds, pr.p.types(pr.settled[last].tier), 1, pr.nodes)
	m.price, m.low = make([]int64, len(m.types.first)), make([]int64, len(pr.kinds))
	columns, ok := upper.columns(m, noTier, 0)
	if !ok {
		return false
	}
	var cases []*prover
	c := upper.newCover(m.types, columns, 0)
	c.calls = patternCalls
	c.each = func(path []int32) bool {
		cases = append(cases, pr.within(m.types, columns, path))
		return len(cases) <= pr.ways
	}
	ok = c.run()
	if !ok {
		return false
	}
	pr.cases = cases
	for _, s := range pr.settled[last+1:] {
		if !pr.inCases(s.tier) {
			pr.cases = nil
			return false
		}
	}
	return true
}

// within returns a prover for one pattern, given as indexes into columns, one for each
// group. The pattern fixes the costs of the tiers from which the patterns were made.
func (pr *prover) within(t *types, columns []column, pattern []int32) *prover {
	c := &prover{p: pr.p, nodes: pr.nodes, best: pr.best, least: pr.least, bound: slices.Clone(pr.bound), polish: pr.polish, quick: pr.quick, leaf: pr.leaf, wide: pr.wide, few: pr.few, ways: pr.ways}
	pattern = slices.Sorted(slices.Values(pattern))
	used := make([]int, len(pr.kinds))
	for j, i := range pattern {
		column := &columns[i]
		if j == 0 || i != pattern[j-1] {
			k := pr.kinds[column.kind]
			k.makeup, k.groups = &makeup{types: t, many: make([]int64, len(t.first))}, nil
			for _, t := range column.types {
				k.makeup.many[t]++
			}
			c.kinds = append(c.kinds, k)
		}
		k := &c.kinds[len(c.kinds)-1]
		k.groups = append(k.groups, pr.kinds[column.kind].groups[used[column.kind]])
		used[column.kind]++
	}
	return c
}

// inCases settles a tier in each case. Cases that cannot have the least cost are dropped.
// It reports whether it succeeds.
func (pr *prover) inCases(tier int) bool {
	for _, c := range pr.cases {
		copy(c.bound, pr.bound)
		if !c.tier(tier) {
			return false
		}
	}
	pr.prune(tier)
	pr.bound[tier] = pr.least[tier]
	return true
}

// prune lowers the recorded cost of the last settled tier to the least cost known for
// this tier. Another case may have found this cost after the prover settled the tier. The
// slack shrinks accordingly. prune reports whether the prover can still reach the least
// cost.
func (pr *prover) prune(tier int) bool {
	if pr.cases != nil {
		pr.cases = slices.DeleteFunc(pr.cases, func(c *prover) bool { return !c.prune(tier) })
		return len(pr.cases) > 0
	}
	s := &pr.settled[len(pr.settled)-1]
	free, _ := pr.p.free(tier)
	cost := pr.least[tier] + free
	s.slack -= s.scale * (s.cost - cost)
	s.cost = cost
	return s.slack >= 0
}
