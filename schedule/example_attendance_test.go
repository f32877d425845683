package schedule_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/schedule"
)

// at returns the instant of a time in UTC on the day of the first session.
func at(text string) time.Time {
	at, err := time.Parse(time.RFC3339, "2024-10-30T"+text+":00Z")
	if err != nil {
		panic(err)
	}
	return at
}

// A participant on two devices, with a reconnect, is present during the union of all
// rows. The session was planned for 120 minutes and had a break.
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

// Session 1 was held, session 2 was cancelled, and the other sessions are still to come.
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

// Most meeting tools export local times without a zone: a civil date-time and the
// zone of the account give the instant. The two rows are of one participant on two
// devices.
func ExampleTimetable_Attend_export() {
	const export = `Name (Original Name),User Email,Join Time,Leave Time
Amina,amina@example.org,10/30/2024 02:58:12 PM,10/30/2024 04:31:40 PM
Amina (phone),amina@example.org,10/30/2024 04:30:02 PM,10/30/2024 05:03:19 PM`
	ids := map[string]string{"amina@example.org": "P07"} // the organiser's own ids
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

// A meeting's messages may arrive late or twice. Here no message says that bo joined.
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

// A session that is held twice counts once, by the sitting that a person attended.
func ExampleTimetable_Attendance_repeats() {
	t, err := schedule.Compile(schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{{
		ID: "session-1", Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T17:00"),
		Repeats: []schedule.Repeat{{ID: "session-1-pacific", Start: civil.MustDateTime("2024-10-31T03:00"), End: civil.MustDateTime("2024-10-31T05:00")}},
	}}}, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	record := schedule.Record{Held: []schedule.Held{{Session: "session-1", Rows: []schedule.Segment{
		{Participant: "amina", Join: at("14:00"), Leave: new(at("16:00"))},
	}}}, Participants: []string{"amina", "sione", "tui"}}
	repeat := schedule.Held{Session: "session-1-pacific", Rows: []schedule.Segment{
		{Participant: "sione", Join: at("14:00").Add(12 * time.Hour), Leave: new(at("16:00").Add(12 * time.Hour))},
	}}
	for range 2 {
		p, err := t.Attendance(record, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80")})
		if err != nil {
			fmt.Println(err)
			return
		}
		for _, q := range p.People {
			fmt.Print(q.Participant, " ", q.Sessions[0].Status, " ", q.Sessions[0].Sitting, "; ")
		}
		fmt.Println(p.Sessions[0].Status)
		record.Held = append(record.Held, repeat)
	}
	// Output:
	// amina attended session-1; sione open ; tui open ; held
	// amina attended session-1; sione attended session-1-pacific; tui not_attended ; held
}

// The session ended 25 minutes early. A person who stayed to the end has attended the
// session only if the record states when the session ended.
func ExampleHeld() {
	for _, end := range []*time.Time{nil, new(at("15:35"))} {
		sitting, err := timetable().Attend(schedule.Held{
			Session: "session-1", End: end, Rows: []schedule.Segment{{Participant: "amina", Join: at("14:00"), Leave: new(at("15:35"))}},
		}, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80")})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(sitting.People[0].Attended, sitting.Planned != nil)
	}
	// Output:
	// false false
	// true true
}

// If a record is written while people are still in the meeting, their rows have no leave
// time.
func ExampleAttendanceRule_missingLeave() {
	held := schedule.Held{Session: "session-1", Rows: []schedule.Segment{{Participant: "amina", Join: at("14:00")}}}
	for _, word := range []string{"reject", "until_end", "zero_length"} {
		sitting, err := timetable().Attend(held, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: word})
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(word, sitting.People[0].Seconds)
	}
	// Output:
	// rows[0].leave: missing-leave: is required; or let missing_leave say what a row without one means
	// until_end 7200
	// zero_length 0
}

// A person who got a seat after session 1 is excused from it or counts as absent, as
// the rule says.
func ExampleAttendanceRule_joinedLater() {
	record := schedule.Record{
		Held:   []schedule.Held{{Session: "session-1"}},
		Joined: map[string]time.Time{"cai": at("20:00")},
	}
	for _, word := range []string{"excused", "absent"} {
		p, err := timetable().Attendance(record, schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), JoinedLater: word})
		if err != nil {
			fmt.Println(err)
			return
		}
		cai := p.People[0]
		fmt.Println(cai.Sessions[0].Status, cai.Attended, "attended,", cai.Held, "held,", cai.Excused, "excused")
	}
	// Output:
	// excused 0 attended, 1 held, 1 excused
	// not_attended 0 attended, 1 held, 0 excused
}

// A record is read from JSON. Everything wrong with it is reported at once.
func ExampleTimetable_ParseRecord() {
	_, err := timetable().ParseRecord([]byte(`{
		"held": [
			{"session": "session-1", "rows": [{"participant": "amina", "join": "2024-10-30 15:00", "leave": "2024-10-30T16:00:00Z"}]},
			{"session": "sesion-2"}],
		"cancelled": ["session-1"]}`), schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80")})
	fmt.Println(err)
	// Output:
	// held[0].rows[0].join: format: want a time with its offset from UTC, such as 2024-10-30T15:00:00+01:00 or 2024-10-30T14:00:00Z
	// held[1].session: unknown-session: no such session; the nearest is session-2; there are session-1, session-2, session-3, session-4 and session-5
	// cancelled[0]: duplicate-sitting: is held earlier in the record
}
