package schedule_test

import (
	"fmt"
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

// burdenOf adds up a person's burden minute by minute, from the plan alone.
func burdenOf(t testing.TB, plan schedule.Plan, table []int, loc *time.Location) int64 {
	t.Helper()
	compiled, err := schedule.Compile(plan, pinned)
	require.NoError(t, err)
	var burden int64
	for _, s := range compiled.In(loc) {
		for at := s.Start; at.Before(s.End); at = at.Add(time.Minute) {
			burden += int64(table[at.Hour()])
		}
	}
	return burden
}

// fairer sorts the burdens of two options and compares them, the highest first. The
// result is negative if a is fairer.
func fairer(a, b []int64) int {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	for i := len(a) - 1; i >= 0; i-- {
		if a[i] != b[i] {
			return int(min(max(a[i]-b[i], -1), 1))
		}
	}
	return 0
}

// later returns w moved by a number of minutes on the clock.
func later(w civil.DateTime, minutes int) civil.DateTime {
	return w.AddSeconds(60 * int64(minutes))
}

// timesOfDay returns a list of n times of day. The first is midnight, and each of the
// others is a number of minutes after the one before it.
func timesOfDay(n, minutes int) []civil.TimeOfDay {
	all := make([]civil.TimeOfDay, n)
	for i := range all {
		all[i] = civil.MustDateTime("2024-01-01T00:00").AddSeconds(int64(60 * minutes * i)).TimeOfDay()
	}
	return all
}

// question returns a random small course, with its participants and the start times to
// choose from.
func question(random *rand.Rand) schedule.Fairness {
	f := schedule.Fairness{
		Plan:   schedule.Plan{Zone: zonesOfPeople[random.IntN(len(zonesOfPeople))]},
		Burden: make([]int, 24),
	}
	for hour := range f.Burden {
		f.Burden[hour] = random.IntN(4)
	}
	quarters := timesOfDay(96, 15)
	day := civil.MustDateTime("2024-10-20T00:00")
	for n := range 1 + random.IntN(4) {
		day = day.AddDays(random.IntN(3))
		start := quarters[random.IntN(96)].On(day.Date())
		f.Plan.Sessions = append(f.Plan.Sessions, schedule.Session{
			ID: fmt.Sprint("s", n), Start: start, End: later(start, 1+random.IntN(600)), ClockChange: "compatible",
		})
	}
	if _, err := schedule.Compile(f.Plan, pinned); err != nil {
		return question(random) // draw again: the sessions overlap
	}
	for range 1 + random.IntN(10) {
		f.Starts = append(f.Starts, quarters[random.IntN(96)])
	}
	for n := range 1 + random.IntN(6) {
		f.Participants = append(f.Participants, schedule.Participant{ID: fmt.Sprint("p", n), Zone: zonesOfPeople[random.IntN(len(zonesOfPeople))]})
	}
	return f
}

func TestFairestAgainstBruteForce(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(15, 0))
	rounds, refused := 40, 0
	if long {
		rounds = 3_000
	}
	for range rounds {
		f := question(random)
		got, err := schedule.Fairest(f, pinned)
		require.NoError(t, err)
		refused += len(got.Refused)

		// Every start is tried, including the plan's own, and the fairest options are
		// first.
		own := slices.MinFunc(f.Plan.Sessions, func(a, b schedule.Session) int { return int(a.Start.Unix() - b.Start.Unix()) }).Start.TimeOfDay()
		starts := append(slices.Clone(f.Starts), own)
		slices.SortFunc(starts, func(a, b civil.TimeOfDay) int { return compare(a.String(), b.String()) })
		starts = slices.Compact(starts)
		require.Len(t, starts, len(got.Options)+len(got.Refused))
		require.Equal(t, own, got.Options[got.Published].Start)
		require.Equal(t, f.Burden, got.Burden)
		var all [][]int64
		for i, option := range got.Options {
			var mine []int64
			for n, share := range option.Shares {
				p := f.Participants[n] // participants are drawn in the order of their ids
				require.Equal(t, p.ID, share.Participant)
				require.Equal(t, burdenOf(t, f.PlanAt(option.Start), f.Burden, zone(t, p.Zone)), share.Burden)
				mine = append(mine, share.Burden)
			}
			all = append(all, mine)
			require.Equal(t, slices.Max(mine), option.Worst)
			var total int64
			for _, burden := range mine {
				total += burden
			}
			require.Equal(t, total, option.Total)
			if i > 0 {
				order := fairer(all[i-1], mine)
				require.True(t, order < 0 || order == 0 && got.Options[i-1].Start.String() < option.Start.String())
			}
		}
		for i, a := range got.Options {
			beaten := slices.ContainsFunc(got.Options, func(b schedule.Option) bool {
				return b.Worst <= a.Worst && b.Total <= a.Total && (b.Worst < a.Worst || b.Total < a.Total)
			})
			require.Equal(t, !beaten, slices.Contains(got.Front, i), "the front")
		}
		require.True(t, slices.IsSortedFunc(got.Front, func(a, b int) int { return int(got.Options[a].Worst - got.Options[b].Worst) }))

		random.Shuffle(len(f.Participants), func(i, j int) { f.Participants[i], f.Participants[j] = f.Participants[j], f.Participants[i] })
		random.Shuffle(len(f.Starts), func(i, j int) { f.Starts[i], f.Starts[j] = f.Starts[j], f.Starts[i] })
		again, err := schedule.Fairest(f, pinned)
		require.NoError(t, err)
		require.Equal(t, got, again, "the order of people and times")
	}
	assert.Positive(t, refused, "some starts make sessions overlap")
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	if a > b {
		return 1
	}
	return 0
}

