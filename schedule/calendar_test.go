package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var stamp = time.Date(2024, 10, 14, 11, 0, 0, 0, time.FixedZone("", 7200))

func plainOptions() schedule.CalendarOptions {
	return schedule.CalendarOptions{Run: "2024", Domain: "example.org", Stamp: stamp}
}

// unfold returns the content lines of a calendar after holding their form
// against RFC 5545, 3.1.
func unfold(t testing.TB, text []byte) []string {
	t.Helper()
	require.True(t, strings.HasSuffix(string(text), "\r\n"))
	require.NotContains(t, strings.ReplaceAll(string(text), "\r\n", ""), "\r")
	require.NotContains(t, strings.ReplaceAll(string(text), "\r\n", ""), "\n")
	for line := range strings.SplitSeq(string(text), "\r\n") {
		require.LessOrEqual(t, len(line), 75)
		require.True(t, utf8.ValidString(line), "a rune is split")
	}
	return strings.Split(strings.ReplaceAll(strings.TrimSuffix(string(text), "\r\n"), "\r\n ", ""), "\r\n")
}

func TestCalendarInUTC(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	plan.Sessions = plan.Sessions[:1]
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(plainOptions())
	require.NoError(t, err)
	assert.Equal(t, strings.ReplaceAll(`BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//cohortkit//cohort schedule//EN
CALSCALE:GREGORIAN
BEGIN:VEVENT
UID:session-1.2024@example.org
DTSTAMP:20241014T090000Z
SEQUENCE:0
DTSTART:20241030T140000Z
DTEND:20241030T160000Z
SUMMARY:Introduction
STATUS:CONFIRMED
END:VEVENT
END:VCALENDAR
`, "\n", "\r\n"), string(text))
}

