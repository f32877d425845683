package admission_test

import (
	"math/big"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/rule"
)

// hall is the oracle for shares. It holds a number of seats and the people who have them,
// and follows the rules of the package documentation word for word.
type hall struct {
	p     admission.Policy
	seats int
	held  []admission.Applicant
	free  int // number of free seats if above 0; otherwise it is seats minus len(held)
}

// groupsOf returns the groups of a share that a person is in.
func groupsOf(p admission.Policy, s admission.Share, a admission.Applicant) []string {
	codes := func(of admission.CountryOf) []string {
		switch of {
		case "nationality":
			return a.Countries.Nationality
		case "residence":
			return a.Countries.Residence
		}
		return []string{a.Country}
	}
	var groups []string
	switch {
	case s.Of.Test != nil:
		if answer(p, *s.Of.Test, a) == rule.Met {
			groups = []string{"met"}
		}
	case s.Of.Attribute != "":
		groups = []string{a.Attributes[s.Of.Attribute]}
	case s.Of.Country != "":
		groups = slices.Clone(codes(s.Of.Country))
	default:
		for _, code := range codes(s.Of.Region) {
			groups = append(groups, country.Alpha2(code).Region())
		}
	}
	slices.Sort(groups)
	return slices.DeleteFunc(slices.Compact(groups), func(g string) bool { return g == "" })
}

func boundsOf(s admission.Share, group string) admission.Bounds {
	if b, named := s.Groups[group]; named {
		return b
	}
	return admission.Bounds{AtLeast: s.AtLeast, AtMost: s.AtMost}
}

func (h hall) count(s admission.Share, group string) int64 {
	n := int64(0)
	for _, a := range h.held {
		if slices.Contains(groupsOf(h.p, s, a), group) {
			n++
		}
	}
	return n
}

func (h hall) short(s admission.Share, group string) bool {
	least := boundsOf(s, group).AtLeast
	if least == nil {
		return false
	}
	n, capacity, have := int64(len(h.held)+1), int64(h.seats), h.count(s, group)
	if least.Count != nil {
		return have*capacity < int64(*least.Count)*min(n, capacity)
	}
	return big.NewRat(100*have, 1).Cmp(new(big.Rat).Mul(least.Percent.Rat(), big.NewRat(n, 1))) < 0
}

func (h hall) full(s admission.Share, group string) bool {
	most := boundsOf(s, group).AtMost
	switch {
	case most == nil:
		return false
	case most.Count != nil:
		return h.count(s, group) >= int64(*most.Count)
	}
	limit := new(big.Rat).Mul(most.Percent.Rat(), big.NewRat(int64(h.seats), 100))
	floor := new(big.Int).Quo(limit.Num(), limit.Denom())
	return big.NewInt(h.count(s, group)).Cmp(floor) >= 0
}

