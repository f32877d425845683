package grading_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/cohortkit/cohort/course/exact"
	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// FuzzScheme checks that any text is either refused with violations or read as a
// scheme that compiles, is unchanged by a round trip and grades marks.
func FuzzScheme(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add([]byte(v.Scheme))
	}
	f.Add([]byte(seminar))
	for _, text := range []string{`{}`, `[]`, `null`, `{"components": [{"weight": "1e9"}]}`, `{"components": [{"award": {"levels": {"levels": [{}]}}}], "certificate": {"above": "80", "at_least": "1"}}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := grading.Parse(data)
		if err != nil {
			require.ErrorAs(t, err, new(rule.Violations))
			return
		}
		g, err := grading.Compile(s)
		require.NoError(t, err, "what Parse accepts compiles")
		text, err := json.Marshal(s)
		require.NoError(t, err)
		back, err := grading.Parse(text)
		require.NoError(t, err)
		again, err := json.Marshal(back)
		require.NoError(t, err)
		assert.Equal(t, string(text), string(again))

		g.Lint()
		open, err := g.Grade(nil)
		require.NoError(t, err)
		closed, err := g.Grade(g.Close(nil))
		require.NoError(t, err)
		assert.Zero(t, open.Total.Compare(closed.Total))
		assert.NotEqual(t, grading.Pending, closed.Decision)
		for _, c := range leavesOf(s.Components) {
			_, err := g.Needed(nil, c.ID)
			require.NoError(t, err)
		}
		_, err = g.SoFar(nil)
		require.NoError(t, err)
		n := 0
		for _, err := range g.Outcomes() {
			if n++; n == 100 || err != nil {
				break
			}
		}
		standings := make([]grading.Standing, 1)
		require.NoError(t, g.GradeColumns(nil, standings))
		assert.Equal(t, open.Decision, standings[0].Decision)
		_, err = json.Marshal(open)
		require.NoError(t, err)
	})
}

// FuzzMarks reads any text as the marks of a person. Either the text is refused with
// violations, or Grade and the oracle give these marks the same total and decision.
func FuzzMarks(f *testing.F) {
	for _, v := range vectors(f) {
		f.Add([]byte(v.Marks))
	}
	f.Add([]byte(`{"quiz": {"completed": true, "missing": true}, "hw": {"items": [{}]}, "hw": 3, "mean": {"items": [{"pending": true}, {"earned": "0", "possible": "0.5"}]}}`))
	f.Add([]byte(`{"hw": {"items": [{"earned": "1", "possible": "3"}, {"earned": "2", "possible": "7"}, {"id": "exam", "pending": true, "possible": "10"}]}}`))
	s := reference()
	s.Weights = "relative"
	s.Components[2].Minimum = new(dec("40"))
	s.Components = append(s.Components,
		grading.Component{ID: "hw", Weight: dec("20"), Award: grading.Award{Items: &grading.ItemsAward{Combine: "sum", DropLowest: 1, DropHighest: 1, NeverDrop: []string{"exam"}}}},
		grading.Component{ID: "mean", Weight: dec("5"), ExtraCredit: true, Award: grading.Award{Items: &grading.ItemsAward{Combine: "mean", MinItems: 2}}},
		grading.Component{ID: "free", Weight: dec("7.77"), Award: grading.Award{Points: &grading.PointsAward{Max: dec("9.9")}}})
	g, err := grading.Compile(s)
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, data []byte) {
		marks, err := g.ParseMarks(data)
		if err != nil {
			require.ErrorAs(t, err, new(rule.Violations))
			return
		}
		r, err := g.Grade(marks)
		require.NoError(t, err, "what ParseMarks accepts is graded")
		checkResult(t, g, r)
		for _, m := range marks {
			if len(m.Items) > 7 {
				return // too many for the oracle
			}
		}
		total, decision := oracle(s, marks)
		assert.Equal(t, total.RatString(), r.Total.Rat().RatString())
		assert.Equal(t, decision, r.Decision)
		assertColumns(t, g, s, []grading.Marks{marks})
		closed, err := g.Grade(g.Close(marks))
		require.NoError(t, err)
		assert.Zero(t, closed.Total.Compare(r.Total))
		shown := r.Shown(2)
		assert.Equal(t, r.Total.Compare(exact.Whole(80)), rat(dec(shown.Total)).Cmp(ratio(80, 1)))
	})
}

// FuzzTree reads any text as the marks of a person under a scheme with groups. Either the
// text is refused with violations, or Grade and the oracle give these marks the same
// result, and both the marks and the result can be stored and read back.
func FuzzTree(f *testing.F) {
	s, err := grading.Parse([]byte(seminar))
	require.NoError(f, err)
	s.Components[0].Award.Group.Weightings = []grading.Weighting{{"essay": dec("1")}}
	s.Cap = dec("95")
	g, err := grading.Compile(s)
	require.NoError(f, err)
	f.Add([]byte(`{"hw1": {"points": "8"}, "hw2": {"excused": true}, "essay": {"points": "34"}, "attendance": {"attended": 9, "held": 12, "excused": 1}, "midterm": {"missing": true}, "final": {"handed_in": true}}`))
	f.Add([]byte(`{"hw1": {"excused": true}, "hw2": {"excused": true}, "essay": {"excused": true}, "coursework": {"pending": true}, "attendance": {"excused": true}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		marks, err := g.ParseMarks(data)
		if err != nil {
			require.ErrorAs(t, err, new(rule.Violations))
			return
		}
		r, err := g.Grade(marks)
		require.NoError(t, err, "what ParseMarks accepts is graded")
		want := judge(s, marks)
		assert.Equal(t, []string{want.total.RatString(), want.best.RatString(), string(want.decision), want.outcome, want.possible},
			[]string{r.Total.Rat().RatString(), r.Best.Rat().RatString(), string(r.Decision), r.Outcome, r.Possible})
		checkTree(t, r)
		text, err := json.Marshal(marks)
		require.NoError(t, err)
		back, err := g.ParseMarks(text)
		require.NoError(t, err, string(text))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		assert.Equal(t, string(text), string(again))
		closed, err := g.Grade(g.Close(marks))
		require.NoError(t, err)
		assert.Zero(t, closed.Total.Compare(r.Total))
		for _, c := range leavesOf(s.Components) {
			_, err := g.Needed(marks, c.ID)
			require.NoError(t, err)
		}
	})
}

