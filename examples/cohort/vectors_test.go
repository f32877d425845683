package main

import (
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/course"
	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/examples/courses"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// times returns how often a property is tried: few times in the gate, 200 times
// as often by .ci/long.
func times(few int) int {
	if os.Getenv("COHORT_LONG") != "" {
		return 200 * few
	}
	return few
}

func dec(n int) exact.Decimal { return exact.MustDecimal(strconv.Itoa(n)) }

// randomScheme returns a scheme of any shape: awards of all kinds, groups that
// drop, further weightings, outcomes with needs.
func randomScheme(r *rand.Rand) grading.Scheme {
	s := grading.Scheme{Weights: "relative"}
	for i := range 2 + r.IntN(4) {
		c := randomComponent(r, "c"+strconv.Itoa(i))
		if r.IntN(4) == 0 {
			g := &grading.GroupAward{}
			for k := range 2 + r.IntN(3) {
				g.Components = append(g.Components, randomComponent(r, "c"+strconv.Itoa(i)+"-"+strconv.Itoa(k)))
			}
			g.DropLowest = r.IntN(2)
			c.Award = grading.Award{Group: g}
		}
		s.Components = append(s.Components, c)
	}
	if r.IntN(3) == 0 {
		w := grading.Weighting{}
		for _, c := range s.Components {
			w[c.ID] = dec(1 + r.IntN(5))
		}
		s.Weightings = []grading.Weighting{w}
	}
	bound := dec(40 + r.IntN(45))
	if r.IntN(2) == 0 {
		s.Certificate = grading.Certificate{Above: &bound}
		if r.IntN(3) == 0 {
			s.Components[0].Minimum = new(dec(30 + r.IntN(40)))
		}
		return s
	}
	best := dec(86 + r.IntN(10))
	s.Outcomes = []grading.OutcomeRule{{Name: "best", Certifies: true, AtLeast: &best}, {Name: "pass", Certifies: true, Above: &bound}}
	if r.IntN(2) == 0 {
		need := grading.Need{Component: s.Components[0].ID, AtLeast: new(dec(30 + r.IntN(40)))}
		s.Outcomes[0].Needs = []grading.Need{need}
		s.Outcomes[1].Needs = []grading.Need{need}
	}
	return s
}

func randomComponent(r *rand.Rand, id string) grading.Component {
	c := grading.Component{ID: id, Weight: dec(1 + r.IntN(9))}
	switch r.IntN(6) {
	case 0:
		c.Award.Completion = &grading.CompletionAward{}
	case 1:
		c.Award.Attendance = &grading.AttendanceAward{Sessions: 2 + r.IntN(9), Credit: []grading.Credit{"all_sessions", "per_session"}[r.IntN(2)], MayMiss: r.IntN(2)}
	case 2:
		c.Award.Points = &grading.PointsAward{Max: dec(10 * (1 + r.IntN(10))), Step: exact.MustDecimal([]string{"0.5", "1", "0.25"}[r.IntN(3)])}
	case 3:
		c.Award.Points = &grading.PointsAward{Max: dec(7 + r.IntN(100))}
	case 4:
		l := &grading.LevelsAward{Max: dec(40)}
		for i := range 2 + r.IntN(3) {
			l.Levels = append(l.Levels, grading.Level{Name: "level " + strconv.Itoa(i), Points: dec(8 + 8*i)})
		}
		c.Award.Levels = l
	case 5:
		c.Award.Items = &grading.ItemsAward{Combine: "mean", DropLowest: r.IntN(2), MinItems: 3 + r.IntN(3)}
	}
	return c
}

// planted returns mistakes that judge does not know: figures of the definition
// that are a little off.
func planted(r *rand.Rand, grader *grading.Grader) []mistake {
	m := mistaken{grader: grader, scheme: grader.Scheme()}
	n := 0
	m.eachComponent(func(int, *grading.Component) { n++ })
	for range 24 {
		i := r.IntN(n)
		m.change(topic{rule: "weight"}, i, func(c *grading.Component) { c.Weight = dec(1 + r.IntN(12)) })
	}
	m.eachComponent(func(i int, c *grading.Component) {
		m.change(topic{rule: "figure"}, i, func(c *grading.Component) {
			switch a := c.Award; {
			case a.Levels != nil:
				a.Levels.Levels[0].Points = dec(7)
			case a.Attendance != nil:
				a.Attendance.MayMiss++
			case a.Items != nil:
				a.Items.DropLowest++
			case a.Group != nil:
				a.Group.DropLowest++
			case a.Points != nil:
				a.Points.Max = dec(200)
			}
		})
	})
	for _, by := range []string{"1", "-1", "0.1", "-0.1"} {
		shift := exact.MustDecimal(by)
		move := func(d *exact.Decimal) *exact.Decimal {
			if d == nil {
				return nil
			}
			return new(exact.Decimal{Decimal: d.Add(shift.Decimal)})
		}
		m.with(topic{rule: "threshold"}, func(s *grading.Scheme) {
			s.Certificate.Above, s.Certificate.AtLeast = move(s.Certificate.Above), move(s.Certificate.AtLeast)
			for i := range s.Outcomes {
				s.Outcomes[i].Above, s.Outcomes[i].AtLeast = move(s.Outcomes[i].Above), move(s.Outcomes[i].AtLeast)
			}
		})
	}
	return m.list
}

// differs reports whether a mistake decides otherwise about marks.
func differs(m mistake, marks grading.Marks, want grading.Decision) bool {
	got, err := m.decide(marks)
	return err == nil && got.Decision != want
}

// Of the mistakes that change any decision, vectors find nearly all. Whether a
// mistake does is tried on the vectors and on random marks.
func TestVectorsFindMistakes(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	live, killed := 0, 0
	for n := range times(1) {
		scheme := randomScheme(r)
		grader, err := grading.Compile(scheme)
		if err != nil {
			continue
		}
		vectors := vectorsOf(grader)
		require.LessOrEqual(t, len(vectors), maxVectors)
		for _, m := range slices.Concat(mistakesOf(grader), planted(r, grader)) {
			switch {
			case slices.ContainsFunc(vectors, func(v grading.Vector) bool { return differs(m, v.Marks, v.Decision) }):
				live, killed = live+1, killed+1
			case changes(r, grader, m):
				live++
				t.Logf("scheme %d: not found: %+v", n, m.topic)
			}
		}
	}
	require.Greater(t, live, 40)
	assert.GreaterOrEqual(t, killed*100, live*98, "%d of %d", killed, live)
	t.Logf("%d of %d mistakes found", killed, live)
}

// changes reports whether a mistake changes a decision about random marks.
func changes(r *rand.Rand, grader *grading.Grader, m mistake) bool {
	leaves := leavesOf(grader.Scheme().Components)
	for range 600 {
		marks := grading.Marks{}
		for _, c := range leaves {
			marks[c.ID] = randomMark(r, c.Award)
			if all := states(c, marks[c.ID]); r.IntN(5) == 0 {
				marks[c.ID] = all[r.IntN(len(all))].mark
			}
		}
		want, err := grader.Grade(marks)
		if err == nil && differs(m, marks, want.Decision) {
			return true
		}
	}
	return false
}

// randomMark returns a random mark, full marks in half of the cases.
func randomMark(r *rand.Rand, a grading.Award) grading.Mark {
	if r.IntN(2) == 0 {
		return inFull(a)
	}
	switch {
	case a.Attendance != nil:
		held := r.IntN(a.Attendance.Sessions + 1)
		return grading.Mark{Attended: new(r.IntN(held + 1)), Held: &held}
	case a.Points != nil:
		top, _, _ := a.Points.Max.Rational().Fraction()
		return grading.Mark{Points: new(dec(r.IntN(int(top) + 1)))}
	case a.Levels != nil:
		return grading.Mark{Level: a.Levels.Levels[r.IntN(len(a.Levels.Levels))].Name}
	case a.Items != nil:
		var list []grading.ItemMark
		for range 1 + r.IntN(6) {
			list = append(list, grading.ItemMark{Earned: new(dec(r.IntN(11))), Possible: dec(10)})
		}
		return grading.Mark{Items: list}
	}
	return grading.Mark{Completed: new(false)}
}

// Vectors say what the grader says, and every decision there is.
func TestVectorsOfCourses(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"dpg", "bootcamp", "training"} {
		grader := load(t, name).Grading()
		vectors := vectorsOf(grader)
		require.LessOrEqual(t, len(vectors), maxVectors)
		ids, decisions := map[string]bool{}, map[grading.Decision]bool{}
		for _, v := range vectors {
			result, err := grader.Grade(v.Marks)
			require.NoError(t, err, v.ID)
			assert.Equal(t, result.Decision, v.Decision, v.ID)
			assert.Equal(t, result.Total.String(), v.Total.String(), v.ID)
			assert.False(t, ids[v.ID], v.ID)
			ids[v.ID], decisions[v.Decision] = true, true
		}
		assert.Len(t, decisions, 3, name)
	}
}

