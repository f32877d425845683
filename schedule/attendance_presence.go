package schedule

import "time"

// Status is the status of a session for a person, of a session itself or of a
// sitting.
type Status string

// For a person a session has one of the first five statuses. A session itself, like a
// sitting, is held, cancelled or open.
const (
	StatusAttended    Status = "attended"     // the person attended one of its sittings
	StatusNotAttended Status = "not_attended" // the person attended none of the sittings held, and none is open
	StatusExcused     Status = "excused"
	StatusCancelled   Status = "cancelled" // all of its sittings are cancelled
	StatusOpen        Status = "open"      // a sitting is neither held nor cancelled
	StatusHeld        Status = "held"      // at least one of its sittings was held
)

// Presence is the attendance of each person who takes part, by id, at every session.
type Presence struct {
	Sessions []SessionRecord  `json:"sessions"` // by time
	People   []PersonPresence `json:"people"`
	// Strangers counts the rows of people who do not take part, by id.
	Strangers map[string]int `json:"strangers,omitzero"`
}

// SessionRecord is the status of a session and of its sittings.
type SessionRecord struct {
	ID       string          `json:"id"`
	Status   Status          `json:"status"` // held, cancelled or open
	Sittings []SittingRecord `json:"sittings"`
}

// SittingRecord is the status of a sitting and its time in UTC: the time at which it
// was held, otherwise the planned one.
type SittingRecord struct {
	ID     string    `json:"id"`
	Status Status    `json:"status"` // held, cancelled or open
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
}

// PersonPresence is one person's presence at every session. Its three counts are
// those of an attendance mark. Attended counts the sessions attended. Excused counts
// the sessions that do not count for this person, cancelled ones included. Held
// counts all sessions that are not open, so it includes the other two counts.
type PersonPresence struct {
	Participant string            `json:"participant"`
	Attended    int               `json:"attended"`
	Held        int               `json:"held"`
	Excused     int               `json:"excused,omitzero"`
	Sessions    []SessionPresence `json:"sessions"` // by time
}

// SessionPresence is one person's presence at one session: the status of the session
// for the person, and the sitting in which the person was present longest. An
// attended sitting is preferred to others, and of equal sittings the earlier one is
// taken. Sitting is empty if the person has no row in any sitting.
type SessionPresence struct {
	Session   string `json:"session"`
	Status    Status `json:"status"`
	Sitting   string `json:"sitting,omitzero"`
	Seconds   int64  `json:"seconds"` // this field and those below are as in [Attendee]
	Late      int64  `json:"late,omitzero"`
	LeftEarly int64  `json:"left_early,omitzero"`
	Spans     []Span `json:"spans,omitzero"`
}

// absent returns the status of the session for a person who did not attend it and is
// not excused.
func (s SessionRecord) absent() Status {
	status := StatusCancelled
	for _, sitting := range s.Sittings {
		switch sitting.Status {
		case StatusOpen:
			return StatusOpen
		case StatusHeld:
			status = StatusNotAttended
		}
	}
	return status
}

// count adds a session of the given status to the counts.
func (q *PersonPresence) count(status Status) {
	switch status {
	case StatusAttended:
		q.Attended++
	case StatusExcused, StatusCancelled:
		q.Excused++
	case StatusOpen:
		return
	}
	q.Held++
}
