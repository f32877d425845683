package schedule_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

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
	same := f.PlanAt(civil.MustTimeOfDay("15:00"))
	assert.Equal(t, walls(f.Plan), walls(same))
	assert.Nil(t, same.Sessions[4].UTC)
	assert.Equal(t, []string{
		"2024-11-22T12:00 2024-11-22T15:00", "2024-11-08T13:00 2024-11-08T15:00", "2024-11-06T13:00 2024-11-06T15:00",
		"2024-11-01T13:00 2024-11-01T15:00", "2024-10-30T13:00 2024-10-30T15:00",
	}, walls(f.PlanAt(civil.MustTimeOfDay("13:00"))))
	assert.Equal(t, []string{
		"2024-11-22T23:30 2024-11-23T02:30", "2024-11-08T23:00 2024-11-09T01:00", "2024-11-06T00:30 2024-11-06T02:30",
		"2024-11-01T23:00 2024-11-02T01:00", "2024-10-30T00:30 2024-10-30T02:30",
	}, walls(f.PlanAt(civil.MustTimeOfDay("00:30"), civil.MustTimeOfDay("23:00"))), "turns by time, round the clock")
	assert.Equal(t, walls(f.Plan)[1], walls(f.PlanAt(civil.MustTimeOfDay("00:30"), civil.TimeOfDay{}))[1], "not stated")
	assert.Empty(t, schedule.Fairness{}.PlanAt(civil.MustTimeOfDay("00:30")).Sessions)
	pattern, expanded := expand(t, rhythm)
	noon := civil.MustTimeOfDay("12:00")
	assert.Equal(t, walls(schedule.Fairness{Plan: expanded}.PlanAt(noon)), walls(schedule.Fairness{Plan: pattern}.PlanAt(noon)), "a pattern is expanded")
	pattern.Pattern.Count = 0
	assert.Equal(t, pattern, schedule.Fairness{Plan: pattern}.PlanAt(noon), "unless it is wrong")
	assert.NotNil(t, f.Plan.Sessions[4].UTC, "the plan itself stays")
	f.Plan.Sessions = f.Plan.Sessions[1:]
	assert.Equal(t, []string{
		"2024-11-08T23:00 2024-11-09T01:00", "2024-11-06T00:30 2024-11-06T02:30", "2024-11-01T23:00 2024-11-02T01:00", "2024-10-30T00:30 2024-10-30T02:30",
	}, walls(f.PlanAt(civil.MustTimeOfDay("00:30"), civil.MustTimeOfDay("23:00"))), "an even number of turns")
}

// Zone data may be slow to load, so Fairest asks for each zone only once.
func TestFairestAsksOnceForAZone(t *testing.T) {
	t.Parallel()
	plan := parse(t, published)
	plan.Sessions = plan.Sessions[:1]
	f := schedule.Fairness{Plan: plan, Participants: people(2 * len(zonesOfPeople)), Turns: 2}
	asked := map[string]int{}
	_, err := schedule.Fairest(f, func(name string) (*time.Location, error) {
		asked[name]++
		return pinned(name)
	})
	require.NoError(t, err)
	assert.Len(t, asked, len(zonesOfPeople)+1)
	for name, times := range asked {
		assert.Equal(t, 1, times, name)
	}
}

// If a start time would move a session past midnight, the session stays on its date and
// comes first on this date.
func TestHoursComeByTime(t *testing.T) {
	t.Parallel()
	plan, err := parsePlan(`{"zone": "UTC", "sessions": [{"id": "a", "start": "2024-10-30T10:00", "end": "2024-10-30T11:00"}, {"id": "b", "start": "2024-10-30T12:00", "end": "2024-10-30T13:00"}]}`)
	require.NoError(t, err)
	late := civil.MustTimeOfDay("23:00")
	got, err := schedule.Fairest(schedule.Fairness{Plan: plan, Participants: people(1), Starts: []civil.TimeOfDay{late}}, pinned)
	require.NoError(t, err)
	i := slices.IndexFunc(got.Options, func(o schedule.Option) bool { return o.Start == late })
	hours := got.Options[i].Shares[0].Hours
	assert.Equal(t, "b a", hours[0].Session+" "+hours[1].Session)
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
	assert.Equal(t, defaultBurden(), got.Burden)
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

	minutes := timesOfDay(900, 1)
	for name, c := range map[string]struct {
		starts, people, turns int // starts are in addition to the plan's own
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
		assert.Equal(t, c.want, faults(schedule.CheckFairness(f)), name)
	}
	f = schedule.Fairness{Plan: parse(t, published), Participants: people(1), Burden: defaultBurden()}
	f.Burden[0], f.Burden[1], f.Burden[2], f.Burden[3] = -1, 0, 1_000_000, 1_000_001
	assert.Equal(t, []string{"burden[0] range", "burden[3] range"}, faults(schedule.CheckFairness(f)))
	f = schedule.Fairness{Plan: parse(t, published), Participants: people(1), Starts: minutes[:1]}
	f.Plan.Sessions[0].End = f.Plan.Sessions[0].Start
	assert.Equal(t, []string{"plan.sessions[0].end end-before-start"}, faults(schedule.CheckFairness(f)))
	f = schedule.Fairness{}
	assert.Equal(t, []string{"plan.zone required", "plan.sessions required", "participants required"}, faults(schedule.CheckFairness(f)))
}
