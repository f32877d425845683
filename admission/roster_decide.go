package admission

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/rule"
)

// answered takes an answer to an offer, or lets a person leave or come back.
func (m *motion) answered(e Event, r *rule.Report, d *Decided) {
	v := e.Answered
	entry, known := m.entry(v.Applicant, "applicant", r)
	if !known || entry.Status == v.Answer {
		return
	}
	from := entry.Status
	if v.Answer == StatusReinstated {
		m.reinstated(e, entry, r, d)
		return
	}
	possible := from == StatusOffered
	if v.Answer == StatusWithdrawn || v.Answer == StatusRemoved {
		possible = !from.Left() && from != StatusIneligible
	}
	switch {
	case !possible:
		want := "only a person with an offer can answer it"
		if v.Answer == StatusWithdrawn || v.Answer == StatusRemoved {
			want = "only a person who is neither ineligible nor gone can leave"
		}
		r.Add("applicant", "status", "not possible for a person who is "+string(from)+": "+want)
		return
	case v.Answer == StatusExpired && e.At.Before(m.r.AnswerBy):
		r.Add("answer", "answer-by", "no offer expires before "+m.r.AnswerBy.Format("2006-01-02T15:04:05Z07:00"))
		return
	}
	m.drop(entry.ID)
	if from.Seated() && !v.Answer.Seated() {
		m.line.leave(m.s.members(entry.Groups))
	}
	entry.Status, entry.Since, entry.Waits = v.Answer, e.At, nil
	if m.closing() {
		entry.Joined = m.r.Events // the person still takes part in the draw
	}
	d.Changes = append(d.Changes, Change{At: e.At, Event: m.r.Events, ID: entry.ID, From: from, To: v.Answer})
}

// reinstated takes back a person who left. Before the selection, the person gets
// [StatusApplied]. After the selection, a person who is eligible waits ahead of the
// others.
func (m *motion) reinstated(e Event, entry *Entry, r *rule.Report, d *Decided) {
	switch {
	case !entry.Status.Left() && entry.Reinstated > 0:
		return // the person was reinstated already
	case !entry.Status.Left():
		r.Add("applicant", "status", "not possible for a person who is "+string(entry.Status)+": has not left")
		return
	case m.closing() && entry.Joined == 0:
		r.Add("", "closed", "left before the list was closed: wait for the selection")
		return
	case !m.selected():
		d.Changes = append(d.Changes, Change{At: e.At, Event: m.r.Events, ID: entry.ID, From: entry.Status, To: StatusApplied})
		entry.Status, entry.Since, entry.Joined = StatusApplied, e.At, 0
		return
	}
	m.judge(e, &m.r.Applicants[m.facts[entry.ID]], r, d)
}

// ruled applies a ruling of the organisers, or lifts one.
func (m *motion) ruled(e Event, r *rule.Report, d *Decided) {
	v := e.Ruled
	entry, known := m.entry(v.Applicant, "applicant", r)
	if !known || m.notNow(r) {
		return
	}
	ruling := Ruling{ID: v.Applicant, Decision: v.Decision, By: e.By, Reason: v.Reason}
	earlier, had := m.rulings[v.Applicant]
	switch {
	case v.Decision == Lift && !had:
		r.Add("applicant", "no-ruling", "there is no ruling on this applicant")
		return
	case v.Decision == Lift:
		m.lift(v.Applicant)
		if entry.Status.Seated() {
			entry.Ruled = false
			return
		}
	case v.Decision == Exclude && entry.Status.Seated():
		r.Add("applicant", "status", "holds a seat: the answer removed takes it away")
		return
	case v.Decision == Admit && m.selected():
		if entry.Status.Seated() {
			entry.Ruled = true
		} else if !m.admit(e, entry, r, d) {
			return
		}
		m.setRuling(ruling)
		return
	case v.Decision == Admit && m.admitted(v.Applicant)+1 > m.r.Capacity:
		r.Add("decision", "capacity", "more people are admitted by ruling than there are seats: "+strconv.Itoa(m.r.Capacity))
		return
	}
	if v.Decision != Lift {
		m.setRuling(ruling)
	}
	if m.selected() && !entry.Status.Left() {
		m.judge(e, &m.r.Applicants[m.facts[v.Applicant]], r, d)
	}
	if had && !r.Clean("") {
		m.setRuling(earlier)
	}
}

// admitted counts the people admitted by ruling, leaving out the person with the given
// id.
func (m *motion) admitted(but string) int {
	if m.rulings[but].Decision == Admit {
		return m.admits - 1
	}
	return m.admits
}

// admit gives a free seat to a person by ruling, and reports whether a seat was free.
func (m *motion) admit(e Event, entry *Entry, r *rule.Report, d *Decided) bool {
	if m.free() <= 0 {
		r.Add("decision", "full-house", "all "+count(m.r.Capacity, "seat")+" are held: raise the number of seats first")
		return false
	}
	groups := m.s.shareGroups(m.s.groups(&m.r.Applicants[m.facts[entry.ID]]))
	if m.recorded != nil && m.recorded.Entry != nil {
		groups = m.recorded.Entry.Groups
	}
	m.drop(entry.ID)
	change := m.offer(entry, e.At)
	if change.From.Left() {
		change.Groups = entry.Groups
	}
	entry.Ruled, entry.Keys, entry.Groups, entry.Joined, entry.Reinstated, entry.Shares = true, nil, groups, 0, 0, nil
	m.line.seat(m.s.members(groups), 1)
	d.Entry = new(entry.clone())
	d.Changes = append(d.Changes, change)
	return true
}

