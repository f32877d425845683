package course

import (
	"maps"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
	"github.com/shopspring/decimal"
)

// months is the name of a number of a member, and of the applicant's field.
const months = "experience_months"

// Member returns an applicant as a member to be placed in a group: categories
// gender (undisclosed is a value), country, region (unassigned where the UN
// Statistics Division names none), role and every attribute; numbers
// experience_months and every number. An attribute or number of one of these
// names does not replace ours.
func Member(a admission.Applicant) grouping.Member {
	m := grouping.Member{ID: a.ID, Categories: map[string]string{}, Numbers: map[string]exact.Decimal{}}
	maps.Copy(m.Categories, a.Attributes)
	maps.Copy(m.Numbers, a.Numbers)

	m.Categories["country"] = a.Country
	m.Categories["region"] = "unassigned"
	if place, err := country.Parse(a.Country); err == nil && place.Region() != "" {
		m.Categories["region"] = place.Region()
	}
	m.Categories["gender"] = string(admission.Undisclosed)
	if a.Gender != "" {
		m.Categories["gender"] = string(a.Gender)
	}
	delete(m.Categories, "role")
	if a.Role != "" {
		m.Categories["role"] = a.Role
	}
	delete(m.Numbers, months)
	if a.ExperienceMonths != nil {
		m.Numbers[months] = exact.Decimal{Decimal: decimal.NewFromInt(int64(*a.ExperienceMonths))}
	}
	return m
}
