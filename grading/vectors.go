package grading

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"math/big"
	"slices"

	"github.com/cohortkit/cohort/course/exact"
)

// maxVectors is the largest number of vectors. maxFirst is the largest number of vectors
// before the last stage, [maker.neighbours], begins.
const (
	maxVectors = 4999
	maxFirst   = 4500
)

// maxWork bounds the work of Lint. One unit is one weight that is read while a person is
// graded. The work of Vectors can be up to twice as much.
const maxWork = 1 << 21

// Vector is a known answer: marks and their result, to compare with another
// implementation of the scheme.
type Vector struct {
	ID       string         `json:"id"`
	Marks    Marks          `json:"marks"`
	Total    exact.Rational `json:"total"`
	Decision Decision       `json:"decision"`
	Outcome  string         `json:"outcome,omitzero"` // as [Result.Outcome]
	// Why says what the vector is about, and what was decided.
	Why string `json:"why"`
}

// Vectors returns test vectors of the scheme, fewer than 5,000. They are the same, in the
// same order, on every machine. A later version may choose other vectors, but the results
// in earlier vectors stay right. The vectors are near the points where a decision
// changes. For each outcome and each component, some marks just miss the outcome, some
// just reach it and, if possible, some are exactly on the threshold. The other components
// have full, partial or random marks. There are also vectors with every state of every
// component, with sessions held and attended, and with lists whose items are missing,
// excused, pending, dropped or of different sizes. So a platform that mistakes a
// comparison, a state, a weight or a drop very likely answers one of the vectors wrong.
func (g *Grader) Vectors() iter.Seq[Vector] {
	return func(yield func(Vector) bool) {
		if g.made() != nil {
			return
		}
		m := &maker{g: g, seen: map[string]bool{}, leaves: g.leaves(), chance: 1, yield: yield, work: 2 * maxWork, effort: g.effort()}
		m.pivots, m.sessions = map[int][]pivot{}, map[int][]Mark{}
		for _, leaf := range m.leaves {
			m.sessions[leaf] = g.components[leaf].Award.Attendance.marks()
		}
		for _, stage := range []struct {
			limit, reserve int // see maker
			make           func()
		}{
			{maxFirst * 2 / 5, maxWork * 3 / 2, m.thresholds},
			{maxFirst * 3 / 5, maxWork * 4 / 3, m.steps},
			{maxFirst * 7 / 10, maxWork * 5 / 4, m.rare},
			{maxFirst * 2 / 5, maxWork * 6 / 5, m.random},
			{maxFirst * 9 / 10, maxWork * 9 / 8, m.states},
			{maxFirst, maxWork, m.lists},
			{maxVectors, 0, m.neighbours},
		} {
			m.limit, m.reserve = max(stage.limit, len(m.seen)+100), stage.reserve
			stage.make()
		}
	}
}

// pivot is the least share of a leaf that reaches some outcome, given the marks of the
// other leaves.
type pivot struct {
	others Marks
	share  *big.Rat
	// The certificate depends on this share, too, and the leaf has marks on both sides of
	// it.
	certificate bool
}

// maxPivots is the largest number of pivots that are kept for a leaf.
const maxPivots = 3

// maker makes vectors.
type maker struct {
	g      *Grader
	leaves []int
	list   []made          // vectors so far
	seen   map[string]bool // marks, as JSON
	pivots map[int][]pivot // by leaf
	// sessions holds the marks to try for each leaf with an [AttendanceAward].
	sessions map[int][]Mark
	chance   chance
	yield    func(Vector) bool
	limit    int  // the largest number of vectors at the end of this stage
	work     int  // the number of weights that may still be read
	reserve  int  // the work that later stages need
	effort   int  // the work of grading one person
	done     bool // the caller wants no more
}

// full reports whether the stage is at its end.
func (m *maker) full() bool { return m.done || len(m.seen) >= m.limit || m.work <= m.reserve }

// emit grades marks and yields them as a vector. It reports whether it did so. It yields
// nothing if the stage is full, if it has yielded these marks before, or if they do not
// fit the scheme.
func (m *maker) emit(marks Marks, why string) bool {
	if m.full() {
		return false
	}
	m.work -= 4 * m.weights(marks)
	text, _ := json.Marshal(marks)
	if m.seen[string(text)] {
		return false
	}
	r, err := m.g.Grade(marks)
	if err != nil {
		return false
	}
	m.seen[string(text)] = true
	total, places := r.shownTotal(shownPlaces)
	v := Vector{
		ID: fmt.Sprintf("v%04d", len(m.seen)), Marks: make(Marks, len(marks)), Total: r.Total, Decision: r.Decision, Outcome: r.Outcome,
		Why: why + ". " + english(r.said(total, places)),
	}
	for id, mark := range marks {
		v.Marks[id] = mark.copied()
	}
	m.list = append(m.list, made{v.ID, marks})
	m.done = !m.yield(v)
	return true
}

// with returns a copy of the marks in which a leaf has another mark.
func (m *maker) with(marks Marks, leaf int, mark Mark) Marks {
	changed := maps.Clone(marks)
	changed[m.g.components[leaf].ID] = mark
	return changed
}

// inFull returns full marks.
func (m *maker) inFull() Marks { return m.at(big.NewRat(1, 1)) }

