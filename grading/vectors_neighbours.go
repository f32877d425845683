package grading

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// made is the id and the marks of a vector that was emitted. The method neighbours
// makes further vectors from it.
type made struct {
	id    string
	marks Marks
}

// judged is the result of marks: the decision, the outcome, and the verdict of
// every comparison.
type judged struct {
	decision Decision
	outcome  string
	verdicts []rule.Verdict
}

// maxPerExchange is the largest number of vectors that are emitted for one exchange.
const maxPerExchange = 4

// exchange says how the result changes if one leaf is put into a state.
type exchange struct {
	leaf       int
	state      string
	from, to   [2]string // decision and outcome
	comparison int       // the index in judged.verdicts of the only verdict that changes; -1 if several or none change
}

// neighbours takes every vector and puts one leaf at a time into each of its states. If
// this changes the decision or the outcome, it emits the changed marks as a vector. It
// emits at most maxPerExchange vectors with the same change (see the type exchange). So
// there are pairs of vectors that differ only in the state of one leaf. In some pairs,
// only one comparison has another verdict. Such pairs exist even for comparisons that
// matter only while some component is excused.
func (m *maker) neighbours() {
	kept := map[exchange]int{}
	for _, v := range m.list {
		ws := make([]worth, len(m.g.components))
		m.g.read(v.marks, ws)
		from := m.judge(ws)
		for _, leaf := range m.leaves {
			c, before := &m.g.components[leaf], ws[leaf]
			for _, state := range states(v.marks[c.ID]) {
				if m.full() {
					return
				}
				ws[leaf] = c.read(&state.mark, &faults{})
				x := from.exchange(m.judge(ws), leaf, state.name)
				if x.to != x.from && kept[x] < maxPerExchange && m.emit(m.with(v.marks, leaf, state.mark), c.ID+" "+state.name+", all else as in "+v.id) {
					kept[x]++
				}
			}
			ws[leaf] = before
		}
	}
}

// judge returns the result of marks that are worth ws.
func (m *maker) judge(ws []worth) judged {
	m.work -= m.effort
	s := m.g.settle(ws)
	j := judged{decision: s.decision, outcome: s.assured}
	for i := range m.g.outcomes {
		o := &m.g.outcomes[i]
		j.verdicts = append(j.verdicts, o.total.verdict(s.total, s.best))
		for k := range o.needs {
			n := &o.needs[k]
			v, w := rule.Met, &ws[n.component]
			if w.status != StatusExcused {
				v = n.verdict(w.worst, w.best)
			}
			j.verdicts = append(j.verdicts, v)
		}
	}
	return j
}

// exchange compares two results that differ because a leaf was put into the given state:
// j is the result before the change, and other is the result after it.
func (j judged) exchange(other judged, leaf int, state string) exchange {
	x := exchange{leaf, state, [2]string{string(j.decision), j.outcome}, [2]string{string(other.decision), other.outcome}, -1}
	differ := 0
	for i := range j.verdicts {
		if j.verdicts[i] != other.verdicts[i] {
			x.comparison = i
			differ++
		}
	}
	if differ > 1 {
		x.comparison = -1
	}
	return x
}

// state is the name of a leaf's state, and a mark in that state.
type state struct {
	name string // "is missing"
	mark Mark
}

// states returns states into which a leaf with the given mark can be put. Some states
// replace the whole mark, others change only one session or the first item with points.
func states(mark Mark) []state {
	list := []state{
		{"is missing", Mark{Missing: true}}, {"is excused", Mark{Excused: true}},
		{"is pending", Mark{Pending: true}}, {"is handed in and not marked", Mark{HandedIn: true}},
	}
	if mark.Attended != nil {
		mark.ExcusedSessions++ // no vector if there is no session left to be excused from
		return append(list, state{"is excused from a session", mark})
	}
	first := slices.IndexFunc(mark.Items, func(it ItemMark) bool { return it.Earned != nil })
	if first < 0 {
		return list
	}
	for _, s := range [...]struct {
		name string
		item ItemMark
	}{{"has an item missing", ItemMark{Missing: true}}, {"has an item excused", ItemMark{Excused: true}}, {"has an item pending", ItemMark{Pending: true}}} {
		s.item.ID, s.item.Possible = mark.Items[first].ID, mark.Items[first].Possible
		items := slices.Clone(mark.Items)
		items[first] = s.item
		list = append(list, state{s.name, Mark{Items: items}})
	}
	return list
}
