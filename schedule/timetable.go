package schedule

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Timetable is a plan in which every sitting and every deadline has its instants. It
// is frozen and safe for concurrent use. The zero Timetable has no sessions and no
// deadlines: every id is unknown to it.
type Timetable struct {
	resolved
	index    map[string]int // indexes of slots, by sitting id
	sessions []session      // by time of their first sittings
	of       map[string]int // indexes of sessions, by session id
}

// session is one session with its sittings.
type session struct {
	id    string
	slots []int // indexes of its sittings in Timetable.slots, by time
}

// Compile checks plan and resolves its times. It calls the function zones at most once,
// for the zone of the plan. The error is nil or [rule.Violations].
func Compile(plan Plan, zones civil.Zones) (*Timetable, error) {
	var whole resolved
	err := document.Check(plan, func(r *rule.Report) { whole = plan.resolve(zones, r) })
	if err != nil {
		return nil, err
	}
	return whole.timetable(), nil
}

// made returns t, or the zero Timetable for nil.
func (t *Timetable) made() *Timetable {
	if t == nil {
		return &Timetable{}
	}
	return t
}

func (whole resolved) timetable() *Timetable {
	whole.plan = whole.plan.clone()
	t := &Timetable{resolved: whole, index: make(map[string]int, len(whole.slots)), of: map[string]int{}}
	for i, s := range t.slots {
		t.index[s.ID] = i
		id := t.sessionOf(s)
		n, known := t.of[id]
		if !known {
			n = len(t.sessions)
			t.of[id] = n
			t.sessions = append(t.sessions, session{id: id})
		}
		t.sessions[n].slots = append(t.sessions[n].slots, i)
	}
	return t
}

// sessionOf returns the id of the session to which a sitting belongs.
func (t *Timetable) sessionOf(s slot) string { return t.plan.Sessions[s.session].ID }

// Move returns the timetable with one sitting or deadline moved to another time. The new
// time is resolved with the zone data with which t was compiled. A stated UTC instant of
// the old time is left out. The error is nil or [rule.Violations] about the move or about
// the plan that would result. In both cases the paths name fields of [Planned], such as
// start.
func (t *Timetable) Move(to Planned) (*Timetable, error) {
	t = t.made()
	moved := t.plan.clone()
	if err := document.Check(to, func(r *rule.Report) { moved.move(to, r) }); err != nil {
		return nil, err
	}
	table, err := Compile(moved, func(string) (*time.Location, error) { return t.loc, nil })
	var found rule.Violations
	if errors.As(err, &found) {
		return nil, moved.violationsOf(to, found)
	}
	return table, err
}

// SessionOf returns the id of the session to which a sitting belongs. The first
// sitting of a session has the session's own id.
func (t *Timetable) SessionOf(sitting string) (session string, known bool) {
	t = t.made()
	i, known := t.index[sitting]
	if !known {
		return "", false
	}
	return t.sessionOf(t.slots[i]), true
}

// LocalSession is one sitting of a session, with the times that clocks in one place show.
type LocalSession struct {
	ID    string `json:"id"` // of the sitting
	Title string `json:"title,omitzero"`
	// Repeats is the id of the session that this sitting repeats. It is empty for
	// the first sitting.
	Repeats string `json:"repeats,omitzero"`
	// Start and End are the sitting's instants in the location of the viewer, so that
	// methods such as Hour return what the viewer's clocks show. The sitting lasts up to,
	// but not including, End.
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
	// DateShift is the number of days by which the viewer's date at Start is later
	// than the course's own date: 1 if it is already tomorrow there.
	DateShift int `json:"date_shift,omitzero"`
	// Abbreviation is the short name of the viewer's zone at Start, such as CET or
	// +0545. It is for people; it does not identify a zone.
	Abbreviation string `json:"abbreviation"`
}

// In returns the sittings in order of time, with the times that clocks in loc show. A nil
// loc is UTC.
func (t *Timetable) In(loc *time.Location) []LocalSession {
	t = t.made()
	locals := make([]LocalSession, len(t.slots))
	for i, s := range t.slots {
		locals[i] = t.in(s, loc)
	}
	return locals
}

