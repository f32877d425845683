package admission

import (
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/rule"
)

// Assessment is what the requirements say of one applicant. Reasons are the
// codes, sorted, of what decided: the required requirements that are not met
// for somebody ineligible, those that are unknown for somebody incomplete.
// Findings holds one finding for each requirement, desired ones included, and
// review-score where the policy has a score key.
type Assessment struct {
	Eligibility Eligibility    `json:"eligibility"`
	Reasons     []string       `json:"reasons,omitzero"`
	Findings    []rule.Finding `json:"findings,omitzero"`
}

// Reasons says which requirements decided, one bit for each in the order of the
// policy; the bit after the last one stands for review-score. Desired
// requirements have no bit set.
type Reasons struct {
	NotMet, Unknown uint64
}

// Eligibility is the fast path of [Selector.Assess]: the same outcome, and its
// reasons as bits; [Selector.Codes] names them. It allocates nothing, unless a
// number takes more than 18 digits at the decimal places of its bound. Values
// that an intake would refuse count as absent; how many there are, and whose,
// is for the intake alone.
func (s *Selector) Eligibility(a Applicant) (Eligibility, Reasons) { return s.eligibility(&a) }

func (s *Selector) eligibility(a *Applicant) (Eligibility, Reasons) {
	var why Reasons
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
	if len(s.scores) > 0 && !s.reviewed(a) {
		why.Unknown |= 1 << len(s.requirements)
	}
	return why.outcome(), why
}

func (w Reasons) outcome() Eligibility {
	switch {
	case w.NotMet != 0:
		return Ineligible
	case w.Unknown != 0:
		return Incomplete
	}
	return Eligible
}

// Codes returns the codes of the requirements whose bits are set, sorted.
func (s *Selector) Codes(bits uint64) []string {
	var codes []string
	for i := range s.requirements {
		if bits&(1<<i) != 0 {
			codes = append(codes, s.requirements[i].code)
		}
	}
	if bits&(1<<len(s.requirements)) != 0 {
		codes = append(codes, codeReview)
	}
	slices.Sort(codes)
	return codes
}

// Assess holds one applicant against the requirements, with all reasons. Values
// that an intake would refuse count as absent.
func (s *Selector) Assess(a Applicant) Assessment { return s.assess(&a) }

func (s *Selector) assess(a *Applicant) Assessment {
	eligibility, why := s.eligibility(a)
	assessment := Assessment{Eligibility: eligibility}
	switch eligibility {
	case Ineligible:
		assessment.Reasons = s.Codes(why.NotMet)
	case Incomplete:
		assessment.Reasons = s.Codes(why.Unknown)
	}
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
	return assessment
}

// report is eval with a finding for the node and each of its parts, those in
// the block given; it returns what is left of the block.
func (n *node) report(a *Applicant, block []rule.Finding) (rule.Finding, []rule.Finding) {
	f := n.finding
	if n.parts == nil {
		f.Verdict, f.Have = n.eval(a), n.have(a)
		if f.Verdict == rule.Unknown {
			f.Detail = n.open
		}
		return f, block
	}
	f.Parts, block = block[:len(n.parts):len(n.parts)], block[len(n.parts):]
	met, unknown := 0, 0
	for i := range n.parts {
		f.Parts[i], block = n.parts[i].report(a, block)
		switch f.Parts[i].Verdict {
		case rule.Met:
			met++
		case rule.Unknown:
			unknown++
		}
	}
	f.Verdict = n.count(met, unknown)
	return f, block
}

// have is what the applicant states, "" where that is nothing.
func (n *node) have(a *Applicant) string {
	switch n.kind {
	case kindRole:
		return stated(a.Role)
	case kindGender:
		if a.Gender.Valid() {
			return string(a.Gender)
		}
	case kindCountry:
		if !country.Alpha2(a.Country).IsZero() {
			return a.Country
		}
	case kindDegree:
		return a.Degree.text()
	case kindExperience:
		if statesMonths(a) {
			return strconv.Itoa(*a.ExperienceMonths)
		}
	case kindLanguage:
		return a.Languages[n.name].String()
	case kindDocument:
		if handedIn, stated := a.Documents[n.name]; stated {
			return strconv.FormatBool(handedIn)
		}
	case kindNumber:
		if d := a.Numbers[n.name]; usable(d) {
			return d.String()
		}
	case kindAttribute:
		return stated(a.Attributes[n.name])
	}
	return ""
}

func stated(text string) string {
	if !statesText(text) {
		return ""
	}
	return text
}

// degreeTexts holds the texts of a degree by level and relevance.
var degreeTexts = [...][3]string{
	{"", "not relevant", "relevant"},
	{"none", "none", "none"},
	{"undergraduate", "undergraduate, not relevant", "undergraduate, relevant"},
	{"postgraduate", "postgraduate, not relevant", "postgraduate, relevant"},
}

func (d *Degree) text() string {
	if d == nil || int(d.Level) >= len(degreeTexts) {
		return ""
	}
	switch {
	case d.Relevant == nil:
		return degreeTexts[d.Level][0]
	case *d.Relevant:
		return degreeTexts[d.Level][2]
	}
	return degreeTexts[d.Level][1]
}
