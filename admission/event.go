package admission

import (
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Event is something that happened after the cut, at the caller's instant. ID
// names the person; a capacity event has none and states Capacity; a completed
// event states the whole Applicant, now with the facts that were missing.
type Event struct {
	At        time.Time  `json:"at"`
	Kind      EventKind  `json:"kind"`
	ID        string     `json:"id,omitzero"`
	Applicant *Applicant `json:"applicant,omitzero"`
	Capacity  *int       `json:"capacity,omitzero"`
}

// EventKind is what happened.
type EventKind string

// The kinds of events: somebody takes the offer; refuses it; lets it run out;
// leaves, whether with an offer or without; an incomplete application becomes
// complete; there are more or fewer seats.
const (
	EventAccepted  EventKind = "accepted"
	EventDeclined  EventKind = "declined"
	EventExpired   EventKind = "expired"
	EventWithdrawn EventKind = "withdrawn"
	EventCompleted EventKind = "completed"
	EventCapacity  EventKind = "capacity"
)

// Valid reports whether k is one of the kinds.
func (k EventKind) Valid() bool { return k == EventCapacity || k.status() != "" }

// status is what a person's status becomes, or for completed would be.
func (k EventKind) status() Status {
	switch k {
	case EventAccepted:
		return StatusAccepted
	case EventDeclined:
		return StatusDeclined
	case EventExpired:
		return StatusExpired
	case EventWithdrawn:
		return StatusWithdrawn
	case EventCompleted:
		return StatusWaiting
	}
	return ""
}

// befalls reports whether an event of kind k can happen to somebody of a status.
func (k EventKind) befalls(s Status) bool {
	switch k {
	case EventAccepted, EventDeclined, EventExpired:
		return s == StatusOffered
	case EventWithdrawn:
		return s == StatusOffered || s == StatusAccepted || s == StatusWaiting || s == StatusIncomplete
	case EventCompleted:
		return s == StatusIncomplete
	}
	return false
}

// check reports what is wrong with an event before the state of the roster
// counts.
func (e Event) check(s *Selector, r *rule.Report) {
	if e.At.IsZero() {
		r.Add("at", "required", "must be stated")
	}
	switch {
	case e.Kind == "":
		r.Add("kind", "required", "must be stated")
		return
	case !e.Kind.Valid():
		r.Add("kind", "unknown-value", "not one of the names there are")
		return
	}
	only := func(path string, stated, wanted bool) {
		switch {
		case stated && !wanted:
			r.Add(path, "not-used", "does not belong to an event of this kind")
		case !stated && wanted:
			r.Add(path, "required", "must be stated")
		}
	}
	only("id", e.ID != "", e.Kind != EventCapacity)
	only("applicant", e.Applicant != nil, e.Kind == EventCompleted)
	only("capacity", e.Capacity != nil, e.Kind == EventCapacity)
	if e.ID != "" && !document.ValidID(e.ID) {
		r.Add("id", "id", "1 to 128 bytes without control characters")
	}
	if e.Applicant != nil {
		r.At("applicant").AddAll(e.Applicant.check(s))
		if r.Clean("applicant.id") && e.Applicant.ID != e.ID {
			r.Add("applicant.id", "other-id", "not the id of the event")
		}
	}
	if e.Capacity != nil && (*e.Capacity < 0 || *e.Capacity > MaxCapacity) {
		r.Add("capacity", "range", "from 0 to 1000000")
	}
}

// clone returns a copy that shares nothing with e.
func (e Event) clone() Event {
	if e.Applicant != nil {
		e.Applicant = e.Applicant.clone()
	}
	e.Capacity = clone(e.Capacity)
	return e
}
