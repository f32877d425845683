package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
)

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

func dec(n int) exact.Decimal { return exact.MustDecimal(strconv.Itoa(n)) }

func hundredths(n int) exact.Decimal { return exact.MustDecimal(fmt.Sprintf("%d.%02d", n/100, n%100)) }

// chance makes random schemes. Trees are at most three deep, weights in percent or
// relative, thresholds strict or inclusive. Schemes may have further weightings, drops,
// extra credit, awards of all kinds, and outcomes with needs. A scheme without outcomes
// has a threshold for the certificate (see the method short).
type chance struct {
	r      *rand.Rand
	n      int      // components so far
	leaves int      // the number of leaves that may still be added
	ids    []string // of all components
}

func randomScheme(r *rand.Rand) grading.Scheme {
	c := &chance{r: r, leaves: 3 + r.IntN(10)}
	s := grading.Scheme{Weights: "relative"}
	s.Components = c.components(1+r.IntN(6), 1+r.IntN(3))
	if r.IntN(3) == 0 {
		s.Weights = ""
		inPercent(r, s.Components)
	}
	for range max(r.IntN(6)-3, 0) {
		s.Weightings = append(s.Weightings, c.weighting(s.Components, s.Weights == ""))
	}
	if r.IntN(6) == 0 {
		s.Cap = pick(r, dec(100), dec(90), exact.MustDecimal("95.5"))
	}
	if r.IntN(2) == 0 {
		c.short(&s)
	} else {
		c.outcomes(&s)
	}
	return s
}

func (c *chance) components(n, depth int) []grading.Component {
	list := make([]grading.Component, 0, n)
	for i := range max(n, 1) {
		c.n++
		x := grading.Component{ID: "c" + strconv.Itoa(c.n), Weight: pick(c.r, dec(1), dec(2), dec(3), dec(5), dec(10), exact.MustDecimal("2.5"))}
		x.ExtraCredit = i > 0 && c.r.IntN(8) == 0
		if i > 0 && c.r.IntN(12) == 0 {
			x.Weight = dec(0)
		}
		c.ids = append(c.ids, x.ID)
		if depth > 1 && c.leaves > 1 && c.r.IntN(3) == 0 {
			x.Award.Group = c.group(depth - 1)
		} else {
			c.leaves--
			x.Award = c.award()
		}
		list = append(list, x)
		if c.leaves <= 0 {
			break
		}
	}
	return list
}

func (c *chance) group(depth int) *grading.GroupAward {
	g := &grading.GroupAward{Components: c.components(2+c.r.IntN(4), depth)}
	if c.r.IntN(2) == 0 {
		g.DropLowest = c.r.IntN(3)
		g.DropHighest = max(c.r.IntN(4)-2, 0)
		for i := range g.Components {
			g.Components[i].NeverDrop = c.r.IntN(5) == 0
		}
	}
	for range max(c.r.IntN(6)-4, 0) {
		g.Weightings = append(g.Weightings, c.weighting(g.Components, false))
	}
	return g
}

// inPercent gives the components weights that total 100.
func inPercent(r *rand.Rand, list []grading.Component) {
	left := 10000
	for i := len(list) - 1; i > 0; i-- {
		if list[i].ExtraCredit {
			continue
		}
		part := pick(r, 500, 1000, 1250, 2000, 3333) % max(left/2, 1)
		list[i].Weight = hundredths(part)
		left -= part
	}
	list[0].Weight = hundredths(left)
}

// weighting returns a further weighting of the listed components. Their weights are
// random, and some components are left out.
func (c *chance) weighting(list []grading.Component, percent bool) grading.Weighting {
	w := grading.Weighting{}
	var plain []string
	for _, x := range list {
		switch {
		case x.ExtraCredit:
			w[x.ID] = x.Weight
		case c.r.IntN(4) > 0 || len(plain) == 0:
			w[x.ID] = dec(1 + c.r.IntN(9))
			plain = append(plain, x.ID)
		}
	}
	if !percent {
		return w
	}
	left := 100
	for _, id := range plain[1:] {
		part := left / (2 + c.r.IntN(2))
		w[id] = dec(part)
		left -= part
	}
	w[plain[0]] = dec(left)
	return w
}

func (c *chance) award() (a grading.Award) {
	r := c.r
	switch r.IntN(10) {
	case 0:
		a.Completion = &grading.CompletionAward{}
	case 1, 2:
		a.Attendance = &grading.AttendanceAward{Sessions: 1 + r.IntN(14), Credit: pick[grading.Credit](r, "all_sessions", "per_session"), MayMiss: max(r.IntN(6)-2, 0)}
	case 3, 4:
		a.Points = &grading.PointsAward{Max: pick(r, dec(10), dec(40), dec(100), dec(15)), Step: pick(r, exact.MustDecimal("0.5"), dec(1), dec(5))}
	case 5, 6:
		a.Points = &grading.PointsAward{Max: pick(r, dec(7), dec(30), dec(100), exact.MustDecimal("12.5"))}
		if r.IntN(4) == 0 {
			a.Points.UpTo = dec(110)
		}
	case 7:
		a.Levels = &grading.LevelsAward{Max: dec(60)}
		for i, points := range [][]int{{60, 50}, {10, 35, 60}, {0, 20, 30, 55}}[r.IntN(3)] {
			a.Levels.Levels = append(a.Levels.Levels, grading.Level{Name: "level " + strconv.Itoa(i), Points: dec(points)})
		}
	default:
		a.Items = c.items()
	}
	return a
}

