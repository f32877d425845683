package grouping

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// Form places every member in a group, at the least cost that it finds. Among formations
// of equal cost, it prefers one that remains good after any one member leaves. The error
// is a [*SizeError] if the sizes do not fit the number of members, a [*ConflictError] if
// no formation was found that keeps all required rules, a [*StopError] if Progress ended
// the call, or [rule.Violations].
func (gr *Grouper) Form(members []Member, o Options) (Formation, error) {
	if err := gr.check(members, o.check); err != nil {
		return Formation{}, err
	}
	p, err := gr.prepare(members)
	if err != nil {
		return Formation{}, err
	}
	p.Certify = o.Proof
	c := &call{gr: gr, members: byID(members), seed: o.Seed, steps: p.DefaultSteps(o.Steps)}
	c.meter = &partition.Meter{Total: c.steps, Report: o.Progress}
	s, p, err := c.form(p, true)
	if err := c.stopped(); err != nil {
		return Formation{}, err
	}
	if err != nil {
		return Formation{}, err
	}
	f := c.formation(p, s)
	if o.Proof {
		if f.Proof = p.proof(s); c.stopped() != nil {
			return Formation{}, c.stopped()
		}
	}
	return f, nil
}

// call is one call of Form or Reform. All its searches share a meter.
type call struct {
	gr      *Grouper
	members []*Member
	seed    string
	steps   int64
	meter   *partition.Meter
}

func (c *call) stopped() error {
	if c.meter.Stopped {
		return &StopError{Done: c.meter.Done}
	}
	return nil
}

func (c *call) formation(p *compiled, s *partition.Search) Formation {
	f := p.formation(s.Best, s.Bound)
	f.Names = numbered(len(f.Groups))
	f.Seed, f.Steps = c.seed, int(c.steps)
	preferred, _ := c.gr.preferredSizes(c.members)
	if !slices.Equal(preferred, p.Sizes) {
		f.Findings = append(f.Findings, rule.Finding{Code: "other-sizes", Path: "sizes", Verdict: rule.NotMet,
			Need: shownSizes(preferred), Have: shownSizes(p.Sizes), Detail: "the required rules were not kept in groups of the sizes preferred"})
	}
	return f
}

func shownSizes(sizes []int) string {
	texts := make([]string, len(sizes))
	for i, size := range sizes {
		texts[i] = strconv.Itoa(size)
	}
	return strings.Join(texts, ", ")
}

// form looks for the best formation in the sizes of p. If no formation in these sizes
// keeps the required rules and anySize is true, it tries the other sizes that the policy
// allows.
func (c *call) form(p *compiled, anySize bool) (*partition.Search, *compiled, error) {
	gr := c.gr
	p.Meter = c.meter
	spare := gr.spareSteps(p, c.steps)
	hopeless := p.Bound()[0] > 0
	var s *partition.Search
	if !hopeless {
		s = c.solve(p, c.steps-spare)
		hopeless = s.Hopeless()
	}
	if (s == nil || s.Least[0] > 0) && !c.meter.Stopped {
		var err error
		if s, p, err = c.fallback(p, hopeless, anySize); err != nil {
			return nil, nil, err
		}
		spare = gr.spareSteps(p, c.steps)
	}
	if spare > 0 && !c.meter.Stopped {
		s.Withstand(gr.without(p, c.members), spare)
	}
	return s, p, nil
}

