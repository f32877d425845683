package course

import (
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// Timetable returns the timetable with what was moved so far, nil if the course
// has none.
func (r *Run) Timetable() *schedule.Timetable {
	if r == nil {
		return nil
	}
	return r.state.times
}

// Calendar returns the calendar of the course as the run has it: sessions and
// deadlines where they were moved to, and what was cancelled. Without a sequence
// in the options it is the number of entries about when something takes place,
// which grows as a calendar's sequence must. The error is nil or
// [rule.Violations].
func (r *Run) Calendar(o schedule.CalendarOptions) ([]byte, error) {
	if r == nil || r.course == nil {
		return nil, errNoCourse()
	}
	if r.course.schedule == nil {
		return nil, rule.Violations{{Code: "needs", Detail: "the course has no schedule"}}
	}
	var record schedule.Record
	for i, id := range r.course.sittings {
		switch at := r.state.sittings[i]; {
		case at.status == schedule.StatusCancelled:
			record.Cancelled = append(record.Cancelled, id)
		case at.held != nil:
			start, end := at.held.Start, at.held.End
			record.Held = append(record.Held, schedule.Held{Session: id, Start: &start, End: &end})
		}
	}
	if o.Sequence == 0 {
		for i := range r.entries {
			if e := &r.entries[i]; e.Planned != nil || e.Cancelled != nil || e.Held != nil {
				o.Sequence++
			}
		}
	}
	return r.state.times.Calendar(record, o)
}
