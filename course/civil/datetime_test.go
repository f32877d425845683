package civil_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestWallText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"2024-10-30T15:00":    "2024-10-30T15:00",
		"2024-10-30T15:00:00": "2024-10-30T15:00",
		"2024-10-30T15:00:01": "2024-10-30T15:00:01",
		"2024-02-29T23:59:59": "2024-02-29T23:59:59",
		"0001-01-01T00:00":    "0001-01-01T00:00",
		"9999-12-31T23:59:59": "9999-12-31T23:59:59",
		"1969-12-31T23:59:59": "1969-12-31T23:59:59",
	} {
		var w civil.DateTime
		err := w.UnmarshalText([]byte(text))
		require.NoError(t, err, text)
		assert.Equal(t, want, w.String())
		assert.False(t, w.IsZero())
		data, err := json.Marshal(w)
		require.NoError(t, err)
		var back civil.DateTime
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, w, back)
	}
	for _, text := range []string{
		"", "2024-10-30", "2024-10-30 15:00", "2024-10-30T5:00", "2024-10-30T15:0", "2024-10-30T24:00", "2024-10-30T15:60",
		"2024-10-30T15:00:60", "2024-10-30T15:00Z", "2024-10-30T15:00:00Z", "2024-10-30T15:00+01:00", "2024-10-30T15:00:00.5",
		"2024-10-30T15:00:00,5", "2024-10-30T15:00:0", "2024-10-30T5:00:00", "2023-02-29T15:00", "2024-04-31T15:00",
		"2024-13-01T15:00", "0000-12-31T23:59", "-001-01-01T00:00", "+024-10-30T15:00", "2024-10-30t15:00", " 2024-10-30T15:00",
	} {
		var w civil.DateTime
		err := w.UnmarshalText([]byte(text))
		assert.ErrorIs(t, err, rule.Violation{Code: "wall-time"}, text)
		assert.True(t, w.IsZero(), text)
	}
	assert.Empty(t, civil.DateTime{}.String())
	assert.Panics(t, func() { civil.MustDateTime("soon") })
}

func TestWallArithmetic(t *testing.T) {
	t.Parallel()
	w := civil.MustDateTime("2024-02-28T23:30:15")
	assert.Equal(t, "2024-02-29T23:30:15", w.AddDays(1).String())
	assert.Equal(t, "2023-02-28T23:30:15", w.AddDays(-365).String())
	assert.Equal(t, "0001-01-01T00:00", civil.MustDateTime("9999-12-31T00:00").AddDays(-3652058).String(), "the whole range")
	for _, days := range []int{3_000_000, -3_000_000, 1 << 30, -1 << 30, int(^uint(0) >> 1), -int(^uint(0)>>1) - 1} {
		assert.True(t, w.AddDays(days).IsZero(), days)
	}
	assert.True(t, civil.MustDateTime("9999-12-31T00:00").AddDays(1).IsZero())
	assert.True(t, civil.MustDateTime("0001-01-01T23:59:59").AddDays(-1).IsZero())
	assert.True(t, civil.DateTime{}.AddDays(0).IsZero())
	assert.True(t, civil.DateTime{}.AddDays(1).IsZero(), "what is not stated cannot be moved")
	assert.Equal(t, "2024-02-29T00:00", w.AddSeconds(30*60-15).String())
	assert.Equal(t, int64(30*60-15), w.AddSeconds(30*60-15).Unix()-w.Unix())
	for _, seconds := range []int64{1 << 62, -1 << 62, 1<<63 - 1, -1 << 63} {
		assert.True(t, w.AddSeconds(seconds).IsZero(), seconds)
	}
	assert.Equal(t, "2024-02-28", w.Date().String())
	assert.Equal(t, "23:30:15", w.TimeOfDay().String())
	assert.Equal(t, w, w.TimeOfDay().On(w.Date()))
	assert.True(t, civil.DateTime{}.Date().IsZero())
	assert.Zero(t, civil.DateTime{}.TimeOfDay())
}

func TestWallOfAnInstant(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 10, 30, 14, 0, 0, 999, time.UTC)
	assert.Equal(t, "2024-10-30T19:45", civil.DateTimeOf(at.In(zone(t, "Asia/Kathmandu"))).String())
	assert.Equal(t, "2024-10-31T02:00", civil.DateTimeOf(at.In(zone(t, "Pacific/Fiji"))).String())
	assert.Equal(t, "0001-01-01T00:00", civil.DateTimeOf(time.Time{}).String())
	assert.True(t, civil.DateTimeOf(time.Time{}.Add(-1)).IsZero())
	assert.Equal(t, "9999-12-31T23:59:59", civil.DateTimeOf(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)).String())
	assert.True(t, civil.DateTimeOf(time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero())
}

