package grouping

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// values holds the value that each member has of one category.
type values struct {
	names []string // the different values, sorted
	value []int32  // of each member: the index of the value in names, -1 for none
}

// category adds the terms of a rule that counts the members who have a value: spread,
// gather, not_alone, at_least or at_most.
func (p *compiled) category(t partition.Term, members []*Member, k Rule) {
	switch {
	case k.Spread != nil:
		vs := p.values(t, members, k.Spread.Category, k.Spread.Missing)
		p.vacuousIf(t, len(vs.names) == 0)
		c := p.counts(t, vs)
		n := int64(p.N)
		c.Convex = true
		c.Cost = func(v int32, size, count int64) int64 { return abs(n*count - size*int64(c.Total[v])) }
	case k.Gather != nil:
		vs := p.values(t, members, k.Gather.Category, k.Gather.Missing)
		p.vacuousIf(t, len(vs.names) == 0)
		c := p.counts(t, vs)
		c.Cost = splitPairs(c)
	case k.NotAlone != nil:
		least := int64(2)
		if k.NotAlone.Count != nil {
			least = int64(*k.NotAlone.Count)
		}
		for _, vs := range p.readings(t, members, k.NotAlone.List, k.NotAlone.Category, k.NotAlone.Missing, k.NotAlone.In) {
			c := p.counts(t, vs)
			c.Least = least
			c.Cost = func(_ int32, _, count int64) int64 {
				if count == 0 {
					return 0
				}
				return max(0, least-count)
			}
		}
	case k.AtLeast != nil:
		c := p.counts(t, p.anyOf(t, members, k.AtLeast.List, k.AtLeast.Category, k.AtLeast.Missing, k.AtLeast.In))
		c.Convex, c.Least = true, int64(k.AtLeast.Count)
		c.Cost = func(_ int32, _, count int64) int64 { return max(0, c.Least-count) }
	case k.AtMost != nil:
		most := int64(*k.AtMost.Count)
		var all []*values
		if len(k.AtMost.In) > 0 {
			all = []*values{p.anyOf(t, members, k.AtMost.List, k.AtMost.Category, k.AtMost.Missing, k.AtMost.In)}
		} else {
			all = p.readings(t, members, k.AtMost.List, k.AtMost.Category, k.AtMost.Missing, nil)
		}
		for _, vs := range all {
			c := p.counts(t, vs)
			c.Convex = true
			c.Cost = func(_ int32, _, count int64) int64 { return max(0, count-most) }
		}
	}
}

// readings reads the values of members from a category or a list. For a category, it
// returns one result that holds all values. A member can have several values of a list,
// so for a list, it returns one result for each value. If the selection is not empty,
// only the values in it are read.
func (p *compiled) readings(t partition.Term, members []*Member, list, category, fallback string, selection []string) []*values {
	if list == "" {
		vs := p.values(t, members, category, fallback)
		p.vacuousIf(t, len(vs.names) == 0 || len(selection) > 0 && !slices.Contains(vs.chosen(selection), true))
		vs.filter(selection)
		return []*values{vs}
	}
	by := map[string]*values{}
	for m, member := range members {
		if len(member.Lists[list]) == 0 {
			p.rules[t.Rule].Missing++
		}
		for _, value := range member.Lists[list] {
			if len(selection) > 0 && !slices.Contains(selection, value) {
				continue
			}
			if by[value] == nil {
				if !p.Take(int64(p.N)) {
					return nil
				}
				by[value] = &values{names: []string{value}, value: slices.Repeat([]int32{-1}, p.N)}
			}
			by[value].value[m] = 0
		}
	}
	p.vacuousIf(t, len(by) == 0)
	var all []*values
	for _, value := range slices.Sorted(maps.Keys(by)) {
		all = append(all, by[value])
	}
	return all
}

// anyOf reads, from a category or a list, which members have at least one of the selected
// values.
func (p *compiled) anyOf(t partition.Term, members []*Member, list, category, fallback string, selection []string) *values {
	if list == "" {
		vs := p.values(t, members, category, fallback)
		p.vacuousIf(t, !slices.Contains(vs.chosen(selection), true))
		vs.merge(selection)
		return vs
	}
	vs := &values{names: []string{list}, value: slices.Repeat([]int32{-1}, p.N)}
	for m, member := range members {
		if len(member.Lists[list]) == 0 {
			p.rules[t.Rule].Missing++
		}
		if slices.ContainsFunc(member.Lists[list], func(value string) bool { return slices.Contains(selection, value) }) {
			vs.value[m] = 0
		}
	}
	p.vacuousIf(t, !slices.Contains(vs.value, 0))
	vs.name(selection)
	return vs
}

