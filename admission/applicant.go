package admission

import (
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
)

// Applicant holds the known facts about one person who applies. Only ID is required, and
// Country if a rule asks for it. Every other absent fact is unknown and never reads as
// "no", while false and 0 are answers.
type Applicant struct {
	ID        string    `json:"id"`
	Country   string    `json:"country,omitzero"` // the country served: ISO 3166-1 alpha-2, or XK
	Countries Countries `json:"countries,omitzero"`
	Gender    Gender    `json:"gender,omitzero"`
	Role      string    `json:"role,omitzero"`

	Degree           *Degree `json:"degree,omitzero"`
	ExperienceMonths *int    `json:"experience_months,omitzero"` // in the areas of the course

	Languages  map[string]LanguageLevel `json:"languages,omitzero"` // by tag: en, pt-BR
	Documents  map[string]bool          `json:"documents,omitzero"` // handed in or not
	Numbers    map[string]exact.Decimal `json:"numbers,omitzero"`
	Attributes map[string]string        `json:"attributes,omitzero"`

	Reviews  []Review `json:"reviews,omitzero"`
	TimeZone string   `json:"time_zone,omitzero"` // an IANA name; not used here

	// Available holds the times at which the person can meet: nil means not stated, and
	// an empty list means never. Package admission does not use this field.
	Available []civil.Interval `json:"available,omitzero"`
}

// Countries holds the nationalities and the residences of a person, as codes of the same
// kind as Applicant.Country. An empty list means not stated.
type Countries struct {
	Nationality []string `json:"nationality,omitzero"`
	Residence   []string `json:"residence,omitzero"`
}

// Degree is the highest degree of an applicant. Relevant says whether the degree is in a
// field of the course; nil means unknown.
type Degree struct {
	Level    DegreeLevel `json:"level,omitzero"`
	Relevant *bool       `json:"relevant,omitzero"`
}

// Review holds the scores that one reviewer gave one applicant, by part.
type Review struct {
	Reviewer string                   `json:"reviewer"`
	Scores   map[string]exact.Decimal `json:"scores,omitzero"`
}
