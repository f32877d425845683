package course

import (
	"reflect"
	"slices"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// draft is a run with new entries that are not yet accepted.
type draft struct {
	*Run
	state    state
	entries  []Entry // entries of the run, then the new ones
	digest   string
	recorded []Recorded
	// trusting means that decisions are taken over as recorded.
	trusting  bool
	entry     *Entry          // the current entry
	whole     *rule.Report    // with paths in the current entry
	report    *rule.Report    // with paths in the content of the current entry
	earlier   state           // state before the current entry; its people may already be changed
	before    map[int]*person // people whom the entry touches, as they were before
	regrade   []int           // people whose results the entry can change
	erased    map[string]bool // people erased whose parts are still to be removed; see startOver
	undecided bool            // an audit makes an entry again that has no recorded decision, see applyFreely
	failed    error           // error that is not rule.Violations: groups cannot be formed
}

func (r *Run) draft() *draft {
	return &draft{Run: r, state: r.state.fork(), entries: r.entries, digest: r.digest, before: map[int]*person{}, erased: map[string]bool{}}
}

// takeAll takes entries until one is refused. It still checks the shape of the entries
// after a refused one. In violations, the path of entry i of the list is [first+i].
func (d *draft) takeAll(entries []Entry, first int, report *rule.Report) error {
	refused := false
	for i := range entries {
		at := report.At(rule.Index("", first+i))
		if !entries[i].bounded(at) {
			refused = true
			continue
		}
		e := copied(entries[i])
		e.check(at)
		if e.Decided != nil || e.Digest != "" || e.Removed != nil || e.Salts != nil {
			at.Add("", "recorded", "decided, digest, removed and salts are added when an entry is recorded")
		}
		if refused || !at.Clean("") {
			refused = true
			continue
		}
		before := len(d.recorded)
		d.take(e, at)
		if d.failed != nil {
			return d.failed
		}
		if len(d.recorded) > before && at.Clean("") {
			d.text.storable(d.recorded[len(d.recorded)-1].Entry, at)
		}
		refused = !at.Clean("")
	}
	if !refused {
		d.startOver()
	}
	return d.failed
}

// take records one well-formed entry, skips it if it was recorded before, or reports why
// it is refused.
func (d *draft) take(e Entry, report *rule.Report) {
	if !d.erasesQuietly(&e) {
		d.startOver()
	}
	if d.failed != nil || d.repeats(&e, report) {
		return
	}
	if e.At.Before(d.state.last) {
		report.Add("at", "time-order", "is before the entry before it, of "+d.state.last.Format(instantFormat))
		return
	}
	if !d.state.opened && e.Opened == nil {
		d.apply(Entry{At: e.At, Opened: &Opened{Course: d.course.digest, Format: journalFormat}}, report)
	}
	d.apply(e, report)
}

const instantFormat = "2006-01-02T15:04:05.999999999Z07:00"

// repeats reports whether an entry with the same key was recorded. If that entry has
// other content, repeats also adds a violation.
func (d *draft) repeats(e *Entry, report *rule.Report) bool {
	i, known := d.keys[e.Key] // an empty key is never in keys
	if !known || i >= len(d.entries) || d.entries[i].Key != e.Key {
		return false
	}
	earlier := d.entries[i]
	again := *e
	if e.Held != nil {
		again.Held = kept(e.Held, d.appliedBefore(i)) // as it was kept then, whoever applied since
	}
	same := d.content(earlier) == d.content(again)
	if len(earlier.Removed) > 0 {
		// Content that was erased cannot be compared.
		same = earlier.kind() == e.kind() || earlier.kind() == "" && earlier.lost(e.kind())
	}
	if !same {
		report.Add("key", "other-content", "an earlier entry of this key says something else")
	}
	return true
}

// lost reports whether the entry had content of the given kind that was erased.
func (e *Entry) lost(kind string) bool {
	_, removed := e.Removed[kind]
	return removed
}

// content returns the text in which entries with the same key are compared: the entry
// without its time, its salts, its decision and its digests.
func (d *draft) content(e Entry) string {
	e.At, e.Salt, e.Decided, e.Digest, e.Removed, e.Salts = d.state.last, "", nil, "", nil, nil
	return string(d.text.value(nil, reflect.ValueOf(e), nil))
}

// apply applies one entry and, unless it is refused, adds it to the journal.
func (d *draft) apply(e Entry, report *rule.Report) {
	d.entry, d.whole, d.report = &e, report, report.At(e.kind())
	d.earlier = d.state
	d.before = map[int]*person{}
	d.regrade = d.regrade[:0]
	d.dispatch()
	if !report.Clean("") || d.failed != nil {
		return
	}
	d.gradeTouched()
	d.finish(&e)
	if !report.Clean("") {
		return
	}
	d.state.last = e.At
	if e.Key != "" {
		d.keys[e.Key] = len(d.entries)
	}
	if !d.trusting {
		e.Digest = d.text.digest(d.digest, e)
		d.recorded = append(d.recorded, Recorded{Entry: copied(e), Changes: d.changes()})
	}
	d.digest = e.Digest
	d.entries = append(d.entries, e)
	if e.Erased != nil && !d.trusting {
		d.erased[e.Erased.ID] = true
	}
}

// kept returns a sitting in the form in which it is kept. Rows of people who have not
// applied are left out; the entry keeps only the number of these people.
func kept(h *schedule.Held, applied func(id string) bool) *schedule.Held {
	held := *h
	held.Rows = slices.DeleteFunc(slices.Clone(held.Rows), func(row schedule.Segment) bool { return !applied(row.Participant) })
	return &held
}

// applied reports whether a person with the id applied.
func (d *draft) applied(id string) bool {
	_, known := d.find(id)
	return known
}

// appliedBefore returns a function that reports whether a person applied before entry i.
func (d *draft) appliedBefore(i int) func(id string) bool {
	applied := map[string]bool{}
	for _, e := range d.entries[:i] {
		if e.Applied != nil {
			applied[e.Applied.ID] = true
		}
	}
	return func(id string) bool { return applied[id] }
}

// commit accepts the draft: its entries and state become those of the run.
func (d *draft) commit(r *Run) []Recorded {
	*r = *d.Run // a different run if a person was erased
	r.state, r.entries, r.digest = d.state, d.entries, d.digest
	return d.recorded
}

// edit replaces person i by a copy that the current entry may change, and returns the
// copy. Further calls during the entry return the same copy.
func (d *draft) edit(i int) *person {
	if _, touched := d.before[i]; touched {
		return d.state.people.at(i)
	}
	d.before[i] = d.state.people.at(i)
	return d.state.people.edit(i)
}

// editResult does the same as edit, and has the person graded again after the current
// entry.
func (d *draft) editResult(i int) *person {
	p := d.edit(i)
	d.regrade = append(d.regrade, i)
	return p
}

// find returns the index of a person by id.
func (d *draft) find(id string) (int, bool) { return d.lookup(&d.state, id) }

func (r *Run) lookup(s *state, id string) (i int, known bool) {
	i, known = r.index[id]
	return i, known && i < s.people.n && s.people.at(i).id == id
}
