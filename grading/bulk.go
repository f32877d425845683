package grading

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Column is one component's marks of many people: the list of its award, with as
// many elements as there are people; element i is person i's. A decimal that is not stated, an empty level and no items
// are no mark: pending.
type Column struct {
	Completed []bool
	Attended  []int
	Held      []int // nil: every session
	Excused   []int // sessions, as [Mark.ExcusedSessions]; nil: none
	Points    []exact.Decimal
	Levels    []string
	Items     [][]ItemMark
	// Status says of each person whether the mark is missing, excused or
	// pending; the lists above are then not looked at. Where it is empty or
	// graded, and where there is no such list, they are.
	Status []Status
}

// Standing is what one person's marks come to, without the explanation.
type Standing struct {
	Total    exact.Rational
	Decision Decision
}

// GradeColumns fills standings with what the columns, by component, come to: total
// and decision of [Grader.Grade], for as many people as there are standings. A
// component without a column is pending for everybody. It allocates nothing for
// people who are excused from nothing, who have no items and no marks with more
// than four decimal places. The error is nil or
// [rule.Violations], with paths of a list of [Marks]: [3]["quiz"].points, or of
// a column: ["quiz"]; the standings then say nothing.
func (g *Grader) GradeColumns(columns map[string]Column, standings []Standing) error {
	if err := g.made(); err != nil {
		return err
	}
	if err := document.Check(columns, func(r *rule.Report) { g.checkColumns(columns, len(standings), r) }); err != nil {
		return err
	}
	list := make([]Column, len(g.components))
	for i := range g.components {
		list[i] = columns[g.components[i].ID]
	}
	var r rule.Report
	scratch := make([]worth, len(g.components))
	for person := range standings {
		if g.quick != nil && g.quick.grade(list, person, &standings[person]) {
			continue
		}
		if marks := g.marksOf(list, person); g.read(marks, scratch) {
			s := g.settle(scratch)
			standings[person] = Standing{s.total, s.decision}
		} else {
			g.checkMarks(marks, r.At(rule.Index("", person)))
		}
	}
	return r.Violations().Err()
}

// marksOf returns one person's marks.
func (g *Grader) marksOf(columns []Column, person int) Marks {
	marks := make(Marks, len(columns))
	for i := range columns {
		if m := g.components[i].markOf(&columns[i], person); m.groups() > 0 {
			marks[g.components[i].ID] = m
		}
	}
	return marks
}

func (c *component) markOf(column *Column, person int) Mark {
	switch column.status(person) {
	case StatusMissing:
		return Mark{Missing: true}
	case StatusExcused:
		return Mark{Excused: true}
	case StatusPending:
		return Mark{}
	}
	switch {
	case column.Completed != nil:
		return Mark{Completed: &column.Completed[person]}
	case column.Attended != nil:
		held := &c.Award.Attendance.Sessions
		if column.Held != nil {
			held = &column.Held[person]
		}
		m := Mark{Attended: &column.Attended[person], Held: held}
		if column.Excused != nil {
			m.ExcusedSessions = column.Excused[person]
		}
		return m
	case column.Points != nil && !column.Points[person].IsZero():
		return Mark{Points: &column.Points[person]}
	case column.Levels != nil:
		return Mark{Level: column.Levels[person]}
	case column.Items != nil:
		return Mark{Items: column.Items[person]}
	}
	return Mark{}
}

// status returns what the column says of a person, StatusGraded where that is
// nothing.
func (column *Column) status(person int) Status {
	if column.Status == nil || column.Status[person] == "" {
		return StatusGraded
	}
	return column.Status[person]
}

// checkColumns reports columns that do not fit the scheme or each other.
func (g *Grader) checkColumns(columns map[string]Column, people int, r *rule.Report) {
	for id, column := range columns {
		at := r.At(rule.Key("", id))
		i, known := g.index[id]
		if !known {
			at.Put(g.unknown(id))
			continue
		}
		g.components[i].checkColumn(column, people, at)
	}
}

func (c *component) checkColumn(column Column, people int, r *rule.Report) {
	a := c.Award
	for _, list := range []struct {
		name  string
		set   bool
		fits  bool
		count int
	}{
		{"completed", column.Completed != nil, a.Completion != nil, len(column.Completed)},
		{"attended", column.Attended != nil, a.Attendance != nil, len(column.Attended)},
		{"held", column.Held != nil, a.Attendance != nil, len(column.Held)},
		{"excused", column.Excused != nil, a.Attendance != nil, len(column.Excused)},
		{"points", column.Points != nil, a.Points != nil, len(column.Points)},
		{"levels", column.Levels != nil, a.Levels != nil, len(column.Levels)},
		{"items", column.Items != nil, a.Items != nil, len(column.Items)},
		{"status", column.Status != nil, true, len(column.Status)},
	} {
		switch {
		case !list.set:
		case !list.fits:
			r.Add(list.name, "mark-kind", "not a mark of this component's award, which takes "+a.takes())
		case list.count != people:
			r.Add(list.name, "length", "as many as there are people")
		}
	}
	if (column.Held != nil || column.Excused != nil) && column.Attended == nil {
		r.Add("attended", "required", "is required beside held and excused")
	}
	for i, status := range column.Status {
		if status != "" && !status.valid() {
			r.Add(rule.Index("status", i), "unknown-value", "not one of the names there are")
		}
	}
}
