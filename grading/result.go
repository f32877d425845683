package grading

import (
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Decision says whether a person is certified.
type Decision string

// The three decisions. A decision is pending only while open marks can still
// change it, or if everything that counts is excused.
const (
	Certified    Decision = "certified"
	NotCertified Decision = "not_certified"
	Pending      Decision = "pending"
)

// valid reports whether d is one of the three decisions.
func (d Decision) valid() bool { return d == Certified || d == NotCertified || d == Pending }

// Status is the state of a mark or of a part.
type Status string

// A part is in exactly one of four states.
const (
	StatusGraded  Status = "graded"  // nothing of it is open
	StatusMissing Status = "missing" // counts as zero: nothing was handed in
	StatusExcused Status = "excused" // does not count; the other weights are scaled
	StatusPending Status = "pending" // some of it is still open
)

// valid reports whether s is one of the four states.
func (s Status) valid() bool {
	return s == StatusGraded || s == StatusMissing || s == StatusExcused || s == StatusPending
}

// Result is the total and the decision of one person's marks, with the reasons.
type Result struct {
	// Total and Best are in percent points. Total counts everything open as zero. Best
	// counts everything open as the highest mark that is still possible.
	Total exact.Rational `json:"total"`
	Best  exact.Rational `json:"best"`
	// AboveCap is what the scheme's cap cuts off: the parts add up to Total and
	// AboveCap together.
	AboveCap exact.Rational `json:"above_cap,omitzero"`
	Decision Decision       `json:"decision"`
	// Outcome is the best outcome that is assured, and Possible is the best outcome that
	// can still be reached. Each is empty if there is no such outcome, and for a scheme
	// without outcomes.
	Outcome  string `json:"outcome,omitzero"`
	Possible string `json:"possible,omitzero"`
	// Certificate is the threshold that was applied, empty for a scheme with
	// outcomes.
	Certificate Certificate `json:"certificate,omitzero"`
	// Weightings lists the result of each way to weigh the scheme, if there are several
	// ways.
	Weightings []Alternative `json:"weightings,omitzero"`
	// Parts has one part for each component at the top of the scheme, in the order of the
	// scheme. The points of the parts add up exactly to Total plus AboveCap. The points
	// of a group's parts add up to the points of the group.
	Parts []Part `json:"parts"`
	// Findings are the rules that made the decision: the certificate first, then the
	// minimums. With outcomes there is one finding for each outcome. The parts of this
	// finding are the total and the needs of the outcome. Its code is "certificate" if
	// the outcome certifies, and otherwise "outcome". If there is nothing to grade, the
	// only finding has the code "nothing-to-grade".
	Findings []rule.Finding `json:"findings"`
}

// Part is what one component adds to the total.
type Part struct {
	Component string `json:"component"`
	Title     string `json:"title,omitzero"`
	Status    Status `json:"status"`
	// Dropped says that the component's group dropped it.
	Dropped bool `json:"dropped,omitzero"`
	// Points is what the part adds to the total in the person's worst case, in which
	// everything open counts as zero.
	Points exact.Rational `json:"points"`
	// Best is what the part adds if everything open gets the highest mark that is still
	// possible. Best can be less than Points or more than Full, because a group may then
	// use another weighting or drop other components.
	Best exact.Rational `json:"best"`
	// Full is what full marks in the component would add to the total under the
	// weightings and drops that count now. It is 0 if the component is excused or
	// dropped.
	Full exact.Rational `json:"full"`
	// Need says what full marks need, such as "all 5 sessions". Have says what
	// the person has, such as "4 of 5 sessions".
	Need string `json:"need"`
	Have string `json:"have"`
	// Items lists the result of each item of an [ItemsAward]. Items that the
	// award still expects are at the end.
	Items []ItemPart `json:"items,omitzero"`
	// Weightings lists the result of each way to weigh a group, if there are several
	// ways. Parts are the parts of the group's components.
	Weightings []Alternative `json:"weightings,omitzero"`
	Parts      []Part        `json:"parts,omitzero"`
	Source     *rule.Source  `json:"source,omitzero"`
}

// Alternative is the result of one way to weigh a group, in percent of the group's full
// marks. Weighting 0 has the components' own weights, and weighting n is the n-th of the
// further weightings. The weighting with the highest result counts; if several are equal,
// the first of them counts.
type Alternative struct {
	Weighting int            `json:"weighting"`
	Percent   exact.Rational `json:"percent"`
	Best      exact.Rational `json:"best"`
	Counted   bool           `json:"counted,omitzero"`
}
