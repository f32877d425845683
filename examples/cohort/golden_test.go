package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/examples/courses"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// golden lists calls whose output is pinned under testdata/golden. The script
// .ci/golden writes that output.
var golden = []struct {
	name, stdin string
	args        []string
}{
	{name: "usage"},
	{name: "help", args: []string{"help"}},
	{name: "check", args: []string{"check", "../courses/training.json"}},
	{name: "check-broken", args: []string{"check", "testdata/in/broken.json"}},
	{name: "lint", args: []string{"lint", "../courses/dpg.json"}},
	{name: "print-unknown", args: []string{"print", "seminars"}},
	{name: "schema-course", args: []string{"schema"}},
	{name: "schema-entry", args: []string{"schema", "entry"}},
	{name: "schema-policy", args: []string{"schema", "policy"}},
	{name: "schema-scheme", args: []string{"schema", "scheme"}},
	{name: "schema-plan", args: []string{"schema", "plan"}},
	{name: "schema-grouping", args: []string{"schema", "grouping"}},
	{name: "run-dpg", args: []string{"run", "../courses/dpg.json", "../courses/journals/dpg.jsonl"}},
	{name: "run-seminar", args: []string{"run", "../courses/seminar.json", "../courses/journals/seminar.jsonl"}},
	{name: "run-open", args: []string{"run", "../courses/open.json", "../courses/journals/open.jsonl"}},
	{name: "run-bootcamp", args: []string{"run", "../courses/bootcamp.json", "../courses/journals/bootcamp.jsonl"}},
	{name: "run-training", args: []string{"run", "../courses/training.json", "../courses/journals/training.jsonl"}},
	{name: "run-journal", args: []string{"run", "-journal", "../courses/open.json", "-"}, stdin: "../courses/journals/open.jsonl"},
	{name: "run-broken", args: []string{"run", "../courses/open.json", "testdata/in/broken.jsonl"}},
	{name: "person", args: []string{"person", "../courses/training.json", "../courses/journals/training.jsonl", "T3"}},
	{name: "person-unknown", args: []string{"person", "../courses/training.json", "../courses/journals/training.jsonl", "T99"}},
	{name: "whatif", args: []string{"whatif", "../courses/training.json", "testdata/in/training-strict.json", "../courses/journals/training.jsonl"}},
	{name: "select", args: []string{"select", "testdata/in/policy.json", "testdata/in/intake.json"}},
	{name: "grade", args: []string{"grade", "testdata/in/scheme.json"}, stdin: "testdata/in/marks.jsonl"},
	{name: "form", args: []string{"form", "-seed", "s", "testdata/in/grouping.json", "testdata/in/members.json"}},
	{name: "form-proof", args: []string{"form", "-proof", "testdata/in/grouping.json", "testdata/in/members.json"}},
	{name: "assess", args: []string{"assess", "testdata/in/grouping.json", "testdata/in/members.json", "testdata/in/groups.json"}},
	{name: "calendar", args: []string{"calendar", "-zoned", "testdata/in/plan.json"}},
	{name: "vectors", args: []string{"vectors", "../courses/training.json"}},
	{name: "vectors-attendance", args: []string{"vectors", "-attendance", "../courses/training.json"}},
}

// program runs the command and returns its outputs and status as one text.
func program(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	var in []byte
	if stdin != "" {
		data, err := os.ReadFile(filepath.FromSlash(stdin))
		require.NoError(t, err)
		in = data
	}
	status, out, errs := start(in, args...)
	text := "$ cohort " + strings.Join(args, " ") + "\n" + out
	if errs != "" {
		text += "--- standard error\n" + errs
	}
	if status != 0 {
		text += "--- status " + string(rune('0'+status)) + "\n"
	}
	return text
}

// start runs the command with the given standard input and arguments.
func start(stdin []byte, args ...string) (status int, out, errs string) {
	var stdout, stderr bytes.Buffer
	status = run(args, bytes.NewReader(stdin), &stdout, &stderr)
	return status, stdout.String(), stderr.String()
}

// firstDifference returns the number of the first line in which two texts differ, with
// the line of each text. It returns an empty text if the texts are the same.
func firstDifference(want, got string) string {
	if want == got {
		return ""
	}
	before, after := strings.SplitAfter(want, "\n"), strings.SplitAfter(got, "\n")
	for i := range min(len(before), len(after)) {
		if before[i] != after[i] {
			return "line " + strconv.Itoa(i+1) + "\n-" + before[i] + "+" + after[i]
		}
	}
	return "one has more lines"
}

