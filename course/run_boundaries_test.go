package course_test

import (
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A session that began before a person had a seat is excused. A session that begins at
// the instant when the person gets the seat is not. With joined_later: "absent", neither
// session is excused.
func TestJoinedLater(t *testing.T) {
	t.Parallel()
	for joined, want := range map[string]map[string]schedule.Status{ // s3 begins at 09:00:00
		"2025-03-17T08:59:59Z": {"": "not_attended", "absent": "not_attended"},
		"2025-03-17T09:00:00Z": {"": "not_attended", "absent": "not_attended"},
		"2025-03-17T09:00:01Z": {"": "excused", "absent": "not_attended"},
	} {
		for rule, status := range want {
			d := workshop(t).Definition()
			d.Attendance.JoinedLater = rule
			run := courseOf(t, d).Run()
			_, err := run.Record(until(t)...)
			require.NoError(t, err)
			recordLines(t, run, `{"at":"`+joined+`","answered":{"applicant":"a4","answer":"declined"}}
				{"at":"2025-03-17T11:00:00Z","held":{"session":"s3"}}`)
			assert.Equal(t, status, run.State().Attendance["a5"]["s3"], "%s, joined_later %q", joined, rule)
		}
	}
}

// A session does not count for a person who was away when it began. The person is away
// from the instant of leaving up to, but not including, the instant of coming back.
func TestSessionsWhileAway(t *testing.T) {
	t.Parallel()
	for times, want := range map[[2]string]schedule.Status{ // s3 begins at 09:00:00
		{"2025-03-17T09:00:01Z", "2025-03-17T09:30:00Z"}: "not_attended",
		{"2025-03-17T09:00:00Z", "2025-03-17T09:30:00Z"}: "excused",
		{"2025-03-16T09:00:00Z", "2025-03-17T09:00:01Z"}: "excused",
		{"2025-03-16T09:00:00Z", "2025-03-17T09:00:00Z"}: "not_attended",
	} {
		d := workshop(t).Definition()
		d.Admission = nil // everybody has a seat
		run := courseOf(t, d).Run()
		recordLines(t, run, `{"at":"2025-03-01T09:00:00Z","applied":{"id":"a1","country":"KE"}}
			{"at":"`+times[0]+`","answered":{"applicant":"a1","answer":"withdrawn"}}
			{"at":"`+times[1]+`","answered":{"applicant":"a1","answer":"reinstated"}}
			{"at":"2025-03-17T11:00:00Z","held":{"session":"s3"}}`)
		assert.Equal(t, want, run.State().Attendance["a1"]["s3"], "away from %s to %s", times[0], times[1])
	}
}

// If nobody has applied yet, an entry about a person is refused with a violation.
func TestEntriesAboutNobody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ line, want string }{
		{`"marked":{"participant":"a1","component":"quiz","mark":{"completed":true}}`, "marked.participant unknown-applicant"},
		{`"overridden":{"participant":"a1","decision":"certified","reason":"r"}`, "overridden.participant unknown-applicant"},
		{`"excused":{"participants":["a1"],"session":"s1"}`, "excused.participants[0] unknown-applicant"},
		{`"excused":{"participants":["a1"],"component":"quiz"}`, "excused.participants[0] unknown-applicant"},
		{`"issued":{"participant":"a1","certificate":"1"}`, "issued.participant unknown-applicant"},
		{`"revoked":{"certificate":"1","reason":"r"}`, "revoked.certificate unknown-certificate"},
		{`"erased":{"id":"a1"}`, "erased.id unknown-applicant"},
		{`"answered":{"applicant":"a1","answer":"withdrawn"}`, "answered.applicant unknown-id"},
		{`"grouped":{"groups":{"1":["a1"]}}`, "grouped order"},
	} {
		run := workshop(t).Run()
		_, err := run.Record(entries(t, `{"at":"2025-03-05T09:00:00Z",`+c.line+`}`)...)
		assert.Equal(t, []string{"[0]." + c.want}, lines(t, err), c.line)
	}
}

