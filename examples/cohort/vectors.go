package main

import (
	"slices"

	"github.com/cohortkit/cohort/grading"
)

func (s *shell) vectors(args []string) {
	c := s.load(args[0])
	switch {
	case c == nil:
	case s.sitting:
		for _, v := range s.sittings(c, args[0]) {
			s.line(v)
		}
	default:
		for _, v := range vectorsOf(c.Grading()) {
			s.line(v)
		}
	}
}

// vectorsOf returns the vectors of a scheme.
func vectorsOf(grader *grading.Grader) []grading.Vector { return slices.Collect(grader.Vectors()) }

// leavesOf returns the components that have marks: groups are replaced by their
// components.
func leavesOf(components []grading.Component) []grading.Component {
	var list []grading.Component
	for _, c := range components {
		if g := c.Award.Group; g != nil {
			list = append(list, leavesOf(g.Components)...)
			continue
		}
		list = append(list, c)
	}
	return list
}
