package schedule_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// onset holds the properties of a STANDARD or DAYLIGHT component of a VTIMEZONE.
type onset map[string]string

// readZone reads a VTIMEZONE as strictly as the strictest calendar program. It accepts
// one STANDARD and at most one DAYLIGHT. If both are present, each must have one RRULE of
// a month and a day.
func readZone(t *testing.T, lines []string) (standard, daylight onset) {
	t.Helper()
	var current onset
	for _, line := range lines {
		property, value, _ := strings.Cut(line, ":")
		switch {
		case property == "BEGIN" && (value == "STANDARD" || value == "DAYLIGHT"):
			current = onset{}
		case property == "END" && value == "STANDARD":
			require.Nil(t, standard, "one STANDARD")
			standard, current = current, nil
		case property == "END" && value == "DAYLIGHT":
			require.Nil(t, daylight, "one DAYLIGHT")
			daylight, current = current, nil
		case current != nil:
			require.NotContains(t, current, property)
			current[property] = value
		}
	}
	require.NotNil(t, standard)
	_, rule := standard["RRULE"]
	require.Equal(t, daylight != nil, rule)
	if daylight != nil {
		require.Contains(t, daylight, "RRULE")
		require.Greater(t, daylight.offset(t), standard.offset(t), "summer time is the larger offset")
		require.Equal(t, daylight["TZOFFSETTO"], standard["TZOFFSETFROM"])
		require.Equal(t, standard["TZOFFSETTO"], daylight["TZOFFSETFROM"])
	}
	return standard, daylight
}

func (o onset) offset(t *testing.T) time.Duration {
	t.Helper()
	value := o["TZOFFSETTO"]
	var h, m, s int
	_, err := fmt.Sscanf((value[1:] + "00")[:6], "%2d%2d%2d", &h, &m, &s)
	require.NoError(t, err)
	offset := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
	if value[0] == '-' {
		return -offset
	}
	return offset
}

// begin returns the time at which standard or daylight time begins in a year, on the
// clock before the change. To find the day, it looks at every day of the month.
func (o onset) begin(t *testing.T, year int) time.Time {
	t.Helper()
	start, err := time.Parse("20060102T150405", o["DTSTART"])
	require.NoError(t, err)
	var month, week int
	var day string
	_, err = fmt.Sscanf(o["RRULE"], "FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s", &month, &week, &day)
	require.NoError(t, err, o["RRULE"])
	require.True(t, week == -1 || week >= 1 && week <= 4, week)
	var days []time.Time
	for at := time.Date(year, time.Month(month), 1, start.Hour(), start.Minute(), start.Second(), 0, time.UTC); at.Month() == time.Month(month); at = at.AddDate(0, 0, 1) {
		if strings.ToUpper(at.Weekday().String()[:2]) == day {
			days = append(days, at)
		}
	}
	if week < 0 {
		return days[len(days)-1]
	}
	return days[week-1]
}

// instant returns the instant that a calendar program computes from the value of DTSTART
// or DTEND.
func instant(t *testing.T, value string, standard, daylight onset) time.Time {
	t.Helper()
	if utc, ok := strings.CutPrefix(value, ":"); ok {
		at, err := time.Parse("20060102T150405Z", utc)
		require.NoError(t, err)
		return at
	}
	local, err := time.Parse(";TZID=Some/Place:20060102T150405", value)
	require.NoError(t, err)
	offset := standard.offset(t)
	if daylight != nil {
		var latest time.Time
		for _, kind := range []onset{standard, daylight} {
			begin, err := time.Parse("20060102T150405", kind["DTSTART"])
			require.NoError(t, err)
			require.Equal(t, kind.begin(t, begin.Year()), begin, "the first one is one of its rule")
			require.Less(t, begin.Year(), local.Year(), "it begins before the course")
			for year := local.Year() - 1; year <= local.Year(); year++ {
				if at := kind.begin(t, year); !at.After(local) && at.After(latest) {
					latest, offset = at, kind.offset(t)
				}
			}
		}
	}
	return local.Add(-offset)
}

