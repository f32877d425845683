package admission

import (
	"github.com/cohortkit/cohort/course/civil"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// format is the version of the formats of this package: of policies, selections
// and rosters. A policy may leave it out.
const format = 1

// maxCapacity is the largest number of seats.
const maxCapacity = 1_000_000

// Policy is the definition of an admission: how many seats there are, who is
// eligible, in which order, and which shares of the seats go to which groups.
type Policy struct {
	Format       int           `json:"format,omitzero"`
	Capacity     int           `json:"capacity" validate:"required,min=1,max=1000000"`
	Requirements []Requirement `json:"requirements,omitzero" validate:"max=63,dive"`
	Priority     []Priority    `json:"priority,omitzero" validate:"max=16,dive"`
	Shares       []Share       `json:"shares,omitzero" validate:"max=32,dive"`
	Lists        []List        `json:"lists,omitzero" validate:"max=32,dive"`
	Overrides    []Override    `json:"overrides,omitzero" validate:"max=300,dive"`
}

// Parse reads a policy from JSON and checks it. The error is [rule.Violations].
func Parse(data []byte) (Policy, error) {
	var p Policy
	err := document.Parse(data, &p, func(r *rule.Report) { p.Check(r) })
	return p, err
}

// Validate checks p. The error is [rule.Violations] with all violations at once.
func (p Policy) Validate() error { return document.Check(p, p.Check) }

// Requirement is a test of each applicant. Its level is required or desired: a required
// test excludes applicants who do not meet it; a desired test is reported and changes
// nothing.
type Requirement struct {
	Code   string       `json:"code" validate:"id"`
	Title  string       `json:"title,omitzero" validate:"max=128,line"`
	Level  string       `json:"level" validate:"required,name=required desired"`
	Test   Test         `json:"test" validate:"oneof1"`
	Source *rule.Source `json:"source,omitzero"`
}

// Priority is one key of the order. The first key in the list is the strongest.
type Priority struct {
	Code   string       `json:"code" validate:"id"`
	Title  string       `json:"title,omitzero" validate:"max=128,line"`
	Key    Key          `json:"key" validate:"oneof1"`
	Source *rule.Source `json:"source,omitzero"`
}

// Key says how two eligible people are compared. Exactly one kind is set.
type Key struct {
	Matching *MatchingKey `json:"matching,omitzero"`
	Score    *ScoreKey    `json:"score,omitzero"`
	Number   *NumberKey   `json:"number,omitzero"`
}

// MatchingKey ranks applicants who meet a test before the others. If Within is set, it is
// the code of an earlier matching key, and only people who meet the earlier key are
// compared by this one.
type MatchingKey struct {
	Test   Test   `json:"test" validate:"oneof1"`
	Within string `json:"within,omitzero" validate:"omitempty,id"`
}

// NumberKey ranks by one of the applicant's numbers, such as a time of registration or a
// rank drawn elsewhere. The field First says which number ranks first: "lowest" or
// "highest". An applicant without the number comes last.
type NumberKey struct {
	Name  string `json:"name" validate:"id"`
	First string `json:"first" validate:"required"`
}

// ScoreKey ranks by the reviews, higher scores first. A review counts if it has every
// part; its value is the weighted mean of the parts. OverReviewers says how several
// reviews make one score: mean, median or trimmed_mean. With an even number of reviews,
// the median is the mean of the two in the middle. With three or more reviews,
// trimmed_mean is the mean without the highest and the lowest review.
type ScoreKey struct {
	Parts         []ScorePart   `json:"parts" validate:"required,min=1,max=32,dive"`
	Max           exact.Decimal `json:"max" validate:"required,bounded"`
	OverReviewers string        `json:"over_reviewers" validate:"required,name=mean median trimmed_mean"`
}

// ScorePart is one score of a review, from 0 to the key's Max. Weights are
// positive and relative to each other.
type ScorePart struct {
	Name   string        `json:"name" validate:"id"`
	Weight exact.Decimal `json:"weight" validate:"required,bounded"`
}

// List is a classification that the caller made. Countries that Status does not name are
// unclassified.
type List struct {
	Name   string            `json:"name" validate:"id"`
	Source string            `json:"source" validate:"required,max=256,line"`
	AsOf   civil.Date        `json:"as_of"`
	Status map[string]string `json:"status" validate:"required,min=1,max=300"` // by alpha-2 code
}

// Override gives one country another status in a built-in list.
type Override struct {
	List    country.List `json:"list" validate:"required,name=unsd-2021-12 ldc lldc sids"`
	Country string       `json:"country" validate:"required"`
	Status  string       `json:"status" validate:"required"`
	Reason  string       `json:"reason,omitzero" validate:"max=256,line"`
}
