package partition

import (
	"fmt"
	"slices"
)

// TrySwaps swaps members at random, with tables of counts or without. After each swap it
// compares what the state says with the cost of the new assignment.
func (p *Problem) TrySwaps(seed string, swaps int, tables bool) error {
	dice := NewDice(seed)
	seat := Everybody(p.N)
	dice.shuffle(seat)
	s := NewState(p, seat)
	if !tables {
		for k := range s.count {
			s.count[k], s.spare[k] = nil, map[int64]int32{}
		}
		s.recount()
	}
	for range swaps {
		a, b := dice.below(p.N), dice.below(p.N)
		if s.group[a] == s.group[b] {
			continue
		}
		whole := s.delta(a, b, 1<<62)
		limit := whole + int64(dice.below(9)) - 4
		cut := s.delta(a, b, limit)
		before := slices.Clone(s.Cost)
		s.swap(a, b)
		after := NewState(p, slices.Clone(s.seat))
		weighed := p.must(after.Cost[0] - before[0])
		for tier, scale := range p.scale[1:] {
			weighed += scale * (after.Cost[tier+1] - before[tier+1])
		}
		switch {
		case !slices.Equal(s.Cost, after.Cost):
			return fmt.Errorf("swapped to %v, which costs %v", s.Cost, after.Cost)
		case whole != weighed:
			return fmt.Errorf("a change of %d weighed as %d", weighed, whole)
		case (cut <= limit) != (whole <= limit):
			return fmt.Errorf("%d is cut to %d by a limit of %d", whole, cut, limit)
		case (whole < 0) != Better(after.Cost, before) || (whole > 0) != Better(before, after.Cost):
			return fmt.Errorf("from %v to %v weighs %d", before, after.Cost, whole)
		case !slices.Equal(s.away, after.away):
			return fmt.Errorf("%v away, not %v", s.away, after.away)
		}
		for k := range p.Lists {
			if !slices.Equal(s.list[k], after.list[k]) {
				return fmt.Errorf("lists of %v, not %v", s.list[k], after.list[k])
			}
		}
		for k := range s.spare {
			for cell, count := range s.spare[k] {
				if count == 0 {
					return fmt.Errorf("kept a count of 0 in cell %d", cell)
				}
			}
		}
		s.take(s.seat)
		if !slices.Equal(s.Cost, after.Cost) {
			return fmt.Errorf("recounted to %v, not %v", s.Cost, after.Cost)
		}
		for k, t := range p.Counts {
			for g := range p.Sizes {
				for v := range t.Total {
					if s.counted(k, t, int32(g), int32(v)) != after.counted(k, t, int32(g), int32(v)) {
						return fmt.Errorf("%d of value %d", s.counted(k, t, int32(g), int32(v)), v)
					}
				}
			}
		}
	}
	return nil
}

// Patience returns the first number drawn from a seed, and the patience that this number
// yields.
func Patience(seed string, heat int64) (drawn uint64, patience int64) {
	return NewDice(seed).source.Uint64(), NewDice(seed).patience(heat)
}

// ProveFrom runs the proof from an assignment, without a search before. Such an
// assignment is rarely the best, so the proof has to find a better one. If calls is above
// 0, it is the number of partial covers to look at before branching, and in each node of
// the tree. The last two results are the number of patterns at the end and the number of
// nodes that the proof took.
func (p *Problem) ProveFrom(seat []int32, nodes, calls int64) (s *Search, branched int, spent int64) {
	s = p.NewSearch(seat, NewDice(""))
	pr := s.p.prover(nodes, s.Best, s.Least, s.Bound)
	if calls > 0 {
		pr.quick, pr.leaf = calls, calls
	}
	pr.run()
	s.settled = pr.settled
	return s, len(pr.cases), nodes - pr.nodes.budget
}

// Check is what [Problem.Verify] returns, and what it computed on the way.
type Check struct {
	Tier   int
	Reason string
	Count  int64
	Spent  int64     // nodes
	Low    [][]int64 // of each accepted tier and each kind of groups: the least value of a group
	Slack  []int64   // of each accepted tier
}

// Limits bound the work of [Problem.Check].
type Limits struct {
	Nodes  int64
	Covers int64 // partial covers in one search
	Groups int   // groups in one search
	Count  int64 // assignments that are counted
}

// CheckLimits are the limits of Verify.
var CheckLimits = Limits{maxCheckNodes, maxCheckCover, maxColumns, maxCount}

// Check does what [Problem.Verify] does, with the given limits. If tier 0 has terms, the
// lists Low and Slack begin with tier 0.
func (p *Problem) Check(seat []int32, tiers []Prices, l Limits) (c Check) {
	pr := p.prover(l.Nodes, seat, NewState(p, slices.Clone(seat)).Cost, make([]int64, p.Tiers))
	pr.quick, pr.wide = l.Covers, l.Groups
	c.Tier, c.Reason, c.Count = pr.certify(tiers, l.Count)
	c.Spent = l.Nodes - pr.nodes.budget
	for _, s := range pr.settled {
		c.Low, c.Slack = append(c.Low, s.low), append(c.Slack, s.slack)
	}
	return c
}

// Forget removes the table of a term, so that Tabulate makes it again.
func Forget(t *Counts) { t.up = nil }

// GroupCost returns the cost of one group in a tier as the proof computes it.
func (p *Problem) GroupCost(tier int, group int32, members []int32) int64 {
	kinds := p.kinds()
	k := slices.IndexFunc(kinds, func(k kind) bool { return slices.Contains(k.groups, group) })
	return p.groupCost(tier, &kinds[k], members)
}

// Grain returns a number such that the costs of any two assignments in a tier differ by a
// multiple of it.
func (p *Problem) Grain(tier int) int64 { return p.grain(tier) }

// Margin returns twice the marginal cost of value v (see prover.margins).
func (p *Problem) Margin(t *Counts, v int) int64 { return t.margin(p, v) }

// Families returns the number of families into which the convex terms of a problem are
// joined.
func (p *Problem) Families() int {
	var all []family
	for _, t := range p.Counts {
		all = append(all, p.newFamily(t))
	}
	return len(p.join(all))
}

// Blocks returns an assignment that seats together members who must be in one group.
func (p *Problem) Blocks(seat []int32) []int32 { return p.blocks(seat) }

// Packed returns an assignment in which all members of each group are alike for the term,
// or nil.
func (p *Problem) Packed(t *Lists) []int32 { return p.packed(t) }

// Holds reports whether a group has the given makeup. The element many[t] is the number
// of members of type t. The types are those that the tiers up to the given one
// distinguish. If many is nil, there is no makeup, and a group may have any members.
func (p *Problem) Holds(tier int, many []int64, group []int32) bool {
	if many == nil {
		return (*makeup)(nil).holds(group)
	}
	return (&makeup{types: p.types(tier), many: many}).holds(group)
}

// FamilyBound returns the lower bound on the cost of p.Counts if all these terms form one
// family.
func (p *Problem) FamilyBound() int64 { return p.newFamily(p.Counts...).bound }

// LargestScale returns the largest scale at which all costs of a tier are within range.
func LargestScale(p *Problem, tier int) int64 { return unlimited / max(1, p.mostCost(tier)) }
