package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

func main() {
	timeout := flag.Duration("timeout", 5*time.Second, "of one run of some tests, at least ten times what they take")
	workers := flag.Int("workers", 1, "how many runs at once")
	only := flag.String("only", "", "plant mistakes in this file alone")
	again := flag.String("again", "", "plant only the mistakes that this earlier report lists")
	after := flag.String("after", "", "leave out the mistakes that this earlier report of -v lists, to go on where it stopped")
	full := flag.Bool("full", false, "try what the short tests do not notice with all tests")
	least := flag.Float64("min", 0, "exit with 1 below this percentage")
	skip := flag.String("skip", "^$", "leave these tests out, a regular expression")
	tests := flag.String("tests", "", "packages whose tests are asked too, with commas between")
	verbose := flag.Bool("v", false, "print every mistake")
	flag.Parse()
	dir := "."
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	if err := run(dir, options{*only, *again, *after, *skip, *tests, *full, *timeout, *workers, *least, *verbose}); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

type options struct {
	only, again, after, skip, tests string
	full                            bool
	timeout                         time.Duration
	workers                         int
	least                           float64
	verbose                         bool
}

func run(dir string, o options) error {
	p, err := load(dir)
	if err != nil {
		return err
	}
	planted := plant(p, o.only)
	if len(planted.mutants) == 0 {
		return fmt.Errorf("nothing to plant in %s", dir)
	}
	wanted, err := listed(planted.mutants, o.again, o.after)
	if err != nil {
		return err
	}
	skip, err := regexp.Compile(o.skip)
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "mutate")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	dirs := []string{p.Dir}
	if o.tests != "" {
		dirs = append(dirs, strings.Split(o.tests, ",")...)
	}
	binaries, err := build(p, planted, work, dirs)
	if err != nil {
		return err
	}
	for _, b := range binaries {
		if err := b.look(work, skip); err != nil {
			return err
		}
	}
	seen := reached(binaries)
	fmt.Printf("%d mistakes to plant, %d in code the tests reach\n", len(wanted), len(seen))
	return report(tryAll(binaries, planted.mutants, wanted, o), planted.mutants, wanted, o.least)
}

// listed returns the numbers of the mistakes named in the report file `again`, or of all
// mistakes if `again` is empty. It leaves out the mistakes named in the report file
// `after`, if there is one.
func listed(mutants []mutant, again, after string) ([]int, error) {
	names := func(file string) (text []byte, err error) {
		if file != "" {
			text, err = os.ReadFile(file)
		}
		return text, err
	}
	wanted, err := names(again)
	done, err2 := names(after)
	var numbers []int
	for i, m := range mutants {
		line := []byte(" " + m.String() + "\n")
		if (again == "" || bytes.Contains(wanted, line)) && !bytes.Contains(done, line) {
			numbers = append(numbers, i)
		}
	}
	return numbers, errors.Join(err, err2)
}

func report(outcomes []outcome, mutants []mutant, wanted []int, least float64) error {
	counts := map[outcome]int{}
	for _, i := range wanted {
		o := outcomes[i]
		counts[o]++
		if o == survived || o == unreached {
			fmt.Printf("%-11s %s\n", o, mutants[i])
		}
	}
	noticed := counts[killed] + counts[timedOut]
	share := 100 * float64(noticed) / float64(len(wanted))
	fmt.Printf("%d killed, %d timed out, %d survived, %d not reached: %.1f%% of %d noticed\n",
		counts[killed], counts[timedOut], counts[survived], counts[unreached], share, len(wanted))
	if share < least {
		return fmt.Errorf("less than %.1f%%", least)
	}
	return nil
}
