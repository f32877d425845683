package partition

import (
	"fmt"
	"slices"
)

// Proof is a proof with its results.
type Proof struct {
	*Search
	Patterns int   // the number of patterns at the end
	Spent    int64 // nodes
	pr       *prover
}

// Effort sets the limits of a proof. With them, a test chooses which part of the proof
// has to do the work.
type Effort struct {
	Nodes int64
	Calls int64 // partial covers to look at before branching, and in each node of the tree; 0 for the default numbers
	Few   int   // the largest number of groups with which the search for prices starts from all groups; negative for the default number
	Ways  int   // the largest number of patterns to look at; 0 for the default number, negative for none
}

func (p *Problem) newProof(seat []int32, e Effort) *Proof {
	s := p.NewSearch(seat, NewDice(""))
	pr := p.prover(e.Nodes, s.Best, s.Least, s.Bound)
	if e.Calls > 0 {
		pr.quick, pr.leaf = e.Calls, e.Calls
	}
	if e.Few >= 0 {
		pr.few = e.Few
	}
	if e.Ways != 0 {
		pr.ways = max(0, e.Ways)
	}
	return &Proof{Search: s, pr: pr}
}

// Prove runs the proof from an assignment, without a search before.
func (p *Problem) Prove(seat []int32, e Effort) *Proof {
	t := p.newProof(seat, e)
	t.pr.run()
	t.Patterns, t.Spent = len(t.pr.cases), e.Nodes-t.pr.nodes.budget
	return t
}

// SettleWith proves tiers from an assignment, as a search does.
func (p *Problem) SettleWith(seat []int32, e Effort) *Proof {
	t := p.newProof(seat, e)
	t.settle(t.pr, nodeSteps*e.Nodes)
	t.Patterns = len(t.pr.cases)
	return t
}

// Check takes an assignment of the least cost and checks what the proof says about it. In
// each settled tier, no group has a value below the least value of its kind. The excesses
// of all groups add up to the slack of the tier. If [Homes.Free] lets some members be away
// from home in this tier, the sum can also be below the slack. If the proof ended with
// patterns, all this must be true for at least one pattern.
func (t *Proof) Check(seat []int32) error {
	if err := t.pr.consistent(); err != nil {
		return err
	}
	return t.pr.check(NewState(t.p, slices.Clone(seat)))
}

// consistent checks that the settled tiers come one after the other, that each has the
// least cost, and that its slack is the gap between this cost and the bound of its
// prices.
func (pr *prover) consistent() error {
	last := -1
	for _, t := range pr.settled {
		free, _ := pr.p.free(t.tier)
		slack := t.scale * t.cost
		for _, price := range t.price {
			slack -= price
		}
		for k := range pr.kinds {
			slack -= t.low[k] * int64(len(pr.kinds[k].groups))
		}
		if t.tier <= last || t.cost != pr.least[t.tier]+free || t.slack != slack || slack < 0 {
			return fmt.Errorf("tier %d is settled at %d, not at %d, with a slack of %d, not %d", t.tier, t.cost, pr.least[t.tier]+free, t.slack, slack)
		}
		last = t.tier
	}
	for _, c := range pr.cases {
		if err := c.consistent(); err != nil {
			return err
		}
	}
	return nil
}

func (pr *prover) check(s *State) error {
	for _, t := range pr.settled {
		if pr.bound[t.tier] != pr.least[t.tier] {
			return fmt.Errorf("tier %d is settled with a bound of %d", t.tier, pr.bound[t.tier])
		}
	}
	if pr.cases != nil {
		var errs []error
		for _, c := range pr.cases {
			err := c.check(s)
			if err == nil {
				return nil
			}
			errs = append(errs, err)
		}
		return fmt.Errorf("in none of the patterns: %v", errs)
	}
	many := make([]int, len(pr.kinds))
	spent := make([]int64, len(pr.settled))
	for g, size := range s.p.Sizes {
		group := s.Members(int32(g))
		k := slices.IndexFunc(pr.kinds, func(k kind) bool {
			home := int32(-1)
			if slices.ContainsFunc(s.p.Homes, func(t *Homes) bool { return slices.Contains(t.Home, int32(g)) }) {
				home = int32(g)
			}
			return k.size == size && k.home == home && k.makeup.holds(group)
		})
		if k < 0 {
			return fmt.Errorf("group %d is of no kind", g)
		}
		many[k]++
		for i := range pr.settled {
			excess := pr.settled[i].excess(s.p, k, &pr.kinds[k], group)
			if excess < 0 {
				return fmt.Errorf("group %d has %d less than the least value in tier %d", g, -excess, pr.settled[i].tier)
			}
			spent[i] += excess
		}
	}
	for k := range pr.kinds {
		if many[k] != len(pr.kinds[k].groups) {
			return fmt.Errorf("%d groups of kind %d", many[k], k)
		}
	}
	for i, t := range pr.settled {
		free, _ := s.p.free(t.tier)
		if spent[i] > t.slack || spent[i] < t.slack && free == 0 {
			return fmt.Errorf("%d of the slack of %d in tier %d", spent[i], t.slack, t.tier)
		}
	}
	return nil
}

