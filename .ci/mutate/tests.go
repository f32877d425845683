package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"
)

// outcome is what became of a mistake.
type outcome string

const (
	killed    outcome = "killed"
	timedOut  outcome = "timed out"
	survived  outcome = "survived"
	unreached outcome = "not reached"
)

// hook is what is added to the package: which mistake is on, and on the first
// run which ones are reached.
const hook = `package %s

import (
	"os"
	"strconv"
	"sync/atomic"
)

var mutantNumber = func() int {
	if n, err := strconv.Atoi(os.Getenv("MUTANT")); err == nil {
		return n
	}
	return -1
}()

var mutantFile = os.Getenv("MUTANT_REACHED")

var mutantSeen [%d]atomic.Bool

func mutantOn(n int) bool {
	if mutantFile != "" {
		if !mutantSeen[n].Swap(true) {
			if f, err := os.OpenFile(mutantFile, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
				f.WriteString(strconv.Itoa(n) + "\n")
				f.Close()
			}
		}
	}
	return n == mutantNumber
}
`

// binary is the test binary with every mistake in it.
type binary struct {
	dir, path, cwd, skip string
}

func build(p *pkg, out *planted) (*binary, error) {
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return nil, err
	}
	b := &binary{dir: dir, path: filepath.Join(dir, "tests"), cwd: p.Dir}
	replace := map[string]string{}
	write := func(path, text string) {
		replace[path] = filepath.Join(dir, "src"+strconv.Itoa(len(replace))+".go")
		err = errors.Join(err, os.WriteFile(replace[path], []byte(text), 0o600))
	}
	for path, text := range out.files {
		write(path, text)
	}
	write(filepath.Join(p.Dir, "mutant_hook.go"), fmt.Sprintf(hook, p.Name, len(out.mutants)))
	overlay, jsonErr := json.Marshal(map[string]any{"Replace": replace})
	err = errors.Join(err, jsonErr, os.WriteFile(filepath.Join(dir, "overlay.json"), overlay, 0o600))
	if err != nil {
		return nil, err
	}
	compile := exec.Command("go", "test", "-c", "-vet=off", "-overlay", filepath.Join(dir, "overlay.json"), "-o", b.path, ".")
	compile.Dir = p.Dir
	if text, err := compile.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("the planted package does not compile, see %s: %w\n%s", dir, err, text)
	}
	return b, nil
}

// test runs the tests, or the short ones, and reports whether they passed in time.
func (b *binary) test(timeout time.Duration, short bool, env ...string) (passed, late bool, output []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	run := exec.CommandContext(ctx, b.path, "-test.failfast", "-test.short="+strconv.FormatBool(short), "-test.timeout=0", "-test.skip="+b.skip)
	run.Dir, run.Env = b.cwd, append(os.Environ(), env...)
	output, err := run.CombinedOutput()
	return err == nil, ctx.Err() != nil, output
}

// baseline runs the tests without a mistake and returns the mistakes reached.
func (b *binary) baseline() (reached map[int]bool, took time.Duration, err error) {
	file := filepath.Join(b.dir, "reached")
	if passed, _, output := b.test(20*time.Minute, true, "MUTANT_REACHED="+file); !passed {
		return nil, 0, fmt.Errorf("the tests fail without any mistake:\n%s", output)
	}
	reached = map[int]bool{}
	if f, err := os.Open(file); err == nil {
		defer f.Close()
		for lines := bufio.NewScanner(f); lines.Scan(); {
			n, _ := strconv.Atoi(lines.Text())
			reached[n] = true
		}
	}
	start := time.Now()
	b.test(20*time.Minute, true)
	return reached, time.Since(start), nil
}

// all tries every mistake that is wanted and that the tests reach.
func (b *binary) all(mutants []mutant, wanted []int, reached map[int]bool, o options) []outcome {
	outcomes := make([]outcome, len(mutants))
	next := make(chan int)
	var group sync.WaitGroup
	for range o.workers {
		group.Go(func() {
			for i := range next {
				number := "MUTANT=" + strconv.Itoa(i)
				passed, late, _ := b.test(o.timeout, true, number)
				if o.full && passed {
					passed, late, _ = b.test(10*o.timeout, false, number)
				}
				switch {
				case late:
					outcomes[i] = timedOut
				case passed:
					outcomes[i] = survived
				default:
					outcomes[i] = killed
				}
				if o.verbose {
					fmt.Printf("%-11s %s\n", outcomes[i], mutants[i])
				}
			}
		})
	}
	for _, i := range wanted {
		outcomes[i] = unreached
		if reached[i] || o.full {
			next <- i
		}
	}
	close(next)
	group.Wait()
	return outcomes
}
