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

// Effort limits a proof in ways that decide which of its parts do the work.
type Effort struct {
	Nodes int64
	Calls int64 // partial covers to look at before branching; 0 for the default number
	Few   int   // the search for prices starts from all groups only if there are no more; negative for the default number
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
	return &Proof{Search: s, pr: pr}
}

// Prove runs the proof from an assignment, without a search before.
func (p *Problem) Prove(seat []int32, e Effort) *Proof {
	t := p.newProof(seat, e)
	t.pr.run()
	t.Patterns, t.Spent = len(t.pr.cases), e.Nodes-t.pr.nodes.left
	return t
}

// SettleWith proves tiers from an assignment, as a search does.
func (p *Problem) SettleWith(seat []int32, e Effort) *Proof {
	t := p.newProof(seat, e)
	t.settle(t.pr, nodeSteps*e.Nodes)
	t.Patterns = len(t.pr.cases)
	return t
}

// Check checks what the proof says about an assignment of the least cost: in each settled
// tier, no group has less than the least value of its kind, and all excesses together are
// within the slack. If the proof ended with patterns, this holds in one of them.
func (t *Proof) Check(seat []int32) error { return t.pr.check(NewState(t.p, slices.Clone(seat))) }

func (pr *prover) check(s *State) error {
	last := 0
	for _, t := range pr.settled {
		if t.tier < last || pr.bound[t.tier] != pr.least[t.tier] {
			return fmt.Errorf("tier %d is settled at %d, with a bound of %d", t.tier, t.cost, pr.bound[t.tier])
		}
		last = t.tier
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
		if spent[i] > t.slack {
			return fmt.Errorf("%d above the slack of %d in tier %d", spent[i], t.slack, t.tier)
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
