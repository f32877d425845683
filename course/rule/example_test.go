package rule_test

import (
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

// An absent fact stays unknown, also under a negation.
func ExampleAll() {
	degree, months := rule.Unknown, rule.Met
	fmt.Println(rule.All(degree, months), rule.Any(degree, months), rule.Not(degree))
	// Output: unknown met unknown
}

func ExampleReport() {
	var r rule.Report
	r.Put(rule.Required("components[0].weight"))
	if r.Clean("components") { // skipped: a weight it would add up is missing
		r.Note("components", "weights-total", "weights do not add up to 100")
	}
	fmt.Println(r.Violations())
	// Output: components[0].weight: required: is required
}
