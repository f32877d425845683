package admission

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/civil"
)

// Audit is what another person needs to judge a selection and to make it again.
type Audit struct {
	Capacity int    `json:"capacity"`
	Seed     string `json:"seed,omitzero"`
	Draw     *Draw  `json:"draw,omitzero"` // as announced before the seed was known
	Counts   Counts `json:"counts"`

	Digests Digests `json:"digests"`

	Lists   []ListUse      `json:"lists,omitzero"`
	Keys    []KeyEffect    `json:"keys,omitzero"`
	Shares  []ShareEffect  `json:"shares,omitzero"`
	Lottery LotteryUse     `json:"lottery"`
	Rulings []RulingEffect `json:"rulings,omitzero" part:"each"` // by id

	// Alike holds ids that look alike: equal but for case, marks and spaces.
	Alike [][]string `json:"alike,omitzero" part:"each"`
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
//
// Edition is that of the table behind a built-in list. Said is what the list
// said for the countries of this intake, and Digest that of its canonical JSON.
// Scheduled holds the changes after the end of the list that were taken into
// account, by the day of each.
type ListUse struct {
	Name      string                `json:"name"`
	Source    string                `json:"source"`
	AsOf      civil.Date            `json:"as_of"`
	Edition   string                `json:"edition,omitzero"`
	On        civil.Date            `json:"on,omitzero"`
	Beyond    string                `json:"beyond,omitzero"`
	Overrides map[string]string     `json:"overrides,omitzero"`
	Scheduled map[string]civil.Date `json:"scheduled,omitzero"`
	Digest    string                `json:"digest"`
	Said      map[string]string     `json:"said"`
}

// KeyEffect is what one key did: the number of people it compares who meet it
// and for whom it is unknown; and the ids, sorted, of the people admitted only
// because of it and of those who would have been admitted without it. Without
// it means that the key is left out of the comparison; a key within it still
// asks its test. Undecided is set, and the ids are left out, where that would
// take a lottery and there is no seed.
type KeyEffect struct {
	Code      string   `json:"code"`
	Met       int      `json:"met"`
	Unknown   int      `json:"unknown"`
	Gained    []string `json:"gained" part:"each"`
	Lost      []string `json:"lost" part:"each"`
	Undecided bool     `json:"undecided,omitzero"`
}

// ShareEffect is what one share did, in the manner of [KeyEffect], and how far it
// is kept. On a roster, Gained and Lost are absent.
type ShareEffect struct {
	Code   string     `json:"code"`
	Kept   bool       `json:"kept"`
	Groups []GroupUse `json:"groups"`
	Gained []string   `json:"gained,omitzero" part:"each"`
	Lost   []string   `json:"lost,omitzero" part:"each"`
}

// GroupUse says how many people of a group hold a seat and how many wait; the
// least and the most that the share asks for, where it does; whether both are
// kept, and if the least is not, why: nobody (of the group waits), excluded (all
// of them are excluded by a share), outranked (an earlier share, or people with
// a ruling, took the place) or left (a person of the group left after the last
// call). A most that is not kept has the reason moved: rulings, fewer seats or
// changed facts did that.
type GroupUse struct {
	Group string `json:"group"`
	Need  *int   `json:"need,omitzero"`
	Most  *int   `json:"most,omitzero"`
	Have  int    `json:"have"`
	Wait  int    `json:"wait"`
	Kept  bool   `json:"kept"`
	Why   string `json:"why,omitzero"`
}

// LotteryUse says where lots decided. Tied are the ids, sorted, of the people
// who are admitted and have the better lot than a person equal in all keys who
// is not, and of those others. Seats is the number of them admitted. A pair of
// which a share called the one with the worse lot does not count.
type LotteryUse struct {
	Drawn int      `json:"drawn"` // people in the order who tie with another one
	Tied  []string `json:"tied,omitzero" part:"each"`
	Seats int      `json:"seats,omitzero"`
}

// RulingEffect is a ruling with what it did: the ids, sorted, of the people
// admitted only because of it, the person it is about included, and of those who
// would have been admitted without it.
type RulingEffect struct {
	ID       string   `json:"id"`
	Decision Decision `json:"decision"`
	By       string   `json:"by,omitzero"`
	Reason   string   `json:"reason"`
	Gained   []string `json:"gained" part:"each"`
	Lost     []string `json:"lost" part:"each"`
}

func (a Audit) clone() Audit {
	a.Draw = clone(a.Draw)
	a.Lists, a.Keys, a.Shares = slices.Clone(a.Lists), slices.Clone(a.Keys), slices.Clone(a.Shares)
	for i := range a.Lists {
		l := &a.Lists[i]
		l.Overrides, l.Scheduled, l.Said = maps.Clone(l.Overrides), maps.Clone(l.Scheduled), maps.Clone(l.Said)
	}
	for i := range a.Keys {
		a.Keys[i].Gained, a.Keys[i].Lost = slices.Clone(a.Keys[i].Gained), slices.Clone(a.Keys[i].Lost)
	}
	for i := range a.Shares {
		a.Shares[i] = a.Shares[i].clone()
	}
	a.Lottery.Tied = slices.Clone(a.Lottery.Tied)
	a.Rulings = slices.Clone(a.Rulings)
	for i := range a.Rulings {
		a.Rulings[i].Gained, a.Rulings[i].Lost = slices.Clone(a.Rulings[i].Gained), slices.Clone(a.Rulings[i].Lost)
	}
	a.Alike = slices.Clone(a.Alike)
	for i := range a.Alike {
		a.Alike[i] = slices.Clone(a.Alike[i])
	}
	return a
}

func (e ShareEffect) clone() ShareEffect {
	e.Groups, e.Gained, e.Lost = slices.Clone(e.Groups), slices.Clone(e.Gained), slices.Clone(e.Lost)
	for i := range e.Groups {
		e.Groups[i].Need, e.Groups[i].Most = clone(e.Groups[i].Need), clone(e.Groups[i].Most)
	}
	return e
}
