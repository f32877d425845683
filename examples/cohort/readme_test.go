package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// block returns the first code block in the given language that follows a marker in the
// README. A marker is an HTML comment such as <!-- course -->.
func block(t *testing.T, readme, mark, language string) string {
	t.Helper()
	_, rest, found := strings.Cut(readme, mark)
	require.True(t, found, mark)
	_, rest, found = strings.Cut(rest, "```"+language+"\n")
	require.True(t, found, mark)
	text, _, _ := strings.Cut(rest, "```")
	return text
}

// wrongAnswers returns the answers of a wrong platform to the vectors of the README's
// course. This platform certifies a total that is equal to the threshold.
func wrongAnswers(t *testing.T, course string) string {
	t.Helper()
	_, vectors, errs := start(nil, "vectors", course)
	require.Empty(t, errs)
	var text strings.Builder
	for line := range strings.Lines(vectors) {
		var v grading.Vector
		require.NoError(t, json.Unmarshal([]byte(line), &v))
		if v.Total.String() == "60" && v.Decision == grading.NotCertified {
			v.Decision = grading.Certified
		}
		answer, err := json.Marshal(map[string]any{"id": v.ID, "decision": v.Decision, "total": v.Total})
		require.NoError(t, err)
		text.Write(append(answer, '\n'))
	}
	return text.String()
}

// The commands shown in the README print the pinned output. They run with the README's
// course and journal, and with the answers of a platform that grades wrongly. For vectors
// and the schema only the first lines are pinned.
func TestReadme(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	readme, dir := string(text), t.TempDir()
	write := func(name, text string) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	write("course.json", block(t, readme, "<!-- course -->", "json"))
	write("journal.jsonl", block(t, readme, "<!-- journal -->", "json"))
	write("answers.jsonl", wrongAnswers(t, filepath.Join(dir, "course.json")))
	var got strings.Builder
	for line := range strings.Lines(block(t, readme, "<!-- /journal -->", "sh")) {
		call, _, _ := strings.Cut(line, "#")
		args := strings.Fields(strings.TrimPrefix(call, "go run ./examples/cohort "))
		given := make([]string, len(args))
		for i, arg := range args {
			given[i] = arg
			if strings.HasPrefix(filepath.Ext(arg), ".json") {
				given[i] = filepath.Join(dir, arg)
			}
		}
		status, out, errs := start(nil, given...)
		assert.Empty(t, errs, line)
		assert.Equal(t, args[0] == "judge", status == 1, line)
		lines := strings.SplitAfter(out, "\n")
		if args[0] == "vectors" || args[0] == "schema" {
			lines = lines[:3]
		}
		got.WriteString("$ cohort " + strings.Join(args, " ") + "\n" + strings.Join(lines, ""))
	}
	path := filepath.Join("testdata", "golden", "readme.txt")
	if os.Getenv("COHORT_GOLDEN") != "" {
		require.NoError(t, os.WriteFile(path, []byte(got.String()), 0o600))
		return
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Empty(t, firstDifference(string(want), got.String()), "a change that is meant is written by .ci/golden")
	for _, name := range []string{"check", "run", "person", "audit", "vectors", "judge", "schema"} {
		assert.Contains(t, got.String(), "$ cohort "+name+" ")
	}
}
