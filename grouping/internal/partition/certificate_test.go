package partition_test

import (
	"math"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// kinds returns lists with one element for each kind of groups: the size of these groups,
// the number of these groups, and the home. The home is -1 unless the kind is a single
// group that is some member's home.
func kinds(p *partition.Problem) (sizes, many []int, home []int32) {
	for g, size := range p.Sizes {
		named := int32(-1)
		for _, t := range p.Homes {
			if slices.Contains(t.Home, int32(g)) {
				named = int32(g)
			}
		}
		at := -1
		for k := range sizes {
			if sizes[k] == size && home[k] < 0 && named < 0 {
				at = k
			}
		}
		if at < 0 {
			at, sizes, many, home = len(sizes), append(sizes, size), append(many, 0), append(home, named)
		}
		many[at]++
	}
	return sizes, many, home
}

// costOf returns the cost of a group in a tier, from the definitions of the terms.
func costOf(p *partition.Problem, tier int, home int32, members []int32) (cost int64) {
	for _, t := range p.Counts {
		for v := range t.Total {
			count := int64(0)
			for _, m := range members {
				if t.Value[m] == int32(v) {
					count++
				}
			}
			if t.Tier == tier {
				cost += t.Weight * t.Cost(int32(v), int64(len(members)), count)
			}
		}
	}
	for _, t := range p.Sums {
		sum := int64(0)
		for _, m := range members {
			sum += t.Part[m]
		}
		if t.Tier == tier {
			cost += t.Weight * max(sum, -sum)
		}
	}
	for _, t := range p.Lists {
		if t.Tier == tier {
			cost += t.Weight * t.Excess(t.Measure(members))
		}
	}
	for _, t := range p.Homes {
		for _, m := range members {
			if t.Tier == tier && t.Home[m] >= 0 && t.Home[m] != home {
				cost += t.Weight
			}
		}
	}
	return cost
}

// groups calls f with every set of `size` members out of n members.
func groups(n, size int, f func(members []int32)) {
	var members []int32
	var add func(from int)
	add = func(from int) {
		if len(members) == size {
			f(members)
			return
		}
		for m := from; m < n; m++ {
			members = append(members, int32(m))
			add(m + 1)
			members = members[:len(members)-1]
		}
	}
	add(0)
}

// lows goes through all groups. It returns the least value of the groups of each kind in
// each tier, and the slack of each tier. The value of a group is scale · cost minus the
// prices of its members. A group counts only if, in each tier above, its value exceeds
// the least value by no more than the slack.
func lows(p *partition.Problem, tiers []partition.Prices) (low [][]int64, slack []int64) {
	sizes, many, home := kinds(p)
	value := func(t partition.Prices, k int, members []int32) int64 {
		value := t.Scale * costOf(p, t.Tier, home[k], members)
		for _, m := range members {
			value -= t.Price[m]
		}
		return value
	}
	for at, t := range tiers {
		least := slices.Repeat([]int64{math.MaxInt64}, len(sizes))
		bound := int64(0)
		for _, price := range t.Price {
			bound += price
		}
		for k, size := range sizes {
			groups(p.N, size, func(members []int32) {
				for above, u := range tiers[:at] {
					if value(u, k, members)-low[above][k] > slack[above] {
						return
					}
				}
				least[k] = min(least[k], value(t, k, members))
			})
			bound += int64(many[k]) * least[k]
		}
		low, slack = append(low, least), append(slack, t.Scale*t.Cost-bound)
	}
	return low, slack
}

// prices returns random prices for an assignment with the given cost, for each tier of
// preferences that has terms. Small prices leave small gaps, prices that differ little
// leave few types, and some prices and scales are as large as allowed.
func (w world) prices(p *partition.Problem, cost []int64) (tiers []partition.Prices) {
	for tier := 1; tier < p.Tiers; tier++ {
		if !slices.ContainsFunc(p.Terms(), func(t *partition.Term) bool { return t.Tier == tier }) {
			continue
		}
		t := partition.Prices{Tier: tier, Cost: cost[tier], Scale: 1 + int64(w.IntN(1+w.IntN(4))), Price: make([]int64, p.N)}
		if w.chance(10) {
			t.Scale = min(1<<24, partition.LargestScale(p, tier))
		}
		reach := []int64{1, 3, 30, 1 << 25, 1 << 50}[w.IntN(5)]
		for m := range t.Price {
			t.Price[m] = w.Int64N(2*reach+1) - reach
		}
		tiers = append(tiers, t)
	}
	return tiers
}

// Whatever the prices and scales are, Verify can search the gaps of problems this small.
// So it accepts the true costs of an assignment exactly if no assignment is better.
// Otherwise it names the first tier in which a better assignment exists. The test
// computes the least values and slacks from all possible groups, and counts the best
// assignments; Verify must agree.
func TestAnyPricesAcceptOnlyTheBest(t *testing.T) {
	w := newWorld(23)
	accepted, beaten, broken, homes := 0, 0, 0, 0
	for i := range cases(200, 50_000) {
		p := w.problem(2+w.IntN(5), 4)
		w.coarsen(p)
		type assignment struct {
			seat []int32
			cost []int64
		}
		var all []assignment
		every(p, func(seat []int32) {
			all = append(all, assignment{seat, partition.NewState(p, slices.Clone(seat)).Cost})
		})
		least := slices.MinFunc(all, func(a, b assignment) int { return slices.Compare(a.cost, b.cost) })
		best := int64(0)
		for _, a := range all {
			if slices.Equal(a.cost, least.cost) {
				best++
			}
		}
		_, many, home := kinds(p)
		for k := range many { // the order of groups of one kind does not matter
			for groups := many[k]; groups > 1; groups-- {
				best /= int64(groups)
			}
			if home[k] >= 0 {
				homes++
			}
		}
		tried := []assignment{least, all[w.IntN(len(all))]}
		if kept := slices.DeleteFunc(slices.Clone(all), func(a assignment) bool { return a.cost[0] > 0 }); len(kept) > 0 {
			tried = append(tried, kept[w.IntN(len(kept))], kept[w.IntN(len(kept))])
		}
		for _, a := range tried {
			tiers := w.prices(p, a.cost)
			c := p.Check(a.seat, tiers, partition.CheckLimits)
			tier, reason, count := p.Verify(a.seat, tiers)
			require.Equal(t, []any{c.Tier, c.Reason, c.Count}, []any{tier, reason, count})
			first := 0 // the first tier in which a better assignment exists
			for first < p.Tiers && a.cost[first] == least.cost[first] {
				first++
			}
			switch {
			case a.cost[0] > 0:
				broken++
				require.Equal(t, []any{0, partition.WrongCost, int64(0)}, []any{c.Tier, c.Reason, c.Count}, "case %d", i)
				continue
			case first < p.Tiers:
				beaten++
				require.Equal(t, []any{first, partition.Beaten, int64(0)}, []any{c.Tier, c.Reason, c.Count}, "case %d: %v is not %v", i, a.cost, least.cost)
			default:
				accepted++
				require.Equal(t, []any{0, "", best}, []any{c.Tier, c.Reason, c.Count}, "case %d: the best is %v", i, a.cost)
			}
			w.limited(t, p, a.seat, tiers, c)
			if slices.ContainsFunc(p.Terms(), func(t *partition.Term) bool { return t.Tier == 0 }) {
				tiers = slices.Insert(tiers, 0, partition.Prices{Scale: 1, Price: make([]int64, p.N)})
			}
			low, slack := lows(p, tiers[:len(c.Low)])
			require.Equal(t, low, c.Low, "case %d", i)
			require.Equal(t, slack, c.Slack, "case %d", i)
			require.True(t, len(slack) == 0 || slices.Min(slack) >= 0, "case %d", i)
		}
	}
	assert.Positive(t, accepted)
	assert.Positive(t, beaten)
	assert.Positive(t, broken)
	assert.Positive(t, homes)
}

// The least values of groups are exact even if the values of groups differ only by 1:
// Verify does not miss a group that is better by 1 than the best group so far.
func TestLeastValuesOfGroups(t *testing.T) {
	w := newWorld(24)
	for i := range 200 {
		p := partition.New(6, [][]int{{3, 3}, {4, 2}, {2, 2, 2}}[i%3], 2)
		for range 2 {
			w.counts(p, partition.Term{Tier: 1, Weight: 1})
		}
		p.Tabulate()
		p.Weigh()
		var seat []int32
		cost := int64(math.MaxInt64)
		every(p, func(s []int32) {
			if c := partition.NewState(p, slices.Clone(s)).Cost[1]; c < cost {
				seat, cost = s, c
			}
		})
		tiers := []partition.Prices{{Tier: 1, Cost: cost, Scale: 1, Price: make([]int64, 6)}}
		for m := range tiers[0].Price {
			tiers[0].Price[m] = int64(w.IntN(9)) - 4
		}
		c := p.Check(seat, tiers, partition.CheckLimits)
		low, slack := lows(p, tiers)
		require.Equal(t, low, c.Low, "case %d", i)
		require.Equal(t, slack, c.Slack, "case %d", i)
	}
}

// limited runs Check with lower limits on nodes, partial covers, groups and counted
// assignments. Check must still give the reason of the result c, or TooWide. If the
// reason is empty, the count must be 0, because the limits do not allow a count.
func (w world) limited(t *testing.T, p *partition.Problem, seat []int32, tiers []partition.Prices, c partition.Check) {
	limits := partition.CheckLimits
	limits.Nodes = c.Spent
	got := p.Check(seat, tiers, limits)
	require.Equal(t, []any{c.Reason, c.Count, c.Spent}, []any{got.Reason, got.Count, got.Spent})
	less := []partition.Limits{limits, limits, limits, limits, limits}
	less[0].Nodes, less[1].Nodes = w.Int64N(c.Spent), w.Int64N(c.Spent) // never enough
	less[2].Covers, less[3].Groups, less[4].Count = 0, 0, c.Count-1
	for k, limits := range less {
		got := p.Check(seat, tiers, limits)
		switch {
		case got.Reason == partition.TooWide:
			require.Less(t, k, 4)
		case c.Reason == "":
			require.Equal(t, []any{"", int64(0)}, []any{got.Reason, got.Count}, "limit %d", k)
			require.Equal(t, []any{c.Low, c.Slack}, []any{got.Low, got.Slack}, "limit %d", k)
		default:
			require.Equal(t, []any{c.Reason, 4}, []any{got.Reason, k})
		}
	}
	limits.Count = max(0, c.Count)
	require.Equal(t, c.Count, p.Check(seat, tiers, limits).Count)
}

// coarsen multiplies the weights of some preferences, so that the costs of assignments
// are far apart, in some problems as far as the range of costs allows.
func (w world) coarsen(p *partition.Problem) {
	for _, t := range p.Terms() {
		if weight := t.Weight; t.Tier > 0 && w.chance(40) {
			t.Weight *= []int64{2, 3, 5, 1 << 24, 1<<44 + 1}[w.IntN(5)]
			if !p.WithinRange() {
				t.Weight = weight
			}
		}
	}
	for _, t := range p.Counts {
		partition.Forget(t)
	}
	p.Tabulate()
	p.Weigh()
}

// Verify refuses scales, prices and costs that are out of range, and names the tier. The
// test tries both sides of each limit.
func TestCertificatesWithinRange(t *testing.T) {
	const tier = 2 // tier 1 has no terms
	for name, test := range map[string]struct {
		most   int64 // the most that the tier can cost
		change func(p *partition.Problem, c *partition.Prices)
		want   string
	}{
		"as it is":                    {5, func(_ *partition.Problem, _ *partition.Prices) {}, ""},
		"another cost":                {5, func(_ *partition.Problem, c *partition.Prices) { c.Cost-- }, partition.WrongCost},
		"the least scale":             {5, func(_ *partition.Problem, c *partition.Prices) { c.Scale = 1 }, ""},
		"no scale":                    {5, func(_ *partition.Problem, c *partition.Prices) { c.Scale = 0 }, partition.WrongPrices},
		"the largest scale":           {5, func(_ *partition.Problem, c *partition.Prices) { c.Scale = 1 << 24 }, ""},
		"a larger scale":              {5, func(_ *partition.Problem, c *partition.Prices) { c.Scale = 1<<24 + 1 }, partition.WrongPrices},
		"the largest cost at a scale": {1<<37 - 1, func(_ *partition.Problem, c *partition.Prices) { c.Scale = 1 << 24 }, ""},
		"a larger cost at this scale": {1 << 37, func(_ *partition.Problem, c *partition.Prices) { c.Scale = 1 << 24 }, partition.WrongPrices},
		"too few prices":              {5, func(_ *partition.Problem, c *partition.Prices) { c.Price = c.Price[1:] }, partition.WrongPrices},
		"too many prices":             {5, func(_ *partition.Problem, c *partition.Prices) { c.Price = append(c.Price, 0) }, partition.WrongPrices},
		"the highest price":           {5, func(_ *partition.Problem, c *partition.Prices) { c.Price[1] = 1 << 50 }, ""},
		"a higher price":              {5, func(_ *partition.Problem, c *partition.Prices) { c.Price[1] = 1<<50 + 1 }, partition.WrongPrices},
		"the lowest price":            {5, func(_ *partition.Problem, c *partition.Prices) { c.Price[1] = -1 << 50 }, ""},
		"a lower price":               {5, func(_ *partition.Problem, c *partition.Prices) { c.Price[1] = -1<<50 - 1 }, partition.WrongPrices},
		"members who may be away": {5, func(p *partition.Problem, _ *partition.Prices) {
			p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Tier: tier, Weight: 1}, Home: []int32{0, -1}, Free: 1})
		}, partition.WrongCost},
	} {
		p := partition.New(2, []int{2}, 3)
		p.Lists = append(p.Lists, &partition.Lists{
			Term: partition.Term{Tier: tier, Weight: 1}, Reach: test.most, Alike: []int32{0, 1},
			Measure: func(members []int32) int64 { return int64(len(members)) }, Excess: func(many int64) int64 { return many },
		})
		p.Weigh()
		c := partition.Prices{Tier: tier, Cost: 2, Scale: 7, Price: []int64{7, 7}}
		test.change(p, &c)
		at, reason, count := p.Verify([]int32{0, 1}, []partition.Prices{c})
		if assert.Equal(t, test.want, reason, name); reason != "" {
			assert.Equal(t, []int64{tier, 0}, []int64{int64(at), count}, name)
		} else {
			assert.Equal(t, []int64{0, 1}, []int64{int64(at), count}, name)
		}
	}
}

