package admission

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// checkInstants reports instants that cannot be written as text.
func (r *Roster) checkInstants(report *rule.Report) {
	if r.Events > 0 {
		checkInstant(report, "at", r.At)
	}
	if !r.PromotionsEnd.IsZero() {
		checkInstant(report, "promotions_end", r.PromotionsEnd)
	}
	if !r.AnswerBy.IsZero() {
		checkInstant(report, "answer_by", r.AnswerBy)
	}
}

// maxEvents bounds the number of events that a roster states, so that the numbers of
// further events stay within 32 bits.
const maxEvents = 1_000_000_000

// checkRoster reports everything that is wrong with a roster as it was stored, such as
// another policy, an id that occurs twice, or a text that is not a value of its key.
// [Selector.VerifyRoster] says whether the roster follows from its events.
func (s *Selector) checkRoster(r Roster, report *rule.Report) {
	if r.Format != format {
		report.Add("format", "format", "want 1; Selector.Roster makes one")
	}
	if r.Policy != s.digest {
		report.Add("policy", "other-policy", "not the policy of this selection")
	}
	r.checkNumbers(report)
	checkSeed(report, r.Seed)
	if r.Closed != nil {
		r.Closed.check(report.At("closed"))
	}
	r.checkInstants(report)
	s.checkApplicants(r.Applicants, report.At("applicants"))
	ids := make(map[string]bool, len(r.Applicants))
	for i := range r.Applicants {
		ids[r.Applicants[i].ID] = true
	}
	s.checkEntries(r, ids, report)
	ruled := map[string]bool{}
	for i, ruling := range r.Rulings {
		at := report.At(rule.Index("rulings", i))
		if ruling.By == "" {
			ruling.By = "nobody named" // check requires By, but an event may leave it out
		}
		ruling.check(at, ids, ruled)
	}
	for i := range r.History {
		c, at := &r.History[i], spot{report, "history", i}
		if !ids[c.ID] {
			at.add("id", "unknown-id", "not an applicant")
		}
		if !c.To.valid() || c.From != "" && !c.From.valid() {
			at.add("to", "unknown-value", "not a status")
		}
		if c.Capacity < 0 || c.Capacity > maxCapacity {
			at.add("capacity", "range", "from 0 to 1000000")
		}
	}
}

// checkNumbers reports numbers of events and of seats that are out of range.
func (r *Roster) checkNumbers(report *rule.Report) {
	if r.Events < 0 || r.Events > maxEvents {
		report.Add("events", "range", "from 0 to 1,000,000,000")
	}
	if r.Capacity < 0 || r.Capacity > maxCapacity {
		report.Add("capacity", "range", "from 0 to 1000000")
	}
}

func (s *Selector) checkEntries(r Roster, ids map[string]bool, report *rule.Report) {
	seen := make(map[string]bool, len(r.Entries))
	for i := range r.Entries {
		e := &r.Entries[i]
		at := spot{report, "entries", i}
		if !ids[e.ID] {
			at.add("id", "unknown-id", "not an applicant")
		} else if seen[e.ID] {
			at.add("id", "duplicate-id", "is listed twice")
		}
		seen[e.ID] = true
		if (e.Status == StatusApplied) == (r.Audit != nil) && e.Status.valid() && !e.Status.Left() {
			at.add("status", "status", "applied is the status before the selection, and of nobody after it")
		}
		if !r.At.IsZero() && e.Since.After(r.At) {
			at.add("since", "time-order", "after the latest event")
		}
		s.checkEntry(e, at)
	}
	if len(seen) < len(ids) {
		report.Add("entries", "people", "an applicant has no entry")
	}
}

// spot is the path of an element of a list. It is written only if something is wrong with
// the element.
type spot struct {
	report *rule.Report
	list   string
	index  int
}

func (s spot) add(path, code, detail string) {
	s.report.At(rule.Index(s.list, s.index)).Add(path, code, detail)
}

// checkEntry reports parts of an entry that are inconsistent.
func (s *Selector) checkEntry(e *Entry, at spot) {
	if !e.Status.valid() || e.Status == StatusReinstated {
		at.add("status", "unknown-value", "not a status of a person")
		return
	}
	waits := e.Status == StatusWaiting
	switch {
	case e.Rank < 0 || e.Reinstated < 0 || e.Joined < 0:
		at.add("rank", "range", "at least 0")
	case e.Status.Seated() && e.Rank == 0, !e.Status.Seated() && !e.Status.Left() && e.Rank > 0, e.Ruled && e.Rank == 0:
		at.add("rank", "order", "inconsistent with the status")
	}
	if waits || len(e.Keys) > 0 {
		s.checkKeys(e.Keys, at)
	}
	for i, g := range e.Groups {
		if s.share(g.Share) == none {
			at.add(rule.Field(rule.Index("groups", i), "share"), "unknown-value", "not a share of the policy")
		} else if !document.ValidLine(g.Group) || g.Group == "" {
			at.add(rule.Field(rule.Index("groups", i), "group"), "text", "one line of UTF-8 without control characters")
		}
	}
}

// checkKeys reports keys that the policy does not have, and texts that are not values of
// their keys.
func (s *Selector) checkKeys(keys []KeyValue, at spot) {
	if len(keys) != len(s.keys) {
		at.add("keys", "keys", "not the keys of the policy")
		return
	}
	for i, value := range keys {
		if value.Code != s.keys[i].code {
			at.add(rule.Field(rule.Index("keys", i), "code"), "keys", "not the keys of the policy")
		}
		if _, _, _, valid := s.keys[i].parse(value.Value); !valid {
			at.add(rule.Field(rule.Index("keys", i), "value"), "format", "not a value of this key")
		}
	}
}
