package country_test

import (
	"testing"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func count(list country.List, on country.Date) map[country.Status]int {
	n := map[country.Status]int{}
	for c := range country.All() {
		n[list.Status(c, on)]++
	}
	return n
}

func TestCounts(t *testing.T) {
	t.Parallel()
	assert.Equal(t, map[country.Status]int{country.Developed: 65, country.Developing: 182, country.Unclassified: 3}, count(country.UNSD202112, ""))
	assert.Equal(t, map[country.Status]int{country.Member: 45, country.Other: 205}, count(country.LDC, "2024-10-30"))
	assert.Equal(t, map[country.Status]int{country.Member: 45, country.Other: 205}, count(country.LDC, "2024-12-12"))
	assert.Equal(t, map[country.Status]int{country.Member: 44, country.Other: 206}, count(country.LDC, "2024-12-13"))
	assert.Equal(t, map[country.Status]int{country.Member: 46, country.Other: 204}, count(country.LDC, "2023-12-12"))
	assert.Equal(t, map[country.Status]int{country.Member: 32, country.Other: 218}, count(country.LLDC, ""))
	assert.Equal(t, map[country.Status]int{country.Member: 53, country.Other: 197}, count(country.SIDS, ""))
}

func TestUnclassified(t *testing.T) {
	t.Parallel()
	var without []string
	for c := range country.All() {
		if country.UNSD202112.Status(c, "") == country.Unclassified {
			without = append(without, c.Alpha2())
		}
	}
	assert.Equal(t, []string{"AQ", "TW", "XK"}, without)
}

func TestParse(t *testing.T) {
	t.Parallel()
	for c := range country.All() {
		for _, code := range []string{c.Alpha2(), c.Alpha3()} {
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
