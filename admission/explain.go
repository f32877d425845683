package admission

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Explanation answers "why me, why not me" for one person on a roster.
//
// A person with a seat is compared with the first person who waits, as things were when
// the seat was given. A person who waits is compared with the last person who got a seat,
// or with the holder named to [Selector.ExplainAgainst]. Own holds a value of the person
// explained, and Others a value of the other person: show each value only to the person
// it is about.
type Explanation struct {
	ID     string `json:"id"`
	Status Status `json:"status"`
	Rank   int    `json:"rank,omitzero"`  // place among people who ever held a seat, from 1
	Place  int    `json:"place,omitzero"` // place among people who wait, from 1

	// Without holds the codes of keys and shares, and for rulings "ruling:" with the id
	// of the person ruled on. Each of them alone made the difference for this person at
	// the selection: without it, a person with a seat would have got none, and a person
	// who waits would have got one.
	Without []string `json:"without,omitzero"`

	// Against is the id of the person compared with. DecidedBy is the code of the first
	// key in which the two people differ, the code of the share that gave the seat to the
	// person of worse merit, or one of the words "lottery", "ruling", "reinstated" and
	// "came_later". The word "came_later" means that the person without the seat did not
	// wait yet when the seat was given, or that the facts or the place of this person
	// have changed since. Both fields are empty for people who neither hold a seat nor
	// wait. If there is nobody to compare with, Against is empty, and DecidedBy is empty
	// or "ruling".
	Against   string `json:"against,omitzero"`
	DecidedBy string `json:"decided_by,omitzero"`

	Own    *KeyValue `json:"own,omitzero"` // values of the deciding key
	Others *KeyValue `json:"others,omitzero"`

	Reasons []string     `json:"reasons,omitzero"` // for people who are incomplete or ineligible
	Waits   []ShareGroup `json:"waits,omitzero"`   // for people who wait: groups that exclude them now

	Text string `json:"text"` // sentences without anybody's values
}

// Explain explains people on a roster: the people with the given ids, in that order, or
// everybody in the order of the entries if no ids are given. One call reads the history
// once, however many people it explains. The error is [rule.Violations]: faults of the
// roster, and the code "unknown-id" for an id that is not on the roster.
func (s *Selector) Explain(r Roster, ids ...string) ([]Explanation, error) {
	return s.explanations(r, nil, ids)
}

// ExplainAgainst explains people as [Selector.Explain] does, but compares everybody who
// waits with the given holder of a seat. The explanation says why the holder got the seat
// and the person who waits did not. The error can also have a violation with the path
// "holder": its code is "unknown-id" if the holder is not on the roster, and "status" if
// the person holds no seat.
func (s *Selector) ExplainAgainst(r Roster, holder string, ids ...string) ([]Explanation, error) {
	return s.explanations(r, &holder, ids)
}

func (s *Selector) explanations(r Roster, holder *string, ids []string) ([]Explanation, error) {
	if err := s.ready(); err != nil {
		return nil, err
	}
	if err := document.Check(r, func(report *rule.Report) { s.checkRoster(r, report) }); err != nil {
		return nil, err
	}
	x := s.explainer(&r)
	if holder != nil {
		if err := x.name(*holder); err != nil {
			return nil, err
		}
	}
	x.work()
	if len(ids) == 0 {
		return x.everybody(), nil
	}
	var report rule.Report
	var some []Explanation
	for i, id := range ids {
		if e := x.entries[id]; e == nil {
			report.Add(rule.Index("ids", i), "unknown-id", "not on the roster")
		} else {
			some = append(some, x.explain(e))
		}
	}
	if err := report.Violations().Err(); err != nil {
		return nil, err
	}
	return some, nil
}

// everybody explains all people of the roster, in the order of the entries.
func (x *explainer) everybody() []Explanation {
	all := make([]Explanation, len(x.r.Entries))
	for i := range x.r.Entries {
		all[i] = x.explain(&x.r.Entries[i])
	}
	return all
}

