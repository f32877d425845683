package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Formation is who works with whom, with what it costs and what it had to.
type Formation struct {
	// Groups holds the ids, larger groups first, then by smallest id; sorted
	// inside.
	Groups [][]string   `json:"groups"`
	Tiers  []Tier       `json:"tiers"`
	Rules  []RuleReport `json:"rules"`
	// Seed and Steps repeat the formation.
	Seed  string `json:"seed"`
	Steps int    `json:"steps"`
}

// Tier is the cost of the preferences of one tier.
type Tier struct {
	Number int   `json:"tier"`
	Cost   int64 `json:"cost"`
	// Bound is what no formation can be below, given the costs of the tiers
	// above.
	Bound int64 `json:"bound"`
	// Proved says that no formation has a lower cost: Cost equals Bound, and
	// the tiers above are proved.
	Proved bool `json:"proved"`
}

// RuleReport is what one rule cost, and what of that no formation avoids.
type RuleReport struct {
	Code string `json:"code"`
	Kind string `json:"kind"` // the JSON name of the rule's kind
	// Tier and Weight are 0 for a rule that must be met.
	Tier   int   `json:"tier"`
	Weight int64 `json:"weight"`
	// Cost is the rule's own, before its weight; Unavoidable is the least it
	// would cost if it were alone.
	Cost        int64 `json:"cost"`
	Unavoidable int64 `json:"unavoidable"`
	// Missing counts the members the rule does not count because they lack
	// the fact it reads.
	Missing int           `json:"missing"`
	Values  []ValueReport `json:"values,omitzero"`
	// Sums has, for a balance rule, the sum of the number in each group, in
	// units of the rule.
	Sums   []int64      `json:"sums,omitzero"`
	Source *rule.Source `json:"source,omitzero"`
}

// ValueReport is how one value of a category came out.
type ValueReport struct {
	Value string `json:"value"`
	Total int    `json:"total"`
	// Groups counts the members with the value in each group.
	Groups []int `json:"groups"`
	Cost   int64 `json:"cost"`
}

// canonical puts groups of one size in the order of their smallest members, and
// members in order.
func (p *problem) canonical(seat []int32) []int32 {
	groups := make([][]int32, len(p.sizes))
	at := 0
	for g, size := range p.sizes {
		groups[g] = slices.Sorted(slices.Values(seat[at : at+size]))
		at += size
	}
	slices.SortFunc(groups, func(a, b []int32) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	return slices.Concat(groups...)
}

// formation describes an assignment.
func (p *problem) formation(seat []int32, bound []int64) Formation {
	s := newState(p, p.canonical(seat))
	f := Formation{Groups: make([][]string, len(p.sizes)), Tiers: []Tier{}, Rules: []RuleReport{}}
	for g := range p.sizes {
		for _, member := range s.seat[s.begin[g]:s.begin[g+1]] {
			f.Groups[g] = append(f.Groups[g], p.ids[member])
		}
	}
	proved := true
	for t, number := range p.tiers {
		proved = proved && s.cost[t] == bound[t]
		if number > 0 {
			f.Tiers = append(f.Tiers, Tier{Number: number, Cost: s.cost[t], Bound: bound[t], Proved: proved})
		}
	}
	return f
}

// report fills in what the rule cost.
func (t *counts) report(s *state, k int, r *RuleReport) {
	r.Unavoidable = t.bound(s.p)
	for v, name := range t.names {
		value := ValueReport{Value: name, Total: int(t.total[v]), Groups: make([]int, len(s.p.sizes))}
		for g, size := range s.p.sizes {
			count := s.count[k][g*len(t.total)+v]
			value.Groups[g] = int(count)
			value.Cost += t.cost(int32(v), int64(size), int64(count))
		}
		r.Cost += value.Cost
		r.Values = append(r.Values, value)
	}
	for _, v := range t.value {
		if v < 0 {
			r.Missing++
		}
	}
}

func (t *sums) report(s *state, k int, r *RuleReport) {
	r.Unavoidable = t.bound(s.p)
	r.Sums = make([]int64, len(s.p.sizes))
	for g := range s.p.sizes {
		r.Cost += abs(s.sum[k][g])
		for _, member := range s.seat[s.begin[g]:s.begin[g+1]] {
			r.Sums[g] += t.units[member]
		}
	}
	for _, known := range t.known {
		if !known {
			r.Missing++
		}
	}
}
