package admission

import (
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Event is something that happened after the cut, at the caller's instant. ID
// names the person; a completed event also states the whole Applicant, now with
// the facts that were missing. The events about nobody state the new Capacity,
// the Until of promotions or the Seed.
type Event struct {
	At        time.Time  `json:"at"`
	Kind      EventKind  `json:"kind"`
	ID        string     `json:"id,omitzero"`
	Applicant *Applicant `json:"applicant,omitzero"`
	Capacity  *int       `json:"capacity,omitzero"`
	Until     time.Time  `json:"until,omitzero"`
	Seed      string     `json:"seed,omitzero"`
}

// EventKind is what happened.
type EventKind string

// The kinds of events: somebody takes the offer; refuses it; lets it run out;
// leaves, whether with an offer or without; an incomplete application becomes
// complete; there are more or fewer seats; promotions stop at another instant
// than before; a selection that needed no lottery gets a seed, for the ties to
// come.
const (
	EventAccepted  EventKind = "accepted"
	EventDeclined  EventKind = "declined"
	EventExpired   EventKind = "expired"
	EventWithdrawn EventKind = "withdrawn"
	EventCompleted EventKind = "completed"
	EventCapacity  EventKind = "capacity"
	EventDeadline  EventKind = "deadline"
	EventSeed      EventKind = "seed"
)

// Valid reports whether k is one of the kinds.
func (k EventKind) Valid() bool {
	return k == EventCapacity || k == EventDeadline || k == EventSeed || k.status() != ""
}

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
		r.Put(rule.Required("at"))
	} else if !written(e.At) {
		r.Add("at", "range", "from the year 1 to 9999")
	}
	switch {
	case e.Kind == "":
		r.Put(rule.Required("kind"))
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
			r.Put(rule.Required(path))
		}
	}
	only("id", e.ID != "", e.Kind.status() != "")
	only("applicant", e.Applicant != nil, e.Kind == EventCompleted)
	only("capacity", e.Capacity != nil, e.Kind == EventCapacity)
	only("until", !e.Until.IsZero(), e.Kind == EventDeadline)
	only("seed", e.Seed != "", e.Kind == EventSeed)
	if e.ID != "" && !document.ValidID(e.ID) {
		r.Add("id", "id", "1 to 128 bytes without control characters")
	}
	if e.Applicant != nil {
		r.At("applicant").AddAll(e.Applicant.check(s))
		if r.Clean("applicant.id") && e.Applicant.ID != e.ID {
			r.Add("applicant.id", "other-id", "not the id of the event")
		}
	}
	if !written(e.Until) {
		r.Add("until", "range", "from the year 1 to 9999")
	}
	if e.Seed != "" && !document.ValidID(e.Seed) {
		r.Add("seed", "seed", "at most 128 bytes without control characters")
	}
	if e.Capacity != nil && (*e.Capacity < 0 || *e.Capacity > MaxCapacity) {
		r.Add("capacity", "range", "from 0 to 1000000")
	}
}

// stored is an instant as it comes back from where a roster was stored: without
// the reading of a monotonic clock, and in UTC, since texts of other zones may
// leave out the seconds of an offset.
func stored(at time.Time) time.Time { return at.Round(0).UTC() }

// written reports whether the text of an instant has a year of four digits.
func written(at time.Time) bool {
	year := at.UTC().Year()
	return 1 <= year && year <= 9999
}

// clone returns a copy that shares nothing with e.
func (e Event) clone() Event {
	if e.Applicant != nil {
		e.Applicant = e.Applicant.clone()
	}
	e.Capacity = clone(e.Capacity)
	return e
}
