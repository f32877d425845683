package course_test

import (
	"encoding/json"
	"errors"
	"slices"
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

// lines returns the path and the code of every violation.
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

// small returns the smallest possible course: it has one component to complete.
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

// The engines of a course do not change when the definition that it was compiled from
// changes.
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
		want []string // findings in addition to those of the reference course
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
		{"no-list", func(d *course.Definition) {
			nothing, topics := exact.MustDecimal("1"), []string{"topics"}
			rules := []grouping.Rule{
				{Agree: &grouping.AgreeRule{List: "language", Otherwise: nothing}},
				{Agree: &grouping.AgreeRule{Category: "topics", Otherwise: nothing}},
				{Agree: &grouping.AgreeRule{List: "topics", Otherwise: nothing}},
				{NotAlone: &grouping.NotAloneRule{List: "topics"}},
				{AtLeast: &grouping.AtLeastRule{List: "topics", In: topics, Count: 1}},
				{AtMost: &grouping.AtMostRule{List: "topics", In: topics, Count: new(1)}},
			}
			for i, r := range rules {
				d.Grouping.Prefer = append(d.Grouping.Prefer, grouping.Preference{Code: rule.Index("list", i), Tier: 1, Rule: r})
			}
			d.Grouping.Must = []grouping.Requirement{{Code: "must agree", Rule: rules[2]}}
			d.Grouping.Prefer = d.Grouping.Prefer[len(d.Grouping.Prefer)-len(rules):]
		}, []string{
			"no-list grouping.must[0]", "no-list grouping.prefer[2]", "no-list grouping.prefer[3]",
			"no-list grouping.prefer[4]", "no-list grouping.prefer[5]",
		}},
		{"full-house", func(d *course.Definition) {
			d.Admission.Capacity, d.Stated.Capacity.Is = 19, 19
		}, []string{"full-house grouping.sizes"}},
		{"sizes per a category, of which only people tell", func(d *course.Definition) {
			d.Admission.Capacity, d.Stated.Capacity.Is, d.Grouping.Sizes.Per = 19, 19, "region"
		}, nil},
		{"below-one-percent", func(d *course.Definition) { d.Attendance.AtLeastPercent = exact.MustDecimal("0.99") }, []string{"below-one-percent attendance.at_least_percent"}},
		{"one percent", func(d *course.Definition) { d.Attendance.AtLeastPercent = exact.MustDecimal("1") }, nil},
		{"stated-sessions", func(d *course.Definition) { d.Stated.Timetable.Sessions.Count = 6 }, []string{"stated-sessions schedule.sessions"}},
		{"late-deadline and deadline-after-end", func(d *course.Definition) {
			d.Schedule.Deadlines = []schedule.Deadline{{ID: "quiz", At: civil.MustDateTime("2024-11-22T17:00")}, {ID: "project", At: civil.MustDateTime("2024-11-22T14:01")}, {ID: "essay", At: civil.MustDateTime("2024-11-22T17:01")}}
		}, []string{"deadline-after-end schedule.deadlines[2]", "late-deadline schedule.deadlines[1]"}},
		{"deadlines in time", func(d *course.Definition) {
			d.Schedule.Deadlines = []schedule.Deadline{{ID: "quiz", At: civil.MustDateTime("2024-10-30T14:59")}, {ID: "project", At: civil.MustDateTime("2024-11-22T14:00")}}
		}, nil},
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
	c := (*course.Course)(nil)
	got := c.Member(admission.Applicant{
		ID: "a", Country: "KE", Role: "policymaker", ExperienceMonths: new(0), TimeZone: "Africa/Nairobi",
		Attributes: map[string]string{"sector": "policy", "region": "mine", "role": "mine"},
		Numbers:    map[string]exact.Decimal{"services": exact.MustDecimal("2"), "experience_months": exact.MustDecimal("9")},
	})
	assert.Equal(t, map[string]string{"sector": "policy", "region": "Africa", "role": "policymaker", "country": "KE", "gender": "undisclosed"}, got.Categories)
	assert.Len(t, got.Numbers, 2)
	assert.Equal(t, "0", got.Numbers["experience_months"].String(), "no experience is an answer")

	got = c.Member(admission.Applicant{ID: "b", Country: "XK", Gender: "woman", Attributes: map[string]string{"role": "mine"}})
	assert.Equal(t, map[string]string{"region": "unassigned", "country": "XK", "gender": "woman"}, got.Categories)
	assert.Empty(t, got.Numbers)
	assert.Equal(t, "unassigned", c.Member(admission.Applicant{Country: "TW"}).Categories["region"])
	assert.Empty(t, c.Member(admission.Applicant{ID: "c", Numbers: map[string]exact.Decimal{"experience_months": exact.MustDecimal("9")}}).Numbers, "experience that is not stated")
}

