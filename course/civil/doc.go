// Package civil holds what clocks and calendars show: a [Date], a [TimeOfDay],
// both together as a [DateTime], the [Weekday], names of time zones, and the
// instant that a date-time means in a zone.
//
//   - None of them is an instant and none knows a zone. [DateTime.In] says what
//     a date-time means in a location: one instant, none where clocks skip it (a
//     [Gap]), or two where they show it twice (an [Overlap]). A [ClockChange]
//     picks one of them, and the zero policy refuses.
//   - Zone names are those of places in the IANA time zone database, and UTC
//     ([CheckZone]). Zone data comes from the caller ([Zones], [LoadZone]).
//   - Zero values mean "not stated". The text of each is its JSON.
//
// # Codes
//
//	date          not a day of the calendar such as 2024-10-30
//	time-of-day   not a time such as 15:00
//	wall-time     not a date and time such as 2024-10-30T15:00
//	required      no zone name
//	zone-name     a name that stands for no place
//	unknown-zone  a name that the given zone data does not have
//
// # Not checked
//
// Years are 0001 to 9999. Packages that resolve date-times want years for which
// zone data is reliable and check that themselves.
package civil
