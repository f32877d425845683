package admission

import (
	"math/big"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// witness works out reasons from what is published alone, the policy and the
// placements, in big.Rat and as the definition words it: other code than the one
// that made them.
type witness struct {
	p        Policy
	capacity int
	held     int
	counts   map[ShareGroup]int
	named    []ShareGroup // groups known beforehand
}

// reasons checks why each person in the call order comes after the one before,
// and which shares passed over people of better merit. The order itself is right.
func (v *verification) reasons(p Policy, got *Selection, capacity int) {
	order := slices.Concat(got.Admitted, got.Waitlist)
	w := &witness{p: p, capacity: capacity, counts: map[ShareGroup]int{}}
	for _, s := range p.Shares {
		if s.Of.Test != nil {
			w.named = append(w.named, ShareGroup{s.Code, groupMet})
		}
		for name := range s.Groups {
			w.named = append(w.named, ShareGroup{s.Code, name})
		}
	}
	lines := lineUp(order)
	free := 0
	for i, person := range order {
		path := rule.Index("admitted", i)
		if n := len(got.Admitted); i >= n {
			path = rule.Index("waitlist", i-n)
		}
		if i <= len(got.Admitted) {
			free = max(capacity-w.held, 0)
		}
		if person.Ruling != nil {
			w.seat(person)
			continue
		}
		callable := len(person.Waits) == 0
		if callable && i >= len(got.Admitted) {
			free = w.added(person, free)
		}
		if i+1 < len(order) {
			v.pair(path, w, person, order[i+1], callable, free)
		}
		lines.leave(person)
		if callable {
			v.passed(path, w, person, lines, free)
			w.seat(person)
			free--
		}
	}
}

// added returns the number of free seats, from free on, after seats are
// added until a person can be called.
func (w *witness) added(person Placement, free int) int {
	for most := free + w.missing("") + 1; free < most && (free == 0 || w.excluder(person, free) != ""); {
		free++
	}
	return free
}

// pair checks the reason of next against the person before it.
func (v *verification) pair(path string, w *witness, person, next Placement, callable bool, free int) {
	why := firstDifference(w.p, person, next)
	if person.Merit > next.Merit && callable {
		why = w.reason(person, next, free)
	}
	if why != next.DecidedBy {
		v.broken("reason", path, "the person after this one is not behind by "+next.DecidedBy)
	}
}

// passed checks the shares of one place: those by which a person of better merit
// fell out.
func (v *verification) passed(path string, w *witness, person Placement, lines *lineup, free int) {
	want := map[string]bool{}
	for _, head := range lines.heads {
		if len(head) > 0 && head[0].Merit < person.Merit && w.excluder(head[0], free) == "" {
			want[w.reason(person, head[0], free)] = true
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

// lineup holds the people to come, by the groups they are in, best merit first.
type lineup struct {
	index map[string]int
	heads [][]Placement
}

func lineUp(order []Placement) *lineup {
	l := &lineup{index: map[string]int{}}
	byMerit := slices.Clone(order)
	slices.SortFunc(byMerit, func(a, b Placement) int { return a.Merit - b.Merit })
	for _, p := range byMerit {
		key := kindKey(p)
		i, known := l.index[key]
		if !known {
			i = len(l.heads)
			l.index[key] = i
			l.heads = append(l.heads, nil)
		}
		if p.Merit > 0 {
			l.heads[i] = append(l.heads[i], p)
		}
	}
	return l
}

// leave takes a person who is the first of those of the same groups out of the line.
func (l *lineup) leave(p Placement) {
	i := l.index[kindKey(p)]
	if len(l.heads[i]) > 0 && l.heads[i][0].ID == p.ID {
		l.heads[i] = l.heads[i][1:]
	}
}

func kindKey(p Placement) string {
	key := ""
	for _, g := range p.Groups {
		key += g.Share + "\n" + g.Group + "\n"
	}
	return key
}

func (w *witness) seat(p Placement) {
	w.held++
	for _, g := range p.Groups {
		w.counts[g]++
	}
}

// bounds returns what a share asks of a group.
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
	have := big.NewRat(int64(w.counts[g]), 1)
	place := big.NewRat(int64(w.held+1), 1)
	switch {
	case least == nil:
		return false
	case least.Count != nil && w.capacity == 0:
		return false
	case least.Count != nil:
		if w.held+1 > w.capacity {
			place = big.NewRat(int64(w.capacity), 1)
		}
		due := new(big.Rat).Mul(big.NewRat(int64(*least.Count), int64(w.capacity)), place)
		return have.Cmp(due) < 0
	}
	due := new(big.Rat).Mul(least.Percent.Rat(), place)
	return have.Mul(have, big.NewRat(100, 1)).Cmp(due) < 0
}

// full reports whether a group is at its most.
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

// missing returns the seats that shares with leave_open still keep by count.
func (w *witness) missing(share string) int {
	n := 0
	for _, g := range w.named {
		s, least, _ := w.bounds(g)
		if s.Else == leaveOpen && (share == "" || share == s.Code) && least != nil && least.Count != nil {
			n += max(0, *least.Count-w.counts[g])
		}
	}
	return n
}

// excluder returns the first share that excludes a person from the next place.
func (w *witness) excluder(p Placement, free int) string {
	for _, s := range w.p.Shares {
		for _, g := range p.Groups {
			if g.Share == s.Code && w.full(g) {
				return s.Code
			}
		}
		if s.Else == leaveOpen && w.keeps(s.Code, p, free) {
			return s.Code
		}
	}
	return ""
}

// keeps reports whether a share with leave_open keeps the place from a person.
func (w *witness) keeps(share string, p Placement, free int) bool {
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
	return shortOfPercent && !helps || free-1 < missing
}

// reason returns the share for which holder got the place before other, whose
// merit is better.
func (w *witness) reason(holder, other Placement, free int) string {
	if share := w.excluder(other, free); share != "" {
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

// firstDifference returns the first key in which two placements differ, or
// lottery; ruling below a person with one.
func firstDifference(p Policy, first, other Placement) string {
	if first.Ruling != nil {
		return codeRuling
	}
	for i := range min(len(first.Keys), len(other.Keys), len(p.Priority)) {
		a, b := rankText(p.Priority[i].Key, first.Keys[i].Value), rankText(p.Priority[i].Key, other.Keys[i].Value)
		if (a == nil) != (b == nil) || a != nil && a.Cmp(b) != 0 {
			return p.Priority[i].Code
		}
	}
	return codeLottery
}

// rankText reads the value of a key as a number: texts of one number are equal. It
// returns nil for a number that is not stated.
func rankText(k Key, text string) *big.Rat {
	if k.Matching != nil {
		if text == rule.Met.String() {
			return big.NewRat(1, 1)
		}
		return new(big.Rat)
	}
	if value, is := new(big.Rat).SetString(text); is && len(text) <= 2*exact.MaxDecimal*maxReviews {
		return value
	}
	return nil
}
