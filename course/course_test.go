package course_test

import (
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// lines returns path and code of every violation.
func lines(t *testing.T, err error) []string {
	t.Helper()
	if err == nil {
		return nil
	}
	var vs rule.Violations
	require.True(t, errors.As(err, &vs), "%T: %v", err, err)
	var out []string
	for _, v := range vs {
		out = append(out, strings.TrimSpace(v.Path+" "+v.Code))
	}
	return out
}

// small is the least course there is: one thing to complete.
func small() course.Definition {
	return course.Definition{
		Version: 1, ID: "small", Title: "Small",
		Grading: grading.Scheme{
			Components:  []grading.Component{{ID: "quiz", Weight: exact.MustDecimal("100"), Award: grading.Award{Completion: &grading.CompletionAward{}}}},
			Certificate: grading.Certificate{AtLeast: new(exact.MustDecimal("100"))},
		},
	}
}

func TestDefinitionCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code string
		edit func(*course.Definition)
		want []string
	}{
		{"valid", func(*course.Definition) {}, nil},
		{"version", func(d *course.Definition) { d.Version = 2 }, []string{"version version"}},
		{"required", func(d *course.Definition) { d.Version, d.ID, d.Title = 0, "", "" }, []string{"version required", "id required", "title required"}},
		{"unknown-session", func(d *course.Definition) {
			d.Outline[1].Session, d.Project.ReleasedAfter, d.Project.PresentedIn = "session-9", "session-8", "session-7"
		}, []string{"outline[1].session unknown-session", "project.released_after unknown-session", "project.presented_in unknown-session"}},
		{"outline-session", func(d *course.Definition) { d.Outline[1].Session = "session-1" }, []string{"outline[1].session outline-session"}},
		{"unknown-component", func(d *course.Definition) { d.Project.Component = "essay" }, []string{"project.component unknown-component"}},
		{"project-component", func(d *course.Definition) { d.Project.Component = "quiz" }, []string{"project.component project-component"}},
		{"attendance-sessions", func(d *course.Definition) { d.Grading.Components[1].Award.Attendance.Sessions = 4 }, []string{"grading.components[1].award.attendance.sessions attendance-sessions"}},
		{"attendance-rule", func(d *course.Definition) { d.Attendance = nil }, []string{"attendance attendance-rule"}},
		{"needs: schedule", func(d *course.Definition) { d.Schedule = nil }, []string{"outline needs", "project needs", "attendance needs"}},
		{"text", func(d *course.Definition) { d.Title, d.Description = "a\x1b[2J", "a\nb\x00" }, []string{"title text", "description text"}},
		{"needs: grouping", func(d *course.Definition) { d.Grouping = nil }, []string{"project needs"}},
		{"min-above-max", func(d *course.Definition) { d.Stated.GroupSizes.Min = 7 }, []string{"stated.group_sizes.min min-above-max"}},
		{"the parts, all at once", func(d *course.Definition) {
			d.Admission.Capacity = -1
			d.Schedule.Sessions[0].Start, d.Schedule.Sessions[0].End = civil.MustDateTime("2024-03-31T02:30"), civil.MustDateTime("2024-03-31T04:30")
			d.Attendance.AtLeastPercent = exact.MustDecimal("101")
			d.Grouping.Sizes.Min = 7
			d.Grading.Components[0].Weight = exact.MustDecimal("9")
		}, []string{"admission.capacity range", "schedule.sessions[0].start clock-gap", "attendance.at_least_percent percent", "grouping.sizes", "grading.components weights-total"}},
	} {
		d := dpg.Definition()
		c.edit(&d)
		_, err := course.Compile(d, time.LoadLocation)
		got := lines(t, err)
		require.Len(t, got, len(c.want), "%s: %v", c.code, got)
		for i := range c.want {
			assert.True(t, strings.HasPrefix(got[i], c.want[i]), "%s: %s, want %s", c.code, got[i], c.want[i])
		}
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	d, err := course.Parse([]byte(`{"version": 1, "id": "small", "title": "Small", "grading": {"components": [{"id": "quiz", "weight": "100", "award": {"completion": {}}}], "certificate": {"at_least": "100"}}}`))
	require.NoError(t, err)
	assert.Equal(t, small(), d)

	_, err = course.Parse([]byte(`{"version": "1", "title": "Small", "colour": 1, "grading": {"components": [{"id": "quiz", "weight": 100, "award": {"completion": {}}}], "certificate": {}}}`))
	assert.Equal(t, []string{"id required", "version type", "colour unknown-key", "grading.components[0].weight type", "grading.certificate one-of"}, lines(t, err))
}

