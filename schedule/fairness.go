package schedule

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a search for fair times.
const (
	maxShares = 5_000_000 // start times × participants × sittings
	maxWays   = 1_000_000 // start times to the power of turns, or of sittings
)

// Fairness asks at which time of day a course's sessions are fairest to people
// in several zones.
type Fairness struct {
	// Plan is the course as it is announced. Other start times keep the dates, the
	// lengths, and each sitting's distance from the time of day of the first
	// session.
	Plan         Plan          `json:"plan"`
	Participants []Participant `json:"participants" validate:"required,min=1,max=10000,dive"`
	// Starts are the times of day at which the first session may start, in the
	// plan's zone; absent: every quarter of an hour. The plan's own start is always
	// tried too.
	Starts []civil.TimeOfDay `json:"starts,omitzero" validate:"max=1440,dive,required"`
	// Burden is the cost of a minute in each of the 24 hours of a participant's
	// local day. If it is absent, the proposal below is used: nothing from 9 to 17,
	// little at the edges of the day, more in the evening as time taken from a
	// family, and in the middle of the night ten times as much as in the early
	// evening.
	//
	//	hour    0   1   2   3   4   5   6   7   8   9 to 16   17  18  19  20  21  22  23
	//	burden  20  20  20  20  20  12  6   2   1   0         1   2   2   3   4   8   14
	Burden []int `json:"burden,omitzero" validate:"omitempty,min=24,max=24,dive,min=0,max=1000000"`
	// Turns, if it is not 0, is a number of start times. The sessions take turns over
	// these start times, so that burdens are shared (see [Ranking].Rotation).
	Turns int `json:"turns,omitzero" validate:"min=0,max=5"`
	// Sittings, if it is not 0, is the number of start times at which every session is
	// held (see [Ranking].Sittings). Each participant attends the sitting that costs the
	// participant least.
	Sittings int `json:"sittings,omitzero" validate:"omitempty,min=2,max=5"`
}

// Participant is a person for whom times are compared.
type Participant struct {
	ID   string `json:"id" validate:"id"`
	Zone string `json:"zone"`
}

// check reports everything wrong with f that is found without zone data.
func (f Fairness) check(r *rule.Report) {
	r.Put(document.Shape(f)...)
	f.Plan.Check(r.At("plan"))
	f.checkParticipants(r)
	for i, start := range f.Starts {
		checkStart(rule.Index("starts", i), start, r)
	}
	if !r.Clean("starts", "turns", "sittings", "participants", "plan") {
		return
	}
	f = f.expanded()
	if len(f.Plan.Sessions) == 0 {
		r.Add("plan", "required", "want sessions to find times for")
		return
	}
	sittings, starts := len(f.Plan.sittings()), len(f.starts())
	if f.Sittings != 0 {
		f.checkSittings(r)
	}
	if starts*len(f.Participants) > maxShares/(sittings*max(f.Sittings, 1)) {
		r.Note("participants", "too-many", "more than 5,000,000 start times, participants and sittings multiplied")
	}
	for path, places := range map[string]int{"turns": f.Turns, "sittings": f.Sittings} {
		ways := int64(1)
		for range places {
			ways *= int64(starts)
		}
		if ways > maxWays {
			r.Add(path, "too-many", "more than 1,000,000 ways to choose start times; state fewer starts")
		}
	}
}

