package grouping

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Proof is a certificate that no formation in groups of the same sizes is better than the
// formation that holds it. It gives a price for each person in each tier. The package
// documentation says how to check it, and [Grouper.CheckProof] does so.
type Proof struct {
	Tiers []TierProof `json:"tiers"`
	// Formations is the number of best formations in groups of the same sizes, including
	// the one that holds the proof. It is 0 if there are too many to count, and 1 if no
	// other formation is as good.
	Formations int `json:"formations,omitzero"`
}

// TierProof is the certificate of one tier. Cost and Scale are C and D in the package
// documentation.
type TierProof struct {
	Cost   int64            `json:"cost"`
	Scale  int64            `json:"scale"`
	Prices map[string]int64 `json:"prices"`
}

// proof returns the certificate of an assignment. It is nil if the search did not prove
// every tier by prices, or if the certificate does not hold.
func (p *compiled) proof(s *partition.Search) *Proof {
	tiers := s.Certificate()
	if tiers == nil {
		return nil
	}
	_, reason, count := p.Verify(s.Best, tiers)
	if reason != "" {
		return nil
	}
	proof := &Proof{Tiers: []TierProof{}, Formations: int(count)}
	for _, t := range tiers {
		prices := make(map[string]int64, p.N)
		for m, price := range t.Price {
			prices[p.ids[m]] = price
		}
		proof.Tiers = append(proof.Tiers, TierProof{Cost: t.Cost, Scale: t.Scale, Prices: prices})
	}
	return proof
}

// CheckProof checks the certificate of a formation of exactly these members, without the
// search that found it. It checks the groups and their costs, and checks by the prices
// that no formation in groups of these sizes is better. The error is nil if all of this
// holds. Otherwise it is [rule.Violations] with codes such as proof, formation and
// required, or a [*StopError]. Only the option Progress is used.
func (gr *Grouper) CheckProof(members []Member, f Formation, options ...Options) error {
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	sizes := groupSizes(f.Groups)
	err := gr.check(members, o.check, f.checkGroups, f.checkNames, func(r *rule.Report) {
		if sum(sizes) != int64(len(members)) || !gr.policy.Sizes.allows(sizes) {
			r.Add("groups", "formation", "not a formation of these members in these sizes")
		}
		if f.Proof == nil {
			r.Add("proof", "required", "is required: form with the option proof")
		}
		if len(members) > maxProved {
			r.Note("", "too-many", "a proof is of at most 64 members")
		}
	})
	if err != nil {
		return err
	}
	p, err := gr.sized(members, sizes)
	if err != nil {
		return err
	}
	seat, ok := p.seats(f.Groups)
	if !ok {
		return rule.Violations{{Code: "formation", Path: "groups", Detail: "not a formation of these members in these sizes"}}
	}
	p.Meter = &partition.Meter{Total: partition.CheckSteps, Report: o.Progress}
	err = document.Check(f.Proof, func(r *rule.Report) { p.checkProof(seat, f, r) })
	if p.Meter.Stopped {
		return &StopError{Done: p.Meter.Done}
	}
	return err
}

// maxProved is the largest number of members that a proof is made for.
const maxProved = 64

// checkProof reports what does not hold in a certificate. When prices fail in a tier, the
// tiers after it are not checked.
func (p *compiled) checkProof(seat []int32, f Formation, r *rule.Report) {
	if len(f.Proof.Tiers) != len(p.tiers)-1 || len(f.Tiers) != len(p.tiers)-1 {
		r.Add("proof.tiers", "proof", "want one for each tier of the policy")
		return
	}
	var tiers []partition.Prices
	for i, t := range f.Proof.Tiers {
		at := rule.Index("proof.tiers", i)
		if stated := f.Tiers[i]; stated.Number != p.tiers[i+1] || stated.Cost != t.Cost || stated.Bound != t.Cost || !stated.Proved {
			r.Add(rule.Index("tiers", i), "proof", "differs from what the certificate states")
		}
		prices := partition.Prices{Tier: i + 1, Cost: t.Cost, Scale: t.Scale, Price: make([]int64, p.N)}
		for m, id := range p.ids {
			price, ok := t.Prices[id]
			if !ok {
				r.Add(rule.Field(at, "prices"), "proof", "want a price for each member")
			}
			prices.Price[m] = price
		}
		if len(t.Prices) != p.N {
			r.Add(rule.Field(at, "prices"), "proof", "want a price for each member")
		}
		tiers = append(tiers, prices)
	}
	if !r.Clean("proof", "tiers") {
		return
	}
	tier, reason, count := p.Verify(seat, tiers)
	switch {
	case reason != "" && tier == 0:
		r.Add("groups", "proof", "a required rule is broken")
	case reason != "":
		r.Add(rule.Index("proof.tiers", tier-1), "proof", reason)
	case int64(f.Proof.Formations) != count:
		r.Add("proof.formations", "proof", "not the number of formations with these costs")
	}
}

// ParseFormation reads a formation, a JSON document, as it was stored. Whether its groups
// fit the members and the policy is checked where it is used. The error is
// [rule.Violations].
func ParseFormation(data []byte) (Formation, error) {
	var f Formation
	err := document.Parse(data, &f, func(r *rule.Report) {
		f.checkGroups(r)
		f.checkNames(r)
		if slices.ContainsFunc(f.Groups, func(group []string) bool { return len(group) == 0 }) {
			r.Add("groups", "required", "a group has at least one member")
		}
	})
	return f, err
}
