package course

import (
	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// Definition is a whole course as data: the contents of its page and the rules that the
// page states. A definition can be written as a Go literal or as a JSON document, and
// converting one form to the other loses nothing. Everything except version, id, title
// and grading is optional.
//
// Text is UTF-8 without control characters. A line has at most 300 characters. A
// paragraph may have line breaks and has at most 5,000 characters. A list has at most 200
// entries.
type Definition struct {
	Version     int      `json:"version" validate:"required,min=1"` // version of this format: 1
	ID          string   `json:"id" validate:"id"`
	Title       string   `json:"title" validate:"required,max=300,line"`
	Topic       string   `json:"topic,omitzero" validate:"max=300,line"`
	Language    string   `json:"language,omitzero" validate:"max=35,line"` // language of teaching, a BCP 47 tag
	Level       string   `json:"level,omitzero" validate:"max=300,line"`
	Provider    string   `json:"provider,omitzero" validate:"max=300,line"`
	Instructors []string `json:"instructors,omitzero" validate:"max=200,dive,required,max=300,line"`
	Funding     string   `json:"funding,omitzero" validate:"max=5000,text"`
	Description string   `json:"description,omitzero" validate:"max=5000,text"`

	Audience      []string         `json:"audience,omitzero" validate:"max=200,dive,required,max=300,line"`
	Areas         []string         `json:"areas,omitzero" validate:"max=200,dive,required,max=300,line"` // areas in which experience counts
	Prerequisites []string         `json:"prerequisites,omitzero" validate:"max=200,dive,required,max=300,line"`
	Outcomes      []string         `json:"outcomes,omitzero" validate:"max=200,dive,required,max=300,line"`
	Delivery      *Delivery        `json:"delivery,omitzero"`
	Outline       []OutlineSession `json:"outline,omitzero" validate:"max=200,dive"`
	Project       *Project         `json:"project,omitzero"`

	Admission  *admission.Policy        `json:"admission,omitzero" validate:"-"`
	Schedule   *schedule.Plan           `json:"schedule,omitzero" validate:"-"`
	Attendance *schedule.AttendanceRule `json:"attendance,omitzero" validate:"-"` // what counts as attended
	// MeetingHours says when participants can meet in groups; see [Course.Member].
	MeetingHours *MeetingHours    `json:"meeting_hours,omitzero"`
	Grouping     *grouping.Policy `json:"grouping,omitzero" validate:"-"`
	Grading      grading.Scheme   `json:"grading" validate:"-"`
	Certificate  *Certificate     `json:"certificate,omitzero"`
	Stated       *Stated          `json:"stated,omitzero"`
}

// MeetingHours are the local hours in which a participant can meet: between From and To,
// on the stated days of the week or on all days, from the date First to the date Last. If
// First is left out, it is the date of the first session; if Last is left out, it is the
// date of the last session.
type MeetingHours struct {
	From  string          `json:"from" validate:"required,max=5,line"` // 08:00
	To    string          `json:"to" validate:"required,max=5,line"`   // up to 24:00; before From, on the next day
	Days  []civil.Weekday `json:"days,omitzero" validate:"max=7,dive,name=monday tuesday wednesday thursday friday saturday sunday"`
	First civil.Date      `json:"first,omitzero"`
	Last  civil.Date      `json:"last,omitzero"`
}

// Delivery says how a course reaches its participants.
type Delivery struct {
	Mode     string   `json:"mode" validate:"required,max=300,line"`
	Platform string   `json:"platform,omitzero" validate:"max=300,line"`
	Methods  []string `json:"methods,omitzero" validate:"max=200,dive,required,max=300,line"`
}

// OutlineSession describes the content of one session of the schedule.
type OutlineSession struct {
	Session           string   `json:"session" validate:"id"` // a session's id in the schedule
	Topics            []string `json:"topics,omitzero" validate:"max=200,dive,required,max=300,line"`
	KeyLearningPoints []string `json:"key_learning_points,omitzero" validate:"max=200,dive,required,max=300,line"`
}

// Project is the work that groups hand in together. Its level is each member's mark for
// Component.
type Project struct {
	ReleasedAfter string       `json:"released_after,omitzero" validate:"omitempty,id"` // a session's id
	PresentedIn   string       `json:"presented_in,omitzero" validate:"omitempty,id"`   // a session's id
	Covers        []string     `json:"covers,omitzero" validate:"max=200,dive,required,max=300,line"`
	Component     string       `json:"component" validate:"id"` // component of the grading scheme, with levels
	Source        *rule.Source `json:"source,omitzero"`
}

// Certificate describes what a certified participant receives. The threshold is part of
// the grading scheme.
type Certificate struct {
	Title  string       `json:"title" validate:"required,max=300,line"`
	Issuer string       `json:"issuer" validate:"required,max=300,line"`
	Source *rule.Source `json:"source,omitzero"`
}

// Stated holds figures that the course page claims in prose, although the rules determine
// them. [Course.Lint] compares the claims with the rules, except claims that are absent.
type Stated struct {
	Timetable  *schedule.Claims `json:"timetable,omitzero"`
	Capacity   *Claim           `json:"capacity,omitzero"`
	GroupSizes *RangeClaim      `json:"group_sizes,omitzero"`
}

// Claim is a figure stated in prose.
type Claim struct {
	Is     int          `json:"is" validate:"min=0,max=1000000"`
	Source *rule.Source `json:"source,omitzero"`
}

// RangeClaim is a range stated in prose, both ends included.
type RangeClaim struct {
	Min    int          `json:"min" validate:"min=0,max=1000000"`
	Max    int          `json:"max" validate:"min=0,max=1000000"`
	Source *rule.Source `json:"source,omitzero"`
}
