package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// start runs the program and returns what it printed.
func start(args ...string) (status int, stdout, stderr string) {
	var out, err bytes.Buffer
	status = run(args, &out, &err)
	return status, out.String(), err.String()
}

// folder writes the intake into a new folder and returns that folder. Each file is
// changed by the edit under its name.
func folder(t *testing.T, edits map[string]func(string) string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{applicantsFile, presenceFile, marksFile} {
		data, err := intake.ReadFile("intake/" + name)
		require.NoError(t, err)
		text := string(data)
		if edit := edits[name]; edit != nil {
			text = edit(text)
			require.NotEqual(t, string(data), text, "the edit of %s finds nothing to change", name)
		}
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	return dir
}

// replace returns an edit that replaces the first occurrence of a text.
func replace(old, with string) func(string) string {
	return func(text string) string { return strings.Replace(text, old, with, 1) }
}

// definition writes the reference course, changed by edits, into a file and returns
// its path.
func definition(t *testing.T, edits ...func(string) string) string {
	t.Helper()
	data, err := json.MarshalIndent(dpg.Definition(), "", " ")
	require.NoError(t, err)
	text := string(data)
	for _, edit := range edits {
		before := text
		text = edit(text)
		require.NotEqual(t, before, text, "the edit finds nothing to change")
	}
	path := filepath.Join(t.TempDir(), "course.json")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func decided(t *testing.T, text string) (d struct {
	Admitted, Waitlist     []string
	Incomplete, Ineligible map[string][]string
	Groups                 [][]string
	Attendance             map[string]map[string]presence
	Results                map[string]result
	Findings               []struct{ Code, Path string }
}) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &d))
	return d
}

func TestDecisions(t *testing.T) {
	t.Parallel()
	status, out, errs := start("-json")
	require.Zero(t, status)
	assert.Empty(t, errs)
	d := decided(t, out)
	assert.Len(t, d.Admitted, 32)
	assert.Len(t, d.Waitlist, 28)
	assert.Len(t, d.Incomplete, 10)
	assert.Len(t, d.Ineligible, 50)
	var sizes []int
	for _, g := range d.Groups {
		sizes = append(sizes, len(g))
	}
	assert.Equal(t, []int{6, 6, 5, 5, 5, 5}, sizes)
	require.Len(t, d.Findings, 2)
	assert.Equal(t, "dead-level", d.Findings[0].Code)
	assert.Equal(t, "stated-minutes", d.Findings[1].Code)
	assert.Len(t, d.Results, 32)
	for _, id := range d.Admitted {
		assert.Len(t, d.Attendance[id], 5, id)
		assert.Contains(t, d.Results, id)
	}
	assert.Equal(t, []string{"degree-or-experience", "fluent-english"}, d.Incomplete["A112"], "codes are sorted")
	assert.Equal(t, []string{"review-score"}, d.Incomplete["A086"])
}

// The decisions are pinned byte by byte; .ci/golden writes them again.
func TestDecisionsArePinned(t *testing.T) {
	t.Parallel()
	want, err := os.ReadFile("testdata/decisions.json")
	require.NoError(t, err)
	_, out, _ := start("-json")
	assert.True(t, string(want) == out, "the decisions differ: run .ci/golden and read the difference")
}

// The lottery decides which two of three people get the last two seats.
func TestLotteryDecidesTheLastSeats(t *testing.T) {
	t.Parallel()
	_, out, _ := start("-json")
	d := decided(t, out)
	last := []string{d.Admitted[30], d.Admitted[31], d.Waitlist[0]}
	assert.ElementsMatch(t, []string{"A007", "A009", "A095"}, last)
	var people []admission.Applicant
	data, err := intake.ReadFile("intake/" + applicantsFile)
	require.NoError(t, err)
	require.NoError(t, document.Decode(data, &people))
	c, err := course.Compile(dpg.Definition(), zones)
	require.NoError(t, err)
	seats := map[string]bool{}
	for seed := range 40 {
		k, err := c.Admission().Select(admission.Intake{Applicants: people, Seed: fmt.Sprint(seed)})
		require.NoError(t, err)
		assert.ElementsMatch(t, d.Admitted[:30], ids(k.Admitted)[:30], "the lottery moves nobody who does not tie at the cut")
		seats[k.Waitlist[0].ID] = true
	}
	assert.Len(t, seats, 3, "each of the three is drawn out by some seed")
}

