package course

import (
	"errors"
	"slices"
	"strings"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// Course is a compiled definition. It never changes, shares no memory with the definition
// and is safe for concurrent use.
type Course struct {
	definition Definition
	digest     string // digest of the definition's meaning
	admission  *admission.Selector
	schedule   *schedule.Timetable
	grouping   *grouping.Grouper
	grading    *grading.Grader
	zones      civil.Zones
	// applicants is the selector that checks applications. It is set even if the course
	// has no admission rules.
	applicants *admission.Selector

	attended   *schedule.AttendanceRule // the rule that says what counts as attended, nil if there is none
	attendance []string                 // components that are computed from attendance
	project    string                   // the component that the group's project decides
	components []string                 // components that have marks
	capacity   int
	sittings   []string  // ids of the sittings, by planned time
	sessions   []session // by the planned time of their first sittings
	lint       []rule.Finding
}

// Compile checks a definition and builds its engines. The parameter zones loads the
// schedule's zone, as time.LoadLocation does; zones may be nil for a course without a
// schedule. The error is nil or [rule.Violations] with everything that is wrong with the
// definition.
func Compile(d Definition, zones civil.Zones) (*Course, error) {
	c := &Course{}
	if err := document.Check(d, func(r *rule.Report) { c.compile(d, zones, r) }); err != nil {
		return nil, err
	}
	c.keep(d)
	return c, nil
}

// Load reads a definition from JSON and compiles it. It combines [Parse] and [Compile]
// and returns everything that is wrong in one report, in the order of the text.
func Load(data []byte, zones civil.Zones) (*Course, error) {
	var d Definition
	c := &Course{}
	if err := document.Parse(data, &d, func(r *rule.Report) { c.compile(d, zones, r) }); err != nil {
		return nil, err
	}
	c.keep(d)
	return c, nil
}

// keep stores a valid definition in the course.
func (c *Course) keep(d Definition) {
	c.definition = copied(d)
	c.digest = digestOf(d)
	c.lint = d.lint(c)
}

// compile checks a definition and builds the engines of its valid parts.
func (c *Course) compile(d Definition, zones civil.Zones, r *rule.Report) {
	d.checkParts(r)
	d.check(r)
	c.grading = build(r.At("grading"), &d.Grading, grading.Compile)
	c.admission = build(r.At("admission"), d.Admission, admission.Compile)
	c.grouping = build(r.At("grouping"), d.Grouping, grouping.Compile)
	if d.Schedule != nil {
		// schedule.Compile also reports times that clocks skip or show twice, so
		// everything that is wrong with the plan is reported together.
		var err error
		c.schedule, err = schedule.Compile(*d.Schedule, zones)
		r.At("schedule").Put(violationsOf(err)...)
	}
	if !r.Clean("") {
		return
	}
	if c.schedule != nil {
		c.schedule = d.described(c.schedule)
	}
	c.zones = zones
	c.applicants, c.attended = c.admission, copied(d.Attendance)
	if d.Admission != nil {
		c.capacity = d.Admission.Capacity
	} else {
		c.applicants, _ = admission.Compile(admission.Policy{Capacity: 1})
	}
	if d.Project != nil {
		c.project = d.Project.Component
	}
	c.sittings, c.sessions = sessionsOf(c.schedule)
	for _, leaf := range leaves(d.Grading.Components, "grading") {
		c.components = append(c.components, leaf.ID)
		if leaf.Award.Attendance != nil && c.schedule != nil {
			c.attendance = append(c.attendance, leaf.ID)
		}
	}
}

// build compiles a part of a definition. It returns nil if the part is absent or has
// violations. A part without violations compiles without an error.
func build[D, E any](r *rule.Report, definition *D, compile func(D) (*E, error)) *E {
	if definition == nil || !r.Clean("") {
		return nil
	}
	engine, _ := compile(*definition)
	return engine
}

// violationsOf returns the violations in an error, or nil if there are none.
func violationsOf(err error) rule.Violations {
	var violations rule.Violations
	errors.As(err, &violations)
	return violations
}

// orZero returns c. If c is nil, it returns a zero Course, which has no rules and no
// engines.
func (c *Course) orZero() *Course {
	if c == nil {
		return &Course{}
	}
	return c
}

// Definition returns a copy of the definition that was compiled.
func (c *Course) Definition() Definition { return copied(c.orZero().definition) }

// Digest returns the digest of the definition's meaning. Sources, and texts that are
// written for people, do not change the digest, and 40 is the same as 40.0.
func (c *Course) Digest() string { return c.orZero().digest }

// ParseApplicants reads a list of applicants strictly from JSON. The error is nil or
// [rule.Violations] with paths such as [3].country. The violations report everything that
// is wrong with an applicant, and numbers that are not whole multiples of the unit of a
// grouping rule or are out of the range of the rule.
func (c *Course) ParseApplicants(data []byte) ([]admission.Applicant, error) {
	var list []admission.Applicant
	c = c.orZero()
	err := document.Parse(data, &list, func(r *rule.Report) {
		r.Put(violationsOf(c.applicants.ValidateApplicants(list))...)
		for i, a := range list {
			c.checkUnits(a, r.At(rule.Index("", i)))
		}
	})
	if err != nil {
		return nil, err
	}
	return list, nil
}

// checkUnits reports numbers of an applicant that are not whole multiples of the unit of
// a grouping rule, or are out of the range of the rule.
func (c *Course) checkUnits(a admission.Applicant, r *rule.Report) {
	if c.grouping == nil || !r.Clean("") {
		return
	}
	for _, v := range violationsOf(c.grouping.CheckMembers([]grouping.Member{memberOf(a)})) {
		path := strings.ReplaceAll(strings.TrimPrefix(v.Path, "[0]."), rule.Key("numbers", months), months)
		r.Add(path, v.Code, v.Detail)
	}
}

// Admission returns the engine that selects, or nil if the course has no admission rules.
func (c *Course) Admission() *admission.Selector { return c.orZero().admission }

// Schedule returns the timetable, or nil if the course has no schedule.
func (c *Course) Schedule() *schedule.Timetable { return c.orZero().schedule }

// Grouping returns the engine that forms groups, or nil if the course has no rules for
// groups.
func (c *Course) Grouping() *grouping.Grouper { return c.orZero().grouping }

// Grading returns the engine that grades.
func (c *Course) Grading() *grading.Grader { return c.orZero().grading }

// Lint returns findings about a course that can run: differences from the claims of its
// page, and rules that can never apply. Findings are in the order of their codes, then of
// their paths. The paths are those of the definition.
func (c *Course) Lint() []rule.Finding {
	findings := slices.Clone(c.orZero().lint)
	for i, f := range findings {
		if f.Source != nil {
			findings[i].Source = new(*f.Source)
		}
	}
	return findings
}

// attendanceRule returns the rule that says what counts as attended. If the definition
// has no such rule, rows are refused, so it does not matter which rule is returned.
func (c *Course) attendanceRule() schedule.AttendanceRule {
	if c.attended == nil {
		return everySecond()
	}
	return *c.attended
}

// everySecond returns the strictest rule: a person attended a session only if the person
// was present during every second of it.
func everySecond() schedule.AttendanceRule {
	return schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("100"), MissingLeave: "until_end"}
}
