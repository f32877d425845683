package grading_test

import (
	"fmt"

	"github.com/cohortkit/cohort/grading"
)

func read(scheme string) *grading.Grader {
	s, err := grading.Parse([]byte(scheme))
	if err != nil {
		panic(err)
	}
	g, err := grading.Compile(s)
	if err != nil {
		panic(err)
	}
	return g
}

// totals prints the total and the decision of marks. If something is open, it
// prints the best total as well.
func totals(g *grading.Grader, list ...string) {
	for _, text := range list {
		marks, err := g.ParseMarks([]byte(text))
		if err != nil {
			fmt.Println(err)
			continue
		}
		r, err := g.Grade(marks)
		switch {
		case err != nil:
			fmt.Println(err)
		case r.Best != r.Total:
			fmt.Printf("%s: %s to %s, %s\n", text, r.Total, r.Best, r.Decision)
		default:
			fmt.Printf("%s: %s, %s\n", text, r.Total, r.Decision)
		}
	}
}

// single returns the grader of a scheme with one component, whose id is "a".
func single(award string) *grading.Grader {
	return read(`{"components": [{"id": "a", "weight": "100", "award": ` + award + `}], "certificate": {"at_least": "50"}}`)
}

func ExampleCompletionAward() {
	totals(single(`{"completion": {}}`), `{"a": {"completed": true}}`, `{"a": {"completed": false}}`)
	// Output:
	// {"a": {"completed": true}}: 100, certified
	// {"a": {"completed": false}}: 0, not_certified
}

// Attendance gives all or nothing here: four of five sessions give nothing.
func ExampleAttendanceAward() {
	totals(single(`{"attendance": {"sessions": 5, "credit": "all_sessions"}}`),
		`{"a": {"attended": 5, "held": 5}}`, `{"a": {"attended": 4, "held": 5}}`, `{"a": {"attended": 2, "held": 2}}`)
	// Output:
	// {"a": {"attended": 5, "held": 5}}: 100, certified
	// {"a": {"attended": 4, "held": 5}}: 0, not_certified
	// {"a": {"attended": 2, "held": 2}}: 0 to 100, pending
}

func ExampleAttendanceAward_perSession() {
	totals(single(`{"attendance": {"sessions": 5, "credit": "per_session"}}`), `{"a": {"attended": 4, "held": 5}}`, `{"a": {"attended": 1, "held": 3}}`)
	// Output:
	// {"a": {"attended": 4, "held": 5}}: 80, certified
	// {"a": {"attended": 1, "held": 3}}: 20 to 60, pending
}

// Two of fourteen sessions may be missed; a session from which a
// person is excused does not count.
func ExampleAttendanceAward_mayMiss() {
	totals(single(`{"attendance": {"sessions": 14, "credit": "all_sessions", "may_miss": 2}}`),
		`{"a": {"attended": 12, "held": 14}}`, `{"a": {"attended": 11, "held": 14}}`, `{"a": {"attended": 11, "held": 14, "excused": 1}}`)
	// Output:
	// {"a": {"attended": 12, "held": 14}}: 100, certified
	// {"a": {"attended": 11, "held": 14}}: 0, not_certified
	// {"a": {"attended": 11, "held": 14, "excused": 1}}: 100, certified
}

func ExamplePointsAward() {
	totals(single(`{"points": {"max": "15", "step": "0.5"}}`), `{"a": {"points": "7.5"}}`, `{"a": {"points": "7.2"}}`, `{"a": {"points": "16"}}`)
	// Output:
	// {"a": {"points": "7.5"}}: 50, certified
	// ["a"].points: off-step: a whole multiple of 0.5
	// ["a"].points: above-maximum: at most 15
}

// Marks may be above the maximum if the award allows it.
func ExamplePointsAward_upTo() {
	totals(single(`{"points": {"max": "10", "up_to": "12"}}`), `{"a": {"points": "11"}}`, `{}`)
	// Output:
	// {"a": {"points": "11"}}: 110, certified
	// {}: 0 to 120, pending
}

func ExampleLevelsAward() {
	totals(single(`{"levels": {"max": "60", "levels": [{"name": "submission", "points": "40"}, {"name": "excellent", "points": "60"}]}}`),
		`{"a": {"level": "excellent"}}`, `{"a": {"missing": true}}`, `{"a": {"level": "great"}}`)
	// Output:
	// {"a": {"level": "excellent"}}: 100, certified
	// {"a": {"missing": true}}: 0, not_certified
	// ["a"].level: unknown-level: no such level; there are submission and excellent
}

