package admission

import (
	"maps"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/admission/country"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// faults collects the mistakes in one person's data. The Shape function of package
// document would find some of them, but takes much longer for each of a million people.
type faults struct{ found rule.Violations }

// check returns the mistakes in one applicant, without comparing it with others.
func (a *Applicant) check(s *Selector) rule.Violations {
	var f faults
	f.name("id", a.ID)
	f.person(s, a)
	f.facts(a)
	f.size("reviews", len(a.Reviews), maxReviews, "at most 100")
	for i := range a.Reviews {
		f.review(s, a, i)
	}
	// Maps are read in random order, so violations are sorted.
	slices.SortStableFunc(f.found, func(a, b rule.Violation) int { return strings.Compare(a.Path, b.Path) })
	return f.found
}

func (f *faults) add(path, code, detail string) {
	f.found = append(f.found, rule.Violation{Code: code, Path: path, Detail: detail})
}

// name checks a text that must be an id, such as the name of a document.
func (f *faults) name(path, id string) {
	if code, detail := nameFault(id); code != "" {
		f.add(path, code, detail)
	}
}

// key checks the key of a map. The path is built only if there is a mistake.
func (f *faults) key(path, key string) {
	if code, detail := nameFault(key); code != "" {
		f.add(rule.Key(path, key), code, detail)
	}
}

// text checks free text.
func (f *faults) text(path, text string) {
	if code, detail := textFault(text); code != "" {
		f.add(path, code, detail)
	}
}

// nameFault returns the mistake in a text that must be an id, or an empty code if there
// is no mistake.
func nameFault(id string) (code, detail string) {
	switch {
	case id == "":
		return "required", "is required"
	case !document.ValidID(id):
		return "id", wantID
	}
	return "", ""
}

// textFault returns the mistake in free text, or an empty code if there is no mistake.
func textFault(text string) (code, detail string) {
	switch {
	case len(text) > maxText:
		return "too-long", "at most 256 bytes"
	case !document.ValidLine(text):
		return "text", "one line of UTF-8 without control characters"
	}
	return "", ""
}

func (f *faults) size(path string, n, limit int, detail string) {
	if n > limit {
		f.add(path, "too-many", detail)
	}
}

// number reports a decimal that is not usable: it is absent, or a document cannot hold
// it.
func (f *faults) number(path string, d exact.Decimal) {
	if d.IsZero() {
		f.add(path, "required", "is required")
	} else {
		f.add(path, "decimal", wantDecimal)
	}
}

// person checks every fact of an applicant that is neither a map nor a review, except the
// id.
func (f *faults) person(s *Selector, a *Applicant) {
	if a.Country == "" && s.wantsCountry {
		f.add("country", "required", "is required: a rule asks for it")
	} else if a.Country != "" && country.Alpha2(a.Country).IsZero() {
		f.add("country", "unknown-country", wantCountry)
	}
	f.countries("countries.nationality", a.Countries.Nationality)
	f.countries("countries.residence", a.Countries.Residence)
	if a.Gender != "" && !a.Gender.valid() {
		f.add("gender", "unknown-value", "want woman, man, other or undisclosed")
	}
	f.text("role", a.Role)
	if a.Degree != nil && a.Degree.Level != "" && a.Degree.Level.order() == 0 {
		f.add("degree.level", "unknown-value", "want "+rule.List("or", texts(degreeLevels)...))
	}
	if m := a.ExperienceMonths; m != nil && (*m < 0 || *m > maxMonths) {
		f.add("experience_months", "range", "from 0 to 1200")
	}
	f.text("time_zone", a.TimeZone)
	if len(a.Available) > 0 {
		var r rule.Report
		civil.CheckIntervals("available", a.Available, &r)
		f.found = append(f.found, r.Violations()...)
	}
}

func (f *faults) countries(path string, codes []string) {
	f.size(path, len(codes), maxCountries, "at most 16")
	for i, code := range codes {
		at := rule.Index(path, i)
		switch {
		case country.Alpha2(code).IsZero():
			f.add(at, "unknown-country", wantCountry)
		case slices.Contains(codes[:i], code):
			f.add(at, "duplicate-country", "is listed twice")
		}
	}
}

// facts checks the maps of an applicant: languages, documents, numbers and attributes.
func (f *faults) facts(a *Applicant) {
	f.size("languages", len(a.Languages), maxEntries, "at most 256")
	for tag, level := range a.Languages {
		if !validTag(tag) {
			f.add(rule.Key("languages", tag), "language-tag", wantTag)
		} else if level.order() == 0 {
			f.add(rule.Key("languages", tag), "unknown-value", "want "+rule.List("or", texts(languageLevels)...))
		}
	}
	f.size("documents", len(a.Documents), maxEntries, "at most 256")
	for name := range a.Documents {
		f.key("documents", name)
	}
	f.size("numbers", len(a.Numbers), maxEntries, "at most 256")
	for name, d := range a.Numbers {
		f.key("numbers", name)
		if !usable(d) {
			f.number(rule.Key("numbers", name), d)
		}
	}
	f.size("attributes", len(a.Attributes), maxEntries, "at most 256")
	for name, value := range a.Attributes {
		f.key("attributes", name)
		if code, detail := textFault(value); code != "" {
			f.add(rule.Key("attributes", name), code, detail)
		}
	}
}

// review checks review i of an applicant. If no score key uses a part, its score has no
// maximum, but must be at least 0.
func (f *faults) review(s *Selector, a *Applicant, i int) {
	review := &a.Reviews[i]
	reviewer := func() string { return rule.Field(rule.Index("reviews", i), "reviewer") }
	scores := func() string { return rule.Field(rule.Index("reviews", i), "scores") }
	if code, detail := nameFault(review.Reviewer); code != "" {
		f.add(reviewer(), code, detail)
	}
	same := func(earlier Review) bool { return earlier.Reviewer == review.Reviewer }
	if review.Reviewer != "" && slices.ContainsFunc(a.Reviews[:min(i, maxReviews)], same) {
		f.add(reviewer(), "duplicate-reviewer", "has reviewed this applicant already")
	}
	if len(review.Scores) > maxEntries {
		f.add(scores(), "too-many", "at most 256")
	}
	for part, d := range review.Scores {
		if code, detail := nameFault(part); code != "" {
			f.add(rule.Key(scores(), part), code, detail)
		}
		if !usable(d) {
			f.number(rule.Key(scores(), part), d)
			continue
		}
		limit, used := s.maxima[part]
		if d.Sign() < 0 || used && compareDecimals(d, limit) > 0 {
			f.add(rule.Key(scores(), part), "score-range", "from 0 to the max of the score key")
		}
	}
}

// clone returns a copy that shares no memory with a.
func (a *Applicant) clone() *Applicant {
	c := *a
	c.Countries.Nationality, c.Countries.Residence = slices.Clone(a.Countries.Nationality), slices.Clone(a.Countries.Residence)
	if c.Degree = clone(a.Degree); c.Degree != nil {
		c.Degree.Relevant = clone(a.Degree.Relevant)
	}
	c.ExperienceMonths = clone(a.ExperienceMonths)
	c.Languages, c.Documents = maps.Clone(a.Languages), maps.Clone(a.Documents)
	c.Numbers, c.Attributes = maps.Clone(a.Numbers), maps.Clone(a.Attributes)
	c.Available, c.Reviews = slices.Clone(a.Available), slices.Clone(a.Reviews)
	for i := range c.Reviews {
		c.Reviews[i].Scores = maps.Clone(c.Reviews[i].Scores)
	}
	return &c
}
