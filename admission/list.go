package admission

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/admission/country"
)

// defaultList classifies countries where a test names no list.
const defaultList = string(country.UNSD202112)

// classification is a list ready for use, built-in or the caller's.
type classification struct {
	name, source string
	asOf         country.Date
	dated        bool
	statuses     []string
	builtin      country.List
	own          map[string]string // statuses by alpha-2: the caller's list, or overrides of a built-in one
}

// list returns the classification of a name, "" being the default.
func (p Policy) list(name string) (classification, bool) {
	if name == "" {
		name = defaultList
	}
	if builtin := country.List(name); builtin.Valid() {
		c := classification{name: name, source: builtin.Source(), asOf: builtin.AsOf(), dated: builtin.Dated(), builtin: builtin, own: map[string]string{}}
		for _, s := range builtin.Statuses() {
			c.statuses = append(c.statuses, string(s))
		}
		for _, o := range p.Overrides {
			if o.List == builtin {
				c.own[o.Country] = o.Status
			}
		}
		return c, true
	}
	for _, l := range p.Lists {
		if l.Name == name {
			statuses := slices.Collect(maps.Values(l.Status))
			return classification{name: name, source: l.Source, asOf: l.AsOf, statuses: statuses, own: l.Status}, true
		}
	}
	return classification{}, false
}

// status returns what the list says of a country, "" where it does not say.
func (c *classification) status(of country.Country, on country.Date) string {
	if own := c.own[of.Alpha2()]; own != "" || c.builtin == "" {
		return own
	}
	return string(c.builtin.Status(of, on))
}

// listsUsed returns the lists that the tests of a checked policy ask, each with
// its days, in order of name and day.
func (p Policy) listsUsed() []ListUse {
	var uses []ListUse
	p.eachTest(func(_ string, t Test) {
		if t.Country == nil || t.Country.In != nil {
			return
		}
		list, _ := p.list(t.Country.List)
		use := ListUse{Name: list.name, Source: list.source, AsOf: list.asOf, On: t.Country.On}
		same := func(u ListUse) bool { return u.Name == use.Name && u.On == use.On }
		if slices.ContainsFunc(uses, same) {
			return
		}
		if list.builtin != "" && len(list.own) > 0 {
			use.Overrides = list.own
		}
		uses = append(uses, use)
	})
	slices.SortFunc(uses, func(a, b ListUse) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.On, b.On))
	})
	return uses
}

// listUses returns a copy for a result.
func (s *Selector) listUses() []ListUse {
	uses := slices.Clone(s.lists)
	for i := range uses {
		uses[i].Overrides = maps.Clone(uses[i].Overrides)
	}
	return uses
}