// A search that could not meet tier 0 has no certificate, even without preferences. The
// certificate of a tier without terms has a cost of 0 and prices of 0.
func TestCertificatesOfSearches(t *testing.T) {
	p := partition.New(3, []int{2, 1}, 1)
	p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Weight: 1}, Home: []int32{1, 1, -1}})
	p.Weigh()
	s := p.Solve("", 1000)
	require.Equal(t, []int64{1}, s.Least)
	assert.Nil(t, s.Certificate())

	p = partition.New(4, []int{2, 2}, 4)
	p.Certify = true
	p.Counts = append(p.Counts, spread(p, 1, 2, []int32{0, 0, 1, 1}), spread(p, 3, 2, []int32{0, 1, 1, 1}))
	p.Tabulate()
	p.Weigh()
	s = p.Solve("", 100_000)
	tiers := s.Certificate()
	require.Len(t, tiers, 3)
	assert.Equal(t, []int64{1, 0, 3, 8}, []int64{int64(tiers[0].Tier), tiers[0].Cost, int64(tiers[2].Tier), tiers[2].Cost})
	assert.Equal(t, partition.Prices{Tier: 2, Scale: 1, Price: []int64{0, 0, 0, 0}}, tiers[1])
	_, reason, _ := p.Verify(s.Best, tiers)
	assert.Empty(t, reason)
	tiers[0].Price[0]++
	assert.NotEqual(t, tiers[0].Price, s.Certificate()[0].Price, "a copy")

	assert.Nil(t, newWorld(1).cohort(70, true, 2, 3).Solve("", 100).Certificate(), "nothing is proved")
}

