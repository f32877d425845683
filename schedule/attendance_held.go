package schedule

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Held says that a sitting took place, when, and who was in the meeting. In a run of
// package course a second Held of the same sitting replaces the first.
type Held struct {
	// Session is the id of the sitting. The first sitting of a session has the
	// session's id.
	Session string `json:"session"`
	// Start and End are the times at which the sitting began and ended. If one of them is
	// absent, the planned time is used.
	Start *time.Time `json:"start,omitzero"`
	End   *time.Time `json:"end,omitzero"`
	// Breaks lie within the time of the sitting and do not overlap. They count
	// neither as time to attend nor as time attended.
	Breaks []Span `json:"breaks,omitzero"`
	// Rows say who was in the meeting. Each row is about one person, and a run of
	// package course can erase single rows.
	Rows []Segment `json:"rows,omitzero" part:"each"`
}

// Span is the time from Start up to, but not including, End.
type Span struct {
	Start time.Time `json:"start"`
	End   time.Time `json:"end"`
}

// maxBreaks is how many breaks a sitting may have.
const maxBreaks = 100

// Sitting is a sitting as it was held, and who was there.
type Sitting struct {
	ID      string    `json:"id"`
	Session string    `json:"session"`
	Start   time.Time `json:"start"` // in UTC, like all instants of a result
	End     time.Time `json:"end"`
	Breaks  []Span    `json:"breaks,omitzero"` // by time
	// Planned is the planned time, if the sitting was held at a different time.
	Planned *Span      `json:"planned,omitzero"`
	People  []Attendee `json:"people"` // everybody with a row, by id
}

// Attendee is one person at one sitting.
type Attendee struct {
	Participant string `json:"participant"`
	// Seconds is the time of presence without breaks, rounded down. Attended is decided
	// by the exact time, not by Seconds.
	Seconds  int64 `json:"seconds"`
	Attended bool  `json:"attended"`
	// Late is the time from the start of the sitting to the moment at which the person
	// first appears. LeftEarly is the time from the moment at which the person last
	// leaves to the end of the sitting. Both are in seconds without breaks, rounded down.
	// For a person who was not present, both are the length of the whole sitting.
	Late      int64 `json:"late,omitzero"`
	LeftEarly int64 `json:"left_early,omitzero"`
	// Spans are the periods in which the person was present. A span may include a break,
	// which is not counted.
	Spans []Span `json:"spans,omitzero"`
}

// Attend decides who was present at a sitting as it was held. The rows of each person
// are clipped to the time of the sitting without its breaks, joined where they
// overlap or touch, and summed. The person attended if the sum is at least the rule's
// share of the sitting's time without breaks, compared exactly. The order of rows and
// breaks is irrelevant. The error is nil or [rule.Violations], with paths in h and in
// the rule.
func (t *Timetable) Attend(h Held, by AttendanceRule) (Sitting, error) {
	t = t.made()
	err := document.Check(h, func(r *rule.Report) {
		by.Check(r)
		t.checkHeld(h, r)
		t.checkRows(h, by, r)
	})
	if err != nil {
		return Sitting{}, err
	}
	return t.attend(h, by), nil
}

// attend does the work of [Timetable.Attend] for a checked h.
func (t *Timetable) attend(h Held, by AttendanceRule) Sitting {
	s := t.slots[t.index[h.Session]]
	l := s.lesson(h)
	sitting := Sitting{
		ID: s.ID, Session: t.sessionOf(s),
		Start: l.start.UTC(), End: l.end.UTC(), Breaks: l.utcBreaks(),
		People: l.people(h.Rows, by),
	}
	if !l.start.Equal(s.start) || !l.end.Equal(s.end) {
		sitting.Planned = &Span{s.start.UTC(), s.end.UTC()}
	}
	return sitting
}

// checkHeld reports everything wrong with h except in its rows.
func (t *Timetable) checkHeld(h Held, r *rule.Report) {
	i, known := t.index[h.Session]
	if !known {
		wrong := func(field, code, detail string) { r.Add(field, code, detail) }
		if requireID(h.Session, "session", wrong) && r.Clean("session") {
			r.Put(rule.UnknownName("session", "unknown-session", "session", h.Session, t.plan.sittingIDs()))
		}
	}
	if h.Start != nil && !inYears(*h.Start) {
		r.Add("start", "range", wantYears)
	}
	if h.End != nil && !inYears(*h.End) {
		r.Add("end", "range", wantYears)
	}
	if len(h.Breaks) > maxBreaks {
		r.Put(rule.TooMany("breaks", maxBreaks, "breaks"))
	}
	if !known || !r.Clean("start", "end", "breaks") {
		return
	}
	l := t.slots[i].lesson(h)
	switch {
	case !l.end.After(l.start):
		r.Add("end", "end-before-start", "must be later than the start, planned or stated")
	case l.end.Sub(l.start) > maxHours*time.Hour:
		r.Add("end", "range", "more than 7 days after the start")
	default:
		l.checkBreaks(h.Breaks, r)
	}
}

func (l lesson) checkBreaks(breaks []Span, r *rule.Report) {
	for i, b := range breaks {
		at := r.At(rule.Index("breaks", i))
		switch {
		case !b.End.After(b.Start):
			at.Add("end", "end-before-start", "must be later than the start of the break")
		case b.Start.Before(l.start) || b.End.After(l.end):
			at.Add("", "outside", "must lie within the time of the sitting")
		}
	}
	if !r.Clean("breaks") {
		return
	}
	order := sorted(len(breaks), func(a, b int) int { return breaks[a].Start.Compare(breaks[b].Start) })
	for n, i := range order {
		if n > 0 && breaks[i].Start.Before(breaks[order[n-1]].End) {
			r.Add(rule.Index("breaks", i), "overlap", "starts before an earlier break has ended")
		}
	}
	if r.Clean("breaks") && l.taught <= 0 {
		// If the breaks took up the whole sitting, everybody would count as having
		// attended it.
		r.Add("breaks", "outside", "must leave something of the sitting")
	}
}

// lesson is a sitting as it was held: its start and end, and its breaks in order of
// time.
type lesson struct {
	start, end time.Time
	breaks     []Span
	taught     time.Duration // without the breaks
}

func (s slot) lesson(h Held) lesson {
	l := lesson{start: s.start, end: s.end, breaks: slices.Clone(h.Breaks)}
	if h.Start != nil {
		l.start = *h.Start
	}
	if h.End != nil {
		l.end = *h.End
	}
	slices.SortFunc(l.breaks, func(a, b Span) int { return a.Start.Compare(b.Start) })
	l.taught = l.end.Sub(l.start)
	for _, b := range l.breaks {
		l.taught -= b.End.Sub(b.Start)
	}
	return l
}

func (l lesson) utcBreaks() []Span {
	var breaks []Span
	for _, b := range l.breaks {
		breaks = append(breaks, Span{b.Start.UTC(), b.End.UTC()})
	}
	return breaks
}
