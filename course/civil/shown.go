package civil

import "time"

// Shown returns the instants at which clocks in loc show a wall time from the wall time
// `from` up to, but not including, the wall time `to`. The intervals are in UTC, sorted,
// and do not touch. An hour that clocks show twice counts both times; an hour that they
// skip does not count. The result is empty if `from` or `to` is the zero DateTime, if
// `to` is not after `from`, and for a nil loc. Clocks may change at most once in the
// period that begins two days before `from` and ends two days after `to`.
func Shown(from, to DateTime, loc *time.Location) []Interval {
	if loc == nil || from.IsZero() || to.IsZero() || to.n <= from.n {
		return nil
	}
	early, late := from.Unix()-margin, to.Unix()+margin
	before, after := offsetAt(early, loc), offsetAt(late, loc)
	for late-early > 1 { // find the change, if there is one
		if middle := early + (late-early)/2; offsetAt(middle, loc) == before {
			early = middle
		} else {
			late = middle
		}
	}
	// The first part has the offset before the change and ends at the change at the
	// latest. The second part has the offset after the change and begins at the change at
	// the earliest.
	var parts []Interval
	add := func(start, end int64) {
		if start < end {
			parts = append(parts, Interval{Start: time.Unix(start, 0).UTC(), End: time.Unix(end, 0).UTC()})
		}
	}
	add(from.Unix()-before, min(to.Unix()-before, late))
	add(max(from.Unix()-after, late), to.Unix()-after)
	if len(parts) == 2 && parts[0].End.Equal(parts[1].Start) {
		parts = []Interval{{Start: parts[0].Start, End: parts[1].End}}
	}
	return parts
}
