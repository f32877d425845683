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

// judgedMarks are the marks of a person, the same marks as text by component, and the
// verdict about them.
type judgedMarks struct {
	marks grading.Marks
	texts map[string]string
	told  verdict
	// holds says, by comparison, whether it holds in the worst and in the best case.
	holds map[string][2]bool
}

// comparisons reports whether each comparison of the definition holds for marks, in
// the worst and in the best case. It returns nil if there is nothing to grade.
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

// statesOf returns the names of the states of a mark, including those of its items.
func statesOf(m grading.Mark) []string {
	var list []string
	add := func(name string, is bool) {
		if is {
			list = append(list, name)
		}
	}
	add("missing", m.Missing)
	add("excused", m.Excused)
	add("pending", m.Pending)
	add("handed in", m.HandedIn)
	add("excused from sessions", m.ExcusedSessions > 0)
	for _, it := range m.Items {
		add("an item missing", it.Missing)
		add("an item excused", it.Excused)
		add("an item pending", it.Pending || it.HandedIn)
	}
	return list
}

// decided returns the components, states and comparisons that pairs of neighbours in
// a list decide. Neighbours differ in the marks of one component and have different
// verdicts. A pair decides the component if neither of the two marks has a state. It
// decides each state that only one of the marks has. It decides a comparison if that
// is the only one that differs.
func decided(p *platform, leaves []grading.Component, list []judgedMarks) map[string]bool {
	found := map[string]bool{}
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
					if !list[i].told.same(list[k].told) {
						decide(found, c.ID, &list[i], &list[k])
					}
				}
			}
		}
	}
	return found
}

// decide adds to found what two neighbours decide. They differ in the marks of the
// component with the given id.
func decide(found map[string]bool, id string, a, b *judgedMarks) {
	one, other := statesOf(a.marks[id]), statesOf(b.marks[id])
	if len(one)+len(other) == 0 {
		found["component "+id] = true
	}
	for _, s := range slices.Concat(one, other) {
		if slices.Contains(one, s) != slices.Contains(other, s) {
			found[id+" is "+s] = true
		}
	}
	var differ []string
	for name, holds := range a.holds {
		if b.holds != nil && holds != b.holds[name] {
			differ = append(differ, name)
		}
	}
	if len(differ) == 1 {
		found[differ[0]] = true
	}
}

// Each comparison, state and component that neighbours in a dense sample decide must
// be decided by neighbouring vectors too. At most one in 200 may be lacking: a few
// that only an excuse decides.
func TestVectorsAreComplete(t *testing.T) {
	t.Parallel()
	all, lacking := 0, 0
	for n := range times(1) {
		t.Run(strconv.Itoa(n), func(t *testing.T) {
			r := rand.New(rand.NewPCG(17, uint64(n)))
			grader, err := grading.Compile(randomScheme(r))
			require.NoError(t, err)
			right, leaves := &platform{scheme: grader.Scheme()}, leavesOf(grader.Scheme().Components)
			var vectors, sample []judgedMarks
			for _, v := range vectorsOf(grader) {
				vectors = append(vectors, judgedMarks{marks: v.Marks, told: verdict{v.Decision, v.Outcome, v.Total}})
			}
			people := sampleOf(r, grader, min(10*times(30), 1500))
			for i, marks := range people.marks {
				sample = append(sample, judgedMarks{marks: marks, told: people.told[i]})
			}
			have := decided(right, leaves, vectors)
			for _, name := range slices.Sorted(maps.Keys(decided(right, leaves, sample))) {
				if !have[name] {
					lacking++
					t.Logf("of %d vectors none decides: %s", len(vectors), name)
				}
			}
			all += len(have)
		})
	}
	require.Positive(t, all)
	t.Logf("%d decided, %d not", all, lacking)
	assert.LessOrEqual(t, lacking*200, all)
}
