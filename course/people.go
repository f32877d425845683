package course

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// pageSize is how many people are copied when one of them changes.
const pageSize = 32

// people are all persons of a run in the order in which they applied. A fork
// shares every page until one of its people changes, so that a refused entry
// costs nothing and an accepted one copies a page, never all people.
type people struct {
	pages []*page
	n     int
	owner *int // of the pages that may be written in place
}

type page struct {
	owner *int
	list  [pageSize]*person
}

// person is all that a run knows of one person. A person is never changed once
// it is in a page: [people.edit] hands out a copy.
type person struct {
	id        string
	applicant *admission.Applicant // nil for a person without a selection whose application was not kept
	status    admission.Status     // empty before the selection
	tenures   []tenure             // the times of holding a seat, the last one open
	group     string               // name, empty for none
	reached   bool                 // a mark, project or session of the person was recorded

	marks    []entered   // for this person; shared, never written
	project  *entered    // of the group, as it reached the person
	excused  []string    // components
	absences []string    // sessions the person is excused from
	presence []presence  // at the sittings held, by sitting
	decision *Overridden // of the organisers, nil for none
	closed   []string    // components that the end took as missing
	result   standing    // what the marks come to
	number   string      // of a certificate that is not void
}

// tenure is a time of holding a seat, up to and without the end; a zero end is
// open.
type tenure struct{ from, to time.Time }

// presence is a person at one sitting that was held.
type presence struct {
	sitting  int // index in the timetable
	seconds  int64
	attended bool
}

// standing is the result of a person, without its explanation.
type standing struct {
	graded   bool // there is a result
	total    exact.Rational
	best     exact.Rational
	decision grading.Decision
	outcome  string
	ever     bool // the decision was certified at some time
}

// fork returns a copy that can be changed without p seeing it.
func (p people) fork() people {
	return people{slices.Clone(p.pages), p.n, new(int)}
}

func (p *people) at(i int) *person { return p.pages[i/pageSize].list[i%pageSize] }

// page returns the page of i, ready to be written.
func (p *people) page(i int) *page {
	at := &p.pages[i/pageSize]
	if (*at).owner != p.owner {
		mine := **at
		mine.owner = p.owner
		*at = &mine
	}
	return *at
}

// edit returns a copy of person i in its place.
func (p *people) edit(i int) *person {
	mine := *p.at(i)
	p.page(i).list[i%pageSize] = &mine
	return &mine
}

// add appends a person and returns the index.
func (p *people) add(who *person) int {
	i := p.n
	if i%pageSize == 0 {
		p.pages = append(p.pages, &page{owner: p.owner})
	}
	p.page(i).list[i%pageSize] = who
	p.n++
	return i
}

// entered is a mark of a component, as it was entered and as grading read it. The
// mark is that of its entry: a map of marks for each person would take ten times
// the room.
type entered struct {
	component string
	mark      *grading.Mark
	reading   *grading.Reading // nil for a mark that the run computed and nobody entered
}

// mark returns the mark that was entered for a component, nil for none.
func (p *person) mark(component string) *grading.Mark {
	for _, m := range p.marks {
		if m.component == component {
			return m.mark
		}
	}
	return nil
}

// enter enters a mark in place of an earlier one.
func (p *person) enter(mark entered) {
	p.takeBack(mark.component)
	p.marks = append(p.marks, mark)
}

// takeBack leaves a component without a mark.
func (p *person) takeBack(component string) {
	marks := make([]entered, 0, len(p.marks)+1)
	for _, m := range p.marks {
		if m.component != component {
			marks = append(marks, m)
		}
	}
	p.marks = marks
}

// seated reports whether the person holds a seat, and so takes part.
func (p *person) seated() bool {
	return p.status == admission.StatusOffered || p.status == admission.StatusAccepted
}

// took reports whether the person takes part or did before leaving.
func (p *person) took() bool { return len(p.tenures) > 0 }

// joinedAfter reports whether a session that began at an instant began while the
// person did not hold a seat, and would get or get back one later.
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

// sit records since when the person holds a seat.
func (p *person) sit(at time.Time) {
	p.tenures = append(slices.Clip(p.tenures), tenure{from: at})
}

// leave records since when the person does not.
func (p *person) leave(at time.Time) {
	p.tenures = slices.Clone(p.tenures)
	p.tenures[len(p.tenures)-1].to = at
}
