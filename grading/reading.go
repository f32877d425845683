package grading

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Reading is a mark that [Grader.ReadMark] checked and read. It never changes.
// A program that grades a person again after every change keeps the readings,
// so that each mark is read once.
type Reading struct {
	component *component // of the grader that read it
	worth     worth
}

// ReadMark checks one mark, as [Grader.CheckMark] does, and returns it for use in
// [Grader.GradeReadings]. The error is nil or [rule.Violations], with paths that start at
// the mark, such as points or items[3].
func (g *Grader) ReadMark(component string, mark Mark) (Reading, error) {
	if err := g.made(); err != nil {
		return Reading{}, err
	}
	i, known := g.index[component]
	if !known {
		return Reading{}, rule.Violations{g.unknown(component)}
	}
	c := &g.components[i]
	var f faults
	if worth := c.read(&mark, &f); !f.found {
		return Reading{c, worth}, nil
	}
	return Reading{}, document.Check(mark, func(r *rule.Report) { c.read(&mark, &faults{report: r}) })
}

// GradeReadings grades readings as [Grader.Grade] grades marks. The keys of readings are
// the ids of components. The error is nil or [rule.Violations]: a reading is valid only
// for its own component and for the grader that read it.
func (g *Grader) GradeReadings(readings map[string]Reading) (Result, error) {
	if err := g.made(); err != nil {
		return Result{}, err
	}
	ws := make([]worth, len(g.components))
	if !fill(g, readings, ws, func(c *component, r Reading) (worth, bool) {
		w := r.worth
		w.items = slices.Clone(w.items) // a copy, since result fills in their points
		return w, r.component == c
	}) {
		return Result{}, g.refuseReadings(readings)
	}
	return g.result(ws), nil
}

// refuseReadings returns everything that is wrong with the readings.
func (g *Grader) refuseReadings(readings map[string]Reading) error {
	var r rule.Report
	for _, id := range slices.Sorted(maps.Keys(readings)) {
		at := r.At(rule.Key("", id))
		if i, known := g.index[id]; !known {
			at.Put(g.unknown(id))
		} else if readings[id].component != &g.components[i] {
			at.Add("", "other-reading", "a reading that ReadMark of this grader returned for this component")
		}
	}
	return r.Violations().Err()
}
