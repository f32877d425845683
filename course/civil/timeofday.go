package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// TimeOfDay is the time of day that a clock shows, such as 15:00. Its text has seconds
// only if they are not zero. 24:00 is the end of a day; something may end at 24:00, but
// packages refuse it as a start. Times of day compare with ==. The zero TimeOfDay means
// that no time of day is stated; it is not 00:00.
type TimeOfDay struct {
	n int32 // 1 more than the seconds since midnight
}

var errTimeOfDay = rule.Violation{Code: "time-of-day", Detail: "want a time of day such as 15:00, seconds optional, up to 24:00"}

// MustTimeOfDay returns the time of day that a text such as 15:00 or 15:00:30 states. It
// panics if the text is not a time of day, so it is for literals in source code.
func MustTimeOfDay(text string) TimeOfDay {
	var c TimeOfDay
	if err := c.UnmarshalText([]byte(text)); err != nil {
		panic("civil.MustTimeOfDay: " + err.Error())
	}
	return c
}

// On returns the wall time at c on the day d. For 24:00, this is the start of the next
// day. On returns the zero DateTime if c or d is not stated, or if the result lies
// outside the years 0001 to 9999.
func (c TimeOfDay) On(d Date) DateTime {
	if c == (TimeOfDay{}) || d.IsZero() {
		return DateTime{}
	}
	return d.start().AddSeconds(int64(c.n) - 1)
}

// TimeOfDay returns the time of day of w.
func (w DateTime) TimeOfDay() TimeOfDay {
	if w.IsZero() {
		return TimeOfDay{}
	}
	return TimeOfDay{int32((w.n-1)%daySeconds) + 1}
}

// String returns the text of c, empty for the zero TimeOfDay.
func (c TimeOfDay) String() string {
	switch t := time.Unix(int64(c.n)-1, 0).UTC(); {
	case c == TimeOfDay{}:
		return ""
	case c.n > daySeconds:
		return "24:00"
	case t.Second() == 0:
		return t.Format("15:04")
	default:
		return t.Format("15:04:05")
	}
}

// MarshalText returns the text of c.
func (c TimeOfDay) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads a time of day such as 15:00 or 15:00:30, from 00:00 to 24:00. Any
// other text leaves c unchanged; the error is then a [rule.Violation] with the code
// "time-of-day" and no path.
func (c *TimeOfDay) UnmarshalText(text []byte) error {
	if string(text) == "24:00" {
		*c = TimeOfDay{daySeconds + 1}
		return nil
	}
	// A wall time needs a date; any date would do.
	var w DateTime
	if w.UnmarshalText([]byte("2000-01-01T"+string(text))) != nil {
		return errTimeOfDay
	}
	*c = w.TimeOfDay()
	return nil
}
