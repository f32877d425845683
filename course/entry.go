package course

import (
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// Entry is one event of a run, as one JSON object. It states when it was recorded and by
// whom, and has content of exactly one kind. Once recorded, it also has the decision to
// which it led and its digest.
type Entry struct {
	// At is when the entry was recorded, never before the previous entry. Earlier times,
	// such as the start of a session, are in the content.
	At time.Time `json:"at"`
	By string    `json:"by,omitzero" validate:"max=300,line"`
	// Key makes an entry idempotent: a second entry with the same key and content is
	// ignored, whatever its At and Salt are.
	Key string `json:"key,omitzero" validate:"omitempty,id"`
	// Salt should be random. Without it, a correct guess at a part about a person could be
	// confirmed by the digest of the part. When a part is erased, Salt is removed, and
	// Salts then holds the salt of each part that remains.
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

	// Decided is the decision to which the entry led, if any.
	Decided *Decided `json:"decided,omitzero" validate:"-"`
	// Removed holds the digest of each erased part, by path. Salts holds the salt of each
	// part that remains, by path.
	Removed map[string]string `json:"removed,omitzero"`
	Salts   map[string]string `json:"salts,omitzero"`
	// Digest links the entry to the previous one.
	Digest string `json:"digest,omitzero"`
}

// Opened begins a journal. Record adds it if it is absent.
type Opened struct {
	Course string `json:"course" validate:"required,max=64,line"` // digest of the definition
	Format int    `json:"format" validate:"min=1,max=1000"`       // format of the journal: 1
}

// Amended means that the run continues under a changed definition. Recorded decisions and
// issued certificates stay; everything else, earlier results included, follows the
// changed definition from the first entry on (see Amendments in the package
// documentation).
type Amended struct {
	Course string `json:"course" validate:"required,max=64,line"` // digest of the definition
	Reason string `json:"reason" validate:"required,max=5000,text"`
}

// Grouped forms the groups of the people who hold a seat. A later entry of this kind
// adapts the groups and moves few people: Moves and Swaps are the options of
// [grouping.Grouper.Reform]. If Groups is set, it holds groups that were made by hand.
type Grouped struct {
	Moves  *int                `json:"moves,omitzero" validate:"omitempty,min=0,max=1000000"`
	Swaps  [][2]string         `json:"swaps,omitzero" validate:"max=10000" part:"each"`
	Groups map[string][]string `json:"groups,omitzero" validate:"max=10000" part:"each"`
	Reason string              `json:"reason,omitzero" validate:"max=5000,text"`
}

// Planned moves a session, one of its sittings or a deadline to a time ahead. Times are
// those that clocks in the schedule's zone show. Without End a session keeps its length.
// A deadline has one time, stated as Start or as End.
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

// Excused states that a session or a component does not count for some people. If Lift is
// set, it ends the excuse: the session or the component counts again.
type Excused struct {
	Participants []string `json:"participants" validate:"required,min=1,max=100000,dive,id" part:"each"`
	Session      string   `json:"session,omitzero" validate:"omitempty,id"`
	Component    string   `json:"component,omitzero" validate:"omitempty,id"`
	Reason       string   `json:"reason,omitzero" validate:"max=5000,text"`
	Lift         bool     `json:"lift,omitzero"`
}

// Marked is a first or a changed mark. In the project's component, Mark is the member's
// own mark and replaces the group's mark; a pending mark restores the group's mark.
type Marked struct {
	Participant string       `json:"participant" validate:"id"`
	Component   string       `json:"component" validate:"id"`
	Mark        grading.Mark `json:"mark" validate:"-"`
	Reason      string       `json:"reason,omitzero" validate:"max=5000,text"`
}

// ProjectMark is the mark of a group's project. It is given to the members that the group
// has when the mark is entered.
type ProjectMark struct {
	Group string       `json:"group" validate:"id"`
	Mark  grading.Mark `json:"mark" validate:"-"`
}

// Overridden is a decision of the organisers that does not follow the marks. If Lift is
// set, it ends an earlier such decision.
type Overridden struct {
	Participant string           `json:"participant" validate:"id"`
	Decision    grading.Decision `json:"decision,omitzero" validate:"omitempty,name=certified not_certified"`
	Reason      string           `json:"reason,omitzero" validate:"max=5000,text"`
	Lift        bool             `json:"lift,omitzero"`
}

// Ended ends the course: open components become missing. The field Anyway lists
// components in which work that was handed in may stay without a mark.
type Ended struct {
	Anyway []string `json:"anyway,omitzero" validate:"max=1000,dive,id"`
}

// Issued states that a certificate was handed out.
type Issued struct {
	Participant string `json:"participant" validate:"id"`
	Certificate string `json:"certificate" validate:"id"` // number or address of the certificate
}

// Revoked states that a certificate is void.
type Revoked struct {
	Certificate string `json:"certificate" validate:"id"`
	Reason      string `json:"reason" validate:"required,max=5000,text"`
}

// Erased removes a person's parts from all entries.
type Erased struct {
	ID string `json:"id" validate:"id"`
}

// ParseEntry reads one entry strictly from JSON, such as one line of a journal. It reads
// whatever [Run.Record] accepted. The error is nil or [rule.Violations]. Record checks the
// rules that depend on the run.
func ParseEntry(data []byte) (Entry, error) {
	var e Entry
	check := func(r *rule.Report) {
		if e.bounded(r) {
			e.check(r)
		}
	}
	if err := document.Parse(data, &e, check); err != nil {
		return Entry{}, err
	}
	return e, nil
}
