package grading_test

import (
	"crypto/sha256"
	"math/rand/v2"
	"os"
)

// random returns a source of chance that is the same on every run.
func random(name string) *rand.Rand {
	return rand.New(rand.NewChaCha8(sha256.Sum256([]byte(name))))
}

// rounds returns how often a property is tried: often where COHORT_LONG is set.
func rounds(often, usually int) int {
	if os.Getenv("COHORT_LONG") != "" {
		return often
	}
	return usually
}
