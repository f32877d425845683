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

// The bar comes after a second, ten times a second, and is gone at the end.
func TestProgressBar(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	at := time.Unix(0, 0)
	p := &progress{out: &out, what: "forming groups", now: func() time.Time { return at }, start: at}
	step := func(after time.Duration, done, total int64) string {
		out.Reset()
		at = at.Add(after)
		p.show(done, total)
		return out.String()
	}
	assert.Empty(t, step(999*time.Millisecond, 10, 100))
	assert.Equal(t, "\rforming groups [###...........................]  10%", step(time.Millisecond, 10, 100))
	assert.Empty(t, step(99*time.Millisecond, 20, 100))
	assert.Equal(t, "\rforming groups [##############################] 100%", step(time.Millisecond, 100, 100))
	assert.Empty(t, step(time.Second, 0, 0), "nothing is known")
	out.Reset()
	p.clear()
	assert.Equal(t, "\r\x1b[K", out.String())

	quick := &progress{out: &out, now: time.Now, start: time.Now()}
	out.Reset()
	quick.show(1, 2)
	quick.clear()
	assert.Empty(t, out.String(), "a quick call shows nothing")

	silent := &progress{now: time.Now}
	silent.show(1, 2)
	silent.clear()
	assert.Nil(t, terminal(&out))
	file, err := os.Create(filepath.Join(t.TempDir(), "file"))
	require.NoError(t, err)
	defer func() { _ = file.Close() }()
	assert.Nil(t, terminal(file))
}

// An interrupt ends a long call: nothing on standard output, and exit status 130.
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
	signal.Notify(signals, os.Interrupt) // so that one too early or too late does not end the test
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
			if err := self.Signal(os.Interrupt); err != nil {
				t.Skip("no interrupts on this system")
			}
		}
	}
}
