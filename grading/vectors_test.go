package grading_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func vectorsOf(g *grading.Grader) (list []grading.Vector) {
	for v := range g.Vectors() {
		list = append(list, v)
	}
	return list
}

// The vectors of the reference course include every decision, and a total that
// is exactly on the threshold.
func TestVectorsOfTheReference(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	list := vectorsOf(g)
	t.Logf("%d vectors", len(list))
	assert.Less(t, len(list), 5000)
	seen, ids := map[string]int{}, map[string]bool{}
	for _, v := range list {
		assert.False(t, ids[v.ID])
		ids[v.ID] = true
		total, decision := oracle(reference(), v.Marks)
		assert.Equal(t, total.RatString(), v.Total.Rat().RatString())
		assert.Equal(t, decision, v.Decision)
		seen[string(v.Decision)]++
		if v.Total.String() == "80" {
			seen["80"]++
		}
	}
	for _, key := range []string{"certified", "not_certified", "pending", "80"} {
		assert.Positive(t, seen[key], key)
	}
	again, err := json.Marshal(vectorsOf(g))
	require.NoError(t, err)
	first, err := json.Marshal(list)
	require.NoError(t, err)
	assert.Equal(t, string(first), string(again), "always the same ones")
	n := 0
	for range g.Vectors() {
		if n++; n == 3 {
			break
		}
	}
	assert.Equal(t, 3, n, "an early end is an end")
}

// mistake is an implementation that gets something wrong: it grades by another scheme, or
// replaces marks by other marks.
type mistake struct {
	name   string
	scheme func(*grading.Scheme)
	mark   func(grading.Component, grading.Mark) grading.Mark
}

func eachOf(list []grading.Component, f func(*grading.Component)) {
	for i := range list {
		f(&list[i])
		if a := list[i].Award.Group; a != nil {
			eachOf(a.Components, f)
		}
	}
}

func swap(above, atLeast **exact.Decimal) { *above, *atLeast = *atLeast, *above }