func TestGolden(t *testing.T) {
	t.Parallel()
	named := map[string]bool{}
	for _, c := range golden {
		for _, arg := range c.args {
			named[arg] = true
		}
		path := filepath.Join("testdata", "golden", c.name+".txt")
		got := program(t, c.stdin, c.args...)
		if os.Getenv("COHORT_GOLDEN") != "" {
			require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
			continue
		}
		want, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Empty(t, firstDifference(string(want), got), "%s: a change that is meant is written by .ci/golden", c.name)
	}
	for _, c := range commands() {
		assert.True(t, named[c.name] || c.name == "print" || c.name == "audit" || c.name == "checkproof" || c.name == "judge", c.name+" has no pinned output")
	}
}

// Every printed course document is valid. Without a name, print prints the document of the
// reference course.
func TestPrint(t *testing.T) {
	t.Parallel()
	for _, name := range courses.Names() {
		status, out, errs := start(nil, "print", name)
		require.Zero(t, status, errs)
		status, _, errs = start([]byte(out), "check", "-")
		assert.Zero(t, status, errs)
	}
	_, out, _ := start(nil, "print")
	want, err := json.Marshal(dpg.Definition())
	require.NoError(t, err)
	assert.JSONEq(t, string(want), out)
}

// A printed journal can be read again with more entries after it, and an audit finds
// nothing in it.
func TestJournalIsFedAgain(t *testing.T) {
	t.Parallel()
	for _, name := range courses.Names() {
		course := filepath.Join("..", "courses", name+".json")
		text, _ := courses.Journal(name)
		lines := strings.SplitAfter(string(text), "\n")
		half := len(lines) / 2
		status, first, errs := start([]byte(strings.Join(lines[:half], "")), "run", "-journal", course, "-")
		require.Zero(t, status, errs)
		status, second, errs := start([]byte(first+strings.Join(lines[half:], "")), "run", "-journal", course, "-")
		require.Zero(t, status, errs)
		assert.True(t, strings.HasPrefix(second, first), name)
		_, whole, _ := start(text, "run", "-journal", course, "-")
		assert.Equal(t, whole, second, name)
		_, state, _ := start(text, "run", course, "-")
		_, again, _ := start([]byte(whole), "run", course, "-")
		assert.Equal(t, state, again, name)

		status, findings, errs := start([]byte(whole), "audit", course, "-")
		assert.Zero(t, status, errs)
		assert.Empty(t, findings, name)
		altered := strings.Replace(whole, `"applied":{"id":"`, `"applied":{"id":"X`, 1)
		status, findings, _ = start([]byte(altered), "audit", course, "-")
		assert.Equal(t, 1, status)
		assert.Contains(t, findings, `"code":"altered"`, name)
	}
}

// checkproof accepts a formation with its certificate, without searching again. It
// refuses altered formations and one whose certificate is missing.
func TestProofIsChecked(t *testing.T) {
	t.Parallel()
	const policy, members = "testdata/in/grouping.json", "testdata/in/members.json"
	status, formation, errs := start(nil, "form", "-proof", policy, members)
	require.Zero(t, status, errs)
	status, out, errs := start([]byte(formation), "checkproof", policy, members, "-")
	assert.Zero(t, status, errs)
	assert.Empty(t, out)
	for _, altered := range []string{
		strings.Replace(formation, `"T1"`, `"T9"`, 1), strings.Replace(formation, `"cost": 48`, `"cost": 47`, 1), strings.Replace(formation, `"bound": 48`, `"bound": 49`, 1),
	} {
		require.NotEqual(t, formation, altered)
		status, out, errs = start([]byte(altered), "checkproof", policy, members, "-")
		assert.Equal(t, 1, status, errs)
		assert.Empty(t, out)
	}
	status, _, errs = start(nil, "checkproof", policy, members, "testdata/in/unproved.json")
	assert.Equal(t, 1, status)
	assert.Contains(t, errs, "unproved.json: ")
}

// Lint has two findings in the document of the reference course, and none in the
// documents of the other courses.
func TestCoursesAreLinted(t *testing.T) {
	t.Parallel()
	for _, name := range courses.Names() {
		status, out, errs := start(nil, "lint", filepath.Join("..", "courses", name+".json"))
		assert.Zero(t, status, errs)
		if name == "dpg" {
			assert.Equal(t, 2, strings.Count(out, "\n"), out)
			continue
		}
		assert.Empty(t, out, name)
	}
}