// A person from a place without a development status has no priority, and the report
// says unknown instead of no.
func TestUnclassifiedPlaceLeavesAFinding(t *testing.T) {
	t.Parallel()
	_, out, _ := start()
	assert.Contains(t, out, "A043: developing-country is unknown.")
	assert.Regexp(t, `A043 +Kosovo +unknown +-`, out)
}

// The order of rows decides nothing: shuffled input yields the same bytes.
func TestOrderOfRowsIsIrrelevant(t *testing.T) {
	t.Parallel()
	_, want, _ := start("-json")
	_, report, _ := start()
	for seed := range uint64(2) {
		shuffled := rand.New(rand.NewPCG(seed, 0))
		rows := func(text string) string { return shuffle(t, shuffled, text) }
		dir := folder(t, map[string]func(string) string{applicantsFile: rows, presenceFile: rows, marksFile: func(text string) string {
			var m map[string]json.RawMessage
			require.NoError(t, json.Unmarshal([]byte(text), &m))
			return fmt.Sprintf(`{"projects": %s, "records": %s}`, rows(string(m["projects"])), rows(string(m["records"])))
		}})
		status, got, errs := start("-json", "-in", dir)
		require.Zero(t, status, errs)
		assert.True(t, want == got, "the decisions differ")
		_, got, _ = start("-in", dir)
		assert.True(t, report == got, "the report differs")
	}
}

func shuffle(t *testing.T, r *rand.Rand, text string) string {
	t.Helper()
	var rows []json.RawMessage
	require.NoError(t, json.Unmarshal([]byte(text), &rows))
	r.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
	out, err := json.Marshal(rows)
	require.NoError(t, err)
	return string(out)
}

func TestDefinitionFromAFile(t *testing.T) {
	t.Parallel()
	_, want, _ := start("-json")
	status, got, errs := start("-json", "-course", definition(t))
	require.Zero(t, status, errs)
	assert.True(t, want == got, "the document of the reference course is the reference course")

	status, got, errs = start("-json", "-course", definition(t, replace(`"credit": "all_sessions"`, `"credit": "per_session"`)))
	require.Zero(t, status, errs)
	assert.False(t, want == got, "another reading gives other results")
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file string
		edit func(string) string
		want string // file, path and code of the line
	}{
		"unknown country":    {applicantsFile, replace(`"country": "PE"`, `"country": "ZZ"`), "applicants.json: [0].country: unknown-country"},
		"duplicate id":       {applicantsFile, replace(`"id": "A058"`, `"id": "A095"`), "applicants.json: [1].id: duplicate-id"},
		"duplicate reviewer": {applicantsFile, replace(`"reviewer": "R4"`, `"reviewer": "R3"`), "applicants.json: [0].reviews[1].reviewer: duplicate-reviewer"},
		"unknown key":        {applicantsFile, replace(`"role": `, `"rôle": `), `applicants.json: [0]["rôle"]: unknown-key`},
		"duplicate key":      {applicantsFile, replace(`"id": "A095"`, `"id": "A095", "id": "A095"`), "applicants.json: [0].id: duplicate-key"},
		"hostile number":     {applicantsFile, replace(`"digital_services": "1"`, `"digital_services": "1e999999"`), `applicants.json: [0].numbers["digital_services"]: decimal`},
		"not JSON":           {applicantsFile, func(string) string { return "[" }, "applicants.json: syntax"},
		"mark over maximum":  {marksFile, replace(`"points": "12"`, `"points": "15.5"`), `marks.json: records[1].marks["participation"].points: `},
		"mark off its step":  {marksFile, replace(`"points": "12"`, `"points": "12.25"`), `marks.json: records[1].marks["participation"].points: `},
		"hostile mark":       {marksFile, replace(`"points": "12"`, `"points": "1e999999"`), `marks.json: records[1].marks["participation"].points: decimal`},
		"computed mark":      {marksFile, replace(`"quiz": {`, `"attendance": {"attended": 5, "held": 5}, "quiz": {`), `marks.json: records[0].marks["attendance"]: computed-mark`},
		"unknown component":  {marksFile, replace(`"quiz": {`, `"essay": {"completed": true}, "quiz": {`), `marks.json: records[0].marks["essay"]: unknown-component`},
		"no applicant":       {marksFile, replace(`"id": "A002"`, `"id": "B002"`), "marks.json: records[0].id: unknown-applicant"},
		"two records":        {marksFile, replace(`"id": "A004"`, `"id": "A002"`), "marks.json: records[1].id: duplicate-record"},
		"seventh group":      {marksFile, replace(`"group": 6`, `"group": 7`), "marks.json: projects[5].group: unknown-group"},
		"group twice":        {marksFile, replace(`"group": 6`, `"group": 5`), "marks.json: projects[5].group: duplicate-project"},
		"no such level":      {marksFile, replace(`"level": "excellent"`, `"level": "superb"`), "marks.json: projects[0].level: "},
		"no project":         {marksFile, func(text string) string { return text[:strings.Index(text, `"projects"`)] + `"projects": []}` }, "marks.json: projects: missing-project"},
		"join after leave":   {presenceFile, replace(`"leave": "2024-11-06T16:01:00Z"`, `"leave": "2024-11-06T14:04:59Z"`), "presence.json: [0].leave: leave-before-join"},
		"unknown session":    {presenceFile, replace(`"session": "session-3"`, `"session": "session-6"`), "presence.json: [0].session: unknown-session"},
		"no participant":     {presenceFile, replace(`"participant": "A017"`, `"participant": "B017"`), "presence.json: [0].participant: unknown-applicant"},
		"no instant":         {presenceFile, replace(`"2024-11-06T14:05:00Z"`, `"6 Nov"`), "presence.json: [0].join: format"},
		"no zone in a time":  {presenceFile, replace(`"2024-11-06T14:05:00Z"`, `"2024-11-06T14:05:00"`), "presence.json: [0].join: format"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, errs := start("-json", "-in", folder(t, map[string]func(string) string{c.file: c.edit}))
			assert.Equal(t, 1, status)
			assert.Empty(t, out)
			assert.Truef(t, strings.HasPrefix(errs, c.want) || strings.Contains(errs, "\n"+c.want), "%q in:\n%s", c.want, errs)
		})
	}
}

