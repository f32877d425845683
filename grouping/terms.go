package grouping

import (
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
)

// problem turns members, in the order of their ids, and rules into integers.
func (gr *Grouper) problem(members []*Member, sizes []int) *problem {
	ids := make([]string, len(members))
	for i, m := range members {
		ids[i] = m.ID
	}
	p := newProblem(ids, sizes)
	for _, q := range gr.policy.Prefer {
		p.tiers = append(p.tiers, q.Tier)
	}
	slices.Sort(p.tiers)
	p.tiers = slices.Compact(p.tiers)
	for _, m := range gr.policy.Must {
		p.rules = append(p.rules, RuleReport{Code: m.Code, Kind: m.Rule.kind(), Source: copied(m.Source)})
		p.add(members, 0, 1, m.Rule)
	}
	for _, q := range gr.policy.Prefer {
		p.rules = append(p.rules, RuleReport{Code: q.Code, Kind: q.Rule.kind(), Tier: q.Tier, Weight: q.weight(), Source: copied(q.Source)})
		p.add(members, slices.Index(p.tiers, q.Tier), q.weight(), q.Rule)
	}
	return p
}

// add compiles the last of p.rules into terms.
func (p *problem) add(members []*Member, tier int, weight int64, k Rule) {
	t := term{rule: len(p.rules) - 1, tier: tier, weight: weight}
	switch {
	case k.Spread != nil:
		c := p.category(t, members, k.Spread.Category, k.Spread.Missing)
		n := int64(p.n)
		c.convex = true
		c.cost = func(v int32, size, count int64) int64 { return abs(n*count - size*int64(c.total[v])) }
	case k.Gather != nil:
		c := p.category(t, members, k.Gather.Category, k.Gather.Missing)
		c.cost = c.elsewhere
	case k.NotAlone != nil:
		c := p.category(t, members, k.NotAlone.Category, k.NotAlone.Missing)
		c.only(k.NotAlone.In)
		least := int64(2)
		if k.NotAlone.Count != nil {
			least = int64(*k.NotAlone.Count)
		}
		c.least = least
		c.cost = func(_ int32, _, count int64) int64 {
			if count == 0 {
				return 0
			}
			return max(0, least-count)
		}
	case k.AtLeast != nil:
		c := p.category(t, members, k.AtLeast.Category, k.AtLeast.Missing)
		c.merge(k.AtLeast.In)
		least := int64(k.AtLeast.Count)
		c.convex, c.least = true, least
		c.cost = func(_ int32, _, count int64) int64 { return max(0, least-count) }
	case k.AtMost != nil:
		c := p.category(t, members, k.AtMost.Category, k.AtMost.Missing)
		if len(k.AtMost.In) > 0 {
			c.merge(k.AtMost.In)
		}
		most := int64(*k.AtMost.Count)
		c.convex = true
		c.cost = func(_ int32, _, count int64) int64 { return max(0, count-most) }
	case k.Balance != nil:
		p.balance(t, members, k.Balance)
	case k.Range != nil:
		p.span(t, members, k.Range)
	case k.CommonHours != nil:
		p.commonHours(t, members, k.CommonHours)
	case k.Together != nil:
		p.sets(t, k.Together.Sets, false, (*counts).elsewhere)
	case k.Keep != nil:
		p.sets(t, k.Keep.Groups, false, (*counts).elsewhere)
	case k.Apart != nil:
		p.sets(t, k.Apart.Sets, true, (*counts).pairs)
	case k.AvoidRepeat != nil:
		p.sets(t, k.AvoidRepeat.Groups, true, (*counts).pairs)
	case k.Pin != nil:
		p.pin(t, k.Pin)
	}
	for _, c := range p.counts {
		if c.up == nil && p.n > 0 {
			c.tabulate(p)
		}
	}
}

// category adds a term over the values of a category.
func (p *problem) category(t term, members []*Member, name, missing string) *counts {
	values, known := make([]string, p.n), make([]bool, p.n)
	for i, m := range members {
		values[i], known[i] = m.Categories[name]
		if !known[i] && missing != "" {
			values[i], known[i] = missing, true
		}
		if !known[i] {
			p.rules[t.rule].Missing++
		}
	}
	c := &counts{term: t, value: make([]int32, p.n)}
	for i, value := range values {
		if known[i] {
			c.names = append(c.names, value)
		}
	}
	slices.Sort(c.names)
	c.names = slices.Clip(slices.Compact(c.names))
	for i, value := range values {
		c.value[i] = -1
		if known[i] {
			v, _ := slices.BinarySearch(c.names, value)
			c.value[i] = int32(v)
		}
	}
	c.tally()
	p.counts = append(p.counts, c)
	return c
}

