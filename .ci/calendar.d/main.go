package main

import (
	"archive/zip"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/schedule"
)

type event struct {
	UID         string  `json:"uid"`
	Start       string  `json:"start"`
	End         *string `json:"end"` // nil for a deadline
	Summary     string  `json:"summary"`
	Description string  `json:"description"`
	Location    string  `json:"location"`
	URL         string  `json:"url"`
	Cancelled   bool    `json:"cancelled"`
	Alarms      int     `json:"alarms"`
}

type line struct {
	Name     string  `json:"name"`
	Zoned    int     `json:"zoned"` // number of events that have a time in the zone
	Calendar string  `json:"calendar"`
	Events   []event `json:"events"`
}

const awkward = "Introduction; \"DPGs\", open source \\ licences, ça va? Ελληνικά 漢字 العربية — и ещё: " +
	"a title of more than seventy-five octets, so that it must be folded, and more than once at that"

func main() {
	out := json.NewEncoder(os.Stdout)
	write := func(l line) {
		if err := out.Encode(l); err != nil {
			log.Fatal(err)
		}
	}
	for _, zoned := range []bool{false, true} {
		write(calendar("reference", reference(), schedule.Record{}, options(zoned)))
		write(calendar("reference, lived", reference(), lived(), options(zoned)))
		o := options(zoned)
		o.Reminders, o.Description, o.Location, o.URL, o.Name, o.Sequence = nil, "", "", "", "", 0
		write(calendar("reference, plain", reference(), schedule.Record{}, o))
	}
	var years []int
	for _, text := range os.Args[1:] {
		year, err := strconv.Atoi(text)
		if err != nil {
			log.Fatal(err)
		}
		years = append(years, year)
	}
	without := map[int][]string{} // zones whose calendars need UTC, by year
	for i, zone := range zones() {
		of := years
		if len(of) == 0 {
			of = []int{2018 + i%13}
		}
		for _, year := range of {
			table := lastingAYear(zone, year)
			for _, zoned := range []bool{false, true} {
				l := calendar(fmt.Sprint(zone.name, " ", year), table, schedule.Record{}, options(zoned))
				if zoned && l.Zoned == 0 && !alwaysUTC(table) {
					without[year] = append(without[year], zone.name)
				}
				write(l)
			}
		}
	}
	for _, year := range slices.Sorted(maps.Keys(without)) {
		fmt.Fprintln(os.Stderr, year, "without rules:", len(without[year]), strings.Join(without[year], " "))
	}
}

func options(zoned bool) schedule.CalendarOptions {
	return schedule.CalendarOptions{
		Run: "ITU/2024 ü", Domain: "example.org", Stamp: time.Date(2024, 10, 14, 9, 0, 0, 0, time.UTC), Sequence: 2, Zoned: zoned,
		Reminders: []int{1440, 30}, Name: "Digital Public Goods", Description: awkward + "\nand a second line",
		Location: "Zoom; room 1, 2", URL: "https://example.org/?a=1&b=%20#c",
	}
}

// calendar returns a calendar together with the events that readers must find in it.
func calendar(name string, table *schedule.Timetable, record schedule.Record, o schedule.CalendarOptions) line {
	text, err := table.Calendar(record, o)
	if err != nil {
		log.Fatal(name, ": ", err)
	}
	l := line{Name: name, Calendar: string(text), Zoned: strings.Count(string(text), "\r\nDTSTART;TZID=")}
	utc := func(at time.Time) string { return at.UTC().Format(time.RFC3339) }
	const run = ".ITU%2F2024%20%C3%BC@example.org"
	for _, s := range table.Sessions() {
		start, end := s.Start, s.End
		for _, h := range record.Held {
			if h.Session == s.ID {
				start, end = *h.Start, *h.End
			}
		}
		l.Events = append(l.Events, event{
			UID: s.ID + run, Summary: s.Title, Start: utc(start), End: new(utc(end)),
			Description: o.Description, Location: o.Location, URL: o.URL,
			Cancelled: slices.Contains(record.Cancelled, s.ID), Alarms: len(o.Reminders),
		})
		e := &l.Events[len(l.Events)-1]
		if e.Cancelled {
			e.Alarms = 0
		}
		if own, has := details[s.ID]; has && strings.HasPrefix(name, "reference") {
			e.Description, e.Location, e.URL = own.Description, own.Location, own.URL
		}
	}
	slices.SortStableFunc(l.Events, func(a, b event) int { return cmp.Compare(a.Start, b.Start) })
	for _, d := range table.Deadlines(nil) {
		l.Events = append(l.Events, event{
			UID: "deadline." + d.ID + run, Summary: d.Title, Start: utc(d.At), Alarms: len(o.Reminders),
		})
	}
	return l
}

// details holds, by session id, the description, location and URL of some sessions.
var details = map[string]schedule.Session{
	"session-2": {Description: "Topics:\n- licences; and more\n- \\o/", Location: "Room 3, upstairs", URL: "https://example.org/2"},
}

