package grading_test

import (
	"encoding/json"
	"fmt"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

// course is the scheme of the reference course as its JSON document.
const course = `{"components": [
  {"id": "quiz",          "title": "Pre-class knowledge check", "weight": "10", "award": {"completion": {}}},
  {"id": "attendance",    "title": "Attendance",                "weight": "15", "award": {"attendance": {"sessions": 5, "credit": "all_sessions"}}},
  {"id": "participation", "title": "Active contributions",      "weight": "15", "award": {"points": {"max": "15", "step": "0.5"}}},
  {"id": "project",       "title": "Group project",             "weight": "60", "award": {"levels": {"max": "60", "levels": [
    {"name": "submission", "points": "40"}, {"name": "good", "points": "50"}, {"name": "excellent", "points": "60"}]}}}],
 "certificate": {"above": "80"}}`

func grader() *grading.Grader {
	scheme, err := grading.Parse([]byte(course))
	if err != nil {
		panic(err)
	}
	g, err := grading.Compile(scheme)
	if err != nil {
		panic(err)
	}
	return g
}

// Everything has full marks except the project, which was only submitted. The
// total is exactly 80, and the certificate needs more than that.
func ExampleGrader_Grade() {
	g := grader()
	r, err := g.Grade(grading.Marks{
		"quiz":          {Completed: new(true)},
		"attendance":    {Attended: new(5), Held: new(5)},
		"participation": {Points: new(exact.MustDecimal("15"))},
		"project":       {Level: "submission"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(r.Decision, r.Total)
	for _, p := range r.Parts {
		fmt.Println(p.Component, p.Points)
	}
	// Output:
	// not_certified 80
	// quiz 10
	// attendance 15
	// participation 15
	// project 40
}

// Plain sentences say why a person has no certificate.
func ExampleResult_Shown() {
	r, err := grader().Grade(grading.Marks{
		"quiz":          {Excused: true},
		"attendance":    {Attended: new(4), Held: new(5)},
		"participation": {Points: new(exact.MustDecimal("12.5"))},
		"project":       {Level: "good"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	shown := r.Shown(2)
	fmt.Println(shown.Sentence)
	for _, p := range shown.Parts {
		fmt.Println(p.Sentence)
	}
	// Output:
	// Not certified: the total is 69.44; more than 80 is required.
	// Pre-class knowledge check: excused, not counted.
	// Attendance: 4 of 5 sessions; 0 of 16.67 % of the total; full marks need all 5 sessions.
	// Active contributions: 12.5 of 15 points = 13.89 of 16.67 % of the total.
	// Group project: good; 55.55 of 66.67 % of the total.
}

func ExampleGrader_Needed() {
	n, err := grader().Needed(grading.Marks{
		"quiz":       {Completed: new(true)},
		"attendance": {Attended: new(5), Held: new(5)},
		"project":    {Level: "good"},
	}, "participation")
	fmt.Println(n.Answer, n.Mark.Points, err)
	// Output:
	// this_much 5.5 <nil>
}

// The quiz is missing, and three of five sessions are over. There is one least
// combination of the open marks that still certifies.
func ExampleGrader_Combinations() {
	combinations, err := grader().Combinations(grading.Marks{
		"quiz":       {Missing: true},
		"attendance": {Attended: new(3), Held: new(3)},
	})
	for _, c := range combinations {
		text, _ := json.Marshal(c)
		fmt.Println(string(text))
	}
	fmt.Println(err)
	// Output:
	// {"attendance":{"attended":5,"held":5},"participation":{"points":"5.5"},"project":{"level":"excellent"}}
	// <nil>
}

func ExampleGrader_Outcomes() {
	outcomes, ties := 0, 0
	for o, err := range grader().Outcomes() {
		if err != nil {
			fmt.Println(err)
			return
		}
		outcomes++
		if o.Total.Compare(exact.Whole(80)) == 0 {
			ties++
		}
	}
	fmt.Println(outcomes, "outcomes,", ties, "of them exactly on the threshold")
	// Output:
	// 496 outcomes, 5 of them exactly on the threshold
}

func ExampleGrader_Prove() {
	p, err := grader().Prove()
	fmt.Println(p.Certified, "of", p.Outcomes, p.Least, err)
	// Output:
	// 81 of 496 [[attendance participation project] [quiz participation project] [quiz attendance project]] <nil>
}

func ExampleGrader_Lint() {
	for _, f := range grader().Lint() {
		fmt.Println(f.Path, f.Code)
		fmt.Println(f.Detail)
	}
	// Output:
	// components[3].award.levels.levels[0] dead-level
	// "submission" can never certify: at most 80, not above 80
}

func ExampleGrader_Close() {
	g := grader()
	marks := grading.Marks{"quiz": {Completed: new(true)}, "attendance": {Attended: new(3), Held: new(4)}}
	before, _ := g.Grade(marks)
	after, _ := g.Grade(g.Close(marks))
	fmt.Println(before.Decision, after.Decision)
	// Output:
	// pending not_certified
}

// A mark is lowered after the person was certified. The new entry still states
// that the person was once certified, and the changes say what differs.
func ExampleGrader_Regrade() {
	g := grader()
	record := grading.Record{ID: "A001", Marks: grading.Marks{"quiz": {Completed: new(true)}, "project": {Level: "excellent"}, "attendance": {Attended: new(5), Held: new(5)}}}
	before, err := g.GradeRecord(record)
	fmt.Println(before.Decision, before.EverCertified, err)

	record.Marks["project"] = grading.Mark{Level: "good"}
	now, changes, err := g.Regrade(before, record)
	fmt.Println(now.Decision, now.EverCertified, err)
	for _, c := range changes {
		fmt.Println(c.Code, c.Component, c.Before, "->", c.After)
	}
	// Output:
	// certified true <nil>
	// pending true <nil>
	// decision  certified -> pending
	// total  85 -> 75
	// points project 60 -> 50
}

func ExampleGrader_GradeColumns() {
	standings := make([]grading.Standing, 3)
	err := grader().GradeColumns(map[string]grading.Column{
		"quiz":          {Completed: []bool{true, true, false}},
		"attendance":    {Attended: []int{5, 5, 4}},
		"participation": {Points: []exact.Decimal{exact.MustDecimal("5"), exact.MustDecimal("5.5"), exact.MustDecimal("15")}},
		"project":       {Levels: []string{"good", "good", ""}},
	}, standings)
	for _, s := range standings {
		fmt.Println(s.Total, s.Decision)
	}
	fmt.Println(err)
	// Output:
	// 80 not_certified
	// 80.5 certified
	// 15 not_certified
	// <nil>
}

func ExampleParse() {
	_, err := grading.Parse([]byte(`{"components": [{"id": "exam", "weight": "99", "award": {"points": {"max": 100}}}], "certificate": {}}`))
	fmt.Println(err)
	// Output:
	// components: weights-total: weights, extra credit aside, add up to 99, not 100
	// components[0].award.points.max: type: want text in quotes: a number in quotes stays exact
	// certificate: one-of: exactly one of above and at_least must be set
}

// The gradebook is a tree. The lowest homework is dropped, and the final may
// count in place of the midterm.
func ExampleResult() {
	scheme, err := grading.Parse([]byte(`{"components": [
	  {"id": "homework", "weight": "40", "award": {"group": {"drop_lowest": 1, "components": [
	    {"id": "hw1", "weight": "1", "award": {"points": {"max": "10"}}},
	    {"id": "hw2", "weight": "1", "award": {"points": {"max": "10"}}},
	    {"id": "hw3", "weight": "1", "award": {"points": {"max": "10"}}}]}}},
	  {"id": "midterm", "weight": "20", "award": {"points": {"max": "100"}}},
	  {"id": "final", "weight": "40", "award": {"points": {"max": "100"}}}],
	 "weightings": [{"homework": "40", "final": "60"}],
	 "outcomes": [
	  {"name": "distinction", "certifies": true, "at_least": "85", "needs": [{"component": "final", "at_least": "85"}]},
	  {"name": "pass", "certifies": true, "at_least": "50"}]}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	g, err := grading.Compile(scheme)
	if err != nil {
		fmt.Println(err)
		return
	}
	marks, err := g.ParseMarks([]byte(`{"hw1": {"points": "9"}, "hw2": {"points": "4"}, "hw3": {"points": "8"}, "midterm": {"points": "40"}, "final": {"points": "86"}}`))
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := g.Grade(marks)
	fmt.Println(r.Total, r.Outcome, err)
	for _, p := range r.Shown(1).Parts {
		fmt.Println(p.Sentence)
	}
	// Output:
	// 85.6 distinction <nil>
	// homework: 85% over the 2 components that count (1 dropped); 34 of 40 % of the total; full marks need every component that counts in full.
	// midterm: 40 points; it counts nothing in the total.
	// final: 86 of 100 points = 51.6 of 60 % of the total.
}

func ExampleGrader_SoFar() {
	total, err := grader().SoFar(grading.Marks{"quiz": {Completed: new(true)}, "attendance": {Attended: new(2), Held: new(3)}})
	fmt.Println(total, err)
	// Output:
	// 40 <nil>
}

func ExampleGrader_Open() {
	for _, o := range grader().Open(grading.Marks{"quiz": {Missing: true}, "attendance": {Attended: new(2), Held: new(3)}, "project": {HandedIn: true}}) {
		text, _ := json.Marshal(o)
		fmt.Println(string(text))
	}
	// Output:
	// {"component":"attendance","sessions":2}
	// {"component":"participation"}
	// {"component":"project","handed_in":true}
}

func ExampleGrader_Vectors() {
	n := 0
	for v := range grader().Vectors() {
		if n++; v.Total.Compare(exact.Whole(80)) == 0 {
			text, _ := json.Marshal(v.Marks)
			fmt.Println(string(text), v.Decision)
			break
		}
	}
	// Output:
	// {"attendance":{"attended":5,"held":5},"participation":{"points":"15.0"},"project":{"level":"submission"},"quiz":{"completed":true}} not_certified
}
