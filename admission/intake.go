package admission

import (
	"strconv"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of an intake.
const (
	maxApplicants = 10_000_000
	maxReviews    = 100  // of one applicant
	maxEntries    = 256  // of each map of an applicant
	maxCountries  = 16   // nationalities of one applicant, and residences
	maxMonths     = 1200 // of experience
	maxText       = 256  // bytes of a role, an attribute, a reason
)

const wantFewer = "at most 10,000,000"

// Intake is everything that a selection is made from. Seed is the text that was published
// for the lottery: 1 to 128 bytes without line breaks, or empty if no two eligible people
// tie. Closed is the announcement made before the seed was known.
type Intake struct {
	Applicants []Applicant `json:"applicants"`
	Seed       string      `json:"seed,omitzero"`
	Rulings    []Ruling    `json:"rulings,omitzero"`
	Closed     *Closed     `json:"closed,omitzero"`
}

// Ruling is a decision that the organisers took about one person outside the policy. The
// fields By and Reason are required, and the audit shows the ruling. People admitted by
// ruling hold the first seats, sorted by id, whatever their assessment is, and count in
// every share. People excluded by ruling are ineligible.
type Ruling struct {
	ID       string   `json:"id"`
	Decision Decision `json:"decision"`
	By       string   `json:"by,omitzero"`
	Reason   string   `json:"reason"`
}

// Decision is the effect of a ruling.
type Decision string

// The decisions. Lift takes an earlier ruling back; it is not used in an intake.
const (
	Admit   Decision = "admit"
	Exclude Decision = "exclude"
	Lift    Decision = "lift"
)

// valid reports whether d is one of the decisions.
func (d Decision) valid() bool { return d == Admit || d == Exclude || d == Lift }

// ParseIntake reads an intake from JSON and checks it. Only [Selector.Select] finds that
// a seed is required. The error is [rule.Violations].
func (s *Selector) ParseIntake(data []byte) (Intake, error) {
	if err := s.ready(); err != nil {
		return Intake{}, err
	}
	var in Intake
	err := document.Parse(data, &in, func(r *rule.Report) { s.checkIntake(in, r) })
	return in, err
}

// ParseApplicants reads a list of applicants from JSON and checks it. The error
// is [rule.Violations], with paths such as [3].country.
func (s *Selector) ParseApplicants(data []byte) ([]Applicant, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	var as []Applicant
	err := document.Parse(data, &as, func(r *rule.Report) { s.checkApplicants(as, r) })
	return as, err
}

// checkIntake reports all mistakes in an intake that can be found before people are
// ranked.
func (s *Selector) checkIntake(in Intake, r *rule.Report) {
	s.checkApplicants(in.Applicants, r.At("applicants"))
	checkSeed(r, in.Seed)
	if in.Closed != nil {
		in.Closed.check(r.At("closed"))
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
		r.Note("rulings", "capacity", strconv.Itoa(admitted)+" people are admitted by ruling, and there are "+count(s.capacity, "seat"))
	}
}

func checkSeed(r *rule.Report, seed string) {
	if seed != "" && !document.ValidID(seed) {
		r.Add("seed", "seed", "at most 128 bytes without control characters")
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
	switch {
	case g.Decision == "":
		r.Add("decision", "required", "is required: admit or exclude")
	case g.Decision != Admit && g.Decision != Exclude:
		r.Add("decision", "unknown-value", "want admit or exclude")
	}
	checkLine(r, "by", g.By, true)
	checkLine(r, "reason", g.Reason, true)
}

// checkLine checks a free text of one line.
func checkLine(r *rule.Report, path, text string, required bool) {
	if text == "" && required {
		r.Put(rule.Required(path))
	}
	if code, detail := textFault(text); code != "" {
		r.Add(path, code, detail)
	}
}

// checkApplicants reports everything that is wrong with a list of applicants,
// with paths such as [3].country.
func (s *Selector) checkApplicants(as []Applicant, r *rule.Report) {
	if len(as) > s.people {
		r.Add("", "too-many", wantFewer)
		return
	}
	seen := make(map[string]bool, len(as))
	for i := range as {
		a := &as[i]
		if a.check(s) == nil && !seen[a.ID] {
			seen[a.ID] = true // the usual case: no mistake, so no path is built
			continue
		}
		at := r.At(rule.Index("", i))
		at.Put(a.check(s)...)
		if seen[a.ID] && at.Clean("id") {
			at.Add("id", "duplicate-id", "another applicant has it")
		}
		seen[a.ID] = true
	}
}

// ValidateApplicants checks a list of applicants that was not parsed. The error
// is [rule.Violations], with paths such as [3].country.
func (s *Selector) ValidateApplicants(as []Applicant) error {
	if err := s.ready(); err != nil {
		return err
	}
	return document.Check(as, func(r *rule.Report) { s.checkApplicants(as, r) })
}
