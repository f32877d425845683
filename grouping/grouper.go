package grouping

import (
	"errors"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Grouper forms groups by one policy. It is frozen and safe for concurrent use.
type Grouper struct {
	policy  Policy
	numbers []string // the names of the numbers that rules read, sorted
	units   map[string][]unit
}

// Compile checks p and returns the engine that forms groups by it. The error is
// [rule.Violations].
func Compile(p Policy) (*Grouper, error) {
	if err := document.Check(p, p.Check); err != nil {
		return nil, err
	}
	gr := &Grouper{policy: p.clone(), units: map[string][]unit{}}
	if p.Sizes.Per != "" {
		gr.policy.Must = append([]Requirement{p.Sizes.requirement()}, gr.policy.Must...)
	}
	add := func(k Rule) {
		if name, in, ok := k.number(); ok {
			gr.units[name] = append(gr.units[name], in)
		}
	}
	for _, m := range gr.policy.Must {
		add(m.Rule)
	}
	for _, q := range gr.policy.Prefer {
		add(q.Rule)
	}
	gr.numbers = slices.Sorted(maps.Keys(gr.units))
	return gr, nil
}

// made reports whether gr was made by [Compile].
func (gr *Grouper) made() bool { return gr != nil && gr.units != nil }

func errNotCompiled() rule.Violation {
	return rule.Violation{Code: "not-compiled", Detail: "a Grouper is made by Compile"}
}

// check returns everything that is wrong with members, and everything that the given
// checks report.
func (gr *Grouper) check(members []Member, checks ...func(*rule.Report)) error {
	if !gr.made() {
		return rule.Violations{errNotCompiled()}
	}
	err := gr.CheckMembers(members)
	var all rule.Violations
	errors.As(err, &all)
	var r rule.Report
	for _, check := range checks {
		check(&r)
	}
	return append(all, r.Violations()...).Err()
}

// prepare compiles the search problem for members, in groups of the sizes that the policy
// prefers.
func (gr *Grouper) prepare(members []Member) (*compiled, error) {
	sorted := byID(members)
	sizes, err := gr.preferredSizes(sorted)
	if err != nil {
		return nil, err
	}
	return gr.compile(sorted, sizes)
}

// sized compiles the search problem for members, in groups of the given sizes.
func (gr *Grouper) sized(members []Member, sizes []int) (*compiled, error) {
	return gr.compile(byID(members), sizes)
}

// compile returns the search problem for members, which must be sorted by id. The error
// is [rule.Violations] if the problem is too large, or if costs could be too high. There
// is also a violation if no member states what a required rule asks for, unless the field
// Optional of the rule is true.
func (gr *Grouper) compile(members []*Member, sizes []int) (*compiled, error) {
	p := gr.problem(members, sizes)
	if !p.Fits() {
		return nil, rule.Violations{{Code: "problem-size", Detail: "members, rules, different sizes and times to meet together take more than 2^24 cells"}}
	}
	if !p.WithinRange() {
		return nil, rule.Violations{{Code: "cost-range", Detail: "weights, numbers and members together make costs of 2^53 or more"}}
	}
	findings, vs := gr.idle(p)
	if err := vs.Err(); err != nil {
		return nil, err
	}
	p.findings = findings
	p.Weigh()
	return p, nil
}
