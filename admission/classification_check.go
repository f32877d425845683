package admission

import (
	"maps"
	"slices"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

const wantCountry = "want an ISO 3166-1 alpha-2 code in capitals, or XK"

func (p Policy) checkLists(r *rule.Report) {
	seen := map[string]bool{}
	for i, l := range p.Lists {
		at := r.At(rule.Index("lists", i))
		if at.Clean("name") {
			if seen[l.Name] || country.List(l.Name).Statuses() != nil {
				at.Add("name", "duplicate-list", "a list of this name is already there")
			}
			seen[l.Name] = true
		}
		if at.Clean("as_of") && l.AsOf.IsZero() {
			at.Add("as_of", "required", "is required: the day the list is of, such as 2024-10-30")
		}
		for _, code := range slices.Sorted(maps.Keys(l.Status)) {
			status := l.Status[code]
			path := rule.Key("status", code)
			if country.Alpha2(code).IsZero() {
				at.Add(path, "unknown-country", wantCountry)
			}
			if !document.ValidID(status) {
				at.Add(path, "id", wantID)
			}
		}
	}
}

func (p Policy) checkOverrides(r *rule.Report) {
	type place struct {
		list country.List
		code string
	}
	seen := map[place]bool{}
	for i, o := range p.Overrides {
		at := r.At(rule.Index("overrides", i))
		if at.Clean("country") && country.Alpha2(o.Country).IsZero() {
			at.Add("country", "unknown-country", wantCountry)
		}
		if at.Clean("list", "status") && !slices.Contains(o.List.Statuses(), country.Status(o.Status)) {
			at.Add("status", "unknown-status", "want "+rule.List("or", texts(o.List.Statuses())...))
		}
		if at.Clean("list", "country") {
			if seen[place{o.List, o.Country}] {
				at.Add("country", "duplicate-override", "the list already has one for this country")
			}
			seen[place{o.List, o.Country}] = true
		}
	}
}

// texts returns values as texts.
func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
