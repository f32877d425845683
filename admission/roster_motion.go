package admission

import (
	"cmp"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// motion is a roster to which events are being applied. It has indexes, and a line of
// those who wait.
type motion struct {
	s        *Selector
	r        Roster
	entries  map[string]int // indexes in r.Entries, by id
	facts    map[string]int // indexes in r.Applicants, by id
	rulings  map[string]Ruling
	lots     *lottery
	line     *seating              // nil before the selection
	waiting  map[string]*candidate // by id
	ties     map[string]int        // the number of those who wait, by their values in the keys, while there is no seed
	admits   int                   // number of rulings that admit
	ranks    int                   // number of seats ever given
	recorded *Decided              // the results of the event, if they were recorded
}

// motion returns a motion of a checked roster, which it takes over without a copy.
func (s *Selector) motion(r Roster) *motion {
	m := &motion{
		s: s, r: r, lots: newLottery(r.Seed), waiting: map[string]*candidate{},
		entries: make(map[string]int, len(r.Entries)), facts: make(map[string]int, len(r.Applicants)), rulings: map[string]Ruling{},
	}
	for i := range r.Applicants {
		m.facts[r.Applicants[i].ID] = i
	}
	for i := range r.Entries {
		m.entries[r.Entries[i].ID] = i
	}
	for _, c := range r.History {
		if c.To.Seated() && !c.From.Seated() {
			m.ranks++
		}
	}
	for _, ruling := range r.Rulings {
		m.setRuling(ruling)
	}
	if r.Audit != nil {
		m.queue()
	}
	return m
}

// queue makes m.line from the entries: it counts the people who hold seats, and puts
// those who wait into the line.
func (m *motion) queue() {
	m.line = newSeating(newTally(m.s.shares, m.r.Capacity, none), m.better)
	m.waiting, m.ties = map[string]*candidate{}, map[string]int{}
	var cs []*candidate
	for i := range m.r.Entries {
		e := &m.r.Entries[i]
		switch {
		case e.Status.Seated():
			m.line.seat(m.s.members(e.Groups), 1)
		case e.Status == StatusWaiting:
			cs = append(cs, m.s.standing(e))
		}
	}
	for i, c := range m.s.rank(cs, m.lots, none) {
		c.merit = i + 1
		m.wait(c)
	}
}

// setRuling puts a ruling in force, in place of an earlier one.
func (m *motion) setRuling(ruling Ruling) {
	m.lift(ruling.ID)
	m.rulings[ruling.ID] = ruling
	if ruling.Decision == Admit {
		m.admits++
	}
}

// lift withdraws the ruling on a person.
func (m *motion) lift(id string) {
	if m.rulings[id].Decision == Admit {
		m.admits--
	}
	delete(m.rulings, id)
}

// compare orders two people by merit, the better one first. If both have a place in a
// sorted order, it compares the places.
func (m *motion) compare(a, b *candidate) int {
	if a.merit > 0 && b.merit > 0 {
		return cmp.Compare(a.merit, b.merit)
	}
	return m.s.merit(a, b, m.lots, none)
}

// better reports whether a comes before b.
func (m *motion) better(a, b *candidate) bool { return m.compare(a, b) < 0 }

// members returns the groups of a stored entry.
func (s *Selector) members(groups []ShareGroup) []member {
	var out []member
	for _, g := range groups {
		if i := s.share(g.Share); i != none {
			out = append(out, member{i, g.Group})
		}
	}
	return out
}

func (s *Selector) share(code string) int {
	return slices.IndexFunc(s.shares, func(sh share) bool { return sh.code == code })
}

// standing returns a candidate with the values by which a checked entry was judged, so
// that the person can be compared without the facts of the application.
func (s *Selector) standing(e *Entry) *candidate {
	c := &candidate{id: e.ID, first: e.Reinstated, groups: s.members(e.Groups)}
	c.scores = c.room[:0]
	for i := range s.keys {
		k := &s.keys[i]
		score, number, met, _ := k.parse(e.Keys[i].Value)
		switch {
		case k.score != nil:
			c.scores = append(c.scores, score)
		case k.number != nil:
			c.numbers = append(c.numbers, number)
		}
		if met {
			c.met |= 1 << i
		}
	}
	return c
}

// maxValue is the largest length of the value of a key. The digits of an exact score stay
// far below it.
const maxValue = 1024

// parse reads the text of a KeyValue, and reports whether it is a value of the key.
func (k *key) parse(text string) (score exact.Rational, number exact.Decimal, met, valid bool) {
	switch {
	case k.score != nil:
		valid = len(text) <= maxValue && text != "" && score.UnmarshalText([]byte(text)) == nil
		return score, number, false, valid
	case k.number != nil && text == rule.Unknown.String():
		return score, number, false, true
	case k.number != nil:
		number, err := exact.ParseDecimal(text)
		return score, number, err == nil, err == nil
	}
	switch text {
	case rule.Met.String():
		return score, number, true, true
	case rule.NotMet.String(), rule.Unknown.String():
		return score, number, false, true
	}
	return score, number, false, text == outside && k.within >= 0
}

func (m *motion) selected() bool { return m.r.Audit != nil }

// closing reports whether the list is fixed and the selection still to come.
func (m *motion) closing() bool { return m.r.Closed != nil && !m.selected() }

// entry returns the entry of a person, or reports that there is none.
func (m *motion) entry(id, path string, r *rule.Report) (*Entry, bool) {
	i, known := m.entries[id]
	if !known {
		r.Add(path, "unknown-id", "nobody with this id applied")
		return nil, false
	}
	return &m.r.Entries[i], true
}

// add puts a new person on the roster.
func (m *motion) add(e Entry) *Entry {
	m.entries[e.ID] = len(m.r.Entries)
	m.r.Entries = append(m.r.Entries, e)
	return &m.r.Entries[len(m.r.Entries)-1]
}

// keep stores the facts of a person.
func (m *motion) keep(a *Applicant) {
	if i, known := m.facts[a.ID]; known {
		m.r.Applicants[i] = *a
		return
	}
	m.facts[a.ID] = len(m.r.Applicants)
	m.r.Applicants = append(m.r.Applicants, *a)
}

// free returns the number of seats that nobody holds. It is negative if more people hold
// seats than there are seats.
func (m *motion) free() int64 { return m.line.capacity - m.line.held }

// offer gives a seat to the person of an entry, and returns the change.
func (m *motion) offer(e *Entry, at time.Time) Change {
	m.ranks++
	c := Change{At: at, Event: m.r.Events, ID: e.ID, From: e.Status, To: StatusOffered, Capacity: m.r.Capacity}
	e.Status, e.Since, e.Rank, e.Waits, e.Reasons = StatusOffered, at, m.ranks, nil, nil
	return c
}

// promote gives the free seats to people who wait. If the changes of the event are
// recorded, it repeats the recorded promotions. Otherwise the policy determines who gets
// a seat. The event can have made other changes before the promotions, and these come
// first in the record. The parameter own is their number.
func (m *motion) promote(at time.Time, own int, r *rule.Report) []Change {
	if m.line == nil {
		return nil
	}
	if m.recorded != nil {
		return m.promoteRecorded(at, own, r)
	}
	if !m.r.PromotionsEnd.IsZero() && !at.Before(m.r.PromotionsEnd) {
		return nil
	}
	var changes []Change
	for m.free() > 0 {
		c, shares := m.line.pick(m.free())
		if c == nil {
			break
		}
		m.line.take(c)
		m.leaves(c)
		e := &m.r.Entries[m.entries[c.id]]
		change := m.offer(e, at)
		e.Shares = m.s.shareCodes(shares)
		change.Shares = m.s.shareCodes(shares)
		changes = append(changes, change)
	}
	return changes
}

func (m *motion) promoteRecorded(at time.Time, own int, r *rule.Report) []Change {
	var changes []Change
	for _, was := range m.recorded.Changes[min(own, len(m.recorded.Changes)):] {
		c := m.waiting[was.ID]
		if c == nil || was.From != StatusWaiting || was.To != StatusOffered || m.free() <= 0 {
			r.Add("", "recorded", "a recorded change cannot have happened: "+string(was.From)+" to "+string(was.To))
			return changes
		}
		m.drop(was.ID)
		m.line.seat(c.groups, 1)
		e := &m.r.Entries[m.entries[was.ID]]
		change := m.offer(e, at)
		change.Shares, e.Shares = was.Shares, slices.Clone(was.Shares)
		changes = append(changes, change)
	}
	return changes
}
