package schedule

import "time"

// defaultBurden returns the burdens proposed where none are stated: see
// [Fairness].
func defaultBurden() []int {
	return []int{20, 20, 20, 20, 20, 12, 6, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 3, 4, 8, 14}
}

// burdens holds the running sums of a table such as Fairness.Burden, by minute of the
// day: the element at m is the burden of the minutes before m.
type burdens [minutesOfDay + 1]int64

func newBurdens(table []int) *burdens {
	var b burdens
	for m := range minutesOfDay {
		b[m+1] = b[m] + int64(table[m/60])
	}
	return &b
}

// of returns the burden of a session for a participant in loc. Each minute that has
// begun costs what the table has for the local hour in which it begins.
func (b *burdens) of(start, end time.Time, loc *time.Location) int64 {
	from, minutes := start.Unix(), (end.Unix()-start.Unix()+59)/60
	offset := offsetAt(from, loc)
	// Clocks change at most once within a day. So if the offsets at both ends of a
	// session are equal, the offset is the same in every minute. Longer sessions are
	// summed minute by minute, since clocks have changed twice within a week.
	if minutes <= minutesOfDay && offset == offsetAt(from+(minutes-1)*60, loc) {
		first := minuteOfDay(from + offset)
		return b.before(first+minutes) - b.before(first)
	}
	var sum int64
	for m := range minutes {
		at := from + m*60
		minute := minuteOfDay(at + offsetAt(at, loc))
		sum += b[minute+1] - b[minute]
	}
	return sum
}

// offsetAt returns the seconds east of UTC in loc at a Unix second.
func offsetAt(unix int64, loc *time.Location) int64 {
	_, offset := time.Unix(unix, 0).In(loc).Zone()
	return int64(offset)
}

// minuteOfDay returns the minute of the day that UTC shows at a Unix second.
func minuteOfDay(unix int64) int64 { return (unix%daySeconds + daySeconds) % daySeconds / 60 }

// before returns the burden of a period that begins at midnight and lasts the given number
// of minutes. The period can be longer than a day.
func (b *burdens) before(minutes int64) int64 {
	return minutes/minutesOfDay*b[minutesOfDay] + b[minutes%minutesOfDay]
}

const (
	daySeconds   = 24 * 60 * 60
	minutesOfDay = 24 * 60
)
