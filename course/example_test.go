package course_test

import (
	"fmt"
	"time"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
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
