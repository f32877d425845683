package main

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// everyPage lists the pages there are.
func (p *Platform) everyPage() pages {
	return pages{
		"/":               {visitor, "home.html", func(q *request) (any, error) { return q.Run.Timetable().Sessions(), nil }},
		"/apply":          {visitor, "apply.html", applyBody},
		"/enter":          {visitor, "enter.html", nothing},
		"/me":             {applicant, "me.html", func(q *request) (any, error) { return personBody(q, q.Who.ID) }},
		"/me/certificate": {applicant, "certificate.html", func(q *request) (any, error) { return personBody(q, q.Who.ID) }},
		"/me/data":        {applicant, "data.html", func(q *request) (any, error) { return dataBody(q, q.Who.ID) }},
		"/desk":           {organiser, "desk.html", deskBody},
		"/desk/people":    {organiser, "people.html", peopleBody},
		"/desk/person":    {organiser, "person.html", func(q *request) (any, error) { return personBody(q, q.Query.Get("id")) }},
		"/desk/data":      {organiser, "data.html", func(q *request) (any, error) { return dataBody(q, q.Query.Get("id")) }},
		"/desk/selection": {organiser, "selection.html", nothing},
		"/desk/groups":    {organiser, "groups.html", groupsBody},
		"/desk/sessions":  {organiser, "sessions.html", sessionsBody},
		"/desk/marks":     {organiser, "marks.html", marksBody},
		"/desk/whatif":    {organiser, "whatif.html", whatIfBody},
		"/desk/audit":     {organiser, "audit.html", auditBody},
	}
}

// nothing is the body of pages that show what all pages have.
func nothing(*request) (any, error) { return nil, nil }

