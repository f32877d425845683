package admission

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Assessment is the outcome of the requirements for one applicant. Reasons are the sorted
// codes of the rules that decided. For an ineligible applicant they are the required
// requirements that are not met. For an incomplete one they are the required requirements
// that are unknown, review-score, and the shares with a maximum whose fact is not stated.
// Findings holds one finding for each requirement, desired ones included, one for
// review-score if the policy has a score key, and one for each such share.
type Assessment struct {
	Eligibility Eligibility    `json:"eligibility"`
	Reasons     []string       `json:"reasons,omitzero"`
	Findings    []rule.Finding `json:"findings,omitzero"`
}

// ReasonSet says which rules decided, with one bit for each requirement in the order of
// the policy (the bit after the last one is that of review-score), and for each share
// whose fact is unknown. Desired requirements have no bit set.
type ReasonSet struct {
	NotMet, Unknown uint64
	Shares          uint32
}

// Eligibility is the fast path of [Selector.Assess]: it returns the same outcome, with
// the reasons as bits, which [Selector.Codes] names. It allocates nothing, unless a
// number takes more than 18 digits at the decimal places of its bound. Values that an
// intake would refuse count as absent. Only the intake checks the number of values and
// duplicate ids. A Selector that was not made by Compile returns incomplete.
func (s *Selector) Eligibility(a Applicant) (Eligibility, ReasonSet) {
	if s == nil || s.digest == "" {
		return Incomplete, ReasonSet{}
	}
	return s.eligibility(&a)
}

func (s *Selector) eligibility(a *Applicant) (Eligibility, ReasonSet) {
	var why ReasonSet
	for i := range s.requirements {
		q := &s.requirements[i]
		if !q.required {
			continue
		}
		switch q.test.eval(a) {
		case rule.NotMet:
			why.NotMet |= 1 << i
		case rule.Unknown:
			why.Unknown |= 1 << i
		}
	}
	if !s.reviewed(a) {
		why.Unknown |= 1 << len(s.requirements)
	}
	for i := range s.shares {
		if s.shares[i].capped && s.shares[i].unstated(a) {
			why.Shares |= 1 << i
		}
	}
	return why.outcome(), why
}

func (w ReasonSet) outcome() Eligibility {
	switch {
	case w.NotMet != 0:
		return Ineligible
	case w.Unknown != 0 || w.Shares != 0:
		return Incomplete
	}
	return Eligible
}

// Codes returns the sorted codes of the rules that decided: those not met, or if there
// are none, those unknown.
func (s *Selector) Codes(why ReasonSet) []string {
	if s == nil {
		return nil
	}
	bits := why.NotMet
	if bits == 0 {
		bits = why.Unknown
	}
	var codes []string
	for i := range s.requirements {
		if bits&(1<<i) != 0 {
			codes = append(codes, s.requirements[i].code)
		}
	}
	if bits&(1<<len(s.requirements)) != 0 {
		codes = append(codes, codeReview)
	}
	for i := range s.shares {
		if why.NotMet == 0 && why.Shares&(1<<i) != 0 {
			codes = append(codes, s.shares[i].code)
		}
	}
	slices.Sort(codes)
	return codes
}

// Assess tests the requirements for one applicant, and returns all reasons. Values that
// an intake would refuse count as absent.
func (s *Selector) Assess(a Applicant) Assessment {
	if s == nil || s.digest == "" {
		return Assessment{Eligibility: Incomplete}
	}
	return s.assess(&a)
}

func (s *Selector) assess(a *Applicant) Assessment {
	eligibility, why := s.eligibility(a)
	assessment := Assessment{Eligibility: eligibility, Reasons: s.Codes(why)}
	// One block holds every finding: the requirements first, then the parts.
	block := make([]rule.Finding, s.findings)
	top := len(s.requirements)
	if len(s.scores) > 0 {
		block[top] = s.reviewFinding(a)
		top++
	}
	rest := block[top:]
	for i := range s.requirements {
		q := &s.requirements[i]
		block[i], rest = q.test.report(a, rest)
		block[i].Code, block[i].Source = q.code, clone(q.source)
	}
	if top > 0 {
		assessment.Findings = block[:top:top]
	}
	for i := range s.shares {
		if why.Shares&(1<<i) != 0 {
			assessment.Findings = append(assessment.Findings, s.shares[i].finding(a))
		}
	}
	return assessment
}
