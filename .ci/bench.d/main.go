package main

import (
	"bufio"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
)

// row is one line of the table. It shows the figure of a benchmark. If base is set, the
// figure is divided by the figure of the baseline; if per is set, the figure is divided
// by per.
type row struct {
	what, beside string
	of           string // package, benchmark and unit
	base         string // package, benchmark and unit of the baseline; empty for none
	per          float64
	unit         string
	most, least  float64 // the bounds of the figure; 0 for none
}

// tolerance returns the factor by which a figure may differ from the README's. Counts are
// almost the same on every machine; times are not.
func (r row) tolerance() float64 {
	for _, counted := range []string{"allocs/op", "B/op", "journal-bytes", "proved", "excess"} {
		if strings.HasSuffix(r.of, " "+counted) {
			return 1.05
		}
	}
	return 4
}

var rows = []row{
	{what: "grading a person in bulk, exactly", beside: "a sum of float64", of: "grading PerPerson/columns ns/person", base: "grading PerPerson/float64 ns/person", unit: "times", most: 10},
	{what: "grading a person in bulk, exactly", beside: "Div, Mul and Add of decimal, not exact", of: "grading PerPerson/columns ns/person", base: "grading PerPerson/decimal ns/person", unit: "times", most: 0.1},
	{what: "`Grade`, with every reason", beside: "an exact sum of big.Rat", of: "grading PerPerson/Grade ns/person", base: "grading PerPerson/big.Rat ns/person", unit: "times", most: 1},
	{what: "`Grade` of the reference course", beside: "", of: "grading Reference allocs/op", unit: "allocations", most: 9},
	{what: "`Grade` by a tree of 30 leaves with two weightings", beside: "by the four of the reference course", of: "grading Tree/30_leaves ns/op", base: "grading Tree/reference ns/op", unit: "times", most: 40},
	{what: "`Eligibility`, three-valued", beside: "conditions written by hand, yes or no", of: "admission Eligibility/reasons ns/op", base: "admission Eligibility/by-hand ns/op", unit: "times", most: 20},
	{what: "`Select` from 100,000, a person", beside: "", of: "admission Select/100000 allocs/op", per: 100_000, unit: "allocations", most: 25},
	{what: "`Select` from 100,000, a person", beside: "", of: "admission Select/100000 B/op", per: 100_000, unit: "bytes", most: 2500},
	{what: "sorting 1,000,000 people", beside: "their first 32 by `Top`", of: "admission Top32/sort/1000000 ns/person", base: "admission Top32/top/1000000 ns/person", unit: "times", least: 25},
	{what: "`Apply`, each of 100,000 answers", beside: "each of 1,000", of: "admission Apply/100000 ns/answer", base: "admission Apply/1000 ns/answer", unit: "times", most: 4},
	{what: "`Explain`, each of 100,000 people", beside: "each of 2,000", of: "admission Explain/100000 ns/person", base: "admission Explain/2000 ns/person", unit: "times", most: 3},
	{what: "best groups of 56 cohorts of 31 to 34 people, proved in every tier", beside: "", of: "grouping Proof/form proved", unit: "cohorts", least: 56},
	{what: "the slowest of these proofs", beside: "the median", of: "grouping Proof/form worst-ms", base: "grouping Proof/form median-ms", unit: "times", most: 30},
	{what: "checking a certificate", beside: "`Form` with its proof", of: "grouping Proof/check ns/op", base: "grouping Proof/form ns/op", unit: "times", most: 1},
	{what: "`Form`, each of 10,000 members", beside: "each of 1,000", of: "grouping FormMany/10000 µs/member", base: "grouping FormMany/1000 µs/member", unit: "times", most: 2},
	{what: "`Form`, each of 100,000 members", beside: "each of 1,000", of: "grouping FormMany/100000 µs/member", base: "grouping FormMany/1000 µs/member", unit: "times", most: 2},
	{what: "attendance, each of 1,000,000 rows", beside: "each of 1,000", of: "schedule Attendance/1000000 ns/row", base: "schedule Attendance/1000 ns/row", unit: "times", most: 4},
	{what: "a mark in a run of 10,000", beside: "in a run of 32", of: "course Mark/10000 ns/op", base: "course Mark/32 ns/op", unit: "times", most: 3},
	{what: "recording the reference run, decisions and all", beside: "its `Resume`", of: "course RecordReference ns/op", base: "course ResumeReference ns/op", unit: "times", least: 10},
	{what: "journal of 10,000 applicants and their selection, a person", beside: "", of: "course JournalOfManyApplicants journal-bytes", per: 10_000, unit: "bytes", most: 1000},
	{what: "the strict decoder", beside: "encoding/json", of: "course/document Decode/strict ns/op", base: "course/document Decode/encoding/json ns/op", unit: "times", most: 5},
	{what: "the instant of a wall time, gaps and overlaps told", beside: "time.Date", of: "course/civil DateTime/In/unique ns/op", base: "course/civil DateTime/Date/unique ns/op", unit: "times", most: 8},
}

// line is a row with its measured figure. Its text is a line of the README's table.
type line struct {
	row
	figure float64
}

func (l line) bound() string {
	switch {
	case l.least > 0:
		return "at least " + number(l.least)
	case l.most > 0:
		return "at most " + number(l.most)
	}
	return ""
}

