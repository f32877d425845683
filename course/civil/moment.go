package civil

import "time"

// ClockChange says which instant a wall time means that the clocks skip (a gap)
// or show twice (an overlap). The zero value refuses such a wall time.
type ClockChange string

// The policies; Refuse is the absence of one.
const (
	Refuse     ClockChange = ""
	Earlier    ClockChange = "earlier"
	Later      ClockChange = "later"
	Compatible ClockChange = "compatible" // later in a gap, earlier in an overlap
)

// Valid reports whether c is one of the policies.
func (c ClockChange) Valid() bool {
	return c == Refuse || c == Earlier || c == Later || c == Compatible
}

// Kind is how many instants a wall time has in a zone.
type Kind string

// A wall time is shown once, never or twice.
const (
	Unique  Kind = "unique"
	Gap     Kind = "gap"
	Overlap Kind = "overlap"
)

// Moment is what a wall time means in a zone. Earlier and Later are in that
// zone's location; they are equal when Kind is Unique, the two readings of a
// wall time that is shown twice, and for one that is skipped what it reads as
// with the offset after the change (earlier) and before it (later).
type Moment struct {
	Kind           Kind
	Earlier, Later time.Time
}

// Pick returns the instant under a policy, false where it refuses.
func (m Moment) Pick(policy ClockChange) (time.Time, bool) {
	switch {
	case m.Kind == Unique || policy == Earlier || policy == Compatible && m.Kind == Overlap:
		return m.Earlier, true
	case policy == Later || policy == Compatible:
		return m.Later, true
	}
	return time.Time{}, false
}

// reach is further than any instant can be from its wall time read as UTC:
// offsets lie within 16 hours, and the widest changes are of 24 hours.
const reach = 26 * 60 * 60

// In returns what w means in loc. It looks at the offsets well before and well
// after w and keeps those under which w is really shown. It neither follows
// zone transitions (with Go's compact zone data such a walk need not end, see
// golang/go#81583) nor asks time.Date, which picks a side by itself.
func (w DateTime) In(loc *time.Location) Moment {
	if loc == nil {
		return Moment{}
	}
	u := w.Unix()
	before, after := OffsetAt(u-reach, loc), OffsetAt(u+reach, loc)
	first, second := u-before, u-after
	shownFirst := OffsetAt(first, loc) == before
	if before == after {
		if shownFirst {
			return moment(Unique, first, first, loc)
		}
		return moment(Gap, first, first, loc)
	}
	switch shownSecond := OffsetAt(second, loc) == after; {
	case shownFirst && shownSecond:
		return moment(Overlap, first, second, loc)
	case shownFirst:
		return moment(Unique, first, first, loc)
	case shownSecond:
		return moment(Unique, second, second, loc)
	default:
		return moment(Gap, first, second, loc)
	}
}

func moment(kind Kind, a, b int64, loc *time.Location) Moment {
	return Moment{Kind: kind, Earlier: time.Unix(min(a, b), 0).In(loc), Later: time.Unix(max(a, b), 0).In(loc)}
}

// OffsetAt returns the seconds east of UTC in loc at a Unix second.
func OffsetAt(unix int64, loc *time.Location) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}
