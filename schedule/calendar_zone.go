package schedule

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// observance is one of the two kinds of time of a zone, as VTIMEZONE writes it:
// the offset before and after it begins, in seconds, and when it first begins, by
// the clock before.
type observance struct {
	from, to int64
	begin    time.Time // its fields are the clock's
	name     string
	yearly   *yearly // nil for a zone without clock changes
}

// yearly is a day of the year by its month and the number of its weekday in it,
// 1 to 4, or -1 for the last: the form of rule that all readers know.
type yearly struct {
	month   time.Month
	weekday time.Weekday
	week    int
}

// rules returns the kinds of time that the course's zone has, standard time
// first, none where this form is not exact from the first event to the last: one
// kind for a zone whose clocks do not change in the years of the course, or not
// while it lasts; two where in each of these years they change twice, on the
// same days by their rules. Other rules of zones, and rules that begin or end
// meanwhile, are read differently by readers that are in use.
func (t *Timetable) rules(events []event) []observance {
	first := slices.MinFunc(events, func(a, b event) int { return a.start.Compare(b.start) }).start
	last := slices.MaxFunc(events, func(a, b event) int { return a.end.Compare(b.end) }).end
	from, to := first.Year(), last.Year()
	changes := changes(t.loc, first.AddDate(-fitYears-1, 0, 0).Unix(), last.AddDate(fitYears+1, 0, 0).Unix())
	of := func(year int) []change {
		return slices.DeleteFunc(slices.Clone(changes), func(c change) bool { return c.wall().Year() != year })
	}
	if up, down, ok := pair(of, from, to); ok {
		daylight, okUp := up.observance(t.loc, of, from, to)
		standard, okDown := down.observance(t.loc, of, from, to)
		if okUp && okDown {
			return []observance{standard, daylight}
		}
	}
	if slices.ContainsFunc(changes, func(c change) bool { return c.at > first.Unix() && c.at <= last.Unix() }) {
		return nil
	}
	name, offset := first.Zone()
	if offset == 0 {
		return nil // UTC says the same, and some readers know no other zone like it
	}
	begin := time.Date(firstYear(from), time.January, 1, 0, 0, 0, 0, time.UTC)
	return []observance{{from: int64(offset), to: int64(offset), begin: begin, name: name}}
}

// fitYears is a number of years around a course. Of two rules that agree in the
// years of the course, the one that fits more of these is written.
const fitYears = 4

// firstYear returns the year in which rules begin: 1970, as in most calendars, so
// that those of one zone are the same for every course, or the year before a
// course that is not later than that.
func firstYear(of int) int { return min(minYear, of-1) }

// change is a change of a zone's offset.
type change struct {
	at       int64 // the Unix second at which the new one begins
	from, to int64 // offsets in seconds
}

// wall returns when the change is, by the clock before it.
func (c change) wall() time.Time { return time.Unix(c.at+c.from, 0).UTC() }

// changes returns the changes of offset from one Unix second to another.
func changes(loc *time.Location, begin, end int64) []change {
	var all []change
	// No zone has changed twice within a day since 1970.
	for at := begin; at < end; at += daySeconds {
		from, to := offsetAt(at, loc), offsetAt(at+daySeconds, loc)
		if from == to {
			continue
		}
		low, high := at, at+daySeconds // it changes after low, and by high
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

// pair returns the change to the larger offset and the one back in the first of
// the years, if each of the years has one there and one back and no other.
func pair(of func(year int) []change, from, to int) (up, down change, ok bool) {
	for year := from; year <= to; year++ {
		in := of(year)
		if len(in) != 2 || in[0].from != in[1].to || in[0].to != in[1].from {
			return up, down, false
		}
	}
	up, down = of(from)[0], of(from)[1]
	if up.to < down.to {
		up, down = down, up
	}
	return up, down, true
}

// observance returns the kind of time that begins with c and its like in the
// years of the course, with the rule that they follow; false if there is none.
func (c change) observance(loc *time.Location, of func(year int) []change, from, to int) (observance, bool) {
	wall := c.wall()
	best, most := yearly{}, 0
	// The last weekday of its month, or one of the first four.
	for _, week := range []int{-1, min((wall.Day()-1)/7+1, 4)} {
		rule := yearly{wall.Month(), wall.Weekday(), week}
		exact, count := true, 0
		for year := from - fitYears; year <= to+fitYears; year++ {
			switch {
			case slices.ContainsFunc(of(year), func(d change) bool { return d.from == c.from && d.wall().Equal(rule.in(year, wall)) }):
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
	return observance{from: c.from, to: c.to, begin: best.in(firstYear(from), wall), name: name, yearly: &best}, most > 0
}

// in returns the day of the rule in a year, at the time of day of clock.
func (y yearly) in(year int, clock time.Time) time.Time {
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
