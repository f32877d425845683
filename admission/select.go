package admission

import (
	"encoding/hex"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Select makes the selection of an intake. The order of the applicants is irrelevant. The
// error is [rule.Violations]: everything that is wrong with the intake. If the seed is
// empty and two eligible people tie in all keys, the error has the code seed-required and
// the path seed.
func (s *Selector) Select(in Intake) (Selection, error) {
	if err := s.ready(); err != nil {
		return Selection{}, err
	}
	if err := document.Check(in, func(r *rule.Report) { s.checkIntake(in, r) }); err != nil {
		return Selection{}, err
	}
	return s.selects(in)
}

// selects does what Select does, for an intake that was checked.
func (s *Selector) selects(in Intake) (Selection, error) {
	p := s.pool(in, s.capacity)
	if in.Seed == "" && s.tied(p.merit, none) {
		return Selection{}, rule.Violations{errSeed("seed")}
	}
	return p.selection(), nil
}

// pool is an intake while it is made into a selection.
type pool struct {
	s        *Selector
	in       Intake
	capacity int
	lots     *lottery
	rulings  map[string]*Ruling
	head     []*candidate // people admitted by ruling, sorted by id
	cs       []*candidate // people who take part in the order
	merit    []*candidate
	calling  calling
	excluded []*Applicant // people out of the order: incomplete, ineligible, or excluded by ruling
	counts   Counts
}

func (s *Selector) pool(in Intake, capacity int) *pool {
	p := &pool{s: s, in: in, capacity: capacity, lots: newLottery(in.Seed), rulings: map[string]*Ruling{}}
	for i := range in.Rulings {
		p.rulings[in.Rulings[i].ID] = &in.Rulings[i]
	}
	p.counts.Applicants = len(in.Applicants)
	for i := range in.Applicants {
		p.sort(&in.Applicants[i])
	}
	slices.SortFunc(p.head, func(a, b *candidate) int { return byID(a.a, b.a) })
	slices.SortFunc(p.excluded, byID)
	p.merit = s.rank(p.cs, p.lots, none)
	p.calling = s.call(p.head, p.merit, capacity, none, true)
	return p
}

// sort puts an applicant into p.head, p.excluded or p.cs, and counts the outcome.
func (p *pool) sort(a *Applicant) {
	eligibility, _ := p.s.eligibility(a)
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
		p.head = append(p.head, p.s.candidate(a))
	case ruling != nil || eligibility != Eligible:
		p.excluded = append(p.excluded, a)
	default:
		p.cs = append(p.cs, p.s.candidate(a))
	}
}

