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

// rounds returns how many times a test tries a property: `often` times if COHORT_LONG is
// set, and otherwise `usually` times. With -short it is a tenth of `usually`, but at
// least 5.
func rounds(often, usually int) int {
	switch {
	case os.Getenv("COHORT_LONG") != "":
		return often
	case testing.Short():
		return max(usually/10, 5)
	}
	return usually
}

// assertViolations asserts that err holds exactly the violations in want, in this order.
// Each is given as its path and its code, with a space between them.
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
