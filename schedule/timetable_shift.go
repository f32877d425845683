package schedule

import (
	"strconv"
	"time"

	"github.com/cohortkit/cohort/course/civil"
)

// ClockShift is a change in the times of sittings on a viewer's clock: from one sitting
// on, they are earlier or later than before. The reason is a clock change in the viewer's
// zone or in the course's zone, or changes in both zones by different amounts.
type ClockShift struct {
	Session string `json:"session"` // the first sitting at the new time
	Seconds int    `json:"seconds"` // how much later by the viewer's clock; negative: earlier
}

// ClockShifts returns the shifts of a viewer's clock against the course's clock. Each
// shift names the first sitting at the new time. A nil loc is UTC.
func (t *Timetable) ClockShifts(loc *time.Location) []ClockShift {
	t, loc = t.made(), orUTC(loc)
	var shifts []ClockShift
	var before int64
	for i, s := range t.slots {
		ahead := civil.DateTimeOf(s.start.In(loc)).Unix() - civil.DateTimeOf(s.start).Unix()
		if i > 0 && ahead != before {
			shifts = append(shifts, ClockShift{s.ID, int(ahead - before)})
		}
		before = ahead
	}
	return shifts
}

// String returns a phrase such as "from session-3 on 1 h earlier by your clock".
func (c ClockShift) String() string {
	direction := "later"
	if c.Seconds < 0 {
		direction = "earlier"
	}
	by := time.Duration(max(c.Seconds, -c.Seconds)) * time.Second
	return "from " + c.Session + " on " + span(by) + " " + direction + " by your clock"
}

// span returns a duration for people: "1 h", "44 min 30 s".
func span(d time.Duration) string {
	text := ""
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{time.Hour, "h"}, {time.Minute, "min"}, {time.Second, "s"}} {
		if n := d / unit.size; n > 0 {
			if text != "" {
				text += " "
			}
			text += strconv.Itoa(int(n)) + " " + unit.name
		}
		d %= unit.size
	}
	return text
}
