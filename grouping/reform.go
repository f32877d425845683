package grouping

import (
	"cmp"
	"errors"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Move is a member who changed groups. From is the position of the member's group in the
// earlier formation. To is the position of the member's group in the new formation.
// Positions count from 1.
type Move struct {
	ID   string `json:"id"`
	From int    `json:"from"`
	To   int    `json:"to"`
}

// Change describes what a reform changed.
type Change struct {
	// Moves are the members who changed groups, sorted by id. Joined are the members whom
	// the earlier formation did not have. Left are the people who are no longer members.
	Moves  []Move   `json:"moves"`
	Joined []string `json:"joined"`
	Left   []string `json:"left"`
	// Continues holds, for each group, the position of the earlier group that it
	// continues, or 0 for a new group.
	Continues []int `json:"continues"`
	// Fresh holds the tiers of a formation made without regard to the earlier one.
	Fresh []Tier `json:"fresh"`
}

// Reform adapts an earlier formation to the present members and moves few of them. It
// keeps the number of groups that still have members, if the sizes allow it.
// [ReformOptions.Moves] limits the number of members who change groups. More members
// change groups only if the sizes and the required rules require it. If the policy has
// Min and Max, the group sizes become as even as the allowed moves can make them. Within
// these limits, Reform looks for the best formation while the steps last. Among equally
// good formations, it looks for the one with the fewest moves. Joining and leaving are
// not moves. A new position of a group is not a move either: Change.Continues names the
// earlier group, and the group keeps its name.
//
// Change.Fresh holds the tiers of a formation made without regard to the earlier one. The
// fresh formation has the sizes that [Grouper.Form] would choose, so it may have another
// number of groups than the returned one. If no formation in those sizes was found that
// keeps every required rule, the fresh formation has the sizes with which the earlier
// groups can continue. If none was found in those sizes either, Fresh holds the tiers of
// the returned formation. The errors are those of [Grouper.Form], and violations with the
// codes duplicate-id, unknown-id and swap-conflict.
func (gr *Grouper) Reform(f Formation, members []Member, o ReformOptions) (Formation, error) {
	r := &reform{gr: gr, members: byID(members), options: o}
	err := gr.check(members, o.check, f.checkGroups, f.checkNames, func(report *rule.Report) {
		r.old, r.swapped = exchange(f.Groups, r.members, o.Swaps, report)
	})
	if err != nil {
		return Formation{}, err
	}
	preferred, err := gr.prepare(members)
	if err != nil {
		return Formation{}, err
	}
	r.gone = r.missing(f)
	r.note()
	near, even := r.targets()
	c := &call{gr: gr, members: r.members, seed: o.Seed, steps: preferred.DefaultSteps(o.Steps)}
	c.meter = &partition.Meter{Total: 3 * c.steps, Report: o.Progress}
	r.meter = c.meter
	r.steps = c.steps
	targets := []division{near, even}
	fresh, none := c.fresh(preferred, even.sizes, near.sizes)
	if !unproved(none) { // after a conflict without proof, a search near the earlier formation may succeed
		return Formation{}, none
	}
	if none == nil {
		targets = append(targets, r.divisionOf(fresh.Groups))
	}
	best := r.attempt(members, targets...)
	if err := c.stopped(); err != nil {
		return Formation{}, err
	}
	if best.Least[0] > 0 {
		if none != nil {
			return Formation{}, none
		}
		if len(o.Swaps) > 0 {
			return Formation{}, rule.Violations{{Code: "swap-conflict", Path: "swaps", Detail: "no formation was found that keeps these swaps, the sizes and every required rule"}}
		}
		best = r.fromFresh(fresh)
	}
	common := r.shared(best.Best)
	if slots := r.continued(common); common.sum(slots) > common.sum(r.slots) {
		r.slots = slots
	}
	g := r.best.formation(best.Best, r.best.Bound())
	if none != nil {
		fresh = g
	}
	g.bounded(fresh)
	g.Seed, g.Steps = o.Seed, int(c.steps)
	g.Change = r.change(f, g, best)
	g.Names = f.renamed(g.Change.Continues)
	g.Change.Fresh = fresh.Tiers
	return g, nil
}

// unproved reports whether err is nil or a conflict that is not proved.
func unproved(err error) bool {
	var conflict *ConflictError
	return err == nil || errors.As(err, &conflict) && !conflict.Proved
}

// missing counts the people of the earlier formation who are no longer members.
func (r *reform) missing(f Formation) int64 {
	count := int64(0)
	for _, group := range f.Groups {
		count += int64(len(group))
	}
	for _, g := range r.old {
		if g >= 0 {
			count--
		}
	}
	return count
}

// attempt searches the divisions in turn, until a search finds a formation that keeps
// every required rule, and returns this search. If no search finds such a formation, it
// returns the last search.
func (r *reform) attempt(members []Member, divisions ...division) (best *partition.Search) {
	for _, d := range divisions {
		if best != nil && (best.Least[0] == 0 || slices.Equal(d.sizes, r.sizes)) {
			continue
		}
		if _, large := r.gr.sized(members, d.sizes); large == nil {
			r.resize(d)
			best = r.run()
		}
	}
	return best
}

// bounded gives f the bounds of the fresh formation if both have groups of the same
// sizes. A tier takes a bound only while all tiers above cost the same in f and fresh.
func (f *Formation) bounded(fresh Formation) {
	alike := slices.Equal(groupSizes(f.Groups), groupSizes(fresh.Groups))
	for t := range f.Tiers {
		if alike {
			f.Tiers[t].Bound = fresh.Tiers[t].Bound // can be higher than the bound of the search, since it is for the best costs of the tiers above
			alike = f.Tiers[t].Cost == fresh.Tiers[t].Cost
		}
		f.Tiers[t].Proved = f.Tiers[t].Cost == f.Tiers[t].Bound && (t == 0 || f.Tiers[t-1].Proved)
	}
}

// fresh forms groups without regard to the earlier formation. It tries the preferred sizes
// first, and then further sizes that the policy allows (see form). If no formation is
// found in these, it tries the sizes that the caller gives.
func (c *call) fresh(preferred *compiled, others ...[]int) (Formation, error) {
	s, p, err := c.form(preferred, true)
	for _, sizes := range others {
		if err == nil || slices.Equal(sizes, preferred.Sizes) {
			continue
		}
		if other, large := c.gr.compile(c.members, sizes); large == nil {
			if found, kept, conflict := c.form(other, false); conflict == nil {
				s, p, err = found, kept, nil
			}
		}
	}
	if err != nil {
		return Formation{}, err
	}
	return c.formation(p, s), nil
}

func groupSizes(groups [][]string) []int {
	sizes := make([]int, len(groups))
	for g, group := range groups {
		sizes[g] = len(group)
	}
	return sizes
}

// checkGroups reports ids that are not valid, and people who are in a formation twice.
func (f Formation) checkGroups(r *rule.Report) {
	seen := map[string]bool{}
	for g, group := range f.Groups {
		for i, id := range group {
			path := rule.Index(rule.Index("groups", g), i)
			if !document.ValidID(id) {
				r.Add(path, "id", "want 1 to 128 bytes of characters that can be seen, without spaces around them")
			} else if seen[id] {
				r.Add(path, "duplicate-id", "is in the formation twice")
			}
			seen[id] = true
		}
	}
}

// exchange applies the requested swaps to the earlier groups. For each member, it returns
// the group after the swaps (-1 for none) and whether the member was swapped. It reports
// swaps that are not possible.
func exchange(groups [][]string, members []*Member, swaps [][2]string, r *rule.Report) (old []int32, swapped []bool) {
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
	for i, swap := range swaps {
		var who [2]int
		for side, id := range swap {
			m, ok := index[id]
			switch path := rule.Index(rule.Index("swaps", i), side); {
			case !ok || old[m] < 0:
				r.Add(path, "unknown-id", "not a member of an earlier group")
			case swapped[m]:
				r.Add(path, "duplicate-id", "is swapped twice")
			default:
				who[side], swapped[m] = m, true
			}
		}
		if r.Clean(rule.Index("swaps", i)) {
			old[who[0]], old[who[1]] = old[who[1]], old[who[0]]
		}
	}
	return old, swapped
}

// change lists the members who moved, joined and left.
func (r *reform) change(before, after Formation, s *partition.Search) *Change {
	c := &Change{Moves: []Move{}, Joined: []string{}, Left: []string{}, Continues: make([]int, len(after.Groups))}
	from := map[string]int{}
	for g, group := range before.Groups {
		for _, id := range group {
			from[id] = g + 1
		}
	}
	// r.slots holds, for each group of the search, the earlier group that it continues,
	// or -1 for none. The variable slot maps each member to a group of the search.
	slot := map[string]int{}
	at := 0
	for g, size := range r.sizes {
		for _, m := range s.Best[at : at+size] {
			slot[r.members[m].ID] = g
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
