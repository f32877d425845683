package main

import (
	"strconv"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// sitting is a test vector for the rule of attendance. It has the rows of one participant
// in a session, and the correct result: the seconds attended, and whether the session
// counts as attended.
type sitting struct {
	ID       string             `json:"id"`
	Session  string             `json:"session"`
	Start    time.Time          `json:"start"`
	End      time.Time          `json:"end"`
	Rows     []schedule.Segment `json:"rows"`
	Seconds  int64              `json:"seconds"`
	Attended bool               `json:"attended"`
	Why      string             `json:"why"`
}

// sittings returns the attendance vectors of a course. A course without such vectors is
// refused, since a platform that was asked nothing has not passed.
func (s *shell) sittings(c *course.Course, file string) []sitting {
	list := sittings(c)
	if len(list) == 0 {
		s.refuse(file, "attendance", "no-vectors", "a course without a schedule and a rule of attendance has none")
	}
	return list
}

// sittings returns the vectors of the first session of each length.
func sittings(c *course.Course) []sitting {
	timetable, by := c.Schedule(), c.Definition().Attendance
	if timetable == nil || by == nil {
		return nil
	}
	var list []sitting
	lengths := map[time.Duration]bool{}
	for _, s := range timetable.Sessions() {
		length := s.End.Sub(s.Start)
		if lengths[length] || s.Repeats != "" {
			continue
		}
		lengths[length] = true
		list = append(list, sittingsOf(timetable, *by, s)...)
	}
	return list
}

// needed returns the least number of seconds of a session that a person must attend, so
// that the session counts as attended.
func needed(by schedule.AttendanceRule, length time.Duration) int64 {
	n, _, _ := by.AtLeastPercent.Rational().Times(exact.Whole(uint64(length / time.Second))).Over(exact.Whole(100)).Ceil().Fraction()
	return int64(n)
}

func sittingsOf(timetable *schedule.Timetable, by schedule.AttendanceRule, s schedule.LocalSession) []sitting {
	start, end := s.Start.UTC(), s.End.UTC()
	all := int64(end.Sub(start) / time.Second)
	least := needed(by, end.Sub(start))
	row := func(from, to int64) schedule.Segment {
		return schedule.Segment{Participant: "p", Join: start.Add(time.Duration(from) * time.Second), Leave: new(start.Add(time.Duration(to) * time.Second))}
	}
	open := row(0, all)
	open.Leave = nil
	late := row(all-least, all)
	late.Leave = nil
	var list []sitting
	add := func(rule, why string, rows ...schedule.Segment) {
		made, err := timetable.Attend(schedule.Held{Session: s.ID, Rows: rows}, by)
		if err != nil {
			return // the attendance rule refuses rows without a leave
		}
		v := sitting{ID: rule + "/" + s.ID + "/" + strconv.Itoa(len(list)+1), Session: s.ID, Start: start, End: end, Rows: rows, Why: why}
		for _, p := range made.People {
			v.Seconds, v.Attended = p.Seconds, p.Attended
		}
		list = append(list, v)
	}
	if least > 0 {
		add("attended", "a second less than is needed", row(0, least-1))
	}
	add("attended", "exactly what is needed", row(0, least))
	if least < all {
		add("attended", "a second more than is needed", row(0, least+1))
	}
	add("attended", "the whole session", row(0, all))
	add("outside", "time before the start and after the end does not count", row(-3600, least-1), row(all, all+3600))
	add("overlap", "two devices at once count once", row(0, least/2+1), row(1, least-1))
	add("rejoined", "two stays add up", row(0, least/2), row(least/2+60, least+60))
	add("rejoined", "two stays add up, and a second is lacking", row(0, least/2), row(least/2+60, least+59))
	add("missing-leave", "the last leave is missing, from the start", open)
	add("missing-leave", "the last leave is missing, from as late as can be", late)
	return list
}

// presence is a platform's answer to an attendance vector.
type presence struct {
	ID       string `json:"id" validate:"required"` // longer than other ids: it holds the id of a session
	Attended *bool  `json:"attended" validate:"required"`
	Seconds  *int64 `json:"seconds,omitzero"`
}

// wrongPresence describes a wrong answer to an attendance vector.
type wrongPresence struct {
	ID   string    `json:"id"`
	Rule string    `json:"rule"`
	Want presence  `json:"want"`
	Have *presence `json:"have,omitzero"`
	Why  string    `json:"why"`
}

// judgeSittings does the work of the command "cohort judge" for attendance vectors.
func (s *shell) judgeSittings(c *course.Course, args []string) {
	file := args[1]
	vectors := s.sittings(c, args[0])
	places := map[string]int{}
	for i, v := range vectors {
		places[v.ID] = i
	}
	answers := make([]*presence, len(vectors))
	for i, line := range s.lines(file) {
		a := &presence{}
		place := 0
		err := document.Parse(line, a, func(r *rule.Report) {
			r.Put(document.Shape(a)...)
			place = s.place(a.ID, places, func(at int) bool { return answers[at] != nil }, r)
		})
		if !s.faultAt(file, rule.Index("", i), err) {
			answers[place] = a
		}
	}
	if len(s.faults) > 0 {
		return
	}
	for i, v := range vectors {
		a := answers[i]
		if a != nil && *a.Attended == v.Attended && (a.Seconds == nil || *a.Seconds == v.Seconds) {
			continue
		}
		w := wrongPresence{ID: v.ID, Rule: ruleOf(v.ID), Want: presence{v.ID, new(v.Attended), new(v.Seconds)}, Have: a, Why: v.Why}
		if a == nil {
			w.Rule = noAnswer
		}
		s.line(w)
		s.status = 1
	}
}
