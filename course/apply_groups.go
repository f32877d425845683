package course

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// groupState holds the groups of a run.
type groupState struct {
	formed bool
	names  []string   // names of the groups
	groups [][]string // ids in each group as formed, including people who have left since
	tiers  []grouping.Tier
}

// Groups are the groups that an entry formed. They are recorded, so that they are not
// formed again.
type Groups struct {
	Names  []string        `json:"names"`
	Groups [][]string      `json:"groups" part:"each"` // sorted ids, in the order of the names
	Tiers  []grouping.Tier `json:"tiers,omitzero"`
}

func (d *draft) group(g *Grouped) {
	if d.needs(d.course.grouping == nil, "no rules for groups") || d.closedByEnd() {
		return
	}
	if d.trusting {
		if decided := d.entry.Decided; decided == nil || decided.Groups == nil || !d.arePeople(*decided.Groups) {
			d.refuse("", "decided", "the groups that were formed are not recorded, or are not of people with a seat")
		} else {
			d.setGroups(*decided.Groups)
		}
		return
	}
	if d.course.admission != nil && !d.state.selected {
		d.refuse("", "order", "nobody has a seat before the selection")
		return
	}
	formed := d.formGroups(g)
	d.entry.Decided = &Decided{Groups: &formed}
	d.setGroups(formed)
}

// arePeople reports whether recorded groups have different names and consist of people
// who hold a seat, each in one group.
func (d *draft) arePeople(g Groups) bool {
	seen := map[string]bool{}
	for _, group := range g.Groups {
		for _, id := range group {
			i, known := d.find(id)
			if !known || !d.state.people.at(i).seated() || seen[id] {
				return false
			}
			seen[id] = true
		}
	}
	names := map[string]bool{}
	for _, name := range g.Names {
		if names[name] || !document.ValidID(name) {
			return false
		}
		names[name] = true
	}
	return len(names) == len(g.Groups)
}

// formGroups returns the groups that an entry forms. If they cannot be formed, it reports
// violations or sets d.failed, and the entry is not accepted.
func (d *draft) formGroups(g *Grouped) Groups {
	if g.Groups != nil {
		return d.byHand(g.Groups)
	}
	var f grouping.Formation
	var err error
	members := d.members()
	if !d.state.formed {
		if g.Moves != nil || g.Swaps != nil {
			d.refuse("", "order", "moves and swaps are for groups that were formed before")
			return Groups{}
		}
		f, err = d.course.grouping.Form(members, grouping.Options{Seed: d.state.seed})
	} else {
		o := grouping.ReformOptions{Seed: d.state.seed, Moves: g.Moves, Swaps: g.Swaps}
		f, err = d.course.grouping.Reform(grouping.Formation{Groups: d.state.groups, Names: d.state.names}, members, o)
	}
	if violations := violationsOf(err); violations != nil {
		d.report.Put(violations...)
	} else {
		d.failed = err
	}
	return Groups{Names: append([]string{}, f.Names...), Groups: append([][]string{}, f.Groups...), Tiers: f.Tiers}
}

// byHand returns the stated groups, and reports what is wrong with them.
func (d *draft) byHand(groups map[string][]string) Groups {
	seen := map[string]bool{}
	for _, name := range slices.SortedFunc(maps.Keys(groups), compareGroups) {
		for n, id := range groups[name] {
			path := rule.Index(rule.Key("groups", name), n)
			i, known := d.find(id)
			switch {
			case !known:
				d.refuse(path, "unknown-applicant", "nobody with this id applied")
			case !d.state.people.at(i).seated():
				d.refuse(path, "no-seat", "this person has no seat")
			case seen[id]:
				d.refuse(path, "duplicate-id", "is listed twice")
			}
			seen[id] = true
		}
		if len(groups[name]) == 0 {
			d.refuse(rule.Key("groups", name), "required", "a group has at least one member")
		}
	}
	return stated(groups)
}

// stated returns the groups that an entry states, in the form in which groups are
// recorded.
func stated(groups map[string][]string) Groups {
	formed := Groups{Names: []string{}, Groups: [][]string{}}
	for _, name := range slices.SortedFunc(maps.Keys(groups), compareGroups) {
		formed.Names = append(formed.Names, name)
		formed.Groups = append(formed.Groups, append([]string{}, slices.Sorted(slices.Values(groups[name]))...))
	}
	return formed
}

// compareGroups orders the names of groups: numbers come first, 2 before 10, and then the
// other names.
func compareGroups(a, b string) int {
	switch numberA, numberB := isNumber(a), isNumber(b); {
	case numberA && numberB:
		return cmp.Or(len(a)-len(b), compareNames(a, b))
	case numberA:
		return -1
	case numberB:
		return 1
	}
	return compareNames(a, b)
}

func isNumber(text string) bool {
	for _, c := range text {
		if c < '0' || c > '9' {
			return false
		}
	}
	return text != ""
}

// setGroups makes g the groups of the run.
func (d *draft) setGroups(g Groups) {
	of := map[string]string{}
	for n, group := range g.Groups {
		for _, id := range group {
			of[id] = g.Names[n]
		}
	}
	for i := range d.state.people.n {
		if p := d.state.people.at(i); p.group != of[p.id] {
			d.edit(i).group = of[p.id]
		}
	}
	d.state.groupState = groupState{formed: true, names: g.Names, groups: g.Groups, tiers: g.Tiers}
}

// members returns the people who hold a seat as members of groups.
func (d *draft) members() []grouping.Member {
	var members []grouping.Member
	d.eachTaking(func(_ int, p *person) {
		members = append(members, d.course.Member(*p.applicant))
	})
	return members
}

// groupFindings returns the findings on the groups. Only people with a seat count as
// members, and a group in which nobody has a seat is skipped. The indices in the paths
// count all groups, as they were formed.
func (r *Run) groupFindings() []rule.Finding {
	var groups [][]string
	formed := map[string]string{} // the path of each group when it was formed, by its path in the list groups
	for n, group := range r.state.groups {
		var present []string
		for _, id := range group {
			if i, known := r.lookup(&r.state, id); known && r.state.people.at(i).seated() {
				present = append(present, id)
			}
		}
		if present != nil {
			formed[rule.Index("groups", len(groups))] = rule.Index("groups", n)
			groups = append(groups, present)
		}
	}
	if groups == nil {
		return nil
	}
	d := draft{Run: r, state: r.state}
	assessed, err := r.course.grouping.Assess(groups, d.members(), grouping.Options{Steps: 1})
	if err != nil {
		// No groups of these people can keep the policy. For example, a required rule
		// asks for a value that no person has.
		findings := []rule.Finding{}
		for _, v := range violationsOf(err) {
			findings = append(findings, rule.Finding{Code: v.Code, Path: v.Path, Verdict: rule.NotMet, Detail: v.Detail})
		}
		return findings
	}
	for _, f := range assessed.Findings {
		for n := range f.Parts {
			if path, of := formed[f.Parts[n].Path]; of {
				f.Parts[n].Path = path
			}
		}
	}
	return assessed.Findings
}
