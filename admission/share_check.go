package admission

import (
	"maps"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// check reports the mistakes in s that document.Shape does not find. A count and a
// percentage are compared at the capacity.
func (s Share) check(r *rule.Report, capacity int) {
	if s.AtLeast == nil && s.AtMost == nil && len(s.Groups) == 0 && r.Clean("at_least", "at_most", "groups") {
		r.Note("", "required", "at_least, at_most or groups is required")
	}
	checkBounds(r, Bounds{s.AtLeast, s.AtMost}, capacity)
	if s.Of.Test != nil && len(s.Groups) > 0 {
		r.Add("groups", "not-used", "a test has one group: state at_least and at_most of the share")
	}
	for _, name := range slices.Sorted(maps.Keys(s.Groups)) {
		s.checkGroup(r.At(rule.Key("groups", name)), name, capacity)
	}
	switch s.Else {
	case "":
	case leaveOpen:
		s.checkLeaveOpen(r)
	default:
		r.Put(rule.UnknownValue("else", leaveOpen))
	}
}

func (s Share) checkGroup(r *rule.Report, name string, capacity int) {
	switch {
	case s.Of.Country != "" && country.Alpha2(name).IsZero():
		r.Add("", "unknown-country", wantCountry)
	case s.Of.Region != "" && !slices.Contains(regions(), name):
		r.Add("", "unknown-region", "want "+rule.List("or", regions()...))
	case s.Of.Attribute != "" && !statesText(name):
		r.Add("", "text", "want a value that the attribute can have: 1 to 256 bytes on one line")
	}
	b := s.Groups[name]
	if b.AtLeast == nil && b.AtMost == nil {
		r.Add("", "required", "at_least, at_most or both are required")
	}
	checkBounds(r, b, capacity)
}

// checkLeaveOpen requires that leave_open is used only with groups that are known
// beforehand: the group of a test, or named groups.
func (s Share) checkLeaveOpen(r *rule.Report) {
	if s.Of.Test == nil && (s.AtLeast != nil || len(s.Groups) == 0) {
		r.Note("else", "leave-open", "only for a test, or for groups that are named with their at_least")
		return
	}
	named := s.AtLeast != nil
	for _, b := range s.Groups {
		named = named || b.AtLeast != nil
	}
	if !named {
		r.Note("else", "leave-open", "needs an at_least to leave seats open for")
	}
}

func checkBounds(r *rule.Report, b Bounds, capacity int) {
	for _, bound := range []struct {
		path string
		*Bound
	}{{"at_least", b.AtLeast}, {"at_most", b.AtMost}} {
		switch {
		case bound.Bound == nil || !r.Clean(bound.path):
			continue
		case len(document.Kinds(bound.Bound)) != 1:
			r.Add(bound.path, "one-of", "exactly one of count and percent is required")
			continue
		case !bound.Percent.IsZero() && !bound.Percent.Bounded():
			r.Add(rule.Field(bound.path, "percent"), "decimal", wantDecimal)
			continue
		}
		if bound.Count != nil && (*bound.Count < 0 || *bound.Count > maxCapacity) {
			r.Add(rule.Field(bound.path, "count"), "range", "from 0 to "+strconv.Itoa(maxCapacity)+" seats")
		}
		if n, ok := bound.Percent.Scaled(maxPercentPlaces); !ok || n < 0 || n > 100*percentUnit {
			r.Add(rule.Field(bound.path, "percent"), "range", "from 0 to 100, with at most 9 digits after the point")
		}
	}
	if b.AtLeast == nil || b.AtMost == nil || !r.Clean("at_least", "at_most") {
		return
	}
	least, most := compileLimit(b.AtLeast), compileLimit(b.AtMost)
	n := int64(capacity)
	if !least.count && !most.count && least.n > most.n || (least.count || most.count) && least.need(n) > most.most(n) {
		r.Note("", "bounds", "at_least is above at_most")
	}
}

// regions returns the M49 regions, sorted.
func regions() []string {
	seen := map[string]bool{}
	for c := range country.All() {
		if name := c.Region(); name != "" {
			seen[name] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}
