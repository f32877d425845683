package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// ClockChange is the policy for a wall time that the clocks skip (a gap) or show twice
// (an overlap). Such a wall time has two readings: earlier and later choose one of them,
// and compatible chooses the later one in a gap and the earlier one in an overlap. In a
// gap the later instant comes from reading the wall time with the offset before the
// change, the earlier one from reading it with the offset after the change. The zero
// value refuses such a wall time.
type ClockChange string

const (
	earlier    ClockChange = "earlier"
	later      ClockChange = "later"
	compatible ClockChange = "compatible"
)

// errGap and errOverlap are the violations of a wall time that is not exactly one
// instant.
var (
	errGap     error = rule.Violation{Code: "clock-gap", Detail: "the clocks go forward and skip this time; choose another or name a clock_change"}
	errOverlap error = rule.Violation{Code: "clock-overlap", Detail: "the clocks go back and show this time twice; choose another or name a clock_change"}
)

// In returns the instant that w means in loc, with loc as its location. If clocks skip w
// or show it twice, the policy decides; without a policy the error is a [rule.Violation]
// with code clock-gap or clock-overlap and no path. The code is required for the zero w,
// and unknown-zone for a nil loc.
func (w DateTime) In(loc *time.Location, policy ClockChange) (time.Time, error) {
	switch {
	case w.IsZero():
		return time.Time{}, rule.Required("")
	case loc == nil:
		return time.Time{}, rule.Violation{Code: "unknown-zone", Detail: "no zone data was given"}
	}
	first, second, shown := w.resolve(loc)
	switch {
	case shown == 1:
		return time.Unix(first, 0).In(loc), nil
	case policy == earlier || policy == compatible && shown == 2:
		return time.Unix(min(first, second), 0).In(loc), nil
	case policy == later || policy == compatible:
		return time.Unix(max(first, second), 0).In(loc), nil
	case shown == 0:
		return time.Time{}, errGap
	default:
		return time.Time{}, errOverlap
	}
}

// reach is a number of seconds: more than an instant can be away from its wall time read
// as UTC. Offsets are within 16 hours, and the widest changes are of 24 hours.
const reach = 26 * 60 * 60

// resolve returns the two readings of w as Unix seconds, and how often clocks show w:
// never, once (first and second are then the same) or twice. It takes the offsets well
// before and well after w and keeps those under which w is really shown. It does not
// follow zone transitions, because with Go's compact zone data such a walk may not end
// (golang/go#81583). It does not ask time.Date either, which picks one of two readings by
// itself.
func (w DateTime) resolve(loc *time.Location) (first, second int64, shown int) {
	u := w.Unix()
	before, after := offsetAt(u-reach, loc), offsetAt(u+reach, loc)
	first, second = u-before, u-after
	shownFirst, shownSecond := offsetAt(first, loc) == before, offsetAt(second, loc) == after
	switch {
	case before == after && shownFirst:
		return first, first, 1
	case before == after:
		return first, first, 0
	case shownFirst && shownSecond:
		return first, second, 2
	case shownFirst:
		return first, first, 1
	case shownSecond:
		return second, second, 1
	default:
		return first, second, 0
	}
}

// offsetAt returns the seconds east of UTC in loc at a Unix second.
func offsetAt(unix int64, loc *time.Location) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}
