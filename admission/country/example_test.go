package country_test

import (
	"fmt"

	"github.com/cohortkit/cohort/admission/country"
)

func ExampleParse() {
	c, err := country.Parse("KEN")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c.Alpha2(), c.M49(), c.Name(), c.Region(), c.Subregion())
	_, err = country.Parse("ken")
	fmt.Println(err)
	// Output:
	// KE 404 Kenya Africa Sub-Saharan Africa
	// unknown-country: want an ISO 3166-1 code in capitals, or XK
}

func ExampleList_Status() {
	saoTome, kosovo := country.Alpha2("ST"), country.Alpha2("XK")
	fmt.Println(country.LDC.Status(saoTome, "2024-10-30"), country.LDC.Status(saoTome, "2024-12-13"))
	fmt.Println(country.UNSD202112.Status(saoTome, ""), country.UNSD202112.Status(kosovo, "") == country.Unclassified)
	// Output:
	// member other
	// developing true
}
