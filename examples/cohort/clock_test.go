//go:build !linux

package main

import (
	"testing"
	"time"
)

// cpu returns how long a call takes.
func cpu(t *testing.T, call func()) time.Duration {
	t.Helper()
	start := time.Now()
	call()
	return time.Since(start)
}
