package course_test

import (
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// totalOf returns the current total of a person, exactly.
func totalOf(run *course.Run, id string) string { return run.State().Results[id].Total.String() }

// People can be excused from a component in which their mark is missing or open, but not
// if they have another mark. For the project, a member's own mark decides this if there
// is one, otherwise the group's mark.
func TestWhatCanBeExcused(t *testing.T) {
	t.Parallel()
	const group = `{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"good"}}}` + "\n"
	own := func(component, mark string) string {
		return `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a2","component":"` + component + `","mark":` + mark + `}}` + "\n"
	}
	refused := []string{"[0].excused.participants[0] has-mark"}
	for _, c := range []struct {
		lines, component string
		want             []string
	}{
		{"", "essay", nil},
		{own("essay", `{"missing":true}`), "essay", nil},
		{own("essay", `{"pending":true}`), "essay", nil},
		{own("essay", `{"handed_in":true}`), "essay", nil},
		{own("essay", `{"excused":true}`), "essay", nil},
		{own("essay", `{"points":"0"}`), "essay", refused},
		{own("quiz", `{"completed":false}`), "quiz", refused},
		{own("essay", `{"points":"3"}`) + own("essay", `{"missing":true}`), "essay", nil},
		{own("essay", `{"missing":true}`) + own("essay", `{"points":"3"}`), "essay", refused},
		{group, "essay", nil},
		{group, "project", refused},
		{group + own("project", `{"missing":true}`), "project", nil},
		{group + own("project", `{"level":"done"}`), "project", refused},
		{group + own("project", `{"missing":true}`) + own("project", `{"pending":true}`), "project", refused},
		{own("project", `{"pending":true}`), "project", nil},
	} {
		run := halfway(t)
		recordLines(t, run, c.lines)
		_, err := run.Record(entries(t, `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"component":"`+c.component+`"}}`)...)
		assert.Equal(t, c.want, lines(t, err), "%s %s", c.component, c.lines)
	}
}

// A second excuse of the same person changes nothing. A single entry with Lift still ends
// the excuse.
func TestExcusedTwice(t *testing.T) {
	t.Parallel()
	for _, what := range []string{`"session":"s2"`, `"component":"essay"`} {
		entry := func(more string) []course.Entry {
			return entries(t, `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],`+what+more+`}}`)
		}
		run := halfway(t)
		before := text(t, run.State())
		for range 2 {
			_, err := run.Record(entry("")...)
			require.NoError(t, err)
		}
		require.NotEqual(t, before, text(t, run.State()))
		_, err := run.Record(entry(`,"lift":true`)...)
		require.NoError(t, err)
		assert.Equal(t, before, text(t, run.State()), what)
		_, err = run.Record(entry(`,"lift":true`)...)
		assert.Equal(t, []string{"[0].excused.participants[0] no-excuse"}, lines(t, err), what)
	}
}

// A second excuse of a person from the project is accepted even if the group's project
// got a mark after the first excuse.
func TestExcusedAgainAfterTheProject(t *testing.T) {
	t.Parallel()
	const excuse = `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"component":"project"}}`
	run := halfway(t)
	recordLines(t, run, excuse+`
		{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"good"}}}`)
	assert.Zero(t, run.State().Results["a1"].Points["project"].Sign())
	recordLines(t, run, excuse)
}

// Once an excuse is lifted, the person can get a mark in the component again. An excuse
// from another component stays.
func TestLiftedExcuse(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"component":"quiz"}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"component":"essay"}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"component":"quiz","lift":true}}
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a2","component":"quiz","mark":{"completed":true}}}`)
	assert.Equal(t, "100/7", totalOf(run, "a2"), "10 of 70")
	_, err := run.Record(entries(t, `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a2","component":"essay","mark":{"points":"30"}}}`)...)
	assert.Equal(t, []string{"[0].marked.component excused"}, lines(t, err), "the other one is not lifted")
}