// at returns marks in which every leaf has the given share of its highest mark.
func (m *maker) at(share *big.Rat) Marks {
	marks := Marks{}
	for _, leaf := range m.leaves {
		c := &m.g.components[leaf]
		marks[c.ID] = c.markNear(new(big.Rat).Mul(share, c.best.Rat()))
	}
	return marks
}

// influence says whether a leaf decides on an outcome, given the marks of the other
// leaves.
type influence int

const (
	nothing    influence = iota // whatever the leaf has, the outcome is reached or hidden, or there is nothing to grade
	something                   // the leaf decides
	impossible                  // the outcome is out of reach
)

// all returns marks in which every leaf has the same mark.
func (m *maker) all(mark Mark) Marks {
	marks := Marks{}
	for _, leaf := range m.leaves {
		marks[m.g.components[leaf].ID] = mark
	}
	return marks
}

// asks returns the bound that a leaf must keep so that an outcome is reached, given the
// marks of the other leaves. It also returns the influence of the leaf. If the leaf
// decides, asks stores a pivot with the least share that keeps the bound.
func (m *maker) asks(o *outcome, leaf int, others Marks) (bound, influence) {
	m.work -= 2 * m.weights(others)
	g, c := m.g, &m.g.components[leaf]
	ws := make([]worth, len(g.components))
	g.read(others, ws)
	ws[leaf] = worth{status: StatusGraded}
	g.settleGroups(ws)
	if g.root.excused(ws) {
		return bound{}, nothing
	}
	b := g.reaching(o, leaf, ws)
	switch {
	case !b.keeps(c.best.Rat()):
		return b, impossible
	case b.keeps(new(big.Rat)), m.hidden(o, leaf, b, ws):
		return b, nothing
	}
	all := g.certifying(leaf, ws)
	m.keep(leaf, pivot{others, b.least, all.least != nil && all.least.Cmp(b.least) == 0 && c.marked(b)})
	return b, something
}

// marked reports whether the lowest level of the leaf falls short of bound b. Then the
// leaf can fall short without being missing. For an award without levels, or with a
// single level, marked returns true.
func (c *component) marked(b bound) bool {
	return len(c.ladder) < 2 || !b.keeps(c.step(1, 0).share.Rat())
}

// keep adds a pivot to the pivots of a leaf, and keeps the first maxPivots of them.
// Pivots for the certificate come first.
func (m *maker) keep(leaf int, p pivot) {
	list := m.pivots[leaf]
	i := len(list)
	if p.certificate {
		if i = slices.IndexFunc(list, func(other pivot) bool { return !other.certificate }); i < 0 {
			i = len(list)
		}
	}
	list = slices.Insert(list, i, p)
	m.pivots[leaf] = list[:min(len(list), maxPivots)]
}

// hidden reports whether a better outcome than o is reached at b.least, the share that o
// needs of the leaf. The person then has the better outcome, so that a vector shows
// nothing about o.
func (m *maker) hidden(o *outcome, leaf int, b bound, ws []worth) bool {
	for i := range m.g.outcomes {
		better := &m.g.outcomes[i]
		if better == o {
			return false
		}
		if m.g.reaching(better, leaf, ws).keeps(b.least) {
			return true
		}
	}
	return false
}

// pivot emits vectors in which a leaf has marks around the least share that reaches
// outcome o. The other leaves have the given marks. It reports whether the leaf decides
// on o.
func (m *maker) pivot(o *outcome, leaf int, others Marks, where string) bool {
	b, ask := m.asks(o, leaf, others)
	if ask != something {
		return false
	}
	c := &m.g.components[leaf]
	for _, mark := range c.marksAround(b.least) {
		m.emit(m.with(others, leaf, mark), "Around what "+o.label()+" needs of "+c.ID+where)
	}
	return true
}

// label returns what the text of a vector calls the outcome: its name, or "the
// certificate" if it has none.
func (o *outcome) label() string {
	if o.name == "" {
		return "the certificate"
	}
	return o.name
}

// backgrounds returns sets of marks that the other leaves have in the vectors of a leaf:
// the sets in list, and then the set of each pivot of the leaf.
func (m *maker) backgrounds(leaf int, list ...Marks) []Marks {
	for _, p := range m.pivots[leaf] {
		list = append(list, p.others)
	}
	return list
}

// states makes vectors of every leaf in every state. The other leaves have full marks,
// marks of zero, or the marks of a pivot of this leaf.
func (m *maker) states() {
	full, none := m.inFull(), m.at(new(big.Rat))
	for _, leaf := range m.leaves {
		c := &m.g.components[leaf]
		for _, others := range m.backgrounds(leaf, full, none) {
			for _, state := range append(states(Mark{}), state{"is at nothing", c.markNear(new(big.Rat))}, state{"is in full", c.markNear(c.best.Rat())}) {
				m.emit(m.with(others, leaf, state.mark), c.ID+" "+state.name)
			}
			absent := m.with(others, leaf, Mark{})
			delete(absent, c.ID)
			m.emit(absent, c.ID+" has no mark")
			for _, mark := range m.sessions[leaf] {
				m.emit(m.with(others, leaf, mark), "Sessions of "+c.ID)
			}
		}
	}
}
