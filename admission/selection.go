package admission

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Selection is the outcome for everybody. The call order is cut at the capacity into
// Admitted and Waitlist. The people who are incomplete and the people who are ineligible
// are in two further lists, sorted by id.
//
// The waitlist is in the order in which people would be called if seats were added one by
// one and nobody left. If the policy has shares, this order can change when a person
// leaves.
type Selection struct {
	Format     int         `json:"format"`
	Admitted   []Placement `json:"admitted" part:"each"`
	Waitlist   []Placement `json:"waitlist" part:"each"`
	Incomplete []Placement `json:"incomplete" part:"each"`
	Ineligible []Placement `json:"ineligible" part:"each"`
	Audit      Audit       `json:"audit"`
}

// Placement is the place of one applicant in a selection, and the reasons for it.
type Placement struct {
	ID string `json:"id"`

	// Rank is the place in the call order. Merit is the place in the order of the keys
	// and the lottery, before shares. Both count from 1 and are 0 for applicants who have
	// no such place. People admitted by ruling have only a Rank.
	Rank  int `json:"rank,omitzero"`
	Merit int `json:"merit,omitzero"`

	Eligibility Eligibility `json:"eligibility"`
	Reasons     []string    `json:"reasons,omitzero"` // as in Assessment

	// Findings are the findings of the assessment, then one for each key and each share
	// whose test is unknown, then one for a ruling that excludes.
	Findings []rule.Finding `json:"findings,omitzero"`
	Keys     []KeyValue     `json:"keys,omitzero"`

	// Groups are the groups of shares that this person is in.
	Groups []ShareGroup `json:"groups,omitzero"`

	// DecidedBy is the reason why the person ranked just above comes before this person:
	// the code of the first key in which the two differ, or "lottery". If a share gave
	// the place above to a person of worse merit, DecidedBy is the code of the share. If
	// the person above was admitted by ruling, DecidedBy is "ruling". At the top it is
	// empty. Shares are the shares that passed over a person of better merit at this
	// place. If a person would never be called, however many seats were added, Waits
	// names the groups that exclude the person.
	DecidedBy string       `json:"decided_by,omitzero"`
	Shares    []string     `json:"shares,omitzero"`
	Waits     []ShareGroup `json:"waits,omitzero"`

	Lottery string  `json:"lottery,omitzero"` // hash in hexadecimal, if a lot was drawn
	Ruling  *Ruling `json:"ruling,omitzero"`
}

// KeyValue is the value of one person in one key. For a matching key, Value is "met",
// "not_met" or "unknown"; it is "outside" if the key's field Within names another key
// that the person does not meet. For a score key, Value is the exact score, as plain
// digits or p/q; Spread is the distance between the highest and the lowest review, if
// there are several. For a number key, Value is the number, or "unknown".
type KeyValue struct {
	Code   string `json:"code"`
	Value  string `json:"value"`
	Spread string `json:"spread,omitzero"`
}

// outside is the value of a matching key whose field Within names another key, for a
// person who does not meet that other key.
const outside = "outside"

// kept returns the part of a selection that a journal keeps: everything except the
// findings, which can be computed again from the policy and the applicants.
func (s Selection) kept() Selection {
	for _, list := range []*[]Placement{&s.Admitted, &s.Waitlist, &s.Incomplete, &s.Ineligible} {
		kept := make([]Placement, len(*list))
		for i, p := range *list {
			p.Findings = nil
			kept[i] = p.clone()
		}
		*list = kept
	}
	s.Audit = s.Audit.clone()
	return s
}

func (p Placement) clone() Placement {
	p.Reasons, p.Keys, p.Groups = slices.Clone(p.Reasons), slices.Clone(p.Keys), slices.Clone(p.Groups)
	p.Shares, p.Waits, p.Ruling = slices.Clone(p.Shares), slices.Clone(p.Waits), clone(p.Ruling)
	return p
}

// list is one of the four lists of a selection, with its JSON name and the status that
// its people get on a roster.
type list struct {
	name   string
	status Status
	people []Placement
}

func (s *Selection) lists() [4]list {
	return [4]list{
		{"admitted", StatusOffered, s.Admitted}, {"waitlist", StatusWaiting, s.Waitlist},
		{"incomplete", StatusIncomplete, s.Incomplete}, {"ineligible", StatusIneligible, s.Ineligible},
	}
}

func errSeed(path string) rule.Violation {
	return rule.Violation{Code: "seed-required", Path: path, Detail: "eligible people tie, so the lottery needs a seed"}
}
