package main

import (
	"time"

	"github.com/cohortkit/cohort/admission"
	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/cohortkit/cohort/grouping"
	"github.com/cohortkit/cohort/schedule"
)

// compiled reads a definition with an engine's Parse and compiles it. It returns nil
// if the definition is refused.
func compiled[D, E any](s *shell, file string, parse func([]byte) (D, error), compile func(D) (*E, error)) *E {
	data, ok := s.read(file)
	if !ok {
		return nil
	}
	definition, err := parse(data)
	if s.fault(file, err) {
		return nil
	}
	engine, err := compile(definition)
	if s.fault(file, err) {
		return nil
	}
	return engine
}

// input reads the input of an engine with the engine's own Parse.
func input[T any](s *shell, file string, parse func([]byte) (T, error)) (T, bool) {
	var none T
	data, ok := s.read(file)
	if !ok {
		return none, false
	}
	value, err := parse(data)
	return value, !s.fault(file, err)
}

func (s *shell) selection(args []string) {
	selector := compiled(s, args[0], admission.Parse, admission.Compile)
	if selector == nil {
		return
	}
	intake, ok := input(s, args[1], selector.ParseIntake)
	if !ok {
		return
	}
	selected, err := selector.Select(intake)
	if !s.fault(args[1], err) {
		s.document(selected)
	}
}

// marksLine is one person's marks.
type marksLine struct {
	ID    string        `json:"id" validate:"id"`
	Marks grading.Marks `json:"marks"`
}

// graded is the result of a person's marks. Its numbers are exact.
type graded struct {
	ID       string                    `json:"id"`
	Total    exact.Rational            `json:"total"`
	Best     exact.Rational            `json:"best"`
	Decision grading.Decision          `json:"decision"`
	Outcome  string                    `json:"outcome,omitzero"`
	Points   map[string]exact.Rational `json:"points"`
}

func (s *shell) grade(args []string) {
	grader := compiled(s, args[0], grading.Parse, grading.Compile)
	if grader == nil {
		return
	}
	for i, line := range s.lines("-") {
		var m marksLine
		err := document.Parse(line, &m, func(r *rule.Report) {
			r.Put(document.Shape(m)...)
			for component, mark := range m.Marks {
				r.At(rule.Key("marks", component)).Put(violations(grader.CheckMark(component, mark))...)
			}
		})
		if s.faultAt("-", rule.Index("", i), err) {
			continue
		}
		result, err := grader.Grade(m.Marks)
		if s.faultAt("-", rule.Index("", i), err) {
			continue
		}
		out := graded{m.ID, result.Total, result.Best, result.Decision, result.Outcome, map[string]exact.Rational{}}
		addPoints(out.Points, result.Parts)
		s.line(out)
	}
}

// addPoints adds the points of each part, and of the parts within it, to a map by
// component.
func addPoints(points map[string]exact.Rational, parts []grading.Part) {
	for _, part := range parts {
		points[part.Component] = part.Points
		addPoints(points, part.Parts)
	}
}

// grouper reads and compiles a grouping policy, and reads the members.
func (s *shell) grouper(policy, members string) (*grouping.Grouper, []grouping.Member, bool) {
	grouper := compiled(s, policy, grouping.Parse, grouping.Compile)
	if grouper == nil {
		return nil, nil, false
	}
	list, ok := input(s, members, grouper.ParseMembers)
	return grouper, list, ok
}

func (s *shell) form(args []string) {
	grouper, members, ok := s.grouper(args[0], args[1])
	if !ok {
		return
	}
	s.formation(args[1], "forming groups", func(show func(done, total int64) bool) (grouping.Formation, error) {
		return grouper.Form(members, grouping.Options{Seed: s.seed, Proof: s.proof, Progress: show})
	})
}

// decode reads data whose meaning the engine checks later.
func decode[T any](data []byte) (T, error) {
	var v T
	err := document.Decode(data, &v)
	return v, err
}

func (s *shell) assess(args []string) {
	grouper, members, ok := s.grouper(args[0], args[1])
	if !ok {
		return
	}
	groups, ok := input(s, args[2], decode[[][]string])
	if !ok {
		return
	}
	s.formation(args[2], "assessing groups", func(show func(done, total int64) bool) (grouping.Formation, error) {
		return grouper.Assess(groups, members, grouping.Options{Progress: show})
	})
}

// formation prints the formation that a call returns. A call can take long, so its
// progress is shown.
func (s *shell) formation(file, what string, call func(show func(done, total int64) bool) (grouping.Formation, error)) {
	var formation grouping.Formation
	if s.watch(file, what, func(show func(done, total int64) bool) (err error) {
		formation, err = call(show)
		return err
	}) {
		s.document(formation)
	}
}

func (s *shell) checkProof(args []string) {
	grouper, members, ok := s.grouper(args[0], args[1])
	if !ok {
		return
	}
	formation, ok := input(s, args[2], decode[grouping.Formation])
	if !ok {
		return
	}
	s.watch(args[2], "checking", func(show func(done, total int64) bool) error {
		return grouper.CheckProof(members, formation, grouping.Options{Progress: show})
	})
}

func (s *shell) calendar(args []string) {
	timetable := compiled(s, args[0], schedule.Parse, func(p schedule.Plan) (*schedule.Timetable, error) { return schedule.Compile(p, zones) })
	if timetable == nil {
		return
	}
	stamp, err := time.Parse(time.RFC3339, s.stamp)
	if err != nil {
		s.refuse("-stamp", "", "format", "want a time such as 2024-10-01T09:00:00Z")
		return
	}
	text, err := timetable.Calendar(schedule.Record{}, schedule.CalendarOptions{Run: "plan", Domain: s.domain, Stamp: stamp, Zoned: s.zoned})
	if !s.fault("-domain", err) {
		s.out.Write(text)
	}
}
