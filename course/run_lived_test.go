package course_test

import (
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// amendedTo changes the definition of the workshop and continues the journal of a run
// under it. It returns the changed course and the continued run.
func amendedTo(t *testing.T, run *course.Run, edit func(*course.Definition)) (*course.Course, *course.Run) {
	t.Helper()
	d := run.Course().Definition()
	edit(&d)
	changed := courseOf(t, d)
	journal := rewritten(t, run.Journal())
	_, err := changed.Resume(journal)
	require.Len(t, lines(t, err), 1)
	assert.Contains(t, lines(t, err)[0], "other-course")
	amended := course.Entry{At: journal[len(journal)-1].At, Amended: &course.Amended{Course: changed.Digest(), Reason: "as announced"}}
	again, err := changed.Resume(append(journal, amended))
	require.NoError(t, err)
	resumed, err := changed.Resume(rewritten(t, again.Journal()))
	require.NoError(t, err)
	same(t, allOf(t, again), allOf(t, resumed), "resumed after it was amended")
	assert.Empty(t, changed.Audit(again.Journal()), "what was decided under another definition is not questioned")
	return changed, again
}

// An amendment lets a run continue under a changed definition. Decisions already made
// stay.
func TestAmended(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	before := run.State()
	for name, edit := range map[string]func(*course.Definition){
		"the threshold": func(d *course.Definition) {
			d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("80"))}
		},
		"the number of seats":  func(d *course.Definition) { d.Admission.Capacity = 9 },
		"a requirement":        func(d *course.Definition) { d.Admission.Requirements[0].Code = "english" },
		"what counts as there": func(d *course.Definition) { d.Attendance.AtLeastPercent = exact.MustDecimal("100") },
		"the sizes of groups":  func(d *course.Definition) { d.Grouping.Sizes = grouping.Sizes{Min: 1, Max: 9} },
		"a session at a new day": func(d *course.Definition) {
			d.Schedule.Sessions[2].Start = d.Schedule.Sessions[2].Start.AddDays(1)
			d.Schedule.Sessions[2].End = d.Schedule.Sessions[2].End.AddDays(1)
		},
	} {
		_, again := amendedTo(t, run, edit)
		after := again.State()
		assert.Equal(t, before.Seats, after.Seats, name)
		assert.Equal(t, before.Waitlist, after.Waitlist, name)
		assert.Equal(t, before.Groups, after.Groups, name)
		assert.Equal(t, before.Certificates, after.Certificates, name)
		recordLines(t, again, `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a3","answer":"declined"}}`)
		assert.Len(t, again.State().Seats, 4, "%s: the number of seats is that of the selection", name)
	}
	_, stricter := amendedTo(t, run, func(d *course.Definition) {
		d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("100"))}
	})
	recordLines(t, stricter, toTheEnd)
	assert.Equal(t, "not_certified", stricter.State().Results["a2"].Decision)
	_, err := run.Course().Resume(stricter.Journal())
	assert.Equal(t, []string{"[15].amended.course other-course"}, lines(t, err), "and never goes back without a word")
	_, again := amendedTo(t, stricter, func(d *course.Definition) {
		d.Grading.Certificate = grading.Certificate{AtLeast: new(exact.MustDecimal("10"))}
	})
	assert.Equal(t, "not_certified", again.State().Results["a2"].Decision, "after the end the decision stays")
}

// Texts for people do not affect the digest of a definition, so changing them needs no
// amendment.
func TestTextsNeedNoAmendment(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	d := run.Course().Definition()
	d.Title, d.Description = "A workshop", "told in other words"
	d.Grading.Components[0].Title = "A quiz"
	d.Schedule.Sessions[0].Title = "Kick-off"
	d.Grading.Components[0].Weight = exact.MustDecimal("10.00")
	_, err := courseOf(t, d).Resume(run.Journal())
	require.NoError(t, err)
}