// The start times have these burdens:
//   - 00:00 and 02:00: worst 2, total 4
//   - 01:00: worst 3, total 4
//   - 03:00: worst 3, total 3
func TestFront(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "UTC", "sessions": [{"id": "a", "start": "2024-10-30T00:00", "end": "2024-10-30T00:01"}]}`)
	require.NoError(t, err)
	f := schedule.Fairness{
		Plan: plan, Starts: timesOfDay(4, 60), Burden: make([]int, 24), Turns: 1,
		Participants: []schedule.Participant{{ID: "a", Zone: "UTC"}, {ID: "b", Zone: "Pacific/Tarawa"}},
	}
	copy(f.Burden, []int{2, 3, 2, 3})
	copy(f.Burden[12:], []int{2, 1, 2, 0})
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	var order []string
	for _, o := range got.Options {
		order = append(order, fmt.Sprint(o.Start, " ", o.Worst, " ", o.Total))
	}
	assert.Equal(t, []string{"00:00 2 4", "02:00 2 4", "03:00 3 3", "01:00 3 4"}, order)
	assert.Equal(t, []int{0, 1, 2}, got.Front)
	f.Starts, f.Turns = f.Starts[:2], 0 // worst burden and total: 2 and 4, 3 and 4
	two, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	require.Len(t, two.Options, 2)
	assert.Equal(t, []int{0}, two.Front, "as much in all and more for one")
	require.NotNil(t, got.Rotation, "one turn is a rotation too")
	assert.Equal(t, schedule.Option{Starts: []civil.TimeOfDay{got.Options[0].Start}, Worst: 2, Total: 4, Shares: got.Options[0].Shares}, *got.Rotation)
}

func TestRotationAgainstBruteForce(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(7, 0))
	rounds, better := 15, 0
	if long {
		rounds = 500
	}
	for range rounds {
		f := question(random)
		f.Turns = 2
		f.Starts = f.Starts[:min(len(f.Starts), 4)]
		got, err := schedule.Fairest(f, pinned)
		require.NoError(t, err)
		var best []int64
		var starts []civil.TimeOfDay
		sound := slices.SortedFunc(slices.Values(got.Options), func(a, b schedule.Option) int { return compare(a.Start.String(), b.Start.String()) })
		for _, a := range sound {
			for _, b := range sound {
				plan := f.PlanAt(a.Start, b.Start)
				if _, err := schedule.Compile(plan, pinned); err != nil {
					continue
				}
				var mine []int64
				for _, p := range f.Participants {
					mine = append(mine, burdenOf(t, plan, f.Burden, zone(t, p.Zone)))
				}
				if best == nil || fairer(mine, best) < 0 {
					best, starts = mine, []civil.TimeOfDay{a.Start, b.Start}
				}
			}
		}
		require.Equal(t, starts, got.Rotation.Starts)
		for n, share := range got.Rotation.Shares {
			require.Equal(t, best[n], share.Burden)
		}
		require.Equal(t, slices.Max(best), got.Rotation.Worst)
		require.LessOrEqual(t, got.Rotation.Worst, got.Options[0].Worst)
		if got.Rotation.Worst < got.Options[0].Worst {
			better++
		}
	}
	assert.Positive(t, better, "taking turns helps")
}

// Every session has two sittings, and each person attends the sitting that is less of a
// burden to this person. Fairest finds the same start times as a search of all pairs.
func TestSittingsAgainstBruteForce(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(2, 2))
	rounds, better, none := 25, 0, 0
	if long {
		rounds = 500
	}
	for range rounds {
		f := question(random)
		f.Sittings = 2
		f.Starts = f.Starts[:min(len(f.Starts), 5)]
		got, err := schedule.Fairest(f, pinned)
		require.NoError(t, err)
		var best []int64
		var starts []civil.TimeOfDay
		sound := slices.SortedFunc(slices.Values(got.Options), func(a, b schedule.Option) int { return compare(a.Start.String(), b.Start.String()) })
		for i, a := range sound {
			for _, b := range sound[i+1:] {
				plan := f.RepeatAt(a.Start, b.Start)
				if _, err := schedule.Compile(plan, pinned); err != nil {
					continue
				}
				mine := make([]int64, len(f.Participants))
				for n, p := range f.Participants {
					for _, s := range plan.Sessions {
						one := schedule.Plan{Zone: plan.Zone, Sessions: []schedule.Session{s}}
						other := schedule.Plan{Zone: plan.Zone, Sessions: []schedule.Session{{ID: "s", Start: s.Repeats[0].Start, End: s.Repeats[0].End, ClockChange: s.Repeats[0].ClockChange}}}
						one.Sessions[0].Repeats = nil
						mine[n] += min(burdenOf(t, one, f.Burden, zone(t, p.Zone)), burdenOf(t, other, f.Burden, zone(t, p.Zone)))
					}
				}
				if best == nil || fairer(mine, best) < 0 {
					best, starts = mine, []civil.TimeOfDay{a.Start, b.Start}
				}
			}
		}
		if best == nil {
			require.Nil(t, got.Sittings)
			none++
			continue
		}
		require.Equal(t, starts, got.Sittings.Starts)
		table, err := schedule.Compile(f.RepeatAt(starts...), pinned)
		require.NoError(t, err)
		for n, share := range got.Sittings.Shares {
			require.Equal(t, best[n], share.Burden)
			require.Len(t, share.Hours, len(f.Plan.Sessions))
			local := table.In(zone(t, f.Participants[n].Zone))
			for _, hours := range share.Hours {
				i := slices.IndexFunc(local, func(s schedule.LocalSession) bool { return s.ID == hours.Session })
				require.GreaterOrEqual(t, i, 0, hours.Session)
				require.Equal(t, hours.Start, civil.DateTimeOf(local[i].Start))
			}
		}
		require.Equal(t, slices.Max(best), got.Sittings.Worst)
		if got.Sittings.Worst < got.Options[0].Worst {
			better++
		}
	}
	assert.Positive(t, better, "a second sitting helps")
	assert.Less(t, none, rounds)
}

// If a plan with repeats gets another start time, each repeat moves by the same number of
// hours and stays on its date. Each person attends whichever sitting is less of a burden.
func TestFairestOfAPlanWithRepeats(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "UTC", "sessions": [{"id": "a", "start": "2024-10-30T08:00", "end": "2024-10-30T10:00", "utc": "2024-10-30T08:00:00Z",
		"repeats": [{"id": "a2", "start": "2024-10-30T20:00", "end": "2024-10-30T22:00", "utc_end": "2024-10-30T22:00:00Z"}]}]}`)
	require.NoError(t, err)
	f := schedule.Fairness{Plan: plan, Starts: []civil.TimeOfDay{civil.MustTimeOfDay("11:00")}, Participants: []schedule.Participant{{ID: "east", Zone: "Asia/Tokyo"}, {ID: "west", Zone: "America/New_York"}}}
	moved := f.PlanAt(civil.MustTimeOfDay("11:00")).Sessions[0]
	assert.Equal(t, "2024-10-30T11:00 2024-10-30T23:00 2024-10-31T01:00", moved.Start.String()+" "+moved.Repeats[0].Start.String()+" "+moved.Repeats[0].End.String())
	assert.Nil(t, moved.UTC)
	assert.Nil(t, moved.Repeats[0].UTCEnd)
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	require.Len(t, got.Options, 2)
	for _, o := range got.Options {
		chosen := o.Shares[0].Hours[0].Session + " " + o.Shares[1].Hours[0].Session
		if o.Start == civil.MustTimeOfDay("08:00") {
			assert.Equal(t, "a a2", chosen) // east attends at 17:00 and west at 16:00; the other sittings are at 05:00 and 04:00
		}
	}
	f.Sittings = 2
	_, err = schedule.Fairest(f, pinned)
	assert.Equal(t, []string{"sittings not-applicable"}, faults(err))
	f.Plan.Sessions[0].Repeats, f.Sittings = nil, 6
	assert.Equal(t, []string{"sittings range"}, faults(schedule.CheckFairness(f)))
	f.Sittings = 1
	assert.Equal(t, []string{"sittings range"}, faults(schedule.CheckFairness(f)))
	f.Sittings, f.Starts = 2, timesOfDay(1, 1)
	f.Plan.Sessions = daily(501)
	assert.Equal(t, []string{"sittings too-many"}, faults(schedule.CheckFairness(f)), "1,002 sittings")
	f.Plan.Sessions = daily(500)
	assert.NoError(t, schedule.CheckFairness(f))
	f.Plan.Sessions = daily(1)
	f.Sittings, f.Starts = 3, timesOfDay(100, 1)
	assert.Equal(t, []string{"sittings too-many"}, faults(schedule.CheckFairness(f)), "with the plan's own 101")
	f.Starts = timesOfDay(99, 1)
	assert.NoError(t, schedule.CheckFairness(f))
	f.Starts = []civil.TimeOfDay{civil.MustTimeOfDay("24:00")}
	assert.Equal(t, []string{"starts[0] time-of-day"}, faults(schedule.CheckFairness(f)))
	f.Plan = schedule.Plan{Zone: "UTC", Deadlines: []schedule.Deadline{{ID: "d", At: civil.MustDateTime("2024-10-30T15:00")}}}
	f.Starts = nil
	assert.Equal(t, []string{"plan required"}, faults(schedule.CheckFairness(f)))
	assert.Empty(t, f.PlanAt(civil.MustTimeOfDay("10:00")).Sessions)
	assert.Empty(t, f.RepeatAt(civil.MustTimeOfDay("10:00")).Sessions)
	assert.Empty(t, f.RepeatAt().Sessions)
}

