package admission

// RankAll is the order of everybody eligible by a full sort: what Top is
// measured against.
func (s *Selector) RankAll(as []Applicant, seed string) []string {
	var cs []*candidate
	for i := range as {
		if eligibility, _ := s.eligibility(&as[i]); eligibility == Eligible {
			cs = append(cs, s.candidate(&as[i]))
		}
	}
	order := s.rank(cs, newLottery(seed), none)
	ids := make([]string, len(order))
	for i, c := range order {
		ids[i] = c.id
	}
	return ids
}

// WithoutLots makes the accumulator panic as soon as a lot is drawn.
func (t *Top) WithoutLots() { t.lots = nil }

// Kept is a selection as a roster records it.
func (s Selection) Kept() Selection { return s.kept() }

// People is how many applicants an intake and a roster may hold.
func (s *Selector) People() int { return s.people }

// Holding returns a copy of s that holds another number of them.
func (s *Selector) Holding(people int) *Selector {
	c := *s
	c.people = people
	return &c
}

// Copies are the functions that copy what an engine takes in or gives out.
var Copies = []any{
	Policy.clone,
	func(a Applicant) Applicant { return *a.clone() },
	Event.stored, Decided.clone,
	Selection.kept, Roster.clone, Entry.clone,
}
