package grouping

import (
	"slices"
	"strings"

	"github.com/cohortkit/cohort/grouping/internal/partition"
)

// ConflictError says that no formation keeps every required rule or, if Proved is false,
// that none was found.
type ConflictError struct {
	// Codes are the codes of rules that cannot be kept together, in the order of the
	// policy. No smaller set in conflict was found.
	Codes []string `json:"codes"`
	// Proved says that the conflict is certain, in groups of any sizes that the policy
	// allows. Otherwise the search found no formation within its steps.
	Proved bool `json:"proved"`
	// Because holds up to 100 reasons, which name people. It is empty if only a search
	// shows the conflict. A reason comes from counting people, groups or minutes.
	Because []Because `json:"because,omitzero"`
}

// Because is one reason for a conflict, found by counting. The people whose ids are in
// IDs are involved. The number in Need is required, but only the smaller number in Have is
// available or allowed. The kind of the rule determines what is counted, such as people, groups or
// minutes.
type Because struct {
	Code string   `json:"code"`
	IDs  []string `json:"ids"`
	Have int64    `json:"have"`
	Need int64    `json:"need"`
	// Detail states the reason in words.
	Detail string `json:"detail"`
}

// Error names the rules, and gives the details of the reasons.
func (e *ConflictError) Error() string {
	if e == nil {
		return "<nil>"
	}
	text := "grouping: no formation keeps all of "
	if !e.Proved {
		text = "grouping: no formation was found that keeps all of "
	}
	text += strings.Join(e.Codes, ", ")
	for _, b := range e.Because {
		text += "; " + b.Detail
	}
	return text
}

// maxSubsets bounds how many sets of rules are tried for a smallest conflict; a set
// that needs a long search counts as 11.
const maxSubsets = 300

// conflicting looks for a smallest set of rules that cannot be kept together.
type conflicting struct {
	gr      *Grouper
	members []*Member
	splits  [][]int
	whole   bool // splits holds every division that the sizes allow
	seed    string
	steps   int64
	meter   *partition.Meter
	tried   int
}

// conflict returns a smallest set of required rules that cannot be kept together. It
// tries the sets by size, and sets of one size in the order of the policy. If there are
// too many sets, it uses reduce on all required rules instead; if the steps run out, the
// set may also be larger than necessary. If the parameter proved is true, the conflict of
// all required rules is proved. Then conflict returns only a set whose conflict is
// proved, even if the set is larger.
func (c *conflicting) conflict(proved bool) *ConflictError {
	rules, certain := c.smallest(proved)
	e := &ConflictError{Proved: certain, Because: c.gr.because(c.members, rules, c.splits, c.whole)}
	for _, i := range rules {
		e.Codes = append(e.Codes, c.gr.policy.Must[i].Code)
	}
	return e
}

func (c *conflicting) smallest(proved bool) (rules []int, certain bool) {
	rules = c.gr.requiredRules()
	for size := 1; size < len(rules); size++ {
		for set := range subsets(len(rules), size) {
			if c.over() {
				return rules, proved
			}
			if c.tried >= maxSubsets {
				return c.reduce(rules, proved)
			}
			if conflict, certain := c.conflicts(set, proved); conflict {
				return set, certain
			}
		}
	}
	return rules, proved
}

// conflicts reports whether the given rules cannot be kept together in any of the
// divisions c.splits, and whether this is certain. If proved is true, it reports only
// conflicts that are certain.
func (c *conflicting) conflicts(rules []int, proved bool) (conflict, certain bool) {
	c.tried++
	certain = c.whole
	for _, sizes := range c.splits {
		if len(c.splits) > maxLarge && c.over() { // up to maxLarge searches are few
			return false, false
		}
		p := c.gr.requiredProblem(c.members, sizes, rules)
		p.Meter = c.meter
		if p.sorted(c.seed, c.steps/10) != nil {
			return false, false
		}
		s := p.Solve(c.seed, c.steps/10)
		if s.Least[0] > 0 && !s.Hopeless() && !proved {
			c.tried += 10
			s = p.Solve(c.seed, c.steps) // a full search may find what a tenth of the steps does not
		}
		if s.Least[0] == 0 || proved && !s.Hopeless() {
			return false, false
		}
		certain = certain && s.Hopeless()
	}
	return certain || !proved, certain
}

// over reports whether the caller stopped the call, or the call has used up the steps
// that it may take to name a conflict.
func (c *conflicting) over() bool {
	return c.meter.Stopped || c.meter.Done > conflictFactor*c.steps
}

// conflictFactor bounds the steps of a call that looks for a smallest conflict, as a
// multiple of the steps that the caller asked for.
const conflictFactor = 12

// reduce tries to drop each rule in turn. It drops a rule if the remaining rules are
// still in conflict. It returns the rules that remain, and whether their conflict is
// certain. It stops early if c.over().
func (c *conflicting) reduce(rules []int, proved bool) ([]int, bool) {
	rest := slices.Clone(rules)
	for _, rule := range rules {
		if c.over() {
			break
		}
		fewer := slices.DeleteFunc(slices.Clone(rest), func(r int) bool { return r == rule })
		if conflict, certain := c.conflicts(fewer, proved); conflict {
			rest, proved = fewer, certain
		}
	}
	return rest, proved
}

// requiredProblem returns the problem whose only rules are the required rules with the
// given indexes.
func (gr *Grouper) requiredProblem(members []*Member, sizes []int, rules []int) *compiled {
	part := &Grouper{}
	for _, i := range rules {
		part.policy.Must = append(part.policy.Must, gr.policy.Must[i])
	}
	p := part.problem(members, sizes)
	p.Weigh()
	return p
}

func (gr *Grouper) requiredRules() []int {
	rules := make([]int, len(gr.policy.Must))
	for i := range rules {
		rules[i] = i
	}
	return rules
}

// subsets yields the sets of numbers below n that have the given size, in lexicographic
// order.
func subsets(n, size int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		set := make([]int, size)
		for i := range set {
			set[i] = i
		}
		for {
			if !yield(slices.Clone(set)) {
				return
			}
			at := size - 1
			for at >= 0 && set[at] == n-size+at {
				at--
			}
			if at < 0 {
				return
			}
			set[at]++
			for i := at + 1; i < size; i++ {
				set[i] = set[i-1] + 1
			}
		}
	}
}
