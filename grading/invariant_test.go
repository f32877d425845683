package grading_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"sync"
	"testing"

	"github.com/cohortkit/cohort/grading"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// everyAnswer returns the JSON of all that grading returns for the known cases.
func everyAnswer(t *testing.T) string {
	t.Helper()
	var all []any
	note := func(v any, err error) { all = append(all, v, err) }
	for _, v := range vectors(t) {
		s, err := grading.Parse(v.Scheme)
		note(s, err)
		if err != nil {
			continue
		}
		g := compiled(t, s)
		note(g.Lint(), nil)
		marks, err := g.ParseMarks(v.Marks)
		note(marks, err)
		result, err := g.Grade(marks)
		note(result, err)
		if err != nil {
			continue
		}
		note(result.Shown(3), nil)
		note(g.Close(marks), nil)
		for _, c := range s.Components {
			note(g.Needed(marks, c.ID))
		}
		note(g.GradeRecord(grading.Record{ID: v.ID, Marks: marks}))
		standings := make([]grading.Standing, 1)
		note(standings, g.GradeColumns(columnsOf(s, []grading.Marks{marks}), standings))
		note(g.Combinations(marks))
	}
	g := compiled(t, reference())
	note(g.Prove())
	for o, err := range g.Outcomes() {
		note(o, err)
	}
	data, err := json.Marshal(all)
	require.NoError(t, err)
	return string(data)
}

// No result of grading depends on the settings of package decimal. This test
// does not run in parallel, because other tests would see the changed settings.
func TestDecimalSettings(t *testing.T) {
	want := everyAnswer(t)
	restore := func(precision, negative, iterations, exponent int, quotes, zeros, scientific bool, zero decimal.Decimal) func() {
		return func() {
			decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent = precision, negative
			decimal.ExpMaxIterations, decimal.MaxDecodeExponent = iterations, exponent
			decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation = quotes, zeros, scientific
			decimal.Zero = zero
		}
	}(decimal.DivisionPrecision, decimal.PowPrecisionNegativeExponent, decimal.ExpMaxIterations, decimal.MaxDecodeExponent,
		decimal.MarshalJSONWithoutQuotes, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.Zero)
	t.Cleanup(restore)
	settings := []struct {
		name string
		set  func()
	}{
		{"DivisionPrecision", func() { decimal.DivisionPrecision = 0 }},
		{"PowPrecisionNegativeExponent", func() { decimal.PowPrecisionNegativeExponent = 0 }},
		{"ExpMaxIterations", func() { decimal.ExpMaxIterations = 0 }},
		{"MaxDecodeExponent", func() { decimal.MaxDecodeExponent = 0 }},
		{"MarshalJSONWithoutQuotes", func() { decimal.MarshalJSONWithoutQuotes = !decimal.MarshalJSONWithoutQuotes }},
		{"TrimTrailingZeros", func() { decimal.TrimTrailingZeros = !decimal.TrimTrailingZeros }},
		{"UseScientificNotation", func() { decimal.UseScientificNotation = !decimal.UseScientificNotation }},
		{"Zero", func() { decimal.Zero = decimal.NewFromInt(17) }},
	}
	for _, one := range settings[:rounds(8, 8)] {
		one.set()
		assert.True(t, want == everyAnswer(t), "%s changes an answer", one.name)
		restore()
	}
	for _, one := range settings {
		one.set()
	}
	assert.True(t, want == everyAnswer(t), "all settings together change an answer")
}

// A grader is safe for concurrent use.
func TestConcurrency(t *testing.T) {
	t.Parallel()
	g := compiled(t, reference())
	f := newFourParts(t, 50)
	want := make(map[string]string)
	marksOf := func(i int) grading.Marks {
		return refMarks(i%2 == 0, 4+i%3/2, "12.5", []string{"", "good", "excellent"}[i%3])
	}
	answer := func(i int) string {
		r, err := g.Grade(marksOf(i))
		if err != nil {
			return err.Error()
		}
		data, err := json.Marshal(r)
		if err != nil {
			return err.Error()
		}
		return string(data)
	}
	for i := range 6 {
		want[string(rune('a'+i))] = answer(i)
	}
	var group sync.WaitGroup
	for i := range 64 {
		group.Go(func() {
			for k := range 20 {
				n := (i + k) % 6
				assert.Equal(t, want[string(rune('a'+n))], answer(n))
			}
			standings := make([]grading.Standing, 50)
			assert.NoError(t, f.grader.GradeColumns(f.columns, standings))
			_, err := g.Needed(marksOf(i), "project")
			assert.NoError(t, err)
			assert.Len(t, g.Lint(), 1)
			assert.Len(t, g.Scheme().Components, 4)
			g.Close(marksOf(i))
		})
	}
	group.Wait()
}

// The order of components and the scale of items do not affect the result.
func TestOrderAndScale(t *testing.T) {
	t.Parallel()
	r := random("order and scale")
	for range rounds(20_000, 300) {
		s := anyScheme(r)
		marks := anyMarks(r, s)
		one, err := compiled(t, s).Grade(marks)
		if err != nil {
			continue
		}
		permuted := s
		permuted.Components = slices.Clone(s.Components)
		slices.Reverse(permuted.Components)
		scaled := grading.Marks{}
		for id, m := range marks {
			m.Items = slices.Clone(m.Items)
			for i := range m.Items {
				it := &m.Items[i]
				it.Possible = dec(new(big.Rat).Mul(rat(it.Possible), ratio(3, 8)).FloatString(3))
				if it.Earned != nil {
					it.Earned = new(dec(new(big.Rat).Mul(rat(*it.Earned), ratio(3, 8)).FloatString(3)))
				}
			}
			scaled[id] = m
		}
		other, err := compiled(t, permuted).Grade(scaled)
		require.NoError(t, err)
		assert.Equal(t, one.Total.String(), other.Total.String())
		assert.Equal(t, one.Decision, other.Decision)
		shown, otherShown := one.Shown(2), other.Shown(2)
		assert.Equal(t, shown.Total, otherShown.Total)
		slices.Reverse(otherShown.Parts)
		for i := range shown.Parts {
			assert.Equal(t, shown.Parts[i].Points, otherShown.Parts[i].Points)
			assert.Equal(t, one.Parts[i].Points.String(), other.Parts[len(other.Parts)-1-i].Points.String())
		}
	}
}

// A better mark never lowers the total or the decision.
func TestMonotone(t *testing.T) {
	t.Parallel()
	r := random("monotone")
	rank := map[grading.Decision]int{grading.NotCertified: 0, grading.Pending: 1, grading.Certified: 2}
	for range rounds(20_000, 500) {
		s := anyScheme(r)
		marks, g := anyMarks(r, s), compiled(t, s)
		before, err := g.Grade(marks)
		if err != nil {
			continue
		}
		c := s.Components[r.IntN(len(s.Components))]
		m, there := marks[c.ID]
		switch {
		case !there || m.Excused || m.Pending:
			continue
		case c.Award.Completion != nil:
			m = grading.Mark{Completed: new(true)}
		case m.Held != nil:
			m.Attended = new(*m.Held - m.ExcusedSessions)
		case m.Points != nil:
			m.Points = new(c.Award.Points.Max)
		case m.Level != "":
			m.Level = "best"
		}
		marks[c.ID] = m
		after, err := g.Grade(marks)
		require.NoError(t, err)
		assert.GreaterOrEqual(t, after.Total.Compare(before.Total), 0)
		assert.GreaterOrEqual(t, rank[after.Decision], rank[before.Decision])
	}
}
