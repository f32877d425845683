package schedule

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a plan.
const (
	maxSessions = 1000     // including the sittings that repeat them
	maxHours    = 7 * 24   // of one sitting
	maxSpanDays = 10 * 366 // from the first start to the last
	minYear     = 1970     // zone data for earlier years is not reliable
	maxYear     = 9998     // so that every local time has a year of four digits
)

// Plan is the definition of a course's live sessions and deadlines: the zone of
// its wall times, and either the sessions, in any order, or the pattern that
// they follow. A plan of deadlines alone has neither.
type Plan struct {
	// Zone is the name of a place in the IANA time zone database, such as
	// Europe/Zurich, or UTC.
	Zone      string     `json:"zone"`
	Sessions  []Session  `json:"sessions,omitzero" validate:"omitempty,max=1000,dive"`
	Pattern   *Pattern   `json:"pattern,omitzero"`
	Deadlines []Deadline `json:"deadlines,omitzero" validate:"max=1000,dive"`
}

// Session is one live session, in wall time of the plan's zone. It lasts from Start
// up to, but not including, End. It may be held more than once: Start and End are
// those of its first sitting, which has the session's id.
type Session struct {
	ID    string         `json:"id" validate:"id"`
	Title string         `json:"title,omitzero" validate:"max=200,line"`
	Start civil.DateTime `json:"start,omitzero" validate:"required"`
	End   civil.DateTime `json:"end,omitzero" validate:"required"`
	// ClockChange says which instant is meant where Start or End falls into a gap or
	// an overlap; without it such a time is a violation.
	ClockChange civil.ClockChange `json:"clock_change,omitzero" validate:"omitempty,name=earlier later compatible"`
	// UTC and UTCEnd are the instants of Start and End as they were when the
	// session was announced. A difference from what the zone data says now is
	// a violation: the zone's rules have changed, or the session has moved.
	// [Plan.Stamped] fills them in.
	UTC    *time.Time `json:"utc,omitzero"`
	UTCEnd *time.Time `json:"utc_end,omitzero"`
	// Repeats are further sittings of the session. A participant attends one of its
	// sittings.
	Repeats     []Repeat     `json:"repeats,omitzero" validate:"max=20,dive"`
	Location    string       `json:"location,omitzero" validate:"max=500,line"`
	URL         string       `json:"url,omitzero" validate:"max=2000,line"` // to join the meeting
	Description string       `json:"description,omitzero" validate:"max=4000,text"`
	Source      *rule.Source `json:"source,omitzero"`
}

// Repeat is a further sitting of a session: the same session at another time, for
// example for participants in other zones.
type Repeat struct {
	ID          string            `json:"id" validate:"id"` // differs from the ids of all sessions and sittings
	Start       civil.DateTime    `json:"start,omitzero" validate:"required"`
	End         civil.DateTime    `json:"end,omitzero" validate:"required"`
	ClockChange civil.ClockChange `json:"clock_change,omitzero" validate:"omitempty,name=earlier later compatible"`
	UTC         *time.Time        `json:"utc,omitzero"`
	UTCEnd      *time.Time        `json:"utc_end,omitzero"`
	Location    string            `json:"location,omitzero" validate:"max=500,line"` // absent: that of the session
	URL         string            `json:"url,omitzero" validate:"max=2000,line"`     // absent: that of the session
}

// Deadline is the wall time by which something must be handed in. Work that is handed
// in at exactly that instant counts as in time; later work does not.
type Deadline struct {
	ID    string         `json:"id" validate:"id"`
	Title string         `json:"title,omitzero" validate:"max=200,line"`
	At    civil.DateTime `json:"at,omitzero" validate:"required"`
	// Anywhere means anywhere on earth: the deadline passes when the clocks at
	// UTC-12, the last on earth, show a time later than At.
	Anywhere bool `json:"anywhere,omitzero"`
	// Before is the id of the session that the deadline is for, such as the first session
	// for a quiz that is to be taken before that session. A plan is valid even if the
	// deadline is later than the session. Lint of a course reports a deadline that is
	// later than the start of the session.
	Before      string            `json:"before,omitzero" validate:"omitempty,id"`
	ClockChange civil.ClockChange `json:"clock_change,omitzero" validate:"omitempty,name=earlier later compatible"`
	UTC         *time.Time        `json:"utc,omitzero"` // see [Session]
	URL         string            `json:"url,omitzero" validate:"max=2000,line"`
	Description string            `json:"description,omitzero" validate:"max=4000,text"`
	Source      *rule.Source      `json:"source,omitzero"`
}

// Parse reads a plan from JSON and checks it as [Plan.Validate] does. The error
// is nil or [rule.Violations].
func Parse(data []byte) (Plan, error) {
	var p Plan
	err := document.Parse(data, &p, func(r *rule.Report) { p.Check(r) })
	if err != nil {
		return Plan{}, err
	}
	return p, nil
}

// Validate returns everything wrong with p that is found without zone data; [Compile]
// finds all other violations. The error is nil or [rule.Violations].
func (p Plan) Validate() error { return document.Check(p, p.Check) }

// Check reports what [Plan.Validate] returns. It is for definitions that contain a
// plan.
func (p Plan) Check(r *rule.Report) {
	r.Put(document.Shape(p)...)
	civil.CheckZone("zone", p.Zone, r)
	switch {
	case p.Pattern != nil && p.Sessions != nil:
		r.Note("pattern", "one-of", "two kinds are set: sessions, pattern; keep one")
	case p.Pattern != nil:
		p.Pattern.check(r.At("pattern"))
	case p.Sessions == nil && len(p.Deadlines) == 0:
		r.Add("sessions", "required", "is required, or a pattern in its place")
	case p.Sessions != nil && len(p.Sessions) == 0:
		r.Add("sessions", "too-few", "want at least 1")
	}
	p.checkIDs(r)
	p.checkTimes(r)
	for i, d := range p.Deadlines {
		p.checkDeadline(d, r.At(rule.Index("deadlines", i)))
	}
}

func (p Plan) checkDeadline(d Deadline, r *rule.Report) {
	checkYear("at", d.At, r)
	checkURL(d.URL, r)
	if d.Anywhere && d.ClockChange != "" && r.Clean("clock_change") {
		r.Add("clock_change", "not-applicable", "anywhere on earth clocks do not change; remove it")
	}
	if d.Before == "" || p.Pattern != nil || !r.Clean("before") {
		return // the sessions of a pattern are not known before it is resolved
	}
	if !slices.ContainsFunc(p.Sessions, func(s Session) bool { return s.ID == d.Before }) {
		r.Put(rule.UnknownName("before", "unknown-session", "session", d.Before, p.sessionIDs()))
	}
}
