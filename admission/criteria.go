package admission

import (
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
)

// Test is a question about one applicant, answered by met, not_met or unknown.
// Exactly one kind is set.
type Test struct {
	Role       *RoleTest       `json:"role,omitzero"`
	Gender     *GenderTest     `json:"gender,omitzero"`
	Country    *CountryTest    `json:"country,omitzero"`
	Degree     *DegreeTest     `json:"degree,omitzero"`
	Experience *ExperienceTest `json:"experience,omitzero"`
	Language   *LanguageTest   `json:"language,omitzero"`
	Document   *DocumentTest   `json:"document,omitzero"`
	Number     *NumberTest     `json:"number,omitzero"`
	Attribute  *AttributeTest  `json:"attribute,omitzero"`
	Score      *ScoreTest      `json:"score,omitzero"`
	All        []Test          `json:"all,omitzero" validate:"omitempty,min=1,dive,oneof1"`
	Any        []Test          `json:"any,omitzero" validate:"omitempty,min=1,dive,oneof1"`
	Not        *Test           `json:"not,omitzero" validate:"omitempty,oneof1"`
	AtLeastOf  *AtLeastOfTest  `json:"at_least_of,omitzero"`
}

// RoleTest asks whether the field In lists the role.
type RoleTest struct {
	In []string `json:"in" validate:"required,min=1,max=1000,dive,id"`
}

// GenderTest asks whether the field In lists the gender. The answer is unknown for
// applicants who have not disclosed their gender, so the list cannot contain
// "undisclosed".
type GenderTest struct {
	In []Gender `json:"in" validate:"required,min=1,max=3,dive,name=woman man other undisclosed"`
}

// CountryTest asks whether the field In lists the alpha-2 code of a country, or whether
// the country has the given Status in the list of countries named List. The answer is
// unknown for a country that the list does not classify. If a person has several
// nationalities or residences, one that meets the test is enough. If Beyond is
// "as_known", the day On can be after the last day that the list covers. The test then
// uses the statuses of that last day, and the departures from the list that are scheduled
// up to the day On. The audit records these departures.
type CountryTest struct {
	Of     CountryOf  `json:"of,omitzero" validate:"omitempty,name=served nationality residence"` // served if absent
	In     []string   `json:"in,omitzero" validate:"omitempty,max=300,dive,required"`
	List   string     `json:"list,omitzero" validate:"omitempty,id"` // unsd-2021-12 if absent
	Status string     `json:"status,omitzero" validate:"omitempty,id"`
	On     civil.Date `json:"on,omitzero"` // for ldc: the day asked about
	Beyond string     `json:"beyond,omitzero"`
}

// asKnown is the only value of CountryTest.Beyond besides the empty one.
const asKnown = "as_known"

// DegreeTest asks for a degree of at least a level, in a field of the course, or both.
// The level "none" is never in a field of the course.
type DegreeTest struct {
	AtLeast  DegreeLevel `json:"at_least,omitzero" validate:"omitempty,name=none undergraduate postgraduate"`
	Relevant bool        `json:"relevant,omitzero"`
}

// ExperienceTest asks for a least number of months of experience in the areas of the
// course.
type ExperienceTest struct {
	AtLeastMonths int `json:"at_least_months" validate:"required,min=1,max=1200"`
}

// LanguageTest asks for at least a level of a language.
type LanguageTest struct {
	Tag     string        `json:"tag" validate:"id"`
	AtLeast LanguageLevel `json:"at_least" validate:"required,name=none a1 basic b1 intermediate fluent c2 native a2 b2 c1"`
}

// DocumentTest asks whether a document was handed in.
type DocumentTest struct {
	Name string `json:"name" validate:"id"`
}

// NumberTest asks whether a number lies within bounds, both inclusive. At least
// one bound is set.
type NumberTest struct {
	Name    string        `json:"name" validate:"id"`
	AtLeast exact.Decimal `json:"at_least,omitzero" validate:"bounded"`
	AtMost  exact.Decimal `json:"at_most,omitzero" validate:"bounded"`
}

// AttributeTest asks whether an attribute equals the text in the field Equals, or one of
// the texts in the field In. Exactly one of the two fields is set.
type AttributeTest struct {
	Name   string   `json:"name" validate:"id"`
	Equals string   `json:"equals,omitzero" validate:"omitempty,max=256,line"`
	In     []string `json:"in,omitzero" validate:"omitempty,max=1000,dive,required,max=256,line"`
}

// ScoreTest asks for a score of at least the value of AtLeast, compared exactly, or for a
// number of complete reviews of at least the value of Reviews, or for both. At least one
// of the fields AtLeast and Reviews must be set. Key is the code of the score key that
// gives the score and says which reviews are complete. The answer is unknown if there is
// no complete review, or fewer than the field Reviews asks for, since another review can
// still come.
type ScoreTest struct {
	Key     string        `json:"key" validate:"id"`
	AtLeast exact.Decimal `json:"at_least,omitzero" validate:"bounded"`
	Reviews int           `json:"reviews,omitzero" validate:"min=0,max=100"`
}

// AtLeastOfTest asks whether enough of its tests are met. The field Count says how many
// are enough.
type AtLeastOfTest struct {
	Count int    `json:"count" validate:"required,min=1"`
	Tests []Test `json:"tests" validate:"required,min=1,dive,oneof1"`
}
