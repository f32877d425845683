package course_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// essays returns a course whose only component is an essay of 100 points. A person with
// more points than the threshold is certified.
func essays(threshold string) course.Definition {
	d := small()
	d.Grading.Components = []grading.Component{{ID: "essay", Weight: exact.MustDecimal("100"), Award: grading.Award{Points: &grading.PointsAward{Max: exact.MustDecimal("100")}}}}
	d.Grading.Certificate = grading.Certificate{Above: new(exact.MustDecimal(threshold))}
	return d
}

func essay(id, points string) course.Entry {
	return marked(id, "essay", grading.Mark{Points: new(exact.MustDecimal(points))})
}

// Results follow the new definition from the first entry on. The run does not show who
// was certified under the earlier definition: the amendment has no changes, and History
// and EverCertified follow the new definition.
func TestAmendedResultsFollowTheNewDefinition(t *testing.T) {
	t.Parallel()
	run := courseOf(t, essays("60")).Run()
	record(t, run, applied("a"), essay("a", "75"))
	before := run.State().Results["a"]
	require.Equal(t, []any{"certified", true}, []any{before.Decision, before.EverCertified})
	_, again := amendedTo(t, run, func(d *course.Definition) { d.Grading.Certificate.Above = new(exact.MustDecimal("80")) })
	after := again.State().Results["a"]
	assert.Equal(t, []any{"not_certified", false}, []any{after.Decision, after.EverCertified})
	person, _ := again.Person("a")
	assert.False(t, person.EverCertified)
	steps := again.History("a", start)
	require.Len(t, steps, 2, "the amendment is no step")
	assert.Contains(t, steps[1].Changes, course.Change{Participant: "a", What: "decision", From: "pending", To: "not_certified"}, "the step of the mark is that of the new definition")
	recorded, err := again.Record(course.Entry{At: run.Journal()[2].At, Amended: &course.Amended{Course: again.Course().Digest(), Reason: "said again"}})
	require.NoError(t, err)
	assert.Empty(t, recorded[0].Changes)
	_, back := amendedTo(t, again, func(d *course.Definition) { d.Grading.Certificate.Above = new(exact.MustDecimal("60")) })
	assert.Equal(t, before, back.State().Results["a"], "the results of the first definition are those of going back to it")
}

// After an amendment, an issued certificate still shows that a person was certified. So
// do the results recorded at the end, which are kept. If an entry after the end changes a
// result, the new definition applies to this result.
func TestAmendedKeepsCertificatesAndTheEnd(t *testing.T) {
	t.Parallel()
	stricter := func(d *course.Definition) { d.Grading.Certificate.Above = new(exact.MustDecimal("80")) }
	state := func(run *course.Run) []any {
		r := run.State().Results["a"]
		return []any{r.Decision, r.EverCertified, run.State().Certificates["a"]}
	}
	begun := func() *course.Run {
		run := courseOf(t, essays("60")).Run()
		record(t, run, applied("a"), essay("a", "75"))
		return run
	}
	run := begun()
	record(t, run, course.Entry{Issued: &course.Issued{Participant: "a", Certificate: "1"}})
	_, issued := amendedTo(t, run, stricter)
	assert.Equal(t, []any{"not_certified", true, "1"}, state(issued))
	record(t, issued, course.Entry{At: start.AddDate(0, 0, 1), Revoked: &course.Revoked{Certificate: "1", Reason: "r"}})
	assert.Equal(t, []any{"not_certified", true, ""}, state(issued))

	run = begun()
	record(t, run, course.Entry{Ended: &course.Ended{}})
	_, ended := amendedTo(t, run, stricter)
	assert.Equal(t, []any{"certified", true, ""}, state(ended))
	recorded := record(t, ended, at(1500, essay("a", "76")))
	assert.Equal(t, []any{"not_certified", true, ""}, state(ended))
	assert.Contains(t, recorded[0].Changes, course.Change{Participant: "a", What: "decision", From: "certified", To: "not_certified"})
}

