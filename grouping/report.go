package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// reports returns what each rule costs.
func (p *compiled) reports(s *partition.State) []RuleReport {
	rules := append([]RuleReport{}, p.rules...)
	for k, t := range p.Counts {
		r := &rules[t.Rule]
		r.Unavoidable += p.TermBound(t) / t.Weight
		if !s.HasTable(k) {
			r.Cost += s.CountsCost(k)
			continue
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
	for _, r := range rules {
		// Sets are listed in the order of the policy, whatever their terms.
		if r.Kind == "together" || r.Kind == "apart" || r.Kind == "avoid_repeat" || r.Kind == "keep" {
			slices.SortFunc(r.Values, func(a, b ValueReport) int {
				return cmp.Or(cmp.Compare(len(a.Value), len(b.Value)), cmp.Compare(a.Value, b.Value))
			})
		}
	}
	for k, t := range p.Sums {
		r := &rules[t.Rule]
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
	for k, t := range p.Lists {
		r := &rules[t.Rule]
		r.Unavoidable += t.Bound(p.Problem)
		for g := range p.Sizes {
			r.Cost += s.ListCost(k, int32(g))
			r.Groups = append(r.Groups, t.Measure(s.Members(int32(g))))
			if a := p.agreed[t.Rule]; a != nil {
				chosen := ""
				if _, v := a.choose(s.Members(int32(g))); v >= 0 {
					chosen = a.names[v]
				}
				r.Chosen = append(r.Chosen, chosen)
			}
		}
	}
	for k, t := range p.Homes {
		if t.Rule >= 0 { // a reform adds terms without a rule
			rules[t.Rule].Cost += s.Away(k)
			rules[t.Rule].Unavoidable += t.Bound(p.Problem)
		}
	}
	return rules
}
