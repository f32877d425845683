package schedule_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func atLeast(percent string) schedule.AttendanceRule {
	return schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal(percent)}
}

// shortSession returns a timetable with one session, which lasts the given number of
// seconds, and the instant at which the session starts. If the session is short, a
// test can look at each of its seconds.
func shortSession(t testing.TB, seconds int) (*schedule.Timetable, time.Time) {
	t.Helper()
	start := civil.MustDateTime("2024-10-30T15:00")
	begin := time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC)
	table, err := schedule.Compile(schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
		{ID: "s", Start: start, End: civil.DateTimeOf(begin.Add(time.Duration(seconds)*time.Second + time.Hour))},
	}}, pinned)
	require.NoError(t, err)
	return table, begin
}

// held returns a record in which every sitting was held as planned, with the given
// rows.
func held(table *schedule.Timetable, rows ...schedule.Segment) schedule.Record {
	var record schedule.Record
	for _, s := range table.Sessions() {
		h := schedule.Held{Session: s.ID}
		for _, row := range rows {
			if row.Session == s.ID {
				h.Rows = append(h.Rows, row)
			}
		}
		record.Held = append(record.Held, h)
	}
	return record
}

// A person who was present for exactly the required share has attended, and a person
// who was present for one nanosecond less has not. The test computes the least
// sufficient time itself.
func TestAttendanceAtTheShare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		seconds int
		percent string
	}{
		{7200, "80"}, {10800, "80"}, {7200, "100"}, {7201, "33.3"}, {1, "50"}, {7, "0.000000000000000000000000001"},
		{7200, "99.99999999999999999999999999999999999999999999"}, {3607, "66.666666666666666666"}, {604800, "79.99"},
	} {
		table, begin := shortSession(t, c.seconds)
		share, ok := new(big.Rat).SetString(c.percent)
		require.True(t, ok)
		share.Mul(share, big.NewRat(int64(c.seconds)*int64(time.Second), 100))
		least := new(big.Int).Quo(share.Num(), share.Denom()).Int64()
		if new(big.Rat).SetInt64(least).Cmp(share) < 0 {
			least++
		}
		for _, nanoseconds := range []int64{least - 1, least, least + 1} {
			if nanoseconds > int64(c.seconds)*int64(time.Second) {
				continue
			}
			got, err := table.Attend(schedule.Held{Session: "s", Rows: []schedule.Segment{
				{Participant: "p", Join: begin, Leave: new(begin.Add(time.Duration(nanoseconds)))},
			}}, atLeast(c.percent))
			require.NoError(t, err)
			assert.Equal(t, nanoseconds >= least, got.People[0].Attended, "%d of %s%% of %d s", nanoseconds, c.percent, c.seconds)
			assert.Equal(t, nanoseconds/int64(time.Second), got.People[0].Seconds)
		}
	}
}

// clock returns the instant of a day and a time of day, such as 14:05:00, both in UTC.
func clock(t testing.TB, day, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, day+"T"+text+"Z")
	require.NoError(t, err)
	return at
}

