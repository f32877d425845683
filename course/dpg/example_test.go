package dpg_test

import (
	"fmt"

	"github.com/cohortkit/cohort/course/dpg"
)

func ExampleDefinition() {
	d := dpg.Definition()
	fmt.Println(d.Title)
	fmt.Println(d.Admission.Capacity, "seats")
	for _, r := range d.Admission.Requirements {
		fmt.Println(r.Level, r.Code, "as in", r.Source.Section, r.Source.Item)
	}
	// Output:
	// Digital Public Goods and open source
	// 32 seats
	// required public-sector-role as in participants 1
	// required degree-or-experience as in entry 1
	// required digital-service as in entry 2
	// required fluent-english as in entry 3
	// required application-complete as in entry 4
}
