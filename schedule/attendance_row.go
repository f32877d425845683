package schedule

import (
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// maxSegments is how many rows a record may have, how many messages [Rows] takes, and
// how many people each list of a record may have.
const maxSegments = 1_000_000

// Segment is one row of a meeting record: a participant was in the meeting from Join
// up to, but not including, Leave. A person has a row for each join, device and
// meeting instance; rows may overlap and lie outside of the sitting's time.
type Segment struct {
	Participant string `json:"participant"`
	// Session is the id of the sitting, or of its session. If Session is absent, the row
	// belongs to the sitting in whose record it is listed.
	Session string     `json:"session,omitzero"`
	Join    time.Time  `json:"join"`
	Leave   *time.Time `json:"leave,omitzero"`
	// MeetingEnd is the time at which the meeting instance that recorded this row ended,
	// if it is known. A session may have several instances, for example after a host's
	// restart. If the rule's MissingLeave is "until_end", a row without a Leave lasts
	// until MeetingEnd or the end of the sitting, whichever is earlier.
	MeetingEnd *time.Time `json:"meeting_end,omitzero"`
}

// checkRows reports everything wrong with the rows of h, with paths in h.
func (t *Timetable) checkRows(h Held, by AttendanceRule, r *rule.Report) {
	if len(h.Rows) > maxSegments {
		r.Put(rule.TooMany("rows", maxSegments, "rows"))
		return
	}
	refuseOpen := by.MissingLeave == "" || by.MissingLeave == "reject"
	of, known := t.SessionOf(h.Session)
	for i, s := range h.Rows {
		// The rows are checked by hand, without validate tags. There may be many of
		// them, so a path is built only for a row that is wrong.
		wrong := func(field, code, detail string) { r.Add(rule.Field(rule.Index("rows", i), field), code, detail) }
		requireID(s.Participant, "participant", wrong)
		switch {
		case s.Session == "" || s.Session == h.Session || s.Session == of && known:
		case !requireID(s.Session, "session", wrong):
		case known:
			wrong("session", "other-session", "want the sitting that was held, or leave it out")
		}
		s.checkTimes(refuseOpen, wrong)
	}
}

func (s Segment) checkTimes(refuseOpen bool, wrong func(field, code, detail string)) {
	joined := checkTime("join", s.Join, wrong)
	switch {
	case s.Leave == nil && refuseOpen:
		wrong("leave", "missing-leave", "is required; or let missing_leave say what a row without one means")
	case s.Leave != nil && s.Leave.IsZero():
		wrong("leave", "required", "leave the key out instead of a zero time")
	case s.Leave != nil && joined && s.Leave.Before(s.Join):
		wrong("leave", "leave-before-join", "must not be earlier than the join")
	case s.Leave != nil:
		checkTime("leave", *s.Leave, wrong)
	}
	switch {
	case s.MeetingEnd != nil && joined && s.MeetingEnd.Before(s.Join):
		wrong("meeting_end", "meeting-end", "must not be earlier than the join")
	case s.MeetingEnd != nil:
		checkTime("meeting_end", *s.MeetingEnd, wrong)
	}
}

// checkTime reports whether an instant is stated and can be written as JSON, where a year
// has four digits. Years 0 to 9999 are accepted, because some programs write the year
// 9999 for an unknown leave, or the year 1899 for an unknown join.
func checkTime(field string, at time.Time, wrong func(field, code, detail string)) bool {
	switch {
	case at.IsZero():
		wrong(field, "required", "is required")
		return false
	case min(at.Year(), at.UTC().Year()) < 0 || max(at.Year(), at.UTC().Year()) > 9999:
		wrong(field, "range", "the year must be 0 to 9999, also in UTC")
		return false
	}
	return true
}

func requireID(id, field string, wrong func(field, code, detail string)) bool {
	switch {
	case document.ValidID(id):
		return true
	case id == "":
		wrong(field, "required", "is required")
	default:
		wrong(field, "id", "want 1 to 128 bytes of characters that can be seen, without spaces around them")
	}
	return false
}