// Settled returns the tiers that were settled.
func (t *Proof) Settled() (tiers []int) {
	for _, s := range t.pr.settled {
		tiers = append(tiers, s.tier)
	}
	return tiers
}

// Starts checks the groups of each kind from which the search for prices in a tier starts.
// They must be the groups of the best assignment and all groups that differ from one of
// these by one member, without the groups that the settled tiers above do not allow. If
// this leaves no group of a kind, the search must start from other allowed groups of the
// kind: from all of them, or from 100 if there are more. The result far is the number of
// kinds for which the search starts from such other groups.
func (t *Proof) Starts(tier int) (far int, err error) {
	pr := t.pr
	for pr.cases != nil {
		pr = pr.cases[len(pr.cases)-1]
	}
	pr.few, pr.settled = maxWhole, slices.DeleteFunc(slices.Clone(pr.settled), func(s settled) bool { return s.tier >= max(1, tier) })
	m, all := newMaster(pr.kinds, pr.p.types(tier), 1, pr.nodes), newMaster(pr.kinds, pr.p.types(tier), 1, pr.nodes)
	if !pr.whole(all, tier) || !pr.start(m, tier) {
		return 0, fmt.Errorf("out of nodes")
	}
	pr.few = 0
	for k := range pr.kinds {
		pr.few += all.work[k].len()
	}
	if other := newMaster(pr.kinds, pr.p.types(tier), 1, pr.nodes); pr.few > 0 {
		exact := pr.whole(other, tier)
		pr.few--
		if less := pr.whole(other, tier); !exact || less || other.work[0].len() > 0 {
			return 0, fmt.Errorf("all of %d groups: %v, of one more than few: %v", pr.few+1, exact, less)
		}
	}
	for k, kind := range pr.kinds {
		costs, near := map[string]int64{}, map[string]bool{}
		for i, cost := range all.work[k].cost {
			types := all.work[k].at(i)
			costs[string(types)] = cost
			for g, size := range pr.p.Sizes {
				left := slices.Clone(types)
				for _, member := range pr.members(int32(g)) {
					if at := slices.Index(left, m.types.index[member]); at >= 0 {
						left = slices.Delete(left, at, at+1)
					}
				}
				if size == kind.size && len(left) <= 1 {
					near[string(types)] = true
				}
			}
		}
		used := map[string]bool{}
		for i, cost := range m.work[k].cost {
			types := m.work[k].at(i)
			if used[string(types)] || !slices.IsSorted(types) {
				return 0, fmt.Errorf("%v is there twice or not sorted", types)
			}
			used[string(types)] = true
			if want, ok := costs[string(types)]; !ok || want != cost {
				return 0, fmt.Errorf("%v costs %d in place of %d, allowed: %v", types, cost, want, ok)
			}
			if len(near) > 0 && !near[string(types)] {
				return 0, fmt.Errorf("%v is far away", types)
			}
		}
		switch {
		case len(near) == 0 && len(costs) > 0:
			far++
			if len(used) != min(100, len(costs)) {
				return 0, fmt.Errorf("starts from %d of %d groups", len(used), len(costs))
			}
		case len(used) != len(near):
			return 0, fmt.Errorf("starts from %d of %d groups that are near", len(used), len(near))
		}
	}
	return far, nil
}

// StartOf returns a proof in which only tier 0 is settled, whether or not the assignment
// meets tier 0.
func (p *Problem) StartOf(seat []int32) *Proof {
	t := p.newProof(seat, Effort{Nodes: 1 << 40, Few: -1})
	t.pr.settle(settled{tier: 0, scale: 1})
	return t
}

// Pair returns the two types to branch on. Type t has many[t] members, and groups[i]
// lists the types of the members of column i. In a fractional solution, the share of
// column i is share[i]/2^20.
func Pair(many []int64, groups [][]uint8, share []int64) (x, y int) {
	b := &tree{cover: &cover{}, m: &master{types: &types{first: make([]int32, len(many)), many: many}}, share: share}
	var active []int32
	for i, types := range groups {
		c := column{types: types}
		for _, t := range types {
			c.mask |= 1 << t
		}
		b.columns, active = append(b.columns, c), append(active, int32(i))
	}
	return b.pair(active)
}
