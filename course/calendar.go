package course

import (
	"cmp"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// Timetable returns the timetable with all moves so far. It returns nil if the course has
// no timetable.
func (r *Run) Timetable() *schedule.Timetable {
	if r == nil {
		return nil
	}
	return r.state.times
}

// described returns t with the descriptions that calendars show. A session without a
// description gets its topics from the outline. The definition d must be valid.
func (d Definition) described(t *schedule.Timetable) *schedule.Timetable {
	if len(d.Outline) == 0 {
		return t
	}
	topics := map[string]string{}
	for _, s := range d.Outline {
		topics[s.Session] = listed(s.Topics)
	}
	whole, _ := d.Schedule.Expand()
	for i := range whole.Sessions {
		s := &whole.Sessions[i]
		s.Description = cmp.Or(s.Description, topics[s.ID])
	}
	loc := t.Sessions()[0].Start.Location()
	described, err := schedule.Compile(whole, func(string) (*time.Location, error) { return loc, nil })
	if err != nil {
		return t
	}
	return described
}

// listed returns a description with one line for each topic. If there is no room for all
// topics, the last line is three dots.
func listed(topics []string) string {
	const room = 4000 - len("...") // the limit counts characters; a text has at least as many bytes
	text := ""
	for _, topic := range topics {
		line := "- " + topic + "\n"
		if len(text)+len(line) > room {
			text += "..."
			break
		}
		text += line
	}
	return strings.TrimSuffix(text, "\n")
}

// Calendar returns the calendar of the run: sessions and deadlines at the times to which
// they were moved, and what was cancelled. A session without a description shows its
// topics from the outline. If the options have no sequence, the sequence of the calendar
// is the number of "planned", "cancelled" and "held" entries. This number grows with
// every such entry, as the sequence of a calendar must. The error is nil or
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
		switch at := r.state.sittings[i]; at.status {
		case schedule.StatusCancelled:
			record.Cancelled = append(record.Cancelled, id)
		case schedule.StatusHeld:
			record.Held = append(record.Held, schedule.Held{Session: id, Start: &at.start, End: &at.end})
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
