package admission

import (
	"slices"
	"time"
)

// Roster is an admission in progress, from the first application to the last promotion:
// who applied, who holds a seat, who waits, who left. It is plain data, to be stored
// between events.
type Roster struct {
	Format int    `json:"format"`
	Policy string `json:"policy"` // digest of the policy

	// At is the instant of the latest event. Events is the number of that event; the first
	// event has the number 1.
	At     time.Time `json:"at,omitzero"`
	Events int       `json:"events"`

	Capacity   int         `json:"capacity"`
	Applicants []Applicant `json:"applicants"`       // sorted by id, with their latest facts
	Rulings    []Ruling    `json:"rulings,omitzero"` // in force, sorted by id

	// Closed is the announcement of the draw, and Commitment holds the digests published
	// with it. Audit is the audit of the selection; it is nil before the selection. Seed
	// is the seed of the lottery.
	Closed     *Closed  `json:"closed,omitzero"`
	Commitment *Digests `json:"commitment,omitzero"`
	Audit      *Audit   `json:"audit,omitzero"`
	Seed       string   `json:"seed,omitzero"`

	// AnswerBy is the instant before which no offer expires. PromotionsEnd is the instant
	// from which on no event promotes anybody.
	AnswerBy      time.Time `json:"answer_by,omitzero"`
	PromotionsEnd time.Time `json:"promotions_end,omitzero"`

	// Entries holds the people who ever held a seat, in the order in which they got it;
	// then those who wait, in the order in which they would be called if seats were
	// added; then the others, by id.
	Entries []Entry `json:"entries"`

	// History holds each change since the selection, in order. Shares says for each share
	// whether it is kept now.
	History []Change      `json:"history"`
	Shares  []ShareEffect `json:"shares,omitzero"`
}

// Entry is one person on the roster.
type Entry struct {
	ID     string    `json:"id"`
	Status Status    `json:"status"`
	Since  time.Time `json:"since"` // when the status began

	// Rank is the number of the person's seat, or 0 for none. All seats that were ever
	// given are numbered from 1. Ruled says that a ruling gave the seat. Reinstated is
	// the number of the event that reinstated the person. Among reinstated people who
	// wait, the person with the lower number comes first.
	Rank       int  `json:"rank,omitzero"`
	Ruled      bool `json:"ruled,omitzero"`
	Reinstated int  `json:"reinstated,omitzero"`

	// After the selection, Joined is the number of the event with which the person began
	// to wait with the present facts. Before the selection, it is 0, except for a person
	// who left after the list was closed: for such a person it is the number of the event
	// with which he or she left. Reasons, Keys, Groups, Shares and Waits are as in
	// Placement; for a person with a seat, Keys are the values with which he or she got
	// it.
	Joined  int          `json:"joined,omitzero"`
	Reasons []string     `json:"reasons,omitzero"`
	Keys    []KeyValue   `json:"keys,omitzero"`
	Groups  []ShareGroup `json:"groups,omitzero"`
	Shares  []string     `json:"shares,omitzero"`
	Waits   []ShareGroup `json:"waits,omitzero"`
}

// Status is the state of a person at an instant.
type Status string

// The statuses. People who are offered or accepted hold a seat. People who are declined,
// expired, withdrawn or removed have left. Reinstated is an answer and not a status of an
// entry.
const (
	StatusApplied    Status = "applied" // before the selection
	StatusOffered    Status = "offered"
	StatusAccepted   Status = "accepted"
	StatusDeclined   Status = "declined"
	StatusExpired    Status = "expired"
	StatusWithdrawn  Status = "withdrawn"
	StatusRemoved    Status = "removed"
	StatusReinstated Status = "reinstated"
	StatusWaiting    Status = "waiting"
	StatusIncomplete Status = "incomplete"
	StatusIneligible Status = "ineligible"
)

// valid reports whether s is one of the statuses.
func (s Status) valid() bool {
	switch s {
	case StatusApplied, StatusWaiting, StatusIncomplete, StatusIneligible, StatusReinstated:
		return true
	}
	return s.Seated() || s.Left()
}

// Seated reports whether a person of status s holds a seat.
func (s Status) Seated() bool { return s == StatusOffered || s == StatusAccepted }

// Left reports whether a person of status s has left.
func (s Status) Left() bool {
	return s == StatusDeclined || s == StatusExpired || s == StatusWithdrawn || s == StatusRemoved
}

// Change is a change of one person's status or groups, caused by the event with the
// number Event. From is empty for a new application. For an offer, Capacity is the number
// of seats at that moment, and Shares are the shares that passed over a person of better
// merit. If new facts change the groups of a person with a seat, From and To are the same
// status. For such a change, and for a seat given to a person who had left, Groups holds
// the groups of the person before the change.
type Change struct {
	At       time.Time    `json:"at"`
	Event    int          `json:"event"`
	ID       string       `json:"id"`
	From     Status       `json:"from,omitzero"`
	To       Status       `json:"to"`
	Capacity int          `json:"capacity,omitzero"`
	Shares   []string     `json:"shares,omitzero"`
	Groups   []ShareGroup `json:"groups,omitzero"`
}

// Seats returns the ids of the people who hold a seat, in the order in which
// they got it.
func (r Roster) Seats() []string {
	ids := []string{}
	for _, e := range r.Entries {
		if e.Status.Seated() {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// Overdue returns an event with the answer [StatusExpired] for each person whose offer is
// at least as old as the given duration. The events have the given instant and are in the
// order of the entries. Before the instant AnswerBy there are no such events.
func (r Roster) Overdue(now time.Time, after time.Duration) []Event {
	var events []Event
	for _, e := range r.Entries {
		if e.Status == StatusOffered && !now.Before(r.AnswerBy) && now.Sub(e.Since) >= after {
			events = append(events, Event{At: now, Answered: &Answered{Applicant: e.ID, Answer: StatusExpired}})
		}
	}
	return events
}

// clone returns a copy that shares nothing with r.
func (r Roster) clone() Roster {
	r.Applicants = slices.Clone(r.Applicants)
	for i := range r.Applicants {
		r.Applicants[i] = *r.Applicants[i].clone()
	}
	r.Rulings, r.Closed, r.Commitment = slices.Clone(r.Rulings), clone(r.Closed), clone(r.Commitment)
	if r.Audit != nil {
		r.Audit = new(r.Audit.clone())
	}
	r.Entries, r.History = slices.Clone(r.Entries), slices.Clone(r.History)
	for i := range r.Entries {
		r.Entries[i] = r.Entries[i].clone()
	}
	for i := range r.History {
		c := &r.History[i]
		c.Groups, c.Shares = slices.Clone(c.Groups), slices.Clone(c.Shares)
	}
	r.Shares = slices.Clone(r.Shares)
	for i := range r.Shares {
		r.Shares[i] = r.Shares[i].clone()
	}
	return r
}

func (e Entry) clone() Entry {
	e.Reasons, e.Keys, e.Groups = slices.Clone(e.Reasons), slices.Clone(e.Keys), slices.Clone(e.Groups)
	e.Shares, e.Waits = slices.Clone(e.Shares), slices.Clone(e.Waits)
	return e
}
