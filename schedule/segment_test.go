package schedule_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/schedule"
	"github.com/stretchr/testify/assert"
)

func TestNumberOfRows(t *testing.T) {
	t.Parallel()
	table, begin := short(t, 600)
	rows := slices.Repeat([]schedule.Segment{{Participant: "p", Session: "s", Join: begin}}, schedule.MaxSegments+1)
	check := func(rows []schedule.Segment) []string {
		return faults(document.Check(rows[:0], func(r *rule.Report) {
			table.CheckSegments(rows, schedule.Rule{MissingLeave: schedule.ZeroLength}, r)
		}))
	}
	assert.Equal(t, []string{" too-many"}, check(rows))
	assert.Empty(t, check(rows[1:]))
}

func TestEveryWrongRowAtOnce(t *testing.T) {
	t.Parallel()
	table := reference(t)
	const text = `[
		{"participant": "p", "session": "session-1", "join": "2024-10-30T14:00:00Z", "leave": "2024-10-30T14:00:00Z"},
		{"participant": "p", "session": "session-6", "join": "2024-10-30T14:00:00Z", "leave": "2024-10-30T13:59:59.999999999Z"},
		{"participant": "", "session": "", "join": "0001-01-01T00:00:00Z"},
		{"participant": "a\nb", "session": "session-1", "join": "2024-10-30 14:00", "leave": "tomorrow"},
		{"participant": "p", "session": "session-1", "join": "2024-10-30T14:00:00Z", "leave": null, "device": "phone"},
		{"participant": "p", "session": "session-1", "join": "2024-10-30T14:00:00Z", "leave": "0001-01-01T00:00:00Z", "meeting_end": "2024-10-30T13:00:00Z"}]`
	for policy, missing := range map[schedule.MissingLeave][]string{"": {"[2].leave missing-leave"}, schedule.RejectMissing: {"[2].leave missing-leave"}, schedule.UntilEnd: nil} {
		var rows []schedule.Segment
		err := document.Parse([]byte(text), &rows, func(r *rule.Report) {
			table.CheckSegments(rows, schedule.Rule{MissingLeave: policy}, r)
		})
		want := []string{
			"[1].session unknown-session", "[1].leave leave-before-join",
			"[2].join required", "[2].leave missing-leave", "[2].participant required", "[2].session required",
			"[3].participant id", "[3].join format", "[3].leave format",
			"[4].leave null", "[4].device unknown-key",
			"[5].leave required", "[5].meeting_end meeting-end",
		}
		want = slices.DeleteFunc(want, func(s string) bool {
			return strings.HasSuffix(s, "missing-leave") && !slices.Contains(missing, s)
		})
		assert.ElementsMatch(t, want, faults(err), policy)
		assert.NotContains(t, fmt.Sprint(err), "phone")
	}
	_, err := table.Attendance([]schedule.Segment{{Participant: "p", Session: "x"}}, schedule.Rule{MissingLeave: "maybe"})
	assert.Equal(t, []string{"at_least_percent required", "missing_leave unknown-value", "[0].session unknown-session", "[0].join required"}, faults(err))
}
