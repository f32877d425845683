//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An interrupt ends a long call with nothing on standard output and exit status 130.
func TestInterrupt(t *testing.T) { //nolint:paralleltest // signals are the process's
	dir := t.TempDir()
	file := func(name string, v any) string {
		data, ok := v.(string)
		if !ok {
			text, err := json.Marshal(v)
			require.NoError(t, err)
			data = string(text)
		}
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(data), 0o600))
		return path
	}
	var members []map[string]any
	for i := range 60 {
		members = append(members, map[string]any{"id": fmt.Sprintf("p%02d", i), "categories": map[string]string{
			"a": fmt.Sprint(i * i % 11), "b": fmt.Sprint(i * i % 7), "c": fmt.Sprint(i * 7 % 13), "d": fmt.Sprint(i * i % 13)}})
	}
	var prefer []string
	for _, c := range []string{"a", "b", "c", "d"} {
		prefer = append(prefer, `{"code": "`+c+`", "tier": 1, "rule": {"spread": {"category": "`+c+`"}}}`)
	}
	policy := file("policy.json", `{"sizes": {"min": 5, "max": 7}, "prefer": [`+strings.Join(prefer, ", ")+`]}`)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt) // so that a signal that comes too early or too late does not end the test
	defer signal.Stop(signals)
	self, err := os.FindProcess(os.Getpid())
	require.NoError(t, err)
	var stdout, stderr bytes.Buffer
	status := make(chan int)
	args := []string{"form", "-proof", policy, file("members.json", members)}
	go func() { status <- run(args, strings.NewReader(""), &stdout, &stderr) }()
	for {
		select {
		case got := <-status:
			assert.Equal(t, interrupted, got)
			assert.Empty(t, stdout.String())
			assert.Equal(t, "cohort: interrupted\n", stderr.String())
			return
		case <-time.After(20 * time.Millisecond):
			require.NoError(t, self.Signal(os.Interrupt))
		}
	}
}