func TestBadDefinition(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		edit func(string) string
		want string
	}{
		"weights of 99":    {replace(`"weight": "10"`, `"weight": "9"`), "course.json: grading.components: weights-total"},
		"session in a gap": {replace(`"2024-10-30T15:00"`, `"2024-03-31T02:30"`), "course.json: schedule.sessions[0].start: clock-gap"},
		"min above max":    {replace(`"min": 5`, `"min": 7`), "course.json: grouping.sizes"},
		"unknown list":     {replace(`"list": "unsd-2021-12"`, `"list": "unsd-2031-12"`), "course.json: admission.priority[0].key.matching.test.country.list: unknown-list"},
		"unknown zone":     {replace(`"Europe/Zurich"`, `"Europe/Zuerich"`), "course.json: schedule.zone: unknown-zone"},
		"unknown key":      {replace(`"capacity": 32`, `"capacity": 32, "kapacity": 3`), "course.json: admission.kapacity: unknown-key"},
		"another version":  {replace(`"version": 1`, `"version": 2`), "course.json: version: version"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, out, errs := start("-course", definition(t, c.edit))
			assert.Equal(t, 1, status)
			assert.Empty(t, out)
			assert.Truef(t, strings.HasPrefix(errs, c.want) || strings.Contains(errs, "\n"+c.want), "%q in:\n%s", c.want, errs)
		})
	}
}

// All faults of the files of an intake are reported at once. A broken definition is
// reported alone, with all its faults, such as weights that do not total 100 and a
// start time that a clock change skips.
func TestEverythingAtOnce(t *testing.T) {
	t.Parallel()
	dir := folder(t, map[string]func(string) string{
		applicantsFile: func(text string) string {
			return replace(`"country": "NP"`, `"country": "ZZ"`)(replace(`"id": "A095"`, `"id": null`)(text))
		},
		presenceFile: replace(`"session": "session-3"`, `"session": "session-6"`),
		marksFile:    replace(`"group": 6`, `"group": 7`),
	})
	_, _, errs := start("-in", dir)
	var got []string
	for line := range strings.Lines(errs) {
		got = append(got, strings.Join(strings.SplitN(line, ": ", 4)[:3], ": "))
	}
	assert.Equal(t, []string{
		"applicants.json: [0].id: null", "applicants.json: [1].country: unknown-country",
		"presence.json: [0].session: unknown-session", "marks.json: projects[5].group: unknown-group",
	}, got, errs)

	_, _, errs = start("-course", definition(t,
		replace(`"weight": "10"`, `"weight": "9"`), replace(`"2024-10-30T15:00"`, `"2024-03-31T02:30"`),
		replace(`"unsd-2021-12"`, `"unsd-2031-12"`), replace(`"min": 5`, `"min": 7`)), "-in", dir)
	for _, want := range []string{"weights-total", "clock-gap", "unknown-list", "grouping.sizes"} {
		assert.Contains(t, errs, want)
	}
	assert.NotContains(t, errs, "applicants.json", "a broken definition is reported alone")
}