// daily returns n sessions, one a day.
func daily(n int) []schedule.Session {
	sessions := make([]schedule.Session, n)
	for i := range sessions {
		start := civil.MustDateTime("2024-01-01T09:00").AddDays(i)
		sessions[i] = schedule.Session{ID: fmt.Sprint("day-", i+1), Start: start, End: start.AddSeconds(3600)}
	}
	return sessions
}

// In the longest possible plan the last session cannot start at a later time of day
// than the first session, even if that would be fairer. In the test it would be fairer,
// since only the last session is in summer time.
func TestTurnsOfTheLongestPlan(t *testing.T) {
	t.Parallel()
	eight, nine := civil.MustTimeOfDay("08:00"), civil.MustTimeOfDay("09:00")
	for days, want := range map[int][]civil.TimeOfDay{3660: {eight, eight}, 3659: {eight, nine}} {
		f := schedule.Fairness{
			Plan: schedule.Plan{Zone: "UTC", Sessions: daily(2)}, Starts: []civil.TimeOfDay{eight, nine}, Turns: 2, Sittings: 2,
			Burden: make([]int, 24), Participants: []schedule.Participant{{ID: "p", Zone: "Europe/Zurich"}},
		}
		f.Burden[10] = 1
		for i, day := range []civil.Date{civil.MustDate("2024-03-25"), civil.MustDate("2024-03-25").AddDays(days)} {
			f.Plan.Sessions[i].Start, f.Plan.Sessions[i].End = nine.On(day), civil.MustTimeOfDay("10:00").On(day)
		}
		got, err := schedule.Fairest(f, pinned)
		require.NoError(t, err)
		assert.Equal(t, want, got.Rotation.Starts)
		assert.Equal(t, days == 3660, got.Sittings == nil)
	}
}

