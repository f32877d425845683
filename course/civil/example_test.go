package civil_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course/civil"
)

// What 02:30 means in the nights in which clocks change.
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

// An evening of the course's zone, as instants.
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
