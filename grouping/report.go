package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// reports returns the report of each rule.
func (p *compiled) reports(s *partition.State) []RuleReport {
	rules := append([]RuleReport{}, p.rules...)
	for k, t := range p.Counts {
		p.reportCounts(&rules[t.Rule], s, k)
	}
	for _, r := range rules {
		// The values in the report of a rule over sets are the numbers of the sets, as
		// texts. Shorter texts come first, so that the sets are in the order of the
		// policy.
		if r.Kind == "together" || r.Kind == "apart" || r.Kind == "avoid_repeat" || r.Kind == "keep" {
			slices.SortFunc(r.Values, func(a, b ValueReport) int {
				return cmp.Or(cmp.Compare(len(a.Value), len(b.Value)), cmp.Compare(a.Value, b.Value))
			})
		}
	}
	for k, t := range p.Sums {
		p.reportSums(&rules[t.Rule], s, k)
	}
	for k, t := range p.Lists {
		p.reportLists(&rules[t.Rule], s, k)
	}
	for k, t := range p.Homes {
		if t.Rule >= 0 { // a reform adds terms without a rule
			rules[t.Rule].Cost += s.Away(k)
			rules[t.Rule].Unavoidable += t.Bound(p.Problem)
		}
	}
	return rules
}

// reportCounts adds term k of p.Counts to the report of its rule. If the state keeps the
// counts of the term in a table, reportCounts reports the counts and the cost of each
// value. Otherwise it reports only the cost of the whole term.
func (p *compiled) reportCounts(r *RuleReport, s *partition.State, k int) {
	t := p.Counts[k]
	r.Unavoidable += p.TermBound(t) / t.Weight
	if !s.HasTable(k) {
		r.Cost += s.CountsCost(k)
		return
	}
	for v, name := range p.names[t] {
		value := ValueReport{Value: name, Total: int(t.Total[v]), Groups: make([]int, len(p.Sizes))}
		for g, size := range p.Sizes {
			count := s.Count(k, int32(g), int32(v))
			value.Groups[g] = int(count)
			value.Cost += t.Cost(int32(v), int64(size), int64(count))
		}
		r.Cost += value.Cost
		r.Values = append(r.Values, value)
	}
}

// reportSums adds term k of p.Sums to the report of its rule, in the units of the rule.
func (p *compiled) reportSums(r *RuleReport, s *partition.State, k int) {
	t := p.Sums[k]
	r.Unavoidable += t.Bound(p.Problem)
	for g := range p.Sizes {
		r.Cost += abs(s.Sum(k, int32(g)))
		sum := int64(0)
		for _, member := range s.Members(int32(g)) {
			sum += p.units[t][member]
		}
		r.Groups = append(r.Groups, sum)
	}
}

// reportLists adds term k of p.Lists to the report of its rule. For an agree rule, it
// also adds the value that each group chooses.
func (p *compiled) reportLists(r *RuleReport, s *partition.State, k int) {
	t := p.Lists[k]
	r.Unavoidable += t.Bound(p.Problem)
	for g := range p.Sizes {
		members := s.Members(int32(g))
		r.Cost += s.ListCost(k, int32(g))
		found := t.Measure(members)
		if h := p.timed[t.Rule]; h != nil && !h.stated(members) {
			found = -1
		}
		r.Groups = append(r.Groups, found)
		if a := p.agreed[t.Rule]; a != nil {
			r.Chosen = append(r.Chosen, a.chosen(members))
		}
	}
}
