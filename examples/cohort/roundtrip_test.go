package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/examples/courses"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Every document and every entry of every journal is read and written without a
// loss, and what is written is written again as the same bytes.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, name := range courses.Names() {
		text, _ := courses.Document(name)
		definition, err := course.Parse(text)
		require.NoError(t, err)
		first, err := json.Marshal(definition)
		require.NoError(t, err)
		assert.JSONEq(t, string(text), string(first), name)
		again, err := course.Parse(first)
		require.NoError(t, err)
		second, err := json.Marshal(again)
		require.NoError(t, err)
		assert.Equal(t, string(first), string(second), name)

		journal, _ := courses.Journal(name)
		for line := range bytes.Lines(journal) {
			entry, err := course.ParseEntry(line)
			require.NoError(t, err)
			first, err := json.Marshal(entry)
			require.NoError(t, err)
			assert.JSONEq(t, string(line), string(first), name)
			again, err := course.ParseEntry(first)
			require.NoError(t, err)
			second, err := json.Marshal(again)
			require.NoError(t, err)
			assert.Equal(t, string(first), string(second), name)
		}
	}
}

// A recorded journal that another program wrote again, with its keys in another
// order, is the same journal: its digests hold, and it is printed as the bytes
// that it had.
func TestJournalOfAnotherProgram(t *testing.T) {
	t.Parallel()
	for _, name := range courses.Names() {
		file := "../courses/" + name + ".json"
		journal, _ := courses.Journal(name)
		_, recorded, errs := start(journal, "run", "-journal", file, "-")
		require.Empty(t, errs)
		var other strings.Builder
		for line := range strings.Lines(recorded) {
			var value any
			decoder := json.NewDecoder(strings.NewReader(line))
			decoder.UseNumber()
			require.NoError(t, decoder.Decode(&value))
			text, err := json.MarshalIndent(value, "", "\t")
			require.NoError(t, err)
			other.WriteString(strings.ReplaceAll(string(text), "\n", " ") + "\r\n")
		}
		require.NotEqual(t, recorded, other.String())
		status, out, errs := start([]byte(other.String()), "audit", file, "-")
		assert.Zero(t, status, errs)
		assert.Empty(t, out, name)
		_, printed, errs := start([]byte(other.String()), "run", "-journal", file, "-")
		require.Empty(t, errs)
		assert.Equal(t, recorded, printed, name)
	}
}
