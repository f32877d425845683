package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Formation is a division of members into groups, with its costs and their lower bounds.
type Formation struct {
	// Groups holds, for each group, the ids of its members, sorted. Larger groups come
	// first, and groups of one size are in the order of their first ids. Only a [PinRule]
	// changes this order.
	Groups [][]string `json:"groups"`
	// Names holds the names of the groups, which are "1", "2" and so on at first. If
	// [Grouper.Reform] continues a group, the name of the group stays the same.
	Names []string     `json:"names,omitzero"`
	Tiers []Tier       `json:"tiers"`
	Rules []RuleReport `json:"rules"`
	// Findings report rules that ask for something that no member has, and sizes that
	// differ from the preferred ones. For groups made elsewhere, they also report broken
	// required rules, sizes that are not allowed, and members who are in no group.
	Findings []rule.Finding `json:"findings,omitzero"`
	// Seed and Steps are the options with which the formation can be repeated.
	Seed  string `json:"seed"`
	Steps int    `json:"steps"`
	// Proof is the certificate that [Options.Proof] asks for. It is nil if the search does
	// not prove every tier by prices on members (see [Proof]), or if the gap between cost
	// and bound is too wide to check.
	Proof *Proof `json:"proof,omitzero"`
	// Change describes what [Grouper.Reform] changed; it is nil after [Grouper.Form].
	Change *Change `json:"change,omitzero"`
}

// Tier is the cost of the preferences of one tier.
type Tier struct {
	Number int   `json:"tier"`
	Cost   int64 `json:"cost"`
	// Bound is a lower bound on the cost of this tier. It holds for every formation that has
	// groups of the same sizes and the least costs in the tiers above.
	Bound int64 `json:"bound"`
	// Proved says that Cost is the least possible: it equals Bound, and the tiers above are
	// proved.
	Proved bool `json:"proved"`
}

// RuleReport is the cost of one rule, and the part of it that no formation avoids.
type RuleReport struct {
	Code string `json:"code"`
	Kind string `json:"kind"` // the JSON name of the rule's kind
	// Tier and Weight are 0 for a required rule.
	Tier   int   `json:"tier"`
	Weight int64 `json:"weight"`
	// Cost is the cost of the rule alone, before its weight. Unavoidable is a lower bound on
	// Cost that holds for every formation in groups of the same sizes.
	Cost        int64 `json:"cost"`
	Unavoidable int64 `json:"unavoidable"`
	// Missing counts the members who lack the fact that the rule reads. It also counts
	// people whom the rule names but who are not members.
	Missing int `json:"missing"`
	// Rounded counts the members whose number was rounded to the unit.
	Rounded int `json:"rounded,omitzero"`
	// Chosen holds, for each group, the value on which its members agree at the least cost.
	// It is empty for a group in which no member lists a value.
	Chosen []string `json:"chosen,omitzero"`
	// Values is left out if the rule has more than 2^22 pairs of a value and a group, or
	// if all rules together have more than 2^24.
	Values []ValueReport `json:"values,omitzero"`
	// Groups holds one number for each group: for balance, the sum of the members'
	// numbers, in units; for range, the largest number minus the smallest, in units; for
	// common_hours, the minutes in common, or -1 if no member of the group states times;
	// for agree, the cost.
	Groups []int64      `json:"groups,omitzero"`
	Source *rule.Source `json:"source,omitzero"`
}

// ValueReport is the result for one value of a category or list, or for one set of
// people. Value is the number of the set, from 1, or the value as members state it. It
// can be personal, so the report is for organisers and should not be published unchanged.
type ValueReport struct {
	Value string `json:"value"`
	Total int    `json:"total"`
	// Groups holds, for each group, how many of its members have the value or are in the
	// set.
	Groups []int `json:"groups"`
	Cost   int64 `json:"cost"`
}

// canonical orders groups by size and then by their smallest member, and sorts the
// members of each group. A pinned group keeps its position, which determines its size.
func (p *compiled) canonical(seat []int32) []int32 {
	groups := make([][]int32, len(p.Sizes))
	at := 0
	for g, size := range p.Sizes {
		groups[g] = slices.Sorted(slices.Values(seat[at : at+size]))
		at += size
	}
	var open [][]int32
	for g, group := range groups {
		if !p.Pinned[g] {
			open = append(open, group)
		}
	}
	slices.SortFunc(open, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	for g := range groups {
		if !p.Pinned[g] {
			groups[g], open = open[0], open[1:]
		}
	}
	return slices.Concat(groups...)
}

// formation describes an assignment, with its groups in canonical order.
func (p *compiled) formation(seat []int32, bound []int64) Formation {
	return p.describe(p.canonical(seat), bound)
}

// describe describes an assignment, with its groups in their present order.
func (p *compiled) describe(seat []int32, bound []int64) Formation {
	s := partition.NewState(p.Problem, seat)
	f := Formation{Groups: make([][]string, len(p.Sizes)), Tiers: []Tier{}, Rules: p.reports(s)}
	f.Findings = append(p.gr.broken(p, s, f.Rules), p.findings...)
	for g := range p.Sizes {
		for _, member := range s.Members(int32(g)) {
			f.Groups[g] = append(f.Groups[g], p.ids[member])
		}
	}
	proved := true
	for t, number := range p.tiers {
		proved = proved && s.Cost[t] == bound[t]
		if number > 0 {
			f.Tiers = append(f.Tiers, Tier{Number: number, Cost: s.Cost[t], Bound: bound[t], Proved: proved})
		}
	}
	return f
}
