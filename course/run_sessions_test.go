package course_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/civil"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A session or deadline can be planned only for a time in the future. The instant of the
// entry itself is still allowed.
func TestPlannedAhead(t *testing.T) {
	t.Parallel()
	for plan, field := range map[string]string{
		`{"session":"s3","start":"2025-03-05T10:00"}`:                          "start",
		`{"session":"s3","start":"2025-03-05T10:00","end":"2025-03-05T11:00"}`: "start",
		`{"deadline":"essay","start":"2025-03-05T10:00"}`:                      "start",
		`{"deadline":"essay","end":"2025-03-05T10:00"}`:                        "end",
		`{"session":"s2-evening","start":"2025-03-05T10:00"}`:                  "start",
	} {
		for at, want := range map[string][]string{
			"2025-03-05T08:59:59Z": nil, "2025-03-05T09:00:00Z": nil, "2025-03-05T09:00:00.000000001Z": {"[0].planned." + field + " not-ahead"},
		} {
			_, err := halfway(t).Record(entries(t, `{"at":"`+at+`","planned":`+plan+`}`)...)
			assert.Equal(t, want, lines(t, err), "%s at %s", plan, at)
		}
	}
}

// A violation of a plan has the path of the field that states the wrong value.
func TestPlannedPaths(t *testing.T) {
	t.Parallel()
	for plan, want := range map[string]string{
		`{"session":"s9","start":"2025-03-20T10:00"}`:                          "session unknown-session",
		`{"session":"s2","start":"2025-03-20T10:00","end":"2025-03-20T10:00"}`: "end end-before-start",
		`{"session":"s2-evening","start":"2025-03-30T02:30"}`:                  "start clock-gap",
		`{"deadline":"exam","end":"2025-03-20T10:00"}`:                         "deadline unknown-deadline",
		`{"deadline":"essay","end":"2025-03-30T02:30"}`:                        "end clock-gap",
		`{"deadline":"essay","start":"2025-03-30T02:30"}`:                      "start clock-gap",
	} {
		_, err := halfway(t).Record(entries(t, `{"at":"2025-03-05T09:00:00Z","planned":`+plan+`}`)...)
		assert.Equal(t, []string{"[0].planned." + want}, lines(t, err), plan)
	}
}

// A new entry about a sitting replaces everything that an earlier one recorded: who was
// there, the strangers, and when the sitting began.
func TestSittingsAreReplaced(t *testing.T) {
	t.Parallel()
	const again = `{"at":"2025-03-05T09:00:00Z","held":{"session":"s1","rows":[{"participant":"a2","join":"2025-03-03T09:00:00Z"}]}}`
	for line, want := range map[string][]schedule.Status{ // status of the session, and its status for a1 and for a2
		again: {"held", "not_attended", "attended"},
		`{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s1"}}`:                          {"cancelled", "cancelled", "cancelled"},
		`{"at":"2025-03-05T09:00:00Z","planned":{"session":"s1","start":"2025-03-20T10:00"}}`: {"open", "open", "open"},
		`{"at":"2025-03-05T09:00:00Z","planned":{"session":"s1","start":"2025-03-20T10:00"}}` + "\n" +
			`{"at":"2025-03-20T11:00:00Z","held":{"session":"s1"}}`: {"held", "not_attended", "not_attended"},
	} {
		run := halfway(t)
		require.Equal(t, map[string]int{"s1": 1}, run.State().Strangers)
		recordLines(t, run, line)
		state := run.State()
		assert.Equal(t, want, []schedule.Status{state.Sessions["s1"], state.Attendance["a1"]["s1"], state.Attendance["a2"]["s1"]}, line)
		assert.Empty(t, state.Strangers, line)
		assert.Equal(t, "10", state.Results["a1"].Total.String(), "%s: of the quiz alone", line)
		person, _ := run.Person("a1")
		assert.Zero(t, person.Sessions[0].Seconds, line)
	}
	run := halfway(t)
	person, _ := run.Person("a1")
	assert.EqualValues(t, 7200, person.Sessions[0].Seconds)
	recordLines(t, run, `{"at":"2025-03-10T11:00:00Z","held":{"session":"s2","rows":[{"participant":"a1","join":"2025-03-10T09:00:00Z","leave":"2025-03-10T10:00:00Z"}]}}
		{"at":"2025-03-10T11:00:00Z","cancelled":{"session":"s1"}}`)
	person, _ = run.Person("a1")
	assert.Equal(t, []int64{0, 3600, 0, 0}, []int64{person.Sessions[0].Seconds, person.Sessions[1].Seconds, person.Sessions[2].Seconds, person.Sessions[3].Seconds}, "of the one that was cancelled alone")
}

