package grading_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The worked examples of trees have the results that testdata/tree.json states.
func TestTreeCases(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/tree.json")
	require.NoError(t, err)
	var all []struct {
		ID       string           `json:"id"`
		Scheme   json.RawMessage  `json:"scheme"`
		Marks    json.RawMessage  `json:"marks"`
		Total    string           `json:"total"`
		Best     string           `json:"best"`
		Decision grading.Decision `json:"decision"`
		Outcome  string           `json:"outcome"`
	}
	require.NoError(t, json.Unmarshal(data, &all))
	for _, c := range all {
		s, err := grading.Parse(c.Scheme)
		require.NoError(t, err, c.ID)
		g := compiled(t, s)
		marks, err := g.ParseMarks(c.Marks)
		require.NoError(t, err, c.ID)
		r, err := g.Grade(marks)
		require.NoError(t, err, c.ID)
		assert.Equal(t, c.Total, r.Total.String(), c.ID)
		assert.Equal(t, c.Decision, r.Decision, c.ID)
		assert.Equal(t, c.Outcome, r.Outcome, c.ID)
		if c.Best != "" {
			assert.Equal(t, c.Best, r.Best.String(), c.ID)
		}
		checkTree(t, r)
	}
}

// checkTree asserts what is true of every result.
func checkTree(t *testing.T, r grading.Result) {
	t.Helper()
	sum, best := addUp(t, r.Parts)
	assert.Zero(t, sum.Cmp(new(big.Rat).Add(r.Total.Rat(), r.AboveCap.Rat())), "parts add up to the total")
	assert.GreaterOrEqual(t, best.Cmp(r.Best.Rat()), 0)
	if len(r.Weightings) > 0 && r.Findings[0].Code != "nothing-to-grade" {
		percent, most := mostOf(r.Weightings)
		assert.Zero(t, percent.Cmp(sum), "the weighting that gives most counts")
		assert.Zero(t, most.Cmp(best), "and so in the best case")
	}
	assert.GreaterOrEqual(t, r.Best.Compare(r.Total), 0)
	shown := r.Shown(2)
	addUpShown(t, shown.Parts)
	data, err := json.Marshal(r)
	require.NoError(t, err)
	var back grading.Result
	require.NoError(t, json.Unmarshal(data, &back), string(data))
	again, err := json.Marshal(back)
	require.NoError(t, err)
	assert.Equal(t, string(data), string(again))
}

// mostOf returns the highest percentages that any of the weightings gives in the worst
// and in the best case.
func mostOf(list []grading.Alternative) (percent, best *big.Rat) {
	percent, best = new(big.Rat), new(big.Rat)
	for _, a := range list {
		if n := a.Percent.Rat(); n.Cmp(percent) > 0 {
			percent = n
		}
		if n := a.Best.Rat(); n.Cmp(best) > 0 {
			best = n
		}
	}
	return percent, best
}

func addUp(t *testing.T, parts []grading.Part) (sum, best *big.Rat) {
	t.Helper()
	sum, best = new(big.Rat), new(big.Rat)
	for _, p := range parts {
		sum.Add(sum, p.Points.Rat())
		best.Add(best, p.Best.Rat())
		if p.Parts != nil {
			below, bestBelow := addUp(t, p.Parts)
			assert.Zero(t, below.Cmp(p.Points.Rat()), "the parts of %s add up", p.Component)
			assert.Zero(t, bestBelow.Cmp(p.Best.Rat()), "the parts of %s add up in the best case", p.Component)
		}
		items := new(big.Rat)
		for _, it := range p.Items {
			items.Add(items, it.Points.Rat())
		}
		if len(p.Items) > 0 {
			assert.Zero(t, items.Cmp(p.Points.Rat()), "the items of %s add up", p.Component)
		}
		counted := 0
		for _, a := range p.Weightings {
			if a.Counted {
				counted++
			}
		}
		if p.Weightings != nil {
			assert.LessOrEqual(t, counted, 1)
			percent, most := mostOf(p.Weightings)
			assert.Zero(t, new(big.Rat).Mul(percent, p.Full.Rat()).Cmp(new(big.Rat).Mul(p.Points.Rat(), ratio(100, 1))), "the weighting that gives most counts")
			assert.GreaterOrEqual(t, most.Cmp(percent), 0)
		}
	}
	return sum, best
}

