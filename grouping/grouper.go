package grouping

import (
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Grouper forms groups by one policy. It is frozen and safe for concurrent use.
type Grouper struct {
	policy  Policy
	numbers []string // that a rule reads, sorted
	units   map[string][]document.Decimal
}

// Options of a formation. The same members, policy, Seed and Steps give the
// same formation on every machine.
type Options struct {
	// Seed is where chance comes from; publish it to let others repeat the
	// formation. It may be empty.
	Seed string `json:"seed"`
	// Steps is how many swaps the search may weigh; 0 stands for
	// [DefaultSteps] of the number of members.
	Steps int `json:"steps,omitzero"`
}

// Compile checks p and returns the engine that forms groups by it. The error is
// [rule.Violations].
func Compile(p Policy) (*Grouper, error) {
	if err := document.Check(p, p.Check); err != nil {
		return nil, err
	}
	gr := &Grouper{policy: p.clone(), units: map[string][]document.Decimal{}}
	add := func(k Rule) {
		if b := k.Balance; b != nil {
			gr.numbers = append(gr.numbers, b.Number)
			gr.units[b.Number] = append(gr.units[b.Number], b.Unit)
		}
	}
	for _, m := range gr.policy.Must {
		add(m.Rule)
	}
	for _, q := range gr.policy.Prefer {
		add(q.Rule)
	}
	slices.Sort(gr.numbers)
	gr.numbers = slices.Compact(gr.numbers)
	return gr, nil
}

// Form places every member in a group. The error is a [*SizeError] when the
// sizes do not fit the number of members, or [rule.Violations].
func (gr *Grouper) Form(members []Member, o Options) (Formation, error) {
	if err := document.Check(members, func(r *rule.Report) { gr.CheckMembers(members, r) }); err != nil {
		return Formation{}, err
	}
	sizes, ok := gr.policy.Sizes.split(len(members))
	if !ok {
		return Formation{}, gr.policy.Sizes.sizeError(len(members))
	}
	p := gr.problem(members, sizes)
	steps := o.Steps
	if steps <= 0 {
		steps = DefaultSteps(len(members))
	}
	for _, most := range p.most() {
		if most > MaxCost {
			return Formation{}, rule.Violations{{Code: "cost-range", Detail: "weights, numbers and members together make costs beyond 2^53"}}
		}
	}
	p.weigh()
	bound := p.bound()
	s := p.solve(o.Seed, steps, bound)
	if s.least[0] > 0 {
		return Formation{}, gr.conflict()
	}
	f := p.formation(s.best, bound)
	f.Seed, f.Steps = o.Seed, steps
	final := newState(p, p.canonical(s.best))
	for i, m := range gr.policy.Must {
		r := RuleReport{Code: m.Code, Kind: m.Rule.kind(), Source: m.Source}
		p.report[i](final, &r)
		f.Rules = append(f.Rules, r)
	}
	for i, q := range gr.policy.Prefer {
		r := RuleReport{Code: q.Code, Kind: q.Rule.kind(), Tier: q.Tier, Weight: q.weight(), Source: q.Source}
		p.report[len(gr.policy.Must)+i](final, &r)
		f.Rules = append(f.Rules, r)
	}
	return f, nil
}

// DefaultSteps is how many swaps are weighed for n members.
func DefaultSteps(n int) int { return 3_000_000 }

// problem turns members and rules into integers.
func (gr *Grouper) problem(members []Member, sizes []int) *problem {
	p := &problem{n: len(members), sizes: sizes, class: make([]int32, len(sizes))}
	order := byID(members)
	for _, i := range order {
		p.ids = append(p.ids, members[i].ID)
	}
	for g, size := range sizes {
		if g == 0 || sizes[g-1] != size {
			p.widths = append(p.widths, size)
		}
		p.class[g] = int32(len(p.widths) - 1)
	}
	p.tiers = []int{0}
	for _, q := range gr.policy.Prefer {
		p.tiers = append(p.tiers, q.Tier)
	}
	slices.Sort(p.tiers)
	p.tiers = slices.Compact(p.tiers)
	sorted := make([]*Member, p.n)
	for at, i := range order {
		sorted[at] = &members[i]
	}
	for _, m := range gr.policy.Must {
		p.add(sorted, 0, 1, m.Rule)
	}
	for _, q := range gr.policy.Prefer {
		tier := slices.Index(p.tiers, q.Tier)
		p.add(sorted, tier, q.weight(), q.Rule)
	}
	return p
}

func (p *problem) add(members []*Member, tier int, weight int64, k Rule) {
	switch {
	case k.Spread != nil:
		values, known := make([]string, p.n), make([]bool, p.n)
		for i, m := range members {
			values[i], known[i] = m.Categories[k.Spread.Category]
			if !known[i] && k.Spread.Missing != "" {
				values[i], known[i] = k.Spread.Missing, true
			}
		}
		t := newCounts(p, tier, weight, values, known)
		t.cost = t.spread(int64(p.n))
		if p.n > 0 {
			t.tabulate(p)
		}
		k := len(p.counts)
		p.counts = append(p.counts, t)
		p.report = append(p.report, func(s *state, r *RuleReport) { t.report(s, k, r) })
	case k.Balance != nil:
		t := &sums{tier: tier, weight: weight, part: make([]int64, p.n), units: make([]int64, p.n), known: make([]bool, p.n)}
		total, count := int64(0), int64(0)
		for i, m := range members {
			value, ok := m.Numbers[k.Balance.Number]
			if !ok && !k.Balance.Missing.IsZero() {
				value, ok = k.Balance.Missing, true
			}
			if ok {
				t.units[i], _ = units(value, k.Balance.Unit)
				t.known[i] = true
				total += t.units[i]
				count++
			}
		}
		for i := range members {
			if t.known[i] {
				t.part[i] = count*t.units[i] - total
			}
		}
		k := len(p.sums)
		p.sums = append(p.sums, t)
		p.report = append(p.report, func(s *state, r *RuleReport) { t.report(s, k, r) })
	}
}
