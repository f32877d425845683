package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// stay returns the time that a platform counts as attended. If clip is true, rows count
// only within the session. If join is true, time that several rows cover counts once.
func stay(v sitting, clip, join bool) (present time.Duration) {
	var until time.Time
	for _, row := range v.Rows {
		from, to := row.Join, v.End
		if row.Leave != nil {
			to = *row.Leave
		}
		if clip {
			from, to = later(from, v.Start), earlier(to, v.End)
		}
		if join {
			from = later(from, until)
		}
		present += max(to.Sub(from), 0)
		until = later(until, to)
	}
	return present
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

// A platform that follows all rules passes the attendance vectors. If a platform breaks a
// rule, the first line of output of "cohort judge" names the rule.
func TestJudgeAttendance(t *testing.T) {
	t.Parallel()
	vectors := sittings(load(t, "dpg"))
	require.Len(t, vectors, 16)
	least := func(v sitting) time.Duration { return v.End.Sub(v.Start) * 4 / 5 }
	for rule, attended := range map[string]func(sitting) bool{
		"":         func(v sitting) bool { return stay(v, true, true) >= least(v) },
		"attended": func(v sitting) bool { return stay(v, true, true) > least(v) },
		"overlap":  func(v sitting) bool { return stay(v, true, false) >= least(v) },
		"outside":  func(v sitting) bool { return stay(v, false, true) >= least(v) },
	} {
		var answers strings.Builder
		for _, v := range vectors {
			line, err := json.Marshal(presence{ID: v.ID, Attended: new(attended(v))})
			require.NoError(t, err)
			answers.Write(append(line, '\n'))
		}
		status, out, errs := start([]byte(answers.String()), "judge", "-attendance", "../courses/dpg.json", "-")
		assert.Empty(t, errs)
		if rule == "" {
			assert.Zero(t, status)
			assert.Empty(t, out)
			continue
		}
		assert.Equal(t, 1, status)
		var first wrongPresence
		require.NoError(t, json.Unmarshal([]byte(strings.SplitAfter(out, "\n")[0]), &first))
		assert.Equal(t, rule, first.Rule)
	}
}

// The id of an attendance vector contains the id of its session. Even if the id of the
// session has the greatest possible length, right answers pass.
func TestJudgeAttendanceOfLongIDs(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "course.json")
	require.NoError(t, os.WriteFile(file, []byte(`{"version": 1, "id": "c", "title": "C",
		"schedule": {"zone": "Europe/Zurich", "sessions": [{"id": "`+strings.Repeat("s", 128)+`", "start": "2026-03-02T18:00", "end": "2026-03-02T20:00"}]},
		"attendance": {"at_least_percent": "80", "missing_leave": "until_end"},
		"grading": {"components": [{"id": "quiz", "weight": "100", "award": {"completion": {}}}], "certificate": {"above": "60"}}}`), 0o600))
	status, out, errs := start(nil, "vectors", "-attendance", file)
	require.Zero(t, status, errs)
	var answers strings.Builder
	for line := range strings.Lines(out) {
		var v sitting
		require.NoError(t, json.Unmarshal([]byte(line), &v))
		answer, err := json.Marshal(presence{ID: v.ID, Attended: &v.Attended, Seconds: &v.Seconds})
		require.NoError(t, err)
		answers.Write(append(answer, '\n'))
	}
	status, out, errs = start([]byte(answers.String()), "judge", "-attendance", file, "-")
	assert.Zero(t, status)
	assert.Empty(t, out+errs)
	for id, code := range map[string]string{"": "required", strings.Repeat("s", 200): "unknown-vector"} {
		_, _, errs = start([]byte(`{"id": "`+id+`", "attended": true}`), "judge", "-attendance", file, "-")
		assert.Contains(t, errs, "-: [0].id: "+code+": ")
	}
}

// The command judge reports each vector without an answer as a wrong answer.
func TestJudgeWantsEveryAnswer(t *testing.T) {
	t.Parallel()
	status, out, errs := start(nil, "judge", "-attendance", "../courses/dpg.json", "-")
	assert.Equal(t, 1, status)
	assert.Empty(t, errs)
	assert.Equal(t, 16, strings.Count(out, `"rule":"no-answer"`))
	grader := load(t, "training").Grading()
	vectors := vectorsOf(grader)
	for _, w := range judged(grader, vectors, make([]*answer, len(vectors))) {
		assert.Equal(t, noAnswer, w.Rule)
	}
	assert.Len(t, judged(grader, vectors, make([]*answer, len(vectors))), len(vectors))
}
