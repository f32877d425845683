package course_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func entries(t testing.TB, lines string) (list []course.Entry) {
	t.Helper()
	for line := range strings.Lines(lines) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		e, err := course.ParseEntry([]byte(line))
		require.NoError(t, err, line)
		list = append(list, e)
	}
	return list
}

// midway is the workshop after its first session: a1, a2, a3 and a4 have a seat, a5 is on
// the waitlist, a6 is ineligible and a7 incomplete.
const midway = `
{"at":"2025-02-01T09:01:00Z","key":"form-1","applied":{"id":"a1","country":"KE","gender":"woman","languages":{"en":"fluent"}}}
{"at":"2025-02-01T09:02:00Z","applied":{"id":"a2","country":"PE","gender":"woman","languages":{"en":"fluent"}}}
{"at":"2025-02-01T09:03:00Z","applied":{"id":"a3","country":"NP","gender":"woman","languages":{"en":"fluent"}}}
{"at":"2025-02-01T09:04:00Z","applied":{"id":"a4","country":"FR","gender":"woman","languages":{"en":"fluent"}}}
{"at":"2025-02-01T09:05:00Z","applied":{"id":"a5","country":"BR","gender":"man","languages":{"en":"fluent"}}}
{"at":"2025-02-01T09:06:00Z","applied":{"id":"a6","country":"IN","gender":"woman","languages":{"en":"basic"}}}
{"at":"2025-02-01T09:07:00Z","applied":{"id":"a7","country":"TN","gender":"man"}}
{"at":"2025-02-20T12:00:00Z","selected":{"seed":"noon","answer_by":"2025-02-25T12:00:00Z"}}
{"at":"2025-02-21T08:00:00Z","answered":{"applicant":"a1","answer":"accepted"}}
{"at":"2025-02-24T08:00:00Z","grouped":{"groups":{"north":["a1","a2"],"south":["a3","a4"]}}}
{"at":"2025-03-02T20:00:00Z","marked":{"participant":"a1","component":"quiz","mark":{"completed":true}}}
{"at":"2025-03-03T11:05:00Z","held":{"session":"s1","rows":[{"participant":"a1","join":"2025-03-03T09:00:00Z","leave":"2025-03-03T11:00:00Z"},{"participant":"host","join":"2025-03-03T09:00:00Z"}]}}
{"at":"2025-03-04T09:00:00Z","overridden":{"participant":"a1","decision":"certified","reason":"a test"}}
{"at":"2025-03-04T09:00:00Z","issued":{"participant":"a1","certificate":"W-1"}}
{"at":"2025-03-04T09:00:00Z","issued":{"participant":"a1","certificate":"W-0"}}
`

// until returns the entries of midway except the last one. A run refuses the last one,
// since a1 already has a certificate.
func until(t testing.TB) []course.Entry {
	t.Helper()
	list := entries(t, midway)
	return list[:len(list)-1]
}

// toTheEnd has the remaining entries of the workshop.
const toTheEnd = `
{"at":"2025-03-10T19:05:00Z","held":{"session":"s2"}}
{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s3"}}
{"at":"2025-03-20T10:00:00Z","ended":{}}
`

