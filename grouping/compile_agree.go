package grouping

import (
	"slices"
	"strings"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// agreement is an agree rule applied to members. It computes the value on which a group
// agrees at the least cost, and this cost.
type agreement struct {
	names     []string  // the values that any member lists
	listed    [][]int32 // of each member: the values it lists, as indexes of names
	saving    [][]int64 // of each member, for each listed value: the field otherwise minus the cost of this value
	otherwise int64
	total     []int64 // scratch: the savings of a group by value
}

// agree adds a term over the values that members list.
func (p *compiled) agree(t partition.Term, members []*Member, k *AgreeRule) {
	a := &agreement{listed: make([][]int32, p.N), saving: make([][]int64, p.N), otherwise: whole(k.Otherwise)}
	lists := make([][]string, p.N)
	for m, member := range members {
		lists[m] = member.listed(k.List, k.Category)
		if len(lists[m]) == 0 {
			p.rules[t.Rule].Missing++
		}
	}
	a.names = slices.Compact(slices.Sorted(slices.Values(slices.Concat(lists...))))
	alike, kinds := make([]int32, p.N), map[string]int32{}
	for m, list := range lists {
		key := strings.Join(list, "\n")
		if _, ok := kinds[key]; !ok {
			kinds[key] = int32(len(kinds))
		}
		alike[m] = kinds[key]
		if !p.Take(int64(len(list))) {
			return
		}
		for rank, value := range list {
			cost := int64(0)
			switch {
			case rank < len(k.Costs):
				cost = whole(k.Costs[rank])
			case len(k.Costs) > 0:
				cost = a.otherwise
			}
			v, _ := slices.BinarySearch(a.names, value)
			a.listed[m], a.saving[m] = append(a.listed[m], int32(v)), append(a.saving[m], a.otherwise-cost)
		}
	}
	a.total = make([]int64, len(a.names))
	p.vacuousIf(t, len(a.names) == 0)
	p.agreed[t.Rule] = a
	measure := func(members []int32) int64 {
		cost, _ := a.choose(members)
		return cost
	}
	p.Lists = append(p.Lists, &partition.Lists{Term: t, Measure: measure, Excess: func(cost int64) int64 { return cost }, Alike: alike, Order: inOrder(alike),
		Apart: k.Category != "" && p.rules[t.Rule].Missing == 0 && k.strict(),
		Reach: int64(p.Widest()) * a.otherwise, Price: p.Widest() / 2})
}

// strict reports whether a group costs something if its members have different values of
// a category.
func (k *AgreeRule) strict() bool {
	return whole(k.Otherwise) > 0 && (len(k.Costs) == 0 || whole(k.Costs[0]) == 0)
}

// chosen returns the value that the members of a group choose. It is empty if no member
// lists a value.
func (a *agreement) chosen(members []int32) string {
	if _, v := a.choose(members); v >= 0 {
		return a.names[v]
	}
	return ""
}

// choose returns the least cost of a group, and the index of the value that has this
// cost, or -1 if no member lists any value. If several values have this cost, it takes
// the first in order.
func (a *agreement) choose(members []int32) (cost int64, value int32) {
	value = -1
	for _, m := range members {
		if len(a.listed[m]) > 0 {
			cost += a.otherwise
		}
		for i, v := range a.listed[m] {
			a.total[v] += a.saving[m][i]
		}
	}
	best := int64(-1)
	for _, m := range members {
		for _, v := range a.listed[m] {
			if a.total[v] > best || a.total[v] == best && v < value {
				best, value = a.total[v], v
			}
		}
	}
	for _, m := range members {
		for _, v := range a.listed[m] {
			a.total[v] = 0
		}
	}
	return cost - max(0, best), value
}

// listed returns a member's values of a list, best first, or the one value of a category.
func (m *Member) listed(list, category string) []string {
	if list != "" {
		return m.Lists[list]
	}
	if value, ok := m.Categories[category]; ok {
		return []string{value}
	}
	return nil
}

// vacuousIf records, if vacuous is true, that no member states what the rule of t asks
// for.
func (p *compiled) vacuousIf(t partition.Term, vacuous bool) {
	if vacuous && p.N > 0 {
		p.vacuous = append(p.vacuous, t.Rule)
	}
}

// inOrder returns the numbers of the members as sort keys for [partition.Lists]. So
// members with the same number become neighbours.
func inOrder(numbers []int32) []int64 {
	order := make([]int64, len(numbers))
	for m, n := range numbers {
		order[m] = int64(n)
	}
	return order
}
