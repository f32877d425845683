package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	timeout := flag.Duration("timeout", 0, "of one run of the tests; 0: ten times what they take, at least 10s")
	workers := flag.Int("workers", 1, "how many runs at once")
	only := flag.String("only", "", "plant mistakes in this file alone")
	again := flag.String("again", "", "plant only the mistakes that this earlier report lists")
	full := flag.Bool("full", false, "try what the short tests do not notice with all tests")
	least := flag.Float64("min", 0, "exit with 1 below this percentage")
	skip := flag.String("skip", "^$", "leave these tests out, a regular expression")
	verbose := flag.Bool("v", false, "print every mistake")
	flag.Parse()
	dir := "."
	if flag.NArg() > 0 {
		dir = flag.Arg(0)
	}
	if err := run(dir, options{*only, *again, *skip, *full, *timeout, *workers, *least, *verbose}); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

type options struct {
	only, again, skip string
	full              bool
	timeout           time.Duration
	workers           int
	least             float64
	verbose           bool
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
	wanted, err := listed(planted.mutants, o.again)
	if err != nil {
		return err
	}
	binary, err := build(p, planted)
	if err != nil {
		return err
	}
	defer os.RemoveAll(binary.dir)
	binary.skip = o.skip
	reached, took, err := binary.baseline()
	if err != nil {
		return err
	}
	if o.timeout == 0 {
		o.timeout = max(10*took, 10*time.Second)
	}
	fmt.Printf("%d mistakes to plant, %d in code the tests reach; one run takes %v\n", len(wanted), len(reached), took.Round(time.Millisecond))
	return report(binary.all(planted.mutants, wanted, reached, o), planted.mutants, wanted, o.least)
}

// listed returns the numbers of the mistakes that an earlier report names, all
// if there is none.
func listed(mutants []mutant, file string) ([]int, error) {
	text, err := []byte(nil), error(nil)
	if file != "" {
		text, err = os.ReadFile(file)
	}
	var numbers []int
	for i, m := range mutants {
		if file == "" || bytes.Contains(text, []byte(" "+m.String()+"\n")) {
			numbers = append(numbers, i)
		}
	}
	return numbers, err
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
