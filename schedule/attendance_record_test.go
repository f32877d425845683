package schedule_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// repeated is a plan of three sessions, of which the second has a repeat.
const repeated = `{"zone": "Europe/Zurich", "sessions": [
	{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"},
	{"id": "b", "start": "2024-11-01T15:00", "end": "2024-11-01T17:00", "repeats": [{"id": "b2", "start": "2024-11-02T03:00", "end": "2024-11-02T05:00"}]},
	{"id": "c", "start": "2024-11-06T15:00", "end": "2024-11-06T17:00"}]}`

func repeating(t testing.TB) *schedule.Timetable {
	t.Helper()
	table, err := schedule.Compile(parse(t, repeated), pinned)
	require.NoError(t, err)
	return table
}

// fullRow returns a row that lasts a whole sitting. The function halfRow, below, returns a
// row that lasts the first half of a sitting.
func fullRow(table *schedule.Timetable, who, sitting string) schedule.Segment {
	for _, s := range table.Sessions() {
		if s.ID == sitting {
			return schedule.Segment{Participant: who, Join: s.Start, Leave: new(s.End)}
		}
	}
	panic("no sitting " + sitting)
}

func halfRow(table *schedule.Timetable, who, sitting string) schedule.Segment {
	row := fullRow(table, who, sitting)
	row.Leave = new(row.Join.Add(row.Leave.Sub(row.Join) / 2))
	return row
}

// presenceOf returns the entry of p for the person `who`, or the zero value if p has no entry
// for that person.
func presenceOf(p schedule.Presence, who string) schedule.PersonPresence {
	for _, q := range p.People {
		if q.Participant == who {
			return q
		}
	}
	return schedule.PersonPresence{}
}

// words returns the statuses of the sessions for a person, by time.
func words(q schedule.PersonPresence) string {
	var all []string
	for _, s := range q.Sessions {
		all = append(all, string(s.Status))
	}
	return strings.Join(all, " ")
}

