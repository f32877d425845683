package grading

import (
	"slices"

	"github.com/cohortkit/cohort/course/rule"
)

// made is a vector that was made, as far as its neighbours want it.
type made struct {
	id    string
	marks Marks
}

// judged is what marks come to: the decision, the outcome, and the verdict of
// every comparison.
type judged struct {
	decision Decision
	outcome  string
	verdicts []rule.Verdict
}

// mostAlike is how many exchanges of a kind are kept.
const mostAlike = 4

// exchange is a kind of neighbours: a leaf in one state and not in it are decided
// otherwise, and one comparison, or several (-1), come to another verdict.
type exchange struct {
	leaf       int
	state      string
	from, to   [2]string // decision and outcome
	comparison int
}

// neighbours puts one leaf at a time of every vector into each of its states and
// emits some of each kind that are decided otherwise. So a state that can decide
// does, and so does a comparison that nothing but an excuse can decide alone.
func (m *maker) neighbours() {
	kept := map[exchange]int{}
	for _, v := range m.list {
		ws := make([]worth, len(m.g.components))
		m.g.read(v.marks, ws)
		from := m.judge(ws)
		for _, leaf := range m.leaves {
			c, own := &m.g.components[leaf], ws[leaf]
			for _, state := range states(v.marks[c.ID]) {
				if m.full() {
					return
				}
				ws[leaf] = c.read(&state.mark, &faults{})
				x := from.exchange(m.judge(ws), leaf, state.name)
				if x.to != x.from && kept[x] < mostAlike && m.emit(m.with(v.marks, leaf, state.mark), c.ID+" "+state.name+", all else as in "+v.id) {
					kept[x]++
				}
			}
			ws[leaf] = own
		}
	}
}

// judge settles marks.
func (m *maker) judge(ws []worth) judged {
	m.work -= m.effort
	s := m.g.settle(ws)
	j := judged{decision: s.decision, outcome: s.assured}
	for i := range m.g.outcomes {
		o := &m.g.outcomes[i]
		j.verdicts = append(j.verdicts, o.total.verdict(s.total, s.best))
		for k := range o.needs {
			n := &o.needs[k]
			v, of := rule.Met, &ws[n.component]
			if of.status != StatusExcused {
				v = n.verdict(of.worst, of.best)
			}
			j.verdicts = append(j.verdicts, v)
		}
	}
	return j
}

// exchange returns the kind of neighbours that are judged so.
func (j judged) exchange(to judged, leaf int, state string) exchange {
	x := exchange{leaf, state, [2]string{string(j.decision), j.outcome}, [2]string{string(to.decision), to.outcome}, -1}
	differ := 0
	for i := range j.verdicts {
		if j.verdicts[i] != to.verdicts[i] {
			x.comparison = i
			differ++
		}
	}
	if differ > 1 {
		x.comparison = -1
	}
	return x
}

// state is a mark that says what became of a leaf.
type state struct {
	name string // "is missing"
	mark Mark
}

// states returns the states that a leaf can have in place of its own mark: as a
// whole, or with a session or the first item with points in another one.
func states(own Mark) []state {
	list := []state{
		{"is missing", Mark{Missing: true}}, {"is excused", Mark{Excused: true}},
		{"is pending", Mark{Pending: true}}, {"is handed in and not marked", Mark{HandedIn: true}},
	}
	if own.Attended != nil && *own.Attended+own.ExcusedSessions < *own.Held {
		own.ExcusedSessions++
		return append(list, state{"is excused from a session", own})
	}
	first := slices.IndexFunc(own.Items, func(it ItemMark) bool { return it.Earned != nil })
	if first < 0 {
		return list
	}
	for _, s := range [...]struct {
		name string
		item ItemMark
	}{{"has an item missing", ItemMark{Missing: true}}, {"has an item excused", ItemMark{Excused: true}}, {"has an item pending", ItemMark{Pending: true}}} {
		s.item.ID, s.item.Possible = own.Items[first].ID, own.Items[first].Possible
		items := slices.Clone(own.Items)
		items[first] = s.item
		list = append(list, state{s.name, Mark{Items: items}})
	}
	return list
}
