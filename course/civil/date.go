package civil

import (
	"time"

	"github.com/cohortkit/cohort/course/rule"
)

// Date is a day of the calendar, such as 2024-10-30, in no zone. Dates compare
// with ==; the zero Date is not stated.
type Date struct {
	day int64 // 1 for 0001-01-01
}

var errDate = rule.Violation{Code: "date", Detail: "want a day of the calendar such as 2024-10-30"}

// ParseDate reads 2024-10-30, years 0001 to 9999. The error is a
// [rule.Violation] with code date and no path.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, errDate
	}
	return DateTimeOf(t).Date(), nil
}

// MustDate is ParseDate for literals in source code: it panics on text that is
// no date.
func MustDate(text string) Date {
	d, err := ParseDate(text)
	if err != nil {
		panic("civil.MustDate: " + err.Error())
	}
	return d
}

// start returns the wall time at which d begins.
func (d Date) start() DateTime { return DateTime{(d.day-1)*daySeconds + 1} }

// IsZero reports whether d is not stated.
func (d Date) IsZero() bool { return d == Date{} }

// Weekday returns the day of the week of d.
func (d Date) Weekday() Weekday {
	// 0001-01-01 was a Monday.
	return Weekdays()[(d.day+6)%7]
}

// Week counts the weeks from Monday to Sunday; days of one week have the same.
func (d Date) Week() int64 { return (d.day - 1) / 7 }

// AddDays returns the date so many days later, the zero Date outside of the
// years 0001 to 9999.
func (d Date) AddDays(days int) Date { return d.start().AddDays(days).Date() }

// Sub returns the days from e to d.
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

// UnmarshalText is [ParseDate].
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}

// Weekday is a day of the week by its English name in small letters.
type Weekday string

// The days of the week.
const (
	Monday    Weekday = "monday"
	Tuesday   Weekday = "tuesday"
	Wednesday Weekday = "wednesday"
	Thursday  Weekday = "thursday"
	Friday    Weekday = "friday"
	Saturday  Weekday = "saturday"
	Sunday    Weekday = "sunday"
)

// Weekdays returns the days of the week from Monday on.
func Weekdays() [7]Weekday {
	return [7]Weekday{Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday}
}

// Valid reports whether w is one of the seven.
func (w Weekday) Valid() bool {
	for _, day := range Weekdays() {
		if w == day {
			return true
		}
	}
	return false
}