func TestViolationsOfEntries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		lines string // the last entry is refused
		want  string
	}{
		{"time-order", `{"at":"2025-03-01T00:00:00Z","ended":{}}`, "at time-order"},
		{"other-content", `{"at":"2025-03-05T09:00:00Z","key":"form-1","ended":{}}`, "key other-content"},
		{"other-course", `{"at":"2025-03-05T09:00:00Z","amended":{"course":"00","reason":"r"}}`, "amended.course other-course"},
		{"opened twice", `{"at":"2025-03-05T09:00:00Z","opened":{"course":"00","format":1}}`, "opened order"},
		{"selected twice", `{"at":"2025-03-05T09:00:00Z","selected":{"seed":"again"}}`, "selected selected"},
		{"closed before the draw", `{"at":"2025-03-05T09:00:00Z","closed":{"draw":{"source":"s","at":"2025-03-04T00:00:00Z"},"nonce":"n"}}`, "closed.draw.at draw-time"},
		{"an applicant's country", `{"at":"2025-03-05T09:00:00Z","applied":{"id":"a9","country":"XX"}}`, "applied.country unknown-country"},
		{"a review of nobody", `{"at":"2025-03-05T09:00:00Z","reviewed":{"applicant":"zz","reviewer":"r","struck":true,"reason":"r"}}`, "reviewed.applicant unknown-id"},
		{"a review that is not there", `{"at":"2025-03-05T09:00:00Z","reviewed":{"applicant":"a5","reviewer":"r","struck":true,"reason":"r"}}`, "reviewed.reviewer unknown-review"},
		{"a ruling on nobody", `{"at":"2025-03-05T09:00:00Z","ruled":{"applicant":"zz","decision":"admit","reason":"r"}}`, "ruled.applicant unknown-id"},
		{"a full house", `{"at":"2025-03-05T09:00:00Z","ruled":{"applicant":"a5","decision":"admit","reason":"r"}}`, "ruled.decision full-house"},
		{"an answer of nobody", `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"zz","answer":"accepted"}}`, "answered.applicant unknown-id"},
		{"an answer without an offer", `{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a5","answer":"accepted"}}`, "answered.applicant status"},
		{"groups of people who wait", `{"at":"2025-03-05T09:00:00Z","grouped":{"groups":{"1":["a5"]}}}`, `grouped.groups["1"][0] no-seat`},
		{"groups of nobody", `{"at":"2025-03-05T09:00:00Z","grouped":{"groups":{"1":["zz"]}}}`, `grouped.groups["1"][0] unknown-applicant`},
		{"in two groups", `{"at":"2025-03-05T09:00:00Z","grouped":{"groups":{"1":["a1"],"2":["a1"]}}}`, `grouped.groups["2"][0] duplicate-id`},
		{"an empty group", `{"at":"2025-03-05T09:00:00Z","grouped":{"groups":{"1":[]}}}`, `grouped.groups["1"] required`},
		{"planned: unknown-session", `{"at":"2025-03-05T09:00:00Z","planned":{"session":"s9","start":"2025-03-20T10:00"}}`, "planned.session unknown-session"},
		{"planned: unknown-deadline", `{"at":"2025-03-05T09:00:00Z","planned":{"deadline":"s9","start":"2025-03-20T10:00"}}`, "planned.deadline unknown-deadline"},
		{"planned: not-ahead", `{"at":"2025-03-05T09:00:00Z","planned":{"session":"s3","start":"2025-03-04T10:00"}}`, "planned.start not-ahead"},
		{"planned: a deadline not-ahead", `{"at":"2025-03-05T09:00:00Z","planned":{"deadline":"essay","end":"2025-03-04T10:00"}}`, "planned.end not-ahead"},
		{"planned: clock-gap", `{"at":"2025-03-05T09:00:00Z","planned":{"session":"s3","start":"2025-03-30T02:30"}}`, "planned.start clock-gap"},
		{"planned: end-before-start", `{"at":"2025-03-05T09:00:00Z","planned":{"session":"s3","start":"2025-03-20T10:00","end":"2025-03-20T09:00"}}`, "planned.end end-before-start"},
		{"held: unknown-session", `{"at":"2025-03-05T09:00:00Z","held":{"session":"s9"}}`, "held.session unknown-session"},
		{"held: too-early", `{"at":"2025-03-10T10:59:59Z","held":{"session":"s2"}}`, "held.session too-early"},
		{"held: too-early for what is stated", `{"at":"2025-03-10T10:30:00Z","held":{"session":"s2","end":"2025-03-10T10:30:01Z"}}`, "held.session too-early"},
		{"held: a row behind that of a stranger", `{"at":"2025-03-11T09:00:00Z","held":{"session":"s2","rows":[{"participant":"host","join":"2025-03-10T09:00:00Z"},{"participant":"a1","join":"2025-03-10T09:00:00Z","leave":"2025-03-10T08:00:00Z"}]}}`, "held.rows[1].leave leave-before-join"},
		{"held: a stranger's id", `{"at":"2025-03-11T09:00:00Z","held":{"session":"s2","rows":[{"participant":"host\u001b","join":"2025-03-10T09:00:00Z"}]}}`, "held.rows[0].participant id"},
		{"held: a row of another session", `{"at":"2025-03-11T09:00:00Z","held":{"session":"s2","rows":[{"participant":"a1","session":"s1","join":"2025-03-10T09:00:00Z"}]}}`, "held.rows[0].session other-session"},
		{"held: a break outside", `{"at":"2025-03-11T09:00:00Z","held":{"session":"s2","breaks":[{"start":"2025-03-10T08:00:00Z","end":"2025-03-10T09:30:00Z"}]}}`, "held.breaks[0] outside"},
		{"cancelled: unknown-session", `{"at":"2025-03-05T09:00:00Z","cancelled":{"session":"s9"}}`, "cancelled.session unknown-session"},
		{"excused: unknown-session", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"session":"s2-evening"}}`, "excused.session unknown-session"},
		{"excused: unknown-session alone", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"session":"s9","lift":true}}`, "excused.session unknown-session"},
		{"excused: unknown-component alone", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"component":"exam","lift":true}}`, "excused.component unknown-component"},
		{"excused: unknown-component", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"component":"exam"}}`, "excused.component unknown-component"},
		{"excused: unknown-applicant", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1","zz"],"session":"s2"}}`, "excused.participants[1] unknown-applicant"},
		{"excused: no-seat", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a5"],"session":"s2"}}`, "excused.participants[0] no-seat"},
		{"excused: has-mark", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"component":"quiz"}}`, "excused.participants[0] has-mark"},
		{"excused: has-mark, of the group", `{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"good"}}}
			{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a2"],"component":"project"}}`, "excused.participants[0] has-mark"},
		{"excused: no-excuse from the session", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"session":"s2","lift":true}}`, "excused.participants[0] no-excuse"},
		{"excused: no-excuse from the component", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"component":"essay","lift":true}}`, "excused.participants[0] no-excuse"},
		{"marked: unknown-component", `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"exam","mark":{"missing":true}}}`, "marked.component unknown-component"},
		{"marked: computed-mark", `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"attendance","mark":{"attended":1,"held":1}}}`, "marked.component computed-mark"},
		{"marked: unknown-applicant", `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"zz","component":"quiz","mark":{"completed":true}}}`, "marked.participant unknown-applicant"},
		{"marked: no-seat of a person who waits", `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a5","component":"quiz","mark":{"completed":true}}}`, "marked.participant no-seat"},
		{"marked: another kind of mark", `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"quiz","mark":{"points":"3"}}}`, "marked.mark mark-kind"},
		{"marked: too many points", `{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"essay","mark":{"points":"30.5"}}}`, "marked.mark.points above-maximum"},
		{"marked: excused", `{"at":"2025-03-05T09:00:00Z","excused":{"participants":["a1"],"component":"essay"}}
			{"at":"2025-03-05T09:00:00Z","marked":{"participant":"a1","component":"essay","mark":{"points":"3"}}}`, "marked.component excused"},
		{"project: unknown-group", `{"at":"2025-03-05T09:00:00Z","project":{"group":"east","mark":{"level":"good"}}}`, "project.group unknown-group"},
		{"project: a level", `{"at":"2025-03-05T09:00:00Z","project":{"group":"north","mark":{"level":"best"}}}`, "project.mark.level unknown-level"},
		{"overridden: unknown-applicant", `{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"zz","decision":"certified","reason":"r"}}`, "overridden.participant unknown-applicant"},
		{"overridden: no-seat", `{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"a6","decision":"certified","reason":"r"}}`, "overridden.participant no-seat"},
		{"overridden: no-override", `{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"a2","lift":true}}`, "overridden.lift no-override"},
		{"ended: session-open", `{"at":"2025-03-20T09:00:00Z","ended":{}}`, "ended session-open"},
		{"ended: unknown-component", `{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s2"}}
			{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s2-evening"}}
			{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s3"}}
			{"at":"2025-03-20T09:00:00Z","ended":{"anyway":["exam"]}}`, "ended.anyway[0] unknown-component"},
		{"ended: unmarked", `{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s2"}}
			{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s2-evening"}}
			{"at":"2025-03-17T11:05:00Z","cancelled":{"session":"s3"}}
			{"at":"2025-03-17T11:05:00Z","marked":{"participant":"a1","component":"essay","mark":{"handed_in":true}}}
			{"at":"2025-03-20T09:00:00Z","ended":{}}`, "ended unmarked"},
		{"issued: has-certificate", `{"at":"2025-03-05T09:00:00Z","issued":{"participant":"a1","certificate":"W-2"}}`, "issued.participant has-certificate"},
		{"issued: not-certified", `{"at":"2025-03-05T09:00:00Z","issued":{"participant":"a2","certificate":"W-2"}}`, "issued.participant not-certified"},
		{"issued: duplicate-certificate", `{"at":"2025-03-05T09:00:00Z","overridden":{"participant":"a2","decision":"certified","reason":"r"}}
			{"at":"2025-03-05T09:00:00Z","issued":{"participant":"a2","certificate":"W-1"}}`, "issued.certificate duplicate-certificate"},
		{"issued: to somebody who left", `{"at":"2025-03-05T09:00:00Z","revoked":{"certificate":"W-1","reason":"r"}}
			{"at":"2025-03-05T09:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}
			{"at":"2025-03-05T09:00:00Z","issued":{"participant":"a1","certificate":"W-2"}}`, "issued.participant not-certified"},
		{"revoked: unknown-certificate", `{"at":"2025-03-05T09:00:00Z","revoked":{"certificate":"W-2","reason":"r"}}`, "revoked.certificate unknown-certificate"},
		{"revoked twice", `{"at":"2025-03-05T09:00:00Z","revoked":{"certificate":"W-1","reason":"r"}}
			{"at":"2025-03-05T09:00:00Z","revoked":{"certificate":"W-1","reason":"r"}}`, "revoked.certificate revoked"},
		{"erased: unknown-applicant", `{"at":"2025-03-05T09:00:00Z","erased":{"id":"zz"}}`, "erased.id unknown-applicant"},
		{"erased twice", `{"at":"2025-03-05T09:00:00Z","erased":{"id":"a5"}}
			{"at":"2025-03-05T09:00:00Z","erased":{"id":"a5"}}`, "erased.id unknown-applicant"},
		{"ended twice", toTheEnd + `{"at":"2025-03-20T10:00:00Z","ended":{}}`, "ended ended"},
		{"ended: no applications", toTheEnd + `{"at":"2025-03-20T10:00:00Z","applied":{"id":"a9","country":"KE"}}`, "applied ended"},
		{"ended: no promotions", toTheEnd + `{"at":"2025-03-20T10:00:00Z","seats":{"capacity":9}}`, "seats ended"},
		{"ended: leaving", toTheEnd + `{"at":"2025-03-20T10:00:00Z","answered":{"applicant":"a1","answer":"withdrawn"}}`, "answered ended"},
		{"ended: groups", toTheEnd + `{"at":"2025-03-20T10:00:00Z","grouped":{}}`, "grouped ended"},
		{"ended: plans", toTheEnd + `{"at":"2025-03-20T10:00:00Z","planned":{"session":"s3","start":"2025-03-30T10:00"}}`, "planned ended"},
	} {
		run := workshop(t).Run()
		_, err := run.Record(until(t)...)
		require.NoError(t, err)
		list := entries(t, c.lines)
		_, err = run.Record(list[:len(list)-1]...)
		require.NoError(t, err, c.name)
		before := allOf(t, run)
		_, err = run.Record(list[len(list)-1])
		assert.Equal(t, []string{strings.TrimSpace("[0]." + c.want)}, lines(t, err), c.name)
		for _, v := range violationList(err) {
			assert.NotEmpty(t, v.Detail, c.name)
		}
		same(t, before, allOf(t, run), "%s", c.name)
	}
}

func violationList(err error) rule.Violations {
	var vs rule.Violations
	_ = errors.As(err, &vs)
	return vs
}
