package admission

import (
	"github.com/cohortkit/cohort/course/rule"
)

// Gender is what an applicant states. Absent means [Undisclosed].
type Gender string

// The genders.
const (
	Woman       Gender = "woman"
	Man         Gender = "man"
	OtherGender Gender = "other"
	Undisclosed Gender = "undisclosed"
)

// valid reports whether g is one of the genders.
func (g Gender) valid() bool {
	return g == Woman || g == Man || g == OtherGender || g == Undisclosed
}

// disclosed reports whether g says anything.
func (g Gender) disclosed() bool { return g == Woman || g == Man || g == OtherGender }

// DegreeLevel is the highest degree of an applicant, in ascending order. Zero is
// not stated, which differs from [NoDegree].
type DegreeLevel uint8

// The degrees.
const (
	NoDegree DegreeLevel = iota + 1
	Undergraduate
	Postgraduate
)

var degreeNames = scale{"none", "undergraduate", "postgraduate"}

// String returns none, undergraduate or postgraduate; "" for what is not stated.
func (d DegreeLevel) String() string { return degreeNames.text(uint8(d)) }

// valid reports whether d is one of the degrees.
func (d DegreeLevel) valid() bool { return d.String() != "" }

// MarshalText returns the text of d.
func (d DegreeLevel) MarshalText() ([]byte, error) { return degreeNames.marshal(uint8(d)) }

// UnmarshalText accepts the text of a degree level.
func (d *DegreeLevel) UnmarshalText(text []byte) error { return parse(degreeNames, text, d) }

// LanguageLevel is a command of a language, in ascending order. Zero is not
// stated, which differs from [NoLanguage].
type LanguageLevel uint8

// The levels.
const (
	NoLanguage LanguageLevel = iota + 1
	A1
	Basic
	B1
	Intermediate
	Fluent
	C2
	Native
)

var languageNames = scale{"none", "a1", "basic", "b1", "intermediate", "fluent", "c2", "native"}

// levelNames are the other names of levels, of the Common European Framework.
var levelNames = map[string]LanguageLevel{"a2": Basic, "b2": Intermediate, "c1": Fluent}

// String returns none, a1, basic, b1, intermediate, fluent, c2 or native; "" for
// what is not stated.
func (l LanguageLevel) String() string { return languageNames.text(uint8(l)) }

// valid reports whether l is one of the levels.
func (l LanguageLevel) valid() bool { return l.String() != "" }

// MarshalText returns the text of l.
func (l LanguageLevel) MarshalText() ([]byte, error) { return languageNames.marshal(uint8(l)) }

// UnmarshalText accepts the text of a language level, and a2, b2 and c1 for
// basic, intermediate and fluent.
func (l *LanguageLevel) UnmarshalText(text []byte) error {
	if level, named := levelNames[string(text)]; named {
		*l = level
		return nil
	}
	return parse(languageNames, text, l)
}

// Eligibility is the outcome of the requirements. Zero is no outcome yet.
type Eligibility uint8

// The outcomes: a required fact says no; one is still open; all is well.
const (
	Ineligible Eligibility = iota + 1
	Incomplete
	Eligible
)

var eligibilityNames = scale{"ineligible", "incomplete", "eligible"}

// String returns ineligible, incomplete or eligible.
func (e Eligibility) String() string { return eligibilityNames.text(uint8(e)) }

// MarshalText returns the text of e.
func (e Eligibility) MarshalText() ([]byte, error) { return eligibilityNames.marshal(uint8(e)) }

// UnmarshalText accepts the text of an eligibility.
func (e *Eligibility) UnmarshalText(text []byte) error { return parse(eligibilityNames, text, e) }

// scale holds the names of a type whose values count from 1.
type scale []string

func (s scale) unknown() error {
	return rule.UnknownValue("", s...)
}

func (s scale) text(v uint8) string {
	if v == 0 || int(v) > len(s) {
		return ""
	}
	return s[v-1]
}

func (s scale) marshal(v uint8) ([]byte, error) {
	if s.text(v) == "" {
		return nil, s.unknown()
	}
	return []byte(s.text(v)), nil
}

func parse[T ~uint8](s scale, text []byte, into *T) error {
	for i, name := range s {
		if name == string(text) {
			*into = T(i + 1)
			return nil
		}
	}
	return s.unknown()
}
