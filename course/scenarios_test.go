package course_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/require"
)

// workshop returns the small course of the scenarios.
func workshop(t testing.TB) *course.Course {
	t.Helper()
	data, err := os.ReadFile("testdata/runs/course.json")
	require.NoError(t, err)
	c, err := course.Load(data, time.LoadLocation)
	require.NoError(t, err)
	return c
}

// scenarios returns the journals under testdata/runs.
func scenarios(t testing.TB) map[string][]course.Entry {
	t.Helper()
	files, err := filepath.Glob("testdata/runs/*.jsonl")
	require.NoError(t, err)
	all := map[string][]course.Entry{}
	for _, file := range files {
		if !strings.Contains(file, ".states.") {
			all[strings.TrimSuffix(filepath.Base(file), ".jsonl")] = journalOf(t, file)
		}
	}
	require.Greater(t, len(all), 14)
	return all
}

func journalOf(t testing.TB, file string) (journal []course.Entry) {
	t.Helper()
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		e, err := course.ParseEntry(lines.Bytes())
		require.NoError(t, err, "%s: %s", file, lines.Text())
		journal = append(journal, e)
	}
	return journal
}

func text(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	require.NoError(t, err)
	return string(data)
}

// The state after every entry of every scenario is compared with a stored one; .ci/golden
// writes the stored states again.
func TestScenarios(t *testing.T) {
	t.Parallel()
	for name, journal := range scenarios(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run := workshop(t).Run()
			var states strings.Builder
			for i, e := range journal {
				_, err := run.Record(e)
				require.NoError(t, err, "entry %d", i)
				states.WriteString(text(t, run.State()) + "\n")
			}
			file := "testdata/runs/" + name + ".states.jsonl"
			if os.Getenv("COHORT_GOLDEN") != "" {
				require.NoError(t, os.WriteFile(file, []byte(states.String()), 0o600))
			}
			want, err := os.ReadFile(file)
			require.NoError(t, err)
			got := strings.Split(states.String(), "\n")
			for i, line := range strings.Split(string(want), "\n") {
				require.Equal(t, line, got[i], "after entry %d", i)
			}
		})
	}
}

// A run is the same, byte for byte, whether it is recorded in one go or stored, resumed
// after any entry and continued. The state is also the same after another program has
// rewritten the journal.
func TestResumeAtEveryPoint(t *testing.T) {
	t.Parallel()
	for name, journal := range scenarios(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			resumeEverywhere(t, workshop(t), journal)
		})
	}
}

func resumeEverywhere(t *testing.T, c *course.Course, journal []course.Entry) {
	t.Helper()
	whole := c.Run()
	var stored [][]course.Entry
	for _, e := range journal {
		_, err := whole.Record(e)
		require.NoError(t, err)
		stored = append(stored, whole.Journal())
	}
	want := text(t, whole.State())
	for k, prefix := range stored {
		run, err := c.Resume(prefix)
		require.NoError(t, err, "resumed after %d", k)
		_, err = run.Record(journal[k+1:]...)
		require.NoError(t, err, "resumed after %d", k)
		require.Equal(t, want, text(t, run.State()), "resumed after %d", k)
		require.Equal(t, whole.Digest(), run.Digest(), "resumed after %d", k)
	}
	last := stored[len(stored)-1]
	again, err := c.Resume(rewritten(t, last))
	require.NoError(t, err)
	require.Equal(t, want, text(t, again.State()))
	for _, f := range c.Audit(rewritten(t, last)) {
		require.Equal(t, "erased", f.Code, "%v", f)
	}
}

// rewritten returns a journal as another program might write it, with the keys in another
// order.
func rewritten(t testing.TB, journal []course.Entry) (again []course.Entry) {
	t.Helper()
	for _, e := range journal {
		var tree map[string]any
		require.NoError(t, json.Unmarshal([]byte(text(t, e)), &tree))
		e, err := course.ParseEntry([]byte(text(t, tree)))
		require.NoError(t, err)
		again = append(again, e)
	}
	return again
}
