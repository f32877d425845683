package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// burdenOf adds up what somebody bears, minute by minute, from the plan alone.
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

// fairer compares two start times by sorting and looking from the worst down.
func fairer(a, b []int64) int {
	a, b = slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	for i := len(a) - 1; i >= 0; i-- {
		if a[i] != b[i] {
			return int(min(max(a[i]-b[i], -1), 1))
		}
	}
	return 0
}

// later returns the wall time so many minutes later on the clock.
func later(w schedule.Wall, minutes int) schedule.Wall {
	return schedule.Plan{Sessions: []schedule.Session{{End: w}}}.MoveAll(0, minutes).Sessions[0].End
}

// question draws a small course, its people and the times to choose from.
func question(random *rand.Rand) schedule.Fairness {
	f := schedule.Fairness{
		Plan:   schedule.Plan{Zone: zonesOfPeople[random.IntN(len(zonesOfPeople))]},
		Burden: make([]int, 24),
	}
	for hour := range f.Burden {
		f.Burden[hour] = random.IntN(4)
	}
	quarters := schedule.TimesOfDay(schedule.MustTimeOfDay("00:00"), schedule.MustTimeOfDay("23:45"), 15)
	day := schedule.MustWall("2024-10-20T00:00")
	for n := range 1 + random.IntN(4) {
		day = day.AddDays(random.IntN(3))
		start := quarters[random.IntN(96)].On(day.Date())
		f.Plan.Sessions = append(f.Plan.Sessions, schedule.Session{
			ID: fmt.Sprint("s", n), Start: start, End: later(start, 1+random.IntN(600)), ClockChange: schedule.Compatible,
		})
	}
	if _, err := schedule.Compile(f.Plan, pinned); err != nil {
		return question(random) // sessions overlap
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

		// Every start is looked at, the plan's own too, and stands in order.
		own := slices.MinFunc(f.Plan.Sessions, func(a, b schedule.Session) int { return a.Start.Compare(b.Start) }).Start.TimeOfDay()
		starts := append(slices.Clone(f.Starts), own)
		slices.SortFunc(starts, func(a, b schedule.TimeOfDay) int { return compare(a.String(), b.String()) })
		starts = slices.Compact(starts)
		require.Len(t, starts, len(got.Options)+len(got.Refused))
		require.Equal(t, own, got.Options[got.Published].Start)
		require.Equal(t, f.Burden, got.Burden)
		var all [][]int64
		for i, option := range got.Options {
			var mine []int64
			for n, share := range option.Shares {
				p := f.Participants[n] // drawn in the order of ids
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
		var starts []schedule.TimeOfDay
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
					best, starts = mine, []schedule.TimeOfDay{a.Start, b.Start}
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

// A session that crosses a clock change, and one that goes round the clock.
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
	f := schedule.Fairness{Plan: plan, Burden: table, Starts: []schedule.TimeOfDay{schedule.MustTimeOfDay("00:30")},
		Participants: []schedule.Participant{{ID: "z", Zone: "Europe/Zurich"}, {ID: "k", Zone: "Asia/Kathmandu"}}}
	got, err := schedule.Fairest(f, pinned)
	require.NoError(t, err)
	require.Len(t, got.Options, 1)
	assert.Equal(t, burdenOf(t, plan, table, zone(t, "Asia/Kathmandu")), got.Options[0].Shares[0].Burden)
	assert.Equal(t, burdenOf(t, plan, table, zone(t, "Europe/Zurich")), got.Options[0].Shares[1].Burden)
	assert.Equal(t, schedule.Hours{Session: "change", Start: schedule.MustWall("2025-03-30T01:30"), End: schedule.MustWall("2025-03-30T04:15")}, got.Options[0].Shares[1].Hours[0])
}

func TestPlanAt(t *testing.T) {
	t.Parallel()
	f := schedule.Fairness{Plan: parse(t, published)}
	f.Plan.Sessions[0].UTC = new(time.Date(2024, 10, 30, 14, 0, 0, 0, time.UTC))
	slices.Reverse(f.Plan.Sessions)
	walls := func(plan schedule.Plan) (all []string) {
		for _, s := range plan.Sessions {
			all = append(all, s.Start.String()+" "+s.End.String())
		}
		return all
	}
	assert.Equal(t, f.Plan, f.PlanAt())
	same := f.PlanAt(schedule.MustTimeOfDay("15:00"))
	assert.Equal(t, walls(f.Plan), walls(same))
	assert.Nil(t, same.Sessions[4].UTC)
	assert.Equal(t, []string{
		"2024-11-22T12:00 2024-11-22T15:00", "2024-11-08T13:00 2024-11-08T15:00", "2024-11-06T13:00 2024-11-06T15:00",
		"2024-11-01T13:00 2024-11-01T15:00", "2024-10-30T13:00 2024-10-30T15:00",
	}, walls(f.PlanAt(schedule.MustTimeOfDay("13:00"))))
	assert.Equal(t, []string{
		"2024-11-22T23:30 2024-11-23T02:30", "2024-11-08T23:00 2024-11-09T01:00", "2024-11-06T00:30 2024-11-06T02:30",
		"2024-11-01T23:00 2024-11-02T01:00", "2024-10-30T00:30 2024-10-30T02:30",
	}, walls(f.PlanAt(schedule.MustTimeOfDay("00:30"), schedule.MustTimeOfDay("23:00"))), "turns by time, round the clock")
	assert.Empty(t, schedule.Fairness{}.PlanAt(schedule.MustTimeOfDay("00:30")).Sessions)
	assert.NotNil(t, f.Plan.Sessions[4].UTC, "the plan itself stays")
}

func TestRefusedStarts(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "Europe/Zurich", "sessions": [{"id": "a", "start": "2025-03-30T12:00", "end": "2025-03-30T14:00"}]}`)
	require.NoError(t, err)
	got, err := schedule.Fairest(schedule.Fairness{Plan: plan, Participants: people(1)}, pinned)
	require.NoError(t, err)
	var refused []string
	for _, r := range got.Refused {
		refused = append(refused, r.Start.String()+" "+r.Violations[0].Path+" "+r.Violations[0].Code)
	}
	assert.Equal(t, []string{
		"00:00 sessions[0].end clock-gap", "00:15 sessions[0].end clock-gap", "00:30 sessions[0].end clock-gap", "00:45 sessions[0].end clock-gap",
		"02:00 sessions[0].start clock-gap", "02:15 sessions[0].start clock-gap", "02:30 sessions[0].start clock-gap", "02:45 sessions[0].start clock-gap",
	}, refused)
	assert.Len(t, got.Options, 88)
	assert.Equal(t, schedule.DefaultBurden(), got.Burden)
	assert.Nil(t, got.Rotation)
}

func TestFairnessViolations(t *testing.T) {
	t.Parallel()
	const text = `{"plan": {"zone": "Europe/Zurich", "sessions": [{"id": "a", "start": "2025-03-30T02:00", "end": "2025-03-30T04:00"}]},
		"participants": [{"id": "p", "zone": "CET"}, {"id": "p", "zone": "Europe/Geneva"}, {"id": "q", "zone": "CET"}, {"id": "", "zone": ""}, {"id": "r", "zone": "Europe/Geneva"}],
		"starts": ["25:00"], "burden": [1, -1], "turns": 6}`
	var f schedule.Fairness
	require.Error(t, document.Decode([]byte(text), &f))
	_, err := schedule.Fairest(f, pinned)
	assert.Equal(t, []string{
		"plan.sessions[0].start clock-gap",
		"participants[0].zone zone-name", "participants[1].id duplicate-id", "participants[1].zone unknown-zone",
		"participants[2].zone zone-name", "participants[3].id required", "participants[3].zone required", "participants[4].zone unknown-zone",
		"starts[0] required", "burden too-few", "turns range",
	}, faults(err))

	minutes := schedule.TimesOfDay(schedule.MustTimeOfDay("00:00"), schedule.MustTimeOfDay("14:59"), 1)
	for name, c := range map[string]struct {
		starts, people, turns int // the plan's own start comes on top
		want                  []string
	}{
		"shares fit":      {99, 10_000, 0, nil},
		"too many shares": {100, 10_000, 0, []string{"participants too-many"}},
		"turns fit":       {99, 1, 3, nil},
		"too many turns":  {100, 1, 3, []string{"turns too-many"}},
		"five turns fit":  {14, 1, 5, nil},
		"five turns":      {15, 1, 5, []string{"turns too-many"}},
	} {
		f := schedule.Fairness{Plan: parse(t, published), Participants: people(c.people), Turns: c.turns, Starts: minutes[:c.starts]}
		assert.Equal(t, c.want, faults(document.Check(f, f.Check)), name)
	}
	f = schedule.Fairness{Plan: parse(t, published), Participants: people(1), Burden: schedule.DefaultBurden()}
	f.Burden[0], f.Burden[1], f.Burden[2], f.Burden[3] = -1, 0, 1_000_000, 1_000_001
	assert.Equal(t, []string{"burden[0] range", "burden[3] range"}, faults(document.Check(f, f.Check)))
	var r rule.Report
	schedule.Fairness{}.Check(&r)
	assert.NotEmpty(t, r.Violations())
}
