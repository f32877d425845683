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

// A reader of VTIMEZONE as RFC 5545 describes it: the observance with the latest
// onset that is not after the local time.
func readZone(t *testing.T, lines []string, local time.Time) time.Duration {
	t.Helper()
	var onset, best time.Time
	var found time.Duration
	for _, line := range lines {
		property, value, _ := strings.Cut(line, ":")
		switch property {
		case "DTSTART":
			at, err := time.Parse("20060102T150405", value)
			require.NoError(t, err)
			onset = at
		case "TZOFFSETTO":
			digits := value[1:] + "00"
			var h, m, s int
			_, err := fmt.Sscanf(digits[:6], "%2d%2d%2d", &h, &m, &s)
			require.NoError(t, err)
			offset := time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(s)*time.Second
			if value[0] == '-' {
				offset = -offset
			}
			if !onset.After(local) && !onset.Before(best) {
				best, found = onset, offset
			}
		case "END":
			if value == "VTIMEZONE" {
				require.False(t, best.IsZero(), "no observance")
				return found
			}
		}
	}
	t.Fatal("no VTIMEZONE")
	return 0
}

// For every zone: each session across three years, close to clock changes too,
// is found again by the calendar's own rules or told in UTC.
func TestZonedCalendarOfEveryZone(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	for i, name := range zoneNames(t) {
		if !long && i%5 != 0 {
			continue
		}
		loc := zone(t, name)
		plan := schedule.Plan{Zone: "Some/Place"}
		add := func(at time.Time) {
			plan.Sessions = append(plan.Sessions, schedule.Session{
				ID: "s" + strconv.Itoa(len(plan.Sessions)), ClockChange: civil.Earlier,
				Start: civil.DateTimeOf(at.In(loc)), End: civil.DateTimeOf(at.In(loc)).AddDays(1),
			})
		}
		at := time.Date(2023, 1, 15, 12, 0, 0, 0, time.UTC)
		changes := regimes(loc, at.Unix(), at.AddDate(3, 0, 0).Unix(), 6*3600)[1:]
		for _, r := range changes {
			add(time.Unix(r.start, 0).Add(-3 * time.Hour))
			add(time.Unix(r.start, 0).Add(50 * time.Hour))
		}
		add(at)
		table, err := schedule.Compile(plan, func(string) (*time.Location, error) { return loc, nil })
		require.NoError(t, err, name)
		text, err := table.Calendar(o)
		require.NoError(t, err, name)
		lines := unfold(t, text)
		for _, change := range changes {
			onset := time.Unix(change.start+offset(loc, change.start-1), 0).UTC()
			assert.Contains(t, lines, "DTSTART:"+onset.Format("20060102T150405"), "%s: to the second", name)
		}
		events := strings.Split(strings.Join(lines, "\n"), "BEGIN:VEVENT\n")[1:]
		for n, s := range table.Sessions() {
			_, rest, _ := strings.Cut(events[n], "\nDTSTART")
			value, _, _ := strings.Cut(rest, "\n")
			if utc, ok := strings.CutPrefix(value, ":"); ok {
				assert.Equal(t, s.Start.UTC().Format("20060102T150405Z"), utc, name)
				continue
			}
			local, err := time.Parse(";TZID=Some/Place:20060102T150405", value)
			require.NoError(t, err)
			assert.Equal(t, s.Start.Unix(), local.Add(-readZone(t, lines, local)).Unix(), "%s: %s", name, value)
		}
	}
}

// What clocks show twice cannot be told by them, and UTC needs no rules.
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
	text, err := table.Calendar(o)
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
		text, err = table.Calendar(o)
		require.NoError(t, err)
		assert.NotContains(t, string(text), "TZID")
		assert.Contains(t, string(text), "DTSTART:20261026T010000Z\r\n")
	}
}

// Summer time that turns clocks back, as the database has it for Dublin.
func TestZonedCalendarOfNegativeSummerTime(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	for place, want := range map[string]string{
		"America/Sao_Paulo in 2020": "DAYLIGHT -0200, STANDARD -0300",
		"Europe/Dublin":             "STANDARD +0000, STANDARD +0100, STANDARD +0000, STANDARD +0100, STANDARD +0000, STANDARD +0100, STANDARD +0000",
		"Australia/Sydney":          "DAYLIGHT +1100, STANDARD +1000, DAYLIGHT +1100, STANDARD +1000, DAYLIGHT +1100, STANDARD +1000, DAYLIGHT +1100",
		"Asia/Kathmandu":            "STANDARD +0545",
	} {
		plan := parse(t, published)
		name, past := strings.CutSuffix(place, " in 2020")
		if past {
			plan = plan.MoveAll(-4*364, 0)
		}
		plan.Zone = name
		table, err := schedule.Compile(plan, pinned)
		require.NoError(t, err)
		text, err := table.Calendar(o)
		require.NoError(t, err)
		var got []string
		kind := ""
		for _, line := range unfold(t, text) {
			if begun, ok := strings.CutPrefix(line, "BEGIN:"); ok {
				kind = begun
			} else if offset, ok := strings.CutPrefix(line, "TZOFFSETTO:"); ok {
				got = append(got, kind+" "+offset)
			}
		}
		assert.Equal(t, want, strings.Join(got, ", "), place)
	}
}

// Turkey kept the offset of the summer of 2016, under another name.
func TestZonedCalendarOfAChangeOfName(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	plan := parse(t, published).MoveAll(-8*364, 0)
	plan.Zone = "Europe/Istanbul"
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(o)
	require.NoError(t, err)
	assert.Contains(t, string(text), "DTSTART:20160907T000000\r\nTZOFFSETFROM:+0300\r\nTZOFFSETTO:+0300\r\nTZNAME:+03\r\n")
}

// A zone with seconds in its offset: Monrovia before 1972.
func TestZonedCalendarWithSecondsInTheOffset(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	table, err := schedule.Compile(schedule.Plan{Zone: "Africa/Monrovia", Sessions: []schedule.Session{
		{ID: "s", Start: civil.MustDateTime("1972-01-01T12:00"), End: civil.MustDateTime("1972-01-01T13:00")},
	}}, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(o)
	require.NoError(t, err)
	assert.Contains(t, string(text), "DTSTART:19720107T000000\r\nTZOFFSETFROM:-004430\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\n")
}
