//go:build !linux

package main

import (
	"testing"
	"time"
)

// cpu returns the time on the clock that a call takes. It replaces the processor time,
// which is measured on Linux alone.
func cpu(t *testing.T, call func()) time.Duration {
	t.Helper()
	start := time.Now()
	call()
	return time.Since(start)
}
