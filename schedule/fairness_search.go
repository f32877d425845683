package schedule

import (
	"cmp"
	"slices"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// search holds the data that the trials of all start times share.
type search struct {
	f            Fairness // its plan is expanded
	zones        civil.Zones
	table        []int
	sums         *burdens
	participants []Participant    // by id
	zoneOf       []int            // of each participant, as an index of locations
	locations    []*time.Location // one for each zone of a participant
	candidates   []candidate      // by start
}

// candidate is a start time that has been tried.
type candidate struct {
	start    civil.TimeOfDay
	sessions []choice // in the order in which sessions take turns
	leximin  []int64  // burdens of all participants, the highest first
}

// choice is one session: the sittings from which participants choose, in order of
// time, and for each zone the cost of the cheapest sitting.
type choice struct {
	slots []slot
	costs []int64
}

// newSearch checks f, including the parts that need zone data, and prepares the
// search.
func newSearch(f Fairness, zones civil.Zones, r *rule.Report) *search {
	f.check(r)
	s := &search{f: f.expanded(), table: slices.Clone(f.Burden), zones: zones}
	if len(s.table) == 0 {
		s.table = defaultBurden()
	}
	s.place(r)
	if own := f.Plan.resolve(zones, r.At("plan")); own.loc != nil {
		// All start times are tried with the course's zone, which was just loaded. So it
		// is loaded only once.
		s.zones = func(string) (*time.Location, error) { return own.loc, nil }
	}
	if r.Clean("burden") {
		s.sums = newBurdens(s.table)
	}
	return s
}

// place sorts the participants by id and loads their zones.
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

// try fills in c for a start time. Its error says why the plan would be wrong at that
// time.
func (s *search) try(c *candidate, start civil.TimeOfDay) error {
	plan := s.f.PlanAt(start)
	var whole resolved
	if err := document.Check(plan, func(r *rule.Report) { whole = plan.resolve(s.zones, r) }); err != nil {
		return err
	}
	// Resolved sittings are in order of time, but turns follow the order of the
	// announced times. The two orders differ if two sessions are on one date and the
	// time of one of them wraps around midnight.
	rank := make([]int, len(plan.Sessions))
	for turn, i := range s.f.order() {
		rank[i] = turn
	}
	c.start, c.sessions = start, make([]choice, len(plan.Sessions))
	for _, slot := range whole.slots {
		of := &c.sessions[rank[slot.session]]
		of.slots = append(of.slots, slot)
	}
	for i := range c.sessions {
		c.sessions[i].costs = s.costs(c.sessions[i].slots)
	}
	c.leximin = s.leximin(c.sessions)
	return nil
}

// costs returns, for each of s.locations, the cost of the cheapest of the sittings.
func (s *search) costs(slots []slot) []int64 {
	costs := make([]int64, len(s.locations))
	for z, loc := range s.locations {
		_, costs[z] = s.cheapest(slots, loc)
	}
	return costs
}

// cheapest returns the sitting that costs least in a zone, and its cost. If several
// cost the same, it returns the first of them.
func (s *search) cheapest(slots []slot, loc *time.Location) (slot, int64) {
	best, least := slots[0], s.sums.of(slots[0].start, slots[0].end, loc)
	for _, other := range slots[1:] {
		if cost := s.sums.of(other.start, other.end, loc); cost < least {
			best, least = other, cost
		}
	}
	return best, least
}

// leximin returns the burdens of all participants, the highest first.
func (s *search) leximin(sessions []choice) []int64 {
	zones := make([]int64, len(s.locations))
	for _, session := range sessions {
		for z, cost := range session.costs {
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

// worst returns the highest burden of any participant.
func (s *search) worst(sessions []choice) int64 {
	var worst int64
	for z := range s.locations {
		var burden int64
		for _, session := range sessions {
			burden += session.costs[z]
		}
		worst = max(worst, burden)
	}
	return worst
}

// shares returns each participant's [Share]: the burden of the sessions and their
// local times.
func (s *search) shares(sessions []choice) []Share {
	shares, chosen := make([]Share, len(s.participants)), make([]slot, len(sessions))
	for i, p := range s.participants {
		loc := s.locations[s.zoneOf[i]]
		shares[i] = Share{Participant: p.ID, Hours: make([]Hours, len(sessions))}
		for n, session := range sessions {
			var cost int64
			chosen[n], cost = s.cheapest(session.slots, loc)
			shares[i].Burden += cost
		}
		slices.SortStableFunc(chosen, func(a, b slot) int { return a.start.Compare(b.start) })
		for n, slot := range chosen {
			shares[i].Hours[n] = Hours{slot.ID, civil.DateTimeOf(slot.start.In(loc)), civil.DateTimeOf(slot.end.In(loc))}
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
