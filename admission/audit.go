package admission

import (
	"slices"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/rule"
)

// Audit is what somebody else needs to judge a selection and to make it again.
type Audit struct {
	Capacity int    `json:"capacity"`
	Seed     string `json:"seed,omitzero"`
	Counts   Counts `json:"counts"`

	Digests Digests `json:"digests"`

	Lists   []ListUse     `json:"lists,omitzero"`
	Keys    []KeyEffect   `json:"keys,omitzero"`
	Floors  []FloorEffect `json:"floors,omitzero"`
	Lottery LotteryUse    `json:"lottery"`
	Rulings []Ruling      `json:"rulings,omitzero"` // by id
}

// Counts of people. Eligible, Incomplete and Ineligible are what the
// requirements say and add up to Applicants; rulings show in the others.
type Counts struct {
	Applicants       int `json:"applicants"`
	Eligible         int `json:"eligible"`
	Incomplete       int `json:"incomplete"`
	Ineligible       int `json:"ineligible"`
	AdmittedByRuling int `json:"admitted_by_ruling"`
	ExcludedByRuling int `json:"excluded_by_ruling"`
	Admitted         int `json:"admitted"`
	Waitlisted       int `json:"waitlisted"`
}

// ListUse is a classification of countries that the policy asks, with the day
// it was published or is known up to, the day it is asked for, and the
// countries that the policy overrides, by alpha-2 code.
type ListUse struct {
	Name      string            `json:"name"`
	Source    string            `json:"source"`
	AsOf      country.Date      `json:"as_of"`
	On        country.Date      `json:"on,omitzero"`
	Overrides map[string]string `json:"overrides,omitzero"`
}

// KeyEffect is what one key did: how many it compares meet it and for how many it
// is unknown; and the ids, sorted, of who is admitted only because of it and
// of who would have been admitted without it. Without it means that the key is
// left out of the comparison; a key within it still asks its test. Undecided is
// set, and the ids are left out, where that would take a lottery and there is no
// seed.
type KeyEffect struct {
	Code      string   `json:"code"`
	Met       int      `json:"met"`
	Unknown   int      `json:"unknown"`
	Gained    []string `json:"gained"`
	Lost      []string `json:"lost"`
	Undecided bool     `json:"undecided,omitzero"`
}

// FloorEffect is what one floor did, in the manner of [KeyEffect].
type FloorEffect struct {
	Code    string   `json:"code"`
	Carried int      `json:"carried"` // in the order
	Seated  int      `json:"seated"`  // of those with a seat in the call order
	Gained  []string `json:"gained"`
	Lost    []string `json:"lost"`
}

// LotteryUse says where lots decided. Tied are the ids, sorted, of whoever is
// admitted and has the better lot than somebody equal in all keys who is not,
// and of those others. Seats is how many of them are admitted. A pair of which a
// floor called the one with the worse lot does not count.
type LotteryUse struct {
	Drawn int      `json:"drawn"` // people in the order who tie with somebody
	Tied  []string `json:"tied,omitzero"`
	Seats int      `json:"seats,omitzero"`
}

func (p *pool) audit() Audit {
	a := Audit{Capacity: p.s.capacity, Seed: p.in.Seed, Counts: p.counts}
	a.Counts.AdmittedByRuling = len(p.head)
	a.Counts.ExcludedByRuling = len(p.in.Rulings) - len(p.head)
	a.Counts.Admitted = len(p.head) + p.seats()
	a.Counts.Waitlisted = len(p.cs) - p.seats()
	a.Digests = p.digests()
	a.Lists = p.s.listUses()
	for i := range p.s.keys {
		a.Keys = append(a.Keys, p.keyEffect(i))
	}
	for i := range p.s.floors {
		a.Floors = append(a.Floors, p.floorEffect(i))
	}
	a.Lottery = p.lotteryUse()
	a.Rulings = sortedRulings(p.in.Rulings)
	return a
}

func (p *pool) keyEffect(i int) KeyEffect {
	k := &p.s.keys[i]
	e := KeyEffect{Code: k.code, Gained: []string{}, Lost: []string{}}
	for _, c := range p.cs {
		if k.score != nil || k.within >= 0 && c.met&(1<<k.within) == 0 {
			continue
		}
		switch k.test.eval(c.a) {
		case rule.Met:
			e.Met++
		case rule.Unknown:
			e.Unknown++
		}
	}
	merit := p.s.rank(p.cs, p.lots, i)
	if p.in.Seed == "" && p.s.tied(merit, i) {
		e.Undecided = true
		return e
	}
	without, _ := p.s.call(merit, none)
	e.Gained, e.Lost = p.differences(without)
	return e
}

func (p *pool) floorEffect(i int) FloorEffect {
	e := FloorEffect{Code: p.s.floors[i].code}
	for n, c := range p.called {
		if c.carries&(1<<i) != 0 {
			e.Carried++
			if n < p.seats() {
				e.Seated++
			}
		}
	}
	without, _ := p.s.call(p.merit, i)
	e.Gained, e.Lost = p.differences(without)
	return e
}

// differences compares the seats of the call order with those of another one.
func (p *pool) differences(without []*candidate) (gained, lost []string) {
	seated, other := sortedIDs(p.called[:p.seats()]), sortedIDs(without[:p.seats()])
	gained, lost = []string{}, []string{}
	for _, id := range seated {
		if _, there := slices.BinarySearch(other, id); !there {
			gained = append(gained, id)
		}
	}
	for _, id := range other {
		if _, there := slices.BinarySearch(seated, id); !there {
			lost = append(lost, id)
		}
	}
	return gained, lost
}

func (p *pool) lotteryUse() LotteryUse {
	var use LotteryUse
	for i := range p.merit {
		if p.tiedAt(i) {
			use.Drawn++
		}
	}
	seated := make(map[*candidate]bool, p.seats())
	for _, c := range p.called[:p.seats()] {
		seated[c] = true
	}
	var decided []*candidate
	for rest := p.merit; len(rest) > 0; {
		tied := 1 // people equal in all keys, the best lot first
		for tied < len(rest) && p.s.tied(rest[tied-1:tied+1], none) {
			tied++
		}
		// The first with a seat beats all without one who come later, and the
		// last without one loses to all with one who come earlier.
		in := slices.IndexFunc(rest[:tied], func(c *candidate) bool { return seated[c] })
		out := tied - 1
		for out >= 0 && seated[rest[out]] {
			out--
		}
		for i, c := range rest[:tied] {
			if seated[c] && i < out {
				decided = append(decided, c)
				use.Seats++
			} else if !seated[c] && in >= 0 && i > in {
				decided = append(decided, c)
			}
		}
		rest = rest[tied:]
	}
	if len(decided) > 0 {
		use.Tied = sortedIDs(decided)
	}
	return use
}
