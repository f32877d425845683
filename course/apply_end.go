package course

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

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
	unmarked := map[string]bool{}
	d.eachTaking(func(i int, p *person) {
		mine := d.marksOf(p)
		taking, marks = append(taking, i), append(marks, mine)
		for _, open := range d.course.grading.Open(mine) {
			if open.HandedIn && !slices.Contains(e.Anyway, open.Component) {
				unmarked[open.Component] = true
			}
		}
	})
	if len(unmarked) > 0 && !d.trusting {
		list := rule.List("and", slices.Sorted(maps.Keys(unmarked))...)
		d.refuse("", "unmarked", "work was handed in that has no mark, for "+list+"; enter the marks, or name the components in anyway")
	}
	d.state.ended = true
	for n, i := range taking {
		p := d.editResult(i)
		for _, open := range d.course.grading.Open(marks[n]) {
			p.closed = append(p.closed, open.Component)
		}
	}
	d.reckonAll() // even people who left have no open session any more
}

// checkSessionsOver refuses the entry that ends the course if a session is neither held
// nor cancelled.
func (d *draft) checkSessionsOver() {
	var unfinished []string
	for _, s := range d.course.sessions {
		open, held := false, false
		for _, i := range s.sittings {
			open = open || d.state.sittings[i].status == schedule.StatusOpen
			held = held || d.state.sittings[i].status == schedule.StatusHeld
		}
		if open && !held {
			unfinished = append(unfinished, s.id)
		}
	}
	if len(unfinished) > 0 && !d.trusting {
		d.refuse("", "session-open", "neither held nor cancelled: "+rule.List("and", unfinished...))
	}
}

// finish completes an entry that ends the course; it does nothing for other entries. It
// adds the results of all who take part, or takes over the recorded results if the draft
// is trusting. It is called after the people whom the entry touches are graded.
func (d *draft) finish(e *Entry) {
	if e.Ended == nil {
		return
	}
	if d.trusting {
		if e.Decided == nil {
			d.refuse("", "decided", "the results at the end are not recorded")
			return
		}
		d.takeFinal(e.Decided.Final)
		return
	}
	decided := Decided{}
	d.eachTaking(func(_ int, p *person) {
		decided.Final = append(decided.Final, Final{ID: p.id, Total: p.result.total, Decision: p.result.decision, Outcome: p.result.outcome})
	})
	slices.SortFunc(decided.Final, func(a, b Final) int { return compareNames(a.ID, b.ID) })
	e.Decided = &decided
}

// takeFinal sets the final results to the recorded ones.
func (d *draft) takeFinal(final []Final) {
	missing := map[int]bool{}
	d.eachTaking(func(i int, _ *person) { missing[i] = true })
	for n, f := range final {
		i, known := d.find(f.ID)
		if !known || !missing[i] {
			d.refuse("", "decided", "result "+rule.Index("final", n)+" is of a person who does not take part, or is listed twice")
			continue
		}
		if f.Decision != grading.Certified && f.Decision != grading.NotCertified && f.Decision != grading.Pending {
			d.refuse("", "decided", "result "+rule.Index("final", n)+": want certified, not_certified or pending")
		}
		delete(missing, i)
		p := d.edit(i)
		p.result.total, p.result.best, p.result.decision, p.result.outcome = f.Total, f.Total, f.Decision, f.Outcome
		p.result.ever = p.result.ever || decisionOf(p) == string(grading.Certified)
	}
	if len(missing) > 0 {
		d.refuse("", "decided", "a person who takes part has no result at the end")
	}
}