func TestCompileWithoutZones(t *testing.T) {
	t.Parallel()
	_, err := course.Compile(small(), nil)
	assert.NoError(t, err)
	_, err = course.Compile(dpg.Definition(), nil)
	assert.ErrorIs(t, err, rule.Violation{Code: "unknown-zone", Path: "schedule.zone"})
}

// The engines of a course do not change with the definition they came from.
func TestCourseIsFrozen(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	c, err := course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	d.Schedule.Sessions[0].ID, d.Grading.Components[0].ID, d.Attendance.MissingLeave = "x", "x", "x"
	d.Admission.Requirements[0].Test.Role.In[0] = "x"
	d.Grouping.Prefer[0].Rule.Spread.Category = "x"
	lint := c.Lint()
	lint[0].Code, lint[0].Source.Section = "x", "x"
	assert.Equal(t, "dead-level", c.Lint()[0].Code)
	assert.Equal(t, "evaluation", c.Lint()[0].Source.Section)
	assert.Equal(t, "session-1", c.Schedule().Sessions()[0].ID)
	assert.Equal(t, "quiz", c.Grading().Scheme().Components[0].ID)
	assert.Equal(t, runOf(t, applicants(t)), runOf(t, applicants(t)))
}

func TestLint(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		edit func(*course.Definition)
		want []string // beside those of the reference course
	}{
		{"stated-capacity", func(d *course.Definition) { d.Admission.Capacity = 30 }, []string{"stated-capacity admission.capacity"}},
		{"stated-group-sizes", func(d *course.Definition) { d.Grouping.Sizes.Max = 7 }, []string{"stated-group-sizes grouping.sizes"}},
		{"stated-group-sizes of an exact list", func(d *course.Definition) { d.Grouping.Sizes = grouping.Sizes{Exact: []int{8, 6, 6, 6, 6}} }, []string{"stated-group-sizes grouping.sizes"}},
		{"an exact list as stated", func(d *course.Definition) { d.Grouping.Sizes = grouping.Sizes{Exact: []int{5, 5, 6, 6, 5, 5}} }, nil},
		{"stated-group-sizes of a number of groups", func(d *course.Definition) { d.Grouping.Sizes = grouping.Sizes{Count: 5} }, []string{"stated-group-sizes grouping.sizes"}},
		{"a number of groups as stated", func(d *course.Definition) { d.Grouping.Sizes = grouping.Sizes{Count: 6} }, nil},
		{"a number of groups of anybody", func(d *course.Definition) {
			d.Grouping.Sizes, d.Admission, d.Stated.Capacity = grouping.Sizes{Count: 5}, nil, nil
		}, nil},
		{"no-times", func(d *course.Definition) {
			hour := grouping.Rule{CommonHours: &grouping.CommonHoursRule{Minutes: 60}}
			d.Grouping.Must = []grouping.Requirement{{Code: "must meet", Rule: hour}}
			d.Grouping.Prefer = append(d.Grouping.Prefer[:1:1], grouping.Preference{Code: "meet", Tier: 1, Rule: hour})
		}, []string{"no-times grouping.must[0].rule.common_hours", "no-times grouping.prefer[1].rule.common_hours"}},
		{"full-house", func(d *course.Definition) {
			d.Admission.Capacity, d.Stated.Capacity.Is = 19, 19
		}, []string{"full-house grouping.sizes"}},
		{"stated-sessions", func(d *course.Definition) { d.Stated.Timetable.Sessions.Count = 6 }, []string{"stated-sessions schedule.sessions"}},
		{"stated-days", func(d *course.Definition) { d.Stated.Timetable.Between[0].Days = 13 }, []string{"stated-days schedule.sessions[4]"}},
	} {
		d := dpg.Definition()
		c.edit(&d)
		compiled, err := course.Compile(d, time.LoadLocation)
		require.NoError(t, err, c.name)
		var got []string
		for _, f := range compiled.Lint() {
			if f.Code != "dead-level" && f.Code != "stated-minutes" {
				got = append(got, f.Code+" "+f.Path)
			}
		}
		assert.Equal(t, c.want, got, c.name)
	}
	d := dpg.Definition()
	d.Admission.Capacity = 30
	source := d.Stated.Capacity.Source
	lint, err := course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	source.Section = "changed"
	var codes []string
	for _, f := range lint.Lint() {
		codes = append(codes, f.Code)
		assert.NotEqual(t, "changed", f.Source.Section, "findings share nothing with the definition")
	}
	assert.Equal(t, []string{"dead-level", "stated-capacity", "stated-minutes"}, codes, "by code, not by path")

	d = dpg.Definition()
	d.Schedule.Sessions[4].Start = civil.MustDateTime("2024-11-22T15:00")
	d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("80"))}
	compiled, err := course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	assert.Empty(t, compiled.Lint(), "both findings have gone with their causes")
}

