package partition

import (
	"cmp"
	"slices"
)

// maximise looks for the best prices. In each round, it climbs over the columns in use.
// Then it searches all groups for groups of less value than every column of their kind,
// and takes them into use (see search). If it finds none, the next climb usually starts
// from other prices. maximise ends when the bound is near enough to the target, or after
// too many rounds, in all or without progress. It reports false if the nodes are used up;
// the bound reached by then is valid.
func (pr *prover) maximise(m *master, tier int, target, grain int64) bool {
	whole := pr.whole(m, tier)
	if !whole && !pr.start(m, tier) {
		return false
	}
	if m.barred() {
		m.bound, m.price, m.low = unlimited, make([]int64, len(m.types.first)), make([]int64, len(m.kinds))
		return true
	}
	first := slices.Repeat([]int64{target / int64(max(1, pr.p.N))}, len(m.types.first))
	if tier != noTier && pr.bound[tier] == pr.least[tier] && pr.alone(m, tier, target, grain, whole) {
		return true
	}
	price, idle, stuck := first, 0, 0
	for round := range 60 {
		price, _ = m.climb(price, target, passes(whole, round))
		fresh, value, low, done := pr.search(m, tier, price, whole)
		if !done {
			return false
		}
		idle = m.note(price, low, value, target, idle)
		ok := target-m.bound < m.scale*grain
		if ok && (whole || fresh == 0 || round >= 3) || idle > idleRounds || target-m.bound < m.scale/64 {
			break
		}
		if !pr.nodes.report() {
			return false
		}
		if fresh > 0 {
			continue
		}
		// All groups that matter are in use, but the climb is stuck.
		switch stuck++; {
		case stuck == 1 && pr.warm(m, tier, target, price):
		case whole:
			idle += idleRounds // climb once more, from these prices
		default:
			idle++
			m.restart(price, first, idle)
		}
	}
	return true
}

// warm gives a new start to a climb that is stuck below the target. It climbs for the tier
// by itself, without regard to the tiers above, and sets the elements of price to the
// prices found. The tier by itself distinguishes fewer types of members, so its prices are
// easier to find. warm reports false, and leaves price as it is, if the tier by itself has
// as many types as m, if there are too many groups, or if the nodes are used up.
func (pr *prover) warm(m *master, tier int, target int64, price []int64) bool {
	t := pr.p.typesBy(func(a, b int32) bool { return pr.p.alike(a, b, func(t int) bool { return t == tier }) })
	if len(t.first) == len(m.types.first) {
		return false
	}
	alone := &prover{p: pr.p, kinds: pr.p.kinds(), nodes: pr.nodes, few: pr.few}
	coarse := newMaster(alone.kinds, t, m.scale, pr.nodes)
	if !alone.whole(coarse, tier) {
		return false
	}
	from := slices.Repeat([]int64{target / int64(pr.p.N)}, len(t.first))
	best, _ := coarse.climb(from, target, wholePasses)
	for k, member := range m.types.first {
		price[k] = best[t.index[member]]
	}
	return true
}

// alone tries the prices of the method margins, and reports whether they prove the
// target. They often do if the target equals [Problem.Bound] and no terms have values
// that nest.
func (pr *prover) alone(m *master, tier int, target, grain int64, whole bool) bool {
	price := pr.margins(m, tier)
	_, value, low, done := pr.search(m, tier, price, whole)
	if !done || target-value >= m.scale*grain {
		return false
	}
	m.bound, m.price, m.low = value, price, low
	return true
}

// margins returns the marginal costs of the values as prices. The price of a type is the
// sum of the marginal costs of the values that its members have. If the members with a
// value are spread at the least cost, the marginal cost of the value is the mean of what
// the last member adds and what one more member would add. The bound of these prices is
// at least the sum of the least costs of the single values.
func (pr *prover) margins(m *master, tier int) []int64 {
	price := make([]int64, len(m.types.first))
	for _, t := range pr.p.Counts {
		if t.Tier != tier || !t.Convex {
			continue
		}
		margin := make([]int64, len(t.Total))
		for v := range margin {
			margin[v] = m.scale * t.margin(pr.p, v) / 2
		}
		for k, member := range m.types.first {
			if v := t.Value[member]; v >= 0 {
				price[k] += margin[v]
			}
		}
	}
	return price
}

// barred reports whether some kind has no allowed groups, so that there is no assignment.
func (m *master) barred() bool {
	for k := range m.work {
		if m.work[k].len() == 0 {
			return true
		}
	}
	return false
}

// idleRounds is the number of rounds without progress after which the climb ends.
const idleRounds = 6

// wholePasses is the number of passes of a climb when all groups are in use (see
// prover.whole).
const wholePasses = 300

// passes returns the number of passes that the climb of a round makes.
func passes(whole bool, round int) int {
	switch {
	case whole:
		return wholePasses
	case round == 0:
		return 200
	case round >= 4:
		return 400 // the last gap takes many passes
	}
	return 60
}

// note keeps prices if they are the best so far. It returns the number of idle rounds,
// which starts again at 0 after enough progress.
func (m *master) note(price, low []int64, value, target int64, idle int) int {
	if value <= m.bound {
		return idle + 1
	}
	if (value-m.bound)/m.scale > 0 || value-m.bound > (target-m.bound)/16 {
		idle = 0
	}
	m.bound, m.price, m.low = value, slices.Clone(price), low
	return idle
}

// restart sets prices between the first and the best ones, nearer to the best after more
// idle rounds.
func (m *master) restart(price, first []int64, idle int) {
	for t := range price {
		price[t] = (int64(idle)*m.price[t] + 2*first[t]) / int64(idle+2)
	}
}

// excess returns by how much the value of a group is above the least value of its kind.
func (s *settled) excess(p *Problem, k int, kind *kind, group []int32) int64 {
	value := s.scale*p.groupCost(s.tier, kind, group) - s.low[k]
	for _, m := range group {
		value -= s.price[m]
	}
	return value
}

// search looks for groups whose value is less than that of all columns of their kind, and
// adds the least of them as columns. It returns the number of new columns, the bound of
// the prices and the least value of each kind. If whole is true, all groups are columns
// already. The result done is false if the nodes are used up.
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
