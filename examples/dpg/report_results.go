package main

import (
	"fmt"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/grading"
)

// certificates writes every participant's marks and, for each participant who is not
// certified, what was lacking.
func (r report) certificates() {
	r.section("Marks and certificates")
	header := []string{"id", "group"}
	for _, c := range r.definition.Grading.Components {
		header = append(header, c.ID)
	}
	rows := [][]string{append(header, "total", "")}
	certified := 0
	var people []course.Person
	for _, id := range r.run.State().Seats {
		person, _ := r.run.Person(id)
		people = append(people, person)
		shown := person.Shown(2)
		group := "0"
		if person.Group != nil {
			group = person.Group.Name
		}
		row := []string{id, group}
		for _, part := range shown.Parts {
			row = append(row, part.Points)
		}
		decision := ""
		if person.Decision == string(grading.Certified) {
			decision = "certified"
			certified++
		}
		rows = append(rows, append(row, shown.Total, decision))
	}
	r.table(rows)
	r.line("\n%d of %d are certified. What the others lacked:", certified, len(people))
	for _, person := range people {
		if person.Decision == string(grading.Certified) {
			continue
		}
		shown := person.Shown(2)
		r.line("  %s: %s", person.ID, shown.Sentence)
		for i, part := range person.Result.Parts {
			if part.Points.Compare(part.Full) < 0 {
				r.line("    %s", shown.Parts[i].Sentence)
			}
		}
	}
}

// findings lists the findings about the course itself.
func (r report) findings() {
	r.section("The course against itself")
	lines := r.lines()
	for _, line := range lines {
		r.line("  %s", line)
	}
	if len(lines) == 0 {
		r.line("  nothing to report")
	}
}

// lines returns a line for each finding about the course itself.
func (r report) lines() []string {
	var list []string
	for _, f := range r.course.Lint() {
		text := f.Detail
		if text == "" {
			text = fmt.Sprintf("the page says %s, the definition %s", f.Need, f.Have)
		}
		list = append(list, fmt.Sprintf("%s at %s: %s", f.Code, f.Path, text))
	}
	return list
}
