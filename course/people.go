package course

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// pageSize is the number of people in a page. When one of them changes, the whole page is
// copied.
const pageSize = 32

// people holds all persons of a run in the order in which they applied. A fork shares
// each page until one of the people on the page changes. A refused entry therefore costs
// nothing, and an accepted entry copies single pages, never all people.
type people struct {
	pages []*page
	n     int
	owner *int // owner of the pages that may be written in place
}

type page struct {
	owner *int
	list  [pageSize]*person
}

// person holds everything that a run knows about one person. A person that other states
// share is never changed: [people.edit] puts a copy in its place, which may be changed.
type person struct {
	id        string
	applicant *admission.Applicant // as applied last
	status    admission.Status     // empty before the selection
	tenures   []tenure             // periods with a seat; only the last one can be open
	group     string               // name, empty for none
	reached   bool                 // a mark, excuse, project's mark or presence was recorded for the person

	marks    []enteredMark // own marks of the person; the slice is shared and never written
	project  *enteredMark  // mark of the group's project, if it reached the person
	excused  []string      // components from which the person is excused
	absences []string      // sessions from which the person is excused
	presence []presence    // at the sittings held, in the order of recording
	decision *Overridden   // decision of the organisers, nil for none
	closed   []string      // components that the end took as missing
	result   standing      // result of the marks
	number   string        // number of a certificate that is not void
}

// tenure is a period in which a person holds a seat. The end is not included; a zero end
// means that the period is open.
type tenure struct{ from, to time.Time }

// presence is the presence of a person at one sitting that was held.
type presence struct {
	sitting  int // index in the timetable
	seconds  int64
	attended bool
}

// standing is the result of a person, without its explanation.
type standing struct {
	graded   bool // a result exists
	total    exact.Rational
	best     exact.Rational
	decision grading.Decision
	outcome  string
	ever     bool // the decision was certified at some time
}

// fork returns a copy whose changes do not reach p.
func (p people) fork() people {
	return people{slices.Clone(p.pages), p.n, new(int)}
}

func (p *people) at(i int) *person { return p.pages[i/pageSize].list[i%pageSize] }

// page returns the page of person i, copied if necessary so that it may be written.
func (p *people) page(i int) *page {
	at := &p.pages[i/pageSize]
	if (*at).owner != p.owner {
		mine := **at
		mine.owner = p.owner
		*at = &mine
	}
	return *at
}

// edit replaces person i by a copy, which it returns.
func (p *people) edit(i int) *person {
	mine := *p.at(i)
	p.page(i).list[i%pageSize] = &mine
	return &mine
}

// add appends a person and returns the person's index.
func (p *people) add(who *person) int {
	i := p.n
	if i%pageSize == 0 {
		p.pages = append(p.pages, &page{owner: p.owner})
	}
	p.page(i).list[i%pageSize] = who
	p.n++
	return i
}

// enteredMark is the mark of one component, together with the result of reading it. If
// the mark was entered, the field mark points to the mark in the journal entry. A map
// with copies of the marks of each person would take ten times as much memory.
type enteredMark struct {
	component string
	mark      *grading.Mark
	reading   *grading.Reading // nil for a mark that the run computed and nobody entered
}

// mark returns the mark that was entered for a component, or nil.
func (p *person) mark(component string) *grading.Mark {
	for _, m := range p.marks {
		if m.component == component {
			return m.mark
		}
	}
	return nil
}

// enter enters a mark and replaces an earlier mark of the same component.
func (p *person) enter(mark enteredMark) {
	p.takeBack(mark.component)
	p.marks = append(p.marks, mark)
}

// takeBack removes the mark of a component.
func (p *person) takeBack(component string) {
	marks := make([]enteredMark, 0, len(p.marks)+1)
	for _, m := range p.marks {
		if m.component != component {
			marks = append(marks, m)
		}
	}
	p.marks = marks
}

// seated reports whether the person holds a seat and therefore takes part.
func (p *person) seated() bool {
	return p.status == admission.StatusOffered || p.status == admission.StatusAccepted
}

// took reports whether the person takes part, or took part before leaving.
func (p *person) took() bool { return len(p.tenures) > 0 }

// counts reports whether [Run.State] and [Run.Person] show an attendance and a result for
// the person. They do if the person takes part, or left after a mark, an excuse or
// presence was recorded.
func (p *person) counts() bool { return p.took() && (p.seated() || p.reached) }

// joinedAfter reports whether the person got a seat only after a session began: the
// person held no seat when the session began, and got a seat later, for the first time or
// again.
func (p *person) joinedAfter(began time.Time) bool {
	for _, t := range p.tenures {
		if began.Before(t.from) {
			return true
		}
		if t.to.IsZero() || began.Before(t.to) {
			return false
		}
	}
	return false
}

// sit records that the person holds a seat from an instant on.
func (p *person) sit(at time.Time) {
	p.tenures = append(slices.Clip(p.tenures), tenure{from: at})
}

// leave records that the person no longer holds a seat from an instant on.
func (p *person) leave(at time.Time) {
	p.tenures = slices.Clone(p.tenures)
	p.tenures[len(p.tenures)-1].to = at
}