// fallback looks for a formation that keeps the required rules. form calls it if a search
// with all rules finds no such formation. The parameter hopeless says that the sizes of p
// allow none. fallback starts without the preferences, which can trap the search. If
// anySize is true, it also tries other sizes. The error is a [*ConflictError].
func (c *call) fallback(p *compiled, hopeless, anySize bool) (*partition.Search, *compiled, error) {
	gr := c.gr
	splits, whole := [][]int{p.Sizes}, true
	if anySize {
		splits, whole = gr.splits(c.members)
	}
	if conflict := gr.counted(c.members, splits, whole); conflict != nil {
		return nil, nil, conflict
	}
	proved := whole
	for i, sizes := range splits {
		if i == 0 && hopeless {
			continue
		}
		if c.meter.Stopped || i > 0 && c.meter.Done > 4*c.steps {
			proved = false
			break
		}
		found := c.keeping(sizes)
		if found.Least[0] > 0 {
			proved = proved && found.Hopeless()
			continue
		}
		other, err := gr.compile(c.members, sizes)
		if err != nil {
			return nil, nil, err
		}
		other.Meter, other.Certify = c.meter, p.Certify
		s := other.NewSearch(found.Best, partition.NewDice(c.seed))
		s.Improve(c.steps - gr.spareSteps(other, c.steps))
		return s, other, nil
	}
	search := &conflicting{gr: gr, members: c.members, splits: splits, whole: whole, seed: c.seed, steps: c.steps, meter: c.meter}
	return nil, nil, search.conflict(proved)
}

// keeping looks for an assignment to groups of the given sizes that keeps all required
// rules. It leaves out the preferences.
func (c *call) keeping(sizes []int) *partition.Search {
	m := c.gr.requiredProblem(c.members, sizes, c.gr.requiredRules())
	m.Meter = c.meter
	if found := m.sorted(c.seed, c.steps/4); found != nil {
		return found
	}
	return m.Solve(c.seed, c.steps)
}

// sorted looks for an assignment that keeps all required rules. The search starts with
// the members sorted for one of these rules, for example by a number or by their first
// free time. The result is nil if no such assignment is found. For up to 64 members there
// is no search, because a proof decides whether the rules can be kept.
func (p *compiled) sorted(seed string, steps int64) *partition.Search {
	if p.N <= maxProved || p.Bound()[0] > 0 {
		return nil
	}
	if found := p.SolveSorted(seed, steps); found != nil && found.Least[0] == 0 {
		return found
	}
	return nil
}

// solve looks for the best assignment. A search can get stuck. So if there are required
// rules and the first search proves nothing, a second search looks for the best
// assignment under the preferences alone, and continues from there with the required
// rules.
func (c *call) solve(p *compiled, steps int64) *partition.Search {
	if s := c.gr.seated(p, c.members, c.seed, steps); s != nil {
		return s
	}
	if !p.Strict() || len(p.tiers) == 1 {
		return p.Solve(c.seed, steps)
	}
	s := p.Solve(c.seed, steps/2)
	if s.Proved() || c.meter.Stopped {
		return s
	}
	preferences := (&Grouper{policy: Policy{Prefer: c.gr.policy.Prefer}}).problem(c.members, p.Sizes)
	preferences.Weigh()
	preferences.Meter = c.meter
	other := p.NewSearch(preferences.Solve(c.seed, steps/4).Best, partition.NewDice(c.seed))
	other.Refine(steps / 4)
	if partition.Better(other.Least, s.Least) {
		s.Best, s.Least = other.Best, other.Least
	}
	return s
}

// spareSteps returns the steps reserved for the search for a formation that remains good
// after a member leaves. This search supposes that one of the largest groups then has one
// member less and that all other groups keep their sizes. spareSteps returns 0 if the
// policy asks for other sizes for one member less, or if [Sizes.Per] is set.
func (gr *Grouper) spareSteps(p *compiled, steps int64) int64 {
	fewer, ok := gr.policy.Sizes.splitInto(p.N-1, len(p.Sizes))
	if !ok || gr.policy.Sizes.Per != "" || len(p.Sizes) == 0 {
		return 0
	}
	sizes := slices.Clone(p.Sizes)
	sizes[0]--
	if !slices.Equal(fewer, largerFirst(sizes)) {
		return 0
	}
	return p.Spare(steps, fewer)
}

// without returns a function that returns the problem of all members except member m.
func (gr *Grouper) without(p *compiled, members []*Member) func(m int) *partition.Problem {
	sizes, _ := gr.policy.Sizes.splitInto(p.N-1, len(p.Sizes))
	return func(m int) *partition.Problem {
		return gr.problem(slices.Delete(slices.Clone(members), m, m+1), sizes).Problem
	}
}
