package schedule_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
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

func atLeast(percent string) schedule.Rule {
	return schedule.Rule{AtLeastPercent: exact.MustDecimal(percent)}
}

// short is a timetable of one session a few minutes long, so that each of its
// seconds can be looked at.
func short(t testing.TB, seconds int) (*schedule.Timetable, time.Time) {
	t.Helper()
	start := civil.MustDateTime("2024-10-30T15:00")
	begin := time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC)
	table, err := schedule.Compile(schedule.Plan{Zone: "Europe/Zurich", Sessions: []schedule.Session{
		{ID: "s", Start: start, End: civil.DateTimeOf(begin.Add(time.Duration(seconds)*time.Second + time.Hour))},
	}}, pinned)
	require.NoError(t, err)
	return table, begin
}

// Rows are drawn on whole seconds, so that somebody was there for all of a
// second or for none of it; every second is asked by itself.
func TestAttendanceAgainstEverySecond(t *testing.T) {
	t.Parallel()
	cases := 2_000
	if long {
		cases = 100_000
	}
	random := rand.New(rand.NewPCG(2024, 10))
	const length = 240
	table, begin := short(t, length)
	at := func(second int) time.Time { return begin.Add(time.Duration(second) * time.Second) }
	passed := 0
	for range cases {
		percent := 1 + random.IntN(100)
		policy := []schedule.MissingLeave{schedule.UntilEnd, schedule.ZeroLength}[random.IntN(2)]
		var rows []schedule.Segment
		var present [length]bool
		for range random.IntN(8) {
			join := random.IntN(length+120) - 60
			leave := join + random.IntN(length)
			if len(rows) > 0 && random.IntN(3) == 0 { // touching the one before
				join = int(rows[len(rows)-1].Join.Sub(begin) / time.Second)
			}
			leave = max(join, leave)
			row := schedule.Segment{Participant: "p", Session: "s", Join: at(join), Leave: new(at(leave))}
			switch random.IntN(6) {
			case 0:
				row.Leave = nil
				leave = length
				if policy == schedule.ZeroLength {
					leave = join
				}
			case 1:
				row.Leave, row.MeetingEnd = nil, new(at(leave))
				if policy == schedule.ZeroLength {
					leave = join
				}
			}
			rows = append(rows, row)
			for second := max(join, 0); second < min(leave, length); second++ {
				present[second] = true
			}
		}
		var seconds int64
		for _, there := range present {
			if there {
				seconds++
			}
		}
		by := schedule.Rule{AtLeastPercent: exact.MustDecimal(fmt.Sprint(percent)), MissingLeave: policy}
		p, err := table.Attendance(rows, by)
		require.NoError(t, err)
		got := p.Of("p").Sessions[0]
		if got.Seconds != seconds || got.Attended != (seconds*100 >= length*int64(percent)) {
			t.Fatalf("%v: %+v, want %d seconds of %d", rows, got, seconds, length)
		}
		if got.Attended {
			passed++
		}
		partition(t, p.Sessions[0], got, func(second int) bool { return present[second] })

		random.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		again, err := table.Attendance(rows, by)
		require.NoError(t, err)
		require.Equal(t, p, again, "the order of rows")
	}
	assert.Greater(t, passed, cases/10)
	assert.Less(t, passed, cases*9/10)
}

// partition holds the spans and what was missed against every second: together
// they are the session, apart from each other and of the right kind.
func partition(t *testing.T, s schedule.Scheduled, p schedule.SessionPresence, present func(int) bool) {
	t.Helper()
	pieces := slices.Clone(p.Spans)
	for _, m := range p.Missed {
		pieces = append(pieces, m.Span)
		switch m.Kind {
		case schedule.Absent:
			require.True(t, m.From.Equal(s.Start) && m.To.Equal(s.End))
		case schedule.Late:
			require.True(t, m.From.Equal(s.Start) && m.To.Before(s.End))
		case schedule.Away:
			require.True(t, m.From.After(s.Start) && m.To.Before(s.End))
		case schedule.LeftEarly:
			require.True(t, m.From.After(s.Start) && m.To.Equal(s.End))
		}
	}
	slices.SortFunc(pieces, func(a, b schedule.Span) int { return a.From.Compare(b.From) })
	until := s.Start
	for _, piece := range pieces {
		require.Equal(t, until, piece.From)
		require.True(t, piece.From.Before(piece.To))
		until = piece.To
	}
	require.Equal(t, s.End, until)
	for _, span := range p.Spans {
		require.True(t, present(int(span.From.Sub(s.Start)/time.Second)))
		if before := int(span.From.Sub(s.Start)/time.Second) - 1; before >= 0 {
			require.False(t, present(before), "touching spans are one")
		}
	}
}

