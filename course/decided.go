package course

import (
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// Decided is the decision to which an entry led. [Course.Resume] reads the recorded
// decision without making it again, and [Course.Audit] checks it.
type Decided struct {
	// Commitment holds the digests that a closing publishes.
	Commitment *admission.Digests `json:"commitment,omitzero"`
	// Selection is the outcome for everybody, without findings.
	Selection *admission.Selection `json:"selection,omitzero"`
	// Entry is the roster's entry of the person whose facts or status were judged.
	Entry *admission.Entry `json:"entry,omitzero" part:"person"`
	// Changes list the people whose status changed after the selection.
	Changes []admission.Change `json:"changes,omitzero" part:"each"`
	// Groups are the groups that an entry with [Entry.Grouped] formed.
	Groups *Groups `json:"groups,omitzero"`
	// Held gives the times that were used to read the rows of an entry with [Entry.Held].
	Held *HeldTimes `json:"held,omitzero"`
	// Final holds the results at the end, by id.
	Final []Final `json:"final,omitzero" part:"each"`
}

// HeldTimes gives the times at which a sitting was held, computed with the zone data that
// were in use when the entry was recorded. Strangers is the number of people in the
// meeting who never applied; their rows are not kept.
type HeldTimes struct {
	Start     time.Time `json:"start"`
	End       time.Time `json:"end"`
	Strangers int       `json:"strangers,omitzero"`
}

// Final is the result of one person at the end.
type Final struct {
	ID       string           `json:"id"`
	Total    exact.Rational   `json:"total"`
	Decision grading.Decision `json:"decision"`
	Outcome  string           `json:"outcome,omitzero"`
}

// ofAdmission returns the parts of d that come from the roster. If d is nil, it returns
// no parts.
func (d *Decided) ofAdmission() admission.Decided {
	if d == nil {
		return admission.Decided{}
	}
	return admission.Decided{Commitment: d.Commitment, Selection: d.Selection, Entry: d.Entry, Changes: d.Changes}
}

// decidedBy returns the parts of a roster's decision that are recorded. Before the
// selection only the commitment is recorded.
func decidedBy(from admission.Decided, selected bool) *Decided {
	d := Decided{Commitment: from.Commitment}
	if selected {
		d.Selection, d.Entry, d.Changes = from.Selection, from.Entry, from.Changes
	}
	if d.Commitment == nil && d.Selection == nil && d.Entry == nil && len(d.Changes) == 0 {
		return nil
	}
	return &d
}