// A project's mark, the first or a later one, is given to the people who are in the group
// and hold a seat when it is entered. A member's own mark counts instead of the group's
// mark. If a pending mark replaces the member's own mark, the group's mark counts again.
func TestProjectMarks(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"declined"}}`)
	recorded := recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"done"}}}`)
	assert.Equal(t, []course.Change{{Participant: "a1", What: "total", From: "50/3", To: "110/3"}}, recorded[0].Changes, "not those who left, are in another group, or in none")
	assert.Equal(t, []string{"0", "0"}, []string{totalOf(run, "a3"), totalOf(run, "a5")})
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"project","mark":{"missing":true}}}`)
	assert.Equal(t, "50/3", totalOf(run, "a1"))
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"good"}}}`)
	assert.Equal(t, "50/3", totalOf(run, "a1"))
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"project","mark":{"pending":true}}}`)
	assert.Equal(t, "170/3", totalOf(run, "a1"))
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"essay","mark":{"points":"3"}}}
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"essay","mark":{"pending":true}}}`)
	assert.Contains(t, run.State().Results["a1"].Open, "essay", "of another component pending is a mark")
}

// People who left have a result if something was recorded for them while they took part.
// Their best total is then their total.
func TestResultsOfPeopleWhoLeft(t *testing.T) {
	t.Parallel()
	left := `{"at":"2025-03-06T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}`
	for lines, there := range map[string]bool{
		"": false,
		`{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a3","component":"quiz","mark":{"completed":true}}}`:          true,
		`{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a3"],"component":"quiz"}}`:                                true,
		`{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a3"],"session":"s2"}}`:                                    true,
		`{"at":"2025-03-05T09:00:00Z","project":{"group":"south","mark":{"level":"good"}}}`:                                 true,
		`{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"good"}}}`:                                 false,
		`{"at":"2025-03-05T09:00:00Z","held":{"session":"s1","rows":[{"participant":"a3","join":"2025-03-03T09:00:00Z"}]}}`: true,
		`{"at":"2025-03-05T09:00:00Z","held":{"session":"s1","rows":[{"participant":"a1","join":"2025-03-03T09:00:00Z"}]}}`: false,
	} {
		run := halfway(t)
		recordLines(t, run, lines+"\n"+left)
		result, is := run.State().Results["a3"]
		assert.Equal(t, there, is, lines)
		_, is = run.State().Attendance["a3"]
		assert.Equal(t, there, is, lines)
		if there {
			assert.Equal(t, []string{"left", result.Total.String()}, []string{result.Decision, result.Best.String()}, lines)
		}
	}
}

// EverCertified stays true once a person was certified, even if the decision changes.
func TestEverCertified(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	ever := func(id string) bool { return run.State().Results[id].EverCertified }
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"a1","lift":true}}`)
	assert.Equal(t, []bool{true, false}, []bool{ever("a1"), ever("a2")})
	assert.Equal(t, "pending", run.State().Results["a1"].Decision)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"a2","decision":"not_certified","reason":"r"}}`)
	assert.False(t, ever("a2"))
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"a2","decision":"certified","reason":"r"}}
		{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"a2","decision":"not_certified","reason":"r"}}`)
	assert.True(t, ever("a2"))
	assert.Equal(t, "not_certified", run.State().Results["a2"].Decision)
	recordLines(t, run, toTheEnd)
	assert.Equal(t, []bool{true, true, false}, []bool{ever("a1"), ever("a2"), ever("a3")})
}

// A mark for a group of components is refused. Only the components in the group have
// marks.
func TestMarksOfAGroupOfComponents(t *testing.T) {
	t.Parallel()
	d := small()
	quiz := d.Grading.Components[0]
	quiz.Weight = exact.MustDecimal("1")
	d.Grading.Components = []grading.Component{{ID: "work", Weight: exact.MustDecimal("100"), Award: grading.Award{Group: &grading.GroupAward{Components: []grading.Component{quiz}}}}}
	run := courseOf(t, d).Run()
	record(t, run, applied("a"), marked("a", "quiz", grading.Mark{Completed: new(true)}))
	_, err := run.Record(at(9, marked("a", "work", grading.Mark{Completed: new(true)})))
	assert.Equal(t, []string{"[0].marked.component unknown-component"}, lines(t, err))
	assert.Equal(t, []string{"100", "100"}, []string{run.State().Results["a"].Points["work"].String(), run.State().Results["a"].Points["quiz"].String()})
}
