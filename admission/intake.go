package admission

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of an intake.
const (
	MaxApplicants = 10_000_000
	MaxReviews    = 100  // of one applicant
	MaxEntries    = 256  // of each map of an applicant
	MaxMonths     = 1200 // of experience
	MaxText       = 256  // bytes of a role, an attribute, a reason
)

// Intake is everything a selection is made from. Seed is the text that was
// published for the lottery: 1 to 128 bytes without line breaks, or empty where
// no two eligible people tie.
type Intake struct {
	Applicants []Applicant `json:"applicants"`
	Seed       string      `json:"seed,omitzero"`
	Rulings    []Ruling    `json:"rulings,omitzero"`
}

// Ruling is a decision that the organisers took about one person beside the
// policy. It needs a name and a reason and shows in the audit. Who is admitted
// by ruling comes before the call order, whatever the assessment; who is
// excluded is ineligible.
type Ruling struct {
	ID       string   `json:"id"`
	Decision Decision `json:"decision"`
	By       string   `json:"by"`
	Reason   string   `json:"reason"`
}

// Decision is what a ruling does.
type Decision string

// The decisions.
const (
	Admit   Decision = "admit"
	Exclude Decision = "exclude"
)

// Valid reports whether d is one of the decisions.
func (d Decision) Valid() bool { return d == Admit || d == Exclude }

// CheckIntake reports everything that is wrong with an intake, as far as it
// shows before the order is known.
func (s *Selector) CheckIntake(in Intake, r *rule.Report) {
	s.CheckApplicants(in.Applicants, r.At("applicants"))
	if in.Seed != "" && !document.ValidID(in.Seed) {
		r.Add("seed", "seed", "at most 128 bytes without control characters")
	}
	ids := make(map[string]bool, len(in.Applicants))
	for i := range in.Applicants {
		ids[in.Applicants[i].ID] = true
	}
	admitted, ruled := 0, map[string]bool{}
	for i, ruling := range in.Rulings {
		ruling.check(r.At(rule.Index("rulings", i)), ids, ruled)
		if ruling.Decision == Admit {
			admitted++
		}
	}
	if admitted > s.capacity {
		r.Note("rulings", "capacity", "more people are admitted by ruling than there are seats")
	}
}

func (g Ruling) check(r *rule.Report, ids, ruled map[string]bool) {
	switch {
	case g.ID == "":
		r.Put(rule.Required("id"))
	case !ids[g.ID]:
		r.Add("id", "unknown-id", "not an applicant")
	case ruled[g.ID]:
		r.Add("id", "duplicate-ruling", "there is already a ruling on this applicant")
	}
	ruled[g.ID] = true
	if g.Decision == "" {
		r.Put(rule.Required("decision"))
	} else if !g.Decision.Valid() {
		r.Add("decision", "unknown-value", "not one of the names there are")
	}
	if g.By == "" {
		r.Put(rule.Required("by"))
	}
	if g.Reason == "" {
		r.Put(rule.Required("reason"))
	}
	var f faults
	f.text("by", g.By)
	f.text("reason", g.Reason)
	r.AddAll(f.found)
}

// CheckApplicants reports everything that is wrong with a list of applicants,
// with paths such as [3].country.
func (s *Selector) CheckApplicants(as []Applicant, r *rule.Report) {
	if len(as) > MaxApplicants {
		r.Add("", "too-many", "at most 10,000,000")
		return
	}
	seen := make(map[string]bool, len(as))
	for i := range as {
		a := &as[i]
		if a.check(s) == nil && !seen[a.ID] {
			seen[a.ID] = true // the usual case, without paths
			continue
		}
		at := r.At(rule.Index("", i))
		at.AddAll(a.check(s))
		if seen[a.ID] && at.Clean("id") {
			at.Add("id", "duplicate-id", "another applicant has it")
		}
		seen[a.ID] = true
	}
}