func (t *Timetable) in(s slot, loc *time.Location) LocalSession {
	loc = orUTC(loc)
	start := s.start.In(loc)
	abbreviation, _ := start.Zone()
	local := LocalSession{
		ID: s.ID, Title: s.title,
		Start: start, End: s.end.In(loc),
		DateShift:    dateShift(start, s.start),
		Abbreviation: abbreviation,
	}
	if id := t.sessionOf(s); id != s.ID {
		local.Repeats = id
	}
	return local
}

func orUTC(loc *time.Location) *time.Location {
	if loc == nil {
		return time.UTC
	}
	return loc
}

// dateShift returns the number of days by which the date of local is later than the
// date of own.
func dateShift(local, own time.Time) int {
	return civil.DateTimeOf(local).Date().Sub(civil.DateTimeOf(own).Date())
}

// Sessions returns the sittings in order of time, with the times that clocks in the
// course's own zone show.
func (t *Timetable) Sessions() []LocalSession { return t.In(t.made().loc) }

// Next returns the sitting that is under way at an instant or, if there is none, the next
// one, with the times that clocks in the course's own zone show. It returns false if all
// sittings are over. If a meeting was recorded without the id of a sitting, call Next
// with the time at which a participant joined ([Segment].Join) to find the sitting.
func (t *Timetable) Next(at time.Time) (LocalSession, bool) {
	t = t.made()
	var next *slot
	for i, s := range t.slots {
		// Sittings may overlap: of those that have not ended, the first to start is
		// returned.
		if at.Before(s.end) && (next == nil || s.start.Before(next.start)) {
			next = &t.slots[i]
		}
	}
	if next == nil {
		return LocalSession{}, false
	}
	return t.in(*next, t.loc), true
}

// LocalDeadline is a deadline, with the time that clocks in one place show.
type LocalDeadline struct {
	ID    string `json:"id"`
	Title string `json:"title,omitzero"`
	// At is the last instant that is in time, in the location of the viewer.
	At           time.Time `json:"at"`
	Anywhere     bool      `json:"anywhere,omitzero"`
	DateShift    int       `json:"date_shift,omitzero"` // as in [LocalSession], from the date in the plan
	Abbreviation string    `json:"abbreviation"`
}

// Deadlines returns the deadlines in order of time, with the times that clocks in loc
// show. A nil loc is UTC.
func (t *Timetable) Deadlines(loc *time.Location) []LocalDeadline {
	t = t.made()
	locals := make([]LocalDeadline, len(t.deadlines))
	for i, d := range t.deadlines {
		at := d.at.In(orUTC(loc))
		abbreviation, _ := at.Zone()
		locals[i] = LocalDeadline{
			ID: d.ID, Title: d.Title, At: at, Anywhere: d.Anywhere,
			DateShift: civil.DateTimeOf(at).Date().Sub(d.At.Date()), Abbreviation: abbreviation,
		}
	}
	return locals
}

// InTime reports whether an instant is in time for a deadline. The deadline's last
// instant is in time; an instant a nanosecond later is not. The error is nil or
// [rule.Violations] with the code "unknown-deadline" or "required".
func (t *Timetable) InTime(deadline string, at time.Time) (bool, error) {
	t = t.made()
	i := slices.IndexFunc(t.deadlines, func(d due) bool { return d.ID == deadline })
	switch {
	case i < 0:
		return false, rule.Violations{rule.UnknownName("deadline", "unknown-deadline", "deadline", deadline, t.plan.deadlineIDs())}
	case at.IsZero():
		return false, rule.Violations{rule.Required("at")}
	}
	return !at.After(t.deadlines[i].at), nil
}

func (p Plan) sessionIDs() []string {
	ids := make([]string, len(p.Sessions))
	for i, s := range p.Sessions {
		ids[i] = s.ID
	}
	return ids
}

func (p Plan) sittingIDs() []string {
	var ids []string
	for _, s := range p.sittings() {
		ids = append(ids, s.ID)
	}
	return ids
}

func (p Plan) deadlineIDs() []string {
	ids := make([]string, len(p.Deadlines))
	for i, d := range p.Deadlines {
		ids[i] = d.ID
	}
	slices.SortFunc(ids, cmp.Compare)
	return ids
}
