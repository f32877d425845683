package grouping

import (
	"cmp"
	"slices"
)

// reform looks for the best formation near an earlier one.
type reform struct {
	gr      *Grouper
	members []*Member
	sizes   []int   // of the new groups, larger first
	old     []int32 // the earlier group of each member, -1 for none
	swapped []bool
	options Options
	steps   int
	left    int64   // how many of the earlier formation are no members
	slots   []int32 // of the best: the earlier group that each new one continues, -1 for none
}

// maxVariants bounds how many ways to match earlier groups and sizes are tried.
const maxVariants = 64

func (r *reform) run() *search {
	slots := r.match()
	allowed := max(r.allowed(), r.needed(slots))
	variants := [][]int32{slots}
	for a := range slots {
		for b := range a {
			if r.sizes[a] != r.sizes[b] && len(variants) < maxVariants {
				variant := slices.Clone(slots)
				variant[a], variant[b] = variant[b], variant[a]
				if r.needed(variant) <= allowed {
					variants = append(variants, variant)
				}
			}
		}
	}
	for {
		var best *search
		for _, variant := range variants {
			s := r.search(variant, allowed, r.steps/len(variants))
			if best == nil || better(s.least, best.least) {
				best, r.slots = s, variant
			}
		}
		if best.least[0] == 0 || allowed >= int64(len(r.members)) {
			return best
		}
		allowed *= 2 // the musts need more
		allowed++
	}
}

// anew is the fresh formation, for when the climb from the earlier one does not
// find its way to where every must is kept.
func (r *reform) anew(fresh Formation) *search {
	p := r.gr.problem(r.members, r.sizes)
	p.weigh()
	seat, _ := p.seats(fresh.Groups)
	r.slots = r.match()
	return p.newSearch(seat, nil)
}

// allowed is how many moves the options allow, counting one for each who left.
func (r *reform) allowed() int64 {
	if r.options.Moves != nil {
		return int64(*r.options.Moves)
	}
	return r.left
}

// match gives every size the earlier group that continues there: larger ones to
// those with more members left. A pinned group stays at its position.
func (r *reform) match() []int32 {
	present := map[int32]int{}
	for _, g := range r.old {
		if g >= 0 {
			present[g]++
		}
	}
	slots := make([]int32, len(r.sizes))
	p := r.gr.problem(r.members, r.sizes)
	var open []int
	for slot := range slots {
		slots[slot] = -1
		if p.pinned[slot] && present[int32(slot)] > 0 {
			slots[slot] = int32(slot)
			delete(present, int32(slot))
		} else {
			open = append(open, slot)
		}
	}
	var groups []int32
	for g := range present {
		groups = append(groups, g)
	}
	slices.SortFunc(groups, func(a, b int32) int {
		return cmp.Or(cmp.Compare(present[b], present[a]), cmp.Compare(a, b))
	})
	for i, slot := range open {
		if i < len(groups) {
			slots[slot] = groups[i]
		}
	}
	return slots
}

// needed is how many members have to move because their group has no room.
func (r *reform) needed(slots []int32) int64 {
	room := map[int32]int{}
	for slot, g := range slots {
		room[g] = r.sizes[slot]
	}
	needed := int64(0)
	for _, g := range r.old {
		if g >= 0 {
			if room[g] == 0 {
				needed++
			} else {
				room[g]--
			}
		}
	}
	return needed
}

// search starts from the earlier groups and allows so many moves.
func (r *reform) search(slots []int32, allowed int64, steps int) *search {
	p := r.gr.problem(r.members, r.sizes)
	p.tiers = append(p.tiers, 0) // the last tier: as few moves as possible
	slotOf := map[int32]int32{}
	for slot, g := range slots {
		if g >= 0 {
			slotOf[g] = int32(slot)
		}
	}
	home, fixed := make([]int32, p.n), make([]int32, p.n)
	for m, g := range r.old {
		home[m], fixed[m] = -1, -1
		if g < 0 {
			continue
		}
		home[m] = int32(len(p.sizes)) // its group is no more: a move anyway
		if slot, ok := slotOf[g]; ok {
			home[m] = slot
		}
		if r.swapped[m] {
			fixed[m] = home[m]
		}
	}
	p.homes = append(p.homes,
		&homes{term: term{rule: -1, tier: 0, weight: 1}, home: home, free: allowed},
		&homes{term: term{rule: -1, tier: 0, weight: 1}, home: fixed},
		&homes{term: term{rule: -1, tier: len(p.tiers) - 1, weight: 1}, home: home})
	p.weigh()
	return p.solveFrom(p.settle(home), r.options.Seed, steps)
}

// settle seats members in their homes as far as there is room, and the others
// where seats are left.
func (p *problem) settle(home []int32) []int32 {
	groups := make([][]int32, len(p.sizes))
	var rest []int32
	for m, g := range home {
		if g >= 0 && int(g) < len(groups) && len(groups[g]) < p.sizes[g] {
			groups[g] = append(groups[g], int32(m))
		} else {
			rest = append(rest, int32(m))
		}
	}
	for g, size := range p.sizes {
		free := size - len(groups[g])
		groups[g] = append(groups[g], rest[:free]...)
		rest = rest[free:]
	}
	return slices.Concat(groups...)
}