func TestMember(t *testing.T) {
	t.Parallel()
	got := course.Member(admission.Applicant{
		ID: "a", Country: "KE", Role: "policymaker", ExperienceMonths: new(0), TimeZone: "Africa/Nairobi",
		Attributes: map[string]string{"sector": "policy", "region": "mine", "role": "mine"},
		Numbers:    map[string]exact.Decimal{"services": exact.MustDecimal("2"), "experience_months": exact.MustDecimal("9")},
	})
	assert.Equal(t, map[string]string{"sector": "policy", "region": "Africa", "role": "policymaker", "country": "KE", "gender": "undisclosed"}, got.Categories)
	assert.Len(t, got.Numbers, 2)
	assert.Equal(t, "0", got.Numbers["experience_months"].String(), "no experience is an answer")

	got = course.Member(admission.Applicant{ID: "b", Country: "XK", Gender: admission.Woman, Attributes: map[string]string{"role": "mine"}})
	assert.Equal(t, map[string]string{"region": "unassigned", "country": "XK", "gender": "woman"}, got.Categories)
	assert.Empty(t, got.Numbers)
	assert.Equal(t, "unassigned", course.Member(admission.Applicant{Country: "TW"}).Categories["region"])
}

// A course uses the rooms it needs: this one has no admission, schedule or
// groups.
func TestSmallCourse(t *testing.T) {
	t.Parallel()
	c, err := course.Compile(small(), nil)
	require.NoError(t, err)
	assert.Nil(t, c.Admission())
	assert.Nil(t, c.Schedule())
	assert.Nil(t, c.Grouping())

	k, err := c.Cohort("").Select([]admission.Applicant{{ID: "b", Country: "KE"}, {ID: "a", Country: "KE"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"a", "b"}, k.Admitted())
	k, err = k.Grade(course.Marks{Records: []grading.Record{{ID: "b", Marks: grading.Marks{"quiz": {Completed: new(true)}}}}})
	require.NoError(t, err)
	assert.Equal(t, grading.Pending, k.Results[0].Decision)
	final, err := k.Certify()
	require.NoError(t, err)
	assert.Equal(t, grading.NotCertified, final.Results[0].Decision, "what is open counts as missing in the end")
	assert.Equal(t, grading.Certified, final.Results[1].Decision)
	assert.Equal(t, grading.Pending, k.Results[0].Decision, "the cohort before stays as it was")

	_, err = c.Cohort("").Select([]admission.Applicant{{ID: "a", Country: "KE"}, {ID: "a", Country: "KE"}, {Country: "KE"}}, admission.Ruling{})
	assert.Equal(t, []string{"applicants[1].id duplicate-id", "applicants[2].id required", "rulings needs"}, lines(t, err))
	_, err = k.Form()
	assert.Equal(t, []string{"needs"}, lines(t, err))
	_, err = k.Attend(nil)
	assert.Equal(t, []string{"needs"}, lines(t, err))
	_, err = k.Grade(course.Marks{Projects: []course.ProjectMark{{Group: 1}}})
	assert.Equal(t, []string{"projects needs"}, lines(t, err))
}

func TestCohortOrder(t *testing.T) {
	t.Parallel()
	var zero course.Cohort
	_, err := zero.Select(nil)
	assert.Equal(t, []string{"order"}, lines(t, err), "the zero cohort is of no course")
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	require.NoError(t, err)
	start := c.Cohort("a seed")
	for name, step := range map[string]func(course.Cohort) (course.Cohort, error){
		"Form":    func(k course.Cohort) (course.Cohort, error) { return k.Form() },
		"Attend":  func(k course.Cohort) (course.Cohort, error) { return k.Attend(nil) },
		"Grade":   func(k course.Cohort) (course.Cohort, error) { return k.Grade(course.Marks{}) },
		"Certify": func(k course.Cohort) (course.Cohort, error) { return k.Certify() },
	} {
		_, err := step(start)
		assert.Equal(t, []string{"order"}, lines(t, err), name)
	}
	selected, err := start.Select(applicants(t))
	require.NoError(t, err)
	_, err = selected.Grade(course.Marks{})
	assert.ErrorIs(t, err, rule.Violation{Code: "order"}, "marks need attendance and groups")
	_, err = start.Select([]admission.Applicant{{ID: "a", Country: "ZZ"}})
	assert.Equal(t, []string{"applicants[0].country unknown-country"}, lines(t, err))

	d := dpg.Definition()
	d.Admission.Capacity = 19
	c, err = course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	nineteen, err := c.Cohort("a seed").Select(applicants(t))
	require.NoError(t, err)
	_, err = nineteen.Form()
	var size *grouping.SizeError
	assert.ErrorAs(t, err, &size)
}

// The project's level goes to each member of the group, also to whoever was
// absent; excused is the one mark that may be given for what is worked out.
func TestGradeWorksOutAttendanceAndProject(t *testing.T) {
	t.Parallel()
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	require.NoError(t, err)
	k, err := c.Cohort("a seed").Select(applicants(t))
	require.NoError(t, err)
	k, err = k.Form()
	require.NoError(t, err)
	present, absent := k.Formation.Groups[0][0], k.Formation.Groups[0][1]
	var rows []schedule.Segment
	for _, s := range c.Schedule().Sessions() {
		rows = append(rows, schedule.Segment{Participant: present, Session: s.ID, Join: s.Start, Leave: new(s.End)})
	}
	k, err = k.Attend(rows)
	require.NoError(t, err)
	marks := course.Marks{Projects: []course.ProjectMark{{Group: 1, Level: "good"}, {Group: 2, Missing: true}, {Group: 3, Pending: true}, {Group: 4, Level: "good"}, {Group: 5, Level: "good"}, {Group: 6, Level: "excellent"}}}
	marks.Records = []grading.Record{{ID: absent, Marks: grading.Marks{"attendance": {Excused: true}}}}
	k, err = k.Grade(marks)
	require.NoError(t, err)
	points := func(id, component string) string {
		for _, r := range k.Results {
			for _, part := range r.Result.Parts {
				if r.ID == id && part.Component == component {
					return string(part.Status) + " " + part.Points.String()
				}
			}
		}
		return "none"
	}
	assert.Equal(t, "graded 15", points(present, "attendance"))
	assert.Equal(t, "graded 50", points(present, "project"))
	assert.Equal(t, "excused 0", points(absent, "attendance"))
	assert.Equal(t, "missing 0", points(k.Formation.Groups[1][0], "project"))
	assert.Equal(t, "pending 0", points(k.Formation.Groups[2][0], "project"))
	assert.Equal(t, "graded 60", points(k.Formation.Groups[5][0], "project"))
	assert.Equal(t, "graded 0", points(k.Formation.Groups[5][0], "attendance"))

	bad := marks
	bad.Records = []grading.Record{{ID: absent, Marks: grading.Marks{"attendance": {Attended: new(5), Held: new(5)}, "project": {Level: "good"}}}, {ID: "nobody"}, {ID: absent}}
	bad.Projects = append(bad.Projects[:5:5], course.ProjectMark{Group: 7, Level: "good"}, course.ProjectMark{Group: 1, Level: "superb"})
	_, err = k.Grade(bad)
	got := lines(t, err)
	require.Len(t, got, 8, "%v", got)
	for i, want := range []string{
		`records[0].marks["attendance"] computed-mark`, `records[0].marks["project"] computed-mark`, "records[1].id unknown-applicant", "records[2].id duplicate-record",
		"projects missing-project", "projects[5].group unknown-group", "projects[6].group duplicate-project", "projects[6].level ",
	} {
		assert.True(t, strings.HasPrefix(got[i], want), "%s, want %s", got[i], want)
	}
	bad = marks
	bad.Projects = append(bad.Projects[:4:4], course.ProjectMark{Group: 1, Level: "superb"})
	_, err = k.Grade(bad)
	assert.Equal(t, []string{"projects missing-project", "projects[4].group duplicate-project", "projects[4].level unknown-level"}, lines(t, err))
	assert.ErrorContains(t, err, "no project of group 5, 6")
}

// An override is recorded beside the marks; a regrade keeps what was once
// decided apart from what holds now.
func TestGradeKeepsOverrides(t *testing.T) {
	t.Parallel()
	c, err := course.Compile(small(), nil)
	require.NoError(t, err)
	k, err := c.Cohort("").Select([]admission.Applicant{{ID: "a", Country: "KE"}})
	require.NoError(t, err)
	k, err = k.Grade(course.Marks{Records: []grading.Record{{ID: "a", Marks: grading.Marks{"quiz": {Completed: new(true)}}}}})
	require.NoError(t, err)
	assert.True(t, k.Results[0].EverCertified)
	k, err = k.Grade(course.Marks{Records: []grading.Record{{ID: "a", Marks: grading.Marks{"quiz": {Completed: new(false)}}}}})
	require.NoError(t, err)
	assert.Equal(t, grading.NotCertified, k.Results[0].Decision)
	assert.True(t, k.Results[0].EverCertified)
	k, err = k.Grade(course.Marks{Records: []grading.Record{{ID: "a", Override: &grading.Override{Decision: grading.Certified, By: "the organisers", Reason: "appeal"}}}})
	require.NoError(t, err)
	assert.Equal(t, grading.Certified, k.Results[0].Decision)
	assert.Equal(t, grading.Pending, k.Results[0].Result.Decision, "no mark was changed")
}

// A broken definition hides nothing that is wrong with the data.
func TestCompileSound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit func(*course.Definition)
		want []string
	}{
		"weights": {func(d *course.Definition) { d.Grading.Components[0].Weight = exact.MustDecimal("9") }, []string{"country unknown-country", "session unknown-session", "record unknown-applicant", "quiz award", "group unknown-group"}},
		"gap": {func(d *course.Definition) {
			d.Schedule.Sessions[0].Start, d.Schedule.Sessions[0].End = civil.MustDateTime("2024-03-31T02:30"), civil.MustDateTime("2024-03-31T04:30")
		}, []string{"country unknown-country", "session unknown-session", "record unknown-applicant", "quiz award", "group unknown-group"}},
		"grading":    {func(d *course.Definition) { d.Grading.Certificate.Above = nil }, []string{"country unknown-country", "session unknown-session", "record unknown-applicant", "group unknown-group"}},
		"admission":  {func(d *course.Definition) { d.Admission.Capacity = -1 }, []string{"country unknown-country", "session unknown-session", "record unknown-applicant", "quiz award", "group unknown-group"}},
		"schedule":   {func(d *course.Definition) { d.Schedule.Zone = "CET" }, []string{"country unknown-country", "record unknown-applicant", "quiz award", "group unknown-group"}},
		"grouping":   {func(d *course.Definition) { d.Grouping.Sizes.Min = 7 }, []string{"country unknown-country", "session unknown-session", "record unknown-applicant", "quiz award"}},
		"attendance": {func(d *course.Definition) { d.Attendance.AtLeastPercent = exact.MustDecimal("0") }, []string{"country unknown-country", "record unknown-applicant", "quiz award", "group unknown-group"}},
		"project":    {func(d *course.Definition) { d.Project.Component = "essay" }, []string{"country unknown-country", "session unknown-session", "record unknown-applicant", "quiz award"}},
	} {
		d := dpg.Definition()
		c.edit(&d)
		var broken rule.Report
		sound := course.CompileSound(d, time.LoadLocation, &broken)
		require.NotEmpty(t, broken.Violations(), name)
		require.NotNil(t, sound, name)
		_, err := sound.Cohort("a seed").Select(nil)
		assert.ErrorIs(t, err, rule.Violation{Code: "order"}, "such a course does not run")

		var people, rows, marks rule.Report
		sound.CheckApplicants([]admission.Applicant{{ID: "a", Country: "ZZ"}}, &people)
		roll := sound.Roll(map[string]bool{"a": true, "b": true, "c": true, "d": true, "e": true, "f": true})
		sound.CheckPresence([]schedule.Segment{{Participant: "a", Session: "session-9", Join: time.Unix(0, 0), Leave: new(time.Unix(1, 0))}}, roll, &rows)
		sound.CheckMarks(course.Marks{
			Records:  []grading.Record{{ID: "nobody"}, {ID: "a", Marks: grading.Marks{"quiz": {Level: "good"}}}},
			Projects: []course.ProjectMark{{Group: 2, Level: "good"}},
		}, roll, &marks)
		var got []string
		for what, is := range map[string]bool{
			"country unknown-country":  errors.Is(people.Violations(), rule.Violation{Code: "unknown-country"}),
			"session unknown-session":  errors.Is(rows.Violations(), rule.Violation{Code: "unknown-session"}),
			"record unknown-applicant": errors.Is(marks.Violations(), rule.Violation{Code: "unknown-applicant", Path: "records[0].id"}),
			"group unknown-group":      errors.Is(marks.Violations(), rule.Violation{Code: "unknown-group"}),
			"quiz award":               !marks.Clean("records[1].marks"),
		} {
			if is {
				got = append(got, what)
			}
		}
		assert.ElementsMatch(t, c.want, got, "%s: %v %v", name, rows.Violations(), marks.Violations())
	}
}

