package grading_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// marksOf lists every mark of a discrete award without using the grader.
func marksOf(a grading.Award) []grading.Mark {
	var list []grading.Mark
	switch {
	case a.Completion != nil:
		list = append(list, grading.Mark{Completed: new(false)}, grading.Mark{Completed: new(true)})
	case a.Attendance != nil:
		asked := max(a.Attendance.Sessions-a.Attendance.MayMiss, 1)
		for n := range asked + 1 {
			if a.Attendance.Credit == "per_session" || n == 0 || n == asked {
				list = append(list, grading.Mark{Attended: new(n), Held: new(a.Attendance.Sessions)})
			}
		}
	case a.Points != nil:
		for p := new(big.Rat); p.Cmp(rat(a.Points.Max)) <= 0; p = new(big.Rat).Add(p, rat(a.Points.Step)) {
			list = append(list, grading.Mark{Points: new(dec(p.FloatString(2)))})
		}
	default:
		list = append(list, grading.Mark{Missing: true})
		for _, l := range a.Levels.Levels {
			list = append(list, grading.Mark{Level: l.Name})
		}
	}
	return list
}

// everything calls f with every combination of marks of a discrete scheme.
func everything(s grading.Scheme, f func(grading.Marks)) {
	var walk func(i int, marks grading.Marks)
	walk = func(i int, marks grading.Marks) {
		if i == len(s.Components) {
			f(marks)
			return
		}
		for _, m := range marksOf(s.Components[i].Award) {
			marks[s.Components[i].ID] = m
			walk(i+1, marks)
		}
	}
	walk(0, grading.Marks{})
}

// discreteScheme returns a small scheme in which every award has steps.
func discreteScheme(r chooser) grading.Scheme {
	for {
		s := anyScheme(r)
		s.Components = s.Components[:min(len(s.Components), 3)]
		discrete := true
		for i := range s.Components {
			a := &s.Components[i].Award
			if a.Points != nil {
				a.Points.Step = dec(pick(r, "2.5", "1.5", "4"))
				if rat(a.Points.Max).Cmp(ratio(20, 1)) > 0 {
					a.Points.Step = dec("30")
				}
			}
			discrete = discrete && a.Items == nil
		}
		if discrete {
			return s
		}
	}
}

func TestOutcomesAreEverything(t *testing.T) {
	t.Parallel()
	schemes := map[string]grading.Scheme{}
	whole, sessions := reference(), reference()
	whole.Components[2].Award.Points.Step = dec("1")
	sessions.Components[2].Award.Points.Step = dec("1")
	sessions.Components[1].Award.Attendance.Credit = "per_session"
	schemes["half points"], schemes["whole points"], schemes["by session"] = reference(), whole, sessions
	r := random("outcomes")
	for i := range rounds(500, 30) {
		schemes[fmt.Sprint("random ", i)] = discreteScheme(r)
	}
	counts := map[string]grading.Proof{}
	for name, s := range schemes {
		want := map[string]grading.Decision{}
		var proof grading.Proof
		limit := s.Certificate.Above
		if limit == nil {
			limit = s.Certificate.AtLeast
		}
		everything(s, func(m grading.Marks) {
			total, decision := oracle(s, m)
			want[text(m)] = decision
			proof.Outcomes++
			if decision == grading.Certified {
				proof.Certified++
			}
			if total.Cmp(rat(*limit)) == 0 {
				proof.OnThreshold++
			}
		})
		g := compiled(t, s)
		for o, err := range g.Outcomes() {
			require.NoError(t, err)
			assert.Equal(t, want[text(o.Marks)], o.Decision, name)
			total, _ := oracle(s, o.Marks)
			assert.Equal(t, total.RatString(), o.Total.Rat().RatString(), name)
			delete(want, text(o.Marks))
		}
		assert.Empty(t, want, "every combination comes, and once: %s", name)
		got, err := g.Prove()
		require.NoError(t, err)
		proof.Least = got.Least
		assert.Equal(t, proof, got, name)
		counts[name] = got
	}
	assert.Equal(t, 496, counts["half points"].Outcomes)
	assert.Equal(t, 256, counts["whole points"].Outcomes)
	assert.Equal(t, 768, counts["by session"].Outcomes)
	assert.Equal(t, 114, counts["by session"].Certified)
	assert.Equal(t, 14, counts["by session"].OnThreshold)
	assert.Equal(t, [][]string{{"attendance", "participation", "project"}, {"quiz", "participation", "project"}, {"quiz", "attendance", "project"}},
		counts["half points"].Least)
}

// text returns marks as a text, with the components in a fixed order.
func text(m grading.Marks) string {
	var s string
	for _, id := range slices.Sorted(maps.Keys(m)) {
		mark := m[id]
		s += fmt.Sprint(id, mark.Level, mark.Missing)
		if mark.Completed != nil {
			s += fmt.Sprint(*mark.Completed)
		}
		if mark.Attended != nil {
			s += fmt.Sprint(*mark.Attended)
		}
		if mark.Points != nil {
			s += rat(*mark.Points).String()
		}
	}
	return s
}

