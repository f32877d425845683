package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Date is a day of the calendar, such as 2024-10-30, without a zone. Dates compare with
// ==. The zero Date means that no date is stated.
type Date struct {
	day int64 // 1 for 0001-01-01
}

var errDate = rule.Violation{Code: "date", Detail: "want a day of the calendar such as 2024-10-30"}

// MustDate returns the date that a text such as 2024-10-30 states. It panics if the text
// is not a date, so it is for literals in source code.
func MustDate(text string) Date {
	var d Date
	if err := d.UnmarshalText([]byte(text)); err != nil {
		panic("civil.MustDate: " + err.Error())
	}
	return d
}

// start returns the wall time at which d begins.
func (d Date) start() DateTime { return DateTime{(d.day-1)*daySeconds + 1} }

// IsZero reports whether d is the zero Date.
func (d Date) IsZero() bool { return d == Date{} }

// Weekday returns the day of the week of d, empty for the zero Date.
func (d Date) Weekday() Weekday {
	if d.IsZero() {
		return ""
	}
	// 0001-01-01 was a Monday.
	return weekdays()[(d.day+6)%7]
}

// AddDays returns the date of d plus a number of days, which may be negative. It returns
// the zero Date if d is the zero Date, or if the result lies outside the years 0001 to
// 9999.
func (d Date) AddDays(days int) Date {
	if d.IsZero() {
		return Date{}
	}
	return d.start().AddDays(days).Date()
}

// Sub returns the number of days from e to d.
func (d Date) Sub(e Date) int { return int(d.day - e.day) }

// String returns the text of d, empty for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.start().asUTC().Format(time.DateOnly)
}

// MarshalText returns the text of d.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads a date such as 2024-10-30 in the years 0001 to 9999. Any other text
// leaves d unchanged; the error is then a [rule.Violation] with the code "date" and no
// path.
func (d *Date) UnmarshalText(text []byte) error {
	t, err := time.Parse(time.DateOnly, string(text))
	if err != nil || t.Year() < 1 {
		return errDate
	}
	*d = DateTimeOf(t).Date()
	return nil
}

// Weekday is a day of the week: monday, tuesday, wednesday, thursday, friday,
// saturday or sunday.
type Weekday string

// weekdays returns the days of the week from Monday on.
func weekdays() [7]Weekday {
	return [7]Weekday{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
}