// A session that was cancelled may still be held.
func TestCancelledAndHeld(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s3"}}
		{"at":"2025-03-17T11:00:00Z","held":{"session":"s3","rows":[{"participant":"a2","join":"2025-03-17T09:00:00Z"}]}}`)
	assert.Equal(t, schedule.StatusHeld, run.State().Sessions["s3"])
	assert.Equal(t, schedule.StatusAttended, run.State().Attendance["a2"]["s3"])
	assert.Equal(t, schedule.StatusNotAttended, run.State().Attendance["a1"]["s3"])
}

// Whether a session counts for a person who joined depends on when it was held, not on
// when it was planned. Cancelled sittings are ignored.
func TestJoinedBeforeItWasHeld(t *testing.T) {
	t.Parallel()
	const joins = `{"at":"2025-03-17T09:30:00Z","answered":{"applicant":"a4","answer":"declined"}}` // a5 gets the seat
	for lines, want := range map[string]schedule.Status{
		`{"at":"2025-03-17T12:00:00Z","held":{"session":"s3"}}`:                                                             "excused",
		`{"at":"2025-03-17T12:00:00Z","held":{"session":"s3","start":"2025-03-17T09:30:00Z","end":"2025-03-17T12:00:00Z"}}`: "not_attended",
		`{"at":"2025-03-17T12:00:00Z","held":{"session":"s3","start":"2025-03-17T09:29:59Z","end":"2025-03-17T12:00:00Z"}}`: "excused",
	} {
		run := halfway(t)
		recordLines(t, run, joins+"\n"+lines)
		assert.Equal(t, want, run.State().Attendance["a5"]["s3"], lines)
	}
	for lines, want := range map[string]schedule.Status{ // a5 joins between the sittings of s2
		`{"at":"2025-03-10T19:00:00Z","held":{"session":"s2"}}
		 {"at":"2025-03-10T19:00:00Z","held":{"session":"s2-evening"}}`: "not_attended",
		`{"at":"2025-03-10T19:00:00Z","held":{"session":"s2"}}
		 {"at":"2025-03-10T19:00:00Z","cancelled":{"session":"s2-evening"}}`: "excused",
		`{"at":"2025-03-10T19:00:00Z","cancelled":{"session":"s2"}}
		 {"at":"2025-03-10T19:00:00Z","held":{"session":"s2-evening"}}`: "not_attended",
		`{"at":"2025-03-10T19:00:00Z","held":{"session":"s2"}}`: "open",
	} {
		run := halfway(t)
		recordLines(t, run, `{"at":"2025-03-10T12:00:00Z","answered":{"applicant":"a4","answer":"declined"}}`+"\n"+lines)
		assert.Equal(t, want, run.State().Attendance["a5"]["s2"], lines)
	}
}

// Resume compares the rows of a meeting with the recorded times of the session, even if
// the definition or the zone data now yield other times. Resume refuses a recorded number
// of strangers that is negative or greater than the largest number of rows of a meeting.
func TestRecordedTimes(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	journal := run.Journal()
	held := len(journal) - 3
	require.NotNil(t, journal[held].Held)
	decided := journal[held].Decided.Held
	decided.Start, decided.End, decided.Strangers = decided.Start.Add(-3*time.Hour), decided.End.Add(-3*time.Hour), 7
	again, err := run.Course().Resume(rechainedAsItIs(t, journal))
	require.NoError(t, err)
	assert.Equal(t, schedule.StatusNotAttended, again.State().Attendance["a1"]["s1"], "before the row begins")
	assert.Equal(t, map[string]int{"s1": 7}, again.State().Strangers)
	for n, want := range map[int][]string{0: nil, 1_000_000: nil, -1: {"[12].held decided"}, 1_000_001: {"[12].held decided"}} {
		decided.Strangers = n
		_, err = run.Course().Resume(rechainedAsItIs(t, journal))
		assert.Equal(t, want, lines(t, err), "%d", n)
	}
	journal = run.Journal()
	journal[held].Decided = nil
	again, err = run.Course().Resume(rechainedAsItIs(t, journal))
	require.NoError(t, err, "they follow from the schedule")
	assert.Equal(t, schedule.StatusAttended, again.State().Attendance["a1"]["s1"])
	journal[held].Decided = &course.Decided{}
	_, err = run.Course().Resume(rechainedAsItIs(t, journal))
	require.NoError(t, err)
}

// A deadline that is planned for another time is due at that time.
func TestPlannedDeadline(t *testing.T) {
	t.Parallel()
	for _, field := range []string{"start", "end"} {
		run := halfway(t)
		before := run.Timetable().Deadlines(time.UTC)
		recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","planned":{"deadline":"essay","`+field+`":"2025-03-20T10:00"}}`)
		deadlines := run.Timetable().Deadlines(time.UTC)
		require.Len(t, deadlines, 1)
		assert.Equal(t, "2025-03-14T22:59:00Z", before[0].At.Format(time.RFC3339))
		assert.Equal(t, "2025-03-20T09:00:00Z", deadlines[0].At.Format(time.RFC3339))
	}
}

