package course_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Exact: the decisions of a whole run stay the same when every setting of package decimal
// changes. The test is not parallel, because the settings are global.
func TestPromiseExact(t *testing.T) {
	want := runOf(t, applicants(t))
	division, power, quotes, trim, scientific, iterations, exponent := decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent,
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent
	defer func() {
		decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros,
			decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent = division, power, quotes, trim, scientific, iterations, exponent
	}()
	decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.MarshalJSONWithoutQuotes = 0, 0, true
	decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.ExpMaxIterations, decimal.MaxDecodeExponent = !trim, true, 1, 0
	assert.Equal(t, want, runOf(t, applicants(t)))
}

// Deterministic: the same people in any order, on a machine in any time zone, yield the
// same bytes.
func TestPromiseDeterministic(t *testing.T) {
	want := runOf(t, applicants(t))
	local := time.Local
	defer func() { time.Local = local }()
	for seed, zone := range []string{"Pacific/Apia", "America/St_Johns", "Asia/Kathmandu"} {
		var err error
		time.Local, err = time.LoadLocation(zone)
		require.NoError(t, err)
		people := applicants(t)
		rand.New(rand.NewPCG(uint64(seed), 1)).Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		assert.Equal(t, want, runOf(t, people))
	}
}

// Explained: for each requirement, an assessment has a finding with a verdict. A selector
// with this requirement alone reaches the same verdict. The verdicts of all findings
// together yield the eligibility.
func TestPromiseExplained(t *testing.T) {
	t.Parallel()
	policy := *dpg.Definition().Admission
	whole, err := admission.Compile(policy)
	require.NoError(t, err)
	alone := map[string]*admission.Selector{}
	for _, requirement := range policy.Requirements {
		alone[requirement.Code], err = admission.Compile(admission.Policy{Capacity: 1, Requirements: []admission.Requirement{requirement}})
		require.NoError(t, err)
	}
	eligibility := map[rule.Verdict]admission.Eligibility{rule.Met: admission.Eligible, rule.NotMet: admission.Ineligible, rule.Unknown: admission.Incomplete}
	seen := map[rule.Verdict]int{}
	for _, a := range applicants(t) {
		assessment := whole.Assess(a)
		verdict := rule.Met
		for _, f := range assessment.Findings {
			verdict = rule.All(verdict, f.Verdict)
			if selector := alone[f.Code]; selector != nil {
				seen[f.Verdict]++
				assert.Equal(t, eligibility[f.Verdict], selector.Assess(a).Eligibility, "%s of %s", f.Code, a.ID)
			}
		}
		assert.Equal(t, eligibility[verdict], assessment.Eligibility, a.ID)
	}
	assert.Greater(t, seen[rule.Met], 100)
	assert.Greater(t, seen[rule.NotMet], 40)
	assert.Greater(t, seen[rule.Unknown], 8)
}

// Explained marks: the points of the parts add up to the total, and comparing the total
// with the threshold yields the decision.
func TestPromiseExplainedMarks(t *testing.T) {
	t.Parallel()
	grader, err := grading.Compile(dpg.Definition().Grading)
	require.NoError(t, err)
	for _, level := range []string{"submission", "good", "excellent"} {
		for attended := range 6 {
			result, err := grader.Grade(grading.Marks{"quiz": {Completed: new(true)}, "attendance": {Attended: new(attended), Held: new(5)}, "participation": {Missing: true}, "project": {Level: level}})
			require.NoError(t, err)
			sum := decimal.Zero
			for _, part := range result.Parts {
				sum = sum.Add(decimal.RequireFromString(part.Points.String()))
			}
			assert.Equal(t, sum.String(), result.Total.String())
			assert.Equal(t, sum.Cmp(decimal.NewFromInt(80)) > 0, result.Decision == grading.Certified)
		}
	}
}

