package course

import (
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// Entry is one thing that happened in a run, as one JSON object: when it was
// recorded, who says so, exactly one kind, and, once it is recorded, what it led
// to and its digest.
type Entry struct {
	// At is when the entry was recorded, never before the entry before it.
	// Earlier moments, such as the start of a session, are in the content.
	At time.Time `json:"at"`
	By string    `json:"by,omitzero" validate:"max=300,line"`
	// Key makes an entry idempotent: a second one of the same key and content
	// is ignored.
	Key string `json:"key,omitzero" validate:"omitempty,id"`
	// Salt hides the parts about people behind their digests. It is best
	// random, and it goes when a part is erased.
	Salt string `json:"salt,omitzero" validate:"omitempty,id"`

	Opened        *Opened                  `json:"opened,omitzero"`
	Amended       *Amended                 `json:"amended,omitzero"`
	Applied       *admission.Applicant     `json:"applied,omitzero" validate:"-" part:"person"`
	Reviewed      *admission.Reviewed      `json:"reviewed,omitzero" validate:"-" part:"person"`
	Ruled         *admission.Ruled         `json:"ruled,omitzero" validate:"-" part:"person"`
	Closed        *admission.Closed        `json:"closed,omitzero" validate:"-"`
	Selected      *admission.Selected      `json:"selected,omitzero" validate:"-"`
	Answered      *admission.Answered      `json:"answered,omitzero" validate:"-" part:"person"`
	Seats         *admission.Seats         `json:"seats,omitzero" validate:"-"`
	PromotionsEnd *admission.PromotionsEnd `json:"promotions_end,omitzero" validate:"-"`
	Grouped       *Grouped                 `json:"grouped,omitzero"`
	Planned       *Planned                 `json:"planned,omitzero"`
	Held          *schedule.Held           `json:"held,omitzero" validate:"-"`
	Cancelled     *Cancelled               `json:"cancelled,omitzero"`
	Excused       *Excused                 `json:"excused,omitzero"`
	Marked        *Marked                  `json:"marked,omitzero" part:"person"`
	Project       *ProjectMark             `json:"project,omitzero"`
	Overridden    *Overridden              `json:"overridden,omitzero" part:"person"`
	Ended         *Ended                   `json:"ended,omitzero"`
	Issued        *Issued                  `json:"issued,omitzero" part:"person"`
	Revoked       *Revoked                 `json:"revoked,omitzero" part:"person"`
	Erased        *Erased                  `json:"erased,omitzero"`

	// Decided is what the entry led to, where that is a decision.
	Decided *Decided `json:"decided,omitzero"`
	// Removed holds, by path, the digests of the parts that were erased, and
	// Salts the salts of the parts that were not.
	Removed map[string]string `json:"removed,omitzero"`
	Salts   map[string]string `json:"salts,omitzero"`
	// Digest chains the entry to the one before it.
	Digest string `json:"digest,omitzero"`
}

// Opened begins a journal. Record adds it where it is absent.
type Opened struct {
	Course string `json:"course" validate:"required,max=64,line"` // digest of the definition
	Format int    `json:"format" validate:"min=1,max=1000"`       // of the journal: 1
}

// Amended says that the run goes by a changed definition from here on. What was
// decided stays.
type Amended struct {
	Course string `json:"course" validate:"required,max=64,line"` // digest of the definition
	Reason string `json:"reason" validate:"required,max=5000,text"`
}

// Grouped forms the groups of those who hold a seat; again: reforms them with as
// few moves as possible, within Moves and Swaps; or states the groups that were
// made by hand.
type Grouped struct {
	Moves  *int                `json:"moves,omitzero" validate:"omitempty,min=0,max=1000000"`
	Swaps  [][2]string         `json:"swaps,omitzero" validate:"max=10000" part:"each"`
	Groups map[string][]string `json:"groups,omitzero" validate:"max=10000" part:"each"`
	Reason string              `json:"reason,omitzero" validate:"max=5000,text"`
}

// Planned moves a session, one of its sittings or a deadline to a time ahead, by
// what the clocks of the schedule's zone show. Without End a session keeps its
// length; a deadline has one time, as Start or as End.
type Planned struct {
	Session  string         `json:"session,omitzero" validate:"omitempty,id"`
	Deadline string         `json:"deadline,omitzero" validate:"omitempty,id"`
	Start    civil.DateTime `json:"start,omitzero"`
	End      civil.DateTime `json:"end,omitzero"`
	Reason   string         `json:"reason,omitzero" validate:"max=5000,text"`
}

// Cancelled says that a session, or one of its sittings, did not take place.
type Cancelled struct {
	Session string `json:"session" validate:"id"`
}

// Excused says that a session or a component does not count for some people, or,
// with Lift, that it counts again.
type Excused struct {
	Participants []string `json:"participants" validate:"required,min=1,max=100000,dive,id" part:"each"`
	Session      string   `json:"session,omitzero" validate:"omitempty,id"`
	Component    string   `json:"component,omitzero" validate:"omitempty,id"`
	Reason       string   `json:"reason,omitzero" validate:"max=5000,text"`
	Lift         bool     `json:"lift,omitzero"`
}

// Marked is a mark, or a changed one. For the project's component it is this
// member's own mark in place of the group's, and a pending one gives the group's
// back.
type Marked struct {
	Participant string       `json:"participant" validate:"id"`
	Component   string       `json:"component" validate:"id"`
	Mark        grading.Mark `json:"mark" validate:"-"`
	Reason      string       `json:"reason,omitzero" validate:"max=5000,text"`
}

// ProjectMark is the mark of a group's project. It goes to the members that the
// group has when it is entered.
type ProjectMark struct {
	Group string       `json:"group" validate:"id"`
	Mark  grading.Mark `json:"mark" validate:"-"`
}

// Overridden is a decision of the organisers beside the marks, or, with Lift, the
// end of one.
type Overridden struct {
	Participant string           `json:"participant" validate:"id"`
	Decision    grading.Decision `json:"decision,omitzero" validate:"omitempty,name=certified not_certified"`
	Reason      string           `json:"reason,omitzero" validate:"max=5000,text"`
	Lift        bool             `json:"lift,omitzero"`
}

// Ended ends the course: what is open becomes missing. Anyway names components
// with something handed in that may stay without a mark.
type Ended struct {
	Anyway []string `json:"anyway,omitzero" validate:"max=1000,dive,id"`
}

// Issued says that a certificate was handed out.
type Issued struct {
	Participant string `json:"participant" validate:"id"`
	Certificate string `json:"certificate" validate:"id"` // its number or address
}

// Revoked says that a certificate is void.
type Revoked struct {
	Certificate string `json:"certificate" validate:"id"`
	Reason      string `json:"reason" validate:"required,max=5000,text"`
}

// Erased removes a person's part of every entry.
type Erased struct {
	ID string `json:"id" validate:"id"`
}

// ParseEntry reads one entry from JSON, strictly, as one line of a journal. The
// error is nil or [rule.Violations]; what only a run can tell is checked by
// [Run.Record].
func ParseEntry(data []byte) (Entry, error) {
	var e Entry
	if err := document.Parse(data, &e, e.check); err != nil {
		return Entry{}, err
	}
	return e, nil
}
