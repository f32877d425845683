package course

import (
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Resume returns the run of a journal. It keeps recorded decisions: it checks their
// consistency but does not make them again. The run therefore stays the same under a
// newer version of this library, of a list of countries or of the zone data. Resume
// records the entries after the last one with a digest in the same way as [Run.Record].
//
// The error is [rule.Violations], with paths such as [3].digest. The code is other-course
// if the journal is under another definition than that of c. The journal is under the
// definition that the last amendment names or, without an amendment, under the definition
// that the opening entry names. The code is broken-chain if an entry is not the recorded
// one, or if it has a digest and an earlier entry has none. The code is version if the
// journal's format is unknown. Other codes are those of [Run.Record]. A journal with a
// new amendment is refused with one of these codes if an earlier entry is impossible
// under c, for example with unknown-component if there is a mark of a component that c
// lacks (see Amendments in the package documentation).
func (c *Course) Resume(journal []Entry) (*Run, error) {
	if c == nil || c.grading == nil {
		return nil, errNoCourse()
	}
	r := c.runOf(journal)
	var failed error
	err := document.Check(journal, func(report *rule.Report) { failed = r.resume(journal, report) })
	switch {
	case err != nil:
		return nil, err
	case failed != nil:
		return nil, failed
	}
	return r, nil
}

func (r *Run) resume(journal []Entry, report *rule.Report) error {
	for i := range journal {
		if !journal[i].bounded(report.At(rule.Index("", i))) {
			return nil
		}
	}
	recorded := recordedPrefix(journal)
	for i := recorded; i < len(journal); i++ {
		if journal[i].Digest != "" {
			report.Add(rule.Field(rule.Index("", i), "digest"), "broken-chain", "an entry before this one has no digest")
			return nil
		}
	}
	if !r.course.isCourseOf(journal, recorded, report) {
		return nil
	}
	d := r.draft()
	d.trusting = true
	for i, e := range r.text.erasedFrom(journal[:recorded]) {
		at := report.At(rule.Index("", i))
		d.replay(e, at)
		if !at.Clean("") || d.failed != nil {
			return d.failed
		}
	}
	r.state, r.entries, r.digest = d.state, d.entries, d.digest
	d = r.draft()
	if failed := d.takeAll(journal[recorded:], recorded, report); failed != nil || !report.Clean("") {
		return failed
	}
	d.commit(r)
	return nil
}

// runOf returns a run for the entries of a journal, before any of them is applied. If the
// journal has an amendment, the run has as many seats as the recorded selection had,
// because the earlier definition is not known.
func (c *Course) runOf(journal []Entry) *Run {
	r := c.Run()
	r.amended = slices.ContainsFunc(journal, func(e Entry) bool { return e.Amended != nil })
	i := slices.IndexFunc(journal, func(e Entry) bool { return e.Decided != nil && e.Decided.Selection != nil })
	if r.amended && i >= 0 {
		r.capacity = journal[i].Decided.Selection.Audit.Capacity
		r.state.capacity = r.capacity
	}
	return r
}

// recordedPrefix returns how many entries at the beginning of a journal have a digest.
func recordedPrefix(journal []Entry) int {
	for i := range journal {
		if journal[i].Digest == "" {
			return i
		}
	}
	return len(journal)
}

// isCourseOf reports whether this course's definition applies at the end of the journal,
// and adds a violation if not.
func (c *Course) isCourseOf(journal []Entry, recorded int, report *rule.Report) bool {
	course, path := c.digest, ""
	for i, e := range journal {
		switch {
		case e.Opened != nil && i < recorded:
			course, path = e.Opened.Course, rule.Index("", i)+".opened.course"
		case e.Amended != nil:
			course, path = e.Amended.Course, rule.Index("", i)+".amended.course"
		}
	}
	if course != c.digest {
		report.Add(path, "other-course", "the journal is under another definition; to continue under this one, add an entry with an \"at\" and "+
			`"amended": {"course": "`+c.digest+`", "reason": "..."} at its end`)
		return false
	}
	return true
}

// replay applies a recorded entry, or reports why the entry cannot have been recorded.
func (d *draft) replay(e Entry, report *rule.Report) {
	e.check(report)
	switch {
	case !report.Clean(""):
		return
	case e.At.Before(d.state.last):
		report.Add("at", "time-order", "is before the entry before it")
		return
	case d.text.digest(d.digest, e) != e.Digest:
		report.Add("digest", "broken-chain", "this is not the entry that was recorded")
		return
	case !d.state.opened && e.Opened == nil:
		report.Add("", "order", "the first entry opens the journal")
		return
	case !d.numbered(e.Decided):
		report.Add("decided.changes", "decided", "the number of an event is from 1 to the number of entries so far")
		return
	}
	d.apply(e, report)
}

// numbered reports whether the numbers of events in a recorded decision are possible: each
// entry is at most one event. Courses without admission rules do not number events.
func (d *draft) numbered(decided *Decided) bool {
	if d.course.admission == nil || decided == nil {
		return true
	}
	return !slices.ContainsFunc(decided.Changes, func(c admission.Change) bool { return c.Event < 1 || c.Event > len(d.entries)+1 })
}
