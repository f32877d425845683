package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func Example() {
	main()
	// Output:
	// incomplete
	// Fri 22 Nov 2024, 16:00
	// 80 not_certified <nil>
	// Not certified: the total is 80; more than 80 is required.
}

// The README shows this program, from its imports on.
func TestReadmeShowsThisProgram(t *testing.T) {
	t.Parallel()
	program, err := os.ReadFile("main.go")
	require.NoError(t, err)
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, body, found := strings.Cut(string(program), "import (\n")
	require.True(t, found)
	assert.Contains(t, string(readme), body)

	test, err := os.ReadFile("main_test.go")
	require.NoError(t, err)
	_, output, _ := strings.Cut(string(test), "// Output:\n")
	output, _, _ = strings.Cut(output, "}")
	assert.Contains(t, string(readme), strings.ReplaceAll(strings.TrimSuffix(output, "\n"), "\t// ", ""))
}

// Every name of the API and every file that the README mentions exists.
func TestReadmeNamesWhatThereIs(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	records, err := filepath.Glob("../../.ci/api.d/*.txt")
	require.NoError(t, err)
	there := map[string]bool{}
	for _, record := range records {
		symbols, err := os.ReadFile(record)
		require.NoError(t, err)
		folder := strings.TrimSuffix(filepath.Base(record), ".txt")
		for _, m := range regexp.MustCompile(`(?m)^(func|type|method|field) (?:\(\*?(\w+)\) )?(\w+)(?:\.(\w+))?`).FindAllStringSubmatch(string(symbols), -1) {
			switch m[1] {
			case "field":
				there[m[3]+"."+m[4]] = true
			case "method":
				there[m[2]+"."+m[3]] = true
			default:
				there[folder[strings.LastIndexByte(folder, '-')+1:]+"."+m[3]] = true
			}
		}
	}
	names := regexp.MustCompile("`(\\w+\\.[A-Z]\\w+)`").FindAllStringSubmatch(string(text), -1)
	assert.Greater(t, len(names), 30)
	for _, name := range names {
		assert.True(t, there[name[1]], "%s is not in the record of the API", name[1])
	}
	for _, path := range regexp.MustCompile("(?:`|\\()((?:examples|course|\\.ci|\\.github)/[\\w/.]+)").FindAllStringSubmatch(string(text), -1) {
		_, err := os.Stat(filepath.Join("../..", path[1]))
		assert.NoError(t, err)
	}
}
