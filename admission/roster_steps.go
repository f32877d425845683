package admission

import (
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
)

// event applies one well-formed event, or reports why it cannot happen. If it refuses an
// event that has no recorded decision, only the number of events and the time of the
// latest event change.
func (m *motion) event(e Event, r *rule.Report) Decided {
	m.r.Events = max(m.r.Events+1, m.recorded.event())
	m.r.At = e.At
	var d Decided
	if m.r.Events > maxEvents {
		r.Put(rule.TooMany("", maxEvents, "events"))
		return d
	}
	switch {
	case e.Applied != nil:
		m.applied(e, r.At("applied"), &d)
	case e.Reviewed != nil:
		m.reviewed(e, r.At("reviewed"), &d)
	case e.Ruled != nil:
		m.ruled(e, r.At("ruled"), &d)
	case e.Closed != nil:
		m.closed(e, r.At("closed"), &d)
	case e.Selected != nil:
		m.selection(e, r.At("selected"), &d)
	case e.Answered != nil:
		m.answered(e, r.At("answered"), &d)
	case e.Seats != nil:
		m.r.Capacity = e.Seats.Capacity
		if m.line != nil {
			m.line.resize(e.Seats.Capacity)
		}
	default:
		m.r.PromotionsEnd = e.PromotionsEnd.Until
	}
	if !r.Clean("") {
		return d
	}
	if m.recorded != nil && !sameChanges(d.Changes, m.recorded.Changes) {
		r.Add("", "recorded", "not what this event does")
		return d
	}
	d.Changes = append(d.Changes, m.promote(e.At, len(d.Changes), r)...)
	if m.selected() {
		m.r.History = append(m.r.History, d.Changes...)
	}
	return d
}

// event returns the largest number of an event in recorded results, or 0 if they have none.
// If earlier events are no longer in the log, because a person was erased, an event keeps
// the number that it had. So later events have larger numbers, whatever was erased.
func (d *Decided) event() int {
	number := 0
	if d != nil {
		for _, c := range d.Changes {
			number = max(number, c.Event)
		}
	}
	return number
}

// sameChanges reports whether the recorded changes begin with the changes in prefix:
// those that the event makes before seats are given.
func sameChanges(prefix, recorded []Change) bool {
	if len(recorded) < len(prefix) {
		return false
	}
	for i, c := range prefix {
		if was := recorded[i]; was.ID != c.ID || was.From != c.From || was.To != c.To {
			return false
		}
	}
	return true
}

// notNow reports whether an event must wait for the selection, and adds the violation to
// r if so.
func (m *motion) notNow(r *rule.Report) bool {
	if m.closing() {
		r.Add("", "closed", "the list is closed until the selection")
	}
	return m.closing()
}

func (m *motion) applied(e Event, r *rule.Report, d *Decided) {
	if m.notNow(r) {
		return
	}
	m.state(e, e.Applied, r, d)
}

// reviewed changes the reviews of one application.
func (m *motion) reviewed(e Event, r *rule.Report, d *Decided) {
	if m.notNow(r) {
		return
	}
	v := e.Reviewed
	i, known := m.facts[v.Applicant]
	if !known {
		r.Add("applicant", "unknown-id", "nobody with this id applied")
		return
	}
	a := m.r.Applicants[i].clone()
	reviewer, path := v.Reviewer, "reviewer"
	if v.Review != nil {
		reviewer, path = v.Review.Reviewer, "review.reviewer"
	}
	at := slices.IndexFunc(a.Reviews, func(r Review) bool { return r.Reviewer == reviewer })
	switch {
	case v.Struck && at < 0:
		r.Add(path, "unknown-review", "this reviewer has not reviewed the applicant")
		return
	case v.Struck:
		a.Reviews = slices.Delete(a.Reviews, at, at+1)
	case at < 0:
		a.Reviews = append(a.Reviews, *v.Review)
		at = len(a.Reviews) - 1
	default:
		a.Reviews[at] = *v.Review
	}
	for _, fault := range a.check(m.s) {
		if rest, here := strings.CutPrefix(fault.Path, rule.Index("reviews", at)+"."); here {
			fault.Path = "review." + rest
		}
		r.Add(fault.Path, fault.Code, fault.Detail)
	}
	if r.Clean("") {
		m.state(e, a, r, d)
	}
}

// state records a new application, or new facts of an earlier application.
func (m *motion) state(e Event, a *Applicant, r *rule.Report, d *Decided) {
	var entry *Entry
	if i, known := m.entries[a.ID]; known {
		entry = &m.r.Entries[i]
		if entry.Status == StatusRemoved && e.Applied != nil {
			r.Add("id", "status", "was removed: reinstate first")
			return
		}
	}
	if entry == nil && len(m.r.Applicants) >= m.s.people {
		r.Add("", "too-many", wantFewer)
		return
	}
	switch {
	case !m.selected() && (entry == nil || entry.Status.Left() && e.Applied != nil):
		from := Status("")
		if entry == nil {
			entry = m.add(Entry{ID: a.ID})
		} else {
			from = entry.Status
		}
		entry.Status, entry.Since = StatusApplied, e.At
		d.Changes = append(d.Changes, Change{At: e.At, Event: m.r.Events, ID: a.ID, From: from, To: StatusApplied})
	case !m.selected():
	case entry != nil && entry.Status.Seated():
		m.seatedFacts(e, entry, a, d)
	case entry == nil || !entry.Status.Left() || e.Applied != nil:
		m.judge(e, a, r, d)
	}
	if r.Clean("") {
		m.keep(a)
	}
}

