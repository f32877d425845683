package course

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grouping"
	"github.com/shopspring/decimal"
)

// months is the name of the applicant's field, and of the member's number that is made
// from this field.
const months = "experience_months"

// language is the name of the list of languages that a member has.
const language = "language"

// Member returns an applicant as a member to be placed in a group. The categories of the
// member are "gender" ("undisclosed" is a value), "country", "region" ("unassigned" if
// the UN Statistics Division names none), "role", and every attribute of the applicant.
// The numbers of the member are "experience_months" and every number of the applicant.
// The only list is "language": the languages of the applicant, the best known first. An
// attribute of the applicant is ignored if it is called "gender", "country", "region" or
// "role", and so is a number called "experience_months".
//
// If the applicant does not state when he or she is available, the member is available in
// the course's meeting hours, in the person's time zone. The member states no times if
// the person has no time zone or one that the zone source does not know, or if the course
// is nil or zero.
func (c *Course) Member(a admission.Applicant) grouping.Member {
	m := memberOf(a)
	if c == nil || m.Available != nil {
		return m
	}
	if hours := c.meeting(a.TimeZone); hours != nil {
		m.Available, _ = hours.Intervals(c.zones)
	}
	return m
}

// meeting returns the meeting hours in a zone. It returns nil if the course has no
// meeting hours or the zone is empty.
func (c *Course) meeting(zone string) *grouping.Availability {
	h := c.definition.MeetingHours
	if h == nil || zone == "" {
		return nil
	}
	first, last := h.First, h.Last
	for _, s := range c.schedule.Sessions() { // by time; none without a schedule
		day := civil.DateTimeOf(s.Start).Date()
		first = cmp.Or(first, day)
		if h.Last.IsZero() {
			last = day
		}
	}
	return &grouping.Availability{
		Zone: zone, First: first.String(), Last: last.String(),
		Hours: []grouping.Hours{{Days: h.Days, From: h.From, To: h.To}},
	}
}

// memberOf returns an applicant as a member with the times that the applicant stated.
func memberOf(a admission.Applicant) grouping.Member {
	m := grouping.Member{ID: a.ID, Categories: map[string]string{}, Numbers: map[string]exact.Decimal{}}
	maps.Copy(m.Categories, a.Attributes)
	maps.Copy(m.Numbers, a.Numbers)

	m.Categories["country"] = a.Country
	m.Categories["region"] = "unassigned"
	if place, err := country.Parse(a.Country); err == nil && place.Region() != "" {
		m.Categories["region"] = place.Region()
	}
	m.Categories["gender"] = "undisclosed"
	if a.Gender != "" {
		m.Categories["gender"] = string(a.Gender)
	}
	m.Lists, m.Available = languages(a), slices.Clone(a.Available)
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

// languages returns the lists of a member. The list called language has the applicant's
// languages, best known first, without those of level none.
func languages(a admission.Applicant) map[string][]string {
	var tags []string
	for tag, level := range a.Languages {
		if level.Compare("none") > 0 {
			tags = append(tags, tag)
		}
	}
	if len(tags) == 0 {
		return nil
	}
	slices.SortFunc(tags, func(x, y string) int {
		return cmp.Or(a.Languages[y].Compare(a.Languages[x]), cmp.Compare(x, y))
	})
	return map[string][]string{language: tags}
}
