package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Move is a member who changed groups. Positions count from 1 in the earlier
// formation and in the new one; From is never 0.
type Move struct {
	ID   string `json:"id"`
	From int    `json:"from"`
	To   int    `json:"to"`
}

// Change is what a reform did.
type Change struct {
	// Moves are the members who changed groups, by id; Joined those the
	// earlier formation did not have, Left those who are no longer members.
	Moves  []Move   `json:"moves"`
	Joined []string `json:"joined"`
	Left   []string `json:"left"`
	// Continues has, for each group, the position of the earlier group that it
	// continues, 0 for a new one.
	Continues []int `json:"continues"`
	// Fresh is what forming anew would cost, whoever moves.
	Fresh []Tier `json:"fresh"`
}

// Reform adapts an earlier formation to the members there are now and keeps as
// many as it can where they are. The most that may change groups is
// [Options.Moves], but at least what the sizes and the rules in must need; among
// the formations within that it looks for the best, and of equal ones for the
// one with the fewest moves. Whoever joins or leaves is no move.
//
// Tiers, with their bounds and proofs, are those of forming anew in Change.Fresh;
// in the result a tier is proved when the reformed cost meets the same bound.
// The errors are those of [Grouper.Form], and codes duplicate-id, unknown-id and
// swap-conflict.
func (gr *Grouper) Reform(f Formation, members []Member, o Options) (Formation, error) {
	if err := f.checkGroups(); err != nil {
		return Formation{}, err
	}
	fresh, err := gr.Form(members, Options{Seed: o.Seed, Steps: o.Steps})
	if err != nil {
		return Formation{}, err
	}
	sorted := byID(members)
	base, swapped, err := exchange(f.Groups, sorted, o.Swaps)
	if err != nil {
		return Formation{}, err
	}
	r := &reform{gr: gr, members: sorted, sizes: groupSizes(fresh.Groups), old: base, swapped: swapped, options: o, steps: fresh.Steps}
	for _, group := range f.Groups {
		r.left += int64(len(group))
	}
	for _, g := range base {
		if g >= 0 {
			r.left--
		}
	}
	best := r.run()
	if best.least[0] > 0 {
		if len(o.Swaps) > 0 {
			return Formation{}, rule.Violations{{Code: "swap-conflict", Path: "swaps", Detail: "no formation was found that keeps these swaps and every rule in must"}}
		}
		best = r.anew(fresh)
	}
	g := best.p.formation(best.best, best.bound)
	for t := range g.Tiers {
		// The bounds of this search hold for the moves allowed only.
		g.Tiers[t].Bound = fresh.Tiers[t].Bound
		g.Tiers[t].Proved = fresh.Tiers[t].Proved && g.Tiers[t].Cost == fresh.Tiers[t].Cost && (t == 0 || g.Tiers[t-1].Proved)
	}
	g.Seed, g.Steps = o.Seed, fresh.Steps
	g.Change = r.change(f, g, best)
	g.Change.Fresh = fresh.Tiers
	return g, nil
}

func groupSizes(groups [][]string) []int {
	sizes := make([]int, len(groups))
	for g, group := range groups {
		sizes[g] = len(group)
	}
	return sizes
}

// checkGroups reports people who stand in a formation twice.
func (f Formation) checkGroups() error {
	var r rule.Report
	seen := map[string]bool{}
	for g, group := range f.Groups {
		for i, id := range group {
			if seen[id] {
				r.Add(rule.Index(rule.Index("groups", g), i), "duplicate-id", "stands in the formation twice")
			}
			seen[id] = true
		}
	}
	return r.Violations().Err()
}

// exchange returns, for each member, the earlier group after the swaps that were
// asked for, -1 for none, and who was swapped.
func exchange(groups [][]string, members []*Member, swaps [][2]string) (old []int32, swapped []bool, err error) {
	at := map[string]int32{}
	for g, group := range groups {
		for _, id := range group {
			at[id] = int32(g)
		}
	}
	old, swapped = make([]int32, len(members)), make([]bool, len(members))
	index := make(map[string]int, len(members))
	for i, m := range members {
		old[i] = -1
		if g, ok := at[m.ID]; ok {
			old[i] = g
		}
		index[m.ID] = i
	}
	var r rule.Report
	for i, swap := range swaps {
		var who [2]int
		for side, id := range swap {
			m, ok := index[id]
			switch path := rule.Index(rule.Index("swaps", i), side); {
			case !ok || old[m] < 0:
				r.Add(path, "unknown-id", "not a member of an earlier group")
			case swapped[m] || side == 1 && swap[0] == id:
				r.Add(path, "duplicate-id", "asked for twice")
			default:
				who[side], swapped[m] = m, true
			}
		}
		if r.Clean(rule.Index("swaps", i)) {
			old[who[0]], old[who[1]] = old[who[1]], old[who[0]]
		}
	}
	return old, swapped, r.Violations().Err()
}

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

// change lists who moved, joined and left.
func (r *reform) change(before, after Formation, s *search) *Change {
	c := &Change{Moves: []Move{}, Joined: []string{}, Left: []string{}, Continues: make([]int, len(after.Groups))}
	from := map[string]int{}
	for g, group := range before.Groups {
		for _, id := range group {
			from[id] = g + 1
		}
	}
	// The group that a new one continues: that of the slot its members sat on.
	slot := map[string]int{}
	at := 0
	for g, size := range s.p.sizes {
		for _, m := range s.best[at : at+size] {
			slot[s.p.ids[m]] = g
		}
		at += size
	}
	here := map[string]bool{}
	for g, group := range after.Groups {
		c.Continues[g] = int(r.slots[slot[group[0]]]) + 1
		for _, id := range group {
			here[id] = true
			switch {
			case from[id] == 0:
				c.Joined = append(c.Joined, id)
			case from[id] != c.Continues[g]:
				c.Moves = append(c.Moves, Move{ID: id, From: from[id], To: g + 1})
			}
		}
	}
	for id := range from {
		if !here[id] {
			c.Left = append(c.Left, id)
		}
	}
	slices.Sort(c.Joined)
	slices.Sort(c.Left)
	slices.SortFunc(c.Moves, func(a, b Move) int { return cmp.Compare(a.ID, b.ID) })
	return c
}
