package schedule

import (
	"cmp"
	"slices"
	"time"
)

// Presence is who was present at which session: each person who has a row, by
// id, over every session. [Presence.Of] answers for anybody.
type Presence struct {
	Sessions []Scheduled      `json:"sessions"` // by time
	People   []PersonPresence `json:"people"`
}

// Scheduled is a session's scheduled time, in UTC.
type Scheduled struct {
	ID    string    `json:"id"`
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// PersonPresence is one person's presence over every session.
type PersonPresence struct {
	Participant string            `json:"participant"`
	Attended    int               `json:"attended"` // number of sessions
	Sessions    []SessionPresence `json:"sessions"` // by time
}

// SessionPresence is one person's presence at one session. Spans and Missed
// together are the scheduled time, without overlap.
type SessionPresence struct {
	Session string `json:"session"`
	// Seconds is the time present within the scheduled time, rounded down.
	// Attended is decided on the exact time, not on it.
	Seconds  int64    `json:"seconds"`
	Attended bool     `json:"attended"`
	Spans    []Span   `json:"spans,omitzero"`  // present
	Missed   []Missed `json:"missed,omitzero"` // not present
}

// Span is the time from From up to, and without, To, in UTC.
type Span struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
}

// Missed is a part of a session that somebody missed.
type Missed struct {
	Kind Absence `json:"kind"`
	Span
}

// Absence is how a part of a session was missed.
type Absence string

// A part is missed before the first presence, between two, or after the last; or
// there was none at all.
const (
	Absent    Absence = "absent"
	Late      Absence = "late"
	Away      Absence = "away"
	LeftEarly Absence = "left_early"
)

// Of returns the presence of a participant; one without rows was absent from
// every session.
func (p Presence) Of(participant string) PersonPresence {
	i, found := slices.BinarySearchFunc(p.People, participant, func(q PersonPresence, id string) int {
		return cmp.Compare(q.Participant, id)
	})
	if found {
		return p.People[i]
	}
	absent := PersonPresence{Participant: participant, Sessions: make([]SessionPresence, len(p.Sessions))}
	for i, s := range p.Sessions {
		absent.Sessions[i] = s.presence(nil, 0)
	}
	return absent
}

// AttendedAll reports whether every session was attended.
func (q PersonPresence) AttendedAll() bool { return q.Attended == len(q.Sessions) }

// stretch is a part of a session, in nanoseconds from its start.
type stretch struct {
	from, to time.Duration
}

// presence returns what somebody present over these stretches, which are apart
// and by time, was present for and missed; attended from needed on.
func (s Scheduled) presence(stretches []stretch, needed time.Duration) SessionPresence {
	p := SessionPresence{Session: s.ID}
	missed := func(kind Absence, from, to time.Duration) {
		if from < to {
			p.Missed = append(p.Missed, Missed{kind, s.span(from, to)})
		}
	}
	length := s.End.Sub(s.Start)
	if len(stretches) == 0 {
		missed(Absent, 0, length)
		return p
	}
	var present, until time.Duration
	for i, v := range stretches {
		kind := Away
		if i == 0 {
			kind = Late
		}
		missed(kind, until, v.from)
		p.Spans = append(p.Spans, s.span(v.from, v.to))
		present, until = present+v.to-v.from, v.to
	}
	missed(LeftEarly, until, length)
	p.Seconds, p.Attended = int64(present/time.Second), present >= needed
	return p
}

func (s Scheduled) span(from, to time.Duration) Span {
	return Span{s.Start.Add(from), s.Start.Add(to)}
}