// near returns a plan over a number of years from the given year on, with sessions
// close to each clock change and in the middle of each month.
func near(loc *time.Location, year, years int) schedule.Plan {
	plan := schedule.Plan{Zone: "Some/Place"}
	add := func(at time.Time) {
		for _, s := range plan.Sessions {
			if gap := s.Start.Unix() - civil.DateTimeOf(at.In(loc)).Unix(); gap > -4*3600 && gap < 4*3600 {
				return
			}
		}
		plan.Sessions = append(plan.Sessions, schedule.Session{
			ID: "s" + strconv.Itoa(len(plan.Sessions)), ClockChange: "earlier",
			Start: civil.DateTimeOf(at.In(loc)), End: civil.DateTimeOf(at.Add(2 * time.Hour).In(loc)),
		})
	}
	begin, end := time.Date(year, 1, 2, 0, 0, 0, 0, time.UTC), time.Date(year+years-1, 12, 30, 0, 0, 0, 0, time.UTC)
	for at := begin.AddDate(0, 0, 13); at.Before(end); at = at.AddDate(0, 1, 0) {
		add(at)
	}
	offset := func(at time.Time) int { _, offset := at.In(loc).Zone(); return offset }
	for at := begin; at.Before(end); at = at.Add(time.Hour) {
		if offset(at) != offset(at.Add(time.Hour)) {
			add(at.Add(-2 * time.Hour))
			add(at.Add(51 * time.Hour))
		}
	}
	return plan
}

// source returns the zone of the given name, renamed to Some/Place, and zone data
// that has only this zone.
func source(t testing.TB, name string) (*time.Location, civil.Zones) {
	t.Helper()
	loc := renamed(t, name, "Some/Place")
	return loc, func(string) (*time.Location, error) { return loc, nil }
}

// In every zone the strictest calendar program must find the instants of all sessions,
// including those close to clock changes.
func TestZonedCalendarOfEveryZone(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	for i, name := range zoneNames(t) {
		if !long && i%20 != 0 {
			continue
		}
		loc, zones := source(t, name)
		for year := 2018; year <= 2030; year += 3 {
			table, err := schedule.Compile(near(loc, year, 1+i%3), zones)
			require.NoError(t, err, name)
			text, err := table.Calendar(schedule.Record{}, o)
			require.NoError(t, err, name)
			lines := unfold(t, text)
			var standard, daylight onset
			if strings.Contains(string(text), "BEGIN:VTIMEZONE") {
				standard, daylight = readZone(t, lines)
			}
			events := strings.Split(strings.Join(lines, "\n"), "BEGIN:VEVENT\n")[1:]
			require.Len(t, events, len(table.Sessions()))
			for n, s := range table.Sessions() {
				for property, want := range map[string]time.Time{"DTSTART": s.Start, "DTEND": s.End} {
					_, rest, _ := strings.Cut(events[n], "\n"+property)
					value, _, _ := strings.Cut(rest, "\n")
					require.Equal(t, want.Unix(), instant(t, value, standard, daylight).Unix(), "%s %d: %s", name, year, value)
				}
			}
		}
	}
}

// rules returns the rules for standard and daylight time that a zoned calendar has for a
// zone. The calendar is of the published course, moved by a number of weeks.
func rules(t *testing.T, name string, weeks int, record schedule.Record) string {
	t.Helper()
	plan := parse(t, published).MoveAll(7*weeks, 0)
	plan.Zone = name
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	o := plainOptions()
	o.Zoned = true
	text, err := table.Calendar(record, o)
	require.NoError(t, err)
	var got []string
	for _, line := range unfold(t, text) {
		property, value, _ := strings.Cut(line, ":")
		switch property {
		case "BEGIN":
			if value == "STANDARD" || value == "DAYLIGHT" {
				got = append(got, value)
			}
		case "TZOFFSETTO", "TZNAME":
			got = append(got, value)
		case "RRULE":
			got = append(got, strings.TrimPrefix(value, "FREQ=YEARLY;"))
		}
	}
	return strings.Join(got, " ")
}