// An amendment changes neither the seats and their number nor the groups and the times of
// sittings. What counts as attended follows the new definition, even for rows that were
// recorded before.
func TestAmendedKeepsWhatWasDecided(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","held":{"session":"s1","rows":[{"participant":"a1","join":"2025-03-03T10:00:00Z","leave":"2025-03-03T11:00:00Z"}]}}`)
	before := run.State()
	require.Equal(t, schedule.StatusNotAttended, before.Attendance["a1"]["s1"])
	_, again := amendedTo(t, run, func(d *course.Definition) {
		d.Attendance.AtLeastPercent = exact.MustDecimal("50")
		d.Admission.Capacity = 1
		d.Admission.Priority[0].Key.Matching.Test.Gender.In = []admission.Gender{"man"}
		d.Grouping.Sizes.Min, d.Grouping.Sizes.Max = 4, 4
		d.Schedule.Sessions[0].Start, d.Schedule.Sessions[0].End = d.Schedule.Sessions[0].Start.AddDays(1), d.Schedule.Sessions[0].End.AddDays(1)
	})
	after := again.State()
	assert.Equal(t, schedule.StatusAttended, after.Attendance["a1"]["s1"])
	assert.Equal(t, []any{before.Seats, before.Waitlist, before.Groups}, []any{after.Seats, after.Waitlist, after.Groups})
	person, _ := again.Person("a1")
	assert.Equal(t, "2025-03-03T10:00:00+01:00", person.Sessions[0].Start.Format("2006-01-02T15:04:05Z07:00"))
	recordLines(t, again, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}`)
	assert.Len(t, again.State().Seats, 4, "the number of seats is that of the selection")
}

// Resume refuses a definition under which a recorded entry is impossible, and reports the
// first such entry. A definition that only adds something is accepted.
func TestAmendmentsThatAreRefused(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	share := admission.Share{Code: "a-woman", Of: admission.ShareOf{Test: &admission.Test{Gender: &admission.GenderTest{In: []admission.Gender{"woman"}}}}, AtLeast: &admission.Bound{Count: new(1)}}
	d.Admission.Shares = []admission.Share{share}
	run := courseOf(t, d).Run()
	_, err := run.Record(until(t)[:10]...)
	require.NoError(t, err)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"essay","mark":{"points":"27"}}}
		{"at":"2025-03-05T09:00:00Z","project":{"group":"south","mark":{"level":"good"}}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"component":"quiz"}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"session":"s3"}}
		{"at":"2025-03-10T19:05:00Z","held":{"session":"s2"}}`)
	components := func(d *course.Definition, weights string, ids ...string) {
		d.Grading.Components = slices.DeleteFunc(d.Grading.Components, func(c grading.Component) bool { return !slices.Contains(ids, c.ID) })
		d.Grading.Components[len(ids)-1].Weight = exact.MustDecimal(weights)
	}
	session := func(d *course.Definition, i int) {
		d.Schedule.Sessions = slices.Delete(d.Schedule.Sessions, i, i+1)
		d.Grading.Components[1].Award.Attendance.Sessions = 2
	}
	for name, c := range map[string]struct {
		edit func(d *course.Definition)
		want string // the first violation, empty for none
	}{
		"a component with a mark": {func(d *course.Definition) { components(d, "70", "quiz", "attendance", "project") }, "[11].marked.component unknown-component"},
		"a component that is computed": {func(d *course.Definition) {
			components(d, "70", "quiz", "attendance", "project")
			d.Grading.Components[1].ID = "essay"
		}, "[11].marked.component computed-mark"},
		"a component with an excuse": {func(d *course.Definition) { components(d, "50", "attendance", "essay", "project") }, "[13].excused.component unknown-component"},
		"a lower maximum":            {func(d *course.Definition) { d.Grading.Components[2].Award.Points.Max = exact.MustDecimal("26") }, "[11].marked.mark.points above-maximum"},
		"a maximum that suffices":    {func(d *course.Definition) { d.Grading.Components[2].Award.Points.Max = exact.MustDecimal("27") }, ""},
		"a coarser step":             {func(d *course.Definition) { d.Grading.Components[2].Award.Points.Step = exact.MustDecimal("10") }, "[11].marked.mark.points off-step"},
		"another kind of award": {func(d *course.Definition) {
			d.Grading.Components[2].Award = grading.Award{Completion: &grading.CompletionAward{}}
		}, "[11].marked.mark mark-kind"},
		"a level":                  {func(d *course.Definition) { d.Grading.Components[3].Award.Levels.Levels[1].Name = "great" }, "[12].project.mark.level unknown-level"},
		"the project":              {func(d *course.Definition) { d.Project = nil }, "[12].project needs"},
		"the groups":               {func(d *course.Definition) { d.Project, d.Grouping = nil, nil }, "[10].grouped needs"},
		"the admission":            {func(d *course.Definition) { d.Admission = nil }, "[8].selected needs"},
		"a priority":               {func(d *course.Definition) { d.Admission.Priority = nil }, "[8].selected.admitted[0].keys keys"},
		"its code":                 {func(d *course.Definition) { d.Admission.Priority[0].Code = "x" }, "[8].selected.admitted[0].keys[0].code keys"},
		"a share":                  {func(d *course.Definition) { d.Admission.Shares = nil }, "[8].selected.admitted[0].groups[0].share unknown-value"},
		"a session with an excuse": {func(d *course.Definition) { session(d, 2) }, "[14].excused.session unknown-session"},
		"a session that was held":  {func(d *course.Definition) { session(d, 1) }, "[15].held.session unknown-session"},
		"a session to come":        {func(d *course.Definition) { session(d, 0) }, ""},
		"more of everything": {func(d *course.Definition) {
			more := share
			more.Code = "others"
			d.Admission.Shares = append(d.Admission.Shares, more)
			d.Admission.Requirements = append(d.Admission.Requirements, admission.Requirement{Code: "cv", Level: "required", Test: admission.Test{Document: &admission.DocumentTest{Name: "cv"}}})
			d.Grouping.Prefer = append(d.Grouping.Prefer, grouping.Preference{Code: "country", Tier: 2, Rule: grouping.Rule{Spread: &grouping.SpreadRule{Category: "country"}}})
			last := d.Schedule.Sessions[2]
			last.ID, last.Start, last.End = "s4", last.Start.AddDays(7), last.End.AddDays(7)
			d.Schedule.Sessions = append(d.Schedule.Sessions, last)
			d.Grading.Components[1].Award.Attendance.Sessions = 4
			d.Grading.Components[0].Weight = exact.MustDecimal("5")
			d.Grading.Components = append(d.Grading.Components, grading.Component{ID: "talk", Weight: exact.MustDecimal("5"), Award: grading.Award{Completion: &grading.CompletionAward{}}})
		}, ""},
	} {
		d := run.Course().Definition()
		c.edit(&d)
		changed := courseOf(t, d)
		journal := run.Journal()
		_, err := changed.Resume(append(journal, course.Entry{At: journal[len(journal)-1].At, Amended: &course.Amended{Course: changed.Digest(), Reason: "r"}}))
		if c.want == "" {
			assert.NoError(t, err, name)
			continue
		}
		if list := lines(t, err); assert.NotEmpty(t, list, name) {
			assert.Equal(t, c.want, list[0], name)
		}
	}
}