func TestFiveWords(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	rows := func(of string, all ...schedule.Segment) schedule.Held { return schedule.Held{Session: of, Rows: all} }
	excused := func(session string, who ...string) []schedule.Excuse {
		return []schedule.Excuse{{Participants: who, Session: session, Reason: "ill"}}
	}
	noon := func(day string) time.Time { return clock(t, day, "12:00:00") }
	for name, c := range map[string]struct {
		record schedule.Record
		want   string // the statuses for p
	}{
		"nothing yet":                    {schedule.Record{}, "open open open"},
		"attended":                       {schedule.Record{Held: []schedule.Held{rows("a", fullRow(table, "p", "a"))}}, "attended open open"},
		"not attended":                   {schedule.Record{Held: []schedule.Held{rows("a", halfRow(table, "p", "a"))}}, "not_attended open open"},
		"no rows":                        {schedule.Record{Held: []schedule.Held{rows("a")}}, "not_attended open open"},
		"cancelled":                      {schedule.Record{Cancelled: []string{"c"}}, "open open cancelled"},
		"excused before":                 {schedule.Record{Excused: excused("a", "p")}, "excused open open"},
		"excused after":                  {schedule.Record{Held: []schedule.Held{rows("a")}, Excused: excused("a", "q", "p")}, "excused open open"},
		"excused by one of two":          {schedule.Record{Excused: append(excused("a", "p"), excused("a", "q")...)}, "excused open open"},
		"excused but there":              {schedule.Record{Held: []schedule.Held{rows("a", fullRow(table, "p", "a"))}, Excused: excused("a", "p")}, "attended open open"},
		"excused from what is cancelled": {schedule.Record{Cancelled: []string{"a"}, Excused: excused("a", "p")}, "cancelled open open"},
		"somebody else is excused":       {schedule.Record{Held: []schedule.Held{rows("a")}, Excused: excused("a", "q")}, "not_attended open open"},
		"at the repeat":                  {schedule.Record{Held: []schedule.Held{rows("b2", fullRow(table, "p", "b2"))}}, "open attended open"},
		"another sitting is open":        {schedule.Record{Held: []schedule.Held{rows("b", halfRow(table, "p", "b"))}}, "open open open"},
		"at neither":                     {schedule.Record{Held: []schedule.Held{rows("b", halfRow(table, "p", "b")), rows("b2", halfRow(table, "p", "b2"))}}, "open not_attended open"},
		"one cancelled":                  {schedule.Record{Held: []schedule.Held{rows("b2")}, Cancelled: []string{"b"}}, "open not_attended open"},
		"one cancelled, one open":        {schedule.Record{Cancelled: []string{"b"}}, "open open open"},
		"both cancelled":                 {schedule.Record{Cancelled: []string{"b", "b2"}}, "open cancelled open"},
		"joined after the first":         {schedule.Record{Held: []schedule.Held{rows("a")}, Joined: map[string]time.Time{"p": noon("2024-10-31")}}, "excused open open"},
		"joined between the sittings":    {schedule.Record{Joined: map[string]time.Time{"p": clock(t, "2024-11-01", "23:00:00")}}, "excused open open"},
		"joined as the last sitting began": {schedule.Record{Joined: map[string]time.Time{"p": clock(t, "2024-11-02", "02:00:00")}},
			"excused open open"},
		"joined after both": {schedule.Record{Joined: map[string]time.Time{"p": clock(t, "2024-11-02", "02:00:00").Add(1)}}, "excused excused open"},
		"joined before the repeat that was cancelled": {schedule.Record{Cancelled: []string{"b2"}, Joined: map[string]time.Time{"p": clock(t, "2024-11-01", "23:00:00")}},
			"excused excused open"},
		"joined later but there": {schedule.Record{Held: []schedule.Held{rows("a", fullRow(table, "p", "a"))}, Joined: map[string]time.Time{"p": noon("2024-10-31")}},
			"attended open open"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, err := table.Attendance(c.record, atLeast("80"))
			require.NoError(t, err)
			c.record.Participants = []string{"p"}
			p, err := table.Attendance(c.record, atLeast("80"))
			require.NoError(t, err)
			require.Len(t, p.People, 1)
			q := presenceOf(p, "p")
			assert.Equal(t, c.want, words(q))
			if among := presenceOf(all, "p"); among.Participant != "" {
				assert.Equal(t, q, among, "whether people are listed or have rows and excuses")
			}
			count := func(word string) int {
				return len(slices.DeleteFunc(strings.Fields(c.want), func(w string) bool { return w != word }))
			}
			for i, session := range []string{"a", "b", "c"} {
				assert.Equal(t, session, q.Sessions[i].Session)
			}
			assert.Equal(t, count("attended"), q.Attended)
			assert.Equal(t, 3-count("open"), q.Held)
			assert.Equal(t, count("excused")+count("cancelled"), q.Excused)
		})
	}
	absent := atLeast("80")
	absent.JoinedLater = "absent"
	p, err := table.Attendance(schedule.Record{
		Held: []schedule.Held{rows("a")}, Joined: map[string]time.Time{"p": noon("2024-10-31")},
	}, absent)
	require.NoError(t, err)
	assert.Equal(t, "not_attended open open", words(presenceOf(p, "p")), "a session like any other")
}

func TestPresenceShowsTheSittingThatCounts(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	longer := halfRow(table, "p", "b2")
	longer.Leave = new(longer.Leave.Add(time.Minute))
	for name, c := range map[string]struct {
		first, second schedule.Segment
		sitting       string
		status        schedule.Status
	}{
		"attended wins":  {halfRow(table, "p", "b"), fullRow(table, "p", "b2"), "b2", schedule.StatusAttended},
		"attended first": {fullRow(table, "p", "b"), halfRow(table, "p", "b2"), "b", schedule.StatusAttended},
		"both attended":  {fullRow(table, "p", "b"), fullRow(table, "p", "b2"), "b", schedule.StatusAttended},
		"longer":         {halfRow(table, "p", "b"), longer, "b2", schedule.StatusNotAttended},
		"equal":          {halfRow(table, "p", "b"), halfRow(table, "p", "b2"), "b", schedule.StatusNotAttended},
	} {
		record := schedule.Record{Held: []schedule.Held{{Session: "b2", Rows: []schedule.Segment{c.second}}, {Session: "b", Rows: []schedule.Segment{c.first}}}}
		p, err := table.Attendance(record, atLeast("80"))
		require.NoError(t, err, name)
		got := presenceOf(p, "p").Sessions[1]
		assert.Equal(t, c.sitting, got.Sitting, name)
		assert.Equal(t, c.status, got.Status, name)
		assert.NotEmpty(t, got.Spans, name)
		slices.Reverse(record.Held)
		again, err := table.Attendance(record, atLeast("80"))
		require.NoError(t, err)
		assert.Equal(t, p, again, name)
	}
}

