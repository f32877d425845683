package course

import (
	"maps"
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
			d.report.At("mark").AddAll(violationsOf(err))
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
		p.marks = maps.Clone(p.marks)
		delete(p.marks, m.Component)
		return
	}
	p.marks = setMark(p.marks, m.Component, m.Mark)
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
		d.report.At("mark").AddAll(violationsOf(err))
		return
	}
	d.eachTaking(func(i int, p *person) {
		if p.group == m.Group {
			p := d.editResult(i)
			p.project, p.reached = &m.Mark, true
		}
	})
}

func (d *draft) excuse(x *Excused) {
	switch {
	case x.Session != "":
		if d.needs(d.course.schedule == nil, "no schedule") {
			return
		}
		if !slices.ContainsFunc(d.course.sessions, func(s session) bool { return s.id == x.Session }) {
			ids := make([]string, len(d.course.sessions))
			for i, s := range d.course.sessions {
				ids[i] = s.id
			}
			d.report.Put(rule.UnknownName("session", "unknown-session", "session", x.Session, ids))
		}
	default:
		d.leaf("component", x.Component)
	}
	for n, id := range x.Participants {
		path := rule.Index("participants", n)
		i, known := d.participant(path, id)
		if !known || !d.report.Clean("session", "component") {
			continue
		}
		if x.Session != "" {
			d.excuseSession(path, i, x)
		} else {
			d.excuseComponent(path, i, x)
		}
	}
}

func (d *draft) excuseSession(path string, i int, x *Excused) {
	p := d.state.people.at(i)
	if x.Lift {
		if !slices.Contains(p.absences, x.Session) {
			d.refuse(path, "no-excuse", "is not excused from this session")
			return
		}
		p = d.editResult(i)
		p.absences = without(p.absences, x.Session)
		return
	}
	if !slices.Contains(p.absences, x.Session) {
		p = d.editResult(i)
		p.absences = append(slices.Clip(p.absences), x.Session)
	}
	d.state.people.at(i).reached = true
}

func (d *draft) excuseComponent(path string, i int, x *Excused) {
	p := d.state.people.at(i)
	excused := slices.Contains(p.excused, x.Component)
	switch {
	case x.Lift && !excused:
		d.refuse(path, "no-excuse", "is not excused from this component")
	case x.Lift:
		p = d.editResult(i)
		p.excused = without(p.excused, x.Component)
	case excused:
	case d.hasMark(p, x.Component):
		d.refuse(path, "has-mark", "has a mark in this component; only what is missing or open can be excused")
	default:
		p = d.editResult(i)
		p.excused, p.reached = append(slices.Clip(p.excused), x.Component), true
	}
}

// hasMark reports whether a person has a mark other than missing in a component.
func (d *draft) hasMark(p *person, component string) bool {
	m, marked := p.marks[component]
	if !marked && component == d.course.project && p.project != nil {
		m, marked = *p.project, true
	}
	return marked && !m.Missing && !m.Pending && !m.HandedIn && !m.Excused
}

// without returns the list without an element, and leaves the list given alone.
func without(list []string, element string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(e string) bool { return e == element })
}

// marksOf returns a person's marks as they are graded: with those that are
// computed from attendance and from the group's project.
func (d *draft) marksOf(p *person) grading.Marks {
	marks := make(grading.Marks, len(d.course.components))
	maps.Copy(marks, p.marks)
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

// gradeTouched works out the results of those whom the entry in work touched.
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
		d.report.AddAll(violationsOf(err))
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

func (d *draft) end(e *Ended) {
	if d.closedByEnd() {
		return
	}
	for n, component := range e.Anyway {
		d.leaf(rule.Index("anyway", n), component)
	}
	d.checkSessionsOver()
	var taking []int
	var marks []grading.Marks
	unmarked := map[string]int{}
	d.eachTaking(func(i int, p *person) {
		mine := d.marksOf(p)
		taking, marks = append(taking, i), append(marks, mine)
		for _, open := range d.course.grading.Open(mine) {
			if open.HandedIn && !slices.Contains(e.Anyway, open.Component) {
				unmarked[open.Component]++
			}
		}
	})
	for _, component := range slices.Sorted(maps.Keys(unmarked)) {
		if !d.trusting {
			d.refuse("", "unmarked", "work handed in for "+component+" has no mark; enter it, or name the component in anyway")
		}
	}
	if !d.report.Clean("") {
		return
	}
	d.state.ended = true
	for n, i := range taking {
		p := d.editResult(i)
		p.closed = nil
		for _, open := range d.course.grading.Open(marks[n]) {
			p.closed = append(p.closed, open.Component)
		}
	}
	for i := range d.state.people.n {
		if p := d.state.people.at(i); p.took() && !p.seated() {
			d.editResult(i)
		}
	}
}

// checkSessionsOver refuses the end while a session is neither held nor
// cancelled.
func (d *draft) checkSessionsOver() {
	for _, s := range d.course.sessions {
		open, held := false, false
		for _, i := range s.sittings {
			open = open || d.state.sittings[i].status == "open"
			held = held || d.state.sittings[i].status == "held"
		}
		if open && !held && !d.trusting {
			d.refuse("", "session-open", "session "+s.id+" is neither held nor cancelled")
		}
	}
}

// finish adds to the entry in work what it decided, or takes over what was
// recorded, once everybody it touches is graded.
func (d *draft) finish(e *Entry) {
	if e.Ended == nil {
		return
	}
	if d.trusting {
		if e.Decided != nil {
			d.takeFinal(e.Decided.Final)
		}
		return
	}
	decided := Decided{}
	d.eachTaking(func(_ int, p *person) {
		decided.Final = append(decided.Final, Final{ID: p.id, Total: p.result.total, Decision: p.result.decision, Outcome: p.result.outcome})
	})
	slices.SortFunc(decided.Final, func(a, b Final) int { return compareNames(a.ID, b.ID) })
	e.Decided = &decided
}

// takeFinal makes the results at the end those that were recorded.
func (d *draft) takeFinal(final []Final) {
	for n, f := range final {
		i, known := d.find(f.ID)
		if !known || !d.state.people.at(i).seated() {
			d.refuse("", "decided", "result "+rule.Index("final", n)+" is of a person who does not take part")
			continue
		}
		p := d.edit(i)
		p.result.total, p.result.best, p.result.decision, p.result.outcome = f.Total, f.Total, f.Decision, f.Outcome
		p.result.ever = p.result.ever || decisionOf(p) == string(grading.Certified)
	}
}
