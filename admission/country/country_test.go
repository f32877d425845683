package country_test

import (
	"bytes"
	"encoding/csv"
	"os"
	"testing"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// day reads a day, or returns the zero date for "".
func day(text string) civil.Date {
	if text == "" {
		return civil.Date{}
	}
	return civil.MustDate(text)
}

func count(list country.List, on civil.Date) map[country.Status]int {
	n := map[country.Status]int{}
	for c := range country.All() {
		n[list.Status(c, on)]++
	}
	return n
}

func TestCounts(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[country.Status]int{country.Developed: 65, country.Developing: 182, country.Status(""): 3}, count(country.UNSD202112, day("")))
	assert.Equal(t, map[country.Status]int{country.Member: 45, country.Other: 205}, count(country.LDC, day("2024-10-30")))
	assert.Equal(t, map[country.Status]int{country.Member: 45, country.Other: 205}, count(country.LDC, day("2024-12-12")))
	assert.Equal(t, map[country.Status]int{country.Member: 44, country.Other: 206}, count(country.LDC, day("2024-12-13")))
	assert.Equal(t, map[country.Status]int{country.Member: 46, country.Other: 204}, count(country.LDC, day("2023-12-12")))
	assert.Equal(t, map[country.Status]int{country.Member: 32, country.Other: 218}, count(country.LLDC, day("")))
	assert.Equal(t, map[country.Status]int{country.Member: 53, country.Other: 197}, count(country.SIDS, day("")))
}

func TestUnclassified(t *testing.T) {
	t.Parallel()
	var without []string
	for c := range country.All() {
		if country.UNSD202112.Status(c, day("")) == country.Status("") {
			without = append(without, c.String())
		}
	}
	assert.Equal(t, []string{"AQ", "TW", "XK"}, without)
}

func TestParse(t *testing.T) {
	t.Parallel()
	for c := range country.All() {
		for _, code := range []string{c.String(), c.Alpha3()} {
			back, err := country.Parse(code)
			require.NoError(t, err, code)
			assert.Equal(t, c, back)
		}
	}
	for _, code := range []string{"", "ke", "K", "KEE1", "ZZ", "UK", "XX", "ken", "\xff\xff", "K\n"} {
		_, err := country.Parse(code)
		assert.Error(t, err, "%q", code)
	}
}

func TestCodes(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"K!", "!K", "Kz", "zK", "kE", "Ke", "K[", "[K", "@A", "A@", "A", "AAA", "KÉ"} {
		assert.True(t, country.Alpha2(code).IsZero(), code)
	}
	known := map[string]bool{}
	for c := range country.All() {
		known[c.String()] = true
	}
	for first := range 256 {
		for second := range 256 {
			code := string([]byte{byte(first), byte(second)})
			if country.Alpha2(code).IsZero() == known[code] {
				assert.Fail(t, "Alpha2", "%q", code)
			}
		}
	}
	var c country.Country
	require.NoError(t, c.UnmarshalText([]byte("CHE")))
	assert.Equal(t, country.Alpha2("CH"), c)
	assert.Error(t, c.UnmarshalText([]byte("Switzerland")))
	assert.Equal(t, country.Alpha2("CH"), c, "left as it was")
	text, err := c.MarshalText()
	require.NoError(t, err)
	assert.Equal(t, "CH", string(text))
	n := 0
	for range country.All() {
		if n++; n == 3 {
			break
		}
	}
	assert.Equal(t, 3, n)
}

func TestFacts(t *testing.T) {
	t.Parallel()
	kenya := country.Alpha2("KE")
	assert.Equal(t, []string{"KE", "KEN", "404", "Kenya", "Africa", "Sub-Saharan Africa"},
		[]string{kenya.String(), kenya.Alpha3(), kenya.M49(), kenya.Name(), kenya.Region(), kenya.Subregion()})
	for _, code := range []string{"AQ", "TW", "XK"} {
		assert.Empty(t, country.Alpha2(code).Region()+country.Alpha2(code).Subregion(), code)
	}
	var none country.Country
	assert.Empty(t, none.String()+none.Alpha3()+none.M49()+none.Name()+none.Region())
	for _, list := range []country.List{country.UNSD202112, country.LDC, country.LLDC, country.SIDS} {
		assert.Equal(t, country.Status(""), list.Status(none, day("2024-10-30")), list)
		assert.NotEmpty(t, list.Source())
		assert.False(t, list.AsOf().IsZero(), list)
		first, last := list.Covers()
		assert.Equal(t, list == country.LDC, !first.IsZero() && !last.IsZero(), list)
	}
	assert.Equal(t, day("2021-12-31"), country.UNSD202112.AsOf())
	assert.Equal(t, day(country.Edition), country.LDC.AsOf())
	assert.Equal(t, []country.Status{country.Developed, country.Developing}, country.UNSD202112.Statuses())
	for _, list := range []country.List{country.LDC, country.LLDC, country.SIDS} {
		assert.Equal(t, []country.Status{country.Member, country.Other}, list.Statuses())
	}
	other := country.List("dac")
	assert.Empty(t, other.Statuses())
	assert.Empty(t, other.Source())
	assert.True(t, other.AsOf().IsZero())
	assert.Empty(t, other.Scheduled())
	assert.Equal(t, country.Status(""), other.Status(kenya, day("")))
}

