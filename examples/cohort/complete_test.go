package main

import (
	"encoding/json"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// judgedMarks are the marks of a person, the JSON text of each mark by component, and
// the verdict about the marks.
type judgedMarks struct {
	marks   grading.Marks
	texts   map[string]string
	verdict verdict
	// holds says for each comparison, by its name, whether the comparison is true in
	// the worst and in the best case: see platform.comparisons.
	holds map[string][2]bool
}

// mark returns the mark of a component. A component without a mark is pending.
func (j *judgedMarks) mark(id string) grading.Mark {
	if m, there := j.marks[id]; there {
		return m
	}
	return grading.Mark{Pending: true}
}

// comparisons returns the comparisons that a scheme makes, by name. A comparison is
// whether the total, or a component that an outcome needs, reaches the threshold that
// the outcome sets. The two values say whether the comparison is true for marks in the
// worst and in the best case (see side). If no component counts, the result is nil.
func (p *platform) comparisons(marks grading.Marks) map[string][2]bool {
	list := map[string][2]bool{}
	for i, s := range [...]*side{p.side(marks, false), p.side(marks, true)} {
		if !s.mean {
			return nil
		}
		for _, o := range p.outcomes() {
			set := func(name string, holds bool) {
				both := list[name]
				both[i] = holds
				list[name] = both
			}
			set("total of "+o.Name, p.reached(s.total, o.Above, o.AtLeast))
			for _, n := range o.Needs {
				set("need "+n.Component+" of "+o.Name, s.meets(n))
			}
		}
	}
	return list
}

// statesOf returns the names of the states of a mark, and of the states of its items.
func statesOf(m grading.Mark) (own, items []string) {
	add := func(list *[]string, name string, is bool) {
		if is {
			*list = append(*list, name)
		}
	}
	add(&own, "missing", m.Missing)
	add(&own, "excused", m.Excused)
	add(&own, "pending", m.Pending)
	add(&own, "handed in", m.HandedIn)
	add(&own, "excused from sessions", m.ExcusedSessions > 0)
	for _, it := range m.Items {
		add(&items, "an item missing", it.Missing)
		add(&items, "an item excused", it.Excused)
		add(&items, "an item pending", it.Pending || it.HandedIn)
	}
	return own, items
}

// decided returns the names of the components, states and comparisons that a list of
// people decides. Two people are neighbours if their marks differ in one component and
// their verdicts differ too. A pair of neighbours decides
//
//   - the component, if neither of its two marks has a state (see statesOf);
//   - each state that only one of the two marks has;
//   - a comparison, if it is the only comparison whose results differ.
func decided(p *platform, leaves []grading.Component, list []judgedMarks) map[string]bool {
	names := map[string]bool{}
	for i := range list {
		x := &list[i]
		x.texts = map[string]string{}
		for id, mark := range x.marks {
			text, _ := json.Marshal(mark)
			x.texts[id] = string(text)
		}
		x.holds = p.comparisons(x.marks)
	}
	for _, c := range leaves {
		alike := map[string][]int{}
		for i := range list {
			var key strings.Builder
			for _, other := range leaves {
				if other.ID != c.ID {
					key.WriteString(list[i].texts[other.ID] + "\x00")
				}
			}
			alike[key.String()] = append(alike[key.String()], i)
		}
		for _, group := range alike {
			for n, i := range group {
				for _, k := range group[:n] {
					if !list[i].verdict.same(list[k].verdict) {
						decide(names, c.ID, &list[i], &list[k])
					}
				}
			}
		}
	}
	return names
}

// decide adds the names of everything that the neighbours a and b decide (see decided).
// These two people differ in the mark of the component with the given id. If neither of
// the two marks has a state, decide compares the states of their items instead.
func decide(names map[string]bool, id string, a, b *judgedMarks) {
	one, items := statesOf(a.mark(id))
	other, otherItems := statesOf(b.mark(id))
	if len(one)+len(other) == 0 {
		names["component "+id] = true
		one, other = items, otherItems
	}
	for _, s := range slices.Concat(one, other) {
		if slices.Contains(one, s) != slices.Contains(other, s) {
			names[id+" is "+s] = true
		}
	}
	var differ []string
	for name, holds := range a.holds {
		if b.holds != nil && holds != b.holds[name] {
			differ = append(differ, name)
		}
	}
	if len(differ) == 1 {
		names[differ[0]] = true
	}
}

// asked returns the names of everything in a scheme that the vectors are to decide (see
// decided): each component, each state of its marks, and each comparison.
func asked(p *platform, leaves []grading.Component) []string {
	var list []string
	for _, c := range leaves {
		list = append(list, "component "+c.ID)
		for _, s := range states(c, grading.Mark{}) {
			own, _ := statesOf(s.mark)
			list = append(list, c.ID+" is "+own[0])
		}
	}
	for _, o := range p.outcomes() {
		list = append(list, "total of "+o.Name)
		for _, n := range o.Needs {
			list = append(list, "need "+n.Component+" of "+o.Name)
		}
	}
	return list
}

// searched makes a random sample of marks, independent of the vectors, and returns the
// names of the components, states and comparisons that the sample decides (see decided).
func searched(r *rand.Rand, grader *grading.Grader, n int) map[string]bool {
	var sample []judgedMarks
	people := sampleOf(r, grader, n)
	for i, marks := range people.marks {
		sample = append(sample, judgedMarks{marks: marks, verdict: people.verdicts[i]})
	}
	return decided(&platform{scheme: grader.Scheme()}, leavesOf(grader.Scheme().Components), sample)
}

// The vectors of a scheme decide every component, state and comparison (see decided)
// that a dense random sample decides. The sample is made independently of the vectors.
// Some components and comparisons are not decided by any marks: for example a
// component without weight, or a minimum that every sufficient total implies.
func TestVectorsAreComplete(t *testing.T) {
	t.Parallel()
	all, none := 0, 0
	for n := range times(1) {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			r := rand.New(rand.NewPCG(17, uint64(n)))
			grader, err := grading.Compile(randomScheme(r))
			require.NoError(t, err)
			right, leaves := &platform{scheme: grader.Scheme()}, leavesOf(grader.Scheme().Components)
			var vectors []judgedMarks
			for _, v := range vectorsOf(grader) {
				vectors = append(vectors, judgedMarks{marks: v.Marks, verdict: verdict{v.Decision, v.Outcome, v.Total}})
			}
			have := decided(right, leaves, vectors)
			lacking := slices.DeleteFunc(asked(right, leaves), func(name string) bool { return have[name] })
			size := min(10*times(30), 1500)
			if len(lacking) > 0 {
				size *= 4
			}
			for _, name := range slices.Sorted(maps.Keys(searched(r, grader, size))) {
				assert.True(t, have[name], "of %d vectors none decides: %s", len(vectors), name)
			}
			for _, name := range lacking {
				t.Logf("no marks decide: %s", name)
			}
			all, none = all+len(have), none+len(lacking)
		})
	}
	require.Positive(t, all)
	t.Logf("%d decided, %d that no marks decide", all, none)
}
