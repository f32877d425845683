package admission

import (
	"math/big"
	"slices"
	"sort"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
)

// witness works out the reasons again, from the policy and the published placements
// alone. It computes in big.Rat, follows the rules in the package documentation word for
// word, and shares no code with what made the reasons.
type witness struct {
	p        Policy
	capacity int
	seats    int64 // the capacity, and the seats added for people who wait
	held     int
	counts   map[ShareGroup]int
	named    []ShareGroup // groups known beforehand
}

// reasons checks what the selection publishes about each person in the call order: the
// reason for coming after the person before (DecidedBy), and the shares that passed over
// people of better merit (Shares). The caller has found the order itself to be right.
func (v *verification) reasons(p Policy, got *Selection, capacity int) {
	order := slices.Concat(got.Admitted, got.Waitlist)
	w := &witness{p: p, capacity: capacity, seats: int64(capacity), counts: map[ShareGroup]int{}}
	for _, s := range p.Shares {
		if s.Of.Test != nil {
			w.named = append(w.named, ShareGroup{s.Code, groupMet})
		}
		for name := range s.Groups {
			w.named = append(w.named, ShareGroup{s.Code, name})
		}
	}
	lines := lineUp(order)
	for i, person := range order {
		path := rule.Index("admitted", i)
		if n := len(got.Admitted); i >= n {
			path = rule.Index("waitlist", i-n)
		}
		if person.Ruling != nil {
			w.seat(person)
			continue
		}
		callable := len(person.Waits) == 0
		if callable && i >= len(got.Admitted) {
			w.add(person)
		}
		if i+1 < len(order) {
			v.pair(path, w, person, order[i+1], callable)
		}
		lines.leave(person)
		if callable {
			v.passed(path, w, person, lines)
			w.seat(person)
		}
	}
}

// free returns the number of seats that nobody holds.
func (w *witness) free() int64 { return w.seats - int64(w.held) }

// add adds seats until a person can be called, or until no further seat could help. Many
// millions can be missing, so it does not add them one by one.
func (w *witness) add(person Placement) {
	seats, most := w.seats, int64(0)
	for _, s := range w.p.Shares {
		most = max(most, w.missing(s.Code))
	}
	w.seats = seats + int64(sort.Search(int(most)+1, func(more int) bool { // a share names at most 300 groups
		w.seats = seats + int64(more)
		return w.free() != 0 && w.excluder(person) == ""
	}))
}

// pair checks the published reason why one person comes directly after another.
func (v *verification) pair(path string, w *witness, person, next Placement, callable bool) {
	why := firstDifference(w.p, person, next)
	if person.Merit > next.Merit && callable {
		why = w.reason(person, next)
	}
	if why != next.DecidedBy {
		v.broken("reason", path, "the person after this one is not behind by "+next.DecidedBy)
	}
}

// passed checks the shares that the selection publishes for one place. They must be the
// shares because of which somebody of better merit did not get the place.
func (v *verification) passed(path string, w *witness, person Placement, lines *lineup) {
	want := map[string]bool{}
	for _, head := range lines.heads {
		if len(head) > 0 && head[0].Merit < person.Merit && w.excluder(head[0]) == "" {
			want[w.reason(person, head[0])] = true
		}
	}
	var codes []string
	for _, s := range w.p.Shares {
		if want[s.Code] {
			codes = append(codes, s.Code)
		}
	}
	if !slices.Equal(codes, person.Shares) {
		v.broken("reason", rule.Field(path, "shares"), "not the shares that passed over people of better merit")
	}
}

func (w *witness) seat(p Placement) {
	w.held++
	for _, g := range p.Groups {
		w.counts[g]++
	}
}

// bounds returns the share of a group, and the minimum and the maximum that it sets for
// the group.
func (w *witness) bounds(g ShareGroup) (share Share, least, most *Bound) {
	for _, s := range w.p.Shares {
		if s.Code != g.Share {
			continue
		}
		if b, named := s.Groups[g.Group]; named {
			return s, b.AtLeast, b.AtMost
		}
		return s, s.AtLeast, s.AtMost
	}
	return Share{}, nil, nil
}

