package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// DateTime is a date and a time of day as the clocks of some zone show them, such as
// 2024-10-30T15:00. It is not an instant and has no zone. Its text has seconds only if
// they are not zero. Date-times compare with ==. The zero DateTime means that no
// date-time is stated. Comments call a date-time a wall time too.
type DateTime struct {
	// n is 1 more than the seconds since 0001-01-01T00:00, counted as if no clock ever
	// changed. The zero value is therefore free to mean "not stated".
	n int64
}

const (
	daySeconds = 24 * 60 * 60
	yearOne    = -62135596800 // 0001-01-01T00:00:00Z in Unix seconds
	maxWall    = 315537897600 // n of 9999-12-31T23:59:59
)

var errWall = rule.Violation{Code: "wall-time", Detail: "want a day of the calendar and a time, such as 2024-10-30T15:00, seconds optional, no zone"}

// MustDateTime returns the wall time that a text such as 2024-10-30T15:00 states. It
// panics if the text is not a wall time, so it is for literals in source code.
func MustDateTime(text string) DateTime {
	var w DateTime
	if err := w.UnmarshalText([]byte(text)); err != nil {
		panic("civil.MustDateTime: " + err.Error())
	}
	return w
}

// DateTimeOf returns the wall time that a clock in the location of t shows at t, without
// fractions of a second. It returns the zero DateTime if that wall time lies outside the
// years 0001 to 9999.
func DateTimeOf(t time.Time) DateTime {
	_, offset := t.Zone()
	return wallAt(t.Unix() + int64(offset))
}

// wallAt returns the wall time that UTC shows at a Unix second.
func wallAt(unix int64) DateTime {
	if unix < yearOne || unix >= yearOne+maxWall {
		return DateTime{}
	}
	return DateTime{unix - yearOne + 1}
}

// Unix returns the Unix second at which UTC shows w. The difference of two such numbers
// is the number of seconds between two wall times on a clock that never changes.
func (w DateTime) Unix() int64 { return w.n - 1 + yearOne }

// asUTC returns the instant at which UTC shows w. In UTC, this instant has the year,
// month, day, hour, minute and second of w.
func (w DateTime) asUTC() time.Time { return time.Unix(w.Unix(), 0).UTC() }

// IsZero reports whether w is the zero DateTime.
func (w DateTime) IsZero() bool { return w == DateTime{} }

// Date returns the day of w.
func (w DateTime) Date() Date {
	if w.IsZero() {
		return Date{}
	}
	return Date{(w.n-1)/daySeconds + 1}
}

// AddDays returns the wall time with the time of day of w, the given number of days after
// w. So a session that is moved by a week keeps its time of day, even if clocks change in
// between. The number may be negative. The result is the zero DateTime if w is the zero
// DateTime, or if the wall time would lie outside the years 0001 to 9999.
func (w DateTime) AddDays(days int) DateTime {
	return w.AddSeconds(clamp(int64(days)) * daySeconds)
}

// clamp limits n so that n can be added and multiplied without overflow. The numbers that
// clamp changes are so large that the result lies outside the years 0001 to 9999 with or
// without clamp.
func clamp(n int64) int64 { return min(max(n, -maxWall), maxWall) }

// AddSeconds returns the wall time that is the given number of seconds after w, on a
// clock that never changes. The number may be negative. The result is the zero DateTime
// if w is the zero DateTime, or if the wall time would lie outside the years 0001 to
// 9999.
func (w DateTime) AddSeconds(seconds int64) DateTime {
	if w.IsZero() {
		return DateTime{}
	}
	return wallAt(w.Unix() + clamp(seconds))
}

// String returns the text of w, empty for the zero DateTime.
func (w DateTime) String() string {
	switch t := w.asUTC(); {
	case w.IsZero():
		return ""
	case t.Second() == 0:
		return t.Format("2006-01-02T15:04")
	default:
		return t.Format("2006-01-02T15:04:05")
	}
}

// MarshalText returns the text of w.
func (w DateTime) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads a wall time such as 2024-10-30T15:00 or 2024-10-30T15:00:30 in the
// years 0001 to 9999. Any other text leaves w unchanged; the error is then a
// [rule.Violation] with the code "wall-time" and no path.
func (w *DateTime) UnmarshalText(text []byte) error {
	layout := "2006-01-02T15:04"
	if len(text) == len("2006-01-02T15:04:05") {
		layout = "2006-01-02T15:04:05"
	}
	// The length is compared because package time also accepts hours of one digit and
	// fractions of a second.
	t, err := time.Parse(layout, string(text))
	if err != nil || len(text) != len(layout) || t.Year() < 1 {
		return errWall
	}
	*w = DateTimeOf(t)
	return nil
}
