// Command dpg runs the reference course from applications to certificates.
//
//	go run ./examples/dpg                 a report for people
//	go run ./examples/dpg -json           the same decisions as JSON
//	go run ./examples/dpg -html           the same decisions as a page, to look at and to print
//	go run ./examples/dpg -in DIR         other applicants.json, presence.json, marks.json
//	go run ./examples/dpg -course FILE    another definition
//	go run ./examples/dpg -seed S         another seed for the lottery and the groups
//
// Malformed input is refused as a whole, with exit status 1 and nothing on standard
// output. Standard error then has one line for each fault, with file, path and code.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
	_ "time/tzdata" // zone data for machines that have none

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grouping"
)

// defaultSeed is the seed that is published with the course: the name of the course and
// the day after the applications closed.
const defaultSeed = "ITU-DPG-2024/2024-10-14"

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run runs the program and returns its exit status: 0 for success, 1 for malformed
// input, 2 for wrong usage.
func run(args []string, stdout, stderr io.Writer) int {
	flags := flag.NewFlagSet("dpg", flag.ContinueOnError)
	flags.SetOutput(stderr)
	in := flags.String("in", "", "read applicants.json, presence.json and marks.json from `DIR`")
	definition := flags.String("course", "", "read the definition of the course from `FILE`")
	seed := flags.String("seed", defaultSeed, "the published `SEED` of the lottery and the groups")
	asJSON := flags.Bool("json", false, "print the decisions as JSON")
	asPage := flags.Bool("html", false, "print a page for a browser")
	if err := flags.Parse(args); err != nil {
		if errors.Is(err, flag.ErrHelp) {
			return 0
		}
		return 2
	}
	if flags.NArg() > 0 || *asJSON && *asPage {
		_, _ = fmt.Fprintln(stderr, "dpg: takes flags only, and one of -json and -html; see -help")
		return 2
	}

	faults := &faults{}
	files := load(*in, *definition, faults)
	outcome, ok := decide(files, *seed, faults)
	if !ok {
		faults.print(stderr)
		return 1
	}
	out := bufio.NewWriter(stdout)
	switch {
	case *asJSON:
		writeJSON(out, outcome)
	case *asPage:
		writePage(out, outcome)
	default:
		writeReport(out, outcome)
	}
	if err := out.Flush(); err != nil {
		_, _ = fmt.Fprintln(stderr, "dpg: the output could not be written")
		return 1
	}
	return 0
}

// outcome is everything that the run decided.
type outcome struct {
	definition course.Definition
	file       string // name of the definition's file, for messages
	course     *course.Course
	run        *course.Run // after its last entry
	selected   admission.Selection
	formation  grouping.Formation
	people     map[string]person
	seed       string
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

// faults collects the faults of all files.
type faults struct{ lines []string }

// add notes an error of a file, with a line for each violation.
func (f *faults) add(file string, err error) {
	vs := violations(err)
	var one rule.Violation
	if vs == nil && errors.As(err, &one) {
		vs = rule.Violations{one}
	} else if vs == nil && err != nil {
		// Sizes were checked before, so this is a *grouping.ConflictError.
		vs = rule.Violations{{Code: "must-conflict", Path: "grouping.must", Detail: err.Error()}}
	}
	for _, v := range vs {
		f.lines = append(f.lines, file+": "+v.Error())
	}
}

func (f *faults) print(w io.Writer) {
	for _, line := range f.lines {
		_, _ = fmt.Fprintln(w, line)
	}
}
