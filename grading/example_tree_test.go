package grading_test

import "fmt"

// The weights of a group are divided by their sum.
func ExampleGroupAward() {
	g := single(`{"group": {"components": [
	  {"id": "hw1", "weight": "1", "award": {"points": {"max": "10"}}},
	  {"id": "essay", "weight": "3", "award": {"points": {"max": "40"}}}]}}`)
	totals(g, `{"hw1": {"points": "10"}, "essay": {"points": "10"}}`, `{"hw1": {"points": "10"}}`, `{"hw1": {"points": "10"}, "esay": {"points": "10"}}`)
	// Output:
	// {"hw1": {"points": "10"}, "essay": {"points": "10"}}: 43.75, not_certified
	// {"hw1": {"points": "10"}}: 25 to 100, pending
	// ["esay"]: unknown-component: no such component; the nearest is essay; there are hw1 and essay
}

// The worst homework is dropped, but never the project.
func ExampleGroupAward_dropLowest() {
	g := single(`{"group": {"drop_lowest": 1, "components": [
	  {"id": "hw1", "weight": "1", "award": {"points": {"max": "10"}}},
	  {"id": "hw2", "weight": "1", "award": {"points": {"max": "10"}}},
	  {"id": "project", "weight": "1", "never_drop": true, "award": {"points": {"max": "10"}}}]}}`)
	totals(g, `{"hw1": {"points": "5"}, "hw2": {"points": "9"}, "project": {"points": "1"}}`)
	// Output:
	// {"hw1": {"points": "5"}, "hw2": {"points": "9"}, "project": {"points": "1"}}: 50, certified
}

func ExampleGroupAward_dropHighest() {
	g := single(`{"group": {"drop_lowest": 1, "drop_highest": 1, "components": [
	  {"id": "p", "weight": "1", "award": {"points": {"max": "10"}}},
	  {"id": "q", "weight": "1", "award": {"points": {"max": "10"}}},
	  {"id": "r", "weight": "1", "award": {"points": {"max": "10"}}}]}}`)
	totals(g, `{"p": {"points": "1"}, "q": {"points": "6"}, "r": {"points": "10"}}`)
	// Output:
	// {"p": {"points": "1"}, "q": {"points": "6"}, "r": {"points": "10"}}: 60, certified
}

// The best of two attempts counts. A component that a weighting does not name
// has no weight in it.
func ExampleGroupAward_bestAttempt() {
	g := single(`{"group": {"weightings": [{"second": "1"}], "components": [
	  {"id": "first", "weight": "1", "award": {"points": {"max": "10"}}},
	  {"id": "second", "weight": "0", "award": {"points": {"max": "10"}}}]}}`)
	totals(g, `{"first": {"points": "4"}, "second": {"points": "7"}}`, `{"first": {"points": "4"}, "second": {"points": "3"}}`)
	// Output:
	// {"first": {"points": "4"}, "second": {"points": "7"}}: 70, certified
	// {"first": {"points": "4"}, "second": {"points": "3"}}: 40, not_certified
}

// The final counts in place of the midterm if that is better for the person. A
// person who is excused from the midterm gains no choice by the excuse.
func ExampleWeighting() {
	g := read(`{"components": [
	  {"id": "midterm", "weight": "40", "award": {"points": {"max": "100"}}},
	  {"id": "final", "weight": "60", "award": {"points": {"max": "100"}}}],
	 "weightings": [{"final": "100"}], "certificate": {"at_least": "50"}}`)
	totals(g, `{"midterm": {"points": "20"}, "final": {"points": "70"}}`, `{"midterm": {"points": "90"}, "final": {"points": "70"}}`, `{"midterm": {"excused": true}, "final": {"points": "70"}}`)
	// Output:
	// {"midterm": {"points": "20"}, "final": {"points": "70"}}: 70, certified
	// {"midterm": {"points": "90"}, "final": {"points": "70"}}: 78, certified
	// {"midterm": {"excused": true}, "final": {"points": "70"}}: 70, certified
}

// A result lists what each way to weigh gives, and which of them counts.
func ExampleAlternative() {
	g := read(`{"components": [
	  {"id": "midterm", "weight": "40", "award": {"points": {"max": "100"}}},
	  {"id": "final", "weight": "60", "award": {"points": {"max": "100"}}}],
	 "weightings": [{"final": "100"}], "certificate": {"at_least": "50"}}`)
	marks, _ := g.ParseMarks([]byte(`{"midterm": {"points": "20"}, "final": {"points": "70"}}`))
	r, err := g.Grade(marks)
	for _, a := range r.Weightings {
		fmt.Println(a.Weighting, a.Percent, a.Counted)
	}
	fmt.Println(r.Shown(2).Sentence, err)
	// Output:
	// 0 50 false
	// 1 70 true
	// Certified: the total is 70; at least 50 is required; weighting 1 counts, no other way to weigh gives more than 50%. <nil>
}

// Relative weights are divided by their sum: 10 and 40 are shares of 20% and
// 80%.
func ExampleWeights() {
	g := read(`{"weights": "relative", "components": [
	  {"id": "quiz", "weight": "10", "award": {"points": {"max": "10"}}},
	  {"id": "exam", "weight": "40", "award": {"points": {"max": "40"}}}], "certificate": {"at_least": "50"}}`)
	totals(g, `{"quiz": {"points": "5"}, "exam": {"points": "30"}}`)
	// Output:
	// {"quiz": {"points": "5"}, "exam": {"points": "30"}}: 70, certified
}

// Extra credit adds to the total and is not a part of the 100 percent.
func ExampleComponent_extraCredit() {
	g := read(`{"components": [
	  {"id": "exam", "weight": "100", "award": {"points": {"max": "100"}}},
	  {"id": "blog", "weight": "5", "extra_credit": true, "award": {"completion": {}}}], "certificate": {"above": "80"}}`)
	totals(g, `{"exam": {"points": "78"}, "blog": {"completed": true}}`, `{"exam": {"points": "78"}, "blog": {"excused": true}}`)
	// Output:
	// {"exam": {"points": "78"}, "blog": {"completed": true}}: 83, certified
	// {"exam": {"points": "78"}, "blog": {"excused": true}}: 78, not_certified
}

// A cap is the highest possible total. The result and its sentence say what the
// cap cuts off.
func ExampleScheme_cap() {
	g := read(`{"cap": "100", "components": [
	  {"id": "exam", "weight": "100", "award": {"points": {"max": "100"}}},
	  {"id": "blog", "weight": "5", "extra_credit": true, "award": {"completion": {}}}], "certificate": {"above": "80"}}`)
	marks, _ := g.ParseMarks([]byte(`{"exam": {"points": "98"}, "blog": {"completed": true}}`))
	r, err := g.Grade(marks)
	fmt.Println(r.Total, r.AboveCap, err)
	fmt.Println(r.Shown(2).Sentence)
	// Output:
	// 100 3 <nil>
	// Certified: the total is 100 (capped; the parts add up to 103); more than 80 is required.
}
