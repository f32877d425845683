package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// search is what all start times have in common.
type search struct {
	f            Fairness
	zones        civil.Zones
	table        []int
	sums         *burdens
	participants []Participant    // by id
	zoneOf       []int            // of each of them, in locations
	locations    []*time.Location // the zones there are
	candidates   []candidate      // by start
}

// candidate is one start time tried out.
type candidate struct {
	start   civil.TimeOfDay
	slots   []slot    // in the order in which sessions take turns
	costs   [][]int64 // by session, as slots, and zone
	leximin []int64   // burdens of all participants, the highest first
}

// newSearch checks f, with what needs zone data, and prepares the search.
func newSearch(f Fairness, zones civil.Zones, r *rule.Report) *search {
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
	people := s.f.Participants
	order := sorted(len(people), func(a, b int) int { return cmp.Compare(people[a].ID, people[b].ID) })
	index := map[string]int{}
	for _, i := range order {
		p, at := people[i], rule.Field(rule.Index("participants", i), "zone")
		n, known := index[p.Zone]
		if !known && r.Clean(at) {
			if loc := civil.LoadZone(at, p.Zone, s.zones, r); loc != nil {
				n = len(s.locations)
				index[p.Zone] = n
				s.locations = append(s.locations, loc)
			}
		}
		s.participants, s.zoneOf = append(s.participants, p), append(s.zoneOf, n)
	}
}

// try fills in what a start time costs; the error says why it cannot be.
func (s *search) try(c *candidate, start civil.TimeOfDay) error {
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
			shares[i].Hours[n] = Hours{slot.id, civil.DateTimeOf(slot.start.In(loc)), civil.DateTimeOf(slot.end.In(loc))}
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
