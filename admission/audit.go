package admission

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/civil"
)

// Audit holds the data that another person needs to judge a selection and to make it
// again.
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
	Rulings []RulingEffect `json:"rulings,omitzero" part:"each"` // sorted by id

	// Alike holds groups of ids that may belong to one person: the ids of a group differ
	// only in case, accents or spaces (see alike).
	Alike [][]string `json:"alike,omitzero" part:"each"`
}

// Counts holds numbers of people. Eligible, Incomplete and Ineligible are results of the
// requirements alone and add up to Applicants. The fields after them take rulings into
// account.
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

// ListUse is one use of a list of countries by tests of the policy: all tests that ask
// about the same day (On) with the same value of Beyond. AsOf is the day on which the
// list was published, or up to which it is known. Overrides holds the statuses that the
// policy sets itself, by alpha-2 code.
//
// Edition is the edition of the table behind a built-in list. Said holds the statuses
// that the list gave to the countries of this intake, and Digest is the hash of Said as
// canonical JSON. Scheduled holds the changes after the end of the list that were taken
// into account, with the day of each.
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

// KeyEffect reports the effect of one key. Of the people whom the key compares, Met
// counts those who meet the key, and Unknown those for whom the key is unknown. For a
// score key both are 0. Gained holds the sorted ids of the people admitted only because
// of the key, and Lost the sorted ids of the people who would have been admitted without
// the key. For this comparison the people are ranked without the key. A matching key
// whose field Within names the left-out key still compares only people who meet the
// left-out key.
//
// If the order without the key needs a lottery and there is no seed, Undecided is set,
// and Gained and Lost are empty.
type KeyEffect struct {
	Code      string   `json:"code"`
	Met       int      `json:"met"`
	Unknown   int      `json:"unknown"`
	Gained    []string `json:"gained" part:"each"`
	Lost      []string `json:"lost" part:"each"`
	Undecided bool     `json:"undecided,omitzero"`
}

// ShareEffect reports the effect of one share, in the same way as [KeyEffect], and
// whether the share is kept. On a roster, Gained and Lost are absent.
type ShareEffect struct {
	Code   string     `json:"code"`
	Kept   bool       `json:"kept"`
	Groups []GroupUse `json:"groups"`
	Gained []string   `json:"gained,omitzero" part:"each"`
	Lost   []string   `json:"lost,omitzero" part:"each"`
}

// GroupUse reports whether a share is kept for one group. Have is the number of people of
// the group who hold a seat, and Wait the number who wait. Need and Most are the minimum
// and the maximum, if the share sets them. Kept reports whether both are kept, and Why
// gives the reason if not.
//
// The reason for a minimum that is not kept is "nobody" (no person of the group waits),
// "excluded" (shares exclude every person of the group who waits), "outranked" (an
// earlier share, or people with a ruling, took the place) or "left" (a person of the
// group left after the last call). The reason for a maximum that is not kept is "moved":
// rulings, fewer seats or changed facts put too many people of the group in seats.
type GroupUse struct {
	Group string `json:"group"`
	Need  *int   `json:"need,omitzero"`
	Most  *int   `json:"most,omitzero"`
	Have  int    `json:"have"`
	Wait  int    `json:"wait"`
	Kept  bool   `json:"kept"`
	Why   string `json:"why,omitzero"`
}

// LotteryUse reports where lots decided. Lots decide between two people who are equal in
// all keys if the person with the better lot is admitted and the other is not. Tied holds
// the sorted ids of all people in such pairs, and Seats is the number of them who are
// admitted.
type LotteryUse struct {
	Drawn int      `json:"drawn"` // number of people in the order of merit who tie with another person
	Tied  []string `json:"tied,omitzero" part:"each"`
	Seats int      `json:"seats,omitzero"`
}

// RulingEffect is a ruling with its effect. Gained holds the sorted ids of the people
// admitted only because of the ruling; the person whom the ruling admits can be one of
// them. Lost holds the sorted ids of the people who would have been admitted without the
// ruling.
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
