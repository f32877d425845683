package grouping

import (
	"errors"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Grouper forms groups by one policy. It is frozen and safe for concurrent use.
type Grouper struct {
	policy  Policy
	numbers []string // that a rule reads, sorted
	units   map[string][]exact.Decimal
}

// Compile checks p and returns the engine that forms groups by it. The error is
// [rule.Violations].
func Compile(p Policy) (*Grouper, error) {
	if err := document.Check(p, p.Check); err != nil {
		return nil, err
	}
	gr := &Grouper{policy: p.clone(), units: map[string][]exact.Decimal{}}
	add := func(k Rule) {
		if name, unit, ok := k.number(); ok {
			gr.numbers = append(gr.numbers, name)
			gr.units[name] = append(gr.units[name], unit)
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

// Form places every member in a group, at the least cost it finds; of formations
// that cost the same it takes one that stands a drop-out well. The error is a
// [*SizeError] when the sizes do not fit the number of members, a
// [*ConflictError] when the rules in must cannot all be kept, or
// [rule.Violations].
func (gr *Grouper) Form(members []Member, o Options) (Formation, error) {
	if err := gr.check(members, o.check); err != nil {
		return Formation{}, err
	}
	p, err := gr.prepare(members)
	if err != nil {
		return Formation{}, err
	}
	p.Certify = o.Proof
	return gr.form(p, members, o)
}

func (gr *Grouper) form(p *compiled, members []Member, o Options) (Formation, error) {
	steps := p.DefaultSteps(o.Steps)
	spare := gr.spareSteps(p, steps)
	s := gr.solve(p, members, o.Seed, steps-spare)
	if s.Least[0] > 0 {
		// Without the preferences, whose hills and valleys can be in the way.
		m := gr.musts(members, p.Sizes, gr.allMusts()).Solve(o.Seed, steps)
		if m.Least[0] > 0 {
			return Formation{}, gr.conflict(members, p.Sizes, o.Seed, steps, m.Hopeless())
		}
		s = p.NewSearch(m.Best, partition.NewDice(o.Seed))
		s.Improve(steps - spare)
	}
	if spare > 0 {
		s.Withstand(gr.without(p, byID(members)), spare)
	}
	f := p.formation(s.Best, s.Bound)
	f.Names = numbered(len(f.Groups))
	if o.Proof {
		f.Proof = p.proof(s)
	}
	f.Seed, f.Steps = o.Seed, int(steps)
	return f, nil
}

// solve looks for the best assignment. Where there are rules in must it also looks
// from the other side: for the best one without them, to which they are added. It
// may be that one side has a hill in the way.
func (gr *Grouper) solve(p *compiled, members []Member, seed string, steps int64) *partition.Search {
	if !p.Strict() || len(p.tiers) == 1 {
		return p.Solve(seed, steps)
	}
	s := p.Solve(seed, steps/2)
	if s.Proved() {
		return s
	}
	preferences := (&Grouper{policy: Policy{Prefer: gr.policy.Prefer}}).problem(byID(members), p.Sizes)
	preferences.Weigh()
	other := p.NewSearch(preferences.Solve(seed, steps/4).Best, partition.NewDice(seed))
	other.Refine(steps / 4)
	if partition.Better(other.Least, s.Least) {
		s.Best, s.Least = other.Best, other.Least
	}
	return s
}

// check returns what is wrong with members, and with what comes with them.
func (gr *Grouper) check(members []Member, others ...func(*rule.Report)) error {
	err := gr.CheckMembers(members)
	var all rule.Violations
	errors.As(err, &all)
	var r rule.Report
	for _, other := range others {
		other(&r)
	}
	return append(all, r.Violations()...).Err()
}

// prepare turns members and the policy into a problem of the policy's own sizes.
func (gr *Grouper) prepare(members []Member) (*compiled, error) {
	sizes, ok := gr.policy.Sizes.split(len(members))
	if !ok {
		return nil, gr.policy.Sizes.sizeError(len(members))
	}
	return gr.sized(members, sizes)
}

// sized is prepare for groups of other sizes.
func (gr *Grouper) sized(members []Member, sizes []int) (*compiled, error) {
	p := gr.problem(byID(members), sizes)
	if !p.Fits() {
		return nil, rule.Violations{{Code: "problem-size", Detail: "members, rules, different sizes and times to meet together take more than 2^24 cells"}}
	}
	if !p.WithinRange() {
		return nil, rule.Violations{{Code: "cost-range", Detail: "weights, numbers and members together make costs of 2^53 or more"}}
	}
	p.Weigh()
	return p, nil
}

// spareSteps returns the steps set aside for drop-outs.
func (gr *Grouper) spareSteps(p *compiled, steps int64) int64 {
	fewer, ok := gr.policy.Sizes.splitInto(p.N-1, len(p.Sizes))
	if !ok {
		fewer = nil
	}
	return p.Spare(steps, fewer)
}

// without returns the problem of the members other than one.
func (gr *Grouper) without(p *compiled, members []*Member) func(m int) *partition.Problem {
	sizes, _ := gr.policy.Sizes.splitInto(p.N-1, len(p.Sizes))
	return func(m int) *partition.Problem {
		return gr.problem(slices.Delete(slices.Clone(members), m, m+1), sizes).Problem
	}
}
