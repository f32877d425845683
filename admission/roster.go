package admission

import (
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Roster is a selection in motion: who holds an offer, who waits, who left. It
// is plain data, to be stored between events.
//
// Promotions stop at PromoteUntil, where an event has set it: an event at that
// instant or later calls nobody from the waitlist any more. Seed is the
// selection's, or the one that an event states.
type Roster struct {
	Capacity     int       `json:"capacity"`
	Seed         string    `json:"seed,omitzero"`
	Policy       string    `json:"policy"` // digest
	PromoteUntil time.Time `json:"promote_until,omitzero"`

	// Entries are in call order, and whoever left keeps the place; then, by id,
	// come those who are not ranked.
	Entries []Entry `json:"entries"`
	Log     []Event `json:"log"`
}

// Entry is one person on the roster. Ranked says that the person has a place in
// the call order, Ruled that it is a ruling that gave it, and Called that a seat
// was offered at some time.
type Entry struct {
	ID      string     `json:"id"`
	Status  Status     `json:"status"`
	Ranked  bool       `json:"ranked,omitzero"`
	Ruled   bool       `json:"ruled,omitzero"`
	Called  bool       `json:"called,omitzero"`
	Reasons []string   `json:"reasons,omitzero"`
	Keys    []KeyValue `json:"keys,omitzero"`
	Carries []string   `json:"carries,omitzero"`
}

// Status is where somebody stands.
type Status string

// The statuses. Offered and accepted take a seat; declined, expired and
// withdrawn are final: who left never returns.
const (
	StatusOffered    Status = "offered"
	StatusAccepted   Status = "accepted"
	StatusDeclined   Status = "declined"
	StatusExpired    Status = "expired"
	StatusWithdrawn  Status = "withdrawn"
	StatusWaiting    Status = "waiting"
	StatusIncomplete Status = "incomplete"
	StatusIneligible Status = "ineligible"
)

// Valid reports whether s is one of the statuses.
func (s Status) Valid() bool {
	switch s {
	case StatusOffered, StatusAccepted, StatusDeclined, StatusExpired, StatusWithdrawn, StatusWaiting, StatusIncomplete, StatusIneligible:
		return true
	}
	return false
}

// seated reports whether somebody of status s takes a seat.
func (s Status) seated() bool { return s == StatusOffered || s == StatusAccepted }

// Change is one step of one person, caused by the event at the same instant.
type Change struct {
	At   time.Time `json:"at"`
	ID   string    `json:"id"`
	From Status    `json:"from"`
	To   Status    `json:"to"`
}

// Open makes a roster of a selection of this policy: whoever is admitted holds
// an offer.
func (s *Selector) Open(sel Selection) (Roster, error) {
	r := Roster{Capacity: sel.Audit.Capacity, Seed: sel.Audit.Seed, Policy: sel.Audit.Digests.Policy, Entries: []Entry{}, Log: []Event{}}
	for _, list := range []struct {
		people []Placement
		status Status
	}{
		{sel.Admitted, StatusOffered}, {sel.Waitlist, StatusWaiting},
		{sel.Incomplete, StatusIncomplete}, {sel.Ineligible, StatusIneligible},
	} {
		for _, p := range list.people {
			offered := list.status == StatusOffered
			r.Entries = append(r.Entries, Entry{
				ID: p.ID, Status: list.status,
				Ranked: offered || list.status == StatusWaiting, Ruled: offered && p.Ruling != nil, Called: offered,
				Reasons: slices.Clone(p.Reasons), Keys: slices.Clone(p.Keys), Carries: slices.Clone(p.Carries),
			})
		}
	}
	r.sortTail()
	if err := document.Check(r, func(report *rule.Report) { s.CheckRoster(r, report) }); err != nil {
		return Roster{}, err
	}
	return r, nil
}

// CheckRoster reports everything that is wrong with a roster as it was stored:
// another policy's, an id twice, values that are no values of the keys. Whether
// it is what its log makes is for [Selector.VerifyRoster].
func (s *Selector) CheckRoster(r Roster, report *rule.Report) {
	if r.Policy != s.digest {
		report.Add("policy", "other-policy", "not the policy of this selection")
	}
	if r.Capacity < 0 || r.Capacity > MaxCapacity {
		report.Add("capacity", "range", "from 0 to 1000000")
	}
	if r.Seed != "" && !document.ValidID(r.Seed) {
		report.Add("seed", "seed", "at most 128 bytes without control characters")
	}
	seen := make(map[string]bool, len(r.Entries))
	for i, e := range r.Entries {
		at := report.At(rule.Index("entries", i))
		switch {
		case !document.ValidID(e.ID):
			at.Add("id", "id", "1 to 128 bytes without control characters")
		case seen[e.ID]:
			at.Add("id", "duplicate-id", "is listed twice")
		}
		seen[e.ID] = true
		if !e.Status.Valid() {
			at.Add("status", "unknown-value", "not one of the names there are")
		}
		if !e.consistent() {
			at.Add("ranked", "order", "does not go with the status")
		}
		if e.Ranked && !e.Ruled {
			s.checkKeys(e.Keys, at)
		}
		for j, code := range e.Carries {
			if !slices.ContainsFunc(s.floors, func(f floor) bool { return f.code == code }) {
				at.Add(rule.Index("carries", j), "unknown-value", "not a floor of the policy")
			}
		}
	}
	for i, e := range r.Log {
		at := report.At(rule.Index("log", i))
		e.check(s, at)
		if i > 0 && at.Clean("at") && e.At.Before(r.Log[i-1].At) {
			at.Add("at", "time-order", "before an earlier event")
		}
	}
	if !r.PromoteUntil.IsZero() && !written(r.PromoteUntil) {
		report.Add("promote_until", "range", "from the year 1 to 9999")
	}
	for i := 1; i < len(r.Entries); i++ {
		if r.Entries[i].Ranked && !r.Entries[i-1].Ranked {
			report.Add(rule.Index("entries", i), "order", "the ranked come first")
		}
	}
}

// consistent reports whether the marks of an entry go together.
func (e Entry) consistent() bool {
	switch e.Status {
	case StatusIncomplete, StatusIneligible:
		return !e.Ranked && !e.Called && !e.Ruled
	case StatusWaiting:
		return e.Ranked && !e.Called && !e.Ruled
	case StatusWithdrawn:
		return e.Ranked && e.Called || !e.Called && !e.Ruled
	}
	return e.Ranked && e.Called
}

// checkKeys reports values that explain does not make.
func (s *Selector) checkKeys(keys []KeyValue, r *rule.Report) {
	if len(keys) != len(s.keys) {
		r.Add("keys", "keys", "not the keys of the policy")
		return
	}
	for i, value := range keys {
		at := r.At(rule.Index("keys", i))
		if value.Code != s.keys[i].code {
			at.Add("code", "keys", "not the keys of the policy")
		}
		if _, valid := s.keys[i].parse(value.Value); !valid {
			at.Add("value", "format", "not a value of this key")
		}
	}
}

// clone returns a copy that shares nothing with r.
func (r Roster) clone() Roster {
	r.Entries, r.Log = slices.Clone(r.Entries), slices.Clone(r.Log)
	for i := range r.Entries {
		e := &r.Entries[i]
		e.Reasons, e.Keys, e.Carries = slices.Clone(e.Reasons), slices.Clone(e.Keys), slices.Clone(e.Carries)
	}
	for i := range r.Log {
		r.Log[i] = r.Log[i].clone()
	}
	return r
}

// free is how many seats nobody holds; negative after a cut of the capacity.
func (r *Roster) free() int {
	free := r.Capacity
	for i := range r.Entries {
		if r.Entries[i].Status.seated() {
			free--
		}
	}
	return free
}

// sortTail puts the ranked first, as they are, and the others by id.
func (r *Roster) sortTail() {
	slices.SortStableFunc(r.Entries, func(a, b Entry) int {
		switch {
		case a.Ranked && b.Ranked:
			return 0
		case a.Ranked:
			return -1
		case b.Ranked:
			return 1
		}
		return strings.Compare(a.ID, b.ID)
	})
}
