package document_test

import (
	"fmt"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

type component struct {
	ID     string        `json:"id" validate:"id"`
	Weight exact.Decimal `json:"weight" validate:"required,bounded"`
}

func ExampleDecode() {
	var c component
	fmt.Println(document.Decode([]byte(`{"id": "quiz", "weight": 10, "wieght": "10"}`), &c))
	// Output:
	// weight: type: want text in quotes: a number in quotes stays exact
	// wieght: unknown-key: no such key; the nearest is weight; there are id and weight
}

func ExampleParse() {
	var c component
	err := document.Parse([]byte(`{"wieght": "10"}`), &c, func(r *rule.Report) { r.Put(document.Shape(c)...) })
	fmt.Println(err)
	// Output:
	// id: required: is required
	// weight: required: is required
	// wieght: unknown-key: no such key; the nearest is weight; there are id and weight
}

func ExampleCheck() {
	c := component{ID: "quiz"}
	fmt.Println(document.Check(c, func(r *rule.Report) { r.Put(document.Shape(c)...) }))
	// Output: weight: required: is required
}
