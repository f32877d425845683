package schedule

import (
	"slices"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a search for fair times.
const (
	MaxShares    = 5_000_000 // start times × participants × sessions
	MaxRotations = 1_000_000 // start times to the power of turns
)

// Fairness asks at which time of day a course's sessions are fairest to people
// in several zones.
type Fairness struct {
	// Plan is the course as it is announced. Other start times keep the dates,
	// the lengths, and the sessions' distances from the time of day of the
	// first one.
	Plan         Plan          `json:"plan"`
	Participants []Participant `json:"participants" validate:"required,min=1,max=10000,dive"`
	// Starts are the times of day at which the first session may start, in
	// the plan's zone; absent: every quarter of an hour. The plan's own is
	// always looked at.
	Starts []civil.TimeOfDay `json:"starts,omitzero" validate:"max=1440,dive,required"`
	// Burden is what a minute costs in each of the 24 hours of somebody's
	// local day; absent: [DefaultBurden].
	Burden []int `json:"burden,omitzero" validate:"omitempty,min=24,max=24,dive,min=0,max=1000000"`
	// Turns asks also for the fairest rotation over so many start times: the
	// sessions take them in turn, so that burdens are shared.
	Turns int `json:"turns,omitzero" validate:"min=0,max=5"`
}

// Participant is somebody for whom times are compared.
type Participant struct {
	ID   string `json:"id" validate:"id"`
	Zone string `json:"zone"`
}

// Check reports all that is wrong with f as far as it can be told without zone
// data.
func (f Fairness) Check(r *rule.Report) {
	r.AddAll(document.Shape(f))
	f.Plan.Check(r.At("plan"))
	f.checkParticipants(r)
	if !r.Clean("starts", "turns", "participants", "plan") {
		return
	}
	starts := len(f.starts())
	if starts*len(f.Participants) > MaxShares/len(f.Plan.Sessions) {
		r.Note("participants", "too-many", "more than 5,000,000 start times, participants and sessions multiplied")
	}
	ways := int64(1)
	for range f.Turns {
		ways *= int64(starts)
	}
	if ways > MaxRotations {
		r.Add("turns", "too-many", "more than 1,000,000 ways to take turns")
	}
}

func (f Fairness) checkParticipants(r *rule.Report) {
	seen := make(map[string]bool, len(f.Participants))
	for i, p := range f.Participants {
		at := rule.Index("participants", i)
		if seen[p.ID] {
			r.Add(rule.Field(at, "id"), "duplicate-id", "an earlier participant has the same id")
		}
		seen[p.ID] = p.ID != ""
		civil.CheckZone(rule.Field(at, "zone"), p.Zone, r)
	}
}

// starts returns the times of day to look at, by time, the plan's own among
// them. The plan has a session.
func (f Fairness) starts() []civil.TimeOfDay {
	starts := slices.Clone(f.Starts)
	if len(starts) == 0 {
		starts = civil.TimesOfDay(civil.TimeOfDayAt(0), civil.TimeOfDayAt(-1), 15)
	}
	starts = append(starts, f.published())
	slices.SortFunc(starts, func(a, b civil.TimeOfDay) int { return a.Seconds() - b.Seconds() })
	return slices.Compact(starts)
}

// published returns the time of day at which the plan's first session starts.
func (f Fairness) published() civil.TimeOfDay {
	first := slices.MinFunc(f.Plan.Sessions, func(a, b Session) int { return a.Start.Compare(b.Start) })
	return first.Start.TimeOfDay()
}

// PlanAt returns the plan with other start times, which the sessions take in
// turn, by time: with one start, all of them take that. A session keeps its
// date, its length on the clock and its distance from the time of day of the
// first session; a start that would leave the date goes round the clock. It
// returns the plan itself when no start is given, and leaves a session where it
// is when its start is not stated.
func (f Fairness) PlanAt(starts ...civil.TimeOfDay) Plan {
	plan := f.Plan.clone()
	if len(starts) == 0 || len(plan.Sessions) == 0 {
		return plan
	}
	own := f.published().Seconds()
	for turn, i := range f.order() {
		s, to := &plan.Sessions[i], starts[turn%len(starts)]
		if to.IsZero() {
			continue
		}
		start := civil.TimeOfDayAt(s.Start.TimeOfDay().Seconds() + to.Seconds() - own).On(s.Start.Date())
		s.Start, s.End, s.UTC = start, start.AddSeconds(s.End.Unix()-s.Start.Unix()), nil
	}
	return plan
}

// order returns the indexes of the plan's sessions by their own time: the order
// in which they take turns.
func (f Fairness) order() []int {
	sessions := f.Plan.Sessions
	return sorted(len(sessions), func(a, b int) int { return sessions[a].Start.Compare(sessions[b].Start) })
}

// sorted returns the indexes from 0 to n in the order of compare; equal ones
// stay as they are.
func sorted(n int, compare func(a, b int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)
	return order
}
