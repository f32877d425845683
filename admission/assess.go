package admission

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// Assessment is the result of the requirements for one applicant.
//
// Reasons holds the sorted codes of the rules that decided. For an ineligible applicant,
// these are the codes of the requirements with the level "required" that are not met. For
// an incomplete applicant, they are the codes of such requirements that are unknown,
// "review-score" if a score key lacks a complete review, and the code of each share that
// has a maximum and needs a fact that the applicant does not state.
//
// Findings holds one finding for each requirement, required or desired. If the policy has
// a score key, there is one finding with the code "review-score". There is also one
// finding for each share that has a maximum and needs a fact that the applicant does not
// state.
type Assessment struct {
	Eligibility Eligibility    `json:"eligibility"`
	Reasons     []string       `json:"reasons,omitzero"`
	Findings    []rule.Finding `json:"findings,omitzero"`
}

// ReasonSet holds the rules that decided, one bit for each. In NotMet and Unknown, bit i
// stands for requirement i of the policy, and the bit after the last requirement for
// review-score. In Shares, bit i is set if the fact of share i is unknown. Desired
// requirements have no bit set.
type ReasonSet struct {
	NotMet, Unknown uint64
	Shares          uint32
}

// Eligibility is the fast form of [Selector.Assess]. It returns the same outcome, with
// its reasons as bits that [Selector.Codes] turns into codes. It allocates nothing,
// unless a number or its bound takes more than 18 digits when both are written with the
// same number of decimal places. A value that an intake would refuse counts as absent.
// But an intake also refuses an applicant who has too many values, or two reviews by one
// reviewer; Eligibility does not check this. A Selector that was not made by Compile
// returns Incomplete.
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

// Codes returns the sorted codes of the rules that decided: the rules that are not met,
// or if there are none, the rules that are unknown.
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

// Assess applies the requirements to one applicant, and returns the outcome with all
// reasons. Values that an intake would refuse count as absent.
func (s *Selector) Assess(a Applicant) Assessment {
	if s == nil || s.digest == "" {
		return Assessment{Eligibility: Incomplete}
	}
	return s.assess(&a)
}

func (s *Selector) assess(a *Applicant) Assessment {
	eligibility, why := s.eligibility(a)
	assessment := Assessment{Eligibility: eligibility, Reasons: s.Codes(why)}
	// One block of memory holds the findings for the requirements, then the finding for
	// the reviews, then the findings for the parts of compound tests.
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