// If two sittings cost a person the same, the person attends the earlier one. The
// instants of the sittings decide which one is earlier, not the times of day in
// Starts.
func TestTheEarlierOfEqualSittings(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [{"id": "a", "start": "2025-03-30T02:30", "end": "2025-03-30T06:00", "clock_change": "later"}]}`)
	require.NoError(t, err)
	f := schedule.Fairness{
		Plan: plan, Starts: []civil.TimeOfDay{civil.MustTimeOfDay("03:15")}, Sittings: 2, Burden: make([]int, 24), Participants: people(1),
	}
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	assert.Equal(t, "a-2", got.Sittings.Shares[0].Hours[0].Session, "03:15; 02:30 is skipped and becomes 03:30")
	f.Starts[0] = civil.MustTimeOfDay("03:45")
	got, err = schedule.Fairest(f, pinned)
	require.NoError(t, err)
	assert.Equal(t, "a", got.Sittings.Shares[0].Hours[0].Session)
}

// Ids of repeats differ from all other ids, even if sessions have ids that look like
// those of repeats, such as a-2.
func TestIDsOfRepeats(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(8, 8))
	names := []string{"a", "a-2", "a-3", "a--2", "a-2-2", "a-2--3", "a---2", "2", "-2", "a-"}
	for range 200 {
		f := schedule.Fairness{
			Plan: schedule.Plan{Zone: "UTC", Sessions: daily(1 + random.IntN(4))}, Sittings: 2 + random.IntN(2),
			Starts: timesOfDay(5, 120), Participants: people(2),
		}
		for i, n := range random.Perm(len(names))[:len(f.Plan.Sessions)] {
			f.Plan.Sessions[i].ID = names[n]
		}
		got, err := schedule.Fairest(f, pinned)
		require.NoError(t, err)
		table, err := schedule.Compile(f.RepeatAt(got.Sittings.Starts...), pinned)
		require.NoError(t, err)
		require.Len(t, table.Sessions(), f.Sittings*len(f.Plan.Sessions))
		for _, share := range got.Sittings.Shares {
			for i, hours := range share.Hours {
				session, known := table.SessionOf(hours.Session)
				require.True(t, known, hours.Session)
				require.Equal(t, f.Plan.Sessions[i].ID, session)
			}
		}
	}
	f := schedule.Fairness{Plan: schedule.Plan{Zone: "UTC", Sessions: daily(1)}, Participants: people(1), Sittings: 5, Starts: timesOfDay(2, 60)}
	f.Plan.Sessions[0].ID = strings.Repeat("a", 126)
	assert.NoError(t, schedule.CheckFairness(f))
	f.Plan.Sessions[0].ID += "a"
	assert.Equal(t, []string{"sittings too-long"}, faults(schedule.CheckFairness(f)))
	f.Sittings = 0
	assert.NoError(t, schedule.CheckFairness(f))
	f = schedule.Fairness{Plan: schedule.Plan{Zone: "UTC", Sessions: daily(2)}}
	f.Plan.Sessions[0].ID, f.Plan.Sessions[1].ID = "a", "b-2"
	plan := f.RepeatAt(timesOfDay(3, 60)...)
	assert.Equal(t, "a-2 a-3 b-2-2 b-2-3", plan.Sessions[0].Repeats[0].ID+" "+plan.Sessions[0].Repeats[1].ID+" "+plan.Sessions[1].Repeats[0].ID+" "+plan.Sessions[1].Repeats[1].ID)
	f.Plan.Sessions[1].ID = "a-4"
	assert.Equal(t, "a-3", f.RepeatAt(timesOfDay(3, 60)...).Sessions[0].Repeats[1].ID, "of three starts there is no fourth")
	f.Plan.Sessions[0].ID, f.Plan.Sessions[1].ID = "b", "b-2"
	assert.Equal(t, "b--2", f.RepeatAt(timesOfDay(2, 60)...).Sessions[0].Repeats[0].ID)
}

// A plan with a pattern has the same ranking as the plan with the pattern's sessions.
func TestFairestOfAPattern(t *testing.T) {
	t.Parallel()
	pattern, plan := expand(t, rhythm)
	f := schedule.Fairness{Plan: pattern, Participants: people(3), Starts: timesOfDay(5, 60)}
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	f.Plan = plan
	want, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	assert.Equal(t, "15:00", got.Options[got.Published].Start.String())
}

// The cheapest rotation of start times would hold both sessions at noon. It is not
// chosen, since the sessions would overlap.
func TestRotationLeavesNoOverlap(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "UTC", "sessions": [{"id": "a", "start": "2024-10-30T10:00", "end": "2024-10-30T11:00"}, {"id": "b", "start": "2024-10-30T12:00", "end": "2024-10-30T13:00"}]}`)
	require.NoError(t, err)
	f := schedule.Fairness{Plan: plan, Participants: []schedule.Participant{{ID: "a", Zone: "UTC"}}, Burden: make([]int, 24), Turns: 2,
		Starts: []civil.TimeOfDay{civil.MustTimeOfDay("12:00")}}
	for hour := range f.Burden {
		f.Burden[hour] = 1
	}
	f.Burden[12] = 0
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	ten := civil.MustTimeOfDay("10:00")
	assert.Equal(t, []civil.TimeOfDay{ten, ten}, got.Rotation.Starts)
	assert.Equal(t, int64(60), got.Rotation.Worst)
}

