package course

import (
	"slices"

	"github.com/cohortkit/cohort/admission"
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

	attended   schedule.Rule // what counts as attended
	attendance []string      // components worked out from the timetable
	project    string        // the component that the group's project decides
	lint       []rule.Finding
}

// Compile checks a definition and builds its engines. The zone source is asked
// for the schedule's zone, once; time.LoadLocation is one, and it may be nil
// for a course without a schedule. The error is nil or [rule.Violations].
func Compile(d Definition, zones schedule.Zones) (*Course, error) {
	if zones == nil {
		zones = noZones
	}
	if err := document.Check(d, func(r *rule.Report) { d.CheckIn(zones, r) }); err != nil {
		return nil, err
	}
	c := new(Course)
	var err error
	if c.grading, err = grading.Compile(d.Grading); err != nil {
		return nil, err
	}
	if d.Admission != nil {
		if c.admission, err = admission.Compile(*d.Admission); err != nil {
			return nil, err
		}
	}
	if d.Schedule != nil {
		if c.schedule, err = schedule.Compile(*d.Schedule, zones); err != nil {
			return nil, err
		}
	}
	if d.Grouping != nil {
		if c.grouping, err = grouping.Compile(*d.Grouping); err != nil {
			return nil, err
		}
	}
	if d.Attendance != nil {
		c.attended = *d.Attendance
		for _, component := range d.Grading.Components {
			if component.Award.Attendance != nil {
				c.attendance = append(c.attendance, component.ID)
			}
		}
	}
	if d.Project != nil {
		c.project = d.Project.Component
	}
	c.lint = d.lint(c)
	return c, nil
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
func (c *Course) Lint() []rule.Finding { return slices.Clone(c.lint) }
