package course

import (
	"cmp"
	"reflect"
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/rule"
)

// erase handles an entry that erases a person: it gives the person's seat to others.
// [draft.startOver] then removes the person's parts.
func (d *draft) erase(o *Erased) {
	i, known := d.find(o.ID)
	switch {
	case d.trusting:
		d.seatsWentOn()
		return
	case !known || d.erased[o.ID]:
		d.refuse("id", "unknown-applicant", "nobody with this id applied")
		return
	}
	d.leaveSeat(i)
}

// erasesQuietly reports whether an entry only erases a person who has no seat or place
// that others can get. Such an entry changes nothing for others, so it can be applied
// before startOver has removed the people who were erased earlier.
func (d *draft) erasesQuietly(e *Entry) bool {
	if e.Erased == nil {
		return false
	}
	i, known := d.find(e.Erased.ID)
	return !known || !d.onRoster(d.state.people.at(i))
}

// seatsWentOn applies the recorded decision of an entry that erased a person, or of an
// entry whose content was erased. The decision holds the changes for other people, such
// as who got the seat.
func (d *draft) seatsWentOn() {
	decided := d.entry.Decided
	if decided == nil || d.course.admission == nil && d.entry.Erased == nil && len(decided.Changes) == 0 {
		return
	}
	live := d.liveRoster()
	if live.Replay(seatsGoOn(d.entry.At, d.state.capacity), decided.ofAdmission()) != nil {
		d.whole.Add("decided", "decided", "not what can have followed for others")
		return
	}
	d.rosterMoved()
	d.moved(decided.Changes, live)
}

// moved takes over the status on the roster for each person whom the changes name.
func (d *draft) moved(changes []admission.Change, live *admission.Live) {
	for _, c := range changes {
		if i, known := d.find(c.ID); known {
			d.setStatus(i, live)
		}
	}
}

// startOver removes all parts about erased people from the entries of the draft, and
// continues with the run that follows from the remaining parts. It walks all entries, so
// one call handles all erasures that follow each other.
func (d *draft) startOver() {
	if len(d.erased) == 0 {
		return
	}
	gone := subjectsOf(d.erased, d.entries)
	d.erased = map[string]bool{}
	again := d.course.runOf(d.entries).draft()
	again.trusting = true
	var report rule.Report
	for i, e := range d.entries {
		at := report.At(rule.Index("", i))
		if stripped := d.text.strip(e, gone.about); len(stripped.Removed) > len(e.Removed) {
			again.replay(stripped, at)
		} else {
			again.apply(e, at) // was checked when it was recorded
		}
		if again.failed != nil || !at.Clean("") {
			d.failed = cmp.Or(again.failed, report.Violations().Err())
			return
		}
	}
	again.commit(again.Run)
	d.Run, d.state, d.entries = again.Run, again.state.fork(), again.entries
	for i := range d.recorded {
		d.recorded[i].Entry = copied(d.entries[len(d.entries)-len(d.recorded)+i])
	}
}

// erasedFrom returns a copy of recorded entries without the parts of people who were
// erased later. A program may have stored an "erased" entry and left the earlier entries
// as they were.
func (c *canonical) erasedFrom(recorded []Entry) []Entry {
	journal := copied(recorded)
	applied, issued := peopleOf(journal)
	// gone holds the people who are erased after entry i. Another person may use an id
	// again after the erasure.
	gone := subjects{map[string]bool{}, map[string]bool{}}
	for i, e := range slices.Backward(recorded) {
		if len(gone.people) > 0 {
			journal[i] = c.strip(journal[i], gone.about)
		}
		if e.Erased != nil && applied[e.Erased.ID] { // otherwise the journal was written again
			gone.people[e.Erased.ID] = true
			for _, certificate := range issued[e.Erased.ID] {
				gone.certificates[certificate] = true // no number is given twice
			}
		}
	}
	return journal
}

// peopleOf returns the people who have an application in the entries, and the
// certificates that the entries issue to each person.
func peopleOf(entries []Entry) (applied map[string]bool, issued map[string][]string) {
	applied, issued = map[string]bool{}, map[string][]string{}
	for _, e := range entries {
		switch {
		case e.Applied != nil:
			applied[e.Applied.ID] = true
		case e.Issued != nil:
			issued[e.Issued.Participant] = append(issued[e.Issued.Participant], e.Issued.Certificate)
		}
	}
	return applied, issued
}

// subjects holds people by id, and the certificates of these people by number.
type subjects struct{ people, certificates map[string]bool }

// aboutPerson returns a function that reports whether a part is about the person with the
// id. The entries tell which certificates the person got.
func aboutPerson(id string, entries []Entry) func(part reflect.Value) bool {
	return subjectsOf(map[string]bool{id: true}, entries).about
}

// subjectsOf returns the given people together with the certificates that the given
// entries issued to these people.
func subjectsOf(people map[string]bool, entries []Entry) subjects {
	certificates := map[string]bool{}
	for _, e := range entries {
		if e.Issued != nil && people[e.Issued.Participant] {
			certificates[e.Issued.Certificate] = true
		}
	}
	return subjects{people, certificates}
}

// about reports whether a part is about one of the people.
func (s subjects) about(part reflect.Value) bool {
	for part.Kind() == reflect.Pointer {
		part = part.Elem()
	}
	switch part.Kind() {
	case reflect.String:
		return s.people[part.String()]
	case reflect.Array:
		return s.people[part.Index(0).String()] || s.people[part.Index(1).String()]
	}
	if revoked, is := part.Interface().(Revoked); is {
		return s.certificates[revoked.Certificate]
	}
	return s.names(part)
}

// names reports whether a part of an entry names one of the people in a field with the
// JSON name id, participant or applicant. The method about handles the parts that have no
// such field.
func (s subjects) names(content reflect.Value) bool {
	for i := range content.NumField() {
		switch nameOf(content.Type().Field(i)) {
		case "id", "participant", "applicant":
			if content.Field(i).Kind() == reflect.String && s.people[content.Field(i).String()] {
				return true
			}
		}
	}
	return false
}