// Burdens are right for sessions that cross a clock change, and for one that lasts
// several days.
func TestBurdenAcrossAClockChange(t *testing.T) {
	t.Parallel()
	table := make([]int, 24)
	for hour := range table {
		table[hour] = 1 << hour % 1_000_000
		if hour > 19 {
			table[hour] = hour
		}
	}
	plan, err := parsePlan(`{"zone": "UTC", "sessions": [
		{"id": "change", "start": "2025-03-30T00:30", "end": "2025-03-30T02:15"},
		{"id": "back", "start": "2025-10-25T23:30", "end": "2025-10-26T02:15:30"},
		{"id": "days", "start": "2025-11-01T22:00", "end": "2025-11-04T05:00:01"}]}`)
	require.NoError(t, err)
	f := schedule.Fairness{Plan: plan, Burden: table, Starts: []civil.TimeOfDay{civil.MustTimeOfDay("00:30")},
		Participants: []schedule.Participant{{ID: "z", Zone: "Europe/Zurich"}, {ID: "k", Zone: "Asia/Kathmandu"}}}
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	require.Len(t, got.Options, 1)
	assert.Equal(t, burdenOf(t, plan, table, zone(t, "Asia/Kathmandu")), got.Options[0].Shares[0].Burden)
	assert.Equal(t, burdenOf(t, plan, table, zone(t, "Europe/Zurich")), got.Options[0].Shares[1].Burden)
	assert.Equal(t, schedule.Hours{Session: "change", Start: civil.MustDateTime("2025-03-30T01:30"), End: civil.MustDateTime("2025-03-30T04:15")}, got.Options[0].Shares[1].Hours[0])
}

