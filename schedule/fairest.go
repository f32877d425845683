package schedule

import (
	"cmp"
	"errors"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Ranking is what [Fairest] found: every start time, the fairest first.
type Ranking struct {
	Options []Option `json:"options"`
	// Published is where the plan's own start stands in Options, from 0.
	Published int `json:"published"`
	// Front lists the options that trade the worst burden against the total:
	// of no other are both no higher and one is lower. By Worst, from 0.
	Front []int `json:"front"`
	// Refused lists the start times at which the plan would be wrong, such
	// as one that falls into a clock change.
	Refused  []Refusal `json:"refused,omitzero"`
	Rotation *Rotation `json:"rotation,omitzero"` // as Turns asked
	Burden   []int     `json:"burden"`            // as it was used
}

// Option is one start time and whom it costs what. Burdens are in the units of
// the table, times minutes.
type Option struct {
	Start  TimeOfDay `json:"start"`
	Worst  int64     `json:"worst"`
	Total  int64     `json:"total"`
	Shares []Share   `json:"shares"` // by participant's id
}

// Share is what an option costs one participant, and the local times it means.
type Share struct {
	Participant string  `json:"participant"`
	Burden      int64   `json:"burden"`
	Hours       []Hours `json:"hours"` // by time of the sessions
}

// Hours is when a session is on somebody's clock.
type Hours struct {
	Session string `json:"session"`
	Start   Wall   `json:"start"`
	End     Wall   `json:"end"`
}

// Refusal is a start time at which the plan would be wrong, and why.
type Refusal struct {
	Start      TimeOfDay       `json:"start"`
	Violations rule.Violations `json:"violations"`
}

// Rotation is the fairest way for the sessions to take turns over several start
// times: [Fairness.PlanAt] of Starts. It is never worse than the best option.
type Rotation struct {
	Starts []TimeOfDay `json:"starts"`
	Worst  int64       `json:"worst"`
	Total  int64       `json:"total"`
	Shares []Share     `json:"shares"`
}

// Fairest ranks start times. Of two it prefers the one whose worst-off
// participant has the lower burden; where these are equal the one whose second
// worst-off has, and so on (leximin, so that equal ones are equal in total too);
// then the earlier. The order of participants and starts is irrelevant. The
// error is nil or [rule.Violations].
func Fairest(f Fairness, zones Zones) (Ranking, error) {
	var s *search
	err := document.Check(f, func(r *rule.Report) { s = newSearch(f, zones, r) })
	if err != nil {
		return Ranking{}, err
	}
	ranking := Ranking{Burden: s.table}
	for _, start := range f.starts() {
		var c candidate
		if err := s.try(&c, start); err != nil {
			var vs rule.Violations
			errors.As(err, &vs)
			ranking.Refused = append(ranking.Refused, Refusal{start, vs})
			continue
		}
		s.candidates = append(s.candidates, c)
	}
	order := slices.Clone(s.candidates)
	slices.SortStableFunc(order, func(a, b candidate) int { return slices.Compare(a.leximin, b.leximin) })
	for _, c := range order {
		if c.start == f.published() {
			ranking.Published = len(ranking.Options)
		}
		worst, total := c.leximin[0], sum(c.leximin)
		ranking.Options = append(ranking.Options, Option{c.start, worst, total, s.shares(c.slots)})
	}
	ranking.Front = front(ranking.Options)
	if f.Turns > 0 {
		ranking.Rotation = s.rotate(f.Turns)
	}
	return ranking, nil
}

// front returns the options that no other beats in both worst and total.
func front(options []Option) []int {
	order := make([]int, len(options))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(options[a].Worst, options[b].Worst), cmp.Compare(options[a].Total, options[b].Total))
	})
	var best []int
	for _, i := range order {
		if n := len(best); n == 0 || options[i].Total < options[best[n-1]].Total ||
			options[i].Total == options[best[n-1]].Total && options[i].Worst == options[best[n-1]].Worst {
			best = append(best, i)
		}
	}
	return best
}

// search is what all start times have in common.
type search struct {
	f            Fairness
	zones        Zones
	table        []int
	sums         *burdens
	participants []Participant    // by id
	zoneOf       []int            // of each of them, in locations
	locations    []*time.Location // the zones there are
	candidates   []candidate      // by start
}

