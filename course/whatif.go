package course

import (
	"cmp"
	"slices"

	"github.com/cohortkit/cohort/schedule"
)

// Difference lists what would have been different in a run under another definition.
type Difference struct {
	// Changes say who is affected and how, in the order of people's ids. From is the
	// value under the definition of the run, and To is the value under the other
	// definition.
	Changes []Change `json:"changes"`
	// Dropped are the entries, or parts of them, that are impossible under the other
	// definition, such as marks of people who have no seat there.
	Dropped []Dropped `json:"dropped"`
}

// Dropped is an entry, or a part of one, that is impossible under another definition.
type Dropped struct {
	Entry       int    `json:"entry"` // index in the journal, from 0
	Participant string `json:"participant,omitzero"`
	Code        string `json:"code"`
	Detail      string `json:"detail,omitzero"`
}

// WhatIf replays the entries of the run under the definition of another course, makes all
// decisions again, and returns the differences. The error is [rule.Violations] if
// [Compile] did not return the other course or the course of the run.
func (r *Run) WhatIf(other *Course) (Difference, error) {
	if r == nil || r.course == nil || other == nil || other.grading == nil {
		return Difference{}, errNoCourse()
	}
	there := other.Run()
	diff := Difference{Changes: []Change{}, Dropped: []Dropped{}}
	for i, e := range r.entries {
		if e.Opened != nil || e.Amended != nil || e.Erased != nil || e.kind() == "" {
			continue
		}
		diff.Dropped = append(diff.Dropped, there.recordAgain(i, e)...)
	}
	diff.Changes = append(diff.Changes, r.compare(there)...)
	return diff, nil
}

// recordAgain records an entry of another run and returns what was dropped. If an entry
// excuses people, those who never had a seat in this run are dropped. An entry that is
// refused is dropped as a whole.
func (r *Run) recordAgain(i int, e Entry) []Dropped {
	e = copied(e)
	e.Decided, e.Digest, e.Removed, e.Salts, e.Salt, e.Key = nil, "", nil, nil, "", ""
	var dropped []Dropped
	if e.Excused != nil {
		e.Excused.Participants = slices.DeleteFunc(e.Excused.Participants, func(id string) bool {
			at, known := r.lookup(&r.state, id)
			gone := !known || !r.state.people.at(at).took()
			if gone {
				dropped = append(dropped, Dropped{Entry: i, Participant: id, Code: "no-seat"})
			}
			return gone
		})
	}
	if e.Excused != nil && len(e.Excused.Participants) == 0 {
		return dropped
	}
	_, err := r.Record(e)
	if err == nil {
		return dropped
	}
	drop := Dropped{Entry: i, Code: "refused", Detail: err.Error()}
	if vs := violationsOf(err); len(vs) > 0 {
		drop.Code, drop.Detail = vs[0].Code, vs[0].Detail
	}
	switch {
	case e.Applied != nil:
		drop.Participant = e.Applied.ID
	case e.Reviewed != nil:
		drop.Participant = e.Reviewed.Applicant
	case e.Marked != nil:
		drop.Participant = e.Marked.Participant
	case e.Overridden != nil:
		drop.Participant = e.Overridden.Participant
	case e.Answered != nil:
		drop.Participant = e.Answered.Applicant
	case e.Issued != nil:
		drop.Participant = e.Issued.Participant
	case e.Ruled != nil:
		drop.Participant = e.Ruled.Applicant
	}
	return append(dropped, drop)
}

// compare lists the differences to another run of the same entries for each person, by id.
func (r *Run) compare(other *Run) []Change {
	var list []Change
	mine, theirs := draft{Run: r, state: r.state, earlier: r.state}, draft{Run: other, state: other.state}
	for i := range r.state.people.n {
		p := r.state.people.at(i)
		there := &person{id: p.id} // nobody with this id applied
		if i, known := theirs.find(p.id); known {
			there = other.state.people.at(i)
		}
		list = append(list, mine.differs(p.id, p, &theirs, there)...)
	}
	slices.SortStableFunc(list, func(a, b Change) int { return cmp.Compare(a.Participant, b.Participant) })
	return list
}

// differs lists the differences for one person between two runs.
func (d *draft) differs(id string, here *person, other *draft, there *person) []Change {
	var list []Change
	note := func(what, of, from, to string) {
		if from != to {
			list = append(list, Change{id, what, of, from, to})
		}
	}
	note("status", "", string(here.status), string(there.status))
	note("group", "", here.group, there.group)
	for _, s := range d.course.sessions {
		from, to := "", ""
		if here.took() {
			from = string(d.state.attendance(here, s))
		}
		for _, same := range other.course.sessions {
			if same.id == s.id && there.took() {
				to = string(other.state.attendance(there, same))
			}
		}
		if open := string(schedule.StatusOpen); from == "" && to == open || from == open && to == "" {
			continue // as in Change: the new status already shows that the session is open
		}
		note("attendance", s.id, from, to)
	}
	note("total", "", here.result.text(), there.result.text())
	note("outcome", "", here.result.outcome, there.result.outcome)
	note("decision", "", decisionOf(here), decisionOf(there))
	return list
}

// text returns the total as text, empty if there is no result.
func (s standing) text() string {
	if !s.graded {
		return ""
	}
	return s.total.String()
}
