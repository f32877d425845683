package partition

import (
	"math"
	"slices"
)

// unlimited is a limit that no value reaches.
const unlimited = math.MaxInt64 / 4

// finder enumerates, depth first, the groups of one kind whose values are within the
// limits of all lenses (see lens). It skips groups that a lower bound excludes. The bound
// adds up, for each [Counts] term and each seat still to be filled, the least that one
// more member can cost. If the term is convex, this is the cost of the next member with
// the value; otherwise it is the smallest cost of one more member at any count that the
// group can reach.
type finder struct {
	size   int
	types  *types
	lenses []lens
	views  []view
	sortBy int     // the index of the view by which candidates are ordered
	rest   []int64 // of each type: how many members are not in the group
	class  []uint8 // of each type: the type of the makeup that it belongs to, 0 without a makeup
	quota  []int64 // of each class: how many more members the group needs
	path   []uint8
	reps   []int32
	nodes  *nodes
	stop   bool                            // set by found to end the search
	found  func(path []uint8, value int64) // value is the value of the group in the last lens
	levels []level
	counts [][]int32
}

// level is the scratch memory of the finder at one depth of the search.
type level struct {
	candidates []uint8
	values     []int64
	least      []int64
}

// newFinder returns a finder for the groups of the kind k.
func newFinder(p *Problem, k *kind, t *types, nodes *nodes) *finder {
	f := &finder{size: k.size, types: t, nodes: nodes, path: make([]uint8, k.size), reps: make([]int32, k.size), levels: make([]level, k.size)}
	f.rest = append(f.rest, t.many...)
	for d := range f.levels {
		f.levels[d] = level{make([]uint8, len(t.first)), make([]int64, len(t.first)), make([]int64, k.size)}
	}
	f.class, f.quota = make([]uint8, len(t.first)), []int64{int64(k.size)}
	if k.makeup != nil {
		f.quota = slices.Clone(k.makeup.many)
		for t, m := range t.first {
			f.class[t] = k.makeup.types.index[m]
		}
	}
	f.counts = make([][]int32, len(p.Counts))
	for c, term := range p.Counts {
		f.counts[c] = make([]int32, len(term.Total))
	}
	return f
}

// run goes through all groups within the limits. It reports false when the nodes are used
// up, or when f.found has set stop.
func (f *finder) run() bool {
	candidates := f.levels[0].candidates
	for t := range candidates {
		candidates[t] = uint8(t)
	}
	return f.node(0, len(candidates))
}

// low returns the least that one more member of type t adds to the bound of a view. The
// parameter seats is the number of seats that are still to be filled.
func (f *finder) low(v *view, t uint8, seats int) int64 {
	x := v.fixed[t]
	counts := f.lenses[v.lens].counts
	for k := range counts {
		c := &counts[k]
		value := c.value[t]
		if value < 0 {
			continue
		}
		at := c.first[value] + c.count[value]
		grow := c.row[at]
		if !c.convex {
			for j := at + 1; j < c.first[value+1] && j < at+int32(seats); j++ {
				grow = min(grow, c.row[j])
			}
		}
		x += grow
	}
	return x
}

// node goes through the groups that consist of the members on the path so far and of
// candidates. The parameter depth is the number of members on the path, and the parameter
// many is the number of candidates in the level of this depth. node reports false if the
// search has to end.
func (f *finder) node(depth, many int) bool {
	if !f.nodes.spend(1) || f.stop {
		return false
	}
	here := &f.levels[depth]
	candidates := f.needed(here.candidates[:many])
	many = len(candidates)
	seats := f.size - depth
	if seats == 1 {
		f.leaves(depth, candidates)
		return !f.stop
	}
	if f.barred(depth, candidates) {
		return true
	}
	view := &f.views[f.sortBy]
	room := f.lenses[view.lens].limit - view.base - f.listed(view.lens, depth)
	values := here.values[:many]
	f.order(view, candidates, values, seats)
	for i, t := range candidates {
		sum, need := int64(0), int64(seats)
		for j := i; need > 0 && j < many; j++ {
			k := min(need, f.rest[candidates[j]])
			sum += k * values[j]
			need -= k
		}
		if need > 0 || sum > room {
			return true
		}
		f.enter(depth, t, 1)
		next := f.levels[depth+1].candidates[:0]
		if f.rest[t] > 0 {
			next = append(next, t)
		}
		next = append(next, candidates[i+1:]...)
		ok := f.node(depth+1, len(next))
		f.enter(depth, t, -1)
		if !ok {
			return false
		}
	}
	return true
}

