package course

import (
	"slices"

	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// reckonAll regrades everybody who takes part or took part. It is called after an entry
// that can affect all of them, such as the end, or a session that was held.
func (d *draft) reckonAll() {
	for i := range d.state.people.n {
		if d.state.people.at(i).took() {
			d.editResult(i)
		}
	}
}

// attendance returns the status of a session for a person.
func (s *state) attendance(p *person, of session) schedule.Status {
	attended, held, open := false, false, false
	for _, i := range of.sittings {
		switch s.sittings[i].status {
		case schedule.StatusHeld:
			held = true
			at := p.at(i)
			attended = attended || at != nil && at.attended
		case schedule.StatusOpen:
			open = true
		}
	}
	switch {
	case attended:
		return schedule.StatusAttended
	case !held && !open:
		return schedule.StatusCancelled
	case slices.Contains(p.absences, of.id) || s.joinedLater(p, of):
		return schedule.StatusExcused
	case open && (!held || !s.ended):
		return schedule.StatusOpen
	default:
		return schedule.StatusNotAttended
	}
}

// isOpen reports whether at least one sitting of a session is still to come.
func (s *state) isOpen(of session) bool {
	return slices.ContainsFunc(of.sittings, func(i int) bool { return s.sittings[i].status == schedule.StatusOpen })
}

// joinedLater reports whether all sittings of a session began before the person had a
// seat. Cancelled sittings are ignored. It returns false if the course counts such
// sessions like all others (see bindsLater).
func (s *state) joinedLater(p *person, of session) bool {
	if s.bindsLater {
		return false
	}
	for _, i := range of.sittings {
		if s.sittings[i].status != schedule.StatusCancelled && !p.joinedAfter(s.sittings[i].start) {
			return false
		}
	}
	return true
}

// attendanceMark returns a person's mark in the components that are computed from
// attendance. It counts the sessions whose result for the person is final, how many of
// these the person attended, and how many of these do not count for the person. A person
// who is excused may still come, so the result of an excused session is final only when
// the session is over or the course has ended.
func (d *draft) attendanceMark(p *person) grading.Mark {
	var attended, settled, free int
	for _, session := range d.course.sessions {
		switch d.state.attendance(p, session) {
		case schedule.StatusAttended:
			attended++
			settled++
		case schedule.StatusNotAttended:
			settled++
		case schedule.StatusCancelled:
			free++
			settled++
		case schedule.StatusExcused:
			if d.state.ended || !d.state.isOpen(session) {
				free++
				settled++
			}
		}
	}
	return grading.Mark{Attended: &attended, Held: &settled, ExcusedSessions: free}
}
