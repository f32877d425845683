package admission

import (
	"maps"
	"slices"
)

// tally counts who holds seats, by group.
type tally struct {
	shares   []share
	skip     int // a share to leave out, or none
	capacity int64
	held     int64
	groups   []*group
	byName   map[member]int
	needs    []*group // those with a minimum, by share
}

// group is a group of people of whom some hold seats.
type group struct {
	member
	limits

	held   int64
	short  bool     // whether it needs the place to fill; set by mark
	parked []*queue // people who cannot be called while the group is at its most
}

// newTally returns a tally in which nobody holds a seat. Groups that are known
// beforehand are there from the start.
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

// group returns the number of a group.
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

// full reports whether a group is at its most.
func (t *tally) full(g *group) bool {
	return g.most.set && g.held >= g.most.most(t.capacity)
}

// mark finds out which groups need the next place, and reports whether any does.
func (t *tally) mark() bool {
	any := false
	for _, g := range t.needs {
		g.short = g.least.short(g.held, t.held+1, t.capacity)
		any = any || g.short
	}
	return any
}

// seat counts a person in, or out with -1.
func (t *tally) seat(groups []member, by int64) {
	t.held += by
	for _, m := range groups {
		t.groups[t.group(m)].held += by
	}
}

// open says what a share with leave_open asks of the next place.
type open struct {
	percent bool  // a group is short of its percentage
	missing int64 // seats that counts still miss
}

func (t *tally) open(share int) open {
	var o open
	for _, g := range t.needs {
		switch {
		case g.share != share:
		case g.least.count:
			o.missing += max(0, g.least.n-g.held)
		default:
			o.percent = o.percent || g.short
		}
	}
	return o
}

// keeps reports whether share keeps the next place, with free places left, from a
// person of these groups. Groups must be marked.
func (t *tally) keeps(share int, o open, groups []int, free int64) bool {
	helps, missing := false, o.missing
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
	return o.percent && !helps || free-1 < missing
}

// excluders returns the groups that exclude a person from the next place: those
// of the person at their most, and those that a share keeps seats open for. With
// first it stops after the first share that excludes.
func (t *tally) excluders(groups []int, free int64, first bool) []*group {
	var found []*group
	for i := range t.shares {
		if i == t.skip {
			continue
		}
		for _, n := range groups {
			if g := t.groups[n]; g.share == i && t.full(g) {
				found = append(found, g)
			}
		}
		if t.shares[i].leaveOpen && t.keeps(i, t.open(i), groups, free) {
			found = append(found, t.wanting(i)...)
		}
		if first && len(found) > 0 {
			return found
		}
	}
	return found
}

// wanting returns the groups of a share for which seats are kept open.
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

// numbers returns the groups of a person as numbers.
func (t *tally) numbers(groups []member) []int {
	out := make([]int, 0, len(groups))
	for _, m := range groups {
		if m.share != t.skip {
			out = append(out, t.group(m))
		}
	}
	return out
}

// reason returns the share that gave the next place to holder and not to other,
// whose merit is better: the first one that excludes the other, or else the
// first one at which the holder is of a group that needs the place and the
// other is not. A narrowing leaves the holder in, so it happened exactly there.
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

// shortIn reports whether one of the groups is of a share and needs the place.
func (t *tally) shortIn(groups []int, share int) bool {
	for _, n := range groups {
		if g := t.groups[n]; g.share == share && g.short {
			return true
		}
	}
	return false
}