// needed drops the candidates of classes from which the group needs no more members.
func (f *finder) needed(candidates []uint8) []uint8 {
	if len(f.quota) == 1 {
		return candidates
	}
	return slices.DeleteFunc(candidates, func(t uint8) bool { return f.quota[f.class[t]] == 0 })
}

// barred reports whether, in some view, the bound exceeds the limit even if the cheapest
// candidates take the free seats. The parameter depth is the number of members on the
// path. barred leaves out the view f.sortBy, because [finder.node] checks that view.
func (f *finder) barred(depth int, candidates []uint8) bool {
	seats := f.size - depth
	for v := range f.views {
		view := &f.views[v]
		room := f.lenses[view.lens].limit - view.base - f.listed(view.lens, depth)
		if v != f.sortBy && room < unlimited/2 && f.fewest(&f.levels[depth], view, candidates, seats) > room {
			return true
		}
	}
	return false
}

// order computes, for each candidate, the least that the candidate adds to a view, and
// sorts the candidates by this number.
func (f *finder) order(view *view, candidates []uint8, values []int64, seats int) {
	for i, t := range candidates {
		x := f.low(view, t, seats)
		j := i
		for ; j > 0 && values[j-1] > x; j-- {
			values[j], candidates[j] = values[j-1], candidates[j-1]
		}
		values[j], candidates[j] = x, t
	}
}

// fewest returns a lower bound on what the members on the free seats add to a view, if
// each of these members is a candidate. If there are too few candidates for the seats, no
// group exists, and any number is a lower bound.
func (f *finder) fewest(here *level, v *view, candidates []uint8, seats int) int64 {
	least := here.least[:0]
	for _, t := range candidates {
		x := f.low(v, t, seats)
		for k := f.rest[t]; k > 0; k-- {
			if len(least) == seats && x >= least[seats-1] {
				break
			}
			if len(least) < seats {
				least = append(least, x)
			}
			j := len(least) - 1
			for ; j > 0 && least[j-1] > x; j-- {
				least[j] = least[j-1]
			}
			least[j] = x
		}
	}
	sum := int64(0)
	for _, x := range least {
		sum += x
	}
	return sum
}

// enter puts a member of type t on the seat with the number depth or, if sign is -1,
// takes the member off this seat.
func (f *finder) enter(depth int, t uint8, sign int64) {
	if sign == -1 {
		f.count(t, -1)
	}
	for v := range f.views {
		view := &f.views[v]
		x := view.fixed[t]
		counts := f.lenses[view.lens].counts
		for k := range counts {
			if value := counts[k].value[t]; value >= 0 {
				x += counts[k].row[counts[k].first[value]+counts[k].count[value]]
			}
		}
		view.base += sign * x
	}
	for l := range f.lenses {
		for k := range f.lenses[l].sums {
			f.lenses[l].sums[k].sum += sign * f.lenses[l].sums[k].part[t]
		}
	}
	f.rest[t] -= sign
	f.quota[f.class[t]] -= sign
	if sign == 1 {
		f.count(t, 1)
		f.path[depth], f.reps[depth] = t, f.types.first[t]
	}
}

// count adds a number of members of a type to the counts of all lenses.
func (f *finder) count(t uint8, more int32) {
	for l := range f.lenses {
		counts := f.lenses[l].counts
		for k := range counts {
			if value := counts[k].value[t]; value >= 0 {
				counts[k].count[value] += more
			}
		}
	}
}

// listed returns the cost of the [Lists] terms of lens l for the members on the path so
// far. The parameter depth is the number of these members.
func (f *finder) listed(l, depth int) int64 {
	total := int64(0)
	if depth > 0 {
		for _, t := range f.lenses[l].lists {
			total += f.lenses[l].scale * t.Weight * t.Excess(t.Measure(f.reps[:depth]))
		}
	}
	return total
}

// leaves fills the last seat with each candidate in turn. It passes the groups that are
// within the limits to f.found.
func (f *finder) leaves(depth int, candidates []uint8) {
next:
	for _, t := range candidates {
		f.path[depth], f.reps[depth] = t, f.types.first[t]
		value, last := int64(0), -1
		for v := range f.views {
			view := &f.views[v]
			if view.lens == last {
				continue // the first view of a lens is enough to compute the value
			}
			last = view.lens
			l := &f.lenses[last]
			value = view.base + f.low(view, t, 1)
			for k := range l.sums {
				value += abs(l.sums[k].sum + l.sums[k].part[t])
			}
			if value > l.limit {
				continue next
			}
			if value += f.listed(last, depth+1); value > l.limit {
				continue next
			}
		}
		f.found(f.path, value)
	}
}
