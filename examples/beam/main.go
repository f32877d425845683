package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/x/beamx"
	"github.com/cohortkit/cohort/course/dpg"
)

var (
	number = flag.Int("applicants", 1_000_000, "select from `N` applications")
	seats  = flag.Int("seats", 32, "for `N` seats")
	parts  = flag.Int("parts", 64, "which come in `N` parts")
)

func init() { register.Function1x0(report) }

func main() {
	flag.Parse()
	beam.Init()
	if err := run(os.Stdout, *number, *seats, *parts); err != nil {
		fmt.Fprintln(os.Stderr, "beam:", err)
		os.Exit(1)
	}
}

// found holds the result of the pipeline. It is set only if the worker runs in this
// process.
var found struct {
	sync.Mutex
	ids []string
}

// report stores the result of a pipeline.
func report(ids []string) {
	found.Lock()
	defer found.Unlock()
	found.ids = ids
}

// run selects twice, in one loop and in a pipeline, and compares the results.
func run(out io.Writer, n, seats, parts int) error {
	policy, err := json.Marshal(dpg.Definition().Admission)
	if err != nil {
		return err
	}
	f := topFn{Policy: policy, Seats: seats, Seed: "2024-10-14"}
	var plain []string
	if err := measured(out, "loop", func() (err error) {
		plain, err = f.alone(n)
		return err
	}); err != nil {
		return err
	}
	p, s := beam.NewPipelineWithRoot()
	beam.ParDo0(s, report, pipeline(s, &topFn{Policy: policy, Seats: seats, Seed: f.Seed}, n, parts))
	if err := measured(out, "beam", func() error { return beamx.Run(context.Background(), p) }); err != nil {
		return err
	}
	found.Lock()
	defer found.Unlock()
	if !slices.Equal(plain, found.ids) {
		return errors.New("the pipeline selected other people")
	}
	_, err = fmt.Fprintln(out, "the same", len(plain), "people:", plain)
	return err
}

// measured calls action, and prints how long the call took, how much memory it allocated,
// and the largest heap in samples taken during the call.
func measured(out io.Writer, name string, action func() error) error {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begun, done, peak := time.Now(), make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(20 * time.Millisecond):
				var now runtime.MemStats
				runtime.ReadMemStats(&now)
				most = max(most, now.HeapAlloc)
			}
		}
	}()
	err := action()
	took := time.Since(begun)
	close(done)
	most := <-peak
	runtime.ReadMemStats(&after)
	_, _ = fmt.Fprintf(out, "%s: %.1f s, %d MB of heap at most, %d MB allocated\n", name, took.Seconds(), most>>20, (after.TotalAlloc-before.TotalAlloc)>>20)
	return err
}
