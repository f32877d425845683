package grouping

import (
	"cmp"
	"slices"
)

// reports returns what each rule costs.
func (s *state) reports() []RuleReport {
	p := s.p
	rules := append([]RuleReport{}, p.rules...)
	for k, t := range p.counts {
		r := &rules[t.rule]
		r.Unavoidable += p.newFamily(t).bound / t.weight
		if s.count[k] == nil {
			r.Cost += s.tally(k, t)
			continue
		}
		for v, name := range t.names {
			value := ValueReport{Value: name, Total: int(t.total[v]), Groups: make([]int, len(p.sizes))}
			for g, size := range p.sizes {
				count := s.count[k][g*len(t.total)+v]
				value.Groups[g] = int(count)
				value.Cost += t.cost(int32(v), int64(size), int64(count))
			}
			r.Cost += value.Cost
			r.Values = append(r.Values, value)
		}
	}
	for _, r := range rules {
		// Sets stand in the order of the policy, whatever terms they are in.
		if r.Kind == "together" || r.Kind == "apart" || r.Kind == "avoid_repeat" || r.Kind == "keep" {
			slices.SortFunc(r.Values, func(a, b ValueReport) int {
				return cmp.Or(cmp.Compare(len(a.Value), len(b.Value)), cmp.Compare(a.Value, b.Value))
			})
		}
	}
	for k, t := range p.sums {
		r := &rules[t.rule]
		r.Unavoidable += t.bound(p)
		for g := range p.sizes {
			r.Cost += abs(s.sum[k][g])
			sum := int64(0)
			for _, member := range s.members(int32(g)) {
				sum += t.units[member]
			}
			r.Groups = append(r.Groups, sum)
		}
	}
	for k, t := range p.lists {
		r := &rules[t.rule]
		for g := range p.sizes {
			r.Cost += s.list[k][g]
			r.Groups = append(r.Groups, t.measure(s.members(int32(g))))
		}
	}
	for k, t := range p.homes {
		if t.rule >= 0 { // those of a reform are no rules
			rules[t.rule].Cost += s.away[k]
		}
	}
	return rules
}
