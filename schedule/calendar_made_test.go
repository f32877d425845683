package schedule_test

import (
	"encoding/binary"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// turn is a clock change of a made-up zone.
type turn struct {
	wall     time.Time // on the clock before the change, written as if it were UTC
	from, to int       // offsets in seconds
}

func (c turn) at() time.Time { return c.wall.Add(-time.Duration(c.from) * time.Second) }

// made returns a zone named Some/Place with the given clock changes. Before the first
// change, the offset from UTC is base, in seconds. The zone is loaded from data in the
// oldest format (RFC 9636, version 1).
func made(t testing.TB, base int, turns []turn) *time.Location {
	t.Helper()
	offsets := []int{base}
	var kinds []byte
	var data []byte
	for _, c := range turns {
		data = binary.BigEndian.AppendUint32(data, uint32(c.at().Unix()))
		i := slices.Index(offsets, c.to)
		if i < 0 {
			i = len(offsets)
			offsets = append(offsets, c.to)
		}
		kinds = append(kinds, byte(i))
	}
	data = append(data, kinds...)
	for _, offset := range offsets {
		data = append(binary.BigEndian.AppendUint32(data, uint32(int32(offset))), 0, 0)
	}
	head := []byte("TZif" + strings.Repeat("\x00", 16))
	for _, count := range []int{0, 0, 0, len(turns), len(offsets), 4} { // the numbers of UT and standard indicators, leap seconds, changes, types and letters
		head = binary.BigEndian.AppendUint32(head, uint32(count))
	}
	loc, err := time.LoadLocationFromTZData("Some/Place", append(append(head, data...), "ODD\x00"...))
	require.NoError(t, err)
	return loc
}

// dayOf returns a day of a month that falls on the weekday: the first to fourth such
// day if week is 1 to 4, the last one if week is -1.
func dayOf(year int, month time.Month, weekday time.Weekday, week int) time.Time {
	var days []time.Time
	for at := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC); at.Month() == month; at = at.AddDate(0, 0, 1) {
		if at.Weekday() == weekday {
			days = append(days, at)
		}
	}
	if week < 0 {
		return days[len(days)-1]
	}
	return days[week-1]
}

// drawnZone draws a zone with summer time. Its clock changes follow the same rules in
// most years, with random exceptions.
func drawnZone(random *rand.Rand) (first int, turns []turn) {
	type day struct {
		month   time.Month
		weekday time.Weekday
		week    int
		clock   time.Duration
	}
	draw := func(month int) day {
		return day{time.Month(month + random.IntN(5)), time.Weekday(random.IntN(7)), []int{-1, 1, 2, 3, 4}[random.IntN(5)], time.Duration(random.IntN(23*3600)) * time.Second}
	}
	spring, autumn := draw(2), draw(8)
	offset := (random.IntN(80) - 40) * 900
	saving := []int{1800, 3600, 7200}[random.IntN(3)]
	if random.IntN(3) == 0 {
		saving = -saving // as in the southern hemisphere
	}
	first = offset
	for year := 2010; year < 2036; year++ {
		up := dayOf(year, spring.month, spring.weekday, spring.week).Add(spring.clock)
		down := dayOf(year, autumn.month, autumn.weekday, autumn.week).Add(autumn.clock)
		switch random.IntN(24) {
		case 0:
			up = up.AddDate(0, 0, 7)
		case 1:
			down = down.AddDate(0, 0, -7)
		case 2:
			turns = append(turns, turn{up, offset, offset + saving}, turn{up.AddDate(0, 0, 10), offset + saving, offset})
			up = up.AddDate(0, 0, 20)
		case 3:
			continue // no summer time
		case 4: // the summer offset remains
			turns = append(turns, turn{up, offset, offset + saving})
			offset += saving
			continue
		case 5:
			up = up.Add(time.Hour)
		case 6: // the standard offset changes as summer ends
			turns = append(turns, turn{up, offset, offset + saving}, turn{down, offset + saving, offset - saving/2})
			offset -= saving / 2
			continue
		case 7: // both changes have the opposite sign
			turns = append(turns, turn{up, offset, offset - saving}, turn{down, offset - saving, offset})
			continue
		case 8: // both changes are half as large as usual
			turns = append(turns, turn{up, offset, offset + saving/2}, turn{down, offset + saving/2, offset})
			continue
		}
		turns = append(turns, turn{up, offset, offset + saving}, turn{down, offset + saving, offset})
	}
	return first, turns
}

