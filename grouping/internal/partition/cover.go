package partition

import (
	"math"
	"math/bits"
)

// column is a group of one kind in a cover search.
type column struct {
	kind   int
	types  []uint8
	mask   uint64  // the set of its types: bit t for type t
	many   bool    // a type occurs more than once
	cost   int64   // its cost in the tier that is being settled
	excess int64   // its value above the least value of its kind
	spend  []int64 // for each settled tier, how much of the slack the group spends
}

// cover looks for groups that hold every member once, within budgets. It is a search for
// an exact cover that always continues with the type for which the fewest groups are left
// (Knuth's algorithm X).
type cover struct {
	columns []column
	dead    []bool  // of each column: all covers with it have been found
	excess  []int64 // of each column
	left    []int64 // of each type: the members still to be covered
	open    uint64  // types with members still to be covered
	room    []int64 // of each kind: how many of its groups are still to be filled
	budget  int64   // the excess that is left to spend
	slack   []int64 // the slack that is left to spend in each settled tier
	step    int64   // a better cover than best spends at least this much less of the budget
	nodes   *nodes
	calls   int64 // partial covers left to look at
	path    []int32
	best    []int32                 // the columns of the best cover; nil for none
	each    func(path []int32) bool // if not nil, gets each cover in place of best, and ends the search by returning false
	bufs    [][]int32
}

func (pr *prover) newCover(t *types, columns []column, budget int64) *cover {
	c := &cover{columns: columns, dead: make([]bool, len(columns)), excess: make([]int64, len(columns)), budget: budget, nodes: pr.nodes, calls: math.MaxInt64}
	for i := range columns {
		c.excess[i] = columns[i].excess
	}
	for i := range pr.settled {
		c.slack = append(c.slack, pr.settled[i].slack)
	}
	c.left = append(c.left, t.many...)
	for k := range c.left {
		c.open |= 1 << k
	}
	for _, k := range pr.kinds {
		c.room = append(c.room, int64(len(k.groups)))
	}
	c.bufs = make([][]int32, len(pr.p.Sizes)) // a cover of that many groups is complete
	return c
}

// run searches among all columns. It reports false if the nodes or the calls are used up,
// or if c.each returned false.
func (c *cover) run() bool {
	all := make([]int32, len(c.columns))
	for i := range all {
		all[i] = int32(i)
	}
	return c.node(all, 0)
}

// fits reports whether column i can still be put into the cover.
func (c *cover) fits(i int32) bool {
	col := &c.columns[i]
	if col.mask&^c.open != 0 || c.room[col.kind] == 0 || c.dead[i] {
		return false
	}
	if c.excess[i] > c.budget {
		return false
	}
	for s, spend := range col.spend {
		if spend > c.slack[s] {
			return false
		}
	}
	if col.many {
		need := int64(0)
		for j, t := range col.types { // sorted
			if j == 0 || t != col.types[j-1] {
				need = 0
			}
			if need++; need > c.left[t] {
				return false
			}
		}
	}
	return true
}

func (c *cover) node(active []int32, depth int) bool {
	if c.calls--; !c.nodes.spend(int64(1+len(active)/16)) || c.calls < 0 {
		return false
	}
	if c.open == 0 {
		return c.complete()
	}
	next := c.bufs[depth][:0]
	for _, i := range active {
		if c.fits(i) {
			next = append(next, i)
		}
	}
	c.bufs[depth] = next
	fewest := c.choose(next)
	if fewest < 0 {
		return true
	}
	from, done := len(c.path), true
	var tried []int32
	for _, i := range next {
		if c.columns[i].mask>>fewest&1 == 0 || c.excess[i] > c.budget {
			continue
		}
		c.take(i, 1)
		c.path = append(c.path[:from], i)
		done = c.node(next, depth+1)
		c.path = c.path[:from]
		c.take(i, -1)
		c.dead[i], tried = true, append(tried, i)
		if !done {
			break
		}
	}
	for _, i := range tried {
		c.dead[i] = false
	}
	return done
}

// complete handles the finished cover c.path. It passes the cover to c.each or, if c.each
// is nil, copies it to c.best.
func (c *cover) complete() bool {
	if c.each != nil {
		return c.each(c.path)
	}
	c.best = append(c.best[:0], c.path...)
	c.budget = -c.step // from here on, only better covers fit
	return true
}

// choose looks at the types that have members still to be covered, and returns the one
// that occurs in the fewest of the given columns. It returns -1 if one of these types
// occurs in none of the columns, or if covering the members that are left must exceed the
// budget.
func (c *cover) choose(columns []int32) int {
	var many [64]int32
	var least [64]int64
	for _, i := range columns {
		col := &c.columns[i]
		share := c.excess[i] / int64(len(col.types))
		for rest := col.mask; rest != 0; rest &= rest - 1 {
			t := bits.TrailingZeros64(rest)
			if many[t] == 0 || share < least[t] {
				least[t] = share
			}
			many[t]++
		}
	}
	fewest, total := -1, int64(0)
	for rest := c.open; rest != 0; rest &= rest - 1 {
		t := bits.TrailingZeros64(rest)
		if many[t] == 0 {
			return -1
		}
		total += c.left[t] * least[t]
		if fewest < 0 || many[t] < many[fewest] {
			fewest = t
		}
	}
	if total > c.budget {
		return -1
	}
	return fewest
}

// take puts column i into the cover or, if sign is -1, takes it out.
func (c *cover) take(i int32, sign int64) {
	col := &c.columns[i]
	c.room[col.kind] -= sign
	c.budget -= sign * c.excess[i]
	for s, spend := range col.spend {
		c.slack[s] -= sign * spend
	}
	for _, t := range col.types {
		if c.left[t] -= sign; c.left[t] == 0 {
			c.open &^= 1 << t
		} else {
			c.open |= 1 << t
		}
	}
}