// FuzzResult checks that any text is either refused or read as a stored result
// that can be shown and stored again.
func FuzzResult(f *testing.F) {
	for _, scheme := range []grading.Scheme{reference(), parsed(f, seminar)} {
		r, err := compiled(f, scheme).Grade(nil)
		require.NoError(f, err)
		data, err := json.Marshal(r)
		require.NoError(f, err)
		f.Add(data)
	}
	f.Add([]byte(`{"total":{"exact":"10","shown":""},"decision":"certified","certificate":{"above":"80"},"parts":[{"component":"q","status":"graded","points":{"exact":"20","shown":""},"best":"20","full":"20","need":"","have":""}],"findings":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var r grading.Result
		if json.Unmarshal(data, &r) != nil {
			return
		}
		text, err := json.Marshal(r)
		require.NoError(t, err)
		var back grading.Result
		require.NoError(t, json.Unmarshal(text, &back), string(text))
		again, err := json.Marshal(back)
		require.NoError(t, err)
		assert.Equal(t, string(text), string(again))
	})
}

// FuzzDecimal checks that decimals and totals have the value that big.Rat reads
// from the same text, and that the text of a total reads back as the same
// total.
func FuzzDecimal(f *testing.F) {
	for _, text := range []string{"0", "80", "-1", "12.50", "1e5", "+3", "", ".", "99999999999999999999", "0.000000000000000000000000000001", "1370/17"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var total exact.Rational
		if err := total.UnmarshalText([]byte(text)); err == nil {
			n, d, fraction := strings.Cut(text, "/")
			if !fraction {
				d = "1"
			}
			want, ok := new(big.Rat).SetString(n)
			require.True(t, ok)
			below, ok := new(big.Int).SetString(d, 10)
			require.True(t, ok)
			assert.Zero(t, total.Rat().Cmp(want.Quo(want, new(big.Rat).SetInt(below))))
			var back exact.Rational
			require.NoError(t, back.UnmarshalText([]byte(total.String())))
			assert.Zero(t, back.Compare(total))
		}
		d, err := exact.ParseDecimal(text)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(d.String())
		require.True(t, ok)
		if want.Sign() < 0 {
			assert.Zero(t, d.Rational(), "0, as documented")
			return
		}
		exact := d.Rational()
		assert.Zero(t, exact.Rat().Cmp(want))
		require.NoError(t, total.UnmarshalText([]byte(exact.String())))
		assert.Zero(t, total.Compare(exact))
	})
}
