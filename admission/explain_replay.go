package admission

import "slices"

// replay goes through the history and finds the reasons. Each person with a seat is
// compared with the first person who waits, as of the moment when the seat was given.
// Everybody who waits is compared with x.last, as of the moment when x.last got the seat.
// At the end, replay finds the groups that exclude the people who wait.
func (x *explainer) replay() {
	var waiting []*candidate
	for i := range x.r.Entries {
		if e := &x.r.Entries[i]; e.Status == StatusWaiting {
			waiting = append(waiting, x.s.standing(e))
		}
	}
	groups, after := x.groupsThen()
	t := newTally(x.s.shares, x.r.Capacity, none)
	for i, c := range x.r.History {
		before := groups[c.ID]
		if next, regrouped := after[i]; regrouped {
			groups[c.ID] = next
		}
		switch {
		case c.From.Seated() && !c.To.Seated():
			t.seat(before, -1)
		case c.From.Seated() && c.To.Seated():
			t.seat(before, -1)
			t.seat(groups[c.ID], 1)
		case c.To.Seated():
			t.capacity = int64(c.Capacity)
			x.given(t, c, groups[c.ID], waiting)
			t.seat(groups[c.ID], 1)
		}
	}
	if len(x.s.shares) == 0 {
		return
	}
	t.capacity = int64(x.r.Capacity)
	t.mark()
	for _, c := range waiting {
		x.waits[c.id] = x.s.waits(t.excluders(t.numbers(c.groups), max(t.capacity-t.held, 1), false))
	}
}

// given explains change c, which gave a seat. It finds why the holder got the seat. If
// the holder is x.last, it also finds why each person who waits did not get the seat.
func (x *explainer) given(t *tally, c Change, groups []member, waiting []*candidate) {
	e := x.entries[c.ID]
	if e == nil || !e.Status.Seated() {
		return
	}
	holder := &candidate{id: e.ID, groups: groups}
	if len(e.Keys) == len(x.s.keys) {
		holder = x.s.standing(e)
		holder.groups = groups
	}
	if x.first != nil {
		x.reasons[e.ID] = x.reason(t, c, e, holder, waiting[0])
	}
	if e != x.last {
		return
	}
	for _, other := range waiting {
		x.reasons[other.id] = x.reason(t, c, e, holder, other)
	}
}

// reason returns why the holder got the seat that change c gave, and the other person did
// not.
func (x *explainer) reason(t *tally, c Change, e *Entry, holder, other *candidate) string {
	switch {
	case e.Ruled || len(e.Keys) != len(x.s.keys):
		return codeRuling
	case x.entries[other.id].Joined > c.Event:
		return codeLater
	case x.s.merit(holder, other, x.lots, none) < 0:
		return x.s.decider(holder, other)
	}
	if share := t.reason(holder.groups, other.groups, t.capacity-t.held); share != none {
		return x.s.shares[share].code
	}
	return codeRuling // one that was lifted since, in a policy without keys
}

// groupsThen returns the groups that each person had when the history began. For each
// change in the history that altered a person's groups, it also returns the groups after
// the change, by the index of the change.
func (x *explainer) groupsThen() (before map[string][]member, after map[int][]member) {
	before, after = make(map[string][]member, len(x.r.Entries)), map[int][]member{}
	for id, e := range x.entries {
		before[id] = x.s.members(e.Groups)
	}
	for i, c := range slices.Backward(x.r.History) {
		if c.From == c.To || c.From.Left() {
			after[i] = before[c.ID]
			before[c.ID] = x.s.members(c.Groups)
		}
	}
	return before, after
}
