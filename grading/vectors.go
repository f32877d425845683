package grading

import (
	"encoding/json"
	"fmt"
	"iter"
	"math/big"

	"github.com/cohortkit/cohort/course/exact"
)

// maxVectors is how many vectors are made at most.
const maxVectors = 4500

// maxWork bounds how many weights are looked at to make them, and by Lint.
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

// Vectors returns test vectors of the scheme, at most 4,500, always the same
// ones. They are chosen at what flips a decision: for each outcome and each
// component the marks just below and at what is needed, exactly on the threshold
// where a mark can be, with the others in full, in part and by chance; every
// state of every component; attendance held and attended; lists whose items are
// missing, excused, pending, of unlike sizes and dropped. So a platform that
// mistakes a comparison, a state, a weight or a drop answers one of them wrong.
func (g *Grader) Vectors() iter.Seq[Vector] {
	return func(yield func(Vector) bool) {
		if g.made() != nil {
			return
		}
		m := &maker{g: g, seen: map[string]bool{}, leaves: g.leaves(), chance: 1, yield: yield, work: maxWork, effort: g.effort()}
		m.pivots, m.sessions = map[int][]pivot{}, map[int][]Mark{}
		for _, leaf := range m.leaves {
			m.sessions[leaf] = g.components[leaf].Award.Attendance.marks()
		}
		for _, stage := range []struct {
			most, work int // vectors, and work left, at the end of the stage
			make       func()
		}{
			{maxVectors * 2 / 5, maxWork / 2, m.thresholds},
			{maxVectors * 7 / 10, maxWork / 4, m.states},
			{maxVectors * 4 / 5, maxWork / 8, m.lists},
			{maxVectors / 2, 0, m.random},
		} {
			m.most, m.reserve = max(stage.most, len(m.seen)+100), stage.work
			stage.make()
		}
	}
}

// pivot is a share of one leaf and the marks of all others with which this
// share decides.
type pivot struct {
	others Marks
	share  *big.Rat
}

// maker makes vectors.
type maker struct {
	g      *Grader
	leaves []int
	seen   map[string]bool // marks, as JSON
	pivots map[int][]pivot // by leaf
	// sessions are marks of attendance, by leaf.
	sessions map[int][]Mark
	chance   chance
	yield    func(Vector) bool
	most     int  // vectors, up to the end of this stage
	work     int  // weights that may still be looked at
	reserve  int  // work that is left for later stages
	effort   int  // of one person
	done     bool // the caller wants no more
}

// full reports whether the stage is at its end.
func (m *maker) full() bool { return m.done || len(m.seen) >= m.most || m.work <= m.reserve }

// emit yields a vector unless it was there before.
func (m *maker) emit(marks Marks, why string) {
	if m.full() {
		return
	}
	m.work -= 4 * m.effort
	text, err := json.Marshal(marks)
	if err != nil || m.seen[string(text)] {
		return
	}
	r, err := m.g.Grade(marks)
	if err != nil {
		return
	}
	m.seen[string(text)] = true
	total, _, places := r.shownTotal(shownPlaces)
	v := Vector{
		ID: fmt.Sprintf("v%04d", len(m.seen)), Marks: make(Marks, len(marks)), Total: r.Total, Decision: r.Decision, Outcome: r.Outcome,
		Why: why + ". " + english(r.said(total, places)),
	}
	for id, mark := range marks {
		v.Marks[id] = mark.copied()
	}
	m.done = !m.yield(v)
}

// with returns marks with another mark for a leaf.
func (m *maker) with(marks Marks, leaf int, mark Mark) Marks {
	changed := make(Marks, len(marks)+1)
	for id, old := range marks {
		changed[id] = old
	}
	changed[m.g.components[leaf].ID] = mark
	return changed
}

// at returns marks in which every leaf has the same share of its best.
func (m *maker) at(share *big.Rat) Marks {
	marks := Marks{}
	for _, leaf := range m.leaves {
		c := &m.g.components[leaf]
		marks[c.ID] = c.markNear(new(big.Rat).Mul(share, c.best.Rat()))
	}
	return marks
}

