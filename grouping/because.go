package grouping

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
)

// reasons collects reasons why the required rules cannot be kept in any of the allowed
// sizes. The reasons are found by counting, without a search.
type reasons struct {
	members      []*Member
	small, large int // the smallest and the largest size of a group
	fewest, most int // the least and the greatest number of groups
	all          []Because
	names        map[string]bool // ids of members
}

// because returns the reasons why the given required rules cannot all be kept. The
// parameter rules holds their indexes. The parameter splits holds divisions of the
// members into group sizes that the policy allows, and whole is true if it holds every
// such division. The reasons are valid for every division that the policy allows, even if
// whole is false.
func (gr *Grouper) because(members []*Member, rules []int, splits [][]int, whole bool) []Because {
	r := &reasons{members: members, names: map[string]bool{}}
	for _, m := range members {
		r.names[m.ID] = true
	}
	for i, sizes := range splits {
		if i == 0 {
			r.small, r.large, r.fewest, r.most = sizes[0], sizes[0], len(sizes), len(sizes)
		}
		r.small, r.large = min(r.small, slices.Min(sizes)), max(r.large, sizes[0])
		r.fewest, r.most = min(r.fewest, len(sizes)), max(r.most, len(sizes))
	}
	if s := gr.policy.Sizes; !whole {
		r.small, r.large = s.Min, s.Max
		r.fewest, r.most = 0, 0
		for _, b := range gr.blocks(members) {
			fewest, most := s.counts(b.n)
			r.fewest, r.most = r.fewest+fewest, r.most+most
		}
	}
	for _, i := range rules {
		m := gr.policy.Must[i]
		r.rule(m.Code, m.Rule)
	}
	r.together(gr, rules)
	return r.all
}

// counted returns the conflict of the first required rule that cannot be kept, if a count
// shows this without a search. It returns nil if there is no such rule.
func (gr *Grouper) counted(members []*Member, splits [][]int, whole bool) error {
	for i, m := range gr.policy.Must {
		if all := gr.because(members, []int{i}, splits, whole); len(all) > 0 {
			return &ConflictError{Codes: []string{m.Code}, Proved: true, Because: all}
		}
	}
	return nil
}

// maxReasons bounds the reasons of one conflict.
const maxReasons = 100

func (r *reasons) add(code string, ids []string, have, need int64, detail string, a ...any) {
	if len(r.all) == maxReasons {
		return
	}
	slices.Sort(ids)
	r.all = append(r.all, Because{Code: code, IDs: ids, Have: have, Need: need, Detail: fmt.Sprintf(detail, a...)})
}

func (r *reasons) rule(code string, k Rule) {
	switch {
	case k.AtLeast != nil:
		r.atLeast(code, k.AtLeast)
	case k.AtMost != nil:
		r.atMost(code, k.AtMost)
	case k.CommonHours != nil, k.Range != nil:
		r.misfits(code, k)
	case k.Apart != nil:
		for _, set := range k.Apart.Sets {
			if ids := r.membersOf(set); len(ids) > r.most {
				r.add(code, ids, int64(r.most), int64(len(ids)), "%d people want to be in different groups, of which there are at most %d", len(ids), r.most)
			}
		}
	case k.Pin != nil:
		r.pin(code, k.Pin)
	}
}

// several returns a number with its noun in the singular or the plural: 1 group, 2
// groups.
func several[N int | int64](n N, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.FormatInt(int64(n), 10) + " " + more
}

// membersOf returns the people of a set who are members.
func (r *reasons) membersOf(set []string) []string {
	return slices.DeleteFunc(slices.Clone(set), func(id string) bool { return !r.names[id] })
}

// having returns the members who have at least one of the given values.
func (r *reasons) having(read func(m *Member) []string, in []string) (ids []string) {
	for _, m := range r.members {
		if slices.ContainsFunc(read(m), func(value string) bool { return slices.Contains(in, value) }) {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// reader returns a function that reads the values of a member from a list or a category.
// For a member without values, the function returns the fallback as the only value,
// unless the fallback is empty.
func reader(list, category, fallback string) func(m *Member) []string {
	return func(m *Member) []string {
		values := m.listed(list, category)
		if len(values) == 0 && fallback != "" {
			return []string{fallback}
		}
		return values
	}
}

func (r *reasons) atLeast(code string, k *AtLeastRule) {
	ids := r.having(reader(k.List, k.Category, k.Missing), k.In)
	if need := int64(k.Count) * int64(r.fewest); int64(len(ids)) < need {
		r.add(code, ids, int64(len(ids)), need, "%s needs %s, %d in each of %s, and has %d", code, several(need, "person", "people"), k.Count, several(r.fewest, "group", "groups"), len(ids))
	}
}

func (r *reasons) atMost(code string, k *AtMostRule) {
	read := reader(k.List, k.Category, k.Missing)
	alike := map[string][]string{"": r.having(read, k.In)}
	if len(k.In) == 0 {
		for _, m := range r.members {
			for _, value := range read(m) {
				alike[value] = append(alike[value], m.ID)
			}
		}
	}
	allowed := int64(*k.Count) * int64(r.most)
	for _, value := range slices.Sorted(maps.Keys(alike)) {
		if ids := alike[value]; int64(len(ids)) > allowed {
			r.add(code, ids, allowed, int64(len(ids)), "%s allows %s alike, %d in each of %s, and has %d", code, several(allowed, "person", "people"), *k.Count, several(r.most, "group", "groups"), len(ids))
		}
	}
}

// misfits reports each member whom no group can hold: a group with this member breaks the
// rule even if it has the smallest size.
func (r *reasons) misfits(code string, k Rule) {
	one := &Grouper{policy: Policy{Must: []Requirement{{Code: code, Rule: k}}}}
	p := one.problem(r.members, []int{r.small})
	for _, t := range p.Lists {
		for m, floor := range t.Floor {
			switch {
			case floor == 0:
			case k.CommonHours != nil && len(r.members[m].Available) == 0:
				r.add(code, []string{p.ids[m]}, 0, int64(k.CommonHours.Minutes), "%s is never available", p.ids[m])
			case k.CommonHours != nil:
				need := int64(k.CommonHours.Minutes)
				r.add(code, []string{p.ids[m]}, need-floor, need, "%s shares at most %d minutes with %s, and %d are needed", p.ids[m], need-floor, several(p.smallest()-1, "other", "others"), need)
			default:
				within := unit{size: k.Range.Unit}.count(k.Range.Within)
				r.add(code, []string{p.ids[m]}, within, within+floor, "%s differs from the nearest %s by %d units, and %d are allowed", p.ids[m], several(p.smallest()-1, "other", "others"), within+floor, within)
			}
		}
	}
}

func (r *reasons) pin(code string, k *PinRule) {
	inside := map[int][]string{}
	for _, pin := range k.Pins {
		inside[pin.Group] = append(inside[pin.Group], r.membersOf(pin.Members)...)
	}
	for _, pin := range k.Pins {
		switch ids := inside[pin.Group]; {
		case len(ids) == 0:
		case pin.Group > r.most:
			r.add(code, ids, int64(r.most), int64(pin.Group), "group %d is asked for, and there are at most %d", pin.Group, r.most)
		case len(ids) > r.large:
			r.add(code, ids, int64(r.large), int64(len(ids)), "%d people are asked for in group %d, which holds at most %d", len(ids), pin.Group, r.large)
		}
		delete(inside, pin.Group)
	}
}
