package admission

import (
	"slices"
	"strings"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/rule"
)

// checkTest reports the mistakes in t that document.Shape does not find. It does not look
// into the tests inside t. The paths of r are relative to t. The parameter keys says
// whether all keys of the policy could be read.
func (p Policy) checkTest(r *rule.Report, t Test, keys bool) {
	if t.Gender != nil {
		if i := slices.Index(t.Gender.In, undisclosed); i >= 0 {
			r.Add(rule.Index("gender.in", i), "undisclosed", "not an answer, so it cannot be asked for: want woman, man or other")
		}
	}
	if t.Country != nil {
		p.checkCountry(r.At("country"), *t.Country)
	}
	if t.Degree != nil && r.Clean("degree") && t.Degree.AtLeast == "" && !t.Degree.Relevant {
		r.Add("degree", "required", "at_least, relevant or both must be stated")
	}
	if t.Language != nil && r.Clean("language.tag") && !validTag(t.Language.Tag) {
		r.Add("language.tag", "language-tag", wantTag)
	}
	if t.Number != nil {
		t.Number.check(r.At("number"))
	}
	if a := t.Attribute; a != nil && (a.Equals == "") == (a.In == nil) && (a.In != nil || r.Clean("attribute.equals", "attribute.in")) {
		r.Add("attribute", "one-of", "exactly one of equals and in must be stated")
	}
	if t.Attribute != nil && t.Attribute.In != nil && len(t.Attribute.In) == 0 {
		r.Add("attribute.in", "too-few", "at least 1")
	}
	if t.Score != nil {
		p.checkScore(r.At("score"), *t.Score, keys)
	}
	if t.AtLeastOf != nil && r.Clean("at_least_of.count") && t.AtLeastOf.Count > len(t.AtLeastOf.Tests) {
		r.Add("at_least_of.count", "count", "more than there are tests")
	}
}

func (t NumberTest) check(r *rule.Report) {
	if t.AtLeast.IsZero() && t.AtMost.IsZero() && r.Clean("at_least", "at_most") {
		r.Add("at_least", "required", "at_least, at_most or both must be stated")
		return
	}
	if !t.AtLeast.IsZero() && !t.AtMost.IsZero() && r.Clean("at_least", "at_most") && compareDecimals(t.AtLeast, t.AtMost) > 0 {
		r.Note("", "bounds", "at_least is above at_most")
	}
}

func (p Policy) checkScore(r *rule.Report, t ScoreTest, keys bool) {
	if t.AtLeast.IsZero() && t.Reviews == 0 && r.Clean("at_least", "reviews") {
		r.Add("at_least", "required", "at_least, reviews or both must be stated")
	}
	if !r.Clean("key") {
		return
	}
	var names []string
	for _, k := range p.Priority {
		if k.Key.Score == nil {
			continue
		}
		if k.Code != t.Key {
			names = append(names, k.Code)
			continue
		}
		max := k.Key.Score.Max
		if r.Clean("at_least") && !t.AtLeast.IsZero() && usable(max) && max.Sign() > 0 && (t.AtLeast.Sign() < 0 || compareDecimals(t.AtLeast, max) > 0) {
			r.Add("at_least", "range", "from 0 to the max of the score key")
		}
		return
	}
	switch {
	case !keys:
	case len(names) == 0:
		r.Add("key", "unknown-key-code", "the policy has no score key")
	default:
		r.Add("key", "unknown-key-code", "want the code of a score key: "+rule.List("or", names...))
	}
}

func (p Policy) checkCountry(r *rule.Report, t CountryTest) {
	if t.Beyond != "" && t.Beyond != asKnown {
		r.Put(rule.UnknownValue("beyond", asKnown))
	}
	for i, code := range t.In {
		if path := rule.Index("in", i); r.Clean(path) && country.Alpha2(code).IsZero() {
			r.Add(path, "unknown-country", wantCountry)
		}
	}
	if t.In != nil {
		if t.List != "" || t.Status != "" || !t.On.IsZero() || t.Beyond != "" {
			r.Add("", "one-of", "either in, or list and status")
		} else if len(t.In) == 0 {
			r.Add("in", "too-few", "at least 1")
		}
		return
	}
	if t.Status == "" {
		r.Put(rule.Required("status"))
	}
	if !r.Clean("list", "status") {
		return
	}
	list, known := p.list(t.List)
	switch {
	case !known:
		r.Add("list", "unknown-list", "want "+rule.List("or", p.listNames()...))
		return
	case !slices.Contains(list.statuses, t.Status):
		r.Add("status", "unknown-status", "want "+rule.List("or", slices.Compact(slices.Sorted(slices.Values(list.statuses)))...))
	}
	list.checkDay(r, t)
}

// checkDay reports what is wrong with the day of a country test. If the list depends on a
// day, the test must state one that the list covers, or a later day and Beyond. Otherwise
// it must state neither a day nor Beyond.
func (c *classification) checkDay(r *rule.Report, t CountryTest) {
	if c.first.IsZero() {
		if !t.On.IsZero() {
			r.Add("on", "not-dated", "the list does not depend on a day")
		}
		if t.Beyond != "" {
			r.Add("beyond", "not-dated", "the list does not depend on a day")
		}
		return
	}
	switch {
	case t.On.IsZero():
		r.Add("on", "required", "the list depends on a day")
	case t.On.Sub(c.first) < 0:
		r.Add("on", "date-range", "from "+c.first.String()+" to "+c.last.String())
	case t.On.Sub(c.last) > 0 && t.Beyond == "":
		r.Add("on", "date-range", "from "+c.first.String()+" to "+c.last.String()+"; for a later day state beyond: as_known")
	}
}

const (
	wantTag      = "want a tag such as en or pt-BR"
	wantID       = "1 to 128 bytes of characters that can be seen, without spaces around them"
	wantDecimal  = "want plain digits with an optional sign and point, such as 12.5, at most 64 characters"
	smallLetters = "abcdefghijklmnopqrstuvwxyz"
	alphanumeric = smallLetters + "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)

// validTag reports whether tag looks like a language tag in its usual case: a language of
// two or three small letters, then subtags of up to eight characters.
func validTag(tag string) bool {
	for i, part := range strings.Split(tag, "-") {
		least, most, characters := 1, 8, alphanumeric
		if i == 0 {
			least, most, characters = 2, 3, smallLetters
		}
		if len(part) < least || len(part) > most || strings.Trim(part, characters) != "" {
			return false
		}
	}
	return true
}
