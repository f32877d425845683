package grading_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// marksOf lists every mark of a discrete award, by hand.
func marksOf(a grading.Award) []grading.Mark {
	var list []grading.Mark
	switch {
	case a.Completion != nil:
		list = append(list, grading.Mark{Completed: new(false)}, grading.Mark{Completed: new(true)})
	case a.Attendance != nil:
		for n := range a.Attendance.Sessions + 1 {
			if a.Attendance.Credit == grading.PerSession || n == 0 || n == a.Attendance.Sessions {
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

// discreteScheme returns a small scheme of which every award has steps.
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
	sessions.Components[1].Award.Attendance.Credit = grading.PerSession
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

// text is a map's content in a fixed order.
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
	s.Components[0].Award = grading.Award{Items: &grading.ItemsAward{Combine: grading.Sum}}
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

	// 2·2·(15·2^k + 1)·4 against 2^20.
	for step, fits := range map[string]bool{"0.00025": true, "0.0002": false} {
		s.Components[2].Award.Points.Step = dec(step)
		g, seen := compiled(t, s), 0
		for _, err := range g.Outcomes() {
			assert.Equal(t, fits, err == nil, step)
			seen++
			if seen == 3 {
				break // an early end is an end
			}
		}
		assert.Equal(t, map[bool]int{true: 3, false: 1}[fits], seen)
	}
	s.Components[2].Award.Points.Step = dec("0.0002")
	_, err = compiled(t, s).Prove()
	assertViolations(t, err, "components too-many")
}

// The bounds of what is enumerated, exactly.
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

// Needed is the least mark that certifies, found by trying every one.
func TestNeededIsTheLeast(t *testing.T) {
	t.Parallel()
	r, answers := random("needed"), map[grading.Answer]int{}
	schemes := []grading.Scheme{reference(), reference()}
	schemes[1].Components[1].Award.Attendance.Credit = grading.PerSession
	for range rounds(20_000, 800) {
		s := discreteScheme(r)
		if r.IntN(2) == 0 {
			s = schemes[r.IntN(2)]
		}
		g, marks := compiled(t, s), stepMarks(r, s)
		c := s.Components[r.IntN(len(s.Components))]
		if m := marks[c.ID]; m.Held != nil {
			delete(marks, c.ID)
		}
		got, err := g.Needed(marks, c.ID)
		require.NoError(t, err)

		closed := g.Close(marks)
		certifies := func(m grading.Mark) bool {
			closed[c.ID] = m
			_, decision := oracle(s, closed)
			return decision == grading.Certified
		}
		share := func(m grading.Mark) *big.Rat {
			x, _ := oracleShare(c, m, true, false)
			return x
		}
		var least *big.Rat
		for _, m := range append(marksOf(c.Award), grading.Mark{Missing: true}) {
			if certifies(m) && (least == nil || share(m).Cmp(least) < 0) {
				least = share(m)
			}
		}
		answers[got.Answer]++
		switch {
		case least == nil:
			assert.Equal(t, grading.Needed{Answer: grading.Impossible}, got)
		case certifies(grading.Mark{Missing: true}):
			assert.Equal(t, grading.Needed{Answer: grading.Already}, got)
		default:
			require.Equal(t, grading.ThisMuch, got.Answer)
			assert.Equal(t, least.RatString(), share(*got.Mark).RatString())
			assert.True(t, certifies(*got.Mark))
			assert.Equal(t, new(big.Rat).Mul(least, ratio(100, 1)).RatString(), got.Percent.Rat().RatString())
			assert.False(t, got.Exceed)
		}
	}
	for _, a := range []grading.Answer{grading.Already, grading.ThisMuch, grading.Impossible} {
		assert.Positive(t, answers[a], a)
	}
}

// stepMarks returns marks in the steps of a discrete scheme, some open.
func stepMarks(r chooser, s grading.Scheme) grading.Marks {
	marks := grading.Marks{}
	for _, c := range s.Components {
		switch r.IntN(6) {
		case 0:
		case 1:
			marks[c.ID] = grading.Mark{Excused: true}
		case 2:
			marks[c.ID] = grading.Mark{Pending: true}
		default:
			marks[c.ID] = pick(r, marksOf(c.Award)...)
		}
	}
	return marks
}

func TestNeeded(t *testing.T) {
	t.Parallel()
	all := refMarks(true, 5, "15", "good")
	without := func(id string) grading.Marks {
		marks := maps.Clone(all)
		delete(marks, id)
		return marks
	}
	plain := reference()
	plain.Components[2].Award.Points.Step = grading.PointsAward{}.Step
	inclusive := reference()
	inclusive.Components[2].Award.Points.Step = grading.PointsAward{}.Step
	inclusive.Certificate = grading.Certificate{AtLeast: new(dec("80"))}
	minimum := reference()
	minimum.Components[2].Award.Points.Step = grading.PointsAward{}.Step
	minimum.Components[2].Minimum = new(dec("50"))
	items := reference()
	items.Components[2].Award = grading.Award{Items: &grading.ItemsAward{Combine: grading.Sum}}
	sessions := reference()
	sessions.Components[1].Award.Attendance.Credit = grading.PerSession
	weightless := reference()
	weightless.Components = append(weightless.Components, grading.Component{
		ID: "talk", Weight: dec("0"), Minimum: new(dec("50")), Award: grading.Award{Points: &grading.PointsAward{Max: dec("4")}},
	})
	onThreshold := weightless
	onThreshold.Certificate = grading.Certificate{AtLeast: new(dec("80"))}
	for name, c := range map[string]struct {
		scheme  grading.Scheme
		marks   grading.Marks
		id      string
		answer  grading.Answer
		mark    *grading.Mark
		percent string
		points  string
		exceed  bool
	}{
		"a level":                        {reference(), without("project"), "project", grading.ThisMuch, &grading.Mark{Level: "good"}, "250/3", "50", false},
		"half points, strictly above":    {reference(), without("participation"), "participation", grading.ThisMuch, &grading.Mark{Points: new(dec("5.5"))}, "110/3", "5.5", false},
		"no steps, strictly above":       {plain, without("participation"), "participation", grading.ThisMuch, nil, "100/3", "5", true},
		"no steps, at least":             {inclusive, without("participation"), "participation", grading.ThisMuch, nil, "100/3", "5", false},
		"no steps, a minimum above that": {minimum, without("participation"), "participation", grading.ThisMuch, nil, "50", "7.5", false},
		"items":                          {items, without("participation"), "participation", grading.ThisMuch, nil, "100/3", "1/3", true},
		"already":                        {reference(), refMarks(true, 5, "0", "excellent"), "participation", grading.Already, nil, "0", "0", false},
		"impossible":                     {reference(), refMarks(false, 4, "0", "good"), "participation", grading.Impossible, nil, "0", "0", false},
		"what is there is left aside":    {reference(), refMarks(true, 5, "15", "submission"), "project", grading.ThisMuch, &grading.Mark{Level: "good"}, "250/3", "50", false},
		"all sessions":                   {reference(), without("attendance"), "attendance", grading.ThisMuch, &grading.Mark{Attended: new(5), Held: new(5)}, "100", "5", false},
		"by session":                     {sessions, without("attendance"), "attendance", grading.ThisMuch, &grading.Mark{Attended: new(2), Held: new(5)}, "40", "2", false},
		"attendance is left aside, too":  {sessions, refMarks(true, 0, "15", "good"), "attendance", grading.ThisMuch, &grading.Mark{Attended: new(2), Held: new(5)}, "40", "2", false},
		"a minimum without weight, on the threshold": {onThreshold, refMarks(true, 5, "15", "submission"), "talk", grading.ThisMuch, nil, "50", "2", false},
		"a minimum without weight":                   {weightless, all, "talk", grading.ThisMuch, nil, "50", "2", false},
		"another minimum that is missed":             {weightless, without("project"), "project", grading.Impossible, nil, "0", "0", false},
	} {
		got, err := compiled(t, c.scheme).Needed(c.marks, c.id)
		require.NoError(t, err, name)
		assert.Equal(t, c.answer, got.Answer, name)
		assert.Equal(t, c.mark, got.Mark, name)
		assert.Equal(t, c.percent, got.Percent.String(), name)
		assert.Equal(t, c.points, got.Points.String(), name)
		assert.Equal(t, c.exceed, got.Exceed, name)
	}

	// In the middle of the course only the sessions to come are open.
	for _, c := range []struct {
		attended, held int
		answer         grading.Answer
	}{{0, 1, grading.ThisMuch}, {0, 3, grading.ThisMuch}, {0, 4, grading.Impossible}, {1, 4, grading.ThisMuch}, {2, 4, grading.Already}} {
		marks := maps.Clone(all)
		marks["attendance"] = grading.Mark{Attended: new(c.attended), Held: new(c.held)}
		got, err := compiled(t, sessions).Needed(marks, "attendance")
		require.NoError(t, err)
		assert.Equal(t, c.answer, got.Answer, "%+v", c)
		if c.answer == grading.ThisMuch {
			assert.Equal(t, 2, *got.Mark.Attended)
		}
	}

	g := compiled(t, reference())
	_, err := g.Needed(all, "essay")
	assertViolations(t, err, "unknown-component")
	_, err = g.Needed(grading.Marks{"quiz": {}}, "project")
	assertViolations(t, err, `["quiz"] one-of`)
	_, err = g.Combinations(grading.Marks{"quiz": {}})
	assertViolations(t, err, `["quiz"] one-of`)
	assert.True(t, grading.Already.Valid() && grading.ThisMuch.Valid() && grading.Impossible.Valid())
	assert.False(t, grading.Answer("").Valid())
}

// Combinations are the least, found by trying every one.
func TestCombinationsAreTheLeast(t *testing.T) {
	t.Parallel()
	r, found := random("combinations"), 0
	for range rounds(2_000, 150) {
		s := discreteScheme(r)
		g, marks := compiled(t, s), stepMarks(r, s)
		got, err := g.Combinations(marks)
		require.NoError(t, err)

		// Every way to fill in what is open, as shares.
		type way struct {
			shares []*big.Rat
			marks  grading.Marks
		}
		var ways []way
		full := grading.Scheme{}
		for _, c := range s.Components {
			if m, there := marks[c.ID]; !there || m.Pending {
				full.Components = append(full.Components, c)
			}
		}
		everything(full, func(open grading.Marks) {
			all := maps.Clone(marks)
			maps.Copy(all, open)
			if _, decision := oracle(s, all); decision != grading.Certified {
				return
			}
			w := way{marks: maps.Clone(open)}
			for _, c := range full.Components {
				x, _ := oracleShare(c, open[c.ID], true, false)
				w.shares = append(w.shares, x)
			}
			ways = append(ways, w)
		})
		below := func(a, b way) bool {
			less := false
			for i := range a.shares {
				if a.shares[i].Cmp(b.shares[i]) > 0 {
					return false
				}
				less = less || a.shares[i].Cmp(b.shares[i]) < 0
			}
			return less
		}
		want := map[string]bool{}
		for _, w := range ways {
			if !slices.ContainsFunc(ways, func(other way) bool { return below(other, w) }) {
				want[fmt.Sprint(w.shares)] = true
			}
		}
		seen := map[string]bool{}
		for _, combination := range got {
			var shares []*big.Rat
			for _, c := range full.Components {
				m, there := combination[c.ID]
				if !there {
					m = grading.Mark{Missing: true}
				}
				x, _ := oracleShare(c, m, true, false)
				shares = append(shares, x)
			}
			seen[fmt.Sprint(shares)] = true
		}
		assert.Equal(t, want, seen)
		assert.Len(t, got, len(want), "each comes once")
		found += len(got)
	}
	assert.Positive(t, found)
}

func TestCombinationsOfTheReference(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	marks := refMarks(true, 5, "0", "")
	delete(marks, "participation")
	delete(marks, "project")
	got, err := g.Combinations(marks)
	require.NoError(t, err)
	assert.Equal(t, []grading.Marks{
		{"project": {Level: "excellent"}},
		{"participation": {Points: new(dec("5.5"))}, "project": {Level: "good"}},
	}, got)

	// Attendance so far is a floor, what can still come a ceiling.
	marks["attendance"] = grading.Mark{Attended: new(3), Held: new(4)}
	got, err = g.Combinations(marks)
	require.NoError(t, err)
	assert.Equal(t, []grading.Marks{{"participation": {Points: new(dec("10.5"))}, "project": {Level: "excellent"}}}, got)

	// The answers share nothing with each other, and what has no steps may be
	// closed, or excused.
	s := reference()
	s.Components[2].Award.Points.Step = grading.PointsAward{}.Step
	s.Components = append(s.Components, grading.Component{ID: "hw", Weight: dec("0"), Award: grading.Award{Items: &grading.ItemsAward{Combine: grading.Sum}}})
	three := grading.Marks{"participation": {Points: new(dec("15"))}, "hw": {Excused: true}}
	want := []grading.Marks{
		{"attendance": {Attended: new(5), Held: new(5)}, "project": {Level: "excellent"}},
		{"quiz": {Completed: new(true)}, "project": {Level: "excellent"}},
		{"quiz": {Completed: new(true)}, "attendance": {Attended: new(5), Held: new(5)}, "project": {Level: "good"}},
	}
	got, err = compiled(t, s).Combinations(three)
	require.NoError(t, err)
	assert.Equal(t, want, got)
	*got[0]["attendance"].Attended, *got[0]["attendance"].Held, *got[1]["quiz"].Completed = 0, 0, false
	assert.Equal(t, want[2], got[2])

	got, err = g.Combinations(refMarks(true, 5, "15", "excellent"))
	require.NoError(t, err)
	assert.Equal(t, []grading.Marks{{}}, got, "certified with nothing more")
	got, err = g.Combinations(refMarks(true, 5, "15", "submission"))
	require.NoError(t, err)
	assert.Empty(t, got, "no hope")
}
