// Command cohort offers the library to people who do not write Go. It reads JSON
// documents, and files with one JSON value a line, and prints JSON.
//
//	go run ./examples/cohort print seminar >course.json
//	go run ./examples/cohort check course.json
//	go run ./examples/cohort run course.json journal.jsonl
//
// Without arguments it lists its commands. A file named - is standard input.
// Malformed input is refused as a whole, with exit status 1 and nothing on standard
// output. Standard error then has one line for each fault, in the form
// "file: path: code: detail". In a file with one value a line, a path begins with the
// value's index, from 0. Wrong usage is exit status 2.
//
// The commands "form", "assess" and "checkproof" show their progress on a terminal if
// they take longer than a second. An interrupt ends them, with exit status 130 and
// nothing on standard output.
package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // the same zones on every machine
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// command describes one command of the program.
type command struct {
	name, args string
	does       string // for the usage
	n          int    // number of arguments
	optional   bool   // the last argument may be left out
	piped      bool   // the command also reads standard input
	flags      func(*flag.FlagSet, *options)
	run        func(*shell, []string)
}

// options are the values of the flags. The comment on each field names the commands
// that have the flag.
type options struct {
	journal bool   // run
	seed    string // form
	proof   bool   // form
	zoned   bool   // calendar
	stamp   string // calendar
	domain  string // calendar
	sitting bool   // vectors, judge
}

func commands() []command {
	return []command{
		{name: "check", args: "COURSE", n: 1, does: "nothing, or what is wrong with a course document", run: (*shell).check},
		{name: "lint", args: "COURSE", n: 1, does: "what is questionable about a course, a finding a line", run: (*shell).lint},
		{name: "print", args: "[NAME]", n: 1, does: "a course document: " + strings.Join(courseNames(), ", "), optional: true, run: (*shell).print},
		{name: "schema", args: "[NAME]", n: 1, does: "the JSON Schema (2020-12) of: " + strings.Join(schemaNames(), ", "), optional: true, run: (*shell).schema},
		{name: "run", args: "[-journal] COURSE JOURNAL", n: 2, does: "the state after the entries of a journal, or the entries as recorded", flags: journalFlags, run: (*shell).runJournal},
		{name: "person", args: "COURSE JOURNAL ID", n: 3, does: "all about one person", run: (*shell).person},
		{name: "audit", args: "COURSE JOURNAL", n: 2, does: "each decision that comes out differently, a finding a line", run: (*shell).audit},
		{name: "whatif", args: "COURSE CHANGED JOURNAL", n: 3, does: "who is affected by another definition, and which entries cannot be, a line each", run: (*shell).whatIf},
		{name: "select", args: "POLICY INTAKE", n: 2, does: "a selection", run: (*shell).selection},
		{name: "grade", args: "SCHEME", n: 1, does: "a result a line, of marks a line on standard input", piped: true, run: (*shell).grade},
		{name: "form", args: "[-seed S] [-proof] POLICY MEMBERS", n: 2, does: "groups", flags: formFlags, run: (*shell).form},
		{name: "assess", args: "POLICY MEMBERS GROUPS", n: 3, does: "what groups that were made elsewhere cost and break", run: (*shell).assess},
		{name: "checkproof", args: "POLICY MEMBERS FORMATION", n: 3, does: "nothing, or why the proof of a formation does not hold", run: (*shell).checkProof},
		{name: "calendar", args: "[-zoned] [-stamp T] [-domain D] PLAN", n: 1, does: "the sessions as an iCalendar file", flags: calendarFlags, run: (*shell).calendar},
		{name: "vectors", args: "[-attendance] COURSE", n: 1, does: "test vectors of the course's own certification rules, a line each", flags: vectorFlags, run: (*shell).vectors},
		{name: "judge", args: "[-attendance] COURSE ANSWERS", n: 2, does: "each wrong answer to the vectors with the rule it breaks, a line each", flags: vectorFlags, run: (*shell).judge},
	}
}