func TestLeastSetsAreLeast(t *testing.T) {
	t.Parallel()
	r := random("least sets")
	for range rounds(2_000, 150) {
		s := discreteScheme(r)
		g := compiled(t, s)
		proof, err := g.Prove()
		require.NoError(t, err)
		certifies := func(set int) bool {
			marks := grading.Marks{}
			for i, c := range s.Components {
				all := marksOf(c.Award)
				marks[c.ID] = grading.Mark{Missing: true}
				if set>>i&1 == 1 {
					best := marks[c.ID]
					for _, m := range all {
						a, _ := oracleShare(c, best, true, false)
						if b, _ := oracleShare(c, m, true, false); b.Cmp(a) > 0 {
							best = m
						}
					}
					marks[c.ID] = best
				}
			}
			_, decision := oracle(s, marks)
			return decision == grading.Certified
		}
		var want []string
		for set := range 1 << len(s.Components) {
			least := certifies(set)
			names := []string{}
			for i, c := range s.Components {
				if set>>i&1 == 1 {
					least = least && !certifies(set&^(1<<i))
					names = append(names, c.ID)
				}
			}
			if least {
				want = append(want, fmt.Sprint(names))
			}
		}
		var got []string
		for _, names := range proof.Least {
			got = append(got, fmt.Sprint(names))
		}
		assert.ElementsMatch(t, want, got)
	}
}

func TestOutcomesRefused(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components[2].Award.Points.Step = grading.PointsAward{}.Step
	s.Components[0].Award = grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}
	g, n := compiled(t, s), 0
	for o, err := range g.Outcomes() {
		n++
		assertViolations(t, err, "components[0].award not-discrete", "components[2].award not-discrete")
		assert.Empty(t, o.Marks)
	}
	assert.Equal(t, 1, n)
	_, err := g.Prove()
	assert.ErrorIs(t, err, rule.Violation{Code: "not-discrete"})
	_, err = g.Combinations(nil)
	assert.ErrorIs(t, err, rule.Violation{Code: "not-discrete"})

	s = reference()
	s.Components[2].Award.Points.Step = dec("0.00001")
	_, err = compiled(t, s).Prove()
	assertViolations(t, err, "components[2].award not-discrete")

	// The schemes have 2·2·(15/step + 1)·4 combinations: 960,016 and 1,200,016.
	// The limit is 2^20.
	for step, fits := range map[string]bool{"0.00025": true, "0.0002": false} {
		s.Components[2].Award.Points.Step = dec(step)
		g, seen := compiled(t, s), 0
		for _, err := range g.Outcomes() {
			assert.Equal(t, fits, err == nil, step)
			seen++
			if seen == 3 {
				break // the loop may end early
			}
		}
		assert.Equal(t, map[bool]int{true: 3, false: 1}[fits], seen)
	}
	s.Components[2].Award.Points.Step = dec("0.0002")
	_, err = compiled(t, s).Prove()
	assertViolations(t, err, "components too-many")
}

// Outcomes enumerates a component with 2^20 marks, and refuses a component with one
// more.
func TestOutcomesLimit(t *testing.T) {
	t.Parallel()
	one := func(limit, step string) grading.Scheme {
		return grading.Scheme{
			Components: []grading.Component{{
				ID: "p", Weight: dec("100"), Award: grading.Award{Points: &grading.PointsAward{Max: dec(limit), Step: dec(step)}},
			}},
			Certificate: grading.Certificate{Above: new(dec("80"))},
		}
	}
	first := func(s grading.Scheme) (err error) {
		for _, err = range compiled(t, s).Outcomes() {
			break
		}
		return err
	}
	assert.NoError(t, first(one("1048575", "1")))
	assert.ErrorIs(t, first(one("1048576", "1")), rule.Violation{Code: "not-discrete"})
}