func (t *counts) tally() {
	t.total = make([]int32, len(t.names))
	for _, v := range t.value {
		if v >= 0 {
			t.total[v]++
		}
	}
}

// only leaves out all values but those of in, if it has any.
func (t *counts) only(in []string) {
	if len(in) == 0 {
		return
	}
	chosen := t.chosen(in)
	for i, v := range t.value {
		if v >= 0 && !chosen[v] {
			t.value[i] = -1
		}
	}
	t.tally()
}

// chosen reports which values stand in a list.
func (t *counts) chosen(in []string) []bool {
	chosen := make([]bool, len(t.names))
	for _, name := range in {
		if v, ok := slices.BinarySearch(t.names, name); ok {
			chosen[v] = true
		}
	}
	return chosen
}

// merge makes one value of those of in and leaves out the others.
func (t *counts) merge(in []string) {
	chosen := t.chosen(in)
	for i, v := range t.value {
		if v >= 0 && chosen[v] {
			t.value[i] = 0
		} else {
			t.value[i] = -1
		}
	}
	t.names = []string{strconv.Quote(in[0])}
	if len(in) == 1 {
		t.names[0] = in[0]
	} else {
		for _, name := range in[1:] {
			t.names[0] += " or " + strconv.Quote(name)
		}
	}
	t.tally()
}

// elsewhere is, for the members of a value in one group, how many with the same
// value are in other groups.
func (t *counts) elsewhere(v int32, _, count int64) int64 { return count * (int64(t.total[v]) - count) }

// pairs is how many pairs the members of a value in one group form.
func (*counts) pairs(_ int32, _, count int64) int64 { return count * (count - 1) / 2 }

// sets adds terms over sets of people: one for all sets that have nobody in
// common, as many as are needed.
func (p *problem) sets(t term, sets [][]string, convex bool, cost func(*counts, int32, int64, int64) int64) {
	var layers []*counts
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
		free := func(c *counts) bool {
			return !slices.ContainsFunc(members, func(m int) bool { return c.value[m] >= 0 })
		}
		at := slices.IndexFunc(layers, free)
		if at < 0 {
			if !p.take(int64(p.n)) {
				return
			}
			c := &counts{term: t, value: make([]int32, p.n), convex: convex}
			for m := range c.value {
				c.value[m] = -1
			}
			c.cost = func(v int32, size, count int64) int64 { return cost(c, v, size, count) }
			at, layers = len(layers), append(layers, c)
		}
		for _, m := range members {
			layers[at].value[m] = int32(len(layers[at].names))
		}
		layers[at].names = append(layers[at].names, strconv.Itoa(i+1))
	}
	p.rules[t.rule].Missing = len(strangers)
	for _, c := range layers {
		c.tally()
	}
	p.counts = append(p.counts, layers...)
}

// known returns the units of a number for each member and which are counted.
func (p *problem) known(t term, members []*Member, name string, unit, missing exact.Decimal) (stated []int64, known []bool) {
	stated, known = make([]int64, p.n), make([]bool, p.n)
	for i, m := range members {
		value, ok := m.Numbers[name]
		if !ok {
			value = missing
		}
		if value.IsZero() {
			p.rules[t.rule].Missing++
			continue
		}
		stated[i], known[i] = unitsOf(value, unit), true
	}
	return stated, known
}

func (p *problem) span(t term, members []*Member, k *RangeRule) {
	stated, known := p.known(t, members, k.Number, k.Unit, k.Missing)
	within := unitsOf(k.Within, k.Unit)
	measure := func(members []int32) int64 {
		low, high, any := int64(0), int64(0), false
		for _, m := range members {
			switch {
			case !known[m]:
			case !any:
				low, high, any = stated[m], stated[m], true
			default:
				low, high = min(low, stated[m]), max(high, stated[m])
			}
		}
		return high - low
	}
	excess := func(span int64) int64 { return max(0, span-within) }
	p.lists = append(p.lists, &lists{term: t, measure: measure, excess: excess, reach: excess(measure(everybody(p.n))), price: p.widest() / 8})
}

func (p *problem) pin(t term, k *PinRule) {
	h := &homes{term: t, home: make([]int32, p.n)}
	for m := range h.home {
		h.home[m] = -1
	}
	for _, pin := range k.Pins {
		for _, id := range pin.Members {
			m, ok := slices.BinarySearch(p.ids, id)
			if !ok {
				p.rules[t.rule].Missing++
				continue
			}
			h.home[m] = int32(min(pin.Group-1, len(p.sizes))) // past the last: nowhere
			if pin.Group <= len(p.sizes) {
				p.pinned[pin.Group-1] = true
			}
		}
	}
	p.homes = append(p.homes, h)
}