// Verify takes the same number of nodes on every machine. This is tested for the prices
// of a proof, for other prices, which leave wider gaps, and for an assignment that is not
// the best.
func TestNodesOfChecks(t *testing.T) {
	for _, test := range []struct {
		seed  uint64
		n     int
		nodes []int64
	}{
		{2, 16, []int64{3128, 6920, 62}},
		{0, 20, []int64{17044, 26733, 62}},
	} {
		p := newWorld(test.seed).cohort(test.n, true, 2, 4, 5, 6)
		s, _, _ := p.ProveFrom(partition.Everybody(p.N), 10_000_000, 0)
		tiers := s.Certificate()
		require.NotNil(t, tiers)
		proved := p.Check(s.Best, tiers, partition.CheckLimits)
		for m := range p.N {
			tiers[len(tiers)-1].Price[m] += int64(m%4) * tiers[len(tiers)-1].Scale
		}
		moved := p.Check(s.Best, tiers, partition.CheckLimits)
		require.Equal(t, []any{"", proved.Count}, []any{moved.Reason, moved.Count})
		seat := partition.Everybody(p.N)
		for k, cost := range partition.NewState(p, slices.Clone(seat)).Cost[1:] {
			tiers[k].Cost = cost
		}
		beaten := p.Check(seat, tiers, partition.CheckLimits)
		require.Equal(t, partition.Beaten, beaten.Reason)
		assert.Equal(t, test.nodes, []int64{proved.Spent, moved.Spent, beaten.Spent}, "%d members", test.n)
	}
}

