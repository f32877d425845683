package course

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Step is what one entry changed for a person.
type Step struct {
	Entry   int       `json:"entry"` // its place in the journal, from 0
	At      time.Time `json:"at"`
	Changes []Change  `json:"changes"`
}

// History returns what changed for a person since an instant, that instant
// included, and because of which entry, in the order of the journal: what a
// participant is to be told, and what an appeal begins with. It goes through the
// journal once.
func (r *Run) History(id string, since time.Time) []Step {
	steps := []Step{}
	if r == nil || r.course == nil {
		return steps
	}
	d := r.course.Run().draft()
	d.trusting = true
	d.startUnder(r.entries)
	d.state.capacity = d.capacity
	for i := range r.entries {
		var report rule.Report
		e := copied(r.entries[i])
		if d.apply(e, &report); !report.Clean("") || d.failed != nil {
			return steps // of what was recorded nothing is refused
		}
		if e.At.Before(since) {
			continue
		}
		step := Step{Entry: i, At: e.At}
		for _, i := range d.touched() {
			if p := d.state.people.at(i); p.id == id {
				step.Changes = d.changed(d.before[i], p)
			}
		}
		if len(step.Changes) > 0 {
			steps = append(steps, step)
		}
	}
	return steps
}