// short reports whether a group needs the next place.
func (w *witness) short(g ShareGroup) bool {
	_, least, _ := w.bounds(g)
	have, place := int64(w.counts[g]), int64(w.held+1)
	switch {
	case least == nil:
		return false
	case least.Count != nil:
		capacity := int64(w.capacity)
		due := new(big.Rat).Mul(big.NewRat(int64(*least.Count), capacity), big.NewRat(min(place, capacity), 1))
		return big.NewRat(have, 1).Cmp(due) < 0
	}
	due := new(big.Rat).Mul(least.Percent.Rat(), big.NewRat(place, 100))
	return big.NewRat(have, 1).Cmp(due) < 0
}

// full reports whether one more person of the group would exceed the maximum that the
// share sets for it.
func (w *witness) full(g ShareGroup) bool {
	_, _, most := w.bounds(g)
	if most == nil {
		return false
	}
	limit := new(big.Rat)
	if most.Count != nil {
		limit.SetInt64(int64(*most.Count))
	} else {
		limit.Mul(most.Percent.Rat(), big.NewRat(int64(w.capacity), 100))
	}
	return big.NewRat(int64(w.counts[g]+1), 1).Cmp(limit) > 0
}

// missing returns how many seats the groups of a share still lack to reach minima stated
// as a count.
func (w *witness) missing(share string) int64 {
	n := int64(0)
	for _, g := range w.named {
		if _, least, _ := w.bounds(g); g.Share == share && least != nil && least.Count != nil {
			n += int64(max(0, *least.Count-w.counts[g]))
		}
	}
	return n
}

// excluder returns the first share that excludes a person from the next place, or "" if
// no share does.
func (w *witness) excluder(p Placement) string {
	for _, s := range w.p.Shares {
		for _, g := range p.Groups {
			if g.Share == s.Code && w.full(g) {
				return s.Code
			}
		}
		if s.Else == leaveOpen && w.keeps(s.Code, p) {
			return s.Code
		}
	}
	return ""
}

// keeps reports whether a share with leave_open keeps the place from a person.
func (w *witness) keeps(share string, p Placement) bool {
	shortOfPercent := false
	for _, g := range w.named {
		_, least, _ := w.bounds(g)
		if g.Share == share && least != nil && least.Count == nil && w.short(g) {
			shortOfPercent = true
		}
	}
	helps, missing := false, w.missing(share)
	for _, g := range p.Groups {
		_, least, _ := w.bounds(g)
		switch {
		case g.Share != share || least == nil:
		case least.Count == nil:
			helps = helps || w.short(g)
		case w.counts[g] < *least.Count:
			missing--
		}
	}
	return shortOfPercent && !helps || w.free()-1 < missing
}

// reason returns the share because of which the holder got the place, although the merit
// of the other person is better.
func (w *witness) reason(holder, other Placement) string {
	if share := w.excluder(other); share != "" {
		return share
	}
	for _, s := range w.p.Shares {
		if w.shortIn(s.Code, holder) && !w.shortIn(s.Code, other) {
			return s.Code
		}
	}
	return ""
}

func (w *witness) shortIn(share string, p Placement) bool {
	return slices.ContainsFunc(p.Groups, func(g ShareGroup) bool { return g.Share == share && w.short(g) })
}

// firstDifference returns the code of the first key in which two placements differ,
// "lottery" if they differ in none, or "ruling" if the first placement has a ruling.
func firstDifference(p Policy, first, other Placement) string {
	if first.Ruling != nil {
		return codeRuling
	}
	for i := range min(len(first.Keys), len(other.Keys), len(p.Priority)) {
		if p.Priority[i].Key.differ(first.Keys[i].Value, other.Keys[i].Value) {
			return p.Priority[i].Code
		}
	}
	return codeLottery
}

// differ reports whether two published values of a key rank differently: one is met and
// the other is not, or they are different numbers, or only one is a number.
func (k Key) differ(a, b string) bool {
	if met := rule.Met.String(); k.Matching != nil {
		return (a == met) != (b == met)
	}
	x, y := number(a), number(b)
	return (x == nil) != (y == nil) || x != nil && x.Cmp(y) != 0
}

// number reads the value of a key as a number, however it is written. It returns nil for
// any other text. A published text can be anything, including a huge power of ten.
func number(text string) *big.Rat {
	if len(text) > maxValue || strings.Trim(text, "-.0123456789/") != "" {
		return nil
	}
	if value, is := new(big.Rat).SetString(text); is {
		return value
	}
	return nil
}
