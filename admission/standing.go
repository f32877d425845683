package admission

import (
	"math/big"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
)

// standing is a ranked entry of a roster with its values read back, so that it
// can be compared without the applicant.
type standing struct {
	Entry

	values  []*big.Rat // by key: 1 or 0 for a matching key
	carries uint64
	lot     candidate
}

// parse reads the text of a KeyValue; what ranks higher is greater.
func (k *key) parse(text string) (*big.Rat, bool) {
	if k.score != nil {
		const longest = 1024 // digits of an exact score stay far below
		if len(text) > longest || strings.Trim(text, "0123456789./") != "" {
			return nil, false
		}
		return new(big.Rat).SetString(text)
	}
	switch text {
	case rule.Met.String():
		return big.NewRat(1, 1), true
	case rule.NotMet.String(), rule.Unknown.String():
		return new(big.Rat), true
	case Outside:
		return new(big.Rat), k.within >= 0
	}
	return nil, false
}

// standing reads an entry that CheckRoster accepts.
func (s *Selector) standing(e Entry) *standing {
	st := &standing{Entry: e, lot: candidate{a: &Applicant{ID: e.ID}}}
	for i := range s.keys {
		value, _ := s.keys[i].parse(e.Keys[i].Value)
		st.values = append(st.values, value)
	}
	st.carries = s.carriesOf(e.Carries)
	return st
}

func (s *Selector) carriesOf(codes []string) uint64 {
	carries := uint64(0)
	for i := range s.floors {
		if slices.Contains(codes, s.floors[i].code) {
			carries |= 1 << i
		}
	}
	return carries
}

// compare orders two standings by the keys, better first; 0 is a tie.
func (st *standing) compare(other *standing) int {
	return slices.CompareFunc(other.values, st.values, (*big.Rat).Cmp)
}

// insert ranks what was entry i among those whose turn has not come: they are
// called on as if the newcomer had been among them from the start, lots
// included, and nobody whose turn has come is moved. It reports false where
// that would take a lottery and there is no seed.
func (s *Selector) insert(r *Roster, i int, newcomer Entry) bool {
	turn, ranked := 0, 0
	for j := range r.Entries {
		if r.Entries[j].Called {
			turn = j + 1
		}
		if r.Entries[j].Ranked {
			ranked = j + 1
		}
	}
	joins := s.standing(newcomer)
	coming := []*standing{joins}
	for _, e := range r.Entries[turn:ranked] {
		st := s.standing(e)
		// With floors, the place among those who left can decide who is next.
		waits := e.Status == StatusWaiting || len(s.floors) > 0
		if waits && joins.compare(st) == 0 && r.Seed == "" {
			return false
		}
		coming = append(coming, st)
	}
	lots := newLottery(r.Seed)
	slices.SortFunc(coming, func(a, b *standing) int {
		if order := a.compare(b); order != 0 {
			return order
		}
		return lots.compare(&a.lot, &b.lot)
	})
	// People admitted by ruling stand outside of the floors.
	var called, merit []uint64
	for _, e := range r.Entries[:turn] {
		if !e.Ruled {
			called = append(called, s.carriesOf(e.Carries))
		}
	}
	for _, st := range coming {
		merit = append(merit, st.carries)
	}
	order, _ := s.callOrder(called, merit, none)
	others := slices.Delete(slices.Clone(r.Entries[ranked:]), i-ranked, i-ranked+1)
	r.Entries = r.Entries[:turn:turn]
	for _, place := range order {
		r.Entries = append(r.Entries, coming[place].Entry)
	}
	r.Entries = append(r.Entries, others...)
	return true
}
