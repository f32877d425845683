package grouping

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// maxMembers is the largest number of members of one call, and the largest size of a
// group.
const maxMembers = 1_000_000

// Policy says what groups should look like: their sizes, the rules that are never broken,
// and the preferences, which are met in the order of their tiers.
type Policy struct {
	Sizes  Sizes         `json:"sizes"`
	Must   []Requirement `json:"must,omitzero" validate:"max=64,dive"`
	Prefer []Preference  `json:"prefer,omitzero" validate:"max=64,dive"`
}

// Requirement is a rule that no formation breaks: its cost is 0 in every group.
// When no such formation exists, the error names the codes in conflict.
type Requirement struct {
	Code string `json:"code" validate:"id"`
	Rule Rule   `json:"rule" validate:"oneof1"`
	// Optional matters only if no member states what the rule asks for. An optional rule
	// then counts as kept. A rule that is not optional leads to a violation with the code
	// vacuous-rule.
	Optional bool         `json:"optional,omitzero"`
	Source   *rule.Source `json:"source,omitzero"`
}

// Preference is a rule whose cost is made as small as the tiers above allow.
// Tiers count from 1 and are compared one after the other: no gain in tier 2
// makes up for a loss in tier 1. Within a tier costs are multiplied by their
// Weight (absent: 1) and added.
type Preference struct {
	Code   string       `json:"code" validate:"id"`
	Tier   int          `json:"tier" validate:"min=1,max=100"`
	Weight *int         `json:"weight,omitzero" validate:"omitempty,min=1,max=1000000"`
	Rule   Rule         `json:"rule" validate:"oneof1"`
	Source *rule.Source `json:"source,omitzero"`
}

func (p Preference) weight() int64 {
	if p.Weight == nil {
		return 1
	}
	return int64(*p.Weight)
}

// Parse reads a policy from a JSON document and checks it. The error is
// [rule.Violations].
func Parse(data []byte) (Policy, error) {
	var p Policy
	err := document.Parse(data, &p, func(r *rule.Report) { p.Check(r) })
	return p, err
}

// Validate returns everything wrong with p as [rule.Violations], or nil.
func (p Policy) Validate() error { return document.Check(p, p.Check) }

// Check adds everything wrong with p to r. It is for definitions that contain a policy.
func (p Policy) Check(r *rule.Report) {
	r.Put(document.Shape(p)...)
	p.Sizes.check(r.At("sizes"))
	codes := map[string]bool{perCode: p.Sizes.Per != ""}
	check := func(at *rule.Report, code string, kind Rule) {
		if at.Clean("code") {
			if codes[code] {
				at.Add("code", "duplicate-code", "another rule has this code; sizes.per adds a rule with the code per")
			}
			codes[code] = true
		}
		kind.check(at.At("rule"))
	}
	for i, m := range p.Must {
		check(r.At(rule.Index("must", i)), m.Code, m.Rule)
	}
	for i, q := range p.Prefer {
		check(r.At(rule.Index("prefer", i)), q.Code, q.Rule)
	}
}

func (p Policy) clone() Policy {
	p.Sizes.Exact = slices.Clone(p.Sizes.Exact)
	p.Must, p.Prefer = slices.Clone(p.Must), slices.Clone(p.Prefer)
	for i := range p.Must {
		m := &p.Must[i]
		m.Rule, m.Source = m.Rule.clone(), copied(m.Source)
	}
	for i := range p.Prefer {
		q := &p.Prefer[i]
		q.Weight, q.Rule, q.Source = copied(q.Weight), q.Rule.clone(), copied(q.Source)
	}
	return p
}

func copied[T any](value *T) *T {
	if value == nil {
		return nil
	}
	return new(*value)
}