// The table behind [country.LDC] has the year in which a country entered the list, and
// the day or only the year in which a country left it. If only the year of a change is
// known, the country is unclassified in that year.
func TestLeastDevelopedOnADay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code string
		on   string
		want country.Status
	}{
		{"CH", "1970-12-31", ""}, // before the list began
		{"CH", "1971-01-01", country.Other},
		{"CH", "2025-12-31", country.Other},
		{"CH", "2026-01-01", ""}, // after the end of the table
		{"CH", "", ""},
		{"BW", "1971-12-31", ""},
		{"BW", "1972-01-01", country.Member},
		{"BW", "1993-12-31", country.Member},
		{"BW", "1994-06-30", ""},
		{"BW", "1995-01-01", country.Other},
		{"ST", "1981-12-31", country.Other},
		{"ST", "1982-01-01", ""},
		{"ST", "1983-01-01", country.Member},
		{"ST", "2024-12-12", country.Member},
		{"ST", "2024-12-13", country.Other},
		{"BT", "2023-12-12", country.Member},
		{"BT", "2023-12-13", country.Other},
		{"NP", "2025-12-31", country.Member},
	} {
		assert.Equal(t, c.want, country.LDC.Status(country.Alpha2(c.code), day(c.on)), "%s on %s", c.code, c.on)
	}
}

// The status in one list does not decide the status in another: North Macedonia and
// Moldova are landlocked developing countries, but in developed regions.
func TestListsAreTheirOwn(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"MK", "MD"} {
		c := country.Alpha2(code)
		assert.Equal(t, country.Member, country.LLDC.Status(c, day("")))
		assert.Equal(t, country.Developed, country.UNSD202112.Status(c, day("")))
		assert.Equal(t, country.Other, country.SIDS.Status(c, day("")))
	}
}

// table.go holds the data of countries.csv.
func TestTableIsTheCSV(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("countries.csv")
	require.NoError(t, err)
	rows, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	require.NoError(t, err)
	assert.Len(t, rows, 251)
	for _, row := range rows[1:] {
		c, err := country.Parse(row[0])
		require.NoError(t, err, row[0])
		is := func(list country.List) string {
			if list.Status(c, day("")) == country.Member {
				return "1"
			}
			return "0"
		}
		assert.Equal(t, []string{row[0], row[1], row[2], row[3], row[4], row[7], row[8], row[9], row[10]},
			[]string{c.String(), c.Alpha3(), c.M49(), c.Name(), string(country.UNSD202112.Status(c, day(""))), is(country.LLDC), is(country.SIDS), c.Region(), c.Subregion()})
		if since := row[5]; since != "" {
			assert.Equal(t, country.Status(""), country.LDC.Status(c, day(since+"-12-31")), "the year of entry of %s", row[0])
		} else {
			assert.Equal(t, country.Other, country.LDC.Status(c, day("2000-01-01")), row[0])
		}
		if left := row[6]; len(left) == 10 {
			assert.Equal(t, country.Other, country.LDC.Status(c, day(left)), "the day %s left", row[0])
		} else if left != "" {
			assert.Equal(t, country.Status(""), country.LDC.Status(c, day(left+"-01-01")), "the year %s left", row[0])
		}
	}
}

// On a day after the end of the table, Status returns an empty status. AsKnown treats
// scheduled departures as having happened; if the day of a departure was under
// discussion, the country is unclassified.
func TestAsKnown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code, on string
		want     country.Status
	}{
		{"KE", "2026-01-01", country.Other}, {"AF", "2030-01-01", country.Member}, {"AF", "2024-10-30", country.Member},
		{"LA", "2026-11-23", country.Member}, {"LA", "2026-11-24", country.Other},
		{"BD", "2026-11-23", country.Member}, {"BD", "2026-11-24", ""},
		{"NP", "2026-11-23", country.Member}, {"NP", "2026-11-24", ""},
		{"SB", "2027-12-12", country.Member}, {"SB", "2027-12-13", country.Other},
		{"KH", "2029-12-18", country.Member}, {"KH", "2029-12-19", country.Other},
		{"SN", "2029-12-18", country.Member}, {"SN", "2029-12-19", country.Other},
		{"NP", "2025-12-31", country.Member}, {"AF", "1970-12-31", ""}, {"", "2026-01-01", ""},
	} {
		assert.Equal(t, c.want, country.LDC.AsKnown(country.Alpha2(c.code), day(c.on)), "%s on %s", c.code, c.on)
		assert.Equal(t, c.code != "" && c.on > "1971" && c.on <= country.Edition, country.LDC.Status(country.Alpha2(c.code), day(c.on)) != country.Status(""))
	}
	assert.Equal(t, country.Member, country.LLDC.AsKnown(country.Alpha2("NP"), day("2030-01-01")), "other lists do not depend on a day")
	last := country.LDC.AsOf()
	for c, leaves := range country.LDC.Scheduled() {
		assert.Positive(t, leaves.Sub(last), "%s leaves after the table's end", c)
		assert.Equal(t, country.Member, country.LDC.Status(c, last), c)
	}
	assert.Len(t, country.LDC.Scheduled(), 6)
	assert.Empty(t, country.SIDS.Scheduled())
}
