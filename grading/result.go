package grading

import (
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Decision says whether a person is certified.
type Decision string

// The three decisions. A decision is pending only while open marks can still
// change it, or where nothing is left to grade.
const (
	Certified    Decision = "certified"
	NotCertified Decision = "not_certified"
	Pending      Decision = "pending"
)

// valid reports whether d is one of the names there are.
func (d Decision) valid() bool { return d == Certified || d == NotCertified || d == Pending }

// Status is the state of a mark or of a part.
type Status string

// A part is in exactly one of four states.
const (
	StatusGraded  Status = "graded"  // marked in full
	StatusMissing Status = "missing" // counts as zero: nothing was handed in
	StatusExcused Status = "excused" // does not count; the rest is scaled
	StatusPending Status = "pending" // some of it is still open
)

// valid reports whether s is one of the names there are.
func (s Status) valid() bool {
	return s == StatusGraded || s == StatusMissing || s == StatusExcused || s == StatusPending
}

// Result is what one person's marks come to and why.
type Result struct {
	// Total is in percent points and counts what is open as zero; Best counts
	// it in full.
	Total exact.Rational `json:"total"`
	Best  exact.Rational `json:"best"`
	// AboveCap is what the scheme's cap takes: the parts add up to Total and
	// AboveCap together.
	AboveCap exact.Rational `json:"above_cap,omitzero"`
	Decision Decision       `json:"decision"`
	// Outcome is the best outcome that is assured, Possible the best that can
	// still be reached; empty for none, and for a scheme without outcomes.
	Outcome  string `json:"outcome,omitzero"`
	Possible string `json:"possible,omitzero"`
	// Certificate is the threshold that was applied, empty for a scheme of
	// outcomes.
	Certificate Certificate `json:"certificate,omitzero"`
	// Weightings says what each way to weigh the scheme gives, where there are
	// several.
	Weightings []Alternative `json:"weightings,omitzero"`
	// Parts has one part per component of the scheme, in its order; their
	// points add up to the total exactly, and so do those of a group's parts to
	// the group's.
	Parts []Part `json:"parts"`
	// Findings are the rules that made the decision: certificate first, then
	// the minimums; or one for each outcome, with its total and needs as parts
	// and the code certificate where it certifies, outcome where it does not.
	Findings []rule.Finding `json:"findings"`
}

// Part is what one component adds to the total.
type Part struct {
	Component string `json:"component"`
	Title     string `json:"title,omitzero"`
	Status    Status `json:"status"`
	// Dropped says that the component's group left it out.
	Dropped bool `json:"dropped,omitzero"`
	// Points is what the part adds to the total. What is open counts as
	// zero, so it is the worst case as well.
	Points exact.Rational `json:"points"`
	// Best is what the part adds if everything open turns out in full. It can
	// be less than Points, and more than Full, where a group then counts
	// otherwise.
	Best exact.Rational `json:"best"`
	// Full is what full marks add under what counts now, 0 if the component is
	// excused or dropped.
	Full exact.Rational `json:"full"`
	// Need is what full marks want, Have is what was seen.
	Need string `json:"need"`
	Have string `json:"have"`
	// Items says what became of each item of an [ItemsAward]; those that the
	// award still asks for are at the end.
	Items []ItemPart `json:"items,omitzero"`
	// Weightings says what each way to weigh a group gives, where there are
	// several, and Parts are the parts of its components.
	Weightings []Alternative `json:"weightings,omitzero"`
	Parts      []Part        `json:"parts,omitzero"`
	Source     *rule.Source  `json:"source,omitzero"`
}

// Alternative is what one way to weigh a group gives, in percent of the group's
// full marks: 0 is the components' own weights, n the n-th of the
// further weightings. The one that counts gives the most, the first of equals.
type Alternative struct {
	Weighting int            `json:"weighting"`
	Percent   exact.Rational `json:"percent"`
	Best      exact.Rational `json:"best"`
	Counted   bool           `json:"counted,omitzero"`
}