// Resume accepts entries that were recorded even if they would be refused now. Audit
// reports that they would be refused.
func TestWhatWasRecordedIsTaken(t *testing.T) {
	t.Parallel()
	const over = `
		{"at":"2025-03-10T19:05:00Z","cancelled":{"session":"s2"}}
		{"at":"2025-03-10T19:05:00Z","cancelled":{"session":"s2-evening"}}
		{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s3"}}`
	of := func(kind func(course.Entry) bool, change func(*course.Entry)) func([]course.Entry) []course.Entry {
		return func(journal []course.Entry) []course.Entry {
			i := slices.IndexFunc(journal, kind)
			change(&journal[i])
			return journal
		}
	}
	for name, c := range map[string]struct {
		lines  string
		change func([]course.Entry) []course.Entry
		detail string
	}{
		"a session neither held nor cancelled at the end": {over + `
			{"at":"2025-03-20T09:00:00Z","ended":{}}`,
			func(journal []course.Entry) []course.Entry {
				return slices.DeleteFunc(journal, func(e course.Entry) bool { return e.Cancelled != nil && e.Cancelled.Session == "s3" })
			}, "neither held nor cancelled"},
		"work without a mark at the end": {over + `
			{"at":"2025-03-17T11:05:00Z","marked":{"participant":"a2","component":"essay","mark":{"handed_in":true}}}
			{"at":"2025-03-20T09:00:00Z","ended":{"anyway":["essay"]}}`,
			of(func(e course.Entry) bool { return e.Ended != nil }, func(e *course.Entry) { e.Ended.Anyway = nil }), "has no mark"},
		"held before its end": {`{"at":"2025-03-10T11:00:00Z","held":{"session":"s2"}}`,
			of(func(e course.Entry) bool { return e.Held != nil && e.Held.Session == "s2" }, func(e *course.Entry) { e.At = e.At.Add(-time.Second) }), "the session ends later"},
	} {
		run := workshop(t).Run()
		_, err := run.Record(until(t)...)
		require.NoError(t, err)
		recordLines(t, run, c.lines)
		journal := rechainedAsItIs(t, c.change(run.Journal()))
		_, err = run.Course().Resume(journal)
		require.NoError(t, err, name)
		findings := run.Course().Audit(journal)
		require.Len(t, findings, 1, name)
		assert.Equal(t, "differs", findings[0].Code, name)
		assert.Contains(t, findings[0].Detail, c.detail, name)
	}
}

// Resume also accepts recorded entries that lead to no decision and would be refused now:
// a session or deadline that was planned for a time that is past, and a certificate for a
// person who is not certified.
func TestWhatWasRecordedIsTakenWithoutADecision(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines  string
		change func(*course.Entry)
	}{
		"a session planned for a time that is past": {`{"at":"2025-03-05T09:00:00Z","planned":{"session":"s3","start":"2025-03-20T10:00"}}`,
			func(e *course.Entry) { e.At = e.At.AddDate(0, 0, 16) }},
		"a deadline planned for a time that is past": {`{"at":"2025-03-05T09:00:00Z","planned":{"deadline":"essay","start":"2025-03-20T10:00"}}`,
			func(e *course.Entry) { e.At = e.At.AddDate(0, 0, 16) }},
		"a certificate for another decision": {`{"at":"2025-03-05T09:00:00Z","revoked":{"certificate":"W-1","reason":"r"}}
			{"at":"2025-03-05T09:00:00Z","issued":{"participant":"a1","certificate":"W-2"}}`,
			func(e *course.Entry) { e.Issued.Participant = "a2" }},
	} {
		run := workshop(t).Run()
		_, err := run.Record(until(t)...)
		require.NoError(t, err)
		recordLines(t, run, c.lines)
		journal := run.Journal()
		c.change(&journal[len(journal)-1])
		again, err := run.Course().Resume(rechainedAsItIs(t, journal))
		require.NoError(t, err, name)
		if certificate := journal[len(journal)-1].Issued; certificate != nil {
			assert.Equal(t, map[string]string{"a2": "W-2"}, again.State().Certificates)
			assert.True(t, again.State().Results["a2"].EverCertified, "whoever has a certificate was certified at some time")
		}
	}
}

// If a "held" entry has a row of a person without a seat, Record reports no change for
// this person.
func TestChangesOfPeopleWhoWait(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recorded := recordLines(t, run, `{"at":"2025-03-04T09:00:00Z","held":{"session":"s1","rows":[{"participant":"a5","join":"2025-03-03T09:00:00Z"},{"participant":"a1","join":"2025-03-03T09:00:00Z"}]}}`)
	assert.Equal(t, []course.Change{}, recorded[0].Changes)
}

