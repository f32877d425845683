package course

import (
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// Decided is what an entry led to: a decision that [Course.Resume] takes as what
// happened and [Course.Audit] makes again.
type Decided struct {
	// Commitment are the digests that a closing publishes.
	Commitment *admission.Digests `json:"commitment,omitzero"`
	// Selection is the outcome for everybody, without findings.
	Selection *admission.Selection `json:"selection,omitzero"`
	// Entry is the place of the person whose facts or status were judged.
	Entry *admission.Entry `json:"entry,omitzero" part:"person"`
	// Changes say whose status changed after the selection.
	Changes []admission.Change `json:"changes,omitzero" part:"each"`
	// Groups are those that a grouped entry formed.
	Groups *Groups `json:"groups,omitzero"`
	// Held are the times by which the rows of a held entry were read.
	Held *HeldTimes `json:"held,omitzero"`
	// Final are the results at the end, by id.
	Final []Final `json:"final,omitzero" part:"each"`
}

// HeldTimes is when a sitting was held, by the zone data of that time, and how
// many people in the meeting never applied. Their rows are not kept.
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

// ofAdmission returns what the roster decided.
func (d *Decided) ofAdmission() admission.Decided {
	if d == nil {
		return admission.Decided{}
	}
	return admission.Decided{Commitment: d.Commitment, Selection: d.Selection, Entry: d.Entry, Changes: d.Changes}
}

// decidedBy returns what of a roster's decision is kept: nothing before the
// selection but the commitment.
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
