package admission

import (
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/rule"
)

// VerifyLists compares the lists of another program, which hold ids alone, with the
// selection that an intake gives. The list admitted may be in any order. The list waitlist
// is in the order in which people would be called. VerifyLists returns nothing if both are
// right. Otherwise each finding names what is broken and where:
//
//	intake       the intake itself is malformed, or lacks a seed; nothing else is checked
//	people       an id did not apply, is listed twice, or is in neither list
//	eligibility  a person who is not eligible is listed; Need names the reasons
//	ruling       a ruling is not followed
//	capacity     more people are admitted than there are seats, or fewer
//	order        a person is listed before one who should come first by a key
//	lottery      a person is listed before one who should come first by the lot
//	share        a person is listed before one whom a share calls first
//
// An admitted person counts as listed before everybody who is not admitted. If a person is
// listed before several people who should come first, the finding names the rule that puts
// the best of these people first. The call takes as long as [Selector.Select].
func (s *Selector) VerifyLists(in Intake, admitted, waitlist []string) []rule.Finding {
	var v verification
	want, err := s.Select(in)
	if err != nil {
		v.refused("intake", "", err)
		return v.findings
	}
	l := &listed{verification: &v, policy: s.policy, want: &want, right: map[string]Placement{}, seat: map[string]bool{}, seen: map[string]string{}, first: map[string]string{}}
	for _, list := range want.lists() {
		for _, p := range list.people {
			l.right[p.ID] = p
			l.seat[p.ID] = list.status == StatusOffered
		}
	}
	l.read("admitted", admitted)
	l.read("waitlist", waitlist)
	l.seats(admitted)
	l.waiting(waitlist)
	return v.findings
}

// listed compares two lists of ids with the correct selection.
type listed struct {
	*verification
	policy Policy
	want   *Selection
	right  map[string]Placement
	seat   map[string]bool
	seen   map[string]string // the list that each id is in
	first  map[string]string // the path at which each id is listed first
}

// read checks whether each person may be in a list at all.
func (l *listed) read(name string, ids []string) {
	for i, id := range ids {
		path := rule.Index(name, i)
		p, applied := l.right[id]
		switch {
		case !applied:
			l.broken("people", path, "did not apply")
		case l.seen[id] != "":
			l.broken("people", path, "is listed twice")
		case p.Ruling != nil && p.Ruling.Decision == Exclude:
			l.broken(codeRuling, path, "is excluded by a ruling")
		case p.Rank == 0:
			f := rule.Finding{Code: "eligibility", Path: path, Verdict: rule.NotMet, Need: rule.List("and", p.Reasons...), Detail: "is " + string(p.Eligibility)}
			l.findings = append(l.findings, f)
		}
		if applied && l.seen[id] == "" {
			l.seen[id], l.first[id] = name, path
		}
	}
}

// seats checks who is admitted.
func (l *listed) seats(admitted []string) {
	var without []Placement // people who should be admitted and are not, in call order
	for _, p := range l.want.Admitted {
		if l.seen[p.ID] != "admitted" {
			without = append(without, p)
		}
		if l.seen[p.ID] == "" {
			l.broken("people", "admitted", "a person who holds a seat is in neither list")
		}
	}
	for i, id := range admitted {
		path, p := rule.Index("admitted", i), l.right[id]
		if p.Rank > 0 && !l.seat[id] && len(without) > 0 && l.first[id] == path {
			l.passed(path, without[0], p)
		}
	}
	if have, seats := len(admitted), len(l.want.Admitted); have != seats {
		l.broken("capacity", "admitted", "lists "+strconv.Itoa(have)+" people, want "+strconv.Itoa(seats))
	}
}

// waiting checks the order of those who wait, leaving out people who should hold a seat.
func (l *listed) waiting(waitlist []string) {
	next := 0
	order := slices.DeleteFunc(slices.Clone(l.want.Waitlist), func(p Placement) bool { return l.seen[p.ID] != "waitlist" })
	for _, p := range l.want.Waitlist {
		if l.seen[p.ID] == "" {
			l.broken("people", "waitlist", "a person who waits is in neither list")
		}
	}
	for i, id := range waitlist {
		path := rule.Index("waitlist", i)
		if l.right[id].Rank == 0 || l.seat[id] || l.first[id] != path {
			continue
		}
		if order[next].ID != id {
			l.passed(path, order[next], l.right[id])
			return
		}
		next++
	}
}

// passed reports that the person other is listed before the person first, who should come
// first. The code of the finding names the rule that puts first there.
func (l *listed) passed(path string, first, other Placement) {
	switch code := firstDifference(l.policy, first, other); {
	case first.Ruling != nil:
		l.broken(codeRuling, path, "comes before a person who has a ruling")
	case first.Merit > other.Merit:
		l.broken("share", path, "comes before a person whom a share calls first")
	case code == codeLottery:
		l.broken(codeLottery, path, "comes before a person with the better lot")
	default:
		l.broken("order", path, "comes before a person who is ahead by "+code)
	}
}
