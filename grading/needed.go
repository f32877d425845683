package grading

import (
	"sort"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Answer is what [Grader.Needed] found.
type Answer string

// The three answers.
const (
	Already    Answer = "already"    // certified even with nothing here
	ThisMuch   Answer = "this_much"  // certified from this mark on
	Impossible Answer = "impossible" // not even full marks here certify
)

// Valid reports whether a is one of the names there are.
func (a Answer) Valid() bool { return a == Already || a == ThisMuch || a == Impossible }

// Needed is the least mark in one component that still certifies.
type Needed struct {
	Answer Answer `json:"answer"`
	// Mark is the least mark that certifies, where the answer is ThisMuch and
	// the award has steps.
	Mark *Mark `json:"mark,omitzero"`
	// Percent is the share of full marks, in percent, that is needed, where
	// the answer is ThisMuch. Exceed says that it must be exceeded: without
	// steps there is then no least mark.
	Percent exact.Rational `json:"percent,omitzero"`
	Exceed  bool           `json:"exceed,omitzero"`
	// Points is Percent on the award's own scale: points of a PointsAward or
	// LevelsAward, sessions; 0 to 1 for completion and items.
	Points exact.Rational `json:"points,omitzero"`
}

// Needed returns the least mark in a component that certifies, everything else
// as the marks have it: what is open elsewhere counts as zero, see
// [Grader.Combinations] for several at once. A mark the component has already
// is left aside, but for attendance in the middle of the course, of which only
// the sessions to come are open. The error is nil or [rule.Violations].
func (g *Grader) Needed(marks Marks, id string) (Needed, error) {
	standings := make([]standing, len(g.components))
	if !g.read(marks, standings) {
		return Needed{}, g.refuse(marks)
	}
	i, known := g.index[id]
	if !known {
		return Needed{}, rule.Violations{{Code: "unknown-component", Detail: "the scheme has no component of this id"}}
	}
	c, lowest, highest := &g.components[i], exact.Rational{}, g.components[i].best()
	if m := marks[id]; m.Held != nil && *m.Held < c.Award.Attendance.Sessions {
		lowest, highest = standings[i].worst, standings[i].best
	}
	certified := func(share exact.Rational) bool {
		standings[i] = standing{status: StatusGraded, worst: share, best: share}
		_, decision := g.settle(standings)
		return decision == Certified
	}
	switch {
	case certified(lowest):
		return Needed{Answer: Already}, nil
	case !certified(highest):
		return Needed{Answer: Impossible}, nil
	}
	if n, discrete := c.stepCount(); discrete {
		least := c.step(sort.Search(n, func(k int) bool { return certified(c.step(k).share) }))
		return Needed{Answer: ThisMuch, Mark: &least.mark, Percent: least.share.Times(hundred), Points: least.share.Times(c.max)}, nil
	}
	standings[i] = standing{status: StatusGraded}
	share := g.bound(i, standings)
	return Needed{Answer: ThisMuch, Percent: share.Times(hundred), Points: share.Times(c.max), Exceed: !certified(share)}, nil
}

// bound returns the share of component i below which nobody certifies, given
// that some share does: the larger of what the threshold and the component's
// minimum ask for.
func (g *Grader) bound(i int, standings []standing) exact.Rational {
	base, rest, _ := g.sums(standings)
	share := exact.Rational{}
	if g.limit.Compare(rest) > 0 {
		share = g.limit.Minus(rest).Over(g.full(i, standings[i], base))
	}
	if c := &g.components[i]; c.minimum.Compare(share) > 0 {
		return c.minimum
	}
	return share
}

// Combinations returns the least marks in all open components together that
// certify: each combination certifies, and no longer does when any mark in it is
// lowered by a step. They come in the order of [Grader.Outcomes]. Nothing open
// that needs more is an empty combination; no combination at all is no hope. The
// error is nil or [rule.Violations]: of the marks, or not-discrete or too-many
// as with Outcomes.
func (g *Grader) Combinations(marks Marks) ([]Marks, error) {
	standings := make([]standing, len(g.components))
	if !g.read(marks, standings) {
		return nil, g.refuse(marks)
	}
	counts, err := g.discrete(func(i int) bool { return standings[i].status == StatusPending })
	if err != nil {
		return nil, err
	}
	all := make([][]step, len(g.components))
	for i, s := range standings {
		all[i] = []step{{share: s.worst}}
		if s.status == StatusPending {
			all[i] = g.components[i].stepsWithin(s)
		}
		counts[i] = len(all[i])
	}
	found := []Marks{}
	for at := range combinations(counts) {
		if !g.least(all, at, standings) {
			continue
		}
		combination := Marks{}
		for i, k := range at {
			if k > 0 {
				combination[g.components[i].ID] = all[i][k].mark.copied()
			}
		}
		found = append(found, combination)
	}
	return found, nil
}
