package grouping

import (
	"maps"
	"slices"
)

// together reports sets of people who must be in one group but are too many for the
// largest group. Rules that share a person make one set.
func (r *reasons) together(gr *Grouper, rules []int) {
	u := unions{lead: map[string]string{}, rule: map[string]int{}}
	for _, i := range rules {
		for _, set := range r.sets(gr.policy.Must[i].Rule) {
			u.join(i, r.membersOf(set))
		}
	}
	r.disagree(gr, rules, u)
	joined := map[string][]string{}
	for _, m := range r.members {
		root := u.find(m.ID)
		joined[root] = append(joined[root], m.ID)
	}
	for _, m := range r.members {
		if ids := joined[m.ID]; len(ids) > r.large {
			r.add(gr.policy.Must[u.rule[m.ID]].Code, ids, int64(r.large), int64(len(ids)), "%d people must be in one group, and the largest group holds %d", len(ids), r.large)
		}
	}
}

// disagree reports people who must be in one group but have different values of a
// category, although another rule requires one value in each group.
func (r *reasons) disagree(gr *Grouper, rules []int, u unions) {
	for _, i := range rules {
		k := gr.policy.Must[i].Rule.Agree
		if k == nil || k.Category == "" || !k.strict() {
			continue
		}
		read := reader("", k.Category, "")
		ids, values, known := map[string][]string{}, map[string]int{}, map[[2]string]bool{}
		for _, m := range r.members {
			root := u.find(m.ID)
			for _, value := range read(m) { // a member has at most one value of a category
				ids[root] = append(ids[root], m.ID)
				if key := [2]string{root, value}; !known[key] {
					known[key] = true
					values[root]++
				}
			}
		}
		for _, root := range slices.Sorted(maps.Keys(ids)) {
			if n := values[root]; n > 1 {
				r.add(gr.policy.Must[u.rule[root]].Code, ids[root], 1, int64(n), "%d people must be in one group, which agrees on one %s, and they have %d", len(ids[root]), k.Category, n)
			}
		}
	}
}

// sets returns the sets of people that a rule wants together, each set in one group.
func (r *reasons) sets(k Rule) [][]string {
	switch {
	case k.Together != nil:
		return k.Together.Sets
	case k.Keep != nil:
		return k.Keep.Groups
	case k.Gather != nil:
		return r.gathered(k.Gather)
	}
	return nil
}

// gathered returns one set for each value of the category that the rule gathers: the
// members who have this value.
func (r *reasons) gathered(k *GatherRule) (sets [][]string) {
	read := reader("", k.Category, k.Missing)
	by := map[string][]string{}
	for _, m := range r.members {
		for _, value := range read(m) {
			by[value] = append(by[value], m.ID)
		}
	}
	for _, value := range slices.Sorted(maps.Keys(by)) {
		sets = append(sets, by[value])
	}
	return sets
}

// unions are disjoint sets of people who must be in one group. Each set has a root, which
// is one of its people.
type unions struct {
	lead map[string]string // the next person on the way to the root; the root has none
	rule map[string]int    // of a root: the first required rule that joined people of its set
}

// find returns the root of a person.
func (u unions) find(id string) string {
	root := id
	for u.lead[root] != "" {
		root = u.lead[root]
	}
	for u.lead[id] != "" { // shorten the way for later calls
		id, u.lead[id] = u.lead[id], root
	}
	return root
}

// join unites the sets of the given people. The parameter rule is the index of the
// required rule that wants these people in one group.
func (u unions) join(rule int, ids []string) {
	for _, id := range ids {
		a, b := u.find(ids[0]), u.find(id)
		if a == b {
			continue
		}
		u.lead[b] = a
		u.rule[a] = min(u.firstRule(a, rule), u.firstRule(b, rule))
	}
}

// firstRule returns the first rule that joined people of a root's set. If no rule joined
// any of them, it returns the parameter other.
func (u unions) firstRule(root string, other int) int {
	if rule, ok := u.rule[root]; ok {
		return rule
	}
	return other
}
