package course_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The journals under testdata/journals were recorded once, in format 1, and are never
// written again. Every later version must read each journal, reach the stored state and
// digest, and report nothing in an audit except erased parts. Only the findings of a
// state may change with the version. They changed in the journals "drop-out" and "erased"
// on 2026-11-26 (see the README). Each NAME.jsonl has a NAME.course.json, which is its
// definition, and a NAME.state.json with the last digest on the first line and the state
// on the second.
func TestStoredJournals(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/journals/*.jsonl")
	require.NoError(t, err)
	require.GreaterOrEqual(t, len(files), 8)
	for _, file := range files {
		name := strings.TrimSuffix(file, ".jsonl")
		definition, err := os.ReadFile(name + ".course.json")
		require.NoError(t, err)
		c, err := course.Load(definition, time.LoadLocation)
		require.NoError(t, err, name)
		journal := journalOf(t, file)
		run, err := c.Resume(journal)
		require.NoError(t, err, name)
		want, err := os.ReadFile(name + ".state.json")
		require.NoError(t, err)
		same(t, string(want), run.Digest()+"\n"+text(t, run.State())+"\n", "%s", name)
		for _, f := range c.Audit(journal) {
			assert.Equal(t, "erased", f.Code, "%s: %v", name, f)
		}
		data, err := os.ReadFile(file)
		require.NoError(t, err)
		same(t, string(data), stored(t, run), "%s: written as it was read", name)
	}
}

// An entry that states an extreme instant is either refused with the path of the instant,
// or can be stored and read back. The test uses the earliest and the latest year that a
// text can state, with offsets that lead out of the years 0000 to 9999 in UTC.
func TestInstantsThatCannotBeStored(t *testing.T) {
	t.Parallel()
	instant := regexp.MustCompile(`"\d{4}-\d\d-\d\dT[^"]*Z"`)
	for name, journal := range scenarios(t) {
		run := workshop(t).Run()
		for i, e := range journal {
			line := text(t, e)
			for _, at := range instant.FindAllStringIndex(line, -1) {
				for _, far := range []string{"0000-01-01T00:00:00+01:00", "9999-12-31T23:59:59-01:00"} {
					changed, err := course.ParseEntry([]byte(line[:at[0]] + strconv.Quote(far) + line[at[1]:]))
					if err != nil {
						continue
					}
					recorded, err := run.Clone().Record(changed)
					if err != nil {
						require.NotContains(t, err.Error(), "cannot be written as JSON", "the instant itself is to be named")
					}
					for _, r := range recorded {
						_, err := course.ParseEntry([]byte(text(t, r.Entry)))
						require.NoError(t, err, "%s, entry %d: %s", name, i, line)
					}
				}
			}
			_, err := run.Record(e)
			require.NoError(t, err)
		}
	}
}
