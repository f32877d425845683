package admission

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Event is something that happened to an admission, at the caller's instant. Exactly one
// kind is set; By is the person who reports it.
type Event struct {
	At            time.Time      `json:"at"`
	By            string         `json:"by,omitzero"`
	Applied       *Applicant     `json:"applied,omitzero"`
	Reviewed      *Reviewed      `json:"reviewed,omitzero"`
	Ruled         *Ruled         `json:"ruled,omitzero"`
	Closed        *Closed        `json:"closed,omitzero"`
	Selected      *Selected      `json:"selected,omitzero"`
	Answered      *Answered      `json:"answered,omitzero"`
	Seats         *Seats         `json:"seats,omitzero"`
	PromotionsEnd *PromotionsEnd `json:"promotions_end,omitzero"`
}

// Reviewed adds a review, or replaces the same reviewer's earlier one. With Struck, it
// takes a reviewer's review back, for a reason.
type Reviewed struct {
	Applicant string  `json:"applicant"`
	Review    *Review `json:"review,omitzero"`
	Reviewer  string  `json:"reviewer,omitzero"`
	Struck    bool    `json:"struck,omitzero"`
	Reason    string  `json:"reason,omitzero"`
}

// Ruled is a decision that the organisers make outside the policy. The decision [Lift]
// withdraws an earlier one. After the selection, a person admitted by ruling takes a free
// seat. A ruling cannot exclude a person who holds a seat; an [Answered] event with
// [StatusRemoved] takes the seat away.
type Ruled struct {
	Applicant string   `json:"applicant"`
	Decision  Decision `json:"decision"`
	Reason    string   `json:"reason"`
}

// Selected is the selection, with the seed that the announced source gave, and the
// instant before which no offer expires. If the selection needed no seed, the list can be
// closed after it; a second Selected event then gives the seed for later ties.
type Selected struct {
	Seed     string    `json:"seed,omitzero"`
	AnswerBy time.Time `json:"answer_by,omitzero"`
}

// Answered is an answer to an offer, or says that a person leaves or comes back:
// accepted, declined, expired, withdrawn, removed or reinstated.
type Answered struct {
	Applicant string `json:"applicant"`
	Answer    Status `json:"answer"`
	Reason    string `json:"reason,omitzero"`
}

// Seats changes the number of seats.
type Seats struct {
	Capacity int `json:"capacity"`
}

// PromotionsEnd sets the instant from which nobody is promoted. Another event with a
// later instant lets promotions continue until then.
type PromotionsEnd struct {
	Until time.Time `json:"until"`
}

// Decided holds the results of an event: the digests of a closing, the selection, the
// entry of a person whose facts or status were judged, and the changes.
type Decided struct {
	Commitment *Digests   `json:"commitment,omitzero"`
	Selection  *Selection `json:"selection,omitzero"`
	Entry      *Entry     `json:"entry,omitzero" part:"person"`
	Changes    []Change   `json:"changes,omitzero" part:"each"`
}

// check reports what is wrong with an event by itself, whatever the state of the roster.
func (e *Event) check(s *Selector, r *rule.Report) {
	checkInstant(r, "at", e.At)
	checkLine(r, "by", e.By, false)
	if n := e.kinds(); n != 1 {
		r.Add("", "one-of", "exactly one of applied, reviewed, ruled, closed, selected, answered, seats and promotions_end is required")
		if n == 0 {
			return
		}
	}
	switch {
	case e.Applied != nil:
		r.At("applied").Put(e.Applied.check(s)...)
	case e.Reviewed != nil:
		e.Reviewed.check(r.At("reviewed"))
	case e.Ruled != nil:
		e.Ruled.check(r.At("ruled"))
	case e.Closed != nil:
		e.Closed.check(r.At("closed"))
		if r.Clean("at", "closed.draw.at") && e.Closed.Draw.At.Before(e.At) {
			r.Add("closed.draw.at", "draw-time", "must not lie before the closing: the seed must not be known yet")
		}
	case e.Selected != nil:
		checkSeed(r.At("selected"), e.Selected.Seed)
		if !e.Selected.AnswerBy.IsZero() {
			checkInstant(r, "selected.answer_by", e.Selected.AnswerBy)
		}
	case e.Answered != nil:
		e.Answered.check(r.At("answered"))
	case e.Seats != nil:
		if c := e.Seats.Capacity; c < 0 || c > maxCapacity {
			r.Add("seats.capacity", "range", "from 0 to 1000000")
		}
	default:
		checkInstant(r, "promotions_end.until", e.PromotionsEnd.Until)
	}
}

