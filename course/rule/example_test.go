package rule_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/cohortkit/cohort/course/rule"
)

func ExampleViolations() {
	err := rule.Violations{
		{Code: "weights-total", Path: "components", Detail: "weights add up to 99, not 100"},
		{Code: "required", Path: "certificate.above", Detail: "is required"},
	}.Err()
	fmt.Println(err)
	fmt.Println(errors.Is(err, rule.Violation{Code: "weights-total"}))
	// Output:
	// components: weights-total: weights add up to 99, not 100
	// certificate.above: required: is required
	// true
}

// An absent fact stays unknown, even under a negation.
func ExampleAll() {
	degree, months := rule.Unknown, rule.Met
	fmt.Println(rule.All(degree, months), rule.Any(degree, months), rule.Not(degree))
	// Output: unknown met unknown
}

func ExampleReport() {
	var r rule.Report
	r.Put(rule.Required("components[0].weight"))
	if r.Clean("components") { // skipped: a weight of the sum is missing
		r.Note("components", "weights-total", "weights do not add up to 100")
	}
	fmt.Println(r.Violations())
	// Output: components[0].weight: required: is required
}

// Paths are written as in JavaScript.
func ExampleKey() {
	path := rule.Key(rule.Field(rule.Index("records", 3), "marks"), "quiz")
	fmt.Println(rule.Field(path, "points"), rule.Parent(path), rule.Join("grading", "components[0]"))
	// Output:
	// records[3].marks["quiz"].points records[3].marks grading.components[0]
}

// The detail of a violation says what would be right.
func ExampleUnknownName() {
	sessions := []string{"session-1", "session-2"}
	fmt.Println(rule.UnknownName("held.session", "unknown-session", "session", "sesion-2", sessions))
	fmt.Println(rule.UnknownValue("credit", "per_session", "all_sessions"))
	fmt.Println(rule.Range("capacity", 1, 1000, "seats"))
	fmt.Println(rule.TooMany("rows", 1_000_000, "rows"))
	fmt.Println(rule.Duplicate("components[2].id", "duplicate-id"))
	// Output:
	// held.session: unknown-session: no such session; the nearest is session-2; there are session-1 and session-2
	// credit: unknown-value: want per_session or all_sessions
	// capacity: range: want 1 to 1000 seats
	// rows: too-many: at most 1,000,000 rows
	// components[2].id: duplicate-id: is listed twice
}

func ExampleList() {
	fmt.Println(rule.List("or", "woman", "man", "other"), rule.Thousands(1234567))
	// Output:
	// woman, man or other 1,234,567
}

// A check of one part of a document reports into the report of the whole document.
func ExampleReport_At() {
	var r rule.Report
	r.At("grading").At("components[2]").Put(rule.Required("weight"))
	fmt.Println(r.Violations(), r.Clean("grading"), r.Clean("grading.components[1]"))
	// Output:
	// grading.components[2].weight: required: is required false true
}

// A value that could not be read has no further violations.
func ExampleReport_Unreadable() {
	var r rule.Report
	r.Unreadable("award", "type", "want an object")
	r.Put(rule.Required("award.max"))
	fmt.Println(r.Violations())
	// Output:
	// award: type: want an object
}

func ExampleViolations_At() {
	var vs rule.Violations = []rule.Violation{rule.Required("points")}
	fmt.Println(vs.At(`marks["quiz"]`))
	// Output:
	// marks["quiz"].points: required: is required
}

func ExampleViolation_Is() {
	err := rule.Violations{rule.Required("a"), rule.Required("b")}.Err()
	fmt.Println(errors.Is(err, rule.Violation{Code: "required", Path: "b"}), errors.Is(err, rule.Violation{Code: "id"}))
	// Output:
	// true false
}

func ExampleVerdict() {
	fmt.Println(rule.Of(true), rule.Of(false), rule.Unknown)
	// Output:
	// met not_met unknown
}

func ExampleFinding() {
	text, err := json.Marshal(rule.Finding{
		Code: "experience", Path: "experience_months", Verdict: rule.NotMet, Need: "at least 24 months", Have: "18",
		Source: &rule.Source{Section: "entry", Item: 2},
	})
	fmt.Println(string(text), err)
	// Output:
	// {"code":"experience","path":"experience_months","verdict":"not_met","need":"at least 24 months","have":"18","source":{"section":"entry","item":2}} <nil>
}