func mistakes() []mistake {
	every := func(f func(*grading.Component)) func(*grading.Scheme) {
		return func(s *grading.Scheme) { eachOf(s.Components, f) }
	}
	group := func(f func(*grading.GroupAward)) func(*grading.Scheme) {
		return every(func(c *grading.Component) {
			if c.Award.Group != nil {
				f(c.Award.Group)
			}
		})
	}
	attendance := func(f func(*grading.AttendanceAward)) func(*grading.Scheme) {
		return every(func(c *grading.Component) {
			if c.Award.Attendance != nil {
				f(c.Award.Attendance)
			}
		})
	}
	items := func(f func(*grading.ItemsAward)) func(*grading.Scheme) {
		return every(func(c *grading.Component) {
			if c.Award.Items != nil {
				f(c.Award.Items)
			}
		})
	}
	state := func(f func(*grading.Mark)) func(grading.Component, grading.Mark) grading.Mark {
		return func(_ grading.Component, m grading.Mark) grading.Mark { f(&m); return m }
	}
	item := func(f func(*grading.ItemMark)) func(grading.Component, grading.Mark) grading.Mark {
		return state(func(m *grading.Mark) {
			for i := range m.Items {
				f(&m.Items[i])
			}
		})
	}
	list := []mistake{
		{name: "thresholds the other way", scheme: func(s *grading.Scheme) {
			swap(&s.Certificate.Above, &s.Certificate.AtLeast)
			for i := range s.Outcomes {
				swap(&s.Outcomes[i].Above, &s.Outcomes[i].AtLeast)
			}
		}},
		{name: "needs the other way", scheme: func(s *grading.Scheme) {
			for i := range s.Outcomes {
				for k := range s.Outcomes[i].Needs {
					swap(&s.Outcomes[i].Needs[k].Above, &s.Outcomes[i].Needs[k].AtLeast)
				}
			}
		}},
		{name: "no needs", scheme: func(s *grading.Scheme) {
			for i := range s.Outcomes {
				s.Outcomes[i].Needs = nil
			}
			eachOf(s.Components, func(c *grading.Component) { c.Minimum = nil })
		}},
		{name: "no weightings", scheme: func(s *grading.Scheme) {
			s.Weightings = nil
			group(func(a *grading.GroupAward) { a.Weightings = nil })(s)
		}},
		{name: "no cap", scheme: func(s *grading.Scheme) { s.Cap = exact.Decimal{} }},
		{name: "nothing dropped", scheme: group(func(a *grading.GroupAward) { a.DropLowest, a.DropHighest = 0, 0 })},
		{name: "one more dropped", scheme: group(func(a *grading.GroupAward) { a.DropLowest++ })},
		{name: "the highest not dropped", scheme: group(func(a *grading.GroupAward) { a.DropHighest = 0 })},
		{name: "drops the other way", scheme: group(func(a *grading.GroupAward) { a.DropLowest, a.DropHighest = a.DropHighest, a.DropLowest })},
		{name: "everything may go", scheme: every(func(c *grading.Component) { c.NeverDrop = false })},
		{name: "extra credit as credit", scheme: every(func(c *grading.Component) { c.ExtraCredit = false })},
		{name: "weights alike", scheme: every(func(c *grading.Component) {
			if c.Weight.Sign() > 0 {
				c.Weight = dec("1")
			}
		})},
		{name: "attendance by session", scheme: attendance(func(a *grading.AttendanceAward) { a.Credit = "per_session" })},
		{name: "attendance all or nothing", scheme: attendance(func(a *grading.AttendanceAward) { a.Credit = "all_sessions" })},
		{name: "none may be missed", scheme: attendance(func(a *grading.AttendanceAward) { a.MayMiss = 0 })},
		{name: "one more may be missed", scheme: attendance(func(a *grading.AttendanceAward) { a.MayMiss++ })},
		{name: "items by sum", scheme: items(func(a *grading.ItemsAward) { a.Combine, a.MinItems = "sum", 0 })},
		{name: "items by mean", scheme: items(func(a *grading.ItemsAward) { a.Combine = "mean" })},
		{name: "no items dropped", scheme: items(func(a *grading.ItemsAward) { a.DropLowest, a.DropHighest = 0, 0 })},
		{name: "one more item dropped", scheme: items(func(a *grading.ItemsAward) { a.DropLowest++ })},
		{name: "no number of items", scheme: items(func(a *grading.ItemsAward) { a.MinItems = 0 })},
		{name: "every item may go", scheme: items(func(a *grading.ItemsAward) { a.NeverDrop = nil })},
		{name: "excused as missing", mark: state(func(m *grading.Mark) { m.Missing, m.Excused = m.Missing || m.Excused, false })},
		{name: "missing as excused", mark: state(func(m *grading.Mark) { m.Excused, m.Missing = m.Missing || m.Excused, false })},
		{name: "pending as missing", mark: state(func(m *grading.Mark) {
			m.Missing = m.Missing || m.Pending || m.HandedIn
			m.Pending, m.HandedIn = false, false
		})},
		{name: "pending as excused", mark: state(func(m *grading.Mark) {
			m.Excused = m.Excused || m.Pending || m.HandedIn
			m.Pending, m.HandedIn = false, false
		})},
		{name: "missing as pending", mark: state(func(m *grading.Mark) { m.Pending, m.Missing = m.Pending || m.Missing, false })},
		{name: "zero as missing", mark: state(func(m *grading.Mark) {
			if m.Points != nil && m.Points.Sign() == 0 {
				*m = grading.Mark{Excused: true}
			}
		})},
		{name: "all held", mark: func(c grading.Component, m grading.Mark) grading.Mark {
			if m.Held != nil {
				m.Held = &c.Award.Attendance.Sessions
			}
			return m
		}},
		{name: "all that were held attended", mark: state(func(m *grading.Mark) {
			if m.Held != nil && *m.Attended > 0 {
				m.Attended = new(*m.Held - m.ExcusedSessions)
			}
		})},
		{name: "sessions excused as missed", mark: state(func(m *grading.Mark) { m.ExcusedSessions = 0 })},
		{name: "sessions excused as attended", mark: state(func(m *grading.Mark) {
			if m.ExcusedSessions > 0 {
				m.Attended, m.ExcusedSessions = new(*m.Attended+m.ExcusedSessions), 0
			}
		})},
		{name: "points rounded", mark: func(c grading.Component, m grading.Mark) grading.Mark {
			if m.Points != nil && c.Award.Points.Step.IsZero() {
				m.Points = new(dec(m.Points.Rat().FloatString(0)))
			}
			return m
		}},
		{name: "items excused as missing", mark: item(func(it *grading.ItemMark) { it.Missing, it.Excused = it.Missing || it.Excused, false })},
		{name: "items missing as excused", mark: item(func(it *grading.ItemMark) { it.Excused, it.Missing = it.Missing || it.Excused, false })},
		{name: "items pending as missing", mark: item(func(it *grading.ItemMark) { it.Missing, it.Pending = it.Missing || it.Pending, false })},
		{name: "a level lower", mark: func(c grading.Component, m grading.Mark) grading.Mark {
			if m.Level == "good" {
				m = grading.Mark{Missing: true}
			}
			return m
		}},
	}
	return list
}