// Verify finds a better assignment even if it costs only one grain less (see
// Problem.grain) and its groups have the least values that the prices allow.
func TestOneGrainBelow(t *testing.T) {
	for _, scale := range []int64{1, 2, 1 << 24} {
		p := partition.New(3, []int{1, 1, 1}, 2)
		p.Homes = append(p.Homes, &partition.Homes{Term: partition.Term{Tier: 1, Weight: 3}, Home: []int32{0, -1, -1}})
		p.Weigh()
		prices := []partition.Prices{{Tier: 1, Cost: 3, Scale: scale, Price: make([]int64, 3)}}
		_, reason, _ := p.Verify([]int32{1, 0, 2}, prices)
		assert.Equal(t, partition.Beaten, reason)
		prices[0].Cost = 0
		_, reason, count := p.Verify([]int32{0, 2, 1}, prices)
		assert.Equal(t, "", reason)
		assert.Equal(t, int64(1), count, "groups of one size that are no homes are interchangeable")
	}
}

// Verify counts up to 10,000 assignments.
func TestCountOfAssignments(t *testing.T) {
	for _, test := range []struct {
		sizes []int
		want  int64
	}{
		{[]int{3, 3, 2, 2}, 6300},
		{[]int{2, 2, 2, 2, 2, 2}, 0}, // 10,395
	} {
		n := 0
		for _, size := range test.sizes {
			n += size
		}
		p := partition.New(n, test.sizes, 1)
		p.Weigh()
		_, reason, count := p.Verify(partition.Everybody(n), nil)
		assert.Equal(t, "", reason)
		assert.Equal(t, test.want, count, "%v", test.sizes)
	}
}
