package grading_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// sessionsOf returns a scheme whose only component is attendance.
func sessionsOf(a grading.AttendanceAward) grading.Scheme {
	return grading.Scheme{
		Components:  []grading.Component{{ID: "a", Weight: dec("100"), Award: grading.Award{Attendance: &a}}},
		Certificate: grading.Certificate{AtLeast: new(dec("50"))},
	}
}

func TestAttendance(t *testing.T) {
	t.Parallel()
	const all, each = "all_sessions", "per_session"
	for _, c := range []struct {
		sessions, mayMiss       int
		credit                  grading.Credit
		attended, held, excused int
		total, best             string
		status                  grading.Status
		have                    string
	}{
		{5, 0, all, 4, 5, 0, "0", "0", "graded", "4 of 5 sessions"},
		{5, 0, all, 4, 5, 1, "100", "100", "graded", "4 of 5 sessions, 1 excused"},
		{5, 1, all, 4, 5, 0, "100", "100", "graded", "4 of 5 sessions"},
		{5, 1, all, 3, 5, 0, "0", "0", "graded", "3 of 5 sessions"},
		{5, 1, all, 3, 5, 1, "100", "100", "graded", "3 of 5 sessions, 1 excused"},
		{5, 1, all, 2, 3, 0, "0", "100", "pending", "2 of 3 sessions"},
		{5, 1, all, 4, 4, 0, "100", "100", "pending", "4 of 4 sessions"},
		{5, 1, all, 1, 3, 0, "0", "0", "pending", "1 of 3 sessions"},
		{5, 0, each, 4, 5, 0, "80", "80", "graded", "4 of 5 sessions"},
		{5, 0, each, 3, 5, 1, "75", "75", "graded", "3 of 5 sessions, 1 excused"},
		{5, 0, each, 1, 2, 1, "25", "100", "pending", "1 of 2 sessions, 1 excused"},
		{14, 2, each, 14, 14, 0, "100", "100", "graded", "14 of 14 sessions"},
		{14, 2, each, 12, 14, 0, "100", "100", "graded", "12 of 14 sessions"},
		{14, 2, each, 9, 14, 0, "75", "75", "graded", "9 of 14 sessions"},
		{14, 2, each, 8, 14, 2, "80", "80", "graded", "8 of 14 sessions, 2 excused"},
		{30, 0, each, 9, 30, 12, "50", "50", "graded", "9 of 30 sessions, 12 excused"},
		{14, 2, all, 9, 14, 2, "0", "0", "graded", "9 of 14 sessions, 2 excused"},
		{14, 2, all, 10, 14, 2, "100", "100", "graded", "10 of 14 sessions, 2 excused"},
		{3, 0, all, 0, 3, 3, "0", "0", "excused", "excused from every session"},
		{3, 2, all, 0, 3, 2, "0", "0", "graded", "0 of 3 sessions, 2 excused"}, // one session must be attended in any case
		{3, 2, each, 1, 3, 2, "100", "100", "graded", "1 of 3 sessions, 2 excused"},
		{3, 9, each, 0, 3, 0, "0", "0", "graded", "0 of 3 sessions"},
		{3, 9, all, 1, 3, 0, "100", "100", "graded", "1 of 3 sessions"},
	} {
		name := fmt.Sprintf("%+v", c)
		g := compiled(t, sessionsOf(grading.AttendanceAward{Sessions: c.sessions, Credit: c.credit, MayMiss: c.mayMiss}))
		r, err := g.Grade(grading.Marks{"a": {Attended: &c.attended, Held: &c.held, ExcusedSessions: c.excused}})
		require.NoError(t, err, name)
		assert.Equal(t, c.total, r.Total.String(), name)
		assert.Equal(t, c.best, r.Parts[0].Best.String(), name)
		assert.Equal(t, c.status, r.Parts[0].Status, name)
		assert.Equal(t, c.have, r.Parts[0].Have, name)
	}
}

