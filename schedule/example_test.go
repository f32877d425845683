package schedule_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// timetable returns the timetable of the reference course, for the examples below.
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

// A timetable shows each viewer the sessions on the viewer's own clock. It also reports
// when clock changes make the sessions earlier or later on this clock.
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

// Everything wrong with a plan is reported at once. A time that clocks skip or show
// twice is refused unless the session names a clock change.
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

// When a session of the reference course starts, clocks in Fiji already show the next
// day.
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

// Two deadlines on a viewer's clock: one at a wall time of the course's zone, and one
// anywhere on earth.
func ExampleTimetable_Deadlines() {
	t, err := schedule.Compile(schedule.Plan{Zone: "Europe/Zurich", Deadlines: []schedule.Deadline{
		{ID: "quiz", At: civil.MustDateTime("2024-10-30T14:59")},
		{ID: "project", At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true},
	}}, time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range t.Deadlines(location("Pacific/Auckland")) {
		fmt.Println(d.ID, d.At.Format("Mon 2 Jan 15:04"), d.Abbreviation, d.DateShift)
	}
	// Output:
	// quiz Thu 31 Oct 02:59 NZDT 1
	// project Fri 22 Nov 00:59 NZDT 2
}

// If only the time of a row is known, Next finds the sitting. SessionOf finds the session
// of the sitting.
func ExampleTimetable_SessionOf() {
	t := timetable()
	sitting, ok := t.Next(at("13:52"))
	fmt.Println(sitting.ID, ok)
	fmt.Println(t.SessionOf(sitting.ID))
	fmt.Println(t.SessionOf("session-9"))
	// Output:
	// session-1 true
	// session-1 true
	//  false
}

// A course page may claim on which days of the week sessions are held, on which dates
// none is held, and how many days lie between two sessions.
func ExampleClaims() {
	for _, f := range timetable().Lint(schedule.Claims{
		Weekdays: []schedule.WeekdaysClaim{{In: []civil.Weekday{"wednesday"}}},
		Avoid:    []schedule.AvoidClaim{{Date: civil.MustDate("2024-11-01"), Name: "All Saints' Day"}},
		Between:  []schedule.BetweenClaim{{From: "session-1", To: "session-6", Days: 30}},
	}) {
		fmt.Printf("%s %s %s: need %q, have %q\n", f.Code, f.Path, f.Verdict, f.Need, f.Have)
	}
	// Output:
	// stated-session sessions unknown: need "session-6", have ""
	// stated-weekdays sessions[1] not_met: need "wednesday", have "friday"
	// stated-weekdays sessions[3] not_met: need "wednesday", have "friday"
	// stated-weekdays sessions[4] not_met: need "wednesday", have "friday"
	// avoided-date sessions[1] not_met: need "not on 2024-11-01", have "2024-11-01"
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

// A plan is read from JSON. It has a pattern, and a deadline before its first
// session.
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

// Before a plan is announced, Stamped adds the instants of its wall times.
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
