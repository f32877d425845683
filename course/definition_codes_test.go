package course_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/coursetest"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The method Check accepts a nil report and does not panic, whether the definition is
// wrong or not. The functions document.Check and document.Parse accept a nil check. The
// method Error of a nil error does not panic.
func TestChecksAndErrorsOfNil(t *testing.T) {
	t.Parallel()
	whole := dpg.Definition()
	wrong := whole
	wrong.Admission = &admission.Policy{Capacity: -1, Shares: []admission.Share{{Code: "a"}, {Code: "a"}}}
	wrong.Grading.Components = append(slices.Clone(wrong.Grading.Components), grading.Component{ID: "a", Award: grading.Award{Points: &grading.PointsAward{}}})
	wrong.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Min: 3, Max: 2, Prefer: "x"}, Must: []grouping.Requirement{{Code: "a", Rule: grouping.Rule{Range: &grouping.RangeRule{}}}, {}}}
	for _, d := range []course.Definition{whole, wrong, {}} {
		checkers := []document.Checker{d.Grading, schedule.Plan{}, schedule.AttendanceRule{}, schedule.Claims{}, grouping.Policy{}, admission.Policy{}}
		if d.Admission != nil {
			checkers = append(checkers, *d.Admission)
		}
		if d.Grouping != nil {
			checkers = append(checkers, *d.Grouping)
		}
		if d.Schedule != nil {
			checkers = append(checkers, *d.Schedule, schedule.Plan{Zone: "?", Sessions: []schedule.Session{{}, d.Schedule.Sessions[0], d.Schedule.Sessions[0]}})
		}
		for _, c := range checkers {
			assert.NotPanics(t, func() { c.Check(nil) }, "%T", c)
		}
	}
	civil.CheckZone("zone", "?", nil)
	civil.LoadZone("zone", "?", nil, nil)
	civil.CheckIntervals("times", make([]civil.Interval, 1), nil)
	assert.NoError(t, document.Check(whole, nil))
	var d course.Definition
	assert.NoError(t, document.Parse([]byte("{}"), &d, nil))

	var size *grouping.SizeError
	var conflict *grouping.ConflictError
	var stop *grouping.StopError
	var failure *coursetest.Failure
	for _, err := range []error{size, conflict, stop, failure} {
		assert.NotPanics(t, func() { _ = err.Error() }, "%T", err)
	}
	assert.Equal(t, "<nil>", size.Error())
}

