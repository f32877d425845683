package course

import (
	"strconv"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// Parse reads a definition strictly from JSON and makes all checks that need no time
// zones; [Compile] makes the others. The error is nil or [rule.Violations] with
// everything that is wrong with the text and its meaning, in the order of the text.
func Parse(data []byte) (Definition, error) {
	var d Definition
	err := document.Parse(data, &d, func(r *rule.Report) { d.checkParts(r); d.check(r) })
	if err != nil {
		return Definition{}, err
	}
	return d, nil
}

// Validate returns everything that is wrong with d and can be found without zone data;
// [Compile] finds all other violations. The error is nil or [rule.Violations].
func (d Definition) Validate() error {
	return document.Check(d, func(r *rule.Report) { d.checkParts(r); d.check(r) })
}

// checkParts reports violations inside the parts that the engines compile.
func (d Definition) checkParts(r *rule.Report) {
	parts := map[string]document.Checker{"grading": d.Grading}
	if d.Admission != nil {
		parts["admission"] = d.Admission
	}
	if d.Schedule != nil {
		parts["schedule"] = d.Schedule
	}
	if d.Grouping != nil {
		parts["grouping"] = d.Grouping
	}
	for path, part := range parts {
		part.Check(r.At(path))
	}
}

// check reports violations of d outside of the parts that the engines check.
func (d Definition) check(r *rule.Report) {
	r.Put(document.Shape(d)...)
	if r.Clean("version") && d.Version != 1 {
		r.Add("version", "version", "only version 1 is known")
	}
	if d.Attendance != nil {
		d.Attendance.Check(r.At("attendance"))
	}
	if s := d.Stated; s != nil && s.GroupSizes != nil && r.Clean("stated.group_sizes") && s.GroupSizes.Min > s.GroupSizes.Max {
		r.Add("stated.group_sizes.min", "min-above-max", "the smallest group cannot be larger than the largest")
	}
	d.checkMeetingHours(r)
	d.checkSessions(r)
	d.checkProject(r)
	d.checkAttendance(r)
}

// checkMeetingHours requires valid hours. It also requires dates, unless the course has
// sessions from which the dates can be taken.
func (d Definition) checkMeetingHours(r *rule.Report) {
	h := d.MeetingHours
	if h == nil || !r.Clean("meeting_hours") {
		return
	}
	at := r.At("meeting_hours")
	first, last := h.First, h.Last
	dated := len(d.sessions()) > 0 || !r.Clean("schedule")
	if first.IsZero() && !dated {
		at.Put(rule.Required("first"))
	}
	if last.IsZero() && !dated {
		at.Put(rule.Required("last"))
	}
	// If no dates are stated, the hours are checked on an arbitrary day.
	hours := grouping.Availability{Zone: "UTC", First: "2024-01-01", Last: "2024-01-01", Hours: []grouping.Hours{{Days: h.Days, From: h.From, To: h.To}}}
	if !first.IsZero() && !last.IsZero() {
		hours.First, hours.Last = first.String(), last.String()
	}
	_, err := hours.Intervals(func(string) (*time.Location, error) { return time.UTC, nil })
	for _, v := range violationsOf(err) {
		at.Add(strings.TrimPrefix(v.Path, "hours[0]."), v.Code, v.Detail)
	}
}

// sessions returns the sessions of the schedule, including those of its pattern.
func (d Definition) sessions() []schedule.Session {
	if d.Schedule == nil {
		return nil
	}
	if whole, err := d.Schedule.Expand(); err == nil {
		return whole.Sessions
	}
	return d.Schedule.Sessions
}

// readableSessions reports whether the ids of all sessions could be read. If not, an id
// that seems unknown may belong to a session that could not be read.
func (d Definition) readableSessions(r *rule.Report) bool {
	for i := range d.Schedule.Sessions {
		if !r.Clean(rule.Field(rule.Index("schedule.sessions", i), "id")) {
			return false
		}
	}
	return r.Clean("schedule.pattern") && (len(d.Schedule.Sessions) > 0 || r.Clean("schedule.sessions"))
}

// checkSessions checks that references to sessions name sessions of the schedule.
func (d Definition) checkSessions(r *rule.Report) {
	known, ids := map[string]bool{}, []string{}
	for _, s := range d.sessions() {
		known[s.ID] = true
		ids = append(ids, s.ID)
	}
	if d.Schedule == nil {
		if len(d.Outline) > 0 && r.Clean("schedule") {
			r.Note("outline", "needs", "the outline is of the sessions of a schedule: state one")
		}
		if d.Project != nil && d.Project.ReleasedAfter+d.Project.PresentedIn != "" && r.Clean("schedule") {
			r.Note("project", "needs", "the project names sessions of a schedule: state one")
		}
	}
	refer := func(path, id string) {
		if id != "" && d.Schedule != nil && r.Clean(path) && !known[id] && d.readableSessions(r) {
			r.Put(rule.UnknownName(path, "unknown-session", "session", id, ids))
		}
	}
	seen := map[string]bool{}
	for i, s := range d.Outline {
		path := rule.Field(rule.Index("outline", i), "session")
		refer(path, s.Session)
		if r.Clean(path) && seen[s.Session] {
			r.Add(path, "outline-session", "an earlier entry is about this session")
		}
		seen[s.Session] = true
	}
	if d.Project != nil {
		refer("project.released_after", d.Project.ReleasedAfter)
		refer("project.presented_in", d.Project.PresentedIn)
	}
}

// checkProject requires that a course with a project has groups to hand it in, and that
// the project's mark belongs to a component that awards levels.
func (d Definition) checkProject(r *rule.Report) {
	if d.Project == nil {
		return
	}
	if d.Grouping == nil && r.Clean("grouping") {
		r.Note("project", "needs", "a project is handed in by groups: state a grouping")
	}
	if !r.Clean("project.component", "grading.components") {
		return
	}
	var ids []string
	for _, c := range leaves(d.Grading.Components, "grading") {
		ids = append(ids, c.ID)
		if c.ID == d.Project.Component {
			if c.Award.Levels == nil {
				r.Add("project.component", "project-component", "the component must award levels")
			}
			return
		}
	}
	r.Put(rule.UnknownName("project.component", "unknown-component", "component", d.Project.Component, ids))
}

// checkAttendance checks that the attendance rule, the components that award attendance
// and the schedule agree with each other.
func (d Definition) checkAttendance(r *rule.Report) {
	if d.Attendance != nil && d.Schedule == nil && r.Clean("schedule") {
		r.Add("attendance", "needs", "attendance is of the sessions of a schedule: state one")
	}
	if d.Schedule == nil {
		return
	}
	for _, c := range leaves(d.Grading.Components, "grading") {
		if c.Award.Attendance == nil {
			continue
		}
		path := c.path + ".award.attendance"
		if d.Attendance == nil && r.Clean("attendance") {
			r.Add("attendance", "attendance-rule", "attendance is awarded: state what counts as attended")
		}
		if r.Clean(path, "schedule.sessions", "schedule.pattern") && c.Award.Attendance.Sessions != len(d.sessions()) {
			r.Add(rule.Field(path, "sessions"), "attendance-sessions", "the schedule has "+strconv.Itoa(len(d.sessions()))+" sessions")
		}
	}
}
