package main

import (
	"math/big"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// platform is a second implementation of the rules of package grading, written from the
// definition of these rules. A platform with a fault gets one rule wrong, as real
// platforms do.
type platform struct {
	scheme grading.Scheme
	fault  string // "": none
}

// engineFaults are the faults of a platform that reads the definition right.
var engineFaults = strings.Fields(`
	total-rounded-0 total-rounded-1 total-rounded-2 total-cut-0 components-rounded-0 components-rounded-2 float
	all-inclusive all-strict needs-ignored needs-first-only needs-any needs-of-leaves-only needs-of-the-total needs-bind-excused needs-rounded
	outcome-first-only outcome-last-only outcome-certifies-always outcome-nearest-only
	pending-is-zero pending-is-full pending-is-excused pending-always pending-unless-certified pending-unless-failed
	handed-in-is-full handed-in-is-zero missing-is-excused missing-is-pending zero-is-excused zero-is-pending
	excused-is-zero excused-is-full excused-is-pending excused-takes-no-weight excused-scales-weightings excused-across-groups
	group-excused-with-one group-excused-is-zero empty-fails
	weightings-ignored weightings-last weightings-mean weightings-worst weightings-root-only weightings-keep-unnamed
	extra-in-base extra-ignored extra-at-most-full weights-alike weights-alike-in-groups full-marks-at-most cap-ignored
	drops-ignored drops-high-ignored drops-for-drops drops-lowest-share drops-lowest-points drops-protected drops-the-last drops-missing-only drops-spare-missing drops-high-first
	sessions-proportional sessions-all-or-nothing sessions-attended-is-held sessions-may-miss-none sessions-may-miss-more sessions-may-miss-all
	sessions-excused-missed sessions-excused-attended sessions-excused-use-may-miss sessions-to-come-missed sessions-of-those-held sessions-without-may-miss-in-base
	items-sum-mean items-excused-zero items-missing-excused items-pending-zero items-pending-excused items-min-ignored items-min-missing items-protected-not-expected items-up-to-full
	points-cut points-rounded levels-by-rank levels-next-lower completion-always
`)

// verdict is the decision of a platform, with its outcome and total.
type verdict struct {
	decision grading.Decision
	outcome  string
	total    number
}

// number is an exact number that is not below 0.
type number = exact.Rational

func frac(n, d int) number { return exact.Ratio(uint64(n), uint64(d)) }

// share is the fraction of full marks that a component earns. It also says whether the
// component counts.
type share struct {
	of     number
	counts bool
}

func counted(n number) share { return share{n, true} }

var (
	whole   = exact.Whole(1)
	percent = exact.Whole(100)
)

func (p *platform) is(faults ...string) bool { return slices.Contains(faults, p.fault) }

// side is what a platform computes from marks in one of two cases. In the worst case,
// open marks earn nothing. In the best case, they earn as much as possible.
type side struct {
	p      *platform
	marks  grading.Marks
	best   bool
	shares map[string]share
	kept   map[string]number // by group: the share of its weights that counts, see counting
	open   bool              // whether a mark is open
	mean   bool              // whether any component counts
	total  number
}

func (p *platform) side(marks grading.Marks, best bool) *side {
	s := &side{p: p, marks: marks, best: best, shares: map[string]share{}, kept: map[string]number{}}
	root := s.group(p.scheme.Components, p.scheme.Weightings, 0, 0, 0)
	if s.mean = root.counts; !s.mean {
		return s
	}
	s.total = root.of.Times(percent)
	if limit := p.scheme.Cap.Rational(); limit.Sign() > 0 && !p.is("cap-ignored") && s.total.Compare(limit) > 0 {
		s.total = limit
	}
	switch p.fault {
	case "total-rounded-0":
		s.total = rounded(s.total, 1)
	case "total-rounded-1":
		s.total = rounded(s.total, 10)
	case "total-rounded-2":
		s.total = rounded(s.total, 100)
	case "total-cut-0":
		s.total = s.total.Floor()
	}
	return s
}

// rounded returns n rounded to a multiple of 1/parts; halves are rounded up.
func rounded(n number, parts uint64) number {
	return n.Times(exact.Whole(parts)).Plus(frac(1, 2)).Floor().Over(exact.Whole(parts))
}

// norm returns n as the arithmetic of the platform represents it: exactly, or as a
// float64 if the fault of the platform is "float".
func (p *platform) norm(n number) number {
	if p.fault == "float" {
		f, _ := n.Rat().Float64()
		return exact.FromRat(new(big.Rat).SetFloat64(f))
	}
	return n
}

func (p *platform) decide(marks grading.Marks) verdict {
	low, high := p.side(marks, false), p.side(marks, true)
	v := verdict{decision: grading.NotCertified, total: low.total}
	if !low.mean {
		v.decision = grading.Pending
		if p.is("empty-fails") {
			v.decision = grading.NotCertified
		}
		return v
	}
	possible := false
	for i, o := range p.outcomes() {
		reached := low.holds(o)
		if reached && v.outcome == "" {
			v.outcome = o.Name
		}
		certifies := o.Certifies || p.is("outcome-certifies-always")
		if certifies && reached && (i == 0 || !p.is("outcome-nearest-only")) {
			v.decision = grading.Certified
		}
		possible = possible || certifies && (reached || high.holds(o))
	}
	if v.decision == grading.NotCertified && possible {
		v.decision = grading.Pending
	}
	switch {
	case p.is("pending-is-zero") && v.decision == grading.Pending:
		v.decision = grading.NotCertified
	case p.is("pending-is-full") && v.decision == grading.Pending:
		v.decision = grading.Certified
	case p.is("pending-always") && low.open,
		p.is("pending-unless-certified") && low.open && v.decision == grading.NotCertified,
		p.is("pending-unless-failed") && low.open && v.decision == grading.Certified:
		v.decision = grading.Pending
	}
	return v
}

// outcomes returns the outcomes of the scheme. A scheme without a list of outcomes has
// one, which asks for the certificate's threshold and the minimums of the components.
func (p *platform) outcomes() []grading.OutcomeRule {
	list := p.scheme.Outcomes
	if len(list) == 0 {
		o := grading.OutcomeRule{Certifies: true, Above: p.scheme.Certificate.Above, AtLeast: p.scheme.Certificate.AtLeast}
		walk(p.scheme.Components, func(c *grading.Component) {
			if c.Minimum != nil {
				o.Needs = append(o.Needs, grading.Need{Component: c.ID, AtLeast: c.Minimum})
			}
		})
		list = []grading.OutcomeRule{o}
	}
	switch p.fault {
	case "outcome-first-only":
		return list[:1]
	case "outcome-last-only":
		return list[len(list)-1:]
	}
	return list
}

// reached reports whether a number reaches a threshold.
func (p *platform) reached(n number, above, atLeast *exact.Decimal) bool {
	limit, inclusive := above, false
	if limit == nil {
		limit, inclusive = atLeast, true
	}
	switch p.fault {
	case "all-inclusive":
		inclusive = true
	case "all-strict":
		inclusive = false
	}
	order := n.Compare(p.norm(limit.Rational()))
	return order > 0 || order == 0 && inclusive
}

func (s *side) holds(o grading.OutcomeRule) bool {
	if !s.p.reached(s.total, o.Above, o.AtLeast) {
		return false
	}
	met := 0
	for i, n := range o.Needs {
		if s.p.is("needs-ignored") || s.p.is("needs-first-only") && i > 0 || s.meets(n) {
			met++
		}
	}
	return met == len(o.Needs) || s.p.is("needs-any") && met > 0
}

func (s *side) meets(n grading.Need) bool {
	have := s.shares[n.Component]
	_, group := s.kept[n.Component]
	switch {
	case s.p.is("needs-of-leaves-only") && group:
		return true
	case s.p.is("needs-of-the-total"):
		return s.p.reached(s.total, n.Above, n.AtLeast)
	case !have.counts && !s.p.is("needs-bind-excused"):
		return true
	}
	of := have.of.Times(percent)
	if s.p.is("needs-rounded") {
		of = rounded(of, 1)
	}
	return s.p.reached(of, n.Above, n.AtLeast)
}

// part is one component of a group, or one item of a list. The share of the group or list
// is the sum of what its parts earned, divided by the sum of their weights.
type part struct {
	earned, weight number
	fixed, missing bool
}

// component returns the share of a component.
func (s *side) component(c *grading.Component, depth int) share {
	var have share
	if a := c.Award.Group; a != nil {
		have = s.group(a.Components, a.Weightings, a.DropLowest, a.DropHighest, depth+1)
		have.counts = have.counts || s.p.is("group-excused-is-zero")
		s.kept[c.ID] = s.counting(a.Components)
	} else {
		have = s.leaf(c)
	}
	switch {
	case s.p.is("components-rounded-0"):
		have.of = rounded(have.of, 100)
	case s.p.is("components-rounded-2"):
		have.of = rounded(have.of, 10000)
	case s.p.is("full-marks-at-most") && have.of.Compare(whole) > 0:
		have.of = whole
	}
	have.of = s.p.norm(have.of)
	s.shares[c.ID] = have
	return have
}

// counting returns the weight of the components that count, divided by the weight of all
// components. Components for extra credit are left out of both weights.
func (s *side) counting(components []grading.Component) number {
	var counting, all number
	for _, c := range components {
		if !c.ExtraCredit {
			all = all.Plus(c.Weight.Rational())
			if s.shares[c.ID].counts {
				counting = counting.Plus(c.Weight.Rational())
			}
		}
	}
	return counting.Over(all)
}

// group returns the share of a group: the highest of its shares under the different
// weightings.
func (s *side) group(components []grading.Component, further []grading.Weighting, low, high, depth int) share {
	counts := false
	for i := range components {
		c := &components[i]
		have := s.component(c, depth)
		weighs := c.Weight.Sign() > 0
		for _, w := range further {
			weighs = weighs || w[c.ID].Sign() > 0
		}
		counts = counts || have.counts && weighs && !c.ExtraCredit
		if !have.counts && weighs && s.p.is("group-excused-with-one") && depth > 0 {
			return share{}
		}
	}
	if !counts {
		return share{}
	}
	if s.p.is("weightings-ignored") || s.p.is("weightings-root-only") && depth > 0 {
		further = nil
	}
	low, high = s.p.drops(low, high)
	var list []number
	for n := range len(further) + 1 {
		var weights grading.Weighting
		if n > 0 {
			weights = further[n-1]
		}
		if have := s.weighed(components, weights, low, high, depth); have.counts {
			list = append(list, have.of)
		}
	}
	return counted(s.p.chosen(list))
}

// drops returns how many of the lowest parts and how many of the highest parts are
// dropped.
func (p *platform) drops(low, high int) (int, int) {
	switch p.fault {
	case "drops-ignored":
		return 0, 0
	case "drops-high-ignored":
		return low, 0
	case "drops-for-drops":
		return high, low
	}
	return low, high
}

// chosen returns the highest share of a group. The list has one share for each weighting.
func (p *platform) chosen(list []number) number {
	if len(list) == 0 {
		return number{}
	}
	switch p.fault {
	case "weightings-last":
		return list[len(list)-1]
	case "weightings-worst":
		return slices.MinFunc(list, number.Compare)
	case "weightings-mean":
		var sum number
		for _, n := range list {
			sum = sum.Plus(n)
		}
		return sum.Over(exact.Whole(uint64(len(list))))
	}
	return slices.MaxFunc(list, number.Compare)
}

// weighed returns the share of a group under one weighting. If the parameter weights is
// nil, the components have their own weights, and components that do not count are left
// out. Otherwise a component that does not count keeps its weight and earns nothing. The
// share does not count if no component with a weight remains.
func (s *side) weighed(components []grading.Component, weights grading.Weighting, low, high, depth int) share {
	parts := make([]part, 0, len(components))
	var extra number
	for i := range components {
		c := &components[i]
		have := s.shares[c.ID]
		w := s.weight(c, weights, depth)
		omitted := !have.counts && (weights == nil && !s.p.is("excused-takes-no-weight") || s.p.is("excused-scales-weightings"))
		if omitted || w.Sign() == 0 {
			continue
		}
		earned := number{}
		if have.counts {
			earned = w.Times(have.of)
		}
		switch {
		case c.ExtraCredit && s.p.is("extra-ignored"):
		case c.ExtraCredit && !s.p.is("extra-in-base"):
			extra = extra.Plus(earned)
		default:
			parts = append(parts, part{earned, w, c.NeverDrop && !s.p.is("drops-protected"), s.marks[c.ID].Missing})
		}
	}
	if len(parts) == 0 {
		return share{}
	}
	of := s.p.trimmed(parts, extra, low, high)
	if s.p.is("extra-at-most-full") && of.Compare(whole) > 0 {
		of = whole
	}
	return counted(of)
}

// weight returns the weight of a component under a weighting.
func (s *side) weight(c *grading.Component, weights grading.Weighting, depth int) number {
	w := c.Weight.Rational()
	if weights != nil {
		named, there := weights[c.ID]
		if there || !s.p.is("weightings-keep-unnamed") {
			w = named.Rational()
		}
	}
	if kept, group := s.kept[c.ID]; group && s.p.is("excused-across-groups") {
		w = w.Times(kept)
	}
	if w.Sign() > 0 && (s.p.is("weights-alike") || s.p.is("weights-alike-in-groups") && depth > 0) {
		w = whole
	}
	return w
}

// trimmed drops parts and returns a quotient: what the other parts and the extra credit
// earned, divided by the weight of the other parts. First it drops parts so that the
// quotient becomes as high as possible; the parameter low is their number. Then it drops
// parts so that the quotient becomes as low as possible; the parameter high is their
// number. The surplus of a part at a number t is what the part earned, minus t times its
// weight. The quotient is the t at which the surpluses of the remaining parts and the
// extra credit add up to 0.
func (p *platform) trimmed(parts []part, extra number, low, high int) number {
	if low+high == 0 {
		return p.ratio(parts, extra)
	}
	var loose, kept []part
	for _, x := range parts {
		if x.fixed || p.is("drops-missing-only") && !x.missing || p.is("drops-spare-missing") && x.missing {
			kept = append(kept, x)
		} else {
			loose = append(loose, x)
		}
	}
	most := max(len(loose)-1, 0)
	if p.is("drops-the-last") && len(kept) > 0 {
		most = len(loose)
	}
	low = min(low, most)
	high = min(high, most-low)
	if p.is("drops-high-first") {
		high = min(high+low, most)
		low = min(low, most-high)
	}
	return p.root(loose, kept, extra, low, high)
}

// root finds the result of the method trimmed by trying numbers t. The first t is the
// quotient of all parts. For each t, root drops the parts with the lowest and the highest
// surpluses at t, and computes the quotient of the remaining parts. If this quotient
// equals t, t is the result. If not, t is a lower or an upper bound of the result, and
// the quotient is the next t. But if the quotient is not between the bounds found so far,
// the next t is the middle of the bounds.
func (p *platform) root(loose, kept []part, extra number, low, high int) number {
	t := p.ratio(append(slices.Clone(kept), loose...), extra)
	var below, above *number
	for range 100 {
		slices.SortStableFunc(loose, func(a, b part) int { return p.rank(a, b, t) })
		next, last := p.ratio(append(slices.Clone(kept), loose[low:len(loose)-high]...), extra), t
		switch order := next.Compare(t); {
		case order == 0:
			return t
		case order > 0:
			below = &last
		default:
			above = &last
		}
		if t = next; below != nil && t.Compare(*below) <= 0 || above != nil && t.Compare(*above) >= 0 {
			t = below.Plus(*above).Over(exact.Whole(2))
		}
	}
	return t
}

// rank compares two parts by their surpluses at t: what the part earned, minus t times
// its weight. The parts with the lowest and the highest surpluses are dropped.
func (p *platform) rank(a, b part, t number) int {
	switch p.fault {
	case "drops-lowest-share":
		return a.earned.Over(a.weight).Compare(b.earned.Over(b.weight))
	case "drops-lowest-points":
		return a.earned.Compare(b.earned)
	}
	return a.earned.Plus(t.Times(b.weight)).Compare(b.earned.Plus(t.Times(a.weight)))
}

func (p *platform) ratio(parts []part, extra number) number {
	earned, weight := extra, number{}
	for _, x := range parts {
		earned = p.norm(earned.Plus(x.earned))
		weight = weight.Plus(x.weight)
	}
	return p.norm(earned.Over(weight))
}
