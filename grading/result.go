package grading

import (
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Decision says whether a person is certified.
type Decision string

// The three decisions. Pending stands only while open marks can still change it,
// or where nothing is left to grade.
const (
	Certified    Decision = "certified"
	NotCertified Decision = "not_certified"
	Pending      Decision = "pending"
)

// Valid reports whether d is one of the names there are.
func (d Decision) Valid() bool { return d == Certified || d == NotCertified || d == Pending }

// Status says where a part stands.
type Status string

// The four things that are not the same.
const (
	StatusGraded  Status = "graded"  // marked in full
	StatusMissing Status = "missing" // counts as zero: nothing was handed in
	StatusExcused Status = "excused" // does not count; the rest is scaled
	StatusPending Status = "pending" // some of it is still open
)

// Valid reports whether s is one of the names there are.
func (s Status) Valid() bool {
	return s == StatusGraded || s == StatusMissing || s == StatusExcused || s == StatusPending
}

// Result is what one person's marks come to and why.
type Result struct {
	// Total is in percent points and counts what is open as zero.
	Total    exact.Rational `json:"total"`
	Decision Decision       `json:"decision"`
	// Certificate is the threshold that was applied.
	Certificate Certificate `json:"certificate"`
	// Parts has one part per component of the scheme, in its order; their
	// points add up to the total exactly.
	Parts []Part `json:"parts"`
	// Findings are the rules that made the decision: certificate first, then
	// the minimums.
	Findings []rule.Finding `json:"findings"`
}

// Part is what one component adds to the total.
type Part struct {
	Component string `json:"component"`
	Title     string `json:"title,omitzero"`
	Status    Status `json:"status"`
	// Points is what the part adds to the total. What is open counts as
	// zero, so it is the worst case as well.
	Points exact.Rational `json:"points"`
	// Best is what the part adds if everything open turns out in full.
	Best exact.Rational `json:"best"`
	// Full is what full marks add, 0 if the component is excused.
	Full exact.Rational `json:"full"`
	// Need is what full marks want, Have is what was seen.
	Need string `json:"need"`
	Have string `json:"have"`
	// Items says what became of each item of an [ItemsAward]; missing ones
	// that the award asked for stand at the end.
	Items  []ItemPart   `json:"items,omitzero"`
	Source *rule.Source `json:"source,omitzero"`
}
