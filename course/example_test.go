package course_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/grading"
)

func ExampleParse() {
	_, err := course.Parse([]byte(`{
		"version": 1, "id": "first-aid", "title": "First aid",
		"grading": {
			"components": [{"id": "test", "weight": "99", "award": {"completion": {}}}],
			"certificate": {"above": "80", "over": "80"}
		}
	}`))
	fmt.Println(err)
	// Output:
	// grading.components: weights-total: weights, extra credit aside, add up to 99, not 100
	// grading.certificate.over: unknown-key: no such key; there are above, at_least and source
}

func ExampleCourse_Lint() {
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, f := range c.Lint() {
		fmt.Println(f.Code, f.Path)
	}
	// Output:
	// dead-level grading.components[3].award.levels.levels[0]
	// stated-minutes schedule.sessions[4]
}

func ExampleCohort() {
	d := small()
	d.Admission = &admission.Policy{Capacity: 1, Requirements: []admission.Requirement{
		{Code: "adult", Level: admission.Required, Test: admission.Test{Attribute: &admission.AttributeTest{Name: "adult", Equals: "yes"}}},
	}}
	c, err := course.Compile(d, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	k, err := c.Cohort("2026-11-23").Select([]admission.Applicant{
		{ID: "Ada", Country: "GB", Attributes: map[string]string{"adult": "yes"}},
		{ID: "Bob", Country: "GB", Attributes: map[string]string{"adult": "yes"}},
		{ID: "Eve", Country: "GB"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println("admitted", k.Admitted(), "waitlist", k.Selection.Waitlist[0].ID, "incomplete", k.Selection.Incomplete[0].ID)
	k, err = k.Grade(course.Marks{Records: []grading.Record{{ID: k.Admitted()[0], Marks: grading.Marks{"quiz": {Completed: new(true)}}}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	k, err = k.Certify()
	fmt.Println(k.Results[0].Result.Total, k.Results[0].Decision, err)
	// Output:
	// admitted [Bob] waitlist Ada incomplete Eve
	// 100 certified <nil>
}
