package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/cohortkit/cohort/grouping"
)

// interrupted is the exit status after the user interrupts a call. Shells report the same
// status.
const interrupted = 130

// progress watches one long call: on a terminal it shows a bar once the call has
// taken a second.
type progress struct {
	out   io.Writer // nil for no bar
	what  string
	now   func() time.Time
	start time.Time
	drawn time.Time // when the bar was last drawn; zero for never
}

// terminal returns w if it is a terminal, and nil otherwise.
func terminal(w io.Writer) io.Writer {
	f, ok := w.(*os.File)
	if !ok {
		return nil
	}
	if info, err := f.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return nil
	}
	return w
}

// width is the number of characters in a full bar.
const width = 30

// show draws the bar, at most ten times a second.
func (p *progress) show(done, total int64) {
	now := p.now()
	if p.out == nil || total <= 0 || now.Sub(p.start) < time.Second || now.Sub(p.drawn) < time.Second/10 {
		return
	}
	p.drawn = now
	full := int(width * float64(done) / float64(total))
	_, _ = fmt.Fprintf(p.out, "\r%s [%s%s] %3d%%", p.what, strings.Repeat("#", full), strings.Repeat(".", width-full), int(100*float64(done)/float64(total)))
}

// clear removes the bar.
func (p *progress) clear() {
	if !p.drawn.IsZero() {
		_, _ = fmt.Fprint(p.out, "\r\x1b[K")
	}
}

// watch makes a call that can take long, and reports whether the call succeeded. If the
// user interrupts the call, nothing is written to standard output and no fault is
// reported. A second interrupt ends the program at once.
func (s *shell) watch(file, what string, call func(show func(done, total int64) bool) error) bool {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	context.AfterFunc(ctx, stop)
	p := &progress{out: s.terminal, what: what, now: time.Now, start: time.Now()}
	err := call(func(done, total int64) bool {
		p.show(done, total)
		return ctx.Err() == nil
	})
	p.clear()
	if ended := (*grouping.StopError)(nil); errors.As(err, &ended) {
		s.status = interrupted
		return false
	}
	return !s.fault(file, err)
}
