package admission

// RankAll returns the ids of all eligible applicants, ordered by a full sort. Tests
// compare Top with it.
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

// Kept returns the selection as Decided records it: without findings.
func (s Selection) Kept() Selection { return s.kept() }

// People returns the largest number of applicants that an intake or a roster may hold.
func (s *Selector) People() int { return s.people }

// Holding returns a copy of s that accepts at most the given number of applicants in an
// intake or a roster.
func (s *Selector) Holding(people int) *Selector {
	c := *s
	c.people = people
	return &c
}

// Tightest returns the indexes of the shares, the tightest first, as Lint tries them.
func (s *Selector) Tightest(in Intake) []int { return s.tightest(in) }

// Copies are the functions that copy the values that an engine takes in or gives out.
var Copies = []any{
	Policy.clone,
	func(a Applicant) Applicant { return *a.clone() },
	Event.stored, Decided.clone,
	Selection.kept, Roster.clone, Entry.clone,
}
