package grouping

import (
	"maps"
	"slices"
)

// divisionOf returns the division that the groups form.
func (r *reform) divisionOf(groups [][]string) division {
	d := division{sizes: groupSizes(groups)}
	if r.gr.policy.Sizes.Per == "" {
		return d
	}
	value := make(map[string]string, len(r.members))
	for _, m := range r.members {
		value[m.ID] = r.gr.value(m)
	}
	for _, group := range groups {
		d.values = append(d.values, value[group[0]])
	}
	return d
}

// targets returns the divisions to try first. The first result has sizes near those of
// the present groups. The second result has the present number of groups or, if the
// policy does not allow it, the nearest number that is allowed, with sizes as even as
// possible.
func (r *reform) targets() (near, even division) {
	s, moves := r.gr.policy.Sizes, r.allowed()
	present := r.presentByValue()
	if s.Per == "" {
		near.sizes, _ = s.resized(len(r.members), present[""], moves)
		even.sizes, _ = s.splitInto(len(r.members), len(present[""]))
		return near, even
	}
	var nears, evens []division
	for _, b := range r.gr.blocks(r.members) {
		var sizes []int
		sizes, moves = s.resized(b.n, present[b.value], moves)
		nears = append(nears, division{sizes, slices.Repeat([]string{b.value}, len(sizes))})
		sizes, _ = s.splitInto(b.n, len(present[b.value]))
		evens = append(evens, division{sizes, slices.Repeat([]string{b.value}, len(sizes))})
	}
	return join(nears), join(evens)
}

// presentByValue returns a list of numbers for each value. The list has one number for
// each earlier group that continues with the value: how many people of the group are
// still members and have the value.
func (r *reform) presentByValue() map[string][]int {
	present, counts := r.present(), map[string][]int{}
	for _, g := range slices.Sorted(maps.Keys(present)) {
		counts[r.valueOf[g]] = append(counts[r.valueOf[g]], present[g])
	}
	return counts
}

// note determines the value with which each earlier group continues: the most frequent
// value among its people who are still members. If two values are equally frequent, it is
// the one that sorts first.
func (r *reform) note() {
	r.valueOf = map[int32]string{}
	many := map[int32]map[string]int{}
	for m, g := range r.old {
		if g < 0 {
			continue
		}
		if many[g] == nil {
			many[g] = map[string]int{}
		}
		many[g][r.gr.value(r.members[m])]++
	}
	for g, values := range many {
		most := 0
		for _, value := range slices.Sorted(maps.Keys(values)) {
			if values[value] > most {
				r.valueOf[g], most = value, values[value]
			}
		}
	}
}

// valuesOf returns the value of each new group. The parameter slots holds, for each new
// group, the earlier group that it continues. The parameter earlier holds the value of
// each earlier group. A new group takes the value of its earlier group as long as d has
// an unused group with this size and value. Otherwise it takes another unused value that
// d has for its size.
func (d division) valuesOf(slots []int32, earlier map[int32]string) []string {
	values := make([]string, len(slots))
	if len(d.values) == 0 {
		return values
	}
	type kind struct {
		size  int
		value string
	}
	unused := map[kind]int{}
	for slot, size := range d.sizes {
		unused[kind{size, d.values[slot]}]++
	}
	var open []int
	for slot, g := range slots {
		k := kind{d.sizes[slot], earlier[g]}
		if unused[k] == 0 {
			open = append(open, slot)
			continue
		}
		values[slot] = k.value
		unused[k]--
	}
	// Each new group that is still without a value takes the next unused value that d has
	// for groups of its size.
	next := map[int]int{} // of each size: the position from which to look for a remaining value
	for _, slot := range open {
		size := d.sizes[slot]
		for at := next[size]; ; at++ {
			if k := (kind{size, d.values[at]}); d.sizes[at] == size && unused[k] > 0 {
				values[slot], next[size] = k.value, at
				unused[k]--
				break
			}
		}
	}
	return values
}

// settle seats member m in group home[m], if the group has the member's value and a free
// seat. All other members take the remaining seats in groups of their value.
func (r *reform) settle(p *compiled, slots, home []int32) []int32 {
	if len(r.values) == 0 {
		return p.Settle(home)
	}
	values := r.valuesOf(slots, r.valueOf)
	room, seats := slices.Clone(p.Sizes), make([]int32, p.N)
	for m, g := range home {
		seats[m] = -1
		if g >= 0 && int(g) < len(room) && room[g] > 0 && values[g] == r.gr.value(r.members[m]) {
			seats[m] = g
			room[g]--
		}
	}
	free := map[string][]int32{} // by value, the slots with room
	for slot, value := range values {
		free[value] = append(free[value], slices.Repeat([]int32{int32(slot)}, room[slot])...)
	}
	for m, g := range seats {
		if value := r.gr.value(r.members[m]); g < 0 {
			seats[m], free[value] = free[value][0], free[value][1:]
		}
	}
	return p.Settle(seats)
}
