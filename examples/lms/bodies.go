package main

import (
	"strings"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// everyPage returns all pages by their paths.
func (p *Platform) everyPage() pages {
	return pages{
		"/":               {visitor, "home.html", func(q *request) (any, error) { return q.Run.Timetable().Sessions(), nil }},
		"/apply":          {visitor, "apply.html", applyBody},
		"/enter":          {visitor, "enter.html", emptyBody},
		"/me":             {applicant, "me.html", func(q *request) (any, error) { return personBody(q, q.Who.ID) }},
		"/me/certificate": {applicant, "certificate.html", func(q *request) (any, error) { return personBody(q, q.Who.ID) }},
		"/me/data":        {applicant, "data.html", func(q *request) (any, error) { return dataBody(q, q.Who.ID) }},
		"/desk":           {organiser, "desk.html", deskBody},
		"/desk/people":    {organiser, "people.html", peopleBody},
		"/desk/person":    {organiser, "person.html", func(q *request) (any, error) { return personBody(q, q.Query.Get("id")) }},
		"/desk/data":      {organiser, "data.html", func(q *request) (any, error) { return dataBody(q, q.Query.Get("id")) }},
		"/desk/selection": {organiser, "selection.html", emptyBody},
		"/desk/groups":    {organiser, "groups.html", groupsBody},
		"/desk/sessions":  {organiser, "sessions.html", sessionsBody},
		"/desk/marks":     {organiser, "marks.html", marksBody},
		"/desk/whatif":    {organiser, "whatif.html", whatIfBody},
		"/desk/audit":     {organiser, "audit.html", auditBody},
	}
}

// emptyBody is the body of pages that need no data of their own.
func emptyBody(*request) (any, error) { return nil, nil }

// personPage is the data of the pages about one person.
type personPage struct {
	course.Person
	Applicant  *admission.Applicant
	Assessment admission.Assessment // of the admission requirements
	Shown      grading.Shown
	Parts      []partLine
	Deadlines  []schedule.LocalDeadline
	Shifts     []schedule.ClockShift
	Code       string
	Scores     []admission.ScorePart
	Entered    []grading.Component
}

// partLine is one line of a table of marks.
type partLine struct{ Title, Points, Full, Sentence, Needed string }

func personBody(q *request, id string) (any, error) {
	a := q.People[id]
	if a == nil {
		return nil, errNotFound
	}
	loc := zoneOf(a.TimeZone)
	person, _ := q.Run.Person(id, loc)
	person.Since = person.Since.In(loc)
	b := personPage{
		Person: person, Applicant: a, Code: q.code(applicant, id), Entered: entered(q.about), Scores: scores(q.about),
		Deadlines: q.Run.Timetable().Deadlines(loc), Shifts: q.Run.Timetable().ClockShifts(loc),
	}
	if q.course.Admission() != nil {
		b.Assessment = q.course.Admission().Assess(*a)
	}
	if person.Result == nil {
		return b, nil
	}
	b.Shown = *person.Shown(2)
	for i, part := range person.Result.Parts {
		why := strings.TrimPrefix(b.Shown.Parts[i].Sentence, part.Title+": ")
		line := partLine{part.Title, plain(b.Shown.Parts[i].Points), part.Full.String(), why, ""}
		if need, open := person.Needed[part.Component]; open {
			line.Needed = needed(need, q.Title)
		}
		b.Parts = append(b.Parts, line)
	}
	return b, nil
}

// plain returns a decimal without trailing zeros.
func plain(decimal string) string {
	if strings.Contains(decimal, ".") {
		decimal = strings.TrimRight(strings.TrimRight(decimal, "0"), ".")
	}
	return decimal
}

// Title returns the title of a component, or its id if it has none.
func (q *request) Title(component string) string {
	for _, c := range q.about.Grading.Components {
		if c.ID == component && c.Title != "" {
			return c.Title
		}
	}
	return component
}

// scores returns the parts of the review score by which the policy ranks applicants,
// or nil if the policy uses no review score.
func scores(d course.Definition) []admission.ScorePart {
	if d.Admission == nil {
		return nil
	}
	for _, p := range d.Admission.Priority {
		if p.Key.Score != nil {
			return p.Key.Score.Parts
		}
	}
	return nil
}

// applyBody fills the form with the sender's application, if there is one.
func applyBody(q *request) (any, error) {
	a := q.People[q.Who.ID]
	if a != nil {
		q.Fill = fieldsOf("applied", a)
	}
	return a != nil, nil
}

type dataPage struct {
	ID    string
	Parts []course.Part
}

func dataBody(q *request, id string) (any, error) {
	if q.People[id] == nil {
		return nil, errNotFound
	}
	return dataPage{id, q.Run.About(id)}, nil
}