// Validate and Compile report violations between two parts of a definition, such as an
// outline without a schedule.
func TestCodesBetweenParts(t *testing.T) {
	t.Parallel()
	noSchedule := func(d *course.Definition) {
		d.Schedule, d.Attendance = nil, nil
		d.Grading.Components[1].Award = grading.Award{Completion: &grading.CompletionAward{}}
	}
	for _, c := range []struct {
		name string
		edit func(*course.Definition)
		want []string
	}{
		{"a whole course", func(*course.Definition) {}, nil},
		{"version 0", func(d *course.Definition) { d.Version = 0 }, []string{"version required"}},
		{"no schedule", noSchedule, nil},
		{"an outline without a schedule", func(d *course.Definition) { noSchedule(d); d.Outline = []course.OutlineSession{{Session: "s1"}} }, []string{"outline needs"}},
		{"released after a session without a schedule", func(d *course.Definition) { noSchedule(d); d.Project.ReleasedAfter = "s1" }, []string{"project needs"}},
		{"presented in a session without a schedule", func(d *course.Definition) { noSchedule(d); d.Project.PresentedIn = "s1" }, []string{"project needs"}},
		{"released after a session", func(d *course.Definition) { d.Project.ReleasedAfter, d.Project.PresentedIn = "s1", "s3" }, nil},
		{"a sitting is no session", func(d *course.Definition) { d.Project.ReleasedAfter = "s2-evening" }, []string{"project.released_after unknown-session"}},
		{"an unknown session twice", func(d *course.Definition) { d.Outline = []course.OutlineSession{{Session: "s9"}, {Session: "s9"}} }, []string{"outline[0].session unknown-session", "outline[1].session unknown-session"}},
		{"a session twice", func(d *course.Definition) {
			d.Outline = []course.OutlineSession{{Session: "s1"}, {Session: "s2"}, {Session: "s1"}}
		}, []string{"outline[2].session outline-session"}},
		{"sessions without ids", func(d *course.Definition) { d.Outline = []course.OutlineSession{{}, {}} }, []string{"outline[0].session required", "outline[1].session required"}},
		{"attendance that is not scheduled", func(d *course.Definition) { d.Schedule = nil }, []string{"attendance needs"}},
		{"attendance without a rule", func(d *course.Definition) { d.Attendance = nil }, []string{"attendance attendance-rule"}},
		{"sessions that are wrong say nothing of attendance", func(d *course.Definition) {
			d.Schedule.Sessions[0].ID, d.Grading.Components[1].Award.Attendance.Sessions = "", 4
		}, []string{"schedule.sessions[0].id required"}},
		{"a rule for attendance that is not awarded", func(d *course.Definition) {
			d.Grading.Components[1].Award = grading.Award{Completion: &grading.CompletionAward{}}
		}, nil},
		{"attendance in a group of components", func(d *course.Definition) {
			nested := d.Grading.Components[1]
			nested.Weight, nested.Award.Attendance.Sessions = exact.MustDecimal("1"), 4
			d.Grading.Components[1].Award = grading.Award{Group: &grading.GroupAward{Components: []grading.Component{
				{ID: "talk", Weight: exact.MustDecimal("1"), Award: grading.Award{Completion: &grading.CompletionAward{}}}, {ID: "there", Weight: nested.Weight, Award: nested.Award},
			}}}
		}, []string{"grading.components[1].award.group.components[1].award.attendance.sessions attendance-sessions"}},
		{"sizes that are stated alike", func(d *course.Definition) { d.Stated = &course.Stated{GroupSizes: &course.RangeClaim{Min: 3, Max: 3}} }, nil},
		{"sizes that are exchanged", func(d *course.Definition) { d.Stated = &course.Stated{GroupSizes: &course.RangeClaim{Min: 4, Max: 3}} }, []string{"stated.group_sizes.min min-above-max"}},
		{"sizes out of range", func(d *course.Definition) { d.Stated = &course.Stated{GroupSizes: &course.RangeClaim{Min: 4, Max: -1}} }, []string{"stated.group_sizes.max range"}},
		{"a project without groups", func(d *course.Definition) { d.Grouping = nil }, []string{"project needs"}},
		{"a project without a component", func(d *course.Definition) { d.Project.Component = "exam" }, []string{"project.component unknown-component"}},
		{"a project of a component without levels", func(d *course.Definition) { d.Project.Component = "essay" }, []string{"project.component project-component"}},
		{"a project in a group of components", func(d *course.Definition) {
			nested := d.Grading.Components[3]
			nested.Weight = exact.MustDecimal("1")
			d.Grading.Components[3] = grading.Component{ID: "work", Weight: exact.MustDecimal("40"), Award: grading.Award{Group: &grading.GroupAward{Components: []grading.Component{nested}}}}
		}, nil},
		{"a scheme that is wrong says nothing of the project", func(d *course.Definition) { d.Grading.Components, d.Project.Component = nil, "exam" }, []string{"grading.components required"}},
		{"meeting hours with the dates of sessions", func(d *course.Definition) { d.MeetingHours = &course.MeetingHours{From: "08:00", To: "24:00"} }, nil},
		{"meeting hours with the date of one session", func(d *course.Definition) {
			d.Schedule.Sessions, d.Grading.Components[1].Award.Attendance.Sessions = d.Schedule.Sessions[:1], 1
			d.MeetingHours = &course.MeetingHours{From: "08:00", To: "24:00"}
		}, nil},
		{"meeting hours without a first date", func(d *course.Definition) {
			noSchedule(d)
			d.MeetingHours = &course.MeetingHours{From: "08:00", To: "24:00", Last: civil.MustDate("2025-03-01")}
		}, []string{"meeting_hours.first required"}},
		{"meeting hours without a last date", func(d *course.Definition) {
			noSchedule(d)
			d.MeetingHours = &course.MeetingHours{From: "08:00", To: "24:00", First: civil.MustDate("2025-03-01")}
		}, []string{"meeting_hours.last required"}},
		{"meeting hours up to the next day", func(d *course.Definition) { d.MeetingHours = &course.MeetingHours{From: "08:00", To: "08:00"} }, nil},
		{"meeting hours of no hour", func(d *course.Definition) { d.MeetingHours = &course.MeetingHours{From: "08:00", To: "24:01"} }, []string{"meeting_hours.to format"}},
		{"meeting hours on one day", func(d *course.Definition) {
			d.MeetingHours = &course.MeetingHours{From: "08:00", To: "09:00", First: civil.MustDate("2025-03-01"), Last: civil.MustDate("2025-03-01")}
		}, nil},
		{"meeting hours up to before their first day", func(d *course.Definition) {
			d.MeetingHours = &course.MeetingHours{From: "08:00", To: "09:00", First: civil.MustDate("2025-03-02"), Last: civil.MustDate("2025-03-01")}
		}, []string{"meeting_hours.last interval"}},
	} {
		d := workshop(t).Definition()
		c.edit(&d)
		assert.Equal(t, c.want, lines(t, d.Validate()), c.name)
		_, err := course.Compile(d, time.LoadLocation)
		assert.Equal(t, c.want, lines(t, err), "%s, compiled", c.name)
	}
}