func addUpShown(t *testing.T, parts []grading.ShownPart) {
	t.Helper()
	for _, p := range parts {
		if p.Parts == nil {
			continue
		}
		sum := new(big.Rat)
		for _, below := range p.Parts {
			sum.Add(sum, rat(dec(below.Points)))
		}
		assert.Zero(t, sum.Cmp(rat(dec(p.Points))), "%+v", p)
		addUpShown(t, p.Parts)
	}
}

// anyTree returns a scheme of groups at most three deep, with up to three
// weightings, drops, extra credit, needs and outcomes.
func anyTree(r chooser) grading.Scheme {
	n := 0
	s := grading.Scheme{Weights: "relative"}
	s.Components, s.Weightings = anyGroup(r, &n, 3)
	if r.IntN(6) == 0 {
		s.Cap = dec(pick(r, "60", "100", "90.5"))
	}
	ids := idsOf(s.Components)
	for i := range 1 + r.IntN(3) {
		o := grading.OutcomeRule{Name: "o" + strconv.Itoa(i), Certifies: i == 0 || r.IntN(2) == 0}
		if i > 0 {
			o.Certifies = o.Certifies && s.Outcomes[i-1].Certifies
		}
		o.Above, o.AtLeast = anyLimit(r)
		used := map[string]bool{}
		for range r.IntN(3) {
			need := grading.Need{Component: pick(r, ids...)}
			if used[need.Component] {
				continue
			}
			used[need.Component] = true
			need.Above, need.AtLeast = anyLimit(r)
			o.Needs = append(o.Needs, need)
		}
		s.Outcomes = append(s.Outcomes, o)
	}
	return s
}

func anyLimit(r chooser) (above, atLeast *exact.Decimal) {
	limit := new(dec(pick(r, "0", "25", "40", "50", "60", "66.6", "80")))
	if r.IntN(2) == 0 {
		return limit, nil
	}
	return nil, limit
}

func idsOf(components []grading.Component) []string {
	var ids []string
	for _, c := range components {
		ids = append(ids, c.ID)
		if a := c.Award.Group; a != nil {
			ids = append(ids, idsOf(a.Components)...)
		}
	}
	return ids
}

func anyGroup(r chooser, n *int, depth int) ([]grading.Component, []grading.Weighting) {
	list := make([]grading.Component, 1+r.IntN(4))
	for i := range list {
		*n++
		c := &list[i]
		c.ID, c.Weight = "c"+strconv.Itoa(*n), dec(pick(r, "0", "1", "2", "2.5", "3"))
		if i == 0 {
			c.Weight = dec(pick(r, "1", "2"))
		}
		c.ExtraCredit = i > 0 && r.IntN(6) == 0
		c.NeverDrop = r.IntN(5) == 0
		if depth > 1 && *n < 8 && r.IntN(3) == 0 {
			a := &grading.GroupAward{DropLowest: max(r.IntN(5)-2, 0), DropHighest: max(r.IntN(5)-3, 0)}
			a.Components, a.Weightings = anyGroup(r, n, depth-1)
			c.Award.Group = a
			continue
		}
		c.Award = anyLeaf(r)
	}
	var further []grading.Weighting
	for range max(r.IntN(6)-3, 0) {
		w := grading.Weighting{list[0].ID: dec(pick(r, "1", "3"))}
		for _, c := range list[1:] {
			if r.IntN(2) == 0 {
				w[c.ID] = dec(pick(r, "0", "1", "4"))
			}
		}
		if r.IntN(3) == 0 { // a weighting without the first component
			for _, c := range list[1:] {
				if !c.ExtraCredit {
					w = grading.Weighting{c.ID: dec("2")}
				}
			}
		}
		further = append(further, w)
	}
	return list, further
}