func TestAttendanceViolations(t *testing.T) {
	t.Parallel()
	g := compiled(t, sessionsOf(grading.AttendanceAward{Sessions: 5, Credit: "per_session"}))
	for _, c := range []struct {
		attended, held, excused int
		want                    string
	}{
		{-1, 3, 0, "attended range"}, {6, 5, 0, "attended range"}, {0, -1, 0, "held range"}, {0, 6, 0, "held range"}, {0, 5, -1, "excused range"},
		{0, 5, 6, "excused range"}, {4, 3, 0, "attended range"}, {3, 4, 2, "excused range"}, {0, 3, 4, "excused range"},
	} {
		m := grading.Mark{Attended: &c.attended, Held: &c.held, ExcusedSessions: c.excused}
		assertViolations(t, g.CheckMark("a", m), c.want)
	}
	assertViolations(t, g.CheckMark("a", grading.Mark{ExcusedSessions: 1}), "attended required", "held required")
	assertViolations(t, g.CheckMark("a", grading.Mark{ExcusedSessions: 1, Excused: true}), "one-of")
	for _, c := range [][3]int{{0, 0, 0}, {5, 5, 0}, {0, 5, 5}, {3, 5, 2}, {1, 3, 2}} {
		assert.NoError(t, g.CheckMark("a", grading.Mark{Attended: &c[0], Held: &c[1], ExcusedSessions: c[2]}))
	}
	s := sessionsOf(grading.AttendanceAward{Sessions: 5, Credit: "per_session", MayMiss: -1})
	assertViolations(t, refusal(s), "components[0].award.attendance.may_miss range")
	s = sessionsOf(grading.AttendanceAward{Sessions: 5, Credit: "per_session", MayMiss: 1001})
	assertViolations(t, refusal(s), "components[0].award.attendance.may_miss range")
}

func refusal(s grading.Scheme) error {
	_, err := grading.Compile(s)
	return err
}

// In JSON, the field "excused" of a mark is true if the person is excused from the whole
// component, and a number if the person is excused from that many sessions.
func TestExcusedInJSON(t *testing.T) {
	t.Parallel()
	g := compiled(t, sessionsOf(grading.AttendanceAward{Sessions: 5, Credit: "per_session"}))
	for text, want := range map[string]grading.Mark{
		`{"attended":4,"held":5,"excused":1}`: {Attended: new(4), Held: new(5), ExcusedSessions: 1},
		`{"excused":true}`:                    {Excused: true},
		`{"attended":4,"held":5}`:             {Attended: new(4), Held: new(5)},
	} {
		marks, err := g.ParseMarks([]byte(`{"a": ` + text + `}`))
		require.NoError(t, err, text)
		assert.Equal(t, want, marks["a"])
		data, err := json.Marshal(want)
		require.NoError(t, err)
		assert.Equal(t, text, string(data))
		var back grading.Mark
		require.NoError(t, json.Unmarshal(data, &back))
		assert.Equal(t, want, back)
	}
	for text, want := range map[string]string{
		`{"attended": 4, "held": 5, "excused": "1"}`:                  `["a"].excused type`,
		`{"attended": 4, "held": 5, "excused": 0.5}`:                  `["a"].excused type`,
		`{"attended": 4, "held": 5, "excused": -1}`:                   `["a"].excused range`,
		`{"attended": 4, "held": 5, "excused": true}`:                 `["a"] one-of`,
		`{"attended": 4, "held": 5, "excused": 1, "excused": 1}`:      `["a"].excused duplicate-key`,
		`{"attended": 4, "held": 5, "\u0000excused": 1}`:              `["a"]["\x00excused"] unknown-key`,
		`{"attended": 4, "held": 5, "ExcusedSessions": 1}`:            `["a"].ExcusedSessions unknown-key`,
		`{"attended": 4, "held": 5, "excused": 99999999999999999999}`: `["a"].excused range`,
	} {
		_, err := g.ParseMarks([]byte(`{"a": ` + text + `}`))
		assertViolations(t, err, want)
	}
	var back grading.Mark
	assert.Error(t, json.Unmarshal([]byte(`{"excused": "x"}`), &back))
	assert.Error(t, json.Unmarshal([]byte(`[]`), &back))
}
