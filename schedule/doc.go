// Package schedule computes when a course meets, at which local times, what is due
// when, and who attended. Wall times and the names of zones are authoritative.
// Instants follow from them through zone data that the caller gives. Nothing here
// reads a clock, a file or the zone of the machine.
//
// # Vocabulary
//
//   - A [Plan] is a definition: the course's time zone, its [Session]s and its
//     [Deadline]s, with wall times in that zone. A [Pattern] in place of the
//     sessions is a rhythm (twice a week, 14 days later).
//   - A session is the unit that counts. A sitting is one time at which it is held:
//     usually there is one, and there are more if a session is repeated for other
//     zones ([Repeat]). The first sitting has the session's id, so the id of any
//     sitting also leads to a session ([Timetable.SessionOf]).
//   - [Compile] checks a plan and resolves it into a [Timetable]: local times for
//     any viewer ([Timetable.In]), what comes next ([Timetable.Next]), where
//     clocks shift against each other ([Timetable.ClockShifts]), deadlines
//     ([Timetable.Deadlines], [Timetable.InTime]), what the course page claims
//     ([Timetable.Lint]), who was present ([Timetable.Attend],
//     [Timetable.Attendance]), and iCalendar, an ICS file ([Timetable.Calendar]).
//   - [Timetable.Move] moves a session or a deadline by wall time ([Planned]).
//     [Plan.MoveAll] moves all of them. [Plan.Stamped] keeps the instants of an
//     announcement.
//   - [Held] says that a sitting took place, when, with which breaks, and who was in
//     the meeting. A [Segment] is one row of the meeting: who joined when and left
//     when (reconnects and several devices make several rows). [Rows] makes rows from
//     a meeting's messages. A [Record] holds everything known so far. An
//     [AttendanceRule] says what counts as attended; [Presence] is the result.
//   - [Fairest] ranks start times by the burden on the worst-off of people in several
//     zones ([Fairness], [Ranking]). It also finds start times for sessions that take
//     turns, or for sessions with several sittings.
//
// # Clock changes
//
// A wall time in a gap or an overlap is refused unless its session names a clock
// change. The values earlier and later take the earlier or the later of the two
// instants. The value compatible takes the later one in a gap and the earlier one in
// an overlap, as RFC 5545 and most calendars do. In a gap the later instant results
// from reading the wall time with the offset before the change, the earlier one from
// reading it with the offset after the change.
//
// # Deadlines
//
// A deadline is the last instant that is in time: 23:59:00 exactly is in time, and a
// nanosecond later is not. Anywhere on earth means that the deadline passes when the
// clocks at UTC-12, the last place to reach a date, show its wall time.
//
// # Attendance
//
// A person has attended a session if the person was present for the rule's share of
// one of its sittings, as it was held and without its breaks. For each person a
// session is attended, not_attended, excused, cancelled or open: see
// [Timetable.Attendance].
//
// # Codes
//
// Of a plan, besides those of package document:
//
//	wall-time         text that is no wall time, or a day the calendar lacks
//	range             a wall time outside of the years 1970 to 9998, or a
//	                  sitting longer than 7 days
//	zone-name         a name that is not the name of a place
//	unknown-zone      a name that the given zone data does not have
//	other-zone        a name for which the zone data gives a zone of another name
//	duplicate-id      two sessions or sittings of one id, or two deadlines
//	end-before-start  a session that ends when it starts, or earlier
//	clock-gap         a wall time that clocks skip, without a policy
//	clock-overlap     a wall time that clocks show twice, without a policy
//	overlap           a sitting that starts before one of an earlier session
//	                  has ended
//	utc               a stated instant that differs from that of the wall time
//	plan-span         more than ten years from the first start to the last
//	not-applicable    a clock change of a deadline anywhere on earth
//	unknown-session   a deadline before a session that does not exist
//	url               not an absolute address, or a program such as javascript:
//	too-many          over 1,000 sittings
//
// Of a pattern, at the path pattern. Violations of the sessions that it yields are
// reported there too, with the sessions' ids:
//
//	date, time-of-day  text that is not a date, or not a time of day
//	unknown-session    no session of that number
//	plan-span          not enough days found within ten years
//	avoided-date       a session that follows on a date to avoid
//	too-many           over 1,000 sessions
//
// Of a move and of a question about a deadline:
//
//	unknown-session    no sitting of that id
//	unknown-deadline   no deadline of that id
//	not-applicable     an end given for a deadline
//
// Of an attendance rule and of a record:
//
//	percent            a share that is not more than 0 and at most 100
//	unknown-session    a sitting that does not exist, or an excuse from a session
//	                   that does not exist
//	duplicate-sitting  a sitting that is in the record twice
//	other-session      a row of a sitting other than that of its record
//	end-before-start   a sitting or a break without length
//	range              a sitting longer than 7 days, a year outside of 1970 to 9998
//	outside            a break outside of its sitting, or breaks that fill it
//	overlap            a break that starts before another has ended
//	leave-before-join  a leave before its join
//	missing-leave      a row without a leave, where the rule refuses it
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
//	not-applicable     sittings asked for, but the plan has repeats already
//	too-long           sittings asked for, but ids of sessions leave no room for
//	                   the number of a repeat
//	too-many           over 5,000,000 start times, participants and sittings
//	                   multiplied, 1,000,000 ways to choose start times, or
//	                   1,000 sittings
//
// Codes of findings: left-without-join ([Rows]), and those of [Timetable.Lint].
//
// # Zero values
//
// A zero date-time, date or time of day means not stated. An absent clock_change
// refuses times in gaps and overlaps, an absent missing_leave refuses rows without a
// leave, and an absent joined_later excuses. The zero [Timetable] and a nil one have
// no sessions.
//
// # Limits
//
// Limits are 1,000 sittings of up to 7 days within ten years, 20 repeats a session,
// 1,000 deadlines, 1,000,000 rows, and 5,000,000 people times sessions. Attendance
// takes time n log n in the number of rows. Resolution is right for every zone of the
// database from 1970 on; earlier dates are refused, since the data for them is not
// reliable.
//
// Not checked: whether a session is held on a holiday, unless the caller names the
// date; whether a session is held on a date that is a weekend in a viewer's country;
// whether the participant of a row is known, unless the record lists who takes part;
// whether a deadline is before the session that it is for, which Lint of a course
// reports.
package schedule