func (c *chance) items() *grading.ItemsAward {
	r := c.r
	a := &grading.ItemsAward{Combine: pick[grading.Combine](r, "sum", "mean"), DropLowest: max(r.IntN(4)-1, 0), DropHighest: max(r.IntN(5)-3, 0)}
	if r.IntN(4) == 0 {
		a.NeverDrop = []string{"exam"}
	}
	if a.Combine == "mean" && r.IntN(2) == 0 {
		a.MinItems = 1 + r.IntN(6)
	}
	if r.IntN(6) == 0 {
		a.UpToPercent = dec(120)
	}
	return a
}

func (c *chance) threshold() (above, atLeast *exact.Decimal) {
	limit := new(pick(c.r, dec(40+c.r.IntN(50)), dec(50), dec(80), exact.MustDecimal("66.6"), exact.MustDecimal("72.5")))
	if c.r.IntN(2) == 0 {
		return limit, nil
	}
	return nil, limit
}

// short gives a scheme the short form instead of a list of outcomes: a threshold for the
// certificate, and minimums for some components.
func (c *chance) short(s *grading.Scheme) {
	s.Certificate.Above, s.Certificate.AtLeast = c.threshold()
	for range c.r.IntN(3) {
		id := pick(c.r, c.ids...)
		walk(s.Components, func(x *grading.Component) {
			if x.ID == id {
				x.Minimum = new(dec(20 + c.r.IntN(70)))
			}
		})
	}
}

// outcomes gives a scheme one to four outcomes, from the best to the worst.
func (c *chance) outcomes(s *grading.Scheme) {
	certifies := true
	limit := 90 + c.r.IntN(8)
	for i := range 1 + c.r.IntN(4) {
		certifies = certifies && (i == 0 || c.r.IntN(3) > 0)
		o := grading.OutcomeRule{Name: "o" + strconv.Itoa(i), Certifies: certifies}
		if c.r.IntN(2) == 0 {
			o.Above = new(dec(limit))
		} else {
			o.AtLeast = new(dec(limit))
		}
		limit -= 5 + c.r.IntN(20)
		for range max(c.r.IntN(4)-1, 0) {
			n := grading.Need{Component: pick(c.r, c.ids...)}
			if slices.ContainsFunc(o.Needs, func(other grading.Need) bool { return other.Component == n.Component }) {
				continue
			}
			n.Above, n.AtLeast = c.threshold()
			o.Needs = append(o.Needs, n)
		}
		s.Outcomes = append(s.Outcomes, o)
	}
}

// randomMarks returns the marks of one person. Some marks are excused, missing, pending
// or handed in, and most of the others are near one random percentage of full marks. In a
// large sample, some totals are therefore low, some high and some in between.
func randomMarks(r *rand.Rand, leaves []grading.Component) grading.Marks {
	marks := grading.Marks{}
	level, states := r.IntN(101), pick(r, 0, 0, 8, 25)
	for _, c := range leaves {
		if r.IntN(100) >= states {
			marks[c.ID] = randomMark(r, c.Award, pick(r, level, level, r.IntN(101), 100))
			continue
		}
		switch r.IntN(6) {
		case 0, 1:
			marks[c.ID] = grading.Mark{Excused: true}
		case 2:
			marks[c.ID] = grading.Mark{Missing: true}
		case 3:
			marks[c.ID] = grading.Mark{Pending: true}
		case 4:
			marks[c.ID] = grading.Mark{HandedIn: true}
		}
	}
	return marks
}

// randomMark returns a mark near the given level, a percentage of full marks.
func randomMark(r *rand.Rand, a grading.Award, level int) grading.Mark {
	switch {
	case a.Attendance != nil:
		held := pick(r, a.Attendance.Sessions, a.Attendance.Sessions, r.IntN(a.Attendance.Sessions+1))
		attended := (held*level + 50) / 100
		return grading.Mark{Attended: &attended, Held: &held, ExcusedSessions: pick(r, 0, 0, r.IntN(held-attended+1))}
	case a.Points != nil:
		return grading.Mark{Points: new(pointsNear(*a.Points, level))}
	case a.Levels != nil:
		return grading.Mark{Level: a.Levels.Levels[(len(a.Levels.Levels)-1)*level/100].Name}
	case a.Items != nil:
		return grading.Mark{Items: randomItems(r, *a.Items, level)}
	}
	return grading.Mark{Completed: new(level >= 50)}
}

