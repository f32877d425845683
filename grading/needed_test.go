package grading_test

import (
	"maps"
	"math/big"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Needed returns the least mark that certifies. The test finds it by trying
// every mark.
func TestNeededIsTheLeast(t *testing.T) {
	t.Parallel()
	r, answers := random("needed"), map[grading.Answer]int{}
	schemes := []grading.Scheme{reference(), reference()}
	schemes[1].Components[1].Award.Attendance.Credit = "per_session"
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
			// No mark in this component suffices by itself. The answer is Impossible
			// if full marks in all open components, including this one, do not
			// suffice either, or if no component counts.
			full := maps.Clone(marks)
			delete(full, c.ID)
			_, decision := oracle(s, full)
			if _, _, anything := oracleTotal(s, full, true); decision == grading.NotCertified || !anything {
				assert.Equal(t, grading.Needed{Answer: grading.Impossible}, got)
			} else {
				assert.Equal(t, grading.WithOthers, got.Answer)
			}
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
	for _, a := range []grading.Answer{grading.Already, grading.ThisMuch, grading.WithOthers, grading.Impossible} {
		assert.Positive(t, answers[a], a)
	}
}

// stepMarks returns random marks in the steps of a discrete scheme. Some are
// open or excused.
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
	items.Components[2].Award = grading.Award{Items: &grading.ItemsAward{Combine: "sum"}}
	sessions := reference()
	sessions.Components[1].Award.Attendance.Credit = "per_session"
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
		"another minimum that is missed":             {weightless, without("project"), "project", grading.WithOthers, &grading.Mark{Level: "good"}, "250/3", "50", false},
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
}
