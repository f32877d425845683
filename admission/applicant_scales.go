package admission

import (
	"cmp"
	"slices"
)

// Gender is the gender that an applicant states: woman, man, other or undisclosed.
// Undisclosed means the same as no gender stated.
type Gender string

const undisclosed Gender = "undisclosed"

// valid reports whether g is one of the genders.
func (g Gender) valid() bool { return g.disclosed() || g == undisclosed }

// disclosed reports whether g states a gender.
func (g Gender) disclosed() bool { return g == "woman" || g == "man" || g == "other" }

// DegreeLevel is the highest degree of an applicant. The levels in ascending order are
// none, undergraduate and postgraduate. An empty level means not stated, which differs
// from the level "none".
type DegreeLevel string

var degreeLevels = []DegreeLevel{"none", "undergraduate", "postgraduate"}

// order returns the place of d in degreeLevels, from 1, or 0 if d is not in the list.
func (d DegreeLevel) order() int { return slices.Index(degreeLevels, d) + 1 }

// LanguageLevel is a level of command of a language. The levels in ascending order are
// none, a1, basic, b1, intermediate, fluent, c2 and native. The texts "a2", "b2" and
// "c1", the names in the Common European Framework, are accepted for basic, intermediate
// and fluent. An empty level means not stated, which differs from the level "none".
type LanguageLevel string

var languageLevels = []LanguageLevel{"none", "a1", "basic", "b1", "intermediate", "fluent", "c2", "native"}

// Compare returns -1 if l is the lower level, 1 if it is the higher one, and 0 if both
// are the same. A level that is not stated is lower than the level "none".
func (l LanguageLevel) Compare(other LanguageLevel) int { return cmp.Compare(l.order(), other.order()) }

// order returns the place of l in languageLevels, from 1, or 0 if l is not a level.
func (l LanguageLevel) order() int { return slices.Index(languageLevels, l.plain()) + 1 }

// plain returns "basic" for "a2", "intermediate" for "b2" and "fluent" for "c1". It
// returns every other level unchanged.
func (l LanguageLevel) plain() LanguageLevel {
	switch l {
	case "a2":
		return "basic"
	case "b2":
		return "intermediate"
	case "c1":
		return "fluent"
	}
	return l
}

// Eligibility is the outcome of the requirements.
type Eligibility string

// The outcomes: a required requirement is not met, something required is still unknown,
// or everything required is met.
const (
	Ineligible Eligibility = "ineligible"
	Incomplete Eligibility = "incomplete"
	Eligible   Eligibility = "eligible"
)

// valid reports whether e is one of the outcomes.
func (e Eligibility) valid() bool { return e == Ineligible || e == Incomplete || e == Eligible }
