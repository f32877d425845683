package schedule

import "time"

// Status is what a session is for a person, or what became of a session.
type Status string

// For a person a session has one of the first five. The session itself is held,
// cancelled or open.
const (
	StatusAttended    Status = "attended"     // in one of its sittings
	StatusNotAttended Status = "not_attended" // in none of those held, and none is open
	StatusExcused     Status = "excused"
	StatusCancelled   Status = "cancelled" // all of its sittings
	StatusOpen        Status = "open"      // a sitting is neither held nor cancelled
	StatusHeld        Status = "held"      // at least one of its sittings
)

// Presence is who was present at which session: each person who takes part, by
// id, over every session.
type Presence struct {
	Sessions []SessionRecord  `json:"sessions"` // by time
	People   []PersonPresence `json:"people"`
	// Strangers are those who have rows and do not take part, with how many.
	Strangers map[string]int `json:"strangers,omitzero"`
}

// SessionRecord is what became of a session and its sittings.
type SessionRecord struct {
	ID       string          `json:"id"`
	Status   Status          `json:"status"` // held, cancelled or open
	Sittings []SittingRecord `json:"sittings"`
}

// SittingRecord is what became of a sitting: its time, as it was held or else as
// it is planned, in UTC.
type SittingRecord struct {
	ID     string    `json:"id"`
	Status Status    `json:"status"` // held, cancelled or open
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
}

// PersonPresence is one person's presence over every session. The three numbers
// are those that an attendance mark states: Attended is of the sessions that
// bind this person, Excused counts those that do not, cancelled ones among them,
// and Held counts all that are not open, so that it includes both.
type PersonPresence struct {
	Participant string            `json:"participant"`
	Attended    int               `json:"attended"`
	Held        int               `json:"held"`
	Excused     int               `json:"excused,omitzero"`
	Sessions    []SessionPresence `json:"sessions"` // by time
}

// SessionPresence is one person's presence at one session: what the session is
// for the person, and the sitting in which the person was present longest, one
// that was attended before others, the earlier of equals. It is empty where the
// person was at none.
type SessionPresence struct {
	Session   string `json:"session"`
	Status    Status `json:"status"`
	Sitting   string `json:"sitting,omitzero"`
	Seconds   int64  `json:"seconds"` // see [Attendee], as for the rest
	Late      int64  `json:"late,omitzero"`
	LeftEarly int64  `json:"left_early,omitzero"`
	Spans     []Span `json:"spans,omitzero"`
}

// absent returns what the session is for a person without rows and excuses.
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

// count adds a session of a status to the numbers.
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
