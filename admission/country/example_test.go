package country_test

import (
	"encoding/json"
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

// AsKnown answers for a day after the end of the list: countries have left on their
// scheduled days, and countries whose day was under discussion are unclassified.
func ExampleList_AsKnown() {
	day := civil.MustDate("2027-03-01")
	for _, code := range []string{"LA", "BD", "KH"} {
		c := country.Alpha2(code)
		fmt.Printf("%s %q %q\n", c.Name(), country.LDC.Status(c, day), country.LDC.AsKnown(c, day))
	}
	// Output:
	// Lao People's Democratic Republic "" "other"
	// Bangladesh "" ""
	// Cambodia "" "member"
}

func ExampleList_Scheduled() {
	scheduled := country.LDC.Scheduled()
	for c := range country.All() {
		if day, leaves := scheduled[c]; leaves {
			fmt.Println(c, day)
		}
	}
	// Output:
	// BD 2026-11-24
	// KH 2029-12-19
	// LA 2026-11-24
	// NP 2026-11-24
	// SB 2027-12-13
	// SN 2029-12-19
}

// The example prints the lists, the statuses that each can give, and the days that ldc
// covers.
func ExampleList_Statuses() {
	for _, list := range []country.List{country.UNSD202112, country.LDC, country.LLDC, country.SIDS, "another"} {
		fmt.Printf("%s %s %q\n", list, list.Statuses(), list.AsOf())
	}
	first, last := country.LDC.Covers()
	fmt.Println("ldc from", first, "to", last)
	fmt.Println(country.LLDC.Source())
	// Output:
	// unsd-2021-12 [developed developing] "2021-12-31"
	// ldc [member other] "2025-12-31"
	// lldc [member other] "2025-12-31"
	// sids [member other] "2025-12-31"
	// another [] ""
	// ldc from 1971-01-01 to 2025-12-31
	// UN list of landlocked developing countries
}

func ExampleAll() {
	regions := map[string]int{}
	for c := range country.All() {
		regions[c.Region()]++
	}
	fmt.Println(regions)
	// Output:
	// map[:3 Africa:60 Americas:57 Asia:50 Europe:51 Oceania:29]
}

// A country is written to JSON as its alpha-2 code, and can also be read from its alpha-3
// code.
func ExampleCountry_MarshalText() {
	var people struct {
		Countries []country.Country `json:"countries"`
	}
	if err := json.Unmarshal([]byte(`{"countries": ["KE", "CHE"]}`), &people); err != nil {
		fmt.Println(err)
		return
	}
	text, err := json.Marshal(people)
	fmt.Println(string(text), err)
	fmt.Println(people.Countries[1].Alpha3(), country.Alpha2("UK").IsZero(), country.Edition)
	// Output:
	// {"countries":["KE","CH"]} <nil>
	// CHE true 2025-12-31
}