func TestCalendarWithEverything(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned, o.Sequence, o.Reminders, o.Cancelled = true, 3, []int{0, 1440}, []string{"session-2"}
	o.Name, o.Description, o.Location, o.URL = "DPG; 2024", "one\ntwo, three", `C:\room`, "https://example.org/a,b;c"
	text, err := reference(t).Calendar(o)
	require.NoError(t, err)
	lines := unfold(t, text)
	events := strings.Split(strings.Join(lines, "\n"), "BEGIN:VEVENT\n")
	require.Len(t, events, 6)
	assert.Equal(t, `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//cohortkit//cohort schedule//EN
CALSCALE:GREGORIAN
NAME:DPG\; 2024
X-WR-CALNAME:DPG\; 2024
BEGIN:VTIMEZONE
TZID:Europe/Zurich
BEGIN:STANDARD
DTSTART:20230101T010000
TZOFFSETFROM:+0100
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20230326T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20231029T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20240331T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20241027T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20250330T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
`, events[0])
	const alarms = `BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Introduction
TRIGGER:-PT0M
END:VALARM
BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:Introduction
TRIGGER:-PT1440M
END:VALARM
`
	assert.Equal(t, `UID:session-1.2024@example.org
DTSTAMP:20241014T090000Z
SEQUENCE:3
DTSTART;TZID=Europe/Zurich:20241030T150000
DTEND;TZID=Europe/Zurich:20241030T170000
SUMMARY:Introduction
DESCRIPTION:one\ntwo\, three
LOCATION:C:\\room
URL:https://example.org/a,b;c
STATUS:CONFIRMED
`+alarms+`END:VEVENT
`, events[1])
	assert.Contains(t, events[2], "SUMMARY:session-2\n", "no title")
	assert.Contains(t, events[2], "STATUS:CANCELLED\nEND:VEVENT\n", "no reminder of what is cancelled")

	again, err := reference(t).Calendar(o)
	require.NoError(t, err)
	assert.Equal(t, text, again)
}

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
	for _, name := range zoneNames(t) {
		loc := zone(t, name)
		plan := schedule.Plan{Zone: "Some/Place"}
		add := func(at time.Time) {
			plan.Sessions = append(plan.Sessions, schedule.Session{
				ID: "s" + strconv.Itoa(len(plan.Sessions)), ClockChange: schedule.Earlier,
				Start: schedule.WallOf(at.In(loc)), End: schedule.WallOf(at.In(loc)).AddDays(1),
			})
		}
		at := time.Date(2023, 1, 15, 12, 0, 0, 0, time.UTC)
		for _, r := range regimes(loc, at.Unix(), at.AddDate(3, 0, 0).Unix(), 6*3600) {
			if change := time.Unix(r.start, 0); change.After(at) {
				add(change.Add(-3 * time.Hour))
				add(change.Add(50 * time.Hour))
			}
		}
		add(at)
		table, err := schedule.Compile(plan, func(string) (*time.Location, error) { return loc, nil })
		require.NoError(t, err, name)
		text, err := table.Calendar(o)
		require.NoError(t, err, name)
		lines := unfold(t, text)
		events := strings.Split(strings.Join(lines, "\n"), "BEGIN:VEVENT\n")[1:]
		for i, s := range table.Sessions() {
			_, rest, _ := strings.Cut(events[i], "\nDTSTART")
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
	for name, want := range map[string]string{
		"Europe/Dublin":    "STANDARD +0000, STANDARD +0100, STANDARD +0000, STANDARD +0100, STANDARD +0000, STANDARD +0100, STANDARD +0000",
		"Australia/Sydney": "DAYLIGHT +1100, STANDARD +1000, DAYLIGHT +1100, STANDARD +1000, DAYLIGHT +1100, STANDARD +1000, DAYLIGHT +1100",
		"Asia/Kathmandu":   "STANDARD +0545",
	} {
		plan := parse(t, published)
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
		assert.Equal(t, want, strings.Join(got, ", "), name)
	}
}

// A zone with seconds in its offset: Monrovia before 1972.
func TestZonedCalendarWithSecondsInTheOffset(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	table, err := schedule.Compile(schedule.Plan{Zone: "Africa/Monrovia", Sessions: []schedule.Session{
		{ID: "s", Start: schedule.MustWall("1972-01-01T12:00"), End: schedule.MustWall("1972-01-01T13:00")},
	}}, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(o)
	require.NoError(t, err)
	assert.Contains(t, string(text), "DTSTART:19720107T000000\r\nTZOFFSETFROM:-004430\r\nTZOFFSETTO:+0000\r\nTZNAME:GMT\r\n")
}

// unescape is the inverse of TEXT (RFC 5545, 3.3.11), written by its grammar.
func unescape(t testing.TB, text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		require.NotContains(t, ";,", string(text[i]), "not escaped")
		if text[i] != '\\' {
			b.WriteByte(text[i])
			continue
		}
		i++
		require.Less(t, i, len(text))
		require.Contains(t, `\;,n`, string(text[i]))
		if text[i] == 'n' {
			b.WriteByte('\n')
		} else {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// summary returns what a reader finds as the summary of a session of this title.
func summary(t testing.TB, title string) string {
	t.Helper()
	table, err := schedule.Compile(schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{
		{ID: "s", Title: title, Start: schedule.MustWall("2024-10-30T15:00"), End: schedule.MustWall("2024-10-30T16:00")},
	}}, pinned)
	require.NoError(t, err)
	text, err := table.Calendar(plainOptions())
	require.NoError(t, err)
	for _, line := range unfold(t, text) {
		if escaped, ok := strings.CutPrefix(line, "SUMMARY:"); ok {
			return unescape(t, escaped)
		}
	}
	t.Fatal("no summary")
	return ""
}

func TestTextOfCalendars(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"plain":                               "plain",
		`a\n; b, c:"d"`:                       `a\n; b, c:"d"`,
		"a\r\nb\nc\rd":                        "a\nb\nc\nd",
		"a\u0085b\u2028c\u2029":               "a\nb\nc\n",
		"tab\tstays":                          "tab\tstays",
		"bell\a, null\x00, del\x7f, c1\u009b": "bell, null, del, c1",
		"broken \xff\xfe":                     "broken \uFFFD",
		strings.Repeat("漢", 190):              strings.Repeat("漢", 190),
	} {
		assert.Equal(t, want, summary(t, title), "%q", title)
	}
}

// Titles of every length around the fold, of runes of one to four bytes.
func TestFolding(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(5, 45))
	for n := 1; n <= 190; n++ {
		for _, runes := range []string{"a", "aé", "a漢", "𝕏", "aé漢𝕏"} {
			letters := []rune(runes)
			var b strings.Builder
			for range n {
				b.WriteRune(letters[random.IntN(len(letters))])
			}
			require.Equal(t, b.String(), summary(t, b.String()))
		}
	}
}

func TestUIDs(t *testing.T) {
	t.Parallel()
	uid := func(session, run string) string {
		table, err := schedule.Compile(schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{
			{ID: session, Start: schedule.MustWall("2024-10-30T15:00"), End: schedule.MustWall("2024-10-30T16:00")},
		}}, pinned)
		require.NoError(t, err)
		o := plainOptions()
		o.Run = run
		text, err := table.Calendar(o)
		require.NoError(t, err)
		return unfold(t, text)[5]
	}
	assert.Equal(t, "UID:session-1_A.ITU%2FDPG%202024@example.org", uid("session-1_A", "ITU/DPG 2024"))
	assert.Equal(t, "UID:%C3%A9%25.z@example.org", uid("é%", "z"))
	assert.NotEqual(t, uid("a.b", "c"), uid("a", "b.c"), "no two pairs share one")
	assert.NotEqual(t, uid("a%2E", "c"), uid("a.", "c"))
}