// Pure: no package of the library imports a package for I/O, randomness or timing, reads
// a clock, starts a goroutine, has an init function or a variable that a caller could
// change, or computes with floats.
func TestPromisePure(t *testing.T) {
	t.Parallel()
	forbidden := []string{"os", "net", "log", "io/fs", "io/ioutil", "crypto/rand", "math/rand", "embed", "time/tzdata", "unsafe", "syscall", "plugin"}
	calls := []string{"time.Now", "time.Since", "time.Until", "time.After", "time.Sleep", "time.LoadLocation", "time.Local", "rand.Shuffle", "rand.IntN", "rand.N"}
	files := 0
	for _, dir := range []string{"admission", "course", "grading", "grouping", "schedule"} {
		err := filepath.WalkDir(filepath.Join("..", dir), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution|parser.ParseComments)
			if err != nil || ignored(file) {
				return err
			}
			files++
			for _, spec := range file.Imports {
				name := strings.Trim(spec.Path.Value, `"`)
				if name == "embed" && strings.Contains(path, "coursetest") {
					continue // the conformance kit embeds its vectors
				}
				assert.False(t, slices.ContainsFunc(forbidden, func(f string) bool { return name == f || f != "math/rand" && strings.HasPrefix(name, f+"/") }), "%s imports %s", path, name)
			}
			for _, declaration := range file.Decls {
				switch d := declaration.(type) {
				case *ast.FuncDecl:
					assert.False(t, d.Recv == nil && d.Name.Name == "init", "%s has an init", path)
				case *ast.GenDecl:
					for _, spec := range d.Specs {
						if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
							for _, name := range v.Names {
								assert.False(t, name.IsExported(), "%s: variable %s can be changed by a caller", path, name.Name)
							}
						}
					}
				}
			}
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.GoStmt:
					assert.Fail(t, "goroutine", path)
				case *ast.Ident:
					assert.NotContains(t, []string{"float64", "float32"}, n.Name, "%s computes with floats", path)
				case *ast.SelectorExpr:
					if of, ok := n.X.(*ast.Ident); ok {
						assert.NotContains(t, calls, of.Name+"."+n.Sel.Name, path)
					}
				}
				return true
			})
			return nil
		})
		require.NoError(t, err)
	}
	assert.Greater(t, files, 30)
}

// ignored reports whether a file is a separate program in a package's directory, such as
// the generator of a table.
func ignored(file *ast.File) bool {
	for _, group := range file.Comments {
		for _, comment := range group.List {
			if comment.Text == "//go:build ignore" {
				return true
			}
		}
	}
	return false
}

// applicants returns the applicants of the example.
func applicants(t testing.TB) []admission.Applicant {
	t.Helper()
	data, err := os.ReadFile("../examples/dpg/intake/applicants.json")
	require.NoError(t, err)
	var list []admission.Applicant
	require.NoError(t, json.Unmarshal(data, &list))
	return list
}

// runOf takes people through the reference course and returns all results as text. Nobody
// attends a session, and every project gets the level called "good".
func runOf(t *testing.T, people []admission.Applicant) string {
	t.Helper()
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	require.NoError(t, err)
	run := c.Run()
	var entries []course.Entry
	for i := range people {
		entries = append(entries, course.Entry{Applied: &people[i]})
	}
	record(t, run, append(entries, course.Entry{Selected: &admission.Selected{Seed: "a seed"}}, course.Entry{Grouped: &course.Grouped{}})...)
	entries = nil
	for _, s := range c.Schedule().Sessions() {
		entries = append(entries, course.Entry{At: s.End, Held: &schedule.Held{Session: s.ID}})
	}
	last := entries[len(entries)-1].At
	for name := range run.State().Groups {
		entries = append(entries, course.Entry{At: last, Project: &course.ProjectMark{Group: name, Mark: grading.Mark{Level: "good"}}})
	}
	record(t, run, append(entries, course.Entry{At: last, Ended: &course.Ended{}})...)
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	require.NoError(t, encoder.Encode(run.State()))
	for _, id := range run.State().Seats {
		person, _ := run.Person(id)
		require.NoError(t, encoder.Encode(person))
	}
	return out.String()
}
