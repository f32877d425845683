package grading

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// maxComponents is how many components a scheme may have, those in groups and
// the groups themselves included.
const maxComponents = 100

const decimalDetail = "plain digits with an optional sign and point, such as 12.5, at most 64 characters"

// Validate returns everything that is wrong with the scheme: nil or
// [rule.Violations].
func (s Scheme) Validate() error { return document.Check(s, s.Check) }

// Check reports everything that is wrong with the scheme.
func (s Scheme) Check(r *rule.Report) {
	if n, fits := measured(s.Components); !fits {
		// If the scheme has too many components or too deep groups, no component is
		// checked by itself.
		if n > maxComponents {
			r.Add("components", "too-many", "at most "+strconv.Itoa(maxComponents)+", with those in groups")
		} else {
			r.Add("components", "depth", "groups at most "+strconv.Itoa(maxDepth)+" deep")
		}
		s.Components = nil
	} else {
		r.Put(document.Shape(s)...)
	}
	ids := references{known: make(map[string]bool, len(s.Components)), whole: r.Clean("components") || len(s.Components) > 0}
	each(s.Components, "components", func(c *Component, path string) {
		at := r.At(path)
		c.check(at)
		if ids.known[c.ID] {
			at.Put(rule.Duplicate("id", "duplicate-id"))
		}
		ids.add(c.ID, at)
		ids.whole = ids.whole && c.readable(at)
		if c.Minimum != nil && len(s.Outcomes) > 0 {
			at.Add("minimum", "one-of", "a scheme with outcomes states it as a need of an outcome")
		}
	})
	if r.Clean("weights") {
		checkWeights(s.Components, s.Weightings, s.Weights != relative, r)
	}
	if !s.Cap.IsZero() && r.Clean("cap") && s.Cap.Sign() <= 0 {
		r.Add("cap", "range", "more than 0")
	}
	s.checkOutcomes(ids, r)
}

// readable reports whether the components of c, if c is a group, could be read.
func (c *Component) readable(r *rule.Report) bool {
	if c.Award.Group == nil {
		return len(document.Kinds(c.Award)) > 0 || r.Clean("award")
	}
	return len(c.Award.Group.Components) > 0 || r.Clean("award.group.components")
}

func (c *Component) check(r *rule.Report) {
	if r.Clean("weight") && c.Weight.Sign() < 0 {
		r.Add("weight", "range", "at least 0")
	}
	if c.Minimum != nil {
		checkPercent(*c.Minimum, "minimum", r)
	}
	c.Award.check(r.At("award"))
}

// checkPercent reports a percentage of a component that is not 0 to 100.
func checkPercent(d exact.Decimal, path string, r *rule.Report) {
	switch {
	case d.IsZero():
		r.Put(rule.Required(path))
	case r.Clean(path) && (d.Sign() < 0 || d.Rational().Compare(hundred) > 0):
		r.Add(path, "range", "0 to 100")
	}
}

// references holds the ids of components that other parts of a scheme refer to: needs of
// outcomes and further weightings.
type references struct {
	known map[string]bool
	whole bool // all ids could be read; if not, an unknown name may be one of them
}

// add adds the id of a component, unless it is wrong.
func (x *references) add(id string, r *rule.Report) {
	switch {
	case x.known[id]:
	case !r.Clean("id"):
		x.whole = false
	default:
		x.known[id] = true
	}
}

// unknown reports whether certainly no component has the id.
func (x references) unknown(id string) bool { return x.whole && !x.known[id] }

func (s *Scheme) checkOutcomes(ids references, r *rule.Report) {
	if len(s.Outcomes) == 0 {
		if !r.Clean("outcomes") {
			return
		}
		checkThreshold(s.Certificate.Above, s.Certificate.AtLeast, r.At("certificate"))
		return
	}
	if s.Certificate != (Certificate{}) {
		r.Add("certificate", "one-of", "a scheme with outcomes has no certificate: an outcome that certifies is one")
	}
	seen, certifies := map[string]bool{}, true
	for i := range s.Outcomes {
		o, at := &s.Outcomes[i], r.At(rule.Index("outcomes", i))
		if seen[o.Name] && o.Name != "" {
			at.Put(rule.Duplicate("name", "duplicate-id"))
		}
		if o.Certifies && !certifies {
			at.Add("certifies", "order", "comes after an outcome that does not certify: the best come first")
		}
		seen[o.Name], certifies = true, o.Certifies || !at.Clean("certifies")
		checkThreshold(o.Above, o.AtLeast, at)
		o.checkNeeds(ids, at)
	}
}

func (o *OutcomeRule) checkNeeds(ids references, r *rule.Report) {
	seen := map[string]bool{}
	for i, n := range o.Needs {
		at := r.At(rule.Index("needs", i))
		switch {
		case n.Component == "" || !at.Clean("component"): // reported already, or not readable
		case ids.unknown(n.Component):
			at.Put(rule.UnknownName("component", "unknown-component", "component", n.Component, slices.Sorted(maps.Keys(ids.known))))
		case seen[n.Component]:
			at.Put(rule.Duplicate("component", "duplicate-id"))
		}
		seen[n.Component] = true
		checkThreshold(n.Above, n.AtLeast, at)
		for path, d := range map[string]*exact.Decimal{"above": n.Above, "at_least": n.AtLeast} {
			if d != nil && at.Clean(path) {
				checkPercent(*d, path, at)
			}
		}
	}
}

// checkThreshold reports a threshold that is below 0, or that does not state exactly one
// of above and at_least.
func checkThreshold(above, atLeast *exact.Decimal, r *rule.Report) {
	if !r.Clean("above", "at_least") {
		return
	}
	path, limit := "above", above
	if limit == nil {
		path, limit = "at_least", atLeast
	}
	switch {
	case (above == nil) == (atLeast == nil):
		r.Add("", "one-of", "exactly one of above and at_least must be set")
	case limit.IsZero():
		r.Put(rule.Required(path))
	case limit.Sign() < 0:
		r.Add(path, "range", "at least 0")
	}
}