func (e *Event) kinds() int {
	n := 0
	for _, set := range []bool{
		e.Applied != nil, e.Reviewed != nil, e.Ruled != nil, e.Closed != nil,
		e.Selected != nil, e.Answered != nil, e.Seats != nil, e.PromotionsEnd != nil,
	} {
		if set {
			n++
		}
	}
	return n
}

func (v *Reviewed) check(r *rule.Report) {
	checkID(r, "applicant", v.Applicant)
	checkLine(r, "reason", v.Reason, v.Struck)
	switch {
	case v.Struck:
		checkID(r, "reviewer", v.Reviewer)
		if v.Review != nil {
			r.Add("review", "not-used", "a review that is struck is named by its reviewer")
		}
	case v.Review == nil:
		r.Add("review", "required", "is required, or reviewer with struck")
	case v.Reviewer != "":
		r.Add("reviewer", "not-used", "is stated in the review")
	}
}

func (v *Ruled) check(r *rule.Report) {
	checkID(r, "applicant", v.Applicant)
	checkLine(r, "reason", v.Reason, true)
	if !v.Decision.valid() {
		code := "unknown-value"
		if v.Decision == "" {
			code = "required"
		}
		r.Add("decision", code, "want admit, exclude or lift")
	}
}

func (v *Answered) check(r *rule.Report) {
	checkID(r, "applicant", v.Applicant)
	checkLine(r, "reason", v.Reason, false)
	switch {
	case v.Answer == "":
		r.Add("answer", "required", wantAnswer)
	case v.Answer != StatusAccepted && v.Answer != StatusReinstated && !v.Answer.Left():
		r.Add("answer", "unknown-value", wantAnswer)
	}
}

const wantAnswer = "want accepted, declined, expired, withdrawn, removed or reinstated"

func checkID(r *rule.Report, path, id string) {
	if code, detail := nameFault(id); code != "" {
		r.Add(path, code, detail)
	}
}

// checkInstant refuses instants whose text has no year of four digits.
func checkInstant(r *rule.Report, path string, at time.Time) {
	switch year := at.UTC().Year(); {
	case at.IsZero():
		r.Put(rule.Required(path))
	case year < 1 || year > 9999:
		r.Add(path, "range", "from the year 1 to 9999")
	}
}

// stored returns an instant in the form in which it is read from a stored roster: without
// the reading of a monotonic clock, and in UTC, since texts of other zones may leave out
// the seconds of an offset.
func stored(at time.Time) time.Time { return at.Round(0).UTC() }

// stored returns a copy of e that shares nothing with e and has its instants in UTC.
func (e Event) stored() Event {
	e.At = stored(e.At)
	if e.Applied != nil {
		e.Applied = e.Applied.clone()
	}
	if e.Reviewed = clone(e.Reviewed); e.Reviewed != nil && e.Reviewed.Review != nil {
		e.Reviewed.Review = &(&Applicant{Reviews: []Review{*e.Reviewed.Review}}).clone().Reviews[0]
	}
	e.Ruled, e.Answered, e.Seats = clone(e.Ruled), clone(e.Answered), clone(e.Seats)
	if e.Closed = clone(e.Closed); e.Closed != nil {
		e.Closed.Draw.At = stored(e.Closed.Draw.At)
	}
	if e.Selected = clone(e.Selected); e.Selected != nil {
		e.Selected.AnswerBy = stored(e.Selected.AnswerBy)
	}
	if e.PromotionsEnd = clone(e.PromotionsEnd); e.PromotionsEnd != nil {
		e.PromotionsEnd.Until = stored(e.PromotionsEnd.Until)
	}
	return e
}
