package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// outcome is the result of trying a mistake.
type outcome string

const (
	killed    outcome = "killed"
	timedOut  outcome = "timed out"
	survived  outcome = "survived"
	unreached outcome = "not reached"
)

// hook is a file added to the package. It switches on the mistake whose number is in
// the environment variable MUTANT. If MUTANT_REACHED names a file, it also writes the
// number of each mistake that is reached to this file.
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

// binary is a test binary with every mistake planted.
type binary struct {
	path, cwd string
	tests     []test

	lock   sync.Mutex
	latest []string // tests that noticed mistakes, the latest first
}

// test is a single test, with its running time and the mistakes that it reaches.
type test struct {
	name    string
	took    time.Duration
	reaches map[int]bool
}

// build compiles the tests of each directory in dirs with the mistakes planted in p.
func build(p *pkg, out *planted, work string, dirs []string) ([]*binary, error) {
	var err error
	replace := map[string]string{}
	write := func(path, text string) {
		replace[path] = filepath.Join(work, "src"+strconv.Itoa(len(replace))+".go")
		err = errors.Join(err, os.WriteFile(replace[path], []byte(text), 0o600))
	}
	for path, text := range out.files {
		write(path, text)
	}
	write(filepath.Join(p.Dir, "mutant_hook.go"), fmt.Sprintf(hook, p.Name, len(out.mutants)))
	overlay, jsonErr := json.Marshal(map[string]any{"Replace": replace})
	overlayFile := filepath.Join(work, "overlay.json")
	err = errors.Join(err, jsonErr, os.WriteFile(overlayFile, overlay, 0o600))
	if err != nil {
		return nil, err
	}
	var binaries []*binary
	for i, dir := range dirs {
		b := &binary{path: filepath.Join(work, "tests"+strconv.Itoa(i)), cwd: dir}
		compile := exec.Command("go", "test", "-c", "-vet=off", "-overlay", overlayFile, "-o", b.path, ".")
		compile.Dir = dir
		if text, err := compile.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("the planted package does not compile, see %s: %w\n%s", work, err, text)
		}
		binaries = append(binaries, b)
	}
	return binaries, nil
}

// run runs the tests whose names match one of the given patterns. It reports whether they
// passed, and whether the time ran out before they ended.
func (b *binary) run(names []string, timeout time.Duration, short bool, env ...string) (passed, late bool, output []byte) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	run := exec.CommandContext(ctx, b.path, "-test.failfast", "-test.short="+strconv.FormatBool(short),
		"-test.timeout=0", "-test.run=^("+strings.Join(names, "|")+")$")
	run.Dir, run.Env = b.cwd, append(os.Environ(), env...)
	output, err := run.CombinedOutput()
	return err == nil, ctx.Err() != nil, output
}

// look runs each test by itself, with no mistake switched on. It measures the time of the
// test and finds the mistakes that the test reaches. It sorts the tests by time, the
// quickest first.
func (b *binary) look(work string, skip *regexp.Regexp) error {
	list := exec.Command(b.path, "-test.list=^(Test|Example|Fuzz)")
	list.Dir = b.cwd
	names, err := list.Output()
	if err != nil {
		return err
	}
	file := filepath.Join(work, "reached")
	for _, name := range strings.Fields(string(names)) {
		if skip.MatchString(name) {
			continue
		}
		start := time.Now()
		if passed, _, output := b.run([]string{name}, 20*time.Minute, true, "MUTANT_REACHED="+file); !passed {
			return fmt.Errorf("%s fails without any mistake:\n%s", name, output)
		}
		t := test{name, time.Since(start), map[int]bool{}}
		text, _ := os.ReadFile(file) // no file if nothing is reached
		os.Remove(file)
		for _, line := range strings.Fields(string(text)) {
			n, _ := strconv.Atoi(line)
			t.reaches[n] = true
		}
		b.tests = append(b.tests, t)
	}
	slices.SortStableFunc(b.tests, func(x, y test) int { return int(x.took - y.took) })
	return nil
}

func reached(binaries []*binary) map[int]bool {
	all := map[int]bool{}
	for _, b := range binaries {
		for _, t := range b.tests {
			maps.Copy(all, t.reaches)
		}
	}
	return all
}

// group is a number of tests that run in one process.
type group struct {
	names []string
	took  time.Duration
}

// handful is how long the tests of a group may take together. Groups are small because
// most mistakes are noticed by the first group, but a group has several tests because
// starting a process takes time.
const handful = 300 * time.Millisecond

// groups returns the tests that reach a mistake, in groups. The tests that noticed the
// latest mistakes come first, because they often notice the next mistake too. The other
// tests follow, the quickest first.
func (b *binary) groups(mistake int) []group {
	var all []group
	add := func(t test) {
		if len(all) == 0 || all[len(all)-1].took+t.took > handful {
			all = append(all, group{})
		}
		last := &all[len(all)-1]
		last.names, last.took = append(last.names, t.name), last.took+t.took
	}
	first := b.noticedLatest()
	for _, t := range b.tests {
		if t.reaches[mistake] && slices.Contains(first, t.name) {
			add(t)
		}
	}
	begun := len(all) > 0
	for _, t := range b.tests {
		if !t.reaches[mistake] || slices.Contains(first, t.name) {
			continue
		}
		if begun {
			all, begun = append(all, group{}), false
		}
		add(t)
	}
	return all
}

// latestKept is the largest number of tests in binary.latest.
const latestKept = 6

func (b *binary) noticedLatest() []string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return slices.Clone(b.latest)
}

var failedTest = regexp.MustCompile(`(?m)^--- FAIL: (\S+)`)

// noticed remembers the test that failed according to output.
func (b *binary) noticed(output []byte) {
	if found := failedTest.FindSubmatch(output); found != nil {
		b.lock.Lock()
		defer b.lock.Unlock()
		name := string(found[1])
		b.latest = append([]string{name}, slices.DeleteFunc(b.latest, func(s string) bool { return s == name })...)
		b.latest = b.latest[:min(len(b.latest), latestKept)]
	}
}

// try switches one mistake on and runs the tests that reach it until one fails.
func try(binaries []*binary, mistake int, o options) outcome {
	number := "MUTANT=" + strconv.Itoa(mistake)
	for _, b := range binaries {
		for _, g := range b.groups(mistake) {
			timeout := max(o.timeout, 10*g.took)
			passed, late, output := b.run(g.names, timeout, true, number)
			switch {
			case late:
				return timedOut
			case !passed:
				b.noticed(output)
				return killed
			}
		}
	}
	if o.full {
		for _, b := range binaries {
			if passed, late, _ := b.run([]string{".*"}, time.Hour, false, number); late {
				return timedOut
			} else if !passed {
				return killed
			}
		}
	}
	return survived
}

// tryAll tries every wanted mistake that a test reaches. With -full it tries the other
// wanted mistakes, too.
func tryAll(binaries []*binary, mutants []mutant, wanted []int, o options) []outcome {
	outcomes := make([]outcome, len(mutants))
	next := make(chan int)
	var workers sync.WaitGroup
	for range o.workers {
		workers.Go(func() {
			for i := range next {
				outcomes[i] = try(binaries, i, o)
				if o.verbose {
					fmt.Printf("%-11s %s\n", outcomes[i], mutants[i])
				}
			}
		})
	}
	seen := reached(binaries)
	for _, i := range wanted {
		outcomes[i] = unreached
		if seen[i] || o.full {
			next <- i
		}
	}
	close(next)
	workers.Wait()
	return outcomes
}