func TestSessionsOfAPresence(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	at := clock(t, "2024-11-01", "14:10:00")
	p, err := table.Attendance(schedule.Record{Held: []schedule.Held{{Session: "b", Start: &at}}, Cancelled: []string{"c"}}, atLeast("80"))
	require.NoError(t, err)
	assert.Equal(t, []schedule.SessionRecord{
		{ID: "a", Status: schedule.StatusOpen, Sittings: []schedule.SittingRecord{
			{ID: "a", Status: schedule.StatusOpen, Start: clock(t, "2024-10-30", "14:00:00"), End: clock(t, "2024-10-30", "16:00:00")}}},
		{ID: "b", Status: schedule.StatusHeld, Sittings: []schedule.SittingRecord{
			{ID: "b", Status: schedule.StatusHeld, Start: at, End: clock(t, "2024-11-01", "16:00:00")},
			{ID: "b2", Status: schedule.StatusOpen, Start: clock(t, "2024-11-02", "02:00:00"), End: clock(t, "2024-11-02", "04:00:00")}}},
		{ID: "c", Status: schedule.StatusCancelled, Sittings: []schedule.SittingRecord{
			{ID: "c", Status: schedule.StatusCancelled, Start: clock(t, "2024-11-06", "14:00:00"), End: clock(t, "2024-11-06", "16:00:00")}}},
	}, p.Sessions)
	assert.Equal(t, []schedule.PersonPresence{}, p.People)
	p, err = table.Attendance(schedule.Record{Cancelled: []string{"b"}}, atLeast("80"))
	require.NoError(t, err)
	assert.Equal(t, schedule.StatusOpen, p.Sessions[1].Status, "one sitting is still to come")
}

// Without a list of participants, everybody named anywhere in the record takes part.
func TestWhoTakesPart(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	p, err := table.Attendance(schedule.Record{
		Held:    []schedule.Held{{Session: "a", Rows: []schedule.Segment{fullRow(table, "row", "a")}}},
		Excused: []schedule.Excuse{{Participants: []string{"excused", "row"}, Session: "b"}},
		Joined:  map[string]time.Time{"joined": stamp},
	}, atLeast("80"))
	require.NoError(t, err)
	var who []string
	for _, q := range p.People {
		who = append(who, q.Participant)
	}
	assert.Equal(t, []string{"excused", "joined", "row"}, who)
}

// Real records have rows of hosts and guests. They are counted as strangers if the
// record lists the participants.
func TestStrangers(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	record := schedule.Record{
		Participants: []string{"q", "p"},
		Held: []schedule.Held{
			{Session: "a", Rows: []schedule.Segment{fullRow(table, "p", "a"), fullRow(table, "host", "a"), halfRow(table, "host", "a"), fullRow(table, "guest", "a")}},
			{Session: "c", Rows: []schedule.Segment{fullRow(table, "host", "c")}},
		},
		Excused: []schedule.Excuse{{Participants: []string{"guest"}, Session: "b"}},
	}
	p, err := table.Attendance(record, atLeast("80"))
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"guest": 1, "host": 3}, p.Strangers)
	require.Len(t, p.People, 2)
	assert.Equal(t, "p", p.People[0].Participant)
	assert.Equal(t, "attended open not_attended", words(p.People[0]))
	assert.Equal(t, "q", p.People[1].Participant)
	assert.Equal(t, "not_attended open not_attended", words(p.People[1]))

	record.Participants = nil
	everybody, err := table.Attendance(record, atLeast("80"))
	require.NoError(t, err)
	assert.Nil(t, everybody.Strangers)
	assert.Len(t, everybody.People, 3)
	assert.Equal(t, presenceOf(p, "p"), presenceOf(everybody, "p"))
}

