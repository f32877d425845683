package grading_test

import (
	"slices"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// columnsOf turns the marks of many people into columns.
func columnsOf(s grading.Scheme, people []grading.Marks) map[string]grading.Column {
	columns := map[string]grading.Column{}
	for _, c := range s.Components {
		column := grading.Column{Status: make([]grading.Status, len(people))}
		for i, marks := range people {
			m := marks[c.ID]
			switch {
			case m.Missing:
				column.Status[i] = grading.StatusMissing
			case m.Excused:
				column.Status[i] = grading.StatusExcused
			case m.Pending:
				column.Status[i] = grading.StatusPending
			case i%2 == 0:
				column.Status[i] = grading.StatusGraded
			}
			switch a := c.Award; {
			case a.Completion != nil:
				column.Completed = append(column.Completed, m.Completed != nil && *m.Completed)
				if _, there := marks[c.ID]; !there {
					column.Status[i] = grading.StatusPending
				}
			case a.Attendance != nil && m.Held == nil:
				column.Attended, column.Held, column.Excused = append(column.Attended, 0), append(column.Held, 0), append(column.Excused, 0)
			case a.Attendance != nil:
				column.Attended, column.Held = append(column.Attended, *m.Attended), append(column.Held, *m.Held)
				column.Excused = append(column.Excused, m.ExcusedSessions)
			case a.Points != nil && m.Points == nil:
				column.Points = append(column.Points, exact.Decimal{})
			case a.Points != nil:
				column.Points = append(column.Points, *m.Points)
			case a.Levels != nil:
				column.Levels = append(column.Levels, m.Level)
			default:
				column.Items = append(column.Items, m.Items)
			}
		}
		columns[c.ID] = column
	}
	return columns
}

// assertColumns asserts that GradeColumns and Grade agree on the total and the decision
// of each person.
func assertColumns(t *testing.T, g *grading.Grader, s grading.Scheme, people []grading.Marks) {
	t.Helper()
	standings := make([]grading.Standing, len(people))
	if !assert.NoError(t, g.GradeColumns(columnsOf(s, people), standings)) {
		return
	}
	for i, marks := range people {
		one, err := g.Grade(marks)
		require.NoError(t, err)
		assert.Zero(t, one.Total.Compare(standings[i].Total), "%v and %v", one.Total, standings[i].Total)
		assert.Equal(t, one.Total.String(), standings[i].Total.String())
		assert.Equal(t, one.Decision, standings[i].Decision)
	}
}

func TestColumnsAreGrade(t *testing.T) {
	t.Parallel()
	r, graded := random("columns"), 0
	for range rounds(20_000, 250) {
		s := anyScheme(r)
		g := compiled(t, s)
		var people []grading.Marks
		for range 8 {
			marks := anyMarks(r, s)
			if _, err := g.Grade(marks); err == nil {
				people = append(people, marks)
			}
		}
		assertColumns(t, g, s, people)
		graded += len(people)
	}
	assert.Positive(t, graded)
}

// GradeColumns agrees with Grade, and Grade with the oracle, even if a mark, a step, a
// weight or a threshold has too many digits for the quick path.
func TestColumnsBeyondWholeNumbers(t *testing.T) {
	t.Parallel()
	points := func(weight, limit, step string) grading.Component {
		p := &grading.PointsAward{Max: dec(limit)}
		if step != "" {
			p.Step = dec(step)
		}
		return grading.Component{ID: "p" + weight, Weight: dec(weight), Award: grading.Award{Points: p}}
	}
	for name, c := range map[string]struct {
		scheme grading.Scheme
		marks  []grading.Marks
	}{
		"more places than the quick path has": {
			grading.Scheme{Weights: "relative", Components: []grading.Component{points("1", "10", "")}},
			[]grading.Marks{{"p1": {Points: new(dec("8.00000000000000000001"))}}, {"p1": {Points: new(dec("8.0001"))}}, {"p1": {Points: new(dec("8"))}}},
		},
		"a weight of many digits": {
			grading.Scheme{Weights: "relative", Components: []grading.Component{points("1.00000000000000000000000000001", "10", ""), points("2", "7", "")}},
			[]grading.Marks{{"p1.00000000000000000000000000001": {Points: new(dec("8"))}, "p2": {Points: new(dec("5.6"))}}},
		},
		"a maximum of many digits": {
			grading.Scheme{Weights: "relative", Components: []grading.Component{points("1", "10000000000000000000000000", "")}},
			[]grading.Marks{{"p1": {Points: new(dec("8000000000000000000000001"))}}, {"p1": {Points: new(dec("8000000000000000000000000"))}}},
		},
		"a step smaller than the quick path has": {
			grading.Scheme{Weights: "relative", Components: []grading.Component{points("1", "10", "0.000001")}},
			[]grading.Marks{{"p1": {Points: new(dec("8.000001"))}}, {"p1": {Points: new(dec("8"))}}},
		},
	} {
		c.scheme.Certificate.Above = new(dec("80"))
		g := compiled(t, c.scheme)
		assertColumns(t, g, c.scheme, c.marks)
		result, err := g.Grade(c.marks[0])
		require.NoError(t, err, name)
		total, decision := oracle(c.scheme, c.marks[0])
		assert.Equal(t, total.RatString(), result.Total.Rat().RatString(), name)
		assert.Equal(t, decision, result.Decision, name)
	}
	// The scheme has a quick path only if full marks are less than 2^64 units (see
	// quick).
	for limit, has := range map[string]bool{"1000000000000000": true, "2000000000000000": false} {
		s := grading.Scheme{Components: []grading.Component{points("100", limit, "")}}
		s.Certificate.Above = new(dec("80"))
		g := compiled(t, s)
		assert.Equal(t, has, grading.HasQuick(g), limit)
		assertColumns(t, g, s, []grading.Marks{{"p100": {Points: new(dec(limit))}}, {"p100": {Points: new(dec("8"))}}})
	}
	// The threshold may have many digits as well.
	s := grading.Scheme{Components: []grading.Component{points("100", "10", "")}}
	s.Certificate.AtLeast = new(dec("80.00000000000000000000000000000001"))
	assertColumns(t, compiled(t, s), s, []grading.Marks{{"p100": {Points: new(dec("8"))}}, {"p100": {Points: new(dec("8.0001"))}}})
}

// GradeColumns agrees with Grade for the reference course: for every number of sessions
// held and attended so far, every level, and every state of every component.
func TestColumnsOfTheReference(t *testing.T) {
	t.Parallel()
	for _, credit := range []grading.Credit{"all_sessions", "per_session"} {
		s := reference()
		s.Components[1].Award.Attendance.Credit = credit
		s.Components[2].Minimum = new(dec("33.4")) // 5.01 points; the lowest mark that reaches it is 5.5
		g := compiled(t, s)
		var people []grading.Marks
		for held := range 6 {
			for attended := range held + 1 {
				for _, points := range []string{"0", "5", "5.5", "15"} {
					for _, level := range []string{"", "submission", "good", "excellent"} {
						marks := refMarks(true, attended, points, level)
						marks["attendance"] = grading.Mark{Attended: new(attended), Held: new(held)}
						people = append(people, marks)
					}
				}
			}
		}
		for i, c := range s.Components { // every state of every component
			for _, m := range []grading.Mark{{Missing: true}, {Pending: true}, {Excused: true}} {
				marks := refMarks(true, 5, "15", []string{"submission", "good"}[i%2])
				marks[c.ID] = m
				people = append(people, marks)
			}
		}
		assertColumns(t, g, s, people)
	}
}

func TestColumnsDefaults(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	standings := make([]grading.Standing, 2)
	require.NoError(t, g.GradeColumns(map[string]grading.Column{
		"quiz":          {Completed: []bool{true, false}},
		"attendance":    {Attended: []int{5, 4}}, // of all five sessions
		"participation": {},                      // nobody is marked
	}, standings))
	assert.Equal(t, "25", standings[0].Total.String())
	assert.Equal(t, grading.Pending, standings[0].Decision)
	assert.Equal(t, "0", standings[1].Total.String())
	assert.Equal(t, grading.NotCertified, standings[1].Decision, "75 at best")
	require.NoError(t, g.GradeColumns(nil, standings))
	assert.Equal(t, grading.Pending, standings[0].Decision)
	require.NoError(t, g.GradeColumns(nil, nil))

	require.NoError(t, g.GradeColumns(map[string]grading.Column{"project": {Levels: []string{"", "good"}}}, standings))
	assert.Equal(t, "0", standings[0].Total.String())
	assert.Equal(t, "50", standings[1].Total.String())

	// GradeColumns also grades people who are excused from a component.
	require.NoError(t, g.GradeColumns(map[string]grading.Column{
		"quiz":       {Status: []grading.Status{grading.StatusExcused, grading.StatusExcused}},
		"attendance": {Attended: []int{5, 4}},
		"project":    {Levels: []string{"excellent", ""}, Status: []grading.Status{"", grading.StatusPending}},
	}, standings))
	assert.Equal(t, "250/3", standings[0].Total.String())
	assert.Equal(t, grading.Certified, standings[0].Decision)
	assert.Equal(t, grading.Pending, standings[1].Decision)
}

func TestColumnsViolations(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	standings := make([]grading.Standing, 4)
	assertViolations(t, g.GradeColumns(map[string]grading.Column{
		"essay":         {Completed: []bool{true}},
		"quiz":          {Levels: []string{"a", "b", "c", "d"}, Completed: make([]bool, 3)},
		"attendance":    {Attended: make([]int, 4), Held: make([]int, 5)},
		"participation": {Points: make([]exact.Decimal, 4), Status: []grading.Status{"", "late", "graded", "missing"}},
		"project":       {Status: make([]grading.Status, 2)},
	}, standings),
		`["attendance"].held length`, `["essay"] unknown-component`, `["participation"].status[1] unknown-value`,
		`["project"].status length`, `["quiz"].completed length`, `["quiz"].levels mark-kind`)
	assertViolations(t, g.GradeColumns(map[string]grading.Column{"attendance": {Held: make([]int, 4)}}, standings), `["attendance"].attended required`)
	assertViolations(t, g.GradeColumns(map[string]grading.Column{
		"attendance":    {Attended: []int{5, -1, 4, 6}, Held: []int{5, 0, 3, 6}},
		"participation": {Points: []exact.Decimal{dec("15"), dec("15.5"), dec("0.25"), dec("-1")}},
		"project":       {Levels: []string{"good", "bad", "", "excellent"}},
	}, standings),
		`[1]["attendance"].attended range`, `[1]["participation"].points above-maximum`, `[1]["project"].level unknown-level`,
		`[2]["attendance"].attended range`, `[2]["participation"].points off-step`,
		`[3]["attendance"].attended range`, `[3]["attendance"].held range`, `[3]["participation"].points range`)
}

// The allocations of GradeColumns do not grow with the number of people. Grade allocates
// at most twelve times for each person.
func TestAllocations(t *testing.T) {
	allocations := func(people int) float64 {
		f := newFourParts(t, people)
		standings := make([]grading.Standing, people)
		return testing.AllocsPerRun(5, func() {
			if err := f.grader.GradeColumns(f.columns, standings); err != nil {
				t.Error(err)
			}
		})
	}
	assert.InDelta(t, allocations(10), allocations(1000), 1)

	// The allocations do not grow for marks of all kinds either, as long as nobody is
	// excused.
	mixed := func(times int) float64 {
		g, columns := compiled(t, reference()), map[string]grading.Column{
			"quiz":          {Completed: []bool{true, false, true, false}, Status: []grading.Status{"", "graded", "missing", "pending"}},
			"attendance":    {Attended: []int{5, 0, 2, 3}, Held: []int{5, 5, 2, 4}},
			"participation": {Points: []exact.Decimal{dec("15"), dec("0"), {}, dec("5.5")}},
			"project":       {Levels: []string{"good", "", "excellent", "submission"}},
		}
		for id, c := range columns {
			c.Completed, c.Attended, c.Held = slices.Repeat(c.Completed, times), slices.Repeat(c.Attended, times), slices.Repeat(c.Held, times)
			c.Points, c.Levels, c.Status = slices.Repeat(c.Points, times), slices.Repeat(c.Levels, times), slices.Repeat(c.Status, times)
			columns[id] = nilled(c)
		}
		standings := make([]grading.Standing, 4*times)
		return testing.AllocsPerRun(5, func() {
			if err := g.GradeColumns(columns, standings); err != nil {
				t.Error(err)
			}
		})
	}
	assert.InDelta(t, mixed(1), mixed(100), 1)

	s := reference()
	for i := range s.Components {
		s.Components[i].Source = &rule.Source{Section: "evaluation", Item: i + 1}
	}
	g, marks := compiled(t, s), refMarks(true, 5, "12.5", "good")
	assert.LessOrEqual(t, testing.AllocsPerRun(100, func() {
		if _, err := g.Grade(marks); err != nil {
			t.Error(err)
		}
	}), 12.0)
}

// nilled returns a column with nil for each list without elements.
func nilled(c grading.Column) grading.Column {
	if len(c.Completed) == 0 {
		c.Completed = nil
	}
	if len(c.Attended) == 0 {
		c.Attended, c.Held = nil, nil
	}
	if len(c.Points) == 0 {
		c.Points = nil
	}
	if len(c.Levels) == 0 {
		c.Levels = nil
	}
	if len(c.Status) == 0 {
		c.Status = nil
	}
	return c
}

// GradeColumns agrees with Grade for every number of sessions attended, held,
// excused and missed without loss.
func TestColumnsOfAttendance(t *testing.T) {
	t.Parallel()
	for _, credit := range []grading.Credit{"all_sessions", "per_session"} {
		for mayMiss := range 4 {
			s := sessionsOf(grading.AttendanceAward{Sessions: 3, Credit: credit, MayMiss: mayMiss})
			var people []grading.Marks
			for held := range 4 {
				for attended := range held + 1 {
					for excused := range held - attended + 1 {
						people = append(people, grading.Marks{"a": {Attended: &attended, Held: &held, ExcusedSessions: excused}})
					}
				}
			}
			assertColumns(t, compiled(t, s), s, people)
		}
	}
}

// A column may have marks above the maximum if the award allows them.
func TestColumnsAboveTheMaximum(t *testing.T) {
	t.Parallel()
	s := onePoints(grading.Certificate{Above: new(dec("105"))})
	s.Components[0].Award.Points.UpTo = dec("120")
	var people []grading.Marks
	for _, p := range []string{"99.9999", "100", "105", "105.0001", "120"} {
		people = append(people, grading.Marks{"exam": {Points: new(dec(p))}})
	}
	g := compiled(t, s)
	assertColumns(t, g, s, people)
	assert.True(t, grading.HasQuick(g))
	err := g.GradeColumns(map[string]grading.Column{"exam": {Points: []exact.Decimal{dec("120.0001")}}}, make([]grading.Standing, 1))
	assertViolations(t, err, `[0]["exam"].points above-maximum`)
}
