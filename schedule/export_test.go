package schedule

import "github.com/cohortkit/cohort/course/document"

// CheckFairness returns the violations of f that are found before the search.
func CheckFairness(f Fairness) error { return document.Check(f, f.check) }

// PeopleFit reports whether a result of [Timetable.Attendance] may have this number
// of people.
func PeopleFit(t *Timetable, people int) bool { return t.tooMany(people) == nil }
