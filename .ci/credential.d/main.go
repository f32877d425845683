package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/export"
)

const tree = `{"version": 1, "id": "seminar", "title": "Seminar <1> & \"2\"", "language": "de", "grading": {
	"components": [
		{"id": "hw", "title": "Homework", "weight": "40", "award": {"group": {"drop_lowest": 1, "components": [
			{"id": "hw 1", "weight": "1", "award": {"points": {"max": "7"}}},
			{"id": "hw/2", "weight": "2", "award": {"points": {"max": "9"}}}]}}},
		{"id": "exam", "title": "Prüfung", "weight": "60", "award": {"points": {"max": "90"}}},
		{"id": "bonus", "weight": "5", "extra_credit": true, "award": {"completion": {}}}],
	"outcomes": [
		{"name": "A", "certifies": true, "above": "85", "needs": [{"component": "exam", "above": "85"}]},
		{"name": "B", "certifies": true, "at_least": "50"}]}}`

func main() {
	reference, err := json.Marshal(dpg.Definition())
	fail(err)
	for _, in := range []struct{ course, marks string }{
		{string(reference), `{"quiz": {"completed": true}, "attendance": {"attended": 5, "held": 5}, "participation": {"points": "12.5"}, "project": {"level": "excellent"}}`},
		{tree, `{"hw 1": {"points": "5"}, "hw/2": {"points": "8"}, "exam": {"points": "77"}, "bonus": {"missing": true}}`},
		{tree, `{"hw 1": {"points": "5"}, "hw/2": {"excused": true}, "exam": {"points": "77"}}`},
	} {
		c, err := course.Load([]byte(in.course), time.LoadLocation)
		fail(err)
		marks, err := c.Grading().ParseMarks([]byte(in.marks))
		fail(err)
		result, err := c.Grading().Grade(marks)
		fail(err)
		text, err := export.OpenBadge(c, course.Person{ID: "p", Decision: string(result.Decision), Marks: marks, Result: &result}, export.Badge{
			ID: "urn:uuid:5b6d2c1e-0c1a-4a52-9a53-0c0f7a1c9e11", Issuer: "https://academy.example/issuer",
			Achievement: "https://academy.example/" + c.Definition().ID, Subject: "did:example:ebfeb1f712ebc6f1c276e12ec21",
			ValidFrom: time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC), Start: time.Date(2026, 1, 7, 9, 0, 0, 0, time.UTC), End: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC),
			Journal: strings.Repeat("c0ffee42", 8),
		})
		fail(err)
		fmt.Println(string(text))
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
