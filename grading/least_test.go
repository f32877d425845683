package grading_test

import (
	"math/big"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// In a group of three components, Needed returns the least share of the third component
// with which the person is certified. The test tries all ways to drop, protect and excuse
// components or make them extra credit, and the oracle confirms each share.
func TestNeededInASmallGroup(t *testing.T) {
	t.Parallel()
	others := []grading.Mark{{Points: new(dec("0"))}, {Points: new(dec("5"))}, {Points: new(dec("10"))}, {Excused: true}}
	points := grading.Award{Points: &grading.PointsAward{Max: dec("10")}}
	seen := map[grading.Answer]int{}
	for low := range 3 {
		for high := range 2 {
			for kind := range 5 {
				a := &grading.GroupAward{DropLowest: low, DropHighest: high, Components: []grading.Component{
					{ID: "a", Weight: dec("1"), Award: points}, {ID: "b", Weight: dec("3"), Award: points}, {ID: "c", Weight: dec("2"), Award: points},
				}}
				a.Components[2].NeverDrop, a.Components[2].ExtraCredit = kind == 1, kind == 2
				a.Components[0].NeverDrop, a.Components[0].ExtraCredit = kind == 3, kind == 4
				for _, above := range []bool{true, false} {
					for _, limit := range []string{"0", "50"} {
						s := grading.Scheme{Components: []grading.Component{{ID: "g", Weight: dec("100"), Award: grading.Award{Group: a}}}}
						o := grading.OutcomeRule{Name: "o", Certifies: true, AtLeast: new(dec(limit))}
						if above {
							o.Above, o.AtLeast = o.AtLeast, nil
						}
						s.Outcomes = []grading.OutcomeRule{o}
						g := compiled(t, s)
						for _, first := range others {
							for _, second := range others {
								marks := grading.Marks{"a": first, "b": second}
								n, err := g.Needed(marks, "c")
								require.NoError(t, err)
								seen[n.Answer]++
								assertLeast(t, s, marks, n)
							}
						}
					}
				}
			}
		}
	}
	for _, a := range []grading.Answer{grading.Already, grading.ThisMuch, grading.Impossible} {
		assert.Positive(t, seen[a], a)
	}
}

// assertLeast asserts that n, an answer about component c, agrees with the oracle.
func assertLeast(t *testing.T, s grading.Scheme, marks grading.Marks, n grading.Needed) {
	t.Helper()
	certifies := func(share *big.Rat) bool {
		return treeOracle{scheme: s, marks: marks, fixed: map[string]*big.Rat{"c": share}}.reached()["o"]
	}
	need := new(big.Rat).Quo(n.Percent.Rat(), ratio(100, 1))
	tiny := big.NewRat(1, 1_000_000)
	var ok bool
	switch {
	case certifies(ratio(0, 1)):
		ok = n.Answer == grading.Already
	case !certifies(ratio(1, 1)):
		ok = n.Answer == grading.Impossible
	default:
		below := new(big.Rat).Sub(need, tiny)
		ok = n.Answer == grading.ThisMuch && n.Exceed == !certifies(need) && certifies(new(big.Rat).Add(need, tiny)) && (below.Sign() < 0 || !certifies(below))
	}
	assert.True(t, ok, "%+v %+v %+v", s, marks, n)
}

// If several outcomes and needs ask for a share of one component, Needed returns the
// lowest share with which the person is certified.
func TestNeededUnderSeveralRules(t *testing.T) {
	t.Parallel()
	const two = `{"id": "x", "weight": "50", "award": {"points": {"max": "10"}}}, {"id": "y", "weight": "50", "award": {"points": {"max": "10"}}}`
	const three = `{"id": "p", "weight": "1", "award": {"points": {"max": "10"}}}, {"id": "q", "weight": "1", "award": {"points": {"max": "10"}}},
	  {"id": "x", "weight": "1", "award": {"points": {"max": "10"}}}`
	for name, c := range map[string]struct{ scheme, marks, percent string }{
		"a threshold that the cap keeps out of reach": {`{"cap": "90", "components": [` + two + `], "outcomes": [
		  {"name": "a", "certifies": true, "at_least": "95"},
		  {"name": "b", "certifies": true, "at_least": "50", "needs": [{"component": "x", "at_least": "99"}]}]}`, `{"y": {"points": "10"}}`, "99"},
		"a need on what is excused binds nobody": {`{"components": [` + two + `], "outcomes": [
		  {"name": "a", "certifies": true, "at_least": "60", "needs": [{"component": "y", "at_least": "50"}]}]}`, `{"y": {"excused": true}}`, "60"},
		"a need on another component that is missed": {`{"components": [` + two + `], "outcomes": [
		  {"name": "a", "certifies": true, "at_least": "60", "needs": [{"component": "y", "at_least": "70"}]},
		  {"name": "b", "certifies": true, "at_least": "80"}]}`, `{"y": {"points": "6.9"}}`, "91"},
		"a need that is reached exactly": {`{"components": [` + two + `], "outcomes": [
		  {"name": "a", "certifies": true, "at_least": "60", "needs": [{"component": "y", "at_least": "69"}]},
		  {"name": "b", "certifies": true, "at_least": "80"}]}`, `{"y": {"points": "6.9"}}`, "51"},
		"what would be dropped itself": {`{"components": [{"id": "g", "weight": "100", "award": {"group": {"drop_lowest": 1, "components": [` + three + `]}}}],
		  "outcomes": [{"name": "a", "certifies": true, "at_least": "80", "needs": [{"component": "x", "at_least": "20"}]}]}`,
			`{"p": {"points": "10"}, "q": {"points": "6"}}`, "20"},
		"what would not be dropped": {`{"components": [{"id": "g", "weight": "100", "award": {"group": {"drop_lowest": 1, "components": [` + three + `]}}}],
		  "outcomes": [{"name": "a", "certifies": true, "at_least": "81", "needs": [{"component": "x", "at_least": "20"}]}]}`,
			`{"p": {"points": "10"}, "q": {"points": "6"}}`, "62"},
		"what would be dropped as the highest": {`{"components": [{"id": "g", "weight": "100", "award": {"group": {"drop_highest": 1, "components": [` + three + `]}}}],
		  "outcomes": [{"name": "a", "certifies": true, "at_least": "70"}, {"name": "b", "certifies": true, "at_least": "50", "needs": [{"component": "x", "at_least": "95"}]}]}`,
			`{"p": {"points": "5"}, "q": {"points": "6"}}`, "95"},
		"extra credit that own weights do not offer": {`{"components": [
		  {"id": "a", "weight": "100", "award": {"points": {"max": "10"}}}, {"id": "b", "weight": "0", "award": {"points": {"max": "10"}}},
		  {"id": "x", "weight": "50", "extra_credit": true, "award": {"points": {"max": "10"}}}],
		  "weightings": [{"b": "100", "x": "10"}], "certificate": {"at_least": "75"}}`, `{"a": {"excused": true}, "b": {"points": "7"}}`, "50"},
		"what weighs nothing, in a group that is excused": {`{"components": [
		  {"id": "g", "weight": "50", "award": {"group": {"components": [
		    {"id": "a", "weight": "1", "award": {"points": {"max": "10"}}}, {"id": "x", "weight": "0", "award": {"points": {"max": "10"}}}]}}},
		  {"id": "y", "weight": "50", "award": {"points": {"max": "10"}}}],
		  "outcomes": [{"name": "o", "certifies": true, "at_least": "60", "needs": [{"component": "x", "at_least": "40"}]}]}`,
			`{"a": {"excused": true}, "y": {"points": "7"}}`, "40"},
		"a total that it cannot change, and does not reach": {`{"components": [
		  {"id": "x", "weight": "0", "award": {"points": {"max": "10"}}}, {"id": "y", "weight": "100", "award": {"points": {"max": "10"}}}],
		  "outcomes": [{"name": "a", "certifies": true, "at_least": "90", "needs": [{"component": "x", "at_least": "10"}]},
		  {"name": "b", "certifies": true, "at_least": "60", "needs": [{"component": "x", "at_least": "40"}]}]}`, `{"y": {"points": "7"}}`, "40"},
		"a need on a group that asks nothing": {`{"components": [
		  {"id": "g", "weight": "50", "award": {"group": {"components": [{"id": "x", "weight": "1", "award": {"points": {"max": "10"}}}]}}},
		  {"id": "y", "weight": "50", "award": {"points": {"max": "10"}}}],
		  "outcomes": [{"name": "o", "certifies": true, "at_least": "60", "needs": [{"component": "g", "at_least": "0"}]}]}`, `{"y": {"points": "7"}}`, "50"},
	} {
		g := compiled(t, parsed(t, c.scheme))
		marks, err := g.ParseMarks([]byte(c.marks))
		require.NoError(t, err, name)
		n, err := g.Needed(marks, "x")
		require.NoError(t, err, name)
		assert.Equal(t, grading.ThisMuch, n.Answer, name)
		assert.Equal(t, c.percent, n.Percent.String(), name)
		assert.False(t, n.Exceed, name)
		// Grade agrees: the person is certified with this percentage, and not
		// with less.
		for points, want := range map[string]grading.Decision{c.percent: grading.Certified, "-": grading.NotCertified} {
			share := huge(c.percent)
			if points == "-" {
				share.Sub(share, ratio(1, 100))
			}
			marks["x"] = grading.Mark{Points: new(dec(share.Quo(share, ratio(10, 1)).FloatString(6)))}
			r, err := g.Grade(marks)
			require.NoError(t, err, name)
			assert.Equal(t, want, r.Decision, name)
		}
	}
}

// In the middle of the course, Needed does not ask a person to attend the sessions that
// the person is excused from.
func TestNeededOfTheExcused(t *testing.T) {
	t.Parallel()
	s := parsed(t, `{"components": [
	  {"id": "a", "weight": "50", "award": {"attendance": {"sessions": 5, "credit": "per_session"}}},
	  {"id": "y", "weight": "50", "award": {"points": {"max": "10"}}}], "certificate": {"at_least": "80"}}`)
	g := compiled(t, s)
	full := grading.Mark{Points: new(dec("10"))}
	n, err := g.Needed(grading.Marks{"y": full, "a": {Attended: new(1), Held: new(3), ExcusedSessions: 1}}, "a")
	require.NoError(t, err)
	assert.Equal(t, grading.ThisMuch, n.Answer)
	assert.Equal(t, &grading.Mark{Attended: new(3), Held: new(5), ExcusedSessions: 1}, n.Mark)
	assert.Equal(t, "3", n.Points.String())
	assert.Equal(t, "75", n.Percent.String())
	// If all sessions have been held, the mark is final. Needed then ignores the mark,
	// including its excused sessions.
	n, err = g.Needed(grading.Marks{"y": full, "a": {Attended: new(1), Held: new(5), ExcusedSessions: 1}}, "a")
	require.NoError(t, err)
	assert.Equal(t, &grading.Mark{Attended: new(3), Held: new(5)}, n.Mark)
	assert.Equal(t, "60", n.Percent.String())
	// Together with full marks in y, the sessions attended so far are enough. So the
	// result has the number of these sessions in Points, and Mark is nil. The field
	// Elsewhere states the share of y that is needed even if all remaining sessions are
	// attended.
	s = parsed(t, `{"components": [
	  {"id": "a", "weight": "20", "award": {"attendance": {"sessions": 5, "credit": "per_session"}}},
	  {"id": "y", "weight": "80", "award": {"points": {"max": "10"}}}], "certificate": {"at_least": "60"}}`)
	n, err = compiled(t, s).Needed(grading.Marks{"a": {Attended: new(2), Held: new(3), ExcusedSessions: 1}}, "a")
	require.NoError(t, err)
	assert.Equal(t, grading.WithOthers, n.Answer)
	assert.Nil(t, n.Mark)
	assert.Equal(t, "50", n.Percent.String())
	assert.Equal(t, "2", n.Points.String())
	require.Len(t, n.Elsewhere, 1)
	assert.Equal(t, "50", n.Elsewhere[0].Percent.String())
}