func TestCalendarOptions(t *testing.T) {
	t.Parallel()
	_, err := reference(t).Calendar(schedule.CalendarOptions{
		Run: "a\nb", Domain: "example..org", Sequence: -1, Cancelled: []string{"session-5", "session-6", ""},
		Reminders: []int{-1, 40320, 40321}, URL: "//example.org/ ",
	})
	assert.Equal(t, []string{
		"run id", "domain domain", "stamp required", "sequence range", "cancelled[1] unknown-session", "cancelled[2] required",
		"reminders[0] range", "reminders[2] range", "url url",
	}, faults(err))
	for field, change := range map[string]func(*schedule.CalendarOptions, string){
		"domain": func(o *schedule.CalendarOptions, text string) { o.Domain = text },
		"url":    func(o *schedule.CalendarOptions, text string) { o.URL = text },
	} {
		for text, fine := range map[string]bool{
			"domain example.org": true, "domain a": true, "domain A-1.example": true, "domain a b": false, "domain é.org": false, "domain a.": false, "domain a@b": false, "domain a\r\nX:y": false,
			"url https://a.b/c?d=e%20f": true, "url mailto:a@b": true, "url zoommtg://x/~": true, "url https:": false, "url :x": false, "url a": false,
			"url https://a/\r\nX:y": false, "url https://a/\x7f": false, "url https://é": false, "url ht-tp:a": false,
		} {
			name, value, _ := strings.Cut(text, " ")
			if name != field {
				continue
			}
			o := plainOptions()
			change(&o, value)
			err := document.Check(o, o.Check)
			if fine {
				assert.NoError(t, err, "%q", text)
			} else {
				assert.Equal(t, []string{field + " " + field}, faults(err), "%q", text)
			}
		}
	}
	for year, fine := range map[int]bool{1969: false, 1970: true, 9998: true, 9999: false} {
		o := plainOptions()
		o.Stamp = time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		assert.Equal(t, fine, document.Check(o, o.Check) == nil, year)
	}
}