// A course needs only the parts that it uses: the course of this test has no admission
// rules, schedule or groups, and everybody who applies takes part.
func TestSmallCourse(t *testing.T) {
	t.Parallel()
	c, err := course.Compile(small(), nil)
	require.NoError(t, err)
	assert.Nil(t, c.Admission())
	assert.Nil(t, c.Schedule())
	assert.Nil(t, c.Grouping())

	run := c.Run()
	record(t, run, applied("b"), applied("a"))
	assert.Equal(t, []string{"a", "b"}, run.State().Seats)
	record(t, run, marked("b", "quiz", grading.Mark{Completed: new(true)}))
	assert.Equal(t, "pending", run.State().Results["a"].Decision)
	record(t, run, course.Entry{Ended: &course.Ended{}})
	state := run.State()
	assert.Equal(t, "not_certified", state.Results["a"].Decision, "what is open counts as missing in the end")
	assert.Equal(t, map[string][]string{"a": {"quiz"}}, state.TakenAsMissing)
	assert.Equal(t, "certified", state.Results["b"].Decision)
	for name, c := range map[string]struct {
		entry course.Entry
		want  string
	}{
		"groups":    {course.Entry{Grouped: &course.Grouped{}}, "[0].grouped needs"},
		"sessions":  {course.Entry{Held: &schedule.Held{Session: "s"}}, "[0].held needs"},
		"selection": {course.Entry{Selected: &admission.Selected{Seed: "s"}}, "[0].selected needs"},
		"a project": {course.Entry{Project: &course.ProjectMark{Group: "1", Mark: grading.Mark{Missing: true}}}, "[0].project needs"},
	} {
		fresh := courseOf(t, small()).Run()
		_, err := fresh.Record(at(1, c.entry))
		assert.Equal(t, []string{c.want}, lines(t, err), name)
	}
}

// A number that is not a whole multiple of the unit of a grouping rule is refused when
// the person applies, before seats are given. The violation has the path of the number.
func TestUnitsAreCheckedBeforeSeatsAreGiven(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	d.Grouping.Prefer = append(d.Grouping.Prefer,
		grouping.Preference{Code: "services", Tier: 5, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "services", Unit: exact.MustDecimal("1")}}},
		grouping.Preference{Code: "posts", Tier: 5, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "posts", Unit: exact.MustDecimal("1")}}},
		grouping.Preference{Code: "years", Tier: 5, Rule: grouping.Rule{Balance: &grouping.BalanceRule{Number: "experience_months", Unit: exact.MustDecimal("12")}}})
	person := admission.Applicant{ID: "b", Country: "KE", ExperienceMonths: new(37), Numbers: map[string]exact.Decimal{"services": exact.MustDecimal("1.5"), "posts": exact.MustDecimal("2147483649"), "others": exact.MustDecimal("0.1")}}
	want := []string{`[0].applied.numbers["services"] unit`, `[0].applied.numbers["posts"] unit-range`, "[0].applied.experience_months unit"}
	for range 2 {
		_, err := courseOf(t, d).Run().Record(at(1, course.Entry{Applied: &person}))
		assert.ElementsMatch(t, want, lines(t, err))
		text, err := json.Marshal([]admission.Applicant{{ID: "a", Country: "KE"}, person})
		require.NoError(t, err)
		_, err = courseOf(t, d).ParseApplicants(text)
		assert.ElementsMatch(t, []string{`[1].numbers["services"] unit`, `[1].numbers["posts"] unit-range`, "[1].experience_months unit"}, lines(t, err))
		d.Admission, d.Stated = nil, nil
	}
}

// A person with the largest number of facts that an applicant may have can be placed in a
// group.
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
	run := courseOf(t, d).Run()
	record(t, run, course.Entry{Applied: &most}, course.Entry{Grouped: &course.Grouped{}})
	assert.Len(t, run.State().Groups["1"], 1)
}

// A deadline for work that a session needs may be at the instant when the session's first
// sitting begins, but not later.
func TestDeadlineBeforeASession(t *testing.T) {
	t.Parallel()
	d := dpg.Definition()
	again := d.Schedule.Sessions[3].Start.AddDays(-1) // a sitting before the session's own time
	d.Schedule.Sessions[3].Repeats = []schedule.Repeat{{ID: "session-4-early", Start: again, End: again.AddSeconds(7200)}}
	for i, s := range d.Schedule.Sessions {
		begins := s.Start
		if i == 3 {
			begins = again
		}
		for seconds, late := range map[int64]bool{-1: false, 0: false, 1: true} {
			for _, anywhere := range []bool{false, true} {
				at := begins.AddSeconds(seconds)
				if anywhere {
					at = at.AddSeconds(-13 * 3600) // in winter Zurich is 13 hours ahead of the last place on earth
				}
				d.Schedule.Deadlines = []schedule.Deadline{{ID: "a", At: at, Anywhere: anywhere, Before: s.ID}}
				compiled, err := course.Compile(d, time.LoadLocation)
				require.NoError(t, err)
				findings := slices.DeleteFunc(compiled.Lint(), func(f rule.Finding) bool { return f.Code != "late-deadline" })
				if !late {
					assert.Empty(t, findings, s.ID)
					continue
				}
				require.Len(t, findings, 1, "%s %v", s.ID, anywhere)
				assert.Equal(t, "schedule.deadlines[0] before "+s.ID+" begins", findings[0].Path+" "+findings[0].Need)
			}
		}
	}
}
