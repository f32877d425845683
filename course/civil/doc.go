// Package civil holds the times that clocks and calendars show: a [Date], a [TimeOfDay],
// both together as a [DateTime], and the [Weekday]. It checks names of time zones and
// finds the instant that a date-time means in a zone.
//
//   - A date, a time of day and a date-time are not instants and have no zone.
//     [DateTime.In] returns the instant that a date-time means in a location. If
//     clocks skip the date-time (a gap) or show it twice (an overlap), a
//     [ClockChange] decides; the zero ClockChange refuses it. [Shown] returns the
//     instants at which clocks show the times between two date-times.
//   - An [Interval] is a stretch of instants; [CheckIntervals] checks a list.
//   - A [Weekday] is monday, tuesday, wednesday, thursday, friday, saturday or
//     sunday; a [ClockChange] is earlier, later or compatible.
//   - Zone names are those of places in the IANA time zone database, and UTC
//     ([CheckZone]). Zone data comes from the caller ([Zones], [LoadZone]).
//   - Zero values mean "not stated". The JSON of each type is its text.
//
// # Codes
//
//	date          not a day of the calendar such as 2024-10-30
//	time-of-day   not a time such as 15:00, up to 24:00
//	wall-time     not a date and time such as 2024-10-30T15:00
//	clock-gap     a date-time that clocks skip, without a policy
//	clock-overlap a date-time that clocks show twice, without a policy
//	required      a zone name, a date-time, a start or an end that is left out
//	zone-name     a name that is not the name of a place
//	unknown-zone  a name that the given zone data does not have
//	other-zone    a name for which the zone data has a zone of another name
//	interval      an interval that does not end after it starts
//	range         an interval outside of the years 1900 to 2199
//	too-many      over 10,000 intervals
//
// # Zero values and limits
//
// Years are 0001 to 9999; an operation whose result would lie outside of them returns the
// zero value. A zone name has at most 64 characters. Nothing here panics except MustDate,
// MustDateTime and MustTimeOfDay, which are for literals in source code.
//
// # Not checked
//
// The words of a Weekday and a ClockChange are checked by the definitions that hold them.
// Packages that resolve date-times need years for which zone data is reliable, and check
// the years themselves.
package civil
