package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// observance is one of the two kinds of time of a zone, standard or daylight, as
// VTIMEZONE writes it: the offsets before and after its beginning, in seconds, and
// the time at which it first begins, on the clock before the change.
type observance struct {
	from, to int64
	begin    time.Time // its fields are those of the clock before the change
	name     string
	yearly   *yearly // nil for a zone without clock changes
}

// yearly is a day of the year, given by its month and the number of its weekday in that
// month: 1 to 4, or -1 for the last. All calendar programs know rules of this form.
type yearly struct {
	month   time.Month
	weekday time.Weekday
	week    int
}

// rules returns the observances of the course's zone. The first case that applies
// decides:
//   - The clocks change twice in each year of the course, on days that two [yearly] rules
//     describe: two observances, standard time first.
//   - The clocks do not change while the course lasts: one observance, or none if the
//     offset is 0, since UTC gives the same times.
//   - All other cases: none. Calendar programs differ in how they read rules of another
//     form, and rules that begin or end during a course.
func (t *Timetable) rules(events []event) []observance {
	first := slices.MinFunc(events, func(a, b event) int { return a.start.Compare(b.start) }).start
	last := slices.MaxFunc(events, func(a, b event) int { return a.end.Compare(b.end) }).end
	from, to := first.Year(), last.Year()
	changes := changes(t.loc, first.AddDate(-fitYears-1, 0, 0).Unix(), last.AddDate(fitYears+1, 0, 0).Unix())
	changesIn := func(year int) []change {
		return slices.DeleteFunc(slices.Clone(changes), func(c change) bool { return c.wall().Year() != year })
	}
	if up, down, ok := pair(changesIn, from, to); ok {
		daylight, okUp := up.observance(t.loc, changesIn, from, to)
		standard, okDown := down.observance(t.loc, changesIn, from, to)
		if okUp && okDown {
			return []observance{standard, daylight}
		}
	}
	if slices.ContainsFunc(changes, func(c change) bool { return c.at > first.Unix() && c.at <= last.Unix() }) {
		return nil
	}
	name, offset := first.Zone()
	if offset == 0 {
		return nil // UTC says the same, and some calendar programs know no other zone of offset 0
	}
	begin := time.Date(firstYear(from), time.January, 1, 0, 0, 0, 0, time.UTC)
	return []observance{{from: int64(offset), to: int64(offset), begin: begin, name: name}}
}

// fitYears is the number of years before a course, and after it, in which rules are
// compared with the clock changes. If two rules are exact in the years of the course,
// the one that fits more of these years is written.
const fitYears = 4

// firstYear returns the year in which the written rules begin. It is 1970, as in most
// calendars, so that the rules of one zone are the same for every course. For a
// course that begins in 1970 or earlier it is the year before the course.
func firstYear(from int) int { return min(minYear, from-1) }

// change is a change of a zone's offset.
type change struct {
	at       int64 // the Unix second at which the new offset begins
	from, to int64 // offsets in seconds
}

// wall returns the time that the clock shows just before it changes.
func (c change) wall() time.Time { return time.Unix(c.at+c.from, 0).UTC() }

// changes returns the changes of loc's offset in a period. The parameters begin and end
// are the period's limits in Unix seconds.
func changes(loc *time.Location, begin, end int64) []change {
	var all []change
	// No zone has changed twice within a day since 1970.
	for at := begin; at < end; at += daySeconds {
		from, to := offsetAt(at, loc), offsetAt(at+daySeconds, loc)
		if from == to {
			continue
		}
		low, high := at, at+daySeconds // the change is after low, and at high or before
		for high-low > 1 {
			if middle := (low + high) / 2; offsetAt(middle, loc) == from {
				low = middle
			} else {
				high = middle
			}
		}
		all = append(all, change{high, from, to})
	}
	return all
}

// pair returns the two clock changes of the first year: the change to the larger offset,
// and the change back. It returns false unless each year from first to last has exactly
// two changes, and one reverses the other.
func pair(changesIn func(year int) []change, first, last int) (up, down change, ok bool) {
	for year := first; year <= last; year++ {
		list := changesIn(year)
		if len(list) != 2 || list[0].from != list[1].to || list[0].to != list[1].from {
			return up, down, false
		}
	}
	up, down = changesIn(first)[0], changesIn(first)[1]
	if up.to < down.to {
		up, down = down, up
	}
	return up, down, true
}

// observance returns the observance that begins with c, and the yearly rule that gives
// its beginning in each year of the course. It returns false if there is no such rule.
func (c change) observance(loc *time.Location, changesIn func(year int) []change, from, to int) (observance, bool) {
	wall := c.wall()
	best, most := yearly{}, 0
	// Two rules are tried: the weekday counted from the end of the month, and from
	// its beginning.
	for _, week := range []int{-1, min((wall.Day()-1)/7+1, 4)} {
		rule := yearly{wall.Month(), wall.Weekday(), week}
		exact, count := true, 0
		for year := from - fitYears; year <= to+fitYears; year++ {
			switch {
			case slices.ContainsFunc(changesIn(year), func(d change) bool { return d.from == c.from && d.wall().Equal(rule.day(year, wall)) }):
				count++
			case year >= from && year <= to:
				exact = false
			}
		}
		if exact && count > most {
			best, most = rule, count
		}
	}
	name, _ := time.Unix(c.at, 0).In(loc).Zone()
	return observance{from: c.from, to: c.to, begin: best.day(firstYear(from), wall), name: name, yearly: &best}, most > 0
}

// day returns the day that the rule gives in a year, at the same time of day as the
// parameter clock.
func (y yearly) day(year int, clock time.Time) time.Time {
	first := time.Date(year, y.month, 1, clock.Hour(), clock.Minute(), clock.Second(), 0, time.UTC)
	day := first.AddDate(0, 0, (int(y.weekday)-int(first.Weekday())+7)%7)
	if y.week != -1 {
		return day.AddDate(0, 0, 7*(y.week-1))
	}
	for day.AddDate(0, 0, 7).Month() == y.month {
		day = day.AddDate(0, 0, 7)
	}
	return day
}

// timeZone writes the rules of the zone.
func (w *contentLines) timeZone() {
	w.line("BEGIN:VTIMEZONE")
	w.line("TZID:" + w.zone)
	for i, o := range w.rules {
		kind := []string{"STANDARD", "DAYLIGHT"}[i]
		w.line("BEGIN:" + kind)
		w.line("DTSTART:" + localTime(o.begin))
		w.line("TZOFFSETFROM:" + utcOffset(o.from))
		w.line("TZOFFSETTO:" + utcOffset(o.to))
		if o.yearly != nil {
			w.line("RRULE:" + o.yearly.String())
		}
		w.text("TZNAME", o.name)
		w.line("END:" + kind)
	}
	w.line("END:VTIMEZONE")
}

// String returns the rule as RFC 5545 writes it.
func (y yearly) String() string {
	day := strings.ToUpper(y.weekday.String()[:2])
	return "FREQ=YEARLY;BYMONTH=" + strconv.Itoa(int(y.month)) + ";BYDAY=" + strconv.Itoa(y.week) + day
}

// utcOffset returns an offset as +hhmm, with seconds if there are any.
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