// differs reports whether an implementation with the mistake grades the marks with a
// decision or an outcome other than the given ones. It returns false if the
// implementation refuses the marks.
func (m mistake) differs(t *testing.T, wrong *grading.Grader, components []grading.Component, marks grading.Marks, decision grading.Decision, outcome string) bool {
	t.Helper()
	taken := marks
	if m.mark != nil {
		taken = grading.Marks{}
		for id, mark := range marks {
			c, _ := find(components, id)
			mark.Items = slices.Clone(mark.Items)
			taken[id] = m.mark(c, mark)
		}
	}
	r, err := wrong.Grade(taken)
	return err == nil && (r.Decision != decision || r.Outcome != outcome)
}

// At least 98% of the mistakes that change the decision or the outcome for some random
// marks also change it for a vector.
func TestVectorsNoticeMistakes(t *testing.T) {
	t.Parallel()
	r := random("vectors")
	planted, noticed := 0, 0
	missed := map[string]int{}
	for n := range rounds(200, 4) {
		s := anyTree(r)
		if n%3 == 0 {
			s = anyScheme(r)
		}
		g := compiled(t, s)
		start := time.Now()
		vectors := vectorsOf(g)
		assert.LessOrEqual(t, len(vectors), 4500)
		if n < 3 {
			t.Logf("%d vectors in %v", len(vectors), time.Since(start))
		}
		var people []grading.Marks
		for i := range 100 {
			if n%3 == 0 {
				people = append(people, anyMarks(r, s))
			} else {
				people = append(people, anyTreeMarks(r, s, i%4))
			}
		}
		for _, m := range mistakes() {
			data, err := json.Marshal(s)
			require.NoError(t, err)
			var changed grading.Scheme
			require.NoError(t, json.Unmarshal(data, &changed))
			if m.scheme != nil {
				m.scheme(&changed)
			}
			wrong, err := grading.Compile(changed)
			if err != nil {
				continue
			}
			matters := false
			for _, marks := range people {
				right, err := g.Grade(marks)
				require.NoError(t, err)
				if matters = m.differs(t, wrong, changed.Components, marks, right.Decision, right.Outcome); matters {
					break
				}
			}
			if !matters {
				continue
			}
			planted++
			found := false
			for _, v := range vectors {
				if found = m.differs(t, wrong, changed.Components, v.Marks, v.Decision, v.Outcome); found {
					break
				}
			}
			if found {
				noticed++
			} else {
				missed[m.name]++
			}
		}
	}
	t.Logf("%d of %d mistakes noticed; missed %v", noticed, planted, missed)
	assert.GreaterOrEqual(t, noticed*100, planted*98)
}
