package course

import (
	"reflect"
	"slices"

	"github.com/cohortkit/cohort/admission"
)

// erase handles an entry that erases a person: it gives the person's seat to others.
// [draft.startOver] then removes the person's parts.
func (d *draft) erase(o *Erased) {
	i, known := d.find(o.ID)
	switch {
	case d.trusting:
		d.seatsWentOn()
		return
	case !known:
		d.refuse("id", "unknown-applicant", "nobody with this id applied")
		return
	}
	d.leaveSeat(i)
}

// seatsWentOn applies the recorded decision of an entry that erased a person, or of an
// entry whose content was erased. The decision holds the changes for other people, such
// as who got the seat.
func (d *draft) seatsWentOn() {
	if d.entry.Decided == nil {
		return
	}
	live := d.liveRoster()
	decided := d.entry.Decided.ofAdmission()
	if live.Replay(seatsGoOn(d.entry.At, d.state.capacity), decided) != nil {
		d.whole.Add("decided", "decided", "not what can have followed for others")
		return
	}
	d.rosterMoved()
	d.moved(decided.Changes, live)
}

// moved sets the status of each person in changes to the person's status on the roster.
func (d *draft) moved(changes []admission.Change, live *admission.Live) {
	for _, c := range changes {
		if i, known := d.find(c.ID); known {
			d.setStatus(i, live)
		}
	}
}

// startOver removes the parts about a person from the entries of the draft, and continues
// with the run that follows from the remaining parts.
func (d *draft) startOver(id string) {
	about := aboutPerson(id, d.entries)
	entries := make([]Entry, len(d.entries))
	for i, e := range d.entries {
		entries[i] = d.text.strip(e, about)
	}
	fresh, err := d.course.Resume(entries)
	if err != nil {
		d.whole.Put(violationsOf(err).At("erased")...)
		return
	}
	d.Run, d.state, d.entries = fresh, fresh.state.fork(), fresh.entries
	for i := range d.recorded {
		d.recorded[i].Entry = copied(entries[len(entries)-len(d.recorded)+i])
	}
}

// erasedFrom returns a copy of recorded entries without the parts of people who were
// erased later. A program may have stored the erased entry without rewriting the earlier
// entries.
func (c *canonical) erasedFrom(recorded []Entry) []Entry {
	journal := copied(recorded)
	applied := map[string]bool{}
	for i, e := range journal {
		switch {
		case e.Applied != nil:
			applied[e.Applied.ID] = true
		case e.Erased != nil && applied[e.Erased.ID]:
			about := aboutPerson(e.Erased.ID, journal[:i])
			for n := range journal[:i] {
				journal[n] = c.strip(journal[n], about)
			}
		}
	}
	return journal
}

// aboutPerson returns a function that reports whether a part is about the person with the
// id. The entries tell which certificates the person got.
func aboutPerson(id string, entries []Entry) func(part reflect.Value) bool {
	var certificates []string
	for _, e := range entries {
		if e.Issued != nil && e.Issued.Participant == id {
			certificates = append(certificates, e.Issued.Certificate)
		}
	}
	return func(part reflect.Value) bool {
		for part.Kind() == reflect.Pointer {
			part = part.Elem()
		}
		switch part.Kind() {
		case reflect.String:
			return part.String() == id
		case reflect.Array:
			return part.Index(0).String() == id || part.Index(1).String() == id
		}
		if revoked, is := part.Interface().(Revoked); is {
			return slices.Contains(certificates, revoked.Certificate)
		}
		return names(part, id)
	}
}

// names reports whether a part of an entry names a person. Every kind of part does so in
// a field with the JSON name id, participant or applicant.
func names(content reflect.Value, id string) bool {
	for i := range content.NumField() {
		switch nameOf(content.Type().Field(i)) {
		case "id", "participant", "applicant":
			if content.Field(i).Kind() == reflect.String && content.Field(i).String() == id {
				return true
			}
		}
	}
	return false
}
