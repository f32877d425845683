package schedule_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/schedule"
)

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

// Times are in the course's own zone, and the calendar has the rules of that zone.
// The session has its own location, address and description, and was held an hour
// later than planned.
func ExampleTimetable_Calendar_zoned() {
	t, err := schedule.Compile(schedule.Plan{
		Zone: "Europe/Zurich",
		Sessions: []schedule.Session{{
			ID: "session-1", Title: "Introduction", Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T17:00"),
			Location: "Room 3", URL: "https://example.org/1", Description: "What a digital public good is",
		}},
		Deadlines: []schedule.Deadline{{ID: "project", Title: "Project", At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true}},
	}, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	record := schedule.Record{Held: []schedule.Held{{Session: "session-1", Start: new(at("15:00")), End: new(at("17:00"))}}}
	ics, err := t.Calendar(record, schedule.CalendarOptions{
		Run: "2024", Domain: "example.org", Stamp: time.Date(2024, 11, 1, 9, 0, 0, 0, time.UTC), Sequence: 1, Zoned: true,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, text, _ := strings.Cut(strings.ReplaceAll(string(ics), "\r\n", "\n"), "CALSCALE:GREGORIAN\n")
	fmt.Print(text)
	// Output:
	// BEGIN:VTIMEZONE
	// TZID:Europe/Zurich
	// BEGIN:STANDARD
	// DTSTART:19701025T030000
	// TZOFFSETFROM:+0200
	// TZOFFSETTO:+0100
	// RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
	// TZNAME:CET
	// END:STANDARD
	// BEGIN:DAYLIGHT
	// DTSTART:19700329T020000
	// TZOFFSETFROM:+0100
	// TZOFFSETTO:+0200
	// RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
	// TZNAME:CEST
	// END:DAYLIGHT
	// END:VTIMEZONE
	// BEGIN:VEVENT
	// UID:session-1.2024@example.org
	// DTSTAMP:20241101T090000Z
	// SEQUENCE:1
	// DTSTART;TZID=Europe/Zurich:20241030T160000
	// DTEND;TZID=Europe/Zurich:20241030T180000
	// SUMMARY:Introduction
	// DESCRIPTION:What a digital public good is
	// LOCATION:Room 3
	// URL:https://example.org/1
	// STATUS:CONFIRMED
	// END:VEVENT
	// BEGIN:VEVENT
	// UID:deadline.project.2024@example.org
	// DTSTAMP:20241101T090000Z
	// SEQUENCE:1
	// DTSTART;TZID=Europe/Zurich:20241121T125900
	// SUMMARY:Project
	// TRANSP:TRANSPARENT
	// STATUS:CONFIRMED
	// END:VEVENT
	// END:VCALENDAR
}
