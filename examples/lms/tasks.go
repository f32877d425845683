package main

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// The functions below turn the data of a form into entries, and the state of the run into
// the data of a page, where the library does not do this itself. Most forms describe an
// entry directly and need none of them. Each line "task:" names a task of the platform,
// such as marks; the functions after it are for this task.

// task: apply

// history is the data that pages take from the entries themselves.
type history struct {
	People   map[string]*admission.Applicant // with the reviews recorded since
	Closed   *course.Entry                   // the entry that closed the list, with its commitment
	Selected *admission.Selection
}

// historyOf reads the journal of a run.
func historyOf(run *course.Run) history {
	h := history{People: map[string]*admission.Applicant{}}
	for _, e := range run.Journal() {
		switch {
		case e.Applied != nil:
			h.People[e.Applied.ID] = e.Applied
		case e.Reviewed != nil && h.People[e.Reviewed.Applicant] != nil:
			h.People[e.Reviewed.Applicant].Reviews = reviews(h.People[e.Reviewed.Applicant].Reviews, *e.Reviewed)
		case e.Closed != nil:
			h.Closed = &e
		case e.Selected != nil && e.Decided != nil:
			h.Selected = e.Decided.Selection
		}
	}
	return h
}

// reviews returns a list of reviews after a change: one review is added, replaced or
// taken back.
func reviews(list []admission.Review, r admission.Reviewed) []admission.Review {
	list = slices.DeleteFunc(list, func(old admission.Review) bool {
		return old.Reviewer == r.Reviewer || r.Review != nil && old.Reviewer == r.Review.Reviewer
	})
	if r.Review != nil {
		list = append(list, *r.Review)
	}
	return list
}

// task: offers

// expired returns an entry for each person who has not answered an offer. The entry
// says that the offer has expired.
func expired(run *course.Run) (entries []course.Entry) {
	for _, id := range run.State().Seats {
		if p, _ := run.Person(id, nil); p.Status == string(admission.StatusOffered) {
			entries = append(entries, course.Entry{Answered: &admission.Answered{Applicant: id, Answer: admission.StatusExpired}})
		}
	}
	return entries
}

// task: webhooks, attendance

// held makes the entry of a session that was held, from the messages of a meeting
// tool.
func held(session string, messages []schedule.Message) (course.Entry, error) {
	rows, _, err := schedule.Rows(messages)
	return course.Entry{Held: &schedule.Held{Session: session, Rows: rows}}, err
}

// task: local times, .ics

func calendar(run *course.Run, stamp time.Time) ([]byte, error) {
	return run.Calendar(schedule.CalendarOptions{
		Run: run.Course().Definition().ID, Domain: "example.org", Stamp: stamp, Name: run.Course().Definition().Title, Reminders: []int{30},
	})
}

// task: groups

// cannotForm returns the reason why groups cannot be formed. It returns false if the
// error is about something else.
func cannotForm(err error) (string, bool) {
	var sizes *grouping.SizeError
	var conflict *grouping.ConflictError
	if errors.As(err, &sizes) || errors.As(err, &conflict) {
		return err.Error(), true
	}
	return "", false
}

// task: marks

// markOf reads a mark from the text in a cell of a table. An empty text is a pending
// mark.
func markOf(award grading.Award, text string) (grading.Mark, error) {
	switch {
	case text == "":
		return grading.Mark{Pending: true}, nil
	case text == "missing":
		return grading.Mark{Missing: true}, nil
	case award.Completion != nil:
		return grading.Mark{Completed: new(text == "done")}, nil
	case award.Levels != nil:
		return grading.Mark{Level: text}, nil
	}
	points, err := exact.ParseDecimal(text)
	if err != nil {
		return grading.Mark{}, rule.Violations{{Code: "form", Detail: "want points, such as 12.5, or missing"}}
	}
	return grading.Mark{Points: &points}, nil
}

// cellOf returns the text of a mark in a cell of a table. It is the reverse of
// markOf.
func cellOf(m grading.Mark) string {
	switch {
	case m.Missing:
		return "missing"
	case m.Completed != nil && *m.Completed:
		return "done"
	case m.Points != nil:
		return m.Points.String()
	}
	return m.Level
}

// entered returns the components whose marks are entered for each person.
func entered(d course.Definition) (list []grading.Component) {
	for _, c := range d.Grading.Components {
		if c.Award.Attendance == nil && (d.Project == nil || d.Project.Component != c.ID) {
			list = append(list, c)
		}
	}
	return list
}

// marks returns entries for the cells of a table that differ from the marks of the
// run. The name of a cell is the component, a slash, and the person's id.
func marks(run *course.Run, cells map[string]string) (entries []course.Entry, err error) {
	for _, c := range entered(run.Course().Definition()) {
		for _, cell := range slices.Sorted(maps.Keys(cells)) {
			id, is := strings.CutPrefix(cell, c.ID+"/")
			p, _ := run.Person(id, nil)
			text := strings.TrimSpace(cells[cell])
			if !is || text == cellOf(p.Marks[c.ID]) {
				continue
			}
			mark, err := markOf(c.Award, text)
			if err == nil {
				err = run.Course().Grading().CheckMark(c.ID, mark)
			}
			if err != nil {
				vs, _ := problemsOf(err)
				return nil, vs.At(cell)
			}
			entries = append(entries, course.Entry{Marked: &course.Marked{Participant: id, Component: c.ID, Mark: mark}})
		}
	}
	return entries, nil
}

// task: what a participant still needs

// needed returns a phrase that says what is still needed in a component.
func needed(n grading.Needed, title func(component string) string) string {
	least := ""
	switch {
	case n.Mark != nil && n.Mark.Completed != nil:
		least = "to be done"
	case n.Mark != nil && n.Mark.Attended != nil:
		least = "every session that is left"
	case n.Mark != nil:
		least = "at least " + cellOf(*n.Mark)
	case n.Exceed:
		least = "more than " + n.Points.String()
	default:
		least = "at least " + n.Points.String()
	}
	switch n.Answer {
	case grading.Already:
		return "nothing more is needed here"
	case grading.Impossible:
		return "the certificate is out of reach"
	case grading.ThisMuch:
		return least
	}
	var with []string
	for _, other := range n.Elsewhere {
		with = append(with, title(other.Component)+": "+needed(other, title))
	}
	if len(with) == 0 {
		return least + ", with more elsewhere"
	}
	return least + ", together with " + strings.Join(with, "; ")
}

// task: certify

// issued returns the entries that give a certificate to everybody who has earned one.
// The number of a certificate is made from the run and the person.
func issued(run *course.Run, state course.State) (entries []course.Entry) {
	for _, id := range state.Seats {
		if state.Results[id].Decision == string(grading.Certified) && state.Certificates[id] == "" {
			number := digest("certificate", run.Digest(), id)[:12]
			entries = append(entries, course.Entry{Issued: &course.Issued{Participant: id, Certificate: run.Course().Definition().ID + "-" + number}})
		}
	}
	return entries
}

// task: what-if

// whatIf compares the run with the same run under a changed definition.
func whatIf(run *course.Run, definition string) (course.Difference, error) {
	other, err := course.Load([]byte(definition), time.LoadLocation)
	if err != nil {
		return course.Difference{}, err
	}
	return run.WhatIf(other)
}

func pretty(v any) string {
	text, _ := json.MarshalIndent(v, "", "  ")
	return string(text)
}
