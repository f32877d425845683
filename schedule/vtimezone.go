package schedule

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course/civil"
)

// observance is a stretch of time of one offset, as VTIMEZONE tells it.
type observance struct {
	start    int64 // Unix second
	from, to int64 // offsets before and from start on, in seconds
	name     string
	daylight bool // the zone data calls it summer time
}

// timeZone writes the rules of the course's zone as they are in the zone data:
// from a year before the year of the first session to a year after that of the
// last, so that readers have an offset for each of them, and for one that
// somebody moves. Each change is told by itself, since rules that repeat (RRULE)
// hold for few zones, and for those until they are changed.
func (t *Timetable) timeZone(w *contentLines) {
	loc := t.location()
	first, last := t.slots[0].start.Year()-1, t.slots[len(t.slots)-1].start.Year()+2
	begin := time.Date(first, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()
	end := time.Date(last, time.January, 1, 0, 0, 0, 0, time.UTC).Unix()

	w.line("BEGIN:VTIMEZONE")
	w.line("TZID:" + t.zone)
	observances := observances(loc, begin, end)
	for i, o := range observances {
		// Summer time that turns clocks back (Dublin's winter, by the
		// database) is told as standard time, as other calendars do.
		other := o.from
		if i == 0 && len(observances) > 1 {
			other = observances[1].to
		}
		kind := "STANDARD"
		if o.daylight && o.to > other {
			kind = "DAYLIGHT"
		}
		w.line("BEGIN:" + kind)
		w.line("DTSTART:" + localTime(time.Unix(o.start+o.from, 0).UTC()))
		w.line("TZOFFSETFROM:" + utcOffset(o.from))
		w.line("TZOFFSETTO:" + utcOffset(o.to))
		w.text("TZNAME", o.name)
		w.line("END:" + kind)
	}
	w.line("END:VTIMEZONE")
}

// observances returns the observance at begin and those that start up to end.
func observances(loc *time.Location, begin, end int64) []observance {
	all := []observance{observe(loc, begin, begin)}
	// No zone has changed twice within a day since 1970.
	const step = daySeconds
	for at := begin; at < end; at += step {
		if !changes(loc, at, at+step) {
			continue
		}
		low, high := at, at+step // it changes after low, and by high
		for high-low > 1 {
			if middle := (low + high) / 2; changes(loc, low, middle) {
				high = middle
			} else {
				low = middle
			}
		}
		all = append(all, observe(loc, low, high))
	}
	return all
}

// observe returns the observance that starts at an instant, with the offset of
// the instant before.
func observe(loc *time.Location, before, at int64) observance {
	now := time.Unix(at, 0).In(loc)
	name, offset := now.Zone()
	return observance{at, civil.OffsetAt(before, loc), int64(offset), name, now.IsDST()}
}

func changes(loc *time.Location, a, b int64) bool {
	nameA, offsetA := time.Unix(a, 0).In(loc).Zone()
	nameB, offsetB := time.Unix(b, 0).In(loc).Zone()
	return offsetA != offsetB || nameA != nameB
}

// utcOffset returns an offset as +hhmm, with seconds where it has some.
func utcOffset(seconds int64) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		text += fmt.Sprintf("%02d", seconds%60)
	}
	return text
}
