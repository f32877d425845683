package admission

import (
	"maps"
	"math"
	"slices"
)

// tally counts the people who hold seats, by group.
type tally struct {
	shares   []share
	skip     int // the index of a share to leave out, or none
	capacity int64
	held     int64
	groups   []*group
	byName   map[member]int
	needs    []*group // the groups with a minimum
}

// group is a group of people, some of whom hold seats.
type group struct {
	member
	limits

	held   int64
	short  bool     // whether the group needs the next place; set by mark
	parked []*queue // queues that cannot be called while the group is full
}

// newTally returns a tally in which nobody holds a seat. It already has the groups that
// are known beforehand: the groups of tests, and the groups that shares name.
func newTally(shares []share, capacity, skip int) *tally {
	t := &tally{shares: shares, skip: skip, capacity: int64(capacity), byName: map[member]int{}}
	for i := range shares {
		if shares[i].test != nil {
			t.group(member{i, groupMet})
		}
		for _, name := range slices.Sorted(maps.Keys(shares[i].groups)) {
			t.group(member{i, name})
		}
	}
	return t
}

// group returns the index of a group in t.groups, and adds the group if it is new.
func (t *tally) group(m member) int {
	if n, known := t.byName[m]; known {
		return n
	}
	g := &group{member: m, limits: t.shares[m.share].limits(m.group)}
	n := len(t.groups)
	t.groups, t.byName[m] = append(t.groups, g), n
	if g.least.set && m.share != t.skip {
		t.needs = append(t.needs, g)
	}
	return n
}

// full reports whether a group may hold no further seat.
func (t *tally) full(g *group) bool {
	return g.most.set && g.held >= g.most.most(t.capacity)
}

// mark determines which groups need the next place, and reports whether any group needs
// it.
func (t *tally) mark() bool {
	any := false
	for _, g := range t.needs {
		g.short = g.least.short(g.held, t.held+1, t.capacity)
		any = any || g.short
	}
	return any
}

// seat adds 1 or -1 to the number of people who hold seats, in total and in each of the
// groups.
func (t *tally) seat(groups []member, by int64) {
	t.held += by
	for _, m := range groups {
		t.groups[t.group(m)].held += by
	}
}

// shortfall is what the groups of a share with leave_open lack. Because of it, the share
// may keep the next place open.
type shortfall struct {
	percent bool  // whether a group is short of its percentage
	missing int64 // the number of seats that groups still need to reach their counts
}

func (t *tally) shortfall(share int) shortfall {
	var lack shortfall
	for _, g := range t.needs {
		switch {
		case g.share != share:
		case g.least.count:
			lack.missing += max(0, g.least.n-g.held)
		default:
			lack.percent = lack.percent || g.short
		}
	}
	return lack
}

// infinity is larger than every possible number of free places.
const infinity = math.MaxInt64

// opening returns how many places must be free before a share with leave_open lets a
// person of the given groups take the next place. If no number is enough, opening returns
// infinity. It does not consider maxima. The parameter lack is the shortfall of the share.
// The method mark must have been called before.
func (t *tally) opening(share int, lack shortfall, groups []int) int64 {
	helps, missing := false, lack.missing
	for _, n := range groups {
		g := t.groups[n]
		switch {
		case g.share != share || !g.least.set:
		case g.least.count:
			if g.held < g.least.n {
				missing--
			}
		default:
			helps = helps || g.short
		}
	}
	if lack.percent && !helps {
		return infinity
	}
	return missing + 1
}

// excluders returns the groups that exclude a person from the next place: groups of the
// person that are full, and groups for which a share keeps seats open. If the parameter
// first is true, it stops after the first share that excludes.
func (t *tally) excluders(groups []int, free int64, first bool) []*group {
	var found []*group
	for i := range t.shares {
		for _, n := range groups {
			if g := t.groups[n]; g.share == i && t.full(g) {
				found = append(found, g)
			}
		}
		if t.shares[i].leaveOpen && free < t.opening(i, t.shortfall(i), groups) {
			found = append(found, t.wanting(i)...)
		}
		if first && len(found) > 0 {
			return found
		}
	}
	return found
}

// wanting returns the groups of a share with leave_open that still need seats to reach
// their minimum. The share keeps seats open for these groups.
func (t *tally) wanting(share int) []*group {
	var found []*group
	for _, g := range t.needs {
		wants := g.short
		if g.least.count {
			wants = g.held < g.least.n
		}
		if g.share == share && wants {
			found = append(found, g)
		}
	}
	return found
}

// numbers returns the indexes in t.groups of a person's groups. It leaves out groups of
// the share whose index is t.skip.
func (t *tally) numbers(groups []member) []int {
	out := make([]int, 0, len(groups))
	for _, m := range groups {
		if m.share != t.skip {
			out = append(out, t.group(m))
		}
	}
	return out
}

// reason returns the share that gave the next place to its holder, although the other
// person has better merit. This is the first share that excludes the other person. If no
// share does, it is the first share for which the holder is in a group that needs the
// place, and the other person is not. If there is no such share either, reason returns
// the constant none.
func (t *tally) reason(holder, other []member, free int64) int {
	theirs, mine := t.numbers(other), t.numbers(holder)
	t.mark()
	if found := t.excluders(theirs, free, true); len(found) > 0 {
		return found[0].share
	}
	for i := range t.shares {
		if t.shortIn(mine, i) && !t.shortIn(theirs, i) {
			return i
		}
	}
	return none
}

// shortIn reports whether one of the given groups belongs to the share and needs the next
// place. The method mark must have been called before.
func (t *tally) shortIn(groups []int, share int) bool {
	for _, n := range groups {
		if g := t.groups[n]; g.share == share && g.short {
			return true
		}
	}
	return false
}
