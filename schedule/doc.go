// Package schedule says when a course meets, for whom that is which local time,
// and who was there. Wall time and a zone's name are the truth; instants follow
// from them through zone data the caller gives. Nothing here reads a clock, a
// file or the zone of the machine.
//
// # Vocabulary
//
//   - A [Plan] is a definition: the course's time zone and its [Session]s, each
//     with the wall time ([civil.DateTime]) at which it starts and ends in that zone. A
//     [Pattern] yields one from a rhythm (twice a week, 14 days later);
//     [Plan.Move] and [Plan.MoveAll] move by wall time, not by hours.
//   - [Compile] checks a plan and resolves it into a [Timetable]: local time for
//     any viewer ([Timetable.In]), what comes next ([Timetable.Next]), where
//     clocks shift against each other ([Timetable.ClockShifts]), what the course
//     page claims ([Timetable.Check]), who was present ([Timetable.Attendance]),
//     and iCalendar, an ICS file ([Timetable.Calendar]).
//   - A [civil.Moment] is what a wall time means in a zone: one instant, none (a gap,
//     when clocks go forward to summer or daylight saving time) or two (an
//     overlap, when they go back).
//   - A [Segment] is one row of a meeting record: who joined which session when,
//     and when they left (join and leave, reconnects, several devices). A [Rule]
//     says what counts as attended; [Presence] is the result.
//   - [Fairest] ranks start times by the burden on the worst-off of people in
//     several zones ([Fairness], [Ranking]).
//
// # Clock changes
//
// A wall time in a gap or an overlap is refused unless its session names a
// [ClockChange]: earlier or later take that one of the two instants; compatible
// takes the later in a gap and the earlier in an overlap, as RFC 5545 and most
// calendars do. In a gap the later instant comes from reading the wall time with
// the offset before the change, the earlier one with the offset after it.
//
// # Zone names
//
// A zone is named as in the IANA time zone database: Europe/Zurich, Singapore.
// Abbreviations (CET, IST), fixed offsets (+01:00, Etc/GMT-1), the host's own
// zone (Local) and the empty name are refused, even where a zone source would
// take them. UTC is the exception (UTC, Etc/UTC): it means one thing to everybody
// and hides no clock change of a place.
//
// # Codes
//
// Of a plan, besides those of package document:
//
//	wall-time         text that is no wall time, or a day the calendar lacks
//	range             a wall time outside of the years 1970 to 9998, or a
//	                  session longer than [MaxHours]
//	zone-name         a name that stands for no place
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
//	meeting-end        a meeting that ended before the join
//	too-many           more than [MaxSegments] rows
//
// Of a pattern, calendar options and a question of fairness:
//
//	date, time-of-day  text that is no date, no time of day
//	unknown-session    no session of that number or id
//	plan-span          not enough days within [MaxSpanDays]
//	domain, url        not a domain name, not an absolute address
//	duplicate-id       two participants of one id
//	too-many           over 1,000 sessions, [MaxShares] or [MaxRotations]
//
// Of findings: see [Timetable.Check].
//
// # Zero values
//
// A zero [civil.DateTime], [civil.Date] or [civil.TimeOfDay] is not stated. An absent clock_change
// refuses, an absent missing_leave refuses.
//
// # Limits
//
// [MaxSessions] sessions of up to [MaxHours] within [MaxSpanDays]; [MaxSegments]
// rows; [MaxShares] and [MaxRotations]. Resolution is right for every zone of
// the database from 1970 on; earlier data is not reliable, and refused. Not
// checked: whether a session is held on a holiday, unless the caller names the
// date; whether a participant of a row is known; whether a session is held on a
// date that is another weekend in a viewer's country.
package schedule
