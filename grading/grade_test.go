package grading_test

import (
	"math/big"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Grade agrees with the oracle on schemes and marks of every kind.
func TestGradeIsTheOracle(t *testing.T) {
	t.Parallel()
	r, graded := random("oracle"), map[grading.Decision]int{}
	for n := range rounds(200_000, 2_000) {
		s := anyScheme(r)
		g, err := grading.Compile(s)
		require.NoError(t, err)
		marks := anyMarks(r, s)
		result, err := g.Grade(marks)
		require.NoError(t, err)
		total, decision := oracle(s, marks)
		if !assert.Equal(t, total.RatString(), result.Total.Rat().RatString(), "round %d", n) || !assert.Equal(t, decision, result.Decision, "round %d", n) {
			t.Logf("%+v\n%+v", s, marks)
			return
		}
		graded[decision]++
		checkResult(t, g, result)
	}
	for _, d := range []grading.Decision{grading.Certified, grading.NotCertified, grading.Pending} {
		assert.Positive(t, graded[d], d)
	}
}

// checkResult asserts what is true of every result of a flat scheme.
func checkResult(t *testing.T, g *grading.Grader, r grading.Result) {
	t.Helper()
	sum, best := new(big.Rat), new(big.Rat)
	for _, p := range r.Parts {
		sum.Add(sum, p.Points.Rat())
		best.Add(best, p.Best.Rat())
		assert.LessOrEqual(t, p.Points.Compare(p.Best), 0)
		assert.LessOrEqual(t, p.Best.Compare(p.Full), 0)
		if p.Status == grading.StatusExcused {
			assert.Equal(t, "0", p.Full.String())
		}
		if p.Status == grading.StatusGraded || p.Status == grading.StatusMissing {
			assert.Zero(t, p.Points.Compare(p.Best), "nothing is open")
		}
		dropped := 0
		for _, it := range p.Items {
			if it.Dropped {
				dropped++
				assert.NotEqual(t, grading.StatusExcused, it.Status)
			}
		}
	}
	assert.Equal(t, sum.RatString(), r.Total.Rat().RatString(), "the parts add up to the total")

	// The decision follows from the findings alone.
	verdict := rule.Met
	for _, f := range r.Findings {
		verdict = rule.All(verdict, f.Verdict)
	}
	want := map[rule.Verdict]grading.Decision{rule.Met: grading.Certified, rule.NotMet: grading.NotCertified, rule.Unknown: grading.Pending}[verdict]
	assert.Equal(t, want, r.Decision)
	assert.Len(t, r.Parts, len(g.Scheme().Components))
}

// The decision is pending only while one way to fill in the open marks certifies
// and another does not.
func TestDecisionIsAsEarlyAsCanBe(t *testing.T) {
	t.Parallel()
	r, s := random("early"), reference()
	for range rounds(5_000, 100) {
		s.Components[1].Award.Attendance.Credit = pick[grading.Credit](r, "all_sessions", "per_session")
		s.Components[3].Minimum = pick(r, nil, new(dec("75")))
		g, marks := compiled(t, s), anyMarksOf(r, s)
		result, err := g.Grade(marks)
		require.NoError(t, err)
		seen := map[grading.Decision]bool{}
		fillIn(t, g, s, marks, 0, seen)
		want := grading.Pending
		if len(seen) == 1 {
			for only := range seen {
				want = only
			}
		}
		assert.Equal(t, want, result.Decision, "%+v", marks)
	}
}

// anyMarksOf returns random marks for a scheme with the points, steps and levels of the
// reference scheme. Many marks are open, and none is excused.
func anyMarksOf(r chooser, s grading.Scheme) grading.Marks {
	marks := grading.Marks{}
	for _, c := range s.Components {
		m, there := anyMark(r, c.Award)
		switch {
		case !there || m.Excused:
		case c.Award.Points != nil && m.Points != nil:
			marks[c.ID] = grading.Mark{Points: new(dec(pick(r, "0", "4.5", "5", "5.5", "15")))}
		case c.Award.Levels != nil && m.Level != "":
			marks[c.ID] = grading.Mark{Level: pick(r, "submission", "good", "excellent")}
		default:
			marks[c.ID] = m
		}
	}
	return marks
}

// fillIn tries all ways to fill in the open marks of component i and of all components
// after it, and adds their decisions to seen.
func fillIn(t *testing.T, g *grading.Grader, s grading.Scheme, marks grading.Marks, i int, seen map[grading.Decision]bool) {
	t.Helper()
	if i == len(s.Components) {
		r, err := g.Grade(marks)
		require.NoError(t, err)
		seen[r.Decision] = true
		return
	}
	c := s.Components[i]
	m, there := marks[c.ID]
	options := []grading.Mark{m}
	switch a := c.Award; {
	case m.Held != nil:
		options = nil
		for more := range a.Attendance.Sessions - *m.Held + 1 {
			options = append(options, grading.Mark{Attended: new(*m.Attended + more), Held: new(a.Attendance.Sessions), ExcusedSessions: m.ExcusedSessions})
		}
	case there && !m.Pending:
	case a.Completion != nil:
		options = []grading.Mark{{Completed: new(false)}, {Completed: new(true)}}
	case a.Attendance != nil:
		options = nil
		for n := range a.Attendance.Sessions + 1 {
			options = append(options, grading.Mark{Attended: new(n), Held: new(a.Attendance.Sessions)})
		}
	case a.Points != nil:
		options = nil
		for n := range 31 {
			options = append(options, grading.Mark{Points: new(dec(strconv.Itoa(n/2) + map[int]string{0: "", 1: ".5"}[n%2]))})
		}
	case a.Levels != nil:
		options = []grading.Mark{{Missing: true}, {Level: "submission"}, {Level: "good"}, {Level: "excellent"}}
	}
	filled := grading.Marks{}
	for id, mark := range marks {
		filled[id] = mark
	}
	for _, option := range options {
		filled[c.ID] = option
		fillIn(t, g, s, filled, i+1, seen)
	}
}

// Excusing a component has the same result as a scheme without the component.
func TestExcusedIsAsIfItWereNotThere(t *testing.T) {
	t.Parallel()
	r, compared := random("excused"), 0
	for range rounds(20_000, 300) {
		s := anyScheme(r)
		s.Components = append(s.Components, grading.Component{ID: "last", Weight: dec("3"), Award: anyAward(r), ExtraCredit: r.IntN(4) == 0})
		marks := anyMarks(r, s)
		marks["last"] = grading.Mark{Excused: true}
		with, err := compiled(t, s).Grade(marks)
		if err != nil {
			continue
		}
		s.Components = s.Components[:len(s.Components)-1]
		delete(marks, "last")
		without, err := compiled(t, s).Grade(marks)
		require.NoError(t, err)
		assert.Zero(t, with.Total.Compare(without.Total))
		assert.Equal(t, without.Decision, with.Decision)
		compared++
	}
	assert.Positive(t, compared)
}

func TestCloseLeavesNothingOpen(t *testing.T) {
	t.Parallel()
	r := random("close")
	for range rounds(20_000, 300) {
		s := anyScheme(r)
		g, marks := compiled(t, s), anyMarks(r, s)
		before, err := g.Grade(marks)
		require.NoError(t, err)
		closed := g.Close(marks)
		after, err := g.Grade(closed)
		require.NoError(t, err)
		assert.Empty(t, g.Open(closed))
		var open, pending []string
		for _, o := range g.Open(marks) {
			open = append(open, o.Component)
		}
		for _, p := range before.Parts {
			if p.Status == grading.StatusPending {
				pending = append(pending, p.Component)
			}
		}
		assert.Equal(t, pending, open, "Open lists what is pending")
		assert.Zero(t, before.Total.Compare(after.Total), "pending counts as zero, missing is zero")
		for _, p := range after.Parts {
			assert.NotEqual(t, grading.StatusPending, p.Status)
		}
		if before.Decision != grading.Pending {
			assert.Equal(t, before.Decision, after.Decision)
		}
	}
}

func TestClose(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components = append(s.Components,
		grading.Component{ID: "hw", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "mean"}}},
		grading.Component{ID: "labs", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "mean", MinItems: 2}}},
		grading.Component{ID: "none", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "mean"}}})
	g := compiled(t, s)
	open := grading.Marks{
		"quiz":       {Completed: new(true), Pending: true}, // not a valid mark, so it stays
		"attendance": {Attended: new(2), Held: new(3)},
		"project":    {Pending: true},
		"hw":         {Items: []grading.ItemMark{{Pending: true, Possible: dec("4")}, {Earned: new(dec("1")), Possible: dec("2")}}},
		"labs":       {Items: []grading.ItemMark{}},
		"none":       {Items: []grading.ItemMark{}},
		"unknown":    {Pending: true},
	}
	closed := g.Close(open)
	assert.Equal(t, grading.Marks{
		"quiz":          {Completed: new(true), Pending: true},
		"attendance":    {Attended: new(2), Held: new(5)},
		"participation": {Missing: true},
		"project":       {Missing: true},
		"hw":            {Items: []grading.ItemMark{{Missing: true, Possible: dec("4")}, {Earned: new(dec("1")), Possible: dec("2")}}},
		"labs":          {Items: []grading.ItemMark{{Missing: true}, {Missing: true}}},
		"none":          {Missing: true},
		"unknown":       {Pending: true},
	}, closed)
	assert.True(t, open["hw"].Items[0].Pending, "the marks given are not touched")
	assert.Equal(t, 3, *open["attendance"].Held)
	assert.NotContains(t, open, "participation")
	for _, held := range []int{5, 6} {
		assert.Equal(t, held, *g.Close(grading.Marks{"attendance": {Attended: new(5), Held: new(held)}})["attendance"].Held)
	}
	misfits := grading.Marks{
		"quiz":          {Attended: new(1), Held: new(1)},
		"attendance":    {Held: new(3)},
		"participation": {Items: []grading.ItemMark{}},
		"project":       {Items: []grading.ItemMark{{Pending: true}}},
		"hw":            {Points: new(dec("1"))},
		"labs":          {Level: "x"},
		"none":          {Excused: true},
	}
	assert.Equal(t, misfits, g.Close(misfits))
	misfits["attendance"] = grading.Mark{Attended: new(3)}
	misfits["project"] = grading.Mark{Attended: new(3)}
	misfits["quiz"] = grading.Mark{Held: new(3)}
	assert.Equal(t, misfits, g.Close(misfits))
}
