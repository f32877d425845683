package course

import (
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
)

// leaf is a component that has marks, and its path in the definition.
type leaf struct {
	grading.Component
	path string
}

// leaves returns the components that have marks, including those in groups.
func leaves(components []grading.Component, path string) []leaf { return leavesAt(components, path, 0) }

func leavesAt(components []grading.Component, path string, depth int) []leaf {
	if depth > 64 { // no document is that deep: a Go literal contains itself
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
