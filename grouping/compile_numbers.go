package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// known reads the number with the given name from each member. For each member, it
// returns the number in units, and whether the member has one. Members without the number
// get the fallback, if one is stated.
func (p *compiled) known(t partition.Term, members []*Member, name string, in unit, fallback exact.Decimal) (stated []int64, known []bool) {
	stated, known = make([]int64, p.N), make([]bool, p.N)
	for i, m := range members {
		value, ok := m.Numbers[name]
		if !ok {
			value = fallback
		}
		if value.IsZero() {
			p.rules[t.Rule].Missing++
			continue
		}
		stated[i], known[i] = in.count(value), true
		if _, fault := (unit{size: in.size}).convert(value); fault != "" {
			p.rules[t.Rule].Rounded++
		}
	}
	p.vacuousIf(t, !slices.Contains(known, true))
	return stated, known
}

func (p *compiled) balance(t partition.Term, members []*Member, k *BalanceRule) {
	stated, known := p.known(t, members, k.Number, unit{k.Unit, k.Round}, k.Missing)
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
	stated, known := p.known(t, members, k.Number, unit{k.Unit, k.Round}, k.Missing)
	within := unit{size: k.Unit}.count(k.Within)
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
	// Members with the same number are interchangeable, and so are members without a
	// number.
	distinct := slices.Compact(slices.Sorted(slices.Values(stated)))
	alike := make([]int32, p.N)
	for m := range alike {
		at, _ := slices.BinarySearch(distinct, stated[m])
		if alike[m] = int32(at); !known[m] {
			alike[m] = -1
		}
	}
	excess := func(span int64) int64 { return max(0, span-within) }
	p.Lists = append(p.Lists, &partition.Lists{Term: t, Measure: measure, Excess: excess, Alike: alike, Order: stated, Apart: within == 0 && !slices.Contains(known, false), Floor: spanFloor(stated, known, within, p.smallest()), Reach: excess(measure(partition.Everybody(p.N))), Price: p.Widest() / 8})
}

func abs(x int64) int64 { return max(x, -x) }

// smallest returns the size of the smallest group.
func (p *compiled) smallest() int {
	least := p.N
	for _, size := range p.Sizes {
		least = min(least, size)
	}
	return least
}

// spanFloor returns, for each member, a lower bound on the cost of a range rule in the
// group of the member, if groups have at least the given size. The cheapest group of a
// member consists of all members without a number and of members with the nearest
// numbers.
func spanFloor(stated []int64, known []bool, within int64, size int) []int64 {
	var order []int // members with a number, in the order of their numbers
	for m, ok := range known {
		if ok {
			order = append(order, m)
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(stated[a], stated[b]) })
	floor := make([]int64, len(stated))
	// A run consists of members who are next to each other in the sorted order. The loops
	// compute the cost of each run and then, for each member, the least cost of a run
	// that holds the member.
	length := max(1, size-(len(stated)-len(order))) // of a run
	widths := make([]int64, len(order)-length+1)
	for i := range widths {
		widths[i] = max(0, stated[order[i+length-1]]-stated[order[i]]-within)
	}
	var least []int // the runs that can still have the least cost for a later member, cheapest first
	for at, m := range order {
		if at < len(widths) {
			for len(least) > 0 && widths[least[len(least)-1]] >= widths[at] {
				least = least[:len(least)-1]
			}
			least = append(least, at)
		}
		if least[0] < at-length+1 {
			least = least[1:]
		}
		floor[m] = widths[least[0]]
	}
	return floor
}
