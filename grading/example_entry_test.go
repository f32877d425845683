package grading_test

import (
	"encoding/json"
	"fmt"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// A scheme can be a Go literal in place of a JSON document.
func ExampleCompile() {
	g, err := grading.Compile(grading.Scheme{
		Components: []grading.Component{
			{ID: "essay", Weight: exact.MustDecimal("40"), Award: grading.Award{Points: &grading.PointsAward{Max: exact.MustDecimal("10")}}},
			{ID: "exam", Weight: exact.MustDecimal("60"), Award: grading.Award{Points: &grading.PointsAward{Max: exact.MustDecimal("100")}}},
		},
		Certificate: grading.Certificate{AtLeast: new(exact.MustDecimal("50"))},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	totals(g, `{"essay": {"points": "7"}, "exam": {"points": "66"}}`)
	// Output:
	// {"essay": {"points": "7"}, "exam": {"points": "66"}}: 67.6, certified
}

func ExampleScheme_Validate() {
	err := grading.Scheme{Components: []grading.Component{{ID: "exam", Weight: exact.MustDecimal("99")}}}.Validate()
	fmt.Println(err)
	// Output:
	// components: weights-total: weights, extra credit aside, add up to 99, not 100
	// components[0].award: one-of: no kind is set; want completion, attendance, points, levels, items or group
	// certificate: one-of: exactly one of above and at_least must be set
}

func ExampleGrader_Scheme() {
	text, err := json.Marshal(single(`{"completion": {}}`).Scheme())
	fmt.Println(string(text), err)
	// Output:
	// {"components":[{"id":"a","weight":"100","award":{"completion":{}}}],"certificate":{"at_least":"50"}} <nil>
}

// Everything that is wrong with the marks is reported at once.
func ExampleGrader_ParseMarks() {
	_, err := grader().ParseMarks([]byte(`{"quiz": {"completed": "yes"}, "participation": {"points": "15.25"}, "projekt": {"level": "good"}}`))
	fmt.Println(err)
	// Output:
	// ["quiz"].completed: type: want true or false
	// ["participation"].points: above-maximum: at most 15
	// ["projekt"]: unknown-component: no such component; the nearest is project; there are quiz, attendance, participation and project
}

// A single mark is checked before it is stored.
func ExampleGrader_CheckMark() {
	g := grader()
	fmt.Println(g.CheckMark("participation", grading.Mark{Points: new(exact.MustDecimal("12.25"))}))
	fmt.Println(g.CheckMark("participation", grading.Mark{Points: new(exact.MustDecimal("12.5"))}))
	// Output:
	// points: off-step: a whole multiple of 0.5
	// <nil>
}

// No level of the project certifies by itself. Even if the project is excellent, the quiz
// and 10.5 points of participation are needed as well.
func ExampleGrader_Needed_withOthers() {
	n, err := grader().Needed(grading.Marks{"attendance": {Attended: new(4), Held: new(5)}}, "project")
	text, _ := json.Marshal(n)
	fmt.Println(string(text), err)
	// Output:
	// {"answer":"with_others","mark":{"level":"excellent"},"percent":"100","points":"60","elsewhere":[{"component":"quiz","answer":"this_much","mark":{"completed":true},"percent":"100","points":"1"},{"component":"participation","answer":"this_much","mark":{"points":"10.5"},"percent":"70","points":"10.5"}]} <nil>
}

// A record can have an override, and notes on who changed a mark.
func ExampleGrader_ParseRecord() {
	g := grader()
	record, err := g.ParseRecord([]byte(`{"id": "A001", "marks": {"project": {"level": "good"}},
	  "override": {"decision": "certified", "by": "Examination board", "reason": "Recognised earlier course"},
	  "notes": {"project": {"by": "Tutor 3", "reason": "Marked again"}}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	entry, err := g.GradeRecord(record)
	fmt.Println(entry.Decision, entry.Result.Decision, entry.EverCertified, err)
	// Output:
	// certified pending true <nil>
}

// Without an override, the decision of an entry is the decision of the marks.
func ExampleGrader_GradeRecord() {
	entry, err := grader().GradeRecord(grading.Record{ID: "A001", Marks: grading.Marks{"project": {Level: "submission"}, "quiz": {Missing: true}}})
	fmt.Println(entry.Decision, entry.Result.Total, err)
	// Output:
	// not_certified 40 <nil>
}

// A change of a mark says who made it and why.
func ExampleChange() {
	g := grader()
	record := grading.Record{ID: "A001", Marks: grading.Marks{"project": {Level: "good"}}}
	before, _ := g.GradeRecord(record)
	record.Marks["project"] = grading.Mark{Level: "excellent"}
	record.Notes = map[string]grading.Note{"project": {By: "Tutor 3", Reason: "A page was overlooked"}}
	_, changes, err := g.Regrade(before, record)
	for _, c := range changes {
		text, _ := json.Marshal(c)
		fmt.Println(string(text))
	}
	fmt.Println(err)
	// Output:
	// {"code":"total","before":"50","after":"60"}
	// {"code":"points","component":"project","before":"50","after":"60","by":"Tutor 3","reason":"A page was overlooked"}
	// <nil>
}

// A stored result is checked when it is read back.
func ExampleResult_UnmarshalJSON() {
	r, _ := grader().Grade(grading.Marks{"project": {Level: "good"}})
	text, _ := json.Marshal(r)
	var back grading.Result
	fmt.Println(json.Unmarshal(text, &back), back.Total)
	back.Total = exact.Whole(81)
	forged, _ := json.Marshal(back)
	fmt.Println(json.Unmarshal(forged, &back))
	// Output:
	// <nil> 50
	// parts: points-total: the points do not add up to the total
}

// In the middle of a course, items still to come are open. At the end of the
// course they are missing.
func ExampleOpen() {
	g := single(`{"items": {"combine": "mean", "min_items": 4, "never_drop": ["essay"]}}`)
	marks, _ := g.ParseMarks([]byte(`{"a": {"items": [{"id": "hw1", "earned": "8", "possible": "10"}, {"id": "hw2", "handed_in": true}]}}`))
	for _, open := range g.Open(marks) {
		fmt.Printf("%+v\n", open)
	}
	text, err := json.Marshal(g.Close(marks))
	fmt.Println(string(text), err)
	// Output:
	// {Component:a HandedIn:true Sessions:0 Items:3}
	// {"a":{"items":[{"id":"hw1","earned":"8","possible":"10"},{"id":"hw2","missing":true,"handed_in":true},{"id":"essay","missing":true},{"missing":true}]}} <nil>
}
