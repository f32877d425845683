package schedule

import (
	"slices"
	"strconv"
	"time"

	"github.com/cohortkit/cohort/course/civil"
)

// zoned reports whether the times of e are written in the zone of the course: if the
// rules of the zone are written, and if clocks show the start and the end of e only
// once. Readers differ in how they read a local time that clocks show twice.
func (w *contentLines) zoned(e event) bool {
	once := func(at time.Time) bool {
		_, err := civil.DateTimeOf(at).In(at.Location(), "")
		return err == nil
	}
	return len(w.rules) > 0 && once(e.start) && once(e.end)
}

// event writes e as a VEVENT.
func (w *contentLines) event(e event, o CalendarOptions) {
	w.line("BEGIN:VEVENT")
	w.line("UID:" + e.uid + "." + uidPart(o.Run) + "@" + o.Domain)
	w.line("DTSTAMP:" + utcTime(o.Stamp))
	w.line("SEQUENCE:" + strconv.Itoa(o.Sequence))
	zoned := w.zoned(e)
	w.at("DTSTART", e.start, zoned)
	if !e.deadline { // an event without an end takes no time
		w.at("DTEND", e.end, zoned)
	}
	w.text("SUMMARY", e.title)
	if e.description != "" {
		w.text("DESCRIPTION", e.description)
	}
	if e.location != "" {
		w.text("LOCATION", e.location)
	}
	if e.url != "" {
		w.line("URL:" + e.url)
	}
	if e.deadline {
		w.line("TRANSP:TRANSPARENT")
	}
	if e.cancelled {
		w.line("STATUS:CANCELLED")
	} else {
		w.line("STATUS:CONFIRMED")
		w.reminders(e.title, o.Reminders)
	}
	w.line("END:VEVENT")
}

// at writes a time in the zone of the course or in UTC.
func (w *contentLines) at(property string, at time.Time, zoned bool) {
	if zoned {
		w.line(property + ";TZID=" + w.zone + ":" + localTime(at))
	} else {
		w.line(property + ":" + utcTime(at))
	}
}

// reminders writes each reminder once, the shortest first.
func (w *contentLines) reminders(title string, reminders []int) {
	for _, minutes := range slices.Compact(slices.Sorted(slices.Values(reminders))) {
		w.line("BEGIN:VALARM")
		w.line("ACTION:DISPLAY")
		w.text("DESCRIPTION", title)
		w.line("TRIGGER:-PT" + strconv.Itoa(minutes) + "M")
		w.line("END:VALARM")
	}
}
