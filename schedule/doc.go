// Package schedule says when a course meets, for whom that is which local time,
// and who was there. Wall time and a zone's name are the truth; instants follow
// from them through zone data the caller gives. Nothing here reads a clock, a
// file or the zone of the machine.
//
// # Vocabulary
//
//   - A [Plan] is a definition: the course's zone and its [Session]s, each with
//     the wall time ([Wall]) at which it starts and ends in that zone.
//   - [Compile] checks a plan and resolves it into a [Timetable]: local time for
//     any viewer ([Timetable.In]), where clocks shift against each other
//     ([Timetable.ClockShifts]), what the course page says about it
//     ([Timetable.Check]), who was present ([Timetable.Attendance]).
//   - A [Moment] is what a wall time means in a zone: one instant, none (a gap,
//     when clocks go forward) or two (an overlap, when they go back).
//   - A [Segment] is one row of a meeting record: who joined which session when,
//     and when they left (join and leave, dial-in, reconnects, several devices).
//     A [Rule] says what counts as attended; [Presence] is the result.
//
// # Clock changes
//
// A wall time in a gap or an overlap is refused unless its session names a
// [ClockChange]: earlier or later take that one of the two instants; compatible
// takes the later in a gap and the earlier in an overlap, as RFC 5545 and most
// calendars do. In a gap the later instant comes from reading the wall time with
// the offset before the change, the earlier one with the offset after it.
//
// # Codes
//
// Of a plan, besides those of package document:
//
//	wall-time         text that is no wall time, or a day the calendar lacks
//	range             a wall time outside of the years 1970 to 9998, or a
//	                  session longer than [MaxHours]
//	zone-name         a name that stands for no place: an abbreviation (CET), a
//	                  fixed offset, the host's own zone
//	unknown-zone      a name the given zone data does not have
//	duplicate-id      two sessions of one id
//	end-before-start  a session that ends when it starts, or earlier
//	clock-gap         a wall time that clocks skip, and no policy named
//	clock-overlap     a wall time that clocks show twice, and no policy named
//	overlap           a session that starts before an earlier one has ended
//	utc               a stated instant that is not the one the wall time has now
//	plan-span         more than [MaxSpanDays] from the first start to the last
//
// Of an attendance rule and of rows:
//
//	percent            a share that is not more than 0 and at most 100
//	required           no join
//	unknown-session    a session the timetable does not have
//	leave-before-join  a leave before its join
//	missing-leave      no leave, where the rule refuses that
//
// Of findings: see [Timetable.Check].
//
// # Zero values
//
// A zero [Wall] is not stated. An absent clock_change refuses, an absent
// missing_leave refuses.
//
// # Limits
//
// [MaxSessions] sessions of up to [MaxHours] within [MaxSpanDays], [MaxSegments]
// rows. Not checked: whether a session is held on a holiday, unless the caller
// names the date; whether a participant of a row is known.
package schedule
