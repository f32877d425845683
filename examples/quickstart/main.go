// Command quickstart asks the reference course four questions: may a person join,
// when is the last session on her clock, which total did she reach, and why was it
// not enough?
package main

import (
	"fmt"
	"time"
	_ "time/tzdata"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/dpg"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

func main() {
	c, err := course.Compile(dpg.Definition(), time.LoadLocation)
	if err != nil {
		panic(err) // the definition: everything that is wrong with it, at once
	}
	fmt.Println(c.Admission().Assess(admission.Applicant{ID: "A1", Country: "KE", ExperienceMonths: new(36)}).Eligibility)

	nairobi, _ := time.LoadLocation("Africa/Nairobi")
	fmt.Println(c.Schedule().In(nairobi)[4].Start.Format("Mon 2 Jan 2006, 15:04"))

	result, err := c.Grading().Grade(grading.Marks{
		"quiz":          {Completed: new(true)},
		"attendance":    {Attended: new(5), Held: new(5)},
		"participation": {Points: new(exact.MustDecimal("15"))},
		"project":       {Level: "submission"},
	})
	fmt.Println(result.Total, result.Decision, err)
	fmt.Println(result.Shown(2).Sentence)
}
