package main

import (
	"cmp"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// marks is the instructors' report at the end: a record for each person, and a level
// for each group's project.
type marks struct {
	Records  []grading.Record `json:"records,omitzero"`
	Projects []project        `json:"projects,omitzero"`
}

// project is the mark of one group's project: a level, missing or pending.
type project struct {
	Group   int    `json:"group"` // from 1
	Level   string `json:"level,omitzero"`
	Missing bool   `json:"missing,omitzero"`
	Pending bool   `json:"pending,omitzero"`
}

func (p project) mark() grading.Mark {
	return grading.Mark{Level: p.Level, Missing: p.Missing, Pending: p.Pending}
}

// checker checks the files of an intake against a course and each other.
type checker struct {
	course *course.Course
	ids    map[string]bool // of the applicants; nil if they are not known
	groups int             // the number of groups; if atMost is set, an upper bound of it
	atMost bool
}

// applicants reads the applications.
func (c *checker) applicants(data []byte) ([]admission.Applicant, error) {
	list, err := c.course.ParseApplicants(data)
	if err != nil {
		return nil, err
	}
	c.ids = map[string]bool{}
	for _, a := range list {
		c.ids[a.ID] = true
	}
	return list, nil
}

// rows reads the rows of a meeting record, by session.
func (c *checker) rows(data []byte) (map[string][]schedule.Segment, error) {
	var rows []schedule.Segment
	sessions := map[string][]schedule.Segment{}
	err := document.Parse(data, &rows, func(r *rule.Report) {
		if c.course.Schedule() == nil {
			if len(rows) > 0 {
				r.Note("", "needs", "the course has no schedule to attend")
			}
			return
		}
		places := map[string][]int{} // for each session, the indexes of its rows in the file
		for i, row := range rows {
			path := rule.Index("", i)
			if r.Clean(path+".participant") && row.Participant != "" && c.ids != nil && !c.ids[row.Participant] {
				r.Add(path+".participant", "unknown-applicant", "nobody with this id applied")
			}
			sessions[row.Session] = append(sessions[row.Session], row)
			places[row.Session] = append(places[row.Session], i)
		}
		for session, at := range places {
			c.rowsOf(schedule.Held{Session: session, Rows: sessions[session]}, at, r)
		}
	})
	return sessions, err
}

// rowsOf reports the faults of one session's rows, at their places in the file.
func (c *checker) rowsOf(held schedule.Held, at []int, r *rule.Report) {
	_, err := c.course.Schedule().Attend(held, *c.course.Definition().Attendance)
	for _, v := range violations(err) {
		if path, within := strings.CutPrefix(v.Path, "rows["); within {
			n, rest, _ := strings.Cut(path, "]")
			i, _ := strconv.Atoi(n)
			r.Add(rule.Index("", at[i])+rest, v.Code, v.Detail)
			continue
		}
		for _, i := range at {
			r.Add(rule.Index("", i)+".session", v.Code, v.Detail)
		}
	}
}

// marks reads the instructors' report.
func (c *checker) marks(data []byte) (marks, error) {
	var m marks
	err := document.Parse(data, &m, func(r *rule.Report) {
		seen := map[string]bool{}
		for i, record := range m.Records {
			c.record(record, seen, r.At(rule.Index("records", i)))
		}
		c.projects(m.Projects, r)
	})
	return m, err
}

func (c *checker) record(record grading.Record, seen map[string]bool, r *rule.Report) {
	switch {
	case !r.Clean("id"):
	case record.ID == "":
		r.Put(rule.Required("id"))
	case c.ids != nil && !c.ids[record.ID]:
		r.Add("id", "unknown-applicant", "nobody with this id applied")
	case seen[record.ID]:
		r.Add("id", "duplicate-record", "an earlier record is of the same person")
	}
	seen[record.ID] = true
	for component, mark := range record.Marks {
		at := r.At(rule.Key("marks", component))
		if slices.Contains(computed(c.course.Definition()), component) && !mark.Excused {
			at.Add("", "computed-mark", "computed from attendance or the group's project; only excused may be entered")
			continue
		}
		at.Put(violations(c.course.Grading().CheckMark(component, mark))...)
	}
}

func (c *checker) projects(projects []project, r *rule.Report) {
	component := ""
	if p := c.course.Definition().Project; p != nil {
		component = p.Component
	} else {
		if len(projects) > 0 {
			r.Note("projects", "needs", "remove projects: the course has none")
		}
		return
	}
	marked, whole := map[int]bool{}, r.Clean("projects")
	for i, p := range projects {
		at := r.At(rule.Index("projects", i))
		switch {
		case !at.Clean("group"):
		case p.Group < 1 || p.Group > c.groups:
			at.Add("group", "unknown-group", "want 1 to "+strconv.Itoa(c.groups))
		case marked[p.Group]:
			at.Add("group", "duplicate-project", "an earlier project is of the same group")
		}
		marked[p.Group] = true
		at.Put(violations(c.course.Grading().CheckMark(component, p.mark()))...)
	}
	if c.atMost || !whole {
		return
	}
	for group := 1; group <= c.groups; group++ {
		if !marked[group] {
			r.Note("projects", "missing-project", "no project of group "+strconv.Itoa(group))
		}
	}
}

// computed returns the components whose marks are computed and not entered.
func computed(d course.Definition) []string {
	var list []string
	for _, component := range d.Grading.Components {
		if component.Award.Attendance != nil && d.Schedule != nil || d.Project != nil && d.Project.Component == component.ID {
			list = append(list, component.ID)
		}
	}
	return list
}

// noSessions is the time of all entries in a course without sessions.
var noSessions = time.Date(2024, 11, 22, 16, 0, 0, 0, time.UTC)

// span returns the first start and the last end of the sessions of a course.
func span(c *course.Course) (first, last time.Time) {
	if c.Schedule() == nil {
		return noSessions, noSessions
	}
	for _, s := range c.Schedule().Sessions() {
		if first.IsZero() || s.Start.Before(first) {
			first = s.Start
		}
		if s.End.After(last) {
			last = s.End
		}
	}
	return first, last
}

// seating returns the entries up to the selection. Each entry is dated 24 hours before
// the start of the first session.
func seating(c *course.Course, applicants []admission.Applicant, seed string) []course.Entry {
	first, _ := span(c)
	at := first.Add(-24 * time.Hour)
	var list []course.Entry
	for i := range applicants {
		list = append(list, course.Entry{At: at, Applied: &applicants[i]})
	}
	if c.Admission() != nil {
		list = append(list, course.Entry{At: at, Selected: &admission.Selected{Seed: seed}})
	}
	return list
}

// teaching returns the entries from the forming of the groups to the end of the course.
// Records of people without a seat are left out.
func teaching(c *course.Course, seats []string, sessions map[string][]schedule.Segment, m marks) []course.Entry {
	first, end := span(c)
	var list []course.Entry
	if c.Grouping() != nil {
		list = append(list, course.Entry{At: first.Add(-time.Hour), Grouped: &course.Grouped{}})
	}
	if t := c.Schedule(); t != nil {
		var held []course.Entry
		for _, s := range t.Sessions() {
			held = append(held, course.Entry{At: s.End, Held: &schedule.Held{Session: s.ID, Rows: sessions[s.ID]}})
		}
		slices.SortStableFunc(held, func(a, b course.Entry) int { return a.At.Compare(b.At) })
		list = append(list, held...)
	}
	for _, record := range slices.SortedFunc(slices.Values(m.Records), func(a, b grading.Record) int { return cmp.Compare(a.ID, b.ID) }) {
		if slices.Contains(seats, record.ID) {
			list = append(list, recorded(record, end)...)
		}
	}
	for _, p := range m.Projects {
		list = append(list, course.Entry{At: end, Project: &course.ProjectMark{Group: strconv.Itoa(p.Group), Mark: p.mark()}})
	}
	return append(list, course.Entry{At: end, Ended: &course.Ended{}})
}

// recorded returns the entries of one record.
func recorded(record grading.Record, at time.Time) []course.Entry {
	var list []course.Entry
	for _, component := range slices.Sorted(maps.Keys(record.Marks)) {
		mark := record.Marks[component]
		if mark.Excused {
			list = append(list, course.Entry{At: at, Excused: &course.Excused{Participants: []string{record.ID}, Component: component}})
			continue
		}
		list = append(list, course.Entry{At: at, Marked: &course.Marked{Participant: record.ID, Component: component, Mark: mark}})
	}
	if o := record.Override; o != nil {
		list = append(list, course.Entry{At: at, By: o.By, Overridden: &course.Overridden{Participant: record.ID, Decision: o.Decision, Reason: o.Reason}})
	}
	return list
}

// violations returns the violations that an error consists of, or nil.
func violations(err error) rule.Violations {
	var vs rule.Violations
	errors.As(err, &vs)
	return vs
}
