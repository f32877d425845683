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

// roundTrip reads and writes a text twice. Nothing may be lost, and the second time
// must yield the same bytes.
func roundTrip[T any](t *testing.T, text []byte, parse func([]byte) (T, error)) {
	t.Helper()
	written := func(from []byte) []byte {
		value, err := parse(from)
		require.NoError(t, err)
		to, err := json.Marshal(value)
		require.NoError(t, err)
		return to
	}
	first := written(text)
	assert.JSONEq(t, string(text), string(first))
	assert.Equal(t, string(first), string(written(first)))
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	for _, name := range courses.Names() {
		document, _ := courses.Document(name)
		roundTrip(t, document, course.Parse)
		journal, _ := courses.Journal(name)
		for line := range bytes.Lines(journal) {
			roundTrip(t, line, course.ParseEntry)
		}
	}
}

// If another program rewrites a recorded journal with its keys in a different order, the
// journal remains the same: its digests hold, and it is printed with the original bytes.
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
