package admission

import (
	"slices"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/rule"
)

// share is a compiled [Share].
type share struct {
	code, title string
	source      *rule.Source
	test        *node
	country     CountryOf // the countries whose codes or regions are the groups
	region      bool
	attribute   string
	own         limits
	groups      map[string]limits
	leaveOpen   bool
	capped      bool // whether a group has a maximum
}

// limits are the bounds of one group.
type limits struct{ least, most limit }

// limit is a compiled [Bound]: a count, or a percentage in units of
// 10^-maxPercentPlaces.
type limit struct {
	set, count bool
	n          int64
}

// percentUnit is the number of units of one percent.
const percentUnit = 1_000_000_000

func compileLimit(b *Bound) limit {
	switch {
	case b == nil:
		return limit{}
	case b.Count != nil:
		return limit{set: true, count: true, n: int64(*b.Count)}
	}
	n, _ := b.Percent.Scaled(maxPercentPlaces)
	return limit{set: true, n: n}
}

// short reports whether a group needs place number n, the next place. If it does not get
// the place, it has fewer people than the limit asks for among the first n places. A
// count is spread evenly over all seats. The parameter held is the number of seats that
// the group holds, and capacity is the number of all seats.
func (l limit) short(held, n, capacity int64) bool {
	if l.count {
		return held*capacity < l.n*min(n, capacity)
	}
	return 100*percentUnit*held < l.n*n
}

// need returns the number of seats that a group needs: the count itself, or the
// percentage of the given number of people who hold seats, rounded up.
func (l limit) need(holders int64) int64 {
	if l.count {
		return l.n
	}
	const whole = 100 * percentUnit
	return (l.n*holders + whole - 1) / whole
}

// most returns the largest number of seats that a group may hold.
func (l limit) most(capacity int64) int64 {
	if l.count {
		return l.n
	}
	return l.n * capacity / (100 * percentUnit)
}

func (s *Selector) compileShare(p Policy, from Share) share {
	sh := share{
		code: from.Code, title: from.Title, source: from.Source, country: from.Of.Country, attribute: from.Of.Attribute,
		own: limits{compileLimit(from.AtLeast), compileLimit(from.AtMost)}, leaveOpen: from.Else == leaveOpen,
	}
	if from.Of.Test != nil {
		sh.test = new(s.compile(p, *from.Of.Test))
	}
	if from.Of.Region != "" {
		sh.country, sh.region = from.Of.Region, true
	}
	sh.capped = sh.own.most.set
	for name, b := range from.Groups {
		if sh.groups == nil {
			sh.groups = map[string]limits{}
		}
		l := limits{compileLimit(b.AtLeast), compileLimit(b.AtMost)}
		sh.groups[name] = l
		sh.capped = sh.capped || l.most.set
	}
	return sh
}

// limits returns the bounds of a group of the share.
func (sh *share) limits(group string) limits {
	if l, named := sh.groups[group]; named {
		return l
	}
	return sh.own
}

// each calls the function visit once for each of a person's groups that has bounds.
func (sh *share) each(a *Applicant, visit func(group string)) {
	bounded := func(group string) {
		if l := sh.limits(group); l.least.set || l.most.set {
			visit(group)
		}
	}
	switch {
	case sh.test != nil:
		if sh.test.eval(a) == rule.Met {
			visit(groupMet)
		}
	case sh.attribute != "":
		if value := a.Attributes[sh.attribute]; statesText(value) {
			bounded(value)
		}
	case sh.country == served:
		if name := sh.place(a.Country); name != "" {
			bounded(name)
		}
	default:
		codes := a.others(sh.country)
		for i, code := range codes {
			name := sh.place(code)
			if name == "" || slices.ContainsFunc(codes[:i], func(earlier string) bool { return sh.place(earlier) == name }) {
				continue
			}
			bounded(name)
		}
	}
}

// place returns the group of a country: its code or its region.
func (sh *share) place(code string) string {
	c := country.Alpha2(code)
	if sh.region {
		return c.Region()
	}
	return c.String()
}

// unstated reports whether the applicant has not stated a fact that could put him or her
// into a group. The status of a country that a list does not classify is not such a fact,
// since no applicant can state it.
func (sh *share) unstated(a *Applicant) bool {
	switch {
	case sh.test != nil:
		if sh.test.eval(a) != rule.Unknown {
			return false
		}
		met, _ := sh.test.openTo(a)
		return met
	case sh.attribute != "":
		return !statesText(a.Attributes[sh.attribute])
	}
	return !statesCountry(a, sh.country)
}

// finding returns a finding that names the fact that the share asks for and that the
// applicant has not stated.
func (sh *share) finding(a *Applicant) rule.Finding {
	f := rule.Finding{Path: "country", Detail: "not stated"}
	switch {
	case sh.test != nil:
		f, _ = sh.test.report(a, make([]rule.Finding, sh.test.size))
	case sh.attribute != "":
		f.Path = rule.Key("attributes", sh.attribute)
	case sh.country != served:
		f.Path = "countries." + string(sh.country)
	}
	f.Code, f.Source, f.Verdict = sh.code, clone(sh.source), rule.Unknown
	return f
}
