package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Place is why a member is in a group: what every exchange with somebody of
// another group would change.
type Place struct {
	ID    string `json:"id"`
	Group int    `json:"group"` // its position, from 1
	// Swaps are all exchanges there are, the best first: by what must be met,
	// then by the costs of the tiers.
	Swaps []Swap `json:"swaps"`
}

// Swap is an exchange of places with another member.
type Swap struct {
	With  string `json:"with"`
	Group int    `json:"group"`
	// Tiers is what the exchange adds to the cost of each tier of the
	// formation, in its order; less than 0 is a gain.
	Tiers []int64 `json:"tiers"`
	// Rules are the rules whose cost it changes, those in must first.
	Rules []RuleChange `json:"rules"`

	must int64 // what it adds to the cost of the rules in must
}

// RuleChange is what an exchange adds to the cost of one rule, before its
// weight.
type RuleChange struct {
	Code   string `json:"code"`
	Tier   int    `json:"tier"` // 0 for a rule in must
	Change int64  `json:"change"`
}

// Explain says what every exchange of a member with somebody of another group
// would change in f, a formation of exactly these members. The error is
// [rule.Violations]: those of [Grouper.Form], and codes formation, when f is of
// other members or sizes, and unknown-id.
func (gr *Grouper) Explain(f Formation, members []Member, id string) (Place, error) {
	sizes := groupSizes(f.Groups)
	err := gr.check(members, func(r *rule.Report) {
		if sum(sizes) != int64(len(members)) || !gr.policy.Sizes.allows(sizes) {
			r.Add("groups", "formation", "not a formation of these members in these sizes")
		}
		if !slices.ContainsFunc(members, func(m Member) bool { return m.ID == id }) {
			r.Add("id", "unknown-id", "not a member")
		}
	})
	if err != nil {
		return Place{}, err
	}
	p, err := gr.sized(members, sizes)
	if err != nil {
		return Place{}, err
	}
	seat, ok := p.seats(f.Groups)
	if !ok {
		return Place{}, rule.Violations{{Code: "formation", Path: "groups", Detail: "not a formation of these members in these sizes"}}
	}
	s := newState(p, seat)
	m, _ := slices.BinarySearch(p.ids, id)
	a := int32(slices.Index(seat, int32(m)))
	place := Place{ID: id, Group: int(s.group[a]) + 1, Swaps: []Swap{}}
	for b := range int32(p.n) {
		if s.group[b] != s.group[a] {
			place.Swaps = append(place.Swaps, s.explain(a, b))
		}
	}
	slices.SortFunc(place.Swaps, func(a, b Swap) int {
		return cmp.Or(cmp.Compare(a.must, b.must), slices.Compare(a.Tiers, b.Tiers), cmp.Compare(a.With, b.With))
	})
	return place, nil
}

// seats returns the assignment that groups of the problem's sizes are, if they have
// its members.
func (p *problem) seats(groups [][]string) ([]int32, bool) {
	taken := make([]bool, p.n)
	var seat []int32
	for _, group := range groups {
		for _, id := range group {
			m, ok := slices.BinarySearch(p.ids, id)
			if !ok || taken[m] {
				return nil, false
			}
			taken[m] = true
			seat = append(seat, int32(m))
		}
	}
	return seat, true
}

// explain weighs one swap rule by rule.
func (s *state) explain(a, b int32) Swap {
	p := s.p
	g, h := s.group[a], s.group[b]
	i, j := s.seat[a], s.seat[b]
	changes := make([]int64, len(p.rules)) // weighted
	for k, t := range p.counts {
		if v, w := t.value[i], t.value[j]; v != w {
			changes[t.rule] += s.countDelta(k, t, g, h, v, w)
		}
	}
	for k, t := range p.sums {
		changes[t.rule] += s.sumDelta(k, t, g, h, i, j)
	}
	for k, t := range p.homes {
		changes[t.rule] += s.homeDelta(k, t, g, h, i, j)
	}
	for k, t := range p.lists {
		changes[t.rule] += s.listDelta(k, t, a, b)
	}
	swap := Swap{With: p.ids[j], Group: int(h) + 1, Tiers: make([]int64, len(p.tiers)-1), Rules: []RuleChange{}}
	for k, change := range changes {
		r := p.rules[k]
		if r.Tier == 0 {
			swap.must += change
		} else {
			swap.Tiers[slices.Index(p.tiers, r.Tier)-1] += change
			change /= r.Weight
		}
		if change != 0 {
			swap.Rules = append(swap.Rules, RuleChange{Code: r.Code, Tier: r.Tier, Change: change})
		}
	}
	return swap
}
