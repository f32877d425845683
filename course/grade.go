package course

import (
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/schedule"
)

// leaf is a component that has marks of its own, and its path in the definition.
type leaf struct {
	grading.Component
	path string
}

// leaves returns the components that have marks of their own, those in groups
// too.
func leaves(components []grading.Component, path string) []leaf { return leavesAt(components, path, 0) }

func leavesAt(components []grading.Component, path string, depth int) []leaf {
	if depth > 64 { // deeper than a document can be: the literal contains itself
		return nil
	}
	var list []leaf
	for i, c := range components {
		at := rule.Index(rule.Field(path, "components"), i)
		if group := c.Award.Group; group != nil {
			list = append(list, leavesAt(group.Components, at+".award.group", depth+1)...)
			continue
		}
		list = append(list, leaf{c, at})
	}
	return list
}

// everySecond is the rule for a course whose attendance decides nothing.
func everySecond() schedule.AttendanceRule {
	return schedule.AttendanceRule{AtLeastPercent: exact.MustDecimal("100"), MissingLeave: "until_end"}
}
