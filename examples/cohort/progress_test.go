package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The bar appears after a second, is drawn at most ten times a second, and is removed
// at the end.
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
