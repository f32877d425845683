package grading

import (
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// MaxComponents is how many components a scheme may have.
const MaxComponents = 100

// Scheme says what a course adds up: its components, their weights and what it
// takes to be certified.
type Scheme struct {
	// Weights says how the weights of the components are meant; absent is Percent.
	Weights     Weights     `json:"weights,omitzero" validate:"omitempty,name=percent relative"`
	Components  []Component `json:"components" validate:"required,min=1,max=100,dive"`
	Certificate Certificate `json:"certificate"`
}

// Weights says how the weights of a scheme are meant.
type Weights string

// The two ways to weigh.
const (
	Percent  Weights = "percent"  // weights are percent and add up to exactly 100
	Relative Weights = "relative" // weights are shares of their sum
)

// Valid reports whether w is one of the names there are.
func (w Weights) Valid() bool { return w == Percent || w == Relative }

// Component is one thing that is marked.
type Component struct {
	ID     string        `json:"id" validate:"id"`
	Title  string        `json:"title,omitzero" validate:"max=200,line"`
	Weight exact.Decimal `json:"weight" validate:"required,bounded"`
	Award  Award         `json:"award" validate:"oneof1"`
	// ExtraCredit adds to the total and is no part of the 100 percent.
	ExtraCredit bool `json:"extra_credit,omitzero"`
	// Minimum is the percentage of the component's full marks without which
	// there is no certificate, 0 to 100, inclusive. It binds nobody who is
	// excused from the component.
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

// threshold returns the limit and whether reaching it suffices.
func (c Certificate) threshold() (limit exact.Decimal, inclusive bool) {
	if c.Above != nil {
		return *c.Above, false
	}
	return *c.AtLeast, true
}

// need says what the certificate wants: "above 80".
func (c Certificate) need() string {
	limit, inclusive := c.threshold()
	if inclusive {
		return "at least " + limit.String()
	}
	return "above " + limit.String()
}

// Check reports everything that is wrong with the scheme.
func (s Scheme) Check(r *rule.Report) {
	if len(s.Components) > MaxComponents {
		// Not worth going through.
		r.Add("components", "too-many", "at most 100")
		s.Components = nil
	} else {
		r.AddAll(document.Shape(s))
	}
	seen := map[string]bool{}
	for i, c := range s.Components {
		c.check(r.At(rule.Index("components", i)))
		if seen[c.ID] && c.ID != "" {
			r.Add(rule.Index("components", i)+".id", "duplicate-id", "another component has this id")
		}
		seen[c.ID] = true
	}
	s.checkWeights(r)
	s.Certificate.check(r.At("certificate"))
}

func (c Component) check(r *rule.Report) {
	if r.Clean("weight") && c.Weight.Sign() < 0 {
		r.Add("weight", "range", "at least 0")
	}
	if c.Minimum != nil && c.Minimum.IsZero() {
		r.Put(rule.Required("minimum"))
	}
	if c.Minimum != nil && r.Clean("minimum") && (c.Minimum.Sign() < 0 || c.Minimum.Rational().Compare(hundred) > 0) {
		r.Add("minimum", "range", "0 to 100")
	}
	c.Award.check(r.At("award"))
}

func (c Certificate) check(r *rule.Report) {
	switch {
	case !r.Clean("above", "at_least"):
	case (c.Above == nil) == (c.AtLeast == nil):
		r.Add("", "one-of", "exactly one of above and at_least must be set")
	default:
		limit, inclusive := c.threshold()
		path := map[bool]string{false: "above", true: "at_least"}[inclusive]
		if limit.IsZero() {
			r.Put(rule.Required(path))
		} else if limit.Sign() < 0 {
			r.Add(path, "range", "at least 0")
		}
	}
}

// checkWeights holds the sum of the weights, extra credit aside, against the
// scheme's way to weigh.
func (s Scheme) checkWeights(r *rule.Report) {
	var sum exact.Rational
	for i, c := range s.Components {
		if !r.Clean(rule.Index("components", i) + ".weight") {
			return
		}
		if !c.ExtraCredit {
			sum = sum.Plus(c.Weight.Rational())
		}
	}
	switch {
	case len(s.Components) == 0 || !r.Clean("weights"):
	case s.Weights == Relative && sum.Sign() == 0:
		r.Note("components", "weights-total", "weights, extra credit aside, must not all be 0")
	case s.Weights != Relative && sum.Compare(hundred) != 0:
		r.Note("components", "weights-total", "weights, extra credit aside, add up to "+sum.String()+", not 100")
	}
}

var (
	one     = exact.Whole(1)
	hundred = exact.Whole(100)
)
