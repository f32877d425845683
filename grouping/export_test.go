package grouping

import (
	"fmt"
	"slices"
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
// least costs of the tiers, what must be met first, and the groups.
func (gr *Grouper) Exact(members []Member) (least []int64, groups [][]string, proved bool, err error) {
	p, err := gr.prepare(members)
	if err != nil {
		return nil, nil, false, err
	}
	s := p.newSearch(inOrder(p.n), newDice(""))
	s.complete(1 << 40)
	at := 0
	for _, size := range p.sizes {
		var group []string
		for _, m := range s.best[at : at+size] {
			group = append(group, p.ids[m])
		}
		groups, at = append(groups, group), at+size
	}
	return s.least, groups, s.proved(), nil
}

// TrySwaps swaps at random and compares what every step says with what the
// assignment costs. Without tables, members of a group are counted when asked for.
func (gr *Grouper) TrySwaps(members []Member, seed string, swaps int, tables bool) error {
	p, err := gr.prepare(members)
	if err != nil {
		return err
	}
	dice := newDice(seed)
	seat := inOrder(p.n)
	dice.shuffle(seat)
	s := newState(p, seat)
	if !tables {
		clear(s.count)
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
		weighed := int64(0)
		for tier, scale := range p.scale {
			weighed += scale * (after.cost[tier] - before[tier])
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
	}
	return nil
}

func inOrder(n int) []int32 {
	seat := make([]int32, n)
	for i := range seat {
		seat[i] = int32(i)
	}
	return seat
}

// Policy returns the policy that the engine keeps.
func (gr *Grouper) Policy() Policy { return gr.policy }
