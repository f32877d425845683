package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// TimeOfDay is what a clock shows: 15:00, with seconds where they are not zero.
// Times of day compare with ==; the zero TimeOfDay is not stated, which differs
// from midnight.
type TimeOfDay struct {
	n int32 // 1 more than the seconds since midnight
}

var errTimeOfDay = rule.Violation{Code: "time-of-day", Detail: "want a time of day such as 15:00, seconds optional"}

// ParseTimeOfDay reads 15:00 or 15:00:30, from 00:00 to 23:59:59. The error is a
// [rule.Violation] with code time-of-day and no path.
func ParseTimeOfDay(text string) (TimeOfDay, error) {
	// Any day will do; it is one whose wall times can all be read.
	w, err := ParseDateTime("2000-01-01T" + text)
	if err != nil {
		return TimeOfDay{}, errTimeOfDay
	}
	return w.TimeOfDay(), nil
}

// MustTimeOfDay is ParseTimeOfDay for literals in source code: it panics on text
// that is no time of day.
func MustTimeOfDay(text string) TimeOfDay {
	c, err := ParseTimeOfDay(text)
	if err != nil {
		panic("civil.MustTimeOfDay: " + err.Error())
	}
	return c
}

// TimesOfDay returns the times from first to last, both included, in steps of
// so many minutes; none if one is not stated or the step is less than 1.
func TimesOfDay(first, last TimeOfDay, minutes int) []TimeOfDay {
	if first.IsZero() || minutes < 1 || minutes > minutesOfDay {
		return nil
	}
	var times []TimeOfDay
	for n := first.n; n <= last.n; n += int32(minutes) * 60 {
		times = append(times, TimeOfDay{n})
	}
	return times
}

const minutesOfDay = 24 * 60

// TimeOfDayAt returns the time so many seconds after midnight, taken modulo a
// day.
func TimeOfDayAt(seconds int) TimeOfDay {
	return TimeOfDay{int32((seconds%daySeconds+daySeconds)%daySeconds) + 1}
}

// Seconds returns the seconds from midnight to c, -1 for the zero TimeOfDay.
func (c TimeOfDay) Seconds() int { return int(c.n) - 1 }

// On returns the wall time at c on a day, the zero DateTime if one of them is not
// stated.
func (c TimeOfDay) On(d Date) DateTime {
	if c.IsZero() || d.IsZero() {
		return DateTime{}
	}
	return DateTime{d.start().n + int64(c.n) - 1}
}

// TimeOfDay returns the time of day of w.
func (w DateTime) TimeOfDay() TimeOfDay {
	if w.IsZero() {
		return TimeOfDay{}
	}
	return TimeOfDay{int32((w.n-1)%daySeconds) + 1}
}

// IsZero reports whether c is not stated.
func (c TimeOfDay) IsZero() bool { return c == TimeOfDay{} }

// String returns the text of c, empty for the zero TimeOfDay.
func (c TimeOfDay) String() string {
	switch t := time.Unix(int64(c.n)-1, 0).UTC(); {
	case c.IsZero():
		return ""
	case t.Second() == 0:
		return t.Format("15:04")
	default:
		return t.Format("15:04:05")
	}
}

// MarshalText returns the text of c.
func (c TimeOfDay) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText is [ParseTimeOfDay].
func (c *TimeOfDay) UnmarshalText(text []byte) error {
	parsed, err := ParseTimeOfDay(string(text))
	if err == nil {
		*c = parsed
	}
	return err
}
