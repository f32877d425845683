package schedule

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// CalendarOptions holds the details of a calendar that are not in the timetable. A
// session's own location, address and description replace those given here.
type CalendarOptions struct {
	// Run names this run of the course. The UID of an event is made of the sitting's
	// id, Run and Domain: a reader (a calendar program) updates the event of the same
	// UID and leaves the events of other runs alone. Run must not change between
	// versions of a calendar, nor be used again for another run.
	Run string `json:"run" validate:"id"`
	// Domain is a domain name of the provider of the course.
	Domain string `json:"domain" validate:"required,max=253,line"`
	// Stamp is the time at which this version of the calendar was made (DTSTAMP).
	Stamp time.Time `json:"stamp" validate:"required"`
	// Sequence is 0 at first and must grow with every version of the calendar in which a
	// session was moved or cancelled; readers ignore a version with a lower number.
	Sequence int `json:"sequence,omitzero" validate:"min=0,max=2147483647"`
	// Zoned writes times in the course's zone, and adds the rules by which clocks change
	// in this zone. All readers know only simple yearly rules. If such rules are not
	// exact for the whole course, all times are in UTC, which every reader gets right.
	// Times that clocks show twice are always in UTC.
	Zoned bool `json:"zoned,omitzero"`
	// Reminders are minutes before each event.
	Reminders   []int  `json:"reminders,omitzero" validate:"max=10,dive,min=0,max=40320"`
	Name        string `json:"name,omitzero" validate:"max=200,line"` // of the calendar
	Description string `json:"description,omitzero" validate:"max=4000,text"`
	Location    string `json:"location,omitzero" validate:"max=500,line"`
	URL         string `json:"url,omitzero" validate:"max=2000,line"`
}

// check reports everything wrong with o.
func (o CalendarOptions) check(r *rule.Report) {
	r.Put(document.Shape(o)...)
	if r.Clean("domain") && !isDomain(o.Domain) {
		r.Add("domain", "domain", "want letters, digits and hyphens between points, such as example.org")
	}
	// Calendars write a year with four digits.
	if r.Clean("stamp") && !inYears(o.Stamp) {
		r.Add("stamp", "range", wantYears)
	}
	checkURL(o.URL, r)
}

func isDomain(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || label[0] == '-' || label[len(label)-1] == '-' ||
			strings.ContainsFunc(label, func(c rune) bool { return c != '-' && !isAlphanumeric(c) }) {
			return false
		}
	}
	return true
}

func isURI(address string) bool {
	scheme, rest, ok := strings.Cut(address, ":")
	return ok && scheme != "" && rest != "" && strings.IndexFunc(scheme, func(c rune) bool { return !isAlphanumeric(c) }) < 0 &&
		strings.IndexFunc(rest, func(c rune) bool { return c <= ' ' || c > '~' }) < 0
}

func isAlphanumeric(c rune) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}

// Calendar returns the timetable as iCalendar (RFC 5545, an .ics file): one event for
// each sitting and each deadline. The record says what happened to the sittings so far. A
// sitting that was held at another time is shown at that time. A cancelled sitting stays
// in the calendar, marked as cancelled, so that readers remove it. The rows of the record
// are ignored. Equal input gives equal bytes. The error is nil or [rule.Violations];
// violations of the record have paths such as record.held[0].
func (t *Timetable) Calendar(record Record, o CalendarOptions) ([]byte, error) {
	t = t.made()
	err := document.Check(o, func(r *rule.Report) {
		o.check(r)
		t.checkRecord(record, nil, r.At("record"))
	})
	if err != nil {
		return nil, err
	}
	events := t.events(record, o)
	w := contentLines{zone: t.plan.Zone}
	if o.Zoned && len(events) > 0 {
		w.rules = t.rules(events)
	}
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//cohortkit//cohort schedule//EN")
	w.line("CALSCALE:GREGORIAN")
	if o.Name != "" {
		w.text("NAME", o.Name) // RFC 7986
		if len(events) > 1 {
			// Older readers know X-WR-CALNAME, but not NAME. A calendar of a single event
			// has no X-WR-CALNAME, since this line makes some readers create a new
			// calendar.
			w.text("X-WR-CALNAME", o.Name)
		}
	}
	if slices.ContainsFunc(events, w.zoned) {
		w.timeZone()
	}
	for _, e := range events {
		w.event(e, o)
	}
	w.line("END:VCALENDAR")
	return w.bytes, nil
}

// event is one entry of a calendar.
type event struct {
	uid, title                 string
	description, location, url string
	start, end                 time.Time // equal for a deadline
	cancelled                  bool
	deadline                   bool
}

// events returns an event for each sitting, by time, and then one for each deadline,
// by time.
func (t *Timetable) events(record Record, o CalendarOptions) []event {
	var all []event
	for _, s := range t.records(record) {
		for _, sitting := range s.Sittings {
			slot := t.slots[t.index[sitting.ID]]
			all = append(all, event{
				uid: uidPart(slot.ID), title: cmp.Or(slot.title, t.sessionOf(slot)),
				description: cmp.Or(slot.description, o.Description), location: cmp.Or(slot.Location, o.Location), url: cmp.Or(slot.URL, o.URL),
				start: sitting.Start.In(t.loc).Truncate(time.Second), end: sitting.End.In(t.loc).Add(time.Second - 1).Truncate(time.Second),
				cancelled: sitting.Status == StatusCancelled,
			})
		}
	}
	slices.SortStableFunc(all, func(a, b event) int { return a.start.Compare(b.start) })
	for _, d := range t.deadlines {
		all = append(all, event{
			// uidPart encodes every point (.) in the id of a sitting, so no UID of a
			// sitting begins with "deadline.".
			uid: "deadline." + uidPart(d.ID), title: cmp.Or(d.Title, d.ID),
			description: d.Description, url: d.URL,
			start: d.at, end: d.at, deadline: true,
		})
	}
	return all
}
