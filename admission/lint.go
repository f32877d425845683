package admission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Lint returns findings about rules that are legal but probably not meant. Every finding
// has the verdict not_met and one of these codes:
//
//	cannot-fail        a requirement that everybody who answers meets
//	no-effect          a key or share that never makes a difference
//	review-for-all     a score as one of several ways to meet a requirement: the score
//	                   key asks everybody for a review, even people who meet the
//	                   requirement in another way
//	below-one-percent  a percentage that looks like a fraction
//	no-seat            a maximum of less than one seat
//	too-many           counts of one share that together ask for more seats than there are
//	both-bounds        a percentage that rounds to more than the maximum of the same group
//	share-order        for this intake the shares keep more of their minima in another
//	                   order; Need names that order, and Have the present one
//
// Without applicants only the policy is checked. For share-order, Lint makes a selection
// with each order that it tries. It tries every order if there are at most 5 shares and
// the intake is small. Otherwise it tries only the order from the tightest share to the
// loosest: a share is tighter if it asks for more seats per person who can fill them. The
// error is [rule.Violations].
func (s *Selector) Lint(in Intake) ([]rule.Finding, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	if err := document.Check(in, func(r *rule.Report) { s.checkIntake(in, r) }); err != nil {
		return nil, err
	}
	l := lint{seats: int64(s.capacity)}
	l.rules(s.policy)
	for i := range s.shares {
		l.share(rule.Index("shares", i), &s.shares[i])
	}
	s.lintOrder(in, &l)
	return l.findings, nil
}

// lint collects findings about a policy with a number of seats.
type lint struct {
	seats    int64
	findings []rule.Finding
}

func (l *lint) add(code, path, need, have, detail string) {
	l.findings = append(l.findings, rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Need: need, Have: have, Detail: detail})
}

// share checks the bounds of one share.
func (l *lint) share(at string, sh *share) {
	counts := int64(0)
	for _, b := range sh.bounds() {
		path := at
		if b.group != "" {
			path = rule.Field(at, rule.Key("groups", b.group))
		}
		least, most := b.least.need(l.seats), b.most.most(l.seats)
		switch {
		case b.most.set && most < 1:
			l.add("no-seat", rule.Field(path, "at_most"), "at least 1 seat", "", "less than one of "+count(int(l.seats), "seat")+": it keeps everybody of the group out")
		case b.least.set && b.most.set && least > most:
			l.add("both-bounds", path, "", "", "in a full house the least is "+strconv.Itoa(int(least))+" seats and the most "+strconv.Itoa(int(most)))
		}
		if b.least.count {
			counts += b.least.n
		}
	}
	if counts > l.seats {
		l.add("too-many", at, "at most "+strconv.Itoa(int(l.seats)), strconv.Itoa(int(counts)), "the least of its groups is more than there are seats")
	}
}

// groupBounds are the bounds of a group. An empty name stands for every group that is not
// named.
type groupBounds struct {
	group string
	limits
}

func (sh *share) bounds() []groupBounds {
	all := []groupBounds{{"", sh.own}}
	for name, l := range sh.groups {
		all = append(all, groupBounds{name, l})
	}
	slices.SortFunc(all, func(a, b groupBounds) int { return strings.Compare(a.group, b.group) })
	return all
}

// lintOrder reports the order of the shares that keeps the most minima, if it keeps more
// than the present order.
func (s *Selector) lintOrder(in Intake, l *lint) {
	now := make([]int, len(s.shares))
	for i := range now {
		now[i] = i
	}
	kept, all := s.minimaKept(in, now)
	if kept == all {
		return
	}
	best, most := now, kept
	for _, order := range s.orders(in) {
		if kept, _ := s.minimaKept(in, order); kept > most {
			best, most = order, kept
		}
	}
	if most > kept {
		l.add("share-order", "shares", strings.Join(s.shareCodes(best), ", "), strings.Join(s.shareCodes(now), ", "),
			"keeps "+strconv.Itoa(most)+" of "+strconv.Itoa(all)+" minima in place of "+strconv.Itoa(kept))
	}
}

// minimaKept returns the number of minima that a selection keeps with the shares in the
// given order, and the number of all minima.
func (s *Selector) minimaKept(in Intake, order []int) (kept, all int) {
	other := *s
	other.shares = make([]share, len(order))
	for i, from := range order {
		other.shares[i] = s.shares[from]
	}
	p := other.pool(in, s.capacity)
	holding := slices.Concat(p.head, p.calling.order[:p.calling.seated])
	for i := range other.shares {
		for _, g := range other.shareUse(i, holding, nil, s.capacity, nil).Groups {
			if g.Need != nil {
				all++
				if g.Have >= *g.Need {
					kept++
				}
			}
		}
	}
	return kept, all
}

// orders returns the orders of the shares that lintOrder tries.
func (s *Selector) orders(in Intake) [][]int {
	const (
		few  = 5       // every order is tried only for up to this many shares
		work = 200_000 // and only for up to this many people times orders
	)
	tightest := s.tightest(in)
	if len(s.shares) > few || len(in.Applicants)*factorial(len(s.shares)) > work {
		return [][]int{tightest}
	}
	orders := [][]int{tightest}
	var permute func(order []int, from int)
	permute = func(order []int, from int) {
		if from == len(order) {
			orders = append(orders, slices.Clone(order))
		}
		for i := from; i < len(order); i++ {
			order[from], order[i] = order[i], order[from]
			permute(order, from+1)
			order[from], order[i] = order[i], order[from]
		}
	}
	first := make([]int, len(s.shares))
	for i := range first {
		first[i] = i
	}
	permute(first, 0)
	return orders
}

func factorial(n int) int {
	product := 1
	for i := 2; i <= n; i++ {
		product *= i
	}
	return product
}

// tightest returns the indexes of the shares, the tightest share first. To compare
// shares, it divides the number of seats that a share's minima ask for by the number of
// eligible people in the groups with a minimum: the higher the quotient, the tighter the
// share.
func (s *Selector) tightest(in Intake) []int {
	order, demands := make([]int, len(s.shares)), make([]exact.Rational, len(s.shares))
	p := s.pool(in, s.capacity)
	for i := range s.shares {
		seats, people := uint64(0), uint64(0)
		for _, g := range s.shareUse(i, p.merit, nil, len(p.merit), nil).Groups {
			if g.Need != nil {
				seats += uint64(s.shares[i].limits(g.Group).least.need(int64(s.capacity)))
				people += uint64(g.Have)
			}
		}
		order[i], demands[i] = i, exact.Ratio(seats, max(people, 1))
	}
	slices.SortStableFunc(order, func(a, b int) int { return demands[b].Compare(demands[a]) })
	return order
}
