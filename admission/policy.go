package admission

import (
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// MaxCapacity is how many seats there may be.
const MaxCapacity = 1_000_000

// Policy is the definition of an admission: how many, who may, in which order.
type Policy struct {
	Capacity     int           `json:"capacity" validate:"required,min=1,max=1000000"`
	Requirements []Requirement `json:"requirements,omitzero" validate:"max=63,dive"`
	Priority     []Priority    `json:"priority,omitzero" validate:"max=16,dive"`
	Floors       []Floor       `json:"floors,omitzero" validate:"max=8,dive"`
	Lists        []List        `json:"lists,omitzero" validate:"max=32,dive"`
	Overrides    []Override    `json:"overrides,omitzero" validate:"max=300,dive"`
}

// Requirement is a test that decides, or with [Desired] only informs.
type Requirement struct {
	Code   string           `json:"code" validate:"id"`
	Level  RequirementLevel `json:"level" validate:"required,name=required desired"`
	Test   Test             `json:"test" validate:"oneof1"`
	Source *rule.Source     `json:"source,omitzero"`
}

// RequirementLevel says what a requirement does.
type RequirementLevel string

// A required requirement excludes whoever does not meet it; a desired one is
// reported and changes nothing.
const (
	Required RequirementLevel = "required"
	Desired  RequirementLevel = "desired"
)

// Valid reports whether l is one of the levels.
func (l RequirementLevel) Valid() bool { return l == Required || l == Desired }

// Priority is one key of the order, the first one in the list being the
// strongest.
type Priority struct {
	Code   string       `json:"code" validate:"id"`
	Key    Key          `json:"key" validate:"oneof1"`
	Source *rule.Source `json:"source,omitzero"`
}

// Key is how two eligible people are compared. Exactly one kind is set.
type Key struct {
	Matching *MatchingKey `json:"matching,omitzero"`
	Score    *ScoreKey    `json:"score,omitzero"`
}

// MatchingKey ranks who meets a test before everybody else. With Within, the
// code of an earlier matching key, it compares only people who meet that one.
type MatchingKey struct {
	Test   Test   `json:"test" validate:"oneof1"`
	Within string `json:"within,omitzero"`
}

// ScoreKey ranks by the reviews, higher first: per review the weighted mean of
// its parts, over the reviews what OverReviewers says. A review counts when it
// has every part.
type ScoreKey struct {
	Parts         []ScorePart   `json:"parts" validate:"required,min=1,max=32,dive"`
	Max           exact.Decimal `json:"max" validate:"required,bounded"`
	OverReviewers OverReviewers `json:"over_reviewers" validate:"required,name=mean median trimmed_mean"`
}

// ScorePart is one score of a review, from 0 to the key's Max. Weights are
// positive and relative to each other.
type ScorePart struct {
	Name   string        `json:"name" validate:"id"`
	Weight exact.Decimal `json:"weight" validate:"required,bounded"`
}

// OverReviewers is how several reviews become one score.
type OverReviewers string

// The mean; the median, which of an even number is the mean of the two in the
// middle; the mean without the highest and the lowest one, from three reviews
// on.
const (
	Mean        OverReviewers = "mean"
	Median      OverReviewers = "median"
	TrimmedMean OverReviewers = "trimmed_mean"
)

// Valid reports whether o is one of the ways.
func (o OverReviewers) Valid() bool { return o == Mean || o == Median || o == TrimmedMean }

// Floor is a share of every prefix of the call order that goes to people who
// meet a test, as long as any are left. Earlier floors win.
type Floor struct {
	Code    string        `json:"code" validate:"id"`
	Test    Test          `json:"test" validate:"oneof1"`
	Percent exact.Decimal `json:"percent" validate:"required,bounded"`
	Source  *rule.Source  `json:"source,omitzero"`
}

// List is a classification of the caller's own. Countries that Status does not
// name are unclassified.
type List struct {
	Name   string            `json:"name" validate:"id"`
	Source string            `json:"source" validate:"required,max=256,line"`
	AsOf   country.Date      `json:"as_of" validate:"required"`
	Status map[string]string `json:"status" validate:"required,min=1,max=300"` // by alpha-2 code
}

// Override gives one country another status in a built-in list.
type Override struct {
	List    country.List `json:"list" validate:"required,name=unsd-2021-12 ldc lldc sids"`
	Country string       `json:"country" validate:"required"`
	Status  string       `json:"status" validate:"required"`
	Reason  string       `json:"reason,omitzero" validate:"max=256,line"`
}
