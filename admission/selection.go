package admission

import (
	"cmp"
	"encoding/hex"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Selection is the outcome for everybody: the call order, cut at the capacity
// into Admitted and Waitlist; and, by id, who is incomplete and who is
// ineligible.
type Selection struct {
	Admitted   []Placement `json:"admitted"`
	Waitlist   []Placement `json:"waitlist"`
	Incomplete []Placement `json:"incomplete"`
	Ineligible []Placement `json:"ineligible"`
	Audit      Audit       `json:"audit"`
}

// Placement is where one applicant ended up, and why.
type Placement struct {
	ID string `json:"id"`

	// Rank is the place in the call order and Merit the place in the order of
	// the keys and the lottery, before floors; both count from 1 and are 0 for
	// whoever is in none. People admitted by ruling have a Rank alone.
	Rank  int `json:"rank,omitzero"`
	Merit int `json:"merit,omitzero"`

	Eligibility Eligibility `json:"eligibility"`
	Reasons     []string    `json:"reasons,omitzero"` // as in Assessment

	// Findings are those of the assessment, then one for each key and each floor
	// whose test is unknown, then one for a ruling that excludes.
	Findings []rule.Finding `json:"findings,omitzero"`
	Keys     []KeyValue     `json:"keys,omitzero"`

	// Carries are the codes of the floors whose test this person meets.
	Carries []string `json:"carries,omitzero"`

	// DecidedBy is the first key in which the next person above differs,
	// lottery if there is none, ruling below somebody admitted by ruling, and
	// empty at the top. Floor is the floor that called this person before
	// somebody of better merit.
	DecidedBy string `json:"decided_by,omitzero"`
	Floor     string `json:"floor,omitzero"`

	Lottery string  `json:"lottery,omitzero"` // hash in hexadecimal, where a lot was drawn
	Ruling  *Ruling `json:"ruling,omitzero"`
}

// KeyValue is what one person has in one key: met, not_met or unknown for a
// matching key, and outside where the key it is within is not met; the exact
// score for a score key, as plain digits or p/q, with the distance between the
// highest and the lowest review where there are several.
type KeyValue struct {
	Code   string `json:"code"`
	Value  string `json:"value"`
	Spread string `json:"spread,omitzero"`
}

// Outside is the value of a matching key for whoever does not meet the key it
// is within.
const Outside = "outside"

func errSeed() error {
	return rule.Violations{{Code: "seed-required", Path: "seed", Detail: "eligible people tie, so the lottery needs a seed"}}
}

// Select decides about everybody. The error is [rule.Violations]: those of
// [Selector.CheckIntake], or seed-required at seed where the seed is empty and
// two eligible people tie in all keys. The order of the applicants is
// irrelevant.
func (s *Selector) Select(in Intake) (Selection, error) {
	if err := document.Check(in, func(r *rule.Report) { s.CheckIntake(in, r) }); err != nil {
		return Selection{}, err
	}
	p := s.pool(in)
	if in.Seed == "" && s.tied(p.merit, none) {
		return Selection{}, errSeed()
	}
	return p.selection(), nil
}

// pool is an intake on its way to a selection.
type pool struct {
	s       *Selector
	in      Intake
	lots    *lottery
	rulings map[string]*Ruling
	head    []*Applicant // admitted by ruling, by id
	cs      []*candidate // who takes part in the order
	merit   []*candidate
	called  []*candidate
	by      []int // floors, as call returns them
	aside   []*Applicant
	counts  Counts
}

func (s *Selector) pool(in Intake) *pool {
	p := &pool{s: s, in: in, lots: newLottery(in.Seed), rulings: map[string]*Ruling{}}
	for i := range in.Rulings {
		p.rulings[in.Rulings[i].ID] = &in.Rulings[i]
	}
	p.counts.Applicants = len(in.Applicants)
	for i := range in.Applicants {
		a := &in.Applicants[i]
		eligibility, _ := s.eligibility(a)
		switch eligibility {
		case Eligible:
			p.counts.Eligible++
		case Incomplete:
			p.counts.Incomplete++
		default:
			p.counts.Ineligible++
		}
		switch ruling := p.rulings[a.ID]; {
		case ruling != nil && ruling.Decision == Admit:
			p.head = append(p.head, a)
		case ruling != nil || eligibility != Eligible:
			p.aside = append(p.aside, a)
		default:
			p.cs = append(p.cs, s.candidate(a))
		}
	}
	slices.SortFunc(p.head, byID)
	slices.SortFunc(p.aside, byID)
	p.merit = s.rank(p.cs, p.lots, none)
	p.called, p.by = s.call(p.merit, none)
	return p
}

func (p *pool) selection() Selection {
	out := Selection{Admitted: []Placement{}, Waitlist: []Placement{}, Incomplete: []Placement{}, Ineligible: []Placement{}}
	merit := make(map[*candidate]int, len(p.merit))
	for i, c := range p.merit {
		merit[c] = i + 1
	}
	for i, a := range p.head {
		placed := p.s.place(a)
		placed.Rank, placed.Ruling = i+1, clone(p.rulings[a.ID])
		if i > 0 {
			placed.DecidedBy = codeRuling
		}
		out.Admitted = append(out.Admitted, placed)
	}
	for i, c := range p.called {
		placed := p.placeCalled(i)
		placed.Merit = merit[c]
		if p.tiedAt(merit[c] - 1) {
			p.lots.draw(c)
			placed.Lottery = hex.EncodeToString(c.lot[:])
		}
		if placed.Rank <= p.s.capacity {
			out.Admitted = append(out.Admitted, placed)
		} else {
			out.Waitlist = append(out.Waitlist, placed)
		}
	}
	for _, a := range p.aside {
		placed := p.s.place(a)
		if ruling := p.rulings[a.ID]; ruling != nil {
			placed.exclude(*ruling)
		}
		if placed.Ruling != nil || placed.Eligibility == Ineligible {
			out.Ineligible = append(out.Ineligible, placed)
		} else {
			out.Incomplete = append(out.Incomplete, placed)
		}
	}
	out.Audit = p.audit()
	return out
}

// exclude adds a ruling to what is not met; what is open no longer matters.
func (p *Placement) exclude(ruling Ruling) {
	if p.Eligibility != Ineligible {
		p.Reasons = nil
	}
	p.Ruling = &ruling
	p.Reasons = append(p.Reasons, codeRuling)
	slices.Sort(p.Reasons)
	p.Findings = append(p.Findings, rule.Finding{Code: codeRuling, Verdict: rule.NotMet, Detail: "excluded by ruling"})
}

// placeCalled is the placement of whoever has place i of the call order, without
// Merit and Lottery.
func (p *pool) placeCalled(i int) Placement {
	c := p.called[i]
	placed := p.s.place(c.a)
	p.s.explain(&placed, c)
	placed.Rank, placed.DecidedBy = len(p.head)+i+1, p.decidedBy(i)
	if p.by[i] != none {
		placed.Floor = p.s.floors[p.by[i]].code
	}
	return placed
}

// place is a placement with what the assessment says.
func (s *Selector) place(a *Applicant) Placement {
	assessed := s.assess(a)
	return Placement{ID: a.ID, Eligibility: assessed.Eligibility, Reasons: assessed.Reasons, Findings: assessed.Findings}
}

// explain adds the values of the keys, a finding for each unknown one, and the
// floors.
func (s *Selector) explain(p *Placement, c *candidate) {
	for i := range s.keys {
		k := &s.keys[i]
		value := KeyValue{Code: k.code}
		if k.score != nil {
			value.Value = exactText(k.score.rat(c.scores[k.place]))
			if spread := k.score.spread(c.a); spread != nil {
				value.Spread = exactText(spread)
			}
			p.Keys = append(p.Keys, value)
			continue
		}
		verdict := k.test.eval(c.a)
		value.Value = verdict.String()
		if k.within >= 0 && c.met&(1<<k.within) == 0 {
			value.Value = Outside
		} else if verdict == rule.Unknown {
			p.open(&k.test, c.a, k.code, k.source)
		}
		p.Keys = append(p.Keys, value)
	}
	for i := range s.floors {
		f := &s.floors[i]
		if c.carries&(1<<i) != 0 {
			p.Carries = append(p.Carries, f.code)
		} else if f.test.eval(c.a) == rule.Unknown {
			p.open(&f.test, c.a, f.code, f.source)
		}
	}
}

// open adds a finding for a key or floor whose test is unknown.
func (p *Placement) open(test *node, a *Applicant, code string, source *rule.Source) {
	f, _ := test.report(a, make([]rule.Finding, test.size))
	f.Code, f.Source = code, clone(source)
	p.Findings = append(p.Findings, f)
}

func (p *pool) decidedBy(i int) string {
	if i == 0 {
		if len(p.head) > 0 {
			return codeRuling
		}
		return ""
	}
	return p.s.decider(p.called[i-1], p.called[i])
}

// decider is the code of the first key in which two candidates differ.
func (s *Selector) decider(a, b *candidate) string {
	if _, differs := s.compare(a, b, none); differs != none {
		return s.keys[differs].code
	}
	return codeLottery
}

// tiedAt reports whether the candidate at a place in the order of merit ties
// with a neighbour, that is, whether a lot was drawn.
func (p *pool) tiedAt(i int) bool {
	from, to := max(i-1, 0), min(i+2, len(p.merit))
	return p.s.tied(p.merit[from:i+1], none) || p.s.tied(p.merit[i:to], none)
}

// seats is how many of the call order are admitted.
func (p *pool) seats() int {
	return min(p.s.capacity-len(p.head), len(p.cs))
}

func sortedIDs(cs []*candidate) []string {
	ids := make([]string, len(cs))
	for i, c := range cs {
		ids[i] = c.a.ID
	}
	slices.SortFunc(ids, cmp.Compare)
	return ids
}
