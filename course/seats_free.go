package course

import "github.com/cohortkit/cohort/admission"

// seatFreely gives a seat to everybody who applies to a course without admission rules.
// People keep it until they leave.
func (d *draft) seatFreely(e *Entry) {
	switch {
	case e.Applied != nil:
		if !d.validate(e.Applied, d.course.applicants) {
			return
		}
		if !d.trusting {
			d.course.checkUnits(*e.Applied, d.report)
		}
		if i, known := d.find(e.Applied.ID); known {
			d.edit(i).applicant = e.Applied
			return
		}
		p := d.newPerson(e.Applied)
		p.status = admission.StatusAccepted
		p.sit(e.At)
	case e.Answered != nil:
		d.answerFreely(e.Answered)
	default:
		d.needs(true, "no admission rules")
	}
}

func (d *draft) answerFreely(a *admission.Answered) {
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
		p = d.editResult(i)
		p.status = admission.StatusAccepted
		p.sit(d.entry.At)
	case a.Answer == admission.StatusReinstated:
	default:
		d.refuse("answer", "status", "want withdrawn, removed or reinstated: the course has no offers to answer")
	}
}
