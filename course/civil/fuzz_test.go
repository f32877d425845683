package civil_test

import (
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/require"
)

func FuzzDateTime(f *testing.F) {
	for _, seed := range []string{"2024-10-30T15:00", "2024-10-30T15:00:30", "0001-01-01T00:00", "9999-12-31T23:59:59", "2023-02-29T00:00", "2024-10-30T15:00Z", ""} {
		f.Add(seed)
	}
	zurich, err := pinned("Europe/Zurich")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, text string) {
		var w civil.DateTime
		err := w.UnmarshalText([]byte(text))
		if err != nil {
			require.ErrorIs(t, err, rule.Violation{Code: "wall-time"})
			require.True(t, w.IsZero())
			return
		}
		// String returns the accepted text itself, without seconds if they are zero.
		require.True(t, text == w.String() || text == w.String()+":00", w)
		code, earlier, later := readings(w, zurich)
		if code != "clock-gap" && w.Date() != civil.MustDate("9999-12-31") {
			require.Equal(t, w, civil.DateTimeOf(earlier))
			require.Equal(t, w, civil.DateTimeOf(later))
		}
		require.False(t, later.Before(earlier))
	})
}

func FuzzZoneName(f *testing.F) {
	for _, seed := range []string{"Europe/Zurich", "CET", "", "Etc/GMT-1", "../x", "Local", "A", "W-SU", "UTC"} {
		f.Add(seed)
	}
	files, err := zoneFiles()
	require.NoError(f, err)
	utc := files["Etc/UTC"]
	f.Fuzz(func(t *testing.T, name string) {
		// The source of zones is only asked for names that have the form of a place.
		err := load(name, func(asked string) (*time.Location, error) {
			require.Equal(t, name, asked)
			require.Regexp(t, `^[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`, asked)
			return time.LoadLocationFromTZData(asked, utc)
		})
		if err != nil {
			require.Len(t, err, 1)
		}
	})
}
