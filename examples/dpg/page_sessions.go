package main

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/cohortkit/cohort/schedule"
)

// maxStrips is the largest number of zones that the page shows. The zones
// with the most people are shown.
const maxStrips = 40

// sessionsView shows the sessions on the participants' clocks. Each zone has a strip of
// the 24 hours of a day, in which each session has its own row.
type sessionsView struct {
	Zone    string // the course's zone
	Rows    []sessionRow
	Height  int
	Strips  []stripView
	Omitted int
	Shifts  []string
}

// sessionRow is a session on the course's own clock.
type sessionRow struct{ ID, Title, Date, Time string }

// stripView is the strip of one zone: the sessions on the 24 hours of its clock.
type stripView struct {
	Zone   string
	People int
	Times  []timeView
	Boxes  []box
}

// timeView is a time of day in a zone, with the ids of all sessions that take place at
// this time.
type timeView struct {
	Time     string
	Sessions []string
}

// box is a rectangle for a stretch of a session. X and Width are in minutes of the day. Y
// is the upper edge of the session's row.
type box struct{ X, Y, Width int }

const (
	stripLine = 6
	dayLength = 24 * 60
)

func (r report) sessionsView() *sessionsView {
	table := r.course.Schedule()
	v := &sessionsView{Zone: r.definition.Schedule.Zone}
	for _, s := range table.Sessions() {
		v.Rows = append(v.Rows, sessionRow{s.ID, s.Title, s.Start.Format("Mon 2 Jan 2006"), hours(s)})
	}
	v.Height = len(v.Rows) * stripLine
	admitted := map[string]bool{}
	for _, id := range r.run.State().Seats {
		admitted[id] = true
	}
	all := r.zonesOf(admitted)
	slices.SortStableFunc(all, func(a, b viewer) int { return cmp.Compare(b.people, a.people) })
	v.Omitted = max(len(all)-maxStrips, 0)
	all = all[:len(all)-v.Omitted]
	slices.SortStableFunc(all, func(a, b viewer) int { return cmp.Compare(a.offset, b.offset) })
	for _, z := range all {
		v.Strips = append(v.Strips, strip(table.In(z.loc), z))
		for _, shift := range table.ClockShifts(z.loc) {
			v.Shifts = append(v.Shifts, fmt.Sprintf("%s: %s", z.name, shift))
		}
	}
	return v
}

func strip(sessions []schedule.LocalSession, z viewer) stripView {
	v := stripView{Zone: z.name, People: z.people}
	for i, s := range sessions {
		v.Boxes = append(v.Boxes, boxes(s, i*stripLine)...)
		at := hours(s)
		switch {
		case s.DateShift > 0:
			at += " the next day"
		case s.DateShift < 0:
			at += " the day before"
		}
		k := slices.IndexFunc(v.Times, func(t timeView) bool { return t.Time == at })
		if k < 0 {
			k = len(v.Times)
			v.Times = append(v.Times, timeView{Time: at})
		}
		v.Times[k].Sessions = append(v.Times[k].Sessions, s.ID)
	}
	return v
}

// boxes returns the stretches of a session on a strip. The part after midnight is at
// the left.
func boxes(s schedule.LocalSession, y int) []box {
	from := s.Start.Hour()*60 + s.Start.Minute()
	length := min(int(s.End.Sub(s.Start)/time.Minute), dayLength)
	first := min(length, dayLength-from)
	list := []box{{from, y, first}}
	if length > first {
		list = append(list, box{0, y, length - first})
	}
	return list
}

func hours(s schedule.LocalSession) string { return s.Start.Format("15:04") + s.End.Format("–15:04") }
