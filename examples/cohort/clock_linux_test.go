package main

import (
	"runtime"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// cpu returns the processor time that a call takes. Unlike the time on the clock, the
// processor time hardly depends on the load of the machine.
func cpu(t *testing.T, call func()) time.Duration {
	t.Helper()
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const thread = 1 // RUSAGE_THREAD
	var before, after syscall.Rusage
	require.NoError(t, syscall.Getrusage(thread, &before))
	call()
	require.NoError(t, syscall.Getrusage(thread, &after))
	return time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
}