func anyLeaf(r chooser) grading.Award {
	switch r.IntN(6) {
	case 0:
		return grading.Award{Completion: &grading.CompletionAward{}}
	case 1:
		return grading.Award{Attendance: &grading.AttendanceAward{Sessions: 1 + r.IntN(4), Credit: pick[grading.Credit](r, "all_sessions", "per_session"), MayMiss: max(r.IntN(4)-2, 0)}}
	default:
		a := &grading.PointsAward{Max: dec("10")}
		if r.IntN(2) == 0 {
			a.Step = dec(pick(r, "2.5", "5"))
		}
		if r.IntN(8) == 0 {
			a.UpTo = dec("12.5")
		}
		return grading.Award{Points: a}
	}
}

// anyTreeMarks returns random marks of the leaves of a tree, chosen from the marks that
// gridOf lists. With a greater number as last argument, more components are open.
func anyTreeMarks(r chooser, s grading.Scheme, open int) grading.Marks {
	marks := grading.Marks{}
	for _, c := range leavesOf(s.Components) {
		switch r.IntN(10 + open) {
		case 0:
			marks[c.ID] = grading.Mark{Excused: true}
		case 1:
			marks[c.ID] = grading.Mark{Missing: true}
		case 2, 10, 11, 12:
		default:
			m := pick(r, gridOf(c.Award)...)
			if m.Held != nil {
				m.Held = new(max(*m.Attended, *m.Held-r.IntN(2)))
			}
			marks[c.ID] = m
		}
	}
	return marks
}

// gridOf lists the marks of an award with steps, or some marks of an award
// without steps; the lowest and the highest mark are always among them.
func gridOf(a grading.Award) []grading.Mark {
	if a.Points == nil {
		return marksOf(a)
	}
	step, limit := ratio(5, 2), rat(a.Points.Max)
	if !a.Points.Step.IsZero() {
		step = rat(a.Points.Step)
	}
	if !a.Points.UpTo.IsZero() {
		limit = rat(a.Points.UpTo)
	}
	var list []grading.Mark
	for p := new(big.Rat); p.Cmp(limit) <= 0; p = new(big.Rat).Add(p, step) {
		list = append(list, grading.Mark{Points: new(dec(p.FloatString(2)))})
	}
	return list
}

// Grade and the oracle of trees give the same total, best case, decision and outcomes.
func TestTreeIsTheOracle(t *testing.T) {
	t.Parallel()
	r, seen := random("trees"), map[grading.Decision]int{}
	for n := range rounds(100_000, 1_500) {
		s := anyTree(r)
		g := compiled(t, s)
		marks := anyTreeMarks(r, s, n%4)
		result, err := g.Grade(marks)
		require.NoError(t, err)
		want := judge(s, marks)
		got := fmt.Sprint(result.Total.Rat().RatString(), result.Best.Rat().RatString(), result.Decision, result.Outcome, result.Possible)
		if !assert.Equal(t, fmt.Sprint(want.total.RatString(), want.best.RatString(), want.decision, want.outcome, want.possible), got, "round %d", n) {
			text, _ := json.Marshal(s)
			textMarks, _ := json.Marshal(marks)
			t.Logf("%s\n%s", text, textMarks)
			return
		}
		seen[result.Decision]++
		if n%8 == 0 {
			checkTree(t, result)
			result, err = g.Grade(nil) // everything is open
			require.NoError(t, err)
			checkTree(t, result)
		}
	}
	for _, d := range []grading.Decision{grading.Certified, grading.NotCertified, grading.Pending} {
		assert.Positive(t, seen[d], d)
	}
}