// The last minute of a session can be the first after a clock change.
func TestBurdenOfTheLastMinute(t *testing.T) {
	t.Parallel()
	table := make([]int, 24)
	table[1], table[2], table[3] = 1, 100, 10_000
	for _, text := range []string{
		`{"id": "a", "start": "2025-03-30T00:59", "end": "2025-03-30T01:01"}`,
		`{"id": "a", "start": "2025-03-29T23:01", "end": "2025-03-30T01:01"}`,
		`{"id": "a", "start": "2025-03-29T01:01", "end": "2025-03-30T01:01"}`,
		`{"id": "a", "start": "2025-03-29T01:00", "end": "2025-03-30T01:01"}`,
		`{"id": "a", "start": "2025-03-30T00:30", "end": "2025-03-30T01:00"}`,
		`{"id": "a", "start": "2025-03-30T00:30", "end": "2025-03-30T01:00:01"}`,
		`{"id": "a", "start": "2025-03-30T01:00", "end": "2025-03-30T01:01"}`,
	} {
		plan, err := parsePlan(`{"zone": "UTC", "sessions": [` + text + `]}`)
		require.NoError(t, err)
		f := schedule.Fairness{Plan: plan, Burden: table, Participants: []schedule.Participant{{ID: "z", Zone: "Europe/Zurich"}}}
		got, err := schedule.Fairest(f, pinned)
		require.NoError(t, err)
		assert.Equal(t, burdenOf(t, plan, table, zone(t, "Europe/Zurich")), got.Options[got.Published].Worst, text)
	}
}

