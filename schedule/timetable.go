package schedule

import (
	"slices"
	"strconv"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Timetable is a plan whose every session has its place in time. It is frozen
// and safe for concurrent use.
type Timetable struct {
	zone  string
	slots []slot         // by time
	index map[string]int // of slots, by session id
}

// Compile checks plan and resolves it by the zone data of zones, which is asked
// once, for the plan's zone. The error is nil or [rule.Violations].
func Compile(plan Plan, zones civil.Zones) (*Timetable, error) {
	var slots []slot
	err := document.Check(plan, func(r *rule.Report) { slots = plan.resolve(zones, r) })
	if err != nil {
		return nil, err
	}
	t := &Timetable{zone: plan.Zone, slots: slots, index: make(map[string]int, len(slots))}
	for i, s := range slots {
		t.index[s.id] = i
	}
	return t, nil
}

// LocalSession is a session as clocks in one place show it.
type LocalSession struct {
	ID    string `json:"id"`
	Title string `json:"title,omitzero"`
	// Start and End are the session's instants in the location of the viewer:
	// their fields are what the viewer's clocks show. The session lasts up
	// to, and without, End.
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	// DateShift is by how many days the viewer's date at Start is later than
	// the course's own: 1 where it is already tomorrow.
	DateShift int `json:"date_shift,omitzero"`
	// Abbreviation is what the viewer's zone is called at Start, such as CET
	// or +0545. It is for people; it does not name a zone.
	Abbreviation string `json:"abbreviation"`
}

// In returns the sessions by time as clocks in loc show them. A nil loc is UTC.
func (t *Timetable) In(loc *time.Location) []LocalSession {
	if loc == nil {
		loc = time.UTC
	}
	locals := make([]LocalSession, len(t.slots))
	for i, s := range t.slots {
		locals[i] = s.in(loc)
	}
	return locals
}

func (s slot) in(loc *time.Location) LocalSession {
	start := s.start.In(loc)
	abbreviation, _ := start.Zone()
	return LocalSession{
		ID: s.id, Title: s.title,
		Start: start, End: s.end.In(loc),
		DateShift:    civil.DateTimeOf(start).Date().Sub(civil.DateTimeOf(s.start).Date()),
		Abbreviation: abbreviation,
	}
}

// Sessions returns the sessions by time as clocks in the course's own zone show
// them.
func (t *Timetable) Sessions() []LocalSession { return t.In(t.location()) }

// location returns the plan's zone. A timetable has at least one session.
func (t *Timetable) location() *time.Location { return t.slots[0].start.Location() }

// Next returns the first session that has not ended at an instant, as clocks in
// the course's own zone show it: the one that runs, or the one to come; false
// when all are over.
func (t *Timetable) Next(at time.Time) (LocalSession, bool) {
	i := slices.IndexFunc(t.slots, func(s slot) bool { return at.Before(s.end) })
	if i < 0 {
		return LocalSession{}, false
	}
	return t.slots[i].in(t.location()), true
}

// ClockShift says that from one session on the sessions stand elsewhere on a
// viewer's clock than before, because clocks changed there, or in the course's
// zone, and not in both.
type ClockShift struct {
	Session string `json:"session"` // the first session it holds for
	Seconds int    `json:"seconds"` // later by the viewer's clock; negative: earlier
}

// ClockShifts returns where, from one session to the next, a viewer's clock
// shifts against the course's. A nil loc is UTC.
func (t *Timetable) ClockShifts(loc *time.Location) []ClockShift {
	if loc == nil {
		loc = time.UTC
	}
	var shifts []ClockShift
	var before int64
	for i, s := range t.slots {
		ahead := civil.DateTimeOf(s.start.In(loc)).Unix() - civil.DateTimeOf(s.start).Unix()
		if i > 0 && ahead != before {
			shifts = append(shifts, ClockShift{s.id, int(ahead - before)})
		}
		before = ahead
	}
	return shifts
}

// String returns a sentence: "from session-3 on 1 h earlier by your clock".
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
