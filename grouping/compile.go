package grouping

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// compiled is a policy applied to one set of members: the problem in whole numbers, and
// the meaning of its numbers. Members are numbered in the order of their ids.
type compiled struct {
	*partition.Problem
	gr    *Grouper
	ids   []string
	tiers []int // the policy's number of each tier; the first is 0, for required rules
	rules []RuleReport
	names map[*partition.Counts][]string // the names of the values
	units map[*partition.Sums][]int64    // each member's number, in units

	agreed   map[int]*agreement // by rule
	timed    map[int]*times     // by rule
	vacuous  []int              // rules that ask for a fact no member states
	findings []rule.Finding     // about the vacuous rules
}

// problem compiles the policy over members in the order of their ids.
func (gr *Grouper) problem(members []*Member, sizes []int) *compiled {
	p := &compiled{gr: gr, tiers: []int{0}, names: map[*partition.Counts][]string{}, units: map[*partition.Sums][]int64{}, agreed: map[int]*agreement{}, timed: map[int]*times{}}
	for _, m := range members {
		p.ids = append(p.ids, m.ID)
	}
	for _, q := range gr.policy.Prefer {
		p.tiers = append(p.tiers, q.Tier)
	}
	slices.Sort(p.tiers)
	p.tiers = slices.Compact(p.tiers)
	p.Problem = partition.New(len(members), sizes, len(p.tiers))
	for _, m := range gr.policy.Must {
		p.rules = append(p.rules, RuleReport{Code: m.Code, Kind: m.Rule.kind(), Source: copied(m.Source)})
		p.add(members, 0, 1, m.Rule)
	}
	for _, q := range gr.policy.Prefer {
		p.rules = append(p.rules, RuleReport{Code: q.Code, Kind: q.Rule.kind(), Tier: q.Tier, Weight: q.weight(), Source: copied(q.Source)})
		p.add(members, slices.Index(p.tiers, q.Tier), q.weight(), q.Rule)
	}
	return p
}

// add adds the terms of rule k, which is the last of p.rules.
func (p *compiled) add(members []*Member, tier int, weight int64, k Rule) {
	t := partition.Term{Rule: len(p.rules) - 1, Tier: tier, Weight: weight}
	switch {
	case k.Balance != nil:
		p.balance(t, members, k.Balance)
	case k.Range != nil:
		p.span(t, members, k.Range)
	case k.CommonHours != nil:
		p.commonHours(t, members, k.CommonHours)
	case k.Agree != nil:
		p.agree(t, members, k.Agree)
	case k.Together != nil:
		p.sets(t, k.Together.Sets, false)
	case k.Keep != nil:
		p.sets(t, k.Keep.Groups, false)
	case k.Apart != nil:
		p.sets(t, k.Apart.Sets, true)
	case k.AvoidRepeat != nil:
		p.sets(t, k.AvoidRepeat.Groups, true)
	case k.Pin != nil:
		p.pin(t, k.Pin)
	default:
		p.category(t, members, k)
	}
	p.Tabulate()
}

func (p *compiled) pin(t partition.Term, k *PinRule) {
	h := &partition.Homes{Term: t, Home: slices.Repeat([]int32{-1}, p.N)}
	for _, pin := range k.Pins {
		for _, id := range pin.Members {
			m, ok := slices.BinarySearch(p.ids, id)
			if !ok {
				p.rules[t.Rule].Missing++
				continue
			}
			h.Home[m] = int32(min(pin.Group-1, len(p.Sizes)))
			if pin.Group <= len(p.Sizes) {
				p.Pinned[pin.Group-1] = true
			}
		}
	}
	p.Homes = append(p.Homes, h)
}
