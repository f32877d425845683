package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The course and the journal that the README shows are right, and what follows
// from them is what it says.
func TestReadme(t *testing.T) {
	t.Parallel()
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	dir := t.TempDir()
	for name, file := range map[string]string{"course": "course.json", "journal": "journal.jsonl"} {
		_, block, found := strings.Cut(string(readme), "<!-- "+name+" -->\n```json\n")
		require.True(t, found, name)
		block, _, _ = strings.Cut(block, "```")
		require.NoError(t, os.WriteFile(filepath.Join(dir, file), []byte(block), 0o600))
	}
	call := func(args ...string) string {
		for i, arg := range args {
			if strings.HasSuffix(arg, ".json") || strings.HasSuffix(arg, ".jsonl") {
				args[i] = filepath.Join(dir, arg)
			}
		}
		var out, errs bytes.Buffer
		assert.Zero(t, run(args, strings.NewReader(""), &out, &errs), errs.String())
		return out.String()
	}
	assert.Empty(t, call("check", "course.json"))
	assert.Empty(t, call("lint", "course.json"))
	var state struct {
		Seats      []string
		Incomplete map[string][]string
		Results    map[string]struct{ Total, Decision string }
	}
	require.NoError(t, json.Unmarshal([]byte(call("run", "course.json", "journal.jsonl")), &state))
	assert.Equal(t, []string{"A1"}, state.Seats)
	assert.Equal(t, map[string][]string{"A2": {"adult"}}, state.Incomplete)
	assert.Equal(t, "certified", state.Results["A1"].Decision, "40 for the practice and 30 for the essay")
	assert.Equal(t, "70", state.Results["A1"].Total)
	assert.Contains(t, call("person", "course.json", "journal.jsonl", "A1"), `"certified"`)
	assert.Empty(t, call("audit", "course.json", "journal.jsonl"))
	assert.NotEmpty(t, call("vectors", "course.json"))
	assert.Contains(t, call("schema", "course"), "json-schema.org")
}
