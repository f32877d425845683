package partition

// groupCost is the cost of one group in a tier, recounted: the slow and obvious
// reading of the terms.
func (p *Problem) groupCost(tier int, k *kind, members []int32) int64 {
	total := int64(0)
	for _, t := range p.Counts {
		if t.Tier != tier {
			continue
		}
		for v := range t.Total {
			count := int64(0)
			for _, m := range members {
				if t.Value[m] == int32(v) {
					count++
				}
			}
			total += t.Weight * t.Cost(int32(v), int64(k.size), count)
		}
	}
	for _, t := range p.Sums {
		if t.Tier != tier {
			continue
		}
		sum := int64(0)
		for _, m := range members {
			sum += t.Part[m]
		}
		total += t.Weight * abs(sum)
	}
	for _, t := range p.Lists {
		if t.Tier == tier {
			total += t.Weight * t.Excess(t.Measure(members))
		}
	}
	for _, t := range p.Homes {
		for _, m := range members {
			if home := t.Home[m]; t.Tier == tier && home >= 0 && home != k.home {
				total += t.Weight
			}
		}
	}
	return total
}

// grain returns a number by which the costs of any two assignments in a tier
// differ in whole multiples.
func (p *Problem) grain(tier int) int64 {
	grain := int64(0)
	for _, t := range p.Counts {
		if t.Tier != tier {
			continue
		}
		// Members add growths. All of them leave one remainder.
		all, reference := true, int64(0)
		for _, v := range t.Value {
			all = all && v >= 0
		}
		for _, row := range t.up {
			if all && len(row) > 0 {
				reference = row[0]
			}
			for _, up := range row {
				grain = gcd(grain, abs(up-reference))
			}
		}
	}
	for _, t := range p.Sums {
		if t.Tier != tier {
			continue
		}
		step := int64(0)
		for _, part := range t.Part {
			step = gcd(step, abs(part-t.Part[0]))
		}
		for _, k := range p.widths {
			if step > 0 {
				step = gcd(step, 2*multiple(int64(k), t.Part[0], step))
			}
		}
		grain = gcd(grain, t.Weight*step)
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
