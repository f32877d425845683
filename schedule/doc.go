// Package schedule computes when a course meets, at which local times, what is due
// when, and who attended. Wall times and the names of zones are authoritative.
// Instants follow from them through zone data that the caller gives. Nothing here
// reads a clock, a file or the zone of the machine.
//
// # Vocabulary
//
//   - A [Plan] is a definition: the course's time zone, its [Session]s and its
//     [Deadline]s, with wall times in that zone. In place of the sessions a plan may
//     have a [Pattern], a rhythm such as twice a week and then once 14 days later.
//   - A session is the unit that attendance counts. A sitting is one time at which a
//     session is held. Most sessions have one sitting; a session that is repeated for
//     other zones has more ([Repeat]). The first sitting has the session's id.
//     [Timetable.SessionOf] returns the session of any sitting.
//   - [Compile] checks a plan and resolves it into a [Timetable]: local times for
//     any viewer ([Timetable.In]), what comes next ([Timetable.Next]), where
//     clocks shift against each other ([Timetable.ClockShifts]), deadlines
//     ([Timetable.Deadlines], [Timetable.InTime]), claims of the course page that do
//     not hold ([Timetable.Lint]), who was present ([Timetable.Attend],
//     [Timetable.Attendance]), and iCalendar, an ICS file ([Timetable.Calendar]).
//   - [Timetable.Move] moves a session or a deadline to another wall time
//     ([Planned]). [Plan.MoveAll] moves all of them. [Plan.Stamped] adds the instants
//     of the wall times to a plan that is announced.
//   - [Held] says that a sitting took place, when, with which breaks, and who was in
//     the meeting. A [Segment] is one row of the meeting: who joined when and left
//     when (reconnects and several devices make several rows). [Rows] makes rows from
//     a meeting's messages. A [Record] holds everything known so far. An
//     [AttendanceRule] says what counts as attended; [Presence] is the result.
//   - [Fairest] ranks start times for people in several zones by the burden on the
//     worst-off person ([Fairness], [Ranking]). It also finds start times for sessions
//     that take turns, or for sessions with several sittings.
//
// # Clock changes
//
// A wall time that clocks skip (a gap) or show twice (an overlap) is refused unless its
// session or deadline names a clock change. The values earlier and later take the
// earlier or the later of the two instants. The value compatible takes the later
// instant in a gap and the earlier instant in an overlap, as RFC 5545 and most
// calendars do. In a gap the later instant results from reading the wall time with the
// offset before the change, the earlier instant from reading it with the offset after
// the change.
//
// # Deadlines
//
// A deadline is the last instant that is in time: 23:59:00 exactly is in time, and a
// nanosecond later is not. Anywhere on earth means that the deadline passes when the
// clocks at UTC-12, the last place to reach a date, show its wall time.
//
// # Attendance
//
// A person has attended a session if the person was present in one of its sittings for
// the share of the sitting that the rule requires. The sitting counts as it was held,
// without its breaks. For each person a session is attended, not_attended, excused,
// cancelled or open: see [Timetable.Attendance].
//
// # Codes
//
// Codes of a plan, in addition to those of package document:
//
//	wall-time         text that is not a wall time, or has a day that does not exist
//	range             a wall time outside of the years 1970 to 9998, or a
//	                  sitting longer than 7 days
//	zone-name         a name that is not the name of a place
//	unknown-zone      a name that the given zone data does not have
//	other-zone        a name for which the zone data gives a zone of another name
//	duplicate-id      two sessions or sittings with the same id, or two deadlines
//	                  with the same id
//	end-before-start  a session that ends when it starts, or earlier
//	clock-gap         a wall time that clocks skip, and no clock change is named
//	clock-overlap     a wall time that clocks show twice, and no clock change is named
//	overlap           a sitting that starts before an earlier sitting of another
//	                  session has ended
//	utc               a stated instant that differs from the instant of the wall time
//	plan-span         more than ten years from the first start to the last
//	not-applicable    a clock change named for a deadline anywhere on earth
//	unknown-session   a deadline for a session that does not exist
//	url               not an absolute address, or a program such as javascript:
//	too-many          over 1,000 sittings
//
// Codes of a pattern, at the path pattern. Violations of the sessions that the pattern
// yields are reported at that path too, with the sessions' ids:
//
//	date, time-of-day  text that is not a date, or not a time of day
//	unknown-session    an element of then whose field after is not the number of an
//	                   earlier session
//	plan-span          not enough days for the sessions within ten years
//	avoided-date       an element of then whose session falls on a date to avoid
//	too-many           over 1,000 sessions
//
// Codes of a move and of a question about a deadline:
//
//	unknown-session    no sitting has the given id
//	unknown-deadline   no deadline has the given id
//	not-applicable     an end given for a deadline
//
// Codes of an attendance rule and of a record:
//
//	percent            a share of 0 or less, or of more than 100
//	unknown-session    a sitting that does not exist, or an excuse from a session
//	                   that does not exist
//	duplicate-sitting  a sitting that is in the record twice
//	other-session      a row that names a sitting other than the one it is in
//	end-before-start   a sitting or a break that does not end after its start
//	range              a sitting longer than 7 days, one outside of the years 1970 to
//	                   9998, or another instant that has no JSON text
//	outside            a break outside of its sitting, or breaks that fill the sitting
//	overlap            a break that starts before another has ended
//	leave-before-join  a leave before its join
//	missing-leave      a row without a leave, if the rule refuses such rows
//	meeting-end        a meeting that ended before the join
//	duplicate-id       a participant listed twice
//	too-long           a reason of over 1,000 characters
//	too-many           over 1,000 sittings held or cancelled, 100 breaks of a
//	                   sitting, 1,000,000 rows or people, or 5,000,000 pairs of
//	                   a person and a session
//
// Codes of calendar options and of a question of fairness:
//
//	domain             text that is not a domain name
//	url                text that is not an absolute address
//	duplicate-id       two participants of one id
//	not-applicable     sittings asked for, but the plan has repeats already
//	too-long           sittings asked for, but ids of sessions leave no room for
//	                   the number of a repeat
//	too-many           over 5,000,000 as the product of the numbers of start times,
//	                   participants and sittings; over 1,000,000 ways to choose
//	                   start times; or over 1,000 sittings
//
// Codes of findings: left-without-join ([Rows]), and those of [Timetable.Lint].
//
// # Zero values
//
// A zero date-time, date or time of day means not stated. An absent clock_change
// refuses times in gaps and overlaps, and an absent missing_leave refuses rows without
// a leave. With an absent joined_later, people are excused from the sessions before
// they joined. The zero [Timetable] and a nil one have no sessions.
//
// # Limits
//
// Limits are 1,000 sittings of up to 7 days within ten years, 20 repeats a session,
// 1,000 deadlines, 1,000,000 rows (200,000 in one list of a JSON document, see package
// document), and 5,000,000 people times sessions. Attendance
// takes time n log n in the number of rows. Wall times are resolved correctly in
// every zone of the IANA database from 1970 on; earlier dates are refused, since the
// data for them is not reliable.
//
// Not checked: whether a session is held on a holiday, unless the caller names the
// date; whether a session is held on a date that is a weekend in a viewer's country;
// whether the participant of a row is known, unless the record lists who takes part;
// whether a deadline is before the session that it is for, which Lint of a course
// reports.
package schedule