// values returns each member's value of the category with the given name. Members without
// the category get the fallback, unless it is empty.
func (p *compiled) values(t partition.Term, members []*Member, name, fallback string) *values {
	texts, known := make([]string, p.N), make([]bool, p.N)
	vs := &values{value: make([]int32, p.N)}
	for i, m := range members {
		texts[i], known[i] = m.Categories[name]
		if !known[i] && fallback != "" {
			texts[i], known[i] = fallback, true
		}
		if known[i] {
			vs.names = append(vs.names, texts[i])
		} else {
			p.rules[t.Rule].Missing++
		}
	}
	slices.Sort(vs.names)
	vs.names = slices.Clip(slices.Compact(vs.names))
	for i, text := range texts {
		vs.value[i] = -1
		if known[i] {
			v, _ := slices.BinarySearch(vs.names, text)
			vs.value[i] = int32(v)
		}
	}
	return vs
}

// filter keeps the values that are in the selection, and drops all others. If the
// selection is empty, it keeps all values.
func (vs *values) filter(selection []string) {
	if len(selection) == 0 {
		return
	}
	var names []string
	index := make([]int32, len(vs.names))
	for v, chosen := range vs.chosen(selection) {
		if index[v] = -1; chosen {
			index[v], names = int32(len(names)), append(names, vs.names[v])
		}
	}
	for i, v := range vs.value {
		if v >= 0 {
			vs.value[i] = index[v]
		}
	}
	vs.names = names
}

// chosen reports for each value whether it is in the selection.
func (vs *values) chosen(selection []string) []bool {
	chosen := make([]bool, len(vs.names))
	for _, name := range selection {
		if v, ok := slices.BinarySearch(vs.names, name); ok {
			chosen[v] = true
		}
	}
	return chosen
}

// merge replaces the selected values by a single one and drops all others.
func (vs *values) merge(selection []string) {
	chosen := vs.chosen(selection)
	for i, v := range vs.value {
		if v >= 0 && chosen[v] {
			vs.value[i] = 0
		} else {
			vs.value[i] = -1
		}
	}
	vs.name(selection)
}

// name sets vs.names to one text for all values in the selection: the value itself if
// there is only one, otherwise the quoted values joined by the word "or".
func (vs *values) name(selection []string) {
	vs.names = []string{selection[0]}
	if len(selection) > 1 {
		vs.names[0] = strconv.Quote(selection[0])
		for _, name := range selection[1:] {
			vs.names[0] += " or " + strconv.Quote(name)
		}
	}
}

// counts adds a term that counts, in each group, the members with each value. The caller
// sets the cost function of the term.
func (p *compiled) counts(t partition.Term, vs *values) *partition.Counts {
	c := &partition.Counts{Term: t, Value: vs.value}
	c.Tally(len(vs.names))
	p.names[c] = vs.names
	p.Counts = append(p.Counts, c)
	return c
}

// splitPairs returns the cost function of a rule that wants the people with the same
// value in one group. The cost is the number of pairs that consist of a person with this
// value in the group and a person with this value in another group.
func splitPairs(c *partition.Counts) func(v int32, size, count int64) int64 {
	return func(v int32, _, count int64) int64 { return count * (int64(c.Total[v]) - count) }
}

// pairs is the cost function of a rule that keeps people apart. The cost is the number of
// pairs of people in the group who have the same value.
func pairs(_ int32, _, count int64) int64 { return count * (count - 1) / 2 }

// sets adds terms over sets of people. The sets of one term have no person in common: a
// set goes to the first term whose sets it does not overlap, and to a new term if there
// is none. If apart is true, each pair of people of a set who are in one group costs 1.
// Otherwise, each pair who are in different groups costs 2: each of the two groups pays
// 1.
func (p *compiled) sets(t partition.Term, sets [][]string, apart bool) {
	var layers []*values
	strangers := map[string]bool{}
	for i, set := range sets {
		var members []int
		for _, id := range set {
			if m, ok := slices.BinarySearch(p.ids, id); ok {
				members = append(members, m)
			} else {
				strangers[id] = true
			}
		}
		at := slices.IndexFunc(layers, func(vs *values) bool {
			return !slices.ContainsFunc(members, func(m int) bool { return vs.value[m] >= 0 })
		})
		if at < 0 {
			if !p.Take(int64(p.N)) {
				return
			}
			at, layers = len(layers), append(layers, &values{value: slices.Repeat([]int32{-1}, p.N)})
		}
		vs := layers[at]
		for _, m := range members {
			vs.value[m] = int32(len(vs.names))
		}
		vs.names = append(vs.names, strconv.Itoa(i+1))
	}
	p.rules[t.Rule].Missing = len(strangers)
	for _, vs := range layers {
		c := p.counts(t, vs)
		c.Convex, c.Cost = apart, pairs
		if !apart {
			c.Cost = splitPairs(c)
		}
	}
}
