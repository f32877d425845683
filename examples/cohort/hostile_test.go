package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// hostileFiles returns files that are not documents of any command. The blank files
// among them are valid as files with one value a line.
func hostileFiles() map[string][]byte {
	return map[string][]byte{
		"empty": {}, "spaces": []byte(" \t\r\n\n"), "nul": {0, 0, 0}, "mark": []byte("\xef\xbb\xbf"), "null": []byte("null"), "true": []byte("true"),
		"number": []byte("1"), "text": []byte(`"x"`), "list": []byte("[[]]"), "utf-16": []byte("\xff\xfe{\x00}\x00"), "half": []byte(`{"version": 1,`),
		"two": []byte("{} {}"), "twice": []byte(`{"id": "a", "id": "a"}`), "surrogate": []byte(`{"id": "\ud800"}`), "invalid": []byte("{\"id\": \"\xff\"}"),
		"deep list": bytes.Repeat([]byte("["), 1e5), "deep object": bytes.Repeat([]byte(`{"a":`), 1e5),
		"long number": []byte(`{"version": ` + strings.Repeat("9", 1e5) + "}"), "exponent": []byte(`{"version": 1e999999}`),
		"long key": []byte(`{"` + strings.Repeat("k", 1e5) + `": 1}`), "control": []byte("{\"id\": \"\u2028\u202e\\u0007\"}"),
		"html": []byte("<html><body>404</body></html>"), "csv": []byte("id,decision\nv0001,certified\n"), "crs": []byte("{}\r{}\r"),
	}
}

// inputs returns arguments for all commands. FILE is to be replaced by the name of a
// hostile file.
func inputs() [][]string {
	const course, policy, scheme, groups, members = "../courses/training.json", "testdata/in/policy.json", "testdata/in/scheme.json", "testdata/in/grouping.json", "testdata/in/members.json"
	return [][]string{
		{"check", "FILE"},
		{"lint", "FILE"},
		{"run", "FILE", os.DevNull},
		{"run", course, "FILE"},
		{"run", "-journal", course, "FILE"},
		{"person", "FILE", os.DevNull, "T1"},
		{"person", course, "FILE", "T1"},
		{"audit", "FILE", os.DevNull},
		{"audit", course, "FILE"},
		{"whatif", "FILE", course, os.DevNull},
		{"whatif", course, "FILE", os.DevNull},
		{"whatif", course, course, "FILE"},
		{"select", "FILE", os.DevNull},
		{"select", policy, "FILE"},
		{"grade", "FILE"},
		{"form", "FILE", members},
		{"form", groups, "FILE"},
		{"assess", "FILE", members, os.DevNull},
		{"assess", groups, "FILE", os.DevNull},
		{"assess", groups, members, "FILE"},
		{"checkproof", "FILE", members, os.DevNull},
		{"checkproof", groups, "FILE", os.DevNull},
		{"checkproof", groups, members, "FILE"},
		{"calendar", "FILE"},
		{"vectors", "FILE"},
		{"vectors", "-attendance", "FILE"},
		{"judge", "FILE", os.DevNull},
		{"judge", course, "FILE"},
		{"judge", "-attendance", "FILE", os.DevNull},
		{"judge", "-attendance", course, "FILE"},
		{"grade", scheme}, // FILE is standard input
	}
}

// fault matches a line on standard error, which is "file: path: code: detail" or, without
// a path, "file: code: detail".
var fault = regexp.MustCompile(`^[^:]+: (([^ "]|"([^"\\]|\\.)*")+: )?[a-z0-9-]+: [^\n]{1,300}$`)

// A command refuses a file that it cannot read. It then exits with status 1 and prints
// nothing on standard output, and every line on standard error matches the expression
// called fault. A command that reads one value a line may accept a blank file. The
// command judge does, and reports "no-answer" for each vector.
func TestHostileFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := hostileFiles()
	for name, data := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), data, 0o600))
	}
	for _, args := range inputs() {
		lines := slices.Contains([]string{"run", "audit", "whatif", "grade"}, args[0]) && args[len(args)-1] != os.DevNull && len(args) > 1
		for name, data := range files {
			file := filepath.Join(dir, name)
			given := slices.Clone(args)
			for i := range given {
				given[i] = strings.ReplaceAll(given[i], "FILE", file)
			}
			status, out, errs := start(data, given...)
			if len(bytes.TrimSpace(data)) == 0 && lines && status == 0 {
				continue
			}
			if args[0] == "judge" && len(bytes.TrimSpace(data)) == 0 && args[len(args)-1] == "FILE" {
				assert.Equal(t, 1, status)
				assert.Contains(t, out, `"rule":"no-answer"`)
				continue
			}
			assert.Equal(t, 1, status, "%v %s", args, name)
			assert.Empty(t, out, "%v %s", args, name)
			require.NotEmpty(t, errs, "%v %s", args, name)
			assert.True(t, utf8.ValidString(errs))
			for line := range strings.Lines(errs) {
				assert.Regexp(t, fault, strings.TrimSuffix(line, "\n"), "%v %s", args, name)
			}
		}
		for _, file := range []string{filepath.Join(dir, "none"), dir} {
			if !slices.Contains(args, "FILE") {
				continue
			}
			given := slices.Clone(args)
			given[slices.Index(given, "FILE")] = file
			status, out, errs := start(nil, given...)
			assert.Equal(t, 1, status, "%v", args)
			assert.Empty(t, out)
			assert.Equal(t, filepath.Base(file)+": file: cannot be read\n", errs, "%v", args)
		}
	}
}

// What is read from documents and journals does not change with a byte order mark, with
// line breaks of other systems, with blank lines, or without the last line break.
func TestLineBreaksAndMarks(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"dpg", "seminar", "open", "bootcamp", "training"} {
		document, err := os.ReadFile("../courses/" + name + ".json")
		require.NoError(t, err)
		journal, err := os.ReadFile("../courses/journals/" + name + ".jsonl")
		require.NoError(t, err)
		_, want, errs := start(nil, "run", "../courses/"+name+".json", "../courses/journals/"+name+".jsonl")
		require.Empty(t, errs)
		for way, change := range map[string]func([]byte) []byte{
			"mark":    func(b []byte) []byte { return append([]byte("\xef\xbb\xbf"), b...) },
			"windows": func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")) },
			"no end":  func(b []byte) []byte { return bytes.TrimRight(b, "\n") },
			"spaced":  func(b []byte) []byte { return bytes.ReplaceAll(b, []byte("\n"), []byte(" \n \n")) },
		} {
			file := filepath.Join(dir, name+"-"+way)
			require.NoError(t, os.WriteFile(file+".json", change(document), 0o600))
			status, out, errs := start(change(journal), "run", file+".json", "-")
			assert.Zero(t, status, "%s %s: %s", name, way, errs)
			assert.Equal(t, want, out, "%s %s", name, way)
		}
	}
}

// A course without attendance vectors is refused, since a platform that was asked
// nothing has not passed.
func TestNothingToJudge(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"vectors", "-attendance", "../courses/open.json"}, {"judge", "-attendance", "../courses/open.json", "-"}} {
		status, out, errs := start(nil, args...)
		assert.Equal(t, 1, status)
		assert.Empty(t, out)
		assert.Equal(t, "open.json: attendance: no-vectors: a course without a schedule and a rule of attendance has none\n", errs)
	}
}
