package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Attendance decides the status of each session for each person. The first line that
// applies gives the status:
//
//	attended      the rule's share was reached in one of its sittings
//	cancelled     all of its sittings were cancelled
//	excused       the person is excused, or joined later (see AttendanceRule)
//	open          one of its sittings is neither held nor cancelled
//	not_attended  none of these
//
// Presence in a sitting is decided as by [Timetable.Attend]. The order of everything
// in the record is irrelevant. The error is nil or [rule.Violations], which cover the
// rule and the whole record.
func (t *Timetable) Attendance(record Record, by AttendanceRule) (Presence, error) {
	t = t.made()
	err := document.Check(record, func(r *rule.Report) {
		by.Check(r)
		t.checkRecord(record, &by, r)
	})
	if err != nil {
		return Presence{}, err
	}
	p := Presence{Sessions: t.records(record)}
	sittings := make([]Sitting, len(record.Held))
	for i, h := range record.Held {
		sittings[i] = t.attend(h, by)
	}
	slices.SortFunc(sittings, func(a, b Sitting) int { return cmp.Compare(t.index[a.ID], t.index[b.ID]) })
	if record.Participants != nil {
		p.Strangers = strangers(record, sittings)
	}
	ids := people(record, sittings)
	if err := t.tooMany(len(ids)); err != nil {
		return Presence{}, err
	}
	p.People = t.presences(ids, sittings)
	t.decide(p, record, by)
	return p, nil
}

// records returns the status and the sittings of each session, as the record says.
func (t *Timetable) records(record Record) []SessionRecord {
	held := make(map[string]Held, len(record.Held))
	for _, h := range record.Held {
		held[h.Session] = h
	}
	sessions := make([]SessionRecord, len(t.sessions))
	for i, s := range t.sessions {
		sessions[i] = SessionRecord{ID: s.id, Status: StatusCancelled, Sittings: make([]SittingRecord, len(s.slots))}
		for n, at := range s.slots {
			slot := t.slots[at]
			h, isHeld := held[slot.ID]
			l, status := slot.lesson(h), StatusOpen
			switch {
			case isHeld:
				status = StatusHeld
			case slices.Contains(record.Cancelled, slot.ID):
				status = StatusCancelled
			}
			sessions[i].Sittings[n] = SittingRecord{slot.ID, status, l.start.UTC(), l.end.UTC()}
			sessions[i].Status = stronger(sessions[i].Status, status)
		}
	}
	return sessions
}

// stronger returns the status of a session that has sittings of the two given
// statuses.
func stronger(a, b Status) Status {
	for _, status := range []Status{StatusHeld, StatusOpen} {
		if a == status || b == status {
			return status
		}
	}
	return StatusCancelled
}

// strangers removes from the sittings all people who are not participants of the
// record. It returns how many rows each of them has, by id.
func strangers(record Record, sittings []Sitting) map[string]int {
	takesPart := make(map[string]bool, len(record.Participants))
	for _, id := range record.Participants {
		takesPart[id] = true
	}
	rows := map[string]int{}
	for _, h := range record.Held {
		for _, row := range h.Rows {
			if !takesPart[row.Participant] {
				rows[row.Participant]++
			}
		}
	}
	for i := range sittings {
		sittings[i].People = slices.DeleteFunc(sittings[i].People, func(a Attendee) bool { return !takesPart[a.Participant] })
	}
	return rows
}

// people returns the ids of the people who take part, sorted: the participants of the
// record if it lists them, otherwise everybody with a row, an excuse or an entry in
// Joined.
func people(record Record, sittings []Sitting) []string {
	ids := slices.Clone(record.Participants)
	if record.Participants == nil {
		for _, s := range sittings {
			for _, a := range s.People {
				ids = append(ids, a.Participant)
			}
		}
		for _, excuse := range record.Excused {
			ids = append(ids, excuse.Participants...)
		}
		for id := range record.Joined {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// presences returns each person with the sitting that counts in each session, as
// [SessionPresence] describes. It sets the status of attended sessions only; decide
// sets the others.
func (t *Timetable) presences(ids []string, sittings []Sitting) []PersonPresence {
	people, all := make([]PersonPresence, len(ids)), make([]SessionPresence, len(ids)*len(t.sessions))
	for i, id := range ids {
		people[i] = PersonPresence{Participant: id, Sessions: all[:len(t.sessions):len(t.sessions)]}
		all = all[len(t.sessions):]
	}
	for _, s := range sittings {
		n, i := t.of[s.Session], 0
		for _, a := range s.People {
			for people[i].Participant != a.Participant {
				i++
			}
			got := &people[i].Sessions[n]
			attended := got.Status == StatusAttended
			if got.Sitting != "" && (attended && !a.Attended || attended == a.Attended && got.Seconds >= a.Seconds) {
				continue
			}
			*got = SessionPresence{Sitting: s.ID, Seconds: a.Seconds, Late: a.Late, LeftEarly: a.LeftEarly, Spans: a.Spans}
			if a.Attended {
				got.Status = StatusAttended
			}
		}
	}
	return people
}

// decide sets the status of every session for every person, and the counts of each
// person.
func (t *Timetable) decide(p Presence, record Record, by AttendanceRule) {
	excused := t.excuses(record)
	for n, s := range p.Sessions {
		absent, begin := s.absent(), s.begin()
		for i := range p.People {
			q := &p.People[i]
			got := &q.Sessions[n]
			got.Session = s.ID
			late := by.JoinedLater != "absent" && begin.Before(excused.since[q.Participant])
			switch {
			case got.Status == StatusAttended:
			case absent != StatusCancelled && (late || excused.from[s.ID][q.Participant]):
				got.Status = StatusExcused
			default:
				got.Status = absent
			}
			q.count(got.Status)
		}
	}
}

// begin returns the latest start of a sitting that was not cancelled. People who
// joined by then could attend the session.
func (s SessionRecord) begin() time.Time {
	var last time.Time
	for _, sitting := range s.Sittings {
		if sitting.Status != StatusCancelled && sitting.Start.After(last) {
			last = sitting.Start
		}
	}
	return last
}

// excuses holds the ids of excused people by session, and the times of Record.Joined
// by person.
type excuses struct {
	from  map[string]map[string]bool
	since map[string]time.Time
}

func (t *Timetable) excuses(record Record) excuses {
	e := excuses{map[string]map[string]bool{}, record.Joined}
	for _, excuse := range record.Excused {
		if e.from[excuse.Session] == nil {
			e.from[excuse.Session] = map[string]bool{}
		}
		for _, id := range excuse.Participants {
			e.from[excuse.Session][id] = true
		}
	}
	return e
}
