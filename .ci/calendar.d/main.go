package main

import (
	"archive/zip"
	"encoding/json"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/schedule"
)

type event struct {
	UID       string `json:"uid"`
	Start     string `json:"start"`
	End       string `json:"end"`
	Summary   string `json:"summary"`
	Cancelled bool   `json:"cancelled"`
	Alarms    int    `json:"alarms"`
}

type line struct {
	Name     string  `json:"name"`
	Zoned    int     `json:"zoned"` // events told in the zone's own time
	Calendar string  `json:"calendar"`
	Events   []event `json:"events"`
}

const awkward = "Introduction; \"DPGs\", open source \\ licences\nça va? Ελληνικά 漢字 العربية — и ещё: " +
	"a title of more than seventy-five octets, so that it must be folded, and more than once at that"

func main() {
	goroot := os.Getenv("GOROOT")
	archive, err := zip.OpenReader(filepath.Join(goroot, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		log.Fatal(err)
	}
	out := json.NewEncoder(os.Stdout)
	write := func(name string, table *schedule.Timetable, o schedule.CalendarOptions) {
		if err := out.Encode(calendar(name, table, o)); err != nil {
			log.Fatal(err)
		}
	}
	for _, zoned := range []bool{false, true} {
		o := options(zoned)
		write("reference", reference(), o)
		o.Reminders, o.Cancelled, o.Sequence = nil, nil, 0
		write("reference, plain", reference(), o)
	}
	for _, file := range archive.File {
		if strings.HasSuffix(file.Name, "/") {
			continue
		}
		table := nearChanges(file.Name)
		write(file.Name, table, options(false))
		write(file.Name, table, options(true))
	}
}

func options(zoned bool) schedule.CalendarOptions {
	return schedule.CalendarOptions{
		Run: "ITU/2024 ü", Domain: "example.org", Stamp: time.Date(2024, 10, 14, 9, 0, 0, 0, time.UTC), Sequence: 2, Zoned: zoned,
		Cancelled: []string{"session-3"}, Reminders: []int{30, 1440}, Name: "Digital Public Goods", Description: awkward,
		Location: "Zoom; room 1, 2", URL: "https://example.org/?a=1,2;b#c",
	}
}

func calendar(name string, table *schedule.Timetable, o schedule.CalendarOptions) line {
	text, err := table.Calendar(o)
	if err != nil {
		log.Fatal(name, ": ", err)
	}
	l := line{Name: name, Calendar: string(text), Zoned: strings.Count(string(text), "\r\nDTSTART;TZID=")}
	for _, s := range table.Sessions() {
		e := event{
			UID: s.ID + ".ITU%2F2024%20%C3%BC@example.org", Summary: s.Title,
			Start: s.Start.UTC().Format(time.RFC3339), End: s.End.UTC().Format(time.RFC3339),
			Cancelled: slices.Contains(o.Cancelled, s.ID), Alarms: len(o.Reminders),
		}
		if e.Cancelled {
			e.Alarms = 0
		}
		l.Events = append(l.Events, e)
	}
	return l
}

func session(id, start, end string) schedule.Session {
	return schedule.Session{ID: id, Title: awkward, Start: civil.MustDateTime(start), End: civil.MustDateTime(end)}
}

func reference() *schedule.Timetable {
	return compile(schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
		session("session-1", "2024-10-30T15:00", "2024-10-30T17:00"),
		session("session-2", "2024-11-01T15:00", "2024-11-01T17:00"),
		session("session-3", "2024-11-06T15:00", "2024-11-06T17:00"),
		session("session-4", "2024-11-08T15:00", "2024-11-08T17:00"),
		session("session-5", "2024-11-22T14:00", "2024-11-22T17:00"),
	}}, time.LoadLocation)
}

// nearChanges is a course in a zone by a name that no reader knows, so that the
// rules inside the calendar are all there is to go by: sessions across and
// beside clock changes from 2024 on, on ordinary days where there are none.
func nearChanges(zone string) *schedule.Timetable {
	loc, err := time.LoadLocation(zone)
	if err != nil {
		log.Fatal(err)
	}
	plan := schedule.Plan{Zone: "Embedded/" + strings.ReplaceAll(zone, "/", "_")}
	add := func(id string, start time.Time, hours int) {
		plan.Sessions = append(plan.Sessions, schedule.Session{
			ID: id, Title: awkward, ClockChange: civil.Compatible,
			Start: civil.DateTimeOf(start.In(loc)), End: civil.DateTimeOf(start.Add(time.Duration(hours) * time.Hour).In(loc)),
		})
	}
	day := time.Date(2024, 1, 10, 14, 30, 0, 0, time.UTC)
	first, second := change(loc, day), change(loc, change(loc, day).Add(time.Hour))
	add("session-1", day, 2)
	add("session-2", first.Add(-6*time.Hour), 2)
	add("session-3", first.Add(-3*time.Hour), 8)
	add("session-4", second.Add(-5*time.Hour), 2)
	add("session-5", second.Add(3*time.Hour), 1)
	return compile(plan, func(string) (*time.Location, error) { return loc, nil })
}

// change returns the hour in which the offset next changes, or a day half a
// year later.
func change(loc *time.Location, from time.Time) time.Time {
	_, was := from.In(loc).Zone()
	for at := from; at.Before(from.AddDate(2, 0, 0)); at = at.Add(30 * time.Minute) {
		if _, is := at.In(loc).Zone(); is != was {
			return at
		}
	}
	return from.AddDate(0, 6, 0)
}

func compile(plan schedule.Plan, zones civil.Zones) *schedule.Timetable {
	table, err := schedule.Compile(plan, zones)
	if err != nil {
		log.Fatal(plan.Zone, ": ", err)
	}
	return table
}