// explainer holds the data that the explanations of one roster share.
type explainer struct {
	s       *Selector
	r       *Roster
	lots    *lottery
	entries map[string]*Entry
	place   map[string]int
	without map[string][]string // Explanation.Without of each person, by id
	first   *Entry              // the first person who waits
	last    *Entry              // the last person who got a seat, or the holder given to ExplainAgainst
	named   bool
	reasons map[string]string // by id of the person explained
	held    map[ShareGroup]int
	waits   map[string][]ShareGroup // Explanation.Waits of each person, by id
}

func (s *Selector) explainer(r *Roster) *explainer {
	x := &explainer{
		s: s, r: r, lots: newLottery(r.Seed), entries: make(map[string]*Entry, len(r.Entries)), place: map[string]int{},
		without: map[string][]string{}, reasons: map[string]string{}, held: map[ShareGroup]int{}, waits: map[string][]ShareGroup{},
	}
	for i := range r.Entries {
		e := &r.Entries[i]
		x.entries[e.ID] = e
		switch {
		case e.Status == StatusWaiting:
			x.place[e.ID] = len(x.place) + 1
			if x.first == nil {
				x.first = e
			}
		case e.Status.Seated():
			x.last = e // entries with a seat are sorted by rank
			for _, g := range e.Groups {
				x.held[g]++
			}
		}
	}
	return x
}

// name sets the holder with whom the people who wait are compared. The person must hold a
// seat.
func (x *explainer) name(holder string) error {
	e := x.entries[holder]
	switch {
	case e == nil:
		return rule.Violations{{Code: "unknown-id", Path: "holder", Detail: "not on the roster"}}
	case !e.Status.Seated():
		return rule.Violations{{Code: "status", Path: "holder", Detail: "holds no seat"}}
	}
	x.last, x.named = e, true
	return nil
}

// work fills in x.without, x.reasons and x.waits.
func (x *explainer) work() {
	x.effects()
	x.replay()
}

// effects fills in x.without. The audit says for each key, share and ruling which people
// would have no seat without it (Gained), and which people would have one (Lost).
func (x *explainer) effects() {
	if x.r.Audit == nil {
		return
	}
	add := func(code string, gained, lost []string) {
		for _, id := range gained {
			if e := x.entries[id]; e != nil && e.Status.Seated() {
				x.without[id] = append(x.without[id], code)
			}
		}
		for _, id := range lost {
			if e := x.entries[id]; e != nil && e.Status == StatusWaiting {
				x.without[id] = append(x.without[id], code)
			}
		}
	}
	for _, k := range x.r.Audit.Keys {
		add(k.Code, k.Gained, k.Lost)
	}
	for _, share := range x.r.Audit.Shares {
		add(share.Code, share.Gained, share.Lost)
	}
	for _, ruling := range x.r.Audit.Rulings {
		add(codeRuling+":"+ruling.ID, ruling.Gained, ruling.Lost)
	}
}

func (x *explainer) explain(e *Entry) Explanation {
	out := Explanation{
		ID: e.ID, Status: e.Status, Rank: e.Rank, Place: x.place[e.ID],
		Without: x.without[e.ID], Reasons: slices.Clone(e.Reasons), Waits: x.waits[e.ID],
	}
	var other *Entry
	switch {
	case e.Status.Seated():
		other = x.first
	case e.Status == StatusWaiting:
		other = x.last
	}
	if other != nil {
		out.Against, out.DecidedBy = other.ID, x.reasons[e.ID]
	} else if e.Status.Seated() && e.Ruled {
		out.DecidedBy = codeRuling
	}
	if i := slices.IndexFunc(x.s.keys, func(k key) bool { return k.code == out.DecidedBy }); i >= 0 {
		out.Own, out.Others = clone(&e.Keys[i]), clone(&other.Keys[i])
	}
	out.Text = x.text(&out, other != nil)
	return out
}
