package course

import (
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
)

// leaf reports a component that marks can be about.
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
	i, known := d.participant("participant", m.Participant)
	if leaf {
		if err := d.course.grading.CheckMark(m.Component, m.Mark); err != nil {
			d.report.At("mark").Put(violationsOf(err)...)
		}
	}
	if !known || !d.report.Clean("") {
		return
	}
	if slices.Contains(d.state.people.at(i).excused, m.Component) {
		d.refuse("component", "excused", "the person is excused from it; lift that first")
		return
	}
	p := d.editResult(i)
	p.reached = true
	if m.Component == d.course.project && m.Mark.Pending {
		p.setMark(m.Component, nil)
		return
	}
	p.setMark(m.Component, &m.Mark)
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
	if err := d.course.grading.CheckMark(d.course.project, m.Mark); err != nil {
		d.report.At("mark").Put(violationsOf(err)...)
		return
	}
	d.eachTaking(func(i int, p *person) {
		if p.group == m.Group {
			p := d.editResult(i)
			p.project, p.reached = &m.Mark, true
		}
	})
}

// marksOf returns a person's marks as they are graded: with those that are
// computed from attendance and from the group's project.
func (d *draft) marksOf(p *person) grading.Marks {
	marks := make(grading.Marks, len(d.course.components))
	for _, m := range p.marks {
		marks[m.component] = *m.mark
	}
	if len(d.course.attendance) > 0 {
		mark := d.attendanceMark(p)
		for _, component := range d.course.attendance {
			marks[component] = mark
		}
	}
	if project := d.course.project; project != "" && p.project != nil {
		if _, own := marks[project]; !own {
			marks[project] = *p.project
		}
	}
	for _, component := range p.excused {
		marks[component] = grading.Mark{Excused: true}
	}
	if d.state.ended {
		return d.course.grading.Close(marks)
	}
	return marks
}

// gradeTouched works out the results of those whom the current entry touched.
func (d *draft) gradeTouched() {
	slices.Sort(d.regrade)
	for _, i := range slices.Compact(d.regrade) {
		if p := d.state.people.at(i); p.took() {
			d.grade(p)
		}
	}
}

// grade works out the result of a person who was edited.
func (d *draft) grade(p *person) {
	result, err := d.course.grading.Grade(d.marksOf(p))
	if err != nil {
		// Every mark was checked when it was entered; a changed definition
		// can refuse one that an earlier one took.
		d.report.Put(violationsOf(err)...)
		return
	}
	ever := p.result.ever
	p.result = standing{graded: true, total: result.Total, best: result.Best, decision: result.Decision, outcome: result.Outcome}
	if d.state.ended || p.status == admission.StatusWithdrawn || !p.seated() {
		p.result.best = p.result.total
	}
	p.result.ever = ever || decisionOf(p) == string(grading.Certified)
}

// left is the decision about people who left.
const left = "left"

// decisionOf returns the decision about a person who takes or took part, empty for others.
func decisionOf(p *person) string {
	switch {
	case !p.took() || !p.result.graded:
		return ""
	case !p.seated():
		return left
	case p.decision != nil:
		return string(p.decision.Decision)
	}
	return string(p.result.decision)
}
