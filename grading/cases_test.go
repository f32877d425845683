package grading_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/cohortkit/cohort/course/rule"
	"github.com/cohortkit/cohort/grading"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// vector is one known answer: the total and decision of marks, or the refusal
// of the scheme or of the marks.
type vector struct {
	ID     string          `json:"id"`
	Scheme json.RawMessage `json:"scheme"`
	Marks  json.RawMessage `json:"marks"`
	Want   struct {
		Total      string           `json:"total"`
		Decision   grading.Decision `json:"decision"`
		Refused    bool             `json:"refused"`
		Violations []string         `json:"violations"`
	} `json:"want"`
}

func vectors(t testing.TB) []vector {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.json")
	require.NoError(t, err)
	var all []vector
	require.NoError(t, json.Unmarshal(data, &all))
	require.NotEmpty(t, all)
	return all
}

// simple reports whether no component at the top of the scheme has a list of items, a
// minimum or extra credit.
func (v vector) simple(t testing.TB) bool {
	t.Helper()
	var s grading.Scheme
	require.NoError(t, json.Unmarshal(v.Scheme, &s))
	for _, c := range s.Components {
		if c.Award.Items != nil || c.Minimum != nil || c.ExtraCredit {
			return false
		}
	}
	return true
}

func TestCasesSimple(t *testing.T) {
	t.Parallel()
	n := 0
	for _, v := range vectors(t) {
		if v.simple(t) {
			n++
			v.check(t)
		}
	}
	t.Logf("%d simple vectors", n)
	assert.Equal(t, 58, n)
}

func TestCases(t *testing.T) {
	t.Parallel()
	all := vectors(t)
	for _, v := range all {
		v.check(t)
	}
	t.Logf("%d vectors", len(all))
}

func (v vector) check(t *testing.T) {
	t.Helper()
	scheme, err := grading.Parse(v.Scheme)
	if v.Want.Violations != nil {
		for _, code := range v.Want.Violations {
			assert.ErrorIs(t, err, rule.Violation{Code: code}, v.ID)
		}
		return
	}
	require.NoError(t, err, v.ID)
	g, err := grading.Compile(scheme)
	require.NoError(t, err, v.ID)
	marks, err := g.ParseMarks(v.Marks)
	if v.Want.Refused {
		assert.Error(t, err, v.ID)
		return
	}
	require.NoError(t, err, v.ID)
	r, err := g.Grade(marks)
	require.NoError(t, err, v.ID)
	assert.Equal(t, v.Want.Total, r.Total.String(), v.ID)
	assert.Equal(t, v.Want.Decision, r.Decision, v.ID)
}