// seatedFacts puts a person who holds a seat into the groups that follow from the new
// facts. The person keeps the seat.
func (m *motion) seatedFacts(e Event, entry *Entry, a *Applicant, d *Decided) {
	groups := m.s.shareGroups(m.s.groups(a))
	if m.recorded != nil && m.recorded.Entry != nil {
		groups = m.recorded.Entry.Groups
	}
	if slices.Equal(groups, entry.Groups) {
		return
	}
	d.Changes = append(d.Changes, Change{At: e.At, Event: m.r.Events, ID: a.ID, From: entry.Status, To: entry.Status, Groups: entry.Groups})
	m.line.leave(m.s.members(entry.Groups))
	m.line.seat(m.s.members(groups), 1)
	entry.Groups = groups
	d.Entry = new(entry.clone())
}

// judge gives a person without a seat the status that follows from facts and rulings:
// waiting, incomplete or ineligible.
func (m *motion) judge(e Event, a *Applicant, r *rule.Report, d *Decided) {
	judged, c := m.judgement(e, a, r)
	if judged == nil {
		return
	}
	change := Change{At: e.At, Event: m.r.Events, ID: a.ID, To: judged.Status}
	if i, known := m.entries[a.ID]; known {
		old := &m.r.Entries[i]
		change.From = old.Status
		if judged.Status == change.From {
			judged.Since = old.Since
		}
		if change.From.Left() {
			change.Groups = old.Groups
		}
	}
	m.drop(a.ID)
	if change.From == "" {
		m.add(*judged)
	} else {
		m.r.Entries[m.entries[a.ID]] = *judged
	}
	if c != nil {
		m.wait(c)
	}
	d.Entry = new(judged.clone())
	d.Changes = append(d.Changes, change)
}

// judgement returns the entry that follows from facts and rulings, or the recorded entry,
// and also a candidate if the person waits. The entry is nil if the recorded entry is
// wrong, or if a lot would be needed and there is no seed.
func (m *motion) judgement(e Event, a *Applicant, r *rule.Report) (*Entry, *candidate) {
	entry := m.assessed(e, a)
	if m.recorded != nil {
		var report rule.Report
		if was := m.recorded.Entry; was == nil || was.ID != a.ID || was.Rank != 0 || was.Status.Seated() || was.Status.Left() {
			r.Add("", "recorded", "the entry of the person is not recorded")
			return nil, nil
		} else if m.s.checkEntry(was, spot{report: &report}); len(report.Violations()) > 0 {
			r.Add("", "recorded", "the recorded entry is not one of this policy")
			return nil, nil
		}
		entry = m.recorded.Entry.clone()
		entry.Waits = nil
		if entry.Status == StatusWaiting {
			entry.Joined = m.r.Events // at least the recorded number
		}
	}
	if entry.Status != StatusWaiting {
		return &entry, nil
	}
	c := m.s.standing(&entry)
	if m.recorded == nil && m.tied(c) {
		r.Add("", "seed-required", "ties with a person who waits, so the lottery needs a seed: close the list for a draw and state it in selected")
		return nil, nil
	}
	return &entry, c
}

// assessed returns the entry of a person without a seat. It results from the facts of the
// person and the ruling on the person.
func (m *motion) assessed(e Event, a *Applicant) Entry {
	entry := Entry{ID: a.ID, Since: e.At}
	eligibility, why := m.s.eligibility(a)
	ruling, ruled := m.rulings[a.ID]
	switch {
	case ruled && ruling.Decision == Exclude:
		entry.Status = StatusIneligible
		if eligibility == Ineligible {
			entry.Reasons = m.s.Codes(why)
		}
		entry.Reasons = append(entry.Reasons, codeRuling)
		slices.Sort(entry.Reasons)
	case eligibility == Eligible:
		c := m.s.candidate(a)
		entry.Status, entry.Joined = StatusWaiting, m.r.Events
		entry.Keys, entry.Groups = m.s.keyValues(c), m.s.shareGroups(c.groups)
		if i, known := m.entries[a.ID]; known && m.r.Entries[i].Status == StatusWaiting {
			entry.Reinstated = m.r.Entries[i].Reinstated
		}
		if e.Answered != nil {
			entry.Reinstated = m.r.Events
		}
	default:
		entry.Status, entry.Reasons = StatusIneligible, m.s.Codes(why)
		if eligibility == Incomplete {
			entry.Status = StatusIncomplete
		}
	}
	return entry
}
