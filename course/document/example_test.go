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

// Every value that does not fit is reported with its path.
func ExampleDecode_strict() {
	var c struct {
		Components []component `json:"components"`
	}
	err := document.Decode([]byte(`{"components": [{"id": "quiz", "id": "test", "weight": null}, {"id": "essay", "weight": "1e3"}]}`), &c)
	fmt.Println(err)
	// Output:
	// components[0].id: duplicate-key: is listed twice; the first one counts
	// components[0].weight: null: leave the key out instead of null
	// components[1].weight: decimal: want plain digits with an optional sign and point, such as 12.5, at most 64 characters
}

func ExampleShape() {
	fmt.Println(document.Shape(component{ID: "qu\u200biz"}))
	// Output:
	// id: id: want 1 to 128 bytes of characters that can be seen, without spaces around them
	// weight: required: is required
}

// A sum type is a struct with an optional field for each kind, exactly one of which is
// set.
func ExampleKinds() {
	type award struct {
		Points     *int  `json:"points,omitzero"`
		Completion *bool `json:"completion,omitzero"`
	}
	fmt.Println(document.Kinds(award{Points: new(10)}), document.Kinds(award{}))
	// Output:
	// [points] []
}

func ExampleValidID() {
	for _, id := range []string{"A017", "A 17", " A17", "A17\u3164", "", "名前"} {
		fmt.Printf("%+q %v\n", id, document.ValidID(id))
	}
	// Output:
	// "A017" true
	// "A 17" true
	// " A17" false
	// "A17\u3164" false
	// "" false
	// "\u540d\u524d" true
}

func ExampleValidText() {
	fmt.Println(document.ValidLine("two\nlines"), document.ValidText("two\nlines"), document.ValidText("a\u202eb"))
	// Output:
	// false true false
}

// Two ids that have the same skeleton can be mistaken for each other.
func ExampleSkeleton() {
	fmt.Println(document.Skeleton("Jose\u0301") == document.Skeleton("JOSE"), document.Skeleton("A1") == document.Skeleton("A2"))
	// Output:
	// true false
}
