package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// reform looks for the best formation near an earlier one.
type reform struct {
	gr       *Grouper
	members  []*Member
	division         // of the new groups
	old      []int32 // the earlier group of each member, -1 for none
	swapped  []bool
	options  ReformOptions
	steps    int64
	valueOf  map[int32]string // the value with which each earlier group continues
	gone     int64            // people of the earlier formation who are no longer members
	meter    *partition.Meter
	best     *compiled // the problem of the best formation
	slots    []int32   // in the best formation: the earlier group that each new one continues, -1 for none
	floor    []int64   // the bound in these sizes, which does not depend on slots; nil before it is computed
}

// resize sets the sizes of the new groups.
func (r *reform) resize(d division) { r.division, r.floor = d, nil }

// run searches once for each continuation of the earlier groups (see [continuations]),
// and returns the best formation.
func (r *reform) run() (best *partition.Search) {
	variants := r.variants(r.match())
	for i, variant := range variants {
		// Half of the steps are for the first continuation, which needs the fewest moves.
		steps := r.steps
		if len(variants) > 1 {
			steps = r.steps / 2
		}
		if i > 0 {
			steps /= int64(len(variants) - 1)
		}
		p, home := r.problem(variant)
		s := p.SolveFrom(r.settle(p, variant, home), r.options.Seed, steps)
		if best == nil || partition.Better(s.Least, best.Least) {
			best, r.best, r.slots = s, p, variant
		}
	}
	return best
}

// fromFresh searches from the fresh formation. It is used if no search from the earlier
// formation keeps every required rule.
func (r *reform) fromFresh(fresh Formation) *partition.Search {
	r.resize(r.divisionOf(fresh.Groups))
	seat, _ := r.gr.problem(r.members, r.sizes).seats(fresh.Groups)
	r.slots = r.continued(r.shared(seat))
	p, _ := r.problem(r.slots)
	r.best = p
	return p.SolveFrom(seat, r.options.Seed, r.steps)
}

// allowed returns the number of moves that the options allow: by default, one for each
// member who left. There is at most one move for each member.
func (r *reform) allowed() int64 {
	moves := r.gone
	if r.options.Moves != nil {
		moves = int64(*r.options.Moves)
	}
	return min(moves, int64(len(r.members)))
}

// present returns, for each earlier group, how many of its people are still members. If
// [Sizes.Per] names a category, it counts only the members who have the value that the
// group keeps (see valueOf).
func (r *reform) present() map[int32]int {
	present := map[int32]int{}
	for m, g := range r.old {
		if g >= 0 && r.valueOf[g] == r.gr.value(r.members[m]) {
			present[g]++
		}
	}
	return present
}

// match returns, for each new group, the earlier group that it continues, or -1 for none.
// The new groups are called slots. If people are pinned to a position, the earlier group
// at this position keeps it. The other earlier groups are sorted by the number of their
// people who are still members, and the largest groups take the largest slots. If there
// are too few slots, groups with swapped members take precedence.
func (r *reform) match() []int32 {
	present := r.present()
	slots := make([]int32, len(r.sizes))
	p := r.gr.problem(r.members, r.sizes)
	var open []int
	for slot := range slots {
		slots[slot] = -1
		if p.Pinned[slot] && present[int32(slot)] > 0 {
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
	swapped := map[int32]int{}
	for m, g := range r.old {
		if r.swapped[m] {
			swapped[g] = 1
		}
	}
	bySize := func(a, b int32) int { return cmp.Or(cmp.Compare(present[b], present[a]), cmp.Compare(a, b)) }
	slices.SortFunc(groups, func(a, b int32) int { return cmp.Or(cmp.Compare(swapped[b], swapped[a]), bySize(a, b)) })
	// For each value, the largest groups continue in the largest slots.
	values, room := r.valuesOf(slots, r.valueOf), map[string][]int{}
	for _, slot := range open {
		value := values[slot]
		room[value] = append(room[value], slot)
	}
	chosen := map[string][]int32{}
	for _, g := range groups {
		if value := r.valueOf[g]; len(chosen[value]) < len(room[value]) {
			chosen[value] = append(chosen[value], g)
		}
	}
	for value, groups := range chosen {
		slices.SortFunc(groups, bySize)
		for i, g := range groups {
			slots[room[value][i]] = g
		}
	}
	return slots
}

// problem returns the problem of the policy with three more terms. The first, in tier 0,
// keeps swapped members in their new groups. The second, before all preferences, counts
// the moves above the allowed number. The third, after all preferences, counts all moves.
// It also returns the home of each member: -1 for members who joined, and len(Sizes) for
// members whose group does not continue.
func (r *reform) problem(slots []int32) (p *compiled, home []int32) {
	p = r.gr.problem(r.members, r.sizes)
	p.tiers = append(slices.Insert(p.tiers, 1, 0), 0)
	p.Tiers = len(p.tiers)
	for _, t := range p.Terms() {
		if t.Tier > 0 {
			t.Tier++
		}
	}
	slotOf := map[int32]int32{}
	for slot, g := range slots {
		if g >= 0 {
			slotOf[g] = int32(slot)
		}
	}
	home = make([]int32, p.N)
	fixed := make([]int32, p.N)
	for m, g := range r.old {
		home[m], fixed[m] = -1, -1
		if g < 0 {
			continue
		}
		home[m] = int32(len(p.Sizes))
		if slot, ok := slotOf[g]; ok {
			home[m] = slot
		}
		if r.swapped[m] {
			fixed[m] = home[m]
		}
	}
	p.Homes = append(p.Homes,
		&partition.Homes{Term: partition.Term{Rule: -1, Tier: 0, Weight: 1}, Home: fixed},
		&partition.Homes{Term: partition.Term{Rule: -1, Tier: 1, Weight: 1}, Home: home, Free: r.allowed()},
		&partition.Homes{Term: partition.Term{Rule: -1, Tier: p.Tiers - 1, Weight: 1}, Home: home})
	p.Weigh()
	p.Meter = r.meter
	p.SetBound(r.floor)
	r.floor = p.Bound()
	return p, home
}