// sayable reports whether two rules describe all clock changes in the years `from` to
// `to`. The rules have the form that all readers know: a weekday of a month in every
// year.
func sayable(turns []turn, from, to int) bool {
	var of [][]turn
	for year := from; year <= to; year++ {
		in := slices.DeleteFunc(slices.Clone(turns), func(c turn) bool { return c.wall.Year() != year })
		if len(in) != 2 {
			return false
		}
		slices.SortFunc(in, func(a, b turn) int { return (a.to - a.from) - (b.to - b.from) })
		if in[0].from != in[1].to || in[0].to != in[1].from {
			return false // the second does not reverse the first
		}
		of = append(of, in)
	}
	for i := range 2 {
		one := of[0][i]
		rule := slices.ContainsFunc([]int{-1, 1, 2, 3, 4}, func(week int) bool {
			for n, in := range of {
				day := dayOf(from+n, one.wall.Month(), one.wall.Weekday(), week)
				clock := one.wall.Sub(one.wall.Truncate(24 * time.Hour))
				if in[i].from != one.from || in[i].to != one.to || !in[i].wall.Equal(day.Add(clock)) {
					return false
				}
			}
			return true
		})
		if !rule {
			return false
		}
	}
	return true
}

// The test writes zoned calendars for random zones. The strictest reader (see
// readZone) must find the right instants in them. A calendar must have rules whenever
// rules can describe the zone.
func TestZonedCalendarOfZonesThatNoPlaceHas(t *testing.T) {
	t.Parallel()
	rounds := 150
	if long {
		rounds = 5_000
	}
	random := rand.New(rand.NewPCG(3, 9))
	o := plainOptions()
	o.Zoned = true
	seen := map[bool]int{}
	for range rounds {
		first, turns := drawnZone(random)
		loc := made(t, first, turns)
		plan := near(loc, 2015+random.IntN(15), 1+random.IntN(3))
		if random.IntN(4) == 0 { // a short course
			i := random.IntN(len(plan.Sessions))
			plan.Sessions = plan.Sessions[i:min(i+3, len(plan.Sessions))]
		}
		plan.Sessions = slices.DeleteFunc(plan.Sessions, func(s schedule.Session) bool {
			return s.End.Unix() <= s.Start.Unix() // clocks go back by two hours during the session
		})
		if len(plan.Sessions) == 0 {
			continue
		}
		table, err := schedule.Compile(plan, func(string) (*time.Location, error) { return loc, nil })
		require.NoError(t, err)
		text, err := table.Calendar(schedule.Record{}, o)
		require.NoError(t, err)
		lines := unfold(t, text)
		sessions := table.Sessions()
		begin, end := sessions[0].Start, sessions[0].End
		for _, s := range sessions {
			if s.End.After(end) {
				end = s.End
			}
		}
		zoned := strings.Contains(string(text), "BEGIN:VTIMEZONE")
		_, offset := begin.Zone()
		still := !slices.ContainsFunc(turns, func(c turn) bool { return c.at().After(begin) && !c.at().After(end) })
		require.Equal(t, sayable(turns, begin.Year(), end.Year()) || still && offset != 0, zoned, "%v to %v: %v", begin, end, turns)
		seen[zoned]++
		var standard, daylight onset
		if zoned {
			standard, daylight = readZone(t, lines)
		}
		for _, kind := range []onset{standard, daylight} {
			if daylight != nil {
				begins := kind.begin(t, begin.Year())
				require.True(t, slices.ContainsFunc(turns, func(c turn) bool { return c.wall.Equal(begins) }), "to the second")
			}
		}
		events := strings.Split(strings.Join(lines, "\n"), "BEGIN:VEVENT\n")[1:]
		require.Len(t, events, len(sessions))
		for n, s := range sessions {
			for property, want := range map[string]time.Time{"DTSTART": s.Start, "DTEND": s.End} {
				_, rest, _ := strings.Cut(events[n], "\n"+property)
				value, _, _ := strings.Cut(rest, "\n")
				require.Equal(t, want.Unix(), instant(t, value, standard, daylight).Unix(), value)
			}
		}
	}
	assert.Greater(t, seen[true], rounds/4)
	assert.Greater(t, seen[false], rounds/10)
}

// rulesOf returns the rules and the offsets that a zoned calendar writes for one
// session in a made-up zone: the values of the lines RRULE and TZOFFSETTO.
func rulesOf(t *testing.T, loc *time.Location, start, end time.Time) (rules, offsets []string) {
	t.Helper()
	table, err := schedule.Compile(schedule.Plan{Zone: "Some/Place", Sessions: []schedule.Session{
		{ID: "a", Start: civil.DateTimeOf(start.In(loc)), End: civil.DateTimeOf(end.In(loc))},
	}}, func(string) (*time.Location, error) { return loc, nil })
	require.NoError(t, err)
	o := plainOptions()
	o.Zoned = true
	text, err := table.Calendar(schedule.Record{}, o)
	require.NoError(t, err)
	for _, line := range unfold(t, text) {
		if rule, ok := strings.CutPrefix(line, "RRULE:FREQ=YEARLY;"); ok {
			rules = append(rules, rule)
		}
		if offset, ok := strings.CutPrefix(line, "TZOFFSETTO:"); ok {
			offsets = append(offsets, offset)
		}
	}
	return rules, offsets
}

