package partition

import (
	"cmp"
	"slices"
)

// MaxCost bounds the cost of a tier, so that programs that read JSON numbers as
// 64-bit floating point see it exactly.
const MaxCost = 1<<53 - 1

// WithinRange reports whether no tier can cost more than MaxCost.
func (p *Problem) WithinRange() bool {
	for tier := range p.Tiers {
		if p.mostCost(tier) > MaxCost {
			return false
		}
	}
	return true
}

// mostCost returns an upper bound of the cost of a tier, at most MaxCost + 1.
func (p *Problem) mostCost(tier int) int64 {
	most := int64(0)
	add := func(t Term, times, each int64) {
		switch {
		case t.Tier != tier:
		case each > 0 && (times > MaxCost/each/t.Weight || most > MaxCost-times*each*t.Weight):
			most = MaxCost + 1
		default:
			most += times * each * t.Weight
		}
	}
	n := int64(p.N)
	for _, t := range p.Counts {
		groups, values := int64(len(p.Sizes)), int64(len(t.Total))
		switch {
		case t.Least == 0:
			add(t.Term, 2*n, n) // an upper bound on every cost without a Least
		case t.Convex:
			add(t.Term, groups*values, t.Least) // the most members that all groups together can lack
		default:
			add(t.Term, min(n, groups*values), t.Least)
		}
	}
	for _, t := range p.Sums {
		for _, part := range t.Part {
			add(t.Term, 1, abs(part))
		}
	}
	for _, t := range p.Lists {
		add(t.Term, int64(len(p.Sizes)), t.Reach)
	}
	for _, t := range p.Homes {
		add(t.Term, n, 1)
	}
	return most
}

// reach returns, for each tier, the largest possible change of the tier's cost by a swap
// of two members.
func (p *Problem) reach() []int64 {
	reach := make([]int64, p.Tiers)
	for _, t := range p.Counts {
		reach[t.Tier] += t.reach()
	}
	for _, t := range p.Sums {
		if p.N > 0 {
			reach[t.Tier] += 2 * t.Weight * (slices.Max(t.Part) - slices.Min(t.Part))
		}
	}
	for _, t := range p.Lists {
		reach[t.Tier] += 2 * t.Weight * t.Reach
	}
	for _, t := range p.Homes {
		reach[t.Tier] += 2 * t.Weight
	}
	return reach
}

func (t *Counts) reach() int64 {
	most := int64(0)
	for _, row := range t.up {
		for _, step := range row {
			most = max(most, abs(step))
		}
	}
	return 4 * most
}

// Weigh completes the problem: it sets the weights of the tiers in the search so that one
// unit of a tier weighs more than a swap can change in all tiers below it. If such
// weights are too large for int64, the ratio of the weights of neighbouring tiers of
// preferences is limited. This is safe: the weights only guide the search, while
// assignments are compared tier by tier. The weight of tier 0 is never limited.
func (p *Problem) Weigh() {
	reach := p.reach()
	for ratio := int64(1) << 56; !p.scaled(reach, ratio); ratio /= 2 {
	}
	// The terms that matter most come first, so that delta can stop early.
	slices.SortStableFunc(p.Counts, func(a, b *Counts) int { return cmp.Compare(a.Tier, b.Tier) })
	rest := p.light
	p.rest = make([]int64, len(p.Counts))
	for k, t := range p.Counts {
		if t.Tier > 0 {
			rest -= p.scale[t.Tier] * t.reach()
		}
		p.rest[k] = rest
	}
	p.strict = slices.ContainsFunc(p.Terms(), func(t *Term) bool { return t.Tier == 0 })
	p.price = int64(1 + len(p.Counts)/16)
	for _, t := range p.Lists {
		p.price += int64(t.Price)
	}
}

// room is an upper bound on the amount by which one swap changes the weighed cost.
const room = 1 << 62

// scaled sets the weights of the tiers. The parameter ratio limits the weight of a tier
// of preferences relative to the tier below. scaled reports false if a swap could change
// the weighed cost of all tiers of preferences together by more than room/4.
func (p *Problem) scaled(reach []int64, ratio int64) bool {
	p.scale = make([]int64, p.Tiers)
	below, last := int64(0), int64(1)
	for tier := p.Tiers - 1; tier > 0; tier-- {
		scale := below + 1
		if last < scale/ratio {
			scale = last * ratio
		}
		if reach[tier] > (room/4-below)/scale {
			return false
		}
		p.scale[tier], last = scale, scale
		below += scale * reach[tier]
	}
	// One unit of tier 0 weighs more than twice what a swap can change in all other tiers
	// together, so that it never pays to break a required rule. The unit weighs at least
	// 2^20, so that annealing has temperatures between one unit and none.
	p.light, p.scale[0] = below, max(2*below+1, 1<<20)
	p.most = room / p.scale[0]
	return true
}

// must returns the weight of a change of tier 0. The weight is in proportion to the
// change, up to the limit that int64 sets. Even one unit weighs more than a swap can
// change in all other tiers together.
func (p *Problem) must(change int64) int64 {
	return p.scale[0] * max(-p.most, min(change, p.most))
}