// candidate is one start time tried out.
type candidate struct {
	start   TimeOfDay
	slots   []slot    // in the order in which sessions take turns
	costs   [][]int64 // by session, as slots, and zone
	leximin []int64   // burdens of all participants, the highest first
}

// newSearch checks f, with what needs zone data, and prepares the search.
func newSearch(f Fairness, zones Zones, r *rule.Report) *search {
	f.Check(r)
	s := &search{f: f, table: slices.Clone(f.Burden), zones: zones}
	if len(s.table) == 0 {
		s.table = DefaultBurden()
	}
	s.place(r)
	if slots := f.Plan.resolve(zones, r.At("plan")); len(slots) > 0 {
		// Start times are tried by the zone as it was just given.
		course := slots[0].start.Location()
		s.zones = func(string) (*time.Location, error) { return course, nil }
	}
	if r.Clean("burden") {
		s.sums = newBurdens(s.table)
	}
	return s
}

// place brings the participants into the order of their ids and finds their
// zones.
func (s *search) place(r *rule.Report) {
	order := make([]int, len(s.f.Participants))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(s.f.Participants[a].ID, s.f.Participants[b].ID)
	})
	index := map[string]int{}
	for _, i := range order {
		p, at := s.f.Participants[i], rule.Field(rule.Index("participants", i), "zone")
		n, known := index[p.Zone]
		if !known && r.Clean(at) {
			if loc := load(at, p.Zone, s.zones, r); loc != nil {
				n = len(s.locations)
				index[p.Zone] = n
				s.locations = append(s.locations, loc)
			}
		}
		s.participants, s.zoneOf = append(s.participants, p), append(s.zoneOf, n)
	}
}

// try fills in what a start time costs; the error says why it cannot be.
func (s *search) try(c *candidate, start TimeOfDay) error {
	plan := s.f.PlanAt(start)
	var slots []slot
	if err := document.Check(plan, func(r *rule.Report) { slots = plan.resolve(s.zones, r) }); err != nil {
		return err
	}
	// Resolved sessions come by time; in turns they go by the plan's own,
	// and those of one date may have changed places.
	rank := make([]int, len(slots))
	for turn, i := range s.f.order() {
		rank[i] = turn
	}
	slices.SortFunc(slots, func(a, b slot) int { return cmp.Compare(rank[a.index], rank[b.index]) })
	c.start, c.slots = start, slots
	for _, slot := range c.slots {
		costs := make([]int64, len(s.locations))
		for z, loc := range s.locations {
			costs[z] = s.sums.of(slot.start, slot.end, loc)
		}
		c.costs = append(c.costs, costs)
	}
	c.leximin = s.leximin(c.costs)
	return nil
}

// leximin returns the burdens of all participants, the highest first.
func (s *search) leximin(costs [][]int64) []int64 {
	zones := make([]int64, len(s.locations))
	for _, session := range costs {
		for z, cost := range session {
			zones[z] += cost
		}
	}
	all := make([]int64, len(s.participants))
	for i, z := range s.zoneOf {
		all[i] = zones[z]
	}
	slices.SortFunc(all, func(a, b int64) int { return cmp.Compare(b, a) })
	return all
}

// shares returns what sessions cost each participant.
func (s *search) shares(slots []slot) []Share {
	shares := make([]Share, len(s.participants))
	slots = slices.SortedFunc(slices.Values(slots), func(a, b slot) int { return a.start.Compare(b.start) })
	for i, p := range s.participants {
		loc := s.locations[s.zoneOf[i]]
		shares[i] = Share{Participant: p.ID, Hours: make([]Hours, len(slots))}
		for n, slot := range slots {
			shares[i].Burden += s.sums.of(slot.start, slot.end, loc)
			shares[i].Hours[n] = Hours{slot.ID, WallOf(slot.start.In(loc)), WallOf(slot.end.In(loc))}
		}
	}
	return shares
}

func sum(all []int64) int64 {
	var total int64
	for _, n := range all {
		total += n
	}
	return total
}
