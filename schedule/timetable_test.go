package schedule_test

import (
	"encoding/json"
	"sync"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestSessionsComeByTime(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	plan.Sessions[0], plan.Sessions[4] = plan.Sessions[4], plan.Sessions[0]
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	assert.Equal(t, reference(t).Sessions(), table.Sessions())
	assert.Equal(t, schedule.LocalSession{
		ID: "session-1", Title: "Introduction", Abbreviation: "CET",
		Start: table.Sessions()[0].Start, End: table.Sessions()[0].End,
	}, table.Sessions()[0])
	assert.Equal(t, "sessions[0]", table.Lint(schedule.Claims{Minutes: &schedule.MinutesClaim{Each: 120}})[0].Path, "as the plan has it")
}

func TestDateShift(t *testing.T) {
	t.Parallel()
	table := reference(t)
	for name, want := range map[string]int{"Pacific/Fiji": 1, "Australia/Lord_Howe": 1, "Europe/Zurich": 0, "Asia/Kathmandu": 0} {
		assert.Equal(t, want, table.In(zone(t, name))[4].DateShift, name)
	}
	early, err := parsePlan(`{"zone": "Pacific/Kiritimati", "sessions": [{"id": "a", "start": "2024-10-30T00:30", "end": "2024-10-30T01:30"}]}`)
	require.NoError(t, err)
	table, err = schedule.Compile(early, pinned)
	require.NoError(t, err)
	assert.Equal(t, -1, table.In(nil)[0].DateShift)
	assert.Equal(t, "UTC", table.In(nil)[0].Abbreviation)
	assert.Equal(t, -2, table.In(zone(t, "Pacific/Niue"))[0].DateShift)
}

func TestNext(t *testing.T) {
	t.Parallel()
	table := reference(t)
	at := func(text string) time.Time {
		at, err := time.Parse(time.RFC3339Nano, text)
		require.NoError(t, err)
		return at
	}
	for text, want := range map[string]string{
		"2000-01-01T00:00:00Z":           "session-1",
		"2024-10-30T14:00:00Z":           "session-1",
		"2024-10-30T15:59:59.999999999Z": "session-1",
		"2024-10-30T16:00:00Z":           "session-2",
		"2024-11-22T15:59:59Z":           "session-5",
		"2024-11-22T16:00:00Z":           "",
	} {
		next, ok := table.Next(at(text))
		assert.Equal(t, want, next.ID, text)
		assert.Equal(t, want != "", ok, text)
	}
	next, _ := table.Next(at("2024-11-10T00:00:00Z"))
	assert.Equal(t, table.Sessions()[4], next)
}

func TestClockShifts(t *testing.T) {
	t.Parallel()
	table := reference(t)
	for name, want := range map[string][]schedule.ClockShift{
		"Europe/Zurich":    nil,
		"Asia/Kathmandu":   nil,
		"Africa/Cairo":     {{Session: "session-2", Seconds: -3600}},
		"America/New_York": {{Session: "session-3", Seconds: -3600}},
	} {
		assert.Equal(t, want, table.ClockShifts(zone(t, name)), name)
	}
	assert.Nil(t, table.ClockShifts(nil))
	spring, err := schedule.Compile(parse(t, published).MoveAll(7*21, 0), pinned)
	require.NoError(t, err)
	assert.Equal(t, []schedule.ClockShift{{Session: "session-3", Seconds: -3600}}, spring.ClockShifts(nil), "it is the course's own clock that changed")

	for shift, want := range map[schedule.ClockShift]string{
		{Session: "session-3", Seconds: -3600}: "from session-3 on 1 h earlier by your clock",
		{Session: "b", Seconds: 2670}:          "from b on 44 min 30 s later by your clock",
		{Session: "c", Seconds: 5400}:          "from c on 1 h 30 min later by your clock",
	} {
		assert.Equal(t, want, shift.String())
	}
}

func TestCheckOfClaims(t *testing.T) {
	t.Parallel()
	source := &rule.Source{Section: "delivery", Item: 1}
	one := []string{"session-1"}
	for name, c := range map[string]struct {
		claim string
		want  []rule.Finding
	}{
		"nothing claimed": {`{}`, nil},
		"all that holds": {`{"sessions": {"count": 5}, "weekly": [{"of": ["session-4", "session-1", "session-2", "session-3", "session-1"], "each": 2, "weeks": 2}, {"weeks": 4}],
			"between": [{"from": "session-4", "to": "session-5", "days": 14}, {"from": "session-5", "to": "session-4", "days": -14}, {"from": "session-1", "to": "session-1", "days": 0}],
			"weekdays": [{"in": ["friday", "wednesday"]}, {"of": ["session-1"], "in": ["wednesday"]}], "avoid": [{"date": "2024-10-31"}]}`, nil},
		"count":   {`{"sessions": {"count": 6, "source": {"section": "delivery", "item": 1}}}`, []rule.Finding{{Code: "stated-sessions", Path: "sessions", Need: "6", Have: "5", Source: source}}},
		"minutes": {`{"minutes": {"each": 120, "source": {"section": "delivery", "item": 1}}}`, []rule.Finding{{Code: "stated-minutes", Path: "sessions[4]", Need: "120", Have: "180", Source: source}}},
		"weeks":   {`{"weekly": [{"weeks": 3}]}`, []rule.Finding{{Code: "stated-weeks", Path: "sessions", Need: "3", Have: "4"}}},
		"sessions a week": {`{"weekly": [{"each": 2}]}`, []rule.Finding{
			{Code: "stated-weekly", Path: "sessions[4]", Need: "2", Have: "0"}, {Code: "stated-weekly", Path: "sessions[4]", Need: "2", Have: "1"},
		}},
		"weeks without any": {`{"weekly": [{"of": ["session-2", "session-5"], "each": 1}]}`, []rule.Finding{{Code: "stated-weekly", Path: "sessions[4]", Need: "1", Have: "0"}}},
		"days":              {`{"between": [{"from": "session-4", "to": "session-5", "days": 13}]}`, []rule.Finding{{Code: "stated-days", Path: "sessions[4]", Need: "13", Have: "14"}}},
		"weekday": {`{"weekdays": [{"in": ["monday", "friday"]}]}`, []rule.Finding{
			{Code: "stated-weekdays", Path: "sessions[0]", Need: "monday, friday", Have: "wednesday"}, {Code: "stated-weekdays", Path: "sessions[2]", Need: "monday, friday", Have: "wednesday"},
		}},
		"date": {`{"avoid": [{"date": "2024-11-01", "name": "All Saints"}]}`, []rule.Finding{{Code: "avoided-date", Path: "sessions[1]", Need: "not on 2024-11-01", Have: "2024-11-01", Detail: "All Saints"}}},
		"no such session": {`{"between": [{"from": "session-0", "to": "session-6", "days": 1}], "weekly": [{"of": ["session-7"], "each": 1, "weeks": 9}], "weekdays": [{"of": ["session-8", "session-2"], "in": ["monday"]}]}`, []rule.Finding{
			{Code: "stated-session", Path: "sessions", Verdict: rule.Unknown, Need: "session-7", Detail: "no session has this id"},
			{Code: "stated-session", Path: "sessions", Verdict: rule.Unknown, Need: "session-0", Detail: "no session has this id"},
			{Code: "stated-session", Path: "sessions", Verdict: rule.Unknown, Need: "session-6", Detail: "no session has this id"},
			{Code: "stated-session", Path: "sessions", Verdict: rule.Unknown, Need: "session-8", Detail: "no session has this id"},
			{Code: "stated-weekdays", Path: "sessions[1]", Need: "monday", Have: "friday"},
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var claims schedule.Claims
			require.NoError(t, document.Parse([]byte(c.claim), &claims, func(r *rule.Report) { claims.Check(r) }))
			for i := range c.want {
				if c.want[i].Code != "stated-session" {
					c.want[i].Verdict = rule.NotMet
				}
			}
			assert.Equal(t, c.want, reference(t).Lint(claims))
			text, err := json.Marshal(claims)
			require.NoError(t, err)
			assert.JSONEq(t, c.claim, string(text))
		})
	}
	claims := schedule.Claims{Sessions: &schedule.CountClaim{Count: 1, Source: source}, Weekly: []schedule.WeeklyClaim{{Of: one}}}
	reference(t).Lint(claims)[0].Source.Item = 9
	assert.Equal(t, 1, source.Item, "findings share nothing with claims")
	bad := schedule.Claims{Sessions: &schedule.CountClaim{}, Minutes: &schedule.MinutesClaim{}, Weekly: []schedule.WeeklyClaim{{Of: []string{""}, Each: -1, Weeks: 1001}},
		Between: []schedule.BetweenClaim{{}}, Weekdays: []schedule.WeekdaysClaim{{}, {In: []civil.Weekday{"someday"}}}, Avoid: []schedule.AvoidClaim{{}}}
	assert.Equal(t, []string{
		"sessions.count range", "minutes.each range", "weekly[0].of[0] required", "weekly[0].each range", "weekly[0].weeks range",
		"between[0].from required", "between[0].to required", "weekdays[0].in required", "weekdays[1].in[0] unknown-value", "avoid[0].date required",
	}, faults(document.Check(bad, bad.Check)))
}

// Weeks go from Monday to Sunday. Each of nine weeks has a session on Monday and one
// on Sunday. When all sessions are moved by a day, the last one falls into a tenth
// week.
func TestWeeksBeginOnMonday(t *testing.T) {
	t.Parallel()
	plan := schedule.Plan{Zone: "UTC"}
	for week := range 9 {
		for _, monday := range []int{0, 6} {
			start := civil.MustDateTime("2024-10-28T23:00").AddDays(7*week + monday)
			plan.Sessions = append(plan.Sessions, schedule.Session{ID: start.String(), Start: start, End: later(start, 59)})
		}
	}
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	assert.Empty(t, table.Lint(schedule.Claims{Weekly: []schedule.WeeklyClaim{{Each: 2, Weeks: 9}}}))
	shifted, err := schedule.Compile(plan.MoveAll(1, 0), pinned)
	require.NoError(t, err)
	findings := shifted.Lint(schedule.Claims{Weekly: []schedule.WeeklyClaim{{Each: 2, Weeks: 9}}})
	require.Len(t, findings, 3)
	assert.Equal(t, "10", findings[0].Have)
}

// Lint reports a session for a date to avoid if any part of the session takes place
// on that date. A session that ends at midnight does not touch the next date.
func TestAvoidedDatesAtMidnight(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "Asia/Kathmandu", "sessions": [
		{"id": "to", "start": "2024-10-30T22:00", "end": "2024-10-31T00:00"}, {"id": "over", "start": "2024-11-05T22:00", "end": "2024-11-07T00:00:01"}]}`)
	require.NoError(t, err)
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	for date, want := range map[string]int{
		"2024-10-29": 0, "2024-10-30": 1, "2024-10-31": 0, "2024-11-04": 0, "2024-11-05": 1, "2024-11-06": 1, "2024-11-07": 1, "2024-11-08": 0,
	} {
		assert.Len(t, table.Lint(schedule.Claims{Avoid: []schedule.AvoidClaim{{Date: civil.MustDate(date)}}}), want, date)
	}
}

// A claim about minutes is about elapsed minutes, not those on the clock.
func TestMinutesAcrossAClockChange(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [
		{"id": "spring", "start": "2025-03-30T01:30", "end": "2025-03-30T04:30"}, {"id": "odd", "start": "2025-06-01T15:00", "end": "2025-06-01T16:59:30"}]}`)
	require.NoError(t, err)
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	findings := table.Lint(schedule.Claims{Minutes: &schedule.MinutesClaim{Each: 120}})
	require.Len(t, findings, 1)
	assert.Equal(t, "sessions[1]", findings[0].Path)
	assert.Equal(t, "1 h 59 min 30 s", findings[0].Have)
}

