package grading_test

import (
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Only some schemes have a quick path. Schemes without one are graded correctly as well.
func TestQuickPath(t *testing.T) {
	t.Parallel()
	pointsOf := func(limit, step string) grading.Award {
		a := &grading.PointsAward{Max: dec(limit)}
		if step != "" {
			a.Step = dec(step)
		}
		return grading.Award{Points: a}
	}
	levelsOf := func(limit, points string) grading.Award {
		return grading.Award{Levels: &grading.LevelsAward{Max: dec(limit), Levels: []grading.Level{{Name: "good", Points: dec(points)}, {Name: "bad", Points: dec("0")}}}}
	}
	const long, longer = "99999999999973", "9999999999999937" // primes
	for name, c := range map[string]struct {
		awards []grading.Award
		limit  string
		quick  bool
		marks  []string
	}{
		"plain":                                        {[]grading.Award{pointsOf("10", "")}, "80", true, []string{"8", "8.0001", "7.9999", "0", "10"}},
		"four places":                                  {[]grading.Award{pointsOf("10.0001", "0.0001")}, "80", true, []string{"8.0001", "10.0001"}},
		"a maximum of five places":                     {[]grading.Award{pointsOf("10.00001", "")}, "80", false, []string{"8.000008", "8.00001", "8"}},
		"a maximum beyond 64 bits":                     {[]grading.Award{pointsOf("10000000000000000000000000", "")}, "80", false, []string{"8000000000000000000000000", "0"}},
		"a step of five places":                        {[]grading.Award{pointsOf("10", "0.00025")}, "80", false, []string{"8.00025", "8"}},
		"a level of five places":                       {[]grading.Award{levelsOf("10", "8.00001")}, "80", false, []string{"good", "bad"}},
		"a level of four places":                       {[]grading.Award{levelsOf("10", "8.0001")}, "80", true, []string{"good", "bad"}},
		"levels of many digits":                        {[]grading.Award{levelsOf("10000000000000000000000000", "8")}, "80", false, []string{"good", "bad"}},
		"a maximum of 14 digits":                       {[]grading.Award{pointsOf(long, "")}, "80", true, []string{"79999999999978.4", "79999999999978.5"}},
		"a maximum of 16 digits":                       {[]grading.Award{pointsOf(longer, "")}, "80", false, []string{"7999999999999949.6", "7999999999999949.7"}},
		"two maximums of 8 digits, each of which fits": {[]grading.Award{pointsOf("99999989", ""), pointsOf("99999971", "")}, "1", false, []string{"999999.8", "99999971"}},
		"both":                         {[]grading.Award{pointsOf(long, ""), pointsOf(longer, "")}, "80", false, []string{"79999999999978.4", "7999999999999949.6"}},
		"a maximum of 12 digits":       {[]grading.Award{pointsOf("999999999989", "")}, "80", true, []string{"799999999991.2", "799999999991.2001", "999999999989"}},
		"a threshold of 18 digits":     {[]grading.Award{pointsOf("7", "")}, "100000000000000000", false, []string{"7"}},
		"a threshold beyond 64 bits":   {[]grading.Award{pointsOf("7", "")}, "100000000000000000000", false, []string{"7"}},
		"a threshold of six places":    {[]grading.Award{pointsOf("7", "")}, "57.142857", true, []string{"4", "3.9999", "4.0001"}},
		"a threshold of twenty places": {[]grading.Award{pointsOf("7", "")}, "57.14285714285714285714", false, []string{"4", "3.9999"}},
		"items":                        {[]grading.Award{{Items: &grading.ItemsAward{Combine: "sum"}}}, "80", false, nil},
	} {
		for _, inclusive := range []bool{false, true} {
			s := grading.Scheme{Weights: "relative", Certificate: grading.Certificate{Above: new(dec(c.limit))}}
			if inclusive {
				s.Certificate = grading.Certificate{AtLeast: new(dec(c.limit))}
			}
			for i, a := range c.awards {
				s.Components = append(s.Components, grading.Component{ID: string(rune('a' + i)), Weight: dec("3"), Award: a})
			}
			g := compiled(t, s)
			assert.Equal(t, c.quick, grading.HasQuick(g), name)
			var people []grading.Marks
			for _, text := range c.marks {
				marks := grading.Marks{}
				for i, a := range c.awards {
					m := grading.Mark{Level: text}
					if a.Points != nil {
						m = grading.Mark{Points: new(dec(text))}
						if rat(dec(text)).Cmp(rat(a.Points.Max)) > 0 {
							m.Points = new(a.Points.Max)
						}
					}
					marks[string(rune('a'+i))] = m
				}
				people = append(people, marks)
			}
			assertColumns(t, g, s, people)
			for _, marks := range people {
				r, err := g.Grade(marks)
				require.NoError(t, err, name)
				total, decision := oracle(s, marks)
				assert.Equal(t, total.RatString(), r.Total.Rat().RatString(), name)
				assert.Equal(t, decision, r.Decision, name)
			}
		}
	}
}

// A scheme with a weight of many digits has no quick path.
func TestQuickPathNeedsNarrowWeights(t *testing.T) {
	t.Parallel()
	s := onePoints(grading.Certificate{Above: new(dec("80"))})
	assert.True(t, grading.HasQuick(compiled(t, s)))
	s.Components = append(s.Components, grading.Component{ID: "blog", ExtraCredit: true, Weight: dec("0.0000000000000000000000000000000001"), Award: grading.Award{Completion: &grading.CompletionAward{}}})
	assert.False(t, grading.HasQuick(compiled(t, s)))
	assertColumns(t, compiled(t, s), s, []grading.Marks{{"exam": {Points: new(dec("80"))}, "blog": {Completed: new(true)}}, {"exam": {Points: new(dec("80"))}, "blog": {Completed: new(false)}}})
}

// GradeColumns reports each kind of mark that does not fit, even if it is the
// only such mark.
func TestColumnsOneViolation(t *testing.T) {
	t.Parallel()
	g, sessions := compiled(t, reference()), reference()
	sessions.Components[1].Award.Attendance.Credit = "per_session"
	for want, columns := range map[string]map[string]grading.Column{
		`[0]["participation"].points off-step`:      {"participation": {Points: []exact.Decimal{dec("0.25")}}},
		`[0]["participation"].points above-maximum`: {"participation": {Points: []exact.Decimal{dec("15.5")}}},
		`[0]["participation"].points range`:         {"participation": {Points: []exact.Decimal{dec("-0.5")}}},
		`[0]["project"].level unknown-level`:        {"project": {Levels: []string{"bad"}}},
		`[0]["attendance"].attended range`:          {"attendance": {Attended: []int{4}, Held: []int{3}}},
		`[0]["attendance"].held range`:              {"attendance": {Attended: []int{4}, Held: []int{6}}},
	} {
		for _, g := range []*grading.Grader{g, compiled(t, sessions)} {
			assertViolations(t, g.GradeColumns(columns, make([]grading.Standing, 1)), want)
		}
	}
	assertViolations(t, g.GradeColumns(map[string]grading.Column{"attendance": {Attended: []int{-1}}}, make([]grading.Standing, 1)), `[0]["attendance"].attended range`)
	assert.ErrorIs(t, g.GradeColumns(map[string]grading.Column{"attendance": {Attended: []int{6}}}, make([]grading.Standing, 1)), rule.Violation{Code: "range"})
}

// A scheme with a further weighting has no fast path; GradeColumns still agrees
// with Grade.
func TestColumnsOfWeightings(t *testing.T) {
	t.Parallel()
	s := parsed(t, `{"components": [{"id": "midterm", "weight": "40", "award": {"points": {"max": "100"}}}, {"id": "final", "weight": "60", "award": {"points": {"max": "100"}}}],
	 "weightings": [{"final": "100"}], "certificate": {"at_least": "50"}}`)
	g := compiled(t, s)
	assert.False(t, grading.HasQuick(g))
	var people []grading.Marks
	for _, c := range [][2]string{{"20", "50"}, {"20", "49"}, {"80", "30"}, {"80", "29.9"}} {
		people = append(people, grading.Marks{"midterm": {Points: new(dec(c[0]))}, "final": {Points: new(dec(c[1]))}})
	}
	assertColumns(t, g, s, people)
	standings := make([]grading.Standing, len(people))
	require.NoError(t, g.GradeColumns(columnsOf(s, people), standings))
	for i, want := range []grading.Decision{grading.Certified, grading.NotCertified, grading.Certified, grading.NotCertified} {
		assert.Equal(t, want, standings[i].Decision)
	}
}
