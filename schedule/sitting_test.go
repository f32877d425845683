package schedule_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSittingsComeByTime(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Sessions[0], plan.Sessions[1] = plan.Sessions[1], plan.Sessions[0]
	plan.Sessions[0].Title = "B"
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	var got []string
	for _, s := range table.In(zone(t, "America/Los_Angeles")) {
		got = append(got, strings.Join([]string{s.ID, s.Title, s.Repeats, s.Start.Format("2 Jan 15:04"), s.End.Format("15:04")}, "|"))
	}
	assert.Equal(t, []string{"a|||30 Oct 07:00|09:00", "b|B||1 Nov 07:00|09:00", "b2|B|b|1 Nov 19:00|21:00", "c|||6 Nov 06:00|08:00"}, got)
	for sitting, want := range map[string]string{"a": "a", "b": "b", "b2": "b", "c": "c", "d": "", "": ""} {
		session, known := table.SessionOf(sitting)
		assert.Equal(t, want, session)
		assert.Equal(t, want != "", known)
	}
	p, err := table.Attendance(schedule.Record{}, atLeast("80"))
	require.NoError(t, err)
	require.Len(t, p.Sessions, 3)
	assert.Equal(t, "a", p.Sessions[0].ID)
}

// Sessions are in order of their earliest sittings, which may be repeats.
func TestSessionsComeByTheirFirstSitting(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Sessions[2].Repeats = []schedule.Repeat{{ID: "c0", Start: civil.MustDateTime("2024-10-29T15:00"), End: civil.MustDateTime("2024-10-29T17:00")}}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	p, err := table.Attendance(schedule.Record{}, atLeast("80"))
	require.NoError(t, err)
	assert.Equal(t, []string{"c", "a", "b"}, []string{p.Sessions[0].ID, p.Sessions[1].ID, p.Sessions[2].ID})
	assert.Equal(t, "c0", p.Sessions[0].Sittings[0].ID)
}

