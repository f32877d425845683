package grouping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Assess returns a [Formation] that describes groups made elsewhere: their costs, the
// bounds of these costs and, in Findings, the required rules that the groups break.
// Groups keep their order, and the policy need not allow their sizes. A member who is in
// no group is reported as a finding and does not count in the costs. More steps may give
// closer bounds. If Options.Steps is 1, the bounds are found without a search. The error
// is [rule.Violations]: the violations that [Grouper.Form] reports, and violations with
// the codes required (an empty group), unknown-id and duplicate-id.
func (gr *Grouper) Assess(groups [][]string, members []Member, options ...Options) (Formation, error) {
	var o Options
	if len(options) > 0 {
		o = options[0]
	}
	placed := map[string]bool{}
	err := gr.check(members, o.check, func(r *rule.Report) { checkPlaces(groups, members, placed, r) })
	if err != nil {
		return Formation{}, err
	}
	present := slices.DeleteFunc(slices.Clone(members), func(m Member) bool { return !placed[m.ID] })
	sizes := groupSizes(groups)
	p, err := gr.sized(present, sizes)
	if err != nil {
		return Formation{}, err
	}
	seat, _ := p.seats(groups)
	p.Meter = &partition.Meter{Total: p.DefaultSteps(o.Steps), Report: o.Progress}
	search := p.NewSearch(slices.Clone(seat), partition.NewDice(o.Seed))
	search.Tighten(p.Meter.Total)
	if p.Meter.Stopped {
		return Formation{}, &StopError{Done: p.Meter.Done}
	}
	f := p.describe(seat, search.Bound)
	f.Names = numbered(len(groups))
	f.Seed, f.Steps = o.Seed, o.Steps
	f.Findings = append(gr.sizeFindings(sizes), f.Findings...)
	if len(present) < len(members) {
		var absent []string
		for _, m := range members {
			if !placed[m.ID] {
				absent = append(absent, m.ID)
			}
		}
		slices.Sort(absent)
		f.Findings = append(f.Findings, rule.Finding{Code: "not-placed", Path: "groups", Verdict: rule.NotMet, Need: "every member in a group", Have: strings.Join(absent, ", ")})
	}
	return f, nil
}

// checkPlaces reports empty groups, ids of people who are not members, and members who
// are in two groups. It sets placed[id] for the id of every person in a group.
func checkPlaces(groups [][]string, members []Member, placed map[string]bool, r *rule.Report) {
	known := make(map[string]bool, len(members))
	for _, m := range members {
		known[m.ID] = true
	}
	for g, group := range groups {
		at := rule.Index("groups", g)
		if len(group) == 0 {
			r.Add(at, "required", "a group has at least one member")
		}
		for i, id := range group {
			switch {
			case !known[id]:
				r.Add(rule.Index(at, i), "unknown-id", "not a member")
			case placed[id]:
				r.Add(rule.Index(at, i), "duplicate-id", "in a group already")
			}
			placed[id] = true
		}
	}
}

// sizeFindings reports groups of sizes that the policy does not allow.
func (gr *Grouper) sizeFindings(sizes []int) []rule.Finding {
	s := gr.policy.Sizes
	larger := slices.SortedFunc(slices.Values(sizes), func(a, b int) int { return b - a })
	if s.allows(larger) {
		return nil
	}
	f := rule.Finding{Code: "sizes", Path: "groups", Verdict: rule.NotMet, Need: s.text(), Have: shownSizes(larger)}
	for g, size := range sizes {
		if s.Max > 0 && (size < s.Min || size > s.Max) {
			f.Parts = append(f.Parts, rule.Finding{Code: "sizes", Path: rule.Index("groups", g), Verdict: rule.NotMet, Need: s.text(), Have: strconv.Itoa(size)})
		}
	}
	return []rule.Finding{f}
}

// broken reports the required rules that are broken, and the groups that break them.
func (gr *Grouper) broken(p *compiled, s *partition.State, reports []RuleReport) []rule.Finding {
	var all []rule.Finding
	for i, r := range reports {
		if r.Tier > 0 || r.Cost == 0 {
			continue
		}
		costs := s.GroupCosts(i)
		var parts []rule.Finding
		for g, cost := range costs {
			if cost == 0 {
				continue
			}
			var ids []string
			for _, m := range s.Members(int32(g)) {
				ids = append(ids, p.ids[m])
			}
			parts = append(parts, rule.Finding{Code: r.Code, Path: rule.Index("groups", g), Verdict: rule.NotMet, Need: "a cost of 0", Have: strings.Join(ids, ", "), Detail: "costs " + strconv.FormatInt(cost, 10)})
		}
		all = append(all, rule.Finding{Code: r.Code, Path: gr.path(i), Verdict: rule.NotMet, Need: "a cost of 0 in every group", Source: copied(r.Source), Parts: parts})
	}
	return all
}

// ParseMembers reads members from a JSON list, and checks them as [Grouper.Form] does.
// The error is [rule.Violations].
func (gr *Grouper) ParseMembers(data []byte) ([]Member, error) {
	var members []Member
	if !gr.made() {
		return nil, rule.Violations{errNotCompiled()}
	}
	err := document.Parse(data, &members, func(r *rule.Report) { gr.checkMembers(members, r) })
	return members, err
}

// CheckMembers returns everything wrong with members as [rule.Violations], or nil.
// Paths begin with the index, as in [3].id.
func (gr *Grouper) CheckMembers(members []Member) error {
	if !gr.made() {
		return rule.Violations{errNotCompiled()}
	}
	return document.Check(members, func(r *rule.Report) { gr.checkMembers(members, r) })
}
