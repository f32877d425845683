package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// ClockChange is the policy for a wall time that the clocks skip (a gap) or show twice
// (an overlap). Such a wall time has two readings, an earlier and a later instant. The
// policies "earlier" and "later" choose the reading of that name; "compatible" chooses
// the later reading in a gap and the earlier reading in an overlap. In a gap, the later
// reading takes the offset from UTC before the change, and the earlier reading takes the
// offset after the change. The zero value refuses such a wall time.
type ClockChange string

const (
	earlier    ClockChange = "earlier"
	later      ClockChange = "later"
	compatible ClockChange = "compatible"
)

// errGap and errOverlap are the violations of a wall time that clocks skip and of a wall
// time that they show twice.
var (
	errGap     error = rule.Violation{Code: "clock-gap", Detail: "the clocks go forward and skip this time; choose another or name a clock_change"}
	errOverlap error = rule.Violation{Code: "clock-overlap", Detail: "the clocks go back and show this time twice; choose another or name a clock_change"}
)

// In returns the instant that w means in loc, with loc as its location. If clocks skip w
// or show w twice, the policy decides. All errors are of type [rule.Violation] and have
// no path. The code is "clock-gap" or "clock-overlap" if there is no policy that decides,
// "required" for the zero w, and "unknown-zone" for a nil loc.
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

// margin is 26 hours, in seconds. The instant that a wall time means in a zone and the
// instant that it means in UTC are less than margin apart, because offsets from UTC are
// within 16 hours.
const margin = 26 * 60 * 60

// resolve returns the two readings of w as Unix seconds, and how often clocks show w:
// never, once (the two readings are then the same) or twice. It looks up the offset from
// UTC well before w and the offset well after w, and finds out under which of them clocks
// do show w. resolve does not follow the transitions of the zone: with Go's compact zone
// data, a search for the next transition can run forever (golang/go#81583). It does not
// call time.Date, because that function chooses one of two readings and does not say so.
func (w DateTime) resolve(loc *time.Location) (first, second int64, shown int) {
	u := w.Unix()
	before, after := offsetAt(u-margin, loc), offsetAt(u+margin, loc)
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

// offsetAt returns the offset of loc from UTC at a Unix second, in seconds. East of
// Greenwich it is positive.
func offsetAt(unix int64, loc *time.Location) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}