func pointsNear(a grading.PointsAward, level int) exact.Decimal {
	most := a.Max
	if !a.UpTo.IsZero() {
		most = a.UpTo
	}
	points := most.Rational().Times(frac(level, 100))
	if step := a.Step.Rational(); step.Sign() > 0 {
		points = points.Over(step).Floor().Times(step)
	}
	return exact.MustDecimal(points.Rat().FloatString(4))
}

func randomItems(r *rand.Rand, a grading.ItemsAward, level int) []grading.ItemMark {
	var list []grading.ItemMark
	for i := range 1 + r.IntN(7) {
		size := pick(r, 10, 4, 20, 8)
		m := grading.ItemMark{Possible: dec(size)}
		if i == 0 && len(a.NeverDrop) > 0 && r.IntN(4) > 0 {
			m.ID = a.NeverDrop[0]
		}
		switch r.IntN(12) {
		case 0:
			m.Missing = true
		case 1:
			m.Excused = true
		case 2:
			m.Pending = true
		default:
			m.Earned = new(dec(size * pick(r, level, level, r.IntN(101), 100, 0) / 100))
		}
		list = append(list, m)
	}
	return list
}

// ladder returns marks for an award: missing, then about 0, 5, 10 percent of full marks
// and so on up to 100.
func ladder(r *rand.Rand, a grading.Award) []grading.Mark {
	list := []grading.Mark{{Missing: true}}
	for level := 0; level <= 100; level += 5 {
		list = append(list, randomMark(r, a, level))
	}
	return list
}

// between returns a mark of points halfway between low and high. It returns false if
// there is no such mark with at most four decimal places, or if the award allows only
// multiples of a step.
func between(a grading.Award, low, high grading.Mark) (grading.Mark, bool) {
	if a.Points == nil || !a.Points.Step.IsZero() || low.Points == nil || high.Points == nil {
		return grading.Mark{}, false
	}
	middle := low.Points.Rational().Plus(high.Points.Rational()).Over(exact.Whole(2))
	points := exact.MustDecimal(middle.Rat().FloatString(4))
	return grading.Mark{Points: &points}, !points.Equal(low.Points.Decimal) && !points.Equal(high.Points.Decimal)
}

// people holds the marks of people and the verdicts about them.
type people struct {
	marks    []grading.Marks
	verdicts []verdict
}

// sampleOf returns a dense sample of marks, made without vectors. It has random marks of
// people. For each person it also has variants in which one component has another mark.
// Some variants have a state such as excused, one variant for each state. The others come
// in pairs of close marks with different verdicts. The search for a pair begins with two
// neighbours in the list that the function ladder returns.
func sampleOf(r *rand.Rand, grader *grading.Grader, n int) people {
	var p people
	leaves := leavesOf(grader.Scheme().Components)
	add := func(marks grading.Marks) verdict {
		v := verdictOf(grader, marks)
		p.marks, p.verdicts = append(p.marks, marks), append(p.verdicts, v)
		return v
	}
	for len(p.marks) < n {
		marks, c := randomMarks(r, leaves), leaves[r.IntN(len(leaves))]
		add(marks)
		with := func(m grading.Mark) grading.Marks {
			other := maps.Clone(marks)
			other[c.ID] = m
			return other
		}
		rungs := ladder(r, c.Award)
		before := verdictOf(grader, with(rungs[0]))
		for i, rung := range rungs[1:] {
			after := verdictOf(grader, with(rung))
			if after.same(before) {
				continue
			}
			low, high := rungs[i], rung
			for {
				m, ok := between(c.Award, low, high)
				if !ok {
					break
				}
				if verdictOf(grader, with(m)).same(before) {
					low = m
				} else {
					high = m
				}
			}
			add(with(low))
			add(with(high))
			before = after
		}
		for _, s := range states(c, marks[c.ID]) {
			add(with(s.mark))
		}
	}
	return p
}

// state is the name of a state, such as "excused" or "pending", and a mark in that state.
type state struct {
	name string
	mark grading.Mark
}

// states returns one mark for each state that a mark of the component can have. If the
// given mark is an attendance mark with a missed session, the last mark is a copy of it
// with one more session excused.
func states(c grading.Component, mark grading.Mark) []state {
	list := []state{
		{"excused", grading.Mark{Excused: true}}, {"missing", grading.Mark{Missing: true}},
		{"pending", grading.Mark{Pending: true}}, {"handed in and not marked", grading.Mark{HandedIn: true}},
	}
	a := c.Award.Attendance
	if a != nil && mark.Attended != nil && mark.Held != nil && *mark.Attended+mark.ExcusedSessions < *mark.Held {
		mark.ExcusedSessions++
		list = append(list, state{"excused from a session", mark})
	}
	return list
}

func verdictOf(grader *grading.Grader, marks grading.Marks) verdict {
	result, err := grader.Grade(marks)
	if err != nil {
		panic(err)
	}
	return verdict{result.Decision, result.Outcome, result.Total}
}

// same reports whether two verdicts have the same decision and outcome.
func (v verdict) same(o verdict) bool { return v.decision == o.decision && v.outcome == o.outcome }
