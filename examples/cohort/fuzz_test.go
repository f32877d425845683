package main

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
)

// A command accepts or refuses any data in any of its inputs. If it refuses data, it
// prints nothing on standard output, and every line on standard error has the form of an
// error (the variable fault).
func FuzzCommand(f *testing.F) {
	all := inputs()
	for i := range all {
		for _, data := range []string{
			``, `{}`, `[]`, `{" ": 1}`, `{"version": 1}`, `{"id": "a", "marks": {"plan": {"level": "usable"}}}`, `[{"id": "a"}]`, `{"groups": [["T1"]]}`,
			`{"applicants": [{"id": "a", "country": "KE"}], "seed": "s"}`, `{"at": "2025-02-01T09:01:00Z", "applied": {"id": "a"}}`, `{"id": "v0001", "decision": "pending"}`,
		} {
			f.Add(i, []byte(data))
		}
	}
	f.Fuzz(func(t *testing.T, which int, data []byte) {
		if which < 0 || which >= len(all) || len(data) > 1<<12 {
			return
		}
		args := slices.Clone(all[which])
		if i := slices.Index(args, "FILE"); i >= 0 {
			if slices.Contains([]string{"form", "assess", "checkproof"}, args[0]) && len(data) > 1<<9 {
				return // too large for a search in each call
			}
			args[i] = "-"
		}
		if args[0] == "grade" && args[1] == "-" {
			return
		}
		status, out, errs := start(data, args...)
		assert.Contains(t, []int{0, 1}, status)
		if errs == "" {
			return
		}
		assert.Equal(t, 1, status)
		assert.Empty(t, out)
		assert.True(t, utf8.ValidString(errs))
		for line := range strings.Lines(errs) {
			assert.Regexp(t, fault, strings.TrimSuffix(line, "\n"))
		}
	})
}