// Instants are within the years 0 to 9999, also in UTC; outside of these years an instant
// has no JSON text.
func TestYearsOfARecord(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	for _, c := range []struct {
		at string
		ok bool
	}{
		{"0000-01-01T00:00:00+01:00", false}, {"0000-01-01T00:00:00Z", true}, {"0000-01-01T01:00:00+01:00", true}, {"1899-12-30T00:00:00Z", true},
		{"9999-12-31T23:59:59.999999999Z", true}, {"9999-12-31T22:59:59-01:00", true}, {"9999-12-31T23:00:00-01:00", false},
	} {
		at := strconv.Quote(c.at)
		record := `{"held": [{"session": "a", "rows": [
			{"participant": "p", "join": ` + at + `},
			{"participant": "p", "join": "0000-01-01T00:00:00Z", "leave": ` + at + `},
			{"participant": "p", "join": "0000-01-01T00:00:00Z", "meeting_end": ` + at + `}]}],
			"joined": {"p": ` + at + `}}`
		by := atLeast("80")
		by.MissingLeave = "until_end"
		_, err := table.ParseRecord([]byte(record), by)
		join, err2 := time.Parse(time.RFC3339, c.at)
		require.NoError(t, err2)
		_, _, err2 = schedule.Rows([]schedule.Message{{At: join, Joined: "p"}})
		if c.ok {
			require.NoError(t, err, c.at)
			require.NoError(t, err2, c.at)
			continue
		}
		leave, end := "range", "range"
		if c.at < "1971" {
			leave, end = "leave-before-join", "meeting-end"
		}
		assert.Equal(t, []string{"held[0].rows[0].join range", "held[0].rows[1].leave " + leave, "held[0].rows[2].meeting_end " + end, `joined["p"] range`}, faults(err), c.at)
		assert.Equal(t, []string{"[0].at range"}, faults(err2), c.at)
	}
}

func TestEveryWrongRecordAtOnce(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	text := `{
		"held": [
			{"session": "a", "start": "2024-10-30T14:00:00Z", "end": "2024-10-30T14:00:00Z"},
			{"session": "d", "rows": [{"participant": "p", "join": "2024-10-30T14:00:00Z", "leave": "2024-10-30T13:59:59.999999999Z"}]},
			{"session": "a"},
			{"session": "b", "end": "2024-11-08T14:00:00.000000001Z"},
			{"session": "b2", "start": "0001-01-01T00:00:00Z", "breaks": [{"start": "2024-11-02T02:00:00Z", "end": "2024-11-02T02:00:00Z"}]},
			{"session": "c", "breaks": [
				{"start": "2024-11-06T14:10:00Z", "end": "2024-11-06T14:20:00Z"}, {"start": "2024-11-06T14:19:59Z", "end": "2024-11-06T14:30:00Z"}],
			 "rows": [
				{"participant": "", "session": "b", "join": "0001-01-01T00:00:00Z"},
				{"participant": "a\nb", "join": "2024-10-30 14:00", "leave": "tomorrow"},
				{"participant": "p", "session": "c", "join": "2024-10-30T14:00:00Z", "leave": null, "device": "phone"},
				{"participant": "p", "join": "2024-10-30T14:00:00Z", "leave": "0001-01-01T00:00:00Z", "meeting_end": "2024-10-30T13:00:00Z"}]}],
		"cancelled": ["a", "x", "b", "b"],
		"excused": [{"participants": [], "session": "b2"}, {"participants": ["", "p"], "session": "b", "reason": "\u0007"},
			{"participants": ["p"], "session": "b", "reason": "` + strings.Repeat("é", 1000) + `"}, {"participants": ["p"], "session": "b", "reason": "` + strings.Repeat("é", 1001) + `"}],
		"joined": {"p": "2024-10-30T14:00:00Z", "q ": "2024-10-30T14:00:00Z", "r": "0001-01-01T00:00:00Z"},
		"participants": ["p", " q", "p"]}`
	_, err := table.ParseRecord([]byte(text), atLeast("80"))
	assert.ElementsMatch(t, []string{
		"held[0].end end-before-start", "held[1].session unknown-session", "held[1].rows[0].leave leave-before-join",
		"held[2].session duplicate-sitting", "held[3].end range", "held[4].start range",
		"held[5].breaks[1] overlap",
		"held[5].rows[0].participant required", "held[5].rows[0].session other-session", "held[5].rows[0].join required", "held[5].rows[0].leave missing-leave",
		"held[5].rows[1].participant id", "held[5].rows[1].join format", "held[5].rows[1].leave format",
		"held[5].rows[2].leave null", "held[5].rows[2].device unknown-key",
		"held[5].rows[3].leave required", "held[5].rows[3].meeting_end meeting-end",
		"cancelled[0] duplicate-sitting", "cancelled[1] unknown-session", "cancelled[2] duplicate-sitting", "cancelled[3] duplicate-sitting",
		"excused[0].participants required", "excused[0].session unknown-session", "excused[1].participants[0] required", "excused[1].reason text", "excused[3].reason too-long",
		`joined["q "] id`, `joined["r"] required`,
		"participants[1] id", "participants[2] duplicate-id",
	}, faults(err))
	assert.NotContains(t, fmt.Sprint(err), "phone")
	_, err = table.Attendance(schedule.Record{Held: []schedule.Held{{Session: "a", Rows: []schedule.Segment{{Participant: "p"}}}}}, schedule.AttendanceRule{MissingLeave: "maybe"})
	assert.Equal(t, []string{"at_least_percent required", "missing_leave unknown-value", "held[0].rows[0].join required"}, faults(err))
}

