package schedule_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// timetable is the reference course, for the examples below.
func timetable() *schedule.Timetable {
	var plan schedule.Plan
	if err := document.Decode([]byte(published), &plan); err != nil {
		panic(err)
	}
	t, err := schedule.Compile(plan, time.LoadLocation)
	if err != nil {
		panic(err)
	}
	return t
}

func location(name string) *time.Location {
	loc, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return loc
}

// A timetable shows each viewer the sessions by their own clock, and says where
// clocks change within the course.
func Example() {
	t, err := schedule.Compile(schedule.Plan{
		Zone: "Europe/Zurich",
		Sessions: []schedule.Session{
			{ID: "session-1", Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T17:00")},
			{ID: "session-2", Start: civil.MustDateTime("2024-11-01T15:00"), End: civil.MustDateTime("2024-11-01T17:00")},
		},
	}, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range t.In(location("Africa/Cairo")) {
		fmt.Println(s.ID, s.Start.Format("Mon 2 Jan 15:04"), s.Abbreviation)
	}
	for _, shift := range t.ClockShifts(location("Africa/Cairo")) {
		fmt.Println(shift)
	}
	// Output:
	// session-1 Wed 30 Oct 17:00 EEST
	// session-2 Fri 1 Nov 16:00 EET
	// from session-2 on 1 h earlier by your clock
}

// All that is wrong with a plan is reported at once. A time that clocks skip or
// show twice is refused until the session says what is meant.
func ExampleCompile() {
	_, err := schedule.Compile(schedule.Plan{
		Zone: "Europe/Zurich",
		Sessions: []schedule.Session{
			{ID: "a", Start: civil.MustDateTime("2025-03-30T02:30"), End: civil.MustDateTime("2025-03-30T04:00")},
			{ID: "a", Start: civil.MustDateTime("2025-10-26T02:30"), End: civil.MustDateTime("2025-10-26T04:00"), ClockChange: "later"},
			{ID: "c", Start: civil.MustDateTime("2025-11-01T15:00"), End: civil.MustDateTime("2025-11-01T14:00")},
		},
	}, time.LoadLocation)
	fmt.Println(err)
	_, err = schedule.Compile(schedule.Plan{Zone: "EAT", Sessions: []schedule.Session{
		{ID: "a", Start: civil.MustDateTime("2025-01-10T15:00"), End: civil.MustDateTime("2025-01-10T17:00")},
	}}, time.LoadLocation)
	fmt.Println(err)
	// Output:
	// sessions[0].start: clock-gap: the clocks go forward and skip this time; choose another or name a clock_change
	// sessions[1].id: duplicate-id: an earlier session or sitting has the same id
	// sessions[2].end: end-before-start: must be later than the start
	// zone: zone-name: an abbreviation; name the place that is meant, such as Africa/Nairobi or Africa/Addis_Ababa
}

// The sessions of the reference course where it is already tomorrow.
func ExampleTimetable_In() {
	for _, s := range timetable().In(location("Pacific/Fiji")) {
		fmt.Println(s.ID, s.Start.Format("Mon 15:04"), s.End.Format("15:04"), s.Abbreviation, s.DateShift)
	}
	// Output:
	// session-1 Thu 02:00 04:00 +12 1
	// session-2 Sat 02:00 04:00 +12 1
	// session-3 Thu 02:00 04:00 +12 1
	// session-4 Sat 02:00 04:00 +12 1
	// session-5 Sat 01:00 04:00 +12 1
}

func ExampleTimetable_Sessions() {
	for _, s := range timetable().Sessions() {
		fmt.Println(s.ID, s.Start.Format(time.RFC3339), s.End.Sub(s.Start))
	}
	// Output:
	// session-1 2024-10-30T15:00:00+01:00 2h0m0s
	// session-2 2024-11-01T15:00:00+01:00 2h0m0s
	// session-3 2024-11-06T15:00:00+01:00 2h0m0s
	// session-4 2024-11-08T15:00:00+01:00 2h0m0s
	// session-5 2024-11-22T14:00:00+01:00 3h0m0s
}

func ExampleTimetable_Next() {
	next, ok := timetable().Next(time.Date(2024, 11, 10, 0, 0, 0, 0, time.UTC))
	fmt.Println(next.ID, ok)
	// Output: session-5 true
}

func ExampleTimetable_ClockShifts() {
	for _, name := range []string{"Asia/Kathmandu", "Africa/Cairo", "America/New_York"} {
		fmt.Println(name, timetable().ClockShifts(location(name)))
	}
	// Output:
	// Asia/Kathmandu []
	// Africa/Cairo [from session-2 on 1 h earlier by your clock]
	// America/New_York [from session-3 on 1 h earlier by your clock]
}

// The page of the reference course contradicts itself once.
func ExampleTimetable_Lint() {
	for _, f := range timetable().Lint(schedule.Claims{
		Sessions: &schedule.CountClaim{Count: 5},
		Minutes:  &schedule.MinutesClaim{Each: 120, Source: &rule.Source{Section: "delivery", Item: 1}},
		Weekly:   []schedule.WeeklyClaim{{Of: []string{"session-1", "session-2", "session-3", "session-4"}, Each: 2, Weeks: 2}},
		Between:  []schedule.BetweenClaim{{From: "session-4", To: "session-5", Days: 14}},
	}) {
		fmt.Println(f.Code, f.Path, "need", f.Need, "have", f.Have)
	}
	// Output: stated-minutes sessions[4] need 120 have 180
}

// at returns an instant of the first session's day.
func at(text string) time.Time {
	at, err := time.Parse(time.RFC3339, "2024-10-30T"+text+":00Z")
	if err != nil {
		panic(err)
	}
	return at
}

// A participant on two devices, with a reconnect, is present for the union of it
// all. The session was planned for 120 minutes and had a break.
func ExampleTimetable_Attend() {
	sitting, err := timetable().Attend(schedule.Held{
		Session: "session-1",
		Breaks:  []schedule.Span{{Start: at("14:50"), End: at("15:05")}},
		Rows: []schedule.Segment{
			{Participant: "amina", Join: at("13:50"), Leave: new(at("14:40"))},
			{Participant: "amina", Join: at("14:20"), Leave: new(at("14:30"))},
			{Participant: "amina", Join: at("14:55"), Leave: new(at("15:55"))},
		},
	}, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, a := range sitting.People {
		fmt.Println(a.Participant, a.Attended, a.Seconds/60, "of 105 minutes, left early by", a.LeftEarly/60)
	}
	// Output: amina true 90 of 105 minutes, left early by 5
}

// Session 1 was held, session 2 was cancelled, the rest is still to come.
func ExampleTimetable_Attendance() {
	p, err := timetable().Attendance(schedule.Record{
		Held: []schedule.Held{{Session: "session-1", Rows: []schedule.Segment{
			{Participant: "amina", Join: at("14:00"), Leave: new(at("16:00"))},
			{Participant: "the host", Join: at("13:45"), Leave: new(at("16:20"))},
		}}},
		Cancelled:    []string{"session-2"},
		Excused:      []schedule.Excuse{{Participants: []string{"bo"}, Session: "session-1", Reason: "ill"}},
		Participants: []string{"amina", "bo", "cai"},
	}, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80")})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, q := range p.People {
		fmt.Println(q.Participant, q.Sessions[0].Status, q.Sessions[1].Status, q.Sessions[2].Status)
	}
	fmt.Println("strangers:", p.Strangers)
	// Output:
	// amina attended cancelled open
	// bo excused cancelled open
	// cai not_attended cancelled open
	// strangers: map[the host:1]
}

func ExampleTimetable_Calendar() {
	ics, err := timetable().Calendar(schedule.Record{Cancelled: []string{"session-2"}}, schedule.CalendarOptions{
		Run: "ITU-DPG-2024", Domain: "example.org", Stamp: time.Date(2024, 10, 14, 9, 0, 0, 0, time.UTC),
		Sequence: 1, Reminders: []int{30},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	events := strings.SplitAfter(strings.ReplaceAll(string(ics), "\r\n", "\n"), "END:VEVENT\n")
	fmt.Print(events[0], events[1])
	// Output:
	// BEGIN:VCALENDAR
	// VERSION:2.0
	// PRODID:-//cohortkit//cohort schedule//EN
	// CALSCALE:GREGORIAN
	// BEGIN:VEVENT
	// UID:session-1.ITU-DPG-2024@example.org
	// DTSTAMP:20241014T090000Z
	// SEQUENCE:1
	// DTSTART:20241030T140000Z
	// DTEND:20241030T160000Z
	// SUMMARY:Introduction
	// STATUS:CONFIRMED
	// BEGIN:VALARM
	// ACTION:DISPLAY
	// DESCRIPTION:Introduction
	// TRIGGER:-PT30M
	// END:VALARM
	// END:VEVENT
	// BEGIN:VEVENT
	// UID:session-2.ITU-DPG-2024@example.org
	// DTSTAMP:20241014T090000Z
	// SEQUENCE:1
	// DTSTART:20241101T140000Z
	// DTEND:20241101T160000Z
	// SUMMARY:session-2
	// STATUS:CANCELLED
	// END:VEVENT
}

// Most meeting tools export local times without a zone: a civil date-time and the
// zone of the account give the instant. Rows of one participant, of two devices.
func ExampleTimetable_Attend_export() {
	const export = `Name (Original Name),User Email,Join Time,Leave Time
Amina,amina@example.org,10/30/2024 02:58:12 PM,10/30/2024 04:31:40 PM
Amina (phone),amina@example.org,10/30/2024 04:30:02 PM,10/30/2024 05:03:19 PM`
	ids := map[string]string{"amina@example.org": "P07"} // the organiser's own
	zurich := location("Europe/Zurich")
	instant := func(text string) time.Time {
		local, err := time.Parse("01/02/2006 03:04:05 PM", text)
		if err != nil {
			panic(err)
		}
		at, err := civil.DateTimeOf(local).In(zurich, "compatible")
		if err != nil {
			panic(err)
		}
		return at
	}
	held := schedule.Held{Session: "session-1"}
	for _, line := range strings.Split(export, "\n")[1:] {
		fields := strings.Split(line, ",")
		held.Rows = append(held.Rows, schedule.Segment{Participant: ids[fields[1]], Join: instant(fields[2]), Leave: new(instant(fields[3]))})
	}
	sitting, err := timetable().Attend(held, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80")})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sitting.People[0].Participant, sitting.People[0].Seconds, sitting.People[0].Attended)
	// Output: P07 7200 true
}

// A meeting's messages as they arrive: late, twice, and one never.
func ExampleRows() {
	rows, findings, err := schedule.Rows([]schedule.Message{
		{At: at("14:50"), Left: "amina"},
		{At: at("13:58"), Joined: "amina"},
		{At: at("14:55"), Joined: "amina"},
		{At: at("13:58"), Joined: "amina"},
		{At: at("15:10"), Left: "bo"},
		{At: at("16:02"), Ended: true},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range rows {
		fmt.Println(row.Participant, row.Join.Format("15:04"), row.Leave.Format("15:04"))
	}
	for _, f := range findings {
		fmt.Println(f.Path, f.Code)
	}
	// Output:
	// amina 13:58 14:50
	// amina 14:55 16:02
	// [4] left-without-join
}

// The project is due at the end of 20 November, anywhere on earth.
func ExampleTimetable_InTime() {
	t, err := schedule.Compile(schedule.Plan{Zone: "Europe/Zurich", Deadlines: []schedule.Deadline{
		{ID: "project", At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true},
	}}, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	last := t.Deadlines(location("Africa/Nairobi"))[0].At
	fmt.Println(last.Format("Mon 2 Jan 15:04 MST"))
	for _, at := range []time.Time{last, last.Add(time.Nanosecond)} {
		fmt.Println(t.InTime("project", at))
	}
	// Output:
	// Thu 21 Nov 14:59 EAT
	// true <nil>
	// false <nil>
}

// Session 3 is put off by a week.
func ExampleTimetable_Move() {
	moved, err := timetable().Move(schedule.Planned{Session: "session-3", Start: civil.MustDateTime("2024-11-13T15:00"), Reason: "the instructor is ill"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range moved.Sessions()[2:4] {
		fmt.Println(s.ID, s.Start.Format("Mon 2 Jan 15:04"), "to", s.End.Format("15:04"))
	}
	// Output:
	// session-4 Fri 8 Nov 15:00 to 17:00
	// session-3 Wed 13 Nov 15:00 to 17:00
}

// A course as a document: a pattern, and a deadline before its first session.
func ExampleParse() {
	plan, err := schedule.Parse([]byte(`{
		"zone": "Europe/Zurich",
		"pattern": {"from": "2024-10-28", "weekdays": ["wednesday", "friday"], "count": 4, "at": "15:00", "minutes": 120},
		"deadlines": [{"id": "quiz", "title": "Pre-class quiz", "at": "2024-10-30T14:59"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	t, err := schedule.Compile(plan, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(t.Sessions()[0].ID, t.Sessions()[0].Start.Sub(t.Deadlines(nil)[0].At))
	// Output: session-1 1m0s
}

// An announcement with the instants of its wall times.
func ExamplePlan_Stamped() {
	plan, err := schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
		{ID: "a", Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T17:00")},
	}}.Stamped(time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(plan.Sessions[0].UTC.Format(time.RFC3339), plan.Sessions[0].UTCEnd.Format(time.RFC3339))
	// Output: 2024-10-30T14:00:00Z 2024-10-30T16:00:00Z
}