// personPage is what the pages about one person show.
type personPage struct {
	course.Person
	Applicant  *admission.Applicant
	Assessment admission.Assessment // of the requirements
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
	b.Shown = person.Result.Shown(2)
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

// plain is a decimal without the zeros at its end.
func plain(decimal string) string {
	if strings.Contains(decimal, ".") {
		decimal = strings.TrimRight(strings.TrimRight(decimal, "0"), ".")
	}
	return decimal
}

// Title is what a component is called.
func (q *request) Title(component string) string {
	for _, c := range q.about.Grading.Components {
		if c.ID == component && c.Title != "" {
			return c.Title
		}
	}
	return component
}

// scores are the parts of a review, as the policy weighs them.
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

// applyBody fills the form with the application that there is.
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

type deskPage struct {
	Counts   map[string]int
	Decided  map[string]int
	Waiting  int // certificates to hand out
	Selected bool
	Closed   bool
}

func deskBody(q *request) (any, error) {
	b := deskPage{map[string]int{}, map[string]int{}, len(issued(q.Run, q.State)), q.Selected != nil, q.Closed != nil}
	status := statuses(q.State)
	for id := range q.People {
		b.Counts[cmp.Or(status[id].word, "applied")]++
	}
	for _, r := range q.State.Results {
		b.Decided[r.Decision]++
	}
	return b, nil
}

// perPage is how many people a page lists.
const perPage = 60

type personLine struct {
	ID, Country, Status, Place, Eligibility string
	Reasons                                 []string
	Reviews                                 int
}

// part is the part of a list that a page shows.
type part struct {
	From, To, All  int // From counts from 1
	Before, Behind int // where the pages before and behind begin; -1 and 0: none
}

// Part is the part of a list of n that is asked for.
func (q *request) Part(n int) part {
	from := max(0, min(q.Number("from"), n-1))
	p := part{from + 1, min(from+perPage, n), n, max(from-perPage, 0), 0}
	if from == 0 {
		p.Before = -1
	}
	if p.To < n {
		p.Behind = p.To
	}
	return p
}

type peoplePage struct {
	Lines []personLine
	part
}

func peopleBody(q *request) (any, error) {
	status := statuses(q.State)
	var all []personLine
	for id, a := range q.People {
		all = append(all, personLine{ID: id, Country: a.Country, Status: cmp.Or(status[id].word, "applied"), Place: status[id].place, Reviews: len(a.Reviews)})
	}
	slices.SortFunc(all, func(a, b personLine) int { return cmp.Compare(a.ID, b.ID) })
	part := q.Part(len(all))
	b := peoplePage{Lines: all[part.From-1 : part.To], part: part}
	for i := range b.Lines {
		l := &b.Lines[i]
		assessment := q.course.Admission().Assess(*q.People[l.ID])
		l.Eligibility, l.Reasons = assessment.Eligibility.String(), assessment.Reasons
	}
	return b, nil
}

type placed struct{ word, place string }

// statuses says where everybody is, in a word, with the place of people who wait.
func statuses(s course.State) map[string]placed {
	all := map[string]placed{}
	for _, id := range s.Seats {
		all[id] = placed{"seat", ""}
	}
	for i, id := range s.Waitlist {
		all[id] = placed{"waiting", number(i + 1)}
	}
	for id, answer := range s.Left {
		all[id] = placed{answer, ""}
	}
	for id := range s.Incomplete {
		all[id] = placed{"incomplete", ""}
	}
	for id := range s.Ineligible {
		all[id] = placed{"ineligible", ""}
	}
	return all
}

type groupLine struct {
	Name    string
	Members []string
	Level   string // of the project, as its first member has it
}

func groupsBody(q *request) (any, error) {
	var lines []groupLine
	for name, members := range q.State.Groups {
		lines = append(lines, groupLine{Name: name, Members: members})
	}
	slices.SortFunc(lines, func(a, b groupLine) int {
		return cmp.Or(cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
	})
	return lines, nil
}

type sessionLine struct {
	schedule.LocalSession
	Status    schedule.Status
	Messages  int
	Strangers int
	Attended  int
	Over      bool
}

func sessionsBody(q *request) (any, error) {
	waiting, err := q.store.Waiting()
	if err != nil {
		return nil, err
	}
	var lines []sessionLine
	for _, s := range q.Run.Timetable().Sessions() {
		l := sessionLine{s, q.State.Sessions[s.ID], waiting[s.ID], q.State.Strangers[s.ID], 0, !q.Now.Before(s.End)}
		for _, of := range q.State.Attendance {
			if of[s.ID] == schedule.StatusAttended {
				l.Attended++
			}
		}
		lines = append(lines, l)
	}
	return lines, nil
}

type marksLine struct {
	ID, Group, Total, Decision string
	Cells                      []string
	Attended                   int
}

type marksPage struct {
	Components []grading.Component
	Lines      []marksLine
	Groups     []groupLine
	Levels     []grading.Level
	part
}

func marksBody(q *request) (any, error) {
	b := marksPage{Components: entered(q.about)}
	groups, _ := groupsBody(q)
	b.Groups = groups.([]groupLine)
	if q.about.Project != nil {
		for _, c := range q.about.Grading.Components {
			if c.ID == q.about.Project.Component {
				b.Levels = c.Award.Levels.Levels
			}
		}
	}
	in := map[string]string{}
	for i, g := range b.Groups {
		if q.about.Project != nil {
			b.Groups[i].Level = q.Marks(g.Members[0])[q.about.Project.Component].Level
		}
		for _, id := range g.Members {
			in[id] = g.Name
		}
	}
	b.part = q.Part(len(q.State.Seats))
	for _, id := range q.State.Seats[b.From-1 : b.To] {
		result := q.State.Results[id]
		l := marksLine{ID: id, Group: in[id], Total: result.Total.String(), Decision: result.Decision}
		marks := q.Marks(id)
		for _, c := range b.Components {
			cell := cellOf(marks[c.ID])
			if q.Form.Has(c.ID + "/" + id) {
				cell = q.Form.Get(c.ID + "/" + id)
			}
			l.Cells = append(l.Cells, cell)
		}
		for _, status := range q.State.Attendance[id] {
			if status == schedule.StatusAttended {
				l.Attended++
			}
		}
		b.Lines = append(b.Lines, l)
	}
	return b, nil
}

// Marks are the marks of a person.
func (q *request) Marks(id string) grading.Marks {
	p, _ := q.Run.Person(id, nil)
	return p.Marks
}

type whatIfPage struct {
	Text string
	Diff *course.Difference
}

func whatIfBody(q *request) (any, error) {
	b := whatIfPage{Text: pretty(q.about)}
	if q.Form == nil {
		return b, nil
	}
	b.Text = q.Form.Get("definition")
	diff, err := whatIf(q.Run, b.Text)
	if err != nil {
		vs, _ := problemsOf(err)
		q.Problems = append(q.Problems, vs...)
		return b, nil
	}
	b.Diff = &diff
	return b, nil
}

type auditPage struct {
	Findings []rule.Finding
	Lint     []rule.Finding
	Entries  int
	Last     string
	Course   string
}

func auditBody(q *request) (any, error) {
	journal := q.Run.Journal()
	return auditPage{q.course.Audit(journal), q.course.Lint(), len(journal), q.Run.Digest(), q.course.Digest()}, nil
}