func TestBreaks(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	at := func(text string) time.Time { return clock(t, "2024-10-30", text) }
	for name, c := range map[string]struct {
		breaks []schedule.Span
		want   []string
	}{
		"touching the ends":        {[]schedule.Span{{at("14:00:00"), at("14:10:00")}, {at("15:50:00"), at("16:00:00")}}, nil},
		"touching":                 {[]schedule.Span{{at("14:20:00"), at("14:30:00")}, {at("14:10:00"), at("14:20:00")}}, nil},
		"empty":                    {[]schedule.Span{{at("14:10:00"), at("14:10:00")}}, []string{"breaks[0].end end-before-start"}},
		"before the start":         {[]schedule.Span{{at("13:59:59"), at("14:10:00")}}, []string{"breaks[0] outside"}},
		"after the end":            {[]schedule.Span{{at("15:00:00"), at("16:00:01")}}, []string{"breaks[0] outside"}},
		"overlapping":              {[]schedule.Span{{at("14:10:00"), at("14:20:00")}, {at("14:05:00"), at("14:10:01")}}, []string{"breaks[0] overlap"}},
		"of all there was":         {[]schedule.Span{{at("14:00:00"), at("16:00:00")}}, []string{"breaks outside"}},
		"of all but a nanosecond":  {[]schedule.Span{{at("14:00:00"), at("16:00:00").Add(-1)}}, nil},
		"of all there was, in two": {[]schedule.Span{{at("15:00:00"), at("16:00:00")}, {at("14:00:00"), at("15:00:00")}}, []string{"breaks outside"}},
	} {
		_, err := table.Attend(schedule.Held{Session: "a", Breaks: c.breaks}, atLeast("80"))
		assert.Equal(t, c.want, faults(err), name)
	}
	var many []schedule.Span
	for i := range 101 {
		many = append(many, schedule.Span{Start: at("14:00:00").Add(time.Duration(2*i) * time.Second), End: at("14:00:01").Add(time.Duration(2*i) * time.Second)})
	}
	_, err := table.Attend(schedule.Held{Session: "a", Breaks: many}, atLeast("80"))
	assert.Equal(t, []string{"breaks too-many"}, faults(err))
	_, err = table.Attend(schedule.Held{Session: "a", Breaks: many[1:]}, atLeast("80"))
	assert.NoError(t, err)
}

