package schedule

import (
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// MaxSegments is how many rows [Timetable.Attendance] takes at once.
const MaxSegments = 1_000_000

// Segment is one row of a meeting record: a participant was in a session from
// Join up to, and without, Leave. A person has as many as there were joins,
// devices and meeting instances; they may overlap and lie outside of the
// session's time.
type Segment struct {
	Participant string     `json:"participant"`
	Session     string     `json:"session"`
	Join        time.Time  `json:"join"`
	Leave       *time.Time `json:"leave,omitzero"`
	// MeetingEnd is when the meeting instance that recorded this row ended,
	// where it is known: a session may have several, after a host's restart.
	// Where a missing leave means until the end, it means this one if it is
	// the earlier.
	MeetingEnd *time.Time `json:"meeting_end,omitzero"`
}

// MissingLeave says what a row without a leave means. The zero value refuses.
type MissingLeave string

// The policies.
const (
	RejectMissing MissingLeave = "reject"      // a violation
	UntilEnd      MissingLeave = "until_end"   // present until the scheduled end, or the meeting's
	ZeroLength    MissingLeave = "zero_length" // not present by this row
)

// Valid reports whether m is one of the policies.
func (m MissingLeave) Valid() bool {
	return m == "" || m == RejectMissing || m == UntilEnd || m == ZeroLength
}

// CheckSegments reports all that is wrong with rows, each at its path in the
// list ([3].leave). Whether a participant is known is for the caller to say.
func (t *Timetable) CheckSegments(segments []Segment, by Rule, r *rule.Report) {
	if len(segments) > MaxSegments {
		r.Add("", "too-many", "at most 1,000,000 rows")
		return
	}
	refuseOpen := by.MissingLeave == "" || by.MissingLeave == RejectMissing
	for i, s := range segments {
		// By hand: rows are many, and a path is built only for a wrong one.
		wrong := func(field, code, detail string) { r.Add(rule.Field(rule.Index("", i), field), code, detail) }
		requireID(s.Participant, "participant", wrong)
		if _, known := t.index[s.Session]; !known && requireID(s.Session, "session", wrong) {
			wrong("session", "unknown-session", "no session has this id")
		}
		if s.Join.IsZero() {
			wrong("join", "required", "is required")
		}
		switch {
		case s.Leave == nil && refuseOpen:
			wrong("leave", "missing-leave", "is required")
		case s.Leave != nil && s.Leave.IsZero():
			wrong("leave", "required", "leave the key out instead of a zero time")
		case s.Leave != nil && !s.Join.IsZero() && s.Leave.Before(s.Join):
			wrong("leave", "leave-before-join", "must not be earlier than the join")
		}
		if s.MeetingEnd != nil && !s.Join.IsZero() && s.MeetingEnd.Before(s.Join) {
			wrong("meeting_end", "meeting-end", "must not be earlier than the join")
		}
	}
}

func requireID(id, field string, wrong func(field, code, detail string)) bool {
	switch {
	case document.ValidID(id):
		return true
	case id == "":
		wrong(field, "required", "is required")
	default:
		wrong(field, "id", "1 to 128 bytes without control characters")
	}
	return false
}
