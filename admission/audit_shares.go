package admission

import (
	"cmp"
	"slices"
)

// shareUse returns whether the people who hold seats keep share i, for each of its
// groups. The function departed reports whether a person of a group left after the last
// call; it is nil if nobody did.
func (s *Selector) shareUse(i int, holding, waiting []*candidate, capacity int, departed func(member) bool) ShareEffect {
	e := ShareEffect{Code: s.shares[i].code, Kept: true, Groups: []GroupUse{}}
	t := newTally(s.shares, capacity, none)
	for _, c := range holding {
		t.seat(c.groups, 1)
	}
	waits, callable := t.waiters(i, waiting)
	for n, g := range t.groups {
		if g.share != i {
			continue
		}
		u := t.use(g)
		u.Wait = waits[n]
		if u.Need != nil && u.Have < *u.Need {
			u.Kept, u.Why = false, why(u.Wait, callable[n], departed != nil && departed(g.member))
		}
		e.Kept = e.Kept && u.Kept
		e.Groups = append(e.Groups, u)
	}
	slices.SortFunc(e.Groups, func(a, b GroupUse) int { return cmp.Compare(a.Group, b.Group) })
	return e
}

// waiters counts, for each group of a share, the people of the group who wait. For each
// group with a minimum, it also reports whether at least one of these people could be
// called.
func (t *tally) waiters(share int, waiting []*candidate) (waits map[int]int, callable map[int]bool) {
	waits, callable = map[int]int{}, map[int]bool{}
	t.mark()
	free := max(t.capacity-t.held, 1)
	for _, c := range waiting {
		for _, m := range c.groups {
			if m.share != share {
				continue
			}
			n := t.group(m)
			waits[n]++
			if t.groups[n].least.set && !callable[n] {
				callable[n] = len(t.excluders(t.numbers(c.groups), free, true)) == 0
			}
		}
	}
	return waits, callable
}

// use returns the bounds of a group, how many of its people hold seats, and whether its
// maximum is kept.
func (t *tally) use(g *group) GroupUse {
	u := GroupUse{Group: g.group, Have: int(g.held), Kept: true}
	if g.most.set {
		u.Most = new(int(g.most.most(t.capacity)))
		if u.Have > *u.Most {
			u.Kept, u.Why = false, "moved"
		}
	}
	if g.least.set {
		u.Need = new(int(g.least.need(t.held)))
	}
	return u
}

// why returns the reason why a minimum is not kept.
func why(waiting int, callable, departed bool) string {
	switch {
	case waiting == 0:
		return "nobody"
	case !callable:
		return "excluded"
	case departed:
		return "left"
	}
	return "outranked"
}
