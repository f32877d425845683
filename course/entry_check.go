package course

import (
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// journalFormat is the version of the format of entries.
const journalFormat = 1

// kind is a kind of entry; set is true if an entry is of this kind.
type kind struct {
	name string
	set  bool
}

// kinds returns every possible kind, and for each whether e is of that kind.
func (e *Entry) kinds() [22]kind {
	return [22]kind{
		{"opened", e.Opened != nil}, {"amended", e.Amended != nil}, {"applied", e.Applied != nil}, {"reviewed", e.Reviewed != nil},
		{"ruled", e.Ruled != nil}, {"closed", e.Closed != nil}, {"selected", e.Selected != nil}, {"answered", e.Answered != nil},
		{"seats", e.Seats != nil}, {"promotions_end", e.PromotionsEnd != nil}, {"grouped", e.Grouped != nil}, {"planned", e.Planned != nil},
		{"held", e.Held != nil}, {"cancelled", e.Cancelled != nil}, {"excused", e.Excused != nil}, {"marked", e.Marked != nil},
		{"project", e.Project != nil}, {"overridden", e.Overridden != nil}, {"ended", e.Ended != nil}, {"issued", e.Issued != nil},
		{"revoked", e.Revoked != nil}, {"erased", e.Erased != nil},
	}
}

// kind returns the name of the entry's kind, or "" if its content was erased.
func (e *Entry) kind() string {
	for _, k := range e.kinds() {
		if k.set {
			return k.name
		}
	}
	return ""
}

// check reports everything wrong with e that can be found without a run. A list from
// which parts were erased may be shorter than its minimum.
func (e *Entry) check(r *rule.Report) {
	if len(e.Removed) == 0 {
		e.checkAll(r)
		return
	}
	var report rule.Report
	e.checkAll(&report)
	for _, v := range report.Violations() {
		if !e.holdsRemoved(v.Path) {
			r.Put(v)
		}
	}
}

// holdsRemoved reports whether a part below a path was erased.
func (e *Entry) holdsRemoved(path string) bool {
	for removed := range e.Removed {
		if strings.HasPrefix(removed, path+".") {
			return true
		}
	}
	return false
}

func (e *Entry) checkAll(r *rule.Report) {
	r.Put(document.Shape(e)...)
	switch year := e.At.UTC().Year(); {
	case e.At.IsZero():
		r.Put(rule.Required("at"))
	case year < 1970 || year > 9998:
		r.Add("at", "range", "want an instant of the years 1970 to 9998")
	}
	e.checkKinds(r)
	e.checkContent(r)
	e.checkRecorded(r)
}

func (e *Entry) checkKinds(r *rule.Report) {
	var set, all []string
	for _, k := range e.kinds() {
		if k.set {
			set = append(set, k.name)
		}
		all = append(all, k.name)
	}
	switch {
	case len(set) > 1:
		r.Add("", "one-of", "two or more kinds are set: "+rule.List("and", set...)+"; keep one")
	case len(set) == 0 && len(e.Removed) == 0:
		r.Add("", "one-of", "no kind is set; want "+rule.List("or", all...))
	}
}

// checkContent checks an entry's content against the rules that validate tags cannot
// express.
func (e *Entry) checkContent(r *rule.Report) {
	switch {
	case e.Opened != nil && r.Clean("opened.format") && e.Opened.Format != journalFormat:
		r.Add("opened.format", "version", "only format 1 is known")
	case e.Planned != nil:
		e.Planned.check(r.At("planned"))
	case e.Excused != nil:
		oneOf(r, "excused", "session", "component", e.Excused.Session != "", e.Excused.Component != "")
	case e.Overridden != nil:
		e.Overridden.check(r)
	case e.Grouped != nil:
		e.Grouped.check(r.At("grouped"))
	}
}

// oneOf requires that exactly one of two contents is set.
func oneOf(r *rule.Report, path, first, second string, one, other bool) {
	switch {
	case one && other:
		r.Add(path, "one-of", "two kinds are set: "+first+" and "+second+"; keep one")
	case !one && !other:
		r.Add(path, "one-of", "want "+first+" or "+second)
	}
}

func (p *Planned) check(r *rule.Report) {
	oneOf(r, "", "session", "deadline", p.Session != "", p.Deadline != "")
	switch {
	case p.Deadline != "" && !p.Start.IsZero() && !p.End.IsZero():
		r.Add("end", "one-of", "a deadline has one time: start or end")
	case p.Start.IsZero() && (p.End.IsZero() || p.Session != "") && r.Clean("start"):
		r.Put(rule.Required("start"))
	}
}

func (o *Overridden) check(r *rule.Report) {
	oneOf(r, "overridden", "decision", "lift", o.Decision != "", o.Lift)
	if o.Decision != "" && strings.TrimSpace(o.Reason) == "" && r.Clean("overridden.reason") {
		r.Put(rule.Required("overridden.reason"))
	}
}

func (g *Grouped) check(r *rule.Report) {
	if g.Groups != nil && (g.Moves != nil || g.Swaps != nil) {
		r.Add("", "one-of", "groups that are stated take no moves and no swaps")
	}
	wrong := func(path, id string) {
		if !document.ValidID(id) {
			r.Add(path, "id", "want 1 to 128 bytes of characters that can be seen, without spaces around them")
		}
	}
	for name, ids := range g.Groups {
		wrong(rule.Key("groups", name), name)
		for i, id := range ids {
			wrong(rule.Index(rule.Key("groups", name), i), id)
		}
	}
	for i, swap := range g.Swaps {
		wrong(rule.Index(rule.Index("swaps", i), 0), swap[0])
		wrong(rule.Index(rule.Index("swaps", i), 1), swap[1])
	}
}
