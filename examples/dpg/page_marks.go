package main

import (
	"math"
	"slices"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// marksView shows each person's marks as a bar next to the threshold, the highest
// total first.
type marksView struct {
	Components []string
	Threshold  string // such as "more than 80"; empty if no total certifies
	Line       int    // position of the threshold in the picture
	Width      int    // of the picture: tenths of a point
	Certified  int
	People     []markView
}

type markView struct {
	ID, Group, Total string
	Certified        bool
	Sentence         string
	Segments         []segment
	Lacking          []string

	total exact.Rational
}

// segment is the part of a bar that one component adds.
type segment struct{ X, Width, Kind int }

// fills is how many components have a colour of their own.
const fills = 6

func (r report) marksView() marksView {
	v := marksView{Width: 1000}
	for _, c := range r.definition.Grading.Components {
		title := c.Title
		if title == "" {
			title = c.ID
		}
		v.Components = append(v.Components, title)
	}
	v.threshold(r.definition.Grading)
	for _, id := range r.run.State().Seats {
		person, _ := r.run.Person(id)
		m, width := markOf(person)
		v.Width = max(v.Width, width)
		if m.Certified {
			v.Certified++
		}
		v.People = append(v.People, m)
	}
	slices.SortStableFunc(v.People, func(a, b markView) int { return b.total.Compare(a.total) })
	return v
}

// threshold sets the least total that certifies.
func (v *marksView) threshold(s grading.Scheme) {
	above, least := s.Certificate.Above, s.Certificate.AtLeast
	for _, o := range s.Outcomes {
		if o.Certifies {
			above, least = o.Above, o.AtLeast
		}
	}
	switch {
	case above != nil:
		v.Threshold, v.Line = "more than "+above.String(), tenths(above.Rational())
	case least != nil:
		v.Threshold, v.Line = "at least "+least.String(), tenths(least.Rational())
	}
}

func markOf(person course.Person) (m markView, width int) {
	shown := person.Shown(2)
	m = markView{ID: person.ID, Total: shown.Total, Sentence: shown.Sentence, Certified: person.Decision == string(grading.Certified), total: person.Result.Total}
	if person.Group != nil {
		m.Group = person.Group.Name
	}
	sum := exact.Rational{}
	for i, part := range person.Result.Parts {
		from := tenths(sum)
		sum = sum.Plus(part.Points)
		width = tenths(sum)
		m.Segments = append(m.Segments, segment{from, width - from, i % fills})
		if !m.Certified && part.Points.Compare(part.Full) < 0 {
			m.Lacking = append(m.Lacking, shown.Parts[i].Sentence)
		}
	}
	return m, width
}

// tenths returns the horizontal position of a number of points in the picture,
// in tenths of a point. No decision depends on it.
func tenths(points exact.Rational) int {
	f, _ := points.Rat().Float64()
	return int(math.Round(f * 10))
}
