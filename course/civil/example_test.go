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
		m := civil.MustDateTime(text).In(zurich)
		fmt.Println(text, m.Kind, m.Earlier.UTC().Format("15:04"), m.Later.UTC().Format("15:04"))
	}
	// Output:
	// 2025-03-30T02:30 gap 00:30 01:30
	// 2025-10-26T02:30 overlap 00:30 01:30
	// 2025-10-27T02:30 unique 01:30 01:30
}
