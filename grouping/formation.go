package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Formation is who works with whom, with what it costs and what it had to.
type Formation struct {
	// Groups holds the ids, larger groups first, then by smallest id; sorted
	// inside. Only a [PinRule] changes the order.
	Groups [][]string `json:"groups"`
	// Names are those of the groups, "1", "2" and so on to begin with. A name
	// stays with its group: [Grouper.Reform] keeps it for the group that
	// continues.
	Names []string     `json:"names,omitzero"`
	Tiers []Tier       `json:"tiers"`
	Rules []RuleReport `json:"rules"`
	// Findings are rules that ask for something no member has, and, of groups
	// made elsewhere, what they break.
	Findings []rule.Finding `json:"findings,omitzero"`
	// Seed and Steps repeat the formation.
	Seed  string `json:"seed"`
	Steps int    `json:"steps"`
	// Proof is the certificate that [Options.Proof] asks for; nil where not all
	// tiers are proved by prices, or the gaps they leave are too wide to check.
	Proof *Proof `json:"proof,omitzero"`
	// Change is what [Grouper.Reform] did; nil after [Grouper.Form].
	Change *Change `json:"change,omitzero"`
}

// Tier is the cost of the preferences of one tier.
type Tier struct {
	Number int   `json:"tier"`
	Cost   int64 `json:"cost"`
	// Bound is what no formation in groups of these sizes is below, given the
	// best costs of the tiers above.
	Bound int64 `json:"bound"`
	// Proved says that none has a lower cost: Cost equals Bound, and the tiers
	// above are proved.
	Proved bool `json:"proved"`
}

// RuleReport is what one rule cost, and what of that no formation avoids.
type RuleReport struct {
	Code string `json:"code"`
	Kind string `json:"kind"` // the JSON name of the rule's kind
	// Tier and Weight are 0 for a rule that must be met.
	Tier   int   `json:"tier"`
	Weight int64 `json:"weight"`
	// Cost is the cost of the rule alone, before its weight. Unavoidable is the part
	// of it that no formation in groups of these sizes avoids, as far as is known.
	Cost        int64 `json:"cost"`
	Unavoidable int64 `json:"unavoidable"`
	// Missing counts what the rule could not count: members who lack the fact
	// it reads, people it names who are no members.
	Missing int `json:"missing"`
	// Rounded counts the numbers that were rounded to the unit.
	Rounded int `json:"rounded,omitzero"`
	// Chosen is the value each group agrees on best; empty where nobody lists any.
	Chosen []string `json:"chosen,omitzero"`
	// Values is left out where there are more than 2^22 pairs of a value and a
	// group.
	Values []ValueReport `json:"values,omitzero"`
	// Groups is what a rule over numbers, times or lists found in each group: the sum
	// (balance) or the largest less the smallest (range) in units, the minutes in common
	// (common_hours; -1 where no member of the group states times), or the cost (agree).
	Groups []int64      `json:"groups,omitzero"`
	Source *rule.Source `json:"source,omitzero"`
}

// ValueReport is how one value of a category, or one set of people, counted
// from 1, came out. It names the values as members state them: a report is for
// organisers and not to be published as it is.
type ValueReport struct {
	Value string `json:"value"`
	Total int    `json:"total"`
	// Groups counts the members with the value in each group.
	Groups []int `json:"groups"`
	Cost   int64 `json:"cost"`
}

// canonical orders groups by size and then by their smallest member, and members
// inside. A pinned group keeps its place, which says how large it is.
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

// formation describes an assignment, its groups in their canonical order.
func (p *compiled) formation(seat []int32, bound []int64) Formation {
	return p.describe(p.canonical(seat), bound)
}

// describe describes an assignment as it is.
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