// A session planned for 120 minutes began late, had two breaks and ended early. Only
// presence between its actual start and its actual end counts, without the breaks.
func TestAttendAsItWasHeld(t *testing.T) {
	t.Parallel()
	table := reference(t)
	at := func(text string) time.Time { return clock(t, "2024-10-30", text+":00") }
	h := schedule.Held{
		Session: "session-1", Start: new(at("14:05")), End: new(at("15:45")),
		Breaks: []schedule.Span{{Start: at("15:20"), End: at("15:25")}, {Start: at("14:50"), End: at("15:05")}},
		Rows: []schedule.Segment{
			{Participant: "whole", Session: "session-1", Join: at("13:50"), Leave: new(at("14:52"))},
			{Participant: "whole", Join: at("15:00"), Leave: new(at("16:10"))},
			{Participant: "late", Join: at("14:20"), Leave: new(at("15:46"))},
			{Participant: "early", Join: at("14:00"), Leave: new(at("15:22"))},
			{Participant: "away", Join: at("14:00"), Leave: new(at("14:30"))},
			{Participant: "away", Join: at("14:40"), Leave: new(at("15:45"))},
			{Participant: "before", Join: at("13:00"), Leave: new(at("14:05"))},
			{Participant: "break", Join: at("14:50"), Leave: new(at("15:05"))},
		},
	}
	got, err := table.Attend(h, atLeast("80"))
	require.NoError(t, err)
	assert.Equal(t, "session-1", got.ID)
	assert.Equal(t, "session-1", got.Session)
	assert.Equal(t, at("14:05"), got.Start)
	assert.Equal(t, at("15:45"), got.End)
	assert.Equal(t, []schedule.Span{{Start: at("14:50"), End: at("15:05")}, {Start: at("15:20"), End: at("15:25")}}, got.Breaks)
	assert.Equal(t, &schedule.Span{Start: at("14:00"), End: at("16:00")}, got.Planned)
	const m = 60
	assert.Equal(t, []schedule.Attendee{
		{Participant: "away", Seconds: 70 * m, Attended: true, Spans: []schedule.Span{{Start: at("14:05"), End: at("14:30")}, {Start: at("14:40"), End: at("15:45")}}},
		{Participant: "before", Late: 80 * m, LeftEarly: 80 * m},
		{Participant: "break", Late: 80 * m, LeftEarly: 80 * m},
		{Participant: "early", Seconds: 60 * m, LeftEarly: 20 * m, Spans: []schedule.Span{{Start: at("14:05"), End: at("15:20")}}},
		{Participant: "late", Seconds: 65 * m, Attended: true, Late: 15 * m, Spans: []schedule.Span{{Start: at("14:20"), End: at("15:45")}}},
		{Participant: "whole", Seconds: 80 * m, Attended: true, Spans: []schedule.Span{{Start: at("14:05"), End: at("15:45")}}},
	}, got.People)

	planned, err := table.Attend(schedule.Held{Session: "session-1"}, atLeast("80"))
	require.NoError(t, err)
	assert.Nil(t, planned.Planned)
	assert.Equal(t, []schedule.Attendee{}, planned.People)
}

func TestMissingLeave(t *testing.T) {
	t.Parallel()
	table, begin := shortSession(t, 600)
	at := func(second int) time.Time { return begin.Add(time.Duration(second) * time.Second) }
	for name, c := range map[string]struct {
		policy  string
		join    int
		meeting *time.Time
		want    int64
	}{
		"until the end":                    {"until_end", 100, nil, 500},
		"until the meeting's end":          {"until_end", 100, new(at(300)), 200},
		"the meeting ended later":          {"until_end", 100, new(at(900)), 500},
		"the meeting ended before":         {"until_end", -100, new(at(-50)), 0},
		"joined after the end":             {"until_end", 700, nil, 0},
		"zero length":                      {"zero_length", 100, nil, 0},
		"zero length in a meeting's midst": {"zero_length", 100, new(at(300)), 0},
	} {
		p, err := table.Attend(schedule.Held{Session: "s", Rows: []schedule.Segment{{Participant: "p", Session: "s", Join: at(c.join), MeetingEnd: c.meeting}}},
			schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: c.policy})
		require.NoError(t, err, name)
		assert.Equal(t, c.want, p.People[0].Seconds, name)
	}
	p, err := table.Attend(schedule.Held{Session: "s", End: new(at(700)), Rows: []schedule.Segment{{Participant: "p", Join: at(100)}}},
		schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: "until_end"})
	require.NoError(t, err)
	assert.EqualValues(t, 600, p.People[0].Seconds, "until the end as it was held")
}

func TestAttendanceRule(t *testing.T) {
	t.Parallel()
	for percent, code := range map[string]string{
		"0": "percent", "-1": "percent", "100.0000001": "percent", "0.00": "percent", "100": "", "0.0000001": "", "80.5": "",
	} {
		by := atLeast(percent)
		err := document.Check(by, by.Check)
		if code == "" {
			assert.NoError(t, err, percent)
		} else {
			assert.ErrorIs(t, err, rule.Violation{Code: code, Path: "at_least_percent"}, percent)
		}
	}
	huge := schedule.AttendanceRule{}
	huge.AtLeastPercent.Decimal = exact.MustDecimal("1").Shift(30_000_000)
	assert.Equal(t, []string{"at_least_percent decimal"}, faults(document.Check(huge, huge.Check)))
	for text, want := range map[string][]string{"": nil, "excused": nil, "absent": nil, "never": {"joined_later unknown-value"}} {
		by := atLeast("80")
		by.JoinedLater = text
		assert.Equal(t, want, faults(document.Check(by, by.Check)), text)
	}
}

