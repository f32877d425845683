package course_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/require"
)

// A stranger may send any lines as a journal, even with recorded decisions that were
// never made. Each line is refused or recorded. A run that refuses a line is unchanged,
// the journal of a run can be resumed, and nothing panics.
func FuzzJournal(f *testing.F) {
	files, err := filepath.Glob("testdata/*/*.jsonl")
	require.NoError(f, err)
	for _, file := range files {
		data, err := os.ReadFile(file)
		require.NoError(f, err)
		if len(data) < 20_000 && !bytes.Contains([]byte(file), []byte(".states.")) {
			f.Add(data)
		}
	}
	f.Add([]byte(`{"at":"2025-02-01T09:01:00Z","removed":{"held.rows.0":"00"},"held":{"session":"s1"},"digest":"00"}`))
	f.Add([]byte(`{"at":"2025-02-01T09:01:00Z","removed":{"decided.groups.groups.0.0":""},"grouped":{},"decided":{"groups":{"names":[],"groups":[[]]}}}`))
	c := workshop(f)
	other := courseOf(f, small())
	f.Fuzz(func(t *testing.T, data []byte) {
		run := c.Run()
		var journal []course.Entry
		for line := range bytes.Lines(data) {
			e, err := course.ParseEntry(line)
			if err != nil {
				require.NotEmpty(t, lines(t, err))
				continue
			}
			again, err := course.ParseEntry([]byte(text(t, e)))
			require.NoError(t, err, "what was read is read when it is written out: %s", text(t, e))
			require.Equal(t, text(t, e), text(t, again))
			if journal = append(journal, e); len(journal) > 60 {
				break
			}
			e.Decided, e.Digest, e.Removed, e.Salts = nil, "", nil, nil
			before := allOf(t, run)
			if _, err := run.Record(e); err != nil {
				same(t, before, allOf(t, run), "refused: %v", err)
			}
		}
		resumed, err := c.Resume(run.Journal())
		require.NoError(t, err)
		same(t, allOf(t, run), allOf(t, resumed), "resumed")
		_, _ = c.Resume(journal)
		c.Audit(journal)
		c.Audit(rechainedAsItIs(t, journal))
		_, _ = c.Resume(rechainedAsItIs(t, journal))
		_, err = run.WhatIf(other)
		require.NoError(t, err)
		for _, id := range run.State().Seats {
			_, known := run.Person(id, nil)
			require.True(t, known)
			run.About(id)
		}
	})
}

// rechainedAsItIs returns entries with digests that form a valid chain, as a forger could
// compute them.
func rechainedAsItIs(t testing.TB, journal []course.Entry) (again []course.Entry) {
	t.Helper()
	before := ""
	for _, e := range journal {
		e.Digest = chainOf(t, before, sealedTree(t, e))
		again, before = append(again, e), e.Digest
	}
	return again
}