func TestDate(t *testing.T) {
	t.Parallel()
	for text, day := range map[string]civil.Weekday{
		"2024-10-28": "monday", "2024-10-29": "tuesday", "2024-10-30": "wednesday", "2024-10-31": "thursday",
		"2024-11-01": "friday", "2024-11-02": "saturday", "2024-11-03": "sunday", "0001-01-01": "monday",
	} {
		d := civil.MustDate(text)
		assert.Equal(t, text, d.String())
		assert.Equal(t, day, d.Weekday(), text)
	}
	for _, text := range []string{"", "2024-02-30", "2024-2-03", "0000-01-01", "2024-10-30T15:00"} {
		assert.ErrorIs(t, new(civil.Date).UnmarshalText([]byte(text)), rule.Violation{Code: "date"}, text)
	}
	assert.Equal(t, 14, civil.MustDate("2024-11-22").Sub(civil.MustDate("2024-11-08")))
	assert.Equal(t, -366, civil.MustDate("2024-01-01").Sub(civil.MustDate("2025-01-01")))
	assert.Empty(t, civil.Date{}.String())
	assert.Empty(t, civil.Date{}.Weekday())
	assert.Equal(t, "2024-03-01", civil.MustDate("2024-02-28").AddDays(2).String())
	assert.True(t, civil.MustDate("9999-12-31").AddDays(1).IsZero())
	assert.True(t, civil.Date{}.AddDays(1).IsZero())
	assert.Panics(t, func() { civil.MustDate("today") })
}

func TestTimeOfDay(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"00:00": "00:00", "15:00:00": "15:00", "23:59:59": "23:59:59", "24:00": "24:00"} {
		c := civil.MustTimeOfDay(text)
		assert.Equal(t, want, c.String())
		assert.NotZero(t, c, "midnight is a time")
	}
	for _, text := range []string{"", "24:00:00", "24:01", "9:00", "15", "15:00:00:00", "15:61", "noon"} {
		assert.ErrorIs(t, new(civil.TimeOfDay).UnmarshalText([]byte(text)), rule.Violation{Code: "time-of-day"}, text)
	}
	assert.True(t, civil.TimeOfDay{}.On(civil.MustDate("2024-10-30")).IsZero())
	assert.True(t, civil.MustTimeOfDay("00:00").On(civil.Date{}).IsZero())
	assert.Equal(t, "2024-10-31T00:00", civil.MustTimeOfDay("24:00").On(civil.MustDate("2024-10-30")).String())
	assert.True(t, civil.MustTimeOfDay("24:00").On(civil.MustDate("9999-12-31")).IsZero())
	assert.Empty(t, civil.TimeOfDay{}.String())
	assert.Panics(t, func() { civil.MustTimeOfDay("noon") })
}

// Text that is refused leaves the previous value unchanged.
func TestUnmarshalKeepsWhatWasThere(t *testing.T) {
	t.Parallel()
	wall, date, clock := civil.MustDateTime("2024-10-30T15:00"), civil.MustDate("2024-10-30"), civil.MustTimeOfDay("15:00")
	assert.Error(t, wall.UnmarshalText([]byte("x")))
	assert.Error(t, date.UnmarshalText([]byte("x")))
	assert.Error(t, clock.UnmarshalText([]byte("x")))
	assert.Equal(t, "2024-10-30T15:00 2024-10-30 15:00", wall.String()+" "+date.String()+" "+clock.String())
}

// The first two seconds and the last two seconds of a day have the date of that day.
func TestDateOfTheEdgesOfADay(t *testing.T) {
	t.Parallel()
	for _, day := range []string{"0001-01-01", "1969-12-31", "1970-01-01", "2024-02-29", "2024-10-30", "9999-12-31"} {
		for _, clock := range []string{"00:00:00", "00:00:01", "23:59:58", "23:59:59"} {
			assert.Equal(t, civil.MustDate(day), civil.MustDateTime(day+"T"+clock).Date(), clock)
		}
	}
	assert.Equal(t, civil.TimeOfDay{}, civil.DateTime{}.TimeOfDay())
}
