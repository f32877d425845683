package grading_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// onePoints returns a scheme with one component of 100 points.
func onePoints(c grading.Certificate) grading.Scheme {
	return grading.Scheme{
		Components:  []grading.Component{{ID: "exam", Weight: dec("100"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("100")}}}},
		Certificate: c,
	}
}

func TestShownNeverCrosses(t *testing.T) {
	t.Parallel()
	above := func(limit string) grading.Certificate { return grading.Certificate{Above: new(dec(limit))} }
	atLeast := func(limit string) grading.Certificate { return grading.Certificate{AtLeast: new(dec(limit))} }
	for _, c := range []struct {
		certificate grading.Certificate
		points      string
		places      int
		want        string
	}{
		{above("80"), "80", 2, "80.00"},
		{above("80"), "80.004", 2, "80.004"},
		{above("80"), "80.005", 2, "80.01"},
		{above("80"), "80.0049", 2, "80.005"},
		{above("80"), "79.995", 2, "79.995"},
		{above("80"), "79.9949", 2, "79.99"},
		{above("80"), "79.999999", 2, "79.999999"},
		{above("80"), "79.9999995", 2, "79.9999995"},
		{above("80"), "79.5", 0, "79.5"},
		{above("80"), "79.4", 0, "79"},
		{above("80"), "80.4", 0, "80.4"},
		{above("80"), "80.5", 0, "81"},
		{above("80"), "12.5", 0, "13"},
		{above("80"), "80", 0, "80"},
		{above("80"), "12.345", -3, "12"},
		{above("80"), "0", 2, "0.00"},
		{above("80"), "100", 1, "100.0"},
		{above("80"), "0.05", 1, "0.1"},
		{above("66.666"), "66.666", 2, "66.666"},
		{atLeast("66.666"), "66.67", 2, "66.67"},
		{atLeast("66.666"), "66.66", 2, "66.66"},
		{atLeast("80"), "79.999", 2, "79.999"},
		{atLeast("80"), "80.001", 2, "80.001"},
	} {
		r, err := compiled(t, onePoints(c.certificate)).Grade(grading.Marks{"exam": {Points: new(dec(c.points))}})
		require.NoError(t, err)
		shown := r.Shown(c.places)
		assert.Equal(t, c.want, shown.Total, "%+v", c)
		assert.Equal(t, c.want, shown.Parts[0].Points)
	}
	r := grading.Result{}
	assert.Equal(t, "0.00", r.Shown(2).Total, "a result of no scheme")
	assert.Len(t, r.Shown(1000).Total, 102, "a hundred places at most")
	r, err := compiled(t, onePoints(above("80"))).Grade(grading.Marks{"exam": {Points: new(dec("80"))}})
	require.NoError(t, err)
	assert.Equal(t, "Not certified: the total is 80; more than 80 is required.", r.Shown(0).Sentence)
	r.Certificate = grading.Certificate{}
	assert.Equal(t, "80.0", r.Shown(1).Total, "without a threshold nothing is crossed")
}

// The shown points add up to the shown total and differ from the exact points
// by less than one unit of the last place. The shown total stays on its side of
// the threshold.
func TestShownAddsUp(t *testing.T) {
	t.Parallel()
	r, rounded := random("shown"), 0
	for range rounds(50_000, 500) {
		s := anyScheme(r)
		g := compiled(t, s)
		result, err := g.Grade(anyMarks(r, s))
		if err != nil {
			continue
		}
		places := r.IntN(5)
		shown, sum := result.Shown(places), new(big.Rat)
		total := rat(dec(shown.Total))
		_, fraction, _ := strings.Cut(shown.Total, ".")
		assert.GreaterOrEqual(t, len(fraction), places)
		unit := new(big.Rat).Inv(new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(fraction))), nil)))
		for i, p := range shown.Parts {
			points := rat(dec(p.Points))
			sum.Add(sum, points)
			off := new(big.Rat).Sub(points, result.Parts[i].Points.Rat())
			assert.Negative(t, off.Abs(off).Cmp(unit), "%s is shown as %s", result.Parts[i].Points, p.Points)
			if off.Sign() != 0 {
				rounded++
			}
			assert.Equal(t, result.Parts[i].Component, p.Component)
			assert.True(t, strings.HasSuffix(p.Sentence, "."), p.Sentence)
		}
		assert.Zero(t, sum.Cmp(total), "%v", shown)
		limit := s.Certificate.Above
		if limit == nil {
			limit = s.Certificate.AtLeast
		}
		assert.Equal(t, result.Total.Compare(limit.Rational()), total.Cmp(rat(*limit)), "%v is shown as %s", result.Total, shown.Total)
	}
	assert.Positive(t, rounded)
}

