package grouping

import (
	"slices"
	"strings"
)

// ConflictError says that no formation keeps every rule in must.
type ConflictError struct {
	// Codes are rules that cannot be kept together, in the order of the
	// policy. There is no smaller set of which that was found.
	Codes []string `json:"codes"`
	// Proved says that it is certain, by a bound or because all formations were
	// gone through; otherwise the search found none within its steps.
	Proved bool `json:"proved"`
}

// Error names the rules.
func (e *ConflictError) Error() string {
	text := "grouping: no formation keeps all of "
	if !e.Proved {
		text = "grouping: no formation was found that keeps all of "
	}
	return text + strings.Join(e.Codes, ", ")
}

// maxSubsets bounds how many sets of rules are tried for a smallest conflict; one
// that takes a long search counts for eleven.
const maxSubsets = 300

// conflict names a smallest set of the rules in must that cannot be kept
// together: sets are tried by size, in the order of the policy. Where there are
// too many sets, rules are left out one by one as long as the rest conflicts,
// which leaves a set without a conflicting part.
//
// Where it is proved that all of them cannot be kept, no set is named without
// that proof, even if that takes a larger one.
func (gr *Grouper) conflict(members []Member, sizes []int, seed string, steps int64, proved bool) *ConflictError {
	tried := 0
	conflicts := func(rules []int) (conflict, certain bool) {
		p := gr.musts(members, sizes, rules)
		s := p.Solve(seed, max(1, steps/10))
		if tried++; s.Least[0] > 0 && !s.Hopeless() && !proved {
			tried += 10
			s = p.Solve(seed, steps) // which may find what a tenth does not
		}
		return s.Hopeless() || s.Least[0] > 0 && !proved, s.Hopeless()
	}
	named := func(rules []int, proved bool) *ConflictError {
		e := &ConflictError{Proved: proved}
		for _, i := range rules {
			e.Codes = append(e.Codes, gr.policy.Must[i].Code)
		}
		return e
	}
	rules := gr.allMusts()
	for size := 1; size < len(rules); size++ {
		for set := range subsets(len(rules), size) {
			if tried >= maxSubsets {
				return named(reduce(rules, proved, conflicts))
			}
			if conflict, certain := conflicts(set); conflict {
				return named(set, certain)
			}
		}
	}
	return named(rules, proved)
}

// musts is the problem of some of the rules in must alone.
func (gr *Grouper) musts(members []Member, sizes []int, rules []int) *compiled {
	part := &Grouper{}
	for _, i := range rules {
		part.policy.Must = append(part.policy.Must, gr.policy.Must[i])
	}
	p := part.problem(byID(members), sizes)
	p.Weigh()
	return p
}

func (gr *Grouper) allMusts() []int {
	rules := make([]int, len(gr.policy.Must))
	for i := range rules {
		rules[i] = i
	}
	return rules
}

// reduce leaves out rules as long as the rest conflicts.
func reduce(rules []int, proved bool, conflicts func([]int) (conflict, certain bool)) ([]int, bool) {
	rest := slices.Clone(rules)
	for _, rule := range rules {
		fewer := slices.DeleteFunc(slices.Clone(rest), func(r int) bool { return r == rule })
		if conflict, certain := conflicts(fewer); conflict {
			rest, proved = fewer, certain
		}
	}
	return rest, proved
}

// subsets yields the sets of size numbers below n, in lexicographic order.
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
