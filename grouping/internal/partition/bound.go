package partition

import (
	"math"
	"slices"
)

// Bound returns, for each tier, a lower bound on the cost of every assignment.
func (p *Problem) Bound() []int64 {
	if p.floor == nil {
		p.floor = p.newBound()
	}
	return slices.Clone(p.floor)
}

// SetBound sets the result of Bound, which saves computing it. The parameter bound must
// come from the same problem or from one that differs only in [Homes] terms without a
// rule. If bound is nil, Bound computes its result.
func (p *Problem) SetBound(bound []int64) { p.floor = bound }

func (p *Problem) newBound() []int64 {
	bound := make([]int64, p.Tiers)
	for tier := range p.Tiers {
		var families []family
		for _, t := range p.Counts {
			switch {
			case t.Tier != tier:
			case t.Convex:
				families = append(families, p.newFamily(t))
			default:
				bound[tier] += t.Weight * t.loose(p)
			}
		}
		for _, f := range p.join(families) {
			bound[tier] += f.bound
		}
	}
	for _, t := range p.Sums {
		bound[t.Tier] += t.Weight * t.Bound(p)
	}
	for _, t := range p.Lists {
		bound[t.Tier] += t.Weight * t.Bound(p)
	}
	for _, t := range p.Homes {
		bound[t.Tier] += t.Weight * t.Bound(p)
	}
	if p.tooLarge() {
		bound[0] = max(1, bound[0])
	}
	return bound
}

// family is a set of convex terms whose values nest: any two values, even of different
// terms, share no members, or one contains the other. Country and region are a family,
// and so are organisation and sector. A term that nests with no other is a family by
// itself.
type family struct {
	terms []*Counts
	bound int64
}

// TermBound returns a lower bound on the weighted cost of a single [Counts] term.
func (p *Problem) TermBound(t *Counts) int64 { return p.newFamily(t).bound }

func (p *Problem) newFamily(terms ...*Counts) family {
	f := family{terms: terms}
	if len(p.widths) == 2 && terms[0].Convex {
		f.bound = p.nested(terms)
		return f
	}
	for _, t := range terms {
		f.bound += t.Weight * t.loose(p)
	}
	return f
}

// Limits on joining families: maxJoin bounds the number of seats times the number of
// classes of members, and maxFamilies the number of families.
const (
	maxJoin     = 1 << 20
	maxFamilies = 12
)

// join unites families while that raises the bound: terms that nest are bounded together,
// so that no member is counted in two groups at once.
func (p *Problem) join(families []family) []family {
	if len(p.widths) != 2 || int64(p.N)*int64(p.N) > maxJoin || len(families) > maxFamilies {
		return families
	}
	for {
		var gain int64
		var a, b int
		var joined family
		for i, f := range families {
			for j, g := range families[:i] {
				terms := append(slices.Clone(f.terms), g.terms...)
				if !p.nest(f.terms, g.terms) {
					continue
				}
				both := p.newFamily(terms...)
				if more := both.bound - f.bound - g.bound; more > gain {
					gain, a, b, joined = more, i, j, both
				}
			}
		}
		if gain == 0 {
			return families
		}
		families[b] = joined
		families = slices.Delete(families, a, a+1)
	}
}

// nest reports whether each value of f and each value of g share no members, or one
// contains the other.
func (p *Problem) nest(f, g []*Counts) bool {
	for _, t := range f {
		for _, u := range g {
			shared := map[[2]int32]int32{}
			for m := range p.N {
				if v, w := t.Value[m], u.Value[m]; v >= 0 && w >= 0 {
					shared[[2]int32{v, w}]++
				}
			}
			for pair, both := range shared {
				if both != t.Total[pair[0]] && both != u.Total[pair[1]] {
					return false
				}
			}
		}
	}
	return true
}

// even returns the cost of value v if the members with this value are shared evenly among
// groups of one size. The parameter units is the number of these members. If the cost is
// convex, no other way to share them is cheaper.
func (t *Counts) even(v int32, size, groups, units int64) int64 {
	q, r := units/groups, units%groups
	return r*t.Cost(v, size, q+1) + (groups-r)*t.Cost(v, size, q)
}

// maxLoose bounds the work of [Counts.loose].
const maxLoose = 1 << 22

// loose returns the sum of the least costs of each value by itself, without the weight.
// This bound ignores that values compete for seats. If computing it would be more work
// than maxLoose, loose returns 0.
func (t *Counts) loose(p *Problem) int64 {
	groups := p.groupsOf()
	least := int64(0)
	if len(p.widths) == 1 && t.Convex {
		for v, total := range t.Total {
			least += t.even(int32(v), int64(p.widths[0]), groups[0], int64(total))
		}
		return least
	}
	if int64(len(p.Sizes))*int64(p.N)*int64(p.Widest()) > maxLoose {
		return 0
	}
	for v, total := range t.Total {
		// cheapest[c] is the least cost if the groups handled so far have c members with
		// value v together.
		cheapest := []int64{0}
		for _, size := range p.Sizes {
			reach := min(len(cheapest)-1+size, int(total))
			next := make([]int64, reach+1)
			for c := range next {
				next[c] = math.MaxInt64
				for here := max(0, c-len(cheapest)+1); here <= min(c, size); here++ {
					next[c] = min(next[c], cheapest[c-here]+t.Cost(int32(v), int64(size), int64(here)))
				}
			}
			cheapest = next
		}
		least += cheapest[total]
	}
	return least
}

// margin returns twice the marginal cost of value v (see prover.margins): the cost that
// the last member with the value adds, plus the cost that one more member would add, if
// the members with the value are spread at the least cost.
func (t *Counts) margin(p *Problem, v int) int64 {
	var growths []int64
	for _, class := range p.class {
		growths = append(growths, t.up[class][t.first[v]:t.first[v+1]]...)
	}
	total := int(t.Total[v])
	if total == 0 {
		return 0
	}
	slices.Sort(growths)
	return growths[total-1] + growths[min(total, len(growths)-1)]
}