// Without a schedule, attendance is a mark that is entered like any other.
func TestAttendanceWithoutASchedule(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Schedule, d.Attendance = nil, nil
	run := courseOf(t, d).Run()
	_, err := run.Record(entries(t, midway)[:8]...)
	require.NoError(t, err)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"attendance","mark":{"attended":2,"held":3}}}`)
	assert.Equal(t, "40/3", totalOf(run, "a1"))
}

// Meeting hours last from the stated first date to the stated last date. A date that is
// left out is the date of the first or of the last session.
func TestDatesOfMeetingHours(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ first, last, from, to string }{
		{"", "", "2025-03-03", "2025-03-11"},
		{"2025-03-10", "", "2025-03-10", "2025-03-11"},
		{"", "2025-03-10", "2025-03-03", "2025-03-10"},
		{"2025-02-28", "2025-04-02", "2025-02-28", "2025-04-02"},
		{"2025-03-04", "2025-03-05", "2025-03-04", "2025-03-05"},
	} {
		d := workshop(t).Definition()
		d.MeetingHours = &course.MeetingHours{From: "08:00", To: "09:00"}
		d.Schedule.Sessions[2].Start, d.Schedule.Sessions[2].End = civil.MustDateTime("2025-03-11T10:00"), civil.MustDateTime("2025-03-11T12:00")
		d.Schedule.Sessions[0], d.Schedule.Sessions[2] = d.Schedule.Sessions[2], d.Schedule.Sessions[0]
		if c.first != "" {
			d.MeetingHours.First = civil.MustDate(c.first)
		}
		if c.last != "" {
			d.MeetingHours.Last = civil.MustDate(c.last)
		}
		person := entries(t, `{"at":"2025-02-01T09:01:00Z","applied":{"id":"a1","country":"KE","time_zone":"UTC"}}`)[0].Applied
		times := courseOf(t, d).Member(*person).Available
		require.NotEmpty(t, times)
		assert.Equal(t, []string{c.from + "T08", c.to + "T09"}, []string{times[0].Start.UTC().Format("2006-01-02T15"), times[len(times)-1].End.UTC().Format("2006-01-02T15")})
	}
}

// Findings that Lint returns share no memory with the course, with or without a source.
func TestLintOfAStatedFigure(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Stated = &course.Stated{Capacity: &course.Claim{Is: 5, Source: &rule.Source{Section: "seats"}}, GroupSizes: &course.RangeClaim{Min: 2, Max: 4}}
	c := courseOf(t, d)
	find := func(code string) *rule.Finding {
		for _, f := range c.Lint() {
			if f.Code == code {
				return &f
			}
		}
		return nil
	}
	require.NotNil(t, find("stated-capacity"))
	assert.Equal(t, []string{"5", "4", "seats"}, []string{find("stated-capacity").Need, find("stated-capacity").Have, find("stated-capacity").Source.Section})
	find("stated-capacity").Source.Section = "x"
	assert.Equal(t, "seats", find("stated-capacity").Source.Section)
	assert.Equal(t, []string{"2 to 4", "2 to 3"}, []string{find("stated-group-sizes").Need, find("stated-group-sizes").Have})
	d.Admission, d.Grouping, d.Project = nil, nil, nil
	c = courseOf(t, d)
	assert.Nil(t, find("stated-capacity"), "nothing to compare it with")
	assert.Nil(t, find("stated-group-sizes"))
}

// ParseApplicants reads applicants and checks them by the rules of the course. It reports
// each mistake once.
func TestParseApplicants(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Grouping.Prefer = append(d.Grouping.Prefer, grouping.Preference{Code: "services", Tier: 2, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "services", Unit: exact.MustDecimal("1")}}})
	for range 2 {
		c := courseOf(t, d)
		list, err := c.ParseApplicants([]byte(`[{"id":"a","country":"KE","numbers":{"services":"2"}},{"id":"b","country":"PE"}]`))
		require.NoError(t, err)
		require.Len(t, list, 2)
		assert.Equal(t, "PE", list[1].Country)
		list, err = c.ParseApplicants([]byte(`[{"id":"a","country":"XX","numbers":{"services":"1.5"}},{"id":"b","country":"KE","numbers":{"services":"1.5"}},{"country":"KE"}]`))
		assert.Equal(t, []string{"[0].country unknown-country", `[1].numbers["services"] unit`, "[2].id required"}, lines(t, err))
		assert.Nil(t, list)
		d.Admission = nil
	}
	_, err := (*course.Course)(nil).ParseApplicants([]byte(`[]`))
	assert.Error(t, err)
}

// Lint of a course includes the findings about its admission rules.
func TestLintOfAdmission(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	twice := d.Admission.Priority[0]
	twice.Code = "again"
	d.Admission.Priority = append(d.Admission.Priority, twice)
	var got []string
	for _, f := range courseOf(t, d).Lint() {
		got = append(got, f.Code+" "+f.Path)
	}
	assert.Contains(t, got, "no-effect admission.priority[1].key.matching.test")
}

// If a definition states only how many groups there are, Lint uses the sizes that the
// groups have in a full course.
func TestLintOfANumberOfGroups(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		capacity, count int
		want            string
	}{{4, 3, "1 to 2"}, {5, 3, "1 to 2"}, {6, 3, ""}, {7, 3, "2 to 3"}, {4, 5, ""}} {
		d := workshop(t).Definition()
		d.Admission.Capacity, d.Grouping.Sizes = c.capacity, grouping.Sizes{Count: c.count}
		d.Stated = &course.Stated{GroupSizes: &course.RangeClaim{Min: 2, Max: 2}}
		got := ""
		for _, f := range courseOf(t, d).Lint() {
			if f.Code == "stated-group-sizes" {
				got = f.Have
			}
		}
		assert.Equal(t, c.want, got, "%d seats, %d groups", c.capacity, c.count)
	}
}

// The violation for an unknown session or component lists the known ones.
func TestDetailsOfUnknownReferences(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Project.ReleasedAfter, d.Project.Component = "meeting", "final"
	details := map[string]string{}
	for _, v := range violationList(d.Validate()) {
		details[v.Path] = v.Detail
	}
	assert.Equal(t, map[string]string{
		"project.released_after": "no such session; there are s1, s2 and s3",
		"project.component":      "no such component; there are quiz, attendance, essay and project",
	}, details)
}
