package course

import (
	"slices"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// Course is a compiled definition. It is frozen, shares nothing with the
// definition and serves any number of goroutines.
type Course struct {
	admission *admission.Selector
	schedule  *schedule.Timetable
	grouping  *grouping.Grouper
	grading   *grading.Grader

	attended   schedule.AttendanceRule // what counts as attended
	attendance []string                // components worked out from the timetable
	project    string                  // the component that the group's project decides
	capacity   int
	sizes      grouping.Sizes
	broken     map[string]bool // parts of the definition that something is wrong with
	whole      bool            // nothing is wrong with any: the course can run
	lint       []rule.Finding
}

// Compile checks a definition and builds its engines. The zone source is asked
// for the schedule's zone; time.LoadLocation is one, and it may be nil for a
// course without a schedule. The error is nil or [rule.Violations].
func Compile(d Definition, zones civil.Zones) (*Course, error) {
	var c *Course
	if err := document.Check(d, func(r *rule.Report) { c = CompileSound(d, zones, r) }); err != nil {
		return nil, err
	}
	for part := range c.broken {
		// Unreachable while CheckIn covers what the engines check.
		return nil, rule.Violations{{Code: "compile", Path: part, Detail: "does not compile"}}
	}
	c.lint, c.whole = d.lint(c), true
	return c, nil
}

// CompileSound reports what [Definition.CheckIn] does and compiles the parts
// that are right, or right enough to check data by. Such a course cannot run; its
// Check methods tell what is wrong with inputs as far as it can be told, so that
// a mistake in the definition hides none in the data.
func CompileSound(d Definition, zones civil.Zones, r *rule.Report) *Course {
	d.CheckIn(zones, r)
	c := &Course{broken: map[string]bool{}}
	c.grading = sound(c, "grading", &d.Grading, grading.Compile)
	if c.grading == nil {
		// A mark can be checked whatever its component weighs.
		lenient := d.Grading
		lenient.Weights = grading.Relative
		c.grading = sound(c, "grading", &lenient, grading.Compile)
	}
	c.admission = sound(c, "admission", d.Admission, admission.Compile)
	c.grouping = sound(c, "grouping", d.Grouping, grouping.Compile)
	timetable := func(p schedule.Plan) (*schedule.Timetable, error) { return schedule.Compile(p, zones) }
	c.schedule = sound(c, "schedule", d.Schedule, timetable)
	if c.schedule == nil && d.Schedule != nil {
		// So can a row, whichever instant a wall time in a clock change means.
		lenient := schedule.Plan{Zone: d.Schedule.Zone, Sessions: slices.Clone(d.Schedule.Sessions)}
		for i := range lenient.Sessions {
			lenient.Sessions[i].ClockChange, lenient.Sessions[i].UTC = civil.Compatible, nil
		}
		c.schedule = sound(c, "schedule", &lenient, timetable)
	}
	if d.Admission != nil {
		c.capacity = d.Admission.Capacity
	}
	if d.Grouping != nil {
		c.sizes = d.Grouping.Sizes
	}
	if !r.Clean("attendance") {
		c.broken["attendance"] = true
	} else if d.Attendance != nil {
		c.attended = *d.Attendance
		for _, component := range d.Grading.Components {
			if component.Award.Attendance != nil {
				c.attendance = append(c.attendance, component.ID)
			}
		}
	}
	if !r.Clean("project") {
		c.broken["project"] = true
	} else if d.Project != nil {
		c.project = d.Project.Component
	}
	return c
}

// sound compiles a part of a definition. What is wrong with it has been
// reported; here it only leaves the part out.
func sound[D, E any](c *Course, part string, definition *D, compile func(D) (*E, error)) *E {
	if definition == nil {
		return nil
	}
	engine, err := compile(*definition)
	if err != nil {
		c.broken[part] = true
		return nil
	}
	return engine
}

// Admission returns the engine that selects, nil if the course does not select.
func (c *Course) Admission() *admission.Selector { return c.admission }

// Schedule returns the timetable, nil if the course has none.
func (c *Course) Schedule() *schedule.Timetable { return c.schedule }

// Grouping returns the engine that forms groups, nil if the course has none.
func (c *Course) Grouping() *grouping.Grouper { return c.grouping }

// Grading returns the engine that grades.
func (c *Course) Grading() *grading.Grader { return c.grading }

// Lint returns what is questionable about a course that can run: where it
// differs from what its page states, and rules that can never apply. Findings
// are in the order of their codes, then paths; paths are those of the
// definition.
func (c *Course) Lint() []rule.Finding {
	findings := slices.Clone(c.lint)
	for i, f := range findings {
		if f.Source != nil {
			findings[i].Source = new(*f.Source)
		}
	}
	return findings
}
