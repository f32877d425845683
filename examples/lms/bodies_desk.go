package main

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

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
	Before, Behind int // where the previous and the next page begin, from 0; Before is -1 on the first page, Behind is 0 on the last
}

// Part returns the part of a list of n elements that the query asks for.
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
		l.Eligibility, l.Reasons = string(assessment.Eligibility), assessment.Reasons
	}
	return b, nil
}

type placed struct{ word, place string }

// statuses returns the status of each person, and the place of each person on the waitlist.
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
	Level   string // the level of the project, taken from the marks of the first member
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

// Marks returns the marks of a person.
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
