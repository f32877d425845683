package schedule

import "github.com/cohortkit/cohort/course/document"

// CheckFairness returns what is wrong with f before anything is searched.
func CheckFairness(f Fairness) error { return document.Check(f, f.check) }
