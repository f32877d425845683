package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// DateTime is a date and time as the clocks of some zone show it: 2024-10-30T15:00, with
// seconds if they are not zero. It is not an instant and has no zone. Date-times compare
// with ==; the zero DateTime is not stated.
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

var errWall = rule.Violation{Code: "wall-time", Detail: "want a date and time such as 2024-10-30T15:00, seconds optional, no zone"}

// MustDateTime returns the wall time of a literal in source code such as
// 2024-10-30T15:00. It panics if the text is not a wall time.
func MustDateTime(text string) DateTime {
	var w DateTime
	if err := w.UnmarshalText([]byte(text)); err != nil {
		panic("civil.MustDateTime: " + err.Error())
	}
	return w
}

// DateTimeOf returns the wall time that a clock in t's own location shows at t, without
// fractions of a second. It returns the zero DateTime outside of the years 0001 to 9999.
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

// Unix returns the Unix second at which UTC shows w. Subtracting two of these gives the
// seconds between two wall times on a clock that never changes.
func (w DateTime) Unix() int64 { return w.n - 1 + yearOne }

// asUTC returns the instant at which UTC shows w. Its calendar fields are those of w.
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

// AddDays returns the same time of day that many days later, or earlier if days is
// negative, even if the clocks change in between: a session moved by a week keeps its
// time of day. It returns the zero DateTime outside of the years 0001 to 9999.
func (w DateTime) AddDays(days int) DateTime {
	return w.AddSeconds(clamp(int64(days)) * daySeconds)
}

// clamp limits n so that it can be added and multiplied without overflow. The numbers
// that it cuts lead outside of the years 0001 to 9999 anyway.
func clamp(n int64) int64 { return min(max(n, -maxWall), maxWall) }

// AddSeconds returns the wall time that many seconds later, or earlier if seconds is
// negative, on a clock that never changes. It returns the zero DateTime outside of the
// years 0001 to 9999.
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
// years 0001 to 9999. The error is a [rule.Violation] with code wall-time and no path; it
// leaves w unchanged.
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