// A "planned" entry can move a deadline or a session to another time in the future. The
// sessions that Person returns, and later entries, then use the new time.
func TestPlannedDeadlineAndSession(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","planned":{"deadline":"essay","start":"2025-03-16T23:59","reason":"a holiday"}}
		{"at":"2025-03-05T09:00:00Z","planned":{"session":"s3","start":"2025-03-24T18:00"}}
		{"at":"2025-03-05T09:00:00Z","planned":{"session":"s2-evening","start":"2025-03-11T18:00","end":"2025-03-11T19:00"}}`)
	_, err := run.Record(entries(t, `{"at":"2025-03-18T09:00:00Z","held":{"session":"s3"}}`)...)
	assert.Equal(t, []string{"[0].held.session too-early"}, lines(t, err))
	person, _ := run.Person("a1", time.UTC)
	assert.Equal(t, "2025-03-24T17:00:00Z", person.Sessions[3].Start.Format(time.RFC3339))
	assert.Equal(t, "2025-03-11T18:00:00Z", person.Sessions[2].End.Format(time.RFC3339))
	recordLines(t, run, `{"at":"2025-03-24T19:00:00Z","held":{"session":"s3","rows":[{"participant":"a1","join":"2025-03-24T17:00:00Z"}]}}`)
	assert.Equal(t, schedule.StatusAttended, run.State().Attendance["a1"]["s3"])
	recordLines(t, run, `{"at":"2025-03-24T19:00:00Z","planned":{"session":"s3","start":"2025-03-31T18:00"}}`)
	assert.Equal(t, schedule.StatusOpen, run.State().Attendance["a1"]["s3"], "a session that is planned again is open again")
	assert.Equal(t, schedule.StatusOpen, run.State().Sessions["s3"])
}

// Attending one of two sittings is enough. For a person who missed the first sitting, the
// session is open until the second sitting is held. A person who misses both sittings has
// not attended the session.
func TestSittings(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-10T11:05:00Z","held":{"session":"s2","rows":[{"participant":"a1","join":"2025-03-10T09:00:00Z"},{"participant":"a3","join":"2025-03-10T09:00:00Z","leave":"2025-03-10T09:30:00Z"}]}}`)
	status := func(id string) schedule.Status { return run.State().Attendance[id]["s2"] }
	assert.Equal(t, schedule.StatusHeld, run.State().Sessions["s2"])
	assert.Equal(t, []schedule.Status{"attended", "open", "open"}, []schedule.Status{status("a1"), status("a2"), status("a3")})
	clone := run.Clone()
	recordLines(t, clone, `{"at":"2025-03-10T19:05:00Z","cancelled":{"session":"s2-evening"}}`)
	assert.Equal(t, schedule.StatusNotAttended, clone.State().Attendance["a3"]["s2"])
	recordLines(t, run, `{"at":"2025-03-10T19:05:00Z","held":{"session":"s2-evening","rows":[{"participant":"a2","join":"2025-03-10T17:00:00Z","leave":"2025-03-10T18:36:00Z"},{"participant":"a3","session":"s2","join":"2025-03-10T17:00:00Z","leave":"2025-03-10T18:35:59Z"}]}}`)
	assert.Equal(t, []schedule.Status{"attended", "attended", "not_attended"}, []schedule.Status{status("a1"), status("a2"), status("a3")}, "80 percent of two hours, to the second")
	recordLines(t, run, `{"at":"2025-03-10T19:05:00Z","cancelled":{"session":"s2"}}`)
	assert.Equal(t, []schedule.Status{"not_attended", "attended", "not_attended"}, []schedule.Status{status("a1"), status("a2"), status("a3")})
	recordLines(t, run, `{"at":"2025-03-10T19:05:00Z","cancelled":{"session":"s2-evening"}}`)
	assert.Equal(t, schedule.StatusCancelled, status("a1"))
}

// An excuse may be recorded before the session, and may be lifted again. A person who
// attends in spite of an excuse is counted as attending.
func TestExcusesBeforeASession(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1","a2","a3"],"session":"s3","reason":"a congress"}}
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a3"],"session":"s3","lift":true}}
		{"at":"2025-03-17T11:05:00Z","held":{"session":"s3","rows":[{"participant":"a1","join":"2025-03-17T09:00:00Z"}]}}`)
	state := run.State()
	assert.Equal(t, []schedule.Status{"attended", "excused", "not_attended"}, []schedule.Status{state.Attendance["a1"]["s3"], state.Attendance["a2"]["s3"], state.Attendance["a3"]["s3"]})
}

// An excuse counts in the result only once the session is over. Until then the session is
// open in the total, so that the total does not fall and the best total does not rise if
// the person comes after all. The same holds for a person who joined after the planned
// start of a session, because the session may be held later than planned.
func TestExcusesCountOnceTheSessionIsOver(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][2]string{
		"excused": {`
			{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"session":"s2"}}
			{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"session":"s3"}}`,
			`{"at":"2025-03-10T11:05:00Z","held":{"session":"s2","rows":[{"participant":"a2","join":"2025-03-10T09:00:00Z"}]}}`},
		"joined later": {`
			{"at":"2025-03-10T09:30:00Z","answered":{"applicant":"a4","answer":"declined"}}
			{"at":"2025-03-10T09:30:00Z","cancelled":{"session":"s2-evening"}}`,
			`{"at":"2025-03-10T13:05:00Z","held":{"session":"s2","start":"2025-03-10T11:00:00Z","end":"2025-03-10T13:00:00Z"}}`},
	} {
		id := map[string]string{"excused": "a2", "joined later": "a5"}[name]
		run := halfway(t)
		recordLines(t, run, lines[0])
		state := run.State()
		before := state.Results[id]
		assert.Equal(t, schedule.StatusExcused, state.Attendance[id]["s2"], name)
		assert.Contains(t, before.Open, "attendance", name)
		recordLines(t, run, lines[1])
		state = run.State()
		now := state.Results[id]
		assert.NotEqual(t, schedule.StatusExcused, state.Attendance[id]["s2"], name)
		assert.GreaterOrEqual(t, now.Total.Compare(before.Total), 0, name)
		assert.LessOrEqual(t, now.Best.Compare(before.Best), 0, name)
	}
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"session":"s2"}}
		{"at":"2025-03-10T11:05:00Z","held":{"session":"s2"}}`)
	assert.Equal(t, "20/3", run.State().Results["a1"].Points["attendance"].String(), "one of three: the evening is to come")
	recordLines(t, run, `{"at":"2025-03-10T19:05:00Z","held":{"session":"s2-evening"}}`)
	assert.Equal(t, "10", run.State().Results["a1"].Points["attendance"].String(), "one of two")
}