// Record leaves out the rows of a meeting that are about people who never applied. If a
// journal contains such rows, Resume keeps them.
func TestRecordedRowsOfStrangers(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	journal := run.Journal()
	journal[12].Held.Rows = append(journal[12].Held.Rows, schedule.Segment{Participant: "host", Join: journal[12].At.Add(-time.Hour)})
	journal = rechainedAsItIs(t, journal)
	again, err := run.Course().Resume(journal)
	require.NoError(t, err)
	assert.Equal(t, text(t, journal), text(t, again.Journal()))
}

// A sitting that is delivered again is ignored, even if a person in its rows applied in
// the meantime. It is refused if it has different rows of people who had already applied
// at the first delivery.
func TestHeldDeliveredAgain(t *testing.T) {
	t.Parallel()
	const held = `{"at":"2025-03-05T09:00:00Z","key":"k","held":{"session":"s1","rows":[{"participant":"a2","join":"2025-03-03T09:00:00Z"},{"participant":"a8","join":"2025-03-03T09:00:00Z"}]}}`
	run := halfway(t)
	recordLines(t, run, held)
	assert.Equal(t, map[string]int{"s1": 1}, run.State().Strangers)
	recordLines(t, run, `{"at":"2025-03-05T09:00:00Z","applied":{"id":"a8","country":"KE","gender":"man","languages":{"en":"fluent"}}}`)
	before := allOf(t, run)
	for _, run := range []*course.Run{run, requireResumes(t, run)} {
		assert.Empty(t, recordLines(t, run, held))
		assert.Empty(t, recordLines(t, run, strings.ReplaceAll(held, `"a8"`, `"a9"`)), "a9 is a stranger as a8 was")
		_, err := run.Record(entries(t, strings.ReplaceAll(held, `"a2"`, `"a3"`))...)
		assert.Equal(t, []string{"[0].key other-content"}, lines(t, err))
		same(t, before, allOf(t, run), "nothing is recorded")
	}
}

// The plan is read once for all sittings, so the work of starting a run does not grow with
// the square of their number.
func TestStartOfManySittings(t *testing.T) {
	plan := &schedule.Plan{Zone: "Europe/Zurich"}
	from := civil.MustDateTime("2025-01-01T10:00")
	for i := range 1000 {
		plan.Sessions = append(plan.Sessions, schedule.Session{ID: "s" + strconv.Itoa(i), Start: from.AddDays(i), End: from.AddDays(i).AddSeconds(3600)})
	}
	scheme, err := grading.Parse([]byte(`{"components": [{"id": "quiz", "weight": "100", "award": {"completion": {}}}], "certificate": {"above": "60"}}`))
	require.NoError(t, err)
	c := courseOf(t, course.Definition{Version: 1, ID: "c", Title: "C", Schedule: plan, Grading: scheme})
	assert.Less(t, testing.AllocsPerRun(1, func() { c.Run() }), 200.0)
}