// The share is decided on nanoseconds, against a fraction computed another way.
func TestAttendanceAtTheShare(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		seconds int
		percent string
	}{
		{7200, "80"}, {10800, "80"}, {7200, "100"}, {7201, "33.3"}, {1, "50"}, {7, "0.000000000000000000000000001"},
		{7200, "99.99999999999999999999999999999999999999999999"}, {3607, "66.666666666666666666"}, {604800, "79.99"},
	} {
		table, begin := short(t, c.seconds)
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
			p, err := table.Attendance([]schedule.Segment{
				{Participant: "p", Session: "s", Join: begin, Leave: new(begin.Add(time.Duration(nanoseconds)))},
			}, atLeast(c.percent))
			require.NoError(t, err)
			got := p.Of("p").Sessions[0]
			assert.Equal(t, nanoseconds >= least, got.Attended, "%d of %s%% of %d s", nanoseconds, c.percent, c.seconds)
			assert.Equal(t, nanoseconds/int64(time.Second), got.Seconds)
		}
	}
}

func TestPresence(t *testing.T) {
	t.Parallel()
	table := reference(t)
	sessions := table.Sessions()
	row := func(who string, n int, from, to time.Duration) schedule.Segment {
		s := sessions[n-1]
		return schedule.Segment{Participant: who, Session: s.ID, Join: s.Start.Add(from), Leave: new(s.Start.Add(to))}
	}
	const h, m = time.Hour, time.Minute
	rows := []schedule.Segment{
		row("b", 1, -5*m, 2*h+5*m), row("b", 2, 0, 2*h), row("b", 3, 0, 2*h), row("b", 4, 0, 2*h), row("b", 5, 0, 3*h),
		row("a", 1, 10*m, 40*m), row("a", 1, 50*m, 60*m), row("a", 1, 60*m, 110*m),
		row("a", 5, -2*h, -1*h),
	}
	p, err := table.Attendance(rows, atLeast("80"))
	require.NoError(t, err)
	require.Len(t, p.People, 2)
	assert.Equal(t, "a", p.People[0].Participant)

	assert.True(t, p.Of("b").AttendedAll())
	assert.Equal(t, 5, p.Of("b").Attended)
	assert.Empty(t, p.Of("b").Sessions[0].Missed)

	a := p.Of("a").Sessions
	start := time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC)
	span := func(from, to time.Duration) schedule.Span {
		return schedule.Span{From: start.Add(from), To: start.Add(to)}
	}
	assert.Equal(t, schedule.SessionPresence{
		Session: "session-1", Seconds: 90 * 60, Attended: false,
		Spans: []schedule.Span{span(10*m, 40*m), span(50*m, 110*m)},
		Missed: []schedule.Missed{
			{Kind: schedule.Late, Span: span(0, 10*m)},
			{Kind: schedule.Away, Span: span(40*m, 50*m)},
			{Kind: schedule.LeftEarly, Span: span(110*m, 120*m)},
		},
	}, a[0])
	assert.Equal(t, schedule.Absent, a[4].Missed[0].Kind, "rows outside of the session")
	assert.False(t, p.Of("a").AttendedAll())

	absent := p.Of("nobody")
	assert.Equal(t, "nobody", absent.Participant)
	assert.Zero(t, absent.Attended)
	require.Len(t, absent.Sessions, 5)
	for i, s := range absent.Sessions {
		assert.Equal(t, a[4].Missed[0].Kind, s.Missed[0].Kind)
		assert.Equal(t, sessions[i].ID, s.Session)
		assert.Zero(t, s.Seconds)
		assert.False(t, s.Attended)
	}
	empty, err := table.Attendance(nil, atLeast("0.01"))
	require.NoError(t, err)
	assert.Equal(t, []schedule.PersonPresence{}, empty.People)
	assert.Equal(t, absent, empty.Of("nobody"))
}

func TestMissingLeave(t *testing.T) {
	t.Parallel()
	table, begin := short(t, 600)
	at := func(second int) time.Time { return begin.Add(time.Duration(second) * time.Second) }
	for name, c := range map[string]struct {
		policy  schedule.MissingLeave
		join    int
		meeting *time.Time
		want    int64
	}{
		"until the end":                    {schedule.UntilEnd, 100, nil, 500},
		"until the meeting's end":          {schedule.UntilEnd, 100, new(at(300)), 200},
		"the meeting ended later":          {schedule.UntilEnd, 100, new(at(900)), 500},
		"the meeting ended before":         {schedule.UntilEnd, -100, new(at(-50)), 0},
		"joined after the end":             {schedule.UntilEnd, 700, nil, 0},
		"zero length":                      {schedule.ZeroLength, 100, nil, 0},
		"zero length in a meeting's midst": {schedule.ZeroLength, 100, new(at(300)), 0},
	} {
		p, err := table.Attendance([]schedule.Segment{{Participant: "p", Session: "s", Join: at(c.join), MeetingEnd: c.meeting}},
			schedule.Rule{AtLeastPercent: exact.MustDecimal("80"), MissingLeave: c.policy})
		require.NoError(t, err, name)
		assert.Equal(t, c.want, p.Of("p").Sessions[0].Seconds, name)
	}
}

func TestRuleOfAttendance(t *testing.T) {
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
	huge := schedule.Rule{}
	huge.AtLeastPercent.Decimal = exact.MustDecimal("1").Shift(30_000_000)
	assert.Equal(t, []string{"at_least_percent decimal"}, faults(document.Check(huge, huge.Check)))
}