// Attend reports the faults of a sitting, of its rows and of the rule all at once.
func TestEveryWrongSittingAtOnce(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	at := func(text string) time.Time { return clock(t, "2024-10-30", text) }
	for name, c := range map[string]struct {
		held schedule.Held
		want []string
	}{
		"no session":      {schedule.Held{}, []string{"session required"}},
		"no id":           {schedule.Held{Session: "a\n"}, []string{"session id"}},
		"no such session": {schedule.Held{Session: "d"}, []string{"session unknown-session"}},
		"rows":            {schedule.Held{Session: "a", Rows: []schedule.Segment{{Participant: "p", Join: at("14:00:00")}}}, []string{"rows[0].leave missing-leave"}},
		"rows of another": {schedule.Held{Session: "b2", Rows: []schedule.Segment{{Participant: "p", Session: "c", Join: at("14:00:00"), Leave: new(at("14:00:00"))}}}, []string{"rows[0].session other-session"}},
		"rows of its own": {schedule.Held{Session: "b2", Rows: []schedule.Segment{{Participant: "p", Session: "b", Join: at("14:00:00"), Leave: new(at("14:00:00"))}}}, nil},
		"rows of no id":   {schedule.Held{Session: "a", Rows: []schedule.Segment{{Participant: "p", Session: " ", Join: at("14:00:00"), Leave: new(at("14:00:00"))}}}, []string{"rows[0].session id"}},
		"breaks that are both": {schedule.Held{Session: "a", Breaks: []schedule.Span{{Start: at("14:10:00"), End: at("14:30:00")}, {Start: at("14:20:00"), End: at("14:20:00")}}},
			[]string{"breaks[1].end end-before-start"}},
		"the end of years": {schedule.Held{Session: "a", Start: new(time.Date(9998, 12, 31, 23, 0, 0, 0, time.UTC)), End: new(time.Date(9999, 1, 1, 1, 0, 0, 0, time.UTC))}, []string{"end range"}},
	} {
		_, err := table.Attend(c.held, atLeast("80"))
		assert.Equal(t, c.want, faults(err), name)
		_, err = table.Attend(c.held, schedule.AttendanceRule{})
		assert.Contains(t, faults(err), "at_least_percent required", name)
		assert.Len(t, faults(err), len(c.want)+1)
	}
}

func TestLimitsOfHeldTimes(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	start := clock(t, "2024-10-30", "14:00:00")
	for name, c := range map[string]struct {
		start, end *time.Time
		want       []string
	}{
		"seven days":          {nil, new(start.AddDate(0, 0, 7)), nil},
		"longer":              {nil, new(start.AddDate(0, 0, 7).Add(1)), []string{"end range"}},
		"no time":             {nil, &start, []string{"end end-before-start"}},
		"a nanosecond":        {nil, new(start.Add(1)), nil},
		"start after the end": {new(clock(t, "2024-10-30", "16:00:00")), nil, []string{"end end-before-start"}},
		"early":               {new(time.Date(1969, 12, 31, 0, 0, 0, 0, time.UTC)), nil, []string{"start range"}},
		"late":                {nil, new(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)), []string{"end range"}},
	} {
		_, err := table.Attend(schedule.Held{Session: "a", Start: c.start, End: c.end}, atLeast("80"))
		assert.Equal(t, c.want, faults(err), name)
	}
}

func TestNumberOfRows(t *testing.T) {
	t.Parallel()
	table, begin := shortSession(t, 600)
	rows := slices.Repeat([]schedule.Segment{{Participant: "p", Join: begin}}, 1_000_001)
	by := atLeast("80")
	by.MissingLeave = "zero_length"
	_, err := table.Attend(schedule.Held{Session: "s", Rows: rows}, by)
	assert.Equal(t, []string{"rows too-many"}, faults(err))
	_, err = table.Attend(schedule.Held{Session: "s", Rows: rows[1:]}, by)
	assert.NoError(t, err)
	two := repeating(t)
	many := make([]schedule.Held, 1001)
	_, err = two.Attendance(schedule.Record{Held: many, Cancelled: make([]string, 1001)}, by)
	assert.Equal(t, []string{"held too-many", "cancelled too-many"}, faults(err))
	_, err = two.Attendance(schedule.Record{Held: many[1:], Cancelled: make([]string, 1000)}, by)
	assert.NotContains(t, faults(err), "held too-many")
	assert.NotContains(t, faults(err), "cancelled too-many")
	_, err = two.Attendance(schedule.Record{Held: []schedule.Held{{Session: "a", Rows: rows[:500_000]}, {Session: "c", Rows: rows[:500_001]}}}, by)
	assert.Equal(t, []string{"held too-many"}, faults(err))
	_, err = two.Attendance(schedule.Record{Held: []schedule.Held{{Session: "a", Rows: rows[:500_000]}, {Session: "c", Rows: rows[:500_000]}}}, by)
	assert.NoError(t, err)
}

