package grading

import (
	"slices"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Scheme says how a course is graded: its components, their weights and what it
// takes to be certified. It is the root of a tree: a component may be a group
// of components, see [GroupAward].
type Scheme struct {
	// Weights says what kind of weights the components have; the default is
	// percent.
	Weights    Weights     `json:"weights,omitzero" validate:"omitempty,name=percent relative"`
	Components []Component `json:"components" validate:"required,min=1,max=100,dive"`
	// Weightings are further ways to weigh the components. The weighting that is best for
	// the person counts. If the scheme has percent weights, the weights of each weighting
	// add up to 100 too.
	Weightings []Weighting `json:"weightings,omitzero"`
	// Cap, where stated, is the most that a total can be, in percent. Without
	// it, extra credit and marks above the maximum count in full.
	Cap exact.Decimal `json:"cap,omitzero" validate:"omitempty,bounded"`
	// Certificate is the short form of Outcomes: a single outcome that
	// certifies and needs the Minimum of every component that has one. Exactly
	// one of the two forms is stated.
	Certificate Certificate `json:"certificate,omitzero"`
	// Outcomes are what a person can reach, best first.
	Outcomes []OutcomeRule `json:"outcomes,omitzero" validate:"max=20,dive"`
}

// Weights is the kind of the weights of a scheme: percent weights add up to
// exactly 100, relative weights are divided by their sum.
type Weights string

const relative Weights = "relative"

// Weighting is a further way to weigh the components of a group: weights by
// component id. A component that is not named weighs nothing.
type Weighting map[string]exact.Decimal

// Component is one thing that is marked, or a group of components.
type Component struct {
	ID     string        `json:"id" validate:"id"` // unique in the whole scheme
	Title  string        `json:"title,omitzero" validate:"max=200,line"`
	Weight exact.Decimal `json:"weight" validate:"required,bounded"`
	Award  Award         `json:"award" validate:"oneof1"`
	// ExtraCredit says that the component adds to the share of its group, or to the
	// total, while its weight is left out of the sum of the weights.
	ExtraCredit bool `json:"extra_credit,omitzero"`
	// NeverDrop says that the group of the component never drops it, even if its mark is
	// low.
	NeverDrop bool `json:"never_drop,omitzero"`
	// Minimum is the least percentage of the component's full marks with which
	// a person is certified, 0 to 100. It does not bind a person who is excused
	// from the component. Schemes with Outcomes state needs instead.
	Minimum *exact.Decimal `json:"minimum,omitzero" validate:"omitempty,bounded"`
	Source  *rule.Source   `json:"source,omitzero"`
}

// Certificate is the threshold of the certificate in percent of the total:
// exactly one of Above (strict) and AtLeast (inclusive) is set; there is no
// default.
type Certificate struct {
	Above   *exact.Decimal `json:"above,omitzero" validate:"omitempty,bounded"`
	AtLeast *exact.Decimal `json:"at_least,omitzero" validate:"omitempty,bounded"`
	Source  *rule.Source   `json:"source,omitzero"`
}

// text returns what the certificate requires, such as "above 80"; "" for an
// empty certificate.
func (c Certificate) text() string {
	if c.Above == nil && c.AtLeast == nil {
		return ""
	}
	return newThreshold(c.Above, c.AtLeast).text
}

// OutcomeRule is one thing that a person can reach: a distinction, a pass, a
// letter. Exactly one of Above (strict) and AtLeast (inclusive) is the
// threshold of the total in percent.
type OutcomeRule struct {
	Name  string `json:"name" validate:"id"`
	Title string `json:"title,omitzero" validate:"max=200,line"`
	// Certifies says that the outcome comes with the certificate. No outcome
	// that certifies may come after one that does not.
	Certifies bool           `json:"certifies,omitzero"`
	Above     *exact.Decimal `json:"above,omitzero" validate:"omitempty,bounded"`
	AtLeast   *exact.Decimal `json:"at_least,omitzero" validate:"omitempty,bounded"`
	// Needs are thresholds on components, all of which must be reached.
	Needs  []Need       `json:"needs,omitzero" validate:"max=100,dive"`
	Source *rule.Source `json:"source,omitzero"`
}

// Need is a threshold on a component, in percent of its own full marks, 0 to
// 100: exactly one of Above (strict) and AtLeast (inclusive) is set. It does
// not bind a person who is excused from the component. It applies even if the
// component was dropped or has no weight.
type Need struct {
	Component string         `json:"component" validate:"id"`
	Above     *exact.Decimal `json:"above,omitzero" validate:"omitempty,bounded"`
	AtLeast   *exact.Decimal `json:"at_least,omitzero" validate:"omitempty,bounded"`
}

// clone returns a copy that shares no memory with s.
func (s Scheme) clone() Scheme {
	s.Components, s.Weightings = cloneComponents(s.Components), cloneWeightings(s.Weightings)
	s.Certificate = s.Certificate.clone()
	s.Outcomes = slices.Clone(s.Outcomes)
	for i := range s.Outcomes {
		o := &s.Outcomes[i]
		o.Above, o.AtLeast, o.Source = copied(o.Above), copied(o.AtLeast), copied(o.Source)
		o.Needs = slices.Clone(o.Needs)
		for k := range o.Needs {
			n := &o.Needs[k]
			n.Above, n.AtLeast = copied(n.Above), copied(n.AtLeast)
		}
	}
	return s
}

func cloneComponents(list []Component) []Component {
	list = slices.Clone(list)
	for i := range list {
		c := &list[i]
		c.Award, c.Minimum, c.Source = c.Award.clone(), copied(c.Minimum), copied(c.Source)
	}
	return list
}

func (c Certificate) clone() Certificate {
	return Certificate{Above: copied(c.Above), AtLeast: copied(c.AtLeast), Source: copied(c.Source)}
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	return new(*p)
}
