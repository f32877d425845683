package admission

import (
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Share is a rule about groups of the people who hold seats. The field Of assigns people
// to groups. Each group should hold at least, or may hold at most, a number or a
// percentage of the seats.
//
// The field Groups states the bounds of the groups that it names. AtLeast and AtMost
// apply to all other groups. If shares conflict, the share listed first wins. If a group
// needs a seat and nobody in the group waits, the field Else says what happens to the
// seat. By default the best of the other people gets the seat. With leave_open the seat
// stays free.
type Share struct {
	Code    string            `json:"code" validate:"id"`
	Title   string            `json:"title,omitzero" validate:"max=128,line"`
	Of      ShareOf           `json:"of" validate:"oneof1"`
	AtLeast *Bound            `json:"at_least,omitzero"`
	AtMost  *Bound            `json:"at_most,omitzero"`
	Groups  map[string]Bounds `json:"groups,omitzero" validate:"max=300"`
	Else    string            `json:"else,omitzero"`
	Source  *rule.Source      `json:"source,omitzero"`
}

// ShareOf maps a person to groups. Exactly one field is set. Test makes one group, called
// "met", of the people who meet the test. Country names a kind of country (see
// [CountryOf]), and makes a group for each country of this kind that a person has. Region
// does the same for the M49 regions of these countries. Attribute makes a group for each
// value of the attribute.
type ShareOf struct {
	Test      *Test     `json:"test,omitzero" validate:"omitempty,oneof1"`
	Country   CountryOf `json:"country,omitzero" validate:"omitempty,name=served nationality residence"`
	Region    CountryOf `json:"region,omitzero" validate:"omitempty,name=served nationality residence"`
	Attribute string    `json:"attribute,omitzero" validate:"omitempty,id"`
}

// Bound is a number of seats: a count, or a percentage with at most 9 digits
// after the point. Exactly one is set.
type Bound struct {
	Count   *int          `json:"count,omitzero"`
	Percent exact.Decimal `json:"percent,omitzero" validate:"bounded"`
}

// Bounds are the bounds of one group.
type Bounds struct {
	AtLeast *Bound `json:"at_least,omitzero"`
	AtMost  *Bound `json:"at_most,omitzero"`
}

// CountryOf names one of a person's countries: served (the country of the government or
// employer that the person serves), nationality or residence. If a field may be left out,
// an absent value means served.
type CountryOf string

const (
	served      CountryOf = "served"
	nationality CountryOf = "nationality"
	residence   CountryOf = "residence"
)

// leaveOpen is the value of Share.Else.
const leaveOpen = "leave_open"

// groupMet is the name of the only group of a share over a test: the people who meet it.
const groupMet = "met"

// ShareGroup is a group of a share.
type ShareGroup struct {
	Share string `json:"share"`
	Group string `json:"group"`
}
