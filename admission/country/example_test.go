package country_test

import (
	"fmt"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/civil"
)

func ExampleParse() {
	c, err := country.Parse("KEN")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(c, c.M49(), c.Name(), c.Region(), c.Subregion())
	_, err = country.Parse("ken")
	fmt.Println(err)
	// Output:
	// KE 404 Kenya Africa Sub-Saharan Africa
	// unknown-country: want an ISO 3166-1 code in capitals, or XK
}

func ExampleList_Status() {
	saoTome, kosovo := country.Alpha2("ST"), country.Alpha2("XK")
	fmt.Println(country.LDC.Status(saoTome, civil.MustDate("2024-10-30")), country.LDC.Status(saoTome, civil.MustDate("2024-12-13")))
	fmt.Println(country.UNSD202112.Status(saoTome, civil.Date{}), country.UNSD202112.Status(kosovo, civil.Date{}) == "")
	// Output:
	// member other
	// developing true
}

func ExampleList_AsKnown() {
	nepal, on := country.Alpha2("NP"), civil.MustDate("2027-03-01")
	fmt.Printf("%q %q\n", country.LDC.Status(nepal, on), country.LDC.AsKnown(nepal, on))
	fmt.Println(country.LDC.AsOf(), country.LDC.Scheduled()[nepal])
	// Output:
	// "" "other"
	// 2025-12-31 2026-11-24
}
