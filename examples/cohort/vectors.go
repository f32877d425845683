package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/cohortkit/cohort/grading"
)

// maxVectors is how many vectors a course has at most.
const maxVectors = 4999

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

// vectorsOf returns the vectors of a scheme, which are the same in every call. They
// are those of package grading and neighbours of them: one component has another
// state, and the decision is a different one.
func vectorsOf(grader *grading.Grader) []grading.Vector {
	n := neighbours{grader: grader, list: slices.Collect(grader.Vectors()), seen: map[string]bool{}, times: map[string]int{}, tried: map[string]int{}, trials: maxTrials}
	for _, v := range n.list {
		n.seen[canonical(v.Marks)] = true
	}
	leaves := leavesOf(grader.Scheme().Components)
	for _, v := range slices.Clone(n.list) {
		for _, c := range leaves {
			n.exchange(v, c)
		}
	}
	return n.list
}

// neighbours collects vectors and their neighbours.
type neighbours struct {
	grader *grading.Grader
	list   []grading.Vector
	seen   map[string]bool // marks, as text
	times  map[string]int  // by component, state, and the decisions without and with it
	tried  map[string]int  // by component, state, and the decision without it
	trials int             // gradings that may still be tried
}

// Limits of neighbours: how many are kept for each state of a component and each pair
// of decisions, and how many are tried in a row for each state and decision without
// finding one.
const (
	mostTimes = 4
	mostVain  = 200
)

// state is a mark in a state, such as excused or missing, with the name of the state.
type state struct {
	name string
	mark grading.Mark
}

// states returns the states that a component can have. own is the component's present
// mark.
func states(c grading.Component, own grading.Mark) []state {
	list := []state{
		{"excused", grading.Mark{Excused: true}}, {"missing", grading.Mark{Missing: true}},
		{"pending", grading.Mark{Pending: true}}, {"handed in and not marked", grading.Mark{HandedIn: true}},
	}
	a := c.Award.Attendance
	if a != nil && own.Attended != nil && own.Held != nil && *own.Attended+own.ExcusedSessions < *own.Held {
		own.ExcusedSessions++
		list = append(list, state{"excused from a session", own})
	}
	return list
}

// exchange adds those neighbours of v that differ from it in the component c and have
// a different decision.
func (n *neighbours) exchange(v grading.Vector, c grading.Component) {
	for _, s := range states(c, v.Marks[c.ID]) {
		if n.trials--; n.trials < 0 || len(n.list) >= maxVectors {
			return
		}
		try := c.ID + "\x00" + s.name + "\x00" + string(v.Decision)
		if n.tried[try]++; n.tried[try] > mostVain {
			continue
		}
		marks := maps.Clone(v.Marks)
		marks[c.ID] = s.mark
		result, err := n.grader.Grade(marks)
		if err != nil || result.Decision == v.Decision {
			continue
		}
		key, text := try+"\x00"+string(result.Decision), canonical(marks)
		if n.times[key] >= mostTimes || n.seen[text] {
			continue
		}
		n.times[key]++
		n.tried[try] = 0
		n.seen[text] = true
		n.list = append(n.list, grading.Vector{
			ID: fmt.Sprintf("n%04d", len(n.list)+1), Marks: marks, Total: result.Total, Decision: result.Decision, Outcome: result.Outcome,
			Why: c.ID + " is " + s.name + ", all else as in " + v.ID + ". " + result.Shown(2).Sentence,
		})
	}
}

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

// canonical returns marks as JSON with sorted keys.
func canonical(marks grading.Marks) string {
	text, err := json.Marshal(marks)
	if err != nil {
		return ""
	}
	return string(text)
}
