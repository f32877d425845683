package course

import (
	"cmp"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// Run is one run of a course: the entries recorded so far, and what follows from
// them. It begins with [Course.Run] or [Course.Resume].
//
// A Run is used by one goroutine at a time. [Run.Clone] makes another one that
// goes its own way.
type Run struct {
	course  *Course
	entries []Entry
	state   state
	digest  string // of the last entry
	// index holds the people by id, and keys the entries by key. Both are
	// shared with drafts, so what they say is checked: an id that a refused
	// entry brought may be in them.
	index map[string]int
	keys  map[string]int
	text  *canonical
	// capacity is the number of seats at the beginning, and amended says that
	// entries were made under other definitions.
	capacity int
	amended  bool
	// live is the roster after the first seen entries, nil until it is needed.
	live *admission.Live
	seen int
	told *told // what it says as plain data
}

// Recorded is an entry as it is to be stored, and what it changed for whom.
type Recorded struct {
	Entry   Entry    `json:"entry"`
	Changes []Change `json:"changes"`
}

// Change is one thing that an entry changed for one person. What is status,
// group, attendance (of the session Of), total, decision, outcome or certificate.
// From is empty where there was none; that a session of a new participant is
// open is no change.
type Change struct {
	Participant string `json:"participant"`
	What        string `json:"what"`
	Of          string `json:"of,omitzero"`
	From        string `json:"from"`
	To          string `json:"to"`
}

// Run begins a run in which nothing has happened yet. That of a course which
// [Compile] did not return refuses every entry.
func (c *Course) Run() *Run {
	if c == nil || c.grading == nil {
		return &Run{}
	}
	return &Run{course: c, state: c.begin(), index: map[string]int{}, keys: map[string]int{}, text: &canonical{}, capacity: c.capacity}
}

// errNoCourse is the answer of a run that no course began.
func errNoCourse() error {
	return rule.Violations{{Code: "order", Detail: "a run begins with a course that Compile returned"}}
}

// Course returns the course that the run goes by.
func (r *Run) Course() *Course {
	if r == nil {
		return nil
	}
	return r.course
}

// Digest returns the digest of the last entry, which stands for the whole run;
// empty when nothing has happened yet.
func (r *Run) Digest() string {
	if r == nil {
		return ""
	}
	return r.digest
}

// Clone returns a run with the same entries that shares nothing that changes.
func (r *Run) Clone() *Run {
	if r == nil || r.course == nil {
		return &Run{}
	}
	clone := *r
	clone.entries = slices.Clip(r.entries)
	clone.state = r.state.fork()
	clone.live, clone.seen, clone.told = nil, 0, nil
	clone.index, clone.keys, clone.text = maps.Clone(r.index), maps.Clone(r.keys), &canonical{}
	// From here on both write pages of their own.
	r.state = r.state.fork()
	r.entries = slices.Clip(r.entries)
	return &clone
}

// Journal returns all entries as they were recorded, with decisions and digests:
// what is to be stored, one entry a line.
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

// Record adds entries, all of them or none, and returns each as it is to be
// stored. An entry that repeats one of the same key and content is ignored and
// not returned.
//
// The error is [rule.Violations], with paths such as [3].marked.mark.points: all
// that is wrong with the shape of any entry, and all that is wrong with the
// meaning of the first one that is refused. Groups that cannot be formed are a
// *grouping.SizeError or *grouping.ConflictError. After an error the run is as it
// was.
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