// Faults that only follow from another fault are not reported: if an applicant's id is
// missing, the applicant's rows are not reported as rows of unknown people. A wrong seed
// is reported together with all other faults.
func TestNoConsequences(t *testing.T) {
	t.Parallel()
	status, _, errs := start("-in", folder(t, map[string]func(string) string{applicantsFile: replace(`"id": "A017",`, ``)}), "-seed", "a\nb")
	assert.Equal(t, 1, status)
	assert.Equal(t, 2, strings.Count(errs, "\n"), errs)
	assert.Contains(t, errs, ".id: required")
	assert.Contains(t, errs, "-seed: seed")
}

// A number of people that cannot be divided into groups is a fault of the
// definition's file, with code and path.
func TestGroupSize(t *testing.T) {
	t.Parallel()
	status, out, errs := start("-course", definition(t, replace(`"capacity": 32`, `"capacity": 19`)))
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.True(t, strings.HasPrefix(errs, "course.json: grouping.sizes: group-size: "), errs)
}

// The host's own zone is not used, even if an applicant names it.
func TestReportDoesNotUseTheHostsZone(t *testing.T) {
	t.Parallel()
	_, out, _ := start("-in", folder(t, map[string]func(string) string{applicantsFile: func(text string) string {
		return strings.ReplaceAll(text, `"time_zone": "Asia/Kolkata"`, `"time_zone": "Local"`)
	}}))
	assert.NotContains(t, out, "Local")
}

// A course without selection, groups or sessions runs without these steps.
func TestCourseWithFewerRooms(t *testing.T) {
	t.Parallel()
	small := filepath.Join(t.TempDir(), "small.json")
	require.NoError(t, os.WriteFile(small, []byte(`{"version": 1, "id": "small", "title": "Small", "grading": {
		"components": [{"id": "quiz", "weight": "100", "award": {"completion": {}}}], "certificate": {"at_least": "100"}}}`), 0o600))
	dir := folder(t, map[string]func(string) string{
		presenceFile: func(string) string { return "[]" },
		marksFile:    func(string) string { return `{"records": [{"id": "A001", "marks": {"quiz": {"completed": true}}}]}` },
	})
	status, out, errs := start("-json", "-course", small, "-in", dir)
	require.Zero(t, status, errs)
	d := decided(t, out)
	assert.Len(t, d.Admitted, 120)
	assert.Empty(t, d.Groups)
	assert.Equal(t, "certified", d.Results["A001"].Decision)
	status, _, errs = start("-course", small, "-in", dir)
	require.Zero(t, status, errs)
}

// Messages never contain a person's data. The test puts one text into many fields of the
// intake. The text is not allowed in any of these fields, and no message may show it.
func TestNoPersonalDataInMessages(t *testing.T) {
	t.Parallel()
	const secret = "Wanjiru\\u0000 Kamau"
	dir := folder(t, map[string]func(string) string{
		applicantsFile: func(text string) string {
			for _, old := range []string{`"A095"`, `"PE"`, `"man"`, `"policymaker"`, `"undergraduate"`, `"fluent"`, `"R3"`, `"8"`, `"1"`} {
				text = strings.Replace(text, old, `"`+secret+`"`, 1)
			}
			return text
		},
		presenceFile: replace(`"A017"`, `"`+secret+`"`),
		marksFile:    replace(`"A002"`, `"`+secret+`"`),
	})
	status, out, errs := start("-in", dir)
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.NotContains(t, errs, "Wanjiru")
	assert.GreaterOrEqual(t, strings.Count(errs, "\n"), 9, errs)
}

func TestUsage(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"-nonsense"}, {"surplus"}} {
		status, out, errs := start(args...)
		assert.Equal(t, 2, status)
		assert.Empty(t, out)
		assert.NotEmpty(t, errs)
	}
	status, _, errs := start("-in", filepath.Join(t.TempDir(), "nowhere"), "-course", filepath.Join(t.TempDir(), "none.json"))
	assert.Equal(t, 1, status)
	for _, file := range []string{applicantsFile, presenceFile, marksFile, "none.json"} {
		assert.Contains(t, errs, file+": file: cannot be read")
	}
	status, out, errs := start("-seed", "")
	assert.Equal(t, 1, status)
	assert.Empty(t, out)
	assert.Contains(t, errs, "-seed: seed: seed-required")
}

func ids(placements []admission.Placement) []string {
	list := make([]string, len(placements))
	for i, p := range placements {
		list[i] = p.ID
	}
	return list
}
