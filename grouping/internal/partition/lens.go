package partition

// lens is one tier as the finder sees it. The value of a group is
// scale · cost − the sum of the prices of its members.
type lens struct {
	limit  int64 // the largest value of interest
	scale  int64
	counts []countLens
	sums   []sumLens
	lists  []*Lists
}

// countLens is a counts term by type, its growths multiplied by scale.
type countLens struct {
	value  []int32 // of each type
	first  []int32
	row    []int64
	count  []int32 // of each value, in the group so far
	convex bool
}

// sumLens is a sums term by type, multiplied by weight and scale.
type sumLens struct {
	part []int64
	sum  int64 // of the group so far
}

// view is a linear lower bound of a lens: the absolute value of one of its sums is
// replaced by the sum or its negative, those of the others by 0.
type view struct {
	lens  int
	fixed []int64 // of each type: what it adds whatever the counts
	base  int64   // of the group so far
}

// add adds a lens: a tier with a scale, prices of the types (nil for none) and a
// limit.
func (f *finder) add(p *Problem, k *kind, tier int, scale int64, price []int64, limit int64) {
	l := lens{limit: limit, scale: scale}
	n := len(f.types.first)
	fixed, base := make([]int64, n), int64(0)
	for t := range price {
		fixed[t] = -price[t]
	}
	for c, term := range p.Counts {
		if term.Tier != tier {
			continue
		}
		count := countLens{value: make([]int32, n), first: term.first, row: make([]int64, len(term.up[k.class])), count: f.counts[c], convex: term.Convex}
		for t, m := range f.types.first {
			count.value[t] = term.Value[m]
		}
		for i, up := range term.up[k.class] {
			count.row[i] = scale * up
		}
		for v := range term.Total {
			base += scale * term.Weight * term.Cost(int32(v), int64(k.size), 0)
		}
		l.counts = append(l.counts, count)
	}
	for _, term := range p.Homes {
		if term.Tier != tier {
			continue
		}
		for t, m := range f.types.first {
			if home := term.Home[m]; home >= 0 && home != k.home {
				fixed[t] += scale * term.Weight
			}
		}
	}
	for _, term := range p.Sums {
		if term.Tier != tier {
			continue
		}
		s := sumLens{part: make([]int64, n)}
		for t, m := range f.types.first {
			s.part[t] = scale * term.Weight * term.Part[m]
		}
		l.sums = append(l.sums, s)
	}
	for _, term := range p.Lists {
		if term.Tier == tier {
			l.lists = append(l.lists, term)
		}
	}
	at := len(f.lenses)
	f.lenses = append(f.lenses, l)
	f.views = append(f.views, view{lens: at, fixed: fixed, base: base})
	for _, s := range l.sums[:min(2, len(l.sums))] {
		up, down := make([]int64, n), make([]int64, n)
		for t, part := range s.part {
			up[t], down[t] = fixed[t]+part, fixed[t]-part
		}
		f.views = append(f.views, view{lens: at, fixed: up, base: base}, view{lens: at, fixed: down, base: base})
	}
	f.sortBy = len(f.views) - 1
	for f.sortBy > 0 && f.views[f.sortBy-1].lens == at {
		f.sortBy-- // the view without sums
	}
}
