package grouping

import (
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// known returns the units of a number for each member, and who has one.
func (p *compiled) known(t partition.Term, members []*Member, name string, unit, missing exact.Decimal) (stated []int64, known []bool) {
	stated, known = make([]int64, p.N), make([]bool, p.N)
	for i, m := range members {
		value, ok := m.Numbers[name]
		if !ok {
			value = missing
		}
		if value.IsZero() {
			p.rules[t.Rule].Missing++
			continue
		}
		stated[i], known[i] = unitsOf(value, unit), true
	}
	return stated, known
}

func (p *compiled) balance(t partition.Term, members []*Member, k *BalanceRule) {
	stated, known := p.known(t, members, k.Number, k.Unit, k.Missing)
	total, count := int64(0), int64(0)
	for i, ok := range known {
		if ok {
			total, count = total+stated[i], count+1
		}
	}
	s := &partition.Sums{Term: t, Part: make([]int64, p.N)}
	for i, ok := range known {
		if ok {
			s.Part[i] = count*stated[i] - total
		}
	}
	p.units[s] = stated
	p.Sums = append(p.Sums, s)
}

func (p *compiled) span(t partition.Term, members []*Member, k *RangeRule) {
	stated, known := p.known(t, members, k.Number, k.Unit, k.Missing)
	within := unitsOf(k.Within, k.Unit)
	measure := func(members []int32) int64 {
		low, high, found := int64(0), int64(0), false
		for _, m := range members {
			switch {
			case !known[m]:
			case !found:
				low, high, found = stated[m], stated[m], true
			default:
				low, high = min(low, stated[m]), max(high, stated[m])
			}
		}
		return high - low
	}
	// Members with one number are interchangeable, and so are those without.
	distinct := slices.Compact(slices.Sorted(slices.Values(stated)))
	alike := make([]int32, p.N)
	for m := range alike {
		at, _ := slices.BinarySearch(distinct, stated[m])
		if alike[m] = int32(at); !known[m] {
			alike[m] = -1
		}
	}
	excess := func(span int64) int64 { return max(0, span-within) }
	p.Lists = append(p.Lists, &partition.Lists{Term: t, Measure: measure, Excess: excess, Alike: alike, Reach: excess(measure(partition.Everybody(p.N))), Price: p.Widest() / 8})
}

func abs(x int64) int64 {
	if x < 0 {
		return -x
	}
	return x
}
