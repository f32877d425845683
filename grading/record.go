package grading

import (
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Record is what is known about one person: the marks and, if the organisers
// overruled the decision of the marks, their override. An override never
// changes a mark.
type Record struct {
	ID       string    `json:"id"`
	Marks    Marks     `json:"marks"`
	Override *Override `json:"override,omitzero"`
	// Notes say, by component, who changed a mark and why. [Grader.Regrade]
	// copies them to the changes that it returns. They do not affect the
	// result.
	Notes map[string]Note `json:"notes,omitzero"`
}

// Note says who changed a mark and why; one of the two may be left out.
type Note struct {
	By     string `json:"by,omitzero"`
	Reason string `json:"reason,omitzero"`
}

// Override is a decision that a person made in place of the decision of the
// marks.
type Override struct {
	Decision Decision `json:"decision"` // Certified or NotCertified
	By       string   `json:"by"`
	Reason   string   `json:"reason"`
}

// Entry is one person's line of the gradebook.
type Entry struct {
	ID string `json:"id"`
	// Result is the result of the marks, even if the decision was overridden.
	Result   Result    `json:"result"`
	Override *Override `json:"override,omitzero"`
	// Decision is the current decision: the override's if there is an override,
	// otherwise the result's.
	Decision Decision `json:"decision"`
	// EverCertified says whether the decision was ever Certified, in this entry or in an
	// earlier one that was regraded. If it is true, it stays true in all later entries.
	EverCertified bool `json:"ever_certified"`
}

// Change is one difference between two entries. Its code names what differs: decision,
// override, threshold, outcome, total, or the status or points of a component. The code
// certified says that the person is certified for the first time.
type Change struct {
	Code      string `json:"code"`
	Component string `json:"component,omitzero"`
	Before    string `json:"before"`
	After     string `json:"after"`
	// By and Reason are copied from the override or from the component's note.
	By     string `json:"by,omitzero"`
	Reason string `json:"reason,omitzero"`
}

// Limits of the texts of an [Override] and a [Note], in characters.
const (
	maxBy     = 200
	maxReason = 2000
)

// checkRecord reports everything that does not fit the scheme, with paths such
// as marks["quiz"].points below the path of r.
func (g *Grader) checkRecord(record Record, r *rule.Report) {
	switch {
	case record.ID == "":
		r.Put(rule.Required("id"))
	case !document.ValidID(record.ID):
		r.Add("id", "id", "1 to 128 bytes of characters that can be seen, without spaces around them")
	}
	g.checkMarks(record.Marks, r.At("marks"))
	if record.Override != nil {
		record.Override.check(r.At("override"))
	}
	for _, id := range slices.Sorted(maps.Keys(record.Notes)) {
		at := r.At(rule.Key("notes", id))
		if _, known := g.index[id]; !known {
			at.Put(g.unknown(id))
		}
		record.Notes[id].check(at)
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
	if o.By == "" {
		r.Put(rule.Required("by"))
	}
	if o.Reason == "" {
		r.Put(rule.Required("reason"))
	}
	Note{o.By, o.Reason}.check(r)
}

func (n Note) check(r *rule.Report) {
	checkLine(n.By, "by", maxBy, r)
	if !document.ValidText(n.Reason) {
		r.Add("reason", "text", "UTF-8 without control characters except line breaks")
	} else if utf8.RuneCountInString(n.Reason) > maxReason {
		r.Add("reason", "too-long", "at most "+strconv.Itoa(maxReason)+" characters")
	}
}

// GradeRecord returns the entry of a person who was not graded before. The error
// is nil or [rule.Violations].
func (g *Grader) GradeRecord(record Record) (Entry, error) {
	if err := g.made(); err != nil {
		return Entry{}, err
	}
	if err := document.Check(record, func(r *rule.Report) { g.checkRecord(record, r) }); err != nil {
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

// Shown is [Result.Shown] of the entry's result. If there is an override with a valid
// decision, the sentence begins with the override.
func (e Entry) Shown(places int) Shown {
	shown := e.Result.Shown(places)
	if e.Override != nil && (e.Override.Decision == Certified || e.Override.Decision == NotCertified) {
		shown.Said = append([]Said{{Code: "overridden_" + string(e.Override.Decision)}}, shown.Said...)
		shown.Sentence = english(shown.Said)
	}
	return shown
}

// Regrade grades a person again. It returns the new entry and the changes since the entry
// before: first the change of the decision, and then the reasons for it. The scheme may
// have changed in between, but the person must be the same: a record with another id is
// the violation other-person.
func (g *Grader) Regrade(before Entry, record Record) (Entry, []Change, error) {
	if before.ID != record.ID {
		return Entry{}, nil, rule.Violations{{Code: "other-person", Path: "id", Detail: "not the person of the entry"}}
	}
	if before.Result.adrift() || before.Decision != "" && !before.Decision.valid() {
		return Entry{}, nil, rule.Violations{{Code: "points-total", Path: "result", Detail: "not a result: the points do not add up, or the decision is no word for one"}}
	}
	now, err := g.GradeRecord(record)
	if err != nil {
		return Entry{}, nil, err
	}
	now.EverCertified = now.EverCertified || before.EverCertified
	return now, changes(before, now, record.Notes), nil
}

func changes(before, now Entry, notes map[string]Note) []Change {
	var list []Change
	note := func(code, component, was, is string) {
		if was != is {
			n := notes[component]
			list = append(list, Change{code, component, was, is, n.By, n.Reason})
		}
	}
	note("decision", "", string(before.Decision), string(now.Decision))
	note("certified", "", ever(before), ever(now))
	if was, is := before.Override.text(), now.Override.text(); was != is {
		c := Change{Code: "override", Before: was, After: is}
		if now.Override != nil {
			c.By, c.Reason = now.Override.By, now.Override.Reason
		}
		list = append(list, c)
	}
	note("threshold", "", before.Result.Certificate.text(), now.Result.Certificate.text())
	note("outcome", "", before.Result.Outcome, now.Result.Outcome)
	note("total", "", before.Result.Total.String(), now.Result.Total.String())
	were, are := before.Result.allParts(), now.Result.allParts()
	parts := map[string]Part{}
	for _, p := range were {
		parts[p.Component] = p
	}
	for _, p := range are {
		was := parts[p.Component]
		delete(parts, p.Component)
		note("status", p.Component, string(was.Status), string(p.Status))
		note("points", p.Component, was.Points.String(), p.Points.String())
	}
	for _, p := range were { // components the scheme no longer has
		if _, gone := parts[p.Component]; gone {
			note("status", p.Component, string(p.Status), "")
			note("points", p.Component, p.Points.String(), "0")
		}
	}
	return list
}

// allParts returns the parts of the whole tree, each group before its parts.
func (r *Result) allParts() []Part {
	var list []Part
	var walk func(parts []Part)
	walk = func(parts []Part) {
		for _, p := range parts {
			list = append(list, p)
			walk(p.Parts)
		}
	}
	walk(r.Parts)
	return list
}

func ever(e Entry) string {
	if e.EverCertified {
		return "yes"
	}
	return "no"
}

// text returns what an override decided, by whom and why. It returns "" if there is no
// override.
func (o *Override) text() string {
	if o == nil {
		return ""
	}
	return string(o.Decision) + " by " + o.By + ": " + o.Reason
}
