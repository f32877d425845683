package schedule

import (
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// maxPresences is the largest number of people times sessions that
// [Timetable.Attendance] accepts.
const maxPresences = 5_000_000

// Record says what happened to the sittings so far, in any order. A sitting that is
// in neither Held nor Cancelled is open.
type Record struct {
	Held      []Held   `json:"held,omitzero"`
	Cancelled []string `json:"cancelled,omitzero"` // ids of sittings
	Excused   []Excuse `json:"excused,omitzero"`
	// Joined holds the times at which people joined the course, by their ids, for
	// people who joined after the first session: see [AttendanceRule].
	Joined map[string]time.Time `json:"joined,omitzero"`
	// Participants are the ids of all people who take part, including those without any
	// row. Rows of other people, such as hosts and guests, are counted but decide
	// nothing. If Participants is absent, everybody with a row, an excuse or an entry in
	// Joined takes part.
	Participants []string `json:"participants,omitzero"`
}

// Excuse says that a session does not count for the listed participants, unless they
// attended it.
type Excuse struct {
	Participants []string `json:"participants"`
	Session      string   `json:"session"`
	Reason       string   `json:"reason,omitzero"`
}

// ParseRecord reads a record from JSON and checks it as [Timetable.Attendance]
// does. The error is nil or [rule.Violations].
func (t *Timetable) ParseRecord(data []byte, by AttendanceRule) (Record, error) {
	t = t.made()
	var record Record
	err := document.Parse(data, &record, func(r *rule.Report) { t.checkRecord(record, &by, r) })
	if err != nil {
		return Record{}, err
	}
	return record, nil
}

// checkRecord reports everything wrong with record. It checks the rows only if a rule
// is given.
func (t *Timetable) checkRecord(record Record, by *AttendanceRule, r *rule.Report) {
	if len(record.Held) > maxSessions {
		r.Put(rule.TooMany("held", maxSessions, "sittings"))
		record.Held = nil
	}
	if len(record.Cancelled) > maxSessions {
		r.Put(rule.TooMany("cancelled", maxSessions, "sittings"))
		record.Cancelled = nil
	}
	rows, stated := 0, map[string]string{} // stated: the word held or cancelled, by sitting id
	state := func(path, id, what string) {
		if _, known := t.index[id]; known && stated[id] != "" {
			r.Add(path, "duplicate-sitting", "is "+stated[id]+" earlier in the record")
		}
		stated[id] = what
	}
	for i, h := range record.Held {
		at := r.At(rule.Index("held", i))
		var rules AttendanceRule
		if by != nil {
			rules = *by
		}
		t.checkHeld(h, at)
		if by != nil {
			t.checkRows(h, rules, at)
		}
		rows += len(h.Rows)
		state(rule.Field(rule.Index("held", i), "session"), h.Session, "held")
	}
	if rows > maxSegments {
		r.Note("held", "too-many", "at most 1,000,000 rows")
	}
	for i, id := range record.Cancelled {
		path := rule.Index("cancelled", i)
		if _, known := t.index[id]; !known && r.Clean(path) {
			r.Put(rule.UnknownName(path, "unknown-session", "session", id, t.plan.sittingIDs()))
		}
		state(path, id, "cancelled")
	}
	t.checkPeople(record, r)
}

// checkPeople reports everything wrong with the excuses, joins and participants of a
// record.
func (t *Timetable) checkPeople(record Record, r *rule.Report) {
	excused := 0
	for _, excuse := range record.Excused {
		excused += len(excuse.Participants)
	}
	fits := true
	for _, list := range []struct {
		path   string
		people int
	}{{"excused", excused}, {"joined", len(record.Joined)}, {"participants", len(record.Participants)}} {
		if list.people > maxSegments {
			r.Put(rule.TooMany(list.path, maxSegments, "people"))
			fits = false
		}
	}
	if !fits {
		return
	}
	for i, excuse := range record.Excused {
		t.checkExcuse(excuse, r.At(rule.Index("excused", i)))
	}
	for _, who := range slices.Sorted(maps.Keys(record.Joined)) {
		path := rule.Key("joined", who)
		checkParticipant(path, who, r)
		checkTime(path, record.Joined[who], func(field, code, detail string) { r.Add(field, code, detail) })
	}
	listed := map[string]bool{}
	for i, who := range record.Participants {
		path := rule.Index("participants", i)
		checkParticipant(path, who, r)
		if listed[who] {
			r.Put(rule.Duplicate(path, "duplicate-id"))
		}
		listed[who] = true
	}
}

func (t *Timetable) checkExcuse(excuse Excuse, r *rule.Report) {
	if _, known := t.of[excuse.Session]; !known && r.Clean("session") {
		r.Put(rule.UnknownName("session", "unknown-session", "session", excuse.Session, t.plan.sessionIDs()))
	}
	if len(excuse.Participants) == 0 && r.Clean("participants") {
		r.Put(rule.Required("participants"))
	}
	for i, who := range excuse.Participants {
		checkParticipant(rule.Index("participants", i), who, r)
	}
	switch {
	case !document.ValidText(excuse.Reason):
		r.Add("reason", "text", "want UTF-8 without control characters except line breaks")
	case utf8.RuneCountInString(excuse.Reason) > maxReason:
		r.Add("reason", "too-long", "at most 1,000 characters")
	}
}

// maxReason is how many characters a reason may have.
const maxReason = 1000

func checkParticipant(path, id string, r *rule.Report) {
	requireID(id, path, func(field, code, detail string) { r.Add(field, code, detail) })
}

// tooMany returns a violation if the result for the given number of people would be
// too large.
func (t *Timetable) tooMany(people int) error {
	if int64(people)*int64(len(t.sessions)) <= maxPresences {
		return nil
	}
	return rule.Violations{{Code: "too-many", Path: "held",
		Detail: "at most 5,000,000 people times sessions; these are " + strconv.Itoa(people) + " times " + strconv.Itoa(len(t.sessions))}}
}
