package admission

import (
	"slices"
	"strings"
)

// finish returns the roster with its people in order.
func (m *motion) finish() Roster {
	place := m.places()
	r := m.r
	slices.SortFunc(r.Applicants, func(a, b Applicant) int { return strings.Compare(a.ID, b.ID) })
	r.Rulings = nil
	for _, ruling := range m.rulings {
		r.Rulings = append(r.Rulings, ruling)
	}
	slices.SortFunc(r.Rulings, func(a, b Ruling) int { return strings.Compare(a.ID, b.ID) })
	section := func(e *Entry) int {
		switch {
		case e.Status == StatusWaiting:
			return 1
		case e.Rank > 0:
			return 0
		}
		return 2
	}
	slices.SortFunc(r.Entries, func(a, b Entry) int {
		if x, y := section(&a), section(&b); x != y {
			return x - y
		} else if x == 0 {
			return a.Rank - b.Rank
		} else if x == 1 {
			return place[a.ID] - place[b.ID]
		}
		return strings.Compare(a.ID, b.ID)
	})
	return r
}

// places returns the places of those who wait, by id. It records which groups exclude
// these people, and whether the shares are kept.
func (m *motion) places() map[string]int {
	if m.line == nil {
		return nil
	}
	var head, waiting []*candidate
	for i := range m.r.Entries {
		e := &m.r.Entries[i]
		switch {
		case e.Status.Seated():
			head = append(head, &candidate{id: e.ID, groups: m.s.members(e.Groups)})
		case e.Status == StatusWaiting:
			waiting = append(waiting, m.waiting[e.ID])
		}
	}
	slices.SortFunc(waiting, m.compare)
	called := m.s.call(head, waiting, m.r.Capacity, none, true)
	place := make(map[string]int, len(waiting))
	for i, c := range called.order {
		place[c.id] = i + 1
		e := &m.r.Entries[m.entries[c.id]]
		if e.Waits = nil; i >= called.callable {
			e.Waits = m.s.waits(called.waits[i-called.callable])
		}
	}
	left := m.leftSince()
	m.r.Shares = nil
	for i := range m.s.shares {
		m.r.Shares = append(m.r.Shares, m.s.shareUse(i, head, waiting, m.r.Capacity, left))
	}
	return place
}

// leftSince returns a function that reports whether one of a group's people gave up a
// seat after the last seat was given.
func (m *motion) leftSince() func(member) bool {
	groups := map[member]bool{}
	for _, c := range slices.Backward(m.r.History) {
		if c.To.Seated() && !c.From.Seated() {
			break
		}
		if c.From.Seated() && !c.To.Seated() {
			for _, g := range m.s.members(m.r.Entries[m.entries[c.ID]].Groups) {
				groups[g] = true
			}
		}
	}
	return func(g member) bool { return groups[g] }
}