// named returns the groups that the definition of a share lists by name. If the share is
// of people who meet a test, it returns the group "met".
func (h hall) named(s admission.Share) []string {
	if s.Of.Test != nil {
		return []string{"met"}
	}
	var names []string
	for name := range s.Groups {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// bounded returns the groups of a share that have bounds: those known beforehand,
// and those that occur among the people who hold a seat or wait.
func (h hall) bounded(s admission.Share, waiting []admission.Applicant) []string {
	all := h.named(s)
	for _, a := range slices.Concat(h.held, waiting) {
		all = append(all, groupsOf(h.p, s, a)...)
	}
	slices.Sort(all)
	return slices.DeleteFunc(slices.Compact(all), func(g string) bool {
		b := boundsOf(s, g)
		return b.AtLeast == nil && b.AtMost == nil
	})
}

func (h hall) missing(s admission.Share, with ...admission.Applicant) int64 {
	h.held = slices.Concat(h.held, with)
	n := int64(0)
	for _, g := range h.named(s) {
		if least := boundsOf(s, g).AtLeast; least != nil && least.Count != nil {
			n += max(0, int64(*least.Count)-h.count(s, g))
		}
	}
	return n
}

// excludes reports whether a share excludes a person from the next place.
func (h hall) excludes(s admission.Share, a admission.Applicant) bool {
	mine := groupsOf(h.p, s, a)
	for _, g := range mine {
		if h.full(s, g) {
			return true
		}
	}
	if s.Else != "leave_open" {
		return false
	}
	short, helps := false, false
	for _, g := range h.named(s) {
		if least := boundsOf(s, g).AtLeast; least != nil && least.Count == nil && h.short(s, g) {
			short = true
			helps = helps || slices.Contains(mine, g)
		}
	}
	return short && !helps || int64(h.open()-1) < h.missing(s, a)
}

func (h hall) open() int {
	if h.free > 0 {
		return h.free
	}
	return h.seats - len(h.held)
}

func (h hall) shortIn(s admission.Share, a admission.Applicant) bool {
	return slices.ContainsFunc(groupsOf(h.p, s, a), func(g string) bool { return h.short(s, g) })
}

// waits returns the groups that exclude a person from the next place: the person's own
// groups that are full, and groups that a share keeps the place for.
func (h hall) waits(a admission.Applicant) []admission.ShareGroup {
	var all []admission.ShareGroup
	for _, s := range h.p.Shares {
		for _, g := range groupsOf(h.p, s, a) {
			if h.full(s, g) {
				all = append(all, admission.ShareGroup{Share: s.Code, Group: g})
			}
		}
		uncapped := s
		uncapped.AtMost, uncapped.Groups = nil, map[string]admission.Bounds{}
		for name, b := range s.Groups {
			uncapped.Groups[name] = admission.Bounds{AtLeast: b.AtLeast}
		}
		if !h.excludes(uncapped, a) {
			continue
		}
		for _, g := range h.named(s) {
			least := boundsOf(s, g).AtLeast
			if least != nil && (least.Count != nil && h.count(s, g) < int64(*least.Count) || least.Count == nil && h.short(s, g)) {
				all = append(all, admission.ShareGroup{Share: s.Code, Group: g})
			}
		}
	}
	return all
}

// use returns what the audit must report about a group of a share, by the rules of the
// package documentation. The parameter waiting holds the people who wait.
func (h hall) use(s admission.Share, group string, waiting []admission.Applicant) admission.GroupUse {
	held, of := int64(len(h.held)), func(b *admission.Bound, n int64) *big.Rat {
		if b.Count != nil {
			return big.NewRat(int64(*b.Count), 1)
		}
		return new(big.Rat).Mul(b.Percent.Rat(), big.NewRat(n, 100))
	}
	use := admission.GroupUse{Group: group, Have: int(h.count(s, group)), Kept: true}
	h.free = max(h.open(), 1)
	callable := false
	for _, a := range waiting {
		if slices.Contains(groupsOf(h.p, s, a), group) {
			use.Wait++
			callable = callable || !slices.ContainsFunc(h.p.Shares, func(s admission.Share) bool { return h.excludes(s, a) })
		}
	}
	bounds := boundsOf(s, group)
	if bounds.AtMost != nil {
		most := of(bounds.AtMost, int64(h.seats))
		use.Most = new(int(new(big.Int).Quo(most.Num(), most.Denom()).Int64()))
		if use.Have > *use.Most {
			use.Kept, use.Why = false, "moved"
		}
	}
	if bounds.AtLeast != nil {
		need := of(bounds.AtLeast, held)
		use.Need = new(int(new(big.Int).Quo(new(big.Int).Sub(new(big.Int).Add(need.Num(), need.Denom()), big.NewInt(1)), need.Denom()).Int64()))
		if use.Have < *use.Need {
			use.Kept, use.Why = false, "outranked"
			if use.Wait == 0 {
				use.Why = "nobody"
			} else if !callable {
				use.Why = "excluded"
			}
		}
	}
	return use
}

// next returns the index, among people sorted by merit, of the person who gets the next
// seat. It returns -1 if nobody can be called.
func (h hall) next(merit []admission.Applicant) int {
	var choice []int
	for i, a := range merit {
		if !slices.ContainsFunc(h.p.Shares, func(s admission.Share) bool { return h.excludes(s, a) }) {
			choice = append(choice, i)
		}
	}
	for _, s := range h.p.Shares {
		var in []int
		for _, i := range choice {
			if h.shortIn(s, merit[i]) {
				in = append(in, i)
			}
		}
		if len(in) > 0 {
			choice = in
		}
	}
	if len(choice) == 0 {
		return -1
	}
	return choice[0]
}

// fill gives seats to the given people, who are sorted by merit. It returns the people
// who got a seat, those who would be called if seats were added, and those who would not
// be called.
func (h hall) fill(merit []admission.Applicant) (seated, queue, never []admission.Applicant) {
	left := slices.Clone(merit)
	call := func() bool {
		i := h.next(left)
		if i < 0 {
			return false
		}
		h.held = append(slices.Clone(h.held), left[i])
		left = slices.Delete(left, i, i+1)
		return true
	}
	from := len(h.held)
	for len(h.held) < h.seats && call() {
	}
	seated = h.held[from:]
	from = len(h.held)
	// Add seats one by one, until there are more free seats than the shares keep open.
	h.free = max(h.seats-from, 0)
	most := 1
	for _, s := range h.p.Shares {
		most += int(h.missing(s))
	}
	for range len(merit) + most {
		for h.free++; h.free > 0 && call(); h.free-- {
		}
	}
	return seated, h.held[from:], left
}

// why returns the reason why one person, the holder, got the next place and the other
// person did not.
func (h hall) why(holder, other admission.Applicant) string {
	if ahead(h.p, seed, holder, other) {
		for _, k := range h.p.Priority {
			if versusKey(h.p, k, holder, other) != 0 {
				return k.Code
			}
		}
		return "lottery"
	}
	for _, s := range h.p.Shares {
		if h.excludes(s, other) {
			return s.Code
		}
	}
	for _, s := range h.p.Shares {
		if h.shortIn(s, holder) && !h.shortIn(s, other) {
			return s.Code
		}
	}
	return "?"
}
