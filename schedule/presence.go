package schedule

import (
	"cmp"
	"slices"
)

// Presence is who was present at which session: each person who has a row, by
// id, over every session. [Presence.Of] answers for anybody.
type Presence struct {
	Sessions []string         `json:"sessions"` // ids by time
	People   []PersonPresence `json:"people"`
}

// PersonPresence is one person's presence over every session.
type PersonPresence struct {
	Participant string            `json:"participant"`
	Attended    int               `json:"attended"` // number of sessions
	Sessions    []SessionPresence `json:"sessions"` // by time
}

// SessionPresence is one person's presence at one session.
type SessionPresence struct {
	Session string `json:"session"`
	// Seconds is the time present within the scheduled time, rounded down.
	// Attended is decided on the exact time, not on it.
	Seconds  int64 `json:"seconds"`
	Attended bool  `json:"attended"`
}

// Of returns the presence of a participant; one without rows was absent from
// every session.
func (p Presence) Of(participant string) PersonPresence {
	i, found := slices.BinarySearchFunc(p.People, participant, func(q PersonPresence, id string) int {
		return cmp.Compare(q.Participant, id)
	})
	if found {
		q := p.People[i]
		q.Sessions = slices.Clone(q.Sessions)
		return q
	}
	absent := PersonPresence{Participant: participant, Sessions: make([]SessionPresence, len(p.Sessions))}
	for i, id := range p.Sessions {
		absent.Sessions[i].Session = id
	}
	return absent
}

// AttendedAll reports whether every session was attended.
func (q PersonPresence) AttendedAll() bool { return q.Attended == len(q.Sessions) }
