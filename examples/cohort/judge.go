package main

import (
	"strings"

	"github.com/cohortkit/cohort/course/document"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
)

// answer is a platform's decision about a vector. Total and outcome are compared if
// they are given.
type answer struct {
	ID       string           `json:"id" validate:"id"`
	Decision grading.Decision `json:"decision" validate:"name=certified not_certified pending"`
	Total    *exact.Rational  `json:"total,omitzero"`
	Outcome  *string          `json:"outcome,omitzero"`
}

// wrongAnswer is a wrong answer, with the rule that the answer breaks and the mistake that
// explains the answer.
type wrongAnswer struct {
	ID        string  `json:"id"`
	Rule      string  `json:"rule"`
	Component string  `json:"component,omitzero"`
	Mistake   string  `json:"mistake,omitzero"` // the mistake that gives this answer
	Want      *answer `json:"want"`
	Have      *answer `json:"have,omitzero"` // absent: no answer
	Why       string  `json:"why"`
}

// The values of wrongAnswer.Rule for a vector without an answer, and for a wrong answer
// that no known mistake explains.
const (
	noAnswer  = "no-answer"
	otherRule = "scheme"
)

func (s *shell) judge(args []string) {
	c := s.load(args[0])
	if c == nil {
		return
	}
	if s.sitting {
		s.judgeSittings(c, args)
		return
	}
	vectors := vectorsOf(c.Grading())
	places := map[string]int{}
	for i, v := range vectors {
		places[v.ID] = i
	}
	answers := make([]*answer, len(vectors))
	for i, line := range s.lines(args[1]) {
		a := &answer{}
		place := 0
		err := document.Parse(line, a, func(r *rule.Report) {
			r.Put(document.Shape(a)...)
			place = s.place(a.ID, places, func(at int) bool { return answers[at] != nil }, r)
		})
		if !s.faultAt(args[1], rule.Index("", i), err) {
			answers[place] = a
		}
	}
	if len(s.faults) > 0 {
		return
	}
	for _, w := range judged(c.Grading(), vectors, answers) {
		s.line(w)
		s.status = 1
	}
}

// place returns the index of the vector with the given id. It reports an unknown id,
// and a second answer to the same vector.
func (s *shell) place(id string, places map[string]int, answered func(int) bool, r *rule.Report) int {
	at, known := places[id]
	switch {
	case !r.Clean("id"):
	case !known:
		r.Add("id", "unknown-vector", "no vector of this course has this id")
	case answered(at):
		r.Add("id", "duplicate-id", "was answered before")
	}
	return at
}

// judged returns the wrong answers, in the order of the vectors.
func judged(grader *grading.Grader, vectors []grading.Vector, answers []*answer) []wrongAnswer {
	var list []wrongAnswer
	var at []int
	for i, v := range vectors {
		if a := answers[i]; a != nil && right(v, a) {
			continue
		}
		w := wrongAnswer{ID: v.ID, Rule: noAnswer, Want: &answer{ID: v.ID, Decision: v.Decision, Total: &v.Total, Outcome: new(v.Outcome)}, Have: answers[i], Why: v.Why}
		if answers[i] != nil {
			w.Rule = otherRule
			at = append(at, i)
		}
		list = append(list, w)
	}
	named := diagnose(grader, vectors, answers, at)
	for i := range list {
		if m := named[list[i].ID]; m != nil {
			list[i].Rule, list[i].Component, list[i].Mistake = m.rule, m.component, m.text
		}
	}
	return list
}

// right reports whether an answer to v is right.
func right(v grading.Vector, a *answer) bool {
	return a.Decision == v.Decision && (a.Total == nil || a.Total.Compare(v.Total) == 0) && (a.Outcome == nil || *a.Outcome == v.Outcome)
}

// maxTrials is the number of gradings that one call of diagnose may make, over all
// mistakes together.
const maxTrials = 100_000

// diagnose returns, by the id of the vector, the mistake that explains each wrong answer.
// A mistake explains an answer if grading with the mistake gives the same answer. If
// several mistakes explain an answer, diagnose takes the mistake with which grading gives
// the most of all answers, right and wrong ones. It looks only at a sample of the answers
// (see sampled).
func diagnose(grader *grading.Grader, vectors []grading.Vector, answers []*answer, wrong []int) map[string]*topic {
	if len(wrong) == 0 {
		return nil
	}
	named, misses := map[string]*topic{}, map[string]int{}
	mistakes := mistakesOf(grader)
	limit := maxTrials / max(len(mistakes), 1)
	sample := sampled(answers, wrong, limit)
	for n := range mistakes {
		m := &mistakes[n]
		missed := 0
		var explained []string
		for _, i := range sample {
			result, err := m.decide(vectors[i].Marks)
			want := grading.Vector{Total: result.Total, Decision: result.Decision, Outcome: result.Outcome}
			switch {
			case err != nil || !right(want, answers[i]):
				missed++
			case !right(vectors[i], answers[i]):
				explained = append(explained, vectors[i].ID)
			}
		}
		for _, id := range explained {
			if least, before := misses[id]; !before || missed < least {
				misses[id], named[id] = missed, &m.topic
			}
		}
	}
	return named
}

// sampled returns the indexes of a sample of at most limit answers. The sample begins
// with the wrong answers, whose indexes are given, and is filled up with right answers.
func sampled(answers []*answer, wrong []int, limit int) []int {
	list := wrong
	if len(list) > limit {
		list = list[:limit]
	}
	isWrong := map[int]bool{}
	for _, i := range wrong {
		isWrong[i] = true
	}
	step := max(len(answers)/max(limit-len(list), 1), 1)
	for i := 0; i < len(answers) && len(list) < limit; i += step {
		if answers[i] != nil && !isWrong[i] {
			list = append(list[:len(list):len(list)], i)
		}
	}
	return list
}

// ruleOf returns the rule with which the id of a vector begins.
func ruleOf(id string) string {
	name, _, _ := strings.Cut(id, "/")
	return name
}