// Record reports changes of the outcome.
func TestChangesOfOutcomes(t *testing.T) {
	t.Parallel()
	d := workshop(t).Definition()
	d.Grading.Certificate = grading.Certificate{}
	d.Grading.Outcomes = []grading.OutcomeRule{
		{Name: "all", Certifies: true, Above: new(exact.MustDecimal("60"))}, {Name: "some", AtLeast: new(exact.MustDecimal("10"))},
	}
	run := courseOf(t, d).Run()
	_, err := run.Record(until(t)...)
	require.NoError(t, err)
	recorded := recordLines(t, run, `{"at":"2025-03-04T09:00:00Z","marked":{"participant":"a2","component":"quiz","mark":{"completed":true}}}
		{"at":"2025-03-04T09:00:00Z","marked":{"participant":"a2","component":"project","mark":{"level":"good"}}}
		{"at":"2025-03-04T09:00:00Z","marked":{"participant":"a2","component":"essay","mark":{"points":"30"}}}`)
	assert.Equal(t, []course.Change{{Participant: "a2", What: "total", From: "0", To: "10"}, {Participant: "a2", What: "outcome", To: "some"}}, recorded[0].Changes)
	assert.Equal(t, []course.Change{
		{Participant: "a2", What: "total", From: "50", To: "80"}, {Participant: "a2", What: "outcome", From: "some", To: "all"},
		{Participant: "a2", What: "decision", From: "pending", To: "certified"},
	}, recorded[2].Changes)
	assert.Equal(t, "all", run.State().Results["a2"].Outcome)
}

// When the course ends, the results of people who left become final too. A session from
// which they were excused is open before the end if it has another sitting to come. After
// the end, the session is no longer open.
func TestTheEndOfPeopleWhoLeft(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1","a2"],"session":"s2"}}
		{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}
		{"at":"2025-03-10T11:05:00Z","held":{"session":"s2"}}
		{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s3"}}`)
	result := run.State().Results["a1"]
	assert.Equal(t, []string{"20", "10"}, []string{result.Total.String(), result.Points["attendance"].String()}, "one session of two: an evening is to come")
	recorded := recordLines(t, run, `{"at":"2025-03-20T10:00:00Z","ended":{}}`)
	result = run.State().Results["a1"]
	assert.Equal(t, []string{"30", "20"}, []string{result.Total.String(), result.Points["attendance"].String()}, "one of one")
	assert.Contains(t, recorded[0].Changes, course.Change{Participant: "a1", What: "total", From: "20", To: "30"})
	assert.Equal(t, "left", result.Decision)
	assert.Empty(t, run.State().TakenAsMissing["a1"], "nothing of theirs is taken as missing")
	assert.Contains(t, run.State().TakenAsMissing["a2"], "essay")
}

// The detail for an unknown name lists the names that exist.
func TestDetailsOfUnknownNames(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		`"excused":{"participants":["a1"],"session":"meeting"}`:                                 "no such session; there are s1, s2 and s3",
		`"held":{"session":"meeting"}`:                                                          "no such session; there are s1, s2, s2-evening and s3",
		`"excused":{"participants":["a1"],"component":"exam"}`:                                  "no such component; there are quiz, attendance, essay and project",
		`"project":{"group":"east-side","mark":{"level":"good"}}`:                               "no such group; there are north and south",
		`"marked":{"participant":"a1","component":"essays","mark":{"missing":true}}`:            "no such component; the nearest is essay; there are quiz, attendance, essay and project",
		`"marked":{"participant":"a1","component":"attendance","mark":{"attended":1,"held":1}}`: "computed from attendance; enter what was held, or excuse the component",
	} {
		_, err := halfway(t).Record(entries(t, `{"at":"2025-03-05T09:00:00Z",`+line+`}`)...)
		require.Len(t, violationList(err), 1, line)
		assert.Equal(t, want, violationList(err)[0].Detail, line)
	}
	_, err := course.ParseEntry([]byte(`{"at":"2025-03-05T09:00:00Z"}`))
	assert.Contains(t, violationList(err)[0].Detail, "want opened, amended, applied, ")
	_, err = course.ParseEntry([]byte(`{"at":"2025-03-05T09:00:00Z","amended":{"course":"c","reason":"r"},"ended":{}}`))
	assert.Equal(t, "two or more kinds are set: amended and ended; keep one", violationList(err)[0].Detail)
	_, err = workshop(t).Run().Record(entries(t, `{"at":"2025-03-05T09:00:00Z","project":{"group":"east","mark":{"level":"good"}}}`)...)
	assert.Equal(t, "no groups are formed yet", violationList(err)[0].Detail)
}

// What keeps a course from ending is reported at once: every session that is still open,
// and every component with work that has no mark.
func TestDetailsOfTheEnd(t *testing.T) {
	t.Parallel()
	run := halfway(t)
	recordLines(t, run, `
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"essay","mark":{"handed_in":true}}}
		{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a2","component":"project","mark":{"handed_in":true}}}`)
	_, err := run.Record(entries(t, `{"at":"2025-03-21T09:00:00Z","ended":{}}`)...)
	var details []string
	for _, v := range violationList(err) {
		details = append(details, v.Code+": "+v.Detail)
	}
	assert.Equal(t, []string{
		"session-open: neither held nor cancelled: s2 and s3",
		"unmarked: work was handed in that has no mark, for essay and project; enter the marks, or name the components in anyway",
	}, details)
}
