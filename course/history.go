package course

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Step lists the changes that one entry made for a person.
type Step struct {
	Entry   int       `json:"entry"` // index in the journal, from 0
	At      time.Time `json:"at"`
	Changes []Change  `json:"changes"`
}

// History returns what changed for a person at or after an instant, and the entry that
// caused each change, in the order of the journal. Use it to inform a participant or to
// begin an appeal. It replays the journal once. In a run that was amended, the steps are
// those that the entries make under the present definition; the amendment is no step.
func (r *Run) History(id string, since time.Time) []Step {
	steps := []Step{}
	if r == nil || r.course == nil {
		return steps
	}
	d := r.course.runOf(r.entries).draft()
	d.trusting = true
	for i := range r.entries {
		var report rule.Report
		e := copied(r.entries[i])
		d.apply(e, &report) // there are no violations, since the entry was recorded
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
