package grouping

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Explanation shows why a member is in a group: what every swap with a member of another
// group would change.
type Explanation struct {
	ID    string `json:"id"`
	Group int    `json:"group"` // the position of the member's group, from 1
	// Swaps are all possible swaps, the best first: by the required rules, then by the
	// costs of the tiers.
	Swaps []Swap `json:"swaps"`
}

// Swap is an exchange of places with another member.
type Swap struct {
	With  string `json:"with"`
	Group int    `json:"group"`
	// Tiers is what the swap adds to the cost of each tier, in the order of the
	// formation's tiers. A number less than 0 is a gain.
	Tiers []int64 `json:"tiers"`
	// Rules are the rules whose cost the swap changes, required rules first.
	Rules []RuleChange `json:"rules"`

	required int64 // what the swap adds to the cost of the required rules
}

// RuleChange is what a swap adds to the cost of one rule, before its weight.
type RuleChange struct {
	Code   string `json:"code"`
	Tier   int    `json:"tier"` // 0 for a required rule
	Change int64  `json:"change"`
}

// Explain shows why the member with the given id is in a group: what each swap of this
// member with a member of another group would change in the formation f. The error is
// [rule.Violations]: the violations that [Grouper.Form] reports, and two more codes. The
// code "formation" means that f does not hold exactly the given members, in sizes that
// the policy allows, larger groups first. The code "unknown-id" means that no member has
// the given id.
func (gr *Grouper) Explain(f Formation, members []Member, id string) (Explanation, error) {
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
		return Explanation{}, err
	}
	p, err := gr.sized(members, sizes)
	if err != nil {
		return Explanation{}, err
	}
	seat, ok := p.seats(f.Groups)
	if !ok {
		return Explanation{}, rule.Violations{{Code: "formation", Path: "groups", Detail: "not a formation of these members in these sizes"}}
	}
	s := partition.NewState(p.Problem, seat)
	m, _ := slices.BinarySearch(p.ids, id)
	a := int32(slices.Index(seat, int32(m)))
	place := Explanation{ID: id, Group: int(s.GroupOf(a)) + 1, Swaps: []Swap{}}
	for b := range int32(p.N) {
		if s.GroupOf(b) != s.GroupOf(a) {
			place.Swaps = append(place.Swaps, p.explain(s, seat, a, b))
		}
	}
	slices.SortFunc(place.Swaps, func(a, b Swap) int {
		return cmp.Or(cmp.Compare(a.required, b.required), slices.Compare(a.Tiers, b.Tiers), cmp.Compare(a.With, b.With))
	})
	return place, nil
}

// seats turns groups into an assignment. It reports false if a group holds a person who
// is not a member, or if a member occurs twice. The caller checks the sizes.
func (p *compiled) seats(groups [][]string) ([]int32, bool) {
	taken := make([]bool, p.N)
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

// explain returns what a swap of the members on seats a and b changes, rule by rule.
func (p *compiled) explain(s *partition.State, seat []int32, a, b int32) Swap {
	changes := make([]int64, len(p.rules)) // weighted
	s.SwapChanges(a, b, changes)
	swap := Swap{With: p.ids[seat[b]], Group: int(s.GroupOf(b)) + 1, Tiers: make([]int64, len(p.tiers)-1), Rules: []RuleChange{}}
	for k, change := range changes {
		r := p.rules[k]
		if r.Tier == 0 {
			swap.required += change
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