// In some years the fourth Sunday of a month is its last. Then the four years before
// and after the course decide which rule is written, the fourth Sunday or the last.
// If both rules fit these years equally well, the last Sunday is written.
func TestWhichOfTwoRules(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		month time.Month
		week  int
		years []int
		want  string
	}{
		{time.April, 4, []int{2019, 2020, 2021, 2022, 2024, 2025, 2026, 2027}, "BYMONTH=4;BYDAY=4SU"},
		{time.April, -1, []int{2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027}, "BYMONTH=4;BYDAY=-1SU"},
		// Between 2000 and 2036, February has a fifth Sunday only in 2004 and 2032.
		{time.February, 4, []int{2008, 2028}, "BYMONTH=2;BYDAY=4SU"},
		{time.February, 4, []int{2009, 2018, 2027}, "BYMONTH=2;BYDAY=-1SU"},
		{time.February, -1, []int{2008, 2018, 2028, 2032}, "BYMONTH=2;BYDAY=-1SU"},
		// Each change is a week after the fourth Sunday of April. In years without a
		// fifth Sunday in April, it is in May. No rule can name a fifth Sunday, so the
		// rule for the last Sunday is written.
		{time.April, 5, []int{2017, 2018, 2023, 2028, 2029}, "BYMONTH=4;BYDAY=-1SU"},
	} {
		day := func(year int) time.Time {
			if c.week == 5 {
				return dayOf(year, c.month, time.Sunday, 4).AddDate(0, 0, 7)
			}
			return dayOf(year, c.month, time.Sunday, c.week)
		}
		var turns []turn
		for year := 2000; year < 2037; year++ {
			turns = append(turns,
				turn{day(year).Add(2 * time.Hour), 3599, 7199},
				turn{dayOf(year, time.October, time.Sunday, 2).Add(2 * time.Hour), 7199, 3599})
		}
		loc := made(t, 3599, turns)
		for _, year := range c.years {
			at := time.Date(year, 6, 1, 9, 0, 0, 0, time.UTC)
			rules, offsets := rulesOf(t, loc, at, at.Add(time.Minute))
			assert.Equal(t, []string{"BYMONTH=10;BYDAY=2SU", c.want}, rules, year)
			assert.Equal(t, []string{"+005959", "+015959"}, offsets)
		}
	}
}

// A clock change at the instant at which the course begins counts as before the
// course. A clock change at the instant at which the course ends counts as within the
// course, since the changed clocks show the end.
func TestOneChangeAtTheEdgeOfACourse(t *testing.T) {
	t.Parallel()
	change := turn{time.Date(2024, 6, 1, 10, 0, 0, 0, time.UTC), 3600, 7200}
	loc, at := made(t, 3600, []turn{change}), change.at()
	for _, c := range []struct {
		start, end time.Time
		want       []string
	}{
		{at, at.Add(time.Hour), []string{"+0200"}},
		{at.Add(-time.Second), at.Add(time.Hour), nil},
		{at.Add(-time.Hour), at, nil},
		{at.Add(-time.Hour), at.Add(-time.Second), []string{"+0100"}},
	} {
		rules, offsets := rulesOf(t, loc, c.start, c.end)
		assert.Empty(t, rules)
		assert.Equal(t, c.want, offsets, c.start)
	}
}

// The first year that a plan may have is 1970. For a course in that year, the written
// rules begin in 1969.
func TestRulesOfTheFirstYear(t *testing.T) {
	t.Parallel()
	o := plainOptions()
	o.Zoned = true
	for year, want := range map[string][2]string{"1970": {"19691026T020000", "19690427T020000"}, "1971": {"19701025T020000", "19700426T020000"}} {
		table, err := schedule.Compile(schedule.Plan{Zone: "America/New_York", Sessions: []schedule.Session{
			{ID: "a", Start: civil.MustDateTime(year + "-01-02T09:00"), End: civil.MustDateTime(year + "-01-02T10:00")},
		}}, pinned)
		require.NoError(t, err)
		text, err := table.Calendar(schedule.Record{}, o)
		require.NoError(t, err)
		standard, daylight := readZone(t, unfold(t, text))
		assert.Equal(t, want, [2]string{standard["DTSTART"], daylight["DTSTART"]})
	}
}
