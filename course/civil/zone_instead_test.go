package civil_test

import (
	"errors"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// refused returns the violation that a zone name gets from a source of zones that knows
// no names.
func refused(t *testing.T, name string) rule.Violation {
	t.Helper()
	var v rule.Violation
	require.ErrorAs(t, load(name, func(string) (*time.Location, error) { return nil, errors.New("no such zone") }), &v, name)
	return v
}

// The violation of each known abbreviation suggests a place that may be meant.
func TestAbbreviationsSuggestPlaces(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]string{
		"CET": "Europe/Zurich", "CEST": "Europe/Zurich", "MET": "Europe/Zurich", "MEZ": "Europe/Zurich", "EET": "Africa/Cairo", "EEST": "Africa/Cairo",
		"WET": "Europe/Lisbon", "WEST": "Europe/Lisbon", "BST": "Europe/London", "GB": "Europe/London", "CAT": "Africa/Maputo", "EAT": "Africa/Nairobi",
		"WAT": "Africa/Lagos", "SAST": "Africa/Johannesburg", "IST": "Asia/Kolkata", "PKT": "Asia/Karachi", "SGT": "Asia/Singapore", "WIB": "Asia/Jakarta",
		"JST": "Asia/Tokyo", "PRC": "Asia/Shanghai", "ROC": "Asia/Taipei", "KST": "Asia/Seoul", "ROK": "Asia/Seoul", "MSK": "Europe/Moscow",
		"W-SU": "Europe/Moscow", "AEST": "Australia/Sydney", "AEDT": "Australia/Sydney", "NZ": "Pacific/Auckland", "NZST": "Pacific/Auckland",
		"NZDT": "Pacific/Auckland", "NZ-CHAT": "Pacific/Chatham", "AST": "America/Halifax", "CST": "America/Chicago", "CST6CDT": "America/Chicago",
		"EST": "America/New_York", "EST5EDT": "America/New_York", "HST": "Pacific/Honolulu", "MST": "America/Denver", "MST7MDT": "America/Denver",
		"PST": "America/Los_Angeles", "PST8PDT": "America/Los_Angeles",
	} {
		v := refused(t, name)
		assert.Equal(t, "zone-name", v.Code, name)
		assert.Contains(t, v.Detail, place, name)
	}
}

// Names may have letters from A to Z and a to z and digits from 0 to 9. Some other
// characters close to these ranges in ASCII are refused.
func TestNamesAtTheEdge(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Aa/Zz09", "Zz/Aa"} {
		assert.Equal(t, "unknown-zone", refused(t, name).Code, name)
	}
	for _, name := range []string{"[a/B", "@a/B", "A/B:", "A/B."} {
		assert.Equal(t, "zone-name", refused(t, name).Code, name)
	}
}