func journalFlags(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.journal, "journal", false, "print the entries with their decisions and digests, a line each")
}

func formFlags(f *flag.FlagSet, o *options) {
	f.StringVar(&o.seed, "seed", "", "the `SEED` of the search")
	f.BoolVar(&o.proof, "proof", false, "with a certificate that checkproof verifies")
}

func calendarFlags(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.zoned, "zoned", false, "times of the plan's zone, with its rules")
	f.StringVar(&o.stamp, "stamp", "2000-01-01T00:00:00Z", "the instant `T` of the calendar")
	f.StringVar(&o.domain, "domain", "example.org", "the `DOMAIN` of its ids")
}

func vectorFlags(f *flag.FlagSet, o *options) {
	f.BoolVar(&o.sitting, "attendance", false, "of what counts as attended")
}

// run runs the program and returns its exit status: 0 for success; 1 for malformed input,
// for output that cannot be written, and for findings of the commands "audit",
// "checkproof" and "judge"; 2 for wrong usage; and 130 after an interrupt.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	if len(args) == 0 {
		usage(stderr)
		return 2
	}
	all := commands()
	i := slices.IndexFunc(all, func(c command) bool { return c.name == args[0] })
	if i < 0 {
		if slices.Contains([]string{"-h", "-help", "--help", "help"}, args[0]) {
			usage(stdout)
			return 0
		}
		_, _ = fmt.Fprintln(stderr, "cohort: no such command")
		usage(stderr)
		return 2
	}
	s := &shell{stdin: stdin, terminal: terminal(stderr)}
	rest, status := all[i].parse(args[1:], &s.options, stdout, stderr)
	if status >= 0 {
		return status
	}
	all[i].run(s, rest)
	for _, line := range s.faults {
		_, _ = fmt.Fprintln(stderr, line)
	}
	if len(s.faults) > 0 {
		return 1
	}
	if s.status == interrupted {
		_, _ = fmt.Fprintln(stderr, "cohort: interrupted")
		return s.status
	}
	if _, err := stdout.Write(s.out.Bytes()); err != nil {
		_, _ = fmt.Fprintln(stderr, "cohort: the output could not be written")
		return 1
	}
	return s.status
}

// parse reads flags and returns the arguments and a status. If the status is 0 or
// more, the program ends with it.
func (c command) parse(args []string, o *options, stdout, stderr io.Writer) ([]string, int) {
	var messages bytes.Buffer
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(&messages)
	flags.Usage = func() { _, _ = fmt.Fprintf(&messages, "usage: cohort %s %s\n", c.name, c.args); flags.PrintDefaults() }
	if c.flags != nil {
		c.flags(flags, o)
	}
	err := flags.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		_, _ = stdout.Write(messages.Bytes())
		return nil, 0
	}
	switch {
	case err != nil:
	case flags.NArg() > c.n, flags.NArg() < c.n && !c.optional, c.stdins(flags.Args()) > 1:
		flags.Usage()
	default:
		return flags.Args(), -1
	}
	_, _ = stderr.Write(messages.Bytes())
	return nil, 2
}

// stdins returns how many inputs of a call are read from standard input.
func (c command) stdins(args []string) int {
	n := 0
	if c.piped {
		n++
	}
	for _, arg := range args {
		if arg == "-" {
			n++
		}
	}
	return n
}

func usage(w io.Writer) {
	_, _ = fmt.Fprintln(w, "usage: cohort COMMAND [FLAGS] ARGUMENTS; a file named - is standard input")
	for _, c := range commands() {
		_, _ = fmt.Fprintf(w, "  %s %s\n      prints %s\n", c.name, c.args, c.does)
	}
}

var errNoPlace = errors.New("not the name of a place")

// zones loads a time zone by name. It refuses the host's own zone, so that the same
// input gives the same output on every machine.
func zones(name string) (*time.Location, error) {
	if name == "" || name == "Local" {
		return nil, errNoPlace
	}
	return time.LoadLocation(name)
}
