package admission

import (
	"unicode/utf8"

	"github.com/cohortkit/cohort/admission/country"
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
		r.Aside("rulings", "capacity", "more people are admitted by ruling than there are seats")
	}
}

func (g Ruling) check(r *rule.Report, ids, ruled map[string]bool) {
	switch {
	case !r.Readable("id"):
	case g.ID == "":
		r.Add("id", "required", "must be stated")
	case !ids[g.ID]:
		r.Add("id", "unknown-id", "not an applicant")
	case ruled[g.ID]:
		r.Add("id", "duplicate-ruling", "there is already a ruling on this applicant")
	}
	ruled[g.ID] = true
	if g.Decision == "" {
		r.Add("decision", "required", "must be stated")
	} else if !g.Decision.Valid() {
		r.Add("decision", "unknown-value", "not one of the names there are")
	}
	if g.By == "" {
		r.Add("by", "required", "must be stated")
	}
	if g.Reason == "" {
		r.Add("reason", "required", "must be stated")
	}
	checkText(r, "by", g.By)
	checkText(r, "reason", g.Reason)
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

// check returns what is wrong with one applicant by itself.
func (a *Applicant) check(s *Selector) rule.Violations {
	var vs rule.Violations
	add := func(path, code, detail string) {
		vs = append(vs, rule.Violation{Code: code, Path: path, Detail: detail})
	}
	name := func(path, id string) {
		if id == "" {
			add(path, "required", "must be stated")
		} else if !document.ValidID(id) {
			add(path, "id", "1 to 128 bytes without control characters")
		}
	}
	text := func(path, value string) {
		if v := textViolation(value); v.Code != "" {
			add(path, v.Code, v.Detail)
		}
	}
	size := func(path string, n, limit int, detail string) {
		if n > limit {
			add(path, "too-many", detail)
		}
	}
	name("id", a.ID)
	if a.Country == "" {
		add("country", "required", "must be stated")
	} else if country.Alpha2(a.Country).IsZero() {
		add("country", "unknown-country", "want an ISO 3166-1 alpha-2 code in capitals, or XK")
	}
	if a.Gender != "" && !a.Gender.Valid() {
		add("gender", "unknown-value", "not one of the names there are")
	}
	text("role", a.Role)
	if a.Degree != nil && a.Degree.Level != 0 && !a.Degree.Level.Valid() {
		add("degree.level", "unknown-value", "not one of the names there are")
	}
	if m := a.ExperienceMonths; m != nil && (*m < 0 || *m > MaxMonths) {
		add("experience_months", "range", "from 0 to 1200")
	}
	size("languages", len(a.Languages), MaxEntries, "at most 256")
	for tag, level := range a.Languages {
		path := rule.Key("languages", tag)
		if !validTag(tag) {
			add(path, "language-tag", "want a tag such as en or pt-BR")
		} else if !level.Valid() {
			add(path, "unknown-value", "not one of the names there are")
		}
	}
	size("documents", len(a.Documents), MaxEntries, "at most 256")
	for key := range a.Documents {
		name(rule.Key("documents", key), key)
	}
	size("numbers", len(a.Numbers), MaxEntries, "at most 256")
	for key, d := range a.Numbers {
		name(rule.Key("numbers", key), key)
		if v := decimalViolation(d); v.Code != "" {
			add(rule.Key("numbers", key), v.Code, v.Detail)
		}
	}
	size("attributes", len(a.Attributes), MaxEntries, "at most 256")
	for key, value := range a.Attributes {
		name(rule.Key("attributes", key), key)
		text(rule.Key("attributes", key), value)
	}
	size("reviews", len(a.Reviews), MaxReviews, "at most 100")
	for i := range a.Reviews {
		vs = append(vs, a.checkReview(s, i).At(rule.Index("reviews", i))...)
	}
	text("time_zone", a.TimeZone)
	return vs
}

func (a *Applicant) checkReview(s *Selector, i int) rule.Violations {
	var vs rule.Violations
	review := &a.Reviews[i]
	switch {
	case review.Reviewer == "":
		vs = append(vs, rule.Violation{Code: "required", Path: "reviewer", Detail: "must be stated"})
	case !document.ValidID(review.Reviewer):
		vs = append(vs, rule.Violation{Code: "id", Path: "reviewer", Detail: "1 to 128 bytes without control characters"})
	}
	for j := range min(i, MaxReviews) {
		if review.Reviewer != "" && a.Reviews[j].Reviewer == review.Reviewer {
			vs = append(vs, rule.Violation{Code: "duplicate-reviewer", Path: "reviewer", Detail: "has reviewed this applicant already"})
			break
		}
	}
	if len(review.Scores) > MaxEntries {
		vs = append(vs, rule.Violation{Code: "too-many", Path: "scores", Detail: "at most 256"})
	}
	for part, d := range review.Scores {
		path := rule.Key("scores", part)
		if v := decimalViolation(d); v.Code != "" {
			v.Path = path
			vs = append(vs, v)
			continue
		}
		limit, used := s.maxima[part]
		if d.Sign() < 0 || used && compareDecimals(d, limit) > 0 {
			vs = append(vs, rule.Violation{Code: "score-range", Path: path, Detail: "from 0 to the max of the score key"})
		}
	}
	return vs
}

func checkText(r *rule.Report, path, text string) {
	if v := textViolation(text); v.Code != "" {
		r.Add(path, v.Code, v.Detail)
	}
}

// textViolation is what is wrong with a free text, without a path.
func textViolation(text string) rule.Violation {
	switch {
	case len(text) > MaxText:
		return rule.Violation{Code: "too-long", Detail: "at most 256 bytes"}
	case !utf8.ValidString(text):
		return rule.Violation{Code: "text", Detail: "not valid UTF-8"}
	}
	return rule.Violation{}
}

func decimalViolation(d document.Decimal) rule.Violation {
	switch {
	case d.IsZero():
		return rule.Violation{Code: "required", Detail: "must be stated"}
	case !d.Bounded():
		return rule.Violation{Code: "decimal", Detail: "want plain digits with an optional sign and point, at most 64 characters"}
	}
	return rule.Violation{}
}