// pivot emits marks just below and at what an outcome needs of a leaf, where the
// others have the given marks, and reports whether there is such a point.
func (m *maker) pivot(o *outcome, leaf int, others Marks, where string) bool {
	if m.full() {
		return false
	}
	m.work -= 2 * m.effort
	g, c := m.g, &m.g.components[leaf]
	ws := make([]worth, len(g.components))
	if !g.read(others, ws) {
		return false
	}
	ws[leaf] = worth{status: StatusGraded}
	g.settleGroups(ws)
	if g.root.excused(ws) {
		return false
	}
	b := g.reaching(o, leaf, ws)
	if b.keeps(new(big.Rat)) || !b.keeps(c.best.Rat()) {
		return false
	}
	if o.certifies && len(m.pivots[leaf]) < 2 {
		m.pivots[leaf] = append(m.pivots[leaf], pivot{others, b.least})
	}
	name := o.name
	if name == "" {
		name = "the certificate"
	}
	for _, mark := range c.marksAround(b.least) {
		m.emit(m.with(others, leaf, mark), "Around what "+name+" needs of "+c.ID+where)
	}
	return true
}

// thresholds takes every outcome and every leaf to where it decides.
func (m *maker) thresholds() {
	full, half := m.at(big.NewRat(1, 1)), m.at(big.NewRat(1, 2))
	m.emit(Marks{}, "Nothing is marked")
	m.emit(full, "Everything in full")
	m.emit(m.at(new(big.Rat)), "Nothing was earned")
	for _, try := range []func(o *outcome, k, leaf int){
		func(o *outcome, _, leaf int) { m.pivot(o, leaf, full, ", all else in full") },
		func(o *outcome, _, leaf int) { m.pivot(o, leaf, half, ", all else at half") },
		func(o *outcome, k, leaf int) { m.descend(o, leaf, m.order(nil, k, 1)) },
		func(o *outcome, k, leaf int) { m.descend(o, leaf, m.order(nil, k, -1)) },
		func(o *outcome, k, leaf int) {
			for i := range o.needs {
				if m.g.holds(o.needs[i].component, leaf) {
					m.descend(o, leaf, m.order(&o.needs[i].component, k, 1))
				}
			}
		},
	} {
		for i := range m.g.outcomes {
			for k, leaf := range m.leaves {
				try(&m.g.outcomes[i], k, leaf)
			}
		}
	}
}

// order returns all leaves but one, from the next one on in steps, those of the
// component first if there is one.
func (m *maker) order(first *int, from, step int) []int {
	var head, tail []int
	for i := range len(m.leaves) - 1 {
		leaf := m.leaves[((from+step*(i+1))%len(m.leaves)+len(m.leaves))%len(m.leaves)]
		if first != nil && m.g.holds(*first, leaf) {
			head = append(head, leaf)
		} else {
			tail = append(tail, leaf)
		}
	}
	return append(head, tail...)
}

// descend lowers the others one by one, from full marks down, until the leaf
// decides.
func (m *maker) descend(o *outcome, leaf int, others []int) {
	marks := m.at(big.NewRat(1, 1))
	for _, other := range others {
		c := &m.g.components[other]
		for _, share := range [...]int64{3, 2, 1, 0} {
			if m.full() {
				return
			}
			marks = m.with(marks, other, c.markNear(new(big.Rat).Mul(big.NewRat(share, 4), c.best.Rat())))
			if m.pivot(o, leaf, marks, ", others in part") {
				return
			}
		}
	}
}

// backgrounds returns marks of the others: those given and those with which the
// leaf decides.
func (m *maker) backgrounds(leaf int, list ...Marks) []Marks {
	for _, p := range m.pivots[leaf] {
		list = append(list, p.others)
	}
	return list
}

// states puts every leaf in every state where it decides, and beside full marks
// and none.
func (m *maker) states() {
	full, none := m.at(big.NewRat(1, 1)), m.at(new(big.Rat))
	for _, leaf := range m.leaves {
		c := &m.g.components[leaf]
		for _, others := range m.backgrounds(leaf, full, none) {
			for _, state := range []struct {
				mark Mark
				name string
			}{
				{Mark{Missing: true}, "missing"}, {Mark{Excused: true}, "excused"}, {Mark{Pending: true}, "pending"},
				{Mark{HandedIn: true}, "handed in and not marked"}, {c.markNear(new(big.Rat)), "at nothing"}, {c.markNear(c.best.Rat()), "in full"},
			} {
				m.emit(m.with(others, leaf, state.mark), c.ID+" is "+state.name)
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