// Every mistake that judge knows and that changes a decision of a course is
// found by a vector, and named.
func TestJudgeNamesTheRule(t *testing.T) {
	t.Parallel()
	for name, each := range map[string]int{"training": 3, "dpg": 60} {
		grader := load(t, name).Grading()
		vectors := vectorsOf(grader)
		mistakes := mistakesOf(grader)
		for n := 0; n < len(mistakes); n += each {
			m := mistakes[n]
			answers, wrongs := make([]*answer, len(vectors)), 0
			for i, v := range vectors {
				result, err := m.decide(v.Marks)
				require.NoError(t, err)
				answers[i] = &answer{ID: v.ID, Decision: result.Decision, Total: &result.Total}
				if !right(v, answers[i]) {
					wrongs++
				}
			}
			list := judged(grader, vectors, answers)
			require.Len(t, list, wrongs, "%s: %+v", name, m.topic)
			named := map[string]bool{}
			for _, w := range list {
				named[w.Rule] = true
			}
			if wrongs > 0 {
				assert.True(t, named[m.topic.rule], "%s: %+v is named %v", name, m.topic, named)
			}
		}
	}
}

func load(t *testing.T, name string) *course.Course {
	t.Helper()
	data, known := courses.Document(name)
	require.True(t, known)
	c, err := course.Load(data, zones)
	require.NoError(t, err)
	return c
}
