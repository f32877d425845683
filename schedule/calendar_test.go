package schedule_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var stamp = time.Date(2024, 10, 14, 11, 0, 0, 0, time.FixedZone("", 7200))

func plainOptions() schedule.CalendarOptions {
	return schedule.CalendarOptions{Run: "2024", Domain: "example.org", Stamp: stamp}
}

// unfold returns the content lines of a calendar after checking their form by
// RFC 5545, 3.1.
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
	text, err := table.Calendar(schedule.Record{}, plainOptions())
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
	o.Zoned, o.Sequence, o.Reminders = true, 3, []int{1440, 0, 1440}
	o.Name, o.Description, o.Location, o.URL = "DPG; 2024", "one\ntwo, three", `C:\room`, "https://example.org/a,b;c"
	record := schedule.Record{Cancelled: []string{"session-2"}}
	text, err := reference(t).Calendar(record, o)
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
DTSTART:19701025T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
END:DAYLIGHT
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

	o.Reminders = []int{0, 1440}
	again, err := reference(t).Calendar(record, o)
	require.NoError(t, err)
	assert.Equal(t, text, again)
}

// Sittings are in order of time, whatever session they belong to. Deadlines come
// last.
func TestCalendarComesByTime(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Sessions[0].Repeats = []schedule.Repeat{{ID: "a2", Start: civil.MustDateTime("2024-11-20T15:00"), End: civil.MustDateTime("2024-11-20T17:00")}}
	plan.Deadlines = []schedule.Deadline{{ID: "d", At: civil.MustDateTime("2024-10-30T14:59")}}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	later := clock(t, "2024-11-12", "15:00:00")
	text, err := table.Calendar(schedule.Record{Held: []schedule.Held{{Session: "b", Start: &later, End: new(later.Add(time.Hour))}}}, plainOptions())
	require.NoError(t, err)
	var ids []string
	for _, line := range unfold(t, text) {
		if uid, ok := strings.CutPrefix(line, "UID:"); ok {
			ids = append(ids, strings.TrimSuffix(uid, ".2024@example.org"))
		}
	}
	assert.Equal(t, []string{"a", "b2", "c", "b", "a2", "deadline.d"}, ids)
}

func TestUIDs(t *testing.T) {
	t.Parallel()
	uid := func(session, run string) string {
		table, err := schedule.Compile(schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{
			{ID: session, Start: civil.MustDateTime("2024-10-30T15:00"), End: civil.MustDateTime("2024-10-30T16:00")},
		}}, pinned)
		require.NoError(t, err)
		o := plainOptions()
		o.Run = run
		text, err := table.Calendar(schedule.Record{}, o)
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
	_, err := reference(t).Calendar(schedule.Record{Cancelled: []string{"session-5", "session-6", ""}}, schedule.CalendarOptions{
		Run: "a\nb", Domain: "example..org", Sequence: -1, Name: "a\nb", Description: "a\x00", Location: "a\u202eb",
		Reminders: []int{-1, 40320, 40321}, URL: "//example.org/ ",
	})
	assert.Equal(t, []string{
		"record.cancelled[1] unknown-session", "record.cancelled[2] unknown-session",
		"run id", "domain domain", "stamp required", "sequence range",
		"reminders[0] range", "reminders[2] range", "name text", "description text", "location text", "url url",
	}, faults(err))
	for field, change := range map[string]func(*schedule.CalendarOptions, string){
		"domain": func(o *schedule.CalendarOptions, text string) { o.Domain = text },
		"url":    func(o *schedule.CalendarOptions, text string) { o.URL = text },
	} {
		for text, fine := range map[string]bool{
			"domain example.org": true, "domain a": true, "domain 09.azAZ": true, "domain A-1.example": true, "domain a b": false, "domain -": false, "domain -a.b": false, "domain a-.b": false, "domain a.-": false, "domain é.org": false, "domain a.": false, "domain a@b": false, "domain a\r\nX:y": false,
			"url https://a.b/c?d=e%20f": true, "url mailto:a@b": true, "url javascript:alert(1)": false, "url JavaScript:x": false, "url data:text/html,x": false, "url vbscript:x": false, "url zoommtg://x/~": true, "url https:": false, "url :x": false, "url a": false,
			"url https://a/\r\nX:y": false, "url https://a/\x7f": false, "url https://é": false, "url ht-tp:a": false, "url -tp:a": false, "url https://a b": false, "url a: b": false,
		} {
			name, value, _ := strings.Cut(text, " ")
			if name != field {
				continue
			}
			o := plainOptions()
			change(&o, value)
			_, err := reference(t).Calendar(schedule.Record{}, o)
			if fine {
				assert.NoError(t, err, "%q", text)
			} else {
				code := field
				if strings.ContainsAny(value, "\r\x7f") {
					code = "text"
				}
				assert.Equal(t, []string{field + " " + code}, faults(err), "%q", text)
			}
		}
	}
	for year, fine := range map[int]bool{1969: false, 1970: true, 9998: true, 9999: false} {
		o := plainOptions()
		o.Stamp = time.Date(year, 6, 1, 0, 0, 0, 0, time.UTC)
		_, err := reference(t).Calendar(schedule.Record{}, o)
		assert.Equal(t, fine, err == nil, year)
	}
}
