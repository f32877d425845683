package schedule

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
)

// CalendarOptions is what a calendar says besides the timetable.
type CalendarOptions struct {
	// Run names this run of the course. An event's UID is made of the
	// session's id, Run and Domain: a reader updates an event of the same UID
	// and leaves those of other runs alone. It must not change between
	// versions of a calendar, nor be used again.
	Run string `json:"run" validate:"id"`
	// Domain is a domain name of whoever gives the course.
	Domain string `json:"domain" validate:"required,max=253"`
	// Stamp is when this version was made, DTSTAMP.
	Stamp time.Time `json:"stamp" validate:"required"`
	// Sequence is 0 at first and must grow with every version in which a
	// session moved or was cancelled; readers ignore a lower one.
	Sequence int `json:"sequence,omitzero" validate:"min=0,max=2147483647"`
	// Cancelled names sessions of the timetable that will not be held: they
	// stay in the calendar, marked, so that readers take them out.
	Cancelled []string `json:"cancelled,omitzero" validate:"max=1000,dive,id"`
	// Zoned tells times in the course's zone, together with that zone's
	// rules, instead of UTC.
	Zoned bool `json:"zoned,omitzero"`
	// Reminders are minutes before each session.
	Reminders   []int  `json:"reminders,omitzero" validate:"max=10,dive,min=0,max=40320"`
	Name        string `json:"name,omitzero" validate:"max=200"`         // of the calendar
	Description string `json:"description,omitzero" validate:"max=4000"` // of every event
	Location    string `json:"location,omitzero" validate:"max=500"`     // of every event
	URL         string `json:"url,omitzero" validate:"max=2000"`         // of every event
}

// Check reports all that is wrong with o. That the sessions it cancels exist is
// for [Timetable.Calendar] to say.
func (o CalendarOptions) Check(r *rule.Report) {
	r.AddAll(document.Shape(o))
	if r.Clean("domain") && !isDomain(o.Domain) {
		r.Add("domain", "domain", "letters, digits and hyphens between points")
	}
	// A calendar has four digits for a year.
	if year := o.Stamp.UTC().Year(); r.Clean("stamp") && (year < minYear || year > maxYear) {
		r.Add("stamp", "range", "the year must be 1970 to 9998")
	}
	if o.URL != "" && r.Clean("url") && !isURI(o.URL) {
		r.Add("url", "url", "an absolute address without spaces, everything but ASCII encoded")
	}
}

func isDomain(name string) bool {
	for label := range strings.SplitSeq(name, ".") {
		if label == "" || strings.ContainsFunc(label, func(c rune) bool { return c != '-' && !isAlphanumeric(c) }) {
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

// Calendar returns the timetable as iCalendar (RFC 5545, an .ics file): one
// event for each session, in UTC or in the course's zone. Equal input gives
// equal bytes. The error is nil or [rule.Violations].
func (t *Timetable) Calendar(o CalendarOptions) ([]byte, error) {
	err := document.Check(o, func(r *rule.Report) {
		o.Check(r)
		for i, id := range o.Cancelled {
			if path := rule.Index("cancelled", i); r.Clean(path) {
				if _, known := t.index[id]; !known {
					r.Add(path, "unknown-session", "no session has this id")
				}
			}
		}
	})
	if err != nil {
		return nil, err
	}
	var w contentLines
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//cohortkit//cohort schedule//EN")
	w.line("CALSCALE:GREGORIAN")
	if o.Name != "" {
		w.text("NAME", o.Name)         // RFC 7986
		w.text("X-WR-CALNAME", o.Name) // what readers had before it
	}
	zoned := make([]bool, len(t.slots))
	for i, s := range t.slots {
		zoned[i] = o.Zoned && !civil.IsUTC(t.zone) && s.tellsOnce()
	}
	if slices.Contains(zoned, true) {
		t.timeZone(&w)
	}
	for i, s := range t.slots {
		zone := ""
		if zoned[i] {
			zone = t.zone
		}
		s.event(&w, o, zone)
	}
	w.line("END:VCALENDAR")
	return w.bytes, nil
}

// tellsOnce reports whether local times tell when s starts and ends. Where
// clocks show one of them twice, readers differ in which they take.
func (s slot) tellsOnce() bool {
	loc := s.start.Location()
	return civil.DateTimeOf(s.start).In(loc).Kind == civil.Unique && civil.DateTimeOf(s.end).In(loc).Kind == civil.Unique
}

// event writes s in the times of a zone, in UTC when there is none.
func (s slot) event(w *contentLines, o CalendarOptions, zone string) {
	cancelled := slices.Contains(o.Cancelled, s.id)
	w.line("BEGIN:VEVENT")
	w.line("UID:" + uidPart(s.id) + "." + uidPart(o.Run) + "@" + o.Domain)
	w.line("DTSTAMP:" + utcTime(o.Stamp))
	w.line("SEQUENCE:" + strconv.Itoa(o.Sequence))
	if zone != "" {
		w.line("DTSTART;TZID=" + zone + ":" + localTime(s.start))
		w.line("DTEND;TZID=" + zone + ":" + localTime(s.end))
	} else {
		w.line("DTSTART:" + utcTime(s.start))
		w.line("DTEND:" + utcTime(s.end))
	}
	title := s.title
	if title == "" {
		title = s.id
	}
	w.text("SUMMARY", title)
	if o.Description != "" {
		w.text("DESCRIPTION", o.Description)
	}
	if o.Location != "" {
		w.text("LOCATION", o.Location)
	}
	if o.URL != "" {
		w.line("URL:" + o.URL)
	}
	if cancelled {
		w.line("STATUS:CANCELLED")
	} else {
		w.line("STATUS:CONFIRMED")
		for _, minutes := range o.Reminders {
			w.line("BEGIN:VALARM")
			w.line("ACTION:DISPLAY")
			w.text("DESCRIPTION", title)
			w.line("TRIGGER:-PT" + strconv.Itoa(minutes) + "M")
			w.line("END:VALARM")
		}
	}
	w.line("END:VEVENT")
}