func (p *pool) selection() Selection {
	out := Selection{Format: format, Admitted: []Placement{}, Waitlist: []Placement{}, Incomplete: []Placement{}, Ineligible: []Placement{}}
	merit := make(map[*candidate]int, len(p.merit))
	for i, c := range p.merit {
		merit[c] = i + 1
	}
	for i, c := range p.head {
		placed := p.s.place(c.a)
		placed.Groups = p.s.shareGroups(c.groups)
		placed.Rank, placed.Ruling = i+1, clone(p.rulings[c.id])
		if i > 0 {
			placed.DecidedBy = codeRuling
		}
		out.Admitted = append(out.Admitted, placed)
	}
	codes := p.s.reasons(p.head, p.calling, p.capacity)
	if len(codes) > 0 && len(p.head) > 0 {
		codes[0] = codeRuling
	}
	for i, c := range p.calling.order {
		placed := p.placeCalled(i)
		placed.Merit, placed.DecidedBy = merit[c], codes[i]
		if p.tiedAt(merit[c] - 1) {
			placed.Lottery = hex.EncodeToString(c.lot[:])
		}
		if i < p.calling.seated {
			out.Admitted = append(out.Admitted, placed)
		} else {
			out.Waitlist = append(out.Waitlist, placed)
		}
	}
	for _, a := range p.excluded {
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

// exclude adds to a placement the ruling that excludes the person, and adds the ruling to
// the reasons. Unknown facts are then no longer reasons.
func (p *Placement) exclude(ruling Ruling) {
	if p.Eligibility != Ineligible {
		p.Reasons = nil
	}
	p.Ruling = &ruling
	p.Reasons = append(p.Reasons, codeRuling)
	slices.Sort(p.Reasons)
	p.Findings = append(p.Findings, rule.Finding{Code: codeRuling, Verdict: rule.NotMet, Detail: "excluded by ruling"})
}

// placeCalled returns the placement at index i of the call order, without Merit,
// DecidedBy and Lottery.
func (p *pool) placeCalled(i int) Placement {
	c := p.calling.order[i]
	placed := p.s.place(c.a)
	p.s.explain(&placed, c)
	placed.Rank = len(p.head) + i + 1
	if i < len(p.calling.shares) {
		placed.Shares = p.s.shareCodes(p.calling.shares[i])
	}
	if i >= p.calling.callable {
		placed.Waits = p.s.waits(p.calling.waits[i-p.calling.callable])
	}
	return placed
}

func (s *Selector) shareCodes(shares []int) []string {
	var codes []string
	for _, i := range shares {
		codes = append(codes, s.shares[i].code)
	}
	return codes
}

func (s *Selector) waits(groups []*group) []ShareGroup {
	var waits []ShareGroup
	for _, g := range groups {
		waits = append(waits, ShareGroup{s.shares[g.share].code, g.group})
	}
	return waits
}

func (s *Selector) shareGroups(groups []member) []ShareGroup {
	if len(groups) == 0 {
		return nil
	}
	out := make([]ShareGroup, len(groups))
	for i, m := range groups {
		out[i] = ShareGroup{s.shares[m.share].code, m.group}
	}
	return out
}

// place returns a placement with the outcome of the assessment.
func (s *Selector) place(a *Applicant) Placement {
	assessed := s.assess(a)
	return Placement{ID: a.ID, Eligibility: assessed.Eligibility, Reasons: assessed.Reasons, Findings: assessed.Findings}
}

// explain adds to a placement the values of the keys, a finding for each unknown value,
// the groups, and a finding for each share whose test is unknown.
func (s *Selector) explain(p *Placement, c *candidate) {
	p.Keys, p.Groups = s.keyValues(c), s.shareGroups(c.groups)
	for i := range s.keys {
		k := &s.keys[i]
		switch {
		case p.Keys[i].Value != rule.Unknown.String():
		case k.number != nil:
			p.Findings = append(p.Findings, rule.Finding{Code: k.code, Path: rule.Key("numbers", k.number.Name), Verdict: rule.Unknown, Detail: "not stated", Source: clone(k.source)})
		default:
			p.open(&k.test, c.a, k.code, k.source)
		}
	}
	for i := range s.shares {
		if sh := &s.shares[i]; sh.test != nil && sh.test.eval(c.a) == rule.Unknown {
			p.open(sh.test, c.a, sh.code, sh.source)
		}
	}
}

// keyValues returns the value of a candidate in each key.
func (s *Selector) keyValues(c *candidate) []KeyValue {
	var values []KeyValue
	if len(s.keys) > 0 {
		values = make([]KeyValue, len(s.keys))
	}
	for i := range s.keys {
		k, value := &s.keys[i], &values[i]
		value.Code = k.code
		switch {
		case k.score != nil:
			value.Value, value.Spread = c.scores[k.place].String(), k.score.spread(c.a)
		case k.number != nil && c.met>>i&1 == 1:
			value.Value = shortest(c.numbers[k.place]).String()
		case k.number != nil:
			value.Value = rule.Unknown.String()
		case k.within >= 0 && c.met>>k.within&1 == 0:
			value.Value = outside
		case c.met>>i&1 == 1:
			value.Value = rule.Met.String()
		default:
			value.Value = k.test.eval(c.a).String()
		}
	}
	return values
}

// open adds a finding for a key or share whose test is unknown.
func (p *Placement) open(test *node, a *Applicant, code string, source *rule.Source) {
	f, _ := test.report(a, make([]rule.Finding, test.size))
	f.Code, f.Source = code, clone(source)
	p.Findings = append(p.Findings, f)
}

// tiedAt reports whether the candidate at a place in the order of merit ties with a
// neighbour. If so, a lot was drawn.
func (p *pool) tiedAt(i int) bool {
	from, to := max(i-1, 0), min(i+2, len(p.merit))
	return p.s.tied(p.merit[from:i+1], none) || p.s.tied(p.merit[i:to], none)
}