// For each zone the test states the rules that a calendar writes, or an empty text if it
// writes none. The course is in October and November of 2024, moved by a number of weeks.
func TestRulesOfZones(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		weeks int
		want  string
	}{
		"Europe/Zurich": {0, "STANDARD +0100 BYMONTH=10;BYDAY=-1SU CET DAYLIGHT +0200 BYMONTH=3;BYDAY=-1SU CEST"},
		// The zone database calls Dublin's summer time (IST) its standard time. The
		// calendar still writes it as DAYLIGHT.
		"Europe/Dublin":       {0, "STANDARD +0000 BYMONTH=10;BYDAY=-1SU GMT DAYLIGHT +0100 BYMONTH=3;BYDAY=-1SU IST"},
		"Australia/Lord_Howe": {0, "STANDARD +1030 BYMONTH=4;BYDAY=1SU +1030 DAYLIGHT +1100 BYMONTH=10;BYDAY=1SU +11"},
		"America/New_York":    {0, "STANDARD -0500 BYMONTH=11;BYDAY=1SU EST DAYLIGHT -0400 BYMONTH=3;BYDAY=2SU EDT"},
		"Asia/Kathmandu":      {0, "STANDARD +0545 +0545"},
		"Africa/Abidjan":      {0, ""}, // UTC by another name
		"Europe/Lisbon":       {0, "STANDARD +0000 BYMONTH=10;BYDAY=-1SU WET DAYLIGHT +0100 BYMONTH=3;BYDAY=-1SU WEST"},
		// In these two zones clocks change for Ramadan, on different days each year. The
		// course in Casablanca lies within one year, so a pair of rules is exact. The
		// course in El Aaiun spans the new year and no change falls into it, so one
		// offset is written.
		"Africa/Casablanca": {0, "STANDARD +0000 BYMONTH=3;BYDAY=2SU +00 DAYLIGHT +0100 BYMONTH=4;BYDAY=2SU +01"},
		"Africa/El_Aaiun":   {8, "STANDARD +0100 +01"},
		// Clocks in Almaty changed once in 2024, before the course. Clocks in Qostanay
		// changed once in 2024 too, but the course is moved by 36 weeks here, so that the
		// change falls into the course. Clocks in Istanbul changed once in 2016; the
		// course is moved to the end of that year, after the change.
		"Asia/Almaty":     {0, "STANDARD +0500 +05"},
		"Asia/Qostanay":   {-36, ""},
		"America/Toronto": {10, "STANDARD -0500 BYMONTH=11;BYDAY=1SU EST DAYLIGHT -0400 BYMONTH=3;BYDAY=2SU EDT"},
		"Europe/Istanbul": {-8 * 52, "STANDARD +0300 +03"},
	} {
		assert.Equal(t, c.want, rules(t, name, c.weeks, schedule.Record{}), name)
	}
	// A sitting that was held at a later time extends the course.
	assert.Equal(t, "", rules(t, "Africa/Casablanca", 0, schedule.Record{Held: []schedule.Held{
		{Session: "session-5", Start: new(time.Date(2025, 3, 10, 9, 0, 0, 0, time.UTC)), End: new(time.Date(2025, 3, 10, 10, 0, 0, 0, time.UTC))},
	}}))
}

// A time that clocks show twice is ambiguous in local time, so it is written in UTC. In
// UTC no VTIMEZONE rules are written.
func TestZonedCalendarTellsUTCWhereItMust(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	plan, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [
		{"id": "start", "start": "2025-10-26T02:30", "end": "2025-10-26T04:00", "clock_change": "later"},
		{"id": "end", "start": "2026-10-25T01:00", "end": "2026-10-25T02:30", "clock_change": "earlier"},
		{"id": "plain", "start": "2026-10-26T01:00", "end": "2026-10-26T02:30"}]}`)
	require.NoError(t, err)
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(schedule.Record{}, o)
	require.NoError(t, err)
	for _, want := range []string{
		"DTSTART:20251026T013000Z\r\nDTEND:20251026T030000Z\r\n",
		"DTSTART:20261024T230000Z\r\nDTEND:20261025T003000Z\r\n",
		"DTSTART;TZID=Europe/Zurich:20261026T010000\r\n",
	} {
		assert.Contains(t, string(text), want)
	}
	for _, name := range []string{"UTC", "Etc/UTC"} {
		plan.Zone = name
		table, err = schedule.Compile(plan, pinned)
		require.NoError(t, err)
		text, err = table.Calendar(schedule.Record{}, o)
		require.NoError(t, err)
		assert.NotContains(t, string(text), "TZID")
		assert.Contains(t, string(text), "DTSTART:20261026T010000Z\r\n")
	}
}

// The offset of Monrovia had seconds before 1972.
func TestZonedCalendarWithSecondsInTheOffset(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	table, err := schedule.Compile(schedule.Plan{Zone: "Africa/Monrovia", Sessions: []schedule.Session{
		{ID: "s", Start: civil.MustDateTime("1972-01-01T12:00"), End: civil.MustDateTime("1972-01-01T13:00")},
	}}, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(schedule.Record{}, o)
	require.NoError(t, err)
	assert.Contains(t, string(text), "DTSTART:19700101T000000\r\nTZOFFSETFROM:-004430\r\nTZOFFSETTO:-004430\r\nTZNAME:MMT\r\n")
}
