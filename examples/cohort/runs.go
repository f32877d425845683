package main

import (
	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/examples/courses"
	"github.com/cohortkit/cohort/grading"
)

// courseNames returns the names of the documents that "cohort print" can write.
func courseNames() []string { return courses.Names() }

// load reads and compiles a course, or returns nil.
func (s *shell) load(file string) *course.Course {
	data, ok := s.read(file)
	if !ok {
		return nil
	}
	c, err := course.Load(data, zones)
	if s.fault(file, err) {
		return nil
	}
	return c
}

// entries reads a journal.
func (s *shell) entries(file string) ([]course.Entry, bool) {
	before := len(s.faults)
	list := []course.Entry{}
	for i, line := range s.lines(file) {
		e, err := course.ParseEntry(line)
		s.faultAt(file, rule.Index("", i), err)
		list = append(list, e)
	}
	return list, len(s.faults) == before
}

// resume reads a course and a journal, or returns nil. If the course is broken, the
// journal is not read.
func (s *shell) resume(file, journal string) *course.Run {
	c := s.load(file)
	if c == nil {
		return nil
	}
	return s.resumed(c, journal)
}

// resumed reads a journal of a course, or returns nil.
func (s *shell) resumed(c *course.Course, journal string) *course.Run {
	entries, ok := s.entries(journal)
	if !ok {
		return nil
	}
	r, err := c.Resume(entries)
	if s.fault(journal, err) {
		return nil
	}
	return r
}

func (s *shell) check(args []string) { s.load(args[0]) }

func (s *shell) lint(args []string) {
	if c := s.load(args[0]); c != nil {
		for _, finding := range c.Lint() {
			s.line(finding)
		}
	}
}

func (s *shell) print(args []string) {
	which := "dpg"
	if len(args) > 0 {
		which = args[0]
	}
	text, known := courses.Document(which)
	if !known {
		s.fault("NAME", rule.Violations{rule.UnknownName("", "unknown-course", "course document", which, courses.Names())})
		return
	}
	s.out.Write(text)
}

func (s *shell) runJournal(args []string) {
	r := s.resume(args[0], args[1])
	switch {
	case r == nil:
	case s.journal:
		for _, e := range r.Journal() {
			s.line(e)
		}
	default:
		s.document(r.State())
	}
}

func (s *shell) person(args []string) {
	r := s.resume(args[0], args[1])
	if r == nil {
		return
	}
	p, known := r.Person(args[2])
	if !known {
		s.refuse(args[1], "", "unknown-applicant", "nobody with this id applied")
		return
	}
	s.document(shownPerson{p, p.Shown(2)})
}

// shownPerson is a person with the result in sentences. The field Shown also has the
// codes and values that other languages need.
type shownPerson struct {
	course.Person
	Shown *grading.Shown `json:"shown,omitzero"`
}

func (s *shell) audit(args []string) {
	c := s.load(args[0])
	if c == nil {
		return
	}
	entries, ok := s.entries(args[1])
	if !ok {
		return
	}
	for _, finding := range c.Audit(entries) {
		s.line(finding)
		if finding.Code == "altered" || finding.Code == "differs" {
			s.status = 1
		}
	}
}

func (s *shell) whatIf(args []string) {
	c, other := s.load(args[0]), s.load(args[1])
	if c == nil || other == nil {
		return
	}
	r := s.resumed(c, args[2])
	if r == nil {
		return
	}
	diff, err := r.WhatIf(other)
	if s.fault(args[1], err) {
		return
	}
	for _, change := range diff.Changes {
		s.line(change)
	}
	for _, dropped := range diff.Dropped {
		s.line(dropped)
	}
}
