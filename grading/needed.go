package grading

import (
	"math/big"
	"sort"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
)

// Answer says whether a mark in one component can still lead to a certificate.
// See [Grader.Needed].
type Answer string

// The four answers.
const (
	Already    Answer = "already"     // certified even with the lowest mark here
	ThisMuch   Answer = "this_much"   // certified from this mark on
	WithOthers Answer = "with_others" // certified only with marks elsewhere as well
	Impossible Answer = "impossible"  // not certified even with full marks in everything open
)

// Needed describes the lowest mark in one component with which the person is
// still certified.
type Needed struct {
	// Component is set only in the list Elsewhere.
	Component string `json:"component,omitzero"`
	Answer    Answer `json:"answer"`
	// Mark is the least mark that certifies, if the award has steps. If the
	// answer is ThisMuch, the mark certifies by itself. If the answer is
	// WithOthers, it certifies together with full marks in everything else that
	// is open; Mark is nil if any mark certifies in that case.
	Mark *Mark `json:"mark,omitzero"`
	// Percent is the share of full marks that is needed, in percent. Exceed
	// says that the share must be exceeded: an award without steps then has no
	// least mark.
	Percent exact.Rational `json:"percent,omitzero"`
	Exceed  bool           `json:"exceed,omitzero"`
	// Points is Percent on the award's own scale: points of a PointsAward or
	// LevelsAward, sessions of an AttendanceAward, and 0 to 1 for completion
	// and items.
	Points exact.Rational `json:"points,omitzero"`
	// Elsewhere is set if the answer is WithOthers. For each open component
	// other than the one asked about, it gives the lowest mark in that
	// component that is enough if all other open components have full marks.
	// A component in which no mark is needed is left out, so the list can be
	// empty.
	Elsewhere []Needed `json:"elsewhere,omitzero"`
}

// Needed returns the lowest mark in the component with which the person is
// certified, given the marks in the other components. Open marks in those
// components count as zero or, if the answer is WithOthers, as full marks; see
// [Grader.Combinations] for several components at once. If the mark of the
// component is partly open (attendance in the middle of the course, a list with
// items to come), the answer is a mark that is still possible. A final mark of
// the component is ignored. The error is nil or [rule.Violations].
func (g *Grader) Needed(marks Marks, id string) (Needed, error) {
	if err := g.made(); err != nil {
		return Needed{}, err
	}
	ws := make([]worth, len(g.components))
	if !g.read(marks, ws) {
		return Needed{}, g.refuse(marks)
	}
	i, known := g.index[id]
	if !known {
		return Needed{}, rule.Violations{g.unknown(id)}
	}
	if g.components[i].group != nil {
		return Needed{}, rule.Violations{{Code: "mark-kind", Detail: "a group has no mark; ask for its components"}}
	}
	a := asking{g: g, marks: marks, ws: ws}
	low, high := a.shareRange(i)
	if n := a.answer(i, low, high, false); n.Answer != Impossible {
		return n, nil
	}
	n := a.answer(i, low, high, true)
	switch n.Answer {
	case Impossible:
		return n, nil
	case Already:
		n.Percent, n.Points = exact.FromRat(low).Times(hundred), exact.FromRat(low).Times(a.scale(i))
	}
	n.Answer, n.Elsewhere = WithOthers, a.elsewhere(i, high)
	return n, nil
}

// asking holds what Needed knows about a person.
type asking struct {
	g     *Grader
	marks Marks
	ws    []worth
}

// shareRange returns the lowest and the highest share that a leaf can still have.
func (a asking) shareRange(leaf int) (low, high *big.Rat) {
	c, s := &a.g.components[leaf], &a.ws[leaf]
	if s.status == StatusPending {
		return s.worst.Rat(), s.best.Rat()
	}
	return new(big.Rat), c.best.Rat()
}

// answer returns Already, ThisMuch or Impossible. The other open components count with
// the lowest share that they can still have or, if the parameter others is true, with the
// highest.
func (a asking) answer(leaf int, low, high *big.Rat, others bool) Needed {
	ws := make([]worth, len(a.ws))
	copy(ws, a.ws)
	for i := range ws {
		if others && a.g.components[i].group == nil {
			ws[i].worst = ws[i].best
		}
	}
	certified := func(share *big.Rat) bool {
		s := exact.FromRat(share)
		ws[leaf] = worth{status: StatusGraded, worst: s, best: s}
		return a.g.settle(ws).decision == Certified
	}
	switch {
	case certified(low):
		return Needed{Answer: Already}
	case !certified(high):
		return Needed{Answer: Impossible}
	}
	b := a.g.certifying(leaf, ws)
	c, excused := &a.g.components[leaf], a.excused(leaf)
	if n, discrete := c.stepCount(excused); discrete {
		k := sort.Search(n, func(k int) bool { return b.keeps(c.step(k, excused).share.Rat()) })
		least := c.step(k, excused)
		return Needed{
			Answer: ThisMuch, Mark: &least.mark, Percent: least.share.Times(hundred), Points: least.share.Times(a.scale(leaf)),
		}
	}
	share := exact.FromRat(b.least)
	return Needed{Answer: ThisMuch, Percent: share.Times(hundred), Points: share.Times(a.scale(leaf)), Exceed: b.strict}
}

// excused returns the field ExcusedSessions of the mark of a pending leaf. For a leaf that
// is not pending, it returns 0.
func (a asking) excused(leaf int) int {
	if a.ws[leaf].status != StatusPending {
		return 0
	}
	return a.marks[a.g.components[leaf].ID].ExcusedSessions
}

// scale returns full marks on the award's own scale.
func (a asking) scale(leaf int) exact.Rational {
	c := &a.g.components[leaf]
	if award := c.Award.Attendance; award != nil {
		return exact.Whole(uint64(award.asked(a.excused(leaf))))
	}
	return c.max
}

// elsewhere returns the field Elsewhere of [Needed] for the given leaf. The parameter high
// is the highest share that the leaf can still have.
func (a asking) elsewhere(leaf int, high *big.Rat) []Needed {
	full := exact.FromRat(high)
	a.ws[leaf] = worth{status: StatusGraded, worst: full, best: full}
	var list []Needed
	for i := range a.ws {
		if a.ws[i].status != StatusPending || a.g.components[i].group != nil {
			continue
		}
		low, high := a.shareRange(i)
		if n := a.answer(i, low, high, true); n.Answer == ThisMuch {
			n.Component = a.g.components[i].ID
			list = append(list, n)
		}
	}
	return list
}