// Grade decides while some marks are open. The test then fills these in with every
// combination from a grid, which includes the lowest and the highest marks. If the first
// decision was not pending, all combinations lead to that decision. If it was pending,
// they lead to two different decisions, or there is nothing to grade.
func TestTreeAllCompletions(t *testing.T) {
	t.Parallel()
	r, seen := random("completions"), map[grading.Decision]int{}
	for range rounds(100_000, 400) {
		s := anyTree(r)
		g, marks := compiled(t, s), anyTreeMarks(r, s, 3)
		var open []grading.Component
		ways := 1
		for _, c := range leavesOf(s.Components) {
			if m, there := marks[c.ID]; !there || m.Held != nil && *m.Held < c.Award.Attendance.Sessions {
				open = append(open, c)
				ways *= len(gridOf(c.Award))
			}
		}
		if len(open) == 0 || ways > 200 {
			continue
		}
		before, err := g.Grade(marks)
		require.NoError(t, err)
		decisions, outcomes := map[grading.Decision]bool{}, map[string]bool{}
		complete(marks, open, func(m grading.Marks) {
			after, err := g.Grade(m)
			require.NoError(t, err)
			decisions[after.Decision], outcomes[after.Outcome] = true, true
			assert.GreaterOrEqual(t, after.Total.Compare(before.Total), 0)
			assert.LessOrEqual(t, after.Total.Compare(before.Best), 0)
		})
		seen[before.Decision]++
		if before.Decision == grading.Pending {
			assert.True(t, len(decisions) == 2 || decisions[grading.Pending], "%v", decisions)
		} else {
			assert.Equal(t, map[grading.Decision]bool{before.Decision: true}, decisions)
		}
		assert.True(t, outcomes[before.Outcome], "the assured outcome is one of those reached")
		assert.True(t, outcomes[before.Possible], "so is the possible one")
	}
	for _, d := range []grading.Decision{grading.Certified, grading.NotCertified, grading.Pending} {
		assert.Positive(t, seen[d], d)
	}
}

// complete calls f with every way to fill in the open marks.
func complete(marks grading.Marks, open []grading.Component, f func(grading.Marks)) {
	if len(open) == 0 {
		f(marks)
		return
	}
	c := open[0]
	m, there := marks[c.ID]
	options := gridOf(c.Award)
	if there {
		options = nil
		for more := range c.Award.Attendance.Sessions - *m.Held + 1 {
			options = append(options, grading.Mark{Attended: new(*m.Attended + more), Held: new(c.Award.Attendance.Sessions)})
		}
	}
	for _, option := range options {
		marks[c.ID] = option
		complete(marks, open[1:], f)
	}
	if there {
		marks[c.ID] = m
	} else {
		delete(marks, c.ID)
	}
}

// A better mark never lowers the total, the decision or the outcome.
func TestTreeMonotone(t *testing.T) {
	t.Parallel()
	r := random("monotone trees")
	rank := map[grading.Decision]int{grading.NotCertified: 0, grading.Pending: 1, grading.Certified: 2}
	for range rounds(100_000, 800) {
		s := anyTree(r)
		g, marks := compiled(t, s), anyTreeMarks(r, s, 1)
		before, err := g.Grade(marks)
		require.NoError(t, err)
		c := pick(r, leavesOf(s.Components)...)
		if m, there := marks[c.ID]; !there || m.Excused {
			continue
		}
		grid := gridOf(c.Award)
		marks[c.ID] = grid[len(grid)-1]
		after, err := g.Grade(marks)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, after.Total.Compare(before.Total), 0)
		assert.GreaterOrEqual(t, rank[after.Decision], rank[before.Decision])
		assert.LessOrEqual(t, place(s, after.Outcome), place(s, before.Outcome))
	}
}

// place returns the rank of an outcome, 0 for the best.
func place(s grading.Scheme, name string) int {
	for i, o := range s.Outcomes {
		if o.Name == name {
			return i
		}
	}
	return len(s.Outcomes)
}

