package grading

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of a tree.
const (
	maxDepth      = 8  // groups within groups
	maxWeightings = 20 // further weightings of one group
)

// GroupAward makes a component a group of components. The weights of these components are
// divided by the sum of the weights that are not extra credit. The group itself has no
// mark.
type GroupAward struct {
	Components []Component `json:"components" validate:"required,min=1,max=100,dive"`
	// DropLowest is the number of components dropped to make the share as high as
	// possible. DropHighest is the number of components that are then dropped to make the
	// share as low as possible. Of the components that may be dropped, at least one is
	// kept. See the package documentation.
	DropLowest  int `json:"drop_lowest,omitzero" validate:"min=0,max=100"`
	DropHighest int `json:"drop_highest,omitzero" validate:"min=0,max=100"`
	// Weightings are further ways to weigh the components; the weighting that is
	// best for the person counts.
	Weightings []Weighting `json:"weightings,omitzero"`
}

func (a GroupAward) clone() *GroupAward {
	a.Components, a.Weightings = cloneComponents(a.Components), cloneWeightings(a.Weightings)
	return &a
}

// ids returns the ids of the group's components.
func (a *GroupAward) ids() []string {
	list := make([]string, len(a.Components))
	for i, c := range a.Components {
		list[i] = c.ID
	}
	return list
}

func cloneWeightings(list []Weighting) []Weighting {
	list = slices.Clone(list)
	for i := range list {
		list[i] = maps.Clone(list[i])
	}
	return list
}

// measured counts components, those in groups included, and reports whether their
// number and their depth are within the limits. It stops beyond the limits, because a
// group in a Go literal can contain itself.
func measured(components []Component) (count int, fits bool) {
	var walk func(list []Component, depth int) bool
	walk = func(list []Component, depth int) bool {
		count += len(list)
		if count > maxComponents || depth > maxDepth {
			return false
		}
		for i := range list {
			if group := list[i].Award.Group; group != nil && !walk(group.Components, depth+1) {
				return false
			}
		}
		return true
	}
	fits = walk(components, 0)
	return count, fits
}

// each calls f with every component and its path, each group before its
// components.
func each(components []Component, path string, f func(c *Component, path string)) {
	for i := range components {
		c, at := &components[i], rule.Index(path, i)
		f(c, at)
		if group := c.Award.Group; group != nil {
			each(group.Components, at+".award.group.components", f)
		}
	}
}

// checkWeights checks the weights of a group and its further weightings. If percent is
// set, the weights of each weighting must add up to 100; otherwise no sum of weights
// may be 0.
func checkWeights(components []Component, weightings []Weighting, percent bool, r *rule.Report) {
	var sum exact.Rational
	ids, clean := references{known: map[string]bool{}, whole: r.Clean("components") || len(components) > 0}, true
	extra := map[string]bool{}
	for i, c := range components {
		extra[c.ID] = c.ExtraCredit
		at := r.At(rule.Index("components", i))
		ids.add(c.ID, at)
		if !at.Clean("weight", "extra_credit") {
			clean = false
		} else if !c.ExtraCredit {
			sum = sum.Plus(c.Weight.Rational())
		}
	}
	if detail := unbalanced(sum, percent); clean && detail != "" && len(components) > 0 {
		r.Note("components", "weights-total", detail)
	}
	if len(weightings) > maxWeightings {
		r.Add("weightings", "too-many", "at most "+strconv.Itoa(maxWeightings))
		return
	}
	for i, w := range weightings {
		w.check(ids, extra, percent, r.At(rule.Index("weightings", i)))
	}
}

// check checks one further weighting. The parameter ids has the ids of the group's
// components, and the parameter extra has the ids of those that are extra credit.
func (w Weighting) check(ids references, extra map[string]bool, percent bool, r *rule.Report) {
	if len(w) > maxComponents {
		r.Add("", "too-many", "at most "+strconv.Itoa(maxComponents))
		return
	}
	var sum exact.Rational
	clean := r.Clean("")
	for _, id := range slices.Sorted(maps.Keys(w)) {
		at, weight := rule.Key("", id), w[id]
		if ids.unknown(id) {
			v := rule.UnknownName("", "unknown-component", "component of the group", id, slices.Sorted(maps.Keys(ids.known)))
			r.Add(at, v.Code, v.Detail)
		}
		switch {
		case !r.Clean(at):
		case weight.IsZero():
			r.Put(rule.Required(at))
		case !weight.Bounded():
			r.Add(at, "decimal", decimalDetail)
		case weight.Sign() < 0:
			r.Add(at, "range", "at least 0")
		case !extra[id]:
			sum = sum.Plus(weight.Rational())
		}
		clean = clean && r.Clean(at) && ids.known[id]
	}
	if detail := unbalanced(sum, percent); clean && detail != "" {
		r.Note("", "weights-total", detail)
	}
}

// unbalanced returns what is wrong with a sum of weights, "" if nothing is.
func unbalanced(sum exact.Rational, percent bool) string {
	switch {
	case percent && sum.Compare(hundred) != 0:
		return "weights, extra credit aside, add up to " + sum.String() + ", not 100"
	case sum.Sign() == 0:
		return "weights, extra credit aside, must not all be 0"
	}
	return ""
}
