package grouping

import (
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Limits of one member.
const (
	maxFacts = 512  // categories, and as many numbers and lists
	maxText  = 1024 // bytes of a value
)

// Member is one person to be placed in a group. Each category has one text (gender,
// region), each number an exact decimal, and each list several texts, the best first
// (topics, languages, skills). Available holds the times at which the person can meet:
// nil means not stated, and empty means never.
type Member struct {
	ID         string                   `json:"id"`
	Categories map[string]string        `json:"categories,omitzero"`
	Numbers    map[string]exact.Decimal `json:"numbers,omitzero"`
	Lists      map[string][]string      `json:"lists,omitzero"`
	Available  []civil.Interval         `json:"available,omitzero"`
}

// checkMembers reports everything wrong with members; paths begin with the index,
// as in [3].id.
func (gr *Grouper) checkMembers(members []Member, r *rule.Report) {
	if len(members) > maxMembers {
		r.Note("", "too-many", "at most 1,000,000 members")
		return
	}
	first := make(map[string]bool, len(members))
	for i := range members {
		m := &members[i]
		at := r.At(rule.Index("", i))
		switch {
		case m.ID == "":
			at.Put(rule.Required("id"))
		case !document.ValidID(m.ID):
			at.Add("id", "id", "1 to 128 bytes of characters that can be seen, without spaces around them")
		case first[m.ID]:
			at.Add("id", "duplicate-id", "another member has this id")
		}
		first[m.ID] = true
		m.check(at)
		if per := gr.policy.Sizes.Per; per != "" && at.Clean(rule.Key("categories", per)) {
			if _, ok := m.Categories[per]; !ok {
				at.Add(rule.Key("categories", per), "required", "is required: the policy divides per this category")
			}
		}
		gr.checkNumbers(m, at)
	}
}

func (m *Member) check(r *rule.Report) {
	if len(m.Categories) > maxFacts {
		r.Add("categories", "too-many", "at most 512")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Categories)) {
		value := m.Categories[name]
		switch at := rule.Key("categories", name); {
		case !document.ValidID(name):
			r.Add(at, "id", "a name has 1 to 128 bytes of characters that can be seen, without spaces around them")
		case len(value) > maxText:
			r.Add(at, "too-long", "at most 1024 bytes")
		case !document.ValidLine(value):
			r.Add(at, "text", "one line of UTF-8 without control characters")
		}
	}
	if len(m.Numbers) > maxFacts {
		r.Add("numbers", "too-many", "at most 512")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Numbers)) {
		value := m.Numbers[name]
		switch at := rule.Key("numbers", name); {
		case !document.ValidID(name):
			r.Add(at, "id", "a name has 1 to 128 bytes of characters that can be seen, without spaces around them")
		case value.IsZero():
			r.Put(rule.Required(at))
		case !value.Bounded():
			r.Add(at, "decimal", "want plain digits with an optional sign and point, such as 12.5, at most 64 characters")
		}
	}
	m.checkLists(r)
	civil.CheckIntervals("available", m.Available, r)
}

// maxList is how many values a list may have.
const maxList = 100

func (m *Member) checkLists(r *rule.Report) {
	if len(m.Lists) > maxFacts {
		r.Add("lists", "too-many", "at most 512")
	}
	for _, name := range slices.Sorted(maps.Keys(m.Lists)) {
		at, list, seen := rule.Key("lists", name), m.Lists[name], map[string]bool{}
		if !document.ValidID(name) {
			r.Add(at, "id", "a name has 1 to 128 bytes of characters that can be seen, without spaces around them")
		}
		if len(list) > maxList {
			r.Add(at, "too-many", "at most 100")
			continue
		}
		for i, value := range list {
			switch at := rule.Index(at, i); {
			case len(value) > maxText:
				r.Add(at, "too-long", "at most 1024 bytes")
			case !document.ValidLine(value):
				r.Add(at, "text", "one line of UTF-8 without control characters")
			case seen[value]:
				r.Add(at, "duplicate-value", "is listed twice")
			}
			seen[value] = true
		}
	}
}

// checkNumbers reports numbers that a rule reads but cannot use.
func (gr *Grouper) checkNumbers(m *Member, r *rule.Report) {
	for _, name := range gr.numbers {
		value, ok := m.Numbers[name]
		at := rule.Key("numbers", name)
		if !ok || !r.Clean(at) {
			continue
		}
		for _, in := range gr.units[name] {
			if _, fault := in.convert(value); fault != "" {
				r.Add(at, fault, unitFaults[fault])
			}
		}
	}
}

// maxUnits is the largest absolute value of a number, in units of the rule that reads it.
const maxUnits = 1 << 31

// unitFaults holds, by code, the text for a number that a rule cannot count.
var unitFaults = map[string]string{
	"unit":       "must be a whole multiple of the unit; the rule can say round",
	"unit-range": "must be within 2,147,483,648 units",
}

// unit is the unit in which a rule counts a number.
type unit struct {
	size  exact.Decimal
	round bool
}

// convert converts a value to units. If it cannot, it returns the code of a violation.
func (u unit) convert(value exact.Decimal) (n int64, fault string) {
	quotient, rest := value.QuoRem(u.size.Decimal, 0) //nolint:forbidigo // exact: the whole quotient, and the rest
	if !rest.IsZero() {
		if !u.round {
			return 0, "unit"
		}
		if rest.Add(rest).Abs().GreaterThanOrEqual(u.size.Decimal) {
			quotient = quotient.Add(decimal.NewFromInt(int64(rest.Sign())))
		}
	}
	if quotient.Abs().GreaterThan(decimal.NewFromInt(maxUnits)) {
		return 0, "unit-range"
	}
	return quotient.IntPart(), ""
}

// count returns value in units. The value must have been checked before.
func (u unit) count(value exact.Decimal) int64 {
	n, _ := u.convert(value)
	return n
}

// byID returns members in the order of their ids.
func byID(members []Member) []*Member {
	sorted := make([]*Member, len(members))
	for i := range members {
		sorted[i] = &members[i]
	}
	slices.SortFunc(sorted, func(a, b *Member) int { return strings.Compare(a.ID, b.ID) })
	return sorted
}