// The result does not depend on the order of components and of further weightings, nor on
// the scale of points and weights, even if the numbers exceed 64 bits.
func TestTreeShuffledAndScaled(t *testing.T) {
	t.Parallel()
	r := random("shuffled trees")
	for range rounds(100_000, 400) {
		s := anyTree(r)
		marks := anyTreeMarks(r, s, 1)
		one, err := compiled(t, s).Grade(marks)
		require.NoError(t, err)
		for _, by := range []scaling{{ratio(3, 1), ratio(8, 5)}, {huge("10000000000000000000000007"), huge("1000000000000000003")}} {
			changed := grading.Marks{}
			for id, m := range marks {
				if m.Points != nil {
					m.Points = new(by.points(*m.Points))
				}
				changed[id] = m
			}
			turned := s
			turned.Components, turned.Weightings = by.turn(s.Components, s.Weightings)
			other, err := compiled(t, turned).Grade(changed)
			require.NoError(t, err)
			assert.Equal(t, one.Total.String(), other.Total.String())
			assert.Equal(t, one.Best.String(), other.Best.String())
			assert.Equal(t, []string{string(one.Decision), one.Outcome, one.Possible}, []string{string(other.Decision), other.Outcome, other.Possible})
		}
	}
}

func huge(text string) *big.Rat { return rat(dec(text)) }

// scaling has the factors by which weights and points are multiplied.
type scaling struct{ weight, point *big.Rat }

func (by scaling) points(d exact.Decimal) exact.Decimal {
	return dec(new(big.Rat).Mul(rat(d), by.point).FloatString(3))
}

func (by scaling) turn(components []grading.Component, further []grading.Weighting) ([]grading.Component, []grading.Weighting) {
	components, further = slices.Clone(components), slices.Clone(further)
	slices.Reverse(components)
	slices.Reverse(further)
	for i := range components {
		c := &components[i]
		c.Weight = dec(new(big.Rat).Mul(rat(c.Weight), by.weight).FloatString(2))
		if a := c.Award.Group; a != nil {
			turned := *a
			turned.Components, turned.Weightings = by.turn(a.Components, a.Weightings)
			c.Award.Group = &turned
		}
		if a := c.Award.Points; a != nil {
			scaled := grading.PointsAward{Max: by.points(a.Max)}
			if !a.Step.IsZero() {
				scaled.Step = by.points(a.Step)
			}
			if !a.UpTo.IsZero() {
				scaled.UpTo = by.points(a.UpTo)
			}
			c.Award.Points = &scaled
		}
	}
	return components, further
}

