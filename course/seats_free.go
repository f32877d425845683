package course

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/admission"
)

// seatFreely gives a seat to everybody who applies to a course without admission rules.
// People keep it until they leave.
func (d *draft) seatFreely(e *Entry) {
	switch {
	case e.Applied != nil:
		d.applyFreely(e.Applied)
	case e.Answered != nil:
		d.answerFreely(e.Answered)
	default:
		d.needs(true, "no admission rules")
	}
}

// applyFreely takes an application. As with admission rules, a person who withdrew can
// apply again, and a person who was removed must first be reinstated. If a person gets a
// seat again, the entry records this. Entries of earlier versions of this library do not,
// because in these versions a person who had left got no seat by applying again.
func (d *draft) applyFreely(a *admission.Applicant) {
	if !d.validate(a, d.course.applicants) {
		return
	}
	if !d.trusting {
		d.course.checkUnits(*a, d.report)
	}
	i, known := d.find(a.ID)
	if !known {
		d.newPerson(a).takeSeat(d.entry.At)
		return
	}
	p := d.edit(i)
	p.applicant = a
	switch {
	case p.seated():
	case d.trusting || d.undecided:
		if d.entry.Decided.seatsAgain(a.ID) {
			d.editResult(i).takeSeat(d.entry.At)
		}
	case p.status == admission.StatusRemoved:
		d.refuse("id", "status", "was removed: reinstate first")
	default:
		d.entry.Decided = &Decided{Changes: []admission.Change{{At: d.entry.At, ID: a.ID, From: p.status, To: admission.StatusAccepted}}}
		d.editResult(i).takeSeat(d.entry.At)
	}
}

// seatsAgain reports whether a recorded decision gives a seat to the person with the id.
func (d *Decided) seatsAgain(id string) bool {
	return d != nil && slices.ContainsFunc(d.Changes, func(c admission.Change) bool { return c.ID == id && c.To.Seated() })
}

// takeSeat gives the person a seat without an offer.
func (p *person) takeSeat(at time.Time) {
	p.status = admission.StatusAccepted
	p.sit(at)
}

// checkAnswer reports the mistakes in an answer that do not depend on the person. It
// applies the answer to an empty roster, so that the violations are the same as in a
// course with admission rules. It ignores the violation that the applicant is unknown.
func (d *draft) checkAnswer(a *admission.Answered) bool {
	live, err := d.course.applicants.Live(d.course.applicants.Roster())
	if err == nil {
		_, err = live.Apply(admission.Event{At: d.entry.At, Answered: a})
	}
	for _, v := range violationsOf(err) {
		if v.Code != "unknown-id" {
			d.whole.Put(v)
		}
	}
	return d.whole.Clean("")
}

func (d *draft) answerFreely(a *admission.Answered) {
	if !d.checkAnswer(a) {
		return
	}
	i, known := d.find(a.Applicant)
	if !known {
		d.refuse("applicant", "unknown-applicant", "nobody with this id applied")
		return
	}
	p := d.state.people.at(i)
	leaving := a.Answer == admission.StatusWithdrawn || a.Answer == admission.StatusRemoved
	switch {
	case p.status == a.Answer:
	case leaving && p.seated():
		p = d.editResult(i)
		p.status = a.Answer
		p.leave(d.entry.At)
	case a.Answer == admission.StatusReinstated && !p.seated():
		d.editResult(i).takeSeat(d.entry.At)
	case a.Answer == admission.StatusReinstated:
	default:
		d.refuse("answer", "status", "want withdrawn, removed or reinstated: the course has no offers to answer")
	}
}