// closed applies a Closed event: it fixes the list of applicants and the draw.
func (m *motion) closed(e Event, r *rule.Report, d *Decided) {
	switch {
	case m.closing():
		r.Add("", "closed", "the list is closed already")
		return
	case m.selected() && (m.r.Seed != "" || m.r.Closed != nil):
		r.Add("", "closed", "the selection has its draw already")
		return
	}
	m.r.Closed = e.Closed
	switch {
	case m.selected():
	case m.recorded != nil:
		m.r.Commitment = clone(m.recorded.Commitment)
	default:
		m.r.Commitment = new(m.s.pool(m.intake(""), m.r.Capacity).digests())
	}
	d.Commitment = clone(m.r.Commitment)
}

// intake returns the intake of the selection: the people who applied and had not left
// when the list was closed, with the rulings on them.
func (m *motion) intake(seed string) Intake {
	in := Intake{Seed: seed, Closed: m.r.Closed}
	for _, a := range m.r.Applicants {
		if e := &m.r.Entries[m.entries[a.ID]]; e.Status != StatusApplied && e.Joined == 0 {
			continue
		}
		in.Applicants = append(in.Applicants, a)
		if ruling, ruled := m.rulings[a.ID]; ruled {
			in.Rulings = append(in.Rulings, ruling)
		}
	}
	return in
}

// selection makes the selection, or takes the recorded one.
func (m *motion) selection(e Event, r *rule.Report, d *Decided) {
	v := e.Selected
	switch {
	case m.r.Closed != nil && e.At.Before(m.r.Closed.Draw.At):
		r.Add("", "too-early", "the seed is not known before the instant of the draw")
		return
	case !v.AnswerBy.IsZero() && v.AnswerBy.Before(e.At):
		r.Add("answer_by", "time-order", "must not lie before the selection")
		return
	case m.selected() && (m.r.Seed != "" || m.r.Closed == nil || v.Seed == ""):
		r.Add("", "selected", "the selection is made already")
		return
	case m.selected():
		m.r.Seed = v.Seed
		m.lots = newLottery(v.Seed)
		m.queue()
		return
	case m.admitted("") > m.r.Capacity:
		r.Add("", "capacity", "more people are admitted by ruling than there are seats: "+strconv.Itoa(m.r.Capacity))
		return
	}
	in := m.intake(v.Seed)
	var made Selection
	switch {
	case m.recorded == nil:
		p := m.s.pool(in, m.r.Capacity)
		if v.Seed == "" && m.s.tied(p.merit, none) {
			required := errSeed("seed")
			r.Add(required.Path, required.Code, required.Detail)
			return
		}
		made = p.selection().kept()
	case m.recorded.Selection == nil:
		r.Add("", "recorded", "the selection is not recorded")
		return
	default:
		made = m.recorded.Selection.kept()
		if !m.s.fits(made, in, m.r.Capacity, r) {
			return
		}
	}
	d.Changes = m.open(made, e)
	d.Selection = &made
}

// open enters a selection in the roster. People who left after the list was closed are
// still in the selection. They get the status that the selection gives them, and then
// leave. open returns the changes with which they leave.
func (m *motion) open(made Selection, e Event) []Change {
	leavers := map[string]Status{} // the status with which each of them left
	m.r.AnswerBy, m.r.Seed = e.Selected.AnswerBy, e.Selected.Seed
	m.r.Audit = new(made.Audit.clone())
	m.lots = newLottery(m.r.Seed)
	for _, list := range made.lists() {
		for _, p := range list.people {
			p = p.clone()
			entry := &m.r.Entries[m.entries[p.ID]]
			from := entry.Status
			if from.Left() {
				leavers[p.ID], from = from, StatusApplied
			}
			*entry = Entry{ID: p.ID, Status: list.status, Since: e.At, Reasons: p.Reasons, Keys: p.Keys, Groups: p.Groups, Shares: p.Shares, Waits: p.Waits}
			switch list.status {
			case StatusOffered:
				entry.Status = from
				change := m.offer(entry, e.At)
				entry.Ruled, change.Shares = p.Ruling != nil, p.Shares
				m.r.History = append(m.r.History, change)
			case StatusWaiting:
				entry.Joined, entry.Shares = m.r.Events, nil
			}
		}
	}
	m.queue()
	var changes []Change
	for _, id := range slices.Sorted(maps.Keys(leavers)) {
		entry := &m.r.Entries[m.entries[id]]
		change := Change{At: e.At, Event: m.r.Events, ID: id, From: entry.Status, To: leavers[id]}
		m.drop(id)
		if entry.Status.Seated() {
			m.line.leave(m.s.members(entry.Groups))
		}
		entry.Status, entry.Since, entry.Waits = leavers[id], e.At, nil
		changes = append(changes, change)
	}
	return changes
}