// Needed returns the least share that certifies, either with the marks as they are or
// with full marks in everything else that is open. The oracle checks that this share
// suffices and that less does not.
func TestTreeNeeded(t *testing.T) {
	t.Parallel()
	r, answers := random("needed in trees"), map[grading.Answer]int{}
	for n := range rounds(100_000, 1_000) {
		s := anyTree(r)
		g, marks := compiled(t, s), anyTreeMarks(r, s, n%4)
		c := pick(r, leavesOf(s.Components)...)
		if m, there := marks[c.ID]; there && m.Held != nil {
			delete(marks, c.ID)
		}
		got, err := g.Needed(marks, c.ID)
		require.NoError(t, err)
		answers[got.Answer]++
		certifies := func(share *big.Rat, others bool) bool {
			o := treeOracle{scheme: s, marks: marks, best: others, fixed: map[string]*big.Rat{c.ID: share}}
			for _, rule := range s.Outcomes {
				if rule.Certifies && o.reached()[rule.Name] {
					return true
				}
			}
			return false
		}
		zero, full := ratio(0, 1), bestShare(c)
		tiny := big.NewRat(1, 1_000_000_000)
		check := func(others bool) {
			need := new(big.Rat).Quo(got.Percent.Rat(), ratio(100, 1))
			above, below := new(big.Rat).Add(need, tiny), new(big.Rat).Sub(need, tiny)
			if got.Mark != nil {
				assert.True(t, certifies(need, others))
				below = lowerStep(c.Award, need)
			} else {
				assert.Equal(t, got.Exceed, !certifies(need, others))
				if above.Cmp(full) <= 0 {
					assert.True(t, certifies(above, others))
				}
			}
			if below.Sign() >= 0 {
				assert.False(t, certifies(below, others), "less would do: %v", below)
			}
		}
		switch {
		case certifies(zero, false):
			assert.Equal(t, grading.Needed{Answer: grading.Already}, got)
		case certifies(full, false):
			require.Equal(t, grading.ThisMuch, got.Answer)
			check(false)
		case certifies(full, true):
			assert.Equal(t, grading.WithOthers, got.Answer)
			checkElsewhere(t, s, marks, c, got)
			if !certifies(zero, true) {
				check(true)
			} else {
				assert.Zero(t, got.Percent.Sign())
			}
		default:
			assert.Equal(t, grading.Needed{Answer: grading.Impossible}, got)
		}
		if _, marked := marks[c.ID]; !marked {
			r, err := g.Grade(marks)
			require.NoError(t, err)
			hopeless := r.Decision == grading.NotCertified || r.Findings[0].Code == "nothing-to-grade"
			assert.Equal(t, hopeless, got.Answer == grading.Impossible, "impossible only where it is decided, or nothing counts")
		}
		if t.Failed() {
			text, _ := json.Marshal(s)
			textMarks, _ := json.Marshal(marks)
			t.Logf("round %d: %s\n%s\n%s %+v", n, text, textMarks, c.ID, got)
			return
		}
	}
	for _, a := range []grading.Answer{grading.Already, grading.ThisMuch, grading.WithOthers, grading.Impossible} {
		assert.Positive(t, answers[a], a)
	}
}

func bestShare(c grading.Component) *big.Rat {
	share, _ := oracleShare(c, grading.Mark{}, false, true)
	return share
}

// lowerStep returns the share one step below the given share, or -1 if there is none.
func lowerStep(a grading.Award, share *big.Rat) *big.Rat {
	below := ratio(-1, 1)
	for _, m := range gridOf(a) {
		if s, _ := oracleShare(grading.Component{Award: a}, m, true, false); s.Cmp(share) < 0 && s.Cmp(below) > 0 {
			below = s
		}
	}
	return below
}

// checkElsewhere compares [grading.Needed.Elsewhere] of an answer about component c with
// the oracle. It does so for every leaf, other than c, that has no mark. For each of
// them, the oracle assumes full marks in c and in all other leaves without a mark.
func checkElsewhere(t *testing.T, s grading.Scheme, marks grading.Marks, c grading.Component, got grading.Needed) {
	t.Helper()
	listed := map[string]grading.Needed{}
	for _, n := range got.Elsewhere {
		listed[n.Component] = n
	}
	tiny := big.NewRat(1, 1_000_000_000)
	for _, other := range leavesOf(s.Components) {
		if _, marked := marks[other.ID]; marked || other.ID == c.ID {
			continue
		}
		certifies := func(share *big.Rat) bool {
			o := treeOracle{scheme: s, marks: marks, best: true, fixed: map[string]*big.Rat{c.ID: bestShare(c), other.ID: share}}
			reached := o.reached()
			return slices.ContainsFunc(s.Outcomes, func(rule grading.OutcomeRule) bool { return rule.Certifies && reached[rule.Name] })
		}
		n, there := listed[other.ID]
		assert.Equal(t, !certifies(ratio(0, 1)), there, "%s is needed", other.ID)
		if !there {
			continue
		}
		assert.Equal(t, grading.ThisMuch, n.Answer)
		need := new(big.Rat).Quo(n.Percent.Rat(), ratio(100, 1))
		below := new(big.Rat).Sub(need, tiny)
		if n.Mark != nil {
			below = lowerStep(other.Award, need)
		}
		assert.Equal(t, n.Exceed, !certifies(need))
		if below.Sign() >= 0 {
			assert.False(t, certifies(below), "less of %s would do", other.ID)
		}
	}
}