func (l line) String() string {
	return fmt.Sprintf("| %s | %s | %s %s | %s |", l.what, l.beside, number(l.figure), l.unit, l.bound())
}

// number returns a number with two significant digits, or rounded to a whole number if it
// is at least 10.
func number(f float64) string {
	if f >= 10 || f == math.Trunc(f) {
		return strconv.FormatFloat(math.Round(f), 'f', 0, 64)
	}
	return strconv.FormatFloat(f, 'g', 2, 64)
}

// held returns what is wrong if the figure is outside of its bounds, and "" otherwise.
func (l line) held() string {
	if l.most > 0 && l.figure > l.most || l.figure < l.least {
		return fmt.Sprintf("%s: %s %s, which is not %s", l.what, number(l.figure), l.unit, l.bound())
	}
	return ""
}

// differs returns how the line differs from the README's line, and "" if it does not.
func (l line) differs(text string) string {
	cells := strings.Split(text, "|")
	mine := strings.Split(l.String(), "|")
	if len(cells) != len(mine) {
		return "README: not a line of the table: " + text
	}
	stated, err := strconv.ParseFloat(strings.Fields(cells[3] + " ?")[0], 64)
	cells[3], mine[3] = "", ""
	if err != nil || !slices.Equal(cells, mine) {
		return fmt.Sprintf("README: %s\nis not: %s", text, l)
	}
	if t := l.tolerance(); l.figure > stated*t || l.figure*t < stated {
		return fmt.Sprintf("%s: the README says %s, this run %s", l.what, number(stated), number(l.figure))
	}
	return ""
}

// read returns the smallest figure for each benchmark and unit.
func read(in *bufio.Scanner) map[string]float64 {
	figures := map[string]float64{}
	pkg := ""
	for in.Scan() {
		fields := strings.Fields(in.Text())
		switch {
		case len(fields) == 2 && fields[0] == "pkg:":
			pkg = strings.TrimPrefix(fields[1], "github.com/cohortkit/cohort/")
		case len(fields) >= 4 && strings.HasPrefix(fields[0], "Benchmark"):
			name := strings.TrimPrefix(fields[0], "Benchmark")
			if i := strings.LastIndexByte(name, '-'); i > 0 {
				name = name[:i]
			}
			for i := 2; i+1 < len(fields); i += 2 {
				value, err := strconv.ParseFloat(fields[i], 64)
				key := pkg + " " + name + " " + fields[i+1]
				if old, seen := figures[key]; err == nil && (!seen || value < old) {
					figures[key] = value
				}
			}
		}
	}
	return figures
}

// table returns the lines of the table, and a fault for each missing benchmark.
func table(figures map[string]float64) (lines []line, faults []string) {
	get := func(key string) float64 {
		value, ok := figures[key]
		if !ok {
			faults = append(faults, "no such benchmark: "+key)
		}
		return value
	}
	for _, r := range rows {
		figure := get(r.of)
		if r.base != "" {
			figure /= get(r.base)
		}
		if r.per > 0 {
			figure /= r.per
		}
		lines = append(lines, line{r, figure})
	}
	return lines, faults
}

const (
	begin = "<!-- figures -->\n"
	end   = "<!-- /figures -->\n"
	head  = "| what | beside, in the same run | figure | held to |\n|---|---|---|---|\n"
)

// readme returns the README's text before the table, the table's rows, and the text after
// the table.
func readme() (before, rows, after string, err error) {
	data, err := os.ReadFile("README.md")
	if err != nil {
		return "", "", "", err
	}
	before, rest, begins := strings.Cut(string(data), begin)
	rows, after, ends := strings.Cut(rest, end)
	if !begins || !ends {
		return "", "", "", fmt.Errorf("README.md has no %s", strings.TrimSpace(begin))
	}
	return before, strings.TrimPrefix(rows, head), after, nil
}

func run(mode string) (faults []string) {
	lines, faults := table(read(bufio.NewScanner(os.Stdin)))
	var text strings.Builder
	for _, l := range lines {
		fmt.Fprintln(&text, l)
		if fault := l.held(); fault != "" {
			faults = append(faults, fault)
		}
	}
	fmt.Print(head, text.String())
	if mode == "" {
		return faults
	}
	before, stated, after, err := readme()
	if err != nil {
		return append(faults, err.Error())
	}
	if mode == "-write" {
		if err := os.WriteFile("README.md", []byte(before+begin+head+text.String()+end+after), 0o644); err != nil {
			faults = append(faults, err.Error())
		}
		return faults
	}
	old := strings.Split(strings.TrimSpace(stated), "\n")
	if len(old) != len(lines) {
		return append(faults, fmt.Sprintf("the README has %d lines, this run %d", len(old), len(lines)))
	}
	for i, l := range lines {
		if fault := l.differs(old[i]); fault != "" {
			faults = append(faults, fault)
		}
	}
	return faults
}

func main() {
	mode := ""
	if len(os.Args) > 1 {
		mode = os.Args[1]
	}
	faults := run(mode)
	for _, fault := range faults {
		fmt.Fprintln(os.Stderr, fault)
	}
	if len(faults) > 0 {
		os.Exit(1)
	}
}
