package partition

// groupCost returns the cost of one group in a tier. It counts everything again from the
// terms, which is slow and obvious.
func (p *Problem) groupCost(tier int, k *kind, members []int32) int64 {
	total := int64(0)
	for _, t := range p.Counts {
		if t.Tier == tier {
			total += t.Weight * t.costOf(int64(k.size), members)
		}
	}
	for _, t := range p.Sums {
		if t.Tier == tier {
			total += t.Weight * t.costOf(members)
		}
	}
	for _, t := range p.Lists {
		if t.Tier == tier {
			total += t.Weight * t.Excess(t.Measure(members))
		}
	}
	for _, t := range p.Homes {
		if t.Tier == tier {
			total += t.Weight * t.costOf(k.home, members)
		}
	}
	return total
}

// costOf returns the cost of the term for a group of the given size, without the weight.
func (t *Counts) costOf(size int64, members []int32) int64 {
	total := int64(0)
	for v := range t.Total {
		count := int64(0)
		for _, m := range members {
			if t.Value[m] == int32(v) {
				count++
			}
		}
		total += t.Cost(int32(v), size, count)
	}
	return total
}

// costOf returns the cost of the term for a group, without the weight.
func (t *Sums) costOf(members []int32) int64 {
	sum := int64(0)
	for _, m := range members {
		sum += t.Part[m]
	}
	return abs(sum)
}

// costOf returns the number of members of a group who are away from home. The parameter
// home is the group if it is some member's home, and -1 otherwise.
func (t *Homes) costOf(home int32, members []int32) int64 {
	away := int64(0)
	for _, m := range members {
		away += t.away(m, home)
	}
	return away
}

// grain returns a number such that the costs of any two assignments in a tier differ by a
// multiple of it.
func (p *Problem) grain(tier int) int64 {
	grain := int64(0)
	for _, t := range p.Counts {
		if t.Tier == tier {
			grain = gcd(grain, t.grain())
		}
	}
	for _, t := range p.Sums {
		if t.Tier == tier {
			grain = gcd(grain, t.Weight*t.grain(p.widths))
		}
	}
	for _, t := range p.Lists {
		if t.Tier == tier {
			grain = gcd(grain, t.Weight)
		}
	}
	for _, t := range p.Homes {
		if t.Tier == tier {
			grain = gcd(grain, t.Weight)
		}
	}
	return max(1, grain)
}

// grain returns the grain (see [Problem.grain]) of the weighted costs of a term, or 0 if
// all these costs are equal. The cost of an assignment is a constant plus one entry of
// Counts.up for each member with a value. If all members have a value, every assignment
// has the same number of entries, so only the differences between entries count.
func (t *Counts) grain() int64 {
	all := true
	for _, v := range t.Value {
		all = all && v >= 0
	}
	grain, reference := int64(0), int64(0)
	for _, row := range t.up {
		if all {
			reference = row[0]
		}
		for _, up := range row {
			grain = gcd(grain, abs(up-reference))
		}
	}
	return grain
}

// grain returns the grain of the costs of a term in groups of some widths, without the
// weight. It is 0 if the costs are all equal.
func (t *Sums) grain(widths []int) int64 {
	step := int64(0)
	for _, part := range t.Part {
		step = gcd(step, abs(part-t.Part[0]))
	}
	if step == 0 {
		return 0 // no members, or all parts are 0
	}
	for _, k := range widths {
		step = gcd(step, 2*multiple(int64(k), t.Part[0], step))
	}
	return step
}
