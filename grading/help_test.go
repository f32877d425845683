package grading_test

import (
	"strings"
	"testing"

	"crypto/sha256"
	"math/rand/v2"
	"os"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// random returns a random generator with the same numbers on every run.
func random(name string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256([]byte(name))))
}

// rounds returns how many times a property is tried: the number often if COHORT_LONG is
// set, a tenth of the number usually (but at least 5) with -short, and otherwise the
// number usually.
func rounds(often, usually int) int {
	switch {
	case os.Getenv("COHORT_LONG") != "":
		return often
	case testing.Short():
		return max(usually/10, 5)
	}
	return usually
}

// assertViolations compares an error with "path code" lines, in order.
func assertViolations(t *testing.T, err error, want ...string) {
	t.Helper()
	var vs rule.Violations
	require.ErrorAs(t, err, &vs)
	got := make([]string, len(vs))
	for i, v := range vs {
		got[i] = strings.TrimSpace(v.Path + " " + v.Code)
		assert.NotEmpty(t, v.Detail)
	}
	assert.Equal(t, want, got)
}
