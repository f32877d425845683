package partition

import (
	"math"
	"math/bits"
)

// column is a group of one kind in a cover search. spend is what it uses of each
// budget: its value above the least value of its kind, in the tier at hand first and
// then in the tiers settled before.
type column struct {
	kind  int
	types []uint8
	mask  uint64 // its types
	many  bool   // some type more than once
	spend []int64
}

// cover looks for groups that hold every member once, within budgets: a search for
// an exact cover that always continues with the type for which the fewest groups
// are left (Knuth's algorithm X).
type cover struct {
	columns []column
	dead    []bool // columns whose covers were all found
	left    []int64
	open    uint64  // types that are left
	room    []int64 // groups left of each kind
	budget  []int64
	step    int64 // a better cover spends at least that much less of the first budget
	nodes   *int64
	calls   int64       // partial covers left to look at
	watch   func() bool // asked now and then whether to continue; may be nil
	path    []int32
	best    []int32 // the columns of the best cover; nil for none
	all     bool    // count covers rather than look for better ones
	count   int64
	bufs    [][]int32
}

func newCover(kinds []kind, t *types, columns []column, budget []int64, step int64, nodes *int64) *cover {
	c := &cover{columns: columns, dead: make([]bool, len(columns)), budget: append([]int64{}, budget...), step: step, nodes: nodes, calls: math.MaxInt64}
	c.left = append(c.left, t.many...)
	for k := range c.left {
		c.open |= 1 << k
	}
	groups := 0
	for _, k := range kinds {
		c.room = append(c.room, int64(len(k.groups)))
		groups += len(k.groups)
	}
	c.bufs = make([][]int32, groups+1)
	return c
}

// maxCount is how many covers are counted at most.
const maxCount = 10_000

// run searches; it reports false when the nodes are used up.
func (c *cover) run() bool {
	all := make([]int32, len(c.columns))
	for i := range all {
		all[i] = int32(i)
	}
	return c.node(all, 0)
}

// fits reports whether a column can still be used.
func (c *cover) fits(i int32) bool {
	col := &c.columns[i]
	if col.mask&^c.open != 0 || c.room[col.kind] == 0 || c.dead[i] {
		return false
	}
	for b, spend := range col.spend {
		if spend > c.budget[b] {
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
	*c.nodes -= int64(1 + len(active)/16)
	if c.calls--; *c.nodes < 0 || c.calls < 0 {
		return false
	}
	if c.calls%watchCalls == 0 && c.watch != nil && !c.watch() {
		c.calls = 0
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
		if c.columns[i].mask>>fewest&1 == 0 || c.columns[i].spend[0] > c.budget[0] {
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

// complete keeps or counts the cover of the path.
func (c *cover) complete() bool {
	if c.all {
		c.count++
		return c.count <= maxCount
	}
	c.best = append(c.best[:0], c.path...)
	c.budget[0] = -c.step // from here on only what is better
	return true
}

// choose returns the type for which the fewest columns are left, or -1 if a type has
// none or what is left must exceed the budget.
func (c *cover) choose(columns []int32) int {
	var many [64]int32
	var least [64]int64
	for _, i := range columns {
		col := &c.columns[i]
		share := col.spend[0] / int64(len(col.types))
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
	if total > c.budget[0] {
		return -1
	}
	return fewest
}

// take uses a column, or with sign -1 gives it back.
func (c *cover) take(i int32, sign int64) {
	col := &c.columns[i]
	c.room[col.kind] -= sign
	for b, spend := range col.spend {
		c.budget[b] -= sign * spend
	}
	for _, t := range col.types {
		if c.left[t] -= sign; c.left[t] == 0 {
			c.open &^= 1 << t
		} else {
			c.open |= 1 << t
		}
	}
}
