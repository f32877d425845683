package admission

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/cohortkit/cohort/course/rule"
)

// Verify makes a selection again from its intake and holds a published one
// against it. Nothing is returned where all is right; otherwise each finding
// names what is broken and where:
//
//	intake       the intake itself is malformed, or lacks a seed; nothing else is checked
//	people       somebody is missing, there twice, or nobody who applied
//	list         somebody stands in the wrong list, or there is no list
//	capacity     the cut is not where the seats end
//	order        somebody is passed by a person with the worse keys, or
//	             those who are not ranked do not stand by id
//	lottery      somebody is passed by a person with the worse lot; or a hash is wrong
//	floor        a floor is not kept, or somebody is passed for none
//	ruling       a ruling is not followed, or one is made up
//	rank         a place is miscounted
//	eligibility, reasons, findings, keys, explanation
//	             what is said about one person
//	audit        what is said about the whole
func (s *Selector) Verify(in Intake, published Selection) []rule.Finding {
	var v verification
	want, err := s.Select(in)
	if err != nil {
		var violations rule.Violations
		errors.As(err, &violations)
		for _, violation := range violations {
			v.broken("intake", violation.Path, violation.Code)
		}
		return v.findings
	}
	v.people(&want, &published)
	v.order(&want, &published)
	for _, part := range []struct {
		path      string
		want, got any
	}{
		{"audit.capacity", want.Audit.Capacity, published.Audit.Capacity},
		{"audit.seed", want.Audit.Seed, published.Audit.Seed},
		{"audit.counts", want.Audit.Counts, published.Audit.Counts},
		{"audit.digests", want.Audit.Digests, published.Audit.Digests},
		{"audit.lists", want.Audit.Lists, published.Audit.Lists},
		{"audit.keys", want.Audit.Keys, published.Audit.Keys},
		{"audit.floors", want.Audit.Floors, published.Audit.Floors},
		{"audit.lottery", want.Audit.Lottery, published.Audit.Lottery},
		{"audit.rulings", want.Audit.Rulings, published.Audit.Rulings},
	} {
		v.same("audit", part.path, part.want, part.got)
	}
	return v.findings
}

// verification collects what is broken.
type verification struct{ findings []rule.Finding }

func (v *verification) broken(code, path, detail string) {
	v.findings = append(v.findings, rule.Finding{Code: code, Path: path, Verdict: rule.NotMet, Detail: detail})
}

// same compares two values as they are published; what cannot be is wrong.
func (v *verification) same(code, path string, want, got any) {
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	if !bytes.Equal(a, b) {
		v.broken(code, path, "not what the intake gives")
	}
}

// people checks that everybody stands once, in the right list, with what is
// said about each.
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
			}
			seen[p.ID] = true
			if is.list != l.name {
				v.broken("list", path, "belongs into "+is.list)
			}
			v.person(path, is.Placement, p)
		}
	}
	published := got.lists()
	for n, l := range want.lists() {
		for i, p := range l.people {
			if !seen[p.ID] {
				v.broken("people", rule.Index(l.name, i), "is missing from "+l.name)
			}
		}
		if published[n].people == nil {
			v.broken("list", l.name, "is not there; with nobody in it, it is empty")
		}
		if l.outcome == OutcomeIncomplete || l.outcome == OutcomeIneligible {
			v.sorted(l.name, published[n].people)
		}
	}
	if len(got.Admitted) != len(want.Admitted) {
		v.broken("capacity", "admitted", "not as many as there are seats and people for them")
	}
}

// sorted checks that those who are not ranked stand by id.
func (v *verification) sorted(name string, people []Placement) {
	for i := 1; i < len(people); i++ {
		if people[i].ID < people[i-1].ID {
			v.broken("order", rule.Index(name, i), "stands after somebody with a later id")
			return
		}
	}
}

// person checks what is said about one person, wherever it is said.
func (v *verification) person(path string, want, got Placement) {
	v.same("rank", rule.Field(path, "rank"), want.Rank, got.Rank)
	v.same("rank", rule.Field(path, "merit"), want.Merit, got.Merit)
	v.same("eligibility", rule.Field(path, "eligibility"), want.Eligibility, got.Eligibility)
	v.same("reasons", rule.Field(path, "reasons"), want.Reasons, got.Reasons)
	v.same("findings", rule.Field(path, "findings"), want.Findings, got.Findings)
	v.same("keys", rule.Field(path, "keys"), want.Keys, got.Keys)
	v.same("floor", rule.Field(path, "carries"), want.Carries, got.Carries)
	v.same("floor", rule.Field(path, "floor"), want.Floor, got.Floor)
	v.same("explanation", rule.Field(path, "decided_by"), want.DecidedBy, got.DecidedBy)
	v.same("lottery", rule.Field(path, "lottery"), want.Lottery, got.Lottery)
	v.same("ruling", rule.Field(path, "ruling"), want.Ruling, got.Ruling)
}

// order names the rule that the first place with the wrong person breaks.
func (v *verification) order(want, got *Selection) {
	right := append(want.Admitted[:len(want.Admitted):len(want.Admitted)], want.Waitlist...)
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
			return // people and list have said so
		}
		var e Explanation
		e.against(right[i], right[at])
		switch {
		case e.Own != nil:
			v.broken("order", path, "stands before somebody who is ahead by "+e.DecidedBy)
		case e.DecidedBy == codeRuling || e.DecidedBy == codeLottery:
			v.broken(e.DecidedBy, path, "stands before somebody who comes first")
		default:
			v.broken("floor", path, "stands before somebody whom "+e.DecidedBy+" calls first")
		}
		return
	}
}

// VerifyRoster replays the log of a roster on the selection it was opened with.
// Nothing is returned where the result is the roster given; otherwise findings
// with the codes log (an event that cannot have happened), capacity, deadline,
// lottery (another seed), policy, people, status and order (of the entries).
func (s *Selector) VerifyRoster(sel Selection, r Roster) []rule.Finding {
	var v verification
	want, err := s.Open(sel)
	if err == nil {
		want, _, err = s.Apply(want, r.Log...)
	}
	if err != nil {
		var violations rule.Violations
		errors.As(err, &violations)
		for _, violation := range violations {
			v.broken("log", rule.Join("log", violation.Path), violation.Code)
		}
		return v.findings
	}
	v.same("capacity", "capacity", want.Capacity, r.Capacity)
	if !want.PromoteUntil.Equal(r.PromoteUntil) {
		v.broken("deadline", "promote_until", "not what the log makes")
	}
	v.same("lottery", "seed", want.Seed, r.Seed)
	v.same("policy", "policy", want.Policy, r.Policy)
	right := map[string]Entry{}
	for _, e := range want.Entries {
		right[e.ID] = e
	}
	ordered := true
	for i, e := range r.Entries {
		path := rule.Index("entries", i)
		is, there := right[e.ID]
		if !there {
			v.broken("people", path, "is not in the selection, or stands twice")
			continue
		}
		delete(right, e.ID)
		v.same("status", path, is, e)
		if ordered = ordered && i < len(want.Entries); ordered && want.Entries[i].ID != e.ID {
			v.broken("order", path, "another person's turn comes first")
			ordered = false
		}
	}
	for range right {
		v.broken("people", "entries", "somebody is missing")
	}
	return v.findings
}
