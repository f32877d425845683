package admission

import (
	"bytes"
	"encoding/json"

	"github.com/cohortkit/cohort/course/rule"
)

// VerifyRoster checks the roster r. It applies the events to the roster given as start,
// which [Selector.Roster] or [Selector.Open] has made, and compares the result with r. It
// returns nothing if the two rosters are the same. Otherwise it returns findings. The
// code is "log" if an event cannot have happened, "people", "status" or "order" if the
// entries differ, and "roster" if another field of the roster differs. Each finding has
// the path of what is wrong.
func (s *Selector) VerifyRoster(start Roster, events []Event, r Roster) []rule.Finding {
	var v verification
	want, _, err := s.Apply(start, events...)
	if err != nil {
		v.refused("log", "log", err)
		return v.findings
	}
	right := make(map[string]Entry, len(want.Entries))
	for _, e := range want.Entries {
		right[e.ID] = e
	}
	ordered := true
	for i, e := range r.Entries {
		path := rule.Index("entries", i)
		is, there := right[e.ID]
		if !there {
			v.broken("people", path, "did not apply, or is listed twice")
			continue
		}
		delete(right, e.ID)
		v.event("status", path, is, e)
		if ordered = ordered && i < len(want.Entries); ordered && want.Entries[i].ID != e.ID {
			v.broken("order", path, "another person's turn comes first")
			ordered = false
		}
	}
	for range right {
		v.broken("people", "entries", "a person is missing")
	}
	for _, part := range []struct {
		path      string
		want, got any
	}{
		{"format", want.Format, r.Format}, {"policy", want.Policy, r.Policy}, {"at", want.At, r.At}, {"events", want.Events, r.Events},
		{"capacity", want.Capacity, r.Capacity}, {"applicants", want.Applicants, r.Applicants}, {"rulings", want.Rulings, r.Rulings},
		{"closed", want.Closed, r.Closed}, {"commitment", want.Commitment, r.Commitment}, {"audit", want.Audit, r.Audit}, {"seed", want.Seed, r.Seed},
		{"answer_by", want.AnswerBy, r.AnswerBy}, {"promotions_end", want.PromotionsEnd, r.PromotionsEnd},
		{"history", want.History, r.History}, {"shares", want.Shares, r.Shares},
	} {
		v.event("roster", part.path, part.want, part.got)
	}
	return v.findings
}

// event compares two values of a roster as they are stored.
func (v *verification) event(code, path string, want, got any) {
	a, _ := json.Marshal(want)
	b, _ := json.Marshal(got)
	if !bytes.Equal(a, b) {
		v.broken(code, path, "not what the events make")
	}
}
