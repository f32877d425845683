package grading

import (
	"strconv"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Record is what is known of one person: the marks and, where somebody ruled
// against what they come to, that ruling. An override never changes a mark.
type Record struct {
	ID       string    `json:"id"`
	Marks    Marks     `json:"marks"`
	Override *Override `json:"override,omitzero"`
}

// Override is a decision that a person took in place of the marks.
type Override struct {
	Decision Decision `json:"decision"` // Certified or NotCertified
	By       string   `json:"by"`
	Reason   string   `json:"reason"`
}

// Entry is where a person stands: a line of the gradebook.
type Entry struct {
	ID string `json:"id"`
	// Result is what the marks come to, whatever was overridden.
	Result   Result    `json:"result"`
	Override *Override `json:"override,omitzero"`
	// Decision holds now: the override's where there is one, else the result's.
	Decision Decision `json:"decision"`
	// EverCertified says whether the decision was ever Certified, here or in an
	// entry this one came from. A later regrade does not take it back.
	EverCertified bool `json:"ever_certified"`
}

// Change is one thing that differs between two entries. Its codes are decision,
// certified (for the first time), total, threshold, override, and status and
// points of a component.
type Change struct {
	Code      string `json:"code"`
	Component string `json:"component,omitzero"`
	Before    string `json:"before"`
	After     string `json:"after"`
}

// Limits of the texts of an [Override], in characters.
const (
	MaxBy     = 200
	MaxReason = 2000
)

// CheckRecord reports everything that does not fit the scheme, with paths such
// as marks["quiz"].points below r's own.
func (g *Grader) CheckRecord(record Record, r *rule.Report) {
	switch {
	case record.ID == "":
		r.Put(rule.Required("id"))
	case !document.ValidID(record.ID):
		r.Add("id", "id", "1 to 128 bytes without control characters")
	}
	g.CheckMarks(record.Marks, r.At("marks"))
	if record.Override != nil {
		record.Override.check(r.At("override"))
	}
}

func (o *Override) check(r *rule.Report) {
	switch o.Decision {
	case Certified, NotCertified:
	case "":
		r.Put(rule.Required("decision"))
	default:
		r.Add("decision", "unknown-value", "certified or not_certified")
	}
	for _, text := range []struct {
		path, text string
		limit      int
	}{{"by", o.By, MaxBy}, {"reason", o.Reason, MaxReason}} {
		switch {
		case text.text == "":
			r.Put(rule.Required(text.path))
		case utf8.RuneCountInString(text.text) > text.limit:
			r.Add(text.path, "too-long", "at most "+strconv.Itoa(text.limit)+" characters")
		}
	}
	if !document.ValidLine(o.By) {
		r.Add("by", "text", "one line of UTF-8 without control characters")
	}
	if !document.ValidText(o.Reason) {
		r.Add("reason", "text", "UTF-8 without control characters except line breaks")
	}
}

// GradeRecord returns where a person stands who was not graded before. The error
// is nil or [rule.Violations].
func (g *Grader) GradeRecord(record Record) (Entry, error) {
	if err := document.Check(record, func(r *rule.Report) { g.CheckRecord(record, r) }); err != nil {
		return Entry{}, err
	}
	result, err := g.Grade(record.Marks)
	e := Entry{ID: record.ID, Result: result, Override: copied(record.Override), Decision: result.Decision}
	if e.Override != nil {
		e.Decision = e.Override.Decision
	}
	e.EverCertified = e.Decision == Certified
	return e, err
}

// Regrade returns where a person stands now, given where they stood, and what
// changed, the decision first and then its reasons. The scheme may have changed
// in between, the person not: another id is a violation, code other-person.
func (g *Grader) Regrade(before Entry, record Record) (Entry, []Change, error) {
	if before.ID != record.ID {
		return Entry{}, nil, rule.Violations{{Code: "other-person", Path: "id", Detail: "not the person of the entry"}}
	}
	now, err := g.GradeRecord(record)
	if err != nil {
		return Entry{}, nil, err
	}
	now.EverCertified = now.EverCertified || before.EverCertified
	return now, changes(before, now), nil
}

func changes(before, now Entry) []Change {
	var list []Change
	note := func(code, component, was, is string) {
		if was != is {
			list = append(list, Change{code, component, was, is})
		}
	}
	note("decision", "", string(before.Decision), string(now.Decision))
	note("certified", "", ever(before), ever(now))
	note("override", "", before.Override.text(), now.Override.text())
	note("threshold", "", before.Result.Certificate.text(), now.Result.Certificate.text())
	note("total", "", before.Result.Total.String(), now.Result.Total.String())
	parts := map[string]Part{}
	for _, p := range before.Result.Parts {
		parts[p.Component] = p
	}
	for _, p := range now.Result.Parts {
		was := parts[p.Component]
		delete(parts, p.Component)
		note("status", p.Component, string(was.Status), string(p.Status))
		note("points", p.Component, was.Points.String(), p.Points.String())
	}
	for _, p := range before.Result.Parts { // components the scheme no longer has
		if _, gone := parts[p.Component]; gone {
			note("status", p.Component, string(p.Status), "")
			note("points", p.Component, p.Points.String(), "0")
		}
	}
	return list
}

func ever(e Entry) string {
	if e.EverCertified {
		return "ever"
	}
	return "never"
}

// text says what an override decided, by whom and why; nothing where there is
// none.
func (o *Override) text() string {
	if o == nil {
		return ""
	}
	return string(o.Decision) + " by " + o.By + ": " + o.Reason
}