func TestDefaultBurden(t *testing.T) {
	t.Parallel()
	f := schedule.Fairness{Plan: parse(t, published), Participants: people(1), Starts: timesOfDay(1, 1)}
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	assert.Equal(t, defaultBurden(), got.Burden)
	got.Burden[9] = 1
	again, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	assert.Equal(t, defaultBurden(), again.Burden, "each caller has its own")
}

// defaultBurden returns the burdens that the documentation of Fairness.Burden lists.
func defaultBurden() []int {
	return []int{20, 20, 20, 20, 20, 12, 6, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 2, 3, 4, 8, 14}
}

// In October 2000 clocks in Recife went forward, and back a week later. The burden of
// a session that lasts from one change to the other takes both into account.
func TestBurdenAcrossTwoClockChanges(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "UTC", "sessions": [{"id": "a", "start": "2000-10-08T02:30", "end": "2000-10-15T02:30"}]}`)
	require.NoError(t, err)
	f := schedule.Fairness{Plan: plan, Participants: []schedule.Participant{{ID: "r", Zone: "America/Recife"}}, Burden: make([]int, 24)}
	f.Burden[23] = 1
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	assert.Equal(t, burdenOf(t, plan, f.Burden, zone(t, "America/Recife")), got.Options[got.Published].Worst)
}
