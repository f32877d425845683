package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// DateTime is a date and time as the clocks of some zone show it: 2024-10-30T15:00,
// with seconds where they are not zero. It is no instant and knows no zone. Date-times
// compare with ==; the zero DateTime is not stated.
type DateTime struct {
	// n is 1 more than the seconds since 0001-01-01T00:00, counted as if no
	// clock ever changed, so that the zero value means none.
	n int64
}

const (
	daySeconds = 24 * 60 * 60
	yearOne    = -62135596800 // 0001-01-01T00:00:00Z in Unix seconds
	maxWall    = 315537897600 // 9999-12-31T23:59:59
)

var errWall = rule.Violation{Code: "wall-time", Detail: "want a date and time such as 2024-10-30T15:00, seconds optional, no zone"}

// MustDateTime returns the wall time of a literal in source code such as
// 2024-10-30T15:00: it panics on text that is none.
func MustDateTime(text string) DateTime {
	var w DateTime
	if err := w.UnmarshalText([]byte(text)); err != nil {
		panic("civil.MustDateTime: " + err.Error())
	}
	return w
}

// DateTimeOf returns what a clock in t's own location shows at t, fractions of a
// second left out; outside of the years 0001 to 9999 the zero DateTime.
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

// Unix returns the Unix second at which UTC shows w. The difference of two is in
// seconds of a clock that never changes.
func (w DateTime) Unix() int64 { return w.n - 1 + yearOne }

// asUTC returns the instant at which UTC shows w: its calendar fields are w's.
func (w DateTime) asUTC() time.Time { return time.Unix(w.Unix(), 0).UTC() }

// IsZero reports whether w is not stated.
func (w DateTime) IsZero() bool { return w == DateTime{} }

// Date returns the day of w.
func (w DateTime) Date() Date {
	if w.IsZero() {
		return Date{}
	}
	return Date{(w.n-1)/daySeconds + 1}
}

// AddDays returns the same time of day a number of days later, or earlier: the
// wall time of a course moved by a week, whatever the clocks did in between. It
// returns the zero DateTime outside of the years 0001 to 9999.
func (w DateTime) AddDays(days int) DateTime {
	return w.AddSeconds(clamp(int64(days)) * daySeconds)
}

// clamp keeps a number within what can be added and multiplied; what it cuts is
// out of range anyway.
func clamp(n int64) int64 { return min(max(n, -maxWall), maxWall) }

// AddSeconds returns the wall time a number of seconds later, or earlier, on a
// clock that never changes; the zero DateTime outside of the years 0001 to 9999.
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

// UnmarshalText reads 2024-10-30T15:00 or 2024-10-30T15:00:30, years 0001 to
// 9999. The error is a [rule.Violation] with code wall-time and no path; it leaves
// w as it was.
func (w *DateTime) UnmarshalText(text []byte) error {
	layout := "2006-01-02T15:04"
	if len(text) == len("2006-01-02T15:04:05") {
		layout = "2006-01-02T15:04:05"
	}
	// The length is compared because package time also takes hours of one
	// digit and fractions of a second.
	t, err := time.Parse(layout, string(text))
	if err != nil || len(text) != len(layout) || t.Year() < 1 {
		return errWall
	}
	*w = DateTimeOf(t)
	return nil
}
