package admission

import (
	"slices"
	"strconv"
	"strings"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/rule"
)

// report evaluates the node like eval, and returns the finding for it. The findings for
// its parts are stored in the given block, and report also returns the unused part of the
// block.
func (n *node) report(a *Applicant, block []rule.Finding) (rule.Finding, []rule.Finding) {
	f := n.finding
	if n.parts == nil {
		f.Verdict, f.Have = n.eval(a), n.have(a)
		switch {
		case f.Verdict != rule.Unknown:
		case n.unclassified != "" && statesCountry(a, n.of):
			f.Detail = n.unclassified
		default:
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

// have returns the fact that the test asks about, as the applicant states it, or "" if it
// is not stated.
func (n *node) have(a *Applicant) string {
	switch n.kind {
	case kindRole:
		return stated(a.Role)
	case kindGender:
		if a.Gender.valid() {
			return string(a.Gender)
		}
	case kindCountry:
		return countries(a, n.of)
	case kindDegree:
		return a.Degree.text()
	case kindExperience:
		if statesMonths(a) {
			return strconv.Itoa(*a.ExperienceMonths)
		}
	case kindLanguage:
		if level := a.Languages[n.name]; level.order() > 0 {
			return string(level.plain())
		}
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
	case kindScore:
		return n.score.have(a)
	}
	return ""
}

// have returns the score of an applicant, with the number of complete reviews.
func (s *scorer) have(a *Applicant) string {
	score, reviewed := s.of(a)
	if !reviewed {
		return count(0, "complete review")
	}
	return score.String() + ", " + count(s.complete(a), "complete review")
}

// countries returns the sorted codes of the countries of one kind that a person states.
func countries(a *Applicant, of CountryOf) string {
	if of == served {
		return country.Alpha2(a.Country).String()
	}
	var codes []string
	for _, code := range a.others(of) {
		if !country.Alpha2(code).IsZero() {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes)
	return strings.Join(codes, ", ")
}

func stated(text string) string {
	if !statesText(text) {
		return ""
	}
	return text
}

// degreeTexts holds the texts of a degree by level and relevance, so that no text is
// built for each person.
var degreeTexts = [...][3]string{
	{"", "not relevant", "relevant"},
	{"none", "none", "none"},
	{"undergraduate", "undergraduate, not relevant", "undergraduate, relevant"},
	{"postgraduate", "postgraduate, not relevant", "postgraduate, relevant"},
}

func (d *Degree) text() string {
	if d == nil || d.Level != "" && d.Level.order() == 0 {
		return ""
	}
	texts := &degreeTexts[d.Level.order()]
	switch {
	case d.Relevant == nil:
		return texts[0]
	case *d.Relevant:
		return texts[2]
	}
	return texts[1]
}