func session(id, start, end string) schedule.Session {
	s := details[id]
	s.ID, s.Title, s.Start, s.End = id, awkward, civil.MustDateTime(start), civil.MustDateTime(end)
	return s
}

// reference returns the timetable of the reference course, with a repeat and deadlines.
func reference() *schedule.Timetable {
	plan := schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
		session("session-1", "2024-10-30T15:00", "2024-10-30T17:00"),
		session("session-2", "2024-11-01T15:00", "2024-11-01T17:00"),
		session("session-3", "2024-11-06T15:00", "2024-11-06T17:00"),
		session("session-4", "2024-11-08T15:00", "2024-11-08T17:00"),
		session("session-5", "2024-11-22T14:00", "2024-11-22T17:00"),
	}, Deadlines: []schedule.Deadline{
		{ID: "quiz", Title: awkward, At: civil.MustDateTime("2024-10-30T14:59")},
		{ID: "project", Title: "Project", At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true},
	}}
	plan.Sessions[2].Repeats = []schedule.Repeat{{ID: "session-3-again", Start: civil.MustDateTime("2024-11-07T03:00"), End: civil.MustDateTime("2024-11-07T05:00")}}
	return compile(plan, time.LoadLocation)
}

// lived returns a record of the reference course: one session was held later than
// planned, and one was cancelled.
func lived() schedule.Record {
	at := func(text string) *time.Time {
		at, err := time.Parse(time.RFC3339, text)
		if err != nil {
			log.Fatal(err)
		}
		return &at
	}
	return schedule.Record{
		Held:      []schedule.Held{{Session: "session-1", Start: at("2024-11-05T14:10:00Z"), End: at("2024-11-05T15:40:30Z")}},
		Cancelled: []string{"session-3"},
	}
}

type zone struct {
	name string
	data []byte
}

// zones returns the zones in Go's own data, sorted by name.
func zones() []zone {
	archive, err := zip.OpenReader(filepath.Join(os.Getenv("GOROOT"), "lib", "time", "zoneinfo.zip"))
	if err != nil {
		log.Fatal(err)
	}
	var all []zone
	for _, file := range archive.File {
		if strings.HasSuffix(file.Name, "/") {
			continue
		}
		opened, err := file.Open()
		if err != nil {
			log.Fatal(err)
		}
		data, err := io.ReadAll(opened)
		if err != nil {
			log.Fatal(err)
		}
		all = append(all, zone{file.Name, data})
	}
	slices.SortFunc(all, func(a, b zone) int { return cmp.Compare(a.name, b.name) })
	return all
}

// lastingAYear returns the timetable of a course in a zone whose name no reader knows, so
// that readers have to use the rules inside the calendar. The course has sessions in the
// middle of January, April, July, October and December, sessions during which the clocks
// change, and sessions close to a clock change.
func lastingAYear(z zone, year int) *schedule.Timetable {
	name := fmt.Sprint("Embedded/", strings.NewReplacer("/", "_", "+", "p").Replace(z.name), "_", year)
	loc, err := time.LoadLocationFromTZData(name, z.data)
	if err != nil {
		log.Fatal(z.name, ": ", err)
	}
	plan := schedule.Plan{Zone: name}
	add := func(start time.Time, hours int) {
		end := start.Add(time.Duration(hours) * time.Hour)
		for _, s := range plan.Sessions {
			if gap := s.Start.Unix() - civil.DateTimeOf(start.In(loc)).Unix(); gap > -10*3600 && gap < 10*3600 {
				return
			}
		}
		plan.Sessions = append(plan.Sessions, schedule.Session{
			ID: "session-" + strconv.Itoa(len(plan.Sessions)+1), Title: awkward, ClockChange: "compatible",
			Start: civil.DateTimeOf(start.In(loc)), End: civil.DateTimeOf(end.In(loc)),
		})
	}
	begin, end := time.Date(year, 1, 2, 9, 0, 0, 0, time.UTC), time.Date(year, 12, 30, 9, 0, 0, 0, time.UTC)
	for at := begin; at.Before(end); at = at.Add(time.Hour) {
		_, was := at.In(loc).Zone()
		if _, is := at.Add(time.Hour).In(loc).Zone(); is != was {
			add(at.Add(-2*time.Hour), 7) // across the change
			add(at.Add(-20*time.Hour), 2)
			add(at.Add(20*time.Hour), 2)
		}
	}
	for _, month := range []time.Month{1, 4, 7, 10, 12} {
		add(time.Date(year, month, 15, 14, 30, 0, 0, time.UTC), 2)
	}
	return compile(plan, func(string) (*time.Location, error) { return loc, nil })
}

// alwaysUTC reports whether the clocks show UTC at all sessions of a course.
func alwaysUTC(table *schedule.Timetable) bool {
	return !slices.ContainsFunc(table.Sessions(), func(s schedule.LocalSession) bool {
		_, offset := s.Start.Zone()
		return offset != 0
	})
}

func compile(plan schedule.Plan, zones civil.Zones) *schedule.Timetable {
	table, err := schedule.Compile(plan, zones)
	if err != nil {
		log.Fatal(plan.Zone, ": ", err)
	}
	return table
}
