package admission

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
)

// Verify makes a selection again from its intake and compares it with the published one.
// It returns nothing if all is right. Otherwise each finding names what is broken and
// where:
//
//	intake       the intake itself is malformed, or lacks a seed; nothing else is checked
//	people       a person is missing, is listed twice, or did not apply
//	list         a person is in the wrong list, or a list is missing
//	capacity     the cut is not where the seats end
//	order        a person comes before one who should come first by a key, or people who
//	             are not ranked are not in the order of their ids
//	lottery      a person comes before one with the better lot, or a hash is wrong
//	share        a person comes before one whom a share calls first; or groups,
//	             shares or the groups that exclude a person are wrong
//	ruling       a ruling is not followed, or one is made up
//	rank         a place is miscounted
//	eligibility, reasons, findings, keys, explanation
//	             this part of one person's entry is wrong
//	reason       the published reason for a place, or its published shares, differ
//	             from what separate code works out
//	edition      made with another edition of a built-in list; the verdict is met
//	             if that edition says the same of the countries of this intake
//	audit        the audit of the selection is wrong elsewhere
//
// Verify takes the time of [Selector.Select] and, with shares, time in proportion to the
// number of places times the number of combinations of groups that people are in.
func (s *Selector) Verify(in Intake, published Selection) []rule.Finding {
	var v verification
	want, err := s.Select(in)
	if err != nil {
		v.refused("intake", "", err)
		return v.findings
	}
	v.people(&want, &published)
	ordered := v.order(s, &want, &published)
	v.lists(want.Audit.Lists, published.Audit.Lists)
	for _, part := range []struct {
		path      string
		want, got any
	}{
		{"format", want.Format, published.Format},
		{"audit.capacity", want.Audit.Capacity, published.Audit.Capacity},
		{"audit.seed", want.Audit.Seed, published.Audit.Seed},
		{"audit.draw", want.Audit.Draw, published.Audit.Draw},
		{"audit.counts", want.Audit.Counts, published.Audit.Counts},
		{"audit.digests", want.Audit.Digests, published.Audit.Digests},
		{"audit.keys", want.Audit.Keys, published.Audit.Keys},
		{"audit.shares", want.Audit.Shares, published.Audit.Shares},
		{"audit.lottery", want.Audit.Lottery, published.Audit.Lottery},
		{"audit.rulings", want.Audit.Rulings, published.Audit.Rulings},
		{"audit.alike", want.Audit.Alike, published.Audit.Alike},
	} {
		v.same("audit", part.path, part.want, part.got)
	}
	if ordered {
		v.reasons(s.policy, &published, want.Audit.Capacity)
	}
	return v.findings
}

// verification collects what is broken.
type verification struct{ findings []rule.Finding }

func (v *verification) broken(code, path, detail string) {
	v.findings = append(v.findings, rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Detail: detail})
}

// refused reports the violations of input that cannot be verified at all.
func (v *verification) refused(code, path string, err error) {
	var violations rule.Violations
	errors.As(err, &violations)
	for _, violation := range violations {
		v.broken(code, rule.Join(path, violation.Path), violation.Code)
	}
}

// same compares two values as JSON, as they are published. A published value that cannot
// be written as JSON is reported as wrong.
func (v *verification) same(code, path string, want, got any) {
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	if !bytes.Equal(a, b) {
		v.broken(code, path, "not what the intake gives")
	}
}

// lists compares the lists of countries in two audits. If a list has another edition, the
// finding has the code "edition".
func (v *verification) lists(want, got []ListUse) {
	if len(want) != len(got) {
		v.broken("audit", "audit.lists", "not what the intake gives")
		return
	}
	for i := range want {
		path := rule.Index("audit.lists", i)
		w, g := want[i], got[i]
		if w.Edition == g.Edition {
			v.same("audit", path, w, g)
			continue
		}
		var differ []string
		for _, code := range slices.Sorted(maps.Keys(w.Said)) {
			if g.Said[code] != w.Said[code] {
				differ = append(differ, code)
			}
		}
		f := rule.Finding{Code: "edition", Path: path, Verdict: rule.Met, Need: w.Edition, Have: g.Edition, Detail: "another edition, which said the same of the countries of this intake"}
		if len(differ) > 0 {
			f.Verdict, f.Detail = rule.NotMet, "another edition, which said other things of "+strings.Join(differ, ", ")
		}
		v.findings = append(v.findings, f)
		w.Edition, w.Source, w.AsOf, w.Digest, w.Said, w.Scheduled = g.Edition, g.Source, g.AsOf, g.Digest, g.Said, g.Scheduled
		v.same("audit", path, w, g)
	}
}