// Prove goes through as many combinations as the documentation says, and
// refuses more.
func TestBudget(t *testing.T) {
	t.Parallel()
	steps := func(id, weight string, marks int) grading.Component {
		return grading.Component{ID: id, Weight: dec(weight), Award: grading.Award{Points: &grading.PointsAward{Max: dec(strconv.Itoa(marks - 1)), Step: dec("1")}}}
	}
	flat := func(cap string, marks ...int) grading.Scheme {
		s := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{AtLeast: new(dec("100"))}}
		for i, n := range marks {
			s.Components = append(s.Components, steps("c"+strconv.Itoa(i), "25", n))
		}
		if cap != "" { // a cap rules out the fast path
			s.Cap = dec(cap)
		}
		return s
	}
	sessions := func(n int) grading.Scheme {
		s := flat("", 32, 32, 32, 32)
		s.Components[0].Award = grading.Award{Attendance: &grading.AttendanceAward{Sessions: n, Credit: "per_session"}}
		return s
	}
	tree := func(marks int) grading.Scheme {
		s := flat("", marks)
		g := &grading.GroupAward{}
		for i := range 4 {
			g.Components = append(g.Components, steps("g"+strconv.Itoa(i), "1", 2))
		}
		for range 3 {
			g.Weightings = append(g.Weightings, grading.Weighting{"g0": dec("1")})
		}
		s.Components = append(s.Components, grading.Component{ID: "g", Weight: dec("1"), Award: grading.Award{Group: g}})
		s.Weightings = []grading.Weighting{{"g": dec("1")}}
		return s
	}
	// digits pads the sizes and weights of a scheme to n characters in all.
	digits := func(s grading.Scheme, n int) grading.Scheme {
		for i := range s.Components {
			c, length := &s.Components[i], min(n, 128)
			c.Weight = dec("25." + zeros(length/2-3))
			c.Award.Points.Max = dec("15." + zeros(length-length/2-3))
			n -= length
		}
		return s
	}
	for name, c := range map[string]struct {
		scheme grading.Scheme
		fits   bool
	}{
		"a million, flat":                  {flat("", 32, 32, 32, 32), true},
		"more than a million, flat":        {flat("", 33, 32, 32, 32), false},
		"a million, of sessions":           {sessions(31), true},
		"more than a million, of sessions": {sessions(32), false},
		"524,288 of eight components":      {flat("", 8, 8, 8, 8, 8, 4, 2, 2), true},
		"more of eight components":         {flat("", 9, 8, 8, 8, 8, 4, 2, 2), false},
		"65,536 one by one":                {flat("100", 16, 16, 16, 16), true},
		"more than 65,536 one by one":      {flat("100", 17, 16, 16, 16), false},
		"13,104 of a tree of 20 weights":   {tree(819), true},
		"13,120 of a tree of 20 weights":   {tree(820), false},
		"511 digits":                       {digits(flat("100", 16, 16, 16, 16), 511), true},
		"512 digits are twice the effort":  {digits(flat("100", 16, 16, 16, 16), 512), false},
		"half as many of 512 digits":       {digits(flat("100", 16, 16, 16, 8), 512), true},
	} {
		if name == "half as many of 512 digits" {
			c.scheme.Components[3].Award.Points.Step = dec("2") // eight marks: 0, 2, 4 and so on to 14
		}
		_, err := compiled(t, c.scheme).Prove()
		if c.fits {
			assert.NoError(t, err, name)
		} else {
			assertViolations(t, err, "components too-many")
		}
	}
}

// Combinations returns up to ten thousand answers and refuses more. In these
// schemes, every choice of marks in the first three components determines the
// mark that the fourth needs.
func TestTenThousandAnswers(t *testing.T) {
	t.Parallel()
	answers := func(third string) ([]grading.Marks, error) {
		s := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{AtLeast: new(dec("50"))}}
		for i, most := range []string{"19", "19", third, "62"} {
			s.Components = append(s.Components, grading.Component{
				ID: "c" + strconv.Itoa(i), Weight: dec(most), Award: grading.Award{Points: &grading.PointsAward{Max: dec(most), Step: dec("1")}},
			})
		}
		return compiled(t, s).Combinations(nil)
	}
	found, err := answers("24")
	require.NoError(t, err)
	assert.Len(t, found, 20*20*25)
	_, err = answers("25")
	assertViolations(t, err, "components too-many")
}

// Combinations adds up given marks exactly, even those with more decimal places
// than the fast path takes.
func TestCombinationsBesideFineMarks(t *testing.T) {
	t.Parallel()
	for limit, want := range map[string]int{"80.000005": 1, "80.000006": 0} {
		s := grading.Scheme{Certificate: grading.Certificate{AtLeast: new(dec(limit))}, Components: []grading.Component{
			{ID: "exam", Weight: dec("50"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("100")}}},
			{ID: "quiz", Weight: dec("50"), Award: grading.Award{Completion: &grading.CompletionAward{}}},
		}}
		g := compiled(t, s)
		assert.True(t, grading.HasQuick(g))
		found, err := g.Combinations(grading.Marks{"exam": {Points: new(dec("60.00001"))}})
		require.NoError(t, err)
		assert.Len(t, found, want, limit)
	}
}

// Prove lists up to ten thousand least sets and refuses more. Any 8 of 15 or of
// 16 components are a least set.
func TestManyLeastSets(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{15: 6435, 16: 0} {
		s := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{AtLeast: new(dec("50"))}}
		for i := range n {
			s.Components = append(s.Components, grading.Component{ID: "c" + strconv.Itoa(i), Weight: dec("1"), Award: grading.Award{Completion: &grading.CompletionAward{}}})
		}
		p, err := compiled(t, s).Prove()
		if want == 0 {
			assertViolations(t, err, "components too-many")
			continue
		}
		require.NoError(t, err)
		assert.Len(t, p.Least, want)
	}
}