// A sum divides all points earned by all possible points.
func ExampleItemsAward() {
	totals(single(`{"items": {"combine": "sum"}}`),
		`{"a": {"items": [{"id": "hw1", "earned": "5", "possible": "10"}, {"id": "hw2", "earned": "30", "possible": "30"}]}}`)
	// Output:
	// {"a": {"items": [{"id": "hw1", "earned": "5", "possible": "10"}, {"id": "hw2", "earned": "30", "possible": "30"}]}}: 87.5, certified
}

// A mean averages the shares of the items. A list of fewer than three items is
// still open.
func ExampleItemsAward_mean() {
	totals(single(`{"items": {"combine": "mean", "min_items": 3}}`),
		`{"a": {"items": [{"earned": "5", "possible": "10"}, {"earned": "30", "possible": "30"}]}}`,
		`{"a": {"items": [{"earned": "5", "possible": "10"}, {"earned": "30", "possible": "30"}, {"missing": true}]}}`)
	// Output:
	// {"a": {"items": [{"earned": "5", "possible": "10"}, {"earned": "30", "possible": "30"}]}}: 50 to 250/3, certified
	// {"a": {"items": [{"earned": "5", "possible": "10"}, {"earned": "30", "possible": "30"}, {"missing": true}]}}: 50, certified
}

// The lowest item is dropped, but never an item that never_drop names. If the list has
// only one item that may be dropped, that item is kept.
func ExampleItemsAward_dropLowest() {
	totals(single(`{"items": {"combine": "mean", "drop_lowest": 1, "never_drop": ["essay"]}}`),
		`{"a": {"items": [{"id": "essay", "earned": "2", "possible": "10"}, {"id": "x", "earned": "4", "possible": "10"}, {"id": "y", "earned": "9", "possible": "10"}]}}`,
		`{"a": {"items": [{"id": "essay", "earned": "2", "possible": "10"}, {"id": "x", "earned": "4", "possible": "10"}]}}`)
	// Output:
	// {"a": {"items": [{"id": "essay", "earned": "2", "possible": "10"}, {"id": "x", "earned": "4", "possible": "10"}, {"id": "y", "earned": "9", "possible": "10"}]}}: 55, certified
	// {"a": {"items": [{"id": "essay", "earned": "2", "possible": "10"}, {"id": "x", "earned": "4", "possible": "10"}]}}: 30, not_certified
}

func ExampleItemsAward_dropHighest() {
	totals(single(`{"items": {"combine": "sum", "drop_lowest": 1, "drop_highest": 1}}`),
		`{"a": {"items": [{"earned": "0", "possible": "10"}, {"earned": "6", "possible": "10"}, {"earned": "10", "possible": "10"}]}}`)
	// Output:
	// {"a": {"items": [{"earned": "0", "possible": "10"}, {"earned": "6", "possible": "10"}, {"earned": "10", "possible": "10"}]}}: 60, certified
}

func ExampleItemsAward_upToPercent() {
	totals(single(`{"items": {"combine": "mean", "up_to_percent": "120"}}`),
		`{"a": {"items": [{"earned": "12", "possible": "10"}]}}`, `{"a": {"items": [{"earned": "13", "possible": "10"}]}}`)
	// Output:
	// {"a": {"items": [{"earned": "12", "possible": "10"}]}}: 120, certified
	// ["a"].items[0].earned: above-maximum: at most 120% of what was possible
}

// A missing mark counts as zero, an excused mark does not count, and a pending
// mark is still open. The mark of something handed in is pending too.
func ExampleMark() {
	g := read(`{"components": [
	  {"id": "essay", "weight": "40", "award": {"points": {"max": "10"}}},
	  {"id": "exam", "weight": "60", "award": {"points": {"max": "100"}}}], "certificate": {"at_least": "50"}}`)
	totals(g,
		`{"essay": {"points": "0"}, "exam": {"points": "75"}}`, `{"essay": {"missing": true}, "exam": {"points": "75"}}`,
		`{"essay": {"excused": true}, "exam": {"points": "75"}}`, `{"essay": {"handed_in": true}, "exam": {"points": "75"}}`, `{"exam": {"points": "75"}}`)
	// Output:
	// {"essay": {"points": "0"}, "exam": {"points": "75"}}: 45, not_certified
	// {"essay": {"missing": true}, "exam": {"points": "75"}}: 45, not_certified
	// {"essay": {"excused": true}, "exam": {"points": "75"}}: 75, certified
	// {"essay": {"handed_in": true}, "exam": {"points": "75"}}: 45 to 85, pending
	// {"exam": {"points": "75"}}: 45 to 85, pending
}
