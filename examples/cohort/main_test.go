package main

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Malformed input is reported with file, path and code, nothing else is printed, and
// the status is 1.
func TestMalformedInput(t *testing.T) {
	t.Parallel()
	const training, open = "../courses/training.json", "../courses/open.json"
	const policy, intake = "testdata/in/policy.json", "testdata/in/intake.json"
	const groups, members = "testdata/in/grouping.json", "testdata/in/members.json"
	applied := `{"at":"2025-05-01T08:00:00Z","applied":{"id":"L1"}}` + "\n"
	for name, c := range map[string]struct {
		stdin string
		args  []string
		want  string
	}{
		"course, syntax":            {`{`, []string{"check", "-"}, "-: syntax: "},
		"course, missing file":      {``, []string{"check", "nowhere/none.json"}, "none.json: file: cannot be read"},
		"course, shape":             {`{"version": 1}`, []string{"lint", "-"}, "-: id: required: "},
		"course is reported alone":  {`{"version": 1}`, []string{"run", "-", "nowhere.jsonl"}, "-: id: required: "},
		"journal, syntax":           {"\n" + applied + "{\n", []string{"run", open, "-"}, "-: [1]: syntax: "},
		"journal, shape":            {applied + `{"at":"2025-05-01T08:00:00Z","marked":{"participant":"L1","component":"exam","mark":{"points":60}}}`, []string{"run", open, "-"}, "-: [1].marked.mark.points: type: "},
		"journal, meaning":          {applied + `{"at":"2025-05-01T08:00:00Z","marked":{"participant":"L1","component":"exam","mark":{"points":"64"}}}`, []string{"run", open, "-"}, "-: [1].marked.mark.points: above-maximum: "},
		"journal, two kinds":        {`{"at":"2025-05-01T08:00:00Z","applied":{"id":"L1"},"ended":{}}`, []string{"person", open, "-", "L1"}, "-: [0]: one-of: "},
		"journal, chain":            {applied + `{"at":"2025-05-01T08:00:00Z","ended":{},"digest":"00"}`, []string{"run", open, "-"}, "-: [1].digest: broken-chain: "},
		"audit, shape":              {`{}`, []string{"audit", open, "-"}, "-: [0]"},
		"whatif, changed":           {`{}`, []string{"whatif", open, "-", "../courses/journals/open.jsonl"}, "-: version: required: "},
		"policy":                    {`{"capacity": 0}`, []string{"select", "-", intake}, "-: capacity: "},
		"intake":                    {`{"applicants": [{"id": ""}]}`, []string{"select", policy, "-"}, "-: applicants[0].id: required: "},
		"scheme":                    {``, []string{"grade", "testdata/in/plan.json"}, "plan.json: "},
		"marks, shape":              {`{"id": "", "marks": {}}`, []string{"grade", "testdata/in/scheme.json"}, "-: [0].id: required: "},
		"marks, level":              {`{"id": "p", "marks": {"plan": {"level": "used"}}}`, []string{"grade", "testdata/in/scheme.json"}, `-: [0].marks["plan"].level: unknown-level: `},
		"grouping":                  {`{}`, []string{"form", "-", members}, "-: sizes"},
		"members":                   {`[{"id": "a"}, {"id": "a"}]`, []string{"form", groups, "-"}, "-: [1].id: duplicate-id: "},
		"members do not split":      {`[{"id": "a", "categories": {"language": "fr"}}]`, []string{"form", groups, "-"}, "-: group-size: "},
		"groups":                    {`[["T1"], ["T99"]]`, []string{"assess", groups, members, "-"}, "-: groups[1][0]: unknown-id: "},
		"formation without a proof": {`{"groups": [["T1"]], "tiers": [], "rules": [], "seed": "", "steps": 0}`, []string{"checkproof", groups, members, "-"}, "-: "},
		"plan":                      {`{"zone": "Europe/Zuerich", "sessions": [{"id": "a", "start": "2025-01-01T10:00", "end": "2025-01-01T11:00"}]}`, []string{"calendar", "-"}, "-: zone: unknown-zone: "},
		"plan of the host's zone":   {`{"zone": "Local", "sessions": [{"id": "a", "start": "2025-01-01T10:00", "end": "2025-01-01T11:00"}]}`, []string{"calendar", "-"}, "-: zone: "},
		"stamp":                     {``, []string{"calendar", "-stamp", "noon", "testdata/in/plan.json"}, "-stamp: format: "},
		"answer":                    {`{"id": "threshold/1", "decision": "maybe"}`, []string{"judge", training, "-"}, "-: [0].decision: unknown-value: "},
		"answer to nothing":         {`{"id": "threshold/9999", "decision": "pending"}`, []string{"judge", training, "-"}, "-: [0].id: unknown-vector: "},
		"attendance answer":         {`{"id": "attended/s1/1"}`, []string{"judge", "-attendance", training, "-"}, "-: [0].attended: required: "},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, errs := start([]byte(c.stdin), c.args...)
			assert.Equal(t, 1, status)
			assert.Empty(t, out)
			assert.True(t, strings.HasPrefix(errs, c.want) || strings.Contains(errs, "\n"+c.want), "%q in:\n%s", c.want, errs)
		})
	}
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{}, {"nonsense"}, {"check"}, {"check", "a", "b"}, {"run", "a"}, {"run", "-nonsense", "a", "b"}, {"person", "a", "b"}, {"whatif", "a", "b"},
		{"run", "-", "-"}, {"grade", "-"}, {"whatif", "-", "a", "-"}, {"print", "a", "b"}, {"schema", "a", "b"}, {"judge", "a"}, {"form", "-seed"},
	} {
		status, out, errs := start(nil, args...)
		assert.Equal(t, 2, status, "%v", args)
		assert.Empty(t, out)
		assert.NotEmpty(t, errs)
	}
	for _, args := range [][]string{{"help"}, {"-help"}, {"run", "-help"}} {
		status, out, errs := start(nil, args...)
		assert.Zero(t, status)
		assert.Empty(t, errs)
		assert.NotEmpty(t, out)
	}
}

// Messages never contain a person's data.
func TestNoPersonalDataInMessages(t *testing.T) {
	t.Parallel()
	const secret = "Wanjiru\\u0000 Kamau"
	text, err := os.ReadFile(filepath.Join("testdata", "in", "intake.json"))
	require.NoError(t, err)
	changed := strings.NewReplacer(`"B1"`, `"`+secret+`"`, `"CO"`, `"`+secret+`"`, `"woman"`, `"`+secret+`"`, `"8"`, `"`+secret+`"`, `"R1"`, `"`+secret+`"`).Replace(string(text))
	status, out, errs := start([]byte(changed), "select", "testdata/in/policy.json", "-")
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.NotContains(t, errs, "Wanjiru")
	assert.Greater(t, strings.Count(errs, "\n"), 5)
}

// broken is a writer that always fails.
type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("closed") }

func TestOutputIsLost(t *testing.T) {
	t.Parallel()
	var errs strings.Builder
	assert.Equal(t, 1, run([]string{"print"}, strings.NewReader(""), broken{}, &errs))
	assert.Contains(t, errs.String(), "could not be written")
}
