package main

import (
	"os"
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

// The README shows this program, from its main function on.
func TestReadmeShowsThisProgram(t *testing.T) {
	t.Parallel()
	program, err := os.ReadFile("main.go")
	require.NoError(t, err)
	readme, err := os.ReadFile("../../README.md")
	require.NoError(t, err)
	_, body, found := strings.Cut(string(program), "func main() {\n")
	require.True(t, found)
	assert.Contains(t, string(readme), body[:strings.LastIndex(body, "}")])

	test, err := os.ReadFile("main_test.go")
	require.NoError(t, err)
	_, output, _ := strings.Cut(string(test), "// Output:\n")
	output, _, _ = strings.Cut(output, "}")
	assert.Contains(t, string(readme), strings.ReplaceAll(strings.TrimSuffix(output, "\n"), "\t// ", ""))
}
