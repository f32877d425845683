package grouping

import (
	"fmt"
	"math"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Bound returns the bounds of the tiers, what must be met first.
func (gr *Grouper) Bound(members []Member) ([]int64, error) {
	p, err := gr.prepare(members)
	if err != nil {
		return nil, err
	}
	return p.bound(), nil
}

// Exact goes through all assignments, without any search before, and returns the
// least costs of the tiers, what must be met first, and the groups, and how many
// seatings it looked at.
func (gr *Grouper) Exact(members []Member) (least []int64, groups [][]string, seatings int, proved bool, err error) {
	p, err := gr.prepare(members)
	if err != nil {
		return nil, nil, 0, false, err
	}
	s := p.newSearch(everybody(p.n), newDice(""))
	seatings = math.MaxInt32 - s.complete(math.MaxInt32)
	at := 0
	for _, size := range p.sizes {
		var group []string
		for _, m := range s.best[at : at+size] {
			group = append(group, p.ids[m])
		}
		groups, at = append(groups, group), at+size
	}
	return s.least, groups, seatings, s.proved(), nil
}

// TrySwaps swaps at random and compares what every step says with what the
// assignment costs, with tables of counts or without.
func (gr *Grouper) TrySwaps(members []Member, seed string, swaps int, tables bool) error {
	p, err := gr.prepare(members)
	if err != nil {
		return err
	}
	dice := newDice(seed)
	seat := everybody(p.n)
	dice.shuffle(seat)
	s := newState(p, seat)
	if !tables {
		for k := range s.count {
			s.count[k], s.spare[k] = nil, map[int64]int32{}
		}
		s.recount()
	}
	for range swaps {
		a, b := dice.below(p.n), dice.below(p.n)
		if s.group[a] == s.group[b] {
			continue
		}
		whole := s.delta(a, b, 1<<62)
		limit := whole + int64(dice.below(9)) - 4
		cut := s.delta(a, b, limit)
		before := slices.Clone(s.cost)
		s.swap(a, b)
		after := newState(p, slices.Clone(s.seat))
		weighed := p.must(after.cost[0] - before[0])
		for tier, scale := range p.scale[1:] {
			weighed += scale * (after.cost[tier+1] - before[tier+1])
		}
		switch {
		case !slices.Equal(s.cost, after.cost):
			return fmt.Errorf("swapped to %v, which costs %v", s.cost, after.cost)
		case whole != weighed:
			return fmt.Errorf("a change of %d weighed as %d", weighed, whole)
		case (cut <= limit) != (whole <= limit):
			return fmt.Errorf("%d is cut to %d by a limit of %d", whole, cut, limit)
		case (whole < 0) != better(after.cost, before) || (whole > 0) != better(before, after.cost):
			return fmt.Errorf("from %v to %v weighs %d", before, after.cost, whole)
		case !slices.Equal(s.away, after.away):
			return fmt.Errorf("%v away, not %v", s.away, after.away)
		}
		for k := range p.lists {
			if !slices.Equal(s.list[k], after.list[k]) {
				return fmt.Errorf("lists of %v, not %v", s.list[k], after.list[k])
			}
		}
		s.take(s.seat)
		if !slices.Equal(s.cost, after.cost) {
			return fmt.Errorf("recounted to %v, not %v", s.cost, after.cost)
		}
		for k, t := range p.counts {
			for g := range p.sizes {
				for v := range t.total {
					if s.counted(k, t, int32(g), int32(v)) != after.counted(k, t, int32(g), int32(v)) {
						return fmt.Errorf("%d of value %d", s.counted(k, t, int32(g), int32(v)), v)
					}
				}
			}
		}
	}
	return nil
}

// Continued returns the position of the earlier group that each group goes on as,
// from 1, or 0.
func (gr *Grouper) Continued(groups, earlier [][]string, members []Member, swaps [][2]string) ([]int, error) {
	r := &reform{gr: gr, members: byID(members), sizes: groupSizes(groups)}
	var report rule.Report
	r.old, r.swapped = exchange(earlier, r.members, swaps, &report)
	seat, _ := gr.problem(r.members, r.sizes).seats(groups)
	var continues []int
	for _, g := range r.continued(r.shared(seat)) {
		continues = append(continues, int(g)+1)
	}
	return continues, report.Violations().Err()
}

// Assign gives every row a column so that the gains are the most there are.
func Assign(gain [][]int64) []int { return assign(gain) }

// SpareSteps is how many of all steps are set aside for when somebody leaves.
func (gr *Grouper) SpareSteps(members []Member, steps int) (int, error) {
	p, err := gr.prepare(members)
	if err != nil {
		return 0, err
	}
	return int(gr.spareSteps(p, int64(steps))), nil
}

// Variants counts the ways in which groups go on that a reform looks at.
func (gr *Grouper) Variants(groups [][]string, members []Member, steps int) (int, error) {
	p, err := gr.prepare(members)
	if err != nil {
		return 0, err
	}
	r := &reform{gr: gr, members: byID(members), sizes: p.sizes, steps: int64(steps)}
	r.old, r.swapped = exchange(groups, r.members, nil, new(rule.Report))
	return len(r.variants(r.match())), nil
}

// Patience draws from a seed and returns the number drawn beside what was made
// of it.
func Patience(seed string, heat int64) (drawn uint64, patience int64) {
	return newDice(seed).source.Uint64(), newDice(seed).patience(heat)
}

// Policy returns the policy that the engine keeps.
func (gr *Grouper) Policy() Policy { return gr.policy }

// DefaultSteps is what Steps of 0 stands for, with n members and so many tiers.
func DefaultSteps(n, tiers int) int {
	return int((&problem{n: n, tiers: make([]int, tiers+1)}).steps(Options{}))
}