func TestNextOfSittingsAtOnce(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "UTC", "sessions": [{"id": "a", "start": "2024-10-30T09:00", "end": "2024-10-30T12:00", "repeats": [
		{"id": "a2", "start": "2024-10-30T10:00", "end": "2024-10-30T11:00"}, {"id": "a3", "start": "2024-10-30T09:30", "end": "2024-10-30T09:45"}]}]}`)
	require.NoError(t, err)
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	for text, want := range map[string]string{"08:00:00": "a", "09:40:00": "a", "11:30:00": "a", "11:59:59": "a", "12:00:00": ""} {
		next, _ := table.Next(clock(t, "2024-10-30", text))
		assert.Equal(t, want, next.ID, text)
	}
}

func TestSittingViolations(t *testing.T) {
	t.Parallel()
	const session = `{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00", "repeats": [%]}`
	for name, c := range map[string]struct {
		repeats string
		want    []string
	}{
		"at once":             {`{"id": "b", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00"}`, nil},
		"the session's id":    {`{"id": "a", "start": "2024-10-31T15:00", "end": "2024-10-31T17:00"}`, []string{"repeats[0].id duplicate-id"}},
		"no id":               {`{"start": "2024-10-31T15:00", "end": "2024-10-31T17:00"}`, []string{"repeats[0].id required"}},
		"no times":            {`{"id": "b"}`, []string{"repeats[0].end required", "repeats[0].start required"}},
		"backwards":           {`{"id": "b", "start": "2024-10-31T15:00", "end": "2024-10-31T15:00"}`, []string{"repeats[0].end end-before-start"}},
		"too long":            {`{"id": "b", "start": "2024-10-31T15:00", "end": "2024-11-07T15:00:01"}`, []string{"repeats[0].end range"}},
		"a gap":               {`{"id": "b", "start": "2025-03-30T02:30", "end": "2025-03-30T04:00"}`, []string{"repeats[0].start clock-gap"}},
		"a gap, and how":      {`{"id": "b", "start": "2025-03-30T02:30", "end": "2025-03-30T04:00", "clock_change": "later"}`, nil},
		"announced otherwise": {`{"id": "b", "start": "2024-10-31T15:00", "end": "2024-10-31T16:00", "utc": "2024-10-31T14:00:00Z", "utc_end": "2024-10-31T15:00:00.000000001Z"}`, []string{"repeats[0].utc_end utc"}},
		"too late":            {`{"id": "b", "start": "2034-11-07T15:00:01", "end": "2034-11-07T16:00"}`, []string{"plan-span"}},
		"with the other":      {`{"id": "b", "start": "2024-11-01T15:59:59", "end": "2024-11-01T17:00"}`, []string{"other overlap"}},
		"an address":          {`{"id": "b", "start": "2024-10-31T15:00", "end": "2024-10-31T16:00", "url": "here", "location": "a\nb"}`, []string{"repeats[0].url url", "repeats[0].location text"}},
	} {
		_, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [` + strings.Replace(session, "%", strings.ReplaceAll(c.repeats, "\n", `\n`), 1) +
			`, {"id": "o", "start": "2024-11-01T16:00", "end": "2024-11-01T18:00"}]}`)
		for i, want := range c.want {
			c.want[i] = "sessions[0]." + want
			switch want {
			case "plan-span":
				c.want[i] = "sessions plan-span"
			case "other overlap":
				c.want[i] = "sessions[1] overlap"
			}
		}
		assert.Equal(t, c.want, faults(err), name)
	}
	plan := parse(t, repeated)
	for len(plan.Sessions[0].Repeats) <= 20 {
		start := civil.MustDateTime("2024-12-01T15:00").AddDays(len(plan.Sessions[0].Repeats))
		plan.Sessions[0].Repeats = append(plan.Sessions[0].Repeats, schedule.Repeat{ID: "r" + start.String(), Start: start, End: start.AddDays(1)})
	}
	assert.Equal(t, []string{"sessions[0].repeats too-many"}, faults(plan.Validate()))
	plan.Sessions[0].Repeats = plan.Sessions[0].Repeats[1:]
	assert.NoError(t, plan.Validate())
}

func TestNumberOfSittings(t *testing.T) {
	t.Parallel()
	plan := schedule.Plan{Zone: "UTC"}
	for i := range 500 {
		start := civil.MustDateTime("2024-01-01T15:00").AddDays(2 * i)
		again := start.AddDays(1)
		plan.Sessions = append(plan.Sessions, schedule.Session{ID: start.String(), Start: start, End: start.AddSeconds(60), Repeats: []schedule.Repeat{
			{ID: again.String(), Start: again, End: again.AddSeconds(60)}}})
	}
	assert.NoError(t, plan.Validate())
	for i := range 500 { // a further session in place of each repeat
		plan.Sessions[i].Repeats = nil
		start := civil.MustDateTime("2027-01-01T15:00").AddDays(i)
		plan.Sessions = append(plan.Sessions, schedule.Session{ID: start.String(), Start: start, End: start.AddSeconds(60)})
	}
	assert.NoError(t, plan.Validate())
	again := civil.MustDateTime("2030-01-01T15:00")
	plan.Sessions[0].Repeats = append(plan.Sessions[0].Repeats, schedule.Repeat{ID: "x", Start: again, End: again.AddSeconds(1)})
	assert.Equal(t, []string{"sessions too-many"}, faults(plan.Validate()))
}

// Each case has three sittings, of which the first and the last belong to one
// session.
func TestOverlapsOfSittings(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		times [3][2]string // of a, b and a's repeat
		want  []string
	}{
		"apart":                {[3][2]string{{"09:00", "10:00"}, {"10:00", "11:00"}, {"11:00", "12:00"}}, nil},
		"b within a":           {[3][2]string{{"09:00", "12:00"}, {"10:00", "11:00"}, {"12:00", "13:00"}}, []string{"sessions[1] overlap"}},
		"the repeat within a":  {[3][2]string{{"09:00", "10:00"}, {"10:00", "11:00"}, {"09:10", "09:50"}}, nil},
		"the repeat within b":  {[3][2]string{{"09:00", "10:00"}, {"10:00", "12:00"}, {"10:30", "11:00"}}, []string{"sessions[0].repeats[0] overlap"}},
		"b within the repeat":  {[3][2]string{{"09:00", "10:00"}, {"10:30", "11:00"}, {"09:30", "12:00"}}, []string{"sessions[1] overlap"}},
		"b after the shorter":  {[3][2]string{{"09:00", "11:00"}, {"10:30", "12:00"}, {"09:00", "09:30"}}, []string{"sessions[1] overlap"}},
		"the repeat in b in a": {[3][2]string{{"09:00", "13:00"}, {"10:00", "12:00"}, {"11:00", "11:30"}}, []string{"sessions[0].repeats[0] overlap", "sessions[1] overlap"}},
	} {
		at := func(text string) civil.DateTime { return civil.MustDateTime("2024-10-30T" + text) }
		plan := schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{
			{ID: "a", Start: at(c.times[0][0]), End: at(c.times[0][1]), Repeats: []schedule.Repeat{{ID: "a2", Start: at(c.times[2][0]), End: at(c.times[2][1])}}},
			{ID: "b", Start: at(c.times[1][0]), End: at(c.times[1][1])}}}
		assert.ElementsMatch(t, c.want, faults(plan.Validate()), name)
	}
}

// The sittings of one session may overlap each other in any way, but none of them may
// overlap another session.
func TestSittingsOfOneSessionAtOnce(t *testing.T) {
	t.Parallel()
	at := func(text string) civil.DateTime { return civil.MustDateTime("2024-10-30T" + text) }
	plan := schedule.Plan{Zone: "UTC", Sessions: []schedule.Session{
		{ID: "a", Start: at("09:00"), End: at("12:00"), Repeats: []schedule.Repeat{
			{ID: "a2", Start: at("09:30"), End: at("13:00")}, {ID: "a3", Start: at("10:00"), End: at("11:00")}, {ID: "a4", Start: at("12:30"), End: at("14:00")}}},
		{ID: "b", Start: at("14:00"), End: at("15:00")},
	}}
	assert.NoError(t, plan.Validate())
	plan.Sessions[1].Start = at("13:59")
	assert.Equal(t, []string{"sessions[1] overlap"}, faults(plan.Validate()))
}

// shares reports whether two values have a pointer or a slice in common.
func shares(a, b reflect.Value) bool {
	switch a.Kind() {
	case reflect.Pointer:
		return !a.IsNil() && !b.IsNil() && (a.Pointer() == b.Pointer() || shares(a.Elem(), b.Elem()))
	case reflect.Slice:
		if a.Len() > 0 && b.Len() > 0 && a.Pointer() == b.Pointer() {
			return true
		}
		for i := range min(a.Len(), b.Len()) {
			if shares(a.Index(i), b.Index(i)) {
				return true
			}
		}
	case reflect.Struct:
		if a.Type() == reflect.TypeFor[time.Time]() {
			return false // times may share a location
		}
		for i := range a.NumField() {
			if shares(a.Field(i), b.Field(i)) {
				return true
			}
		}
	default:
	}
	return false
}

// Plans that are derived from a plan share no memory with it.
func TestPlansShareNothing(t *testing.T) {
	t.Parallel()
	const rest = `"deadlines": [{"id": "d", "at": "2024-11-20T23:59", "utc": "2024-11-20T22:59:00Z", "source": {"section": "b"}}]}`
	var plans []schedule.Plan
	for _, text := range []string{
		`{"zone": "Europe/Zurich", "sessions": [{"id": "a", "start": "2024-10-30T15:00", "end": "2024-10-30T17:00", "utc": "2024-10-30T14:00:00Z", "utc_end": "2024-10-30T16:00:00Z", "source": {"section": "a"},
			"repeats": [{"id": "a2", "start": "2024-10-31T03:00", "end": "2024-10-31T05:00", "utc": "2024-10-31T02:00:00Z", "utc_end": "2024-10-31T04:00:00Z"}]}], ` + rest,
		`{"zone": "Europe/Zurich", "pattern": {"from": "2024-10-28", "weekdays": ["friday"], "count": 2, "at": "15:00", "minutes": 60, "avoid": ["2024-11-08"], "then": [{"after": 1, "days": 20}]}, ` + rest,
	} {
		plan, err := schedule.Parse([]byte(text))
		require.NoError(t, err)
		plans = append(plans, plan)
	}
	wrong := plans[1]
	wrong.Pattern = new(*wrong.Pattern)
	wrong.Pattern.Count = 0
	plans = append(plans, wrong)
	for i, plan := range plans {
		before, err := json.Marshal(plan)
		require.NoError(t, err)
		expanded, err := plan.Expand()
		assert.Equal(t, i == 2, err != nil)
		stamped, err := plan.Stamped(pinned)
		assert.Equal(t, i == 2, err != nil)
		for _, other := range []schedule.Plan{expanded, stamped, plan.MoveAll(1, 0), schedule.Fairness{Plan: plan}.PlanAt()} {
			assert.False(t, shares(reflect.ValueOf(plan), reflect.ValueOf(other)), i)
		}
		after, err := json.Marshal(plan)
		require.NoError(t, err)
		assert.Equal(t, string(before), string(after))
	}
	assert.True(t, shares(reflect.ValueOf(plans[1]), reflect.ValueOf(wrong)), "what is shared is seen")
}

// A plan with every field set is unchanged by a round trip through JSON, and a
// timetable keeps its own copy of the plan.
func TestPlanOfEverythingRoundTrip(t *testing.T) {
	t.Parallel()
	const text = `{"zone":"Europe/Zurich","sessions":[{"id":"a","title":"A","start":"2024-10-30T15:00","end":"2024-10-30T17:00","utc":"2024-10-30T14:00:00Z","utc_end":"2024-10-30T16:00:00Z",` +
		`"repeats":[{"id":"a2","start":"2024-10-31T03:00","end":"2024-10-31T05:00","clock_change":"later","utc":"2024-10-31T02:00:00Z","utc_end":"2024-10-31T04:00:00Z","location":"B","url":"https://b.example"}],` +
		`"location":"A","url":"https://a.example","description":"one\ntwo","source":{"section":"timeline","item":1}}],` +
		`"deadlines":[{"id":"d","title":"D","at":"2024-11-20T23:59","anywhere":true,"utc":"2024-11-21T11:59:00Z","url":"https://d.example","description":"d","source":{"section":"timeline","item":2}}]}`
	plan, err := schedule.Parse([]byte(text))
	require.NoError(t, err)
	again, err := json.Marshal(plan)
	require.NoError(t, err)
	assert.Equal(t, text, string(again))

	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	plan.Sessions[0].Repeats[0].ID, plan.Deadlines[0].ID = "x", "x"
	*plan.Sessions[0].Repeats[0].UTC = time.Time{}
	_, known := table.SessionOf("a2")
	assert.True(t, known)
	_, err = table.InTime("d", stamp)
	assert.NoError(t, err)
	_, err = table.Move(move("a", "2024-10-29T15:00"))
	assert.NoError(t, err, "the plan kept for it is its own")
}

func TestStamped(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Deadlines = []schedule.Deadline{{ID: "d", At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true}, {ID: "e", At: civil.MustDateTime("2024-10-30T14:59"), UTC: new(stamp)}}
	stamped, err := plan.Stamped(pinned)
	require.NoError(t, err)
	assert.Equal(t, "2024-10-30T14:00:00Z", stamped.Sessions[0].UTC.Format(time.RFC3339))
	assert.Equal(t, "2024-10-30T16:00:00Z", stamped.Sessions[0].UTCEnd.Format(time.RFC3339))
	assert.Equal(t, "2024-11-02T02:00:00Z", stamped.Sessions[1].Repeats[0].UTC.Format(time.RFC3339))
	assert.Equal(t, "2024-11-02T04:00:00Z", stamped.Sessions[1].Repeats[0].UTCEnd.Format(time.RFC3339))
	assert.Equal(t, "2024-11-21T11:59:00Z", stamped.Deadlines[0].UTC.Format(time.RFC3339))
	assert.Equal(t, "2024-10-30T13:59:00Z", stamped.Deadlines[1].UTC.Format(time.RFC3339), "in place of the one stated")
	assert.Nil(t, plan.Sessions[0].UTC)
	assert.True(t, plan.Deadlines[1].UTC.Equal(stamp), "the plan itself stays")
	again, err := stamped.Stamped(pinned)
	require.NoError(t, err)
	assert.Equal(t, stamped, again)
	_, err = schedule.Compile(stamped, pinned)
	require.NoError(t, err)

	// Clocks in Almaty went back by an hour on 1 March 2024: that changed the
	// instant at which this session ends, but not the one at which it starts.
	night, err := schedule.Parse([]byte(`{"zone": "Asia/Almaty", "sessions": [{"id": "a", "start": "2024-02-29T22:00", "end": "2024-03-01T02:00",
		"utc": "2024-02-29T16:00:00Z", "utc_end": "2024-02-29T20:00:00Z"}]}`))
	require.NoError(t, err)
	_, err = schedule.Compile(night, pinned)
	assert.Equal(t, []string{"sessions[0].utc_end utc"}, faults(err))
	assert.Contains(t, err.Error(), "the end is 2024-02-29T21:00:00Z")

	pattern, err := schedule.Parse([]byte(rhythm))
	require.NoError(t, err)
	stamped, err = pattern.Stamped(pinned)
	require.NoError(t, err)
	assert.Nil(t, stamped.Pattern)
	assert.NotNil(t, stamped.Sessions[4].UTCEnd)
	_, err = schedule.Plan{Zone: "CET"}.Stamped(pinned)
	assert.NotEmpty(t, faults(err))
}

func TestLintOfSittings(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Sessions[1].Repeats[0].End = civil.MustDateTime("2024-11-02T04:00")
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	lint := func(c schedule.Claims) []string {
		require.NoError(t, document.Check(c, c.Check))
		var all []string
		for _, f := range table.Lint(c) {
			all = append(all, f.Code+" "+f.Path+" "+f.Have)
		}
		return all
	}
	assert.Empty(t, lint(schedule.Claims{Sessions: &schedule.CountClaim{Count: 3}}))
	assert.Equal(t, []string{"stated-minutes sessions[1].repeats[0] 60"}, lint(schedule.Claims{Minutes: &schedule.MinutesClaim{Each: 120}}))
	assert.Empty(t, lint(schedule.Claims{Weekly: []schedule.WeeklyClaim{{Weeks: 2}}, Between: []schedule.BetweenClaim{{From: "b", To: "c", Days: 5}}}))
	assert.Equal(t, []string{"stated-weekly sessions[2] 1"}, lint(schedule.Claims{Weekly: []schedule.WeeklyClaim{{Each: 2}}}))
	assert.Empty(t, lint(schedule.Claims{Weekdays: []schedule.WeekdaysClaim{{In: []civil.Weekday{"wednesday", "friday"}}}}))
	assert.Equal(t, []string{"avoided-date sessions[1].repeats[0] 2024-11-02"}, lint(schedule.Claims{Avoid: []schedule.AvoidClaim{{Date: civil.MustDate("2024-11-02")}}}))
}

func TestCalendarOfSittingsAndDeadlines(t *testing.T) {
	t.Parallel()
	plan := parse(t, repeated)
	plan.Sessions = plan.Sessions[1:2]
	s := &plan.Sessions[0]
	s.Title, s.Location, s.URL, s.Description = "B", "Room 1", "https://b.example", "One;\ntwo"
	s.Repeats[0].Location = "Online"
	plan.Deadlines = []schedule.Deadline{
		{ID: "d", At: civil.MustDateTime("2024-11-20T23:59"), Anywhere: true},
		{ID: "q", Title: "Quiz", At: civil.MustDateTime("2024-10-30T14:59"), URL: "https://q.example", Description: "Before session 1"},
	}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	o := plainOptions()
	o.Zoned, o.Location, o.URL, o.Description, o.Reminders = true, "Elsewhere", "https://e.example", "All", []int{30}
	start, end := clock(t, "2024-11-01", "14:10:00").Add(-1), clock(t, "2024-11-01", "15:40:30").Add(1)
	text, err := table.Calendar(schedule.Record{Held: []schedule.Held{{Session: "b", Start: &start, End: &end}}, Cancelled: []string{"b2"}}, o)
	require.NoError(t, err)
	events := strings.Split(strings.Join(unfold(t, text), "\n"), "BEGIN:VEVENT\n")
	const alarm = "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:%\nTRIGGER:-PT30M\nEND:VALARM\n"
	const head = "DTSTAMP:20241014T090000Z\nSEQUENCE:0\n"
	assert.Equal(t, []string{
		"UID:b.2024@example.org\n" + head + "DTSTART;TZID=Europe/Zurich:20241101T150959\nDTEND;TZID=Europe/Zurich:20241101T164031\nSUMMARY:B\n" +
			"DESCRIPTION:One\\;\\ntwo\nLOCATION:Room 1\nURL:https://b.example\nSTATUS:CONFIRMED\n" + strings.Replace(alarm, "%", "B", 1) + "END:VEVENT\n",
		"UID:b2.2024@example.org\n" + head + "DTSTART;TZID=Europe/Zurich:20241102T030000\nDTEND;TZID=Europe/Zurich:20241102T050000\nSUMMARY:B\n" +
			"DESCRIPTION:One\\;\\ntwo\nLOCATION:Online\nURL:https://b.example\nSTATUS:CANCELLED\nEND:VEVENT\n",
		"UID:deadline.q.2024@example.org\n" + head + "DTSTART;TZID=Europe/Zurich:20241030T145900\nSUMMARY:Quiz\n" +
			"DESCRIPTION:Before session 1\nURL:https://q.example\nTRANSP:TRANSPARENT\nSTATUS:CONFIRMED\n" + strings.Replace(alarm, "%", "Quiz", 1) + "END:VEVENT\n",
		"UID:deadline.d.2024@example.org\n" + head + "DTSTART;TZID=Europe/Zurich:20241121T125900\nSUMMARY:d\n" +
			"TRANSP:TRANSPARENT\nSTATUS:CONFIRMED\n" + strings.Replace(alarm, "%", "d", 1) + "END:VEVENT\nEND:VCALENDAR",
	}, events[1:])
}

// A calendar with a single event has no X-WR-CALNAME, which would make some readers
// import it as a new calendar.
func TestNameOfACalendar(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Name = "The course"
	for n, want := range map[int]bool{1: false, 2: true} {
		table, err := schedule.Compile(parsedFirst(t, n), pinned)
		require.NoError(t, err)
		text, err := table.Calendar(schedule.Record{}, o)
		require.NoError(t, err)
		assert.Contains(t, string(text), "\r\nNAME:The course\r\n")
		assert.Equal(t, want, strings.Contains(string(text), "\r\nX-WR-CALNAME:The course\r\n"))
	}
}

// parsedFirst returns the published plan with its first n sessions only.
func parsedFirst(t testing.TB, n int) schedule.Plan {
	t.Helper()
	plan := parse(t, published)
	plan.Sessions = plan.Sessions[:n]
	return plan
}
