package grading_test

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/cohortkit/cohort/grading"
)

// In a certificate, "above" is strict and "at_least" is inclusive. There is no
// default.
func ExampleCertificate() {
	for _, certificate := range []string{`{"above": "80"}`, `{"at_least": "80"}`} {
		g := read(`{"components": [{"id": "exam", "weight": "100", "award": {"points": {"max": "100"}}}], "certificate": ` + certificate + `}`)
		totals(g, `{"exam": {"points": "80"}}`)
	}
	// Output:
	// {"exam": {"points": "80"}}: 80, not_certified
	// {"exam": {"points": "80"}}: 80, certified
}

// A minimum must be reached whatever the total is. It does not bind a person
// who is excused from the component.
func ExampleComponent_minimum() {
	g := read(`{"components": [
	  {"id": "homework", "weight": "50", "award": {"points": {"max": "10"}}},
	  {"id": "exam", "weight": "50", "minimum": "40", "award": {"points": {"max": "10"}}}], "certificate": {"at_least": "60"}}`)
	totals(g, `{"homework": {"points": "10"}, "exam": {"points": "3"}}`, `{"homework": {"points": "10"}, "exam": {"points": "4"}}`, `{"homework": {"points": "10"}, "exam": {"excused": true}}`)
	// Output:
	// {"homework": {"points": "10"}, "exam": {"points": "3"}}: 65, not_certified
	// {"homework": {"points": "10"}, "exam": {"points": "4"}}: 70, certified
	// {"homework": {"points": "10"}, "exam": {"excused": true}}: 100, certified
}

const letters = `{"components": [
  {"id": "coursework", "title": "Coursework", "weight": "40", "award": {"points": {"max": "40"}}},
  {"id": "final", "title": "Final exam", "weight": "60", "award": {"points": {"max": "100"}}}],
 "outcomes": [
  {"name": "a", "title": "with distinction", "certifies": true, "at_least": "85", "needs": [{"component": "final", "above": "80"}]},
  {"name": "b", "certifies": true, "at_least": "60"},
  {"name": "c", "at_least": "40"}]}`

// A result has the first outcome that is assured, and the first outcome that is
// still possible. Outcomes are listed best first.
func ExampleOutcomeRule() {
	g := read(letters)
	for _, text := range []string{
		`{"coursework": {"points": "38"}, "final": {"points": "90"}}`, `{"coursework": {"points": "40"}, "final": {"points": "80"}}`,
		`{"coursework": {"points": "30"}, "final": {"points": "20"}}`, `{"coursework": {"points": "38"}}`,
	} {
		marks, _ := g.ParseMarks([]byte(text))
		r, err := g.Grade(marks)
		fmt.Printf("%s %q %q %s %v\n", r.Total, r.Outcome, r.Possible, r.Decision, err)
	}
	// Output:
	// 92 "a" "a" certified <nil>
	// 88 "b" "b" certified <nil>
	// 42 "c" "c" not_certified <nil>
	// 38 "" "a" pending <nil>
}

// A need is a threshold on a single component. Its finding says what is needed
// and what the component has.
func ExampleNeed() {
	g := read(letters)
	marks, _ := g.ParseMarks([]byte(`{"coursework": {"points": "40"}, "final": {"points": "80"}}`))
	r, err := g.Grade(marks)
	for _, f := range r.Findings[0].Parts {
		fmt.Println(f.Code, f.Path, f.Verdict, f.Need, f.Have)
	}
	fmt.Println(err)
	// Output:
	// total  met at least 85 88
	// need ["final"] not_met above 80% of full marks 80%
	// <nil>
}

// The pieces of a sentence are put into French.
func ExampleSaid() {
	french := map[string]string{
		"pending": "Pas encore décidé", "total_so_far": " : %total% pour l'instant", "best": ", au mieux %best%", "possible": " (%outcome%)",
		"required_at_least": " ; il faut au moins %limit%", "for_outcome": " pour « %outcome% »",
		"component": "%component% : ", "points": "%earned% points sur %possible%", "handed_in_not_marked_yet": "remis, pas encore noté",
		"equals": ", soit %points% des %full% % du total", "adds": " ; %points% des %full% % du total",
	}
	say := func(said []grading.Said) {
		for _, piece := range said {
			text := french[piece.Code]
			for name, value := range piece.Values {
				text = strings.ReplaceAll(text, "%"+name+"%", value)
			}
			fmt.Print(text)
		}
		fmt.Println(".")
	}
	g := read(letters)
	marks, _ := g.ParseMarks([]byte(`{"coursework": {"points": "38"}, "final": {"handed_in": true}}`))
	r, err := g.Grade(marks)
	shown := r.Shown(1)
	say(shown.Said)
	for _, part := range shown.Parts {
		say(part.Said)
	}
	fmt.Println(shown.Sentence, err)
	// Output:
	// Pas encore décidé : 38 pour l'instant, au mieux 98 (with distinction) ; il faut au moins 60 pour « b ».
	// Coursework : 38 points sur 40, soit 38 des 40 % du total.
	// Final exam : remis, pas encore noté ; 0 des 60 % du total, au mieux 60.
	// Still open: the total is 38 so far, at best 98 (with distinction); at least 60 is required for b. <nil>
}

// Each piece of a sentence is stored as a code with its values.
func ExampleShown() {
	marks, _ := read(letters).ParseMarks([]byte(`{"coursework": {"points": "40"}, "final": {"points": "80"}}`))
	r, err := read(letters).Grade(marks)
	for _, piece := range r.Shown(2).Said {
		text, _ := json.Marshal(piece)
		fmt.Println(string(text))
	}
	fmt.Println(err)
	// Output:
	// {"code":"certified"}
	// {"code":"outcome","values":{"name":"b","outcome":"b"}}
	// {"code":"total","values":{"total":"88"}}
	// {"code":"required_at_least","values":{"limit":"60"}}
	// <nil>
}
