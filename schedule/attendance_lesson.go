package schedule

import (
	"cmp"
	"slices"
	"time"
)

// stretch is a part of a lesson, in nanoseconds of teaching from the lesson's start.
// Breaks take no time on this scale: a person who leaves for a break and is back at
// its end has missed nothing.
type stretch struct {
	from, to time.Duration
}

// stay is a row clipped to its lesson.
type stay struct {
	participant string
	stretch
}

// before returns how much of the lesson was taught before an instant.
func (l lesson) before(at time.Time) time.Duration {
	switch {
	case !at.After(l.start):
		return 0
	case !at.Before(l.end):
		return l.taught
	}
	taught := at.Sub(l.start)
	for _, b := range l.breaks {
		switch {
		case !at.After(b.Start):
			return taught
		case at.Before(b.End):
			return taught - at.Sub(b.Start)
		}
		taught -= b.End.Sub(b.Start)
	}
	return taught
}

// span returns the instants at which a stretch begins and ends; the stretch must not
// be empty. If the stretch begins or ends at a break, the span does not include that
// break.
func (l lesson) span(s stretch) Span {
	from, to := l.start.Add(s.from), l.start.Add(s.to)
	for _, b := range l.breaks {
		length := b.End.Sub(b.Start)
		if !from.Before(b.Start) {
			from = from.Add(length)
		}
		if to.After(b.Start) {
			to = to.Add(length)
		}
	}
	return Span{from.UTC(), to.UTC()}
}

// people returns an attendee for each person with a row, sorted by id.
func (l lesson) people(rows []Segment, by AttendanceRule) []Attendee {
	people, needed, stays := []Attendee{}, by.needed(l.taught), l.stays(rows, by)
	var stretches []stretch
	for len(stays) > 0 {
		id := stays[0].participant
		stretches = stretches[:0]
		for len(stays) > 0 && stays[0].participant == id {
			stretches = unite(stretches, stays[0].stretch)
			stays = stays[1:]
		}
		people = append(people, l.attendee(id, stretches, needed))
	}
	return people
}

// stays returns the rows clipped to the lesson, sorted by participant and start. A
// row outside of the lesson yields an empty stay, since every person with a row is
// listed.
func (l lesson) stays(rows []Segment, by AttendanceRule) []stay {
	stays := make([]stay, len(rows))
	for i, row := range rows {
		stays[i] = stay{row.Participant, stretch{l.before(row.Join), l.before(l.leave(row, by))}}
	}
	slices.SortFunc(stays, func(a, b stay) int {
		return cmp.Or(cmp.Compare(a.participant, b.participant), cmp.Compare(a.from, b.from))
	})
	return stays
}

// leave returns the instant at which a row ends: its Leave or, if it has none, the
// instant that the rule's MissingLeave gives.
func (l lesson) leave(row Segment, by AttendanceRule) time.Time {
	switch {
	case row.Leave != nil:
		return *row.Leave
	case by.MissingLeave == "zero_length":
		return row.Join
	case row.MeetingEnd != nil && row.MeetingEnd.Before(l.end):
		return *row.MeetingEnd
	default:
		return l.end
	}
}

// unite adds a stretch to a list. The stretch must not begin earlier than the last one of
// the list. If the two overlap or touch, unite extends the last one; otherwise it appends
// the new one. An empty stretch is left out.
func unite(stretches []stretch, added stretch) []stretch {
	last := len(stretches) - 1
	switch {
	case added.from >= added.to:
		return stretches
	case last >= 0 && added.from <= stretches[last].to:
		stretches[last].to = max(stretches[last].to, added.to)
		return stretches
	default:
		return append(stretches, added)
	}
}

// attendee returns the attendance of a person who was present during the given
// stretches, which are disjoint and in order of time. needed is the least time that
// counts as attended.
func (l lesson) attendee(id string, stretches []stretch, needed time.Duration) Attendee {
	a := Attendee{Participant: id, Late: seconds(l.taught), LeftEarly: seconds(l.taught)}
	if len(stretches) == 0 {
		return a
	}
	a.Spans = make([]Span, len(stretches))
	var present time.Duration
	for i, s := range stretches {
		a.Spans[i] = l.span(s)
		present += s.to - s.from
	}
	a.Seconds, a.Attended = seconds(present), present >= needed
	a.Late, a.LeftEarly = seconds(stretches[0].from), seconds(l.taught-stretches[len(stretches)-1].to)
	return a
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }
