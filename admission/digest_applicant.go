package admission

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/exact"
)

// applicantWriter writes the canonical JSON of checked applicants, one after the other,
// into the same memory. Keys are in alphabetical order. An undisclosed gender and a
// degree without facts are left out, as they state nothing.
type applicantWriter struct {
	text    []byte
	keys    []string
	reviews []*Review
}

// applicant returns the text of an applicant. The text is valid until the next call.
func (w *applicantWriter) applicant(a *Applicant) []byte {
	w.text = append(w.text[:0], '{')
	if len(a.Attributes) > 0 {
		w.key("attributes")
		w.open('{')
		for _, name := range sortedKeys(w, a.Attributes) {
			w.member(name, a.Attributes[name])
		}
		w.close('}')
	}
	w.available(a.Available)
	if len(a.Countries.Nationality)+len(a.Countries.Residence) > 0 {
		w.key("countries")
		w.open('{')
		w.list("nationality", a.Countries.Nationality)
		w.list("residence", a.Countries.Residence)
		w.close('}')
	}
	w.member("country", a.Country)
	w.degree(a.Degree)
	if len(a.Documents) > 0 {
		w.key("documents")
		w.open('{')
		for _, name := range sortedKeys(w, a.Documents) {
			w.key(name)
			w.text = strconv.AppendBool(w.text, a.Documents[name])
		}
		w.close('}')
	}
	if a.ExperienceMonths != nil {
		w.key("experience_months")
		w.text = strconv.AppendInt(w.text, int64(*a.ExperienceMonths), 10)
	}
	if a.Gender.disclosed() {
		w.member("gender", string(a.Gender))
	}
	w.member("id", a.ID)
	if len(a.Languages) > 0 {
		w.key("languages")
		w.open('{')
		for _, tag := range sortedKeys(w, a.Languages) {
			w.member(tag, string(a.Languages[tag].plain()))
		}
		w.close('}')
	}
	w.decimals("numbers", a.Numbers)
	w.allReviews(a.Reviews)
	w.member("role", a.Role)
	w.member("time_zone", a.TimeZone)
	w.close('}')
	return w.text
}

// available writes intervals in UTC, sorted by start and end.
func (w *applicantWriter) available(all []civil.Interval) {
	if all == nil {
		return
	}
	w.key("available")
	w.open('[')
	all = slices.SortedFunc(slices.Values(all), func(a, b civil.Interval) int {
		return cmp.Or(a.Start.Compare(b.Start), a.End.Compare(b.End))
	})
	for i, interval := range all {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		w.open('{')
		w.member("end", interval.End.UTC().Format(time.RFC3339Nano))
		w.member("start", interval.Start.UTC().Format(time.RFC3339Nano))
		w.close('}')
	}
	w.close(']')
}

func (w *applicantWriter) degree(d *Degree) {
	if d == nil || d.Level == "" && d.Relevant == nil {
		return
	}
	w.key("degree")
	w.open('{')
	w.member("level", string(d.Level))
	if d.Relevant != nil {
		w.key("relevant")
		w.text = strconv.AppendBool(w.text, *d.Relevant)
	}
	w.close('}')
}

func (w *applicantWriter) allReviews(reviews []Review) {
	if len(reviews) == 0 {
		return
	}
	w.reviews = w.reviews[:0]
	for i := range reviews {
		w.reviews = append(w.reviews, &reviews[i])
	}
	slices.SortFunc(w.reviews, func(a, b *Review) int { return strings.Compare(a.Reviewer, b.Reviewer) })
	w.key("reviews")
	w.open('[')
	for i, r := range w.reviews {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		w.open('{')
		w.member("reviewer", r.Reviewer)
		w.decimals("scores", r.Scores)
		w.close('}')
	}
	w.close(']')
}

func (w *applicantWriter) decimals(name string, values map[string]exact.Decimal) {
	if len(values) == 0 {
		return
	}
	w.key(name)
	w.open('{')
	for _, name := range sortedKeys(w, values) {
		w.key(name)
		w.text = append(w.text, '"')
		w.text = appendShortest(w.text, values[name])
		w.text = append(w.text, '"')
	}
	w.close('}')
}

func (w *applicantWriter) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	w.keys = append(w.keys[:0], values...)
	slices.Sort(w.keys)
	w.key(name)
	w.open('[')
	for i, value := range w.keys {
		if i > 0 {
			w.text = append(w.text, ',')
		}
		w.quote(value)
	}
	w.close(']')
}

func (w *applicantWriter) open(bracket byte)  { w.text = append(w.text, bracket) }
func (w *applicantWriter) close(bracket byte) { w.text = append(w.text, bracket) }

// key writes the name of the next member of the open object.
func (w *applicantWriter) key(name string) {
	if w.text[len(w.text)-1] != '{' {
		w.text = append(w.text, ',')
	}
	w.quote(name)
	w.text = append(w.text, ':')
}

// member writes a key and its text as the next member of the open object. It writes
// nothing if the text is empty.
func (w *applicantWriter) member(name, value string) {
	if value != "" {
		w.key(name)
		w.quote(value)
	}
}

// quote writes a text that has no control characters as a JSON string.
func (w *applicantWriter) quote(text string) {
	w.text = append(w.text, '"')
	for i := range len(text) {
		if text[i] == '"' || text[i] == '\\' {
			w.text = append(w.text, '\\')
		}
		w.text = append(w.text, text[i])
	}
	w.text = append(w.text, '"')
}

// sortedKeys returns the sorted keys of a map, in memory that w uses again.
func sortedKeys[V any](w *applicantWriter, m map[string]V) []string {
	w.keys = w.keys[:0]
	for key := range m {
		w.keys = append(w.keys, key)
	}
	slices.Sort(w.keys)
	return w.keys
}

// appendShortest appends a number without superfluous zeros.
func appendShortest(text []byte, d exact.Decimal) []byte {
	exponent := d.Exponent()
	if d.NumDigits() > 18 || exponent > 0 {
		return append(text, shortest(d).String()...)
	}
	n, places := d.CoefficientInt64(), int(-exponent)
	for places > 0 && n%10 == 0 {
		n, places = n/10, places-1
	}
	if n < 0 {
		text, n = append(text, '-'), -n
	}
	start := len(text)
	text = strconv.AppendInt(text, n, 10)
	if places == 0 {
		return text
	}
	for len(text)-start <= places {
		text = slices.Insert(text, start, '0')
	}
	return slices.Insert(text, len(text)-places, '.')
}
