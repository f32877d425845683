package schedule

import "github.com/cohortkit/cohort/course/document"

// CheckFairness returns what is wrong with f before anything is searched.
func CheckFairness(f Fairness) error { return document.Check(f, f.check) }

// PeopleFit reports whether a presence of t may have this number of people.
func PeopleFit(t *Timetable, people int) bool { return t.tooMany(people) == nil }
