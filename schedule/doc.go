// Package schedule says when a course meets, for whom that is which local time,
// what is due when, and who was there. Wall time and the name of a zone are the
// truth; instants follow from them through zone data that the caller gives.
// Nothing here reads a clock, a file or the zone of the machine.
//
// # Vocabulary
//
//   - A [Plan] is a definition: the course's time zone, its [Session]s and its
//     [Deadline]s, with wall times in that zone. A [Pattern] in place of the
//     sessions is a rhythm (twice a week, 14 days later).
//   - A session is what counts. A sitting is one time at which it is held:
//     usually one, more where a session is repeated for other zones ([Repeat]).
//     The first sitting has the session's id, and so an id of a sitting names a
//     session too ([Timetable.SessionOf]).
//   - [Compile] checks a plan and resolves it into a [Timetable]: local times for
//     any viewer ([Timetable.In]), what comes next ([Timetable.Next]), where
//     clocks shift against each other ([Timetable.ClockShifts]), deadlines
//     ([Timetable.Deadlines], [Timetable.InTime]), what the course page claims
//     ([Timetable.Lint]), who was present ([Timetable.Attend],
//     [Timetable.Attendance]), and iCalendar, an ICS file ([Timetable.Calendar]).
//   - [Timetable.Move] moves a session or a deadline by wall time ([Planned]),
//     [Plan.MoveAll] all of them, [Plan.Stamped] keeps the instants of an
//     announcement.
//   - [Held] says that a sitting took place, when, with which breaks and who was
//     in the meeting; a [Segment] is one row of that: who joined when and left
//     when (reconnects and several devices make several). [Rows] makes rows of a
//     meeting's messages. A [Record] is all that is known so far. An
//     [AttendanceRule] says what counts as attended; [Presence] is the result.
//   - [Fairest] ranks start times by the burden on the worst-off of people in
//     several zones ([Fairness], [Ranking]), in turns or with several sittings.
//
// # Clock changes
//
// A wall time in a gap or an overlap is refused unless its session names a
// clock change: earlier or later take that one of the two instants; compatible
// takes the later in a gap and the earlier in an overlap, as RFC 5545 and most
// calendars do. In a gap the later instant comes from reading the wall time with
// the offset before the change, the earlier one with the offset after it.
//
// # Deadlines
//
// A deadline is the last instant that is in time: at 23:59:00 exactly it is, a
// nanosecond later it is not. Anywhere on earth means that the clocks at UTC-12,
// the last place to reach a date, show that time.
//
// # Attendance
//
// A session is attended when the rule's share of one of its sittings, as it was
// held and without its breaks, was reached. For each person a session is one of
// attended, not_attended, excused, cancelled and open: see
// [Timetable.Attendance].
//
// # Codes
//
// Of a plan, besides those of package document:
//
//	wall-time         text that is no wall time, or a day the calendar lacks
//	range             a wall time outside of the years 1970 to 9998, or a
//	                  sitting longer than 7 days
//	zone-name         a name that is not that of a place
//	unknown-zone      a name the given zone data does not have
//	other-zone        a name for which it has a zone of another name
//	duplicate-id      two sessions or sittings of one id, or two deadlines
//	end-before-start  a session that ends when it starts, or earlier
//	clock-gap         a wall time that clocks skip, and no policy named
//	clock-overlap     a wall time that clocks show twice, and no policy named
//	overlap           a sitting that starts before one of an earlier session
//	                  has ended
//	utc               a stated instant that is not the one the wall time has now
//	plan-span         more than ten years from the first start to the last
//	not-applicable    a clock change of a deadline anywhere on earth
//	unknown-session   a deadline before a session that is not there
//	url               not an absolute address, or one that is a program
//	too-many          over 1,000 sittings
//
// Of a pattern, at the path pattern; what is wrong with the sessions it yields
// is there as well, with their ids:
//
//	date, time-of-day  text that is no date, no time of day
//	unknown-session    no session of that number
//	plan-span          not enough days within ten years
//	avoided-date       a session that follows on a date to avoid
//	too-many           over 1,000 sessions
//
// Of a move and of a question about a deadline:
//
//	unknown-session    no sitting of that id
//	unknown-deadline   no deadline of that id
//	not-applicable     an end of a deadline
//
// Of an attendance rule and of a record:
//
//	percent            a share that is not more than 0 and at most 100
//	unknown-session    a sitting, or of an excuse a session, that is not there
//	duplicate-sitting  a sitting that is in the record twice
//	other-session      a row of another sitting than that of its record
//	end-before-start   a sitting or a break without length
//	range              a sitting longer than 7 days, a year out of 1970 to 9998
//	outside            a break outside of its sitting, or all of it
//	overlap            a break that starts before another has ended
//	leave-before-join  a leave before its join
//	missing-leave      no leave, where the rule refuses that
//	meeting-end        a meeting that ended before the join
//	duplicate-id       a participant listed twice
//	too-long           a reason of over 1,000 characters
//	too-many           over 1,000 sittings held or cancelled, 100 breaks of a
//	                   sitting, 1,000,000 rows or people, or 5,000,000 people
//	                   times sessions
//
// Of calendar options and a question of fairness:
//
//	domain, url        not a domain name, not an absolute address
//	duplicate-id       two participants of one id
//	not-applicable     sittings asked for a plan that has repeats
//	too-long           sittings asked for sessions of the longest ids
//	too-many           over 5,000,000 start times, participants and sittings
//	                   multiplied, 1,000,000 ways to choose start times, or
//	                   1,000 sittings
//
// Codes of findings: left-without-join ([Rows]), and those of [Timetable.Lint].
//
// # Zero values
//
// A zero date-time, date or time of day is not stated. An absent clock_change
// refuses, an absent missing_leave refuses, an absent joined_later excuses. The
// zero [Timetable] and a nil one have no sessions.
//
// # Limits
//
// 1,000 sittings of up to 7 days within ten years, 20 repeats a session, 1,000
// deadlines; 1,000,000 rows and 5,000,000 people times sessions, in time
// n log n of the rows. Resolution is right for every zone of the database from
// 1970 on; earlier data is not reliable, and refused. Not checked: whether a
// session is held on a holiday, unless the caller names the date; whether a
// participant of a row is known, unless the record lists who takes part; whether
// a session is held on a date that is a weekend in a viewer's country; whether
// a deadline is before the session it is for, which Lint of a course does.
package schedule
