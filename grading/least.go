package grading

import (
	"math/big"
	"slices"
)

// bound is a lower bound on a share. A share is never below 0, but the bound may be.
type bound struct {
	least  *big.Rat // nil: no share keeps the bound
	strict bool     // the share must be more than least
}

// every returns a bound that all shares keep.
func every() bound { return bound{least: new(big.Rat)} }

// none returns a bound that no share keeps.
func none() bound { return bound{} }

// certain returns every() if holds is true, otherwise none().
func certain(holds bool) bound {
	if holds {
		return every()
	}
	return none()
}

// keeps reports whether a share keeps the bound.
func (b bound) keeps(share *big.Rat) bool {
	if b.least == nil {
		return false
	}
	c := share.Cmp(b.least)
	return c > 0 || c == 0 && !b.strict
}

// either returns the shares that keep at least one of two bounds.
func (b bound) either(other bound) bound {
	if b.least == nil || other.least != nil && other.keeps(b.least) {
		return other
	}
	return b
}

// both returns the shares that keep both bounds.
func (b bound) both(other bound) bound {
	if other.least == nil || b.keeps(other.least) {
		return other
	}
	return b
}

// certifying returns the shares of a leaf that suffice for at least one outcome that
// certifies. All other components count with their worst case in ws. settleGroups must
// have been called on ws.
func (g *Grader) certifying(leaf int, ws []worth) bound {
	found := none()
	for i := range g.outcomes {
		if o := &g.outcomes[i]; o.certifies {
			found = found.either(g.reaching(o, leaf, ws))
		}
	}
	return found
}

// reaching returns the shares of a leaf that suffice for outcome o. All other components
// count with their worst case in ws.
func (g *Grader) reaching(o *outcome, leaf int, ws []worth) bound {
	if g.cap != nil && !o.total.reached(*g.cap) {
		return none()
	}
	limit := bound{o.total.limit.Rat(), !o.total.inclusive}
	limit.least.Quo(limit.least, big.NewRat(100, 1))
	found := g.groupBound(&g.root, -1, leaf, limit, ws)
	for i := range o.needs {
		n := &o.needs[i]
		switch s := &ws[n.component]; {
		case s.status == StatusExcused:
		case !g.holds(n.component, leaf):
			found = found.both(certain(n.reached(s.worst)))
		default:
			found = found.both(g.componentBound(n.component, leaf, bound{n.limit.Rat(), !n.inclusive}, ws))
		}
	}
	return found
}

// holds reports whether the component is the leaf or a group that holds it.
func (g *Grader) holds(component, leaf int) bool {
	for leaf > component {
		leaf = g.components[leaf].parent
	}
	return leaf == component
}

// componentBound returns the bound that the share of the leaf must keep so that the share
// of the given component keeps the given bound (parameter limit). The component is the
// leaf or a group that holds the leaf.
func (g *Grader) componentBound(component, leaf int, limit bound, ws []worth) bound {
	if component == leaf || limit.least == nil || limit.keeps(new(big.Rat)) {
		return limit // if a share of 0 keeps the bound, so does every share, even of an excused group
	}
	return g.groupBound(g.components[component].group, component, leaf, limit, ws)
}

// groupBound is like [Grader.componentBound], but for group gr. The parameter index is
// the group's index in g.components, or -1 for the root. One child of the group is the
// leaf or holds it. Each weighting sets a bound for this child. One weighting is enough,
// so the lowest of these bounds counts.
func (g *Grader) groupBound(gr *group, index, leaf int, limit bound, ws []worth) bound {
	child := leaf
	for g.components[child].parent != index {
		child = g.components[child].parent
	}
	found := none()
	for n := range gr.weightings {
		found = found.either(g.childBound(gr, n, child, limit, ws))
	}
	return g.componentBound(child, leaf, found, ws)
}

// childBound returns the bound that the share of a child must keep so that the share of
// group gr keeps the given bound (parameter limit). The group is weighed with the
// weighting at index n.
//
// With t = limit.least, the surplus of a child is weight·(share-t). For extra credit it
// is weight·share. Of the children that may be dropped, the gr.low with the smallest
// surpluses and the gr.high with the largest are left out. The group keeps the bound if
// the surpluses of the remaining children add up to 0 or more (to more than 0 if the
// bound is strict). If the surplus of the given child is so small or so large that the
// child itself is left out, its exact surplus does not matter: another child is kept in
// its place.
func (g *Grader) childBound(gr *group, n, child int, limit bound, ws []worth) bound {
	w, place := gr.weightings[n].weights, g.components[child].place
	if w[place].Sign() == 0 || ws[child].status == StatusExcused {
		c, offered := g.weigh(gr, n, ws, false)
		return certain(offered && limit.keeps(c.share.Rat()))
	}
	t := limit.least
	others, fixed, offered := g.surpluses(gr, n, child, t, ws)
	c, weight := &g.components[child], w[place].Rat()
	loose := !c.NeverDrop && !c.ExtraCredit
	if !offered && c.ExtraCredit {
		return none()
	}
	m := len(others)
	if loose {
		m++
	}
	low := min(gr.low, max(m-1, 0))
	high := min(gr.high, max(m-1-low, 0))
	for _, o := range others[low : len(others)-high] {
		fixed.Add(fixed, o)
	}
	need := fixed.Neg(fixed) // what the child's surplus must be at least
	if loose && low > 0 && (bound{need, limit.strict}).keeps(others[low-1]) {
		return every()
	}
	if loose && high > 0 && !(bound{need, limit.strict}).keeps(others[len(others)-high]) {
		return none()
	}
	share := new(big.Rat).Quo(need, weight)
	if !c.ExtraCredit {
		share.Add(share, t)
	}
	return bound{share, limit.strict}
}

// surpluses computes the surpluses (see childBound) of the children that count, except
// the given child. The first result lists the surpluses of the children that may be
// dropped, lowest first. The second result is the sum of all other surpluses. The third
// result reports whether any of these children is not extra credit.
func (g *Grader) surpluses(gr *group, n, child int, t *big.Rat, ws []worth) (loose []*big.Rat, fixed *big.Rat, offered bool) {
	fixed = new(big.Rat)
	for i, other := range gr.children {
		weight, s, c := gr.weightings[n].weights[i], &ws[other], &g.components[other]
		if other == child || weight.Sign() == 0 || n == 0 && s.status == StatusExcused {
			continue
		}
		surplus := new(big.Rat).Mul(weight.Rat(), s.worst.Rat()) // an excused child is worth 0
		if !c.ExtraCredit {
			surplus.Sub(surplus, new(big.Rat).Mul(weight.Rat(), t))
			offered = true
		}
		if !c.NeverDrop && !c.ExtraCredit {
			loose = append(loose, surplus)
		} else {
			fixed.Add(fixed, surplus)
		}
	}
	slices.SortFunc(loose, (*big.Rat).Cmp)
	return loose, fixed, offered
}