func TestNumberOfPeople(t *testing.T) {
	t.Parallel()
	table, _ := shortSession(t, 600)
	same := slices.Repeat([]string{"p"}, 1_000_001)
	excused := func(people []string) []schedule.Excuse {
		return []schedule.Excuse{{Session: "s", Participants: people[:400_000]}, {Session: "s", Participants: people[400_000:]}}
	}
	_, err := table.Attendance(schedule.Record{Excused: excused(same)}, atLeast("80"))
	assert.Equal(t, []string{"excused too-many"}, faults(err))
	_, err = table.Attendance(schedule.Record{Excused: excused(same[1:])}, atLeast("80"))
	assert.NoError(t, err)
	_, err = table.Attendance(schedule.Record{Participants: same}, atLeast("80"))
	assert.Equal(t, []string{"participants too-many"}, faults(err))
	_, err = table.Attendance(schedule.Record{Participants: same[1:]}, atLeast("80"))
	assert.Equal(t, "participants[1] duplicate-id", faults(err)[0])
	if testing.Short() {
		return // a map of a million people takes seconds to make
	}
	joined := make(map[string]time.Time, len(same))
	for i := range same {
		joined[fmt.Sprint(i)] = stamp
	}
	_, err = table.Attendance(schedule.Record{Joined: joined}, atLeast("80"))
	assert.Equal(t, []string{"joined too-many"}, faults(err))
	delete(joined, "0")
	_, err = table.Attendance(schedule.Record{Joined: joined}, atLeast("80"))
	assert.NoError(t, err)
}

// 12,000 joins are wrong, and at most 10,000 violations are reported. They must be
// those of the first ids in order, although Joined is a map.
func TestWrongJoinsInOrder(t *testing.T) {
	t.Parallel()
	table, _ := shortSession(t, 600)
	joined := map[string]time.Time{}
	for i := range 12_000 {
		joined[fmt.Sprintf("p%05d", i)] = time.Time{}
	}
	_, err := table.Attendance(schedule.Record{Joined: joined}, atLeast("80"))
	got := faults(err)
	assert.Equal(t, `joined["p00000"] required`, got[0])
	assert.Equal(t, `joined["p09999"] required`, got[9999])
}

func TestNumberOfPeopleTimesSessions(t *testing.T) {
	t.Parallel()
	plan := schedule.Plan{Zone: "UTC"}
	start := civil.MustDateTime("2024-01-01T09:00")
	for i := range 1000 {
		at := start.AddDays(i)
		plan.Sessions = append(plan.Sessions, schedule.Session{ID: fmt.Sprint(i), Start: at, End: at.AddSeconds(3600)})
	}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	var people []string
	for i := range 5001 {
		people = append(people, fmt.Sprint("p", i))
	}
	_, err = table.Attendance(schedule.Record{Participants: people}, atLeast("80"))
	assert.Equal(t, []string{"held too-many"}, faults(err))
	assert.False(t, schedule.PeopleFit(table, 5001))
	assert.True(t, schedule.PeopleFit(table, 5000))
	assert.False(t, schedule.PeopleFit(table, 2_147_484), "the product is beyond 32 bits")
}