// The parts with the largest remainders are rounded up. Of two parts with the same
// remainder, the one whose id sorts first is rounded up.
func TestShownParts(t *testing.T) {
	t.Parallel()
	var s grading.Scheme
	s.Weights, s.Certificate.Above = "relative", new(dec("80"))
	for _, id := range []string{"c", "b", "a"} {
		s.Components = append(s.Components, grading.Component{ID: id, Weight: dec("1"), Award: grading.Award{Completion: &grading.CompletionAward{}}})
	}
	yes := grading.Mark{Completed: new(true)}
	r, err := compiled(t, s).Grade(grading.Marks{"a": yes, "b": yes, "c": yes})
	require.NoError(t, err)
	points := func(places int) (list []string) {
		for _, p := range r.Shown(places).Parts {
			list = append(list, p.Points)
		}
		return list
	}
	assert.Equal(t, []string{"33.33", "33.33", "33.34"}, points(2))
	assert.Equal(t, []string{"33", "33", "34"}, points(0))
	r, err = compiled(t, s).Grade(grading.Marks{"a": yes, "c": yes})
	require.NoError(t, err)
	assert.Equal(t, []string{"33.33", "0.00", "33.34"}, points(2), "66.67 in all; what is exact stays")
}

// Storing a result and reading it back does not change it.
func TestResultRoundTrip(t *testing.T) {
	t.Parallel()
	r := random("result")
	for range 300 {
		s := anyScheme(r)
		result, err := compiled(t, s).Grade(anyMarks(r, s))
		if err != nil {
			continue
		}
		data, err := json.Marshal(result)
		require.NoError(t, err)
		var back grading.Result
		require.NoError(t, json.Unmarshal(data, &back))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		assert.Equal(t, string(data), string(again))
		assert.Zero(t, back.Total.Compare(result.Total))
	}
	var back grading.Result
	assert.Error(t, json.Unmarshal([]byte(`{"total": {"exact": "x"}}`), &back))
	assert.Error(t, json.Unmarshal([]byte(`[]`), &back))
}

// Sentences say in plain words what a person lacked.
func TestSentencesOfEveryKind(t *testing.T) {
	t.Parallel()
	s := reference()
	s.Components[3].Minimum = new(dec("80"))
	s.Components[2].Minimum = new(dec("40"))
	g := compiled(t, s)
	for _, c := range []struct {
		marks grading.Marks
		want  string
	}{
		{refMarks(true, 5, "15", "excellent"), "Certified: the total is 100; more than 80 is required."},
		{refMarks(false, 5, "0", "good"), "Not certified: the total is 65; more than 80 is required, and at least 40% in Active contributions (it has 0%)."},
		{grading.Marks{"project": {Level: "submission"}}, "Not certified: the total is 40, at best 80; more than 80 is required, and at least 40% in Active contributions (not marked yet), and at least 80% in Final group project (it has 66.67%)."},
		{grading.Marks{"project": {Level: "excellent"}, "quiz": {Completed: new(true)}, "attendance": {Attended: new(5), Held: new(5)}}, "Still open: the total is 85 so far, at best 100; more than 80 is required, and at least 40% in Active contributions (not marked yet)."},
		{grading.Marks{"quiz": {Excused: true}, "attendance": {Excused: true}, "participation": {Excused: true}, "project": {Excused: true}}, "Nothing to grade: everything that counts is excused."},
	} {
		r, err := g.Grade(c.marks)
		require.NoError(t, err)
		assert.Equal(t, c.want, r.Shown(2).Sentence)
	}
	r, err := g.Grade(grading.Marks{"quiz": {Excused: true}, "project": {Missing: true}, "attendance": {Attended: new(2), Held: new(2)}})
	require.NoError(t, err)
	var got []string
	for _, p := range r.Shown(1).Parts {
		got = append(got, p.Sentence)
	}
	assert.Equal(t, []string{
		"Pre-class knowledge check: excused, not counted.",
		"Attendance at all live sessions: 2 of 2 sessions; 0 of 16.7 % of the total, at best 16.7; full marks need all 5 sessions.",
		"Active contributions: still open; 0 of 16.7 % of the total, at best 16.7.",
		"Final group project: nothing handed in; 0 of 66.7 % of the total.",
	}, got)

	// A component without a title is named by its id.
	s.Components[3].Title = ""
	r, err = compiled(t, s).Grade(refMarks(true, 5, "15", "submission"))
	require.NoError(t, err)
	assert.Contains(t, r.Shown(2).Sentence, "in project (it has")
	assert.Equal(t, "project: submission; 40 of 60 % of the total.", r.Shown(2).Parts[3].Sentence)
}

func TestTotalComparesExactly(t *testing.T) {
	t.Parallel()
	r, err := compiled(t, onePoints(grading.Certificate{Above: new(dec("80"))})).Grade(grading.Marks{"exam": {Points: new(dec("80"))}})
	require.NoError(t, err)
	for text, want := range map[string]int{"80": 0, "80.000": 0, "80.000000000000000000000001": -1, "79.9999999999999999999999999": 1, "-80": 1, "-0": 1} {
		assert.Equal(t, want, r.Total.Compare(dec(text).Rational()), text)
	}
	assert.Equal(t, 0, exact.Rational{}.Compare(dec("0").Rational()))
	assert.Equal(t, 0, exact.Rational{}.Compare(exact.Decimal{}.Rational()))
	r.Total.Rat().SetInt64(3)
	assert.Equal(t, "80", r.Total.String(), "Rat is a copy")
}