// A number that a rule for groups cannot count is told of while its person is still
// an applicant, by the path of the applicant.
func TestUnitsAreCheckedBeforeSeatsAreGiven(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	d.Grouping.Prefer = append(d.Grouping.Prefer,
		grouping.Preference{Code: "services", Tier: 5, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "services", Unit: exact.MustDecimal("1")}}},
		grouping.Preference{Code: "years", Tier: 5, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "experience_months", Unit: exact.MustDecimal("12")}}})
	people := []admission.Applicant{{ID: "a", Country: "KE"},
		{ID: "b", Country: "ZZ", ExperienceMonths: new(37), Numbers: map[string]exact.Decimal{"services": exact.MustDecimal("1.5"), "others": exact.MustDecimal("0.1")}}}
	want := []string{"applicants[1].country unknown-country", `applicants[1].numbers["services"] unit`, "applicants[1].experience_months unit"}
	c, err := course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	_, err = c.Cohort("a seed").Select(people)
	assert.ElementsMatch(t, want, lines(t, err))
	d.Admission, d.Stated = nil, nil
	c, err = course.Compile(d, time.LoadLocation)
	require.NoError(t, err)
	_, err = c.Cohort("a seed").Select(people)
	assert.ElementsMatch(t, want, lines(t, err))
}

