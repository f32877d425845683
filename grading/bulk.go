package grading

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Column holds the marks of many people in one component. Only the lists for the
// component's award are set. Each has one element for each person, and element i
// belongs to person i. A decimal that is not stated, an empty level and an empty
// list of items mean that the person has no mark yet: the mark is pending.
type Column struct {
	Completed []bool
	Attended  []int
	Held      []int // nil: every session was held
	Excused   []int // sessions, as [Mark.ExcusedSessions]; nil: none
	Points    []exact.Decimal
	Levels    []string
	Items     [][]ItemMark
	// Status states for each person whether the mark is missing, excused or pending. If
	// it is one of these, the lists above are ignored for the person. If the person's
	// status is empty or graded, or if Status is nil, the lists hold the mark.
	Status []Status
}

// Standing is the total and the decision of one person, without the
// explanation.
type Standing struct {
	Total    exact.Rational
	Decision Decision
}

// GradeColumns grades many people at once. It sets each standing to the total and the
// decision that [Grader.Grade] returns for the person's marks. The keys of columns are
// the ids of components; a component without a column is pending for everybody. There
// must be one standing for each person. Flat schemes without items, outcomes, further
// weightings and cap usually have a fast path. The fast path allocates nothing for people
// without excuses whose marks have at most four decimal places. The error is nil or
// [rule.Violations]. The path of a violation is that of one person's mark, such as
// [3]["quiz"].points, or that of a column, such as ["quiz"]. If there is an error,
// standings are meaningless.
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

// status returns the person's status in the column, StatusGraded if none is
// stated.
func (column *Column) status(person int) Status {
	if column.Status == nil || column.Status[person] == "" {
		return StatusGraded
	}
	return column.Status[person]
}

// checkColumns reports columns that do not fit the scheme, lists that do not have one
// element for each person, and the lists Held and Excused without Attended.
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
