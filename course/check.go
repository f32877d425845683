package course

import (
	"errors"
	"strconv"

	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
)

// Parse reads a definition from JSON, strictly, and checks it as far as that
// needs no time zones; [Compile] checks the rest. The error is nil or
// [rule.Violations]: all that is wrong with the text and its meaning, in the
// order of the text.
func Parse(data []byte) (Definition, error) {
	var d Definition
	err := document.Parse(data, &d, func(r *rule.Report) { d.Check(r) })
	return d, err
}

// Check reports everything wrong with d as far as it can be told without zone
// data.
func (d Definition) Check(r *rule.Report) {
	d.check(r)
	if d.Schedule != nil {
		d.Schedule.Check(r.At("schedule"))
	}
}

// CheckIn reports everything wrong with d: what [Definition.Check] reports, and
// what needs zone data. With it, document.Parse says all about a document at
// once.
func (d Definition) CheckIn(zones civil.Zones, r *rule.Report) {
	d.check(r)
	if d.Schedule != nil {
		plan := r.At("schedule")
		d.Schedule.Check(plan)
		var found rule.Violations
		if _, err := schedule.Compile(*d.Schedule, zones); errors.As(err, &found) {
			plan.AddAll(found)
		}
	}
}

// check reports what is wrong with all but the schedule.
func (d Definition) check(r *rule.Report) {
	r.AddAll(document.Shape(d))
	if r.Clean("version") && d.Version != 1 {
		r.Add("version", "version", "this is the library for version 1")
	}
	if d.Admission != nil {
		d.Admission.Check(r.At("admission"))
	}
	if d.Attendance != nil {
		d.Attendance.Check(r.At("attendance"))
	}
	if d.Grouping != nil {
		d.Grouping.Check(r.At("grouping"))
	}
	d.Grading.Check(r.At("grading"))
	if s := d.Stated; s != nil && s.GroupSizes != nil && r.Clean("stated.group_sizes") && s.GroupSizes.Min > s.GroupSizes.Max {
		r.Add("stated.group_sizes.min", "min-above-max", "the smallest group cannot be larger than the largest")
	}
	d.checkSessions(r)
	d.checkProject(r)
	d.checkAttendance(r)
}

// sessions returns the sessions of the schedule, those of its pattern too.
func (d Definition) sessions() []schedule.Session {
	if d.Schedule == nil {
		return nil
	}
	if whole, err := d.Schedule.Expand(); err == nil {
		return whole.Sessions
	}
	return d.Schedule.Sessions
}

// checkSessions holds the references to sessions against the schedule.
func (d Definition) checkSessions(r *rule.Report) {
	known := map[string]bool{}
	for _, s := range d.sessions() {
		known[s.ID] = true
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
		if id != "" && d.Schedule != nil && r.Clean(path) && !known[id] {
			r.Add(path, "unknown-session", "the schedule has no such session")
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

// checkProject wants groups to hand a project in and a component with levels
// to mark it.
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
	for _, c := range d.Grading.Components {
		if c.ID == d.Project.Component {
			if c.Award.Levels == nil {
				r.Add("project.component", "project-component", "the component must award levels")
			}
			return
		}
	}
	r.Add("project.component", "unknown-component", "the scheme has no such component")
}

// checkAttendance holds the attendance that the scheme awards against the
// sessions there are.
func (d Definition) checkAttendance(r *rule.Report) {
	if d.Attendance != nil && d.Schedule == nil && r.Clean("schedule") {
		r.Add("attendance", "needs", "attendance is of the sessions of a schedule: state one")
	}
	if d.Schedule == nil {
		return
	}
	for i, c := range d.Grading.Components {
		if c.Award.Attendance == nil {
			continue
		}
		path := rule.Index("grading.components", i) + ".award.attendance"
		if d.Attendance == nil && r.Clean("attendance") {
			r.Add("attendance", "attendance-rule", "attendance is awarded: state what counts as attended")
		}
		if r.Clean(path, "schedule.sessions", "schedule.pattern") && c.Award.Attendance.Sessions != len(d.sessions()) {
			r.Add(rule.Field(path, "sessions"), "attendance-sessions", "the schedule has "+strconv.Itoa(len(d.sessions()))+" sessions")
		}
	}
}
