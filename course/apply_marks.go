package course

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
)

// leaf reports whether a component can have marks. If it cannot, leaf adds a violation.
func (d *draft) leaf(path, id string) bool {
	known := slices.Contains(d.course.components, id)
	if !known && d.report.Clean(path) {
		d.report.Put(rule.UnknownName(path, "unknown-component", "component", id, d.course.components))
	}
	return known
}

func (d *draft) mark(m *Marked) {
	leaf := d.leaf("component", m.Component)
	if leaf && slices.Contains(d.course.attendance, m.Component) {
		d.refuse("component", "computed-mark", "computed from attendance; enter what was held, or excuse the component")
		return
	}
	i, _ := d.participant("participant", m.Participant)
	var mark enteredMark
	if leaf {
		mark = d.read(m.Component, &m.Mark)
	}
	if !d.report.Clean("") {
		return
	}
	if slices.Contains(d.state.people.at(i).excused, m.Component) {
		d.refuse("component", "excused", "the person is excused from it; lift that first")
		return
	}
	p := d.editResult(i)
	p.reached = true
	if m.Component == d.course.project && m.Mark.Pending {
		p.takeBack(m.Component)
		return
	}
	p.enter(mark)
}

// read reads a mark once, for all later gradings. If the mark is not valid, read adds its
// violations.
func (d *draft) read(component string, mark *grading.Mark) enteredMark {
	reading, err := d.course.grading.ReadMark(component, *mark)
	d.report.At("mark").Put(violationsOf(err)...)
	return enteredMark{component, mark, &reading}
}

func (d *draft) markProject(m *ProjectMark) {
	if d.needs(d.course.project == "", "no project") {
		return
	}
	if !slices.Contains(d.state.names, m.Group) {
		detail := rule.UnknownName("group", "unknown-group", "group", m.Group, d.state.names)
		if !d.state.formed {
			detail.Detail = "no groups are formed yet"
		}
		d.report.Put(detail)
		return
	}
	mark := d.read(d.course.project, &m.Mark)
	d.eachTaking(func(i int, p *person) {
		if p.group == m.Group {
			p := d.editResult(i)
			p.project, p.reached = &mark, true
		}
	})
}

// standingMarks returns the marks by which a person is graded: the mark of the group's
// project, the person's own marks, the marks that are computed from attendance, and an
// excused mark for each component from which the person is excused. If two marks are for
// the same component, the later one in the list counts.
func (d *draft) standingMarks(p *person) []enteredMark {
	marks := make([]enteredMark, 0, len(d.course.components))
	if p.project != nil {
		marks = append(marks, *p.project)
	}
	marks = append(marks, p.marks...)
	for _, component := range d.course.attendance {
		mark := d.attendanceMark(p)
		marks = append(marks, enteredMark{component: component, mark: &mark})
	}
	for _, component := range p.excused {
		marks = append(marks, enteredMark{component: component, mark: &grading.Mark{Excused: true}})
	}
	return marks
}

// marksOf returns the marks by which a person is graded. After the end of the course,
// marks that are still open count as missing (see [grading.Grader.Close]).
func (d *draft) marksOf(p *person) grading.Marks {
	marks := make(grading.Marks, len(d.course.components))
	for _, m := range d.standingMarks(p) {
		marks[m.component] = *m.mark
	}
	if d.state.ended {
		return d.course.grading.Close(marks)
	}
	return marks
}

// graded grades a person. Until the end it uses the readings that were made when the
// marks were entered. The end changes marks, so after the end all marks are read again.
// The errors are nil: each entered mark was read under the same definition before, and
// the other marks are computed.
func (d *draft) graded(p *person) grading.Result {
	if d.state.ended {
		result, _ := d.course.grading.Grade(d.marksOf(p))
		return result
	}
	readings := make(map[string]grading.Reading, len(d.course.components))
	for _, m := range d.standingMarks(p) {
		if m.reading == nil {
			computed, _ := d.course.grading.ReadMark(m.component, *m.mark)
			m.reading = &computed
		}
		readings[m.component] = *m.reading
	}
	result, _ := d.course.grading.GradeReadings(readings)
	return result
}

// gradeTouched grades the people whose results the current entry can change.
func (d *draft) gradeTouched() {
	slices.Sort(d.regrade)
	for _, i := range slices.Compact(d.regrade) {
		if p := d.state.people.at(i); p.took() {
			d.grade(p)
		}
	}
}

// grade sets the result of p, which must be a copy that the method edit returned.
func (d *draft) grade(p *person) {
	result, ever := d.graded(p), p.result.ever
	p.result = standing{graded: true, total: result.Total, best: result.Best, decision: result.Decision, outcome: result.Outcome}
	if !p.seated() {
		p.result.best = p.result.total
	}
	p.result.ever = ever || decisionOf(p) == string(grading.Certified)
}

// decisionLeft is the decision about people who left.
const decisionLeft = "left"

// decisionOf returns the decision about a person who takes part or took part. It is empty
// for other people.
func decisionOf(p *person) string {
	switch {
	case !p.took():
		return ""
	case !p.seated():
		return decisionLeft
	case p.decision != nil:
		return string(p.decision.Decision)
	}
	return string(p.result.decision)
}
