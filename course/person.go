package course

import (
	"slices"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// Person is everything that a platform shows to one participant, or that an appeal needs.
// It contains nothing about other people except the ids of the companions in the group.
type Person struct {
	ID string `json:"id"`
	// Status is the person's status on the roster, and Since is when this status began. Seat
	// explains the status: place, reasons, keys.
	Status string                 `json:"status"`
	Since  time.Time              `json:"since,omitzero"`
	Seat   *admission.Explanation `json:"seat,omitzero"`
	Group  *PersonGroup           `json:"group,omitzero"`
	// Sessions are sorted by time. Their times are in the location that the caller of
	// [Run.Person] asks for.
	Sessions []PersonSession `json:"sessions"`
	// Marks are the marks that are graded: entered marks, computed marks and excuses.
	Marks grading.Marks `json:"marks"`
	// Result is the result of the marks alone. Where an override decides, or the person
	// left, Decision says so and Result does not. For a person who left, nothing is open
	// any more. People who left before any mark, excuse or presence have no result.
	Result *grading.Result `json:"result,omitzero"`
	// Decision and EverCertified are as in a [Result] of the [State].
	Decision      string `json:"decision,omitzero"`
	EverCertified bool   `json:"ever_certified,omitzero"`
	// Needed holds, for each component with something open, what is still needed to be
	// certified.
	Needed      map[string]grading.Needed `json:"needed"`
	Override    *Overridden               `json:"override,omitzero"`
	Certificate string                    `json:"certificate,omitzero"`
	// TakenAsMissing lists the components that were open at the end.
	TakenAsMissing []string `json:"taken_as_missing"`
}

// PersonGroup is a person's group.
type PersonGroup struct {
	Name       string   `json:"name"`
	Companions []string `json:"companions"` // ids, sorted
}

// PersonSession is a sitting together with the status of its session for a person.
type PersonSession struct {
	schedule.LocalSession
	Attendance schedule.Status `json:"attendance"`
	Seconds    int64           `json:"seconds,omitzero"` // present, without breaks
}

// Person returns everything about one person. Sessions are in the given location. Without
// a location they are in the time zone that the person stated if the course's zone source
// knows it, and otherwise in the zone of the schedule. The result is false for an id that
// never applied.
func (r *Run) Person(id string, in ...*time.Location) (Person, bool) {
	if r == nil || r.course == nil {
		return Person{}, false
	}
	i, known := r.lookup(&r.state, id)
	if !known {
		return Person{}, false
	}
	p := r.state.people.at(i)
	out := Person{
		ID: id, Status: string(p.status), Sessions: []PersonSession{}, Marks: grading.Marks{}, Needed: map[string]grading.Needed{},
		TakenAsMissing: append([]string{}, p.closed...),
	}
	r.seatOf(&out, p)
	out.Decision, out.EverCertified = decisionOf(p), p.result.ever
	out.Override, out.Certificate = copied(p.decision), p.number
	if !p.counts() {
		return out, true
	}
	d := draft{Run: r, state: r.state}
	out.Marks = copied(d.marksOf(p))
	graded := out.Marks
	if !p.seated() {
		graded = r.course.grading.Close(graded)
	}
	result, _ := r.course.grading.Grade(graded) // every mark was read when it was entered
	out.Result = &result
	out.Group = r.groupOf(p)
	out.Sessions = append(out.Sessions, r.sessionsOf(p, r.locationOf(p, in))...)
	if p.seated() && !r.state.ended {
		for _, open := range r.course.grading.Open(out.Marks) {
			out.Needed[open.Component], _ = r.course.grading.Needed(out.Marks, open.Component)
		}
	}
	return out, true
}

// Shown returns the result in sentences as they are shown to the person, with at least the
// given number of decimal places, or nil if there is no result. If an override decides,
// Sentence begins with the override (see [grading.Entry.Shown]). If the person left,
// Sentence begins with "Left the course; by the marks: ", and the first element of Said
// has the code "left".
func (p Person) Shown(places int) *grading.Shown {
	if p.Result == nil {
		return nil
	}
	e := grading.Entry{Result: *p.Result}
	if p.Override != nil && p.Decision == string(p.Override.Decision) {
		e.Override = &grading.Override{Decision: p.Override.Decision}
	}
	shown := e.Shown(places)
	if p.Decision == decisionLeft {
		shown.Said = append([]grading.Said{{Code: decisionLeft}}, shown.Said...)
		shown.Sentence = "Left the course; by the marks: " + shown.Sentence
	}
	return &shown
}

func (r *Run) groupOf(p *person) *PersonGroup {
	if p.group == "" || !p.seated() {
		return nil
	}
	group := PersonGroup{Name: p.group, Companions: []string{}}
	for i := range r.state.people.n {
		if other := r.state.people.at(i); other.group == p.group && other.seated() && other.id != p.id {
			group.Companions = append(group.Companions, other.id)
		}
	}
	slices.Sort(group.Companions)
	return &group
}

// locationOf returns the location in which a person's times are shown, nil for the zone
// of the schedule.
func (r *Run) locationOf(p *person, in []*time.Location) *time.Location {
	if len(in) > 0 && in[0] != nil {
		return in[0]
	}
	loc, _ := r.zone(p.applicant.TimeZone) // nil for a person who states no zone
	return loc
}

// zone returns the location for the name of a time zone that an applicant stated. If the
// name cannot be used, zone returns its violations.
func (r *Run) zone(name string) (*time.Location, rule.Violations) {
	var unknown rule.Report
	if civil.CheckZone("", name, &unknown); !unknown.Clean("") {
		return nil, unknown.Violations()
	}
	loc := civil.LoadZone("", name, r.course.zones, &unknown)
	return loc, unknown.Violations()
}

// zoneFinding returns a finding for a person with a seat whose time zone cannot be used.
// The map cache holds the violations of the names that were looked up before.
func (r *Run) zoneFinding(p *person, cache map[string]rule.Violations) []rule.Finding {
	if !p.seated() || p.applicant.TimeZone == "" {
		return nil
	}
	name := p.applicant.TimeZone
	wrong, seen := cache[name]
	if !seen {
		_, wrong = r.zone(name)
		cache[name] = wrong
	}
	if len(wrong) == 0 {
		return nil
	}
	return []rule.Finding{{Code: wrong[0].Code, Path: rule.Key("", p.id) + ".time_zone", Verdict: rule.Unknown, Need: wrong[0].Detail}}
}

func (r *Run) sessionsOf(p *person, loc *time.Location) []PersonSession {
	locals := r.state.times.Sessions()
	if loc != nil {
		locals = r.state.times.In(loc)
	}
	out := make([]PersonSession, len(locals))
	for n, local := range locals {
		i := slices.Index(r.course.sittings, local.ID)
		for _, s := range r.course.sessions {
			if slices.Contains(s.sittings, i) {
				out[n].Attendance = r.state.attendance(p, s)
			}
		}
		if held := r.state.sittings[i]; held.status == schedule.StatusHeld {
			local.Start, local.End = held.start.In(local.Start.Location()), held.end.In(local.Start.Location())
		}
		out[n].LocalSession = local
		if at := p.at(i); at != nil {
			out[n].Seconds = at.seconds
		}
	}
	return out
}

// Part is a part of an entry. The part is about one person.
type Part struct {
	Entry int       `json:"entry"` // index in the journal, from 0
	At    time.Time `json:"at"`
	Path  string    `json:"path"` // path in the entry
	Value any       `json:"value"`
}

// About returns, from all entries, every part that is about a person, in the order of the
// journal. A person has a right to see these parts. An entry with the field Erased
// removes them.
func (r *Run) About(id string) []Part {
	list := []Part{}
	if r == nil || r.course == nil {
		return list
	}
	about := aboutPerson(id, r.entries)
	for i := range r.entries {
		e := copied(r.entries[i])
		r.text.partsOf(&e, func(p partAt) {
			if about(p.value) {
				list = append(list, Part{Entry: i, At: e.At, Path: p.path, Value: p.value.Interface()})
			}
		})
	}
	return list
}