// People who left keep their marks and their total. A person who comes back waits ahead
// of all others. Sessions that were held while the person was away do not count for that
// person.
func TestReinstated(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-04T10:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}`)
	state := run.State()
	assert.Equal(t, map[string]string{"a1": "withdrawn"}, state.Left)
	assert.Equal(t, "left", state.Results["a1"].Decision)
	assert.True(t, state.Results["a1"].EverCertified)
	assert.Equal(t, state.Results["a1"].Total, state.Results["a1"].Best)
	assert.Equal(t, "50/3", state.Results["a1"].Total.String(), "the quiz and one session of three")
	recordLines(t, run, `
		{"at":"2025-03-10T11:05:00Z","held":{"session":"s2"}}
		{"at":"2025-03-10T19:05:00Z","held":{"session":"s2-evening"}}
		{"at":"2025-03-11T09:00:00Z","answered":{"applicant":"a1","answer":"reinstated"}}`)
	assert.Equal(t, []string{"a1"}, run.State().Waitlist)
	recordLines(t, run, `{"at":"2025-03-12T09:00:00Z","seats":{"capacity":5}}`)
	attendance := run.State().Attendance["a1"]
	assert.Equal(t, map[string]schedule.Status{"s1": "attended", "s2": "excused", "s3": "open"}, attendance)
	assert.Equal(t, "offered", func() string { p, _ := run.Person("a1", nil); return p.Status }())
	requireResumes(t, run)
}

// An applicant who withdraws before the selection is shown as withdrawn.
func TestWithdrawnBeforeTheSelection(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 7)
	recorded := recordLines(t, run, `{"at":"2025-02-02T09:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}`)
	assert.Equal(t, []course.Change{{Participant: "a1", What: "status", From: "applied", To: "withdrawn"}}, recorded[0].Changes)
	person, _ := run.Person("a1", nil)
	assert.Equal(t, "withdrawn", person.Status)
	again, err := run.Course().Resume(rewritten(t, run.Journal()))
	require.NoError(t, err)
	same(t, text(t, person), func() string { p, _ := again.Person("a1", nil); return text(t, p) }(), "resumed")
}

// Record reports no changes of sessions for a person who left before any session. It
// reports them for a person who left after a session, since the state has the attendance
// of that person.
func TestChangesOfPeopleWhoLeft(t *testing.T) {
	t.Parallel()
	run := workshopWith(t, 9)
	recorded := recordLines(t, run, `
		{"at":"2025-02-24T08:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}
		{"at":"2025-03-04T09:00:00Z","held":{"session":"s1","rows":[{"participant":"a2","join":"2025-03-03T09:00:00Z"}]}}
		{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a2","answer":"withdrawn"}}
		{"at":"2025-03-11T09:00:00Z","cancelled":{"session":"s3"}}`)
	of := func(r course.Recorded, id string) (list []string) {
		for _, c := range r.Changes {
			if c.Participant == id {
				list = append(list, c.What+" "+c.Of+" "+c.From+" "+c.To)
			}
		}
		return list
	}
	assert.Empty(t, of(recorded[1], "a1"), "held")
	assert.Empty(t, of(recorded[3], "a1"), "cancelled")
	assert.Empty(t, run.History("a1", time.Date(2025, 2, 25, 0, 0, 0, 0, time.UTC)))
	assert.Contains(t, of(recorded[1], "a2"), "attendance s1 open attended")
	assert.Equal(t, []string{"attendance s3 open cancelled", "total  20/3 10"}, of(recorded[3], "a2"))
	assert.NotContains(t, run.State().Attendance, "a1")
	assert.Equal(t, schedule.StatusCancelled, run.State().Attendance["a2"]["s3"])
}

