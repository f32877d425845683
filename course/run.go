package course

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Run is one run of a course: the entries recorded so far and everything that follows
// from them. It begins with [Course.Run] or [Course.Resume].
//
// A Run may be used by one goroutine at a time. [Run.Clone] returns an independent copy.
type Run struct {
	course  *Course
	entries []Entry
	state   state
	digest  string // of the last entry
	// Drafts share the next three maps and may leave ids, keys and numbers of refused
	// entries in them, so each lookup is verified.
	index        map[string]int         // from the id of a person to the place in state.people
	keys         map[string]int         // from the key of an entry to the place in entries
	certificates map[string]certificate // by the number of the certificate
	text         *canonical
	// capacity is the number of seats at the beginning. In an amended run it is the number
	// of seats of the recorded selection, if there is one (see Course.runOf).
	capacity int
	amended  bool // the journal has an amendment
	// live is the roster after the first `seen` entries, nil until needed.
	live     *admission.Live
	seen     int
	snapshot *snapshot // the roster as plain data, nil until needed
}

// Recorded is an entry as it must be stored, with the changes that it made.
type Recorded struct {
	Entry   Entry    `json:"entry"`
	Changes []Change `json:"changes"`
}

// Change is one thing that an entry changed for one person. The field What names the
// thing: status, group, attendance, total, decision, outcome or certificate. For
// attendance, the field Of is the id of the session. From is empty if there was no
// earlier value. Open sessions of a new participant are not listed as changes.
type Change struct {
	Participant string `json:"participant"`
	What        string `json:"what"`
	Of          string `json:"of,omitzero"`
	From        string `json:"from"`
	To          string `json:"to"`
}

// Run begins a run in which nothing has happened yet. The run of a course that [Compile]
// did not return refuses every entry.
func (c *Course) Run() *Run {
	if c == nil || c.grading == nil {
		return &Run{}
	}
	return &Run{
		course: c, state: c.begin(), index: map[string]int{}, keys: map[string]int{}, certificates: map[string]certificate{},
		text: &canonical{}, capacity: c.capacity,
	}
}

// errNoCourse returns the error of a run that was not begun by a course.
func errNoCourse() error {
	return rule.Violations{{Code: "order", Detail: "a run begins with a course that Compile returned"}}
}

// Course returns the course whose definition the run uses.
func (r *Run) Course() *Course {
	if r == nil {
		return nil
	}
	return r.course
}

// Digest returns the digest of the last entry, which identifies the whole run. It is
// empty if nothing has happened yet.
func (r *Run) Digest() string {
	if r == nil {
		return ""
	}
	return r.digest
}

// Clone returns a run with the same entries. Later changes of one run do not reach the
// other. Clone takes time in proportion to the people and entries, and so does the first
// use of the clone's seats. There is no need to clone a run in case [Run.Record] fails: it
// then changes nothing.
func (r *Run) Clone() *Run {
	if r == nil || r.course == nil {
		return &Run{}
	}
	clone := *r
	clone.entries = slices.Clip(r.entries) // the state is shared, since a state is never changed; see draft
	clone.forgetRoster()
	clone.index, clone.keys, clone.certificates, clone.text = maps.Clone(r.index), maps.Clone(r.keys), maps.Clone(r.certificates), &canonical{}
	return &clone
}

// Journal returns all entries as they were recorded, with decisions and digests. Store
// them one entry a line.
func (r *Run) Journal() []Entry {
	if r == nil {
		return []Entry{}
	}
	journal := make([]Entry, len(r.entries))
	for i, e := range r.entries {
		journal[i] = copied(e)
	}
	return journal
}

// Record adds all of the entries or none, and returns each as it must be stored. An entry
// with the key and content of an earlier one is ignored and not returned.
//
// The error is [rule.Violations], with paths such as [3].marked.mark.points: everything
// that is wrong with the shape of any entry, and with the meaning of the first entry that
// is refused. If groups cannot be formed, the error is a *grouping.SizeError or a
// *grouping.ConflictError. After an error the run is unchanged.
func (r *Run) Record(entries ...Entry) ([]Recorded, error) {
	if r == nil || r.course == nil {
		return nil, errNoCourse()
	}
	d := r.draft()
	var failed error
	err := document.Check(entries, func(report *rule.Report) { failed = d.takeAll(entries, 0, report) })
	if err != nil || failed != nil {
		if r.seen > len(r.entries) {
			r.forgetRoster()
		}
		return nil, cmp.Or(err, failed)
	}
	return d.commit(r), nil
}