// Changing the compiled plan or a result does not change the timetable.
func TestTimetableIsFrozen(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	plan.Sessions[0].UTC = new(time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC))
	table, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	before := table.Sessions()
	plan.Sessions[0].ID = "changed"
	*plan.Sessions[0].UTC = time.Time{}
	table.Sessions()[0].ID = "changed"
	presence, err := table.Attendance(schedule.Record{}, atLeast("80"))
	require.NoError(t, err)
	presence.Sessions[0].ID = "changed"
	assert.Equal(t, before, table.Sessions())
}

func TestTimetableServesManyAtOnce(t *testing.T) {
	t.Parallel()
	table := reference(t)
	loc := zone(t, "Africa/Cairo")
	o := plainOptions()
	o.Zoned = true
	want, err := table.Calendar(schedule.Record{}, o)
	require.NoError(t, err)
	var group sync.WaitGroup
	for range 16 {
		group.Go(func() {
			got, err := table.Calendar(schedule.Record{}, o)
			assert.NoError(t, err)
			assert.Equal(t, want, got)
			assert.Len(t, table.ClockShifts(loc), 1)
			_, err = table.Attendance(held(table, schedule.Segment{Participant: "p", Session: "session-1", Join: stamp, Leave: new(stamp)}), atLeast("80"))
			assert.NoError(t, err)
		})
	}
	group.Wait()
}