// A row of a person on the waitlist is kept, and counts once the person has a seat.
func TestRowsOfPeopleWhoWait(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-04T09:00:00Z","held":{"session":"s1","rows":[{"participant":"a5","join":"2025-03-03T09:00:00Z"},{"participant":"host","join":"2025-03-03T09:00:00Z"},{"participant":"host","join":"2025-03-03T09:30:00Z"}]}}`)
	assert.NotContains(t, run.State().Attendance, "a5")
	assert.Equal(t, map[string]int{"s1": 1}, run.State().Strangers, "people, not rows")
	assert.NotContains(t, stored(t, run), `"host"`)
	recorded := recordLines(t, run, `{"at":"2025-03-04T09:00:00Z","answered":{"applicant":"a4","answer":"declined"}}`)
	assert.Equal(t, schedule.StatusAttended, run.State().Attendance["a5"]["s1"])
	assert.Contains(t, recorded[0].Changes, course.Change{Participant: "a5", What: "attendance", Of: "s1", To: "attended"})
	assert.Equal(t, schedule.StatusNotAttended, run.State().Attendance["a1"]["s1"], "held again replaces")
}

// A digest does not depend on how a program escapes a text in JSON.
func TestDigestsOfAnyText(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	e := entries(t, `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"session":"s2"}}`)[0]
	e.Excused.Reason = "é \"quoted\" \\ <b> & 😀\nand more"
	_, err := run.Record(e)
	require.NoError(t, err)
	escaped := strings.NewReplacer("é", `\u00e9`, "😀", `\ud83d\ude00`, "<", `\u003c`, "/", `\/`).Replace(text(t, run.Journal()[len(run.Journal())-1]))
	require.NotEqual(t, text(t, run.Journal()[len(run.Journal())-1]), escaped)
	again := entries(t, escaped)[0]
	journal := run.Journal()
	journal[len(journal)-1] = again
	_, err = run.Course().Resume(journal)
	require.NoError(t, err)
}

// Resume refuses an entry whose decision is missing, instead of making the decision
// again.
func TestResumeWantsDecisions(t *testing.T) {
	t.Parallel()
	run := workshop(t).Run()
	_, err := run.Record(until(t)...)
	require.NoError(t, err)
	recordLines(t, run, toTheEnd)
	journal := run.Journal()
	refused := 0
	for i, e := range journal {
		if e.Decided == nil || e.Held != nil || e.Answered != nil {
			continue
		}
		tree := sealedTree(t, e)
		delete(tree, "decided")
		_, err := run.Course().Resume(rechained(t, journal, i, tree))
		require.Error(t, err, "entry %d", i)
		refused++
	}
	assert.Equal(t, 3, refused, "the selection, the groups and the end")
}

// A "held" entry is accepted even with odd rows of people who never applied, such as a
// host who is still in the meeting. The entry is refused if such a row has a malformed
// id.
func TestRowsOfStrangers(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Attendance.MissingLeave = "reject"
	run := courseOf(t, d).Run()
	record(t, run, course.Entry{Applied: &admission.Applicant{ID: "a", Languages: map[string]admission.LanguageLevel{"en": "native"}}}, course.Entry{Selected: &admission.Selected{}})
	began, ended := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC), time.Date(2025, 3, 3, 11, 0, 0, 0, time.UTC)
	there := schedule.Segment{Participant: "a", Join: began, Leave: &ended}
	_, err := run.Record(course.Entry{At: ended, Held: &schedule.Held{Session: "s1", Rows: []schedule.Segment{{Participant: "host", Join: began}, there, {Participant: "host"}}}})
	require.NoError(t, err)
	assert.Equal(t, map[string]int{"s1": 1}, run.State().Strangers)
	assert.Equal(t, schedule.StatusAttended, run.State().Attendance["a"]["s1"])
	_, err = run.Record(course.Entry{At: ended, Held: &schedule.Held{Session: "s1", Rows: []schedule.Segment{there, {Participant: "host\n", Join: began}}}})
	assert.Equal(t, []string{"[0].held.rows[1].participant id"}, lines(t, err))
	_, err = run.Record(course.Entry{At: ended, Held: &schedule.Held{Session: "s1", Rows: []schedule.Segment{{Participant: "a", Join: began}}}})
	assert.Equal(t, []string{"[0].held.rows[0].leave missing-leave"}, lines(t, err), "a participant's row is checked in full")
}
