package course

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

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
	p = d.editResult(i)
	p.absences, p.reached = append(without(p.absences, x.Session), x.Session), true
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

// hasMark reports whether a person has a mark in a component for something that was done.
// A mark that is missing, pending or excused, or that only says that something was handed
// in, is no such mark.
func (d *draft) hasMark(p *person, component string) bool {
	m := p.mark(component)
	if m == nil && component == d.course.project && p.project != nil {
		m = p.project.mark
	}
	return m != nil && !m.Missing && !m.Pending && !m.HandedIn && !m.Excused
}

// without returns a copy of list without the given element.
func without(list []string, element string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(e string) bool { return e == element })
}
