package partition

import "slices"

// lens holds one tier in the form that the finder uses. In this tier, the value of a
// group is scale · cost − the sum of the prices of its members (see master).
type lens struct {
	limit  int64 // the largest value of interest
	scale  int64
	counts []countLens
	sums   []sumLens
	lists  []*Lists
}

// countLens is a [Counts] term with one value for each type instead of each member.
type countLens struct {
	value  []int32 // of each type
	first  []int32 // Counts.first
	row    []int64 // the row of Counts.up for groups of this size, times the scale of the lens
	count  []int32 // of each value, in the group so far
	convex bool
}

// sumLens is a [Sums] term with one part for each type instead of each member. The parts
// are multiplied by the weight of the term and by the scale of the lens.
type sumLens struct {
	part []int64
	sum  int64 // of the group so far
}

// view is a lower bound on the value in a lens. It is linear in the sums: the absolute
// value of at most one sum is replaced by the sum or by its negative, and the absolute
// values of the other sums by 0.
type view struct {
	lens  int
	fixed []int64 // of each type: what it adds at any counts
	base  int64   // of the group so far
}

// add adds a lens: a tier with a scale, prices of the types (nil for none) and a
// limit.
func (f *finder) add(p *Problem, k *kind, tier int, scale int64, price []int64, limit int64) {
	l := lens{limit: limit, scale: scale}
	plain := view{lens: len(f.lenses), fixed: make([]int64, len(f.types.first))}
	for t := range price {
		plain.fixed[t] = -price[t]
	}
	for c, term := range p.Counts {
		if term.Tier == tier {
			l.counts = append(l.counts, f.countLens(term, k, scale, f.counts[c]))
			plain.base += scale * term.Weight * term.costOf(int64(k.size), nil)
		}
	}
	for _, term := range p.Homes {
		if term.Tier == tier {
			for t, m := range f.types.first {
				plain.fixed[t] += scale * term.Weight * term.away(m, k.home)
			}
		}
	}
	for _, term := range p.Sums {
		if term.Tier == tier {
			l.sums = append(l.sums, f.sumLens(term, scale))
		}
	}
	for _, term := range p.Lists {
		if term.Tier == tier {
			l.lists = append(l.lists, term)
		}
	}
	f.lenses = append(f.lenses, l)
	f.sortBy = len(f.views) // the view without sums
	f.views = append(f.views, plain)
	for _, s := range l.sums[:min(2, len(l.sums))] {
		f.views = append(f.views, plain.with(s, 1), plain.with(s, -1))
	}
}

// countLens returns the lens of a [Counts] term for groups of kind k. The lens keeps its
// counts in the given slice.
func (f *finder) countLens(term *Counts, k *kind, scale int64, count []int32) countLens {
	l := countLens{value: make([]int32, len(f.types.first)), first: term.first, row: make([]int64, len(term.up[k.class])), count: count, convex: term.Convex}
	for t, m := range f.types.first {
		l.value[t] = term.Value[m]
	}
	for i, up := range term.up[k.class] {
		l.row[i] = scale * up
	}
	return l
}

// sumLens returns the lens of a [Sums] term.
func (f *finder) sumLens(term *Sums, scale int64) sumLens {
	l := sumLens{part: make([]int64, len(f.types.first))}
	for t, m := range f.types.first {
		l.part[t] = scale * term.Weight * term.Part[m]
	}
	return l
}

// with returns a copy of the view that adds the sum s or, if sign is -1, its negative.
// Neither is above the absolute value of s, so the copy is still a lower bound.
func (v view) with(s sumLens, sign int64) view {
	v.fixed = slices.Clone(v.fixed)
	for t, part := range s.part {
		v.fixed[t] += sign * part
	}
	return v
}