// Whoever has as many facts as an applicant may have can be placed in a group.
func TestEveryApplicantCanBeAMember(t *testing.T) {
	t.Parallel()
	most := admission.Applicant{ID: strings.Repeat("i", 128), Country: "KE", Role: strings.Repeat("r", 256), ExperienceMonths: new(1200),
		Attributes: map[string]string{}, Numbers: map[string]exact.Decimal{}}
	for i := range 256 {
		name := strconv.Itoa(i)
		most.Attributes[name], most.Numbers[name] = strings.Repeat("v", 256), exact.MustDecimal("1")
	}
	d := small()
	d.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Count: 1}}
	c, err := course.Compile(d, nil)
	require.NoError(t, err)
	k, err := c.Cohort("").Select([]admission.Applicant{most})
	require.NoError(t, err)
	_, err = k.Form()
	assert.NoError(t, err)
}

// Grades go by the groups there are, also when they were changed.
func TestGradeAfterAReform(t *testing.T) {
	t.Parallel()
	d := small()
	d.Grouping = &grouping.Policy{Sizes: grouping.Sizes{Count: 2}}
	d.Grading.Components[0].Award = grading.Award{Levels: &grading.LevelsAward{Max: exact.MustDecimal("2"), Levels: []grading.Level{{Name: "good", Points: exact.MustDecimal("1")}, {Name: "best", Points: exact.MustDecimal("2")}}}}
	d.Project = &course.Project{Component: "quiz"}
	c, err := course.Compile(d, nil)
	require.NoError(t, err)
	people := []admission.Applicant{{ID: "a", Country: "KE"}, {ID: "b", Country: "KE"}}
	k, err := c.Cohort("").Select(people)
	require.NoError(t, err)
	k, err = k.Form()
	require.NoError(t, err)
	k.Formation.Groups[0], k.Formation.Groups[1] = k.Formation.Groups[1], k.Formation.Groups[0]
	k, err = k.Grade(course.Marks{Projects: []course.ProjectMark{{Group: 1, Level: "good"}, {Group: 2, Level: "best"}}})
	require.NoError(t, err)
	for i, want := range []struct {
		id, total string
		group     int
	}{{"a", "100", 2}, {"b", "50", 1}} {
		assert.Equal(t, want.id, k.Results[i].ID)
		assert.Equal(t, want.group, k.Results[i].Group)
		assert.Equal(t, want.total, k.Results[i].Result.Total.String())
	}
	text, err := json.Marshal(k)
	require.NoError(t, err)
	for _, key := range []string{`"formation":{"groups":[["b"],["a"]]`, `"results":[{"id":"a"`} {
		assert.Contains(t, string(text), key)
	}
	assert.NotContains(t, string(text), "null")
}