// In a scheme with outcomes, the shown total is on the same side of each outcome's
// threshold as the exact total. The shown percentage of a component is on the same side
// of each need's threshold as the exact percentage.
func TestShownBesideOutcomes(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, `{"components": [
	  {"id": "g", "weight": "50", "award": {"group": {"components": [
	    {"id": "a", "title": "Essay", "weight": "1", "award": {"points": {"max": "100"}}}, {"id": "b", "weight": "1", "award": {"points": {"max": "100"}}}]}}},
	  {"id": "exam", "weight": "50", "award": {"points": {"max": "100"}}}],
	 "outcomes": [{"name": "good", "certifies": true, "at_least": "80"}, {"name": "pass", "certifies": true, "above": "50", "needs": [{"component": "a", "at_least": "40"}]},
	  {"name": "try", "at_least": "20"}]}`))
	for _, c := range []struct{ a, b, exam, total, sentence string }{
		{"80", "80", "79.998", "79.999", "Certified, pass: the total is 79.999; more than 50 is required."},
		{"80", "80", "80", "80.00", "Certified, good: the total is 80; at least 80 is required."},
		{"39.999", "60.001", "60", "55.00", "Not certified, try: the total is 55; more than 50 is required for pass, and at least 40% in Essay (it has 39.999%)."},
		{"40", "60", "50.006", "50.003", "Certified, pass: the total is 50.003; more than 50 is required."},
		{"40", "40", "0.002", "20.001", "Not certified, try: the total is 20.001; more than 50 is required for pass."},
		{"40", "40", "0", "20.00", "Not certified, try: the total is 20; more than 50 is required for pass."},
		{"0", "0", "0", "0.00", "Not certified: the total is 0; more than 50 is required for pass, and at least 40% in Essay (it has 0%)."},
	} {
		r, err := g.Grade(grading.Marks{"a": {Points: new(dec(c.a))}, "b": {Points: new(dec(c.b))}, "exam": {Points: new(dec(c.exam))}})
		require.NoError(t, err)
		assert.Equal(t, c.total, r.Shown(2).Total)
		assert.Equal(t, c.sentence, r.Shown(2).Sentence)
	}
	r, err := g.Grade(grading.Marks{"a": {Points: new(dec("80"))}, "b": {Points: new(dec("80"))}, "exam": {Points: new(dec("79.998"))}})
	require.NoError(t, err)
	r.Findings[0].Need = "above -1" // as if somebody had changed the result
	assert.Equal(t, "80.00", r.Shown(2).Total)
}

// The sentence of a group says which of its weightings counts.
func TestShownOfAGroupOfWeightings(t *testing.T) {
	t.Parallel()
	g := compiled(t, parsed(t, `{"components": [{"id": "g", "weight": "100", "award": {"group": {"weightings": [{"b": "1"}], "components": [
	  {"id": "a", "weight": "1", "award": {"points": {"max": "100"}}}, {"id": "b", "weight": "1", "award": {"points": {"max": "100"}}}]}}}],
	 "certificate": {"at_least": "55"}}`))
	r, err := g.Grade(grading.Marks{"a": {Points: new(dec("40"))}, "b": {Points: new(dec("60"))}})
	require.NoError(t, err)
	assert.Equal(t, "g: 60% over the 2 components that count; 60 of 100 % of the total; full marks need every component that counts in full; weighting 1 counts, no other way to weigh gives more than 50%.",
		r.Shown(2).Parts[0].Sentence)
}

// The shown points of the parts include the points that a cap cuts off the total.
func TestShownOfACap(t *testing.T) {
	t.Parallel()
	s := onePoints(grading.Certificate{Above: new(dec("80"))})
	s.Cap = dec("90")
	r, err := compiled(t, s).Grade(grading.Marks{"exam": {Points: new(dec("95.126"))}})
	require.NoError(t, err)
	assert.Equal(t, "90.00", r.Shown(2).Total)
	assert.Equal(t, "95.13", r.Shown(2).Parts[0].Points)
}

// A threshold of 0 applies like any other. A finding that states no threshold
// is ignored.
func TestShownBesideNothing(t *testing.T) {
	t.Parallel()
	s := onePoints(grading.Certificate{})
	s.Outcomes = []grading.OutcomeRule{{Name: "some", Certifies: true, Above: new(dec("0"))}}
	r, err := compiled(t, s).Grade(grading.Marks{"exam": {Points: new(dec("0.001"))}})
	require.NoError(t, err)
	assert.Equal(t, "0.001", r.Shown(2).Total)
	r.Findings[0].Need = "something" // as if somebody had changed the result
	assert.Equal(t, "0.00", r.Shown(2).Total)
}