// Rows, breaks and held times are random whole seconds, so a person is present for
// all of a second or for none of it. The oracle looks at each second.
func TestAttendAgainstEverySecond(t *testing.T) {
	t.Parallel()
	cases := 2_000
	if long {
		cases = 100_000
	}
	random := rand.New(rand.NewPCG(2024, 10))
	const planned = 240
	table, begin := shortSession(t, planned)
	at := func(second int) time.Time { return begin.Add(time.Duration(second) * time.Second) }
	passed := 0
	for range cases {
		h := schedule.Held{Session: "s"}
		from, to := 0, planned
		if random.IntN(2) == 0 {
			from = random.IntN(60) - 30
			h.Start = new(at(from))
		}
		if random.IntN(2) == 0 {
			to = planned - 60 + random.IntN(120)
			h.End = new(at(to))
		}
		taught := map[int]bool{}
		for second := from; second < to; second++ {
			taught[second] = true
		}
		for second := from; random.IntN(3) > 0 && second < to-90; {
			pause := second + random.IntN(60)
			end := pause + 1 + random.IntN(20)
			h.Breaks = append(h.Breaks, schedule.Span{Start: at(pause), End: at(end)})
			for s := pause; s < end; s++ {
				delete(taught, s)
			}
			second = end
		}
		by := schedule.AttendanceRule{
			AtLeastPercent: exact.MustDecimal(fmt.Sprint(1 + random.IntN(100))),
			MissingLeave:   []string{"until_end", "zero_length"}[random.IntN(2)],
		}
		present := map[int]bool{}
		for range random.IntN(8) {
			join := random.IntN(planned+120) - 60
			if len(h.Rows) > 0 && random.IntN(3) == 0 { // join at the same time as the row before
				join = int(h.Rows[len(h.Rows)-1].Join.Sub(begin) / time.Second)
			}
			leave := join + random.IntN(planned)
			row := schedule.Segment{Participant: "p", Join: at(join), Leave: new(at(leave))}
			if random.IntN(3) == 0 {
				row.Leave = nil
				if random.IntN(2) == 0 {
					row.MeetingEnd = new(at(leave))
				} else {
					leave = to
				}
				if by.MissingLeave == "zero_length" {
					leave = join
				}
			}
			h.Rows = append(h.Rows, row)
			for second := join; second < leave; second++ {
				present[second] = true
			}
		}
		var length, seconds, late, early int64
		for second := from; second < to; second++ {
			if !taught[second] {
				continue
			}
			length++
			early++
			if present[second] {
				seconds++
				early = 0
			}
			if seconds == 0 {
				late++
			}
		}
		got, err := table.Attend(h, by)
		require.NoError(t, err, h)
		if len(h.Rows) == 0 {
			require.Empty(t, got.People)
			continue
		}
		want := schedule.Attendee{
			Participant: "p", Seconds: seconds, Late: late, LeftEarly: early, Spans: got.People[0].Spans,
			Attended: new(big.Rat).SetInt64(seconds*100).Cmp(new(big.Rat).Mul(by.AtLeastPercent.Rat(), new(big.Rat).SetInt64(length))) >= 0,
		}
		require.Equal(t, []schedule.Attendee{want}, got.People, "%+v", h)
		if want.Attended {
			passed++
		}
		inSpans(t, got.People[0].Spans, begin, taught, present)

		random.Shuffle(len(h.Rows), func(i, j int) { h.Rows[i], h.Rows[j] = h.Rows[j], h.Rows[i] })
		random.Shuffle(len(h.Breaks), func(i, j int) { h.Breaks[i], h.Breaks[j] = h.Breaks[j], h.Breaks[i] })
		again, err := table.Attend(h, by)
		require.NoError(t, err)
		require.Equal(t, got, again, "the order of rows and breaks")
	}
	assert.Greater(t, passed, cases/10)
	assert.Less(t, passed, cases*9/10)
}

// inSpans requires that spans cover exactly the taught seconds in which the person
// was present, and that each span begins and ends with a taught second.
func inSpans(t *testing.T, spans []schedule.Span, begin time.Time, taught, present map[int]bool) {
	t.Helper()
	seconds := func(at time.Time) int { return int(at.Sub(begin) / time.Second) }
	inside, last := map[int]bool{}, begin.Add(-time.Hour)
	for _, span := range spans {
		require.True(t, last.Before(span.Start) && span.Start.Before(span.End), "by time and apart")
		require.True(t, taught[seconds(span.Start)] && taught[seconds(span.End)-1])
		for second := seconds(span.Start); second < seconds(span.End); second++ {
			inside[second] = true
		}
		last = span.End
	}
	for second := range taught {
		require.Equal(t, present[second], inside[second], second)
	}
}