// checkSittings reports why the sessions cannot be repeated, if they cannot.
func (f Fairness) checkSittings(r *rule.Report) {
	sessions := f.Plan.Sessions
	id := repeatIDs(f.Plan, f.Sittings)
	switch {
	case len(f.Plan.sittings()) > len(sessions):
		r.Add("sittings", "not-applicable", "the plan repeats sessions already; remove the repeats or this")
	case f.Sittings*len(sessions) > maxSessions:
		r.Add("sittings", "too-many", "at most 1,000 sittings of all sessions")
	case slices.ContainsFunc(sessions, func(s Session) bool { return !document.ValidID(id(s.ID, 1)) }):
		r.Add("sittings", "too-long", "the ids of the repeats, such as session-1-2, would be too long; choose shorter ids of sessions")
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

// expanded returns f with the pattern of its plan replaced by sessions.
func (f Fairness) expanded() Fairness {
	if whole, err := f.Plan.Expand(); err == nil {
		f.Plan = whole
	}
	return f
}

// starts returns the start times to try, in order, including the plan's own start.
// The plan must have a session.
func (f Fairness) starts() []civil.TimeOfDay {
	starts := slices.Clone(f.Starts)
	if len(starts) == 0 {
		midnight := civil.MustDateTime("2000-01-01T00:00")
		for quarter := range int64(96) {
			starts = append(starts, midnight.AddSeconds(quarter*15*60).TimeOfDay())
		}
	}
	starts = append(starts, f.published())
	slices.SortFunc(starts, func(a, b civil.TimeOfDay) int { return cmp.Compare(a.String(), b.String()) })
	return slices.Compact(starts)
}

// published returns the time of day at which the plan's first session starts.
func (f Fairness) published() civil.TimeOfDay {
	return f.Plan.Sessions[f.order()[0]].Start.TimeOfDay()
}

// PlanAt returns the plan with other start times, which the sessions take in turn, in
// order of time. A single start is used for all sessions. A sitting keeps its date, its
// length on the clock and its distance from the first session's time of day. If its new
// start would be on another date, the time of day wraps around midnight instead. Without
// starts, and for a session whose start is a zero time of day, the times of the plan are
// kept. A valid pattern is replaced by its sessions in any case.
func (f Fairness) PlanAt(starts ...civil.TimeOfDay) Plan {
	f = f.expanded()
	plan := f.Plan.clone()
	if len(starts) == 0 || len(plan.Sessions) == 0 {
		return plan
	}
	own := f.published()
	for turn, i := range f.order() {
		s, to := &plan.Sessions[i], starts[turn%len(starts)]
		if to == (civil.TimeOfDay{}) {
			continue
		}
		day := s.Start.Date()
		by := to.On(day).Unix() - own.On(day).Unix()
		s.Start, s.End = around(s.Start, s.End, by)
		s.UTC, s.UTCEnd = nil, nil
		for n := range s.Repeats {
			again := &s.Repeats[n]
			again.Start, again.End = around(again.Start, again.End, by)
			again.UTC, again.UTCEnd = nil, nil
		}
	}
	return plan
}

// around moves start and end by a number of seconds. The new start stays on the date
// of start: its time of day wraps around midnight.
func around(start, end civil.DateTime, seconds int64) (from, to civil.DateTime) {
	from = start.AddSeconds(seconds).TimeOfDay().On(start.Date())
	return from, from.AddSeconds(end.Unix() - start.Unix())
}

// RepeatAt returns the plan with every session held at each of the start times. The
// first sittings are at the first start, as [Fairness.PlanAt] places them. Each other
// start adds a repeat, whose id is the session's id with a number from 2 on:
// session-1-2. If such an id is already in use, more hyphens precede the number.
func (f Fairness) RepeatAt(starts ...civil.TimeOfDay) Plan {
	if len(starts) == 0 {
		return f.PlanAt()
	}
	plan := f.PlanAt(starts[0])
	id := repeatIDs(plan, len(starts))
	for n, start := range starts[1:] {
		for i, again := range f.PlanAt(start).Sessions {
			plan.Sessions[i].Repeats = append(plan.Sessions[i].Repeats, Repeat{
				ID: id(again.ID, n+1), Start: again.Start, End: again.End, ClockChange: again.ClockChange,
			})
		}
	}
	return plan
}

// repeatIDs returns a function that returns the id of a session's sitting at one of
// several start times, which are numbered from 0. The ids differ from each other and
// from those of the plan's other sittings.
func repeatIDs(plan Plan, starts int) func(session string, start int) string {
	taken := map[string]bool{}
	for _, id := range plan.sittingIDs() {
		taken[id] = true
	}
	hyphens := "-"
	id := func(session string, start int) string {
		if start == 0 {
			return session
		}
		return session + hyphens + strconv.Itoa(start+1)
	}
	// In all new ids, equally many hyphens separate the session's id from the number. So
	// two of them are equal only if the session and the start time are the same.
	for free := false; !free; {
		free = true
		for _, s := range plan.Sessions {
			for start := 1; start < starts; start++ {
				free = free && !taken[id(s.ID, start)]
			}
		}
		if !free {
			hyphens += "-"
		}
	}
	return id
}

// order returns the indexes of the plan's sessions in order of their starts in the
// plan. In this order the sessions take turns.
func (f Fairness) order() []int {
	sessions := f.Plan.Sessions
	return sorted(len(sessions), func(a, b int) int { return cmp.Compare(sessions[a].Start.Unix(), sessions[b].Start.Unix()) })
}

// sorted returns the indexes from 0 to n-1 in the order of compare. Indexes that compare
// as equal stay in ascending order.
func sorted(n int, compare func(a, b int) int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, compare)
	return order
}
