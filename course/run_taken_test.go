package course_test

import (
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ended returns a run of the workshop after its end, and a copy of its journal.
func ended(t testing.TB) (*course.Run, []course.Entry) {
	t.Helper()
	run := workshop(t).Run()
	_, err := run.Record(append(until(t), entries(t, toTheEnd)...)...)
	require.NoError(t, err)
	return run, run.Journal()
}

// Resume takes over the recorded results at the end. They must list each person who takes
// part exactly once, and nobody else.
func TestRecordedResults(t *testing.T) {
	t.Parallel()
	number := func(text string) exact.Rational {
		var r exact.Rational
		require.NoError(t, r.UnmarshalText([]byte(text)))
		return r
	}
	_, journal := ended(t)
	final := journal[len(journal)-1].Decided.Final
	require.Len(t, final, 4)
	for name, c := range map[string]struct {
		change func(list []course.Final) []course.Final
		want   []string
	}{
		"as recorded": {func(list []course.Final) []course.Final { return list }, nil},
		"another total, decision and outcome": {func(list []course.Final) []course.Final {
			list[1] = course.Final{ID: "a2", Total: number("99"), Decision: grading.Certified, Outcome: "distinction"}
			return list
		}, nil},
		"pending, as it may be": {func(list []course.Final) []course.Final { list[1].Decision = grading.Pending; return list }, nil},
		"one is missing":        {func(list []course.Final) []course.Final { return list[:3] }, []string{"[17].ended decided"}},
		"none":                  {func(list []course.Final) []course.Final { return nil }, []string{"[17].ended decided"}},
		"listed twice":          {func(list []course.Final) []course.Final { return append(list, list[0]) }, []string{"[17].ended decided"}},
		"of a person who waits": {func(list []course.Final) []course.Final {
			return append(list, course.Final{ID: "a5", Total: number("1"), Decision: grading.NotCertified})
		}, []string{"[17].ended decided"}},
		"of nobody": {func(list []course.Final) []course.Final { list[0].ID = "zz"; return list }, []string{"[17].ended decided"}},
		"left":      {func(list []course.Final) []course.Final { list[0].Decision = "left"; return list }, []string{"[17].ended decided"}},
	} {
		run, journal := ended(t)
		last := journal[len(journal)-1].Decided
		last.Final = c.change(last.Final)
		again, err := run.Course().Resume(rechainedAsItIs(t, journal))
		assert.Equal(t, c.want, lines(t, err), name)
		if err != nil {
			continue
		}
		for _, f := range last.Final {
			result := again.State().Results[f.ID]
			assert.Equal(t, []string{f.Total.String(), f.Total.String(), f.Outcome}, []string{result.Total.String(), result.Best.String(), result.Outcome}, name)
			if f.ID != "a1" { // a1 has an overridden decision
				assert.Equal(t, string(f.Decision), result.Decision, name)
				assert.Equal(t, f.Decision == grading.Certified, result.EverCertified, name)
			}
		}
		assert.True(t, again.State().Results["a1"].EverCertified, name)
		if total := last.Final[1].Total.String(); total != "0" {
			steps := again.History("a2", journal[17].At)
			require.Len(t, steps, 1, name)
			assert.Contains(t, steps[0].Changes, course.Change{Participant: "a2", What: "total", From: "0", To: total})
		}
	}
	run, journal := ended(t)
	journal[len(journal)-1].Decided = nil
	_, err := run.Course().Resume(rechainedAsItIs(t, journal))
	assert.Equal(t, []string{"[17].ended decided"}, lines(t, err))

	empty := courseOf(t, small()).Run()
	record(t, empty, course.Entry{Ended: &course.Ended{}})
	journal = empty.Journal()
	journal[1].Decided = &course.Decided{Final: []course.Final{{ID: "zz", Decision: grading.Pending}}}
	_, err = empty.Course().Resume(rechainedAsItIs(t, journal))
	assert.Equal(t, []string{"[1].ended decided"}, lines(t, err), "nobody applied")
}

// A course that lacks a part refuses the kinds of entries that need it, and accepts the
// others.
func TestKindsThatNeedAPart(t *testing.T) {
	t.Parallel()
	whole := workshop(t).Definition()
	for _, c := range []struct {
		without func(*course.Definition)
		line    string
		want    []string
	}{
		{func(d *course.Definition) { d.Schedule, d.Attendance = nil, nil }, `"planned":{"session":"s1","start":"2025-03-20T10:00"}`, []string{"[0].planned needs"}},
		{func(d *course.Definition) { d.Schedule, d.Attendance = nil, nil }, `"held":{"session":"s1"}`, []string{"[0].held needs"}},
		{func(d *course.Definition) { d.Schedule, d.Attendance = nil, nil }, `"cancelled":{"session":"s1"}`, []string{"[0].cancelled needs"}},
		{func(d *course.Definition) { d.Schedule, d.Attendance = nil, nil }, `"excused":{"participants":["a1"],"session":"s1"}`, []string{"[0].excused needs"}},
		{func(d *course.Definition) { d.Schedule, d.Attendance = nil, nil }, `"excused":{"participants":["a1"],"component":"quiz"}`, nil},
		{func(d *course.Definition) { d.Attendance = nil }, `"held":{"session":"s1","rows":[{"participant":"a1","join":"2025-03-03T09:00:00Z"}]}`, []string{"[0].held needs"}},
		{func(d *course.Definition) { d.Attendance = nil }, `"held":{"session":"s1"}`, nil},
		{func(d *course.Definition) { d.Project, d.Grouping = nil, nil }, `"grouped":{}`, []string{"[0].grouped needs"}},
		{func(d *course.Definition) { d.Project = nil }, `"project":{"group":"1","mark":{"level":"good"}}`, []string{"[0].project needs"}},
		{func(d *course.Definition) { d.Admission = nil }, `"selected":{"seed":"s"}`, []string{"[0].selected needs"}},
		{func(d *course.Definition) { d.Admission = nil }, `"seats":{"capacity":9}`, []string{"[0].seats needs"}},
		{func(d *course.Definition) { d.Admission = nil }, `"promotions_end":{"until":"2025-03-20T10:00:00Z"}`, []string{"[0].promotions_end needs"}},
		{func(d *course.Definition) { d.Admission = nil }, `"closed":{"draw":{"source":"s","at":"2025-03-20T12:00:00Z"},"nonce":"n"}`, []string{"[0].closed needs"}},
		{func(d *course.Definition) { d.Admission = nil }, `"reviewed":{"applicant":"a1","reviewer":"r","struck":true,"reason":"r"}`, []string{"[0].reviewed needs"}},
		{func(d *course.Definition) { d.Admission = nil }, `"ruled":{"applicant":"a1","decision":"admit","reason":"r"}`, []string{"[0].ruled needs"}},
	} {
		d := whole
		c.without(&d)
		if d.Schedule == nil || d.Attendance == nil { // no component may then award attendance
			d.Grading.Components = append(d.Grading.Components[:1:1], d.Grading.Components[2:]...)
			d.Grading.Components[0].Weight = exact.MustDecimal("30")
		}
		run := courseOf(t, d).Run()
		_, err := run.Record(entries(t, midway)[:7]...)
		require.NoError(t, err, c.line)
		if d.Admission != nil {
			_, err = run.Record(entries(t, midway)[7])
			require.NoError(t, err, c.line)
		}
		_, err = run.Record(entries(t, `{"at":"2025-03-05T09:00:00Z",`+c.line+`}`)...)
		assert.Equal(t, c.want, lines(t, err), c.line)
	}
}

// If a journal ends with entries without a digest, Resume refuses those that Record would
// refuse. It also refuses a recorded selection that was made under a policy other than
// the course's, and a selection without a recorded decision.
func TestResumeRefuses(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Grouping.Sizes = grouping.Sizes{Min: 3, Max: 3}
	run := courseOf(t, d).Run()
	_, err := run.Record(until(t)[:8]...)
	require.NoError(t, err)
	_, err = run.Course().Resume(append(run.Journal(), entries(t, `{"at":"2025-03-05T09:00:00Z","grouped":{}}`)...))
	assert.ErrorAs(t, err, new(*grouping.SizeError))
	_, err = run.Course().Resume(append(run.Journal(), entries(t, `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s9"}}`)...))
	assert.Equal(t, []string{"[9].cancelled.session unknown-session"}, lines(t, err))
	journal := run.Journal()
	again, err := run.Course().Resume(append(journal, entries(t, `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s2"}}`)...))
	require.NoError(t, err)
	assert.Len(t, again.Journal(), 10)
	journal[8].Decided.Selection.Audit.Digests.Policy = strings.Repeat("0", 64)
	_, err = run.Course().Resume(rechainedAsItIs(t, journal))
	assert.Error(t, err)
	_, amended := amendedTo(t, halfway(t), func(d *course.Definition) { d.Admission.Capacity = 9 })
	journal = amended.Journal()
	journal[8].Decided = nil
	_, err = amended.Course().Resume(rechainedAsItIs(t, journal))
	assert.Error(t, err, "a selection that is not recorded, of another definition")
}

// A recorded journal begins with its opening and never goes back in time.
func TestOrderOfARecordedJournal(t *testing.T) {
	t.Parallel()
	run, journal := ended(t)
	_, err := run.Course().Resume(rechainedAsItIs(t, journal[1:]))
	assert.Equal(t, []string{"[0] order"}, lines(t, err))
	journal[16].At = journal[15].At
	_, err = run.Course().Resume(rechainedAsItIs(t, journal))
	assert.NotEqual(t, []string{"[16].at time-order"}, lines(t, err), "at the same instant")
	journal[16].At = journal[15].At.Add(-1)
	_, err = run.Course().Resume(rechainedAsItIs(t, journal))
	assert.Equal(t, []string{"[16].at time-order"}, lines(t, err))
}
