package civil_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
)

// The wall time 02:30 is resolved in the two nights in which clocks change, and in an
// ordinary night.
func ExampleDateTime_In() {
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		panic(err)
	}
	for _, text := range []string{"2025-03-30T02:30", "2025-10-26T02:30", "2025-10-27T02:30"} {
		w := civil.MustDateTime(text)
		at, err := w.In(zurich, "")
		if err != nil {
			later, _ := w.In(zurich, "later")
			fmt.Println(text, err, "- the later one is", later.UTC().Format("15:04"))
			continue
		}
		fmt.Println(text, at.UTC().Format("15:04"))
	}
	// Output:
	// 2025-03-30T02:30 clock-gap: the clocks go forward and skip this time; choose another or name a clock_change - the later one is 01:30
	// 2025-10-26T02:30 clock-overlap: the clocks go back and show this time twice; choose another or name a clock_change - the later one is 01:30
	// 2025-10-27T02:30 01:30
}

// Shown returns the instants of an evening in the course's zone.
func ExampleShown() {
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		panic(err)
	}
	day := civil.MustDate("2025-10-25")
	for _, span := range civil.Shown(civil.MustTimeOfDay("18:00").On(day), civil.MustTimeOfDay("24:00").On(day), zurich) {
		fmt.Println(span.Start.Format(time.DateTime), "to", span.End.Format(time.DateTime))
	}
	// Output: 2025-10-25 16:00:00 to 2025-10-25 22:00:00
}

// AddDays keeps the time of day if clocks change in between: these 7 days last 167 hours.
func ExampleDateTime_AddDays() {
	zurich, err := time.LoadLocation("Europe/Zurich")
	if err != nil {
		panic(err)
	}
	before := civil.MustDateTime("2025-03-26T18:00")
	after := before.AddDays(7)
	first, _ := before.In(zurich, "")
	second, _ := after.In(zurich, "")
	fmt.Println(after, second.Sub(first))
	// Output: 2025-04-02T18:00 167h0m0s
}

func ExampleDateTimeOf() {
	at := time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC)
	nairobi, err := time.LoadLocation("Africa/Nairobi")
	if err != nil {
		panic(err)
	}
	w := civil.DateTimeOf(at.In(nairobi))
	fmt.Println(w, w.Date(), w.TimeOfDay())
	// Output: 2024-10-30T17:00 2024-10-30 17:00
}

func ExampleDate() {
	first, last := civil.MustDate("2024-10-30"), civil.MustDate("2024-11-27")
	fmt.Println(first.Weekday(), last.Sub(first), first.AddDays(7), civil.Date{}.IsZero())
	var d civil.Date
	fmt.Println(d.UnmarshalText([]byte("30.10.2024")))
	// Output:
	// wednesday 28 2024-11-06 true
	// date: want a day of the calendar such as 2024-10-30
}

func ExampleTimeOfDay() {
	day := civil.MustDate("2024-10-30")
	fmt.Println(civil.MustTimeOfDay("15:00").On(day), civil.MustTimeOfDay("24:00").On(day))
	// Output: 2024-10-30T15:00 2024-10-31T00:00
}

func ExampleCheckZone() {
	var r rule.Report
	for _, name := range []string{"Europe/Zurich", "CET", "UTC+1", "W. Europe Standard Time", "Local"} {
		civil.CheckZone(name, name, &r)
	}
	fmt.Println(r.Violations())
	// Output:
	// CET: zone-name: an abbreviation; name the place that is meant, such as Europe/Zurich, Europe/Paris or Africa/Algiers
	// UTC+1: zone-name: a fixed offset knows no clock changes; want the name of a place in the IANA time zone database, such as Europe/Zurich, or UTC
	// W. Europe Standard Time: zone-name: a name of Windows, such as those of Outlook, Teams and Graph; want the name of a place in the IANA time zone database, such as Europe/Zurich, or UTC: windowsZones of Unicode CLDR has the one that is meant
	// Local: zone-name: the zone of the machine is no place; want the name of a place in the IANA time zone database, such as Europe/Zurich, or UTC
}

func ExampleLoadZone() {
	var r rule.Report
	loc := civil.LoadZone("zone", "Europe/Atlantis", time.LoadLocation, &r)
	fmt.Println(loc == nil, r.Violations())
	// Output:
	// true zone: unknown-zone: not in the zone data that was given
}

func ExampleCheckIntervals() {
	var r rule.Report
	at := time.Date(2025, 3, 3, 18, 0, 0, 0, time.UTC)
	civil.CheckIntervals("available", []civil.Interval{{Start: at, End: at.Add(time.Hour)}, {Start: at, End: at}}, &r)
	fmt.Println(r.Violations())
	// Output:
	// available[1]: interval: must end after it starts
}
