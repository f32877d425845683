package partition

import (
	"math/bits"
	"slices"
)

// columns are groups of one kind, given by the types of their members.
type columns struct {
	size  int
	types []uint8 // size entries for each group
	cost  []int64 // of each group, in the tier that is being settled
}

func (c *columns) len() int { return len(c.cost) }

func (c *columns) at(i int) []uint8 { return c.types[i*c.size : (i+1)*c.size] }

func (c *columns) add(types []uint8, cost int64) {
	c.types = append(c.types, types...)
	c.cost = append(c.cost, cost)
}

// master looks for prices of the types that give the highest lower bound on the cost. For
// any prices,
//
//	sum of all members' prices + for each kind: its number of groups · least value of a group
//
// is at most scale · the cost of every assignment, where the value of a group is
// scale · cost − the sum of its members' prices. This is the Lagrangian bound of a set
// partitioning problem (Geoffrion, 1974). The bound is maximised by a subgradient
// method in whole numbers over a few columns; a pricing step then looks for groups
// of less value among all groups.
type master struct {
	kinds []kind
	types *types
	scale int64
	work  []columns         // per kind: the columns in use
	known []map[string]bool // per kind: the types of these columns
	price []int64           // of each type: the best so far
	bound int64             // of these prices, over all groups
	low   []int64           // per kind: the least value of a group under these prices

	nodes  *nodes    // a pass over 16 columns takes one node
	values [][]int64 // per kind: the value of each column in the last pass
	held   []int64   // scratch memory of steer
	shares [][]int64 // per kind: how many groups each column stands for, as a mean over the passes, in units of shareUnit; nil if it is not kept
}

// shareUnit is one whole group in the units of master.shares: a column that stands for
// half a group has the share shareUnit/2.
const shareUnit = 1 << 20

func newMaster(kinds []kind, t *types, scale int64, nodes *nodes) *master {
	m := &master{kinds: kinds, nodes: nodes, types: t, scale: scale, work: make([]columns, len(kinds)), known: make([]map[string]bool, len(kinds)), values: make([][]int64, len(kinds)), held: make([]int64, len(t.first))}
	for k := range kinds {
		m.work[k].size = kinds[k].size
		m.known[k] = map[string]bool{}
	}
	return m
}

// use adds a group of a kind to the columns in use, and reports whether it is new. It sorts
// the types.
func (m *master) use(k int, types []uint8, cost int64) bool {
	slices.Sort(types)
	if m.known[k][string(types)] {
		return false
	}
	m.known[k][string(types)] = true
	m.work[k].add(types, cost)
	return true
}

// value returns the bound of prices over the columns in use. It sets low to the least
// value of each kind.
func (m *master) value(price []int64, low []int64) int64 {
	total := int64(0)
	for t, many := range m.types.many {
		total += many * price[t]
	}
	for k := range m.kinds {
		c := &m.work[k]
		m.values[k] = slices.Grow(m.values[k][:0], len(c.cost))[:len(c.cost)]
		least := int64(unlimited)
		size := c.size
		all := c.types
		for i, cost := range c.cost {
			x := m.scale * cost
			for _, t := range all[i*size : i*size+size] {
				x -= price[t]
			}
			m.values[k][i] = x
			least = min(least, x)
		}
		m.nodes.spend(int64(len(c.cost) / 16))
		low[k] = least
		total += int64(len(m.kinds[k].groups)) * least
	}
	return total
}

// steer sets gradient to the direction in which the bound grows. For each type, this is
// 256 * (n - mean). Here n is the number of members of the type in the problem, and mean
// is their number in all groups if each group is the average group of its kind. The
// average is taken over the columns of the kind whose value is at most width above the
// least value. Columns with values close to the least count more (see weight).
func (m *master) steer(gradient, low []int64, width int64) {
	for t, many := range m.types.many {
		gradient[t] = 256 * many
	}
	held := m.held
	for k := range m.kinds {
		c := &m.work[k]
		clear(held)
		total := int64(0)
		for i, x := range m.values[k] {
			if x -= low[k]; x > width {
				continue
			}
			w := weight(x, width)
			total += w
			for _, t := range c.at(i) {
				held[t] += w
			}
		}
		for t, h := range held {
			gradient[t] -= 256 * int64(len(m.kinds[k].groups)) * h / total
		}
		if m.shares != nil {
			m.average(k, low[k], width, total)
		}
	}
}

// weight returns how much a group counts in the mean that [master.steer] computes. The
// value of the group is x above the least value of its kind; x is at most width.
func weight(x, width int64) int64 { return 1 + (width-x)/(width/1024+1) }

// average adds the last pass to the mean shares of the columns of kind k. The mean over
// the passes comes close to a fractional solution (Barahona and Anbil, 2000).
func (m *master) average(k int, low, width, total int64) {
	groups := int64(len(m.kinds[k].groups))
	for i, share := range m.shares[k] {
		now := int64(0)
		if x := m.values[k][i] - low; x <= width {
			now = weight(x, width) * groups * shareUnit / total
		}
		m.shares[k][i] += (now - share) / 16
	}
}

// mulDiv returns a·b/c for c > 0, rounded towards 0. The result is limited to the range
// from -unlimited to unlimited.
func mulDiv(a, b, c int64) int64 {
	q := uint64(unlimited)
	if high, low := bits.Mul64(uint64(abs(a)), uint64(abs(b))); high < uint64(c) {
		q, _ = bits.Div64(high, low, uint64(c))
	}
	if a^b < 0 {
		return -int64(min(q, unlimited))
	}
	return int64(min(q, unlimited))
}

// Settings of the climb, found by trial on cohorts of 31 to 34 members.
const (
	fullStep  = 256 // the factor of a whole step
	idleLimit = 8   // passes without progress after which the factor is cut
	smooth    = 11  // the part of the earlier direction that is kept, in sixteenths
	breadth   = 8   // the range above the least value in which groups count, see steer
	maxPrice  = 1 << 50
)

// climb improves prices over the columns in use. It starts from the given prices, and
// ends after a number of passes or when the bound reaches the target. It returns the best
// prices and their bound. The direction is smoothed over the passes. The step is Polyak's
// (1969), times a factor that is cut when there is no progress.
func (m *master) climb(from []int64, target int64, passes int) (best []int64, bound int64) {
	price := slices.Clone(from)
	low := make([]int64, len(m.kinds))
	direction, gradient := make([]int64, len(price)), make([]int64, len(price))
	best, bound = slices.Clone(price), -unlimited
	factor, idle := int64(fullStep), 0
	groups := int64(0)
	for _, k := range m.kinds {
		groups += int64(len(k.groups))
	}
	for range passes {
		value := m.value(price, low)
		if value > bound {
			if value-bound > (target-bound)/64 {
				idle = 0
			}
			bound = value
			copy(best, price)
		} else {
			idle++
		}
		if bound >= target || m.nodes.budget < 0 {
			break
		}
		if idle >= idleLimit {
			factor, idle = max(1, factor*5/8), 0
			copy(price, best)
			clear(direction)
			value = m.value(price, low)
		}
		m.steer(gradient, low, (target-value)/groups/(4*fullStep)*factor*breadth)
		norm := int64(0)
		for t, many := range m.types.many {
			direction[t] = (direction[t]*smooth + gradient[t]*(16-smooth)) / 16
			norm += direction[t] * direction[t] / many
		}
		if norm == 0 {
			break
		}
		step := (target - value) / fullStep * factor
		for t, many := range m.types.many {
			price[t] = max(-maxPrice, min(maxPrice, price[t]+mulDiv(step, direction[t]*256, norm*many)))
		}
	}
	return best, bound
}
