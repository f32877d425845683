package admission

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/civil"
)

// defaultList is the list for tests that name none.
const defaultList = string(country.UNSD202112)

// classification is a list of countries with their statuses, made ready for use: a
// built-in list, or a list of the caller.
type classification struct {
	name, source string
	asOf         civil.Date
	first, last  civil.Date // the days that the list covers; zero if it does not depend on a day
	statuses     []string
	builtin      country.List
	own          map[string]string // statuses by alpha-2 code: all of a caller's list, or the overrides of a built-in list
}

// list returns the classification with this name; "" is the default list.
func (p Policy) list(name string) (classification, bool) {
	if name == "" {
		name = defaultList
	}
	if builtin := country.List(name); builtin.Statuses() != nil {
		first, last := builtin.Covers()
		c := classification{
			name: name, source: builtin.Source(), asOf: builtin.AsOf(), first: first, last: last,
			statuses: texts(builtin.Statuses()), builtin: builtin, own: map[string]string{},
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

// listNames returns the names of all lists that a test may name.
func (p Policy) listNames() []string {
	names := texts([]country.List{country.UNSD202112, country.LDC, country.LLDC, country.SIDS})
	for _, l := range p.Lists {
		names = append(names, l.Name)
	}
	return names
}

// status returns the status that the list gives to a country, or "" for none. A checked
// policy asks about days after the end of a list only if the test sets Beyond to
// "as_known".
func (c *classification) status(of country.Country, on civil.Date) string {
	if own := c.own[of.String()]; own != "" || c.builtin == "" {
		return own
	}
	return string(c.builtin.AsKnown(of, on))
}

// listQuestion is a question that tests ask about a list: which status countries have on
// a day.
type listQuestion struct {
	list   classification
	day    civil.Date
	beyond string      // the value of CountryTest.Beyond
	kinds  []CountryOf // the kinds of country that the tests ask about
}

// listQuestions returns the questions that the tests of a checked policy ask about lists,
// each question once. They are sorted by the name of the list, then by day, then by
// Beyond.
func (p Policy) listQuestions() []listQuestion {
	var all []listQuestion
	p.eachTest(func(_ string, t Test) {
		if t.Country == nil || t.Country.In != nil {
			return
		}
		list, _ := p.list(t.Country.List)
		same := func(q listQuestion) bool {
			return q.list.name == list.name && q.day == t.Country.On && q.beyond == t.Country.Beyond
		}
		of := cmp.Or(t.Country.Of, served)
		if i := slices.IndexFunc(all, same); i < 0 {
			all = append(all, listQuestion{list: list, day: t.Country.On, beyond: t.Country.Beyond, kinds: []CountryOf{of}})
		} else if !slices.Contains(all[i].kinds, of) {
			all[i].kinds = append(all[i].kinds, of)
		}
	})
	slices.SortFunc(all, func(a, b listQuestion) int {
		return cmp.Or(cmp.Compare(a.list.name, b.list.name), cmp.Compare(a.day.String(), b.day.String()), cmp.Compare(a.beyond, b.beyond))
	})
	return all
}

// listUses returns an entry for each question in s.lists, with the statuses that the list
// gives to the countries of the given applicants.
func (s *Selector) listUses(as []Applicant) []ListUse {
	var uses []ListUse
	for _, q := range s.lists {
		use := ListUse{Name: q.list.name, Source: q.list.source, AsOf: q.list.asOf, On: q.day, Beyond: q.beyond, Said: map[string]string{}}
		if q.list.builtin != "" {
			use.Edition = country.Edition
			if len(q.list.own) > 0 {
				use.Overrides = maps.Clone(q.list.own)
			}
		}
		for i := range as {
			for _, of := range q.kinds {
				if of == served {
					use.say(&q, as[i].Country)
				}
				for _, code := range as[i].others(of) {
					use.say(&q, code)
				}
			}
		}
		use.scheduled(&q)
		use.Digest = digest(use.Said)
		uses = append(uses, use)
	}
	return uses
}

func (u *ListUse) say(q *listQuestion, code string) {
	if _, said := u.Said[code]; !said {
		u.Said[code] = q.list.status(country.Alpha2(code), q.day)
	}
}

// scheduled records the countries that are scheduled to leave the list up to the day of
// the question, with the day on which each leaves. All these days are later than the last
// day that the list covers. Only tests with Beyond "as_known" can ask about such days.
func (u *ListUse) scheduled(q *listQuestion) {
	for c, day := range q.list.builtin.Scheduled() {
		if q.day.Sub(day) < 0 {
			continue
		}
		if u.Scheduled == nil {
			u.Scheduled = map[string]civil.Date{}
		}
		u.Scheduled[c.String()] = day
	}
}

// others returns the nationalities or the residences, and nil for the country served.
func (a *Applicant) others(of CountryOf) []string {
	switch of {
	case nationality:
		return a.Countries.Nationality
	case residence:
		return a.Countries.Residence
	}
	return nil
}