// A record and a presence are unchanged by a round trip through JSON, and the order
// of the lists in a record is irrelevant.
func TestRecordInAnyOrder(t *testing.T) {
	t.Parallel()
	table := repeating(t)
	random := rand.New(rand.NewPCG(5, 5))
	shuffle := func(n int, swap func(i, j int)) { random.Shuffle(n, swap) }
	for range 50 {
		var record schedule.Record
		for _, s := range table.Sessions() {
			switch random.IntN(4) {
			case 0:
				record.Cancelled = append(record.Cancelled, s.ID)
			case 1, 2:
				h := schedule.Held{Session: s.ID}
				for range random.IntN(12) {
					who := string(rune('p' + random.IntN(5)))
					join := s.Start.Add(time.Duration(random.IntN(7200)) * time.Second)
					h.Rows = append(h.Rows, schedule.Segment{Participant: who, Join: join, Leave: new(join.Add(time.Duration(random.IntN(7200)) * time.Second))})
				}
				record.Held = append(record.Held, h)
			}
		}
		record.Excused = []schedule.Excuse{{Participants: []string{"p", "q"}, Session: "a"}, {Participants: []string{"q"}, Session: "c"}}
		record.Joined = map[string]time.Time{"r": table.Sessions()[1].Start, "s": table.Sessions()[3].Start}
		want, err := table.Attendance(record, atLeast("50"))
		require.NoError(t, err)
		for range 5 {
			shuffle(len(record.Held), func(i, j int) { record.Held[i], record.Held[j] = record.Held[j], record.Held[i] })
			shuffle(len(record.Cancelled), func(i, j int) { record.Cancelled[i], record.Cancelled[j] = record.Cancelled[j], record.Cancelled[i] })
			shuffle(len(record.Excused), func(i, j int) { record.Excused[i], record.Excused[j] = record.Excused[j], record.Excused[i] })
			text, err := json.Marshal(record)
			require.NoError(t, err)
			back, err := table.ParseRecord(text, atLeast("50"))
			require.NoError(t, err)
			got, err := table.Attendance(back, atLeast("50"))
			require.NoError(t, err)
			require.Equal(t, want, got)
		}
		text, err := json.Marshal(want)
		require.NoError(t, err)
		var back schedule.Presence
		require.NoError(t, document.Decode(text, &back))
		require.Equal(t, want, back)
		for _, q := range want.People {
			for i, s := range q.Sessions {
				single := slices.IndexFunc(record.Held, func(h schedule.Held) bool { return h.Session == s.Sitting })
				if s.Sitting == "" {
					continue
				}
				require.GreaterOrEqual(t, single, 0, i)
				sitting, err := table.Attend(record.Held[single], atLeast("50"))
				require.NoError(t, err)
				n := slices.IndexFunc(sitting.People, func(a schedule.Attendee) bool { return a.Participant == q.Participant })
				require.Equal(t, sitting.People[n].Seconds, s.Seconds)
				require.Equal(t, sitting.People[n].Attended, s.Status == schedule.StatusAttended)
			}
		}
	}
}

// A timetable that was not compiled has no sessions.
func TestZeroTimetable(t *testing.T) {
	t.Parallel()
	for _, table := range []*schedule.Timetable{nil, {}} {
		zeroTimetable(t, table)
	}
}

func zeroTimetable(t *testing.T, table *schedule.Timetable) {
	t.Helper()
	assert.Empty(t, table.Sessions())
	assert.Empty(t, table.In(nil))
	assert.Empty(t, table.Deadlines(nil))
	assert.Empty(t, table.ClockShifts(nil))
	_, known := table.SessionOf("a")
	assert.False(t, known)
	_, any := table.Next(stamp)
	assert.False(t, any)
	assert.Len(t, table.Lint(schedule.Claims{
		Sessions: &schedule.CountClaim{Count: 1}, Minutes: &schedule.MinutesClaim{Each: 1}, Weekly: []schedule.WeeklyClaim{{Each: 1, Weeks: 1}},
		Between: []schedule.BetweenClaim{{From: "a", To: "b"}}, Weekdays: []schedule.WeekdaysClaim{{In: []civil.Weekday{"monday"}}}, Avoid: []schedule.AvoidClaim{{}},
	}), 3, "the number of sessions, and both of the days between")
	_, err := table.Attend(schedule.Held{Session: "a"}, atLeast("80"))
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-session", Path: "session"})
	_, err = table.InTime("a", stamp)
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-deadline"})
	_, err = table.Move(schedule.Planned{Session: "a", Start: civil.MustDateTime("2024-10-30T15:00")})
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-session"})
	_, err = table.ParseRecord([]byte(`{"cancelled": ["a"]}`), atLeast("80"))
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-session"})
	o := plainOptions()
	o.Zoned = true
	text, err := table.Calendar(schedule.Record{}, o)
	require.NoError(t, err)
	assert.NotContains(t, string(text), "VEVENT")
	p, err := table.Attendance(schedule.Record{}, atLeast("80"))
	require.NoError(t, err)
	assert.Empty(t, p.Sessions)
	assert.Empty(t, p.People)
}