// people checks that everybody is listed once and in the right list. It also checks what
// is said about each person.
func (v *verification) people(want, got *Selection) {
	type place struct {
		list string
		Placement
	}
	right := map[string]place{}
	for _, l := range want.lists() {
		for _, p := range l.people {
			right[p.ID] = place{l.name, p}
		}
	}
	seen := map[string]bool{}
	for _, l := range got.lists() {
		for i, p := range l.people {
			path := rule.Index(l.name, i)
			is, there := right[p.ID]
			switch {
			case !there:
				v.broken("people", path, "did not apply")
				continue
			case seen[p.ID]:
				v.broken("people", path, "is listed twice")
				continue
			case is.list != l.name:
				v.broken("list", path, "belongs in "+is.list)
			}
			seen[p.ID] = true
			v.person(path, is.Placement, p)
		}
	}
	v.missing(want, seen)
	v.shapes(got)
	if len(got.Admitted) != len(want.Admitted) {
		v.broken("capacity", "admitted", "not as many as there are seats and people for them")
	}
}

// missing reports the people who are in no list.
func (v *verification) missing(want *Selection, seen map[string]bool) {
	for _, l := range want.lists() {
		for i, p := range l.people {
			if !seen[p.ID] {
				v.broken("people", rule.Index(l.name, i), "is missing from "+l.name)
			}
		}
	}
}

// shapes checks that no list is missing, and that people who are not ranked are in the
// order of their ids.
func (v *verification) shapes(got *Selection) {
	for _, l := range got.lists() {
		if l.people == nil {
			v.broken("list", l.name, "is not there; with nobody in it, it is empty")
		}
		if l.status == StatusIncomplete || l.status == StatusIneligible {
			v.sorted(l.name, l.people)
		}
	}
}

// sorted checks that people are in the order of their ids.
func (v *verification) sorted(name string, people []Placement) {
	for i := 1; i < len(people); i++ {
		if people[i].ID < people[i-1].ID {
			v.broken("order", rule.Index(name, i), "comes after a person with a later id")
			return
		}
	}
}

// person checks what is said about one person in any list.
func (v *verification) person(path string, want, got Placement) {
	v.same("rank", rule.Field(path, "rank"), want.Rank, got.Rank)
	v.same("rank", rule.Field(path, "merit"), want.Merit, got.Merit)
	v.same("eligibility", rule.Field(path, "eligibility"), want.Eligibility, got.Eligibility)
	v.same("reasons", rule.Field(path, "reasons"), want.Reasons, got.Reasons)
	v.same("findings", rule.Field(path, "findings"), want.Findings, got.Findings)
	v.same("keys", rule.Field(path, "keys"), want.Keys, got.Keys)
	v.same("share", rule.Field(path, "groups"), want.Groups, got.Groups)
	v.same("share", rule.Field(path, "shares"), want.Shares, got.Shares)
	v.same("share", rule.Field(path, "waits"), want.Waits, got.Waits)
	v.same("explanation", rule.Field(path, "decided_by"), want.DecidedBy, got.DecidedBy)
	v.same("lottery", rule.Field(path, "lottery"), want.Lottery, got.Lottery)
	v.same("ruling", rule.Field(path, "ruling"), want.Ruling, got.Ruling)
}

// order finds the first place that has the wrong person, and reports the rule that is
// broken there. It returns whether all places are right.
func (v *verification) order(s *Selector, want, got *Selection) bool {
	right := slices.Concat(want.Admitted, want.Waitlist)
	place := map[string]int{}
	for i, p := range right {
		place[p.ID] = i
	}
	for i := range min(len(right), len(got.Admitted)+len(got.Waitlist)) {
		path, p := rule.Index("admitted", i), Placement{}
		if n := len(got.Admitted); i < n {
			p = got.Admitted[i]
		} else {
			path, p = rule.Index("waitlist", i-n), got.Waitlist[i-n]
		}
		if p.ID == right[i].ID {
			continue
		}
		at, ranked := place[p.ID]
		if !ranked {
			return false // v.people has reported this person
		}
		first, other := right[i], right[at]
		switch code := firstDifference(s.policy, first, other); {
		case first.Ruling != nil:
			v.broken(codeRuling, path, "comes before a person who has a ruling")
		case first.Merit > other.Merit:
			v.broken("share", path, "comes before a person whom a share calls first")
		case code == codeLottery:
			v.broken(codeLottery, path, "comes before a person with the better lot")
		default:
			v.broken("order", path, "comes before a person who is ahead by "+code)
		}
		return false
	}
	return len(right) == len(got.Admitted)+len(got.Waitlist)
}
